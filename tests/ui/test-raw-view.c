/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "lk-raw-slice.h"
#include "lk-raw-search.h"
#include "lk-raw-text.h"
#include "lk-raw-map.h"
#include "lk-raw-page.h"
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

/* Lines of all lengths, characters of all widths, over many blocks of the index. */
static GString *
make_random (GRand    *random,
             gsize     length,
             gboolean  plain)
{
  static const char *const pieces[] = { "a", "Z", "é", "世", "😀", "\t", " " };
  GString *text = g_string_new (NULL);

  while (text->len < length)
    {
      gsize n = (gsize) g_rand_int_range (random, 0, g_rand_int_range (random, 0, 30) == 0 ? 40000 : 120);

      for (gsize i = 0; i < n; i++)
        g_string_append (text, plain ? "x" : pieces[g_rand_int_range (random, 0, G_N_ELEMENTS (pieces))]);
      g_string_append_c (text, '\n');
    }

  return text;
}

static guint
width_of (gunichar c)
{
  return c == '\t' ? 4 : c > 0x3000 ? 2 : 1;
}

/* The index says what a plain walk from the beginning says. */
static void
test_places (void)
{
  g_autoptr(GRand) random = g_rand_new_with_seed (5);

  for (guint round = 0; round < 4; round++)
    {
      g_autoptr(GString) text = make_random (random, 150 * 1000, round == 3);
      g_autoptr(LkRawText) raw = text_new (text->str, text->len);
      gsize line = 0;
      gsize start = 0;
      gsize column = 0;
      gsize widest = 0;

      for (const char *at = text->str; *at != '\0'; at = g_utf8_next_char (at))
        {
          gsize offset = (gsize) (at - text->str);
          gunichar c = g_utf8_get_char (at);

          if (offset % 7 == 0 || c == '\n')
            {
              g_assert_cmpuint (lk_raw_text_find_line (raw, offset), ==, line);
              g_assert_cmpuint (lk_raw_text_get_column (raw, offset), ==, column);
              g_assert_cmpuint (lk_raw_text_get_offset (raw, line, column), ==, offset);
            }

          if (c == '\n')
            {
              gsize end = 0;

              g_assert_cmpuint (lk_raw_text_get_line (raw, line, &end), ==, start);
              g_assert_cmpuint (end, ==, offset);
              g_assert_cmpuint (lk_raw_text_get_offset (raw, line, column + 5), ==, end);
              widest = MAX (widest, column);
              line++;
              start = offset + 1;
              column = 0;
            }
          else
            {
              column += width_of (c);
            }
        }

      g_assert_cmpuint (lk_raw_text_get_n_lines (raw), ==, line + 1);
      g_assert_cmpuint (lk_raw_text_get_n_columns (raw), ==, widest);
      g_assert_cmpuint (lk_raw_text_find_line (raw, text->len), ==, line);
      g_assert_cmpuint (lk_raw_text_get_column (raw, text->len), ==, 0);
    }
}

static void
test_edges (void)
{
  static const struct
  {
    const char *text;
    gsize n_lines;
    gsize n_columns;
  } cases[] = {
    { "", 1, 0 }, { "a", 1, 1 }, { "\n", 2, 0 }, { "ab\ncde", 2, 3 }, { "ab\n\n", 3, 2 }, { "世", 1, 2 },
  };
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GBytes) bytes = g_bytes_new_static ("abc", 3);
  g_autoptr(GError) error = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gsize length = strlen (cases[i].text);
      g_autoptr(LkRawText) raw = text_new (cases[i].text, length);
      gsize end = 99;

      g_assert_cmpuint (lk_raw_text_get_n_lines (raw), ==, cases[i].n_lines);
      g_assert_cmpuint (lk_raw_text_get_n_columns (raw), ==, cases[i].n_columns);
      lk_raw_text_get_line (raw, cases[i].n_lines - 1, &end);
      g_assert_cmpuint (end, ==, length);
      g_assert_cmpuint (lk_raw_text_find_line (raw, length), ==, cases[i].n_lines - 1);
    }

  /* A length that is exactly so many blocks. */
  for (gsize length = 16 * 1024 - 1; length <= 16 * 1024 + 1; length++)
    {
      g_autofree char *text = g_strnfill (length, 'x');
      g_autoptr(LkRawText) raw = text_new (text, length);

      g_assert_cmpuint (lk_raw_text_get_column (raw, length), ==, length);
      g_assert_cmpuint (lk_raw_text_get_offset (raw, 0, length + 1), ==, length);
    }

  g_cancellable_cancel (cancellable);
  g_assert_null (lk_raw_text_new (bytes, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_find (void)
{
  static const char content[] = "Visitor, visitor;\nVISITOR é É aaa";
  static const struct
  {
    const char *needle;
    gsize start;
    gsize end;
    guint max_hits;
    gsize hits[4];
    guint n_hits;
  } cases[] = {
    { "visitor", 0, 99, 10, { 0, 9, 18 }, 3 },
    { "VISITOR", 0, 99, 2, { 0, 9 }, 2 },
    { "é", 0, 99, 10, { 26 }, 1 },
    { "aa", 0, 99, 10, { 32 }, 1 },
    { "none", 0, 99, 10, { 0 }, 0 },
    { "", 0, 99, 10, { 0 }, 0 },
    { "visitor", 9, 99, 1, { 9 }, 1 },
    { "visitor", 10, G_MAXSIZE, 10, { 18 }, 1 },
    { "visitor", 1000, G_MAXSIZE, 10, { 0 }, 0 },
    { "visitor", 0, 16, 10, { 0, 9 }, 2 },
    { "visitor", 0, 15, 10, { 0 }, 1 },
    { "visitor", 0, 6, 10, { 0 }, 0 },
  };
  g_autoptr(LkRawText) raw = text_new (content, strlen (content));

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GAsyncResult) result = NULL;
      g_autoptr(GError) error = NULL;
      g_autoptr(GArray) hits = NULL;

      lk_raw_text_find_async (raw, cases[i].needle, cases[i].start, cases[i].end, cases[i].max_hits, NULL,
                              lk_test_async_cb, &result);
      lk_test_wait (&result);
      hits = lk_raw_text_find_finish (raw, result, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (hits->len, ==, cases[i].n_hits);
      for (guint k = 0; k < hits->len; k++)
        g_assert_cmpuint (g_array_index (hits, gsize, k), ==, cases[i].hits[k]);
    }
}

static gboolean
is_searched (gpointer search)
{
  return lk_raw_search_is_done (search);
}

/* All is found wherever it begins, also what lies across that place, and the first from there on is known first. */
static void
test_search (void)
{
  static const char content[] = "needle needle needle";
  static const guint expected[] = { 0, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 0, 0, 0, 0, 0, 0 };
  g_autoptr(LkRawText) raw = text_new (content, strlen (content));

  for (gsize origin = 0; origin < G_N_ELEMENTS (expected); origin++)
    {
      g_autoptr(LkRawSearch) search = lk_raw_search_new (raw, "needle", origin);
      gsize end;

      lk_test_wait_until (is_searched, search, 20);
      g_assert_cmpuint (lk_raw_search_get_n_hits (search), ==, 3);
      g_assert_cmpuint (lk_raw_search_get_first (search), ==, expected[origin]);
      g_assert_cmpuint (lk_raw_search_get_hit (search, 1, &end), ==, 7);
      g_assert_cmpuint (end, ==, 13);
      g_assert_false (lk_raw_search_has_more (search));
    }
}

/* Dropped, it ends. */
static void
test_search_dropped (void)
{
  g_autofree char *content = g_strnfill (1024 * 1024, 'n');
  g_autoptr(LkRawText) raw = text_new (content, strlen (content));
  LkRawSearch *search = lk_raw_search_new (raw, "needle", 0);

  g_assert_finalize_object (search);
  lk_test_spin (100);
}

/* Every byte of JSON as it was sent has its place in JSON laid out, over many blocks too. */
static void
test_map (void)
{
  g_autoptr(GString) sent = g_string_new ("[\"a b\" , 1");
  g_autoptr(GString) laid_out = g_string_new ("[\n  \"a b\",\n  1");
  g_autoptr(GBytes) one = NULL;
  g_autoptr(GBytes) other = NULL;
  g_autoptr(GBytes) nothing = g_bytes_new_static ("", 0);
  g_autoptr(LkRawMap) map = NULL;
  g_autoptr(LkRawMap) empty = lk_raw_map_new (nothing, nothing);

  for (guint i = 0; i < 10000; i++)
    {
      g_string_append_printf (sent, ",%u", i);
      g_string_append_printf (laid_out, ",\n  %u", i);
    }
  one = g_bytes_new (sent->str, sent->len);
  other = g_bytes_new (laid_out->str, laid_out->len);
  map = lk_raw_map_new (one, other);

  for (gsize at = 0; at < sent->len; at++)
    {
      gsize there = lk_raw_map_there (map, at);

      if (sent->str[at] == ' ')
        continue;
      g_assert_cmpint (laid_out->str[there], ==, sent->str[at]);
      g_assert_cmpuint (lk_raw_map_back (map, there), ==, at);
    }
  g_assert_cmpuint (lk_raw_map_there (map, 4), ==, 7);
  g_assert_cmpuint (lk_raw_map_there (map, sent->len), ==, laid_out->len);
  g_assert_cmpuint (lk_raw_map_back (map, laid_out->len + 9), ==, sent->len);
  g_assert_cmpuint (lk_raw_map_there (empty, 0), ==, 0);
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

/* Where a screen reader cannot walk through the text, it is told the line. */
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

/* A hundred thousand lines and one of 20 MB: what is jumped to comes into sight. */
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

  /* Another text begins at its beginning. */
  gtk_adjustment_set_value (vertical, 5000);
  show (fixture, "x", 1);
  g_assert_cmpfloat (gtk_adjustment_get_value (vertical), ==, 0);
}

/* What is laid out is what is in sight of a line, and each of its characters is found again by where it stands. */
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

/* GTK 4.8 tells assistive tools of text up to the next NUL, whatever length it was given: what follows a body in memory
 * would be told, or end the program where it is no text. */
static void
test_nothing_behind (void)
{
  g_autoptr(GBytes) memory = g_bytes_new_static ("<html>not found</html>secret", 28);
  g_autoptr(GBytes) body = g_bytes_new_from_bytes (memory, 0, 22);
  GtkWidget *page = g_object_new (LK_TYPE_RAW_PAGE, NULL);
  GtkWidget *window = lk_test_window_new (page, 400, 300);
  GtkWidget *view = lk_test_find_type (page, GTK_TYPE_TEXT_VIEW);
  gboolean inserted = FALSE;

  g_signal_connect (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)), "insert-text", G_CALLBACK (insert_text_cb),
                    &inserted);
  lk_raw_page_set_body (LK_RAW_PAGE (page), body, NULL, NULL);
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

  g_test_add_func ("/raw-text/places", test_places);
  g_test_add_func ("/raw-text/edges", test_edges);
  g_test_add_func ("/raw-text/find", test_find);
  g_test_add_func ("/raw-text/search", test_search);
  g_test_add_func ("/raw-text/search-dropped", test_search_dropped);
  g_test_add_func ("/raw-text/map", test_map);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].run, tear_down);
  g_test_add_func ("/raw-view/nothing-behind", test_nothing_behind);

  return g_test_run ();
}
