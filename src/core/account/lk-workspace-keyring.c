/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was kept in memory for want of a keyring goes there once there is one. */
#include "config.h"

#include "lk-workspace.h"

/* The accounts that are not done yet, the present one first. */
typedef GQueue Retry;

static void next_account (GTask *task);

static void
retry_free (gpointer data)
{
  g_queue_free_full (data, g_object_unref);
}

static LkAccount *
get_account (GTask *task)
{
  return g_queue_peek_head (g_task_get_task_data (task));
}

static void
account_done (GTask *task)
{
  Retry *retry = g_task_get_task_data (task);

  g_object_unref (g_queue_pop_head (retry));
  next_account (task);
}

static void
secret_kept_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;

  if (lk_account_set_secret_finish (LK_ACCOUNT (source), result, &error))
    account_done (g_steal_pointer (&task));
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
secret_looked_up_cb (GObject      *source,
                     GAsyncResult *result,
                     gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GCancellable *cancellable = g_task_get_cancellable (task);
  LkAccount *account = get_account (task);
  LkVaultPlace place = LK_VAULT_PLACE_NONE;
  g_autoptr(GError) error = NULL;
  g_autoptr(LkSecret) secret = lk_vault_lookup_finish (LK_VAULT (source), result, &place, &error);

  if (error != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else if (secret != NULL && place == LK_VAULT_PLACE_MEMORY)
    lk_account_set_secret_async (account, secret, cancellable, secret_kept_cb, g_steal_pointer (&task));
  else
    account_done (g_steal_pointer (&task));
}

/* The vault answers for a keyring that still cannot be used by going on with memory. */
static void
token_settled (GTask *task)
{
  LkWorkspace *self = g_task_get_source_object (task);
  LkAccount *account = get_account (task);
  LkVault *vault = lk_workspace_get_vault (self);
  const char *fault = LK_IS_TIERED_VAULT (vault) ? lk_tiered_vault_get_keyring_fault (LK_TIERED_VAULT (vault)) : NULL;

  if (fault != NULL)
    {
      g_task_return_new_error (task, LK_VAULT_ERROR, LK_VAULT_ERROR_UNAVAILABLE, "%s", fault);
      g_object_unref (task);
      return;
    }

  lk_vault_lookup_async (vault, lk_connection_get_id (lk_account_get_connection (account)), LK_VAULT_KIND_CLIENT_SECRET,
                         g_task_get_cancellable (task), secret_looked_up_cb, task);
}

static void
token_stored_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;

  if (lk_token_source_store_finish (LK_TOKEN_SOURCE (source), result, &error))
    token_settled (g_steal_pointer (&task));
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
token_reloaded_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;

  if (lk_token_source_reload_finish (LK_TOKEN_SOURCE (source), result, &error))
    token_settled (g_steal_pointer (&task));
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
next_account (GTask *task)
{
  GCancellable *cancellable = g_task_get_cancellable (task);
  LkAccount *account = get_account (task);
  LkTokenSource *source;

  if (account == NULL)
    {
      g_task_return_boolean (task, TRUE);
      g_object_unref (task);
      return;
    }

  source = lk_account_get_source (account);
  if (lk_account_get_token (account) != NULL && lk_account_get_place (account) != LK_VAULT_PLACE_KEYRING)
    lk_token_source_store_async (source, lk_account_get_token (account), cancellable, token_stored_cb, task);
  else
    lk_token_source_reload_async (source, cancellable, token_reloaded_cb, task);
}

/**
 * lk_workspace_retry_keyring_async:
 * @self: a workspace
 * @cancellable: (nullable): ends the wait
 * @callback: called when every account was seen to, or the keyring failed again
 * @user_data: for @callback
 *
 * Asks the keyring again after it could not be used. For each account, what is in memory alone is stored there, and
 * what could not be read is read. A locked keyring asks its person at the first account.
 */
void
lk_workspace_retry_keyring_async (LkWorkspace         *self,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  GListModel *accounts;
  Retry *retry;
  GTask *task;

  g_return_if_fail (LK_IS_WORKSPACE (self));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  accounts = lk_workspace_get_accounts (self);
  retry = g_queue_new ();
  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++)
    g_queue_push_tail (retry, g_list_model_get_item (accounts, i));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, lk_workspace_retry_keyring_async);
  g_task_set_task_data (task, retry, retry_free);
  next_account (task);
}

/**
 * lk_workspace_retry_keyring_finish:
 * @self: a workspace
 * @result: as given to the callback
 * @error: return location for a #LkVaultError or `G_IO_ERROR_CANCELLED`
 *
 * Returns: whether the keyring works and holds what belongs there
 */
gboolean
lk_workspace_retry_keyring_finish (LkWorkspace   *self,
                                   GAsyncResult  *result,
                                   GError       **error)
{
  g_return_val_if_fail (LK_IS_WORKSPACE (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_workspace_retry_keyring_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
