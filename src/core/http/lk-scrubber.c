/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-scrubber.h"

#include <string.h>

#include "lk-escape.h"
#include "lk-redact-scan.h"
#include "lk-secret.h"

/* A secret is looked for by a word: a run of letters and digits in it. Nearly every encoding that a service may use
 * leaves such a run as it is, or turns each of its characters into the same kind of escape. The words are looked for in
 * these forms, all at once (Wu and Manber, "A fast algorithm for multi-pattern searching", 1994). Around a word that is
 * found, the whole secret is matched character by character, each in any encoding. */

/* Shorter secrets are not looked for: "1" would be everywhere. */
#define MIN_SECRET 6

/* The first word of this length is taken, else the longest. A secret without a word of MIN_WORD characters, unlike
 * any token, is tried at every position. */
#define GOOD_WORD 12
#define MIN_WORD 3

#define N_BLOCKS (G_MAXUINT16 + 1)

typedef struct
{
  LkSecret *text; /* owned */
  gsize length;
  gboolean is_encoded; /* in base64 or hexadecimal */
  gboolean has_word;
} Secret;

typedef struct
{
  LkSecret *text; /* owned */
  gsize length;
  guint secret;  /* index */
  gsize at;      /* where the word begins in the secret */
  gsize n_chars; /* of the secret that it stands for */
} Word;

struct _LkScrubber
{
  GArray *secrets; /* owned: of Secret */
  GArray *words;   /* owned: of Word */
  guint8 *shifts;  /* owned, nullable: by two bytes, how far on a word can end; NULL until it is needed */
  gsize window;    /* so many bytes of each word are looked for */
  gsize reach;     /* the longest match, in bytes */
};

/* How a character is written in each form. */
static const struct
{
  const char *before;
  gboolean is_decimal;
  gboolean is_upper;
  const char *after;
} forms[] = {
  { "%", FALSE, FALSE, "" },    { "%", FALSE, TRUE, "" },    { "\\u00", FALSE, FALSE, "" },
  { "\\u00", FALSE, TRUE, "" }, { "\\x", FALSE, FALSE, "" }, { "\\x", FALSE, TRUE, "" },
  { "&#x", FALSE, FALSE, ";" }, { "&#x", FALSE, TRUE, ";" }, { "&#", TRUE, FALSE, ";" },
};

static void
secret_clear (gpointer data)
{
  lk_secret_free (((Secret *) data)->text);
}

static void
word_clear (gpointer data)
{
  lk_secret_free (((Word *) data)->text);
}

/**
 * lk_scrubber_new:
 *
 * Returns: (transfer full): a scrubber that knows no secret yet
 */
LkScrubber *
lk_scrubber_new (void)
{
  LkScrubber *self = g_new0 (LkScrubber, 1);

  self->secrets = g_array_new (FALSE, FALSE, sizeof (Secret));
  self->words = g_array_new (FALSE, FALSE, sizeof (Word));
  g_array_set_clear_func (self->secrets, secret_clear);
  g_array_set_clear_func (self->words, word_clear);

  return self;
}

void
lk_scrubber_free (LkScrubber *self)
{
  if (self == NULL)
    return;

  g_array_unref (self->secrets);
  g_array_unref (self->words);
  g_free (self->shifts);
  g_free (self);
}

/* Takes `text`. */
static void
add_word (LkScrubber *self,
          gsize       at,
          gsize       n_chars,
          LkSecret   *text)
{
  Word word = { text, strlen (text), self->secrets->len - 1, at, n_chars };

  g_array_append_val (self->words, word);
}

/* Adds a word of the last secret with its characters in each form. */
static void
add_escaped_words (LkScrubber *self,
                   const char *text,
                   gsize       n_chars,
                   gsize       at)
{
  for (gsize i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      GString *escaped = g_string_sized_new (n_chars * LK_ESCAPE_MAX);

      for (gsize j = 0; j < n_chars; j++)
        {
          guint c = (guchar) text[j];

          g_string_append (escaped, forms[i].before);
          if (forms[i].is_decimal)
            g_string_append_printf (escaped, "%u", c);
          else if (forms[i].is_upper)
            g_string_append_printf (escaped, "%02X", c);
          else
            g_string_append_printf (escaped, "%02x", c);
          g_string_append (escaped, forms[i].after);
        }

      add_word (self, at, n_chars, g_string_free (escaped, FALSE));
    }
}

/* The run of letters and digits that a secret is looked for by. */
static gsize
find_word (const char *text,
           gsize      *at)
{
  gsize best = 0;
  gsize i = 0;

  while (text[i] != '\0' && best < GOOD_WORD)
    {
      gsize length = 0;

      while (g_ascii_isalnum (text[i + length]))
        length++;
      if (length > best)
        {
          *at = i;
          best = length;
        }
      i += MAX (length, 1);
    }

  return MIN (best, GOOD_WORD);
}

/* Adds a text to look for, as it is or with any of its characters escaped. Takes it. */
static void
add_text (LkScrubber *self,
          LkSecret   *text,
          gboolean    is_encoded)
{
  Secret secret = { text, strlen (text), is_encoded };
  gsize at = 0;
  gsize n_chars = find_word (text, &at);

  secret.has_word = n_chars >= MIN_WORD;
  g_array_append_val (self->secrets, secret);
  self->reach = MAX (self->reach, secret.length * LK_ESCAPE_MAX + 2);

  if (secret.has_word)
    {
      add_word (self, at, n_chars, g_strndup (text + at, n_chars));
      if (!is_encoded)
        add_escaped_words (self, text + at, n_chars, at);
    }
}

/* Base64 of a longer text that holds the secret: what is the same whatever stands before and behind, `before` bytes
 * after the last multiple of three. */
static LkSecret *
encode_inside (const char *text,
               gsize       length,
               gsize       before)
{
  static const gsize first[] = { 0, 2, 3 };
  gsize size = before + length;
  g_autofree guchar *padded = g_malloc0 (size);
  g_autoptr(LkSecret) encoded = NULL;

  memcpy (padded + before, text, length);
  encoded = g_base64_encode (padded, size);
  lk_secret_wipe (padded, size);

  return g_strndup (encoded + first[before], size * 8 / 6 - first[before]);
}

static LkSecret *
encode_hex (const char *text,
            gsize       length,
            const char *digits)
{
  LkSecret *hex = g_malloc0 (2 * length + 1);

  for (gsize i = 0; i < length; i++)
    {
      hex[2 * i] = digits[(guchar) text[i] >> 4];
      hex[2 * i + 1] = digits[(guchar) text[i] & 15];
    }

  return hex;
}

/**
 * lk_scrubber_add:
 * @self: a scrubber
 * @secret: a secret without any encoding
 *
 * Adds a secret: as it is, in base64, base64url and hexadecimal, alone or inside a longer text, and each of these with
 * any of its characters escaped as in a URL, a form, JSON or HTML, once or more. Less than six characters are not
 * looked for.
 */
void
lk_scrubber_add (LkScrubber *self,
                 const char *secret)
{
  gsize length;

  g_return_if_fail (self != NULL);
  g_return_if_fail (secret != NULL);

  length = strlen (secret);
  if (length < MIN_SECRET)
    return;

  for (guint i = 0; i < self->secrets->len; i++)
    {
      if (g_str_equal (g_array_index (self->secrets, Secret, i).text, secret))
        return;
    }

  g_clear_pointer (&self->shifts, g_free);
  add_text (self, g_strdup (secret), FALSE);
  add_text (self, encode_hex (secret, length, "0123456789abcdef"), TRUE);
  add_text (self, encode_hex (secret, length, "0123456789ABCDEF"), TRUE);

  for (gsize before = 0; before < 3; before++)
    {
      LkSecret *encoded = encode_inside (secret, length, before);

      if (strpbrk (encoded, "+/") != NULL)
        {
          LkSecret *url = g_strdelimit (g_strdelimit (g_strdup (encoded), "+", '-'), "/", '_');

          add_text (self, url, TRUE);
        }
      add_text (self, encoded, TRUE);
    }
}

static void
build_shifts (LkScrubber *self)
{
  self->window = G_MAXUINT8;
  for (guint i = 0; i < self->words->len; i++)
    self->window = MIN (self->window, g_array_index (self->words, Word, i).length);

  self->shifts = g_malloc (N_BLOCKS);
  memset (self->shifts, (int) self->window - 1, N_BLOCKS);

  for (guint i = 0; i < self->words->len; i++)
    {
      const char *text = g_array_index (self->words, Word, i).text;

      for (gsize j = 0; j + 1 < self->window; j++)
        {
          guint8 *shift = &self->shifts[(guchar) text[j] << 8 | (guchar) text[j + 1]];

          *shift = MIN (*shift, (guint8) (self->window - 2 - j));
        }
    }
}

/* Matches the first character of `secret`. Returns: the bytes of it in the text, 0 where it is another */
static gsize
match_char (const char *text,
            gsize       left,
            const char *secret)
{
  guint c;
  gsize length = lk_escape_read (text, left, TRUE, &c);

  if (length > 0 && c == (guchar) *secret)
    return length;
  length = lk_escape_read (text, left, FALSE, &c);
  if (length > 0 && c == (guchar) *secret)
    return length;

  return left > 0 && *text == *secret;
}

/* Matches `n_chars` of `secret` from `at` on. Returns: whether they are there; `*end` is behind them then */
static gboolean
match (const char *text,
       gsize       length,
       gsize       at,
       const char *secret,
       gsize       n_chars,
       gsize      *end)
{
  for (gsize i = 0; i < n_chars; i++)
    {
      gsize n = match_char (text + at, length - at, secret + i);

      if (n == 0)
        return FALSE;
      at += n;
    }

  *end = at;

  return TRUE;
}

/* Where a secret begins whose word is at `at`: -1 where the text before is another. */
static gssize
find_start (const char   *text,
            gsize         length,
            gsize         at,
            const Secret *secret,
            const Word   *word)
{
  gsize most = MIN (at, word->at * LK_ESCAPE_MAX);

  for (gsize back = word->at; back <= most; back++)
    {
      gsize end;

      if (match (text, length, at - back, secret->text, word->at, &end) && end == at)
        return (gssize) (at - back);
    }

  return -1;
}

static gboolean
is_base64_char (char c)
{
  return g_ascii_isalnum (c) || c == '+' || c == '/' || c == '-' || c == '_';
}

/* Overwrites a secret that was found, and what beside it would be broken or tell of it. */
static void
overwrite (char         *text,
           gsize         length,
           gsize         start,
           gsize         end,
           const Secret *secret)
{
  /* The characters beside it hold some bits of it. */
  if (secret->is_encoded)
    {
      start -= start > 0 && is_base64_char (text[start - 1]);
      end += end < length && is_base64_char (text[end]);
    }
  else
    {
      gsize backslashes = 0;

      while (backslashes < start && text[start - 1 - backslashes] == '\\')
        backslashes++;
      /* It escapes the first character. */
      start -= backslashes % 2;
    }

  lk_redact_overwrite (text + start, end - start);
}

/* Overwrites the secret whose word is at `at`. Returns: whether it is one */
static gboolean
scrub_at (LkScrubber *self,
          char       *text,
          gsize       length,
          gsize       at,
          const Word *word)
{
  const Secret *secret = &g_array_index (self->secrets, Secret, word->secret);
  gsize behind = word->at + word->n_chars;
  gssize start;
  gsize end;

  if (length - at < word->length || memcmp (text + at, word->text, word->length) != 0)
    return FALSE;

  start = find_start (text, length, at, secret, word);
  if (start < 0 || !match (text, length, at + word->length, secret->text + behind, secret->length - behind, &end))
    return FALSE;

  overwrite (text, length, (gsize) start, end, secret);

  return TRUE;
}

static void
scrub_words (LkScrubber *self,
             char       *text,
             gsize       length,
             gsize       from,
             gsize       end)
{
  if (self->shifts == NULL)
    build_shifts (self);

  for (gsize at = from; at < end && length - at >= self->window;)
    {
      const char *block = text + at + self->window - 2;
      guint8 shift = self->shifts[(guchar) block[0] << 8 | (guchar) block[1]];

      for (guint i = 0; shift == 0 && i < self->words->len; i++)
        {
          if (scrub_at (self, text, length, at, &g_array_index (self->words, Word, i)))
            break;
        }
      at += MAX (shift, 1);
    }
}

static void
scrub_wordless (char         *text,
                gsize         length,
                gsize         from,
                gsize         end,
                const Secret *secret)
{
  for (gsize at = from; at < end; at++)
    {
      gsize last;

      if (match (text, length, at, secret->text, secret->length, &last))
        overwrite (text, length, at, last, secret);
    }
}

/**
 * lk_scrubber_scrub:
 * @self: a scrubber
 * @text: text of any form, a NUL is no end of it
 * @length: its length in bytes
 * @from: what this returned for the same text when it was shorter, or 0
 * @is_whole: whether no more is to come
 *
 * Overwrites the secrets in a text of which more may come, without a change of its length. Takes time in proportion to
 * what was added to the text.
 *
 * Returns: how far the text is scrubbed: a secret may begin there whose end has not come
 */
gsize
lk_scrubber_scrub (LkScrubber *self,
                   char       *text,
                   gsize       length,
                   gsize       from,
                   gboolean    is_whole)
{
  gsize end;

  g_return_val_if_fail (self != NULL, length);
  g_return_val_if_fail (from <= length, length);

  end = is_whole ? length : length - MIN (length, self->reach);
  if (end <= from)
    return from;

  if (self->words->len > 0)
    scrub_words (self, text, length, from, end);
  for (guint i = 0; i < self->secrets->len; i++)
    {
      const Secret *secret = &g_array_index (self->secrets, Secret, i);

      if (!secret->has_word)
        scrub_wordless (text, length, from, end, secret);
    }

  return end;
}

/**
 * lk_scrubber_clean:
 * @self: a scrubber
 * @text: a text
 *
 * Returns: (transfer full): the text with the secrets in it overwritten
 */
char *
lk_scrubber_clean (LkScrubber *self,
                   const char *text)
{
  char *copy;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (text != NULL, NULL);

  copy = g_strdup (text);
  lk_scrubber_scrub (self, copy, strlen (copy), 0, TRUE);

  return copy;
}

/**
 * lk_scrubber_take_named:
 * @self: a scrubber
 * @text: what a person wrote of a request, such as its address
 * @length: its length in bytes
 *
 * Adds each value that goes by a secret's name there. A code or a state is as often an ordinary word of a search, and
 * is left.
 *
 * Returns: (transfer full) (nullable): the text with placeholders in their places; %NULL where there are none
 */
char *
lk_scrubber_take_named (LkScrubber *self,
                        const char *text,
                        gsize       length)
{
  g_autoptr(GArray) ranges = NULL;
  char *copy = NULL;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (text != NULL, NULL);

  ranges = lk_redact_find_secrets (text, length);
  for (guint i = 0; i < ranges->len; i++)
    {
      const LkSecretRange *range = &g_array_index (ranges, LkSecretRange, i);
      g_autoptr(LkSecret) value = NULL;
      g_autoptr(LkSecret) decoded = NULL;

      if (lk_redact_is_code (range))
        continue;

      value = g_strndup (text + range->start, range->end - range->start);
      decoded = g_uri_unescape_string (value, NULL);
      lk_scrubber_add (self, value);
      if (decoded != NULL)
        lk_scrubber_add (self, decoded);

      if (copy == NULL)
        {
          copy = g_malloc0 (length + 1);
          memcpy (copy, text, length);
        }
      lk_redact_overwrite (copy + range->start, range->end - range->start);
    }

  return copy;
}
