/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-text.h"

#include <string.h>

#define ELLIPSIS "…"
#define REPLACEMENT 0xfffd

/* Shorter secrets are hidden whole: eight characters of them would be half of the secret. */
#define MASK_MIN_LENGTH 16
#define MASK_SHOWN 4
#define MASK_DOTS "••••••••"

static gunichar
sanitize_char (gunichar c)
{
  switch (g_unichar_type (c))
    {
    case G_UNICODE_LINE_SEPARATOR:
    case G_UNICODE_PARAGRAPH_SEPARATOR:
      return ' ';

    case G_UNICODE_CONTROL:
      return c == '\t' || c == '\n' || c == '\r' ? ' ' : REPLACEMENT;

    case G_UNICODE_FORMAT:
      /* Bidi marks, overrides and isolates are all of this class. Joiners shape whole scripts and cannot reorder. */
      return c == 0x00ad || c == 0x200c || c == 0x200d ? c : REPLACEMENT;

    default:
      return c;
    }
}

/**
 * lk_text_sanitize:
 * @text: (nullable): bytes from outside
 * @length: their number, or -1 if they end in a NUL
 * @max_chars: the most characters to keep, or 0 for all
 *
 * Makes one line of text out of anything, so that a stranger's words cannot spoof or break what is shown (security
 * sentences are read left to right, RFC 6749 section 10.14). White space of any sort becomes a space; bytes that are
 * not UTF-8, control and bidi characters become U+FFFD. It is still plain text: no markup is escaped.
 *
 * Returns: (transfer full): valid UTF-8 of at most @max_chars characters, the last of them an ellipsis if it was cut
 */
char *
lk_text_sanitize (const char *text,
                  gssize      length,
                  gsize       max_chars)
{
  g_autofree char *valid = NULL;
  GString *result;
  gsize n_chars = 0;
  gsize last_start = 0;
  gsize end;

  if (text == NULL)
    return g_strdup ("");

  end = length < 0 ? strlen (text) : (gsize) length;

  /* No character is longer than four bytes: what lies beyond would be cut in any case and need not be looked at. */
  if (max_chars > 0 && max_chars < G_MAXSIZE / 4 - 1)
    end = MIN (end, (max_chars + 1) * 4);

  valid = g_utf8_make_valid (text, (gssize) end);
  result = g_string_sized_new (strlen (valid));

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      if (max_chars > 0 && n_chars == max_chars)
        {
          g_string_truncate (result, last_start);
          g_string_append (result, ELLIPSIS);
          break;
        }

      last_start = result->len;
      g_string_append_unichar (result, sanitize_char (g_utf8_get_char (p)));
      n_chars++;
    }

  return g_string_free (result, FALSE);
}

/**
 * lk_text_mask:
 * @secret: (nullable): a token or another secret
 *
 * Hides a secret but for its first and last four characters, enough to tell two tokens apart. The number of dots says
 * nothing of its length, and a short secret is hidden whole.
 *
 * Returns: (transfer full): what may be shown
 */
char *
lk_text_mask (const char *secret)
{
  gsize length = secret != NULL ? strlen (secret) : 0;

  if (length == 0)
    return g_strdup ("");

  if (length < MASK_MIN_LENGTH || !g_str_is_ascii (secret))
    return g_strdup (MASK_DOTS);

  return g_strdup_printf ("%.*s" MASK_DOTS "%s", MASK_SHOWN, secret, secret + length - MASK_SHOWN);
}

/**
 * lk_text_split_words:
 * @text: what was typed: words with white space or commas between them
 *
 * Returns: (transfer full): the words, with no empty one and none twice
 */
char **
lk_text_split_words (const char *text)
{
  g_auto(GStrv) parts = NULL;
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr(GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  g_return_val_if_fail (text != NULL, NULL);

  parts = g_strsplit_set (text, " \t\r\n,", -1);
  for (char **part = parts; *part != NULL; part++)
    {
      if (**part != '\0' && g_hash_table_add (seen, *part))
        g_strv_builder_add (builder, *part);
    }

  return g_strv_builder_end (builder);
}

/**
 * lk_text_join_words:
 * @words: (nullable): a %NULL-terminated array
 *
 * Returns: (transfer full): @words with a space between them; empty when there is none
 */
char *
lk_text_join_words (const char *const *words)
{
  return words != NULL ? g_strjoinv (" ", (char **) words) : g_strdup ("");
}

/**
 * lk_text_missing_words:
 * @wanted: (nullable): the words that ought to be there
 * @there: (nullable): the words that are
 *
 * Returns: (transfer full): those of @wanted that are not in @there, in their order
 */
char **
lk_text_missing_words (const char *const *wanted,
                       const char *const *there)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; wanted != NULL && wanted[i] != NULL; i++)
    {
      if (there == NULL || !g_strv_contains (there, wanted[i]))
        g_strv_builder_add (builder, wanted[i]);
    }

  return g_strv_builder_end (builder);
}
