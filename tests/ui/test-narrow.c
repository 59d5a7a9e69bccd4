/* SPDX-License-Identifier: GPL-3.0-or-later */
/* No page asks for more width than the narrowest window has. */
#include "config.h"

#include "lk-account-view.h"
#include "lk-activity-page.h"
#include "lk-chat-list.h"
#include "lk-chats-page.h"
#include "lk-chats-table.h"
#include "lk-clients-page.h"
#include "lk-connection-form.h"
#include "lk-conversations-page.h"
#include "lk-memory-vault.h"
#include "lk-practice-host.h"
#include "lk-preferences-window.h"
#include "lk-response-view.h"
#include "lk-test-widgets.h"
#include "lk-test-connections.h"
#include "lk-test.h"
#include "lk-token-page.h"
#include "lk-transcript-view.h"
#include "lk-workspace.h"

#define NARROWEST 360

typedef struct
{
  LkPracticeHost *host;
  LkWorkspace *workspace;
  LkAccount *account;       /* not owned: the workspace's */
  GSettings *settings;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  with_token)
{
  static const char *const scopes[] = { "read", "write", "chat", NULL };
  g_autoptr(LkVault) vault = lk_memory_vault_new ();
  g_autoptr(LkConnection) connection = lk_connection_new (LK_CONNECTION_KIND_PRACTICE);
  g_autoptr(GAsyncResult) prepared = NULL;
  g_autoptr(GError) error = NULL;

  fixture->settings = g_settings_new ("io.github.latchkey.Latchkey");
  fixture->host = lk_practice_host_new ();
  fixture->workspace = lk_workspace_new (g_get_user_data_dir (), vault);
  g_object_set (connection, "name", "Narrow", "scopes", scopes, NULL);
  lk_test_save (lk_workspace_get_connections (fixture->workspace), LK_CONNECTION_CHANGE_ADD, connection, &error);
  g_assert_no_error (error);
  fixture->account = lk_workspace_get_account (fixture->workspace, lk_connection_get_id (connection));

  lk_practice_host_prepare_async (fixture->host, fixture->account, NULL, lk_test_async_cb, &prepared);
  lk_test_wait (&prepared);
  g_assert_true (lk_practice_host_prepare_finish (fixture->host, prepared, &error));
  g_assert_no_error (error);

  if (with_token != NULL)
    {
      g_autoptr(LkEndpoints) endpoints = lk_connection_get_endpoints (connection);
      g_autoptr(LkToken) token = NULL;
      g_autoptr(GAsyncResult) stored = NULL;

      token = lk_token_new ("made-up-for-a-test-0123456789", NULL, "Bearer", scopes, 7200, LK_TOKEN_OBTAINED_IMPLICIT,
                            endpoints->authorize, lk_connection_get_client_id (connection), scopes, &error);
      g_assert_no_error (error);
      lk_token_source_store_async (lk_account_get_source (fixture->account), token, NULL, lk_test_async_cb, &stored);
      lk_test_wait (&stored);
      g_assert_true (lk_token_source_store_finish (lk_account_get_source (fixture->account), stored, &error));
      g_assert_no_error (error);
    }
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  with_token)
{
  g_clear_object (&fixture->workspace);
  g_clear_object (&fixture->host);
  g_clear_object (&fixture->settings);
}

/* Names the widgets that ask for too much, from the outermost to the one at fault. */
static void
blame (GtkWidget *widget,
       int        depth)
{
  int minimum = 0;

  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  if (minimum <= NARROWEST - 24 || !gtk_widget_get_visible (widget))
    return;

  g_test_message ("%*s%s %s: %d", depth * 2, "", G_OBJECT_TYPE_NAME (widget),
                  GTK_IS_LABEL (widget) ? gtk_label_get_text (GTK_LABEL (widget)) : "", minimum);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    blame (child, depth + 1);
}

static void
assert_narrow (GtkWidget *page)
{
  GtkWidget *window = gtk_window_new ();
  int minimum = 0;

  gtk_window_set_child (GTK_WINDOW (window), page);
  gtk_window_present (GTK_WINDOW (window));
  lk_test_spin (500);

  gtk_widget_measure (page, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  if (minimum > NARROWEST)
    blame (page, 0);
  g_assert_cmpint (minimum, <=, NARROWEST);

  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_token_page (Fixture       *fixture,
                 gconstpointer  with_token)
{
  assert_narrow (lk_token_page_new (fixture->account, fixture->settings));
}

static void
test_chats_page (Fixture       *fixture,
                 gconstpointer  with_token)
{
  GtkWidget *page = lk_chats_page_new (fixture->account);

  /* The practice server refuses the made-up token: the page shows its explanation and the answer. */
  lk_chats_page_send_path (LK_CHATS_PAGE (page), "chats");
  assert_narrow (page);
}

/* An answer with chats in it, as the chats page shows one. */
static void
test_answer (Fixture       *fixture,
             gconstpointer  with_token)
{
  static const char answer[] = "{\"chats\": [], \"count\": 0, \"next_url\": null}";
  g_autoptr(LkExchange) exchange = lk_exchange_new (LK_EXCHANGE_PURPOSE_API, "GET", "http://127.0.0.1/chats");
  g_autoptr(GBytes) body = g_bytes_new_static (answer, strlen (answer));
  g_autoptr(LkChatList) chats = lk_chat_list_new ();
  GtkWidget *view = lk_response_view_new ();
  GtkWidget *page = adw_bin_new ();

  lk_exchange_set_response (exchange, 200, "OK");
  lk_exchange_add_response_header (exchange, "Content-Type", "application/json");
  lk_exchange_add_response_header (exchange, "X-RateLimit-Remaining", "199");
  lk_exchange_set_body (exchange, body, strlen (answer));
  lk_exchange_finish (exchange, NULL);
  g_object_set (view, "table", lk_chats_table_new (G_LIST_MODEL (chats)),
                "transcript", lk_transcript_view_new (), "exchange", exchange, NULL);

  /* The margins that it has on the page. */
  gtk_widget_set_margin_start (view, 12);
  gtk_widget_set_margin_end (view, 12);
  adw_bin_set_child (ADW_BIN (page), view);
  assert_narrow (page);
}

static void
test_activity_page (Fixture       *fixture,
                    gconstpointer  with_token)
{
  GtkWidget *page = lk_activity_page_new (lk_workspace_get_log (fixture->workspace),
                                          lk_workspace_get_connections (fixture->workspace),
                                          lk_connection_get_id (lk_account_get_connection (fixture->account)));
  g_autoptr(GAsyncResult) result = NULL;

  lk_chat_service_send_async (lk_account_get_service (fixture->account), "GET", "chats", NULL, NULL,
                              "A call with a rather long description", NULL, lk_test_async_cb, &result);
  lk_test_wait (&result);
  assert_narrow (page);
}

static void
test_clients_page (Fixture       *fixture,
                   gconstpointer  with_token)
{
  assert_narrow (lk_clients_page_new (fixture->workspace, fixture->account, fixture->settings));
}

/* With a fault under a field, and the longest part of it open. */
static void
test_connection_form (Fixture       *fixture,
                      gconstpointer  with_token)
{
  g_autoptr(LkConnection) draft = lk_connection_new (LK_CONNECTION_KIND_CUSTOM);
  GtkWidget *form = g_object_new (LK_TYPE_CONNECTION_FORM, NULL);

  g_object_set (draft, "name", "Elsewhere", "client-id", "desk", "authorize-url", "http://example.com/", NULL);
  lk_connection_form_set_draft (LK_CONNECTION_FORM (form), draft, TRUE);
  g_assert_false (lk_connection_form_check (LK_CONNECTION_FORM (form)));
  assert_narrow (form);
}

static void
test_preferences (Fixture       *fixture,
                  gconstpointer  with_token)
{
  GtkWindow *window = lk_preferences_window_new (fixture->settings);
  GtkWidget *page = g_object_ref (adw_window_get_content (ADW_WINDOW (window)));

  adw_window_set_content (ADW_WINDOW (window), NULL);
  gtk_window_destroy (window);
  assert_narrow (page);
  g_object_unref (page);
}

static void
test_conversations_page (Fixture       *fixture,
                         gconstpointer  with_token)
{
  GtkWidget *page = lk_conversations_page_new (fixture->account);

  /* Refused, as the token is made up: the page shows why beside everything else. */
  if (with_token != NULL)
    gtk_widget_activate_action (page, "conversations.start", NULL);
  assert_narrow (page);
}

static guint
count_cut_labels (GtkWidget *widget,
                  guint     *n_cut)
{
  guint n = 0;

  if (!gtk_widget_get_mapped (widget))
    return 0;

  if (GTK_IS_LABEL (widget))
    {
      if (pango_layout_is_ellipsized (gtk_label_get_layout (GTK_LABEL (widget))))
        {
          g_test_message ("cut: %s", gtk_label_get_text (GTK_LABEL (widget)));
          (*n_cut)++;
        }
      return 1;
    }

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n += count_cut_labels (child, n_cut);

  return n;
}

/* The titles of the pages are whole in the bar at the foot. */
static void
test_bar (Fixture       *fixture,
          gconstpointer  with_token)
{
  GtkWidget *window = gtk_window_new ();
  GtkWidget *view = lk_account_view_new (fixture->workspace, fixture->account, fixture->host, fixture->settings);
  guint n_cut = 0;
  guint n;

  gtk_window_set_default_size (GTK_WINDOW (window), NARROWEST, 640);
  gtk_window_set_child (GTK_WINDOW (window), view);
  gtk_window_present (GTK_WINDOW (window));
  lk_test_spin (500);
  g_assert_cmpint (gtk_widget_get_width (view), ==, NARROWEST);

  n = count_cut_labels (lk_test_find_type (view, ADW_TYPE_VIEW_SWITCHER_BAR), &n_cut);
  g_assert_cmpuint (n, >=, 5);
  g_assert_cmpuint (n_cut, ==, 0);

  gtk_window_destroy (GTK_WINDOW (window));
}

/* An application loads it by itself. */
static void
load_style (void)
{
  g_autoptr(GtkCssProvider) provider = gtk_css_provider_new ();

  gtk_css_provider_load_from_resource (provider, LK_RESOURCE_BASE "/style.css");
  gtk_style_context_add_provider_for_display (gdk_display_get_default (), GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}

int
main (int   argc,
      char *argv[])
{
  /* The home is private already (with-display). GLib's isolated folders would hide the MIME database, and with it the
   * loader of the icons that have a width here. */
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  load_style ();

  g_test_add ("/narrow/token-none", Fixture, NULL, set_up, test_token_page, tear_down);
  g_test_add ("/narrow/token", Fixture, "token", set_up, test_token_page, tear_down);
  g_test_add ("/narrow/chats", Fixture, "token", set_up, test_chats_page, tear_down);
  g_test_add ("/narrow/activity", Fixture, "token", set_up, test_activity_page, tear_down);
  g_test_add ("/narrow/answer", Fixture, NULL, set_up, test_answer, tear_down);
  g_test_add ("/narrow/clients", Fixture, "token", set_up, test_clients_page, tear_down);
  g_test_add ("/narrow/preferences", Fixture, NULL, set_up, test_preferences, tear_down);
  g_test_add ("/narrow/conversations-none", Fixture, NULL, set_up, test_conversations_page, tear_down);
  g_test_add ("/narrow/conversations", Fixture, "token", set_up, test_conversations_page, tear_down);
  g_test_add ("/narrow/bar", Fixture, NULL, set_up, test_bar, tear_down);
  g_test_add ("/narrow/connection-form", Fixture, NULL, set_up, test_connection_form, tear_down);

  return g_test_run ();
}
