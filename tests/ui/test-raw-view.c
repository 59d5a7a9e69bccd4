/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "lk-raw-page.h"
#include "lk-raw-slice.h"
#include "lk-raw-text.h"
#include "lk-raw-view.h"
#include "lk-test-widgets.h"
#include "lk-test.h"

static LkRawText *
text_new (const char *text,
          gsize       length)
{
  g_autoptr(GBytes) bytes = g_bytes_new (text, length);
  g_autoptr(GError) error = NULL;
  LkRawText *raw = lk_raw_text_new (bytes, NULL, &error);

  g_assert_no_error (error);

  return raw;
}

typedef struct
{
  GtkWidget *view;
  GtkWidget *window;
  GtkScrolledWindow *scrolled;
} Fixture;

static void
show (Fixture    *fixture,
      const char *content,
      gsize       length)
{
  g_autoptr(LkRawText) text = text_new (content, length);

  lk_raw_view_set_text (LK_RAW_VIEW (fixture->view), text);
  gtk_test_widget_wait_for_draw (fixture->window);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->view = lk_raw_view_new ();
  fixture->scrolled = GTK_SCROLLED_WINDOW (gtk_scrolled_window_new ());
  gtk_scrolled_window_set_child (fixture->scrolled, fixture->view);
  fixture->window = lk_test_window_new (GTK_WIDGET (fixture->scrolled), 500, 300);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_object_add_weak_pointer (G_OBJECT (fixture->view), (gpointer *) &fixture->view);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  g_assert_null (fixture->view);
}

static gboolean
press (Fixture         *fixture,
       guint            keyval,
       GdkModifierType  state)
{
  g_autoptr(GListModel) controllers = gtk_widget_observe_controllers (fixture->view);
  gboolean handled = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr(GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_EVENT_CONTROLLER_KEY (controller))
        g_signal_emit_by_name (controller, "key-pressed", keyval, 0, state, &handled);
    }

  return handled;
}

static void
assert_selection (Fixture *fixture,
                  gsize    start,
                  gsize    end)
{
  gsize its_start;
  gsize its_end;

  g_assert_cmpint (lk_raw_view_get_selection (LK_RAW_VIEW (fixture->view), &its_start, &its_end), ==, start < end);
  g_assert_cmpuint (its_start, ==, start);
  g_assert_cmpuint (its_end, ==, end);
}

static void
test_keyboard (Fixture       *fixture,
               gconstpointer  data)
{
  static const char content[] = "first é\nsecond\n\nlast";

  g_assert_false (press (fixture, GDK_KEY_Down, 0));
  show (fixture, content, strlen (content));
  gtk_widget_grab_focus (fixture->view);
  g_assert_true (gtk_widget_has_focus (fixture->view));

  g_assert_true (press (fixture, GDK_KEY_End, 0));
  assert_selection (fixture, 8, 8);
  press (fixture, GDK_KEY_Left, GDK_SHIFT_MASK);
  assert_selection (fixture, 6, 8);
  press (fixture, GDK_KEY_Down, 0);
  assert_selection (fixture, 15, 15);
  press (fixture, GDK_KEY_Home, GDK_SHIFT_MASK);
  assert_selection (fixture, 9, 15);
  press (fixture, GDK_KEY_End, GDK_CONTROL_MASK);
  assert_selection (fixture, 21, 21);
  press (fixture, GDK_KEY_Right, 0);
  press (fixture, GDK_KEY_Down, 0);
  assert_selection (fixture, 21, 21);
  press (fixture, GDK_KEY_Home, GDK_CONTROL_MASK | GDK_SHIFT_MASK);
  assert_selection (fixture, 0, 21);
  press (fixture, GDK_KEY_Page_Down, 0);
  assert_selection (fixture, 17, 17);
  g_assert_false (press (fixture, GDK_KEY_Left, GDK_ALT_MASK));
  g_assert_false (press (fixture, GDK_KEY_x, 0));

  gtk_widget_activate_action (fixture->view, "raw.select-all", NULL);
  assert_selection (fixture, 0, strlen (content));
}

static void
clipboard_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      data)
{
  char **text = data;

  *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
}

static gboolean
has_text (gpointer data)
{
  char **text = data;

  return *text != NULL;
}

static void
test_copy (Fixture       *fixture,
           gconstpointer  data)
{
  static const char content[] = "one\ntwo é\nthree";
  g_autofree char *copied = NULL;

  show (fixture, content, strlen (content));
  lk_raw_view_select (LK_RAW_VIEW (fixture->view), 2, 9);
  gtk_widget_activate_action (fixture->view, "raw.copy", NULL);
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (fixture->view), NULL, clipboard_cb, &copied);
  lk_test_wait_until (has_text, &copied, 20);
  g_assert_cmpstr (copied, ==, "e\ntwo ");
}

/* The line with the caret is announced, as a screen reader cannot read the text. */
static void
test_accessible (Fixture       *fixture,
                 gconstpointer  data)
{
  static const char content[] = "first\nsecond \xe2\x80\xae line\n";

  show (fixture, content, strlen (content));
  gtk_test_accessible_assert_role (fixture->view, GTK_ACCESSIBLE_ROLE_TEXT_BOX);
  gtk_test_accessible_assert_property (fixture->view, GTK_ACCESSIBLE_PROPERTY_LABEL, "Answer as text");
  gtk_test_accessible_assert_property (fixture->view, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, "Line 1 of 3: first");
  press (fixture, GDK_KEY_Down, 0);
  gtk_test_accessible_assert_property (fixture->view, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                       "Line 2 of 3: second \xef\xbf\xbd line");
}

/* Selections in a hundred thousand lines, and in one line of 20 MB, are scrolled to. */
static void
test_long (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr(GString) content = g_string_new (NULL);
  GtkAdjustment *vertical = gtk_scrolled_window_get_vadjustment (fixture->scrolled);
  GtkAdjustment *horizontal = gtk_scrolled_window_get_hadjustment (fixture->scrolled);
  gsize far;

  for (guint i = 0; i < 100 * 1000; i++)
    g_string_append (content, "a line\n");
  for (guint i = 0; i < 20 * 1000 * 1000 / 10; i++)
    g_string_append (content, "0123456789");
  far = content->len - 500;

  show (fixture, content->str, content->len);
  g_assert_cmpfloat (gtk_adjustment_get_upper (vertical), >, 100 * 1000 * 8);
  g_assert_cmpfloat (gtk_adjustment_get_upper (horizontal), >, 20e6 * 4);

  lk_raw_view_select (LK_RAW_VIEW (fixture->view), far, far + 4);
  gtk_test_widget_wait_for_draw (fixture->window);
  g_assert_cmpfloat (gtk_adjustment_get_value (vertical) + 2 * gtk_adjustment_get_page_size (vertical), >,
                     gtk_adjustment_get_upper (vertical));
  g_assert_cmpfloat (gtk_adjustment_get_value (horizontal) / gtk_adjustment_get_upper (horizontal), >, 0.99);

  lk_raw_view_select (LK_RAW_VIEW (fixture->view), 0, 6);
  gtk_test_widget_wait_for_draw (fixture->window);
  g_assert_cmpfloat (gtk_adjustment_get_value (vertical), ==, 0);
  g_assert_cmpfloat (gtk_adjustment_get_value (horizontal), ==, 0);

  /* A new text is shown from its beginning. */
  gtk_adjustment_set_value (vertical, 5000);
  show (fixture, "x", 1);
  g_assert_cmpfloat (gtk_adjustment_get_value (vertical), ==, 0);
}

/* Only the visible part of a line is laid out, and its characters map back to the text. */
static void
test_slice (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr(GString) content = g_string_new (NULL);
  g_autoptr(LkRawText) text = NULL;

  for (guint i = 0; i < 1000; i++)
    g_string_append (content, "ab\x01" "é世\xe2\x80\xae");
  text = text_new (content->str, content->len);

  for (gsize first = 0; first < 6000; first += 977)
    {
      g_autoptr(LkRawSlice) slice = lk_raw_slice_new (text, fixture->view, 0, first, 40);
      const char *shown = pango_layout_get_text (slice->layout);

      g_assert_cmpuint (slice->end - slice->start, <=, 40 * 4);
      g_assert_cmpuint (slice->column, <=, first);
      g_assert_cmpuint (slice->column + 2, >, first);
      g_assert_null (strchr (shown, '\x01'));
      g_assert_null (strstr (shown, "\xe2\x80\xae"));
      g_assert_nonnull (strstr (shown, "\xe2\x90\x81"));

      for (const char *at = content->str + slice->start; at < content->str + slice->end; at = g_utf8_next_char (at))
        {
          gsize offset = (gsize) (at - content->str);
          PangoRectangle where;

          pango_layout_index_to_pos (slice->layout, lk_raw_slice_get_index (slice, offset), &where);
          g_assert_cmpuint (lk_raw_slice_at_x (slice, (double) where.x / PANGO_SCALE + 1), ==, offset);
        }
    }
}

static void
insert_text_cb (GtkTextBuffer *buffer,
                GtkTextIter   *where,
                const char    *text,
                int            length,
                gpointer       user_data)
{
  g_assert_cmpint (text[length], ==, '\0');
  *(gboolean *) user_data = TRUE;
}

static gboolean
is_true (gpointer data)
{
  return *(gboolean *) data;
}

/* GTK 4.8 passes text to assistive technologies up to the next NUL, whatever its length: memory behind the body
 * would be read aloud, or crash the program. */
static void
test_nothing_behind (void)
{
  g_autoptr(GBytes) memory = g_bytes_new_static ("<html>not found</html>secret", 28);
  g_autoptr(GBytes) body = g_bytes_new_from_bytes (memory, 0, 22);
  GtkWidget *page = g_object_new (LK_TYPE_RAW_PAGE, NULL);
  GtkWidget *window = lk_test_window_new (page, 400, 300);
  GtkWidget *view = lk_test_find_type (page, GTK_TYPE_TEXT_VIEW);
  g_autoptr(LkExchange) exchange = lk_exchange_new (LK_EXCHANGE_PURPOSE_API, "GET", "https://acme.zendesk.com/");
  g_autoptr(LkAnswer) answer = NULL;
  gboolean inserted = FALSE;

  g_signal_connect (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)), "insert-text", G_CALLBACK (insert_text_cb),
                    &inserted);
  lk_exchange_set_response (exchange, 200, "OK");
  lk_exchange_set_body (exchange, body, 22);
  lk_exchange_finish (exchange, NULL);
  answer = lk_answer_new (exchange);
  lk_raw_page_set_answer (LK_RAW_PAGE (page), answer);
  lk_test_wait_until (is_true, &inserted, 30);
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int    argc,
      char **argv)
{
  static const struct
  {
    const char *path;
    void (*run) (Fixture *fixture, gconstpointer data);
  } tests[] = {
    { "/raw-view/keyboard", test_keyboard },
    { "/raw-view/copy", test_copy },
    { "/raw-view/accessible", test_accessible },
    { "/raw-view/long", test_long },
    { "/raw-view/slice", test_slice },
  };

  lk_test_widgets_init (&argc, &argv);

  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].run, tear_down);
  g_test_add_func ("/raw-view/nothing-behind", test_nothing_behind);

  return g_test_run ();
}
