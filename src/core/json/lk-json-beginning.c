/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The index of a long body's beginning: what can be shown of it before the whole has been read. The beginning is made a
 * body of its own, by closing what is open where it ends. */
#include "config.h"

#include <string.h>

#include "lk-json-index-private.h"

/* Finds the last comma between two values, before which all is whole; what is open there is `n_open` first of `open`.
 * Answers 0 where there is none. */
static gsize
find_cut (const char *data,
          gsize       length,
          GByteArray *open,
          guint      *n_open)
{
  gboolean in_string = FALSE;
  guint depth = 0;
  gsize cut = 0;

  for (gsize at = 0; at < length; at++)
    {
      char byte = data[at];
      int step = in_string ? 0 : _lk_json_step_of (byte);

      if (in_string)
        {
          if (byte == '\\')
            at++;
          else if (byte == '"')
            in_string = FALSE;
        }
      else if (byte == '"')
        {
          in_string = TRUE;
        }
      else if (byte == ',')
        {
          cut = at;
          *n_open = depth;
        }
      else if (step > 0)
        {
          guint8 close = byte == '{' ? '}' : ']';

          /* After the last comma nothing is opened on a level that was closed since: what was open there is kept. */
          g_byte_array_set_size (open, MAX (open->len, depth + 1));
          open->data[depth++] = close;
        }
      else if (step < 0 && depth-- == 0)
        {
          return 0;
        }
    }

  return cut;
}

/**
 * lk_json_index_new_of_beginning:
 * @beginning: the first bytes of a body, cut anywhere
 *
 * Indexes what is whole in them. A container that goes on after it has the values that are known; that it does,
 * lk_json_index_is_unfinished() says.
 *
 * Returns: (transfer full) (nullable): an index, or %NULL where there is nothing to show: no value that another
 *   follows, or no JSON
 */
LkJsonIndex *
lk_json_index_new_of_beginning (GBytes *beginning)
{
  g_autoptr(GByteArray) open = g_byte_array_new ();
  g_autoptr(GByteArray) text = g_byte_array_new ();
  g_autoptr(GBytes) bytes = NULL;
  LkJsonIndex *self;
  gsize length, cut;
  guint n_open = 0;
  const char *data;

  g_return_val_if_fail (beginning != NULL, NULL);

  data = g_bytes_get_data (beginning, &length);
  cut = find_cut (data, length, open, &n_open);
  if (cut == 0)
    return NULL;

  g_byte_array_append (text, (const guint8 *) data, (guint) cut);
  while (n_open > 0)
    g_byte_array_append (text, &open->data[--n_open], 1);

  bytes = g_byte_array_free_to_bytes (g_steal_pointer (&text));
  self = lk_json_index_new (bytes, NULL, NULL, NULL);
  if (self != NULL)
    self->known = cut;

  return self;
}

/**
 * lk_json_index_is_unfinished:
 * @self: an index
 * @start: where a value begins
 *
 * Returns: whether the index is of a body's beginning, and the value goes on after it
 */
gboolean
lk_json_index_is_unfinished (LkJsonIndex *self,
                             gsize        start)
{
  g_return_val_if_fail (LK_IS_JSON_INDEX (self) && start < self->length, FALSE);

  return self->known < self->length && _lk_json_step_of (self->data[start]) == 1 &&
         _lk_json_find_close (self, start) >= self->known;
}

/**
 * lk_json_index_is_beginning_of:
 * @self: an index
 * @whole: another
 *
 * Returns: whether this one is of a body's beginning, and that body is the other's: then a value stands in both at the
 *   same place
 */
gboolean
lk_json_index_is_beginning_of (LkJsonIndex *self,
                               LkJsonIndex *whole)
{
  g_return_val_if_fail (LK_IS_JSON_INDEX (self), FALSE);
  g_return_val_if_fail (LK_IS_JSON_INDEX (whole), FALSE);

  return self->known < self->length && self->known <= whole->length &&
         memcmp (self->data, whole->data, self->known) == 0;
}
