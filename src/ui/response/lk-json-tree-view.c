/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-json-tree-view.h"

#include <glib/gi18n.h>

#include "lk-clipboard.h"
#include "lk-json-row-view.h"
#include "lk-json-rows.h"
#include "lk-text.h"
#include "lk-ui-util.h"

/* Characters of the path below the tree. */
#define MAX_PATH 1000

/* Rows that "Expand All Below" expands at most; these take no noticeable time. */
#define MAX_EXPANDED 20000

struct _LkJsonTreeView
{
  AdwBin parent_instance;

  /* template children */
  GtkListView *list_view;
  GtkLabel *path_label;
  GMenuModel *menu;

  /* owned: a child beside that of the bin */
  GtkWidget *popover;

  LkJsonRows *rows;              /* owned, nullable: NULL while there is nothing to show */
  GtkSingleSelection *selection; /* owned, nullable: likewise */
  LkJsonSearch *search;          /* owned, nullable: what it finds is marked */
};

G_DEFINE_FINAL_TYPE (LkJsonTreeView, lk_json_tree_view, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_INDEX,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

/* The GtkListItem of a row view, which lives as long as the view. */
static G_DEFINE_QUARK (lk - json - tree - item, item)

    static LkJsonRow *get_selected (LkJsonTreeView *self)
{
  return self->selection != NULL ? gtk_single_selection_get_selected_item (self->selection) : NULL;
}

/* The list item that shows a row, if one does. */
static GtkWidget *
find_item (LkJsonTreeView *self,
           LkJsonRow      *row)
{
  for (GtkWidget *item = gtk_widget_get_first_child (GTK_WIDGET (self->list_view)); item != NULL;
       item = gtk_widget_get_next_sibling (item))
    {
      GtkWidget *child = gtk_widget_get_first_child (item);

      if (LK_IS_JSON_ROW_VIEW (child) && lk_json_row_view_get_row (LK_JSON_ROW_VIEW (child)) == row)
        return item;
    }

  return NULL;
}

static void
select_row (LkJsonTreeView *self,
            guint           position,
            gboolean        focus)
{
  GtkWidget *item;

  gtk_single_selection_set_selected (self->selection, position);
  gtk_widget_activate_action (GTK_WIDGET (self->list_view), "list.scroll-to-item", "u", position);

  item = focus ? find_item (self, get_selected (self)) : NULL;
  if (item != NULL)
    gtk_widget_grab_focus (item);
}

/* An incomplete value can be looked at, but neither copied nor fully expanded. */
static gboolean
is_whole (LkJsonRow *row)
{
  return !lk_json_index_is_unfinished (lk_json_row_get_index (row), lk_json_row_get_value (row)->start);
}

static void
selected_cb (LkJsonTreeView *self)
{
  LkJsonRow *row = get_selected (self);
  gboolean expandable = row != NULL && lk_json_row_is_expandable (row);
  gboolean whole = row != NULL && is_whole (row);
  g_autofree char *path = NULL;
  g_autofree char *safe = NULL;

  if (row != NULL)
    {
      path = lk_json_index_get_value_path (lk_json_row_get_index (row), lk_json_row_get_value (row));
      safe = lk_text_sanitize (path, -1, MAX_PATH);
    }

  gtk_label_set_text (self->path_label, safe != NULL ? safe : "");
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "json.copy-value", whole);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "json.copy-json", whole);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "json.copy-path", row != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "json.copy-pointer", row != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "json.expand-all", expandable && whole);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "json.collapse", expandable);
}

/* Shortcuts activate actions even without a selection. */
static LkJsonIndex *
get_selected_value (LkJsonTreeView *self,
                    gsize          *start)
{
  LkJsonRow *row = get_selected (self);

  if (row == NULL)
    return NULL;

  *start = lk_json_row_get_value (row)->start;

  return lk_json_row_get_index (row);
}

static LkJsonIndex *
get_selected_whole (LkJsonTreeView *self,
                    gsize          *start)
{
  LkJsonRow *row = get_selected (self);

  return row != NULL && is_whole (row) ? get_selected_value (self, start) : NULL;
}

/* Copies the bytes of the body, with escapes. */
static void
copy_as_written (GtkWidget   *widget,
                 LkJsonIndex *index,
                 gsize        start,
                 const char  *message)
{
  g_autoptr(GBytes) bytes = g_bytes_new_from_bytes (lk_json_index_get_bytes (index), start,
                                                    lk_json_index_get_end (index, start) - start);

  lk_clipboard_copy_bytes (widget, bytes, message);
}

/* Copies the decoded text of a string, and the bytes of any other value. */
static void
copy_value (GtkWidget  *widget,
            const char *action_name,
            GVariant   *parameter)
{
  gsize start;
  LkJsonIndex *index = get_selected_whole (LK_JSON_TREE_VIEW (widget), &start);

  if (index != NULL && lk_json_index_get_value_type (index, start) == LK_JSON_STRING)
    {
      g_autofree char *text = lk_json_index_dup_text (index, start);

      lk_clipboard_copy_text (widget, text, _("Value copied"));
    }
  else if (index != NULL)
    {
      copy_as_written (widget, index, start, _("Value copied"));
    }
}

static void
copy_json (GtkWidget  *widget,
           const char *action_name,
           GVariant   *parameter)
{
  gsize start;
  LkJsonIndex *index = get_selected_whole (LK_JSON_TREE_VIEW (widget), &start);

  if (index != NULL)
    copy_as_written (widget, index, start, _("JSON copied"));
}

static void
copy_path (GtkWidget  *widget,
           const char *action_name,
           GVariant   *parameter)
{
  gsize start;
  LkJsonIndex *index = get_selected_value (LK_JSON_TREE_VIEW (widget), &start);
  g_autofree char *path = index != NULL ? lk_json_index_get_path (index, start) : NULL;

  if (path != NULL)
    lk_clipboard_copy_text (widget, path, _("Path copied"));
}

static void
copy_pointer (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  gsize start;
  LkJsonIndex *index = get_selected_value (LK_JSON_TREE_VIEW (widget), &start);
  g_autofree char *pointer = index != NULL ? lk_json_index_get_pointer (index, start) : NULL;

  if (pointer != NULL)
    lk_clipboard_copy_text (widget, pointer, _("JSON Pointer copied"));
}

static void
expand_all (GtkWidget  *widget,
            const char *action_name,
            GVariant   *parameter)
{
  LkJsonTreeView *self = LK_JSON_TREE_VIEW (widget);

  if (get_selected (self) != NULL && is_whole (get_selected (self)) &&
      !lk_json_rows_expand_all (self->rows, gtk_single_selection_get_selected (self->selection), MAX_EXPANDED))
    lk_ui_show_toast (widget, _("Too much to open at once: the upper levels are open"));
}

static void
collapse (GtkWidget  *widget,
          const char *action_name,
          GVariant   *parameter)
{
  LkJsonTreeView *self = LK_JSON_TREE_VIEW (widget);

  if (get_selected (self) != NULL)
    lk_json_rows_set_expanded (self->rows, gtk_single_selection_get_selected (self->selection), FALSE);
}

static void
pop_up (LkJsonTreeView *self,
        GtkWidget      *item,
        double          x,
        double          y)
{
  graphene_point_t point = GRAPHENE_POINT_INIT ((float) x, (float) y);

  if (!gtk_widget_compute_point (item, GTK_WIDGET (self), &point, &point))
    return;

  gtk_popover_set_pointing_to (GTK_POPOVER (self->popover), &(GdkRectangle) { (int) point.x, (int) point.y, 1, 1 });
  gtk_popover_popup (GTK_POPOVER (self->popover));
}

static gboolean
move_out (LkJsonTreeView *self,
          LkJsonRow      *row,
          guint           position)
{
  guint parent;

  if (lk_json_row_is_expanded (row))
    return lk_json_rows_set_expanded (self->rows, position, FALSE);

  if (lk_json_rows_get_parent (self->rows, position, &parent))
    select_row (self, parent, TRUE);

  return TRUE;
}

static gboolean
move_in (LkJsonTreeView *self,
         LkJsonRow      *row,
         guint           position)
{
  if (lk_json_row_is_expanded (row))
    select_row (self, position + 1, TRUE);
  else
    lk_json_rows_set_expanded (self->rows, position, TRUE);

  return TRUE;
}

static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint                  keyval,
                guint                  keycode,
                GdkModifierType        state,
                LkJsonTreeView        *self)
{
  const GdkModifierType held = state & (GDK_SHIFT_MASK | GDK_CONTROL_MASK | GDK_ALT_MASK);
  const gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  LkJsonRow *row = get_selected (self);
  guint position;

  g_assert (LK_IS_JSON_TREE_VIEW (self));

  if (row == NULL)
    return GDK_EVENT_PROPAGATE;

  position = gtk_single_selection_get_selected (self->selection);

  if (keyval == GDK_KEY_asterisk || keyval == GDK_KEY_KP_Multiply)
    return gtk_widget_activate_action (GTK_WIDGET (self), "json.expand-all", NULL);

  if (keyval == GDK_KEY_Menu || (keyval == GDK_KEY_F10 && held == GDK_SHIFT_MASK))
    {
      GtkWidget *item = find_item (self, row);

      if (item != NULL)
        pop_up (self, item, gtk_widget_get_width (item) / 2.0, gtk_widget_get_height (item));

      return GDK_EVENT_STOP;
    }

  if (held != 0)
    return GDK_EVENT_PROPAGATE;

  if (keyval == (rtl ? GDK_KEY_Left : GDK_KEY_Right) || keyval == GDK_KEY_plus || keyval == GDK_KEY_KP_Add)
    return move_in (self, row, position);

  if (keyval == (rtl ? GDK_KEY_Right : GDK_KEY_Left) || keyval == GDK_KEY_minus || keyval == GDK_KEY_KP_Subtract)
    return move_out (self, row, position);

  return GDK_EVENT_PROPAGATE;
}

static void
activate_cb (GtkListView    *list_view,
             guint           position,
             LkJsonTreeView *self)
{
  g_autoptr(LkJsonRow) row = g_list_model_get_item (G_LIST_MODEL (self->rows), position);

  lk_json_rows_set_expanded (self->rows, position, !lk_json_row_is_expanded (row));
}

/* The list item at a point of the list. */
static GtkListItem *
find_item_at (LkJsonTreeView *self,
              double          x,
              double          y)
{
  GtkWidget *widget = gtk_widget_pick (GTK_WIDGET (self->list_view), x, y, GTK_PICK_DEFAULT);

  /* The list item is larger than its child. */
  while (widget != NULL && widget != GTK_WIDGET (self->list_view) && !LK_IS_JSON_ROW_VIEW (widget))
    {
      GtkWidget *child = gtk_widget_get_first_child (widget);

      widget = child != NULL && LK_IS_JSON_ROW_VIEW (child) ? child : gtk_widget_get_parent (widget);
    }

  return widget != NULL ? g_object_get_qdata (G_OBJECT (widget), item_quark ()) : NULL;
}

static void
pressed_cb (GtkGestureClick *gesture,
            int              n_press,
            double           x,
            double           y,
            LkJsonTreeView  *self)
{
  GtkListItem *item = find_item_at (self, x, y);
  LkJsonRowView *view;
  double row_x, row_y;

  if (item == NULL)
    return;

  view = LK_JSON_ROW_VIEW (gtk_list_item_get_child (item));
  gtk_widget_translate_coordinates (GTK_WIDGET (self->list_view), GTK_WIDGET (view), x, y, &row_x, &row_y);
  if (!lk_json_row_view_is_arrow_at (view, row_x))
    return;

  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  lk_json_rows_set_expanded (self->rows, gtk_list_item_get_position (item),
                             !lk_json_row_is_expanded (lk_json_row_view_get_row (view)));
}

static void
menu_pressed_cb (GtkGestureClick *gesture,
                 int              n_press,
                 double           x,
                 double           y,
                 LkJsonTreeView  *self)
{
  GtkListItem *item = find_item_at (self, x, y);

  if (item == NULL)
    return;

  select_row (self, gtk_list_item_get_position (item), TRUE);
  pop_up (self, GTK_WIDGET (self->list_view), x, y);
}

/* The gestures belong to the list: two on each row would take a third of the time to create it. */
static void
setup_cb (GtkSignalListItemFactory *factory,
          GtkListItem              *item,
          LkJsonTreeView           *self)
{
  GtkWidget *view = lk_json_row_view_new ();

  g_object_set_qdata (G_OBJECT (view), item_quark (), item);
  gtk_list_item_set_child (item, view);
}

static void
bind_cb (GtkSignalListItemFactory *factory,
         GtkListItem              *item,
         LkJsonTreeView           *self)
{
  LkJsonRowView *view = LK_JSON_ROW_VIEW (gtk_list_item_get_child (item));

  lk_json_row_view_set_search (view, self->search);
  lk_json_row_view_set_row (view, gtk_list_item_get_item (item));
}

static void
unbind_cb (GtkSignalListItemFactory *factory,
           GtkListItem              *item,
           LkJsonTreeView           *self)
{
  lk_json_row_view_set_row (LK_JSON_ROW_VIEW (gtk_list_item_get_child (item)), NULL);
}

static void
set_rows (LkJsonTreeView *self,
          LkJsonRows     *rows)
{
  gtk_list_view_set_model (self->list_view, NULL);
  g_clear_object (&self->selection);
  g_set_object (&self->rows, rows);

  if (rows != NULL)
    {
      self->selection = gtk_single_selection_new (G_LIST_MODEL (g_object_ref (rows)));
      g_signal_connect_object (self->selection, "notify::selected-item", G_CALLBACK (selected_cb), self,
                               G_CONNECT_SWAPPED);
      gtk_list_view_set_model (self->list_view, GTK_SELECTION_MODEL (self->selection));
    }
  selected_cb (self);
}

/* Focuses the selected row. GtkListView would focus, and select, another one. */
static gboolean
lk_json_tree_view_grab_focus (GtkWidget *widget)
{
  LkJsonTreeView *self = LK_JSON_TREE_VIEW (widget);

  if (get_selected (self) == NULL)
    return FALSE;

  select_row (self, gtk_single_selection_get_selected (self->selection), TRUE);

  return TRUE;
}

static void
lk_json_tree_view_dispose (GObject *object)
{
  LkJsonTreeView *self = LK_JSON_TREE_VIEW (object);

  g_clear_pointer (&self->popover, gtk_widget_unparent);
  if (self->list_view != NULL)
    gtk_list_view_set_model (self->list_view, NULL);
  g_clear_object (&self->selection);
  g_clear_object (&self->rows);
  g_clear_object (&self->search);
  gtk_widget_dispose_template (GTK_WIDGET (self), LK_TYPE_JSON_TREE_VIEW);

  G_OBJECT_CLASS (lk_json_tree_view_parent_class)->dispose (object);
}

static void
lk_json_tree_view_set_property (GObject      *object,
                                guint         prop_id,
                                const GValue *value,
                                GParamSpec   *pspec)
{
  switch (prop_id)
    {
    case PROP_INDEX:
      lk_json_tree_view_set_index (LK_JSON_TREE_VIEW (object), g_value_get_object (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lk_json_tree_view_class_init (LkJsonTreeViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->set_property = lk_json_tree_view_set_property;
  properties[PROP_INDEX] = g_param_spec_object ("index", NULL, NULL, LK_TYPE_JSON_INDEX,
                                                G_PARAM_WRITABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (G_OBJECT_CLASS (klass), N_PROPS, properties);

  G_OBJECT_CLASS (klass)->dispose = lk_json_tree_view_dispose;
  widget_class->grab_focus = lk_json_tree_view_grab_focus;

  gtk_widget_class_install_action (widget_class, "json.copy-value", NULL, copy_value);
  gtk_widget_class_install_action (widget_class, "json.copy-json", NULL, copy_json);
  gtk_widget_class_install_action (widget_class, "json.copy-path", NULL, copy_path);
  gtk_widget_class_install_action (widget_class, "json.copy-pointer", NULL, copy_pointer);
  gtk_widget_class_install_action (widget_class, "json.expand-all", NULL, expand_all);
  gtk_widget_class_install_action (widget_class, "json.collapse", NULL, collapse);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_c, GDK_CONTROL_MASK, "json.copy-value", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_c, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "json.copy-path",
                                       NULL);

  gtk_widget_class_set_css_name (widget_class, "jsontreeview");
  gtk_widget_class_set_template_from_resource (widget_class, LK_RESOURCE_BASE "/ui/lk-json-tree-view.ui");
  gtk_widget_class_bind_template_child (widget_class, LkJsonTreeView, list_view);
  gtk_widget_class_bind_template_child (widget_class, LkJsonTreeView, path_label);
  gtk_widget_class_bind_template_child (widget_class, LkJsonTreeView, menu);
  gtk_widget_class_bind_template_callback (widget_class, setup_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_cb);
  gtk_widget_class_bind_template_callback (widget_class, unbind_cb);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, key_pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, menu_pressed_cb);
}

static void
lk_json_tree_view_init (LkJsonTreeView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->popover = gtk_popover_menu_new_from_model (self->menu);
  gtk_popover_set_has_arrow (GTK_POPOVER (self->popover), FALSE);
  gtk_widget_set_halign (self->popover, GTK_ALIGN_START);
  gtk_widget_set_parent (self->popover, GTK_WIDGET (self));
  selected_cb (self);
}

/**
 * lk_json_tree_view_new:
 *
 * Returns: (transfer floating): a tree with nothing in it
 */
GtkWidget *
lk_json_tree_view_new (void)
{
  return g_object_new (LK_TYPE_JSON_TREE_VIEW, NULL);
}

/**
 * lk_json_tree_view_set_index:
 * @self: a tree
 * @index: (nullable): of the body to show, which must be free of secrets
 *
 * Shows the body with its root expanded. If the tree shows the beginning of the same body, expanded and selected rows
 * are kept.
 */
void
lk_json_tree_view_set_index (LkJsonTreeView *self,
                             LkJsonIndex    *index)
{
  g_autoptr(LkJsonRows) rows = NULL;

  g_return_if_fail (LK_IS_JSON_TREE_VIEW (self));
  g_return_if_fail (index == NULL || LK_IS_JSON_INDEX (index));

  if (index != NULL && self->rows != NULL && lk_json_index_is_beginning_of (lk_json_rows_get_index (self->rows), index))
    {
      lk_json_rows_complete (self->rows, index);
      selected_cb (self);
      return;
    }

  if (index != NULL)
    {
      rows = lk_json_rows_new (index);
      lk_json_rows_set_expanded (rows, 0, TRUE);
    }
  set_rows (self, rows);
}

/**
 * lk_json_tree_view_set_values:
 * @self: a tree that has an index
 * @values: (nullable) (element-type LkJsonValue): values of the body in ascending order, not nested
 *
 * Shows only these values, each with its path; %NULL shows the whole body.
 */
void
lk_json_tree_view_set_values (LkJsonTreeView *self,
                              GArray         *values)
{
  g_autoptr(LkJsonIndex) index = NULL;
  g_autoptr(LkJsonRows) rows = NULL;

  g_return_if_fail (LK_IS_JSON_TREE_VIEW (self));
  g_return_if_fail (self->rows != NULL);

  index = g_object_ref (lk_json_rows_get_index (self->rows));
  if (values == NULL)
    {
      lk_json_tree_view_set_index (self, index);
      return;
    }

  rows = lk_json_rows_new_for_values (index, values);
  set_rows (self, rows);
}

/**
 * lk_json_tree_view_set_search:
 * @self: a tree
 * @search: (nullable): a search whose matches are marked in the rows
 */
void
lk_json_tree_view_set_search (LkJsonTreeView *self,
                              LkJsonSearch   *search)
{
  g_return_if_fail (LK_IS_JSON_TREE_VIEW (self));

  if (!g_set_object (&self->search, search))
    return;

  for (GtkWidget *item = gtk_widget_get_first_child (GTK_WIDGET (self->list_view)); item != NULL;
       item = gtk_widget_get_next_sibling (item))
    {
      GtkWidget *child = gtk_widget_get_first_child (item);

      if (LK_IS_JSON_ROW_VIEW (child))
        lk_json_row_view_set_search (LK_JSON_ROW_VIEW (child), search);
    }
}

/**
 * lk_json_tree_view_reveal:
 * @self: a tree
 * @offset: the first byte of a value of the body, or of its key
 *
 * Expands the ancestors of the value, selects it and scrolls to it; the focus does not move.
 *
 * Returns: whether the tree has such a row
 */
gboolean
lk_json_tree_view_reveal (LkJsonTreeView *self,
                          gsize           offset)
{
  LkJsonIndex *index;
  guint position;
  gsize start, end;
  gboolean is_key;

  g_return_val_if_fail (LK_IS_JSON_TREE_VIEW (self), FALSE);

  if (self->rows == NULL)
    return FALSE;

  index = lk_json_rows_get_index (self->rows);
  if (lk_json_index_find_token (index, offset, &start, &end, &is_key) && start == offset && is_key)
    offset = lk_json_index_get_keyed (index, offset);

  if (!lk_json_rows_reveal (self->rows, offset, &position))
    return FALSE;

  select_row (self, position, FALSE);

  return TRUE;
}

/**
 * lk_json_tree_view_get_offset:
 * @self: a tree
 *
 * Returns: the offset in the body of the selected value, or of its key; 0 without a selection
 */
gsize
lk_json_tree_view_get_offset (LkJsonTreeView *self)
{
  LkJsonRow *row;
  const LkJsonValue *value;

  g_return_val_if_fail (LK_IS_JSON_TREE_VIEW (self), 0);

  row = get_selected (self);
  if (row == NULL)
    return 0;

  value = lk_json_row_get_value (row);

  return value->key != LK_JSON_NOWHERE ? value->key : value->start;
}
