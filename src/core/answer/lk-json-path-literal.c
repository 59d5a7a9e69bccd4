/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names, strings, integers and blanks of JSONPath. */
#include "config.h"

#include "lk-json-path-parser-private.h"

#include <glib/gi18n.h>
#include <string.h>

/* The integers that JSON exchanges exactly (RFC 9535 section 2.1). */
#define MAX_INTEGER G_GINT64_CONSTANT (9007199254740991)

#define MAX_DEPTH 100

gboolean
_lk_path_fail_at (LkPathParser     *self,
         const char *at,
         const char *problem)
{
  g_set_error (self->error, LK_JSON_ERROR, LK_JSON_ERROR_SYNTAX,
               /* Translators: the %s says what is wrong, such as “a name must follow the dot” */
               _("This is not a path: %s (character %ld). A path looks like $.chats[*].visitor.name"), problem,
                 g_utf8_pointer_to_offset (self->text, at) + 1);

  return FALSE;
}

gboolean
_lk_path_fail (LkPathParser     *self,
      const char *problem)
{
  return _lk_path_fail_at (self, self->at, problem);
}

void
_lk_path_skip_blanks (LkPathParser *self)
{
  while (*self->at == ' ' || *self->at == '\t' || *self->at == '\n' || *self->at == '\r')
    self->at++;
}

gboolean
_lk_path_accept (LkPathParser     *self,
        const char *token)
{
  if (!g_str_has_prefix (self->at, token))
    return FALSE;

  self->at += strlen (token);

  return TRUE;
}

gboolean
_lk_path_enter (LkPathParser *self)
{
  return ++self->depth <= MAX_DEPTH || _lk_path_fail (self, _("it is nested too deeply"));
}

static gboolean
is_name_first (gunichar c)
{
  return c >= 0x80 || g_ascii_isalpha ((char) c) || c == '_';
}

/* member-name-shorthand */
GString *
_lk_path_parse_shorthand (LkPathParser *self)
{
  const char *start = self->at;

  if (!is_name_first (g_utf8_get_char (self->at)))
    {
      _lk_path_fail (self, _("a name or * must stand here; a name with other characters needs quotation marks and "
                             "brackets"));
      return NULL;
    }

  while (is_name_first (g_utf8_get_char (self->at)) || g_ascii_isdigit (*self->at))
    self->at = g_utf8_next_char (self->at);

  return g_string_new_len (start, self->at - start);
}

/* After "\u". */
static gboolean
parse_hex (LkPathParser   *self,
           gunichar *unit)
{
  *unit = 0;
  for (guint i = 0; i < 4; i++, self->at++)
    {
      if (!g_ascii_isxdigit (*self->at))
        return _lk_path_fail (self, _("four hexadecimal digits must follow \\u"));

      *unit = *unit * 16 + (guint) g_ascii_xdigit_value (*self->at);
    }

  return TRUE;
}

static gboolean
parse_unicode_escape (LkPathParser  *self,
                      GString *out)
{
  const char *start = self->at;
  gunichar unit;
  gunichar low;

  if (!parse_hex (self, &unit))
    return FALSE;

  if (unit >= 0xd800 && unit <= 0xdbff)
    {
      if (!_lk_path_accept (self, "\\u"))
        return _lk_path_fail_at (self, start, _("half of a surrogate pair is no character"));
      if (!parse_hex (self, &low))
        return FALSE;
      if (low < 0xdc00 || low > 0xdfff)
        return _lk_path_fail_at (self, start, _("half of a surrogate pair is no character"));
      unit = 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
    }
  else if (unit >= 0xdc00 && unit <= 0xdfff)
    {
      return _lk_path_fail_at (self, start, _("half of a surrogate pair is no character"));
    }

  if (unit == 0)
    g_string_append_c (out, '\0');
  else
    g_string_append_unichar (out, unit);

  return TRUE;
}

static gboolean
parse_escape (LkPathParser  *self,
              char     quote,
              GString *out)
{
  static const char names[] = "bfnrt/\\";
  static const char meanings[] = "\b\f\n\r\t/\\";
  const char *name;

  if (_lk_path_accept (self, "u"))
    return parse_unicode_escape (self, out);

  name = *self->at != '\0' ? strchr (names, *self->at) : NULL;
  if (name == NULL && *self->at != quote)
    return _lk_path_fail (self, _("this is no escape"));

  g_string_append_c (out, name != NULL ? meanings[name - names] : quote);
  self->at++;

  return TRUE;
}

/* string-literal, at its quotation mark */
GString *
_lk_path_parse_string (LkPathParser *self)
{
  GString *out = g_string_new (NULL);
  char quote = *self->at++;

  while (*self->at != quote)
    {
      gboolean good = TRUE;

      if (*self->at == '\0')
        good = _lk_path_fail (self, _("a quotation mark must follow"));
      else if ((guchar) *self->at < 0x20)
        good = _lk_path_fail (self, _("a control character must be written as an escape"));
      else if (_lk_path_accept (self, "\\"))
        good = parse_escape (self, quote, out);
      else
        g_string_append_c (out, *self->at++);

      if (!good)
        {
          g_string_free (out, TRUE);
          return NULL;
        }
    }
  self->at++;

  return out;
}

gboolean
_lk_path_is_at_integer (LkPathParser *self)
{
  return *self->at == '-' || g_ascii_isdigit (*self->at);
}

/* int */
gboolean
_lk_path_parse_integer (LkPathParser *self,
               gint64 *value)
{
  const char *start = self->at;
  gboolean negative = _lk_path_accept (self, "-");
  const char *digits = self->at;
  guint64 n;

  if (!g_ascii_isdigit (*self->at))
    return _lk_path_fail (self, _("a digit must follow the minus sign"));

  n = g_ascii_strtoull (digits, (char **) &self->at, 10);
  if (*digits == '0' && (negative || self->at > digits + 1))
    return _lk_path_fail_at (self, start, _("a number has no leading zero, and zero no sign"));
  if (n > MAX_INTEGER)
    return _lk_path_fail_at (self, start, _("this number is too large"));

  *value = negative ? -(gint64) n : (gint64) n;

  return TRUE;
}
