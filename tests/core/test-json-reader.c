/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-test.h"

#include <string.h>

#include "lk-json-reader.h"

static JsonNode *
parse (const char *text)
{
  g_autoptr(GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr(GError) error = NULL;
  JsonNode *node = lk_json_parse (bytes, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (node);

  return node;
}

static void
test_parse (void)
{
  static const struct
  {
    const char *text;
    int         parse;     /* -1: fine, else the code */
    int         object;
  } cases[] = {
    { "{}", -1, -1 },
    { " {\"a\":1} ", -1, -1 },
    { "[]", -1, LK_JSON_ERROR_TYPE },
    { "null", -1, LK_JSON_ERROR_TYPE },
    { "\"text\"", -1, LK_JSON_ERROR_TYPE },
    { "7", -1, LK_JSON_ERROR_TYPE },
    { "", LK_JSON_ERROR_EMPTY, LK_JSON_ERROR_EMPTY },
    { " ", LK_JSON_ERROR_EMPTY, LK_JSON_ERROR_EMPTY },
    { "{'a':1}", LK_JSON_ERROR_SYNTAX, LK_JSON_ERROR_SYNTAX },
    { "{} {}", LK_JSON_ERROR_SYNTAX, LK_JSON_ERROR_SYNTAX },
    { "{\"a\":0x10}", LK_JSON_ERROR_SYNTAX, LK_JSON_ERROR_SYNTAX },
    { "var x = {}", LK_JSON_ERROR_SYNTAX, LK_JSON_ERROR_SYNTAX },
    { "<html>", LK_JSON_ERROR_SYNTAX, LK_JSON_ERROR_SYNTAX },
    { "{\"a\":\"\xff\"}", LK_JSON_ERROR_ENCODING, LK_JSON_ERROR_ENCODING },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GBytes) bytes = g_bytes_new_static (cases[i].text, strlen (cases[i].text));
      g_autoptr(GError) error = NULL;
      g_autoptr(GError) object_error = NULL;
      g_autoptr(JsonNode) node = lk_json_parse (bytes, NULL, &error);
      g_autoptr(JsonNode) object = lk_json_parse_object (bytes, NULL, &object_error);

      if (cases[i].parse < 0)
        g_assert_true (node != NULL && error == NULL);
      else
        g_assert_error (error, LK_JSON_ERROR, cases[i].parse);

      if (cases[i].object < 0)
        g_assert_true (object != NULL && object_error == NULL);
      else
        g_assert_error (object_error, LK_JSON_ERROR, cases[i].object);
    }
}

static void
test_limits (void)
{
  g_autoptr(GString) deep = g_string_new (NULL);
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(GBytes) longer = g_bytes_new_static ("[1,2,3]", 7);
  g_autoptr(GError) error = NULL;
  LkJsonLimits limits = { .max_bytes = 6 };

  for (guint i = 0; i < 80000; i++)
    g_string_append_c (deep, '[');
  for (guint i = 0; i < 80000; i++)
    g_string_append_c (deep, ']');

  bytes = g_string_free_to_bytes (g_steal_pointer (&deep));
  g_assert_null (lk_json_parse (bytes, NULL, &error));
  g_assert_error (error, LK_JSON_ERROR, LK_JSON_ERROR_DEPTH);
  g_clear_error (&error);

  g_assert_null (lk_json_parse (longer, &limits, &error));
  g_assert_error (error, LK_JSON_ERROR, LK_JSON_ERROR_SIZE);
}

static void
test_members (void)
{
  g_autoptr (JsonNode) root =
      parse ("{\"s\":\"text\",\"e\":\"\",\"i\":42,\"n\":-9223372036854775808,\"d\":1.5,\"w\":1.0,"
             "\"t\":true,\"z\":null,\"o\":{\"a\":1},\"l\":[1,{\"b\":2}]}");
  JsonObject *object = json_node_get_object (root);
  JsonArray *array = lk_json_get_array (object, "l");
  static const char *const members[] = { "s", "e", "i", "n", "d", "w", "t", "z", "o", "l", "absent" };

  /* Every read of every type: the one that fits, and no other, answers. */
  for (gsize i = 0; i < G_N_ELEMENTS (members); i++)
    {
      const char *member = members[i];

      g_test_message ("%s", member);
      g_assert_cmpstr (lk_json_get_string (object, member), ==, *member == 's' ? "text" : *member == 'e' ? "" : NULL);
      g_assert_cmpint (lk_json_get_int (object, member, 7), ==, *member == 'i' ? 42 : *member == 'n' ? G_MININT64 : 7);
      g_assert_cmpint (lk_json_get_boolean (object, member, -1), ==, *member == 't' ? TRUE : -1);
      g_assert_true ((lk_json_get_object (object, member) != NULL) == (*member == 'o'));
      g_assert_true ((lk_json_get_array (object, member) != NULL) == (*member == 'l'));
      g_assert_true (lk_json_has (object, member) == (*member != 'z' && *member != 'a'));
    }

  g_assert_cmpfloat (lk_json_get_double (object, "d", 7), ==, 1.5);
  g_assert_cmpfloat (lk_json_get_double (object, "w", 7), ==, 1.0);
  g_assert_cmpfloat (lk_json_get_double (object, "i", 7), ==, 42);
  g_assert_cmpfloat (lk_json_get_double (object, "s", 7), ==, 7);
  g_assert_cmpfloat (lk_json_get_double (object, "z", 7), ==, 7);

  g_assert_null (lk_json_array_get_object (array, 0));
  g_assert_cmpint (lk_json_get_int (lk_json_array_get_object (array, 1), "b", 7), ==, 2);
  g_assert_null (lk_json_array_get_object (array, 2));
  g_assert_null (lk_json_array_get_object (NULL, 0));

  /* No object at all. */
  g_assert_null (lk_json_get_string (NULL, "s"));
  g_assert_cmpint (lk_json_get_int (NULL, "i", 7), ==, 7);
  g_assert_cmpfloat (lk_json_get_double (NULL, "d", 7), ==, 7);
  g_assert_true (lk_json_get_boolean (NULL, "t", TRUE));
  g_assert_null (lk_json_get_object (NULL, "o"));
  g_assert_null (lk_json_get_array (NULL, "l"));
  g_assert_false (lk_json_has (NULL, "s"));
  g_assert_null (lk_json_get_id (NULL, "i"));
}

/* What json-glib by itself cuts, wraps or breaks. */
static void
test_misread (void)
{
  g_autoptr (JsonNode) root = parse (
      "{\"nul\":\"abc\\u0000def\",\"access_token\\u0000\":\"sly\",\"lone\":\"a\\ud800b\",\"low\":\"\\udc00\","
      "\"two\":\"\\ud800\\ud800\",\"pair\":\"\\ud83d\\ude00\",\"slash\":\"\\\\u0000\",\"wide\":99999999999999999999999,"
      "\"over\":9223372036854775808,\"edge\":9223372036854775807,\"under\":-9223372036854775809,\"inf\":1e400,"
      "\"long\":1234567890123456789012345678901234567890.5,\"in "
      "string\":\"99999999999999999999999\",\"n\":[\"\\u0000\"]}");
  JsonObject *object = json_node_get_object (root);
  g_auto(GStrv) words = lk_json_get_words (object, "n");

  g_assert_null (lk_json_get_string (object, "nul"));
  g_assert_true (lk_json_has (object, "nul"));
  g_assert_null (lk_json_get_id (object, "nul"));
  g_assert_null (lk_json_get_string (object, "access_token"));
  g_assert_null (lk_json_get_string (object, "lone"));
  g_assert_null (lk_json_get_string (object, "low"));
  g_assert_null (lk_json_get_string (object, "two"));
  g_assert_cmpstr (lk_json_get_string (object, "pair"), ==, "\360\237\230\200");
  g_assert_cmpstr (lk_json_get_string (object, "slash"), ==, "\\u0000");
  g_assert_cmpint (lk_json_get_int (object, "wide", 7), ==, 7);
  g_assert_cmpfloat (lk_json_get_double (object, "wide", 7), ==, 1e23);
  g_assert_cmpint (lk_json_get_int (object, "over", 7), ==, 7);
  g_assert_null (lk_json_get_id (object, "over"));
  g_assert_cmpint (lk_json_get_int (object, "edge", 7), ==, G_MAXINT64);
  g_assert_cmpint (lk_json_get_int (object, "under", 7), ==, 7);
  g_assert_cmpfloat (lk_json_get_double (object, "inf", 7), ==, 7);
  g_assert_cmpfloat (lk_json_get_double (object, "long", 7), ==, 1234567890123456789012345678901234567890.5);
  g_assert_cmpstr (lk_json_get_string (object, "in string"), ==, "99999999999999999999999");
  g_assert_cmpuint (g_strv_length (words), ==, 0);
}

static void
test_words (void)
{
  static const struct
  {
    const char *text;
    const char *joined;
  } cases[] = {
    { "{\"w\":\"read write\"}", "read|write" },
    { "{\"w\":\" read,write ,\\n chat \"}", "read|write|chat" },
    { "{\"w\":[\"read\",\"write\"]}", "read|write" },
    { "{\"w\":[\"a b\",1,null,\"\",[\"c\"],\"d\"]}", "a b|d" },
    { "{\"w\":\"\"}", "" },
    { "{\"w\":[]}", "" },
    { "{\"w\":null}", "" },
    { "{\"w\":{\"read\":true}}", "" },
    { "{\"w\":5}", "" },
    { "{}", "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(JsonNode) root = parse (cases[i].text);
      g_auto(GStrv) words = lk_json_get_words (json_node_get_object (root), "w");
      g_autofree char *joined = NULL;

      g_assert_nonnull (words);
      joined = g_strjoinv ("|", words);
      g_assert_cmpstr (joined, ==, cases[i].joined);
    }
}

static void
test_id (void)
{
  g_autoptr(JsonNode) root = parse ("{\"s\":\"2502.x\",\"i\":360001234567,\"d\":1.5,\"t\":true,\"z\":null,\"o\":{}}");
  JsonObject *object = json_node_get_object (root);
  g_autofree char *string = lk_json_get_id (object, "s");
  g_autofree char *integer = lk_json_get_id (object, "i");

  g_assert_cmpstr (string, ==, "2502.x");
  g_assert_cmpstr (integer, ==, "360001234567");
  g_assert_null (lk_json_get_id (object, "d"));
  g_assert_null (lk_json_get_id (object, "t"));
  g_assert_null (lk_json_get_id (object, "z"));
  g_assert_null (lk_json_get_id (object, "o"));
  g_assert_null (lk_json_get_id (object, "absent"));
}

static void
test_text (void)
{
  g_autoptr(JsonNode) root = parse ("{ \"a\" : [ 1 , true , null ] , \"b\" : \"x\" }");
  g_autofree char *plain = lk_json_to_text (root, FALSE);
  g_autofree char *pretty = lk_json_to_text (root, TRUE);

  g_assert_cmpstr (plain, ==, "{\"a\":[1,true,null],\"b\":\"x\"}");
  g_assert_true (g_str_has_prefix (pretty, "{\n  \"a\" : [\n    1"));
}

int
main (int    argc,
      char **argv)
{
  lk_test_init (&argc, &argv);

  g_test_add_func ("/json/reader/parse", test_parse);
  g_test_add_func ("/json/reader/limits", test_limits);
  g_test_add_func ("/json/reader/members", test_members);
  g_test_add_func ("/json/reader/misread", test_misread);
  g_test_add_func ("/json/reader/words", test_words);
  g_test_add_func ("/json/reader/id", test_id);
  g_test_add_func ("/json/reader/text", test_text);

  return g_test_run ();
}
