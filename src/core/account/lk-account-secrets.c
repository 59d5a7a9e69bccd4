/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an account has in the vault beside its token: the client secret, and the end of both. */
#include "config.h"

#include "lk-account.h"

#include <glib/gi18n.h>

static void
secret_stored_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;

  if (lk_vault_store_finish (LK_VAULT (source), result, &error) != LK_VAULT_PLACE_NONE)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
secret_cleared_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;

  if (lk_vault_clear_finish (LK_VAULT (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/**
 * lk_account_set_secret_async:
 * @self: an account
 * @secret: (nullable): the client secret; %NULL or empty clears it
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is kept
 * @user_data: data of @callback
 *
 * Keeps the client secret in the vault.
 */
void
lk_account_set_secret_async (LkAccount           *self,
                             const char          *secret,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  LkConnection *connection;
  LkVault *vault;
  const char *id;
  GTask *task;

  g_return_if_fail (LK_IS_ACCOUNT (self));

  connection = lk_account_get_connection (self);
  vault = lk_account_get_vault (self);
  id = lk_connection_get_id (connection);
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, lk_account_set_secret_async);

  if (secret == NULL || *secret == '\0')
    {
      lk_vault_clear_async (vault, id, LK_VAULT_KIND_CLIENT_SECRET, cancellable, secret_cleared_cb, task);
    }
  else
    {
      const char *name = lk_connection_get_name (connection);
      /* Translators: how a keyring manager lists the item; %s is the connection's name */
      g_autofree char *label = g_strdup_printf (_("Latchkey: client secret of %s"), name != NULL ? name : id);

      lk_vault_store_async (vault, id, LK_VAULT_KIND_CLIENT_SECRET, label, secret, cancellable, secret_stored_cb,
                            task);
    }
}

/**
 * lk_account_set_secret_finish:
 * @self: an account
 * @result: the result
 * @error: return location for an error
 *
 * Ends lk_account_set_secret_async(). Sets an error of LK_VAULT_ERROR or G_IO_ERROR_CANCELLED.
 *
 * Returns: whether it is kept, or cleared
 */
gboolean
lk_account_set_secret_finish (LkAccount     *self,
                              GAsyncResult  *result,
                              GError       **error)
{
  g_return_val_if_fail (LK_IS_ACCOUNT (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_account_set_secret_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
secret_looked_up_cb (GObject      *source,
                     GAsyncResult *result,
                     gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(LkSecret) secret = lk_vault_lookup_finish (LK_VAULT (source), result, NULL, &error);

  if (error != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_boolean (task, secret != NULL);
}

/**
 * lk_account_has_secret_async:
 * @self: an account
 * @cancellable: (nullable): a cancellable
 * @callback: called with the answer
 * @user_data: data of @callback
 *
 * Asks whether a client secret is kept.
 */
void
lk_account_has_secret_async (LkAccount           *self,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (LK_IS_ACCOUNT (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, lk_account_has_secret_async);
  lk_vault_lookup_async (lk_account_get_vault (self), lk_connection_get_id (lk_account_get_connection (self)),
                         LK_VAULT_KIND_CLIENT_SECRET, cancellable, secret_looked_up_cb, task);
}

/**
 * lk_account_has_secret_finish:
 * @self: an account
 * @result: the result
 * @error: return location for an error
 *
 * Ends lk_account_has_secret_async(). Sets an error of LK_VAULT_ERROR or G_IO_ERROR_CANCELLED.
 *
 * Returns: whether there is one; %FALSE without an error when there is none
 */
gboolean
lk_account_has_secret_finish (LkAccount     *self,
                              GAsyncResult  *result,
                              GError       **error)
{
  g_return_val_if_fail (LK_IS_ACCOUNT (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_account_has_secret_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
forgot_token_of_all_cb (GObject      *source,
                        GAsyncResult *result,
                        gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;
  LkAccount *self = g_task_get_source_object (task);

  if (!lk_token_source_forget_finish (LK_TOKEN_SOURCE (source), result, &error))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  lk_vault_clear_async (lk_account_get_vault (self), lk_connection_get_id (lk_account_get_connection (self)),
                        LK_VAULT_KIND_CLIENT_SECRET, NULL, secret_cleared_cb, g_steal_pointer (&task));
}

/**
 * lk_account_forget_all_async:
 * @self: an account
 * @cancellable: (nullable): a cancellable
 * @callback: called when they are gone
 * @user_data: data of @callback
 *
 * Forgets the token and the client secret, for a connection that is removed.
 */
void
lk_account_forget_all_async (LkAccount           *self,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (LK_IS_ACCOUNT (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, lk_account_forget_all_async);
  lk_token_source_forget_async (lk_account_get_source (self), cancellable, forgot_token_of_all_cb, task);
}

/**
 * lk_account_forget_all_finish:
 * @self: an account
 * @result: the result
 * @error: return location for an error
 *
 * Ends lk_account_forget_all_async(). Sets an error of LK_VAULT_ERROR or G_IO_ERROR_CANCELLED.
 *
 * Returns: whether both are gone
 */
gboolean
lk_account_forget_all_finish (LkAccount     *self,
                              GAsyncResult  *result,
                              GError       **error)
{
  g_return_val_if_fail (LK_IS_ACCOUNT (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_account_forget_all_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
