/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-json-branch.h"

/**
 * lk_json_branch_new:
 * @parent: (nullable): the branch that it is a child of
 * @value: (nullable): its container
 * @n_children: how many children that has, one or more
 *
 * Returns: (transfer full): a branch, not yet among the open ones of @parent
 */
LkJsonBranch *
lk_json_branch_new (LkJsonBranch      *parent,
                    const LkJsonValue *value,
                    gsize              n_children)
{
  LkJsonBranch *self = g_new0 (LkJsonBranch, 1);

  self->parent = parent;
  if (value != NULL)
    self->value = *value;
  self->n_children = n_children;
  self->n_rows = n_children;
  self->open = g_ptr_array_new_with_free_func ((GDestroyNotify) lk_json_branch_free);
  self->before = g_array_new (FALSE, FALSE, sizeof (gsize));

  return self;
}

/**
 * lk_json_branch_free:
 * @self: (transfer full): a branch; it goes with all that is open in it
 */
void
lk_json_branch_free (LkJsonBranch *self)
{
  g_ptr_array_unref (self->open);
  g_array_unref (self->before);
  g_free (self);
}

/**
 * lk_json_branch_get:
 * @self: a branch
 * @i: which of its open children
 *
 * Returns: (transfer none): it
 */
LkJsonBranch *
lk_json_branch_get (LkJsonBranch *self,
                    guint         i)
{
  return g_ptr_array_index (self->open, i);
}

/**
 * lk_json_branch_find:
 * @self: a branch
 * @place: of a child
 *
 * Returns: how many of the open children stand before @place
 */
guint
lk_json_branch_find (LkJsonBranch *self,
                     gsize         place)
{
  guint low = 0;
  guint high = self->open->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (lk_json_branch_get (self, middle)->value.place < place)
        low = middle + 1;
      else
        high = middle;
    }

  return low;
}

/**
 * lk_json_branch_at:
 * @self: a branch
 * @place: of a child
 *
 * Returns: (transfer none) (nullable): the child, if it is open
 */
LkJsonBranch *
lk_json_branch_at (LkJsonBranch *self,
                   gsize         place)
{
  guint i = lk_json_branch_find (self, place);

  if (i == self->open->len || lk_json_branch_get (self, i)->value.place != place)
    return NULL;

  return lk_json_branch_get (self, i);
}

static void
count_before (LkJsonBranch *self)
{
  gsize before = 0;

  if (!self->stale)
    return;

  g_array_set_size (self->before, self->open->len);
  for (guint i = 0; i < self->open->len; i++)
    {
      g_array_index (self->before, gsize, i) = before;
      before += lk_json_branch_get (self, i)->n_rows;
    }
  self->stale = FALSE;
}

/**
 * lk_json_branch_grow:
 * @self: a branch
 * @added: rows that came below it
 * @removed: rows that went
 *
 * Counts them here and in all that it stands in.
 */
void
lk_json_branch_grow (LkJsonBranch *self,
                     gsize         added,
                     gsize         removed)
{
  for (; self != NULL; self = self->parent)
    {
      self->n_rows += added;
      self->n_rows -= removed;
      self->stale = TRUE;
    }
}

/* Which of the rows below the branch is open child `i`. */
static gsize
row_of_open (LkJsonBranch *self,
             guint         i)
{
  return lk_json_branch_get (self, i)->value.place + g_array_index (self->before, gsize, i);
}

static gsize
row_of (LkJsonBranch *self,
        gsize         place)
{
  guint i = lk_json_branch_find (self, place);

  count_before (self);
  if (i == 0)
    return place;

  return place + g_array_index (self->before, gsize, i - 1) + lk_json_branch_get (self, i - 1)->n_rows;
}

/**
 * lk_json_branch_position:
 * @self: a branch
 * @place: of a child
 *
 * Returns: which of all rows the child is
 */
gsize
lk_json_branch_position (LkJsonBranch *self,
                         gsize         place)
{
  gsize position = row_of (self, place);

  for (; self->parent != NULL; self = self->parent)
    position += row_of (self->parent, self->value.place) + 1;

  return position;
}

/* How many of the open children are at or before the row. */
static guint
find_open_before (LkJsonBranch *self,
                  gsize         row)
{
  guint low = 0;
  guint high = self->open->len;

  count_before (self);
  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (row_of_open (self, middle) <= row)
        low = middle + 1;
      else
        high = middle;
    }

  return low;
}

/**
 * lk_json_branch_find_row:
 * @top: the branch that all others are in
 * @position: which of all rows
 * @place: (out): which child of its branch it is
 * @depth: (out): how many branches below @top that is
 *
 * Returns: (transfer none): the branch that the row is a child of
 */
LkJsonBranch *
lk_json_branch_find_row (LkJsonBranch *top,
                         gsize         position,
                         gsize        *place,
                         guint        *depth)
{
  LkJsonBranch *branch = top;

  for (*depth = 0;; (*depth)++)
    {
      guint n = find_open_before (branch, position);
      LkJsonBranch *child;
      gsize row;

      if (n == 0)
        {
          *place = position;
          return branch;
        }

      child = lk_json_branch_get (branch, n - 1);
      row = row_of_open (branch, n - 1);
      if (position == row)
        {
          *place = child->value.place;
          return branch;
        }

      if (position > row + child->n_rows)
        {
          *place = position - g_array_index (branch->before, gsize, n - 1) - child->n_rows;
          return branch;
        }

      position -= row + 1;
      branch = child;
    }
}
