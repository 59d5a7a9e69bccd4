/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-test.h"

#include "lk-json-list.h"

static void
test_children (void)
{
  g_autoptr(GString) text = g_string_new ("[");
  g_autoptr(LkJsonIndex) index = NULL;
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(LkJsonList) list = NULL;
  static const guint places[] = { 0, 1, 2, 999, 998, 500, 128, 127, 129, 0 };

  for (guint i = 0; i < 1000; i++)
    g_string_append_printf (text, "%s%u", i > 0 ? "," : "", i);
  g_string_append_c (text, ']');
  bytes = g_bytes_new (text->str, text->len);
  index = lk_json_index_new (bytes, NULL, NULL, NULL);
  list = lk_json_list_new (index, 0);

  g_assert_true (g_list_model_get_item_type (G_LIST_MODEL (list)) == LK_TYPE_JSON_NODE);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 1000);
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (list), 1000));

  for (gsize i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_autoptr(LkJsonNode) node = g_list_model_get_item (G_LIST_MODEL (list), places[i]);
      g_autofree char *shown = lk_json_index_dup_text (index, lk_json_node_get_value (node)->start);
      g_autofree char *expected = g_strdup_printf ("%u", places[i]);

      g_assert_cmpstr (shown, ==, expected);
      g_assert_cmpuint (lk_json_node_get_value (node)->place, ==, places[i]);
      g_assert_cmpint (lk_json_node_get_kind (node), ==, LK_JSON_NUMBER);
    }
}

static void
test_root (void)
{
  g_autoptr(GBytes) bytes = g_bytes_new_static (" \"x\" ", 5);
  g_autoptr(LkJsonIndex) index = lk_json_index_new (bytes, NULL, NULL, NULL);
  g_autoptr(LkJsonList) list = lk_json_list_new_root (index);
  g_autoptr(LkJsonNode) node = g_list_model_get_item (G_LIST_MODEL (list), 0);

  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 1);
  g_assert_cmpuint (lk_json_node_get_value (node)->start, ==, 1);
  g_assert_true (lk_json_node_get_index (node) == index);
}

int
main (int    argc,
      char **argv)
{
  lk_test_init (&argc, &argv);

  g_test_add_func ("/json/list/children", test_children);
  g_test_add_func ("/json/list/root", test_root);

  return g_test_run ();
}
