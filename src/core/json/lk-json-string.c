/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-json-string.h"

#include <string.h>

static gunichar
read_unit (const char *digits)
{
  gunichar unit = 0;

  for (gsize i = 0; i < 4; i++)
    unit = unit * 16 + g_ascii_xdigit_value (digits[i]);

  return unit;
}

/**
 * lk_json_string_next:
 * @at: (inout): a place in the inside of a scanned string; moves past one character
 * @end: the end of the inside
 *
 * Returns: the character as the escape or the bytes give it. A lone surrogate comes as that, which no valid Unicode
 *   character is
 */
gunichar
lk_json_string_next (const char **at,
                     const char  *end)
{
  const char *from = *at;
  gunichar unit;

  if (*from != '\\')
    {
      *at = g_utf8_next_char (from);
      return g_utf8_get_char (from);
    }

  *at = from + 2;

  switch (from[1])
    {
    case 'b':
      return '\b';

    case 'f':
      return '\f';

    case 'n':
      return '\n';

    case 'r':
      return '\r';

    case 't':
      return '\t';

    case 'u':
      unit = read_unit (from + 2);
      *at = from + 6;

      if (unit >= 0xd800 && unit <= 0xdbff && end - *at >= 6 && from[6] == '\\' && from[7] == 'u')
        {
          gunichar low = read_unit (from + 8);

          if (low >= 0xdc00 && low <= 0xdfff)
            {
              *at = from + 12;
              return 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
            }
        }
      return unit;

    default:
      return (guchar) from[1];
    }
}

/* What would break a line, not be seen, or turn the direction of what stands beside it. */
static gboolean
misleads (gunichar c)
{
  switch (g_unichar_type (c))
    {
    case G_UNICODE_CONTROL:
    case G_UNICODE_FORMAT:
    case G_UNICODE_LINE_SEPARATOR:
    case G_UNICODE_PARAGRAPH_SEPARATOR:
    case G_UNICODE_UNASSIGNED:
    case G_UNICODE_PRIVATE_USE:
    case G_UNICODE_SURROGATE:
      /* Joiners hold words and emoji together and lead nobody astray. */
      return c != 0x200c && c != 0x200d;

    default:
      return FALSE;
    }
}

static void
append_escape (GString *out,
               gunichar c)
{
  static const char short_names[] = "\bb\ff\nn\rr\tt";
  const char *name = c != 0 && c < 0x20 ? strchr (short_names, (int) c) : NULL;

  if (name != NULL)
    g_string_append_printf (out, "\\%c", name[1]);
  else if (c < 0x10000)
    g_string_append_printf (out, "\\u%04x", c);
  else
    g_string_append_printf (out, "\\u%04x\\u%04x", 0xd800 + ((c - 0x10000) >> 10), 0xdc00 + ((c - 0x10000) & 0x3ff));
}

/**
 * lk_json_string_decode:
 * @out: where to append
 * @data: the inside of a scanned string
 * @length: its bytes
 * @mode: what to leave as an escape
 * @max_chars: how many characters to decode; %G_MAXSIZE for all
 * @cut: (out) (optional): whether there were more
 *
 * Appends the string as text that is valid UTF-8 and holds no NUL, whatever the string holds.
 */
void
lk_json_string_decode (GString      *out,
                       const char   *data,
                       gsize         length,
                       LkJsonDecode  mode,
                       gsize         max_chars,
                       gboolean     *cut)
{
  const char *at = data;
  const char *end = data + length;

  for (gsize n = 0; at < end && n < max_chars; n++)
    {
      gunichar c = lk_json_string_next (&at, end);

      if (c == 0 || (c >= 0xd800 && c <= 0xdfff) || (mode == LK_JSON_DECODE_LINE && misleads (c)))
        append_escape (out, c);
      else
        g_string_append_unichar (out, c);
    }

  if (cut != NULL)
    *cut = at < end;
}
