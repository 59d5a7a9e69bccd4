/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-json-reader.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "lk-secret.h"
#include "lk-text.h"

/* json-glib misreads three things that are JSON: it cuts a string or key at an escaped NUL, refuses or breaks strings
 * with lone surrogates, and wraps integers past 64 bits. They are rewritten before it sees them: the first two become a
 * noncharacter, which Unicode keeps for such inner use (so that a string that bears it is known to be unreadable, and
 * a key that bears it equals no name), the third a floating-point number, which is no integer but of the right size. */
#define UNREADABLE "\357\267\220" /* U+FDD0 */

/* The UTF-16 unit of the escape at `at`, or -1 when no \uXXXX stands there. */
static int
read_unit (const char *at,
           const char *end)
{
  int unit = 0;

  if (end - at < 6 || at[0] != '\\' || at[1] != 'u')
    return -1;

  for (gsize i = 2; i < 6; i++)
    unit = unit * 16 + g_ascii_xdigit_value (at[i]);

  return unit;
}

/* How many bytes of the escape at `at` json-glib reads rightly, as one piece; 0 when it would not. */
static gsize
readable_escape (const char *at,
                 const char *end)
{
  int unit = read_unit (at, end);

  if (unit < 0)
    return 2;

  if (unit == 0 || (unit >= 0xdc00 && unit <= 0xdfff))
    return 0;

  if (unit >= 0xd800 && unit <= 0xdbff)
    {
      int low = read_unit (at + 6, end);

      return low >= 0xdc00 && low <= 0xdfff ? 12 : 0;
    }

  return 6;
}

/* Whether the number at `at`, of scanned text, is an integer that 64 bits do not hold. */
static gboolean
is_wide_integer (const char *at,
                 gsize       length)
{
  char digits[24];
  char *last;

  if (length < 19 || memchr (at, '.', length) != NULL || memchr (at, 'e', length) != NULL ||
      memchr (at, 'E', length) != NULL)
    return FALSE;

  if (length >= sizeof digits)
    return TRUE;

  memcpy (digits, at, length);
  digits[length] = '\0';
  errno = 0;
  g_ascii_strtoll (digits, &last, 10);

  return errno == ERANGE;
}

/* Scanned text as json-glib reads it rightly; NULL when it is so already. */
static GString *
make_readable (const char *data,
               gsize       length)
{
  const char *end = data + length;
  const char *kept = data;
  GString *text = NULL;
  gboolean in_string = FALSE;

  for (const char *at = data; at < end;)
    {
      const char *replacement = NULL;
      gsize step = 1;

      if (*at == '"')
        {
          in_string = !in_string;
        }
      else if (in_string && *at == '\\')
        {
          step = readable_escape (at, end);
          if (step == 0)
            {
              step = 6;
              replacement = UNREADABLE;
            }
        }
      else if (!in_string && (*at == '-' || g_ascii_isdigit (*at)))
        {
          while (at + step < end && (g_ascii_isalnum (at[step]) || strchr ("+-.", at[step]) != NULL) &&
                 at[step] != '\0')
            step++;

          if (is_wide_integer (at, step))
            {
              /* The number stays; what follows makes it a floating-point one. */
              at += step;
              step = 0;
              replacement = ".0";
            }
        }

      if (replacement != NULL)
        {
          if (text == NULL)
            text = g_string_sized_new (length + 64);

          g_string_append_len (text, kept, at - kept);
          g_string_append (text, replacement);
          kept = at + step;
        }

      at += step;
    }

  if (text != NULL)
    g_string_append_len (text, kept, end - kept);

  return text;
}

/**
 * lk_json_parse:
 * @bytes: a body
 * @limits: (nullable): as for lk_json_scan()
 * @error: return location for an error of #LkJsonError
 *
 * Scans the body strictly, and only then lets json-glib build its tree. A byte order mark before it is skipped.
 *
 * Returns: (transfer full): the root, never without a value, or %NULL with @error set
 */
JsonNode *
lk_json_parse (GBytes              *bytes,
               const LkJsonLimits  *limits,
               GError             **error)
{
  g_autoptr(JsonParser) parser = NULL;
  g_autoptr(GError) local_error = NULL;
  g_autoptr(GBytes) text = NULL;
  GString *readable;
  const char *data;
  gsize length;
  gboolean loaded;

  g_return_val_if_fail (bytes != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  text = lk_json_skip_mark (bytes);
  data = g_bytes_get_data (text, &length);

  if (!lk_json_scan (data, length, limits, NULL, error))
    return NULL;

  parser = json_parser_new ();
  readable = make_readable (data, length);
  if (readable != NULL)
    {
      loaded = json_parser_load_from_data (parser, readable->str, readable->len, &local_error);
      g_string_free (readable, TRUE);
    }
  else
    {
      loaded = json_parser_load_from_data (parser, data, length, &local_error);
    }

  if (!loaded || json_parser_get_root (parser) == NULL)
    {
      /* Past the scan json-glib refuses nothing known; should it, its words are all there is to say. */
      g_set_error (error, LK_JSON_ERROR, LK_JSON_ERROR_SYNTAX, _("The answer cannot be read: %s"),
                   local_error != NULL ? local_error->message : _("it is empty"));
      return NULL;
    }

  return json_parser_steal_root (parser);
}

/**
 * lk_json_parse_object:
 * @bytes: a body
 * @limits: (nullable): as for lk_json_scan()
 * @error: return location for an error of #LkJsonError
 *
 * As lk_json_parse(), and the root must be an object: %LK_JSON_ERROR_TYPE otherwise.
 *
 * Returns: (transfer full): the root, or %NULL with @error set
 */
JsonNode *
lk_json_parse_object (GBytes              *bytes,
                      const LkJsonLimits  *limits,
                      GError             **error)
{
  g_autoptr(JsonNode) root = lk_json_parse (bytes, limits, error);

  if (root == NULL)
    return NULL;

  if (!JSON_NODE_HOLDS_OBJECT (root))
    {
      g_set_error_literal (error, LK_JSON_ERROR, LK_JSON_ERROR_TYPE,
                           _("The answer is JSON, but not an object with named members"));
      return NULL;
    }

  return g_steal_pointer (&root);
}

static JsonNode *
get_member (JsonObject *object,
            const char *member)
{
  return object != NULL ? json_object_get_member (object, member) : NULL;
}

static gboolean
holds (JsonNode *node,
       GType     type)
{
  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == type;
}

static const char *
node_string (JsonNode *node)
{
  const char *string;

  if (!holds (node, G_TYPE_STRING))
    return NULL;

  string = json_node_get_string (node);

  return string != NULL && strstr (string, UNREADABLE) == NULL ? string : NULL;
}

/**
 * lk_json_get_string:
 * @object: (nullable): an object
 * @member: its member's name
 *
 * A string that holds an escaped NUL or a lone surrogate counts as a wrong type: as a C string it would be another.
 *
 * Returns: (transfer none) (nullable): the string, valid UTF-8, or %NULL
 */
const char *
lk_json_get_string (JsonObject *object,
                    const char *member)
{
  return node_string (get_member (object, member));
}

/**
 * lk_json_wipe_string:
 * @object: (nullable): an object that this program has parsed
 * @member: its member's name
 *
 * Overwrites a member that is a secret string, which would be freed as it is; it reads as the empty string then.
 */
void
lk_json_wipe_string (JsonObject *object,
                     const char *member)
{
  const char *text = lk_json_get_string (object, member);

  if (text != NULL)
    lk_secret_wipe ((char *) text, strlen (text));
}

/**
 * lk_json_get_int:
 * @object: (nullable): an object
 * @member: its member's name
 * @fallback: the answer for anything but an integer of 64 bits
 *
 * Returns: the integer; `1.0` and `1e3` are not written as integers and are none
 */
gint64
lk_json_get_int (JsonObject *object,
                 const char *member,
                 gint64      fallback)
{
  JsonNode *node = get_member (object, member);

  return holds (node, G_TYPE_INT64) ? json_node_get_int (node) : fallback;
}

/**
 * lk_json_get_double:
 * @object: (nullable): an object
 * @member: its member's name
 * @fallback: the answer for anything but a finite number
 *
 * Returns: the number; `1e400` is not finite
 */
double
lk_json_get_double (JsonObject *object,
                    const char *member,
                    double      fallback)
{
  JsonNode *node = get_member (object, member);

  if (holds (node, G_TYPE_INT64))
    return json_node_get_int (node);

  if (holds (node, G_TYPE_DOUBLE) && isfinite (json_node_get_double (node)))
    return json_node_get_double (node);

  return fallback;
}

/**
 * lk_json_get_boolean:
 * @object: (nullable): an object
 * @member: its member's name
 * @fallback: the answer for anything but `true` and `false`
 *
 * Returns: the boolean
 */
gboolean
lk_json_get_boolean (JsonObject *object,
                     const char *member,
                     gboolean    fallback)
{
  JsonNode *node = get_member (object, member);

  return holds (node, G_TYPE_BOOLEAN) ? json_node_get_boolean (node) : fallback;
}

/**
 * lk_json_get_date:
 * @object: (nullable): an object
 * @member: its member's name
 *
 * Reads an ISO 8601 date. They come with and without `Z`; without it they are UTC (zendesk-chat.md section 5).
 *
 * Returns: (transfer full) (nullable): the date, or %NULL for anything but one
 */
GDateTime *
lk_json_get_date (JsonObject *object,
                  const char *member)
{
  const char *text = lk_json_get_string (object, member);
  g_autoptr(GTimeZone) utc = g_time_zone_new_utc ();

  return text != NULL ? g_date_time_new_from_iso8601 (text, utc) : NULL;
}

/**
 * lk_json_get_object:
 * @object: (nullable): an object
 * @member: its member's name
 *
 * Returns: (transfer none) (nullable): the object that the member is, or %NULL
 */
JsonObject *
lk_json_get_object (JsonObject *object,
                    const char *member)
{
  JsonNode *node = get_member (object, member);

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

/**
 * lk_json_get_array:
 * @object: (nullable): an object
 * @member: its member's name
 *
 * Returns: (transfer none) (nullable): the array that the member is, or %NULL
 */
JsonArray *
lk_json_get_array (JsonObject *object,
                   const char *member)
{
  JsonNode *node = get_member (object, member);

  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

/**
 * lk_json_get_words:
 * @object: (nullable): an object
 * @member: its member's name
 *
 * Reads what the service writes now as a string, now as an array: scopes and redirect URIs (zendesk-chat.md section 5).
 * A string is split at white space and commas; of an array the strings are taken, whole.
 *
 * Returns: (transfer full): the words, possibly none; never %NULL
 */
char **
lk_json_get_words (JsonObject *object,
                   const char *member)
{
  g_autoptr(GPtrArray) words = g_ptr_array_new_with_free_func (g_free);
  JsonArray *array = lk_json_get_array (object, member);
  const char *string = lk_json_get_string (object, member);

  if (string != NULL)
    {
      g_auto(GStrv) pieces = g_strsplit_set (string, " ,\t\r\n", -1);

      for (gsize i = 0; pieces[i] != NULL; i++)
        {
          if (*pieces[i] != '\0')
            g_ptr_array_add (words, g_strdup (pieces[i]));
        }
    }

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      const char *element = node_string (json_array_get_element (array, i));

      if (element != NULL && *element != '\0')
        g_ptr_array_add (words, g_strdup (element));
    }

  g_ptr_array_add (words, NULL);

  return (char **) g_ptr_array_free (g_steal_pointer (&words), FALSE);
}

/**
 * lk_json_has:
 * @object: (nullable): an object
 * @member: its member's name
 *
 * Returns: whether the member is there and not `null`
 */
gboolean
lk_json_has (JsonObject *object,
             const char *member)
{
  JsonNode *node = get_member (object, member);

  return node != NULL && !JSON_NODE_HOLDS_NULL (node);
}

/**
 * lk_json_get_id:
 * @object: (nullable): an object
 * @member: its member's name
 *
 * Reads an id, which the service writes as a string or as a number.
 *
 * Returns: (transfer full) (nullable): the string, or the integer in decimal, or %NULL
 */
char *
lk_json_get_id (JsonObject *object,
                const char *member)
{
  JsonNode *node = get_member (object, member);

  if (holds (node, G_TYPE_INT64))
    return g_strdup_printf ("%" G_GINT64_FORMAT, json_node_get_int (node));

  return g_strdup (node_string (node));
}

/**
 * lk_json_array_get_object:
 * @array: (nullable): an array
 * @index: a place, which may lie past the end
 *
 * Returns: (transfer none) (nullable): the object at that place, or %NULL
 */
JsonObject *
lk_json_array_get_object (JsonArray *array,
                          guint      index)
{
  JsonNode *node;

  if (array == NULL || index >= json_array_get_length (array))
    return NULL;

  node = json_array_get_element (array, index);

  return JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

/**
 * lk_json_to_text:
 * @node: a value
 * @pretty: on several lines, two spaces a level
 *
 * Returns: (transfer full): it as JSON
 */
char *
lk_json_to_text (JsonNode *node,
                 gboolean  pretty)
{
  g_autoptr(JsonGenerator) generator = NULL;

  g_return_val_if_fail (node != NULL, NULL);

  generator = json_generator_new ();
  json_generator_set_root (generator, node);
  json_generator_set_pretty (generator, pretty);
  json_generator_set_indent (generator, 2);

  return json_generator_to_data (generator, NULL);
}

/**
 * lk_json_dup_text:
 * @object: (nullable): an object
 * @member: the name of a member
 * @max_chars: where to cut a longer text
 *
 * Returns: (transfer full) (nullable): the member's text, sanitized; %NULL where there is none or it is empty
 */
char *
lk_json_dup_text (JsonObject *object,
                  const char *member,
                  gsize       max_chars)
{
  const char *text = lk_json_get_string (object, member);

  return text != NULL && *text != '\0' ? lk_text_sanitize (text, -1, max_chars) : NULL;
}

/**
 * lk_json_dup_texts:
 * @object: (nullable): an object
 * @member: the name of a member
 * @max_chars: where to cut a longer text
 *
 * Returns: (transfer full) (array zero-terminated=1): the words of lk_json_get_words(), sanitized
 */
char **
lk_json_dup_texts (JsonObject *object,
                   const char *member,
                   gsize       max_chars)
{
  char **words = lk_json_get_words (object, member);

  for (guint i = 0; words[i] != NULL; i++)
    {
      char *text = lk_text_sanitize (words[i], -1, max_chars);

      g_free (words[i]);
      words[i] = text;
    }

  return words;
}
