/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A text is compared character by character, each decoded and case-folded as Unicode has it: "STRASSE" is in "straße".
 * That is slow, so it is only done where it may succeed. Some characters of the text can stand in the body in few ways:
 * as the bytes they are, as the other case of an ASCII letter, or escaped. The longest run of such characters is looked
 * for 64 bytes at a time, and only a key or scalar that holds it, or an escape of one of the text's characters, is
 * read.
 */
#include "config.h"

#include "lk-json-matcher.h"

#include <string.h>

#include "lk-json-blocks.h"
#include "lk-json-index-private.h"
#include "lk-json-string.h"

/* A case-folded character is up to three. */
#define MAX_FOLDED 3
#define N_REMEMBERED 1024
#define MAX_RUN 8

/* Between two looks at the cancellable. */
#define BYTES_AT_ONCE 65536
#define TOKENS_AT_ONCE 1024

typedef struct
{
  gunichar c;
  guint    n;
  gunichar folded[MAX_FOLDED];
} Folded;

struct _LkJsonMatcher
{
  GArray     *needle;                    /* owned: of gunichar, case-folded */
  guint64     needle_bits;               /* of each of its characters, by the lower six bits */

  /* What of it stands in the body as bytes; none if run_length is 0. */
  guint       run_length;
  guint64     run;                       /* from the lowest byte up, with the bits of run_fold set */
  guint64     run_fold;
  guint64     run_mask;
  LkJsonPair  pair;                      /* its first and last byte */

  Folded      remembered[N_REMEMBERED];  /* by the lower bits; no ASCII */
};

/* One search through one body. */
typedef struct
{
  LkJsonMatcher   *matcher;
  LkJsonIndex     *index;
  const guint8    *data;
  gsize            length;
  GCancellable    *cancellable;
  LkJsonMatchFunc  func;
  gpointer         user_data;

  gsize            done;                 /* up to here all keys and scalars are read */
  gsize            escape_end;           /* past the two first bytes of the last escape */
} Hunt;

static const Folded *
fold (LkJsonMatcher *self,
      gunichar       c)
{
  Folded *entry = &self->remembered[c % N_REMEMBERED];

  if (entry->c != c)
    {
      entry->c = c;
      entry->n = 1;
      entry->folded[0] = c;

      /* A lone surrogate is no character: it is equal to itself. Cherokee capitals are what Cherokee is folded to; GLib
       * folds them back. */
      if (g_unichar_validate (c) && !(c >= 0x13a0 && c <= 0x13f5))
        {
          char bytes[6];
          int length = g_unichar_to_utf8 (c, bytes);
          g_autofree char *folded = g_utf8_casefold (bytes, length);
          const char *at = folded;

          for (entry->n = 0; *at != '\0' && entry->n < MAX_FOLDED; at = g_utf8_next_char (at))
            entry->folded[entry->n++] = g_utf8_get_char (at);
        }
    }

  return entry;
}

static inline gunichar
read_char (const char **at,
           const char  *end,
           gboolean     escapes)
{
  guchar byte = **at;
  gunichar c;

  if (byte < 0x80 && (byte != '\\' || !escapes))
    {
      (*at)++;
      return byte;
    }

  if (escapes)
    return lk_json_string_next (at, end);

  c = g_utf8_get_char (*at);
  *at = g_utf8_next_char (*at);

  return c;
}

/* Where the text ends that begins at `at`; NULL if it does not. It begins and ends with whole characters. */
static const char *
match_at (LkJsonMatcher *self,
          const char    *at,
          const char    *end,
          gboolean       escapes)
{
  const gunichar *needle = (const gunichar *) (gconstpointer) self->needle->data;
  guint n = self->needle->len;
  guint i = 0;

  while (i < n)
    {
      gunichar c;

      if (at == end)
        return NULL;

      c = read_char (&at, end, escapes);
      if (c < 0x80)
        {
          if ((gunichar) g_ascii_tolower (c) != needle[i++])
            return NULL;
        }
      else
        {
          const Folded *folded = fold (self, c);

          for (guint j = 0; j < folded->n; j++)
            {
              if (i == n || folded->folded[j] != needle[i++])
                return NULL;
            }
        }
    }

  return at;
}

/* Where the text first begins between `at` and `end`; NULL if nowhere. */
static const char *
match (LkJsonMatcher  *self,
       const char     *at,
       const char     *end,
       gboolean        escapes,
       const char    **match_end)
{
  gunichar first = g_array_index (self->needle, gunichar, 0);

  while (at < end)
    {
      const char *from = at;
      gunichar c = read_char (&at, end, escapes);

      c = c < 0x80 ? (gunichar) g_ascii_tolower (c) : fold (self, c)->folded[0];
      if (c == first)
        {
          const char *to = match_at (self, from, end, escapes);

          if (to != NULL)
            {
              *match_end = to;
              return from;
            }
        }
    }

  return NULL;
}

/* Whether the needle's character `i` stands in a body as its own bytes, in the other case of an ASCII letter or
 * escaped, and in no other way. Not so what another character is folded to: k (KELVIN SIGN), s (LONG S), ss (ß), ff,
 * fi, fl and st (ligatures), and an ASCII letter that an accent or apostrophe belongs to. What has another case and is
 * not ASCII changes its bytes with it. */
static gboolean
is_stable (const gunichar *needle,
           guint           n,
           guint           i)
{
  gunichar c = needle[i];
  gunichar before = i > 0 ? needle[i - 1] : 0;
  gunichar after = i + 1 < n ? needle[i + 1] : 0;

  if (c < 0x80)
    {
      if (c < ' ' || c == '"' || c == '\\' || c == 'k' || c == 's' || c == 'f')
        return FALSE;

      if ((c == 't' && before == 's') || ((c == 'i' || c == 'l') && before == 'f'))
        return FALSE;

      return !g_ascii_isalpha (c) || (before < 0x80 && after < 0x80);
    }

  switch (g_unichar_type (c))
    {
    case G_UNICODE_OTHER_LETTER:
      return TRUE;

    case G_UNICODE_OTHER_SYMBOL:
      /* Before stand the circled letters, which have cases. */
      return c >= 0x2500;

    default:
      return FALSE;
    }
}

/* Makes the first bytes of the longest run of stable characters what is looked for. */
static void
find_run (LkJsonMatcher *self)
{
  const gunichar *needle = (const gunichar *) (gconstpointer) self->needle->data;
  guint8 bytes[MAX_RUN + 6];
  guint8 best[MAX_RUN + 6];
  guint length = 0;

  for (guint i = 0; i < self->needle->len; i++)
    {
      if (!is_stable (needle, self->needle->len, i))
        length = 0;
      else if (length < MAX_RUN)
        length += g_unichar_to_utf8 (needle[i], (char *) bytes + length);

      if (length > self->run_length)
        {
          self->run_length = length;
          memcpy (best, bytes, length);
        }
    }

  self->run_length = MIN (self->run_length, MAX_RUN);

  for (guint i = 0; i < self->run_length; i++)
    {
      guint8 case_bit = g_ascii_isalpha (best[i]) ? 0x20 : 0;

      self->run |= (guint64) best[i] << (8 * i);
      self->run_fold |= (guint64) case_bit << (8 * i);
      self->run_mask |= (guint64) 0xff << (8 * i);
    }

  if (self->run_length > 0)
    {
      self->pair.first = self->run;
      self->pair.first_fold = self->run_fold;
      self->pair.distance = self->run_length - 1;
      self->pair.last = self->run >> (8 * self->pair.distance);
      self->pair.last_fold = self->run_fold >> (8 * self->pair.distance);
    }
}

static gboolean
is_run_at (const Hunt *hunt,
           gsize       at)
{
  const LkJsonMatcher *matcher = hunt->matcher;
  guint64 word = 0;

  if (G_LIKELY (at + sizeof word <= hunt->length))
    memcpy (&word, hunt->data + at, sizeof word);
  else
    memcpy (&word, hunt->data + at, hunt->length - at);

  return ((GUINT64_FROM_LE (word) | matcher->run_fold) & matcher->run_mask) == matcher->run;
}

/* Whether the escape at `at` stands for a character that may be one of the text's. */
static gboolean
is_escape_of_text (const Hunt *hunt,
                   gsize       at)
{
  const char *place = (const char *) hunt->data + at;
  gunichar c = lk_json_string_next (&place, (const char *) hunt->data + hunt->length);

  c = c < 0x80 ? (gunichar) g_ascii_tolower (c) : fold (hunt->matcher, c)->folded[0];

  return (hunt->matcher->needle_bits >> c % 64 & 1) != 0;
}

/* Reads what stands between two marks, which is one key or scalar or nothing. Answers whether to go on. */
static gboolean
read_between (Hunt  *hunt,
              gsize  begin,
              gsize  mark)
{
  gsize start = _lk_json_skip_space (hunt->index, begin);
  gsize end = _lk_json_trim_space (hunt->index, mark);
  gsize quote = start < end && hunt->data[start] == '"' ? 1 : 0;
  const char *data = (const char *) hunt->data;
  const char *match_end;

  hunt->done = mark + 1;

  if (start + quote >= end - quote || match (hunt->matcher, data + start + quote, data + end - quote, quote != 0,
                                             &match_end) == NULL)
    return TRUE;

  return hunt->func (start, hunt->user_data);
}

static gboolean
read_around (Hunt  *hunt,
             gsize  at)
{
  gsize before;

  if ((hunt->index->map->marks[at / 64] >> at % 64 & 1) != 0)
    return TRUE;

  before = _lk_json_previous_mark (hunt->index, at);

  return read_between (hunt, before == LK_JSON_NOWHERE ? 0 : before + 1, _lk_json_next_mark (hunt->index, at));
}

/* Looks at what of 64 bytes may matter. Answers whether to go on. */
static gboolean
look_closer (Hunt    *hunt,
             gsize    base,
             guint64  found,
             guint64  backslash)
{
  for (guint64 left = found | backslash; left != 0; left &= left - 1)
    {
      guint64 bit = left & -left;
      gsize at = base + __builtin_ctzll (left);
      gboolean matters = FALSE;

      if ((backslash & bit) != 0 && at >= hunt->escape_end)
        {
          hunt->escape_end = at + 2;
          matters = at >= hunt->done && is_escape_of_text (hunt, at);
        }

      if ((found & bit) != 0 && at >= hunt->done && !matters)
        matters = is_run_at (hunt, at);

      if (matters && !read_around (hunt, at))
        return FALSE;
    }

  return TRUE;
}

/* Looks for the run; made once for each processor from what lk-json-blocks.h has for it. */
#define DEFINE_HUNT(suffix, ...)                                                                                       \
  __VA_ARGS__ static void hunt_##suffix (Hunt *hunt)                                                                   \
  {                                                                                                                    \
    const LkJsonPair pair = hunt->matcher->pair;                                                                       \
    guint8 tail[LK_JSON_BLOCK + MAX_RUN];                                                                              \
                                                                                                                       \
    for (gsize base = 0; base < hunt->length; base += LK_JSON_BLOCK)                                                   \
      {                                                                                                                \
        const guint8 *at = hunt->data + base;                                                                          \
        guint64 found;                                                                                                 \
        guint64 backslash;                                                                                             \
                                                                                                                       \
        if (G_UNLIKELY (hunt->length - base < sizeof tail))                                                            \
          {                                                                                                            \
            memset (tail, 0, sizeof tail);                                                                             \
            memcpy (tail, at, hunt->length - base);                                                                    \
            at = tail;                                                                                                 \
          }                                                                                                            \
                                                                                                                       \
        __builtin_prefetch (hunt->data + base + LK_JSON_READ_AHEAD);                                                   \
        lk_json_pair_##suffix (at, &pair, &found, &backslash);                                                         \
        if (G_UNLIKELY ((found | backslash) != 0) && !look_closer (hunt, base, found, backslash))                      \
          return;                                                                                                      \
        if (base % BYTES_AT_ONCE == 0 && hunt->cancellable != NULL && g_cancellable_is_cancelled (hunt->cancellable))  \
          return;                                                                                                      \
      }                                                                                                                \
  }

DEFINE_HUNT (plain)
#if LK_JSON_X86
DEFINE_HUNT (sse2)
DEFINE_HUNT (avx2, LK_JSON_AVX2)
DEFINE_HUNT (avx512, LK_JSON_AVX512)
#endif

/* Nothing of the text stands in the body as known bytes: reads every key and scalar. */
static void
hunt_everywhere (Hunt *hunt)
{
  gsize begin = 0;

  for (guint n = 0; begin < hunt->length; n++)
    {
      gsize mark = _lk_json_next_mark (hunt->index, begin);

      if (!read_between (hunt, begin, mark))
        return;
      if (n % TOKENS_AT_ONCE == 0 && hunt->cancellable != NULL && g_cancellable_is_cancelled (hunt->cancellable))
        return;

      begin = mark + 1;
    }
}

/**
 * lk_json_matcher_new:
 * @text: what to find; not empty, and valid UTF-8
 *
 * Returns: (transfer full): a matcher of it, for one thread at a time
 */
LkJsonMatcher *
lk_json_matcher_new (const char *text)
{
  LkJsonMatcher *self;

  g_return_val_if_fail (text != NULL && *text != '\0', NULL);
  g_return_val_if_fail (g_utf8_validate (text, -1, NULL), NULL);

  self = g_new0 (LkJsonMatcher, 1);
  self->needle = g_array_new (FALSE, FALSE, sizeof (gunichar));

  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    {
      const Folded *folded = fold (self, g_utf8_get_char (at));

      g_array_append_vals (self->needle, folded->folded, folded->n);
    }

  for (guint i = 0; i < self->needle->len; i++)
    self->needle_bits |= G_GUINT64_CONSTANT (1) << g_array_index (self->needle, gunichar, i) % 64;

  find_run (self);

  return self;
}

/**
 * lk_json_matcher_free:
 * @self: a matcher
 *
 * Frees it.
 */
void
lk_json_matcher_free (LkJsonMatcher *self)
{
  g_array_unref (self->needle);
  g_free (self);
}

/**
 * lk_json_matcher_find_in_text:
 * @self: a matcher
 * @text: plain text in UTF-8, in which a backslash is a backslash
 * @start: (out): where it first stands in it, in bytes
 * @end: (out): where it ends there
 *
 * Finds it in what is shown of a value, to mark it there.
 *
 * Returns: whether it does
 */
gboolean
lk_json_matcher_find_in_text (LkJsonMatcher *self,
                              const char    *text,
                              gsize         *start,
                              gsize         *end)
{
  const char *match_end = NULL;
  const char *match_start = match (self, text, text + strlen (text), FALSE, &match_end);

  if (match_start == NULL)
    return FALSE;

  *start = match_start - text;
  *end = match_end - text;

  return TRUE;
}

/**
 * lk_json_matcher_run:
 * @self: a matcher
 * @index: a body and its index
 * @processor: what to look with; all find the same
 * @cancellable: (nullable): looked at now and then
 * @func: (scope call): called for each key and scalar that holds the text, in their order
 * @user_data: for @func
 *
 * A string is searched as what it means, its escapes decoded and without its quotation marks; a number or word as it is
 * written. Nothing is found that lies in more than one of them.
 */
void
lk_json_matcher_run (LkJsonMatcher   *self,
                     LkJsonIndex     *index,
                     LkJsonProcessor  processor,
                     GCancellable    *cancellable,
                     LkJsonMatchFunc  func,
                     gpointer         user_data)
{
  Hunt hunt = {
    .matcher = self,
    .index = index,
    .data = (const guint8 *) index->data,
    .length = index->length,
    .cancellable = cancellable,
    .func = func,
    .user_data = user_data,
  };

  if (self->run_length == 0)
    {
      hunt_everywhere (&hunt);
      return;
    }

  switch (processor)
    {
#if LK_JSON_X86
    case LK_JSON_PROCESSOR_AVX512:
      hunt_avx512 (&hunt);
      break;

    case LK_JSON_PROCESSOR_AVX2:
      hunt_avx2 (&hunt);
      break;

    case LK_JSON_PROCESSOR_SSE2:
      hunt_sse2 (&hunt);
      break;
#endif

    default:
      hunt_plain (&hunt);
    }
}
