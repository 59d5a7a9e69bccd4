/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "lk-json-tree-view.h"
#include "lk-raw-page.h"
#include "lk-response-search.h"
#include "lk-response-view.h"
#include "lk-test-widgets.h"
#include "lk-test.h"

typedef struct
{
  GtkWidget *view;
  GtkWidget *window;
  GtkWidget *search;
  GtkWidget *tree_view;
  GtkEditable *entry;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->view = lk_response_view_new ();
  fixture->window = lk_test_window_new (fixture->view, 700, 600);
  fixture->search = lk_test_find_type (fixture->view, LK_TYPE_RESPONSE_SEARCH);
  fixture->tree_view = lk_test_find_type (fixture->view, LK_TYPE_JSON_TREE_VIEW);
  fixture->entry = GTK_EDITABLE (lk_test_find_type (fixture->search, GTK_TYPE_SEARCH_ENTRY));
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_object_add_weak_pointer (G_OBJECT (fixture->view), (gpointer *) &fixture->view);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  lk_test_spin (100);
  g_assert_null (fixture->view);
}

static void
show (Fixture    *fixture,
      const char *type,
      const char *body)
{
  g_autoptr(LkExchange) exchange = lk_exchange_new (LK_EXCHANGE_PURPOSE_API, "GET", "https://acme.zendesk.com/chats");
  g_autoptr(GBytes) bytes = g_bytes_new (body, strlen (body));

  lk_exchange_set_response (exchange, 200, "OK");
  lk_exchange_add_response_header (exchange, "Content-Type", type);
  lk_exchange_set_body (exchange, bytes, strlen (body));
  lk_exchange_finish (exchange, NULL);
  g_object_set (fixture->view, "exchange", exchange, NULL);
}

/* 2000 chats, each with one visitor. */
static void
show_chats (Fixture *fixture)
{
  g_autoptr(GString) body = g_string_new ("{\"chats\":[");

  for (guint i = 0; i < 2000; i++)
    g_string_append_printf (body, "%s{\"id\":%u,\"visitor\":{\"name\":\"Ann %u\",\"note\":\"%s\"}}", i > 0 ? "," : "",
                            i, i, i == 1234 ? "a Needle" : "");
  g_string_append (body, "]}");
  show (fixture, "application/json", body->str);
  lk_test_wait_for_text (fixture->view, "2000 items");
}

static gboolean
is_open (Fixture *fixture)
{
  gboolean open;

  g_object_get (fixture->search, "open", &open, NULL);

  return open;
}

static void
look_for (Fixture    *fixture,
          const char *text)
{
  gtk_widget_activate_action (fixture->view, "response.find", NULL);
  g_assert_true (is_open (fixture));
  gtk_editable_set_text (fixture->entry, text);
}

/* The path below the tree. */
static void
assert_selected (Fixture    *fixture,
                 const char *path)
{
  lk_test_wait_for_text (fixture->tree_view, path);
}

/* A match in a collapsed row far below is shown; keys and values match in any case; stepping wraps around. */
static void
test_tree (Fixture       *fixture,
           gconstpointer  data)
{
  show_chats (fixture);

  look_for (fixture, "needle");
  lk_test_wait_for_text (fixture->search, "1 of 1");
  assert_selected (fixture, "$.chats[1234].visitor.note");
  lk_response_search_step (LK_RESPONSE_SEARCH (fixture->search), TRUE);
  assert_selected (fixture, "$.chats[1234].visitor.note");

  /* Starts from the last match. */
  look_for (fixture, "ann 199");
  lk_test_wait_for_text (fixture->search, "2 of 11");
  assert_selected (fixture, "$.chats[1990].visitor.name");
  lk_response_search_step (LK_RESPONSE_SEARCH (fixture->search), FALSE);
  lk_test_wait_for_text (fixture->search, "1 of 11");
  assert_selected (fixture, "$.chats[199].visitor.name");
  lk_response_search_step (LK_RESPONSE_SEARCH (fixture->search), FALSE);
  lk_test_wait_for_text (fixture->search, "11 of 11");
  assert_selected (fixture, "$.chats[1999].visitor.name");

  look_for (fixture, "VISITOR");
  lk_test_wait_for_text (fixture->search, "1 of 2000");
  assert_selected (fixture, "$.chats[0].visitor");
}

/* A search without matches says so, until the text is cleared. */
static void
test_nothing (Fixture       *fixture,
              gconstpointer  data)
{
  g_autofree char *after = NULL;

  show_chats (fixture);
  look_for (fixture, "zebra");
  lk_test_wait_for_text (fixture->search, "No matches");
  g_assert_true (gtk_widget_has_css_class (GTK_WIDGET (fixture->entry), "error"));
  lk_response_search_step (LK_RESPONSE_SEARCH (fixture->search), TRUE);

  gtk_editable_set_text (fixture->entry, "");
  lk_test_spin (400);
  after = lk_test_dup_text (fixture->search);
  g_assert_null (strstr (after, "No matches"));
  g_assert_false (gtk_widget_has_css_class (GTK_WIDGET (fixture->entry), "error"));
}

/* A new text, answer or view replaces the previous search. */
static void
test_change (Fixture       *fixture,
             gconstpointer  data)
{
  show_chats (fixture);
  for (guint i = 0; i < 20; i++)
    {
      look_for (fixture, i % 2 == 0 ? "a" : "needle");
      lk_test_spin (i * 20);
    }
  lk_test_wait_for_text (fixture->search, "1 of 1");

  show (fixture, "application/json", "[\"one needle\",\"two needles\"]");
  lk_test_wait_for_text (fixture->search, "1 of 2");
  assert_selected (fixture, "$[0]");

  gtk_widget_activate_action (fixture->view, "response.show-view", "s", "raw");
  lk_test_wait_for_text (fixture->search, "1 of 2");
  gtk_widget_activate_action (fixture->view, "response.show-view", "s", "headers");
  g_assert_false (is_open (fixture));
}

static void
assert_raw_selection (Fixture    *fixture,
                      const char *text)
{
  GtkWidget *source = lk_test_find_type (fixture->view, GTK_TYPE_TEXT_VIEW);
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (source));
  GtkTextIter start;
  GtkTextIter end;
  g_autofree char *selected = NULL;

  g_assert_true (gtk_text_buffer_get_selection_bounds (buffer, &start, &end));
  selected = gtk_text_buffer_get_text (buffer, &start, &end, TRUE);
  g_assert_cmpstr (selected, ==, text);
}

/* A text that is not JSON is searched too, whatever its length. */
static void
test_raw (Fixture       *fixture,
          gconstpointer  data)
{
  g_autoptr(GString) vast = g_string_new ("<p>");
  int end = 3;

  show (fixture, "text/html", "<p>Caf\xc3\xa9 Off\n<p>caf\xc3\xa9 off");
  lk_test_wait_for_text (fixture->view, "Off");
  look_for (fixture, "OFF");
  lk_test_wait_for_text (fixture->search, "1 of 2");
  assert_raw_selection (fixture, "Off");
  lk_response_search_step (LK_RESPONSE_SEARCH (fixture->search), TRUE);
  assert_raw_selection (fixture, "off");

  /* Typing starts a search after a delay, stepping starts it at once. */
  gtk_editable_insert_text (fixture->entry, " and much more than there is", -1, &end);
  lk_response_search_step (LK_RESPONSE_SEARCH (fixture->search), TRUE);
  assert_raw_selection (fixture, "off");
  lk_test_wait_for_text (fixture->search, "No matches");

  /* GtkTextBuffer ends lines where LkRawText does not. */
  show (fixture, "text/html", "<p>one\rtwo\xe2\x80\xa9three\n<p>needle");
  gtk_editable_set_text (fixture->entry, "needle");
  lk_test_wait_for_text (fixture->search, "1 of 1");
  assert_raw_selection (fixture, "needle");

  for (guint i = 0; i < 200 * 1000; i++)
    g_string_append (vast, "<br>text\n");
  g_string_append (vast, "<b>needle</b>");
  gtk_editable_set_text (fixture->entry, "needle");
  show (fixture, "text/html", vast->str);
  lk_test_wait_for_text (fixture->search, "1 of 1");
}

/* When the bar is closed, the focus is on the last match. */
static void
test_close (Fixture       *fixture,
            gconstpointer  data)
{
  static const char *const matches[][2] = {
    { "needle", "$.chats[1234].visitor.note" }, { "ann 7", "$.chats[7].visitor.name" },
  };

  show_chats (fixture);
  for (gsize i = 0; i < G_N_ELEMENTS (matches); i++)
    {
      GtkWidget *focus;

      look_for (fixture, matches[i][0]);
      assert_selected (fixture, matches[i][1]);
      g_object_set (fixture->search, "open", FALSE, NULL);
      lk_test_spin (100);
      assert_selected (fixture, matches[i][1]);

      focus = gtk_window_get_focus (GTK_WINDOW (fixture->window));
      g_assert_nonnull (focus);
      g_assert_nonnull (lk_test_find_label (focus, i == 0 ? "“a Needle”" : "“Ann 7”"));
    }
}

static GtkWidget *
find_button (GtkWidget  *widget,
             const char *icon_name)
{
  GtkWidget *found = NULL;

  if (GTK_IS_BUTTON (widget) && g_strcmp0 (gtk_button_get_icon_name (GTK_BUTTON (widget)), icon_name) == 0)
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_button (child, icon_name);

  return found;
}

/* The button opens and closes the bar and shows its state; the bar has a button to close it, at any width. */
static void
test_buttons (Fixture       *fixture,
              gconstpointer  data)
{
  GtkWidget *find = find_button (fixture->view, "edit-find-symbolic");
  GtkWidget *close = find_button (fixture->search, "window-close-symbolic");
  int width;

  g_assert_false (gtk_widget_get_sensitive (find));
  show_chats (fixture);
  g_assert_true (gtk_widget_get_sensitive (find));
  g_assert_false (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (find)));

  gtk_widget_activate_action (fixture->view, "response.find", NULL);
  g_assert_true (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (find)));
  lk_test_spin (400);
  gtk_widget_measure (fixture->search, GTK_ORIENTATION_HORIZONTAL, -1, &width, NULL, NULL, NULL);
  g_assert_cmpint (width, <=, 336);
  gtk_widget_activate (close);
  lk_test_spin (400);
  g_assert_false (is_open (fixture));
  g_assert_false (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (find)));

  gtk_widget_activate_action (fixture->view, "response.show-view", "s", "headers");
  gtk_widget_activate (find);
  lk_test_spin (400);
  g_assert_true (is_open (fixture));
  g_assert_true (gtk_widget_get_mapped (fixture->tree_view));
  gtk_widget_activate (find);
  lk_test_spin (400);
  g_assert_false (is_open (fixture));
  g_assert_false (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (find)));
}

static void
note_cb (GtkLabel   *label,
         GParamSpec *pspec,
         GPtrArray  *notes)
{
  if (*gtk_label_get_text (label) != '\0')
    g_ptr_array_add (notes, g_strdup (gtk_label_get_text (label)));
}

/* As in the tree, the first match is shown before all are counted. */
static void
test_raw_first (Fixture       *fixture,
                gconstpointer  data)
{
  static const char *const expected[] = { "Searching…", "1 of 1 so far", "1 of 3" };
  g_autoptr(GPtrArray) notes = g_ptr_array_new_with_free_func (g_free);
  GtkWidget *note;

  show (fixture, "text/html", "<p>needle, needle and needle");
  lk_test_wait_for_text (fixture->view, "needle and");
  look_for (fixture, "needle,");
  lk_test_wait_for_text (fixture->search, "1 of 1\n");
  note = lk_test_find_label (fixture->search, "1 of 1");
  g_signal_connect (note, "notify::label", G_CALLBACK (note_cb), notes);
  gtk_editable_set_text (fixture->entry, "needle");
  lk_test_wait_for_text (fixture->search, "1 of 3");
  g_assert_cmpuint (notes->len, ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < notes->len; i++)
    g_assert_cmpstr (notes->pdata[i], ==, expected[i]);
}

/* Only so many matches are counted: a later one is shown without a number. */
static void
test_raw_past (Fixture       *fixture,
               gconstpointer  data)
{
  g_autofree char *filler = g_strnfill (102 * 1000, 'e');
  g_autofree char *body = NULL;

  for (gsize i = 99; i < strlen (filler); i += 100)
    filler[i] = '\n';
  body = g_strconcat (filler, "needle", NULL);
  show (fixture, "text/html", body);
  lk_test_wait_for_text (fixture->view, "needle");
  look_for (fixture, "needle");
  lk_test_wait_for_text (fixture->search, "1 of 1\n");
  lk_response_search_step (LK_RESPONSE_SEARCH (fixture->search), TRUE);
  gtk_editable_set_text (fixture->entry, "e");
  lk_test_wait_for_text (fixture->search, "Past the first 100000 matches\n");
  lk_response_search_step (LK_RESPONSE_SEARCH (fixture->search), FALSE);
  lk_test_wait_for_text (fixture->search, "100000 of the first 100000\n");
  lk_response_search_step (LK_RESPONSE_SEARCH (fixture->search), TRUE);
  lk_test_wait_for_text (fixture->search, "1 of the first 100000\n");
}

/* Searched from the caret, "aa" overlaps two of the matches that are found from the beginning. */
static void
test_raw_overlap (Fixture       *fixture,
                  gconstpointer  data)
{
  show (fixture, "text/html", "aaaaab");
  lk_test_wait_for_text (fixture->view, "aaaaab");
  look_for (fixture, "aab");
  lk_test_wait_for_text (fixture->search, "1 of 1\n");
  lk_response_search_step (LK_RESPONSE_SEARCH (fixture->search), TRUE);
  gtk_editable_set_text (fixture->entry, "aa");
  lk_test_wait_for_text (fixture->search, "2 of 2\n");
}

/* The tree shows its match while the raw text is still being searched; late results of that are ignored. */
static void
test_leave_raw (Fixture       *fixture,
                gconstpointer  data)
{
  /* The text consists of the first letter of the needle, so that cancelling takes longer than the search of the
   * tree. */
  g_autofree char *filler = g_strnfill (24 * 1024 * 1024, 'n');
  g_autofree char *body = g_strconcat ("{\"needle\":\"", filler, "\"}", NULL);

  show (fixture, "application/json", body);
  lk_test_wait_for_text (fixture->tree_view, "1 key");
  for (guint i = 0; i < 5; i++)
    {
      gtk_widget_activate_action (fixture->view, "response.show-view", "s", "raw");
      look_for (fixture, "needle");
      lk_test_wait_for_text (fixture->search, "so far");
      gtk_widget_activate_action (fixture->view, "response.show-view", "s", "tree");
      lk_test_wait_for_text (fixture->search, "1 of 1\n");
      assert_selected (fixture, "$.needle");
      lk_test_spin (50);
      g_object_set (fixture->search, "open", FALSE, NULL);
    }
}

/* Enter searches at once; further typing starts where the search began, not at the match that was shown meanwhile. */
static void
test_typing (Fixture       *fixture,
             gconstpointer  data)
{
  show_chats (fixture);
  look_for (fixture, "needle");
  lk_test_wait_for_text (fixture->search, "1 of 1\n");

  gtk_editable_set_text (fixture->entry, "ann 5");
  lk_response_search_step (LK_RESPONSE_SEARCH (fixture->search), TRUE);
  lk_test_wait_for_text (fixture->search, "1 of 111\n");
  assert_selected (fixture, "$.chats[5].visitor.name");
  lk_test_spin (400);
  lk_response_search_step (LK_RESPONSE_SEARCH (fixture->search), TRUE);
  assert_selected (fixture, "$.chats[50].visitor.name");
}

/* Another view or format continues at the same match. */
static void
test_views (Fixture       *fixture,
            gconstpointer  data)
{
  GtkWidget *pretty = lk_test_find_type (lk_test_find_type (fixture->view, LK_TYPE_RAW_PAGE), GTK_TYPE_TOGGLE_BUTTON);

  show_chats (fixture);
  look_for (fixture, "ann 199");
  lk_test_wait_for_text (fixture->search, "1 of 11");
  lk_response_search_step (LK_RESPONSE_SEARCH (fixture->search), TRUE);
  lk_response_search_step (LK_RESPONSE_SEARCH (fixture->search), TRUE);
  lk_test_wait_for_text (fixture->search, "3 of 11");

  gtk_widget_activate_action (fixture->view, "response.show-view", "s", "raw");
  lk_test_wait_for_text (fixture->search, "3 of 11");
  assert_raw_selection (fixture, "Ann 199");
  lk_response_search_step (LK_RESPONSE_SEARCH (fixture->search), TRUE);
  lk_test_wait_for_text (fixture->search, "4 of 11");

  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (gtk_widget_get_next_sibling (pretty)), TRUE);
  lk_test_wait_for_text (fixture->search, "Searching");
  lk_test_wait_for_text (fixture->search, "4 of 11");
  lk_response_search_step (LK_RESPONSE_SEARCH (fixture->search), TRUE);
  lk_test_wait_for_text (fixture->search, "5 of 11");

  gtk_widget_activate_action (fixture->view, "response.show-view", "s", "tree");
  lk_test_wait_for_text (fixture->search, "5 of 11");
  assert_selected (fixture, "$.chats[1993].visitor.name");
}

static GtkToggleButton *
find_path_button (Fixture *fixture)
{
  return GTK_TOGGLE_BUTTON (lk_test_find_type (fixture->search, GTK_TYPE_TOGGLE_BUTTON));
}

/* A path shows only its values, each with its path; without it the whole tree is shown again. */
static void
test_path (Fixture       *fixture,
           gconstpointer  data)
{
  show_chats (fixture);
  look_for (fixture, "");
  gtk_toggle_button_set_active (find_path_button (fixture), TRUE);

  gtk_editable_set_text (fixture->entry, "$.chats[*].visitor.name");
  lk_test_wait_for_text (fixture->search, "2000 values");
  lk_test_wait_for_text (fixture->tree_view, "$.chats[1].visitor.name");

  gtk_editable_set_text (fixture->entry, "$.chats[7].id");
  lk_test_wait_for_text (fixture->search, "1 value");

  gtk_editable_set_text (fixture->entry, "$.chats[");
  lk_test_wait_for_text (fixture->search, "This is not a path");
  g_assert_true (gtk_widget_has_css_class (GTK_WIDGET (fixture->entry), "error"));
  lk_test_wait_for_text (fixture->tree_view, "2000 items");

  gtk_editable_set_text (fixture->entry, "$.nobody");
  lk_test_wait_for_text (fixture->search, "No value matches this path");

  gtk_editable_set_text (fixture->entry, "$.chats[7]");
  lk_test_wait_for_text (fixture->search, "1 value");
  g_object_set (fixture->search, "open", FALSE, NULL);
  lk_test_wait_for_text (fixture->tree_view, "2000 items");

  /* Text search and path filter are separate. */
  look_for (fixture, "needle");
  gtk_toggle_button_set_active (find_path_button (fixture), FALSE);
  lk_test_wait_for_text (fixture->search, "1 of 1");
}

/* The answer can be replaced at any time. */
static void
test_end (Fixture       *fixture,
          gconstpointer  data)
{
  show_chats (fixture);
  look_for (fixture, "ann");
  lk_test_wait_for_text (fixture->search, "of");
  gtk_editable_set_text (fixture->entry, "$.chats[*]");
  gtk_toggle_button_set_active (find_path_button (fixture), TRUE);
  g_object_set (fixture->view, "exchange", NULL, NULL);
  lk_test_spin (100);
  show_chats (fixture);
  lk_test_wait_for_text (fixture->search, "2000 values");
}

int
main (int   argc,
      char *argv[])
{
  lk_test_widgets_init (&argc, &argv);

#define TEST(name, func) g_test_add ("/ui/response-search/" name, Fixture, NULL, set_up, func, tear_down)
  TEST ("tree", test_tree);
  TEST ("nothing", test_nothing);
  TEST ("change", test_change);
  TEST ("close", test_close);
  TEST ("buttons", test_buttons);
  TEST ("raw", test_raw);
  TEST ("raw-first", test_raw_first);
  TEST ("raw-past", test_raw_past);
  TEST ("raw-overlap", test_raw_overlap);
  TEST ("leave-raw", test_leave_raw);
  TEST ("typing", test_typing);
  TEST ("views", test_views);
  TEST ("path", test_path);
  TEST ("end", test_end);
#undef TEST

  return g_test_run ();
}
