/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the index finds its way over the map: from mark to mark, from bracket to bracket, from child to child. */
#include "config.h"

#include "lk-json-index-private.h"

/* Over the chunks lie levels of the lowest depth of so many entries below. */
#define FAN 32

static guint
lowest_of (LkJsonIndex *self,
           guint        level,
           gsize        entry)
{
  return level == 0 ? self->map->chunks[entry].lowest : self->levels[level][entry];
}

void
_lk_json_build_levels (LkJsonIndex *self)
{
  self->n_levels = 1;
  self->n_entries[0] = self->map->n_chunks;

  while (self->n_entries[self->n_levels - 1] > FAN)
    {
      guint level = self->n_levels++;
      gsize below = self->n_entries[level - 1];
      gsize n = (below + FAN - 1) / FAN;

      self->n_entries[level] = n;
      self->levels[level] = g_new (guint16, n);

      for (gsize i = 0; i < n; i++)
        {
          guint lowest = G_MAXUINT16;

          for (gsize j = i * FAN; j < MIN ((i + 1) * FAN, below); j++)
            lowest = MIN (lowest, lowest_of (self, level - 1, j));
          self->levels[level][i] = lowest;
        }
    }
}

/* The first chunk from `chunk` on that goes down to `depth`; climbs and descends the levels. */
static gsize
chunk_down_to (LkJsonIndex *self,
               gsize        chunk,
               guint        depth)
{
  gsize entry = chunk;
  guint level = 0;

  for (;;)
    {
      if (entry >= self->n_entries[level])
        return self->map->n_chunks;

      if (lowest_of (self, level, entry) <= depth)
        {
          if (level == 0)
            return entry;
          level--;
          entry *= FAN;
        }
      else
        {
          entry++;
          while (entry % FAN == 0 && level + 1 < self->n_levels)
            {
              entry /= FAN;
              level++;
            }
        }
    }
}

/* The last chunk up to `chunk` that goes down to `depth`; the first chunk does. */
static gsize
chunk_up_to (LkJsonIndex *self,
             gsize        chunk,
             guint        depth)
{
  gsize entry = chunk;
  guint level = 0;

  for (;;)
    {
      if (lowest_of (self, level, entry) <= depth)
        {
          if (level == 0)
            return entry;
          level--;
          entry = MIN (entry * FAN + FAN, self->n_entries[level]) - 1;
        }
      else
        {
          g_assert (entry > 0);
          while (entry % FAN == 0 && level + 1 < self->n_levels)
            {
              entry /= FAN;
              level++;
            }
          entry--;
        }
    }
}

/* The place of the bracket that closes the container at `start`. */
gsize
_lk_json_find_close (LkJsonIndex *self,
                     gsize        start)
{
  gsize chunk = start / LK_JSON_CHUNK;
  gsize limit = MIN ((chunk + 1) * LK_JSON_CHUNK, self->length);
  int depth = 1;
  int wanted = 0;

  for (gsize at = _lk_json_next_mark (self, start + 1);; at = _lk_json_next_mark (self, at + 1))
    {
      if (at >= limit)
        {
          /* From here on the depth is known: the chunk where it first comes back to that before the container. */
          wanted = self->map->chunks[chunk + 1].depth - depth + wanted;
          chunk = chunk_down_to (self, chunk + 1, wanted);
          limit = MIN ((chunk + 1) * LK_JSON_CHUNK, self->length);
          depth = self->map->chunks[chunk].depth;
          at = _lk_json_next_mark (self, chunk * LK_JSON_CHUNK);
        }

      depth += _lk_json_step_of (self->data[at]);
      if (depth == wanted)
        return at;
    }
}

/* The place of the bracket that opens the container around `offset`; LK_JSON_NOWHERE for the root. */
gsize
_lk_json_find_open (LkJsonIndex *self,
                    gsize        offset)
{
  gsize chunk = offset / LK_JSON_CHUNK;
  gsize begin = chunk * LK_JSON_CHUNK;
  gsize found = LK_JSON_NOWHERE;
  int inside = self->map->chunks[chunk].depth;
  int depth = 0;

  for (gsize at = _lk_json_previous_mark (self, offset); at != LK_JSON_NOWHERE && at >= begin;
       at = _lk_json_previous_mark (self, at))
    {
      depth += _lk_json_step_of (self->data[at]);
      if (depth == 1)
        return at;
    }

  /* `depth` is what this chunk adds before the offset, and never above 0 on the way: it is inside + depth here. */
  inside += depth;
  if (inside == 0)
    return LK_JSON_NOWHERE;

  chunk = chunk_up_to (self, chunk - 1, inside - 1);
  depth = self->map->chunks[chunk].depth;

  for (gsize at = _lk_json_next_mark (self, chunk * LK_JSON_CHUNK);
       at < (chunk + 1) * LK_JSON_CHUNK && at < self->length;
       at = _lk_json_next_mark (self, at + 1))
    {
      int step = _lk_json_step_of (self->data[at]);

      depth += step;
      if (step == 1 && depth == inside)
        found = at;
    }

  return found;
}

const LkJsonBig *
_lk_json_find_big (LkJsonIndex *self,
                   gsize        start)
{
  gsize low = 0;
  gsize high = self->map->n_bigs;

  while (low < high)
    {
      gsize middle = low + (high - low) / 2;

      if (self->map->bigs[middle].start < start)
        low = middle + 1;
      else
        high = middle;
    }

  return low < self->map->n_bigs && self->map->bigs[low].start == start ? &self->map->bigs[low] : NULL;
}

/* Reads the child that begins at or after `offset`, which is past an opening bracket or a comma. */
void
_lk_json_read_child (LkJsonIndex *self,
                     gsize        offset,
                     gboolean     keyed,
                     gsize        place,
                     LkJsonValue *child)
{
  child->key = LK_JSON_NOWHERE;
  child->start = _lk_json_skip_space (self, offset);
  child->place = place;

  if (keyed)
    {
      child->key = child->start;
      child->start = _lk_json_skip_space (self, _lk_json_next_mark (self, child->key) + 1);
    }
}

/* From the first child of a big container to the last one whose place is written down, but not past the one at `place`
 * nor past `offset`. */
void
_lk_json_skip_children (LkJsonIndex     *self,
                        const LkJsonBig *big,
                        gsize            place,
                        gsize            offset,
                        LkJsonValue     *child)
{
  const LkJsonPlace *places = self->map->places + big->first;
  gsize low = 0;
  gsize high = big->n_places;

  while (low < high)
    {
      gsize middle = low + (high - low) / 2;

      if (places[middle].child <= place && places[middle].at < offset)
        low = middle + 1;
      else
        high = middle;
    }

  if (low > 0)
    _lk_json_read_child (self, places[low - 1].at + 1, child->key != LK_JSON_NOWHERE, places[low - 1].child, child);
}

gboolean
_lk_json_first_child (LkJsonIndex *self,
                      gsize        start,
                      LkJsonValue *child)
{
  gsize at = _lk_json_skip_space (self, start + 1);

  if (_lk_json_step_of (self->data[at]) < 0 && _lk_json_next_mark (self, start + 1) == at)
    return FALSE;

  _lk_json_read_child (self, at, self->data[start] == '{', 0, child);

  return TRUE;
}

/* The value that begins at `start`, with its key but without its place. */
LkJsonValue
_lk_json_value_at (LkJsonIndex *self,
                   gsize        start)
{
  LkJsonValue value = { .key = LK_JSON_NOWHERE, .start = start };
  gsize before = _lk_json_previous_mark (self, start);

  if (before != LK_JSON_NOWHERE && self->data[before] == ':')
    value.key = _lk_json_skip_space (self, _lk_json_previous_mark (self, before) + 1);

  return value;
}

void
_lk_json_find_place (LkJsonIndex *self,
                     gsize        parent,
                     LkJsonValue *value)
{
  const LkJsonBig *big = _lk_json_find_big (self, parent);
  gsize first = value->key != LK_JSON_NOWHERE ? value->key : value->start;
  LkJsonValue child;

  if (!_lk_json_first_child (self, parent, &child))
    return;

  if (big != NULL)
    _lk_json_skip_children (self, big, LK_JSON_NOWHERE, first, &child);

  while (child.start != value->start && lk_json_index_get_next (self, &child, &child))
    ;

  value->place = child.place;
}

/* The inside of the string at `start`, or the whole of another scalar. */
const char *
_lk_json_get_inside (LkJsonIndex *self,
                     gsize        start,
                     gsize       *length)
{
  gsize end = lk_json_index_get_end (self, start);

  if (self->data[start] == '"')
    {
      start++;
      end--;
    }

  *length = end - start;

  return self->data + start;
}
