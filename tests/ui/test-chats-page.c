/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The chats page against the practice account. */
#include "config.h"

#include "lk-chats-page.h"
#include "lk-chats-summary.h"
#include "lk-chats-table.h"
#include "lk-resource-chooser.h"
#include "lk-test-page.h"
#include "lk-test.h"
#include "lk-transcript-view.h"

typedef struct
{
  LkTestPage *test;
  LkChatsPage *page;    /* not owned */
} Fixture;

/* The first widget of a type, visible or not. */
static gpointer
find_type (GtkWidget *widget,
           GType      type)
{
  if (G_OBJECT_TYPE (widget) == type)
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      gpointer found = find_type (child, type);

      if (found != NULL)
        return found;
    }

  return NULL;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  n_chats)
{
  fixture->test = lk_test_page_new ();
  lk_test_page_sign_in (fixture->test, "read write", -1);
  lk_practice_server_set_n_chats (fixture->test->practice->server, GPOINTER_TO_UINT (n_chats));
  fixture->page = LK_CHATS_PAGE (lk_chats_page_new (fixture->test->account));
  lk_test_page_show (fixture->test, GTK_WIDGET (fixture->page));
  lk_test_page_wait (fixture->test, "No Chats Loaded");
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  n_chats)
{
  lk_test_page_free (fixture->test);
}

static void
set_fault (Fixture    *fixture,
           const char *fault,
           int         times)
{
  g_assert_true (lk_practice_server_set_fault (fixture->test->practice->server, fault, times));
}

static void
choose (Fixture *fixture,
        guint    resource)
{
  adw_combo_row_set_selected (find_type (GTK_WIDGET (fixture->page), ADW_TYPE_COMBO_ROW), resource);
}

static LkChatsTable *
get_table (Fixture *fixture)
{
  return find_type (GTK_WIDGET (fixture->page), LK_TYPE_CHATS_TABLE);
}

static void
send (Fixture *fixture)
{
  lk_test_page_press (fixture->test, "Send");
}

static void
test_pages (Fixture       *fixture,
            gconstpointer  n_chats)
{
  send (fixture);
  lk_test_page_wait (fixture->test, "40 of 50 chats");
  lk_test_page_wait (fixture->test, "200 OK");
  lk_test_page_wait (fixture->test, "Started");
  g_assert_false (lk_test_page_sees (fixture->test, "First Words"));
  g_assert_cmpuint (lk_chats_table_get_n_shown (get_table (fixture)), ==, 40);

  lk_test_page_press (fixture->test, "Next Page");
  lk_test_page_wait (fixture->test, "50 chats in total");
  g_assert_cmpuint (lk_chats_table_get_n_shown (get_table (fixture)), ==, 50);
  g_assert_false (gtk_widget_is_sensitive (lk_test_page_find (fixture->test, GTK_TYPE_BUTTON, "All Pages")));
}

static void
test_all (Fixture       *fixture,
          gconstpointer  n_chats)
{
  send (fixture);
  lk_test_page_wait (fixture->test, "40 of 210 chats");
  lk_test_page_press (fixture->test, "All Pages");
  lk_test_page_wait (fixture->test, "210 chats in total");
  g_assert_cmpuint (lk_chats_table_get_n_shown (get_table (fixture)), ==, 210);
}

/* A rate limit shows a countdown; the load stops at once on request, and continues from there. */
static void
test_stop (Fixture       *fixture,
           gconstpointer  n_chats)
{
  send (fixture);
  lk_test_page_wait (fixture->test, "40 of 210 chats");
  set_fault (fixture, "rate-limited", 1);
  lk_test_page_press (fixture->test, "All Pages");
  lk_test_page_wait (fixture->test, "continuing in");
  lk_test_page_press (fixture->test, "Stop");
  lk_test_page_wait_gone (fixture->test, "continuing in");
  lk_test_page_wait (fixture->test, "40 of 210 chats");
  lk_test_page_wait_gone (fixture->test, "Stop");

  lk_test_page_press (fixture->test, "All Pages");
  lk_test_page_wait (fixture->test, "210 chats in total");
}

static void
test_failed_next (Fixture       *fixture,
                  gconstpointer  n_chats)
{
  send (fixture);
  lk_test_page_wait (fixture->test, "40 of 50 chats");
  set_fault (fixture, "token-died", -1);
  lk_test_page_press (fixture->test, "Next Page");
  lk_test_page_wait (fixture->test, "401");
  /* Loaded chats are kept. */
  g_assert_cmpuint (lk_chats_table_get_n_shown (get_table (fixture)), ==, 40);
}

/* The network fails during “All Pages”: loaded chats are kept, and “Try Again” continues. */
static void
test_lost (Fixture       *fixture,
           gconstpointer  n_chats)
{
  send (fixture);
  lk_test_page_wait (fixture->test, "40 of 210 chats");
  set_fault (fixture, "dropped", -1);
  lk_test_page_press (fixture->test, "All Pages");
  lk_test_page_wait (fixture->test, "Try Again");
  lk_test_page_wait (fixture->test, "40 of 210 chats");
  g_assert_cmpuint (lk_chats_table_get_n_shown (get_table (fixture)), ==, 40);

  set_fault (fixture, "dropped", 0);
  lk_test_page_press (fixture->test, "Try Again");
  lk_test_page_wait (fixture->test, "210 chats in total");
  g_assert_false (lk_test_page_sees (fixture->test, "Try Again"));
}

static void
test_foreign (Fixture       *fixture,
              gconstpointer  n_chats)
{
  set_fault (fixture, "next-page-foreign", 1);
  send (fixture);
  lk_test_page_wait (fixture->test, "chats");
  lk_test_page_press (fixture->test, "Next Page");
  lk_test_page_wait (fixture->test, "another host");
}

static void
test_filter (Fixture       *fixture,
             gconstpointer  n_chats)
{
  LkChatsTable *table;
  guint n_messages;

  send (fixture);
  lk_test_page_wait (fixture->test, "40 of 50 chats");
  table = get_table (fixture);

  lk_chats_table_set_filter (table, "", LK_CHATS_SHOW_MESSAGES);
  n_messages = lk_chats_table_get_n_shown (table);
  g_assert_cmpuint (n_messages, >, 0);
  g_assert_true (lk_chat_is_offline (lk_chats_table_get_selected (table)));

  lk_chats_table_set_filter (table, "", LK_CHATS_SHOW_CHATS);
  g_assert_cmpuint (lk_chats_table_get_n_shown (table), ==, 40 - n_messages);

  /* The filter finds the address, which is not shown in the table. */
  lk_chats_table_set_filter (table, "VISITOR7@example", LK_CHATS_SHOW_ALL);
  g_assert_cmpuint (lk_chats_table_get_n_shown (table), ==, 1);
  lk_test_page_wait (fixture->test, "1 of 40");

  lk_chats_table_set_filter (table, "nobody of that name", LK_CHATS_SHOW_ALL);
  g_assert_cmpuint (lk_chats_table_get_n_shown (table), ==, 0);
  g_assert_null (lk_chats_table_get_selected (table));
  lk_test_page_wait (fixture->test, "No Matching Chats");
}

static void
sort_by (Fixture    *fixture,
         const char *title)
{
  GtkColumnView *view = find_type (GTK_WIDGET (fixture->page), GTK_TYPE_COLUMN_VIEW);
  GListModel *columns = gtk_column_view_get_columns (view);

  for (guint i = 0; i < g_list_model_get_n_items (columns); i++)
    {
      g_autoptr(GtkColumnViewColumn) column = g_list_model_get_item (columns, i);

      if (g_str_equal (gtk_column_view_column_get_title (column), title))
        {
          gtk_column_view_sort_by_column (view, column, GTK_SORT_DESCENDING);
          return;
        }
    }

  g_assert_not_reached ();
}

static void
test_sort (Fixture       *fixture,
           gconstpointer  n_chats)
{
  GListModel *rows;

  send (fixture);
  lk_test_page_wait (fixture->test, "40 of 50 chats");
  rows = G_LIST_MODEL (gtk_column_view_get_model (find_type (GTK_WIDGET (fixture->page), GTK_TYPE_COLUMN_VIEW)));
  sort_by (fixture, "Duration");

  for (guint i = 1; i < g_list_model_get_n_items (rows); i++)
    {
      g_autoptr(LkChat) above = g_list_model_get_item (rows, i - 1);
      g_autoptr(LkChat) below = g_list_model_get_item (rows, i);

      g_assert_cmpint (lk_chat_get_duration (above), >=, lk_chat_get_duration (below));
    }
}

static void
test_resources (Fixture       *fixture,
                gconstpointer  n_chats)
{
  /* One chat: without an id, and with an unknown one. */
  choose (fixture, 1);
  lk_test_page_wait (fixture->test, "As a list of chats shows it");
  send (fixture);
  lk_test_page_wait (fixture->test, "Give an ID");
  lk_test_page_type (fixture->test, "Chat ID", "2605.1.none");
  g_assert_false (lk_test_page_sees (fixture->test, "Give an ID"));
  send (fixture);
  lk_test_page_wait (fixture->test, "404");

  /* The incremental export has three fields, two of them filled in. */
  choose (fixture, 4);
  lk_test_page_wait (fixture->test, "Chats a Page");
  lk_test_page_type (fixture->test, "Chats a Page", "20");
  lk_test_page_type (fixture->test, "Since", "2026-05-01");
  send (fixture);
  lk_test_page_wait (fixture->test, "20 chats loaded, more available");
  g_assert_cmpuint (lk_chats_table_get_n_shown (get_table (fixture)), ==, 20);

  /* The current user has no table; the loaded chats are kept. */
  choose (fixture, 5);
  send (fixture);
  lk_test_page_wait (fixture->test, "200 OK");
  lk_test_page_wait_gone (fixture->test, "Rated Good");

  /* The chats can still be looked at, and more can be loaded. */
  g_assert_true (lk_test_page_sees (fixture->test, "20 chats loaded, more available"));
  lk_test_page_press (fixture->test, "Next Page");
  lk_test_page_wait (fixture->test, "40 chats loaded, more available");
  lk_test_page_wait (fixture->test, "Rated Good");
  g_assert_cmpuint (lk_chats_table_get_n_shown (get_table (fixture)), ==, 40);

  /* A path outside the API is not sent. */
  choose (fixture, 7);
  lk_test_page_type (fixture->test, "Path", "../../x");
  send (fixture);
  lk_test_page_wait (fixture->test, "The path must stay below");
}

static void
test_search (Fixture       *fixture,
             gconstpointer  n_chats)
{
  LkTranscriptView *transcript;
  GtkSelectionModel *rows;
  g_autoptr(LkChat) found = NULL;
  guint n_found;

  choose (fixture, 3);
  lk_test_page_type (fixture->test, "Words", "lemon");
  send (fixture);
  lk_test_page_wait (fixture->test, "in total");
  rows = gtk_column_view_get_model (find_type (GTK_WIDGET (fixture->page), GTK_TYPE_COLUMN_VIEW));
  n_found = g_list_model_get_n_items (G_LIST_MODEL (rows));
  g_assert_cmpuint (n_found, >, 1);

  /* The table shows the search results, of which nothing else is known. */
  lk_test_page_wait (fixture->test, "First Words");
  g_assert_true (lk_test_page_sees (fixture->test, "emon"));
  g_assert_false (lk_test_page_sees (fixture->test, "Rated Good"));

  /* Sorted by duration, which search results lack: the loaded chat moves. */
  sort_by (fixture, "Duration");
  gtk_selection_model_select_item (rows, n_found - 1, TRUE);
  found = g_list_model_get_item (G_LIST_MODEL (rows), n_found - 1);
  transcript = find_type (GTK_WIDGET (fixture->page), LK_TYPE_TRANSCRIPT_VIEW);
  g_assert_true (lk_transcript_view_get_chat (transcript) == found);
  gtk_widget_activate_action (GTK_WIDGET (transcript), "transcript.load", NULL);
  while (lk_chat_get_duration (lk_transcript_view_get_chat (transcript)) < 0)
    lk_test_spin (20);

  /* The chat is replaced by the whole one; the other results stay. */
  g_assert_cmpstr (lk_chat_get_id (lk_transcript_view_get_chat (transcript)), ==, lk_chat_get_id (found));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (rows)), ==, n_found);
}

static void
test_summary (Fixture       *fixture,
              gconstpointer  n_chats)
{
  g_autofree char *text = NULL;

  send (fixture);
  lk_test_page_wait (fixture->test, "40 of 50 chats");
  lk_test_page_wait (fixture->test, "Chats per Day");
  text = lk_chats_summary_dup_text (find_type (GTK_WIDGET (fixture->page), LK_TYPE_CHATS_SUMMARY));
  g_test_message ("%s", text);
  g_assert_nonnull (strstr (text, "Rated good: "));
  g_assert_nonnull (strstr (text, "Chats per Day: "));
  g_assert_null (strstr (text, "Rated good: 0."));
}

static void
test_empty (Fixture       *fixture,
            gconstpointer  n_chats)
{
  send (fixture);
  lk_test_page_wait (fixture->test, "200 OK");
  lk_test_page_wait (fixture->test, "Messaging");
  g_assert_false (lk_test_page_sees (fixture->test, "Next Page"));
}

static gboolean
has_room (gpointer data)
{
  Fixture *fixture = data;

  return gtk_widget_get_height (GTK_WIDGET (gtk_widget_get_template_child (GTK_WIDGET (fixture->page),
                                                                           LK_TYPE_CHATS_PAGE, "response_view"))) >=
         320;
}

static void
test_no_json (Fixture       *fixture,
              gconstpointer  n_chats)
{
  set_fault (fixture, "proxy-html", 1);
  send (fixture);
  lk_test_page_wait (fixture->test, "proxy");

  /* The answer keeps a minimum height beside the explanation. */
  lk_test_wait_until (has_room, fixture, 20);
}

static void
test_cancel (Fixture       *fixture,
             gconstpointer  n_chats)
{
  set_fault (fixture, "silence", 1);
  send (fixture);
  lk_test_page_press (fixture->test, "Cancel");
  lk_test_page_wait (fixture->test, "Send");
  g_assert_true (lk_test_page_sees (fixture->test, "No Chats Loaded"));
}

static void
test_export (Fixture       *fixture,
             gconstpointer  n_chats)
{
  g_autofree char *folder = g_dir_make_tmp ("lk-test-chats-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "chats.jsonl", NULL);
  g_autofree char *csv_path = g_build_filename (folder, "chats.csv", NULL);
  g_autofree char *nowhere = g_build_filename (folder, "absent", "chats.csv", NULL);
  g_autofree char *text = NULL;
  g_autofree char *csv = NULL;
  g_auto(GStrv) lines = NULL;

  send (fixture);
  lk_test_page_wait (fixture->test, "40 of 50 chats");
  lk_chats_page_export (fixture->page, LK_CHAT_FORMAT_JSON_LINES, path);
  while (!lk_test_page_said (fixture->test, "Chats exported"))
    lk_test_spin (20);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  lines = g_strsplit (text, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 41);

  g_ptr_array_set_size (fixture->test->toasts, 0);
  lk_chats_page_export (fixture->page, LK_CHAT_FORMAT_CSV, csv_path);
  while (!lk_test_page_said (fixture->test, "Chats exported"))
    lk_test_spin (20);
  g_assert_true (g_file_get_contents (csv_path, &csv, NULL, NULL));
  g_test_message ("%.40s", csv);
  g_assert_true (g_str_has_prefix (csv, "\xef\xbb\xbfid,"));

  lk_chats_page_export (fixture->page, LK_CHAT_FORMAT_CSV, nowhere);
  while (!lk_test_page_said (fixture->test, "No such file"))
    lk_test_spin (20);
}

/* Members of wrong types, unknown kinds and hostile text are rows like any other, with a transcript. */
static void
test_odd (Fixture       *fixture,
          gconstpointer  n_chats)
{
  static const char *const faults[] = { "chats-wrong-types", "chats-hostile-text" };
  GtkSelectionModel *rows;
  LkTranscriptView *transcript;

  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      set_fault (fixture, faults[i], 1);
      send (fixture);
      lk_test_page_wait (fixture->test, "200 OK");
      lk_test_page_wait (fixture->test, "chats");
      lk_test_page_wait (fixture->test, "Send");
      rows = gtk_column_view_get_model (find_type (GTK_WIDGET (fixture->page), GTK_TYPE_COLUMN_VIEW));
      transcript = find_type (GTK_WIDGET (fixture->page), LK_TYPE_TRANSCRIPT_VIEW);
      g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (rows)), >=, 2);
      for (guint j = 0; j < g_list_model_get_n_items (G_LIST_MODEL (rows)); j++)
        {
          g_autoptr(LkChat) chat = g_list_model_get_item (G_LIST_MODEL (rows), j);

          gtk_selection_model_select_item (rows, j, TRUE);
          lk_test_spin (20);
          g_assert_true (lk_transcript_view_get_chat (transcript) == chat);
        }
      lk_test_page_wait (fixture->test, i == 0 ? "2 chats" : "<b>");
    }
}

/* A search without results does not mean that the account has no chats. */
static void
test_nothing_found (Fixture       *fixture,
                    gconstpointer  n_chats)
{
  choose (fixture, 3);
  lk_test_page_type (fixture->test, "Words", "nobody-says-that");
  send (fixture);
  lk_test_page_wait (fixture->test, "No Chats");
  lk_test_page_wait (fixture->test, "0 chats in total");
  g_assert_false (lk_test_page_sees (fixture->test, "Messaging"));
  g_assert_false (lk_test_page_sees (fixture->test, "Rated Good"));
  g_assert_false (lk_test_page_sees (fixture->test, "Export"));
}

/* A page that is destroyed cancels its request. */
static void
test_gone (Fixture       *fixture,
           gconstpointer  n_chats)
{
  gpointer page = fixture->page;

  set_fault (fixture, "silence", 1);
  send (fixture);
  g_object_add_weak_pointer (G_OBJECT (page), &page);
  gtk_window_set_child (GTK_WINDOW (fixture->test->window), NULL);
  for (guint i = 0; i < 500 && page != NULL; i++)
    lk_test_spin (10);
  g_assert_null (page);
}

/* Also while it waits for the rate limit. */
static void
test_gone_waiting (Fixture       *fixture,
                   gconstpointer  n_chats)
{
  gpointer page = fixture->page;

  send (fixture);
  lk_test_page_wait (fixture->test, "40 of 210 chats");
  set_fault (fixture, "rate-limited", -1);
  lk_test_page_press (fixture->test, "All Pages");
  lk_test_page_wait (fixture->test, "continuing in");
  g_object_add_weak_pointer (G_OBJECT (page), &page);
  gtk_window_set_child (GTK_WINDOW (fixture->test->window), NULL);
  for (guint i = 0; i < 500 && page != NULL; i++)
    lk_test_spin (10);
  g_assert_null (page);
}

/* While one request runs, Enter in a field sends no second. */
static void
test_twice (Fixture       *fixture,
            gconstpointer  n_chats)
{
  GtkWidget *chooser = find_type (GTK_WIDGET (fixture->page), LK_TYPE_RESOURCE_CHOOSER);
  guint n_before = lk_practice_server_count_requests (fixture->test->practice->server, "GET", "/api/v2/chat/chats");

  set_fault (fixture, "silence", 1);
  send (fixture);
  g_signal_emit_by_name (chooser, "activate");
  lk_test_spin (300);
  g_signal_emit_by_name (chooser, "activate");
  lk_test_spin (300);
  g_assert_cmpuint (lk_practice_server_count_requests (fixture->test->practice->server, "GET", "/api/v2/chat/chats"),
                    ==, n_before + 1);
  lk_test_page_press (fixture->test, "Cancel");
  lk_test_page_wait (fixture->test, "Send");
}

int
main (int   argc,
      char *argv[])
{
  /* The home is private already (with-display); isolated folders would hide the MIME database. */
  g_test_init (&argc, &argv, NULL);
  /* On a loaded machine GtkSourceView warns that highlighting is slow. */
  g_log_set_always_fatal (G_LOG_FATAL_MASK);
  adw_init ();

#define ADD(name, n_chats, func) \
  g_test_add ("/chats-page/" name, Fixture, GUINT_TO_POINTER (n_chats), set_up, func, tear_down)

  ADD ("pages", 50, test_pages);
  ADD ("all", 210, test_all);
  ADD ("stop", 210, test_stop);
  ADD ("failed-next", 50, test_failed_next);
  ADD ("lost", 210, test_lost);
  ADD ("foreign", 50, test_foreign);
  ADD ("filter", 50, test_filter);
  ADD ("sort", 50, test_sort);
  ADD ("resources", 50, test_resources);
  ADD ("search", 50, test_search);
  ADD ("summary", 50, test_summary);
  ADD ("empty", 0, test_empty);
  ADD ("no-json", 50, test_no_json);
  ADD ("cancel", 50, test_cancel);
  ADD ("export", 50, test_export);
  ADD ("odd", 50, test_odd);
  ADD ("nothing-found", 50, test_nothing_found);
  ADD ("gone", 50, test_gone);
  ADD ("gone-waiting", 210, test_gone_waiting);
  ADD ("twice", 50, test_twice);

  return g_test_run ();
}
