/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-raw-view-private.h"

LkRawCell
_lk_raw_view_get_cell (LkRawView *self)
{
  PangoContext *context = gtk_widget_get_pango_context (GTK_WIDGET (self));
  PangoFontMetrics *metrics = pango_context_get_metrics (context, NULL, NULL);
  LkRawCell cell = {
    MAX (1, PANGO_PIXELS_CEIL (pango_font_metrics_get_approximate_digit_width (metrics))),
    MAX (1, PANGO_PIXELS_CEIL (pango_font_metrics_get_height (metrics))),
  };

  pango_font_metrics_unref (metrics);

  return cell;
}

/* Line numbers, which do not scroll horizontally. */
int
_lk_raw_view_get_gutter (LkRawView *self,
                         LkRawCell  cell)
{
  int n_digits = 2;

  for (gsize n = lk_raw_text_get_n_lines (self->text); n >= 100; n /= 10)
    n_digits++;

  return n_digits * cell.width + 2 * LK_RAW_PADDING;
}

double
_lk_raw_view_get_scrolled (LkRawView      *self,
                           GtkOrientation  orientation)
{
  GtkAdjustment *adjustment = self->adjustments[orientation];

  return adjustment != NULL ? (int) gtk_adjustment_get_value (adjustment) : 0;
}

/* The visible part of a line. */
LkRawSlice *
_lk_raw_view_make_slice (LkRawView *self,
                         LkRawCell  cell,
                         gsize      line)
{
  gsize first = (gsize) (_lk_raw_view_get_scrolled (self, GTK_ORIENTATION_HORIZONTAL) / cell.width);
  gsize n = (gsize) (gtk_widget_get_width (GTK_WIDGET (self)) / cell.width) + 2 * LK_RAW_SLACK;

  return lk_raw_slice_new (self->text, GTK_WIDGET (self), line, first > LK_RAW_SLACK ? first - LK_RAW_SLACK : 0, n);
}

double
_lk_raw_view_slice_x (LkRawView  *self,
                      LkRawCell   cell,
                      LkRawSlice *slice)
{
  return _lk_raw_view_get_gutter (self, cell) + (double) slice->column * cell.width -
         _lk_raw_view_get_scrolled (self, GTK_ORIENTATION_HORIZONTAL);
}

static double
line_y (LkRawView *self,
        LkRawCell  cell,
        gsize      line)
{
  return LK_RAW_PADDING + (double) line * cell.height - _lk_raw_view_get_scrolled (self, GTK_ORIENTATION_VERTICAL);
}

static void
get_lines_in_sight (LkRawView *self,
                    LkRawCell  cell,
                    gsize     *first,
                    gsize     *end)
{
  double top = _lk_raw_view_get_scrolled (self, GTK_ORIENTATION_VERTICAL) - LK_RAW_PADDING;
  gsize n = (gsize) (gtk_widget_get_height (GTK_WIDGET (self)) / cell.height) + 2;

  *first = MIN ((gsize) (MAX (top, 0) / cell.height), lk_raw_text_get_n_lines (self->text) - 1);
  *end = MIN (*first + n, lk_raw_text_get_n_lines (self->text));
}

static GdkRGBA
get_colour (LkRawView  *self,
            const char *name,
            float       alpha)
{
  GdkRGBA colour = { 0.5f, 0.5f, 0.5f, 1 };

  gtk_style_context_lookup_color (gtk_widget_get_style_context (GTK_WIDGET (self)), name, &colour);
  colour.alpha *= alpha;

  return colour;
}

static void
append_selection (LkRawView   *self,
                  GtkSnapshot *snapshot,
                  LkRawSlice  *slice,
                  LkRawCell    cell,
                  double       x,
                  double       y)
{
  gsize start = MIN (self->caret, self->anchor);
  gsize end = MAX (self->caret, self->anchor);
  GdkRGBA colour;
  g_autofree int *ranges = NULL;
  int n_ranges;

  if (start == end || end <= slice->start || start > slice->end)
    return;

  colour = get_colour (self, "accent_bg_color", 0.35f);
  pango_layout_line_get_x_ranges (pango_layout_get_line_readonly (slice->layout, 0),
                                  lk_raw_slice_get_index (slice, start), lk_raw_slice_get_index (slice, end),
                                  &ranges, &n_ranges);
  for (int i = 0; i < n_ranges; i++)
    {
      double left = (double) ranges[2 * i] / PANGO_SCALE;
      double width = (double) (ranges[2 * i + 1] - ranges[2 * i]) / PANGO_SCALE;

      gtk_snapshot_append_color (snapshot, &colour,
                                 &GRAPHENE_RECT_INIT ((float) (x + left), (float) y, (float) width,
                                                      (float) cell.height));
    }
}

static void
append_caret (LkRawView   *self,
              GtkSnapshot *snapshot,
              LkRawSlice  *slice,
              LkRawCell    cell,
              double       x,
              double       y)
{
  GdkRGBA colour;
  PangoRectangle at;

  if (!gtk_widget_has_focus (GTK_WIDGET (self)) || self->caret < slice->start || self->caret > slice->end)
    return;

  gtk_style_context_get_color (gtk_widget_get_style_context (GTK_WIDGET (self)), &colour);
  pango_layout_index_to_pos (slice->layout, lk_raw_slice_get_index (slice, self->caret), &at);
  gtk_snapshot_append_color (snapshot, &colour,
                             &GRAPHENE_RECT_INIT ((float) (x + (double) at.x / PANGO_SCALE), (float) y, 1.5f,
                                                  (float) cell.height));
}

static void
append_number (LkRawView   *self,
               GtkSnapshot *snapshot,
               LkRawCell    cell,
               gsize        line,
               double       y)
{
  g_autoptr(PangoLayout) layout = NULL;
  g_autofree char *number = g_strdup_printf ("%" G_GSIZE_FORMAT, line + 1);
  GdkRGBA colour;
  int width;
  int x;

  layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), number);
  pango_layout_get_pixel_size (layout, &width, NULL);
  x = _lk_raw_view_get_gutter (self, cell) - 2 * LK_RAW_PADDING - width;
  gtk_style_context_get_color (gtk_widget_get_style_context (GTK_WIDGET (self)), &colour);
  colour.alpha *= 0.5f;

  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) x, (float) y));
  gtk_snapshot_append_layout (snapshot, layout, &colour);
  gtk_snapshot_restore (snapshot);
}

static void
append_line (LkRawView   *self,
             GtkSnapshot *snapshot,
             LkRawCell    cell,
             gsize        line)
{
  g_autoptr(LkRawSlice) slice = _lk_raw_view_make_slice (self, cell, line);
  double x = _lk_raw_view_slice_x (self, cell, slice);
  double y = line_y (self, cell, line);
  GdkRGBA colour;

  gtk_style_context_get_color (gtk_widget_get_style_context (GTK_WIDGET (self)), &colour);
  append_selection (self, snapshot, slice, cell, x, y);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) x, (float) y));
  gtk_snapshot_append_layout (snapshot, slice->layout, &colour);
  gtk_snapshot_restore (snapshot);
  append_caret (self, snapshot, slice, cell, x, y);
}

void
_lk_raw_view_snapshot (GtkWidget   *widget,
                       GtkSnapshot *snapshot)
{
  LkRawView *self = LK_RAW_VIEW (widget);
  const int width = gtk_widget_get_width (widget);
  const int height = gtk_widget_get_height (widget);
  LkRawCell cell = _lk_raw_view_get_cell (self);
  gsize first;
  gsize end;
  int gutter;

  if (self->text == NULL)
    return;

  gutter = _lk_raw_view_get_gutter (self, cell) - LK_RAW_PADDING;
  get_lines_in_sight (self, cell, &first, &end);

  gtk_snapshot_push_clip (snapshot, &GRAPHENE_RECT_INIT (0, 0, (float) gutter, (float) height));
  for (gsize line = first; line < end; line++)
    append_number (self, snapshot, cell, line, line_y (self, cell, line));
  gtk_snapshot_pop (snapshot);

  gtk_snapshot_push_clip (snapshot, &GRAPHENE_RECT_INIT ((float) gutter, 0, (float) (width - gutter), (float) height));
  for (gsize line = first; line < end; line++)
    append_line (self, snapshot, cell, line);
  gtk_snapshot_pop (snapshot);
}
