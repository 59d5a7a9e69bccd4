/* SPDX-License-Identifier: GPL-3.0-or-later */
/* With no keyring the window says so, what that means, and has a way on. */
#include "config.h"

#include "lk-keyring-bar.h"
#include "lk-memory-vault.h"
#include "lk-test-vault.h"
#include "lk-test-connections.h"
#include "lk-test.h"

typedef struct
{
  LkTestVault *keyring;
  LkWorkspace *workspace;
  LkAccount *account;          /* not owned: the workspace's */
  GtkWidget *window;
  GtkWidget *bar;
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
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  const GActionEntry entries[] = { { "toast", toast_cb, "s", NULL, NULL } };
  g_autoptr(GSimpleActionGroup) group = g_simple_action_group_new ();
  g_autoptr(LkVault) memory = lk_memory_vault_new ();
  g_autofree char *folder = g_dir_make_tmp ("latchkey-bar-XXXXXX", NULL);
  g_autoptr(LkConnection) connection = lk_connection_new (LK_CONNECTION_KIND_INTEGRATED);
  g_autoptr(LkVault) vault = NULL;
  g_autoptr(GError) error = NULL;

  fixture->keyring = lk_test_vault_new (NULL);
  vault = lk_tiered_vault_new (LK_VAULT (fixture->keyring), memory);
  fixture->workspace = lk_workspace_new (folder, vault);
  g_object_set (connection, "name", "Acme", "subdomain", "acme", "client-id", "kn0wn", NULL);
  lk_test_save (lk_workspace_get_connections (fixture->workspace), LK_CONNECTION_CHANGE_ADD, connection, &error);
  g_assert_no_error (error);
  fixture->account = lk_workspace_get_account (fixture->workspace, lk_connection_get_id (connection));

  fixture->window = gtk_window_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (group), entries, G_N_ELEMENTS (entries), fixture);
  gtk_widget_insert_action_group (fixture->window, "win", G_ACTION_GROUP (group));
  fixture->bar = g_object_new (LK_TYPE_KEYRING_BAR, NULL);
  gtk_window_set_child (GTK_WINDOW (fixture->window), fixture->bar);
  lk_keyring_bar_set_workspace (LK_KEYRING_BAR (fixture->bar), fixture->workspace);
  gtk_window_present (GTK_WINDOW (fixture->window));
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  g_clear_object (&fixture->workspace);
  g_clear_object (&fixture->keyring);
  g_free (fixture->toast);
}

static void
keep_secret (Fixture *fixture)
{
  g_autofree char *made_up = g_strdup_printf ("secret-%u", g_random_int ());
  g_autoptr(GAsyncResult) kept = NULL;

  lk_account_set_secret_async (fixture->account, made_up, NULL, lk_test_async_cb, &kept);
  lk_test_wait (&kept);
  g_assert_true (lk_account_set_secret_finish (fixture->account, kept, NULL));
}

static gboolean
is_revealed (Fixture *fixture)
{
  return gtk_info_bar_get_revealed (GTK_INFO_BAR (gtk_widget_get_template_child (fixture->bar, LK_TYPE_KEYRING_BAR,
                                                                                 "info_bar")));
}

static gboolean
has_spoken (gpointer data)
{
  return ((Fixture *) data)->toast != NULL;
}

static void
press_retry (Fixture *fixture)
{
  g_clear_pointer (&fixture->toast, g_free);
  gtk_widget_activate_action (fixture->bar, "keyring.retry", NULL);
  lk_test_wait_until (has_spoken, fixture, 30);
}

static void
test_works (Fixture       *fixture,
            gconstpointer  data)
{
  keep_secret (fixture);
  g_assert_false (is_revealed (fixture));
}

static void
test_away (Fixture       *fixture,
           gconstpointer  data)
{
  GtkLabel *label = GTK_LABEL (gtk_widget_get_template_child (fixture->bar, LK_TYPE_KEYRING_BAR, "label"));
  const char *id = lk_connection_get_id (lk_account_get_connection (fixture->account));
  g_autofree char *secret = NULL;

  lk_test_vault_set_fault (fixture->keyring, LK_VAULT_ERROR_UNAVAILABLE);
  lk_test_vault_set_broken (fixture->keyring, TRUE, TRUE, TRUE);
  keep_secret (fixture);
  g_assert_true (is_revealed (fixture));
  g_assert_nonnull (strstr (gtk_label_get_text (label), "The vault is broken. "));
  g_assert_nonnull (strstr (gtk_label_get_text (label), "until you quit"));

  press_retry (fixture);
  g_assert_nonnull (strstr (fixture->toast, "still cannot"));
  g_assert_true (is_revealed (fixture));

  lk_test_vault_set_broken (fixture->keyring, FALSE, FALSE, FALSE);
  press_retry (fixture);
  g_assert_nonnull (strstr (fixture->toast, "works again"));
  g_assert_false (is_revealed (fixture));
  secret = lk_test_vault_peek (fixture->keyring, id, LK_VAULT_KIND_CLIENT_SECRET);
  g_assert_nonnull (secret);
}

static void
test_close (Fixture       *fixture,
            gconstpointer  data)
{
  GObject *info_bar = gtk_widget_get_template_child (fixture->bar, LK_TYPE_KEYRING_BAR, "info_bar");

  lk_test_vault_set_fault (fixture->keyring, LK_VAULT_ERROR_LOCKED);
  lk_test_vault_set_broken (fixture->keyring, TRUE, TRUE, TRUE);
  keep_secret (fixture);
  g_assert_true (is_revealed (fixture));
  gtk_info_bar_response (GTK_INFO_BAR (info_bar), GTK_RESPONSE_CLOSE);
  g_assert_false (is_revealed (fixture));

  /* The same again is known; after it was well in between it is news. */
  keep_secret (fixture);
  g_assert_false (is_revealed (fixture));
  lk_test_vault_set_broken (fixture->keyring, FALSE, FALSE, FALSE);
  keep_secret (fixture);
  lk_test_vault_set_broken (fixture->keyring, TRUE, TRUE, TRUE);
  keep_secret (fixture);
  g_assert_true (is_revealed (fixture));
}

int
main (int   argc,
      char *argv[])
{
  /* The home is private already (with-display). */
  g_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add ("/keyring-bar/works", Fixture, NULL, set_up, test_works, tear_down);
  g_test_add ("/keyring-bar/away", Fixture, NULL, set_up, test_away, tear_down);
  g_test_add ("/keyring-bar/close", Fixture, NULL, set_up, test_close, tear_down);

  return g_test_run ();
}
