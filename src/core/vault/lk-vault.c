/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-vault.h"

G_DEFINE_INTERFACE (LkVault, lk_vault, G_TYPE_OBJECT)
G_DEFINE_QUARK (lk-vault-error-quark, lk_vault_error)

static void
lk_vault_default_init (LkVaultInterface *iface)
{
}

/**
 * lk_vault_kind_to_nick:
 * @kind: a kind of secret
 *
 * Names a kind in a keyring item's attributes. Attributes are not secret (SECURITY.md H2).
 *
 * Returns: the name
 */
const char *
lk_vault_kind_to_nick (LkVaultKind kind)
{
  return kind == LK_VAULT_KIND_TOKEN ? "token" : "client-secret";
}

/**
 * lk_vault_store_async:
 * @self: a vault
 * @connection_id: whose secret
 * @kind: which secret
 * @label: what a keyring manager shows, without a secret in it
 * @secret: the secret
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is kept or refused
 * @user_data: data of @callback
 *
 * Keeps a secret, in place of the one before it.
 */
void
lk_vault_store_async (LkVault             *self,
                      const char          *connection_id,
                      LkVaultKind          kind,
                      const char          *label,
                      const char          *secret,
                      GCancellable        *cancellable,
                      GAsyncReadyCallback  callback,
                      gpointer             user_data)
{
  g_return_if_fail (LK_IS_VAULT (self));
  g_return_if_fail (connection_id != NULL && label != NULL && secret != NULL);

  LK_VAULT_GET_IFACE (self)->store_async (self, connection_id, kind, label, secret, cancellable, callback, user_data);
}

/**
 * lk_vault_store_finish:
 * @self: a vault
 * @result: the result
 * @error: return location for an error
 *
 * Ends lk_vault_store_async(). Sets an error of LK_VAULT_ERROR, or G_IO_ERROR_CANCELLED.
 *
 * Returns: where the secret is now; LK_VAULT_PLACE_NONE with @error set
 */
LkVaultPlace
lk_vault_store_finish (LkVault       *self,
                       GAsyncResult  *result,
                       GError       **error)
{
  g_return_val_if_fail (LK_IS_VAULT (self), LK_VAULT_PLACE_NONE);

  return LK_VAULT_GET_IFACE (self)->store_finish (self, result, error);
}

/**
 * lk_vault_lookup_async:
 * @self: a vault
 * @connection_id: whose secret
 * @kind: which secret
 * @cancellable: (nullable): a cancellable
 * @callback: called with the answer
 * @user_data: data of @callback
 *
 * Looks a secret up.
 */
void
lk_vault_lookup_async (LkVault             *self,
                       const char          *connection_id,
                       LkVaultKind          kind,
                       GCancellable        *cancellable,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  g_return_if_fail (LK_IS_VAULT (self));
  g_return_if_fail (connection_id != NULL);

  LK_VAULT_GET_IFACE (self)->lookup_async (self, connection_id, kind, cancellable, callback, user_data);
}

/**
 * lk_vault_lookup_finish:
 * @self: a vault
 * @result: the result
 * @place: (out) (optional): where it is kept
 * @error: return location for an error
 *
 * Ends lk_vault_lookup_async(). Sets an error of LK_VAULT_ERROR, or G_IO_ERROR_CANCELLED.
 *
 * Returns: (transfer full) (nullable): the secret, to be freed with lk_secret_free(); %NULL without an error when
 * there is none
 */
char *
lk_vault_lookup_finish (LkVault       *self,
                        GAsyncResult  *result,
                        LkVaultPlace  *place,
                        GError       **error)
{
  LkVaultPlace ignored;

  g_return_val_if_fail (LK_IS_VAULT (self), NULL);

  return LK_VAULT_GET_IFACE (self)->lookup_finish (self, result, place != NULL ? place : &ignored, error);
}

/**
 * lk_vault_clear_async:
 * @self: a vault
 * @connection_id: whose secret
 * @kind: which secret
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is gone
 * @user_data: data of @callback
 *
 * Forgets a secret.
 */
void
lk_vault_clear_async (LkVault             *self,
                      const char          *connection_id,
                      LkVaultKind          kind,
                      GCancellable        *cancellable,
                      GAsyncReadyCallback  callback,
                      gpointer             user_data)
{
  g_return_if_fail (LK_IS_VAULT (self));
  g_return_if_fail (connection_id != NULL);

  LK_VAULT_GET_IFACE (self)->clear_async (self, connection_id, kind, cancellable, callback, user_data);
}

/**
 * lk_vault_clear_finish:
 * @self: a vault
 * @result: the result
 * @error: return location for an error
 *
 * Ends lk_vault_clear_async(). Sets an error of LK_VAULT_ERROR, or G_IO_ERROR_CANCELLED.
 *
 * Returns: whether the secret is gone, also when there was none
 */
gboolean
lk_vault_clear_finish (LkVault       *self,
                       GAsyncResult  *result,
                       GError       **error)
{
  g_return_val_if_fail (LK_IS_VAULT (self), FALSE);

  return LK_VAULT_GET_IFACE (self)->clear_finish (self, result, error);
}
