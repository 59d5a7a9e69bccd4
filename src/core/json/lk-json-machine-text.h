/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The first stage of the pass over JSON text: strings, escapes, UTF-8, numbers and words. Leaves which bytes are marks
 * and which begin tokens. */
#pragma once

#include "lk-json-blocks.h"
#include "lk-json-part.h"

G_BEGIN_DECLS

/* What is inlined into the loop of each processor, to be made of that processor's instructions. */
#define LK_JSON_HOT static inline __attribute__ ((always_inline))

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
LK_JSON_HOT gboolean
check_scalar (const LkJsonBody *body,
              gsize             start)
{
  const guint8 *at = body->data + start;
  const guint8 *end = body->data + body->length;
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
check_escape (const LkJsonBody *body,
              gsize             start)
{
  const guint8 *at = body->data + start + 1;
  const guint8 *end = body->data + body->length;

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

/* The backslashes that are not themselves escaped, and so begin an escape; `escaped` becomes the bytes they escape. */
LK_JSON_HOT guint64
find_escapes (LkJsonTextState *state,
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
LK_JSON_HOT guint64
check_utf8 (LkJsonTextState  *state,
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
check_scalars (const LkJsonBody *body,
               guint64           scalars,
               gsize             base)
{
  for (; scalars != 0; scalars &= scalars - 1)
    {
      if (!check_scalar (body, base + __builtin_ctzll (scalars)))
        return scalars;
    }

  return 0;
}

static guint64
check_escapes (const LkJsonBody *body,
               guint64           escapes,
               gsize             base)
{
  for (; escapes != 0; escapes &= escapes - 1)
    {
      if (!check_escape (body, base + __builtin_ctzll (escapes)))
        return escapes;
    }

  return 0;
}

/* In a string no control character may stand; outside a tab and the ends of lines alone. Those are the rest of the
 * white space. */
static guint64
check_controls (const LkJsonBody *body,
                guint64           controls,
                guint64           inside,
                gsize             base)
{
  guint64 bad = controls & inside;

  for (controls &= ~inside; controls != 0; controls &= controls - 1)
    {
      guint8 byte = body->data[base + __builtin_ctzll (controls)];

      if (byte != '\t' && byte != '\n' && byte != '\r')
        bad |= controls;
    }

  return bad;
}

/* Reads a block of text; `base` is its place, `parity` that of its bare quotation marks. Answers a mask that is not
 * zero where something was wrong. */
LK_JSON_HOT guint64
read_text (const LkJsonBody *body,
           LkJsonTextState  *state,
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
    bad |= check_controls (body, text->control, inside, base);

  *marks = text->mark & outside;

  scalar = outside & ~(text->mark | quote | text->white);
  scalars = scalar & ~(scalar << 1 | state->in_scalar);
  leading_zeros = scalars & text->zero;
  bad |= (leading_zeros << 1 | state->leading_zero) & scalar & text->digit;

  if ((scalar & ~text->digit) != 0)
    {
      bad |= check_scalars (body, scalars, base);
      if ((scalar & state->in_scalar) != 0 && !check_scalar (body, state->scalar_start))
        bad |= 1;
    }

  if (scalars != 0)
    state->scalar_start = base + 63 - __builtin_clzll (scalars);
  state->leading_zero = leading_zeros >> 63;
  state->in_scalar = scalar >> 63;

  *tokens = *marks | scalars | (quote & inside);

  return bad;
}

G_END_DECLS
