/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-json-scan.h"

#include <glib/gi18n.h>
#include <string.h>

#include "lk-json-machine.h"
#include "lk-json-scan-private.h"

G_DEFINE_QUARK (lk-json-error-quark, lk_json_error)

/* What may come next. */
typedef enum
{
  DUE_VALUE,
  DUE_VALUE_OR_CLOSE, /* just after [ */
  DUE_KEY,
  DUE_KEY_OR_CLOSE,   /* just after { */
  DUE_COLON,
  DUE_COMMA_OR_CLOSE,
  DUE_END,            /* the root is whole: white space alone */
} Due;

typedef struct
{
  const guint8 *start;
  const guint8 *end;
  const guint8 *at;
  guint         max_depth;
  guint         depth;
  GByteArray   *kinds;      /* owned: one byte a level, '{' or '[' */
  int           code;       /* of the first error */
  const char   *problem;    /* of the first error, untranslated */
} Scanner;

static gboolean
fail (Scanner      *self,
      const guint8 *at,
      int           code,
      const char   *problem)
{
  self->at = at;
  self->code = code;
  self->problem = problem;

  return FALSE;
}

/* The length of the UTF-8 sequence at `at`, or 0 where it is cut, overlong, a surrogate or past U+10FFFF. */
static gsize
utf8_length (const guint8 *at,
             const guint8 *end)
{
  gsize left = end - at;
  guint8 low = 0x80;
  guint8 high = 0xbf;
  gsize length;

  if (at[0] < 0x80)
    return 1;

  if (at[0] >= 0xc2 && at[0] <= 0xdf)
    length = 2;
  else if (at[0] >= 0xe0 && at[0] <= 0xef)
    length = 3;
  else if (at[0] >= 0xf0 && at[0] <= 0xf4)
    length = 4;
  else
    return 0;

  if (at[0] == 0xe0)
    low = 0xa0;
  else if (at[0] == 0xed)
    high = 0x9f;
  else if (at[0] == 0xf0)
    low = 0x90;
  else if (at[0] == 0xf4)
    high = 0x8f;

  if (left < length || at[1] < low || at[1] > high)
    return 0;

  for (gsize i = 2; i < length; i++)
    {
      if ((at[i] & 0xc0) != 0x80)
        return 0;
    }

  return length;
}

/* Something stands where it may not: bytes that are not even text are told apart. */
static gboolean
fail_unexpected (Scanner      *self,
                 const guint8 *at,
                 const char   *problem)
{
  if (at < self->end && utf8_length (at, self->end) == 0)
    return fail (self, at, LK_JSON_ERROR_ENCODING, N_("the text is not valid UTF-8"));

  return fail (self, at, LK_JSON_ERROR_SYNTAX, at < self->end ? problem : N_("the text ends too early"));
}

static gboolean
scan_escape (Scanner *self)
{
  const guint8 *at = self->at + 1;

  if (at >= self->end)
    return fail (self, at, LK_JSON_ERROR_SYNTAX, N_("the text ends too early"));

  if (*at == 'u')
    {
      for (gsize i = 1; i <= 4; i++)
        {
          if (at + i >= self->end)
            return fail (self, at + i, LK_JSON_ERROR_SYNTAX, N_("the text ends too early"));
          if (!g_ascii_isxdigit (at[i]))
            return fail_unexpected (self, at + i, N_("four hexadecimal digits must follow \\u"));
        }

      self->at = at + 5;
      return TRUE;
    }

  if (*at == '\0' || strchr ("\"\\/bfnrt", *at) == NULL)
    return fail_unexpected (self, at, N_("no such escape exists"));

  self->at = at + 1;

  return TRUE;
}

static gboolean
scan_string (Scanner *self)
{
  self->at++;

  while (self->at < self->end)
    {
      guint8 byte = *self->at;

      if (byte == '"')
        {
          self->at++;
          return TRUE;
        }

      if (byte == '\\')
        {
          if (!scan_escape (self))
            return FALSE;
        }
      else if (byte < 0x20)
        {
          return fail (self, self->at, LK_JSON_ERROR_SYNTAX, N_("a control character in a string must be escaped"));
        }
      else
        {
          gsize length = utf8_length (self->at, self->end);

          if (length == 0)
            return fail (self, self->at, LK_JSON_ERROR_ENCODING, N_("the text is not valid UTF-8"));

          self->at += length;
        }
    }

  return fail (self, self->end, LK_JSON_ERROR_SYNTAX, N_("the text ends inside a string"));
}

static gboolean
scan_digits (Scanner *self)
{
  if (self->at >= self->end || !g_ascii_isdigit (*self->at))
    return fail_unexpected (self, self->at, N_("a digit must stand here"));

  while (self->at < self->end && g_ascii_isdigit (*self->at))
    self->at++;

  return TRUE;
}

static gboolean
scan_number (Scanner *self)
{
  if (*self->at == '-')
    self->at++;

  if (self->at < self->end && *self->at == '0')
    {
      self->at++;
      if (self->at < self->end && g_ascii_isdigit (*self->at))
        return fail (self, self->at, LK_JSON_ERROR_SYNTAX, N_("a number must not begin with 0"));
    }
  else if (!scan_digits (self))
    {
      return FALSE;
    }

  if (self->at < self->end && *self->at == '.')
    {
      self->at++;
      if (!scan_digits (self))
        return FALSE;
    }

  if (self->at < self->end && (*self->at == 'e' || *self->at == 'E'))
    {
      self->at++;
      if (self->at < self->end && (*self->at == '+' || *self->at == '-'))
        self->at++;
      if (!scan_digits (self))
        return FALSE;
    }

  return TRUE;
}

static gboolean
scan_word (Scanner    *self,
           const char *word)
{
  for (; *word != '\0'; word++, self->at++)
    {
      if (self->at >= self->end || *self->at != (guint8) *word)
        return fail_unexpected (self, self->at, N_("only true, false and null may stand here as a word"));
    }

  return TRUE;
}

static gboolean
push (Scanner *self)
{
  if (self->depth >= self->max_depth)
    return fail (self, self->at, LK_JSON_ERROR_DEPTH, N_("it is nested too deep"));

  g_byte_array_set_size (self->kinds, self->depth + 1);
  self->kinds->data[self->depth++] = *self->at++;

  return TRUE;
}

/* Scans one value, or the beginning of one that is a container; `due` becomes what may follow it. */
static gboolean
scan_value (Scanner *self,
            Due     *due)
{
  *due = DUE_COMMA_OR_CLOSE;

  switch (*self->at)
    {
    case '{':
      *due = DUE_KEY_OR_CLOSE;
      return push (self);

    case '[':
      *due = DUE_VALUE_OR_CLOSE;
      return push (self);

    case '"':
      return scan_string (self);

    case 't':
      return scan_word (self, "true");

    case 'f':
      return scan_word (self, "false");

    case 'n':
      return scan_word (self, "null");

    default:
      if (*self->at == '-' || g_ascii_isdigit (*self->at))
        return scan_number (self);

      return fail_unexpected (self, self->at, N_("a value must stand here"));
    }
}

static gboolean
scan_close (Scanner *self)
{
  guint8 kind = self->kinds->data[self->depth - 1];

  if (*self->at != (kind == '{' ? '}' : ']'))
    return fail (self, self->at, LK_JSON_ERROR_SYNTAX, N_("this bracket closes nothing that is open"));

  self->depth--;
  self->at++;

  return TRUE;
}

static gboolean
scan_token (Scanner *self,
            Due     *due)
{
  guint8 byte = *self->at;
  gboolean closes = byte == '}' || byte == ']';

  switch (*due)
    {
    case DUE_VALUE_OR_CLOSE:
      if (!closes)
        return scan_value (self, due);
      break;

    case DUE_VALUE:
      return scan_value (self, due);

    case DUE_KEY_OR_CLOSE:
    case DUE_KEY:
      if (*due == DUE_KEY_OR_CLOSE && closes)
        break;
      if (byte != '"')
        return fail_unexpected (self, self->at, N_("a key in quotation marks must stand here"));
      *due = DUE_COLON;
      return scan_string (self);

    case DUE_COLON:
      if (byte != ':')
        return fail_unexpected (self, self->at, N_("a colon must stand here"));
      *due = DUE_VALUE;
      self->at++;
      return TRUE;

    case DUE_COMMA_OR_CLOSE:
      if (byte == ',')
        {
          *due = self->kinds->data[self->depth - 1] == '{' ? DUE_KEY : DUE_VALUE;
          self->at++;
          return TRUE;
        }
      if (!closes)
        return fail_unexpected (self, self->at, N_("a comma or a closing bracket must stand here"));
      break;

    case DUE_END:
      return fail_unexpected (self, self->at, N_("nothing may follow the end"));

    default:
      g_assert_not_reached ();
    }

  *due = DUE_COMMA_OR_CLOSE;

  return scan_close (self);
}

static gboolean
scan_document (Scanner *self)
{
  Due due = DUE_VALUE;
  gboolean empty = TRUE;

  if (self->end - self->start >= 3 && memcmp (self->start, "\xef\xbb\xbf", 3) == 0)
    return fail (self, self->start, LK_JSON_ERROR_ENCODING, N_("it begins with a byte order mark"));

  for (;;)
    {
      while (self->at < self->end && strchr (" \t\n\r", *self->at) != NULL && *self->at != '\0')
        self->at++;

      if (self->at == self->end)
        break;

      empty = FALSE;

      if (!scan_token (self, &due))
        return FALSE;

      if (self->depth == 0 && due == DUE_COMMA_OR_CLOSE)
        due = DUE_END;
    }

  if (empty)
    return fail (self, self->end, LK_JSON_ERROR_EMPTY, N_("it is empty"));

  if (due != DUE_END)
    return fail (self, self->end, LK_JSON_ERROR_SYNTAX, N_("the text ends too early"));

  return TRUE;
}

/**
 * lk_json_position_at:
 * @data: text, as far as it goes
 * @offset: a place in it, at most its length
 * @position: (out): line and column of that place
 *
 * Tells where a byte stands as a person counts: lines end at LF, CR or CR LF, and a column is one character.
 */
void
lk_json_position_at (const char     *data,
                     gsize           offset,
                     LkJsonPosition *position)
{
  position->offset = offset;
  position->line = 1;
  position->column = 1;

  for (gsize i = 0; i < offset; i++)
    {
      guint8 byte = data[i];

      if (byte == '\n' || (byte == '\r' && (i + 1 == offset || data[i + 1] != '\n')))
        {
          position->line++;
          position->column = 1;
        }
      else if ((byte & 0xc0) != 0x80)
        {
          position->column++;
        }
    }
}

/**
 * lk_json_explain:
 * @data: text that may be JSON
 * @length: its bytes
 * @max_depth: containers inside one another
 * @position: (out) (nullable): the first error
 * @error: return location for an error of #LkJsonError
 *
 * Reads byte by byte after the grammar of RFC 8259 and names the first thing that breaks it. It is the plain statement
 * of what lk_json_scan() accepts; the machine of lk-json-machine.h says the same, faster, but not why.
 *
 * Returns: whether the text is JSON
 */
gboolean
lk_json_explain (const char      *data,
                 gsize            length,
                 guint            max_depth,
                 LkJsonPosition  *position,
                 GError         **error)
{
  g_autoptr(GByteArray) kinds = g_byte_array_new ();
  Scanner self = {
    .start = (const guint8 *) data,
    .end = (const guint8 *) data + length,
    .at = (const guint8 *) data,
    .max_depth = max_depth,
    .kinds = kinds,
  };
  LkJsonPosition found;

  if (scan_document (&self))
    return TRUE;

  lk_json_position_at (data, self.at - self.start, &found);
  if (position != NULL)
    *position = found;

  if (self.code == LK_JSON_ERROR_EMPTY)
    g_set_error_literal (error, LK_JSON_ERROR, self.code, _("The answer should be JSON, but it is empty"));
  else
    g_set_error (error, LK_JSON_ERROR, self.code,
                 /* Translators: the first %s says what is wrong, such as “a comma must stand here” */
                 _("This is not valid JSON: %s (line %zu, column %zu, byte %zu)"),
                 _(self.problem), found.line, found.column, found.offset);

  return FALSE;
}

/**
 * lk_json_scan:
 * @data: (nullable): the bytes; may hold anything, also NUL
 * @length: how many
 * @limits: (nullable): how long and how deep it may be; the defaults are any length and 512 levels
 * @position: (out) (optional): where the first error stands
 * @error: return location for an error of #LkJsonError
 *
 * Checks that the bytes are one JSON value as RFC 8259 has it, in UTF-8 without a byte order mark, and within the
 * limits. Not recursive: neither the length nor the depth of the input grows the stack. Escapes of lone surrogates and
 * of NUL are JSON by the grammar (section 8.2) and are accepted, and so is a doubled key.
 *
 * Returns: whether they are
 */
gboolean
lk_json_scan (const char          *data,
              gsize                length,
              const LkJsonLimits  *limits,
              LkJsonPosition      *position,
              GError             **error)
{
  guint max_depth = limits != NULL && limits->max_depth > 0 ? limits->max_depth : LK_JSON_DEFAULT_DEPTH;

  g_return_val_if_fail (data != NULL || length == 0, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (data == NULL)
    data = "";

  if (limits != NULL && limits->max_bytes > 0 && length > limits->max_bytes)
    {
      g_autofree char *limit = g_format_size (limits->max_bytes);

      if (position != NULL)
        lk_json_position_at (data, limits->max_bytes, position);
      g_set_error (error, LK_JSON_ERROR, LK_JSON_ERROR_SIZE, _("The answer is longer than the limit of %s"), limit);

      return FALSE;
    }

  if (lk_json_machine_run (lk_json_processor_best (), data, length, max_depth, NULL, NULL))
    return TRUE;

  return lk_json_explain (data, length, max_depth, position, error);
}

/**
 * lk_json_skip_mark:
 * @bytes: a text
 *
 * A byte order mark before JSON means nothing, and a reader may skip it (RFC 8259 section 8.1).
 *
 * Returns: (transfer full): the text without one
 */
GBytes *
lk_json_skip_mark (GBytes *bytes)
{
  gsize length;
  const char *data;

  g_return_val_if_fail (bytes != NULL, NULL);

  data = g_bytes_get_data (bytes, &length);
  if (length >= 3 && memcmp (data, "\xef\xbb\xbf", 3) == 0)
    return g_bytes_new_from_bytes (bytes, 3, length - 3);

  return g_bytes_ref (bytes);
}
