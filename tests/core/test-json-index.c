/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-test.h"

#include <math.h>
#include <string.h>

#include "lk-json-index.h"
#include "lk-json-reader.h"
#include "lk-test-json.h"

static LkJsonIndex *
index_new (const char *text)
{
  g_autoptr(GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr(GError) error = NULL;
  LkJsonIndex *index = lk_json_index_new (bytes, NULL, NULL, &error);

  g_assert_no_error (error);

  return index;
}

/* The value at the end of a row of places. */
static LkJsonValue
descend (LkJsonIndex *index,
         const guint *places,
         guint        n)
{
  LkJsonValue value = lk_json_index_get_root (index);

  for (guint i = 0; i < n; i++)
    g_assert_true (lk_json_index_get_child (index, value.start, places[i], &value));

  return value;
}

/* Everything that the index says of a value is what json-glib read, and leads back to where it came from. */
static void
compare (LkJsonIndex *index,
         LkJsonValue  value,
         JsonNode    *node)
{
  LkJsonType type = lk_json_index_get_value_type (index, value.start);
  g_autofree char *text = lk_json_index_dup_text (index, value.start);
  g_autoptr(GArray) lineage = lk_json_index_get_lineage (index, value.start);
  LkJsonValue *last = &g_array_index (lineage, LkJsonValue, lineage->len - 1);

  g_assert_cmpuint (last->start, ==, value.start);
  g_assert_cmpuint (last->key, ==, value.key);
  g_assert_cmpuint (last->place, ==, value.place);

  if (JSON_NODE_HOLDS_OBJECT (node))
    {
      JsonObject *object = json_node_get_object (node);
      LkJsonValue child;
      LkJsonValue parent;
      gsize n = lk_json_index_get_n_children (index, value.start);

      g_assert_cmpint (type, ==, LK_JSON_OBJECT);
      g_assert_cmpuint (n, ==, json_object_get_size (object));
      for (gsize i = 0; i < n; i++)
        {
          g_autofree char *key = NULL;

          g_assert_true (lk_json_index_get_child (index, value.start, i, &child));
          g_assert_cmpuint (child.place, ==, i);
          g_assert_cmpuint (lk_json_index_get_keyed (index, child.key), ==, child.start);
          g_assert_true (lk_json_index_get_parent (index, child.start, &parent));
          g_assert_cmpuint (parent.start, ==, value.start);
          key = lk_json_index_dup_text (index, child.key);
          g_assert_true (json_object_has_member (object, key));
          compare (index, child, json_object_get_member (object, key));
        }
      g_assert_false (lk_json_index_get_child (index, value.start, n, &child));
    }
  else if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);
      LkJsonValue child;
      gsize n = lk_json_index_get_n_children (index, value.start);

      g_assert_cmpint (type, ==, LK_JSON_ARRAY);
      g_assert_cmpuint (n, ==, json_array_get_length (array));
      for (gsize i = 0; i < n; i++)
        {
          g_assert_true (lk_json_index_get_child (index, value.start, i, &child));
          g_assert_cmpuint (child.place, ==, i);
          g_assert_cmpuint (child.key, ==, LK_JSON_NOWHERE);
          compare (index, child, json_array_get_element (array, i));
        }
      g_assert_false (lk_json_index_get_child (index, value.start, n, &child));
    }
  else if (JSON_NODE_HOLDS_NULL (node))
    {
      g_assert_cmpint (type, ==, LK_JSON_NULL);
      g_assert_cmpstr (text, ==, "null");
    }
  else if (json_node_get_value_type (node) == G_TYPE_STRING)
    {
      g_assert_cmpint (type, ==, LK_JSON_STRING);
      g_assert_cmpstr (text, ==, json_node_get_string (node));
    }
  else if (json_node_get_value_type (node) == G_TYPE_BOOLEAN)
    {
      g_assert_cmpint (type, ==, LK_JSON_BOOLEAN);
      g_assert_cmpstr (text, ==, json_node_get_boolean (node) ? "true" : "false");
    }
  else
    {
      g_assert_cmpint (type, ==, LK_JSON_NUMBER);
      g_assert_true (fabs (g_ascii_strtod (text, NULL) - json_node_get_double (node)) <=
                     fabs (json_node_get_double (node)) * 1e-12);
    }
}

static void
test_property (void)
{
  g_autoptr(GRand) random = g_rand_new_with_seed (4711);

  for (guint i = 0; i < 600; i++)
    {
      g_autoptr(GString) text = lk_test_json_random (random, FALSE);
      g_autoptr(GBytes) bytes = g_bytes_new (text->str, text->len);
      g_autoptr(JsonNode) root = lk_json_parse (bytes, NULL, NULL);
      g_autoptr(LkJsonIndex) index = lk_json_index_new (bytes, NULL, NULL, NULL);

      g_assert_nonnull (root);
      compare (index, lk_json_index_get_root (index), root);
    }
}

static void
test_path (void)
{
  static const char text[] =
      "{\"chats\":[{\"id\":1},{},{},{\"visitor\":{\"name\":\"Ann\",\"a b\":[7]}}],\"~/\\u00e9\":null,\"\":{\"\":0}}";
  static const struct
  {
    guint       places[4];
    guint       n;
    const char *path;
    const char *pointer;
  } cases[] = {
    { { 0 }, 0, "$", "" },
    { { 0 }, 1, "$.chats", "/chats" },
    { { 0, 0, 0 }, 3, "$.chats[0].id", "/chats/0/id" },
    { { 0, 3, 0, 0 }, 4, "$.chats[3].visitor.name", "/chats/3/visitor/name" },
    { { 0, 3, 0, 1 }, 4, "$.chats[3].visitor[\"a b\"]", "/chats/3/visitor/a b" },
    { { 1 }, 1, "$[\"~/\\u00e9\"]", "/~0~1é" },
    { { 2 }, 1, "$[\"\"]", "/" },
    { { 2, 0 }, 2, "$[\"\"][\"\"]", "//" },
  };
  g_autoptr(LkJsonIndex) index = index_new (text);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      LkJsonValue value = descend (index, cases[i].places, cases[i].n);
      g_autofree char *path = lk_json_index_get_path (index, value.start);
      g_autofree char *value_path = lk_json_index_get_value_path (index, &value);
      g_autofree char *pointer = lk_json_index_get_pointer (index, value.start);

      g_assert_cmpstr (path, ==, cases[i].path);
      g_assert_cmpstr (value_path, ==, cases[i].path);
      g_assert_cmpstr (pointer, ==, cases[i].pointer);
    }
}

/* What is shown is what stands there. */
static void
test_truth (void)
{
  static const struct
  {
    const char *json;
    const char *line;
    const char *text;
  } cases[] = {
    { "\"plain\"", "plain", "plain" },
    { "\"\"", "", "" },
    { "\"a\\u0000b\"", "a\\u0000b", "a\\u0000b" },
    { "\"a\\ud800b\"", "a\\ud800b", "a\\ud800b" },
    { "\"\\udc00\\ud800\"", "\\udc00\\ud800", "\\udc00\\ud800" },
    { "\"\\ud83d\\ude00\"", "😀", "😀" },
    { "\"one\\ntwo\\tthree\"", "one\\ntwo\\tthree", "one\ntwo\tthree" },
    { "\"\\u202egnp.exe\"", "\\u202egnp.exe", "\342\200\256gnp.exe" },
    { "\"\\/\\\"\\\\\"", "/\"\\", "/\"\\" },
    { "99999999999999999999999", "99999999999999999999999", "99999999999999999999999" },
    { "1e400", "1e400", "1e400" },
    { "-0.10", "-0.10", "-0.10" },
    { " true ", "true", "true" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(LkJsonIndex) index = index_new (cases[i].json);
      gsize start = lk_json_index_get_root (index).start;
      gboolean cut = TRUE;
      g_autofree char *line = lk_json_index_dup_line (index, start, 100, &cut);
      g_autofree char *text = lk_json_index_dup_text (index, start);

      g_assert_cmpstr (line, ==, cases[i].line);
      g_assert_cmpstr (text, ==, cases[i].text);
      g_assert_false (cut);
    }
}

static void
test_doubled_keys (void)
{
  g_autoptr(LkJsonIndex) index = index_new ("{\"a\":1,\"a\":2,\"a\":{\"a\":3}}");
  LkJsonValue root = lk_json_index_get_root (index);
  LkJsonValue child;

  g_assert_cmpuint (lk_json_index_get_n_children (index, root.start), ==, 3);
  g_assert_true (lk_json_index_get_child (index, root.start, 0, &child));
  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *key = lk_json_index_dup_key (index, &child, 10, NULL);

      g_assert_cmpstr (key, ==, "a");
      g_assert_cmpuint (child.place, ==, i);
      g_assert_true (lk_json_index_get_next (index, &child, &child) == (i < 2));
    }
  g_assert_cmpuint (lk_json_index_get_n_values (index), ==, 5);
}

static void
test_million_siblings (void)
{
  g_autoptr(GString) text = g_string_new ("{\"n\":[");
  g_autoptr(LkJsonIndex) index = NULL;
  LkJsonValue array;
  LkJsonValue child;

  for (guint i = 0; i < 1000000; i++)
    g_string_append_printf (text, i % 3 == 0 ? "%s[%u]" : "%s%u", i > 0 ? "," : "", i);
  g_string_append (text, "]}");
  index = index_new (text->str);
  array = descend (index, (guint[]) { 0 }, 1);

  g_assert_cmpuint (lk_json_index_get_n_children (index, array.start), ==, 1000000);
  g_assert_false (lk_json_index_get_child (index, array.start, 1000000, &child));

  for (guint i = 0; i < 1000000; i += 4999)
    {
      g_autofree char *json = NULL;
      g_autofree char *expected = g_strdup_printf (i % 3 == 0 ? "[%u]" : "%u", i);
      g_autofree char *path = NULL;
      g_autofree char *value_path = NULL;
      g_autofree char *expected_path = g_strdup_printf ("$.n[%u]", i);

      g_assert_true (lk_json_index_get_child (index, array.start, i, &child));
      json = lk_json_index_dup_json (index, child.start);
      path = lk_json_index_get_path (index, child.start);
      g_assert_cmpstr (json, ==, expected);
      value_path = lk_json_index_get_value_path (index, &child);
      g_assert_cmpstr (path, ==, expected_path);
      g_assert_cmpstr (value_path, ==, expected_path);
    }

  g_assert_cmpfloat (lk_json_index_get_memory (index), <=, 0.35 * text->len);
}

/* As long an object, so long that it is read in parts: each member is still at its place, and knows it. */
static void
test_million_members (void)
{
  g_autoptr(GString) text = g_string_new ("[{");
  g_autoptr(LkJsonIndex) index = NULL;
  LkJsonValue object;
  LkJsonValue child;
  LkJsonValue parent;

  for (guint i = 0; i < 1000000; i++)
    g_string_append_printf (text, i % 3 == 0 ? "%s\"k%u\":[{}]" : "%s\"k%u\":0", i > 0 ? "," : "", i);
  g_string_append (text, "}]");
  index = index_new (text->str);
  object = descend (index, (guint[]) { 0 }, 1);

  g_assert_cmpuint (lk_json_index_get_n_children (index, object.start), ==, 1000000);
  g_assert_false (lk_json_index_get_child (index, object.start, 1000000, &child));

  for (guint i = 0; i < 1000000; i += 4998)
    {
      g_autofree char *expected = g_strdup_printf ("k%u", i);
      g_autofree char *key = NULL;
      LkJsonValue inside;

      g_assert_true (lk_json_index_get_child (index, object.start, i, &child));
      key = lk_json_index_dup_key (index, &child, 20, NULL);
      g_assert_cmpstr (key, ==, expected);

      g_assert_true (lk_json_index_get_child (index, child.start, 0, &inside) == (i % 3 == 0));
      if (i % 3 != 0)
        continue;

      g_assert_true (lk_json_index_get_parent (index, inside.start, &parent));
      g_assert_cmpuint (parent.start, ==, child.start);
      g_assert_cmpuint (parent.key, ==, child.key);
      g_assert_cmpuint (parent.place, ==, i);
    }
}

static void
test_long_string (void)
{
  g_autofree char *body = g_strnfill (5000000, 'x');
  g_autofree char *text = g_strconcat ("{\"s\":\"", body, "\",\"after\":1}", NULL);
  g_autoptr(LkJsonIndex) index = index_new (text);
  LkJsonValue string = descend (index, (guint[]) { 0 }, 1);
  LkJsonValue after = descend (index, (guint[]) { 1 }, 1);
  gboolean cut = FALSE;
  g_autofree char *line = lk_json_index_dup_line (index, string.start, 80, &cut);
  g_autofree char *whole = lk_json_index_dup_text (index, string.start);

  g_assert_true (cut);
  g_assert_cmpuint (strlen (line), ==, 80);
  g_assert_cmpstr (whole, ==, body);
  g_assert_cmpint (lk_json_index_get_value_type (index, after.start), ==, LK_JSON_NUMBER);
}

/* However a document is made, the index stays small beside it. */
static void
test_memory (void)
{
  static const char *const elements[] = { "[]", "1", "\"\"", "{\"a\":[]}", "[[[]]]" };

  for (gsize i = 0; i < G_N_ELEMENTS (elements); i++)
    {
      for (guint group = 1; group <= 1000; group *= 10)
        {
          g_autoptr(GString) text = g_string_new ("[[");
          g_autoptr(LkJsonIndex) index = NULL;

          for (guint j = 0; text->len < 500000; j++)
            g_string_append_printf (text, "%s%s", j == 0 ? "" : j % group == 0 ? "],[" : ",", elements[i]);
          g_string_append (text, "]]");
          index = index_new (text->str);
          g_assert_cmpfloat (lk_json_index_get_memory (index), <=, 0.35 * text->len);
        }
    }
}

static void
test_token (void)
{
  static const char text[] = "{ \"ke,y\" : \"v:al\" , \"n\" : 12 }";
  g_autoptr(LkJsonIndex) index = index_new (text);
  gsize start;
  gsize end;
  gboolean is_key;

  g_assert_true (lk_json_index_find_token (index, 5, &start, &end, &is_key));
  g_assert_true (start == 2 && end == 8 && is_key);
  g_assert_cmpuint (lk_json_index_get_keyed (index, start), ==, 11);
  g_assert_true (lk_json_index_find_token (index, 13, &start, &end, &is_key));
  g_assert_true (start == 11 && end == 17 && !is_key);
  g_assert_true (lk_json_index_find_token (index, 27, &start, &end, &is_key));
  g_assert_true (start == 26 && end == 28 && !is_key);
  g_assert_false (lk_json_index_find_token (index, 0, &start, &end, &is_key));
  g_assert_false (lk_json_index_find_token (index, 1, &start, &end, &is_key));
  g_assert_false (lk_json_index_find_token (index, 9, &start, &end, &is_key));
  g_assert_false (lk_json_index_find_token (index, 18, &start, &end, &is_key));
}

static void
test_async (void)
{
  g_autoptr(GBytes) good = g_bytes_new_static ("[1,2]", 5);
  g_autoptr(GBytes) bad = g_bytes_new_static ("[1,2", 4);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(LkJsonIndex) index = NULL;
  g_autoptr(GError) error = NULL;

  lk_json_index_new_async (good, NULL, NULL, lk_test_async_cb, &result);
  lk_test_wait (&result);
  index = lk_json_index_new_finish (result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (lk_json_index_get_n_values (index), ==, 3);
  g_clear_object (&result);

  lk_json_index_new_async (bad, NULL, NULL, lk_test_async_cb, &result);
  lk_test_wait (&result);
  g_assert_null (lk_json_index_new_finish (result, &error));
  g_assert_error (error, LK_JSON_ERROR, LK_JSON_ERROR_SYNTAX);
  g_clear_error (&error);
  g_clear_object (&result);

  g_cancellable_cancel (cancellable);
  lk_json_index_new_async (good, NULL, cancellable, lk_test_async_cb, &result);
  lk_test_wait (&result);
  g_assert_null (lk_json_index_new_finish (result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  g_assert_finalize_object (g_steal_pointer (&index));
}

static void
test_beginning (void)
{
  static const struct
  {
    const char *beginning;
    const char *shown;       /* NULL: nothing */
    guint n_unfinished;
  } cases[] = {
    { "", NULL },
    { "[1", NULL },
    { "{\"a\":[1", NULL },
    { "[1,", "[1]", 1 },
    { "[1,2", "[1]", 1 },
    { "[\"a,b", NULL },
    { "[\"a\\\",\",\"b\\\",", "[\"a\\\",\"]", 1 },
    { "{\"a\":[1,{\"b\":2,\"c\"", "{\"a\":[1,{\"b\":2}]}", 3 },
    { "{\"a\":[1,2],\"b\":[{}]", "{\"a\":[1,2]}", 1 },
    { "[[1,2],[3,[4]]]", "[[1,2],[3]]", 2 },
    { "[[1,2],[3,[4", "[[1,2],[3]]", 2 },
    /* what is not even the beginning of JSON */
    { "[1}, 2", NULL },
    { "[1,,2", NULL },
    { "]1,2", NULL },
    { "plain text, with a comma", NULL },
    { "<html lang=\"en\">,", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GBytes) bytes = g_bytes_new_static (cases[i].beginning, strlen (cases[i].beginning));
      g_autoptr(LkJsonIndex) index = lk_json_index_new_of_beginning (bytes);
      const char *data;
      gsize length;
      guint n_unfinished = 0;

      if (cases[i].shown == NULL)
        {
          g_assert_null (index);
          continue;
        }

      g_assert_nonnull (index);
      data = g_bytes_get_data (lk_json_index_get_bytes (index), &length);
      g_assert_cmpmem (data, length, cases[i].shown, strlen (cases[i].shown));
      for (gsize at = 0; at < length; at++)
        n_unfinished += strchr ("[{", data[at]) != NULL && lk_json_index_is_unfinished (index, at) ? 1 : 0;
      g_assert_cmpuint (n_unfinished, ==, cases[i].n_unfinished);
    }
}

static void
test_beginning_of (void)
{
  static const char *const texts[] = { "[1,2,3]", "[1,2", "[1,3,3]", "[1]" };
  g_autoptr(GBytes) bytes = g_bytes_new_static ("[1,2,", 5);
  g_autoptr(LkJsonIndex) beginning = lk_json_index_new_of_beginning (bytes);
  g_autoptr(LkJsonIndex) whole = index_new (texts[0]);
  g_autoptr(LkJsonIndex) other = index_new (texts[2]);
  g_autoptr(LkJsonIndex) shorter = index_new (texts[3]);

  g_assert_true (lk_json_index_is_beginning_of (beginning, whole));
  g_assert_false (lk_json_index_is_beginning_of (beginning, other));
  g_assert_false (lk_json_index_is_beginning_of (beginning, shorter));
  g_assert_false (lk_json_index_is_beginning_of (whole, whole));
  g_assert_false (lk_json_index_is_unfinished (whole, 0));
}

int
main (int    argc,
      char **argv)
{
  lk_test_init (&argc, &argv);

  g_test_add_func ("/json/index/property", test_property);
  g_test_add_func ("/json/index/path", test_path);
  g_test_add_func ("/json/index/truth", test_truth);
  g_test_add_func ("/json/index/doubled-keys", test_doubled_keys);
  g_test_add_func ("/json/index/million-siblings", test_million_siblings);
  g_test_add_func ("/json/index/million-members", test_million_members);
  g_test_add_func ("/json/index/long-string", test_long_string);
  g_test_add_func ("/json/index/memory", test_memory);
  g_test_add_func ("/json/index/token", test_token);
  g_test_add_func ("/json/index/beginning", test_beginning);
  g_test_add_func ("/json/index/beginning-of", test_beginning_of);
  g_test_add_func ("/json/index/async", test_async);

  return g_test_run ();
}
