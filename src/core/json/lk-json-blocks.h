/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What each byte of a 64-byte block is, as one bit a byte: once in plain C, and as the processor does it at a stroke.
 */
#pragma once

#include <glib.h>
#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
#define LK_JSON_X86 1
#else
#define LK_JSON_X86 0
#endif

G_BEGIN_DECLS

#define LK_JSON_BLOCK 64

/* So many bytes ahead memory is asked for; what is past the end is not missed. */
#define LK_JSON_READ_AHEAD 4096

/* Of text. Bit 0 is the first byte. */
typedef struct
{
  guint64 quote;
  guint64 backslash;
  guint64 mark;           /* { [ } ] , : */
  guint64 white;          /* space and below */
  guint64 control;        /* below space: the other white space, and what may stand nowhere */
  guint64 digit;
  guint64 zero;
  guint64 high;           /* not ASCII */
} LkJsonText;

/* Of the first bytes of tokens. */
typedef struct
{
  guint64 quote;
  guint64 open;           /* { [ */
  guint64 close;          /* } ] */
  guint64 brace;          /* of those, { } */
  guint64 comma;
  guint64 colon;

  /* The brackets of containers that have none in them, and that close as they open; or only some of those. */
  guint64 leaf_open;
  guint64 leaf_close;
} LkJsonTokens;

/* Of text with bytes that are not ASCII, what RFC 3629 asks about them. */
typedef struct
{
  guint64 lead;           /* the first byte of a sequence of two, three or four */
  guint64 lead_of_3;      /* of three or four */
  guint64 lead_of_4;
  guint64 never;          /* overlong, or past U+10FFFF, whatever follows */
  guint64 e0, ed, f0, f4; /* leads whose second byte is bounded */
  guint64 below_90;
  guint64 below_a0;
} LkJsonHigh;

/* Two bytes of a text that is searched for, a few bytes apart, either case of a letter being as good as the other. */
typedef struct
{
  guint8 first, first_fold;   /* the byte, with the bits of fold set in it and in those it is compared with */
  guint8 last, last_fold;
  guint8 distance;
} LkJsonPair;

/* { and [, } and ] are 0x20 apart: with that bit set, one comparison finds both. */
#define LK_JSON_FOLD 0x20

/* Each processor gives four things for this: load 64 bytes; set bits of each; which bytes equal one; which are at most
 * one. */
#define LK_JSON_DEFINE_BLOCKS(Bytes, suffix, ...) \
  __VA_ARGS__ static inline void \
  lk_json_text_##suffix (const guint8 *at, \
                         LkJsonText   *text) \
  { \
    Bytes bytes = lk_json_load_##suffix (at); \
    Bytes folded = lk_json_set_##suffix (bytes, LK_JSON_FOLD); \
    \
    text->quote = lk_json_equal_##suffix (bytes, '"'); \
    text->backslash = lk_json_equal_##suffix (bytes, '\\'); \
    text->mark = lk_json_equal_##suffix (folded, '{') | lk_json_equal_##suffix (folded, '}') | \
                 lk_json_equal_##suffix (bytes, ',') | lk_json_equal_##suffix (bytes, ':'); \
    text->white = lk_json_at_most_##suffix (bytes, ' '); \
    text->control = lk_json_at_most_##suffix (bytes, ' ' - 1); \
    text->digit = lk_json_at_most_##suffix (bytes, '9') & ~lk_json_at_most_##suffix (bytes, '0' - 1); \
    text->zero = lk_json_equal_##suffix (bytes, '0'); \
    text->high = ~lk_json_at_most_##suffix (bytes, 0x7f); \
  } \
  \
  __VA_ARGS__ static inline void \
  lk_json_tokens_##suffix (const guint8 *at, \
                           LkJsonTokens *tokens) \
  { \
    Bytes bytes = lk_json_load_##suffix (at); \
    Bytes folded = lk_json_set_##suffix (bytes, LK_JSON_FOLD); \
    \
    tokens->quote = lk_json_equal_##suffix (bytes, '"'); \
    tokens->open = lk_json_equal_##suffix (folded, '{'); \
    tokens->close = lk_json_equal_##suffix (folded, '}'); \
    tokens->brace = ~lk_json_at_most_##suffix (bytes, ']'); \
    tokens->comma = lk_json_equal_##suffix (bytes, ','); \
    tokens->colon = lk_json_equal_##suffix (bytes, ':'); \
    lk_json_leaves_##suffix (tokens); \
  } \
  \
  __VA_ARGS__ static inline void \
  lk_json_high_##suffix (const guint8 *at, \
                         LkJsonHigh   *high) \
  { \
    Bytes bytes = lk_json_load_##suffix (at); \
    \
    high->lead = ~lk_json_at_most_##suffix (bytes, 0xbf); \
    high->lead_of_3 = ~lk_json_at_most_##suffix (bytes, 0xdf); \
    high->lead_of_4 = ~lk_json_at_most_##suffix (bytes, 0xef); \
    high->never = (high->lead & lk_json_at_most_##suffix (bytes, 0xc1)) | ~lk_json_at_most_##suffix (bytes, 0xf4); \
    high->e0 = lk_json_equal_##suffix (bytes, 0xe0); \
    high->ed = lk_json_equal_##suffix (bytes, 0xed); \
    high->f0 = lk_json_equal_##suffix (bytes, 0xf0); \
    high->f4 = lk_json_equal_##suffix (bytes, 0xf4); \
    high->below_90 = lk_json_at_most_##suffix (bytes, 0x8f); \
    high->below_a0 = lk_json_at_most_##suffix (bytes, 0x9f); \
  } \
  \
  __VA_ARGS__ static inline void \
  lk_json_pair_##suffix (const guint8     *at, \
                         const LkJsonPair *pair, \
                         guint64          *found, \
                         guint64          *backslash) \
  { \
    Bytes bytes = lk_json_load_##suffix (at); \
    Bytes later = lk_json_load_##suffix (at + pair->distance); \
    \
    *backslash = lk_json_equal_##suffix (bytes, '\\'); \
    *found = lk_json_equal_##suffix (lk_json_set_##suffix (bytes, pair->first_fold), pair->first) & \
             lk_json_equal_##suffix (lk_json_set_##suffix (later, pair->last_fold), pair->last); \
  }

/* And three more. Keep: the bytes that have a bit in `kept` side by side at `out`, where 64 bytes must have room;
 * answers how many they are. Parity: of the bits up to and with each. Leaves: finds some, or none, from what else is
 * known of tokens. */

static inline guint
lk_json_keep_each (const guint8 *at,
                   guint64       kept,
                   guint8       *out)
{
  guint count = 0;

  for (; kept != 0; kept &= kept - 1)
    out[count++] = at[__builtin_ctzll (kept)];

  return count;
}

static inline guint64
lk_json_parity_by_shifts (guint64 bits)
{
  bits ^= bits << 1;
  bits ^= bits << 2;
  bits ^= bits << 4;
  bits ^= bits << 8;
  bits ^= bits << 16;
  bits ^= bits << 32;

  return bits;
}

static inline void
lk_json_no_leaves (LkJsonTokens *tokens)
{
  tokens->leaf_open = 0;
  tokens->leaf_close = 0;
}

/* In plain C, eight bytes a word. */

#define LK_JSON_EACH_WORD(byte) (G_GUINT64_CONSTANT (0x0101010101010101) * (guint8) (byte))

typedef struct
{
  guint64 words[8];
} LkJsonPlain;

static inline LkJsonPlain
lk_json_load_plain (const guint8 *at)
{
  LkJsonPlain bytes;

  memcpy (&bytes, at, sizeof bytes);
  for (guint i = 0; i < 8; i++)
    bytes.words[i] = GUINT64_FROM_LE (bytes.words[i]);

  return bytes;
}

static inline LkJsonPlain
lk_json_set_plain (LkJsonPlain bytes,
                   guint8      bits)
{
  for (guint i = 0; i < 8; i++)
    bytes.words[i] |= LK_JSON_EACH_WORD (bits);

  return bytes;
}

/* Bit 7 of each byte of `word`, gathered into eight bits. */
static inline guint64
lk_json_gather (guint64 word)
{
  return (((word & LK_JSON_EACH_WORD (0x80)) >> 7) * G_GUINT64_CONSTANT (0x0102040810204080)) >> 56;
}

static inline guint64
lk_json_at_most_plain (LkJsonPlain bytes,
                       guint8      limit)
{
  guint64 mask = 0;

  for (guint i = 0; i < 8; i++)
    {
      guint64 word = bytes.words[i];
      /* Bit 7 of each byte: its lower seven bits are above the limit's. No sum carries into the next byte. */
      guint64 above = (word & LK_JSON_EACH_WORD (0x7f)) + LK_JSON_EACH_WORD (0x7f - (limit & 0x7f));

      mask |= lk_json_gather (limit < 0x80 ? ~above & ~word : ~(above & word)) << (8 * i);
    }

  return mask;
}

static inline guint64
lk_json_equal_plain (LkJsonPlain bytes,
                     guint8      byte)
{
  for (guint i = 0; i < 8; i++)
    bytes.words[i] ^= LK_JSON_EACH_WORD (byte);

  return lk_json_at_most_plain (bytes, 0);
}

#define lk_json_keep_plain lk_json_keep_each
#define lk_json_parity_plain lk_json_parity_by_shifts
#define lk_json_leaves_plain lk_json_no_leaves

LK_JSON_DEFINE_BLOCKS (LkJsonPlain, plain)

#if LK_JSON_X86

/* Every x86-64 has SSE2. */

typedef struct
{
  __m128i parts[4];
} LkJsonSse2;

static inline LkJsonSse2
lk_json_load_sse2 (const guint8 *at)
{
  LkJsonSse2 bytes;

  for (guint i = 0; i < 4; i++)
    bytes.parts[i] = _mm_loadu_si128 ((const __m128i *) (const void *) at + i);

  return bytes;
}

static inline LkJsonSse2
lk_json_set_sse2 (LkJsonSse2 bytes,
                  guint8     bits)
{
  for (guint i = 0; i < 4; i++)
    bytes.parts[i] = _mm_or_si128 (bytes.parts[i], _mm_set1_epi8 (bits));

  return bytes;
}

static inline guint64
lk_json_equal_sse2 (LkJsonSse2 bytes,
                    guint8     byte)
{
  guint64 mask = 0;

  for (guint i = 0; i < 4; i++)
    mask |= (guint64) (guint32) _mm_movemask_epi8 (_mm_cmpeq_epi8 (bytes.parts[i], _mm_set1_epi8 (byte))) << (16 * i);

  return mask;
}

static inline guint64
lk_json_at_most_sse2 (LkJsonSse2 bytes,
                      guint8     limit)
{
  guint64 mask = 0;

  for (guint i = 0; i < 4; i++)
    {
      __m128i lower = _mm_min_epu8 (bytes.parts[i], _mm_set1_epi8 (limit));

      mask |= (guint64) (guint32) _mm_movemask_epi8 (_mm_cmpeq_epi8 (bytes.parts[i], lower)) << (16 * i);
    }

  return mask;
}

#define lk_json_keep_sse2 lk_json_keep_each
#define lk_json_parity_sse2 lk_json_parity_by_shifts
#define lk_json_leaves_sse2 lk_json_no_leaves

LK_JSON_DEFINE_BLOCKS (LkJsonSse2, sse2)

#define LK_JSON_AVX2 __attribute__ ((target ("avx2,bmi,popcnt,lzcnt,pclmul")))

typedef struct
{
  __m256i parts[2];
} LkJsonAvx2;

LK_JSON_AVX2 static inline LkJsonAvx2
lk_json_load_avx2 (const guint8 *at)
{
  return (LkJsonAvx2) { { _mm256_loadu_si256 ((const __m256i *) (const void *) at),
                          _mm256_loadu_si256 ((const __m256i *) (const void *) (at + 32)) } };
}

LK_JSON_AVX2 static inline LkJsonAvx2
lk_json_set_avx2 (LkJsonAvx2 bytes,
                  guint8     bits)
{
  return (LkJsonAvx2) { { _mm256_or_si256 (bytes.parts[0], _mm256_set1_epi8 (bits)),
                          _mm256_or_si256 (bytes.parts[1], _mm256_set1_epi8 (bits)) } };
}

LK_JSON_AVX2 static inline guint64
lk_json_equal_avx2 (LkJsonAvx2 bytes,
                    guint8     byte)
{
  __m256i each = _mm256_set1_epi8 (byte);

  return (guint64) (guint32) _mm256_movemask_epi8 (_mm256_cmpeq_epi8 (bytes.parts[0], each)) |
         (guint64) (guint32) _mm256_movemask_epi8 (_mm256_cmpeq_epi8 (bytes.parts[1], each)) << 32;
}

LK_JSON_AVX2 static inline guint64
lk_json_at_most_avx2 (LkJsonAvx2 bytes,
                      guint8     limit)
{
  LkJsonAvx2 lower = { { _mm256_min_epu8 (bytes.parts[0], _mm256_set1_epi8 (limit)),
                         _mm256_min_epu8 (bytes.parts[1], _mm256_set1_epi8 (limit)) } };

  return (guint64) (guint32) _mm256_movemask_epi8 (_mm256_cmpeq_epi8 (bytes.parts[0], lower.parts[0])) |
         (guint64) (guint32) _mm256_movemask_epi8 (_mm256_cmpeq_epi8 (bytes.parts[1], lower.parts[1])) << 32;
}

/* There are some that put bits side by side one at a time. */
#define lk_json_leaves_avx2 lk_json_no_leaves
#define lk_json_keep_avx2 lk_json_keep_each

/* A product without carries, by a factor of ones, is just that parity. */
LK_JSON_AVX2 static inline guint64
lk_json_parity_avx2 (guint64 bits)
{
  return _mm_cvtsi128_si64 (_mm_clmulepi64_si128 (_mm_cvtsi64_si128 (bits), _mm_set1_epi8 (-1), 0));
}

LK_JSON_DEFINE_BLOCKS (LkJsonAvx2, avx2, LK_JSON_AVX2)

#define LK_JSON_AVX512 __attribute__ ((target ("avx512f,avx512bw,avx512vbmi2,avx2,bmi,bmi2,popcnt,lzcnt,pclmul")))

LK_JSON_AVX512 static inline __m512i
lk_json_load_avx512 (const guint8 *at)
{
  return _mm512_loadu_si512 (at);
}

LK_JSON_AVX512 static inline __m512i
lk_json_set_avx512 (__m512i bytes,
                    guint8  bits)
{
  return _mm512_or_si512 (bytes, _mm512_set1_epi8 (bits));
}

LK_JSON_AVX512 static inline guint64
lk_json_equal_avx512 (__m512i bytes,
                      guint8  byte)
{
  return _mm512_cmpeq_epi8_mask (bytes, _mm512_set1_epi8 (byte));
}

LK_JSON_AVX512 static inline guint64
lk_json_at_most_avx512 (__m512i bytes,
                        guint8  limit)
{
  return _mm512_cmple_epu8_mask (bytes, _mm512_set1_epi8 (limit));
}

LK_JSON_AVX512 static inline guint
lk_json_keep_avx512 (const guint8 *at,
                     guint64       kept,
                     guint8       *out)
{
  _mm512_storeu_si512 (out, _mm512_maskz_compress_epi8 (kept, _mm512_loadu_si512 (at)));

  return __builtin_popcountll (kept);
}

LK_JSON_AVX512 static inline guint64
lk_json_parity_avx512 (guint64 bits)
{
  return _mm_cvtsi128_si64 (_mm_clmulepi64_si128 (_mm_cvtsi64_si128 (bits), _mm_set1_epi8 (-1), 0));
}

/* With the brackets side by side, the one after an opening bracket is the next bit. */
LK_JSON_AVX512 static inline void
lk_json_leaves_avx512 (LkJsonTokens *tokens)
{
  guint64 brackets = tokens->open | tokens->close;
  guint64 opens = _pext_u64 (tokens->open, brackets);
  guint64 closes = _pext_u64 (tokens->close, brackets);
  guint64 braces = _pext_u64 (tokens->brace, brackets);
  guint64 leaves = opens & closes >> 1 & ~(braces ^ braces >> 1);

  tokens->leaf_open = _pdep_u64 (leaves, brackets);
  tokens->leaf_close = _pdep_u64 (leaves << 1, brackets);
}

LK_JSON_DEFINE_BLOCKS (__m512i, avx512, LK_JSON_AVX512)

#endif /* LK_JSON_X86 */

G_END_DECLS
