/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "lk-json-preview.h"
#include "lk-test.h"

static LkJsonIndex *
index_new (const char *text)
{
  g_autoptr(GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr(GError) error = NULL;
  LkJsonIndex *index = lk_json_index_new (bytes, NULL, NULL, &error);

  g_assert_no_error (error);

  return index;
}

static void
test_table (void)
{
  static const struct
  {
    const char *json;
    const char *preview;
  } cases[] = {
    { "{}", NULL },
    { "[]", NULL },
    { "7", NULL },
    { "{\"id\":\"26\",\"n\":1.50,\"ok\":true,\"none\":null}", "{id: “26”, n: 1.50, ok: true, none: null}" },
    { "[1,\"two\",[],{},[3],{\"a\":4}]", "[1, “two”, [], {}, […], {…}]" },
    { "[1,2,3,4,5,6,7,8]", "[1, 2, 3, 4, 5, 6, 7, 8]" },
    { "[1,2,3,4,5,6,7,8,9]", "[1, 2, 3, 4, 5, 6, 7, 8, …]" },
    { "{\"a\\u0000\\n\":\"\\u202eb\"}", "{a\\u0000\\n: “\\u202eb”}" },
    { "[\"a text that is longer than what a preview shows of one value\"]", "[“a text that is longer than what …”]" },
    { "{\"a key that is longer than any should be\":1}", "{a key that is longer tha…: 1}" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(LkJsonIndex) index = index_new (cases[i].json);
      g_autofree char *preview = lk_json_preview (index, 0);

      g_assert_cmpstr (preview, ==, cases[i].preview);
    }
}

/* A preview costs as little of a vast value as of a small one. */
static void
test_long (void)
{
  g_autofree char *filler = g_strnfill (20 * 1000 * 1000, 'x');
  g_autofree char *json = g_strdup_printf ("{\"a\":\"%s\",\"%s\":\"%s\"}", filler, filler, filler);
  g_autoptr(LkJsonIndex) index = index_new (json);
  g_autofree char *preview = lk_json_preview (index, 0);

  g_assert_cmpuint (strlen (preview), <, 300);
}

/* Of a body whose end is not known, the preview says that it goes on. */
static void
test_unfinished (void)
{
  g_autoptr(GBytes) beginning = g_bytes_new_static ("[1,2,3", 6);
  g_autoptr(LkJsonIndex) index = lk_json_index_new_of_beginning (beginning);
  g_autofree char *preview = lk_json_preview (index, 0);

  g_assert_cmpstr (preview, ==, "[1, 2, …]");
}

int
main (int    argc,
      char **argv)
{
  lk_test_init (&argc, &argv);

  g_test_add_func ("/json/preview/table", test_table);
  g_test_add_func ("/json/preview/long", test_long);
  g_test_add_func ("/json/preview/unfinished", test_unfinished);

  return g_test_run ();
}
