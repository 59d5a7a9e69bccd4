/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-escape.h"

#include <string.h>

static const struct
{
  const char *name;
  char c;
} entities[] = {
  { "amp;", '&' },  { "lt;", '<' },    { "gt;", '>' },     { "quot;", '"' },   { "apos;", '\'' },  { "plus;", '+' },
  { "sol;", '/' },  { "bsol;", '\\' }, { "equals;", '=' }, { "colon;", ':' },  { "semi;", ';' },   { "commat;", '@' },
  { "num;", '#' },  { "excl;", '!' },  { "dollar;", '$' }, { "percnt;", '%' }, { "period;", '.' }, { "comma;", ',' },
  { "ast;", '*' },  { "lpar;", '(' },  { "rpar;", ')' },   { "quest;", '?' },  { "lowbar;", '_' }, { "grave;", '`' },
  { "lsqb;", '[' }, { "rsqb;", ']' },  { "lcub;", '{' },   { "rcub;", '}' },   { "verbar;", '|' }, { "Hat;", '^' },
};

/* Reads a hexadecimal number. Returns FALSE where there are fewer digits. */
static gboolean
read_hex (const char *text,
          gsize       left,
          gsize       n_digits,
          guint      *number)
{
  *number = 0;
  if (left < n_digits)
    return FALSE;

  for (gsize i = 0; i < n_digits; i++)
    {
      if (!g_ascii_isxdigit (text[i]))
        return FALSE;
      *number = *number << 4 | (guint) g_ascii_xdigit_value (text[i]);
    }

  return TRUE;
}

static gsize
read_percent (const char *text,
              gsize       left,
              gboolean    through,
              guint      *c)
{
  gsize i = 1;

  while (through && i + 4 < MIN (left, LK_ESCAPE_MAX) && text[i] == '2' && text[i + 1] == '5')
    i += 2;
  if (i < left && text[i] == 'u' && read_hex (text + i + 1, left - i - 1, 4, c))
    return i + 5;

  return read_hex (text + i, left - i, 2, c) ? i + 2 : 0;
}

static gsize
read_backslash (const char *text,
                gsize       left,
                gboolean    through,
                guint      *c)
{
  gsize i = 1;

  while (through && i + 1 < MIN (left, LK_ESCAPE_MAX - 5) && text[i] == '\\')
    i++;
  if (i >= left)
    return 0;
  if (text[i] == 'u' && read_hex (text + i + 1, left - i - 1, 4, c))
    return i + 5;
  if (text[i] == 'x' && read_hex (text + i + 1, left - i - 1, 2, c))
    return i + 3;

  *c = (guchar) text[i];

  return i + 1;
}

static gsize
read_entity (const char *text,
             gsize       left,
             gboolean    through,
             guint      *c)
{
  gsize i = 1;

  while (through && i + 4 < MIN (left, LK_ESCAPE_MAX - 6) && memcmp (text + i, "amp;", 4) == 0)
    i += 4;

  if (i < left && text[i] == '#')
    {
      gboolean is_hex = i + 1 < left && (text[i + 1] | 32) == 'x';
      gsize k = i + 1 + is_hex;

      for (*c = 0; k < MIN (left, i + 10) && g_ascii_isxdigit (text[k]) && (is_hex || g_ascii_isdigit (text[k])); k++)
        *c = *c * (is_hex ? 16 : 10) + (guint) g_ascii_xdigit_value (text[k]);

      return k < left && text[k] == ';' ? k + 1 : 0;
    }

  for (gsize k = 0; k < G_N_ELEMENTS (entities); k++)
    {
      gsize length = strlen (entities[k].name);

      if (left - i >= length && memcmp (text + i, entities[k].name, length) == 0)
        {
          *c = (guchar) entities[k].c;
          return i + length;
        }
    }

  /* An ampersand that was escaped more than once. */
  *c = '&';

  return i > 1 ? i : 0;
}

/**
 * lk_escape_read:
 * @text: text of any form
 * @left: its length in bytes
 * @through: whether to read through all levels of escapes in escapes, or one
 * @c: (out): the character
 *
 * Reads one escape of a URL (RFC 3986 section 2.1), a form, JSON (RFC 8259 section 7) or HTML.
 *
 * Returns: its length in bytes, at most LK_ESCAPE_MAX; 0 where the text does not begin with one
 */
gsize
lk_escape_read (const char *text,
                gsize       left,
                gboolean    through,
                guint      *c)
{
  switch (left > 0 ? text[0] : '\0')
    {
    case '%':
      return read_percent (text, left, through, c);
    case '\\':
      return read_backslash (text, left, through, c);
    case '&':
      return read_entity (text, left, through, c);
    case '+':
      *c = ' ';
      return 1;
    default:
      return 0;
    }
}
