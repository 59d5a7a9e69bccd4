/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-json-preview.h"

#define MAX_CHILDREN 8
#define MAX_KEY_CHARS 24
#define MAX_VALUE_CHARS 32
#define MAX_BYTES 240

static void
append_line (GString     *out,
             LkJsonIndex *index,
             gsize        start,
             gsize        max_chars)
{
  gboolean cut = FALSE;
  g_autofree char *line = lk_json_index_dup_line (index, start, max_chars, &cut);

  g_string_append (out, line);
  if (cut)
    g_string_append (out, "…");
}

static void
append_value (GString     *out,
              LkJsonIndex *index,
              gsize        start)
{
  LkJsonValue child;
  gboolean is_empty = !lk_json_index_get_child (index, start, 0, &child);

  switch (lk_json_index_get_value_type (index, start))
    {
    case LK_JSON_OBJECT:
      g_string_append (out, is_empty ? "{}" : "{…}");
      break;

    case LK_JSON_ARRAY:
      g_string_append (out, is_empty ? "[]" : "[…]");
      break;

    case LK_JSON_STRING:
      g_string_append (out, "“");
      append_line (out, index, start, MAX_VALUE_CHARS);
      g_string_append (out, "”");
      break;

    default:
      append_line (out, index, start, MAX_VALUE_CHARS);
    }
}

/* A string of a preview ends in an ellipsis, and so does the preview, where there is more. */
static void
append_children (GString     *out,
                 LkJsonIndex *index,
                 gsize        start)
{
  gboolean is_object = lk_json_index_get_value_type (index, start) == LK_JSON_OBJECT;
  LkJsonValue child;
  gboolean there;
  guint n = 0;

  g_string_append_c (out, is_object ? '{' : '[');
  for (there = lk_json_index_get_child (index, start, 0, &child); there && n < MAX_CHILDREN && out->len < MAX_BYTES;
       there = lk_json_index_get_next (index, &child, &child), n++)
    {
      g_string_append (out, n > 0 ? ", " : "");
      if (is_object)
        {
          append_line (out, index, child.key, MAX_KEY_CHARS);
          g_string_append (out, ": ");
        }
      append_value (out, index, child.start);
    }
  if (there || lk_json_index_is_unfinished (index, start))
    g_string_append (out, ", …");
  g_string_append_c (out, is_object ? '}' : ']');
}

/**
 * lk_json_preview:
 * @index: a body and its index
 * @start: where a container begins
 *
 * Returns: (transfer full) (nullable): the first of its members or elements, cut to a length that costs little to make;
 *   %NULL if it has none
 */
char *
lk_json_preview (LkJsonIndex *index,
                 gsize        start)
{
  LkJsonValue first;
  GString *out;

  g_return_val_if_fail (LK_IS_JSON_INDEX (index), NULL);

  if (!lk_json_index_get_child (index, start, 0, &first))
    return NULL;

  out = g_string_new (NULL);
  append_children (out, index, start);

  return g_string_free (out, FALSE);
}
