/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What it costs to read JSON of any size. */
#include "config.h"

#include "bench.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "lk-json-index.h"
#include "lk-json-matcher.h"

#define MB 1000000
#define ABSENT "needle in a haystack"

typedef struct
{
  GBytes      *bytes;
  const char  *data;
  gsize        length;
  LkJsonIndex *index;
  const char  *text;
} Document;

static void
document_init (Document *document,
               gsize     length)
{
  document->bytes = g_string_free_to_bytes (bench_document (length));
  document->data = g_bytes_get_data (document->bytes, &document->length);
  document->index = lk_json_index_new (document->bytes, NULL, NULL, NULL);
  document->text = ABSENT;
  g_assert_nonnull (document->index);
}

static void
document_clear (Document *document)
{
  g_clear_object (&document->index);
  g_clear_pointer (&document->bytes, g_bytes_unref);
}

static void
run_index (gpointer data)
{
  Document *document = data;
  g_autoptr(LkJsonIndex) index = lk_json_index_new (document->bytes, NULL, NULL, NULL);

  g_assert_nonnull (index);
}

static void
run_memchr (gpointer data)
{
  Document *document = data;

  /* Not there: JSON has no NUL. */
  g_assert_null (memchr (document->data, '\0', document->length));
}

static void
run_memmem (gpointer data)
{
  Document *document = data;

  g_assert_null (memmem (document->data, document->length, document->text, strlen (document->text)));
}

static gboolean
take_hit (gsize    token,
          gpointer data)
{
  ++*(guint *) data;

  return TRUE;
}

static void
run_search (gpointer data)
{
  Document *document = data;
  g_autoptr(LkJsonMatcher) matcher = lk_json_matcher_new (document->text);
  guint n_hits = 0;

  lk_json_matcher_run (matcher, document->index, lk_json_processor_best (), NULL, take_hit, &n_hits);
  g_assert_cmpuint (n_hits, ==, 0);
}

static void
run_json_glib (gpointer data)
{
  Document *document = data;
  g_autoptr(JsonParser) parser = json_parser_new_immutable ();

  g_assert_true (json_parser_load_from_data (parser, document->data, document->length, NULL));
}

static void
hold_index (gpointer data)
{
  Document *document = data;

  g_assert_nonnull (lk_json_index_new (document->bytes, NULL, NULL, NULL));
}

static void
hold_json_glib (gpointer data)
{
  Document *document = data;

  g_assert_true (json_parser_load_from_data (json_parser_new_immutable (), document->data, document->length, NULL));
}

int
main (int    argc,
      char **argv)
{
  Document small;
  Document middle;
  Document large;
  double index_small, index_middle, index_large, memchr_large, glib_small, glib_large;
  double search_middle, search_large, memmem_large, memory_index, memory_glib;

  document_init (&small, 1 * MB);
  document_init (&middle, 10 * MB);
  document_init (&large, 100 * MB);

  /* Before the heap has holes in which what is measured would be lost. */
  memory_index = bench_peak_bytes (hold_index, &large) / MB;
  memory_glib = bench_peak_bytes (hold_json_glib, &large) / MB;

  /* A long body is read by several threads. */
  index_small = bench_seconds (run_index, &small, 200);
  index_middle = bench_seconds (run_index, &middle, 100);
  index_large = bench_seconds (run_index, &large, 200);
  memchr_large = bench_seconds (run_memchr, &large, 200);
  glib_small = bench_seconds (run_json_glib, &small, 10);
  glib_large = bench_seconds (run_json_glib, &large, 2);
  search_middle = bench_cpu_seconds (run_search, &middle, 40);
  search_large = bench_cpu_seconds (run_search, &large, 20);
  memmem_large = bench_cpu_seconds (run_memmem, &large, 20);

  bench_add ("scan and index of 1 MB", "ms", index_small * 1e3, "json-glib's parse", glib_small * 1e3, BENCH_AT_LEAST,
             20);
  bench_add ("scan and index of 100 MB", "ms", index_large * 1e3, "json-glib's parse", glib_large * 1e3, BENCH_AT_LEAST,
             20);
  bench_add ("scan and index of 100 MB", "ms", index_large * 1e3, "memchr", memchr_large * 1e3, BENCH_AT_MOST, 6);
  bench_add ("memory of the index of 100 MB", "MB", memory_index, "the body", (double) large.length / MB, BENCH_AT_MOST,
             0.35);
  bench_add ("memory of the index of 100 MB", "MB", memory_index, "json-glib's tree", memory_glib, BENCH_AT_LEAST, 20);
  bench_add ("search for what is not there in 100 MB", "ms", search_large * 1e3, "memmem", memmem_large * 1e3,
             BENCH_AT_MOST, 2);
  bench_add ("scan and index of 100 MB", "ms", index_large * 1e3, "of 10 MB", index_middle * 1e3, BENCH_AT_MOST, 11);
  bench_add ("search in 100 MB", "ms", search_large * 1e3, "in 10 MB", search_middle * 1e3, BENCH_AT_MOST, 11);

  document_clear (&small);
  document_clear (&middle);
  document_clear (&large);

  return bench_finish (argc > 1 ? argv[1] : NULL);
}
