/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-workspace.h"

#include "lk-memory-vault.h"
#include "lk-secret-vault.h"

struct _LkWorkspace
{
  GObject parent_instance;

  /* owned */
  char *lock_folder;
  LkVault *vault;
  LkExchangeLog *log;
  LkHttpClient *client;
  LkConnectionList *connections;
  GListStore *accounts;

  guint n_saving;
};

G_DEFINE_FINAL_TYPE (LkWorkspace, lk_workspace, G_TYPE_OBJECT)

static void
learnt_saved_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(LkWorkspace) self = user_data;
  g_autoptr(GError) error = NULL;

  if (!lk_connection_list_save_finish (LK_CONNECTION_LIST (source), result, &error))
    g_warning ("What was learnt of a client is not saved: %s", error->message);
  self->n_saving--;
}

/* What was seen of a connection's client is kept, so that a later run can see it go back to public. */
static void
client_learnt_cb (LkConnection *connection,
                  GParamSpec   *pspec,
                  LkWorkspace  *self)
{
  g_assert (LK_IS_WORKSPACE (self));

  self->n_saving++;
  lk_connection_list_save_async (self->connections, LK_CONNECTION_CHANGE_UPDATE, connection, NULL, learnt_saved_cb,
                                 g_object_ref (self));
}

/* Keeps one account a connection, in the same order. */
static void
connections_changed_cb (GListModel  *connections,
                        guint        position,
                        guint        n_removed,
                        guint        n_added,
                        LkWorkspace *self)
{
  g_autoptr(GPtrArray) added = g_ptr_array_new_with_free_func (g_object_unref);

  g_assert (LK_IS_WORKSPACE (self));

  for (guint i = 0; i < n_added; i++)
    {
      g_autoptr(LkConnection) connection = g_list_model_get_item (connections, position + i);

      g_signal_connect_object (connection, "notify::last-client-type", G_CALLBACK (client_learnt_cb), self, 0);
      g_ptr_array_add (added, lk_account_new (connection, self->vault, self->client, self->lock_folder));
    }

  g_list_store_splice (self->accounts, position, n_removed, added->pdata, added->len);
}

static void
lk_workspace_finalize (GObject *object)
{
  LkWorkspace *self = LK_WORKSPACE (object);

  g_clear_object (&self->accounts);
  g_clear_object (&self->connections);
  g_clear_object (&self->client);
  g_clear_object (&self->log);
  g_clear_object (&self->vault);
  g_free (self->lock_folder);

  G_OBJECT_CLASS (lk_workspace_parent_class)->finalize (object);
}

static void
lk_workspace_class_init (LkWorkspaceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lk_workspace_finalize;
}

static void
lk_workspace_init (LkWorkspace *self)
{
  self->log = lk_exchange_log_new (0);
  self->client = lk_http_client_new (self->log);
  self->accounts = g_list_store_new (LK_TYPE_ACCOUNT);
}

/**
 * lk_workspace_new:
 * @data_folder: the user's data folder for this program
 * @vault: (nullable): who keeps secrets; %NULL for the keyring with memory behind it
 *
 * Makes the workspace of one run. Nothing is read yet.
 *
 * Returns: (transfer full): the workspace
 */
LkWorkspace *
lk_workspace_new (const char *data_folder,
                  LkVault    *vault)
{
  g_autofree char *path = NULL;
  LkWorkspace *self;

  g_return_val_if_fail (data_folder != NULL, NULL);
  g_return_val_if_fail (vault == NULL || LK_IS_VAULT (vault), NULL);

  self = g_object_new (LK_TYPE_WORKSPACE, NULL);

  if (vault != NULL)
    {
      self->vault = g_object_ref (vault);
    }
  else
    {
      g_autoptr(LkVault) keyring = lk_secret_vault_new ();
      g_autoptr(LkVault) memory = lk_memory_vault_new ();

      self->vault = lk_tiered_vault_new (keyring, memory);
    }

  path = g_build_filename (data_folder, "connections.json", NULL);
  self->lock_folder = g_build_filename (data_folder, "locks", NULL);
  self->connections = lk_connection_list_new (path);
  g_signal_connect_object (self->connections, "items-changed", G_CALLBACK (connections_changed_cb), self, 0);

  return self;
}

/**
 * lk_workspace_load:
 * @self: a workspace
 * @message: (out) (optional): what was wrong with the file of connections; see lk_connection_list_load()
 * @error: return location for an error
 *
 * Reads the connections. Each account reads its own token when it is first looked at.
 *
 * Returns: whether the connections are usable
 */
gboolean
lk_workspace_load (LkWorkspace  *self,
                   char        **message,
                   GError      **error)
{
  g_return_val_if_fail (LK_IS_WORKSPACE (self), FALSE);

  return lk_connection_list_load (self->connections, message, error);
}

/**
 * lk_workspace_is_saving:
 * @self: a workspace
 *
 * Returns: whether something that was learnt of a connection is still on its way into the file; a program that ends now
 *   would lose it
 */
gboolean
lk_workspace_is_saving (LkWorkspace *self)
{
  g_return_val_if_fail (LK_IS_WORKSPACE (self), FALSE);

  return self->n_saving > 0;
}

/**
 * lk_workspace_get_connections:
 * @self: a workspace
 *
 * The user's connections.
 *
 * Returns: (transfer none): the list
 */
LkConnectionList *
lk_workspace_get_connections (LkWorkspace *self)
{
  g_return_val_if_fail (LK_IS_WORKSPACE (self), NULL);

  return self->connections;
}

/**
 * lk_workspace_get_vault:
 * @self: a workspace
 *
 * Who keeps secrets.
 *
 * Returns: (transfer none): the vault
 */
LkVault *
lk_workspace_get_vault (LkWorkspace *self)
{
  g_return_val_if_fail (LK_IS_WORKSPACE (self), NULL);

  return self->vault;
}

/**
 * lk_workspace_get_client:
 * @self: a workspace
 *
 * The one HTTP client.
 *
 * Returns: (transfer none): the client
 */
LkHttpClient *
lk_workspace_get_client (LkWorkspace *self)
{
  g_return_val_if_fail (LK_IS_WORKSPACE (self), NULL);

  return self->client;
}

/**
 * lk_workspace_get_log:
 * @self: a workspace
 *
 * Every exchange of this run.
 *
 * Returns: (transfer none): the log
 */
LkExchangeLog *
lk_workspace_get_log (LkWorkspace *self)
{
  g_return_val_if_fail (LK_IS_WORKSPACE (self), NULL);

  return self->log;
}

/**
 * lk_workspace_get_accounts:
 * @self: a workspace
 *
 * One account a connection, in the order of the connections.
 *
 * Returns: (transfer none): a list model of LkAccount
 */
GListModel *
lk_workspace_get_accounts (LkWorkspace *self)
{
  g_return_val_if_fail (LK_IS_WORKSPACE (self), NULL);

  return G_LIST_MODEL (self->accounts);
}

/**
 * lk_workspace_get_account:
 * @self: a workspace
 * @connection_id: the id of a connection
 *
 * Finds the account of a connection.
 *
 * Returns: (transfer none) (nullable): the account
 */
LkAccount *
lk_workspace_get_account (LkWorkspace *self,
                          const char  *connection_id)
{
  guint n_accounts;

  g_return_val_if_fail (LK_IS_WORKSPACE (self), NULL);
  g_return_val_if_fail (connection_id != NULL, NULL);

  n_accounts = g_list_model_get_n_items (G_LIST_MODEL (self->accounts));
  for (guint i = 0; i < n_accounts; i++)
    {
      g_autoptr(LkAccount) account = g_list_model_get_item (G_LIST_MODEL (self->accounts), i);

      /* The store holds a reference of its own. */
      if (g_str_equal (lk_connection_get_id (lk_account_get_connection (account)), connection_id))
        return account;
    }

  return NULL;
}
