/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-test-json-parts.h"

#include <string.h>

#include "lk-json-scan-private.h"

/* Every place that is written down must be that of the comma before the child that it says. */
static void
check_places (const char      *data,
              const LkJsonMap *map,
              const LkJsonBig *big)
{
  const LkJsonPlace *places = map->places + big->first;
  gsize n_commas = 0;
  gsize n_places = 0;
  gsize last = 0;
  guint depth = 0;

  for (gsize at = big->start; at < map->length; at++)
    {
      if ((map->marks[at / 64] >> at % 64 & 1) == 0)
        continue;

      if ((data[at] | 0x20) == '{')
        depth++;
      else if ((data[at] | 0x20) == '}' && --depth == 0)
        break;

      if (depth != 1 || data[at] != ',')
        continue;

      n_commas++;
      if (n_places < big->n_places && places[n_places].at == at)
        {
          g_assert_cmpuint (places[n_places].child, ==, n_commas);
          last = places[n_places++].child;
        }

      /* Between two places a child is to be reached in bounded time. */
      g_assert_cmpuint (n_commas - last, <, LK_JSON_STRIDE);
    }

  g_assert_cmpuint (n_places, ==, big->n_places);
  g_assert_cmpuint (n_commas + 1, ==, big->n_children);
  g_assert_cmpuint (n_commas, >=, LK_JSON_STRIDE);
}

static void
check_same (const char      *data,
            const LkJsonMap *whole,
            const LkJsonMap *parts)
{
  g_assert_cmpuint (parts->length, ==, whole->length);
  g_assert_cmpuint (parts->n_chunks, ==, whole->n_chunks);
  g_assert_cmpuint (parts->n_values, ==, whole->n_values);
  g_assert_cmpuint (parts->n_bigs, ==, whole->n_bigs);
  g_assert_cmpmem (parts->marks, (parts->length + 63) / 64 * sizeof *parts->marks,
                   whole->marks, (whole->length + 63) / 64 * sizeof *whole->marks);
  g_assert_cmpmem (parts->chunks, parts->n_chunks * sizeof *parts->chunks,
                   whole->chunks, whole->n_chunks * sizeof *whole->chunks);

  for (gsize i = 0; i < whole->n_bigs; i++)
    {
      g_assert_cmpuint (parts->bigs[i].start, ==, whole->bigs[i].start);
      g_assert_cmpuint (parts->bigs[i].n_children, ==, whole->bigs[i].n_children);
      check_places (data, whole, &whole->bigs[i]);
      check_places (data, parts, &parts->bigs[i]);
    }
}

/**
 * lk_test_json_parts:
 * @processor: what to read with
 * @data: text that may be JSON
 * @length: its bytes
 * @max_depth: containers inside one another
 * @n_chunks: how much to read at a time
 * @n_threads: how many to read with
 *
 * Aborts if the text, read in parts, is not said to be what it is.
 */
void
lk_test_json_parts (LkJsonProcessor  processor,
                    const char      *data,
                    gsize            length,
                    guint            max_depth,
                    gsize            n_chunks,
                    guint            n_threads)
{
  g_autoptr(LkJsonMap) whole = NULL;
  g_autoptr(LkJsonMap) parts = NULL;
  gboolean expected = lk_json_explain (data, length, max_depth, NULL, NULL);

  if (lk_json_machine_run_parts (processor, data, length, max_depth, G_MAXUINT32, 1, NULL, &whole) != expected ||
      lk_json_machine_run_parts (processor, data, length, max_depth, n_chunks, n_threads, NULL, NULL) != expected ||
      lk_json_machine_run_parts (processor, data, length, max_depth, n_chunks, n_threads, NULL, &parts) != expected)
    g_error ("in parts of %" G_GSIZE_FORMAT " it is not %d of “%.*s”", n_chunks, expected, (int) length, data);

  g_assert_true ((parts != NULL) == expected);
  if (expected)
    check_same (data, whole, parts);
}

/**
 * lk_test_json_seams:
 * @data: a short text that may be JSON
 * @length: its bytes
 * @max_depth: containers inside one another
 *
 * Lets a part begin at each byte of the text in turn, which stands in a longer one, and calls lk_test_json_parts().
 */
void
lk_test_json_seams (const char *data,
                    gsize       length,
                    guint       max_depth)
{
  static const char *const around[][3] = {
    { "[", "\"a{,\\\"\",-1.5, {\"ä\":[true]},", "0]" },
    { "{", "\"a{,\\\"\":-1.5, \"b\" : {\"ä\":[true]},", "\"z\":0}" },
    { "\n", "                 ", "\n" },
  };

  for (gsize i = 0; i <= length; i++)
    {
      for (gsize j = 0; j < G_N_ELEMENTS (around); j++)
        {
          g_autoptr(GString) text = g_string_new (around[j][0]);
          g_autofree char *copy = NULL;
          gsize unit = strlen (around[j][1]);

          while (text->len + unit + i <= 2 * LK_JSON_CHUNK)
            g_string_append (text, around[j][1]);
          while (text->len + i < 2 * LK_JSON_CHUNK)
            g_string_append_c (text, ' ');

          g_string_append_len (text, data, length);
          if (j < 2)
            g_string_append_c (text, ',');
          while (j < 2 && text->len < 3 * LK_JSON_CHUNK)
            g_string_append (text, around[j][1]);
          g_string_append (text, around[j][2]);

          /* Memory of just that length: a read past it is found by the sanitizers. */
          copy = g_memdup2 (text->str, text->len);
          lk_test_json_parts (lk_json_processor_best (), copy, text->len, max_depth, 1 + i % 2, 1);
        }
    }
}
