/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-bar-chart.h"

#include <glib/gi18n.h>


#define HEIGHT 96
#define WIDTH 160
#define MAX_BAR_WIDTH 40
#define GAP 2
/* Pixels between the bars and the labels below them. */
#define SPACE 4

struct _LkBarChart
{
  GtkWidget parent_instance;

  /* owned: of LkChartBar */
  GPtrArray *bars;
};

G_DEFINE_FINAL_TYPE (LkBarChart, lk_bar_chart, GTK_TYPE_WIDGET)

static void
bar_free (gpointer data)
{
  LkChartBar *bar = data;

  g_free (bar->label);
  g_free (bar);
}

static guint
get_highest (LkBarChart *self)
{
  guint highest = 0;

  for (guint i = 0; i < self->bars->len; i++)
    highest = MAX (highest, ((LkChartBar *) g_ptr_array_index (self->bars, i))->value);

  return highest;
}

/* The width of a bar and its gap. */
static double
get_step (LkBarChart *self)
{
  double width = gtk_widget_get_width (GTK_WIDGET (self));

  return MIN (width / MAX (self->bars->len, 1), MAX_BAR_WIDTH);
}

static GdkRGBA
get_color (LkBarChart *self,
           const char *name)
{
  GtkStyleContext *context = gtk_widget_get_style_context (GTK_WIDGET (self));
  GdkRGBA color;

  if (!gtk_style_context_lookup_color (context, name, &color))
    gtk_style_context_get_color (context, &color);

  return color;
}

static void
append_bar (GtkSnapshot   *snapshot,
            const GdkRGBA *color,
            double         x,
            double         y,
            double         width,
            double         height)
{
  graphene_rect_t rect = GRAPHENE_RECT_INIT ((float) x, (float) y, (float) width, (float) height);

  gtk_snapshot_append_color (snapshot, color, &rect);
}

static int
append_text (LkBarChart  *self,
             GtkSnapshot *snapshot,
             const char  *text,
             double       x,
             double       y,
             double       align)
{
  g_autoptr(PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
  GdkRGBA color;
  int width, height;

  gtk_style_context_get_color (gtk_widget_get_style_context (GTK_WIDGET (self)), &color);
  pango_layout_get_pixel_size (layout, &width, &height);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) (x - width * align), (float) y));
  gtk_snapshot_append_layout (snapshot, layout, &color);
  gtk_snapshot_restore (snapshot);

  return width;
}

static gboolean
has_parts (LkBarChart *self)
{
  for (guint i = 0; i < self->bars->len; i++)
    {
      if (((LkChartBar *) g_ptr_array_index (self->bars, i))->part > 0)
        return TRUE;
    }

  return FALSE;
}

/* The legend, at the end of the line above the bars. */
static void
append_legend (LkBarChart    *self,
               GtkSnapshot   *snapshot,
               const GdkRGBA *color,
               int            size)
{
  gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  int end = rtl ? 0 : gtk_widget_get_width (GTK_WIDGET (self));
  int width = append_text (self, snapshot, _("missed"), end, 0, rtl ? 0 : 1);

  append_bar (snapshot, color, rtl ? width + SPACE : end - width - SPACE - size / 2, size / 4, size / 2, size / 2);
}

static int
get_text_height (LkBarChart *self)
{
  g_autoptr(PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), "0");
  int height;

  pango_layout_get_pixel_size (layout, NULL, &height);

  return height;
}

static void
lk_bar_chart_snapshot (GtkWidget   *widget,
                       GtkSnapshot *snapshot)
{
  LkBarChart *self = LK_BAR_CHART (widget);
  GdkRGBA bar_color = get_color (self, "accent_bg_color");
  GdkRGBA part_color = get_color (self, "warning_bg_color");
  GdkRGBA line_color = get_color (self, "borders");
  guint highest = get_highest (self);
  int text_height = get_text_height (self);
  double step = get_step (self);
  double gap = step >= 3 * GAP ? GAP : 0;
  double top = text_height + SPACE;
  double foot = gtk_widget_get_height (widget) - text_height - SPACE;
  gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  double width = step * self->bars->len;
  double left = rtl ? gtk_widget_get_width (widget) - width : 0;
  g_autofree char *most = NULL;
  g_autofree char *range = NULL;
  const LkChartBar *first;
  const LkChartBar *last;

  if (self->bars->len == 0 || highest == 0 || foot <= top)
    return;

  append_bar (snapshot, &line_color, left, foot, width, 1);
  for (guint i = 0; i < self->bars->len; i++)
    {
      const LkChartBar *bar = g_ptr_array_index (self->bars, i);
      double x = left + step * (rtl ? self->bars->len - 1 - i : i);
      double height = (foot - top) * bar->value / highest;
      double part = (foot - top) * bar->part / highest;

      append_bar (snapshot, &bar_color, x + gap / 2, foot - height, step - gap, height - part);
      append_bar (snapshot, &part_color, x + gap / 2, foot - part, step - gap, part);
    }

  /* Translators: the height of the highest bar of a chart of days, weeks, months or years. */
  most = g_strdup_printf (_("Most: %u"), highest);
  append_text (self, snapshot, most, rtl ? left + width : left, 0, rtl ? 1 : 0);

  if (has_parts (self))
    append_legend (self, snapshot, &part_color, text_height);

  first = g_ptr_array_index (self->bars, 0);
  last = g_ptr_array_index (self->bars, self->bars->len - 1);
  range = first != last ? g_strdup_printf ("%s – %s", first->label, last->label) : g_strdup (first->label);
  append_text (self, snapshot, range, rtl ? left + width : left, foot + SPACE, rtl ? 1 : 0);
}

static void
lk_bar_chart_measure (GtkWidget      *widget,
                      GtkOrientation  orientation,
                      int             for_size,
                      int            *minimum,
                      int            *natural,
                      int            *minimum_baseline,
                      int            *natural_baseline)
{
  LkBarChart *self = LK_BAR_CHART (widget);

  if (orientation == GTK_ORIENTATION_VERTICAL)
    {
      *minimum = *natural = HEIGHT + 2 * (get_text_height (self) + SPACE);
    }
  else
    {
      *minimum = WIDTH;
      *natural = CLAMP ((int) self->bars->len * MAX_BAR_WIDTH, 2 * WIDTH, 3 * WIDTH);
    }
}

static char *
describe_bar (const LkChartBar *bar)
{
  if (bar->part > 0)
    /* Translators: a day or week, how many chats it had, and how many of them nobody answered. */
    return g_strdup_printf (_("%s: %u, %u of them missed"), bar->label, bar->value, bar->part);

  return g_strdup_printf ("%s: %u", bar->label, bar->value);
}

static gboolean
query_tooltip_cb (LkBarChart *self,
                  int         x,
                  int         y,
                  gboolean    keyboard,
                  GtkTooltip *tooltip)
{
  gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  double step = get_step (self);
  g_autofree char *text = NULL;
  guint place;

  g_assert (LK_IS_BAR_CHART (self));

  if (keyboard || x < 0)
    return FALSE;

  place = (guint) ((rtl ? gtk_widget_get_width (GTK_WIDGET (self)) - x : x) / step);
  if (place >= self->bars->len)
    return FALSE;

  text = describe_bar (g_ptr_array_index (self->bars, place));
  gtk_tooltip_set_text (tooltip, text);

  return TRUE;
}

static void
lk_bar_chart_finalize (GObject *object)
{
  g_ptr_array_unref (LK_BAR_CHART (object)->bars);

  G_OBJECT_CLASS (lk_bar_chart_parent_class)->finalize (object);
}

static void
lk_bar_chart_class_init (LkBarChartClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = lk_bar_chart_finalize;
  widget_class->snapshot = lk_bar_chart_snapshot;
  widget_class->measure = lk_bar_chart_measure;

  gtk_widget_class_set_css_name (widget_class, "barchart");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
lk_bar_chart_init (LkBarChart *self)
{
  self->bars = g_ptr_array_new_with_free_func (bar_free);
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self), "caption");
  g_signal_connect_swapped (self, "query-tooltip", G_CALLBACK (query_tooltip_cb), self);
}

/**
 * lk_chart_bar_new:
 * @label: (transfer full): its label
 * @value: its height
 * @part: the part of @value that is drawn in the other colour
 *
 * Returns: (transfer full): a bar
 */
LkChartBar *
lk_chart_bar_new (char  *label,
                  guint  value,
                  guint  part)
{
  LkChartBar *self = g_new (LkChartBar, 1);

  self->label = label;
  self->value = value;
  self->part = MIN (part, value);

  return self;
}

/**
 * lk_bar_chart_set_bars:
 * @self: a chart
 * @bars: (transfer full) (element-type LkChartBar): its bars
 */
void
lk_bar_chart_set_bars (LkBarChart *self,
                       GPtrArray  *bars)
{
  g_autofree char *text = NULL;

  g_return_if_fail (LK_IS_BAR_CHART (self));
  g_return_if_fail (bars != NULL);

  g_ptr_array_unref (self->bars);
  self->bars = bars;
  g_ptr_array_set_free_func (bars, bar_free);

  text = lk_bar_chart_dup_text (self);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

/**
 * lk_bar_chart_dup_text:
 * @self: a chart
 *
 * Returns: (transfer full): the chart in words, for assistive technologies
 */
char *
lk_bar_chart_dup_text (LkBarChart *self)
{
  g_autoptr(GString) text = g_string_new (NULL);

  g_return_val_if_fail (LK_IS_BAR_CHART (self), NULL);

  for (guint i = 0; i < self->bars->len; i++)
    {
      g_autofree char *line = describe_bar (g_ptr_array_index (self->bars, i));

      g_string_append_printf (text, "%s%s", i > 0 ? "; " : "", line);
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}
