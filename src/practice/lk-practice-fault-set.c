/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-practice-fault-set.h"

struct _LkPracticeFaultSet
{
  GPtrArray  *faults;     /* owned: the rows are static */
  GHashTable *armed;      /* owned: row → how many more times it strikes, -1 for no limit */
};

static const LkPracticeFault *
find_fault (LkPracticeFaultSet *self,
            const char         *name)
{
  for (guint i = 0; i < self->faults->len; i++)
    {
      const LkPracticeFault *fault = g_ptr_array_index (self->faults, i);

      if (g_str_equal (fault->name, name))
        return fault;
    }

  return NULL;
}

/**
 * lk_practice_fault_set_new:
 *
 * Returns: (transfer full): the faults of lk_practice_faults(), none armed
 */
LkPracticeFaultSet *
lk_practice_fault_set_new (void)
{
  LkPracticeFaultSet *self = g_new0 (LkPracticeFaultSet, 1);
  guint n_faults;
  const LkPracticeFault *faults = lk_practice_faults (&n_faults);

  self->faults = g_ptr_array_new ();
  self->armed = g_hash_table_new (NULL, NULL);
  lk_practice_fault_set_add (self, faults, n_faults);

  return self;
}

/**
 * lk_practice_fault_set_free:
 * @self: (nullable): the set
 *
 * Frees the set.
 */
void
lk_practice_fault_set_free (LkPracticeFaultSet *self)
{
  if (self == NULL)
    return;

  g_ptr_array_unref (self->faults);
  g_hash_table_unref (self->armed);
  g_free (self);
}

/**
 * lk_practice_fault_set_add:
 * @self: the set
 * @faults: (array length=n_faults): a static table
 * @n_faults: its length
 *
 * Makes more faults known.
 */
void
lk_practice_fault_set_add (LkPracticeFaultSet    *self,
                           const LkPracticeFault *faults,
                           guint                  n_faults)
{
  for (guint i = 0; i < n_faults; i++)
    g_ptr_array_add (self->faults, (gpointer) &faults[i]);
}

/**
 * lk_practice_fault_set_arm:
 * @self: the set
 * @name: a fault's name
 * @times: how many times it strikes; -1 for no limit, 0 disarms it
 *
 * Arms a fault.
 *
 * Returns: whether the fault is known
 */
gboolean
lk_practice_fault_set_arm (LkPracticeFaultSet *self,
                           const char         *name,
                           int                 times)
{
  const LkPracticeFault *fault = find_fault (self, name);

  if (fault == NULL)
    return FALSE;

  if (times == 0)
    g_hash_table_remove (self->armed, fault);
  else
    g_hash_table_insert (self->armed, (gpointer) fault, GINT_TO_POINTER (times));

  return TRUE;
}

/**
 * lk_practice_fault_set_clear:
 * @self: the set
 *
 * Disarms every fault.
 */
void
lk_practice_fault_set_clear (LkPracticeFaultSet *self)
{
  g_hash_table_remove_all (self->armed);
}

/**
 * lk_practice_fault_set_has:
 * @self: the set
 * @name: a fault's name
 *
 * Returns: whether the fault is armed
 */
gboolean
lk_practice_fault_set_has (LkPracticeFaultSet *self,
                           const char         *name)
{
  const LkPracticeFault *fault = find_fault (self, name);

  return fault != NULL && g_hash_table_contains (self->armed, fault);
}

/* Read again after each fault: applying one may have disarmed it. */
static void
count_down (LkPracticeFaultSet    *self,
            const LkPracticeFault *fault)
{
  int times = GPOINTER_TO_INT (g_hash_table_lookup (self->armed, fault));

  if (times == 1)
    g_hash_table_remove (self->armed, fault);
  else if (times > 1)
    g_hash_table_insert (self->armed, (gpointer) fault, GINT_TO_POINTER (times - 1));
}

/**
 * lk_practice_fault_set_strike:
 * @self: the set
 * @point: where the request is
 * @request: the request
 *
 * Applies the armed faults of @point in the order of their table, up to the first one that answers.
 *
 * Returns: whether the request is answered
 */
gboolean
lk_practice_fault_set_strike (LkPracticeFaultSet *self,
                              LkPracticePoint     point,
                              LkPracticeRequest  *request)
{
  for (guint i = 0; i < self->faults->len && g_hash_table_size (self->armed) > 0; i++)
    {
      const LkPracticeFault *fault = g_ptr_array_index (self->faults, i);
      LkPracticeOutcome outcome;

      if (fault->point != point || !g_hash_table_contains (self->armed, fault))
        continue;

      outcome = fault->apply (request, fault);
      if (outcome != LK_PRACTICE_OUTCOME_SKIPPED)
        count_down (self, fault);
      if (outcome == LK_PRACTICE_OUTCOME_ANSWERED)
        return TRUE;
    }

  return FALSE;
}
