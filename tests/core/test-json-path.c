/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-test.h"

#include <string.h>

#include "lk-json-list.h"
#include "lk-json-path.h"
#include "lk-test-json.h"

static LkJsonIndex *
index_new (const char *text,
           gsize       length)
{
  g_autoptr(GBytes) bytes = g_bytes_new (text, length);
  g_autoptr(GError) error = NULL;
  LkJsonIndex *index = lk_json_index_new (bytes, NULL, NULL, &error);

  g_assert_no_error (error);

  return index;
}

static const char chats[] =
    "{\"chats\":[{\"id\":1,\"visitor\":{\"name\":\"Ann\"}},{\"id\":2,\"visitor\":{\"name\":\"Bob\"},\"id\":3},7],"
    "\"full name\":{\"a.b\":true,\"\\u00e9\\n\":null},\"*\":0,\"$a\":4}";

static void
test_found (void)
{
  static const struct
  {
    const char *path;
    const char *found;      /* as the body writes them */
  } cases[] = {
    { "$.chats[0].id", "1" },
    { "$.chats[1].id", "2 3" },
    { "$.chats[*].visitor.name", "\"Ann\" \"Bob\"" },
    { "$.chats.*.id", "1 2 3" },
    { "chats[*].visitor.name", "\"Ann\" \"Bob\"" },
    { "  $.chats[2] ", "7" },
    { "$.chats[3]", "" },
    { "$.chats[99999999999999999999999]", "" },
    { "$.chats.id", "" },
    { "$[0]", "" },
    { "[0]", "" },
    { "$.nothing.at.all", "" },
    { "$[\"full name\"][\"a.b\"]", "true" },
    { "$['full name']['a.b']", "true" },
    { "$.full name.*", "true null" },
    { "full name[\"é\\n\"]", "null" },
    { "$[\"full\\u0020name\"][\"\\u00e9\\u000A\"]", "null" },
    { "$[\"*\"]", "0" },
    { "$.$a", "4" },
    { "$a", "4" },
    { "$.chats[*][*].name", "\"Ann\" \"Bob\"" },
    { "$.chats[2].id", "" },
  };
  g_autoptr(LkJsonIndex) index = index_new (chats, strlen (chats));

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(LkJsonPath) path = lk_json_path_new (cases[i].path, &error);
      g_autoptr(GArray) values = NULL;
      g_autoptr(GString) found = g_string_new (NULL);
      gboolean more = TRUE;

      g_assert_no_error (error);
      values = lk_json_path_find (path, index, 100, NULL, &more, &error);
      g_assert_no_error (error);
      g_assert_false (more);

      for (guint j = 0; j < values->len; j++)
        {
          g_autofree char *json = lk_json_index_dup_json (index, g_array_index (values, LkJsonValue, j).start);

          g_string_append_printf (found, "%s%s", j > 0 ? " " : "", json);
        }
      g_assert_cmpstr (found->str, ==, cases[i].found);
    }
}

static void
test_refused (void)
{
  static const struct
  {
    const char *path;
    const char *at;
  } cases[] = {
    { "", "(character 1)" },
    { "$.", "(character 3)" },
    { "$..a", "(character 3)" },
    { "$.é..a", "(character 5)" },
    { "$[", "(character 3)" },
    { "$[]", "(character 3)" },
    { "$[a]", "(character 3)" },
    { "$[-1]", "(character 3)" },
    { "$[1", "(character 4)" },
    { "$[1]a", "(character 5)" },
    { "$[\"a]", "(character 6)" },
    { "$[\"a\\", "(character 6)" },
    { "$[\"a\\u12\"]", "(character 6)" },
    { "$[\"a\"", "(character 6)" },
    { "$[*", "(character 4)" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(LkJsonPath) path = lk_json_path_new (cases[i].path, &error);

      g_assert_null (path);
      g_assert_error (error, LK_JSON_ERROR, LK_JSON_ERROR_SYNTAX);
      g_assert_nonnull (strstr (error->message, cases[i].at));
    }
}

/* The path that the index names for a value finds that value; of doubled keys, it and the others. */
static void
find_again (LkJsonIndex *index,
            LkJsonValue  value,
            gboolean     unique)
{
  g_autofree char *text = lk_json_index_get_path (index, value.start);
  g_autoptr(GError) error = NULL;
  g_autoptr(LkJsonPath) path = lk_json_path_new (text, &error);
  g_autoptr(GArray) values = NULL;
  gboolean found = FALSE;
  LkJsonValue child;

  g_assert_no_error (error);
  values = lk_json_path_find (path, index, G_MAXUINT, NULL, NULL, &error);
  g_assert_no_error (error);

  for (guint i = 0; i < values->len; i++)
    {
      LkJsonValue *one = &g_array_index (values, LkJsonValue, i);

      found |= one->start == value.start && one->key == value.key && one->place == value.place;
    }
  g_assert_true (found);
  g_assert_true (!unique || values->len == 1);

  /* Not each of very many, which were each compared with each. */
  for (gsize i = 0; lk_json_index_get_child (index, value.start, i, &child); i = i < 20 ? i + 1 : i * 2)
    find_again (index, child, unique);
}

static void
test_property (void)
{
  g_autoptr(GRand) random = g_rand_new_with_seed (31415);

  for (guint i = 0; i < 300; i++)
    {
      gboolean hostile = i % 2 != 0;
      g_autoptr(GString) json = lk_test_json_random (random, hostile);
      g_autoptr(LkJsonIndex) index = index_new (json->str, json->len);

      find_again (index, lk_json_index_get_root (index), !hostile);
    }
}

static void
test_many (void)
{
  g_autoptr(LkJsonIndex) index = index_new (chats, strlen (chats));
  g_autoptr(LkJsonPath) path = lk_json_path_new ("$.chats[*].id", NULL);
  g_autoptr(GArray) two = NULL;
  g_autoptr(GArray) three = NULL;
  gboolean more = FALSE;

  two = lk_json_path_find (path, index, 2, NULL, &more, NULL);
  g_assert_cmpuint (two->len, ==, 2);
  g_assert_true (more);

  three = lk_json_path_find (path, index, 3, NULL, &more, NULL);
  g_assert_cmpuint (three->len, ==, 3);
  g_assert_false (more);
}

static void
test_async (void)
{
  g_autoptr(LkJsonIndex) index = index_new (chats, strlen (chats));
  g_autoptr(LkJsonPath) path = lk_json_path_new ("$.chats[*].visitor", NULL);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GArray) values = NULL;
  g_autoptr(LkJsonList) list = NULL;
  g_autoptr(GError) error = NULL;
  gboolean more = TRUE;

  lk_json_path_find_async (path, index, 10, NULL, lk_test_async_cb, &result);
  lk_test_wait (&result);
  values = lk_json_path_find_finish (result, &more, &error);
  g_assert_no_error (error);
  g_assert_false (more);
  g_clear_object (&result);

  list = lk_json_list_new_values (index, values);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 2);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr(LkJsonNode) node = g_list_model_get_item (G_LIST_MODEL (list), i);

      g_assert_cmpint (lk_json_node_get_kind (node), ==, LK_JSON_OBJECT);
      g_assert_cmpuint (lk_json_node_get_value (node)->start, ==, g_array_index (values, LkJsonValue, i).start);
    }
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (list), 2));

  g_cancellable_cancel (cancellable);
  lk_json_path_find_async (path, index, 10, cancellable, lk_test_async_cb, &result);
  lk_test_wait (&result);
  g_assert_null (lk_json_path_find_finish (result, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int    argc,
      char **argv)
{
  lk_test_init (&argc, &argv);

  g_test_add_func ("/json/path/found", test_found);
  g_test_add_func ("/json/path/refused", test_refused);
  g_test_add_func ("/json/path/property", test_property);
  g_test_add_func ("/json/path/many", test_many);
  g_test_add_func ("/json/path/async", test_async);

  return g_test_run ();
}
