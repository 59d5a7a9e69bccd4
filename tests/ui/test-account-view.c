/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can be done with one account: editing it, duplicating it, removing it and its secrets. */
#include "config.h"

#include "lk-account-view.h"
#include "lk-connection-dialog.h"
#include "lk-test-vault.h"
#include "lk-test-connections.h"
#include "lk-test.h"

typedef struct
{
  LkTestVault *vault;
  LkWorkspace *workspace;
  LkPracticeHost *host;
  GSettings *settings;
  LkAccount *account;        /* not owned: the workspace's */
  GtkWidget *window;
  GtkWidget *view;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autofree char *folder = g_dir_make_tmp ("latchkey-view-XXXXXX", NULL);
  g_autoptr(LkConnection) connection = lk_connection_new (LK_CONNECTION_KIND_INTEGRATED);
  g_autoptr(GAsyncResult) kept = NULL;
  g_autofree char *made_up = g_strdup_printf ("secret-%u", g_random_int ());
  g_autoptr(GError) error = NULL;

  fixture->vault = lk_test_vault_new (NULL);
  fixture->workspace = lk_workspace_new (folder, LK_VAULT (fixture->vault));
  fixture->host = lk_practice_host_new ();
  fixture->settings = g_settings_new (LK_APP_ID);
  g_object_set (connection, "name", "Acme", "subdomain", "acme", "client-id", "kn0wn", NULL);
  lk_test_save (lk_workspace_get_connections (fixture->workspace), LK_CONNECTION_CHANGE_ADD, connection, &error);
  g_assert_no_error (error);
  fixture->account = lk_workspace_get_account (fixture->workspace, lk_connection_get_id (connection));
  lk_account_set_secret_async (fixture->account, made_up, NULL, lk_test_async_cb, &kept);
  lk_test_wait (&kept);
  g_assert_true (lk_account_set_secret_finish (fixture->account, kept, &error));

  fixture->window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 800, 600);
  fixture->view = lk_account_view_new (fixture->workspace, fixture->account, fixture->host, fixture->settings);
  gtk_window_set_child (GTK_WINDOW (fixture->window), fixture->view);
  gtk_window_present (GTK_WINDOW (fixture->window));
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  g_clear_object (&fixture->workspace);
  g_clear_object (&fixture->host);
  g_clear_object (&fixture->settings);
  g_clear_object (&fixture->vault);
}

static GtkWindow *
find_window (GType type)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr(GtkWindow) window = g_list_model_get_item (windows, i);

      /* GTK holds it. */
      if (G_TYPE_CHECK_INSTANCE_TYPE (window, type))
        return window;
    }

  return NULL;
}

/* libadwaita 1.7 measures the heading of a message dialog as one line for a width in which it is to be wrapped, and GTK
 * warns of it. All else that is warned of stays fatal. */
static GLogWriterOutput
write_log (GLogLevelFlags   level,
           const GLogField *fields,
           gsize            n_fields,
           gpointer         user_data)
{
  for (gsize i = 0; i < n_fields; i++)
    if (g_str_equal (fields[i].key, "MESSAGE") &&
        g_str_has_prefix (fields[i].value, "Trying to measure GtkLabel") &&
        find_window (ADW_TYPE_MESSAGE_DIALOG) != NULL)
      return G_LOG_WRITER_HANDLED;

  return g_log_writer_default (level, fields, n_fields, user_data);
}

static guint
count_connections (Fixture *fixture)
{
  return g_list_model_get_n_items (G_LIST_MODEL (lk_workspace_get_connections (fixture->workspace)));
}

static AdwSqueezer *
find_squeezer (GtkWidget *widget)
{
  AdwSqueezer *found = ADW_IS_SQUEEZER (widget) ? ADW_SQUEEZER (widget) : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_squeezer (child);

  return found;
}

/* Of no type a transition is said to run too, but nothing of the earlier child is drawn. */
static void
fade_cb (AdwSqueezer *squeezer,
         GParamSpec  *pspec,
         gboolean    *faded)
{
  *faded |= adw_squeezer_get_transition_running (squeezer) &&
            adw_squeezer_get_transition_type (squeezer) != ADW_SQUEEZER_TRANSITION_TYPE_NONE;
}

/* A window too narrow for the widest form of its tabs does not begin with two forms over one another. */
static void
test_title (Fixture       *fixture,
            gconstpointer  data)
{
  AdwSqueezer *squeezer = find_squeezer (fixture->view);
  GtkWidget *widest;
  gboolean faded = FALSE;

  g_assert_nonnull (squeezer);
  widest = adw_squeezer_get_visible_child (squeezer);
  g_signal_connect (squeezer, "notify::transition-running", G_CALLBACK (fade_cb), &faded);
  lk_test_spin (500);
  g_assert_true (adw_squeezer_get_visible_child (squeezer) != widest);
  g_assert_false (faded);
}

static void
test_edit (Fixture       *fixture,
           gconstpointer  data)
{
  GtkWindow *dialog;

  gtk_widget_activate_action (fixture->view, "account.edit", "s", "subdomain");
  dialog = find_window (LK_TYPE_CONNECTION_DIALOG);
  g_assert_nonnull (dialog);
  g_assert_true (gtk_window_get_transient_for (dialog) == GTK_WINDOW (fixture->window));
  gtk_window_close (dialog);
  g_assert_null (find_window (LK_TYPE_CONNECTION_DIALOG));
}

static gboolean
has_two (gpointer data)
{
  return count_connections (data) == 2;
}

static void
test_duplicate (Fixture       *fixture,
                gconstpointer  data)
{
  GListModel *connections = G_LIST_MODEL (lk_workspace_get_connections (fixture->workspace));
  g_autoptr(LkConnection) copy = NULL;
  g_autofree char *secret = NULL;

  gtk_widget_activate_action (fixture->view, "account.duplicate", NULL);
  lk_test_wait_until (has_two, fixture, 20);
  copy = g_list_model_get_item (connections, 1);
  g_assert_cmpstr (lk_connection_get_name (copy), ==, "Acme (copy)");
  g_assert_cmpstr (lk_connection_get_subdomain (copy), ==, "acme");

  /* A secret is not handed on unasked. */
  secret = lk_test_vault_peek (fixture->vault, lk_connection_get_id (copy), LK_VAULT_KIND_CLIENT_SECRET);
  g_assert_null (secret);
}

static void
answer (Fixture    *fixture,
        const char *response)
{
  GtkWindow *dialog;

  gtk_widget_activate_action (fixture->view, "account.remove", NULL);
  dialog = find_window (ADW_TYPE_MESSAGE_DIALOG);
  g_assert_nonnull (dialog);
  g_assert_nonnull (strstr (adw_message_dialog_get_heading (ADW_MESSAGE_DIALOG (dialog)), "Acme"));
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog), response);
}

static gboolean
is_removed (gpointer data)
{
  return count_connections (data) == 0;
}

static void
test_remove (Fixture       *fixture,
             gconstpointer  data)
{
  answer (fixture, "cancel");
  lk_test_spin (200);
  g_assert_cmpuint (count_connections (fixture), ==, 1);
  g_assert_cmpuint (lk_test_vault_get_n_items (fixture->vault), ==, 1);

  answer (fixture, "remove");
  lk_test_wait_until (is_removed, fixture, 30);
  g_assert_cmpuint (lk_test_vault_get_n_items (fixture->vault), ==, 0);
}

/* A connection is not removed while its secrets might stay behind unseen. */
static void
test_remove_fails (Fixture       *fixture,
                   gconstpointer  data)
{
  lk_test_vault_set_broken (fixture->vault, FALSE, FALSE, TRUE);
  answer (fixture, "remove");
  lk_test_spin (500);
  g_assert_cmpuint (count_connections (fixture), ==, 1);
  g_assert_cmpuint (lk_test_vault_get_n_items (fixture->vault), ==, 1);
}

int
main (int   argc,
      char *argv[])
{
  /* The home is private already (with-display). */
  g_test_init (&argc, &argv, NULL);
  g_log_set_writer_func (write_log, NULL, NULL);
  adw_init ();

  g_test_add ("/account-view/title", Fixture, NULL, set_up, test_title, tear_down);
  g_test_add ("/account-view/edit", Fixture, NULL, set_up, test_edit, tear_down);
  g_test_add ("/account-view/duplicate", Fixture, NULL, set_up, test_duplicate, tear_down);
  g_test_add ("/account-view/remove", Fixture, NULL, set_up, test_remove, tear_down);
  g_test_add ("/account-view/remove-fails", Fixture, NULL, set_up, test_remove_fails, tear_down);

  return g_test_run ();
}
