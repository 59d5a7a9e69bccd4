/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-raw-map.h"

/* Counts are stored per block of this many bytes; the rest is counted on demand. */
#define BLOCK ((gsize) 16 * 1024)

typedef struct
{
  GBytes *bytes;    /* owned */
  const char *data; /* not owned: the bytes' own */
  gsize length;
  GArray *counts; /* owned: of gsize: non-blank bytes before each block */
} Side;

struct _LkRawMap
{
  Side sides[2];
};

static gboolean
is_solid (char c)
{
  return c != ' ' && c != '\n' && c != '\r' && c != '\t';
}

static gsize
count_solid (const char *text,
             gsize       length)
{
  gsize n = 0;

  for (gsize at = 0; at < length; at++)
    n += is_solid (text[at]);

  return n;
}

static void
read_side (Side   *side,
           GBytes *bytes)
{
  gsize n = 0;

  side->bytes = g_bytes_ref (bytes);
  side->data = g_bytes_get_data (bytes, &side->length);
  side->counts = g_array_new (FALSE, FALSE, sizeof (gsize));
  for (gsize start = 0; start < side->length; start += BLOCK)
    {
      g_array_append_val (side->counts, n);
      n += count_solid (side->data + start, MIN (side->length - start, BLOCK));
    }
}

/* The number of non-blank bytes before the offset. */
static gsize
count (const Side *side,
       gsize       offset)
{
  gsize block = MIN (offset, side->length) / BLOCK;
  gsize n;

  if (side->counts->len == 0)
    return 0;

  block = MIN (block, side->counts->len - 1);
  n = g_array_index (side->counts, gsize, block);

  return n + count_solid (side->data + block * BLOCK, MIN (offset, side->length) - block * BLOCK);
}

/* The n-th non-blank byte; the length if there is none. */
static gsize
find (const Side *side,
      gsize       n)
{
  gsize low = 0;
  gsize high = side->counts->len;
  gsize before;

  while (low + 1 < high)
    {
      gsize middle = low + (high - low) / 2;

      if (g_array_index (side->counts, gsize, middle) <= n)
        low = middle;
      else
        high = middle;
    }

  before = side->counts->len > 0 ? g_array_index (side->counts, gsize, low) : 0;
  for (gsize at = low * BLOCK; at < side->length; at++)
    {
      if (is_solid (side->data[at]) && before++ == n)
        return at;
    }

  return side->length;
}

/**
 * lk_raw_map_new:
 * @one: a text
 * @other: the same text with other white space
 *
 * Reads both texts: call it in a worker.
 *
 * Returns: (transfer full): the map between their offsets
 */
LkRawMap *
lk_raw_map_new (GBytes *one,
                GBytes *other)
{
  LkRawMap *self;

  g_return_val_if_fail (one != NULL && other != NULL, NULL);

  self = g_new0 (LkRawMap, 1);
  read_side (&self->sides[0], one);
  read_side (&self->sides[1], other);

  return self;
}

/**
 * lk_raw_map_free:
 * @self: a map
 */
void
lk_raw_map_free (LkRawMap *self)
{
  g_return_if_fail (self != NULL);

  for (guint i = 0; i < G_N_ELEMENTS (self->sides); i++)
    {
      g_bytes_unref (self->sides[i].bytes);
      g_array_unref (self->sides[i].counts);
    }
  g_free (self);
}

/**
 * lk_raw_map_there:
 * @self: a map
 * @offset: in the first text
 *
 * Returns: the corresponding offset in the second text; for a blank, that of what follows it
 */
gsize
lk_raw_map_there (const LkRawMap *self,
                  gsize           offset)
{
  g_return_val_if_fail (self != NULL, 0);

  return find (&self->sides[1], count (&self->sides[0], offset));
}

/**
 * lk_raw_map_back:
 * @self: a map
 * @offset: in the second text
 *
 * Returns: the corresponding offset in the first text; for a blank, that of what follows it
 */
gsize
lk_raw_map_back (const LkRawMap *self,
                 gsize           offset)
{
  g_return_val_if_fail (self != NULL, 0);

  return find (&self->sides[0], count (&self->sides[1], offset));
}
