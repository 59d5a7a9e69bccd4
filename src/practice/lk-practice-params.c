/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "lk-practice-params.h"

#include "lk-secret.h"

struct _LkPracticeParams
{
  GHashTable *values;      /* owned: name → value, both decoded and wiped when freed */
  char       *doubled;     /* owned: the first name that came twice */
  gboolean    malformed;
};

static int
hex_value (char digit)
{
  return g_ascii_isxdigit (digit) ? g_ascii_xdigit_value (digit) : -1;
}

/* Decodes one name or value. NULL for a stray per cent sign, for a NUL however written, and for what is not UTF-8. */
static char *
decode (const char *text,
        gsize       length)
{
  g_autofree char *decoded = g_malloc (length + 1);
  gsize n = 0;

  for (gsize i = 0; i < length; i++)
    {
      char byte = text[i];

      if (byte == '+')
        {
          byte = ' ';
        }
      else if (byte == '%')
        {
          int high, low;

          if (i + 2 >= length)
            return NULL;

          high = hex_value (text[i + 1]);
          low = hex_value (text[i + 2]);
          if (high < 0 || low < 0)
            return NULL;

          byte = (char) (high << 4 | low);
          i += 2;
        }

      if (byte == '\0')
        return NULL;

      decoded[n++] = byte;
    }

  decoded[n] = '\0';

  return g_utf8_validate (decoded, (gssize) n, NULL) ? g_steal_pointer (&decoded) : NULL;
}

static void
add_pair (LkPracticeParams *self,
          const char       *pair,
          gsize             length)
{
  const char *equals = memchr (pair, '=', length);
  gsize name_length = equals != NULL ? (gsize) (equals - pair) : length;
  g_autofree char *name = decode (pair, name_length);
  g_autoptr(LkSecret) value = equals != NULL ? decode (equals + 1, length - name_length - 1) : g_strdup ("");

  if (name == NULL || value == NULL)
    {
      self->malformed = TRUE;
      return;
    }

  if (g_hash_table_contains (self->values, name))
    {
      if (self->doubled == NULL)
        self->doubled = g_steal_pointer (&name);
      return;
    }

  g_hash_table_insert (self->values, g_steal_pointer (&name), g_steal_pointer (&value));
}

/**
 * lk_practice_params_new:
 * @text: (nullable): a query without its question mark, or a form's body
 * @length: its length in bytes; it may hold NUL
 *
 * Reads `application/x-www-form-urlencoded` text. What cannot be decoded and names that come twice are not guessed at
 * but remembered, for RFC 6749 section 3.1 forbids a parameter to come more than once.
 *
 * Returns: (transfer full): the parameters
 */
LkPracticeParams *
lk_practice_params_new (const char *text,
                        gsize       length)
{
  LkPracticeParams *self = g_new0 (LkPracticeParams, 1);
  const char *end = text != NULL ? text + length : NULL;

  self->values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) lk_secret_free);

  while (text != NULL && text < end)
    {
      const char *ampersand = memchr (text, '&', (gsize) (end - text));
      const char *pair_end = ampersand != NULL ? ampersand : end;

      if (pair_end > text)
        add_pair (self, text, (gsize) (pair_end - text));
      text = pair_end + 1;
    }

  return self;
}

/**
 * lk_practice_params_free:
 * @self: (nullable): the parameters
 *
 * Wipes the values and frees all.
 */
void
lk_practice_params_free (LkPracticeParams *self)
{
  if (self == NULL)
    return;

  g_hash_table_unref (self->values);
  g_free (self->doubled);
  g_free (self);
}

/**
 * lk_practice_params_get:
 * @self: the parameters
 * @name: a parameter's name
 *
 * Returns: (transfer none) (nullable): its value, or %NULL when it is absent or empty: RFC 6749 section 3.1 has a
 *   parameter without a value treated as if it were omitted
 */
const char *
lk_practice_params_get (LkPracticeParams *self,
                        const char       *name)
{
  const char *value;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (name != NULL, NULL);

  value = g_hash_table_lookup (self->values, name);

  return value != NULL && *value != '\0' ? value : NULL;
}

/**
 * lk_practice_params_is_malformed:
 * @self: the parameters
 *
 * Returns: whether a name or a value could not be decoded
 */
gboolean
lk_practice_params_is_malformed (LkPracticeParams *self)
{
  g_return_val_if_fail (self != NULL, TRUE);

  return self->malformed;
}

/**
 * lk_practice_params_get_doubled:
 * @self: the parameters
 *
 * Returns: (transfer none) (nullable): the first name that came more than once
 */
const char *
lk_practice_params_get_doubled (LkPracticeParams *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->doubled;
}

/**
 * lk_practice_split_words:
 * @text: (nullable): words with white space or commas between them
 *
 * Returns: (transfer full): the words in order, each once
 */
char **
lk_practice_split_words (const char *text)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr(GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_auto(GStrv) parts = g_strsplit_set (text != NULL ? text : "", " \t\r\n,", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    {
      if (*parts[i] != '\0' && g_hash_table_add (seen, parts[i]))
        g_strv_builder_add (builder, parts[i]);
    }

  return g_strv_builder_end (builder);
}

/**
 * lk_practice_words_within:
 * @words: words
 * @allowed: the words that may be among them
 *
 * Returns: whether there is at least one word and each is allowed
 */
gboolean
lk_practice_words_within (const char *const *words,
                          const char *const *allowed)
{
  g_return_val_if_fail (words != NULL, FALSE);
  g_return_val_if_fail (allowed != NULL, FALSE);

  for (guint i = 0; words[i] != NULL; i++)
    {
      if (!g_strv_contains (allowed, words[i]))
        return FALSE;
    }

  return words[0] != NULL;
}
