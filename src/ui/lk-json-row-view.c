/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-json-row-view.h"

#include <glib/gi18n.h>

#include "lk-format.h"
#include "lk-text.h"

/* Characters of a key and of a value that are laid out. What is longer says so, and is copied whole. */
#define MAX_KEY 80
#define MAX_VALUE 200
#define MAX_PATH 300

/* Pixels a level; deeper than that many levels all stand in one column, or there would be no room for the value. */
#define INDENT 16
#define MAX_LEVELS 12

struct _LkJsonRowView
{
  AdwBin parent_instance;

  /* children */
  GtkWidget *box;
  GtkWidget *arrow;
  GtkLabel *key_label;
  GtkLabel *value_label;
  GtkLabel *type_label;

  /* owned */
  LkJsonRow *row;

  /* What the children show already: to style them anew is most of what a row costs, and one like it is often next. */
  const char *css_class;         /* static; NULL at first */
  const char *icon_name;         /* likewise */
};

enum
{
  SIGNAL_TOGGLE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (LkJsonRowView, lk_json_row_view, ADW_TYPE_BIN)

static const struct
{
  const char *word;
  const char *css_class;
} kinds[] = {
  [LK_JSON_OBJECT] = { N_("object"), "json-container" },
  [LK_JSON_ARRAY] = { N_("array"), "json-container" },
  [LK_JSON_STRING] = { N_("text"), "json-text" },
  [LK_JSON_NUMBER] = { N_("number"), "json-literal" },
  /* Translators: the type of the values true and false */
  [LK_JSON_BOOLEAN] = { N_("boolean"), "json-literal" },
  /* Translators: the type of the value null, which stands for nothing */
  [LK_JSON_NULL] = { N_("nothing"), "json-literal" },
};

static LkJsonType
get_kind (LkJsonRow *row)
{
  return lk_json_index_get_value_type (lk_json_row_get_index (row), lk_json_row_get_value (row)->start);
}

static char *
make_path (LkJsonRow *row)
{
  g_autofree char *path = lk_json_index_get_value_path (lk_json_row_get_index (row), lk_json_row_get_value (row));

  return lk_text_neutralise (path, -1, MAX_PATH);
}

/* The key, or the place among the siblings. What stands in no other row is named by its path: "$" for the root. */
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
    {
      gsize n = lk_json_index_get_n_children (index, start);
      g_autofree char *number = lk_format_number (n);

      /* Translators: of a list whose end has not been read yet */
      if (lk_json_index_is_unfinished (index, start))
        return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s entry so far", "%s entries so far", n), number);

      return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s entry", "%s entries", n), number);
    }

  line = lk_json_index_dup_line (index, start, MAX_VALUE, &cut);
  if (!cut)
    return kind == LK_JSON_STRING ? g_strconcat ("“", line, "”", NULL) : g_steal_pointer (&line);

  size = lk_text_size (lk_json_index_get_end (index, start) - start);
  beginning = g_strconcat (kind == LK_JSON_STRING ? "“" : "", line, "…", NULL);

  /* Translators: the beginning of a long text, and how long the whole is, such as "5 MB" */
  return g_strdup_printf (_("%s (%s in all)"), beginning, size);
}

static void
expanded_cb (LkJsonRowView *self)
{
  static const char *const icon_names[] = { "pan-end-symbolic", "pan-down-symbolic" };
  gboolean expanded = lk_json_row_is_expanded (self->row);
  const char *icon_name = icon_names[expanded ? 1 : 0];
  GtkWidget *item = gtk_widget_get_parent (GTK_WIDGET (self));

  if (icon_name != self->icon_name)
    {
      self->icon_name = icon_name;
      gtk_image_set_from_icon_name (GTK_IMAGE (self->arrow), icon_name);
    }
  if (item == NULL)
    return;

  if (lk_json_row_is_expandable (self->row))
    gtk_accessible_update_state (GTK_ACCESSIBLE (item), GTK_ACCESSIBLE_STATE_EXPANDED, expanded, -1);
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

  /* Translators: what a screen reader says of a value in a tree: its path, its type ("text", "number"), the value, and
   * which of how many it is in its list. */
  return g_strdup_printf (_("%s, %s, %s, %s of %s"), path, _(kinds[get_kind (row)].word), value, place, n);
}

/* The list's own widget around this one has the focus, so it is the one that assistive tools read. */
static void
name_item (LkJsonRowView *self,
           const char    *value)
{
  GtkWidget *item = gtk_widget_get_parent (GTK_WIDGET (self));
  g_autofree char *text = NULL;

  if (item == NULL)
    return;

  text = say (self->row, value);
  gtk_accessible_update_property (GTK_ACCESSIBLE (item), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
}

static void
arrow_pressed_cb (GtkGestureClick *gesture,
                  int              n_press,
                  double           x,
                  double           y,
                  LkJsonRowView   *self)
{
  g_assert (LK_IS_JSON_ROW_VIEW (self));

  if (self->row == NULL || !lk_json_row_is_expandable (self->row))
    return;

  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  g_signal_emit (self, signals[SIGNAL_TOGGLE], 0);
}

static void
show_row (LkJsonRowView *self)
{
  LkJsonRow *row = self->row;
  LkJsonType kind = get_kind (row);
  g_autofree char *name = make_name (row);
  g_autofree char *value = make_value (row);

  gtk_widget_set_margin_start (self->box, INDENT * (int) MIN (lk_json_row_get_depth (row), MAX_LEVELS));
  gtk_widget_set_opacity (self->arrow, lk_json_row_is_expandable (row) ? 1 : 0);
  gtk_label_set_text (self->key_label, name);
  gtk_label_set_text (self->value_label, value);
  gtk_label_set_text (self->type_label, _(kinds[kind].word));
  if (kinds[kind].css_class != self->css_class)
    {
      self->css_class = kinds[kind].css_class;
      gtk_widget_set_css_classes (GTK_WIDGET (self->value_label),
                                  (const char *[]) { "json-value", self->css_class, NULL });
    }
  expanded_cb (self);
  name_item (self, value);
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
  set_row (LK_JSON_ROW_VIEW (object), NULL);

  G_OBJECT_CLASS (lk_json_row_view_parent_class)->dispose (object);
}

static void
lk_json_row_view_class_init (LkJsonRowViewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = lk_json_row_view_dispose;

  signals[SIGNAL_TOGGLE] = g_signal_new ("toggle", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 0);

  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "jsonrow");
}

static GtkLabel *
append_label (LkJsonRowView      *self,
              const char         *css_class,
              PangoEllipsizeMode  ellipsize)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_single_line_mode (GTK_LABEL (label), TRUE);
  gtk_label_set_ellipsize (GTK_LABEL (label), ellipsize);
  gtk_widget_add_css_class (label, css_class);
  gtk_box_append (GTK_BOX (self->box), label);

  return GTK_LABEL (label);
}

static void
lk_json_row_view_init (LkJsonRowView *self)
{
  GtkGesture *gesture = gtk_gesture_click_new ();

  self->box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  self->arrow = gtk_image_new ();
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->arrow), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
  gtk_box_append (GTK_BOX (self->box), self->arrow);
  g_signal_connect_object (gesture, "pressed", G_CALLBACK (arrow_pressed_cb), self, 0);
  gtk_widget_add_controller (self->arrow, GTK_EVENT_CONTROLLER (gesture));

  self->key_label = append_label (self, "json-key", PANGO_ELLIPSIZE_MIDDLE);
  self->value_label = append_label (self, "json-value", PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (GTK_WIDGET (self->value_label), TRUE);
  self->type_label = append_label (self, "dim-label", PANGO_ELLIPSIZE_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->type_label), "caption");

  adw_bin_set_child (ADW_BIN (self), self->box);
}

/**
 * lk_json_row_view_new:
 *
 * Returns: (transfer floating): a view of no row. It emits `toggle` when it is to be opened or closed
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
 * lk_json_row_view_say:
 * @row: a row
 *
 * Returns: (transfer full): all that the row tells the eye, in words: path, type, value, place among its siblings
 */
char *
lk_json_row_view_say (LkJsonRow *row)
{
  g_autofree char *value = NULL;

  g_return_val_if_fail (LK_IS_JSON_ROW (row), NULL);

  value = make_value (row);

  return say (row, value);
}
