/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-chat-summary.h"

#include <string.h>

#include "lk-test.h"

static void
add (LkChatSummary *summary,
     const char    *text)
{
  g_autoptr(GBytes) json = g_bytes_new (text, strlen (text));
  g_autoptr(LkChat) chat = lk_chat_new (json);

  g_assert_nonnull (chat);
  lk_chat_summary_add (summary, chat);
}

static void
test_counts (void)
{
  g_autoptr(LkChatSummary) summary = lk_chat_summary_new ();

  g_assert_cmpint (lk_chat_summary_get_first_response (summary), ==, -1);

  add (summary, "{\"id\":1,\"rating\":\"good\"}");
  add (summary, "{\"id\":2,\"rating\":\"good\",\"missed\":false}");
  add (summary, "{\"id\":3,\"rating\":\"bad\"}");
  add (summary, "{\"id\":4,\"rating\":null,\"missed\":true}");
  add (summary, "{\"id\":5,\"rating\":\"so so\"}");
  add (summary, "{\"id\":6,\"type\":\"offline_msg\"}");

  g_assert_cmpuint (lk_chat_summary_get_n_chats (summary), ==, 6);
  g_assert_cmpuint (lk_chat_summary_get_n_offline (summary), ==, 1);
  g_assert_cmpuint (lk_chat_summary_get_n_good (summary), ==, 2);
  g_assert_cmpuint (lk_chat_summary_get_n_bad (summary), ==, 1);
  g_assert_cmpuint (lk_chat_summary_get_n_missed (summary), ==, 1);

  lk_chat_summary_clear (summary);
  g_assert_cmpuint (lk_chat_summary_get_n_chats (summary), ==, 0);
  g_assert_cmpuint (lk_chat_summary_get_n_good (summary), ==, 0);
  g_assert_cmpuint (lk_chat_summary_get_n_missed (summary), ==, 0);
}

static void
test_median (void)
{
  const struct
  {
    int first;
    gint64 median;
  } steps[] = { { 90, 90 }, { 10, 50 }, { 20, 20 }, { 21, 20 }, { 1000, 21 } };
  g_autoptr(LkChatSummary) summary = lk_chat_summary_new ();

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      g_autofree char *text = g_strdup_printf ("{\"id\":%u,\"response_time\":{\"first\":%d}}", i, steps[i].first);

      add (summary, text);
      add (summary, "{\"id\":99,\"response_time\":{\"first\":null}}");
      g_assert_cmpint (lk_chat_summary_get_first_response (summary), ==, steps[i].median);
    }
}

/* `dates` one after the other; what the bars then are: start=chats(missed) */
static void
test_bars (void)
{
  const struct
  {
    const char *dates;
    guint max_bars;
    LkChatStep step;
    const char *bars;
  } cases[] = {
    { "", 5, LK_CHAT_STEP_DAY, "" },
    { "2026-05-04", 1, LK_CHAT_STEP_DAY, "2026-05-04=1(0)" },
    { "2026-05-04 2026-05-04! 2026-05-07", 5, LK_CHAT_STEP_DAY,
      "2026-05-04=2(1) 2026-05-05=0(0) 2026-05-06=0(0) 2026-05-07=1(0)" },
    /* From a Sunday over a Monday: two weeks. */
    { "2026-05-10 2026-05-11 2026-05-17", 5, LK_CHAT_STEP_WEEK, "2026-05-04=1(0) 2026-05-11=2(0)" },
    { "2025-12-31 2026-02-01", 3, LK_CHAT_STEP_MONTH, "2025-12-01=1(0) 2026-01-01=0(0) 2026-02-01=1(0)" },
    { "2024-02-29 2026-01-01", 3, LK_CHAT_STEP_YEAR, "2024-01-01=1(0) 2025-01-01=0(0) 2026-01-01=1(0)" },
    /* Nonsense on either side leaves the latest. */
    { "0001-01-01 2026-01-01", 2, LK_CHAT_STEP_YEAR, "2025-01-01=0(0) 2026-01-01=1(0)" },
    { "9999-12-30 9999-12-31", 2, LK_CHAT_STEP_DAY, "9999-12-30=1(0) 9999-12-31=1(0)" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(LkChatSummary) summary = lk_chat_summary_new ();
      g_auto(GStrv) dates = g_strsplit (cases[i].dates, " ", -1);
      g_autoptr(GString) text = g_string_new (NULL);
      g_autoptr(GArray) bars = NULL;
      LkChatStep step;

      for (guint j = 0; dates[j] != NULL; j++)
        {
          g_autofree char *chat = g_strdup_printf ("{\"id\":%u,\"timestamp\":\"%.10sT12:00:00Z\",\"missed\":%s}", j,
                                                   dates[j], strchr (dates[j], '!') != NULL ? "true" : "false");

          add (summary, chat);
        }
      add (summary, "{\"id\":\"dateless\"}");

      bars = lk_chat_summary_dup_bars (summary, cases[i].max_bars, &step);
      for (guint j = 0; j < bars->len; j++)
        {
          const LkChatBar *bar = &g_array_index (bars, LkChatBar, j);

          g_string_append_printf (text, "%s%04u-%02u-%02u=%u(%u)", j > 0 ? " " : "", g_date_get_year (&bar->start),
                                  g_date_get_month (&bar->start), g_date_get_day (&bar->start), bar->n_chats,
                                  bar->n_missed);
        }
      g_assert_cmpstr (text->str, ==, cases[i].bars);
      g_assert_cmpint (step, ==, cases[i].step);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_setenv ("TZ", "UTC", TRUE);
  lk_test_init (&argc, &argv);
  g_test_add_func ("/chat-summary/counts", test_counts);
  g_test_add_func ("/chat-summary/median", test_median);
  g_test_add_func ("/chat-summary/bars", test_bars);

  return g_test_run ();
}
