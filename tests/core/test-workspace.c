/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All that one run works with: the saved connections, and one account for each. */
#include "config.h"

#include <string.h>
#include <sys/stat.h>

#include <glib/gstdio.h>

#include "lk-memory-vault.h"
#include "lk-test-vault.h"
#include "lk-test-connections.h"
#include "lk-test.h"
#include "lk-workspace.h"

static char *
make_folder (void)
{
  g_autofree char *name = g_uuid_string_random ();

  return g_build_filename (g_get_user_data_dir (), name, NULL);
}

static LkWorkspace *
open_workspace (const char *folder)
{
  g_autoptr(LkVault) vault = lk_memory_vault_new ();
  LkWorkspace *workspace = lk_workspace_new (folder, vault);
  g_autofree char *message = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_true (lk_workspace_load (workspace, &message, &error));
  g_assert_no_error (error);
  g_assert_null (message);

  return workspace;
}

static LkConnection *
add (LkWorkspace *workspace,
     const char  *name)
{
  LkConnection *connection = lk_connection_new (LK_CONNECTION_KIND_INTEGRATED);
  g_autoptr(GError) error = NULL;

  g_object_set (connection, "name", name, "subdomain", "acme", "client-id", "client", NULL);
  lk_test_save (lk_workspace_get_connections (workspace), LK_CONNECTION_CHANGE_ADD, connection, &error);
  g_assert_no_error (error);

  return connection;
}

/* The names of the accounts, which are those of the connections, in their order. */
static char *
get_names (LkWorkspace *workspace)
{
  GListModel *accounts = lk_workspace_get_accounts (workspace);
  GListModel *connections = G_LIST_MODEL (lk_workspace_get_connections (workspace));
  GString *names = g_string_new (NULL);

  g_assert_cmpuint (g_list_model_get_n_items (accounts), ==, g_list_model_get_n_items (connections));

  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr(LkAccount) account = g_list_model_get_item (accounts, i);
      g_autoptr(LkConnection) connection = g_list_model_get_item (connections, i);

      g_assert_true (lk_account_get_connection (account) == connection);
      g_string_append_printf (names, "%s ", lk_connection_get_name (connection));
    }

  return g_string_free (names, FALSE);
}

static void
test_accounts (void)
{
  g_autofree char *folder = make_folder ();
  g_autoptr(LkWorkspace) workspace = open_workspace (folder);
  G_GNUC_UNUSED g_autoptr(LkConnection) one = add (workspace, "One");
  g_autoptr(LkConnection) two = add (workspace, "Two");
  g_autoptr(LkConnection) three = add (workspace, "Three");
  g_autofree char *all = get_names (workspace);
  g_autofree char *left = NULL;
  g_autoptr(LkAccount) kept = NULL;
  g_autoptr(GError) error = NULL;
  LkAccount *account;

  g_assert_cmpstr (all, ==, "One Two Three ");
  account = lk_workspace_get_account (workspace, lk_connection_get_id (two));
  g_assert_true (lk_account_get_connection (account) == two);
  g_assert_true (lk_account_get_vault (account) == lk_workspace_get_vault (workspace));
  g_assert_true (lk_account_get_client (account) == lk_workspace_get_client (workspace));
  g_assert_true (lk_http_client_get_log (lk_workspace_get_client (workspace)) == lk_workspace_get_log (workspace));
  g_assert_null (lk_workspace_get_account (workspace, "nobody's"));

  /* An edit keeps the account, and with it what it knows. */
  kept = g_object_ref (lk_workspace_get_account (workspace, lk_connection_get_id (three)));
  g_object_set (three, "name", "Four", NULL);
  g_assert_true (lk_test_save (lk_workspace_get_connections (workspace), LK_CONNECTION_CHANGE_UPDATE, three, &error));
  g_assert_no_error (error);
  g_assert_true (lk_workspace_get_account (workspace, lk_connection_get_id (three)) == kept);

  g_assert_true (lk_test_save (lk_workspace_get_connections (workspace), LK_CONNECTION_CHANGE_REMOVE, two, &error));
  g_assert_no_error (error);
  left = get_names (workspace);
  g_assert_cmpstr (left, ==, "One Four ");
  g_assert_null (lk_workspace_get_account (workspace, lk_connection_get_id (two)));
}

/* What one run has saved the next one finds; it lies where nobody else can read it (H6). */
static void
test_again (void)
{
  g_autofree char *folder = make_folder ();
  g_autofree char *file = g_build_filename (folder, "connections.json", NULL);
  g_autoptr(LkWorkspace) first = open_workspace (folder);
  g_autoptr(LkConnection) one = add (first, "One");
  G_GNUC_UNUSED g_autoptr(LkConnection) two = add (first, "Two");
  g_autoptr(LkWorkspace) second = open_workspace (folder);
  g_autofree char *names = get_names (second);
  GStatBuf status;

  g_assert_cmpstr (names, ==, "One Two ");
  g_assert_nonnull (lk_workspace_get_account (second, lk_connection_get_id (one)));
  g_assert_cmpint (g_stat (folder, &status), ==, 0);
  g_assert_cmpuint (status.st_mode & 0777, ==, 0700);
  g_assert_cmpint (g_stat (file, &status), ==, 0);
  g_assert_cmpuint (status.st_mode & 0777, ==, 0600);
}

/* A torn file is said, kept aside, and stops nothing. */
static void
test_torn (void)
{
  g_autofree char *folder = make_folder ();
  g_autofree char *file = g_build_filename (folder, "connections.json", NULL);
  g_autoptr(LkVault) vault = lk_memory_vault_new ();
  g_autoptr(LkWorkspace) workspace = lk_workspace_new (folder, vault);
  g_autoptr(LkConnection) connection = NULL;
  g_autofree char *message = NULL;
  g_autofree char *names = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (file, "{\"version\":1,\"connections\":[{\"id\":", -1, NULL));
  g_assert_true (lk_workspace_load (workspace, &message, &error));
  g_assert_no_error (error);
  g_assert_nonnull (message);
  connection = add (workspace, "New");
  names = get_names (workspace);
  g_assert_cmpstr (names, ==, "New ");
}

static void
store_token (LkAccount  *account,
             const char *access)
{
  LkConnection *connection = lk_account_get_connection (account);
  g_autoptr(LkEndpoints) endpoints = lk_connection_get_endpoints (connection);
  g_autoptr(GAsyncResult) stored = NULL;
  g_autoptr(LkToken) token = NULL;
  g_autoptr(GError) error = NULL;

  token = lk_token_new (access, NULL, "Bearer", lk_connection_get_scopes (connection), 7200, LK_TOKEN_OBTAINED_IMPLICIT,
                        endpoints->authorize, lk_connection_get_client_id (connection),
                        lk_connection_get_scopes (connection), &error);
  g_assert_no_error (error);
  lk_token_source_store_async (lk_account_get_source (account), token, NULL, lk_test_async_cb, &stored);
  lk_test_wait (&stored);
  g_assert_true (lk_token_source_store_finish (lk_account_get_source (account), stored, &error));
  g_assert_no_error (error);
}

static gboolean
retry_keyring (LkWorkspace  *workspace,
               GError      **error)
{
  g_autoptr(GAsyncResult) retried = NULL;

  lk_workspace_retry_keyring_async (workspace, NULL, lk_test_async_cb, &retried);
  lk_test_wait (&retried);

  return lk_workspace_retry_keyring_finish (workspace, retried, error);
}

/* The keyring was away: what was got meanwhile goes there once it is back, and what lay there is found. */
static void
test_keyring (void)
{
  g_autofree char *folder = make_folder ();
  g_autoptr(LkTestVault) keyring = lk_test_vault_new (NULL);
  g_autoptr(LkVault) memory = lk_memory_vault_new ();
  g_autoptr(LkVault) vault = lk_tiered_vault_new (LK_VAULT (keyring), memory);
  g_autoptr(LkWorkspace) before = lk_workspace_new (folder, LK_VAULT (keyring));
  g_autoptr(LkWorkspace) workspace = lk_workspace_new (folder, vault);
  g_autoptr(LkConnection) old = add (before, "Old");
  g_autoptr(LkConnection) new = NULL;
  g_autoptr(GAsyncResult) kept = NULL;
  g_autoptr(GAsyncResult) loaded = NULL;
  g_autofree char *made_up = g_strdup_printf ("secret-%u", g_random_int ());
  g_autofree char *token = NULL;
  g_autofree char *secret = NULL;
  g_autoptr(GError) error = NULL;
  LkAccount *old_account;
  LkAccount *new_account;

  store_token (lk_workspace_get_account (before, lk_connection_get_id (old)), "made-up-old");

  lk_test_vault_set_broken (keyring, TRUE, TRUE, TRUE);
  lk_test_vault_set_fault (keyring, LK_VAULT_ERROR_UNAVAILABLE);
  g_assert_true (lk_workspace_load (workspace, NULL, &error));
  new = add (workspace, "New");
  old_account = lk_workspace_get_account (workspace, lk_connection_get_id (old));
  new_account = lk_workspace_get_account (workspace, lk_connection_get_id (new));
  lk_account_load_async (old_account, NULL, lk_test_async_cb, &loaded);
  lk_test_wait (&loaded);
  g_assert_true (lk_account_load_finish (old_account, loaded, &error));
  g_assert_cmpint (lk_account_get_state (old_account), ==, LK_ACCOUNT_STATE_NONE);
  store_token (new_account, "made-up-new");
  g_assert_cmpint (lk_account_get_place (new_account), ==, LK_VAULT_PLACE_MEMORY);
  lk_account_set_secret_async (new_account, made_up, NULL, lk_test_async_cb, &kept);
  lk_test_wait (&kept);
  g_assert_true (lk_account_set_secret_finish (new_account, kept, &error));

  g_assert_false (retry_keyring (workspace, &error));
  g_assert_error (error, LK_VAULT_ERROR, LK_VAULT_ERROR_UNAVAILABLE);
  g_clear_error (&error);
  g_assert_nonnull (lk_tiered_vault_get_keyring_fault (LK_TIERED_VAULT (vault)));
  g_assert_cmpint (lk_account_get_state (new_account), ==, LK_ACCOUNT_STATE_SIGNED_IN);

  lk_test_vault_set_broken (keyring, FALSE, FALSE, FALSE);
  g_assert_true (retry_keyring (workspace, &error));
  g_assert_no_error (error);
  g_assert_null (lk_tiered_vault_get_keyring_fault (LK_TIERED_VAULT (vault)));
  g_assert_cmpint (lk_account_get_state (old_account), ==, LK_ACCOUNT_STATE_SIGNED_IN);
  g_assert_cmpint (lk_account_get_place (old_account), ==, LK_VAULT_PLACE_KEYRING);
  g_assert_cmpint (lk_account_get_place (new_account), ==, LK_VAULT_PLACE_KEYRING);
  token = lk_test_vault_peek (keyring, lk_connection_get_id (new), LK_VAULT_KIND_TOKEN);
  g_assert_nonnull (strstr (token, "made-up-new"));
  secret = lk_test_vault_peek (keyring, lk_connection_get_id (new), LK_VAULT_KIND_CLIENT_SECRET);
  g_assert_cmpstr (secret, ==, made_up);
}

int
main (int   argc,
      char *argv[])
{
  lk_test_init (&argc, &argv);

  g_test_add_func ("/workspace/accounts", test_accounts);
  g_test_add_func ("/workspace/again", test_again);
  g_test_add_func ("/workspace/torn", test_torn);
  g_test_add_func ("/workspace/keyring", test_keyring);

  return g_test_run ();
}
