/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-format.h"
#include "lk-test.h"

static void
test_relative (void)
{
  const gint64 now = 1700000000;
  const struct
  {
    gint64 offset;
    const char *expected;
  } cases[] = {
    { 0, "just now" },
    { -59, "just now" },
    { 59, "in less than a minute" },
    { -60, "1 minute ago" },
    { 60, "in 1 minute" },
    { -3599, "59 minutes ago" },
    { -3600, "1 hour ago" },
    { 7200, "in 2 hours" },
    { -86399, "23 hours ago" },
    { -86400, "yesterday" },
    { 86400, "tomorrow" },
    { -3 * 86400, "3 days ago" },
    { 30 * 86400, "in 30 days" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = lk_format_relative (now + cases[i].offset, now);

      g_assert_cmpstr (text, ==, cases[i].expected);
    }
}

static void
test_remaining (void)
{
  const struct
  {
    gint64 seconds;
    const char *expected;
    guint next_change;
  } cases[] = {
    { -5, "0 s", 1 },
    { 0, "0 s", 1 },
    { 59, "59 s", 1 },
    { 60, "1 min 00 s", 1 },
    { 249, "4 min 09 s", 1 },
    { 3600, "1 h 00 min", 1 },
    { 3900, "1 h 05 min", 1 },
    { 3930, "1 h 05 min", 31 },
    { 86399, "23 h 59 min", 60 },
    { 2 * 86400 + 4 * 3600 + 9, "2 d 4 h", 10 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = lk_format_remaining (cases[i].seconds);

      g_assert_cmpstr (text, ==, cases[i].expected);
      g_assert_cmpuint (lk_format_next_change (cases[i].seconds), ==, cases[i].next_change);
    }
}

/* The countdown's promise: as many seconds later as next_change says it reads otherwise, and not sooner. */
static void
test_next_change (void)
{
  for (gint64 seconds = 1; seconds < 3 * 86400; seconds += 911)
    {
      guint step = lk_format_next_change (seconds);
      g_autofree char *here = lk_format_remaining (seconds);
      g_autofree char *before = lk_format_remaining (seconds - (step - 1));
      g_autofree char *after = lk_format_remaining (seconds - step);

      g_assert_cmpstr (before, ==, here);
      g_assert_cmpstr (after, !=, here);
    }
}

static void
test_iso (void)
{
  const struct
  {
    const char *text;
    const char *expected;
  } cases[] = {
    { "2026-05-04T09:07:11Z", "4 May 2026, 09:07" },
    { "2026-05-04T09:07:11", "4 May 2026, 09:07" },
    { "2026-05-04T09:07:11.250+02:00", "4 May 2026, 07:07" },
    { "soon", "soon" },
    { "<b>2026</b>", "<b>2026</b>" },
    { "", "" },
    { NULL, "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = lk_format_iso (cases[i].text);

      g_assert_cmpstr (text, ==, cases[i].expected);
    }
}

static void
test_unknown (void)
{
  g_autofree char *unknown = lk_format_duration (-1);

  g_assert_cmpstr (unknown, ==, "–");
}

static void
test_elapsed (void)
{
  static const struct
  {
    gint64 microseconds;
    const char *text;
  } rows[] = {
    { -1, "–" },
    { 0, "0.0 ms" },
    { 400, "0.4 ms" },
    { 9949, "9.9 ms" },
    { 9950, "10 ms" },
    { 132000, "132 ms" },
    { 999499, "999 ms" },
    { 999500, "1.0 s" },
    { 2400000, "2.4 s" },
    { 59949999, "59.9 s" },
    { 59950000, "1 min 0 s" },
    { 65000000, "1 min 5 s" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *text = lk_format_elapsed (rows[i].microseconds);

      g_assert_cmpstr (text, ==, rows[i].text);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_setenv ("TZ", "UTC", TRUE);
  lk_test_init (&argc, &argv);

  g_test_add_func ("/format/relative", test_relative);
  g_test_add_func ("/format/remaining", test_remaining);
  g_test_add_func ("/format/next-change", test_next_change);
  g_test_add_func ("/format/iso", test_iso);
  g_test_add_func ("/format/unknown-duration", test_unknown);
  g_test_add_func ("/format/elapsed", test_elapsed);

  return g_test_run ();
}
