/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one pass over JSON text: says whether it is JSON, and on demand leaves a map of it. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Of a container the place of at least every so manieth child is written down. */
#define LK_JSON_STRIDE 128

/* The map keeps the depth of every chunk of so many bytes. */
#define LK_JSON_CHUNK 2048

typedef struct
{
  guint16 depth;      /* at the chunk's first byte */
  guint16 lowest;     /* reached in it, at its first byte or after one of its closing brackets */
} LkJsonChunk;

/* A container of more than LK_JSON_STRIDE children. */
typedef struct
{
  gsize   start;      /* of its opening bracket */
  gsize   n_children;
  guint32 first;      /* in places */
  guint32 n_places;
} LkJsonBig;

typedef struct
{
  gsize child;        /* from 0 */
  gsize at;           /* of the comma before it */
} LkJsonPlace;

/* Where the text has a bracket, comma or colon outside strings, and how deep it is. All that is asked of a document is
 * found from this and the text. */
typedef struct
{
  gsize        length;
  guint64     *marks;       /* one bit a byte */
  LkJsonChunk *chunks;
  gsize        n_chunks;
  LkJsonBig   *bigs;        /* by start */
  gsize        n_bigs;
  LkJsonPlace *places;      /* of one container after those of another, in order */
  gsize        n_places;
  gsize        n_values;    /* scalars and containers, keys left out */
} LkJsonMap;

typedef enum
{
  LK_JSON_PROCESSOR_PLAIN,
  LK_JSON_PROCESSOR_SSE2,
  LK_JSON_PROCESSOR_AVX2,
  LK_JSON_PROCESSOR_AVX512,
} LkJsonProcessor;

LkJsonProcessor  lk_json_processor_best    (void);

gboolean         lk_json_machine_run       (LkJsonProcessor   processor,
                                            const char       *data,
                                            gsize             length,
                                            guint             max_depth,
                                            GCancellable     *cancellable,
                                            LkJsonMap       **map);
gboolean         lk_json_machine_run_parts (LkJsonProcessor   processor,
                                            const char       *data,
                                            gsize             length,
                                            guint             max_depth,
                                            gsize             chunks_a_part,
                                            guint             n_threads,
                                            GCancellable     *cancellable,
                                            LkJsonMap       **map);

void             lk_json_map_free          (LkJsonMap        *map);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LkJsonMap, lk_json_map_free)

G_END_DECLS
