/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-json-part.h"

#include "lk-json-machine-tokens.h"

#define N_BLOCKS (LK_JSON_CHUNK / LK_JSON_BLOCK)

/* Between two looks at the cancellable. */
#define CHUNKS_AT_ONCE 512

/* So far back it is tried to find out what a part begins in. */
#define CHUNKS_TO_GUESS 16

void
lk_json_part_init (LkJsonPart       *self,
                   const LkJsonBody *body,
                   gsize             first,
                   gsize             end,
                   guint             max_depth,
                   LkJsonMap        *map)
{
  *self = (LkJsonPart) { .body = *body, .first = first, .end = end, .max_depth = max_depth, .map = map };

  self->n_frames = 64;
  self->frames = g_new (LkJsonFrame, self->n_frames);
  self->outers = g_array_new (FALSE, FALSE, sizeof (LkJsonOuter));
  self->bigs = g_array_new (FALSE, FALSE, sizeof (LkJsonBig));
  self->notes = g_array_new (FALSE, FALSE, sizeof (LkJsonNote));
}

void
lk_json_part_clear (LkJsonPart *self)
{
  g_clear_pointer (&self->frames, g_free);
  g_clear_pointer (&self->outers, g_array_unref);
  g_clear_pointer (&self->bigs, g_array_unref);
  g_clear_pointer (&self->notes, g_array_unref);
}

/* Goes to the beginning of the part. What is open there may have been opened long before. */
void
lk_json_part_begin (LkJsonPart             *self,
                    const LkJsonTextState  *text,
                    const LkJsonTokenState *tokens)
{
  self->begin_text = self->text = *text;
  self->begin_tokens = self->tokens = *tokens;
  self->is_read = FALSE;
  self->frames[0] = (LkJsonFrame) { .commas = LK_JSON_OUTER_COMMAS, .big = LK_JSON_NOT_BIG };
  self->frame = self->highest = self->frames;
  self->depth = 0;
  self->as_object = 0;
  self->as_array = 0;
  self->n_values = 0;
  g_array_set_size (self->outers, 0);
  g_array_set_size (self->bigs, 0);
  g_array_set_size (self->notes, 0);
}

/* Where the bracket or comma number `ordinal` of a chunk stands; the marks of the chunk must be there. */
gsize
lk_json_find_mark (const LkJsonBody *body,
                   const LkJsonMap  *map,
                   gsize             chunk,
                   guint             ordinal,
                   gboolean          comma)
{
  for (gsize word = chunk * N_BLOCKS;; word++)
    {
      for (guint64 marks = map->marks[word]; marks != 0; marks &= marks - 1)
        {
          gsize at = word * LK_JSON_BLOCK + __builtin_ctzll (marks);
          guint8 byte = body->data[at];

          if ((comma ? byte == ',' : (byte | 0x20) == '{') && ordinal-- == 0)
            return at;
        }
    }
}

LK_JSON_HOT void
begin_chunk (LkJsonPart *self,
             gsize       chunk)
{
  self->chunk = chunk;
  self->lowest = self->depth;
  self->n_opens = 0;
  self->n_commas = 0;

  /* Counted from the beginning of the part: right but for what is added to all of them in the end. */
  if (self->map != NULL)
    self->map->chunks[chunk].depth = self->depth;
}

/* Reads the text; made once for each processor from what lk-json-blocks.h has for it. */
#define DEFINE_READ(suffix, ...)                                                                                       \
  __VA_ARGS__ static gboolean read_##suffix (LkJsonPart *self, gsize first, gsize end, GCancellable *cancellable)      \
  {                                                                                                                    \
    guint8 tail[LK_JSON_CHUNK];                                                                                        \
    guint8 bytes[LK_JSON_CHUNK + LK_JSON_BLOCK];                                                                       \
    LkJsonTextState state = self->text;                                                                                \
    LkJsonTokenState token_state = self->tokens;                                                                       \
                                                                                                                       \
    for (gsize chunk = first; chunk < end; chunk++)                                                                    \
      {                                                                                                                \
        gsize base = chunk * LK_JSON_CHUNK;                                                                            \
        gsize length = MIN (LK_JSON_CHUNK, self->body.length - base);                                                  \
        guint n_blocks = (length + LK_JSON_BLOCK - 1) / LK_JSON_BLOCK;                                                 \
        const guint8 *at = self->body.data + base;                                                                     \
        guint n_tokens = 0;                                                                                            \
        guint64 bad = 0;                                                                                               \
                                                                                                                       \
        begin_chunk (self, chunk);                                                                                     \
                                                                                                                       \
        if (G_UNLIKELY (length < LK_JSON_CHUNK))                                                                       \
          {                                                                                                            \
            memset (tail, ' ', sizeof tail);                                                                           \
            memcpy (tail, at, length);                                                                                 \
            at = tail;                                                                                                 \
          }                                                                                                            \
                                                                                                                       \
        for (guint i = 0; i < n_blocks; i++)                                                                           \
          {                                                                                                            \
            const guint8 *block = at + i * LK_JSON_BLOCK;                                                              \
            gsize place = base + i * LK_JSON_BLOCK;                                                                    \
            LkJsonText text;                                                                                           \
            guint64 quote;                                                                                             \
            guint64 marks;                                                                                             \
            guint64 tokens;                                                                                            \
                                                                                                                       \
            __builtin_prefetch (block + LK_JSON_READ_AHEAD);                                                           \
            lk_json_text_##suffix (block, &text);                                                                      \
            quote = text.quote;                                                                                        \
                                                                                                                       \
            if ((text.high | state.continuation) != 0)                                                                 \
              {                                                                                                        \
                LkJsonHigh high;                                                                                       \
                                                                                                                       \
                lk_json_high_##suffix (block, &high);                                                                  \
                bad |= check_utf8 (&state, &high, text.high, place > 0 ? self->body.data[place - 1] : 0);              \
              }                                                                                                        \
                                                                                                                       \
            if (G_UNLIKELY ((text.backslash | state.escaped) != 0))                                                    \
              {                                                                                                        \
                guint64 escaped;                                                                                       \
                guint64 escapes = find_escapes (&state, text.backslash, &escaped);                                     \
                                                                                                                       \
                bad |= check_escapes (&self->body, escapes, place);                                                    \
                quote &= ~escaped;                                                                                     \
              }                                                                                                        \
                                                                                                                       \
            bad |= read_text (&self->body, &state, &text, place, quote, lk_json_parity_##suffix (quote), &tokens,      \
                              &marks);                                                                                 \
            if (self->map != NULL)                                                                                     \
              self->map->marks[chunk * N_BLOCKS + i] = marks;                                                          \
            n_tokens += lk_json_keep_##suffix (block, tokens, bytes + n_tokens);                                       \
          }                                                                                                            \
        memset (bytes + n_tokens, 0, LK_JSON_BLOCK);                                                                   \
                                                                                                                       \
        for (guint i = 0; i < n_tokens; i += LK_JSON_BLOCK)                                                            \
          {                                                                                                            \
            LkJsonTokens some;                                                                                         \
                                                                                                                       \
            lk_json_tokens_##suffix (bytes + i, &some);                                                                \
            bad |= read_tokens (self, &token_state, &some, MIN (LK_JSON_BLOCK, n_tokens - i) - 1);                     \
          }                                                                                                            \
                                                                                                                       \
        if (self->map != NULL)                                                                                         \
          self->map->chunks[chunk].lowest = self->lowest;                                                              \
                                                                                                                       \
        if (bad != 0)                                                                                                  \
          return FALSE;                                                                                                \
        if (chunk % CHUNKS_AT_ONCE == 0 && cancellable != NULL && g_cancellable_is_cancelled (cancellable))            \
          return FALSE;                                                                                                \
      }                                                                                                                \
                                                                                                                       \
    self->text = state;                                                                                                \
    self->tokens = token_state;                                                                                        \
                                                                                                                       \
    return TRUE;                                                                                                       \
  }

DEFINE_READ (plain)
#if LK_JSON_X86
DEFINE_READ (sse2)
DEFINE_READ (avx2, LK_JSON_AVX2)
DEFINE_READ (avx512, LK_JSON_AVX512)
#endif

static gboolean
read_chunks (LkJsonPart      *self,
             LkJsonProcessor  processor,
             gsize            first,
             gsize            end,
             GCancellable    *cancellable)
{
  switch (processor)
    {
#if LK_JSON_X86
    case LK_JSON_PROCESSOR_AVX512:
      return read_avx512 (self, first, end, cancellable);

    case LK_JSON_PROCESSOR_AVX2:
      return read_avx2 (self, first, end, cancellable);

    case LK_JSON_PROCESSOR_SSE2:
      return read_sse2 (self, first, end, cancellable);
#endif

    default:
      return read_plain (self, first, end, cancellable);
    }
}

/* Reads the part from what lk_json_part_begin() was told on. Answers whether it is sound. */
gboolean
lk_json_part_read (LkJsonPart      *self,
                   LkJsonProcessor  processor,
                   GCancellable    *cancellable)
{
  LkJsonOuter outer;

  self->is_sound = read_chunks (self, processor, self->first, self->end, cancellable);
  self->is_read = TRUE;

  outer = (LkJsonOuter) { self->frames->commas, self->frames->big, self->as_object != 0, self->as_array != 0 };
  g_array_append_val (self->outers, outer);

  return self->is_sound;
}

/* Begins the part with what it most likely begins with, found from a little of the text before it. That is read twice,
 * once as the inside of a string and once as the outside: JSON makes sense in one way alone, but for rare texts.
 * Answers whether it did in just one, and said what comes before the first token. */
gboolean
lk_json_part_guess (LkJsonPart      *self,
                    LkJsonProcessor  processor)
{
  static const LkJsonTokenState unknown = { .unknown = 3 };
  LkJsonMap *map = g_steal_pointer (&self->map);
  gboolean found = FALSE;

  for (gsize n = 1; !found && n <= CHUNKS_TO_GUESS && n <= self->first; n *= 2)
    {
      LkJsonTextState text;
      LkJsonTokenState tokens;
      guint n_sound = 0;

      for (guint i = 0; i < 2; i++)
        {
          LkJsonTextState begin = { .in_string = i == 0 ? 0 : ~G_GUINT64_CONSTANT (0) };

          lk_json_part_begin (self, &begin, &unknown);
          if (read_chunks (self, processor, self->first - n, self->first, NULL))
            {
              text = self->text;
              tokens = self->tokens;
              n_sound++;
            }
        }

      if (n_sound == 1 && tokens.unknown == 0)
        {
          lk_json_part_begin (self, &text, &tokens);
          found = TRUE;
        }
    }

  self->map = map;

  return found;
}

/* Whether a part that was read was begun with just what the one before it has come to. */
gboolean
lk_json_part_follows (const LkJsonPart *self,
                      const LkJsonPart *before)
{
  const LkJsonTextState *text = &self->begin_text;
  const LkJsonTextState *other = &before->text;

  return self->is_read && memcmp (&self->begin_tokens, &before->tokens, sizeof before->tokens) == 0 &&
         text->escaped == other->escaped && text->in_string == other->in_string &&
         text->in_scalar == other->in_scalar && text->leading_zero == other->leading_zero &&
         text->continuation == other->continuation &&
         (text->in_scalar == 0 || text->scalar_start == other->scalar_start);
}
