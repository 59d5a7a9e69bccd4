/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "lk-json-rows.h"
#include "lk-test-json.h"
#include "lk-test.h"

static LkJsonIndex *
make_index (const char *text,
            gsize       length)
{
  g_autoptr(GBytes) bytes = g_bytes_new (text, length);
  g_autoptr(GError) error = NULL;
  LkJsonIndex *index = lk_json_index_new (bytes, NULL, NULL, &error);

  g_assert_no_error (error);

  return index;
}

/* A row a line: as deep as it stands, its key or place, its value or number of children. */
static char *
describe (LkJsonRows *rows)
{
  GString *text = g_string_new (NULL);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (rows));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr(LkJsonRow) row = g_list_model_get_item (G_LIST_MODEL (rows), i);
      const LkJsonValue *value = lk_json_row_get_value (row);
      LkJsonIndex *index = lk_json_row_get_index (row);
      g_autofree char *key = lk_json_index_dup_key (index, value, 100, NULL);

      for (guint d = 0; d < lk_json_row_get_depth (row); d++)
        g_string_append_c (text, '.');

      if (key != NULL)
        g_string_append_printf (text, "%s", key);
      else
        g_string_append_printf (text, "%" G_GSIZE_FORMAT, value->place);

      if (lk_json_row_is_expandable (row))
        g_string_append (text, lk_json_row_is_expanded (row) ? "-" : "+");
      g_string_append_c (text, ' ');
    }

  return g_strchomp (g_string_free (text, FALSE));
}

static void
assert_rows (LkJsonRows *rows,
             const char *expected)
{
  g_autofree char *shown = describe (rows);

  g_assert_cmpstr (shown, ==, expected);
}

/* What a view of the model would have after each change. */
static void
changed_cb (GListModel *model,
            guint       position,
            guint       removed,
            guint       added,
            gpointer    data)
{
  GPtrArray *mirror = data;

  g_assert_cmpuint (position + removed, <=, mirror->len);
  if (removed > 0)
    g_ptr_array_remove_range (mirror, position, removed);
  for (guint i = 0; i < added; i++)
    g_ptr_array_insert (mirror, (int) (position + i), g_list_model_get_item (model, position + i));

  g_assert_cmpuint (mirror->len, ==, g_list_model_get_n_items (model));
}

static GPtrArray *
mirror_new (LkJsonRows *rows)
{
  GPtrArray *mirror = g_ptr_array_new_with_free_func (g_object_unref);

  changed_cb (G_LIST_MODEL (rows), 0, 0, g_list_model_get_n_items (G_LIST_MODEL (rows)), mirror);
  g_signal_connect (rows, "items-changed", G_CALLBACK (changed_cb), mirror);

  return mirror;
}

static void
assert_mirrored (LkJsonRows *rows,
                 GPtrArray  *mirror)
{
  for (guint i = 0; i < mirror->len; i++)
    {
      g_autoptr(LkJsonRow) row = g_list_model_get_item (G_LIST_MODEL (rows), i);

      g_assert_true (row == g_ptr_array_index (mirror, i));
    }
}

static void
test_open (void)
{
  static const char text[] = "{\"a\":[1,{\"b\":[2,3]},{}],\"a\":{\"c\":null},\"d\":4}";
  g_autoptr(LkJsonIndex) index = make_index (text, strlen (text));
  g_autoptr(LkJsonRows) rows = lk_json_rows_new (index);
  g_autoptr(GPtrArray) mirror = mirror_new (rows);
  guint parent = 99;

  g_assert_true (g_list_model_get_item_type (G_LIST_MODEL (rows)) == LK_TYPE_JSON_ROW);
  g_assert_true (lk_json_rows_get_index (rows) == index);
  assert_rows (rows, "0+");
  g_assert_false (lk_json_rows_get_parent (rows, 0, &parent));

  g_assert_true (lk_json_rows_set_expanded (rows, 0, TRUE));
  g_assert_false (lk_json_rows_set_expanded (rows, 0, TRUE));
  assert_rows (rows, "0- .a+ .a+ .d");
  g_assert_false (lk_json_rows_set_expanded (rows, 3, TRUE));

  g_assert_true (lk_json_rows_set_expanded (rows, 2, TRUE));
  g_assert_true (lk_json_rows_set_expanded (rows, 1, TRUE));
  g_assert_true (lk_json_rows_set_expanded (rows, 3, TRUE));
  assert_rows (rows, "0- .a- ..0 ..1- ...b+ ..2 .a- ..c .d");
  g_assert_false (lk_json_rows_set_expanded (rows, 5, TRUE));
  assert_mirrored (rows, mirror);

  g_assert_true (lk_json_rows_get_parent (rows, 7, &parent));
  g_assert_cmpuint (parent, ==, 6);
  g_assert_true (lk_json_rows_get_parent (rows, 4, &parent));
  g_assert_cmpuint (parent, ==, 3);
  g_assert_true (lk_json_rows_get_parent (rows, 8, &parent));
  g_assert_cmpuint (parent, ==, 0);

  g_assert_true (lk_json_rows_set_expanded (rows, 1, FALSE));
  assert_rows (rows, "0- .a+ .a- ..c .d");
  g_assert_true (lk_json_rows_set_expanded (rows, 1, TRUE));
  assert_rows (rows, "0- .a- ..0 ..1+ ..2 .a- ..c .d");
  assert_mirrored (rows, mirror);
}

static void
test_expand_all (void)
{
  static const char text[] = "[[1,[2,[3]]],[[],[4]],{\"k\":{\"l\":5}}]";
  static const struct
  {
    gsize max_rows;
    gboolean complete;
    const char *rows;
  } cases[] = {
    { 100, TRUE, "0- .0- ..0 ..1- ...0 ...1- ....0 .1- ..0 ..1- ...0 .2- ..k- ...l" },
    { 7, FALSE, "0- .0- ..0 ..1+ .1- ..0 ..1+ .2+" },
    { 0, FALSE, "0- .0+ .1+ .2+" },
  };
  g_autoptr(LkJsonIndex) index = make_index (text, strlen (text));

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(LkJsonRows) rows = lk_json_rows_new (index);
      g_autoptr(GPtrArray) mirror = mirror_new (rows);

      g_assert_cmpint (lk_json_rows_expand_all (rows, 0, cases[i].max_rows), ==, cases[i].complete);
      assert_rows (rows, cases[i].rows);
      assert_mirrored (rows, mirror);

      /* Once more changes nothing. */
      lk_json_rows_expand_all (rows, 0, cases[i].max_rows);
      assert_rows (rows, cases[i].rows);
    }
}

static void
test_reveal (void)
{
  static const char text[] = "[[1,[2,[\"here\"]]],[[],[4]]]";
  g_autoptr(LkJsonIndex) index = make_index (text, strlen (text));
  g_autoptr(LkJsonRows) rows = lk_json_rows_new (index);
  g_autoptr(GPtrArray) mirror = mirror_new (rows);
  guint position = 0;

  g_assert_true (lk_json_rows_reveal (rows, (gsize) (strstr (text, "\"here") - text), &position));
  g_assert_cmpuint (position, ==, 6);
  assert_rows (rows, "0- .0- ..0 ..1- ...0 ...1- ....0 .1+");
  assert_mirrored (rows, mirror);

  g_assert_true (lk_json_rows_reveal (rows, 0, &position));
  g_assert_cmpuint (position, ==, 0);
}

/* The values that a path found, each a root of its own. */
static void
test_values (void)
{
  static const char text[] = "{\"x\":[{\"n\":[1]},{\"m\":0},{\"n\":[2,3]}]}";
  g_autoptr(LkJsonIndex) index = make_index (text, strlen (text));
  g_autoptr(GArray) values = g_array_new (FALSE, FALSE, sizeof (LkJsonValue));
  g_autoptr(LkJsonRows) rows = NULL;
  g_autoptr(GPtrArray) mirror = NULL;
  guint position = 0;

  for (const char *at = strstr (text, "[1]"); at != NULL; at = strstr (at + 1, "[2,"))
    {
      g_autoptr(GArray) lineage = lk_json_index_get_lineage (index, (gsize) (at - text));

      g_array_append_val (values, g_array_index (lineage, LkJsonValue, lineage->len - 1));
    }

  rows = lk_json_rows_new_for_values (index, values);
  mirror = mirror_new (rows);
  assert_rows (rows, "n+ n+");
  g_assert_true (lk_json_rows_set_expanded (rows, 1, TRUE));
  g_assert_true (lk_json_rows_reveal (rows, (gsize) (strchr (text, '1') - text), &position));
  g_assert_cmpuint (position, ==, 1);
  assert_rows (rows, "n- .0 n- .0 .1");
  assert_mirrored (rows, mirror);
  g_assert_false (lk_json_rows_reveal (rows, (gsize) (strchr (text, '0') - text), &position));
}

/* A row that is held stays the same, and outlives the rows. */
static void
test_identity (void)
{
  g_autoptr(LkJsonIndex) index = make_index ("[[1]]", 5);
  LkJsonRows *rows = lk_json_rows_new (index);
  g_autoptr(LkJsonRow) root = g_list_model_get_item (G_LIST_MODEL (rows), 0);
  g_autoptr(LkJsonRow) again = g_list_model_get_item (G_LIST_MODEL (rows), 0);
  gboolean expanded = FALSE;

  g_assert_true (root == again);
  lk_json_rows_set_expanded (rows, 0, TRUE);
  g_object_get (root, "expanded", &expanded, NULL);
  g_assert_true (expanded);
  lk_json_rows_set_expanded (rows, 0, FALSE);
  g_assert_false (lk_json_row_is_expanded (root));
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (rows), 1));

  g_assert_finalize_object (rows);
  g_assert_cmpuint (lk_json_row_get_value (root)->start, ==, 0);
}

/* A million siblings cost a view as much as three do. */
static void
test_many (void)
{
  const guint n = 1000 * 1000;
  g_autoptr(GString) text = g_string_new ("[");
  g_autoptr(LkJsonIndex) index = NULL;
  g_autoptr(LkJsonRows) rows = NULL;

  for (guint i = 0; i < n; i++)
    g_string_append (text, i > 0 ? ",[7]" : "[7]");
  g_string_append_c (text, ']');
  index = make_index (text->str, text->len);
  rows = lk_json_rows_new (index);

  g_assert_true (lk_json_rows_set_expanded (rows, 0, TRUE));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (rows)), ==, n + 1);
  g_assert_true (lk_json_rows_set_expanded (rows, n, TRUE));
  g_assert_true (lk_json_rows_set_expanded (rows, n / 2, TRUE));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (rows)), ==, n + 3);

  for (guint i = 1; i < n; i += n / 7)
    {
      g_autoptr(LkJsonRow) row = g_list_model_get_item (G_LIST_MODEL (rows), i);
      gsize place = i <= n / 2 ? i - 1 : i - 2;

      g_assert_cmpuint (lk_json_row_get_value (row)->place, ==, place);
      g_assert_cmpuint (lk_json_row_get_n_siblings (row), ==, n);
    }
}

/* Whatever is opened and closed, in any order: the model says what a plain walk over the body says. */
static void
test_random (void)
{
  g_autoptr(GRand) random = g_rand_new_with_seed (7);

  for (guint round = 0; round < 150; round++)
    {
      g_autoptr(GString) text = lk_test_json_random (random, FALSE);
      g_autoptr(LkJsonIndex) index = make_index (text->str, text->len);
      g_autoptr(LkJsonRows) rows = lk_json_rows_new (index);
      g_autoptr(GPtrArray) mirror = mirror_new (rows);

      for (guint step = 0; step < 40; step++)
        {
          guint n = g_list_model_get_n_items (G_LIST_MODEL (rows));
          guint position = (guint) g_rand_int_range (random, 0, (gint32) n);
          g_autoptr(LkJsonRow) row = g_list_model_get_item (G_LIST_MODEL (rows), position);
          guint again = 0;

          lk_json_rows_set_expanded (rows, position, !lk_json_row_is_expanded (row));
          if (step % 10 == 9)
            lk_json_rows_expand_all (rows, position, 50);

          g_assert_true (lk_json_rows_reveal (rows, lk_json_row_get_value (row)->start, &again));
          g_assert_cmpuint (again, ==, position);
        }

      assert_mirrored (rows, mirror);
    }
}

static void
grown_cb (LkJsonRow *row,
          guint     *n_grown)
{
  (*n_grown)++;
}

static LkJsonIndex *
make_beginning (const char *text,
                gsize       length)
{
  g_autoptr(GBytes) bytes = g_bytes_new (text, length);

  return lk_json_index_new_of_beginning (bytes);
}

static void
test_complete (void)
{
  static const char text[] = "{\"a\":[1,2],\"b\":[10,{\"c\":3,\"d\":[4,5]},11],\"e\":6}";
  g_autoptr(LkJsonIndex) whole = make_index (text, strlen (text));
  g_autoptr(LkJsonIndex) beginning = make_beginning (text, strstr (text, "5]") - text);
  g_autoptr(LkJsonRows) rows = lk_json_rows_new (beginning);
  g_autoptr(GPtrArray) mirror = mirror_new (rows);
  guint n_grown[8] = { 0 };

  lk_json_rows_set_expanded (rows, 0, TRUE);
  lk_json_rows_set_expanded (rows, 1, TRUE);
  lk_json_rows_set_expanded (rows, 4, TRUE);
  assert_rows (rows, "0- .a- ..0 ..1 .b- ..0 ..1+");
  g_assert_cmpuint (mirror->len, ==, 7);
  for (guint i = 0; i < mirror->len; i++)
    g_signal_connect (g_ptr_array_index (mirror, i), "grown", G_CALLBACK (grown_cb), &n_grown[i]);
  g_assert_cmpuint (lk_json_row_get_n_siblings (g_ptr_array_index (mirror, 4)), ==, 2);

  lk_json_rows_complete (rows, whole);
  g_assert_true (lk_json_rows_get_index (rows) == whole);
  assert_rows (rows, "0- .a- ..0 ..1 .b- ..0 ..1+ ..2 .e");
  assert_mirrored (rows, mirror);
  g_assert_cmpuint (lk_json_row_get_n_siblings (g_ptr_array_index (mirror, 4)), ==, 3);
  for (guint i = 0; i < mirror->len; i++)
    g_assert_true (lk_json_row_get_index (g_ptr_array_index (mirror, i)) == whole);

  /* What is in "a" was whole. */
  for (guint i = 0; i < 7; i++)
    g_assert_cmpuint (n_grown[i], ==, i != 2 && i != 3);

  lk_json_rows_set_expanded (rows, 6, TRUE);
  lk_json_rows_set_expanded (rows, 8, TRUE);
  assert_rows (rows, "0- .a- ..0 ..1 .b- ..0 ..1- ...c ...d- ....0 ....1 ..2 .e");
}

/* Wherever it is cut and whatever is open then: it goes on as if the whole had been there from the beginning. */
static void
test_complete_random (void)
{
  g_autoptr(GRand) random = g_rand_new_with_seed (11);
  guint n_begun = 0;

  for (guint round = 0; round < 2000; round++)
    {
      g_autoptr(GString) text = lk_test_json_random (random, FALSE);
      g_autoptr(LkJsonIndex) whole = make_index (text->str, text->len);
      g_autoptr(LkJsonIndex) beginning = make_beginning (text->str, g_rand_int_range (random, 0, (gint32) text->len));
      g_autoptr(LkJsonRows) rows = NULL;
      g_autoptr(LkJsonRows) others = NULL;
      g_autoptr(GPtrArray) mirror = NULL;
      g_autofree char *shown = NULL;

      if (beginning == NULL || !lk_json_index_is_beginning_of (beginning, whole))
        continue;

      n_begun++;
      rows = lk_json_rows_new (beginning);
      others = lk_json_rows_new (whole);
      mirror = mirror_new (rows);
      for (guint step = 0; step < 20; step++)
        {
          gint32 n = (gint32) g_list_model_get_n_items (G_LIST_MODEL (rows));

          lk_json_rows_set_expanded (rows, (guint) g_rand_int_range (random, 0, n), TRUE);
        }

      for (guint i = 0; i < mirror->len; i++)
        {
          LkJsonRow *row = g_ptr_array_index (mirror, i);
          guint position;

          g_assert_true (lk_json_rows_reveal (others, lk_json_row_get_value (row)->start, &position));
          if (lk_json_row_is_expanded (row))
            lk_json_rows_set_expanded (others, position, TRUE);
        }

      lk_json_rows_complete (rows, whole);
      assert_mirrored (rows, mirror);
      shown = describe (others);
      assert_rows (rows, shown);
      for (guint i = 0; i < mirror->len; i++)
        {
          g_autoptr(LkJsonRow) other = g_list_model_get_item (G_LIST_MODEL (others), i);

          g_assert_cmpuint (lk_json_row_get_n_siblings (g_ptr_array_index (mirror, i)), ==,
                            lk_json_row_get_n_siblings (other));
        }
    }
  g_assert_cmpuint (n_begun, >, 100);
}

int
main (int    argc,
      char **argv)
{
  lk_test_init (&argc, &argv);

  g_test_add_func ("/json/rows/open", test_open);
  g_test_add_func ("/json/rows/expand-all", test_expand_all);
  g_test_add_func ("/json/rows/reveal", test_reveal);
  g_test_add_func ("/json/rows/values", test_values);
  g_test_add_func ("/json/rows/identity", test_identity);
  g_test_add_func ("/json/rows/many", test_many);
  g_test_add_func ("/json/rows/random", test_random);
  g_test_add_func ("/json/rows/complete", test_complete);
  g_test_add_func ("/json/rows/complete-random", test_complete_random);

  return g_test_run ();
}
