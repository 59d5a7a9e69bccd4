/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "lk-raw-map.h"
#include "lk-raw-search.h"
#include "lk-raw-text.h"
#include "lk-search.h"
#include "lk-test.h"

static LkRawText *
text_new (const char *text,
          gsize       length)
{
  g_autoptr(GBytes) bytes = g_bytes_new (text, length);
  g_autoptr(GError) error = NULL;
  LkRawText *raw = lk_raw_text_new (bytes, NULL, &error);

  g_assert_no_error (error);

  return raw;
}

/* Lines and characters of all widths, over many blocks of the index. */
static GString *
make_random (GRand    *random,
             gsize     length,
             gboolean  plain)
{
  static const char *const pieces[] = { "a", "Z", "é", "世", "😀", "\t", " " };
  GString *text = g_string_new (NULL);

  while (text->len < length)
    {
      gsize n = (gsize) g_rand_int_range (random, 0, g_rand_int_range (random, 0, 30) == 0 ? 40000 : 120);

      for (gsize i = 0; i < n; i++)
        g_string_append (text, plain ? "x" : pieces[g_rand_int_range (random, 0, G_N_ELEMENTS (pieces))]);
      g_string_append_c (text, '\n');
    }

  return text;
}

static guint
width_of (gunichar c)
{
  return c == '\t' ? 4 : c > 0x3000 ? 2 : 1;
}

/* The index agrees with a plain walk from the beginning. */
static void
test_places (void)
{
  g_autoptr(GRand) random = g_rand_new_with_seed (5);

  for (guint round = 0; round < 4; round++)
    {
      g_autoptr(GString) text = make_random (random, 150 * 1000, round == 3);
      g_autoptr(LkRawText) raw = text_new (text->str, text->len);
      gsize line = 0;
      gsize start = 0;
      gsize column = 0;
      gsize widest = 0;

      for (const char *at = text->str; *at != '\0'; at = g_utf8_next_char (at))
        {
          gsize offset = (gsize) (at - text->str);
          gunichar c = g_utf8_get_char (at);

          if (offset % 7 == 0 || c == '\n')
            {
              g_assert_cmpuint (lk_raw_text_find_line (raw, offset), ==, line);
              g_assert_cmpuint (lk_raw_text_get_column (raw, offset), ==, column);
              g_assert_cmpuint (lk_raw_text_get_offset (raw, line, column), ==, offset);
            }

          if (c == '\n')
            {
              gsize end = 0;

              g_assert_cmpuint (lk_raw_text_get_line (raw, line, &end), ==, start);
              g_assert_cmpuint (end, ==, offset);
              g_assert_cmpuint (lk_raw_text_get_offset (raw, line, column + 5), ==, end);
              widest = MAX (widest, column);
              line++;
              start = offset + 1;
              column = 0;
            }
          else
            {
              column += width_of (c);
            }
        }

      g_assert_cmpuint (lk_raw_text_get_n_lines (raw), ==, line + 1);
      g_assert_cmpuint (lk_raw_text_get_n_columns (raw), ==, widest);
      g_assert_cmpuint (lk_raw_text_find_line (raw, text->len), ==, line);
      g_assert_cmpuint (lk_raw_text_get_column (raw, text->len), ==, 0);
    }
}

static void
test_edges (void)
{
  static const struct
  {
    const char *text;
    gsize n_lines;
    gsize n_columns;
  } cases[] = {
    { "", 1, 0 }, { "a", 1, 1 }, { "\n", 2, 0 }, { "ab\ncde", 2, 3 }, { "ab\n\n", 3, 2 }, { "世", 1, 2 },
  };
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GBytes) bytes = g_bytes_new_static ("abc", 3);
  g_autoptr(GError) error = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gsize length = strlen (cases[i].text);
      g_autoptr(LkRawText) raw = text_new (cases[i].text, length);
      gsize end = 99;

      g_assert_cmpuint (lk_raw_text_get_n_lines (raw), ==, cases[i].n_lines);
      g_assert_cmpuint (lk_raw_text_get_n_columns (raw), ==, cases[i].n_columns);
      lk_raw_text_get_line (raw, cases[i].n_lines - 1, &end);
      g_assert_cmpuint (end, ==, length);
      g_assert_cmpuint (lk_raw_text_find_line (raw, length), ==, cases[i].n_lines - 1);
    }

  /* A length that is a multiple of the block size. */
  for (gsize length = 16 * 1024 - 1; length <= 16 * 1024 + 1; length++)
    {
      g_autofree char *text = g_strnfill (length, 'x');
      g_autoptr(LkRawText) raw = text_new (text, length);

      g_assert_cmpuint (lk_raw_text_get_column (raw, length), ==, length);
      g_assert_cmpuint (lk_raw_text_get_offset (raw, 0, length + 1), ==, length);
    }

  g_cancellable_cancel (cancellable);
  g_assert_null (lk_raw_text_new (bytes, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_find (void)
{
  static const char content[] = "Visitor, visitor;\nVISITOR é É aaa";
  static const struct
  {
    const char *needle;
    gsize start;
    gsize end;
    guint max_hits;
    gsize hits[4];
    guint n_hits;
  } cases[] = {
    { "visitor", 0, 99, 10, { 0, 9, 18 }, 3 },
    { "VISITOR", 0, 99, 2, { 0, 9 }, 2 },
    { "é", 0, 99, 10, { 26 }, 1 },
    { "aa", 0, 99, 10, { 32 }, 1 },
    { "none", 0, 99, 10, { 0 }, 0 },
    { "", 0, 99, 10, { 0 }, 0 },
    { "visitor", 9, 99, 1, { 9 }, 1 },
    { "visitor", 10, G_MAXSIZE, 10, { 18 }, 1 },
    { "visitor", 1000, G_MAXSIZE, 10, { 0 }, 0 },
    { "visitor", 0, 16, 10, { 0, 9 }, 2 },
    { "visitor", 0, 15, 10, { 0 }, 1 },
    { "visitor", 0, 6, 10, { 0 }, 0 },
  };
  g_autoptr(LkRawText) raw = text_new (content, strlen (content));

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GAsyncResult) result = NULL;
      g_autoptr(GError) error = NULL;
      g_autoptr(GArray) hits = NULL;

      lk_raw_text_find_async (raw, cases[i].needle, cases[i].start, cases[i].end, cases[i].max_hits, NULL,
                              lk_test_async_cb, &result);
      lk_test_wait (&result);
      hits = lk_raw_text_find_finish (raw, result, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (hits->len, ==, cases[i].n_hits);
      for (guint k = 0; k < hits->len; k++)
        g_assert_cmpuint (g_array_index (hits, gsize, k), ==, cases[i].hits[k]);
    }
}

static gboolean
is_searched (gpointer search)
{
  return lk_search_is_done (search);
}

/* All matches are found, those across the origin too, and the first after the origin is reported first. */
static void
test_search (void)
{
  static const char content[] = "needle needle needle";
  static const guint expected[] = { 0, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 0, 0, 0, 0, 0, 0 };
  g_autoptr(LkRawText) raw = text_new (content, strlen (content));

  for (gsize origin = 0; origin < G_N_ELEMENTS (expected); origin++)
    {
      g_autoptr(LkSearch) search = LK_SEARCH (lk_raw_search_new (raw, "needle", origin));
      gsize start, end;

      lk_test_wait_until (is_searched, search, 20);
      g_assert_cmpuint (lk_search_get_n_hits (search), ==, 3);
      g_assert_cmpuint (lk_search_find (search, origin), ==, expected[origin]);
      g_assert_true (lk_search_get (search, 1, &start, &end));
      g_assert_cmpuint (start, ==, 7);
      g_assert_cmpuint (end, ==, 13);
      g_assert_false (lk_search_get (search, 3, &start, &end));
      g_assert_false (lk_search_has_more (search));
    }
}

/* Dropping the search stops it. */
static void
test_search_dropped (void)
{
  g_autofree char *content = g_strnfill (1024 * 1024, 'n');
  g_autoptr(LkRawText) raw = text_new (content, strlen (content));
  LkRawSearch *search = lk_raw_search_new (raw, "needle", 0);

  g_assert_finalize_object (search);
  lk_test_spin (100);
}

/* Every byte of the original JSON maps to one of the formatted JSON, over many blocks. */
static void
test_map (void)
{
  g_autoptr(GString) sent = g_string_new ("[\"a b\" , 1");
  g_autoptr(GString) laid_out = g_string_new ("[\n  \"a b\",\n  1");
  g_autoptr(GBytes) one = NULL;
  g_autoptr(GBytes) other = NULL;
  g_autoptr(GBytes) nothing = g_bytes_new_static ("", 0);
  g_autoptr(LkRawMap) map = NULL;
  g_autoptr(LkRawMap) empty = lk_raw_map_new (nothing, nothing);

  for (guint i = 0; i < 10000; i++)
    {
      g_string_append_printf (sent, ",%u", i);
      g_string_append_printf (laid_out, ",\n  %u", i);
    }
  one = g_bytes_new (sent->str, sent->len);
  other = g_bytes_new (laid_out->str, laid_out->len);
  map = lk_raw_map_new (one, other);

  for (gsize at = 0; at < sent->len; at++)
    {
      gsize there = lk_raw_map_there (map, at);

      if (sent->str[at] == ' ')
        continue;
      g_assert_cmpint (laid_out->str[there], ==, sent->str[at]);
      g_assert_cmpuint (lk_raw_map_back (map, there), ==, at);
    }
  g_assert_cmpuint (lk_raw_map_there (map, 4), ==, 7);
  g_assert_cmpuint (lk_raw_map_there (map, sent->len), ==, laid_out->len);
  g_assert_cmpuint (lk_raw_map_back (map, laid_out->len + 9), ==, sent->len);
  g_assert_cmpuint (lk_raw_map_there (empty, 0), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  lk_test_init (&argc, &argv);

  g_test_add_func ("/raw-text/places", test_places);
  g_test_add_func ("/raw-text/edges", test_edges);
  g_test_add_func ("/raw-text/find", test_find);
  g_test_add_func ("/raw-text/search", test_search);
  g_test_add_func ("/raw-text/search-dropped", test_search_dropped);
  g_test_add_func ("/raw-text/map", test_map);

  return g_test_run ();
}
