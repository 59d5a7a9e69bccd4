/* SPDX-License-Identifier: GPL-3.0-or-later */
/* I-Regexp is checked by its own grammar (RFC 9485 section 3) and written anew as PCRE, which knows more syntax and
 * gives another meaning to some characters (section 5.4). */
#include "config.h"

#include "lk-iregexp.h"

#include <string.h>

#define MAX_DEPTH 100

typedef struct
{
  const char *at;
  const char *end;
  GString *pcre; /* owned */
  guint depth;   /* of parentheses */
} Translation;

static gboolean translate_branches (Translation *self);

static gboolean
is_at (Translation *self,
       char         c)
{
  return self->at < self->end && *self->at == c;
}

static gunichar
take (Translation *self)
{
  gunichar c = g_utf8_get_char (self->at);

  self->at = g_utf8_next_char (self->at);

  return c;
}

/* No character of a pattern keeps a meaning in PCRE that I-Regexp does not give it. */
static void
append_literal (Translation *self,
                gunichar     c)
{
  if (c < 0x80 && !g_ascii_isalnum ((char) c))
    g_string_append_printf (self->pcre, "\\x{%x}", c);
  else
    g_string_append_unichar (self->pcre, c);
}

/* \p{L}, \P{Lu}: the category without its braces. "Cs", of surrogates, is none. */
static gboolean
translate_category (Translation *self,
                    char         p)
{
  static const char *const minors[] = { "Llmotu", "Mcen", "Ndlo", "Pcdefios", "Zlps", "Sckmo", "Ccfno" };
  const char *name = self->at + 1;
  const char *minor = NULL;
  gsize length;

  if (!is_at (self, '{'))
    return FALSE;

  for (gsize i = 0; i < G_N_ELEMENTS (minors) && name < self->end; i++)
    {
      if (*minors[i] == *name)
        minor = minors[i] + 1;
    }
  if (minor == NULL)
    return FALSE;

  length = name + 1 < self->end && name[1] != '}' ? 2 : 1;
  if (length == 2 && (name[1] == '\0' || strchr (minor, name[1]) == NULL))
    return FALSE;

  self->at = name + length;
  if (!is_at (self, '}'))
    return FALSE;

  self->at++;
  g_string_append_printf (self->pcre, "\\%c{%.*s}", p, (int) length, name);

  return TRUE;
}

/* After a backslash. Sets @c to the character, or to 0 for a category. */
static gboolean
translate_escape (Translation *self,
                  gunichar    *c)
{
  char escape;

  if (self->at == self->end)
    return FALSE;

  escape = *self->at++;
  *c = 0;
  switch (escape)
    {
    case 'n':
      *c = '\n';
      return TRUE;

    case 'r':
      *c = '\r';
      return TRUE;

    case 't':
      *c = '\t';
      return TRUE;

    case 'p':
    case 'P':
      return translate_category (self, escape);

    default:
      *c = (guchar) escape;
      return escape != '\0' && strchr ("()*+-.?[\\]^{|}", escape) != NULL;
    }
}

/* One character of a class; @c is 0 for a category. A character is not yet appended: it may begin a range. */
static gboolean
translate_class_char (Translation *self,
                      gunichar    *c)
{
  if (self->at == self->end || *self->at == '-' || *self->at == '[' || *self->at == ']')
    return FALSE;

  *c = take (self);

  return *c != '\\' || translate_escape (self, c);
}

static gboolean
is_at_last_hyphen (Translation *self)
{
  return is_at (self, '-') && self->at + 1 < self->end && self->at[1] == ']';
}

/* After an opening bracket. */
static gboolean
translate_class (Translation *self)
{
  gboolean is_empty = TRUE;

  g_string_append_c (self->pcre, '[');
  if (is_at (self, '^'))
    {
      g_string_append_c (self->pcre, '^');
      self->at++;
    }

  if (is_at (self, '-'))
    {
      append_literal (self, take (self));
      is_empty = FALSE;
    }

  while (self->at < self->end && *self->at != ']' && !is_at_last_hyphen (self))
    {
      gsize before = self->pcre->len;
      gunichar first, last;

      if (!translate_class_char (self, &first))
        return FALSE;

      is_empty = FALSE;
      if (self->pcre->len > before)
        continue;

      append_literal (self, first);
      if (!is_at (self, '-') || is_at_last_hyphen (self))
        continue;

      self->at++;
      before = self->pcre->len;
      if (!translate_class_char (self, &last) || self->pcre->len > before || last < first)
        return FALSE;

      g_string_append_c (self->pcre, '-');
      append_literal (self, last);
    }

  if (is_at (self, '-'))
    {
      append_literal (self, take (self));
      is_empty = FALSE;
    }

  if (is_empty || !is_at (self, ']'))
    return FALSE;

  self->at++;
  g_string_append_c (self->pcre, ']');

  return TRUE;
}

static gboolean
translate_atom (Translation *self)
{
  gunichar c = take (self);

  switch (c)
    {
    case '(':
      if (++self->depth > MAX_DEPTH)
        return FALSE;

      g_string_append (self->pcre, "(?:");
      if (!translate_branches (self) || !is_at (self, ')'))
        return FALSE;

      self->at++;
      self->depth--;
      g_string_append_c (self->pcre, ')');
      return TRUE;

    case '[':
      return translate_class (self);

    case '.':
      g_string_append (self->pcre, "[^\\n\\r]");
      return TRUE;

    case '\\':
      {
        gsize before = self->pcre->len;

        if (!translate_escape (self, &c))
          return FALSE;
        if (self->pcre->len == before)
          append_literal (self, c);
        return TRUE;
      }

    case ')':
    case '*':
    case '+':
    case '?':
    case ']':
    case '{':
    case '}':
      return FALSE;

    default:
      append_literal (self, c);
      return TRUE;
    }
}

static gboolean
translate_count (Translation *self)
{
  const char *start = self->at;

  while (self->at < self->end && g_ascii_isdigit (*self->at))
    self->at++;
  g_string_append_len (self->pcre, start, self->at - start);

  return self->at > start;
}

static gboolean
translate_quantifier (Translation *self)
{
  if (is_at (self, '*') || is_at (self, '+') || is_at (self, '?'))
    {
      g_string_append_c (self->pcre, *self->at++);
      return TRUE;
    }

  if (!is_at (self, '{'))
    return TRUE;

  g_string_append_c (self->pcre, *self->at++);
  if (!translate_count (self))
    return FALSE;

  if (is_at (self, ','))
    {
      g_string_append_c (self->pcre, *self->at++);
      translate_count (self);
    }

  if (!is_at (self, '}'))
    return FALSE;

  g_string_append_c (self->pcre, *self->at++);

  return TRUE;
}

static gboolean
translate_branches (Translation *self)
{
  while (self->at < self->end && *self->at != ')')
    {
      if (*self->at == '|')
        g_string_append_c (self->pcre, *self->at++);
      else if (!translate_atom (self) || !translate_quantifier (self))
        return FALSE;
    }

  return TRUE;
}

/**
 * lk_iregexp_compile:
 * @pattern: an I-Regexp as valid UTF-8; it may hold NUL
 * @length: its bytes
 * @whole: whether it must match a whole text rather than a part of it
 *
 * Returns: (transfer full) (nullable): the expression; %NULL if @pattern is no I-Regexp
 */
GRegex *
lk_iregexp_compile (const char *pattern,
                    gsize       length,
                    gboolean    whole)
{
  g_autoptr(GString) pcre = g_string_new (whole ? "\\A(?:" : "(?:");
  Translation translation = { pattern, pattern + length, pcre, 0 };

  g_return_val_if_fail (pattern != NULL, NULL);

  if (!translate_branches (&translation) || translation.at < translation.end)
    return NULL;

  g_string_append (pcre, whole ? ")\\z" : ")");

  return g_regex_new (pcre->str, G_REGEX_OPTIMIZE, 0, NULL);
}
