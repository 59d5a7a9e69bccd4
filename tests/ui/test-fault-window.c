/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is chosen goes wrong, once, and is said; search finds it; it can be cleared. */
#include "config.h"

#include "lk-memory-vault.h"
#include "lk-fault-window.h"
#include "lk-test-connections.h"
#include "lk-test.h"
#include "lk-workspace.h"

typedef struct
{
  LkPracticeHost *host;
  LkWorkspace *workspace;
  LkAccount *account;       /* not owned: the workspace's */
  LkConnection *connection; /* not owned: the account's */
  GtkWidget *parent;
  GtkWidget *window;        /* NULL once it is closed */
  char *toast;
} Fixture;

static void
toast_cb (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       data)
{
  Fixture *fixture = data;

  g_free (fixture->toast);
  fixture->toast = g_variant_dup_string (parameter, NULL);
}

static void
present (Fixture *fixture)
{
  fixture->window = lk_fault_window_present (gtk_window_get_child (GTK_WINDOW (fixture->parent)), fixture->host,
                                                 fixture->connection);
  g_object_add_weak_pointer (G_OBJECT (fixture->window), (gpointer *) &fixture->window);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  const GActionEntry entries[] = { { "toast", toast_cb, "s", NULL, NULL } };
  g_autoptr(GSimpleActionGroup) actions = g_simple_action_group_new ();
  g_autoptr(LkVault) vault = lk_memory_vault_new ();
  g_autoptr(LkConnection) connection = lk_connection_new (LK_CONNECTION_KIND_PRACTICE);
  g_autoptr(GAsyncResult) prepared = NULL;
  g_autoptr(GError) error = NULL;

  fixture->host = lk_practice_host_new ();
  fixture->workspace = lk_workspace_new (g_get_user_data_dir (), vault);
  g_object_set (connection, "name", "Practice", NULL);
  lk_test_save (lk_workspace_get_connections (fixture->workspace), LK_CONNECTION_CHANGE_ADD, connection, &error);
  g_assert_no_error (error);
  fixture->account = lk_workspace_get_account (fixture->workspace, lk_connection_get_id (connection));
  fixture->connection = lk_account_get_connection (fixture->account);
  lk_practice_host_prepare_async (fixture->host, fixture->account, NULL, lk_test_async_cb, &prepared);
  lk_test_wait (&prepared);
  lk_practice_host_prepare_finish (fixture->host, prepared, &error);
  g_assert_no_error (error);

  g_action_map_add_action_entries (G_ACTION_MAP (actions), entries, G_N_ELEMENTS (entries), fixture);
  fixture->parent = gtk_window_new ();
  gtk_widget_insert_action_group (fixture->parent, "win", G_ACTION_GROUP (actions));
  gtk_window_set_child (GTK_WINDOW (fixture->parent), gtk_label_new ("Below"));
  gtk_window_present (GTK_WINDOW (fixture->parent));
  present (fixture);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  if (fixture->window != NULL)
    gtk_window_destroy (GTK_WINDOW (fixture->window));
  gtk_window_destroy (GTK_WINDOW (fixture->parent));
  lk_test_spin (10);
  g_assert_null (fixture->window);
  g_clear_object (&fixture->workspace);
  g_clear_object (&fixture->host);
  g_free (fixture->toast);
}

typedef gboolean (*Test) (GtkWidget  *widget,
                          const char *text);

static GtkWidget *
find (GtkWidget  *widget,
      Test        test,
      const char *text)
{
  if (test (widget, text))
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find (child, test, text);

      if (found != NULL)
        return found;
    }

  return NULL;
}

/* The activatable one: what is armed stands in another with the same title. */
static gboolean
is_row (GtkWidget  *widget,
        const char *title)
{
  return ADW_IS_ACTION_ROW (widget)
         && gtk_list_box_row_get_activatable (GTK_LIST_BOX_ROW (widget))
         && g_str_equal (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget)), title);
}

static gboolean
is_button (GtkWidget  *widget,
           const char *label)
{
  return GTK_IS_BUTTON (widget) && g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), label) == 0;
}

static gboolean
is_search (GtkWidget  *widget,
           const char *text)
{
  return GTK_IS_SEARCH_ENTRY (widget);
}

static gboolean
is_stack (GtkWidget  *widget,
          const char *text)
{
  return GTK_IS_STACK (widget);
}

static GtkWidget *
find_fault (Fixture    *fixture,
            const char *name)
{
  guint n_faults;
  const LkPracticeFault *faults = lk_practice_faults (&n_faults);

  for (guint i = 0; i < n_faults; i++)
    {
      if (g_str_equal (faults[i].name, name))
        return find (fixture->window, is_row, faults[i].title);
    }

  return NULL;
}

static void
choose (Fixture    *fixture,
        const char *name)
{
  GtkWidget *row = find_fault (fixture, name);

  g_assert_nonnull (row);
  adw_action_row_activate (ADW_ACTION_ROW (row));
  lk_test_spin (10);
  g_assert_null (fixture->window);
}

static void
test_all_there (Fixture       *fixture,
                gconstpointer  data)
{
  guint n_faults;
  const LkPracticeFault *faults = lk_practice_faults (&n_faults);

  for (guint i = 0; i < n_faults; i++)
    {
      if (find_fault (fixture, faults[i].name) == NULL)
        g_error ("%s is not listed", faults[i].name);
    }
}

static GPtrArray *
send (Fixture *fixture)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(LkExchange) exchange = NULL;
  g_autoptr(LkExchange) answered = NULL;
  g_autoptr(GError) error = NULL;

  lk_chat_service_send_async (lk_account_get_service (fixture->account), "GET", "chats", NULL, NULL, "A call", NULL,
                              lk_test_async_cb, &result);
  lk_test_wait (&result);
  answered = lk_chat_service_send_finish (lk_account_get_service (fixture->account), result, &exchange, &error);

  return lk_account_diagnose (fixture->account, LK_FLOW_API, exchange, error);
}

/* No token that the server knows is needed to be told to wait. */
static void
store_token (Fixture *fixture)
{
  static const char *const scopes[] = { "read", NULL };
  g_autoptr(LkEndpoints) endpoints = lk_connection_get_endpoints (fixture->connection);
  g_autoptr(LkToken) token = NULL;
  g_autoptr(GAsyncResult) stored = NULL;
  g_autoptr(GError) error = NULL;

  token = lk_token_new ("made-up-for-a-test-0123456789", NULL, "Bearer", scopes, 7200, LK_TOKEN_OBTAINED_IMPLICIT,
                        endpoints->authorize, lk_connection_get_client_id (fixture->connection), scopes, &error);
  g_assert_no_error (error);
  lk_token_source_store_async (lk_account_get_source (fixture->account), token, NULL, lk_test_async_cb, &stored);
  lk_test_wait (&stored);
  lk_token_source_store_finish (lk_account_get_source (fixture->account), stored, &error);
  g_assert_no_error (error);
}

static void
test_choose (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr(GPtrArray) first = NULL;
  g_autoptr(GPtrArray) second = NULL;

  store_token (fixture);
  choose (fixture, "rate-limited");
  g_assert_nonnull (strstr (fixture->toast, "Ask to wait three seconds"));
  g_assert_nonnull (strstr (fixture->toast, "next call"));
  g_assert_cmpstr (lk_practice_host_get_fault (fixture->host)->name, ==, "rate-limited");

  first = send (fixture);
  g_assert_cmpstr (((LkDiagnosis *) g_ptr_array_index (first, 0))->id, ==, "rate-limited");
  g_assert_null (lk_practice_host_get_fault (fixture->host));
  second = send (fixture);
  g_assert_cmpstr (((LkDiagnosis *) g_ptr_array_index (second, 0))->id, ==, "token-died");
}

static void
test_one_at_a_time (Fixture       *fixture,
                    gconstpointer  data)
{
  choose (fixture, "rate-limited");
  present (fixture);
  choose (fixture, "code-expired");
  g_assert_cmpstr (lk_practice_host_get_fault (fixture->host)->name, ==, "code-expired");
  g_assert_nonnull (strstr (fixture->toast, "Only with a sign-in by code"));
}

static void
test_clear (Fixture       *fixture,
            gconstpointer  data)
{
  GtkWidget *clear = find (fixture->window, is_button, "_Clear");

  g_assert_nonnull (clear);
  g_assert_false (gtk_widget_is_drawable (clear));
  choose (fixture, "access-denied");

  present (fixture);
  clear = find (fixture->window, is_button, "_Clear");
  lk_test_spin (200);
  g_assert_true (gtk_widget_is_drawable (clear));
  g_signal_emit_by_name (clear, "clicked");
  g_assert_null (lk_practice_host_get_fault (fixture->host));
  g_assert_false (gtk_widget_is_drawable (clear));
  g_assert_cmpstr (fixture->toast, ==, "Nothing goes wrong any more");
}

static void
type (Fixture    *fixture,
      const char *text)
{
  GtkWidget *search = find (fixture->window, is_search, NULL);

  gtk_editable_set_text (GTK_EDITABLE (search), text);
  g_signal_emit_by_name (search, "search-changed");
}

static void
test_search (Fixture       *fixture,
             gconstpointer  data)
{
  GtkStack *stack = GTK_STACK (find (fixture->window, is_stack, NULL));
  GtkWidget *wait = find_fault (fixture, "rate-limited");
  GtkWidget *denied = find_fault (fixture, "access-denied");
  GtkWidget *denied_group = gtk_widget_get_ancestor (denied, ADW_TYPE_PREFERENCES_GROUP);

  type (fixture, "THREE  wait");
  g_assert_true (gtk_widget_get_visible (wait));
  g_assert_false (gtk_widget_get_visible (denied));
  g_assert_false (gtk_widget_get_visible (denied_group));
  g_assert_cmpstr (gtk_stack_get_visible_child_name (stack), ==, "list");

  type (fixture, "no such thing");
  g_assert_cmpstr (gtk_stack_get_visible_child_name (stack), ==, "nothing");

  type (fixture, "");
  g_assert_true (gtk_widget_get_visible (denied));
  g_assert_true (gtk_widget_get_visible (denied_group));
  g_assert_cmpstr (gtk_stack_get_visible_child_name (stack), ==, "list");
}

static void
test_search_and_return (Fixture       *fixture,
                        gconstpointer  data)
{
  GtkWidget *search = find (fixture->window, is_search, NULL);

  /* With nothing typed there is nothing that was meant. */
  g_signal_emit_by_name (search, "activate");
  g_assert_null (lk_practice_host_get_fault (fixture->host));
  g_assert_nonnull (fixture->window);

  type (fixture, "code expire");
  g_signal_emit_by_name (search, "activate");
  lk_test_spin (10);
  g_assert_null (fixture->window);
  g_assert_cmpstr (lk_practice_host_get_fault (fixture->host)->name, ==, "code-expired");
}

/* The retired host is met on the legacy addresses alone: the connection goes there, and comes back when cleared. */
static void
test_legacy (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr(LkEndpoints) before = lk_connection_get_endpoints (fixture->connection);
  g_autoptr(LkEndpoints) during = NULL;
  g_autoptr(LkEndpoints) after = NULL;

  choose (fixture, "legacy-host");
  during = lk_connection_get_endpoints (fixture->connection);
  g_assert_true (g_str_has_suffix (during->api, "/api/v2"));
  lk_practice_host_clear_fault (fixture->host, fixture->connection);
  after = lk_connection_get_endpoints (fixture->connection);
  g_assert_cmpstr (after->api, ==, before->api);
}

static void
test_narrow (Fixture       *fixture,
             gconstpointer  data)
{
  int minimum = 0;

  gtk_widget_measure (fixture->window, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  g_assert_cmpint (minimum, <=, 360);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add ("/fault-window/all-there", Fixture, NULL, set_up, test_all_there, tear_down);
  g_test_add ("/fault-window/choose", Fixture, NULL, set_up, test_choose, tear_down);
  g_test_add ("/fault-window/one-at-a-time", Fixture, NULL, set_up, test_one_at_a_time, tear_down);
  g_test_add ("/fault-window/clear", Fixture, NULL, set_up, test_clear, tear_down);
  g_test_add ("/fault-window/search", Fixture, NULL, set_up, test_search, tear_down);
  g_test_add ("/fault-window/search-and-return", Fixture, NULL, set_up, test_search_and_return, tear_down);
  g_test_add ("/fault-window/legacy", Fixture, NULL, set_up, test_legacy, tear_down);
  g_test_add ("/fault-window/narrow", Fixture, NULL, set_up, test_narrow, tear_down);

  return g_test_run ();
}
