/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A connection moves only where Chat was seen to answer, and its token is not sent there to find out. */
#include "config.h"

#include "lk-memory-vault.h"
#include "lk-move-window.h"
#include "lk-practice-host.h"
#include "lk-test-connections.h"
#include "lk-test.h"
#include "sabotage.h"

typedef struct
{
  LkPracticeHost *host;
  LkWorkspace *workspace;
  LkAccount *account;       /* not owned: the workspace's */
  LkConnection *connection; /* not owned: the account's */
  GtkWidget *parent;
  GtkWidget *window;        /* NULL once it is closed */
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  kind)
{
  g_autoptr(LkVault) vault = lk_memory_vault_new ();
  g_autoptr(LkConnection) connection = lk_connection_new (GPOINTER_TO_INT (kind));
  g_autoptr(GAsyncResult) prepared = NULL;
  g_autoptr(GError) error = NULL;

  fixture->host = lk_practice_host_new ();
  fixture->workspace = lk_workspace_new (g_get_user_data_dir (), vault);
  g_object_set (connection, "name", "Old", "client-id", "oldclient", "api-base", "https://www.zopim.com/api/v2", NULL);
  lk_test_save (lk_workspace_get_connections (fixture->workspace), LK_CONNECTION_CHANGE_ADD, connection, &error);
  g_assert_no_error (error);
  fixture->account = lk_workspace_get_account (fixture->workspace, lk_connection_get_id (connection));
  fixture->connection = lk_account_get_connection (fixture->account);
  lk_practice_host_prepare_async (fixture->host, fixture->account, NULL, lk_test_async_cb, &prepared);
  lk_test_wait (&prepared);
  lk_practice_host_prepare_finish (fixture->host, prepared, &error);
  g_assert_no_error (error);
  if (GPOINTER_TO_INT (kind) == LK_CONNECTION_KIND_PRACTICE)
    lk_practice_host_set_fault (fixture->host, fixture->connection, "legacy-host", &error);
  g_assert_no_error (error);

  fixture->parent = gtk_window_new ();
  gtk_window_set_child (GTK_WINDOW (fixture->parent), gtk_label_new ("Below"));
  gtk_window_present (GTK_WINDOW (fixture->parent));
  fixture->window = lk_move_window_present (gtk_window_get_child (GTK_WINDOW (fixture->parent)), fixture->workspace,
                                            fixture->account);
  g_object_add_weak_pointer (G_OBJECT (fixture->window), (gpointer *) &fixture->window);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  kind)
{
  if (fixture->window != NULL)
    gtk_window_destroy (GTK_WINDOW (fixture->window));
  gtk_window_destroy (GTK_WINDOW (fixture->parent));
  lk_test_spin (10);
  g_assert_null (fixture->window);
  g_clear_object (&fixture->workspace);
  g_clear_object (&fixture->host);
}

static GtkWidget *
get_child (Fixture    *fixture,
           const char *id)
{
  GObject *child = gtk_widget_get_template_child (fixture->window, LK_TYPE_MOVE_WINDOW, id);

  g_assert_nonnull (child);

  return GTK_WIDGET (child);
}

static gboolean
is_sensitive (Fixture    *fixture,
              const char *id)
{
  return gtk_widget_get_sensitive (get_child (fixture, id));
}

static gboolean
has_ended (gpointer fixture)
{
  return is_sensitive (fixture, "try_button");
}

static void
try_it (Fixture *fixture)
{
  g_signal_emit_by_name (get_child (fixture, "try_button"), "clicked");
  g_assert_false (is_sensitive (fixture, "try_button"));
  g_assert_false (is_sensitive (fixture, "move_button"));
  lk_test_wait_until (has_ended, fixture, 20);
}

static gboolean
is_closed (gpointer data)
{
  return ((Fixture *) data)->window == NULL;
}

static void
test_move (Fixture       *fixture,
           gconstpointer  kind)
{
  LkExchangeLog *log = lk_http_client_get_log (lk_account_get_client (fixture->account));
  g_autoptr(LkEndpoints) endpoints = NULL;
  g_autoptr(LkExchange) trial = NULL;

  g_assert_false (is_sensitive (fixture, "move_button"));
  try_it (fixture);
  g_assert_true (is_sensitive (fixture, "move_button"));
  g_assert_nonnull (strstr (gtk_label_get_text (GTK_LABEL (get_child (fixture, "outcome_label"))), "Chat answers"));

  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (log)), ==, 1);
  trial = g_list_model_get_item (G_LIST_MODEL (log), 0);
  g_assert_true (g_str_has_suffix (lk_exchange_get_url (trial), "/api/v2/chat/account"));
  g_assert_null (lk_exchange_get_request_header (trial, "Authorization"));

  g_signal_emit_by_name (get_child (fixture, "move_button"), "clicked");
  lk_test_wait_until (is_closed, fixture, 20);
  endpoints = lk_connection_get_endpoints (fixture->connection);
  g_assert_true (g_str_has_suffix (endpoints->api, "/api/v2/chat"));
}

static void
test_refused (Fixture       *fixture,
              gconstpointer  kind)
{
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr(GError) error = NULL;

  g_object_get (fixture->connection, "api-base", &before, NULL);
  g_assert_nonnull (before);
  lk_practice_host_set_fault (fixture->host, fixture->connection, "support-path", &error);
  g_object_set (fixture->connection, "api-base", before, NULL);
  try_it (fixture);
  g_assert_false (is_sensitive (fixture, "move_button"));
  g_assert_nonnull (strstr (gtk_label_get_text (GTK_LABEL (get_child (fixture, "outcome_label"))), "404"));

  /* And once more, for it may have been a moment's trouble. */
  try_it (fixture);
  g_assert_true (is_sensitive (fixture, "move_button"));
  gtk_window_close (GTK_WINDOW (fixture->window));
  lk_test_spin (10);
  g_object_get (fixture->connection, "api-base", &after, NULL);
  g_assert_cmpstr (after, ==, before);
}

static void
test_closed_meanwhile (Fixture       *fixture,
                       gconstpointer  kind)
{
  LkPracticeServer *server = lk_practice_host_get_server (fixture->host);

  sabotage_add (server);
  lk_practice_server_set_fault (server, "silence", 1);
  g_signal_emit_by_name (get_child (fixture, "try_button"), "clicked");
  lk_test_spin (50);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  lk_test_spin (50);
  g_assert_null (fixture->window);
}

static void
test_asks_subdomain (Fixture       *fixture,
                     gconstpointer  kind)
{
  GtkEditable *subdomain = GTK_EDITABLE (get_child (fixture, "subdomain_row"));
  AdwActionRow *address = ADW_ACTION_ROW (get_child (fixture, "address_row"));

  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (subdomain)));
  g_assert_false (is_sensitive (fixture, "try_button"));

  gtk_editable_set_text (subdomain, "https://acme.zendesk.com/agent/");
  g_assert_cmpstr (adw_action_row_get_subtitle (address), ==, "https://acme.zendesk.com/api/v2/chat");
  g_assert_true (is_sensitive (fixture, "try_button"));
  g_assert_false (is_sensitive (fixture, "move_button"));

  gtk_editable_set_text (subdomain, "not a label");
  g_assert_false (is_sensitive (fixture, "try_button"));
  g_assert_cmpint (lk_connection_get_kind (fixture->connection), ==, LK_CONNECTION_KIND_LEGACY);
}

static void
test_narrow (Fixture       *fixture,
             gconstpointer  kind)
{
  int minimum = 0;

  gtk_widget_measure (fixture->window, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  g_assert_cmpint (minimum, <=, 360);
}

int
main (int   argc,
      char *argv[])
{
  const gpointer practice = GINT_TO_POINTER (LK_CONNECTION_KIND_PRACTICE);
  const gpointer legacy = GINT_TO_POINTER (LK_CONNECTION_KIND_LEGACY);

  g_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add ("/move-window/move", Fixture, practice, set_up, test_move, tear_down);
  g_test_add ("/move-window/refused", Fixture, practice, set_up, test_refused, tear_down);
  g_test_add ("/move-window/closed-meanwhile", Fixture, practice, set_up, test_closed_meanwhile, tear_down);
  g_test_add ("/move-window/asks-subdomain", Fixture, legacy, set_up, test_asks_subdomain, tear_down);
  g_test_add ("/move-window/narrow", Fixture, legacy, set_up, test_narrow, tear_down);

  return g_test_run ();
}
