/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "lk-json-pretty.h"
#include "lk-json-scan.h"
#include "lk-test-json.h"
#include "lk-test.h"

static char *
pretty (const char *text,
        gsize       length)
{
  g_autoptr(GBytes) bytes = g_bytes_new (text, length);
  g_autoptr(GError) error = NULL;
  g_autoptr(LkJsonIndex) index = lk_json_index_new (bytes, NULL, NULL, &error);
  g_autoptr(GBytes) laid_out = NULL;

  g_assert_no_error (error);
  laid_out = lk_json_pretty (index, NULL, &error);
  g_assert_no_error (error);

  return g_strndup (g_bytes_get_data (laid_out, NULL), g_bytes_get_size (laid_out));
}

static void
test_layout (void)
{
  static const struct
  {
    const char *body;
    const char *shown;
  } cases[] = {
    { " 7 ", "7\n" },
    { "{}", "{}\n" },
    { "[ \n ]", "[]\n" },
    { "{\"a\":1,\"a\" : 1.10e+5,\"b\":[true,null]}",
      "{\n  \"a\": 1,\n  \"a\": 1.10e+5,\n  \"b\": [\n    true,\n    null\n  ]\n}\n" },
    { "[\"a, {b}: \\\" \\\\\",123456789012345678901234567890]",
      "[\n  \"a, {b}: \\\" \\\\\",\n  123456789012345678901234567890\n]\n" },
    { "[{},[[]],\"\\u0000\\ud800\"]", "[\n  {},\n  [\n    []\n  ],\n  \"\\u0000\\ud800\"\n]\n" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *shown = pretty (cases[i].body, strlen (cases[i].body));

      g_assert_cmpstr (shown, ==, cases[i].shown);
    }
}

/* Without the white space between tokens, what is left is the body without its own. */
static void
test_random (void)
{
  g_autoptr(GRand) random = g_rand_new_with_seed (11);

  for (guint round = 0; round < 300; round++)
    {
      g_autoptr(GString) text = lk_test_json_random (random, FALSE);
      g_autofree char *once = pretty (text->str, text->len);
      g_autofree char *twice = pretty (once, strlen (once));
      g_autoptr(GBytes) bytes = g_bytes_new (text->str, text->len);
      g_autoptr(GBytes) laid_out = g_bytes_new (once, strlen (once));
      g_autoptr(LkJsonIndex) before = lk_json_index_new (bytes, NULL, NULL, NULL);
      g_autoptr(LkJsonIndex) after = lk_json_index_new (laid_out, NULL, NULL, NULL);

      g_assert_cmpstr (once, ==, twice);
      g_assert_nonnull (after);
      g_assert_cmpuint (lk_json_index_get_n_values (before), ==, lk_json_index_get_n_values (after));
    }
}

/* Depth costs no more than it is worth. */
static void
test_deep (void)
{
  g_autoptr(GString) text = g_string_new (NULL);
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(LkJsonIndex) index = NULL;
  g_autoptr(GBytes) laid_out = NULL;
  g_autoptr(GError) error = NULL;

  for (guint i = 0; i < 500; i++)
    g_string_append_c (text, '[');
  for (guint i = 0; i < 1000 * 1000; i++)
    g_string_append (text, "1,");
  g_string_append_c (text, '1');
  for (guint i = 0; i < 500; i++)
    g_string_append_c (text, ']');

  bytes = g_bytes_new (text->str, text->len);
  index = lk_json_index_new (bytes, NULL, NULL, NULL);
  laid_out = lk_json_pretty (index, NULL, &error);
  g_assert_null (laid_out);
  g_assert_error (error, LK_JSON_ERROR, LK_JSON_ERROR_SIZE);
}

static void
test_cancelled (void)
{
  g_autoptr(GBytes) bytes = g_bytes_new_static ("[1]", 3);
  g_autoptr(LkJsonIndex) index = lk_json_index_new (bytes, NULL, NULL, NULL);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (lk_json_pretty (index, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int    argc,
      char **argv)
{
  lk_test_init (&argc, &argv);

  g_test_add_func ("/json/pretty/layout", test_layout);
  g_test_add_func ("/json/pretty/random", test_random);
  g_test_add_func ("/json/pretty/deep", test_deep);
  g_test_add_func ("/json/pretty/cancelled", test_cancelled);

  return g_test_run ();
}
