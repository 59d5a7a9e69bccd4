/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-json-row-view.h"

#include <glib/gi18n.h>

#include "lk-format.h"
#include "lk-json-preview.h"
#include "lk-text.h"

/* Characters of a key, a value and a path that are shown. A longer value is marked as cut; copying copies all of it. */
#define MAX_KEY 80
#define MAX_VALUE 200
#define MAX_PATH 300

/* Indentation per level in pixels. Deeper levels than the last share one column, to leave room for the value. */
#define INDENT 16
#define MAX_LEVELS 12

#define ARROW 16
#define SPACING 6

/* Size of the type relative to the other text. */
#define TYPE_SCALE 0.82

/* Minimum width in pixels. */
#define MIN_WIDTH 120

typedef enum
{
  PART_NAME,
  PART_VALUE,
  PART_TYPE,
  N_PARTS,
} Part;

/* The row draws itself, with layouts that are made when it is first drawn: a list creates about two hundred rows, of
 * which thirty are visible, and labels would be most of their cost. */
struct _LkJsonRowView
{
  GtkWidget parent_instance;

  LkJsonRow *row;              /* owned, nullable */
  LkJsonSearch *search;        /* owned, nullable: what it finds is marked */
  GdkPaintable *arrow;         /* owned, nullable: made when it is drawn */
  PangoLayout *parts[N_PARTS]; /* owned, nullable: made when they are drawn */

  int natural[N_PARTS]; /* pixels each part would like */
};

G_DEFINE_FINAL_TYPE (LkJsonRowView, lk_json_row_view, GTK_TYPE_WIDGET)

static const struct
{
  const char *word;
  const char *colour; /* of the value; NULL: as all text */
  float alpha;
} kinds[] = {
  [LK_JSON_OBJECT] = {
      N_("object"), NULL, 0.7f },
      [LK_JSON_ARRAY] = { N_("array"), NULL, 0.7f },
                          [LK_JSON_STRING] = {
                              N_("string"), NULL, 1 }, [LK_JSON_NUMBER] = {
                                                           N_("number"), "json_literal_color", 1 },
                                                           /* Translators: the type of the values true and false */
                                                           [LK_JSON_BOOLEAN] = {
                                                               N_("boolean"), "json_literal_color", 1 },
                                                               /* Translators: the type of the value null */
                                                               [LK_JSON_NULL] = { N_("null"), "json_literal_color", 1 },
                                                               };

static void
forget_drawn (LkJsonRowView *self)
{
  g_clear_object (&self->arrow);
  for (guint i = 0; i < N_PARTS; i++)
    g_clear_object (&self->parts[i]);
}

static LkJsonType
get_kind (LkJsonRow *row)
{
  return lk_json_index_get_value_type (lk_json_row_get_index (row), lk_json_row_get_value (row)->start);
}

static char *
make_path (LkJsonRow *row)
{
  g_autofree char *path = lk_json_index_get_value_path (lk_json_row_get_index (row), lk_json_row_get_value (row));

  return lk_text_sanitize (path, -1, MAX_PATH);
}

/* The key, or the index in an array. A row at the top of the tree shows its path: "$" for the root. */
static char *
make_name (LkJsonRow *row)
{
  const LkJsonValue *value = lk_json_row_get_value (row);
  gboolean cut = FALSE;
  g_autofree char *key = NULL;

  if (lk_json_row_get_depth (row) == 0)
    return make_path (row);

  key = lk_json_index_dup_key (lk_json_row_get_index (row), value, MAX_KEY, &cut);
  if (key != NULL)
    return g_strconcat (key, cut ? "…" : "", NULL);

  return g_strdup_printf ("%" G_GSIZE_FORMAT, value->place);
}

static char *
make_count (LkJsonIndex *index,
            gsize        start)
{
  gsize n = lk_json_index_get_n_children (index, start);
  g_autofree char *number = lk_format_number (n);

  if (lk_json_index_get_value_type (index, start) == LK_JSON_OBJECT)
    {
      /* Translators: of an object of JSON whose end has not been read yet */
      if (lk_json_index_is_unfinished (index, start))
        return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s key so far", "%s keys so far", n), number);

      return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s key", "%s keys", n), number);
    }

  /* Translators: of an array of JSON whose end has not been read yet */
  if (lk_json_index_is_unfinished (index, start))
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s item so far", "%s items so far", n), number);

  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s item", "%s items", n), number);
}

/* The scalar, or the number of children. */
static char *
make_value (LkJsonRow *row)
{
  LkJsonIndex *index = lk_json_row_get_index (row);
  gsize start = lk_json_row_get_value (row)->start;
  LkJsonType kind = get_kind (row);
  g_autofree char *line = NULL;
  g_autofree char *beginning = NULL;
  g_autofree char *size = NULL;
  gboolean cut = FALSE;

  if (kind == LK_JSON_OBJECT || kind == LK_JSON_ARRAY)
    return make_count (index, start);

  line = lk_json_index_dup_line (index, start, MAX_VALUE, &cut);
  if (!cut)
    return kind == LK_JSON_STRING ? g_strconcat ("“", line, "”", NULL) : g_steal_pointer (&line);

  size = g_format_size (lk_json_index_get_end (index, start) - start);
  beginning = g_strconcat (kind == LK_JSON_STRING ? "“" : "", line, "…", NULL);

  /* Translators: the beginning of a long text, and how long the whole is, such as "5 MB" */
  return g_strdup_printf (_("%s (%s in all)"), beginning, size);
}

/* A collapsed container also shows a preview of its children. */
static char *
make_shown_value (LkJsonRow *row)
{
  g_autofree char *value = make_value (row);
  g_autofree char *preview = NULL;

  if (!lk_json_row_is_expandable (row) || lk_json_row_is_expanded (row))
    return g_steal_pointer (&value);

  preview = lk_json_preview (lk_json_row_get_index (row), lk_json_row_get_value (row)->start);

  return preview != NULL ? g_strconcat (value, "  ", preview, NULL) : g_steal_pointer (&value);
}

static void
expanded_cb (LkJsonRowView *self)
{
  GtkWidget *item = gtk_widget_get_parent (GTK_WIDGET (self));

  forget_drawn (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  if (item == NULL)
    return;

  if (lk_json_row_is_expandable (self->row))
    gtk_accessible_update_state (GTK_ACCESSIBLE (item), GTK_ACCESSIBLE_STATE_EXPANDED,
                                 lk_json_row_is_expanded (self->row), -1);
  else
    gtk_accessible_reset_state (GTK_ACCESSIBLE (item), GTK_ACCESSIBLE_STATE_EXPANDED);
}

static char *
say (LkJsonRow  *row,
     const char *value)
{
  g_autofree char *path = make_path (row);
  g_autofree char *place = lk_format_number (lk_json_row_get_place (row) + 1);
  g_autofree char *n = lk_format_number (lk_json_row_get_n_siblings (row));

  /* Translators: the accessible name of a row: path, type, value, and its position among its siblings. */
  return g_strdup_printf (_("%s, %s, %s, %s of %s"), path, _(kinds[get_kind (row)].word), value, place, n);
}

/* The list item around this widget has the focus, so it carries the accessible name. */
static void
name_item (LkJsonRowView *self)
{
  GtkWidget *item = gtk_widget_get_parent (GTK_WIDGET (self));
  g_autofree char *text = NULL;

  if (item == NULL)
    return;

  text = lk_json_row_view_say (self->row);
  gtk_accessible_update_property (GTK_ACCESSIBLE (item), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
}

/* Limited in a narrow window, to leave room for the text. */
static int
get_indent (LkJsonRowView *self)
{
  return MIN (INDENT * (int) MIN (lk_json_row_get_depth (self->row), MAX_LEVELS),
              gtk_widget_get_width (GTK_WIDGET (self)) / 3);
}

static gboolean
is_rtl (LkJsonRowView *self)
{
  return gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
}

/* Marks every match in the text. */
static void
add_marks (LkJsonRowView *self,
           const char    *text,
           PangoAttrList *attributes)
{
  GdkRGBA colour;
  gsize from = 0;
  gsize start, end;

  if (self->search == NULL ||
      !gtk_style_context_lookup_color (gtk_widget_get_style_context (GTK_WIDGET (self)), "json_match_color", &colour))
    return;

  while (lk_json_search_find_in_text (self->search, text + from, &start, &end) && end > start)
    {
      PangoAttribute *attribute = pango_attr_background_new (
          (guint16) (colour.red * 65535), (guint16) (colour.green * 65535), (guint16) (colour.blue * 65535));
      PangoAttribute *alpha = pango_attr_background_alpha_new ((guint16) (colour.alpha * 65535));

      attribute->start_index = alpha->start_index = (guint) (from + start);
      attribute->end_index = alpha->end_index = (guint) (from + end);
      pango_attr_list_insert (attributes, attribute);
      pango_attr_list_insert (attributes, alpha);
      from += end;
    }
}

static void
add_part (LkJsonRowView      *self,
          Part                part,
          const char         *text,
          PangoEllipsizeMode  ellipsize,
          PangoAttribute     *attribute)
{
  PangoLayout *layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
  PangoAttrList *attributes = pango_attr_list_new ();

  pango_layout_set_single_paragraph_mode (layout, TRUE);
  pango_layout_set_ellipsize (layout, ellipsize);
  if (attribute != NULL)
    pango_attr_list_insert (attributes, attribute);
  if (part != PART_TYPE)
    add_marks (self, text, attributes);
  pango_layout_set_attributes (layout, attributes);
  pango_attr_list_unref (attributes);

  pango_layout_get_pixel_size (layout, &self->natural[part], NULL);
  self->parts[part] = layout;
}

static void
make_parts (LkJsonRowView *self)
{
  g_autofree char *name = make_name (self->row);
  g_autofree char *value = make_shown_value (self->row);

  add_part (self, PART_NAME, name, PANGO_ELLIPSIZE_MIDDLE, pango_attr_weight_new (PANGO_WEIGHT_BOLD));
  add_part (self, PART_VALUE, value, PANGO_ELLIPSIZE_END, NULL);
  add_part (self, PART_TYPE,
            _(kinds[get_kind (self->row)].word), PANGO_ELLIPSIZE_NONE, pango_attr_scale_new (TYPE_SCALE));
}

/* The type gets its natural width; name and value share the rest, at least half of it each if they need it. */
static void
share (LkJsonRowView *self,
       int            room,
       int           *widths)
{
  widths[PART_TYPE] = self->natural[PART_TYPE];
  room = MAX (0, room - widths[PART_TYPE] - 2 * SPACING);
  widths[PART_NAME] = MIN (self->natural[PART_NAME], MAX (room / 2, room - self->natural[PART_VALUE]));
  widths[PART_VALUE] = MIN (self->natural[PART_VALUE], room - widths[PART_NAME]);
}

static void
draw_arrow (LkJsonRowView *self,
            GtkSnapshot   *snapshot,
            double         x,
            const GdkRGBA *colour)
{
  GtkWidget *widget = GTK_WIDGET (self);

  if (self->arrow == NULL)
    {
      GtkIconTheme *theme = gtk_icon_theme_get_for_display (gtk_widget_get_display (widget));
      const char *name = lk_json_row_is_expanded (self->row) ? "pan-down-symbolic" : "pan-end-symbolic";

      self->arrow = GDK_PAINTABLE (gtk_icon_theme_lookup_icon (
          theme, name, NULL, ARROW, gtk_widget_get_scale_factor (widget), gtk_widget_get_direction (widget), 0));
    }

  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot,
                          &GRAPHENE_POINT_INIT ((float) x, (float) (gtk_widget_get_height (widget) - ARROW) / 2));
  gtk_symbolic_paintable_snapshot_symbolic (GTK_SYMBOLIC_PAINTABLE (self->arrow), snapshot, ARROW, ARROW, colour, 1);
  gtk_snapshot_restore (snapshot);
}

/* All parts share one baseline, with the name centered vertically. */
static void
draw_part (LkJsonRowView *self,
           GtkSnapshot   *snapshot,
           Part           part,
           double         x,
           int            width,
           const GdkRGBA *colour)
{
  PangoLayout *layout = self->parts[part];
  PangoRectangle extents;
  int name_height;
  double baseline;

  pango_layout_set_width (layout, width < self->natural[part] ? width * PANGO_SCALE : -1);
  pango_layout_get_pixel_extents (layout, NULL, &extents);
  pango_layout_get_pixel_size (self->parts[PART_NAME], NULL, &name_height);
  baseline = (gtk_widget_get_height (GTK_WIDGET (self)) - name_height) / 2 +
             pango_layout_get_baseline (self->parts[PART_NAME]) / PANGO_SCALE;

  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot,
                          &GRAPHENE_POINT_INIT ((float) (x - extents.x),
                                                (float) (baseline - pango_layout_get_baseline (layout) / PANGO_SCALE)));
  gtk_snapshot_append_layout (snapshot, layout, colour);
  gtk_snapshot_restore (snapshot);
}

static void
lk_json_row_view_snapshot (GtkWidget   *widget,
                           GtkSnapshot *snapshot)
{
  LkJsonRowView *self = LK_JSON_ROW_VIEW (widget);
  GtkStyleContext *style = gtk_widget_get_style_context (widget);
  gboolean contrast = adw_style_manager_get_high_contrast (adw_style_manager_get_default ());
  int width = gtk_widget_get_width (widget);
  int widths[N_PARTS];
  GdkRGBA colours[N_PARTS];
  LkJsonType kind;
  double x;

  if (self->row == NULL)
    return;

  if (self->parts[0] == NULL)
    make_parts (self);

  kind = get_kind (self->row);
  for (guint i = 0; i < N_PARTS; i++)
    gtk_style_context_get_color (style, &colours[i]);
  if (kinds[kind].colour != NULL)
    gtk_style_context_lookup_color (style, kinds[kind].colour, &colours[PART_VALUE]);
  colours[PART_VALUE].alpha *= contrast ? 1 : kinds[kind].alpha;
  colours[PART_TYPE].alpha *= contrast ? 0.9f : 0.55f;

  x = get_indent (self);
  share (self, width - (int) x - ARROW - SPACING, widths);
  if (lk_json_row_is_expandable (self->row))
    draw_arrow (self, snapshot, is_rtl (self) ? width - x - ARROW : x, &colours[PART_NAME]);

  x += ARROW + SPACING;
  for (guint i = 0; i < N_PARTS; i++)
    {
      if (i == PART_TYPE)
        x = width - widths[i];
      draw_part (self, snapshot, i, is_rtl (self) ? width - x - widths[i] : x, widths[i], &colours[i]);
      x += widths[i] + SPACING;
    }
}

static void
lk_json_row_view_measure (GtkWidget      *widget,
                          GtkOrientation  orientation,
                          int             for_size,
                          int            *minimum,
                          int            *natural,
                          int            *minimum_baseline,
                          int            *natural_baseline)
{
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = *natural = MIN_WIDTH;
    }
  else
    {
      PangoFontMetrics *metrics = pango_context_get_metrics (gtk_widget_get_pango_context (widget), NULL, NULL);

      *minimum = *natural = MAX (ARROW, PANGO_PIXELS_CEIL (pango_font_metrics_get_height (metrics)));
      pango_font_metrics_unref (metrics);
    }
}

static void
lk_json_row_view_css_changed (GtkWidget         *widget,
                              GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (lk_json_row_view_parent_class)->css_changed (widget, change);

  forget_drawn (LK_JSON_ROW_VIEW (widget));
}

static void
lk_json_row_view_system_setting_changed (GtkWidget        *widget,
                                         GtkSystemSetting  setting)
{
  GTK_WIDGET_CLASS (lk_json_row_view_parent_class)->system_setting_changed (widget, setting);

  forget_drawn (LK_JSON_ROW_VIEW (widget));
}

static void
lk_json_row_view_direction_changed (GtkWidget        *widget,
                                    GtkTextDirection  before)
{
  GTK_WIDGET_CLASS (lk_json_row_view_parent_class)->direction_changed (widget, before);

  forget_drawn (LK_JSON_ROW_VIEW (widget));
}

static void
show_row (LkJsonRowView *self)
{
  forget_drawn (self);
  expanded_cb (self);
  name_item (self);
}

static void
set_row (LkJsonRowView *self,
         LkJsonRow     *row)
{
  if (self->row != NULL)
    g_signal_handlers_disconnect_by_data (self->row, self);
  g_set_object (&self->row, row);
  if (row == NULL)
    return;

  g_signal_connect_object (row, "notify::expanded", G_CALLBACK (expanded_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "grown", G_CALLBACK (show_row), self, G_CONNECT_SWAPPED);
}

static void
lk_json_row_view_dispose (GObject *object)
{
  LkJsonRowView *self = LK_JSON_ROW_VIEW (object);

  set_row (self, NULL);
  g_clear_object (&self->search);
  forget_drawn (self);

  G_OBJECT_CLASS (lk_json_row_view_parent_class)->dispose (object);
}

static void
lk_json_row_view_class_init (LkJsonRowViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lk_json_row_view_dispose;
  widget_class->snapshot = lk_json_row_view_snapshot;
  widget_class->measure = lk_json_row_view_measure;
  widget_class->direction_changed = lk_json_row_view_direction_changed;
  widget_class->css_changed = lk_json_row_view_css_changed;
  widget_class->system_setting_changed = lk_json_row_view_system_setting_changed;

  gtk_widget_class_set_css_name (widget_class, "jsonrow");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
lk_json_row_view_init (LkJsonRowView *self)
{
  g_signal_connect (self, "notify::scale-factor", G_CALLBACK (forget_drawn), NULL);
}

/**
 * lk_json_row_view_new:
 *
 * Returns: (transfer floating): a view of no row
 */
GtkWidget *
lk_json_row_view_new (void)
{
  return g_object_new (LK_TYPE_JSON_ROW_VIEW, NULL);
}

/**
 * lk_json_row_view_set_row:
 * @self: a view
 * @row: (nullable): what to show
 */
void
lk_json_row_view_set_row (LkJsonRowView *self,
                          LkJsonRow     *row)
{
  g_return_if_fail (LK_IS_JSON_ROW_VIEW (self));
  g_return_if_fail (row == NULL || LK_IS_JSON_ROW (row));

  set_row (self, row);
  if (row != NULL)
    show_row (self);
}

/**
 * lk_json_row_view_get_row:
 * @self: a view
 *
 * Returns: (transfer none) (nullable): what it shows
 */
LkJsonRow *
lk_json_row_view_get_row (LkJsonRowView *self)
{
  g_return_val_if_fail (LK_IS_JSON_ROW_VIEW (self), NULL);

  return self->row;
}

/**
 * lk_json_row_view_set_search:
 * @self: a view
 * @search: (nullable): a search whose matches are marked
 */
void
lk_json_row_view_set_search (LkJsonRowView *self,
                             LkJsonSearch  *search)
{
  g_return_if_fail (LK_IS_JSON_ROW_VIEW (self));
  g_return_if_fail (search == NULL || LK_IS_JSON_SEARCH (search));

  if (!g_set_object (&self->search, search))
    return;

  forget_drawn (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * lk_json_row_view_is_arrow_at:
 * @self: a view
 * @x: pixels from its left edge
 *
 * Returns: whether a click there expands or collapses the row
 */
gboolean
lk_json_row_view_is_arrow_at (LkJsonRowView *self,
                              double         x)
{
  double from_start;

  g_return_val_if_fail (LK_IS_JSON_ROW_VIEW (self), FALSE);

  from_start = is_rtl (self) ? gtk_widget_get_width (GTK_WIDGET (self)) - x : x;

  return self->row != NULL && lk_json_row_is_expandable (self->row) && from_start <= get_indent (self) + ARROW;
}

/**
 * lk_json_row_view_say:
 * @row: a row
 *
 * Returns: (transfer full): the row in words: path, type, value, position among its siblings
 */
char *
lk_json_row_view_say (LkJsonRow *row)
{
  g_autofree char *value = NULL;

  g_return_val_if_fail (LK_IS_JSON_ROW (row), NULL);

  value = make_value (row);

  return say (row, value);
}

/**
 * lk_json_row_view_dup_text:
 * @self: a view of a row
 *
 * Returns: (transfer full): the text that it draws, however much of it fits: name, value and type, each on a line
 */
char *
lk_json_row_view_dup_text (LkJsonRowView *self)
{
  g_autofree char *name = NULL;
  g_autofree char *value = NULL;

  g_return_val_if_fail (LK_IS_JSON_ROW_VIEW (self), NULL);
  g_return_val_if_fail (self->row != NULL, NULL);

  name = make_name (self->row);
  value = make_shown_value (self->row);

  return g_strdup_printf ("%s\n%s\n%s\n", name, value, _(kinds[get_kind (self->row)].word));
}
