/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-raw-view-private.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <string.h>

#include "lk-clipboard.h"
#include "lk-format.h"
#include "lk-text.h"

/* Characters of a line that are announced. */
#define MAX_SAID 300

enum
{
  PROP_0,
  PROP_HADJUSTMENT,
  PROP_VADJUSTMENT,
  PROP_HSCROLL_POLICY,
  PROP_VSCROLL_POLICY,
};

G_DEFINE_FINAL_TYPE_WITH_CODE (LkRawView, lk_raw_view, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_SCROLLABLE, NULL))

static gsize
get_length (LkRawView *self)
{
  return self->text != NULL ? g_bytes_get_size (lk_raw_text_get_bytes (self->text)) : 0;
}

static void
configure (LkRawView      *self,
           GtkOrientation  orientation,
           double          upper,
           double          page,
           double          step)
{
  GtkAdjustment *adjustment = self->adjustments[orientation];

  if (adjustment != NULL)
    gtk_adjustment_configure (adjustment, gtk_adjustment_get_value (adjustment), 0, MAX (upper, page), step,
                              page * 0.9, page);
}

static void
configure_both (LkRawView *self)
{
  const int width = gtk_widget_get_width (GTK_WIDGET (self));
  const int height = gtk_widget_get_height (GTK_WIDGET (self));
  LkRawCell cell = _lk_raw_view_get_cell (self);
  double columns;

  if (self->text == NULL)
    {
      configure (self, GTK_ORIENTATION_HORIZONTAL, 0, width, cell.width);
      configure (self, GTK_ORIENTATION_VERTICAL, 0, height, cell.height);
      return;
    }

  columns = (double) (lk_raw_text_get_n_columns (self->text) + LK_RAW_SLACK) * cell.width;
  configure (self, GTK_ORIENTATION_HORIZONTAL, _lk_raw_view_get_gutter (self, cell) + columns, width, cell.width * 4);
  configure (self, GTK_ORIENTATION_VERTICAL,
             (double) lk_raw_text_get_n_lines (self->text) * cell.height + 2 * LK_RAW_PADDING, height, cell.height * 3);
}

static gsize
offset_at (LkRawView *self,
           double     x,
           double     y)
{
  g_autoptr(LkRawSlice) slice = NULL;
  LkRawCell cell = _lk_raw_view_get_cell (self);
  double line;

  if (self->text == NULL)
    return 0;

  line = (y + _lk_raw_view_get_scrolled (self, GTK_ORIENTATION_VERTICAL) - LK_RAW_PADDING) / cell.height;
  line = CLAMP (line, 0, (double) (lk_raw_text_get_n_lines (self->text) - 1));
  slice = _lk_raw_view_make_slice (self, cell, (gsize) line);

  return lk_raw_slice_at_x (slice, x - _lk_raw_view_slice_x (self, cell, slice));
}

static void
scroll_to (LkRawView      *self,
           GtkOrientation  orientation,
           double          start,
           double          end)
{
  GtkAdjustment *adjustment = self->adjustments[orientation];

  if (adjustment != NULL)
    gtk_adjustment_clamp_page (adjustment, start, end);
}

static void
show_caret (LkRawView *self)
{
  LkRawCell cell = _lk_raw_view_get_cell (self);
  gsize line = lk_raw_text_find_line (self->text, self->caret);
  double x = (double) lk_raw_text_get_column (self->text, self->caret) * cell.width;

  scroll_to (self, GTK_ORIENTATION_VERTICAL, (double) line * cell.height,
             (double) (line + 1) * cell.height + LK_RAW_PADDING);
  scroll_to (self, GTK_ORIENTATION_HORIZONTAL, MAX (x - LK_RAW_SLACK * cell.width, 0),
             _lk_raw_view_get_gutter (self, cell) + x + LK_RAW_SLACK * cell.width);
}

/* Before GTK 4.14 only GtkTextView exposes its text to assistive technologies: announce the line with the caret. */
static void
say_line (LkRawView *self)
{
  g_autofree char *text = NULL;
  g_autofree char *number = NULL;
  g_autofree char *total = NULL;
  g_autofree char *said = NULL;
  const char *data;
  gsize line;
  gsize start;
  gsize end;

  if (self->text == NULL)
    return;

  line = lk_raw_text_find_line (self->text, self->caret);
  if (self->n_said == line + 1)
    return;

  self->n_said = line + 1;
  start = lk_raw_text_get_line (self->text, line, &end);
  data = g_bytes_get_data (lk_raw_text_get_bytes (self->text), NULL);
  text = data != NULL ? lk_text_sanitize (data + start, (gssize) MIN (end - start, 4 * MAX_SAID), MAX_SAID)
                      : g_strdup ("");
  number = lk_format_number (line + 1);
  total = lk_format_number (lk_raw_text_get_n_lines (self->text));

  /* Translators: announced by a screen reader: the line's number, the number of lines, the line */
  said = g_strdup_printf (_("Line %s of %s: %s"), number, total, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, said, -1);
}

static void
move_to (LkRawView *self,
         gsize      offset,
         gboolean   extend)
{
  self->caret = offset;
  if (!extend)
    self->anchor = offset;
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "raw.copy", self->caret != self->anchor);
  say_line (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static gsize
step_line (LkRawView *self,
           gssize     n)
{
  gsize line = lk_raw_text_find_line (self->text, self->caret);
  gsize last = lk_raw_text_get_n_lines (self->text) - 1;

  if (n < 0)
    line -= MIN (line, (gsize) -n);
  else
    line += MIN (last - line, (gsize) n);

  return lk_raw_text_get_offset (self->text, line, self->goal);
}

static gsize
step_character (LkRawView *self,
                gboolean   forwards)
{
  const char *data = g_bytes_get_data (lk_raw_text_get_bytes (self->text), NULL);

  if (forwards)
    return self->caret < get_length (self) ? (gsize) (g_utf8_next_char (data + self->caret) - data) : self->caret;

  return self->caret > 0 ? (gsize) (g_utf8_prev_char (data + self->caret) - data) : 0;
}

static gboolean
find_target (LkRawView *self,
             guint      keyval,
             gboolean   control,
             gsize     *target)
{
  gsize line = lk_raw_text_find_line (self->text, self->caret);
  gssize page = MAX (1, gtk_widget_get_height (GTK_WIDGET (self)) / _lk_raw_view_get_cell (self).height - 1);

  switch (keyval)
    {
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      *target = step_line (self, -1);
      return TRUE;

    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      *target = step_line (self, 1);
      return TRUE;

    case GDK_KEY_Page_Up:
    case GDK_KEY_KP_Page_Up:
      *target = step_line (self, -page);
      return TRUE;

    case GDK_KEY_Page_Down:
    case GDK_KEY_KP_Page_Down:
      *target = step_line (self, page);
      return TRUE;

    case GDK_KEY_Left:
    case GDK_KEY_KP_Left:
      *target = step_character (self, FALSE);
      return TRUE;

    case GDK_KEY_Right:
    case GDK_KEY_KP_Right:
      *target = step_character (self, TRUE);
      return TRUE;

    case GDK_KEY_Home:
    case GDK_KEY_KP_Home:
      *target = control ? 0 : lk_raw_text_get_line (self->text, line, NULL);
      return TRUE;

    case GDK_KEY_End:
    case GDK_KEY_KP_End:
      if (control)
        *target = get_length (self);
      else
        lk_raw_text_get_line (self->text, line, target);
      return TRUE;

    default:
      return FALSE;
    }
}

static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint                  keyval,
                guint                  keycode,
                GdkModifierType        state,
                LkRawView             *self)
{
  const gboolean vertical = keyval == GDK_KEY_Up || keyval == GDK_KEY_Down || keyval == GDK_KEY_Page_Up ||
                            keyval == GDK_KEY_Page_Down;
  gsize target;

  g_assert (LK_IS_RAW_VIEW (self));

  if (keyval == GDK_KEY_Menu || (keyval == GDK_KEY_F10 && (state & GDK_SHIFT_MASK) != 0))
    {
      gtk_popover_set_pointing_to (GTK_POPOVER (self->popover),
                                   &(GdkRectangle) { LK_RAW_PADDING, LK_RAW_PADDING, 1, 1 });
      gtk_popover_popup (GTK_POPOVER (self->popover));
      return GDK_EVENT_STOP;
    }

  if (self->text == NULL || (state & GDK_ALT_MASK) != 0 ||
      !find_target (self, keyval, (state & GDK_CONTROL_MASK) != 0, &target))
    return GDK_EVENT_PROPAGATE;

  move_to (self, target, (state & GDK_SHIFT_MASK) != 0);
  if (!vertical)
    self->goal = lk_raw_text_get_column (self->text, target);
  show_caret (self);

  return GDK_EVENT_STOP;
}

static gboolean
is_word (char c)
{
  return g_ascii_isalnum (c) || c == '_' || c == '-' || (guchar) c >= 0x80;
}

static void
select_word (LkRawView *self)
{
  const char *data = g_bytes_get_data (lk_raw_text_get_bytes (self->text), NULL);
  gsize length = get_length (self);
  gsize start = self->caret;
  gsize end = self->caret;

  while (start > 0 && is_word (data[start - 1]))
    start--;
  while (end < length && is_word (data[end]))
    end++;

  move_to (self, start, FALSE);
  move_to (self, end, TRUE);
}

static void
pressed_cb (GtkGestureClick *gesture,
            int              n_press,
            double           x,
            double           y,
            LkRawView       *self)
{
  GdkModifierType state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture));

  g_assert (LK_IS_RAW_VIEW (self));

  gtk_widget_grab_focus (GTK_WIDGET (self));
  if (self->text == NULL)
    return;

  if (n_press == 1)
    {
      move_to (self, offset_at (self, x, y), (state & GDK_SHIFT_MASK) != 0);
      self->goal = lk_raw_text_get_column (self->text, self->caret);
    }
  else if (n_press == 2)
    {
      select_word (self);
    }
  else
    {
      gsize end;
      gsize start = lk_raw_text_get_line (self->text, lk_raw_text_find_line (self->text, self->caret), &end);

      move_to (self, start, FALSE);
      move_to (self, MIN (end + 1, get_length (self)), TRUE);
    }
}

static void
dragged_cb (GtkGestureDrag *gesture,
            double          offset_x,
            double          offset_y,
            LkRawView      *self)
{
  double x = 0;
  double y = 0;

  g_assert (LK_IS_RAW_VIEW (self));

  /* Smaller movements are not a drag. */
  if (self->text == NULL ||
      !gtk_drag_check_threshold (GTK_WIDGET (self), 0, 0, (int) offset_x, (int) offset_y))
    return;

  gtk_gesture_drag_get_start_point (gesture, &x, &y);
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  move_to (self, offset_at (self, x + offset_x, y + offset_y), TRUE);
  show_caret (self);
}

static void
menu_pressed_cb (GtkGestureClick *gesture,
                 int              n_press,
                 double           x,
                 double           y,
                 LkRawView       *self)
{
  g_assert (LK_IS_RAW_VIEW (self));

  gtk_widget_grab_focus (GTK_WIDGET (self));
  gtk_popover_set_pointing_to (GTK_POPOVER (self->popover), &(GdkRectangle) { (int) x, (int) y, 1, 1 });
  gtk_popover_popup (GTK_POPOVER (self->popover));
}

/* Bytes of the selection; they are copied when the clipboard is read. */
static void
copy (GtkWidget  *widget,
      const char *action_name,
      GVariant   *parameter)
{
  LkRawView *self = LK_RAW_VIEW (widget);
  g_autoptr(GBytes) bytes = NULL;
  gsize start;
  gsize end;

  if (!lk_raw_view_get_selection (self, &start, &end))
    return;

  bytes = g_bytes_new_from_bytes (lk_raw_text_get_bytes (self->text), start, end - start);
  lk_clipboard_copy_bytes (widget, bytes, _("Text copied"));
}

static void
select_all (GtkWidget  *widget,
            const char *action_name,
            GVariant   *parameter)
{
  LkRawView *self = LK_RAW_VIEW (widget);

  if (self->text == NULL)
    return;

  move_to (self, 0, FALSE);
  move_to (self, get_length (self), TRUE);
}

static void
lk_raw_view_size_allocate (GtkWidget *widget,
                           int        width,
                           int        height,
                           int        baseline)
{
  LkRawView *self = LK_RAW_VIEW (widget);

  configure_both (self);
  gtk_popover_present (GTK_POPOVER (self->popover));
}

static void
lk_raw_view_measure (GtkWidget      *widget,
                     GtkOrientation  orientation,
                     int             for_size,
                     int            *minimum,
                     int            *natural,
                     int            *minimum_baseline,
                     int            *natural_baseline)
{
  LkRawCell cell = _lk_raw_view_get_cell (LK_RAW_VIEW (widget));

  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? 12 * cell.width : 3 * cell.height;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 40 * cell.width : 10 * cell.height;
}

static void
focus_cb (LkRawView *self)
{
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
set_adjustment (LkRawView      *self,
                GtkOrientation  orientation,
                GtkAdjustment  *adjustment)
{
  if (self->adjustments[orientation] != NULL)
    g_signal_handlers_disconnect_by_func (self->adjustments[orientation], gtk_widget_queue_draw, self);

  g_set_object (&self->adjustments[orientation], adjustment);
  if (adjustment != NULL)
    {
      g_signal_connect_object (adjustment, "value-changed", G_CALLBACK (gtk_widget_queue_draw), self,
                               G_CONNECT_SWAPPED);
      configure_both (self);
    }
}

static void
lk_raw_view_get_property (GObject    *object,
                          guint       prop_id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  LkRawView *self = LK_RAW_VIEW (object);

  switch (prop_id)
    {
    case PROP_HADJUSTMENT:
      g_value_set_object (value, self->adjustments[GTK_ORIENTATION_HORIZONTAL]);
      break;

    case PROP_VADJUSTMENT:
      g_value_set_object (value, self->adjustments[GTK_ORIENTATION_VERTICAL]);
      break;

    case PROP_HSCROLL_POLICY:
      g_value_set_enum (value, self->policies[GTK_ORIENTATION_HORIZONTAL]);
      break;

    case PROP_VSCROLL_POLICY:
      g_value_set_enum (value, self->policies[GTK_ORIENTATION_VERTICAL]);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lk_raw_view_set_property (GObject      *object,
                          guint         prop_id,
                          const GValue *value,
                          GParamSpec   *pspec)
{
  LkRawView *self = LK_RAW_VIEW (object);

  switch (prop_id)
    {
    case PROP_HADJUSTMENT:
      set_adjustment (self, GTK_ORIENTATION_HORIZONTAL, g_value_get_object (value));
      break;

    case PROP_VADJUSTMENT:
      set_adjustment (self, GTK_ORIENTATION_VERTICAL, g_value_get_object (value));
      break;

    case PROP_HSCROLL_POLICY:
      self->policies[GTK_ORIENTATION_HORIZONTAL] = g_value_get_enum (value);
      break;

    case PROP_VSCROLL_POLICY:
      self->policies[GTK_ORIENTATION_VERTICAL] = g_value_get_enum (value);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lk_raw_view_dispose (GObject *object)
{
  LkRawView *self = LK_RAW_VIEW (object);

  set_adjustment (self, GTK_ORIENTATION_HORIZONTAL, NULL);
  set_adjustment (self, GTK_ORIENTATION_VERTICAL, NULL);
  g_clear_pointer (&self->popover, gtk_widget_unparent);
  g_clear_object (&self->text);

  G_OBJECT_CLASS (lk_raw_view_parent_class)->dispose (object);
}

static void
lk_raw_view_class_init (LkRawViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = lk_raw_view_dispose;
  object_class->get_property = lk_raw_view_get_property;
  object_class->set_property = lk_raw_view_set_property;
  widget_class->snapshot = _lk_raw_view_snapshot;
  widget_class->size_allocate = lk_raw_view_size_allocate;
  widget_class->measure = lk_raw_view_measure;

  g_object_class_override_property (object_class, PROP_HADJUSTMENT, "hadjustment");
  g_object_class_override_property (object_class, PROP_VADJUSTMENT, "vadjustment");
  g_object_class_override_property (object_class, PROP_HSCROLL_POLICY, "hscroll-policy");
  g_object_class_override_property (object_class, PROP_VSCROLL_POLICY, "vscroll-policy");

  gtk_widget_class_install_action (widget_class, "raw.copy", NULL, copy);
  gtk_widget_class_install_action (widget_class, "raw.select-all", NULL, select_all);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_c, GDK_CONTROL_MASK, "raw.copy", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_a, GDK_CONTROL_MASK, "raw.select-all", NULL);

  gtk_widget_class_set_css_name (widget_class, "rawview");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_TEXT_BOX);
}

static GtkWidget *
make_menu ( void)
{
  g_autoptr(GMenu) menu = g_menu_new ();
  GtkWidget *popover;

  g_menu_append (menu, _("_Copy"), "raw.copy");
  g_menu_append (menu, _("Select _All"), "raw.select-all");
  popover = gtk_popover_menu_new_from_model (G_MENU_MODEL (menu));
  gtk_popover_set_has_arrow (GTK_POPOVER (popover), FALSE);
  gtk_widget_set_halign (popover, GTK_ALIGN_START);

  return popover;
}

static void
add_controllers (LkRawView *self)
{
  GtkEventController *key = gtk_event_controller_key_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();
  GtkGesture *click = gtk_gesture_click_new ();
  GtkGesture *menu_click = gtk_gesture_click_new ();
  GtkGesture *drag = gtk_gesture_drag_new ();

  g_signal_connect_object (key, "key-pressed", G_CALLBACK (key_pressed_cb), self, 0);
  g_signal_connect_object (focus, "enter", G_CALLBACK (focus_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (focus, "leave", G_CALLBACK (focus_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (click, "pressed", G_CALLBACK (pressed_cb), self, 0);
  g_signal_connect_object (drag, "drag-update", G_CALLBACK (dragged_cb), self, 0);
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (menu_click), GDK_BUTTON_SECONDARY);
  g_signal_connect_object (menu_click, "pressed", G_CALLBACK (menu_pressed_cb), self, 0);

  gtk_widget_add_controller (GTK_WIDGET (self), key);
  gtk_widget_add_controller (GTK_WIDGET (self), focus);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (menu_click));
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
}

static void
lk_raw_view_init (LkRawView *self)
{
  self->popover = make_menu ();
  gtk_widget_set_parent (self->popover, GTK_WIDGET (self));
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), "text");
  gtk_widget_add_css_class (GTK_WIDGET (self), "monospace");
  gtk_widget_add_css_class (GTK_WIDGET (self), "view");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Answer as text"),
                                  GTK_ACCESSIBLE_PROPERTY_MULTI_LINE, TRUE, GTK_ACCESSIBLE_PROPERTY_READ_ONLY, TRUE,
                                  -1);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "raw.copy", FALSE);
  add_controllers (self);
}

/**
 * lk_raw_view_new:
 *
 * Returns: (transfer floating): an empty view, for a #GtkScrolledWindow
 */
GtkWidget *
lk_raw_view_new (void)
{
  return g_object_new (LK_TYPE_RAW_VIEW, NULL);
}

/**
 * lk_raw_view_set_text:
 * @self: a view
 * @text: (nullable): what to show, from its beginning
 */
void
lk_raw_view_set_text (LkRawView *self,
                      LkRawText *text)
{
  g_return_if_fail (LK_IS_RAW_VIEW (self));
  g_return_if_fail (text == NULL || LK_IS_RAW_TEXT (text));

  g_set_object (&self->text, text);
  self->goal = 0;
  self->n_said = 0;
  for (guint i = 0; i < G_N_ELEMENTS (self->adjustments); i++)
    {
      if (self->adjustments[i] != NULL)
        gtk_adjustment_set_value (self->adjustments[i], 0);
    }
  move_to (self, 0, FALSE);
  configure_both (self);
}

/**
 * lk_raw_view_select:
 * @self: a view that has a text
 * @start: the first byte of a character
 * @end: the same, or the text's length
 *
 * Selects what is between them and scrolls to it.
 */
void
lk_raw_view_select (LkRawView *self,
                    gsize      start,
                    gsize      end)
{
  g_return_if_fail (LK_IS_RAW_VIEW (self));
  g_return_if_fail (self->text != NULL && start <= end && end <= get_length (self));

  move_to (self, start, FALSE);
  self->goal = lk_raw_text_get_column (self->text, start);
  show_caret (self);
  move_to (self, end, TRUE);
}

/**
 * lk_raw_view_get_selection:
 * @self: a view
 * @start: (out): where it begins, in bytes
 * @end: (out): where it ends
 *
 * Returns: whether anything is selected
 */
gboolean
lk_raw_view_get_selection (LkRawView *self,
                           gsize     *start,
                           gsize     *end)
{
  g_return_val_if_fail (LK_IS_RAW_VIEW (self), FALSE);

  *start = MIN (self->caret, self->anchor);
  *end = MAX (self->caret, self->anchor);

  return *start < *end;
}
