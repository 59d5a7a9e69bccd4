/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-json-pretty.h"

#include <glib/gi18n.h>
#include <string.h>

#include "lk-json-scan.h"

/* Spaces a level, and how deep they grow: deeper levels all stand in one column. */
#define INDENT 2
#define MAX_INDENT 64

/* Lines upon lines of a bracket each can make a text many times as long as the body. */
#define MAX_GROWTH 8
#define ROOM (1024 * 1024)

/* How much is laid out between two looks at the cancellable. */
#define SLICE (1024 * 1024)

static void
append_line (GString *out,
             guint    depth)
{
  static const char spaces[] = "\n                                                                ";
  const gsize n = MIN (depth * INDENT, MAX_INDENT);

  G_STATIC_ASSERT (sizeof spaces == MAX_INDENT + 2);

  g_string_append_len (out, spaces, (gssize) n + 1);
}

static const char *
skip_space (const char *at,
            const char *end)
{
  while (at < end && (*at == ' ' || *at == '\n' || *at == '\r' || *at == '\t'))
    at++;

  return at;
}

/* From a quotation mark to just past the one that closes it. */
static const char *
skip_string (const char *at,
             const char *end)
{
  for (at++; at < end && *at != '"'; at++)
    {
      if (*at == '\\')
        at++;
    }

  return MIN (at + 1, end);
}

static const char *
skip_word (const char *at,
           const char *end)
{
  while (at < end && strchr (" \n\r\t,:]}", *at) == NULL)
    at++;

  return at;
}

/* One token of it and the white space that belongs before the next. */
static const char *
lay_out (GString    *out,
         const char *at,
         const char *end,
         guint      *depth)
{
  const char *from = at;

  switch (*at)
    {
    case '{':
    case '[':
      at = skip_space (at + 1, end);
      g_string_append_c (out, *from);
      if (at < end && (*at == '}' || *at == ']'))
        {
          g_string_append_c (out, *at++);
          break;
        }
      append_line (out, ++*depth);
      break;

    case '}':
    case ']':
      append_line (out, --*depth);
      g_string_append_c (out, *at++);
      break;

    case ',':
      g_string_append_c (out, *at++);
      append_line (out, *depth);
      break;

    case ':':
      g_string_append (out, ": ");
      at++;
      break;

    default:
      at = *at == '"' ? skip_string (at, end) : skip_word (at, end);
      g_string_append_len (out, from, at - from);
    }

  return skip_space (at, end);
}

/**
 * lk_json_pretty:
 * @index: a body that is JSON
 * @cancellable: (nullable): to give up
 * @error: return location for %G_IO_ERROR_CANCELLED, or %LK_JSON_ERROR_SIZE where the layout would be many times as
 *   long as the body
 *
 * Keys, numbers and strings stay as they are written: nothing is lost that a reader of JSON would lose, such as a
 * doubled key or the digits of a long number. May take long: in a window call it in a worker.
 *
 * Returns: (transfer full): the body with a line for each value, or %NULL with @error set
 */
GBytes *
lk_json_pretty (LkJsonIndex   *index,
                GCancellable  *cancellable,
                GError       **error)
{
  g_autoptr(GString) out = NULL;
  const char *data;
  const char *at;
  const char *end;
  const char *next_look;
  gsize length;
  guint depth = 0;

  g_return_val_if_fail (LK_IS_JSON_INDEX (index), NULL);

  data = g_bytes_get_data (lk_json_index_get_bytes (index), &length);
  end = data + length;
  out = g_string_sized_new (length + length / 2 + 1);
  next_look = data;

  for (at = skip_space (data, end); at < end; at = lay_out (out, at, end, &depth))
    {
      if (at < next_look)
        continue;

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;

      if (out->len > length * MAX_GROWTH + ROOM)
        {
          g_set_error_literal (error, LK_JSON_ERROR, LK_JSON_ERROR_SIZE,
                               _("Laid out, the answer would be too long to show."));
          return NULL;
        }

      next_look = at + SLICE;
    }

  g_string_append_c (out, '\n');

  return g_string_free_to_bytes (g_steal_pointer (&out));
}
