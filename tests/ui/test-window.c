/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The window and its list of connections: the first run, adding, selecting, searching, removing, what it remembers, how
 * it folds, and what goes on while another connection is shown. */
#include "config.h"

#include "lk-account-view.h"
#include "lk-connection-row.h"
#include "lk-connection-sidebar.h"
#include "lk-test-server.h"
#include "lk-test-vault.h"
#include "lk-test-widgets.h"
#include "lk-test-connections.h"
#include "lk-test.h"
#include "lk-window.h"

typedef struct
{
  char *folder;
  LkTestVault *vault;
  LkWorkspace *workspace;
  LkPracticeHost *host;
  GSettings *settings;
  GtkWidget *window;             /* not owned: weak */
  AdwLeaflet *leaflet;           /* not owned: these three are the window's */
  GtkStack *content;
  LkConnectionSidebar *sidebar;
} Fixture;

static gpointer
child (gpointer    widget,
       GType       type,
       const char *id)
{
  GObject *object = gtk_widget_get_template_child (GTK_WIDGET (widget), type, id);

  g_assert_nonnull (object);

  return object;
}

static void
open_window (Fixture *fixture)
{
  g_assert_null (fixture->window);
  g_set_weak_pointer (&fixture->window, lk_window_new (NULL, fixture->workspace, fixture->host, fixture->settings));
  fixture->leaflet = child (fixture->window, LK_TYPE_WINDOW, "leaflet");
  fixture->content = child (fixture->window, LK_TYPE_WINDOW, "content");
  fixture->sidebar = child (fixture->window, LK_TYPE_WINDOW, "sidebar");
  gtk_window_present (GTK_WINDOW (fixture->window));
}

static gboolean
is_closed (gpointer data)
{
  return ((Fixture *) data)->window == NULL;
}

static void
close_window (Fixture *fixture)
{
  gtk_window_close (GTK_WINDOW (fixture->window));
  lk_test_wait_until (is_closed, fixture, 30);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("latchkey-window-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->vault = lk_test_vault_new (NULL);
  fixture->workspace = lk_workspace_new (fixture->folder, LK_VAULT (fixture->vault));
  fixture->host = lk_practice_host_new ();
  fixture->settings = g_settings_new (LK_APP_ID);
  g_settings_reset (fixture->settings, "last-connection");
  g_settings_reset (fixture->settings, "window-width");
  g_settings_reset (fixture->settings, "window-height");
  open_window (fixture);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  if (fixture->window != NULL)
    close_window (fixture);
  g_clear_object (&fixture->workspace);
  g_clear_object (&fixture->vault);
  g_clear_object (&fixture->host);
  g_clear_object (&fixture->settings);
  g_free (fixture->folder);
}

static LkAccount *
add (Fixture    *fixture,
     const char *name,
     const char *subdomain)
{
  g_autoptr(LkConnection) connection = lk_connection_new (LK_CONNECTION_KIND_INTEGRATED);
  g_autoptr(GError) error = NULL;

  g_object_set (connection, "name", name, "subdomain", subdomain, "client-id", "kn0wn", NULL);
  lk_test_save (lk_workspace_get_connections (fixture->workspace), LK_CONNECTION_CHANGE_ADD, connection, &error);
  g_assert_no_error (error);

  return lk_workspace_get_account (fixture->workspace, lk_connection_get_id (connection));
}

static const char *
id_of (LkAccount *account)
{
  return lk_connection_get_id (lk_account_get_connection (account));
}

static LkAccountView *
shown_view (Fixture *fixture)
{
  GtkWidget *view = gtk_stack_get_visible_child (fixture->content);

  return LK_IS_ACCOUNT_VIEW (view) ? LK_ACCOUNT_VIEW (view) : NULL;
}

static void
assert_shown (Fixture   *fixture,
              LkAccount *account)
{
  g_autofree char *last = g_settings_get_string (fixture->settings, "last-connection");

  g_assert_nonnull (shown_view (fixture));
  g_assert_true (lk_account_view_get_account (shown_view (fixture)) == account);
  g_assert_true (lk_connection_sidebar_get_selected (fixture->sidebar) == account);
  g_assert_cmpstr (last, ==, id_of (account));
}

/* NULL while a search leaves it out. */
static GtkListBoxRow *
row_of (Fixture   *fixture,
        LkAccount *account)
{
  GtkListBox *list_box = child (fixture->sidebar, LK_TYPE_CONNECTION_SIDEBAR, "list_box");
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (list_box, i)) != NULL; i++)
    {
      if (lk_connection_row_get_account (LK_CONNECTION_ROW (row)) == account)
        return row;
    }

  return NULL;
}

static gboolean
says (GtkWidget  *widget,
      const char *text)
{
  if (GTK_IS_LABEL (widget) && gtk_widget_get_child_visible (widget) &&
      g_str_equal (gtk_label_get_text (GTK_LABEL (widget)), text))
    return TRUE;

  for (GtkWidget *c = gtk_widget_get_first_child (widget); c != NULL; c = gtk_widget_get_next_sibling (c))
    {
      if (says (c, text))
        return TRUE;
    }

  return FALSE;
}

static void
test_first_run (Fixture       *fixture,
                gconstpointer  data)
{
  GListModel *accounts = lk_workspace_get_accounts (fixture->workspace);
  g_autoptr(LkAccount) account = NULL;

  g_assert_cmpstr (gtk_stack_get_visible_child_name (fixture->content), ==, "welcome");
  g_assert_false (gtk_widget_get_visible (child (fixture->window, LK_TYPE_WINDOW, "sidebar_box")));

  gtk_widget_activate_action (fixture->window, "win.add-practice", NULL);
  while (g_list_model_get_n_items (accounts) < 1)
    g_main_context_iteration (NULL, TRUE);
  account = g_list_model_get_item (accounts, 0);
  g_assert_cmpint (lk_connection_get_kind (lk_account_get_connection (account)), ==, LK_CONNECTION_KIND_PRACTICE);
  g_assert_true (gtk_widget_get_visible (child (fixture->window, LK_TYPE_WINDOW, "sidebar_box")));
  assert_shown (fixture, account);
  g_assert_true (says (GTK_WIDGET (row_of (fixture, account)), "On this computer"));
}

static void
test_select (Fixture       *fixture,
             gconstpointer  data)
{
  LkAccount *first = add (fixture, "First", "first");
  LkAccount *second;
  LkAccount *third;
  LkAccountView *view;

  assert_shown (fixture, first);
  view = shown_view (fixture);
  second = add (fixture, "Second", "second");
  assert_shown (fixture, second);
  third = add (fixture, "Third", "third");
  assert_shown (fixture, third);
  g_assert_true (says (GTK_WIDGET (row_of (fixture, third)), "third.zendesk.com"));

  /* The same view as before, as it was left. */
  lk_connection_sidebar_select (fixture->sidebar, id_of (first));
  assert_shown (fixture, first);
  g_assert_true (shown_view (fixture) == view);

  /* The next window shows what this one showed, and makes no other view for it. */
  lk_connection_sidebar_select (fixture->sidebar, id_of (second));
  close_window (fixture);
  open_window (fixture);
  assert_shown (fixture, second);
  g_assert_null (gtk_stack_get_child_by_name (fixture->content, id_of (first)));

  /* One that is gone meanwhile is no matter. */
  close_window (fixture);
  g_settings_set_string (fixture->settings, "last-connection", "gone");
  open_window (fixture);
  assert_shown (fixture, first);

  /* A start that shows what it showed last writes nothing. */
  close_window (fixture);
  g_object_unref (fixture->settings);
  fixture->settings = g_settings_new (LK_APP_ID);
  g_settings_delay (fixture->settings);
  open_window (fixture);
  assert_shown (fixture, first);
  g_assert_false (g_settings_get_has_unapplied (fixture->settings));
}

static void
test_remove (Fixture       *fixture,
             gconstpointer  data)
{
  LkConnectionList *connections = lk_workspace_get_connections (fixture->workspace);
  LkAccount *first = add (fixture, "First", "first");
  LkAccount *second = add (fixture, "Second", "second");
  LkAccountView *view = NULL;
  g_autoptr(GError) error = NULL;

  g_set_weak_pointer (&view, shown_view (fixture));
  g_assert_true (lk_test_save (connections, LK_CONNECTION_CHANGE_REMOVE, lk_account_get_connection (second), &error));
  assert_shown (fixture, first);
  lk_test_spin (200);
  g_assert_null (view);

  g_assert_true (lk_test_save (connections, LK_CONNECTION_CHANGE_REMOVE, lk_account_get_connection (first), &error));
  g_assert_cmpstr (gtk_stack_get_visible_child_name (fixture->content), ==, "welcome");
  g_assert_false (gtk_widget_get_visible (child (fixture->window, LK_TYPE_WINDOW, "sidebar_box")));
}

static void
test_rename (Fixture       *fixture,
             gconstpointer  data)
{
  LkAccount *account = add (fixture, "Before", "before");
  GtkAccessible *row = GTK_ACCESSIBLE (row_of (fixture, account));
  g_autofree char *name_difference = NULL;
  g_autofree char *description_difference = NULL;

  g_object_set (lk_account_get_connection (account), "name", "<b>After</b>", "subdomain", "after", NULL);
  g_assert_true (says (GTK_WIDGET (row), "<b>After</b>"));
  g_assert_true (says (GTK_WIDGET (row), "after.zendesk.com"));
  g_assert_true (says (GTK_WIDGET (row), "Not signed in"));
  name_difference = gtk_test_accessible_check_property (row, GTK_ACCESSIBLE_PROPERTY_LABEL, "<b>After</b>");
  g_assert_null (name_difference);
  description_difference = gtk_test_accessible_check_property (row, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                                               "after.zendesk.com, Not signed in");
  g_assert_null (description_difference);
}

static void
store_token (LkAccount *account,
             gint64     lifetime)
{
  LkConnection *connection = lk_account_get_connection (account);
  g_autoptr(LkEndpoints) endpoints = lk_connection_get_endpoints (connection);
  g_autofree char *made_up = g_strdup_printf ("access-%u-%u", g_random_int (), g_random_int ());
  g_autoptr(LkToken) token = NULL;
  g_autoptr(GAsyncResult) stored = NULL;
  g_autoptr(GError) error = NULL;

  token = lk_token_new (made_up, NULL, "Bearer", lk_connection_get_scopes (connection), lifetime,
                        LK_TOKEN_OBTAINED_IMPLICIT, endpoints->authorize, lk_connection_get_client_id (connection),
                        lk_connection_get_scopes (connection), &error);
  g_assert_no_error (error);
  lk_token_source_store_async (lk_account_get_source (account), token, NULL, lk_test_async_cb, &stored);
  lk_test_wait (&stored);
  g_assert_true (lk_token_source_store_finish (lk_account_get_source (account), stored, &error));
  g_assert_no_error (error);
}

static void
test_states (Fixture       *fixture,
             gconstpointer  data)
{
  static const struct
  {
    gint64 lifetime;
    const char *said;
  } rows[] = {
    { 7200, "Signed in" },
    { 120, "Ends soon" },
    { 1, "Expired" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      LkAccount *account = add (fixture, rows[i].said, "acme");

      g_assert_true (says (GTK_WIDGET (row_of (fixture, account)), "Not signed in"));
      store_token (account, rows[i].lifetime);
      if (rows[i].lifetime == 1)
        lk_test_spin (2500);
      g_assert_true (says (GTK_WIDGET (row_of (fixture, account)), rows[i].said));
    }
}

static void
test_size (Fixture       *fixture,
           gconstpointer  data)
{
  int width;
  int height;

  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 700, 500);
  lk_test_spin (300);
  close_window (fixture);
  g_assert_cmpint (g_settings_get_int (fixture->settings, "window-width"), ==, 700);
  g_assert_cmpint (g_settings_get_int (fixture->settings, "window-height"), ==, 500);

  open_window (fixture);
  gtk_window_get_default_size (GTK_WINDOW (fixture->window), &width, &height);
  g_assert_cmpint (width, ==, 700);
  g_assert_cmpint (height, ==, 500);
}

static gboolean
is_folded (gpointer data)
{
  return adw_leaflet_get_folded (((Fixture *) data)->leaflet);
}

static void
test_fold (Fixture       *fixture,
           gconstpointer  data)
{
  LkAccount *first = add (fixture, "First", "first");
  LkAccount *second = add (fixture, "Second", "second");
  GtkWidget *sidebar_box = child (fixture->window, LK_TYPE_WINDOW, "sidebar_box");
  GtkWidget *back;
  int minimum;

  g_assert_false (is_folded (fixture));
  back = child (shown_view (fixture), LK_TYPE_ACCOUNT_VIEW, "back_button");
  g_assert_false (gtk_widget_get_visible (back));

  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 360, 600);
  lk_test_wait_until (is_folded, fixture, 30);
  gtk_widget_measure (fixture->window, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  g_assert_cmpint (minimum, <=, 360);
  g_assert_true (gtk_widget_get_visible (back));
  g_assert_true (adw_leaflet_get_visible_child (fixture->leaflet) == GTK_WIDGET (fixture->content));

  gtk_widget_activate_action (back, "win.show-connections", NULL);
  g_assert_true (adw_leaflet_get_visible_child (fixture->leaflet) == sidebar_box);
  lk_connection_sidebar_select (fixture->sidebar, id_of (first));
  gtk_widget_activate (GTK_WIDGET (row_of (fixture, first)));
  g_assert_true (adw_leaflet_get_visible_child (fixture->leaflet) == GTK_WIDGET (fixture->content));
  assert_shown (fixture, first);
  g_assert_true (gtk_widget_get_visible (child (shown_view (fixture), LK_TYPE_ACCOUNT_VIEW, "back_button")));

  /* The selected one opens too. */
  gtk_widget_activate_action (back, "win.show-connections", NULL);
  gtk_widget_activate (GTK_WIDGET (row_of (fixture, first)));
  g_assert_true (adw_leaflet_get_visible_child (fixture->leaflet) == GTK_WIDGET (fixture->content));
  lk_connection_sidebar_select (fixture->sidebar, id_of (second));
  assert_shown (fixture, second);
}

static void
test_search (Fixture       *fixture,
             gconstpointer  data)
{
  static const struct
  {
    const char *typed;
    guint n_found;
  } rows[] = {
    { "", 9 },
    { "account 3", 1 },
    { "ACCOUNT", 9 },
    { "host-4.zendesk", 1 },
    { "3 host-3", 1 },
    { "3 host-4", 0 },
  };
  GtkSearchBar *bar = child (fixture->sidebar, LK_TYPE_CONNECTION_SIDEBAR, "search_bar");
  GtkEditable *entry = child (fixture->sidebar, LK_TYPE_CONNECTION_SIDEBAR, "search_entry");
  LkAccount *accounts[9];

  for (guint i = 0; i < G_N_ELEMENTS (accounts); i++)
    {
      g_autofree char *name = g_strdup_printf ("Account %u", i);
      g_autofree char *subdomain = g_strdup_printf ("host-%u", i);

      gtk_widget_activate_action (fixture->window, "win.search-connections", NULL);
      g_assert_true (gtk_search_bar_get_search_mode (bar) == (i >= 8));
      accounts[i] = add (fixture, name, subdomain);
    }

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      guint n_found = 0;

      gtk_editable_set_text (entry, rows[i].typed);
      g_signal_emit_by_name (entry, "search-changed");
      for (guint j = 0; j < G_N_ELEMENTS (accounts); j++)
        n_found += row_of (fixture, accounts[j]) != NULL ? 1 : 0;
      g_test_message ("“%s”: %u", rows[i].typed, n_found);
      g_assert_cmpuint (n_found, ==, rows[i].n_found);
      assert_shown (fixture, accounts[8]);
    }

  gtk_editable_set_text (entry, "account 5");
  g_signal_emit_by_name (entry, "search-changed");
  g_signal_emit_by_name (entry, "activate");
  assert_shown (fixture, accounts[5]);
  g_assert_false (gtk_search_bar_get_search_mode (bar));

  /* What is selected from elsewhere is seen, whatever was searched. */
  gtk_editable_set_text (entry, "account 5");
  g_signal_emit_by_name (entry, "search-changed");
  lk_connection_sidebar_select (fixture->sidebar, id_of (accounts[2]));
  assert_shown (fixture, accounts[2]);
  g_assert_true (gtk_list_box_row_is_selected (row_of (fixture, accounts[2])));
}

static guint
count_items (GMenuModel *model,
             const char *target)
{
  guint n = 0;

  for (int i = 0; i < g_menu_model_get_n_items (model); i++)
    {
      g_autoptr(GMenuModel) section = g_menu_model_get_item_link (model, i, G_MENU_LINK_SECTION);
      g_autofree char *own = NULL;

      if (section != NULL)
        n += count_items (section, target);
      else if (g_menu_model_get_item_attribute (model, i, G_MENU_ATTRIBUTE_TARGET, "s", &own))
        n += g_str_equal (own, target) ? 1 : 0;
    }

  return n;
}

static gboolean
has_no_menu (gpointer data)
{
  return !GTK_IS_POPOVER_MENU (gtk_widget_get_last_child (data));
}

static void
test_menu (Fixture       *fixture,
           gconstpointer  data)
{
  LkAccount *account = add (fixture, "First", "first");
  GListModel *accounts = lk_workspace_get_accounts (fixture->workspace);

  for (guint signed_in = 0; signed_in < 2; signed_in++)
    {
      GtkWidget *row = GTK_WIDGET (row_of (fixture, account));
      GtkWidget *menu;
      GMenuModel *model;

      if (signed_in)
        store_token (account, 7200);
      gtk_widget_grab_focus (row);
      gtk_widget_activate_action (GTK_WIDGET (fixture->sidebar), "sidebar.menu", NULL);
      menu = gtk_widget_get_last_child (row);
      g_assert_true (GTK_IS_POPOVER_MENU (menu));
      g_assert_true (gtk_widget_get_visible (menu));

      model = gtk_popover_menu_get_menu_model (GTK_POPOVER_MENU (menu));
      g_assert_cmpuint (count_items (model, "edit"), ==, 1);
      g_assert_cmpuint (count_items (model, "duplicate"), ==, 1);
      g_assert_cmpuint (count_items (model, "remove"), ==, 1);
      g_assert_cmpuint (count_items (model, "sign-out"), ==, signed_in);

      gtk_popover_popdown (GTK_POPOVER (menu));
      lk_test_wait_until (has_no_menu, row, 30);
    }

  gtk_widget_activate_action (fixture->window, "win.connection", "s", "duplicate");
  while (g_list_model_get_n_items (accounts) < 2)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_pages (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr(GtkSelectionModel) pages = NULL;
  AdwViewStack *stack;
  guint n_pages;

  add (fixture, "First", "first");
  stack = child (shown_view (fixture), LK_TYPE_ACCOUNT_VIEW, "stack");
  pages = adw_view_stack_get_pages (stack);
  n_pages = g_list_model_get_n_items (G_LIST_MODEL (pages));
  g_assert_cmpuint (n_pages, >=, 3);

  for (guint i = n_pages; i > 0; i--)
    {
      gtk_widget_activate_action (fixture->window, "win.show-nth-page", "i", (gint32) i - 1);
      g_assert_true (gtk_selection_model_is_selected (pages, i - 1));
    }

  gtk_widget_activate_action (fixture->window, "win.show-nth-page", "i", 99);
  g_assert_cmpstr (adw_view_stack_get_visible_child_name (stack), ==, "token");
}

/* A service that takes its time with the token. */
typedef struct
{
  GMutex mutex;
  GCond changed;
  gboolean asked;
  gboolean go;
} SlowService;

static void
answer_slowly (const char    *request,
               GOutputStream *output,
               gpointer       user_data)
{
  SlowService *service = user_data;

  if (!g_str_has_prefix (request, "POST"))
    {
      lk_test_server_answer (output, "404 Not Found", NULL, "{}");
      return;
    }

  g_mutex_lock (&service->mutex);
  service->asked = TRUE;
  while (!service->go)
    g_cond_wait (&service->changed, &service->mutex);
  g_mutex_unlock (&service->mutex);
  lk_test_server_answer (output, "200 OK", "Content-Type: application/json\r\n",
                         "{\"access_token\": \"made-up-for-a-test\", \"token_type\": \"Bearer\", "
                         "\"scope\": \"read write\", \"expires_in\": 7200}");
}

static gboolean
is_asked (gpointer data)
{
  SlowService *service = data;
  gboolean asked;

  g_mutex_lock (&service->mutex);
  asked = service->asked;
  g_mutex_unlock (&service->mutex);

  return asked;
}

static gboolean
is_signed_in (gpointer data)
{
  return lk_account_get_state (data) == LK_ACCOUNT_STATE_SIGNED_IN;
}

static void
let_go (SlowService *service)
{
  g_mutex_lock (&service->mutex);
  service->go = TRUE;
  g_cond_broadcast (&service->changed);
  g_mutex_unlock (&service->mutex);
}

static LkAccount *
add_slow (Fixture      *fixture,
          LkTestServer *server)
{
  g_autofree char *url = lk_test_server_get_url (server, "127.0.0.1", "/token");
  g_autofree char *made_up = g_strdup_printf ("secret-%u", g_random_int ());
  g_autoptr(LkConnection) connection = lk_connection_new (LK_CONNECTION_KIND_CUSTOM);
  g_autoptr(GAsyncResult) kept = NULL;
  g_autoptr(GError) error = NULL;
  LkAccount *account;

  g_object_set (connection, "name", "Slow", "client-id", "desk", "token-url", url, "api-base", url, "grant",
                LK_GRANT_CLIENT_CREDENTIALS, NULL);
  lk_test_save (lk_workspace_get_connections (fixture->workspace), LK_CONNECTION_CHANGE_ADD, connection, &error);
  g_assert_no_error (error);
  account = lk_workspace_get_account (fixture->workspace, lk_connection_get_id (connection));
  lk_account_set_secret_async (account, made_up, NULL, lk_test_async_cb, &kept);
  lk_test_wait (&kept);
  g_assert_true (lk_account_set_secret_finish (account, kept, &error));

  return account;
}

/* A sign-in goes on while another connection is shown, and says whose it was when it has ended. */
static void
test_sign_in_goes_on (Fixture       *fixture,
                      gconstpointer  data)
{
  SlowService service = { .asked = FALSE };
  g_autoptr(LkTestServer) server = lk_test_server_new (answer_slowly, &service, NULL);
  LkAccount *slow = add_slow (fixture, server);
  LkAccountView *view = shown_view (fixture);
  LkAccount *other;

  gtk_widget_activate_action (GTK_WIDGET (view), "account.sign-in", "s", "");
  lk_test_wait_until (is_asked, &service, 30);
  g_assert_true (says (GTK_WIDGET (view), "Signing in…"));

  other = add (fixture, "Other", "other");
  assert_shown (fixture, other);
  lk_test_spin (200);
  lk_connection_sidebar_select (fixture->sidebar, id_of (slow));
  g_assert_true (shown_view (fixture) == view);
  g_assert_true (says (GTK_WIDGET (view), "Signing in…"));
  g_assert_cmpuint (lk_test_server_get_n_closed (server), ==, 0);

  lk_connection_sidebar_select (fixture->sidebar, id_of (other));
  let_go (&service);
  lk_test_wait_until (is_signed_in, slow, 30);
  lk_test_spin (300);
  g_assert_true (says (GTK_WIDGET (row_of (fixture, slow)), "Signed in"));
  g_assert_true (says (fixture->window, "Slow: Signed in"));
}

static gboolean
is_hung_up (gpointer data)
{
  return lk_test_server_get_n_closed (data) > 0;
}

/* With its connection removed, it ends, and nothing is stored. */
static void
test_sign_in_ends (Fixture       *fixture,
                   gconstpointer  data)
{
  SlowService service = { .asked = FALSE };
  g_autoptr(LkTestServer) server = lk_test_server_new (answer_slowly, &service, NULL);
  LkAccount *slow = add_slow (fixture, server);
  g_autofree char *id = g_strdup (id_of (slow));
  g_autofree char *kept = NULL;
  g_autoptr(GError) error = NULL;

  gtk_widget_activate_action (GTK_WIDGET (shown_view (fixture)), "account.sign-in", "s", "");
  lk_test_wait_until (is_asked, &service, 30);
  g_assert_true (lk_test_save (lk_workspace_get_connections (fixture->workspace), LK_CONNECTION_CHANGE_REMOVE,
                                            lk_account_get_connection (slow), &error));
  g_assert_cmpstr (gtk_stack_get_visible_child_name (fixture->content), ==, "welcome");
  let_go (&service);
  lk_test_wait_until (is_hung_up, server, 30);
  lk_test_spin (300);
  kept = lk_test_vault_peek (fixture->vault, id, LK_VAULT_KIND_TOKEN);
  g_assert_null (kept);
}

/* What is said in passing is said whole, however long it is. */
static void
test_toast (Fixture       *fixture,
            gconstpointer  data)
{
  static const char said[] =
      "Deny the next sign-in. Comes when a token is asked for: signing in with a code, refreshing, or client "
      "credentials & <more>";
  graphene_rect_t bounds;
  GtkWidget *label;

  gtk_widget_activate_action (fixture->window, "win.toast", "s", said);
  lk_test_wait_for_text (fixture->window, said);
  lk_test_spin (200);
  label = lk_test_find_label (fixture->window, said);
  g_assert_true (gtk_widget_compute_bounds (label, fixture->window, &bounds));
  /* With its margins and its button it fits the narrowest window. */
  g_assert_cmpfloat (bounds.size.width, <=, 280);
  g_assert_false (pango_layout_is_ellipsized (gtk_label_get_layout (GTK_LABEL (label))));
  g_assert_cmpint (pango_layout_get_line_count (gtk_label_get_layout (GTK_LABEL (label))), >, 1);
}

int
main (int   argc,
      char *argv[])
{
  /* The home is private already (with-display). */
  g_test_init (&argc, &argv, NULL);
  adw_init ();

#define ADD(name, test) g_test_add ("/window/" name, Fixture, NULL, set_up, test, tear_down)
  ADD ("toast", test_toast);
  ADD ("first-run", test_first_run);
  ADD ("select", test_select);
  ADD ("remove", test_remove);
  ADD ("rename", test_rename);
  ADD ("states", test_states);
  ADD ("size", test_size);
  ADD ("fold", test_fold);
  ADD ("search", test_search);
  ADD ("menu", test_menu);
  ADD ("pages", test_pages);
  ADD ("sign-in-goes-on", test_sign_in_goes_on);
  ADD ("sign-in-ends", test_sign_in_ends);
#undef ADD

  return g_test_run ();
}
