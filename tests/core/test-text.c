/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-text.h"
#include "lk-test.h"

#include <string.h>

static void
test_sanitize (void)
{
  static const struct
  {
    const char *text;
    gssize length;
    gsize max_chars;
    const char *expected;
  } rows[] = {
    { NULL, -1, 10, "" },
    { "", -1, 10, "" },
    { "The code has expired.", -1, 100, "The code has expired." },
    { "two\nlines\tand\r\nmore", -1, 0, "two lines and  more" },
    { "<b>bold</b> %s%n", -1, 0, "<b>bold</b> %s%n" },
    { "bell\x07 escape\x1b[31m", -1, 0, "bell\xef\xbf\xbd escape\xef\xbf\xbd[31m" },
    { "nul\0inside", 10, 0, "nul\xef\xbf\xbdinside" },
    { "bad \xff\xfe utf", -1, 0, "bad \xef\xbf\xbd\xef\xbf\xbd utf" },
    { "C1 \xc2\x85 control", -1, 0, "C1 \xef\xbf\xbd control" },
    { "\xe2\x80\xaereversed", -1, 0, "\xef\xbf\xbdreversed" },
    { "\xe2\x81\xa6isolate\xe2\x81\xa9", -1, 0, "\xef\xbf\xbdisolate\xef\xbf\xbd" },
    { "mark\xe2\x80\x8f", -1, 0, "mark\xef\xbf\xbd" },
    { "line\xe2\x80\xa8sep", -1, 0, "line sep" },
    { "na\xc3\xafve \xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x94\xac", -1, 0,
      "na\xc3\xafve \xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x94\xac" },
    { "abcdef", -1, 6, "abcdef" },
    { "abcdefg", -1, 6, "abcde\xe2\x80\xa6" },
    { "abcdefg", 3, 6, "abc" },
    { "\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9", -1, 3, "\xc3\xa9\xc3\xa9\xe2\x80\xa6" },
    { "ab", -1, 1, "\xe2\x80\xa6" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *text = lk_text_sanitize (rows[i].text, rows[i].length, rows[i].max_chars);

      g_assert_cmpstr (text, ==, rows[i].expected);
      g_assert_true (g_utf8_validate (text, -1, NULL));
    }
}

/* 64 MiB of four-byte characters must cost no more than what is kept of them. */
static void
test_sanitize_long (void)
{
  gsize length = 64 * 1024 * 1024;
  g_autofree char *text = g_malloc (length);
  g_autofree char *kept = NULL;

  for (gsize i = 0; i < length; i += 4)
    memcpy (text + i, "\xf0\x9f\x98\x80", 4);

  kept = lk_text_sanitize (text, (gssize) length, 100);
  g_assert_cmpint (g_utf8_strlen (kept, -1), ==, 100);
  g_assert_true (g_str_has_suffix (kept, "\xf0\x9f\x98\x80\xe2\x80\xa6"));
}

static void
test_mask (void)
{
  static const struct
  {
    const char *secret;
    const char *masked;
  } rows[] = {
    { NULL, "" },
    { "", "" },
    { "short", "••••••••" },
    { "fifteen-letters", "••••••••" },
    { "sixteen--letters", "sixt••••••••ters" },
    { "a-token-that-is-long-enough-to-mask", "a-to••••••••mask" },
    { "na\xc3\xafve-but-long-enough", "••••••••" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *masked = lk_text_mask (rows[i].secret);

      g_assert_cmpstr (masked, ==, rows[i].masked);
    }
}

static void
test_split_words (void)
{
  g_auto(GStrv) words = lk_text_split_words (" read, write\n read\tchat ,,");
  g_auto(GStrv) none = lk_text_split_words (" ,");
  g_autofree char *joined = g_strjoinv (" ", words);

  g_assert_cmpstr (joined, ==, "read write chat");
  g_assert_cmpuint (g_strv_length (none), ==, 0);
}

static void
test_missing_words (void)
{
  const char *const wanted[] = { "read", "write", "chat", NULL };
  const char *const there[] = { "chat", "read", NULL };
  g_auto(GStrv) missing = lk_text_missing_words (wanted, there);
  g_auto(GStrv) none = lk_text_missing_words (NULL, there);
  g_autofree char *joined = lk_text_join_words (wanted);

  g_assert_cmpstr (joined, ==, "read write chat");
  g_assert_cmpuint (g_strv_length (missing), ==, 1);
  g_assert_cmpstr (missing[0], ==, "write");
  g_assert_cmpuint (g_strv_length (none), ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  lk_test_init (&argc, &argv);

  g_test_add_func ("/text/sanitize", test_sanitize);
  g_test_add_func ("/text/sanitize/long", test_sanitize_long);
  g_test_add_func ("/text/mask", test_mask);
  g_test_add_func ("/text/split-words", test_split_words);
  g_test_add_func ("/text/missing-words", test_missing_words);

  return g_test_run ();
}
