/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The grammar of RFC 8259, 64 bytes at a time and almost without a branch.
 *
 * First the text: every byte becomes one bit in a mask of its class (lk-json-blocks.h). Strings are found from the
 * parity of the quotation marks before a byte. What is left are tokens: the opening quotation mark of a string, the
 * first byte of a number or word, and { [ } ] , : themselves. Their bytes are put side by side, everything between them
 * left out.
 *
 * Then the tokens, 64 of them at a time, as masks again: a rule of the grammar is a rule of what may follow what, and
 * "the token after each comma" is now a shift by one. One thing is not seen from neighbours: whether a comma stands in
 * an object or in an array. It betrays what it must stand in: in an object a string and a colon follow. So the machine
 * walks over the brackets alone, with a stack, and between two brackets asks for all commas and colons at once whether
 * they are of the right kind.
 *
 * It says only whether the text is JSON. Why not, lk_json_explain() finds out.
 */
#include "config.h"

#include "lk-json-machine.h"

#include "lk-json-blocks.h"

#define N_BLOCKS (LK_JSON_CHUNK / LK_JSON_BLOCK)

/* What is inlined into the loop of each processor, to be made of that processor's instructions. */
#define HOT static inline __attribute__ ((always_inline))

/* Between two looks at the cancellable. */
#define CHUNKS_AT_ONCE 512

/* So many bytes ahead memory is asked for; what is past the end is not missed. */
#define READ_AHEAD 4096

typedef enum
{
  KIND_ROOT,
  KIND_OBJECT,
  KIND_ARRAY,
} Kind;

#define NOT_BIG G_MAXUINT32

/* A container that is open. */
typedef struct
{
  gsize   chunk;      /* in which it was opened … */
  guint32 ordinal;    /* … by this one of the chunk's opening brackets, from 0 */
  guint32 kind;
  gsize   commas;
  guint32 big;
} Frame;

typedef struct
{
  guint32 big;
  gsize   at;
} Place;

/* What a block of text leaves for the next: bits to come in at its bit 0. */
typedef struct
{
  guint64 escaped;
  guint64 in_string;         /* all ones or none */
  guint64 in_scalar;
  guint64 leading_zero;
  guint64 continuation;      /* bytes of a UTF-8 sequence that are still due */
  gsize   scalar_start;      /* of the last number or word */
} TextState;

/* What tokens leave for the next, likewise. */
typedef struct
{
  guint64 after_object_open;
  guint64 after_comma;
  guint64 after_colon;
  guint64 after_value;
  guint64 after_first_key;
  guint64 after_comma_string;
} TokenState;

typedef struct
{
  const guint8 *data;
  gsize         length;
  TextState     text;
  TokenState    tokens;

  Frame        *frames;      /* owned */
  guint         n_frames;    /* allocated */
  guint         depth;
  guint         max_depth;

  /* This chunk. */
  gsize         chunk;
  guint         lowest;
  guint         n_opens;
  guint         n_commas;

  LkJsonMap    *map;         /* owned; NULL: only look */
  GArray       *bigs;        /* owned, of LkJsonBig */
  GArray       *places;      /* owned, of Place */
} Machine;

/* What a scalar may be followed by. A quotation mark is wrong there, but that is found elsewhere. */
static const gboolean ends_scalar[256] = {
  [' '] = TRUE, ['\t'] = TRUE, ['\n'] = TRUE, ['\r'] = TRUE, [','] = TRUE, [':'] = TRUE,
  ['{'] = TRUE, ['}'] = TRUE, ['['] = TRUE, [']'] = TRUE, ['"'] = TRUE,
};

static const guint8 *
skip_digits (const guint8 *at,
             const guint8 *end)
{
  while (at < end && (guint8) (*at - '0') <= 9)
    at++;

  return at;
}

static const guint8 *
check_number (const guint8 *at,
              const guint8 *end)
{
  const guint8 *digits;

  if (at < end && *at == '-')
    at++;

  digits = at;
  at = skip_digits (at, end);
  if (at == digits || (*digits == '0' && at - digits > 1))
    return NULL;

  if (at < end && *at == '.')
    {
      digits = ++at;
      at = skip_digits (at, end);
      if (at == digits)
        return NULL;
    }

  if (at < end && (*at | 0x20) == 'e')
    {
      at++;
      if (at < end && (*at == '+' || *at == '-'))
        at++;
      digits = at;
      at = skip_digits (at, end);
      if (at == digits)
        return NULL;
    }

  return at;
}

/* Whether the run of bytes that begins at `start` is a number or a word. */
HOT gboolean
check_scalar (const Machine *self,
              gsize          start)
{
  const guint8 *at = self->data + start;
  const guint8 *end = self->data + self->length;
  guint32 word;

  if (end - at >= 6)
    {
      memcpy (&word, at, sizeof word);
      if (word == GUINT32_FROM_BE (0x74727565) || word == GUINT32_FROM_BE (0x6e756c6c)) /* true, null */
        return ends_scalar[at[4]];
      if (word == GUINT32_FROM_BE (0x66616c73) && at[4] == 'e') /* fals */
        return ends_scalar[at[5]];
    }
  else if (end - at >= 4 && (memcmp (at, "true", 4) == 0 || memcmp (at, "null", 4) == 0))
    {
      return at + 4 == end || ends_scalar[at[4]];
    }
  else if (end - at == 5 && memcmp (at, "false", 5) == 0)
    {
      return TRUE;
    }

  at = check_number (at, end);

  return at != NULL && (at == end || ends_scalar[*at]);
}

/* Whether the escape whose backslash is at `start` is one. */
static gboolean
check_escape (const Machine *self,
              gsize          start)
{
  const guint8 *at = self->data + start + 1;
  const guint8 *end = self->data + self->length;

  if (at >= end)
    return FALSE;

  switch (*at)
    {
    case '"': case '\\': case '/': case 'b': case 'f': case 'n': case 'r': case 't':
      return TRUE;

    case 'u':
      return end - at >= 5 && g_ascii_isxdigit (at[1]) && g_ascii_isxdigit (at[2]) && g_ascii_isxdigit (at[3]) &&
             g_ascii_isxdigit (at[4]);

    default:
      return FALSE;
    }
}

static void
grow_frames (Machine *self)
{
  self->n_frames = MAX (64, self->n_frames * 2);
  self->frames = g_renew (Frame, self->frames, self->n_frames);
}

/* Where the bracket or comma number `ordinal` of this chunk stands; the marks of the chunk must be there. */
static gsize
find_mark (const Machine *self,
           gsize          chunk,
           guint          ordinal,
           gboolean       comma)
{
  for (gsize word = chunk * N_BLOCKS;; word++)
    {
      for (guint64 marks = self->map->marks[word]; marks != 0; marks &= marks - 1)
        {
          gsize at = word * LK_JSON_BLOCK + __builtin_ctzll (marks);
          guint8 byte = self->data[at];

          if ((comma ? byte == ',' : (byte | 0x20) == '{') && ordinal-- == 0)
            return at;
        }
    }
}

/* A comma before a child whose number is a multiple of the stride: writes its place down. */
static void
add_place (Machine *self,
           Frame   *frame,
           guint    ordinal)
{
  Place place;

  if (frame->big == NOT_BIG)
    {
      LkJsonBig big = { .start = find_mark (self, frame->chunk, frame->ordinal, FALSE) };

      frame->big = self->bigs->len;
      g_array_append_val (self->bigs, big);
    }

  place.big = frame->big;
  place.at = find_mark (self, self->chunk, ordinal, TRUE);
  g_array_append_val (self->places, place);
}

HOT void
count_commas (Machine *self,
              Frame   *frame,
              guint64  commas)
{
  gsize before = frame->commas;
  guint count = __builtin_popcountll (commas);

  frame->commas = before + count;

  /* At the root no comma may stand: there is no bracket to write a place down for. */
  if (G_UNLIKELY (before / LK_JSON_STRIDE != frame->commas / LK_JSON_STRIDE) && self->map != NULL &&
      frame->kind != KIND_ROOT)
    add_place (self, frame, self->n_commas + LK_JSON_STRIDE - before % LK_JSON_STRIDE - 1);

  self->n_commas += count;
}

/* Walks over the brackets of up to 64 tokens. Answers a mask that is not zero where something was wrong. */
HOT guint64
walk_brackets (Machine *self,
               guint64  brackets,
               guint64  opens,
               guint64  braces,
               guint64  commas,
               guint64  needs_object,
               guint64  needs_array)
{
  guint64 bad = 0;
  guint64 left = ~G_GUINT64_CONSTANT (0);
  guint depth = self->depth;
  guint lowest = self->lowest;
  Frame *frame = &self->frames[depth];
  guint64 wrong[] = {
    [KIND_ROOT] = needs_object | needs_array,
    [KIND_OBJECT] = needs_array,
    [KIND_ARRAY] = needs_object,
  };

  while (brackets != 0)
    {
      guint64 bit = brackets & -brackets;
      guint64 range = (bit ^ (bit - 1)) & left;
      guint32 kind = (braces & bit) != 0 ? KIND_OBJECT : KIND_ARRAY;

      count_commas (self, frame, commas & range);
      bad |= wrong[frame->kind] & range;

      if ((opens & bit) != 0)
        {
          if (G_UNLIKELY (++depth > self->max_depth))
            return bit;

          if (G_UNLIKELY (depth >= self->n_frames))
            {
              grow_frames (self);
              frame = &self->frames[depth - 1];
            }

          frame++;
          *frame = (Frame) {
            .chunk = self->chunk,
            .ordinal = self->n_opens + __builtin_popcountll (opens & (bit - 1)),
            .kind = kind,
            .big = NOT_BIG,
          };
        }
      else
        {
          if (G_UNLIKELY (frame->kind != kind))
            return bit;

          if (G_UNLIKELY (frame->big != NOT_BIG))
            g_array_index (self->bigs, LkJsonBig, frame->big).n_children = frame->commas + 1;

          frame--;
          depth--;
          lowest = MIN (lowest, depth);
        }

      left &= ~range;
      brackets ^= bit;
    }

  count_commas (self, frame, commas & left);
  self->n_opens += __builtin_popcountll (opens);
  bad |= wrong[frame->kind] & left;
  self->depth = depth;
  self->lowest = lowest;

  return bad;
}

/* The backslashes that are not themselves escaped, and so begin an escape; `escaped` becomes the bytes they escape. */
HOT guint64
find_escapes (TextState *state,
              guint64    backslash,
              guint64   *escaped)
{
  static const guint64 even_bits = G_GUINT64_CONSTANT (0x5555555555555555);
  guint64 follows;
  guint64 odd_starts;
  guint64 sequences;
  guint64 inverted;
  guint64 carry;

  backslash &= ~state->escaped;
  follows = backslash << 1 | state->escaped;
  odd_starts = backslash & ~even_bits & ~follows;
  carry = __builtin_add_overflow (odd_starts, backslash, &sequences);
  inverted = sequences << 1;
  *escaped = (even_bits ^ inverted) & follows;
  state->escaped = carry;

  return backslash & ~*escaped;
}

/* Checks a block that has bytes past ASCII, or follows one that ends in mid-sequence. */
HOT guint64
check_utf8 (TextState        *state,
            const LkJsonHigh *high,
            guint64           present,
            guint8            before)
{
  guint64 due = high->lead << 1 | high->lead_of_3 << 2 | high->lead_of_4 << 3 | state->continuation;
  guint64 bad = (due ^ (present & ~high->lead)) | high->never;

  bad |= (high->e0 << 1 | (before == 0xe0)) & high->below_a0;
  bad |= (high->ed << 1 | (before == 0xed)) & ~high->below_a0;
  bad |= (high->f0 << 1 | (before == 0xf0)) & high->below_90;
  bad |= (high->f4 << 1 | (before == 0xf4)) & ~high->below_90;
  state->continuation = high->lead >> 63 | high->lead_of_3 >> 62 | high->lead_of_4 >> 61;

  return bad;
}

/* Numbers and words, which need a look unless they are plain digits. */
static guint64
check_scalars (const Machine *self,
               guint64        scalars,
               gsize          base)
{
  for (; scalars != 0; scalars &= scalars - 1)
    {
      if (!check_scalar (self, base + __builtin_ctzll (scalars)))
        return scalars;
    }

  return 0;
}

static guint64
check_escapes (const Machine *self,
               guint64        escapes,
               gsize          base)
{
  for (; escapes != 0; escapes &= escapes - 1)
    {
      if (!check_escape (self, base + __builtin_ctzll (escapes)))
        return escapes;
    }

  return 0;
}

/* In a string no control character may stand; outside a tab and the ends of lines alone. Those are the rest of the
 * white space. */
static guint64
check_controls (const Machine *self,
                guint64        controls,
                guint64        inside,
                gsize          base)
{
  guint64 bad = controls & inside;

  for (controls &= ~inside; controls != 0; controls &= controls - 1)
    {
      guint8 byte = self->data[base + __builtin_ctzll (controls)];

      if (byte != '\t' && byte != '\n' && byte != '\r')
        bad |= controls;
    }

  return bad;
}

/* Reads a block of text; `base` is its place, `parity` that of its bare quotation marks. Answers a mask that is not
 * zero where something was wrong. */
HOT guint64
read_text (const Machine    *self,
           TextState        *state,
           const LkJsonText *text,
           gsize             base,
           guint64           quote,
           guint64           parity,
           guint64          *tokens,
           guint64          *marks)
{
  guint64 bad = 0;
  guint64 inside, outside, scalar, scalars, leading_zeros;

  /* Inside is from the opening quotation mark to before the closing one. */
  inside = parity ^ state->in_string;
  outside = ~inside;
  state->in_string = (guint64) ((gint64) inside >> 63);

  if (G_UNLIKELY (text->control != 0))
    bad |= check_controls (self, text->control, inside, base);

  *marks = text->mark & outside;

  scalar = outside & ~(text->mark | quote | text->white);
  scalars = scalar & ~(scalar << 1 | state->in_scalar);
  leading_zeros = scalars & text->zero;
  bad |= (leading_zeros << 1 | state->leading_zero) & scalar & text->digit;

  if ((scalar & ~text->digit) != 0)
    {
      bad |= check_scalars (self, scalars, base);
      if ((scalar & state->in_scalar) != 0 && !check_scalar (self, state->scalar_start))
        bad |= 1;
    }

  if (scalars != 0)
    state->scalar_start = base + 63 - __builtin_clzll (scalars);
  state->leading_zero = leading_zeros >> 63;
  state->in_scalar = scalar >> 63;

  *tokens = *marks | scalars | (quote & inside);

  return bad;
}

/* The tokens before which one of `tokens` stands, and whether the first of the next ones is so. */
HOT guint64
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
HOT guint64
read_tokens (Machine            *self,
             TokenState         *state,
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
  guint64 bad;

  guint64 first_key = following (opens & tokens->brace, last, &state->after_object_open);
  guint64 after_comma = following (commas, last, &state->after_comma);
  guint64 after_colon = following (colons, last, &state->after_colon);
  guint64 after_value = following (present & ~(opens | commas | colons), last, &state->after_value);
  guint64 after_array_open = ~(first_key | after_comma | after_colon | after_value);
  guint64 after_first_key = following (first_key & strings, last, &state->after_first_key);
  guint64 comma_string = after_comma & strings;
  guint64 after_comma_string = following (comma_string, last, &state->after_comma_string);

  bad = first_key & ~(strings | (closes & tokens->brace));
  bad |= after_array_open & ~(values | (closes & ~tokens->brace));
  bad |= (after_comma | after_colon) & ~values;
  bad |= after_value & ~marks;
  bad |= after_value & opens;
  bad |= after_first_key & ~colons;
  bad |= colons & ~(after_first_key | after_comma_string);
  bad &= present;

  bad |= walk_brackets (self, opens | closes, opens, tokens->brace, commas, colons,
                        present & ((after_comma & ~strings) | (after_comma_string & ~colons)));

  if (self->map != NULL)
    self->map->n_values += __builtin_popcountll (values) - __builtin_popcountll (colons);

  return bad;
}

static void
begin_chunk (Machine *self,
             gsize    chunk)
{
  self->chunk = chunk;
  self->lowest = self->depth;
  self->n_opens = 0;
  self->n_commas = 0;

  if (self->map != NULL)
    self->map->chunks[chunk].depth = self->depth;
}

/* Reads the text; made once for each processor from what lk-json-blocks.h has for it. */
#define DEFINE_READ(suffix, ...)                                                                                       \
  __VA_ARGS__ static gboolean read_##suffix (Machine *self, GCancellable *cancellable)                                 \
  {                                                                                                                    \
    gsize n_chunks = (self->length + LK_JSON_CHUNK - 1) / LK_JSON_CHUNK;                                               \
    guint8 tail[LK_JSON_CHUNK];                                                                                        \
    guint8 bytes[LK_JSON_CHUNK + LK_JSON_BLOCK];                                                                       \
    TextState state = self->text;                                                                                      \
    TokenState token_state = self->tokens;                                                                             \
                                                                                                                       \
    for (gsize chunk = 0; chunk < n_chunks; chunk++)                                                                   \
      {                                                                                                                \
        gsize base = chunk * LK_JSON_CHUNK;                                                                            \
        gsize length = MIN (LK_JSON_CHUNK, self->length - base);                                                       \
        guint n_blocks = (length + LK_JSON_BLOCK - 1) / LK_JSON_BLOCK;                                                 \
        const guint8 *at = self->data + base;                                                                          \
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
            __builtin_prefetch (block + READ_AHEAD);                                                                   \
            lk_json_text_##suffix (block, &text);                                                                      \
            quote = text.quote;                                                                                        \
                                                                                                                       \
            if ((text.high | state.continuation) != 0)                                                                 \
              {                                                                                                        \
                LkJsonHigh high;                                                                                       \
                                                                                                                       \
                lk_json_high_##suffix (block, &high);                                                                  \
                bad |= check_utf8 (&state, &high, text.high, place > 0 ? self->data[place - 1] : 0);                   \
              }                                                                                                        \
                                                                                                                       \
            if (G_UNLIKELY ((text.backslash | state.escaped) != 0))                                                    \
              {                                                                                                        \
                guint64 escaped;                                                                                       \
                guint64 escapes = find_escapes (&state, text.backslash, &escaped);                                     \
                                                                                                                       \
                bad |= check_escapes (self, escapes, place);                                                           \
                quote &= ~escaped;                                                                                     \
              }                                                                                                        \
                                                                                                                       \
            bad |= read_text (self, &state, &text, place, quote, lk_json_parity_##suffix (quote), &tokens, &marks);    \
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
read_all (Machine         *self,
          LkJsonProcessor  processor,
          GCancellable    *cancellable)
{
  switch (processor)
    {
#if LK_JSON_X86
    case LK_JSON_PROCESSOR_AVX512:
      return read_avx512 (self, cancellable);

    case LK_JSON_PROCESSOR_AVX2:
      return read_avx2 (self, cancellable);

    case LK_JSON_PROCESSOR_SSE2:
      return read_sse2 (self, cancellable);
#endif

    default:
      return read_plain (self, cancellable);
    }
}

static int
compare_bigs (gconstpointer a,
              gconstpointer b)
{
  const LkJsonBig *one = a;
  const LkJsonBig *other = b;

  return (one->start > other->start) - (one->start < other->start);
}

/* Places were written down as they came, those of one container among those of others: they are put side by side. */
static void
sort_places (Machine *self)
{
  LkJsonMap *map = self->map;
  LkJsonBig *bigs = (LkJsonBig *) (gpointer) self->bigs->data;
  guint32 first = 0;

  map->n_places = self->places->len;
  map->places = g_new (gsize, map->n_places);

  for (gsize i = 0; i < map->n_places; i++)
    bigs[g_array_index (self->places, Place, i).big].n_places++;

  for (gsize i = 0; i < self->bigs->len; i++)
    {
      bigs[i].first = first;
      first += bigs[i].n_places;
      bigs[i].n_places = 0;
    }

  for (gsize i = 0; i < map->n_places; i++)
    {
      Place *place = &g_array_index (self->places, Place, i);
      LkJsonBig *big = &bigs[place->big];

      map->places[big->first + big->n_places++] = place->at;
    }

  g_array_sort (self->bigs, compare_bigs);
  map->n_bigs = self->bigs->len;
  map->bigs = g_memdup2 (self->bigs->data, map->n_bigs * sizeof (LkJsonBig));
}

static LkJsonMap *
map_new (gsize length)
{
  LkJsonMap *map = g_new0 (LkJsonMap, 1);

  map->length = length;
  map->marks = g_new (guint64, (length + LK_JSON_BLOCK - 1) / LK_JSON_BLOCK);
  map->n_chunks = (length + LK_JSON_CHUNK - 1) / LK_JSON_CHUNK;
  map->chunks = g_new (LkJsonChunk, map->n_chunks);

  return map;
}

/**
 * lk_json_processor_best:
 *
 * Returns: the widest instructions of this processor that the machine knows to use
 */
LkJsonProcessor
lk_json_processor_best (void)
{
#if LK_JSON_X86
  if (__builtin_cpu_supports ("avx512vbmi2"))
    return LK_JSON_PROCESSOR_AVX512;

  if (__builtin_cpu_supports ("avx2") && __builtin_cpu_supports ("bmi"))
    return LK_JSON_PROCESSOR_AVX2;

  return LK_JSON_PROCESSOR_SSE2;
#else
  return LK_JSON_PROCESSOR_PLAIN;
#endif
}

/**
 * lk_json_machine_run:
 * @processor: what to read with; all say the same
 * @data: text that may be JSON
 * @length: its bytes
 * @max_depth: containers inside one another; below 65536 when a map is wanted
 * @cancellable: (nullable): looked at now and then
 * @map: (out) (optional) (transfer full): where to leave a map of the text
 *
 * Returns: whether the text is JSON, read to its end
 */
gboolean
lk_json_machine_run (LkJsonProcessor   processor,
                     const char       *data,
                     gsize             length,
                     guint             max_depth,
                     GCancellable     *cancellable,
                     LkJsonMap       **map)
{
  Machine self = {
    .data = (const guint8 *) data,
    .length = length,
    .max_depth = max_depth,
    .tokens.after_colon = 1, /* as after a colon, a value is due */
  };
  gboolean whole;

  g_assert (map == NULL || max_depth <= G_MAXUINT16);

  grow_frames (&self);
  self.frames[0] = (Frame) { .kind = KIND_ROOT, .big = NOT_BIG };

  if (map != NULL)
    {
      self.map = map_new (length);
      self.bigs = g_array_new (FALSE, FALSE, sizeof (LkJsonBig));
      self.places = g_array_new (FALSE, FALSE, sizeof (Place));
    }

  whole = read_all (&self, processor, cancellable) && self.text.in_string == 0 && self.depth == 0 &&
          self.tokens.after_value != 0 && self.tokens.after_comma_string == 0;

  if (whole && map != NULL)
    {
      sort_places (&self);
      *map = g_steal_pointer (&self.map);
    }

  g_clear_pointer (&self.map, lk_json_map_free);
  g_clear_pointer (&self.bigs, g_array_unref);
  g_clear_pointer (&self.places, g_array_unref);
  g_free (self.frames);

  return whole;
}

void
lk_json_map_free (LkJsonMap *map)
{
  g_free (map->marks);
  g_free (map->chunks);
  g_free (map->bigs);
  g_free (map->places);
  g_free (map);
}
