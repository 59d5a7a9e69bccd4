/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-chat-summary.h"

struct _LkChatSummary
{
  GObject parent_instance;

  /* owned */
  GHashTable *days;          /* Julian day → Day */
  GArray *first_responses;   /* of gint64, seconds */

  guint n_chats;
  guint n_offline;
  guint n_good;
  guint n_bad;
  guint n_missed;
  gboolean sorted;           /* first_responses is in order */
};

typedef struct
{
  guint n_chats;
  guint n_missed;
} Day;

G_DEFINE_FINAL_TYPE (LkChatSummary, lk_chat_summary, G_TYPE_OBJECT)

static void
lk_chat_summary_finalize (GObject *object)
{
  LkChatSummary *self = LK_CHAT_SUMMARY (object);

  g_hash_table_unref (self->days);
  g_array_unref (self->first_responses);

  G_OBJECT_CLASS (lk_chat_summary_parent_class)->finalize (object);
}

static void
lk_chat_summary_class_init (LkChatSummaryClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lk_chat_summary_finalize;
}

static void
lk_chat_summary_init (LkChatSummary *self)
{
  self->days = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  self->first_responses = g_array_new (FALSE, FALSE, sizeof (gint64));
}

/**
 * lk_chat_summary_new:
 *
 * Returns: (transfer full): the summary of no chats
 */
LkChatSummary *
lk_chat_summary_new (void)
{
  return g_object_new (LK_TYPE_CHAT_SUMMARY, NULL);
}

static void
count_day (LkChatSummary *self,
           LkChat        *chat)
{
  GDateTime *started = lk_chat_get_started (chat);
  guint32 julian;
  Day *day;
  int year, month, day_of_month;
  GDate date;

  if (started == NULL)
    return;

  g_date_time_get_ymd (started, &year, &month, &day_of_month);
  g_date_clear (&date, 1);
  g_date_set_dmy (&date, (GDateDay) day_of_month, month, (GDateYear) year);
  julian = g_date_get_julian (&date);

  day = g_hash_table_lookup (self->days, GUINT_TO_POINTER (julian));
  if (day == NULL)
    {
      day = g_new0 (Day, 1);
      g_hash_table_insert (self->days, GUINT_TO_POINTER (julian), day);
    }
  day->n_chats++;
  day->n_missed += lk_chat_is_missed (chat) ? 1 : 0;
}

/**
 * lk_chat_summary_add:
 * @self: a summary
 * @chat: one chat more
 */
void
lk_chat_summary_add (LkChatSummary *self,
                     LkChat        *chat)
{
  gint64 first_response;

  g_return_if_fail (LK_IS_CHAT_SUMMARY (self));
  g_return_if_fail (LK_IS_CHAT (chat));

  self->n_chats++;
  self->n_offline += lk_chat_is_offline (chat) ? 1 : 0;
  self->n_good += g_str_equal (lk_chat_get_rating (chat), "good") ? 1 : 0;
  self->n_bad += g_str_equal (lk_chat_get_rating (chat), "bad") ? 1 : 0;
  self->n_missed += lk_chat_is_missed (chat) ? 1 : 0;
  count_day (self, chat);

  first_response = lk_chat_get_first_response (chat);
  if (first_response >= 0)
    {
      g_array_append_val (self->first_responses, first_response);
      self->sorted = FALSE;
    }
}

/**
 * lk_chat_summary_clear:
 * @self: a summary
 *
 * Makes it the summary of no chats.
 */
void
lk_chat_summary_clear (LkChatSummary *self)
{
  g_return_if_fail (LK_IS_CHAT_SUMMARY (self));

  g_hash_table_remove_all (self->days);
  g_array_set_size (self->first_responses, 0);
  self->n_chats = 0;
  self->n_offline = 0;
  self->n_good = 0;
  self->n_bad = 0;
  self->n_missed = 0;
}

/**
 * lk_chat_summary_get_n_chats:
 * @self: a summary
 *
 * Returns: how many chats and messages there are in all
 */
guint
lk_chat_summary_get_n_chats (LkChatSummary *self)
{
  g_return_val_if_fail (LK_IS_CHAT_SUMMARY (self), 0);

  return self->n_chats;
}

/**
 * lk_chat_summary_get_n_offline:
 * @self: a summary
 *
 * Returns: how many of them are messages that were left while nobody was there
 */
guint
lk_chat_summary_get_n_offline (LkChatSummary *self)
{
  g_return_val_if_fail (LK_IS_CHAT_SUMMARY (self), 0);

  return self->n_offline;
}

guint
lk_chat_summary_get_n_good (LkChatSummary *self)
{
  g_return_val_if_fail (LK_IS_CHAT_SUMMARY (self), 0);

  return self->n_good;
}

guint
lk_chat_summary_get_n_bad (LkChatSummary *self)
{
  g_return_val_if_fail (LK_IS_CHAT_SUMMARY (self), 0);

  return self->n_bad;
}

/**
 * lk_chat_summary_get_n_missed:
 * @self: a summary
 *
 * Returns: how many no agent answered
 */
guint
lk_chat_summary_get_n_missed (LkChatSummary *self)
{
  g_return_val_if_fail (LK_IS_CHAT_SUMMARY (self), 0);

  return self->n_missed;
}

static int
compare_numbers (gconstpointer a,
                 gconstpointer b)
{
  gint64 number_a = *(const gint64 *) a;
  gint64 number_b = *(const gint64 *) b;

  return (number_a > number_b) - (number_a < number_b);
}

/**
 * lk_chat_summary_get_first_response:
 * @self: a summary
 *
 * Returns: the median of how long visitors waited for an agent's first words, in seconds; -1 when none is known
 */
gint64
lk_chat_summary_get_first_response (LkChatSummary *self)
{
  guint n;
  gint64 low, high;

  g_return_val_if_fail (LK_IS_CHAT_SUMMARY (self), -1);

  n = self->first_responses->len;
  if (n == 0)
    return -1;

  if (!self->sorted)
    g_array_sort (self->first_responses, compare_numbers);
  self->sorted = TRUE;

  low = g_array_index (self->first_responses, gint64, (n - 1) / 2);
  high = g_array_index (self->first_responses, gint64, n / 2);

  return low + (high - low) / 2;
}

static void
to_step (GDate      *date,
         LkChatStep  step)
{
  guint days;

  switch (step)
    {
    case LK_CHAT_STEP_DAY:
      break;

    case LK_CHAT_STEP_WEEK:
      days = g_date_get_weekday (date) - G_DATE_MONDAY;
      /* The calendar begins on a Monday. */
      g_date_subtract_days (date, days);
      break;

    case LK_CHAT_STEP_MONTH:
      g_date_set_day (date, 1);
      break;

    case LK_CHAT_STEP_YEAR:
      g_date_set_dmy (date, 1, G_DATE_JANUARY, g_date_get_year (date));
      break;

    default:
      g_assert_not_reached ();
    }
}

/* GDate ends with the year 65535 and g_date_add_* would complain; ISO 8601 dates end with 9999. */
static void
to_next (GDate      *date,
         LkChatStep  step)
{
  switch (step)
    {
    case LK_CHAT_STEP_DAY:
      g_date_add_days (date, 1);
      break;

    case LK_CHAT_STEP_WEEK:
      g_date_add_days (date, 7);
      break;

    case LK_CHAT_STEP_MONTH:
      g_date_add_months (date, 1);
      break;

    case LK_CHAT_STEP_YEAR:
      g_date_add_years (date, 1);
      break;

    default:
      g_assert_not_reached ();
    }
}

static guint
count_steps (GDate       first,
             GDate       last,
             LkChatStep  step)
{
  to_step (&first, step);
  to_step (&last, step);

  switch (step)
    {
    case LK_CHAT_STEP_DAY:
      return (guint) g_date_days_between (&first, &last) + 1;

    case LK_CHAT_STEP_WEEK:
      return (guint) g_date_days_between (&first, &last) / 7 + 1;

    case LK_CHAT_STEP_MONTH:
      return (guint) ((g_date_get_year (&last) - g_date_get_year (&first)) * 12 +
                      (int) g_date_get_month (&last) - (int) g_date_get_month (&first)) + 1;

    case LK_CHAT_STEP_YEAR:
      return (guint) (g_date_get_year (&last) - g_date_get_year (&first)) + 1;

    default:
      g_assert_not_reached ();
    }
}

/* Adds the days to the bars they fall into; days before the first bar are left out. */
static void
fill_bars (LkChatSummary *self,
           GArray        *bars,
           LkChatStep     step)
{
  const LkChatBar *first = &g_array_index (bars, LkChatBar, 0);
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_iter_init (&iter, self->days);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      const Day *day = value;
      LkChatBar *bar;
      GDate date;

      g_date_clear (&date, 1);
      g_date_set_julian (&date, GPOINTER_TO_UINT (key));
      to_step (&date, step);
      if (g_date_compare (&date, &first->start) < 0)
        continue;

      bar = &g_array_index (bars, LkChatBar, count_steps (first->start, date, step) - 1);
      bar->n_chats += day->n_chats;
      bar->n_missed += day->n_missed;
    }
}

/**
 * lk_chat_summary_dup_bars:
 * @self: a summary
 * @max_bars: the most there shall be
 * @step: (out): what one bar stands for
 *
 * Counts the chats of each day, week, month or year, whichever is the shortest that needs no more than @max_bars. Steps
 * without a chat are there too. Where even years are too many, the latest are shown.
 *
 * Returns: (transfer full) (element-type LkChatBar): the bars, the earliest first; none when no chat has a date
 */
GArray *
lk_chat_summary_dup_bars (LkChatSummary *self,
                          guint          max_bars,
                          LkChatStep    *step)
{
  g_autoptr(GArray) bars = g_array_new (FALSE, TRUE, sizeof (LkChatBar));
  guint32 earliest = G_MAXUINT32;
  guint32 latest = 0;
  GHashTableIter iter;
  gpointer key;
  GDate first, last;
  guint n_bars;

  g_return_val_if_fail (LK_IS_CHAT_SUMMARY (self), NULL);
  g_return_val_if_fail (max_bars > 0 && step != NULL, NULL);

  *step = LK_CHAT_STEP_DAY;
  g_hash_table_iter_init (&iter, self->days);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      earliest = MIN (earliest, GPOINTER_TO_UINT (key));
      latest = MAX (latest, GPOINTER_TO_UINT (key));
    }
  if (latest == 0)
    return g_steal_pointer (&bars);

  g_date_clear (&first, 1);
  g_date_clear (&last, 1);
  g_date_set_julian (&first, earliest);
  g_date_set_julian (&last, latest);
  while (*step < LK_CHAT_STEP_YEAR && count_steps (first, last, *step) > max_bars)
    (*step)++;

  to_step (&first, *step);
  to_step (&last, *step);
  n_bars = count_steps (first, last, *step);
  if (n_bars > max_bars)
    {
      g_date_add_years (&first, n_bars - max_bars);
      n_bars = max_bars;
    }

  g_array_set_size (bars, n_bars);
  for (guint i = 0; i < n_bars; i++)
    {
      g_array_index (bars, LkChatBar, i).start = first;
      if (i + 1 < n_bars)
        to_next (&first, *step);
    }
  fill_bars (self, bars, *step);

  return g_steal_pointer (&bars);
}
