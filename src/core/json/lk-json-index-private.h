/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-json-index.h"
#include "lk-json-machine.h"

G_BEGIN_DECLS

#define LK_JSON_MAX_LEVELS 12

struct _LkJsonIndex
{
  GObject      parent_instance;

  /* owned */
  GBytes      *bytes;
  LkJsonMap   *map;
  guint16     *levels[LK_JSON_MAX_LEVELS];   /* [0] is made of the chunks */

  gsize        n_entries[LK_JSON_MAX_LEVELS];
  guint        n_levels;

  /* not owned: of the bytes */
  const char  *data;
  gsize        length;

  gsize        known;        /* so many bytes are as in the body; less than the length in the index of a beginning */
};

/* The first bracket, comma or colon outside strings at `offset` or after it; the length where there is none. */
static inline gsize
_lk_json_next_mark (LkJsonIndex *self,
                    gsize        offset)
{
  gsize n_words = (self->length + 63) / 64;
  gsize word = offset / 64;
  guint64 marks;

  if (offset >= self->length)
    return self->length;

  marks = self->map->marks[word] & (~G_GUINT64_CONSTANT (0) << offset % 64);
  while (marks == 0)
    {
      if (++word == n_words)
        return self->length;
      marks = self->map->marks[word];
    }

  return word * 64 + __builtin_ctzll (marks);
}

/* The last one before `offset`; LK_JSON_NOWHERE where there is none. */
static inline gsize
_lk_json_previous_mark (LkJsonIndex *self,
                        gsize        offset)
{
  gsize word;
  guint64 marks;

  if (offset == 0)
    return LK_JSON_NOWHERE;

  word = (offset - 1) / 64;
  marks = self->map->marks[word] & (~G_GUINT64_CONSTANT (0) >> (63 - (offset - 1) % 64));
  while (marks == 0)
    {
      if (word-- == 0)
        return LK_JSON_NOWHERE;
      marks = self->map->marks[word];
    }

  return word * 64 + 63 - __builtin_clzll (marks);
}

static inline gboolean
_lk_json_is_space (char byte)
{
  return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}

static inline gsize
_lk_json_skip_space (LkJsonIndex *self,
                     gsize        offset)
{
  while (offset < self->length && _lk_json_is_space (self->data[offset]))
    offset++;

  return offset;
}

static inline gsize
_lk_json_trim_space (LkJsonIndex *self,
                     gsize        offset)
{
  while (offset > 0 && _lk_json_is_space (self->data[offset - 1]))
    offset--;

  return offset;
}

static inline int
_lk_json_step_of (char byte)
{
  return (byte | 0x20) == '{' ? 1 : (byte | 0x20) == '}' ? -1 : 0;
}

void             _lk_json_build_levels (LkJsonIndex *self);

gsize            _lk_json_find_close   (LkJsonIndex *self,
                                        gsize        start);
gsize            _lk_json_find_open    (LkJsonIndex *self,
                                        gsize        offset);
const LkJsonBig *_lk_json_find_big     (LkJsonIndex *self,
                                        gsize        start);
void             _lk_json_skip_children (LkJsonIndex     *self,
                                         const LkJsonBig *big,
                                         gsize            place,
                                         gsize            offset,
                                         LkJsonValue     *child);
void             _lk_json_read_child   (LkJsonIndex *self,
                                        gsize        offset,
                                        gboolean     keyed,
                                        gsize        place,
                                        LkJsonValue *child);
gboolean         _lk_json_first_child  (LkJsonIndex *self,
                                        gsize        start,
                                        LkJsonValue *child);
LkJsonValue      _lk_json_value_at     (LkJsonIndex *self,
                                        gsize        start);
void             _lk_json_find_place   (LkJsonIndex *self,
                                        gsize        parent,
                                        LkJsonValue *value);
const char      *_lk_json_get_inside   (LkJsonIndex *self,
                                        gsize        start,
                                        gsize       *length);

G_END_DECLS
