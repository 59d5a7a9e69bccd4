/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The second stage of the pass over JSON text: which token may follow which, and what stands in what. */
#pragma once

#include "lk-json-machine-text.h"

G_BEGIN_DECLS

/* Among the commas in `range` is one whose number is a multiple of the stride: writes its place down. */
static void
add_note (LkJsonPart  *self,
          LkJsonFrame *frame,
          guint64      commas,
          guint64      range)
{
  LkJsonNote note = { .child = frame->commas / LK_JSON_STRIDE * LK_JSON_STRIDE };
  guint64 after = commas & range;

  if (self->map == NULL)
    return;

  if (frame->big == LK_JSON_NOT_BIG)
    {
      LkJsonBig big = { .start = 0 };

      if (frame != self->frames)
        big.start = lk_json_find_mark (&self->body, self->map, frame->chunk, frame->ordinal, FALSE);

      frame->big = self->bigs->len;
      g_array_append_val (self->bigs, big);
    }

  for (gsize left = frame->commas - note.child; left > 0; left--)
    after &= ~(G_GUINT64_CONSTANT (1) << (63 - __builtin_clzll (after)));
  after = G_GUINT64_CONSTANT (1) << (63 - __builtin_clzll (after));

  note.big = frame->big;
  note.at = lk_json_find_mark (&self->body, self->map, self->chunk,
                               self->n_commas + __builtin_popcountll (commas & (after - 1)), TRUE);
  g_array_append_val (self->notes, note);
}

LK_JSON_HOT void
count_commas (LkJsonPart  *self,
              LkJsonFrame *frame,
              guint64      commas,
              guint64      range)
{
  gsize before = frame->commas;

  frame->commas = before + __builtin_popcountll (commas & range);
  if (G_UNLIKELY (before / LK_JSON_STRIDE != frame->commas / LK_JSON_STRIDE))
    add_note (self, frame, commas, range);
}

/* The innermost container is so deep as none before: is there room for it? */
static gboolean
note_highest (LkJsonPart *self,
              gsize       level)
{
  gsize now = self->frame - self->frames;

  if (level > self->max_depth)
    return FALSE;

  if (level >= self->n_frames)
    {
      self->n_frames = MAX (64, self->n_frames * 2);
      self->frames = g_renew (LkJsonFrame, self->frames, self->n_frames);
      self->frame = self->frames + now;
    }
  self->highest = self->frames + level;

  return TRUE;
}

/* What was around it all is done with, and what was around that is now. */
static gboolean
end_outer (LkJsonPart *self)
{
  LkJsonFrame *frame = self->frames;
  LkJsonOuter outer = { frame->commas, frame->big, self->as_object != 0, self->as_array != 0 };

  g_array_append_val (self->outers, outer);
  *frame = (LkJsonFrame) { .commas = LK_JSON_OUTER_COMMAS, .big = LK_JSON_NOT_BIG };
  self->as_object = 0;
  self->as_array = 0;

  /* What is open is now so much deeper. */
  return self->outers->len <= self->max_depth && note_highest (self, self->highest - self->frames + 1);
}

/* Walks over the brackets of up to 64 tokens, but for those of leaves. Answers a mask that is not zero where something
 * was wrong. */
LK_JSON_HOT guint64
walk_brackets (LkJsonPart *self,
               guint64     brackets,
               guint64     opens,
               guint64     braces,
               guint64     commas,
               guint64     needs_object,
               guint64     needs_array,
               guint64     leaf_opens,
               guint64     leaf_closes)
{
  /* From behind the opening bracket of a leaf to its closing one. Inside a leaf all is known. */
  guint64 in_object = ((leaf_closes & braces) - (leaf_opens & braces)) << 1;
  guint64 in_array = ((leaf_closes & ~braces) - (leaf_opens & ~braces)) << 1;
  guint64 in_leaf = in_object | in_array;
  LkJsonFrame *frame = self->frame;
  LkJsonFrame *highest = self->highest;
  gssize depth = self->depth;
  gssize lowest = self->lowest;
  guint64 left = ~in_leaf;

  for (brackets &= ~(leaf_opens | leaf_closes); brackets != 0; brackets &= brackets - 1)
    {
      guint64 bit = brackets & -brackets;
      guint64 range = (brackets ^ (brackets - 1)) & left;

      count_commas (self, frame, commas, range);
      in_object |= range & frame->object;
      in_array |= range & frame->array;
      left &= ~range;

      if (G_UNLIKELY (frame == highest) && ((leaf_opens & range) != 0 || (opens & bit) != 0))
        {
          self->frame = frame;
          if (!note_highest (self, frame - self->frames + 1))
            return bit;
          frame = self->frame;
          highest = self->highest;
        }

      if ((opens & bit) != 0)
        {
          frame++;
          depth++;
          *frame = (LkJsonFrame) {
            .object = (braces & bit) != 0 ? ~G_GUINT64_CONSTANT (0) : 0,
            .array = (braces & bit) != 0 ? 0 : ~G_GUINT64_CONSTANT (0),
            .chunk = self->chunk,
            .ordinal = self->n_opens + __builtin_popcountll (opens & (bit - 1)),
            .big = LK_JSON_NOT_BIG,
          };
        }
      else
        {
          depth--;
          lowest = MIN (lowest, depth);

          if (G_UNLIKELY ((((frame->object & braces) | (frame->array & ~braces)) & bit) == 0))
            {
              guint64 outside = ~(left | in_object | in_array);

              if (frame != self->frames)
                return bit;

              self->frame = frame;
              self->as_object |= (needs_object & outside) | (braces & bit);
              self->as_array |= (needs_array & outside) | (~braces & bit);
              if (!end_outer (self))
                return bit;

              /* What has been said of one is not to be said of the next. */
              needs_object &= ~outside;
              needs_array &= ~outside;
              frame = self->frame;
              highest = self->highest;
              continue;
            }

          if (G_UNLIKELY (frame->big != LK_JSON_NOT_BIG))
            g_array_index (self->bigs, LkJsonBig, frame->big).n_children = frame->commas + 1;
          frame--;
        }
    }

  count_commas (self, frame, commas, left);
  in_object |= left & frame->object;
  in_array |= left & frame->array;

  self->frame = frame;
  if (G_UNLIKELY (frame == highest) && (leaf_opens & left) != 0 && !note_highest (self, frame - self->frames + 1))
    return leaf_opens;

  self->depth = depth;
  self->lowest = lowest;
  self->as_object |= needs_object & ~(in_object | in_array);
  self->as_array |= needs_array & ~(in_object | in_array);
  self->n_opens += __builtin_popcountll (opens);
  self->n_commas += __builtin_popcountll (commas);

  return (in_object & needs_array) | (in_array & needs_object);
}

/* The tokens before which one of `tokens` stands, and whether the first of the next ones is so. */
LK_JSON_HOT guint64
following (guint64  tokens,
           guint    last,
           guint64 *carry)
{
  guint64 result = tokens << 1 | *carry;

  *carry = tokens >> last & 1;

  return result;
}

/* Reads up to 64 tokens by their first bytes; `last` is the number of the last one. Answers a mask that is not zero
 * where something was wrong. */
LK_JSON_HOT guint64
read_tokens (LkJsonPart         *self,
             LkJsonTokenState   *state,
             const LkJsonTokens *tokens,
             guint               last)
{
  guint64 present = ~G_GUINT64_CONSTANT (0) >> (63 - last);
  guint64 opens = tokens->open & present;
  guint64 closes = tokens->close & present;
  guint64 commas = tokens->comma & present;
  guint64 colons = tokens->colon & present;
  guint64 strings = tokens->quote & present;
  guint64 marks = opens | closes | commas | colons;
  guint64 values = present & ~(closes | commas | colons);
  guint64 unknown = state->unknown;
  guint64 bad;

  guint64 first_key = following (opens & tokens->brace, last, &state->after_object_open);
  guint64 after_comma = following (commas, last, &state->after_comma);
  guint64 after_colon = following (colons, last, &state->after_colon);
  guint64 after_value = following (present & ~(opens | commas | colons), last, &state->after_value);
  guint64 after_array_open = ~(first_key | after_comma | after_colon | after_value | (unknown & 1));
  guint64 after_first_key = following (first_key & strings, last, &state->after_first_key);
  guint64 comma_string = after_comma & strings;
  guint64 after_comma_string = following (comma_string, last, &state->after_comma_string);

  state->unknown = unknown >> 1 >> last;

  bad = first_key & ~(strings | (closes & tokens->brace));
  bad |= after_array_open & ~(values | (closes & ~tokens->brace));
  bad |= (after_comma | after_colon) & ~values;
  bad |= after_value & ~marks;
  bad |= after_value & opens;
  bad |= after_first_key & ~colons;
  bad |= colons & ~(after_first_key | after_comma_string | unknown);
  bad &= present;

  bad |= walk_brackets (self, opens | closes, opens, tokens->brace, commas, colons,
                        present & ((after_comma & ~strings) | (after_comma_string & ~colons)), tokens->leaf_open,
                        tokens->leaf_close);

  self->n_values += __builtin_popcountll (values) - __builtin_popcountll (colons);

  return bad;
}

G_END_DECLS
