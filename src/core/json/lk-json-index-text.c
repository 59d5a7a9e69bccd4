/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is shown and copied of the values of an index. */
#include "config.h"

#include "lk-json-index-private.h"
#include "lk-json-string.h"

static gboolean
is_plain_name (const char *text,
               gsize       length)
{
  if (length == 0 || g_ascii_isdigit (*text))
    return FALSE;

  for (gsize i = 0; i < length; i++)
    {
      if (!g_ascii_isalnum (text[i]) && text[i] != '_')
        return FALSE;
    }

  return TRUE;
}

static void
append_step (LkJsonIndex       *self,
             const LkJsonValue *value,
             GString           *path)
{
  const char *key;
  gsize length;

  if (value->key == LK_JSON_NOWHERE)
    {
      g_string_append_printf (path, "[%" G_GSIZE_FORMAT "]", value->place);
      return;
    }

  key = _lk_json_get_inside (self, value->key, &length);
  g_string_append (path, is_plain_name (key, length) ? "." : "[\"");
  g_string_append_len (path, key, length);
  if (!is_plain_name (key, length))
    g_string_append (path, "\"]");
}

/**
 * lk_json_index_get_path:
 * @self: an index
 * @start: where a value begins
 *
 * Returns: (transfer full): where it stands, in the manner of `$.chats[3].visitor["full name"]`; a key that is no plain
 *   name stands as the body writes it
 */
char *
lk_json_index_get_path (LkJsonIndex *self,
                        gsize        start)
{
  g_autoptr(GArray) lineage = lk_json_index_get_lineage (self, start);
  GString *path = g_string_new ("$");

  for (guint i = 1; lineage != NULL && i < lineage->len; i++)
    append_step (self, &g_array_index (lineage, LkJsonValue, i), path);

  return g_string_free (path, FALSE);
}

/**
 * lk_json_index_get_value_path:
 * @self: an index
 * @value: one of its values
 *
 * Like lk_json_index_get_path(), without counting the siblings before the value, which knows its place.
 *
 * Returns: (transfer full): where it stands
 */
char *
lk_json_index_get_value_path (LkJsonIndex       *self,
                              const LkJsonValue *value)
{
  g_autofree char *parent = NULL;
  GString *path;
  gsize open;

  g_return_val_if_fail (LK_IS_JSON_INDEX (self) && value != NULL && value->start < self->length, NULL);

  open = _lk_json_find_open (self, value->start);
  if (open == LK_JSON_NOWHERE)
    return g_strdup ("$");

  parent = lk_json_index_get_path (self, open);
  path = g_string_new (parent);
  append_step (self, value, path);

  return g_string_free (path, FALSE);
}

/**
 * lk_json_index_get_pointer:
 * @self: an index
 * @start: where a value begins
 *
 * Returns: (transfer full): where it stands as a JSON Pointer (RFC 6901), such as `/chats/3/visitor`; empty for the
 * root
 */
char *
lk_json_index_get_pointer (LkJsonIndex *self,
                           gsize        start)
{
  g_autoptr(GArray) lineage = lk_json_index_get_lineage (self, start);
  GString *pointer = g_string_new (NULL);

  for (guint i = 1; lineage != NULL && i < lineage->len; i++)
    {
      LkJsonValue *value = &g_array_index (lineage, LkJsonValue, i);
      g_autofree char *key = NULL;

      g_string_append_c (pointer, '/');

      if (value->key == LK_JSON_NOWHERE)
        {
          g_string_append_printf (pointer, "%" G_GSIZE_FORMAT, value->place);
          continue;
        }

      key = lk_json_index_dup_text (self, value->key);
      for (const char *c = key; *c != '\0'; c++)
        {
          if (*c == '~')
            g_string_append (pointer, "~0");
          else if (*c == '/')
            g_string_append (pointer, "~1");
          else
            g_string_append_c (pointer, *c);
        }
    }

  return g_string_free (pointer, FALSE);
}

/**
 * lk_json_index_dup_key:
 * @self: an index
 * @value: a value
 * @max_chars: how much of its key
 * @cut: (out) (optional): whether there is more
 *
 * Returns: (transfer full) (nullable): its key fit for one line, or %NULL where it has none
 */
char *
lk_json_index_dup_key (LkJsonIndex       *self,
                       const LkJsonValue *value,
                       gsize              max_chars,
                       gboolean          *cut)
{
  g_return_val_if_fail (LK_IS_JSON_INDEX (self), NULL);

  return value->key != LK_JSON_NOWHERE ? lk_json_index_dup_line (self, value->key, max_chars, cut) : NULL;
}

/**
 * lk_json_index_dup_line:
 * @self: an index
 * @start: where a scalar or key begins
 * @max_chars: how much of it
 * @cut: (out) (optional): whether there is more
 *
 * Returns: (transfer full): it fit for one line: a string decoded, without its quotation marks; a number as written
 */
char *
lk_json_index_dup_line (LkJsonIndex *self,
                        gsize        start,
                        gsize        max_chars,
                        gboolean    *cut)
{
  GString *line;
  const char *inside;
  gsize length;

  g_return_val_if_fail (LK_IS_JSON_INDEX (self) && start < self->length, NULL);

  line = g_string_new (NULL);
  inside = _lk_json_get_inside (self, start, &length);
  lk_json_string_decode (line, inside, length, LK_JSON_DECODE_LINE, max_chars, cut);

  return g_string_free (line, FALSE);
}

/**
 * lk_json_index_dup_text:
 * @self: an index
 * @start: where a value or key begins
 *
 * Returns: (transfer full): the whole of it to copy: a string decoded, as far as text can hold it; anything else as
 *   written
 */
char *
lk_json_index_dup_text (LkJsonIndex *self,
                        gsize        start)
{
  GString *text;
  const char *inside;
  gsize length;

  g_return_val_if_fail (LK_IS_JSON_INDEX (self) && start < self->length, NULL);

  if (self->data[start] != '"')
    return lk_json_index_dup_json (self, start);

  inside = _lk_json_get_inside (self, start, &length);
  text = g_string_sized_new (length + 1);
  lk_json_string_decode (text, inside, length, LK_JSON_DECODE_TEXT, G_MAXSIZE, NULL);

  return g_string_free (text, FALSE);
}

/**
 * lk_json_index_dup_json:
 * @self: an index
 * @start: where a value begins
 *
 * Returns: (transfer full): it and all in it, as the body writes it
 */
char *
lk_json_index_dup_json (LkJsonIndex *self,
                        gsize        start)
{
  g_return_val_if_fail (LK_IS_JSON_INDEX (self) && start < self->length, NULL);

  return g_strndup (self->data + start, lk_json_index_get_end (self, start) - start);
}
