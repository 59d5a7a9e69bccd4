/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-raw-slice.h"

/* The position of a character in the layout and in the text, in bytes. */
typedef struct
{
  int   index;
  gsize offset;
} LkRawPlace;

/* Replaces characters that are invisible, break the line or change the text direction with visible symbols. */
static gunichar
make_visible (gunichar c)
{
  if (c == '\t')
    return c;

  if (c < 0x20)
    return 0x2400 + c;

  if (c == 0x7f)
    return 0x2421;

  switch (g_unichar_type (c))
    {
    case G_UNICODE_CONTROL:
    case G_UNICODE_FORMAT:
    case G_UNICODE_LINE_SEPARATOR:
    case G_UNICODE_PARAGRAPH_SEPARATOR:
      return 0x2426;

    default:
      return c;
    }
}

/**
 * lk_raw_slice_new:
 * @text: a text
 * @widget: the widget whose font is used
 * @line: which line
 * @first_column: the first visible column
 * @n_columns: the number of visible columns
 *
 * Returns: (transfer full): that part of the line
 */
LkRawSlice *
lk_raw_slice_new (LkRawText *text,
                  GtkWidget *widget,
                  gsize      line,
                  gsize      first_column,
                  gsize      n_columns)
{
  LkRawSlice *self = g_new0 (LkRawSlice, 1);
  const char *data = g_bytes_get_data (lk_raw_text_get_bytes (text), NULL);
  g_autoptr(GString) shown = g_string_new (NULL);
  LkRawPlace place;

  self->places = g_array_new (FALSE, FALSE, sizeof (LkRawPlace));
  self->start = lk_raw_text_get_offset (text, line, first_column);
  self->end = lk_raw_text_get_offset (text, line, first_column + n_columns);
  self->column = first_column == 0 ? 0 : lk_raw_text_get_column (text, self->start);

  for (gsize at = self->start; at < self->end; at = (gsize) (g_utf8_next_char (data + at) - data))
    {
      place = (LkRawPlace) { (int) shown->len, at };
      g_array_append_val (self->places, place);
      g_string_append_unichar (shown, make_visible (g_utf8_get_char (data + at)));
    }
  place = (LkRawPlace) { (int) shown->len, self->end };
  g_array_append_val (self->places, place);

  self->layout = gtk_widget_create_pango_layout (widget, NULL);
  pango_layout_set_auto_dir (self->layout, FALSE);
  pango_layout_set_single_paragraph_mode (self->layout, TRUE);
  pango_layout_set_text (self->layout, shown->str, (int) shown->len);

  return self;
}

/**
 * lk_raw_slice_free:
 * @self: (transfer full): a slice
 */
void
lk_raw_slice_free (LkRawSlice *self)
{
  g_object_unref (self->layout);
  g_array_unref (self->places);
  g_free (self);
}

/**
 * lk_raw_slice_get_index:
 * @self: a slice
 * @offset: of a character in the text
 *
 * Returns: its byte index in the layout; the nearest end if it is outside
 */
int
lk_raw_slice_get_index (LkRawSlice *self,
                        gsize       offset)
{
  guint low = 0;
  guint high = self->places->len - 1;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (g_array_index (self->places, LkRawPlace, middle).offset < offset)
        low = middle + 1;
      else
        high = middle;
    }

  return g_array_index (self->places, LkRawPlace, low).index;
}

/**
 * lk_raw_slice_at_x:
 * @self: a slice
 * @x: pixels from its beginning
 *
 * Returns: the character of the text whose beginning is nearest
 */
gsize
lk_raw_slice_at_x (LkRawSlice *self,
                   double      x)
{
  int index = 0;
  int trailing = 0;
  guint i;

  pango_layout_xy_to_index (self->layout, (int) (MAX (x, 0) * PANGO_SCALE), 0, &index, &trailing);

  for (i = 0; i + 1 < self->places->len; i++)
    {
      if (g_array_index (self->places, LkRawPlace, i).index >= index)
        break;
    }

  if (trailing > 0 && i + 1 < self->places->len)
    i++;

  return g_array_index (self->places, LkRawPlace, i).offset;
}
