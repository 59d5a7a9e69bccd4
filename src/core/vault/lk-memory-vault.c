/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-memory-vault.h"

struct _LkMemoryVault
{
  GObject parent_instance;

  /* Owned: "connection-id/kind" to secret, wiped when removed */
  GHashTable *secrets;
};

static void vault_iface_init (LkVaultInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (LkMemoryVault, lk_memory_vault, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (LK_TYPE_VAULT, vault_iface_init))

static char *
make_key (const char  *connection_id,
          LkVaultKind  kind)
{
  return g_strconcat (connection_id, "/", lk_vault_kind_to_nick (kind), NULL);
}

static void
store_async (LkVault             *vault,
             const char          *connection_id,
             LkVaultKind          kind,
             const char          *label,
             const char          *secret,
             GCancellable        *cancellable,
             GAsyncReadyCallback  callback,
             gpointer             user_data)
{
  LkMemoryVault *self = LK_MEMORY_VAULT (vault);
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, store_async);
  if (g_task_return_error_if_cancelled (task))
    return;

  g_hash_table_replace (self->secrets, make_key (connection_id, kind), g_strdup (secret));
  g_task_return_int (task, LK_VAULT_PLACE_MEMORY);
}

static LkVaultPlace
store_finish (LkVault       *vault,
              GAsyncResult  *result,
              GError       **error)
{
  gssize place;

  g_return_val_if_fail (g_async_result_is_tagged (result, store_async), LK_VAULT_PLACE_NONE);

  place = g_task_propagate_int (G_TASK (result), error);

  return place < 0 ? LK_VAULT_PLACE_NONE : (LkVaultPlace) place;
}

static void
lookup_async (LkVault             *vault,
              const char          *connection_id,
              LkVaultKind          kind,
              GCancellable        *cancellable,
              GAsyncReadyCallback  callback,
              gpointer             user_data)
{
  LkMemoryVault *self = LK_MEMORY_VAULT (vault);
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_autofree char *key = make_key (connection_id, kind);

  g_task_set_source_tag (task, lookup_async);
  g_task_return_pointer (task, g_strdup (g_hash_table_lookup (self->secrets, key)), (GDestroyNotify) lk_secret_free);
}

static char *
lookup_finish (LkVault       *vault,
               GAsyncResult  *result,
               LkVaultPlace  *place,
               GError       **error)
{
  char *secret;

  g_return_val_if_fail (g_async_result_is_tagged (result, lookup_async), NULL);

  secret = g_task_propagate_pointer (G_TASK (result), error);
  *place = secret != NULL ? LK_VAULT_PLACE_MEMORY : LK_VAULT_PLACE_NONE;

  return secret;
}

static void
clear_async (LkVault             *vault,
             const char          *connection_id,
             LkVaultKind          kind,
             GCancellable        *cancellable,
             GAsyncReadyCallback  callback,
             gpointer             user_data)
{
  LkMemoryVault *self = LK_MEMORY_VAULT (vault);
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_autofree char *key = make_key (connection_id, kind);

  g_task_set_source_tag (task, clear_async);
  g_hash_table_remove (self->secrets, key);
  g_task_return_boolean (task, TRUE);
}

static gboolean
clear_finish (LkVault       *vault,
              GAsyncResult  *result,
              GError       **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, clear_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
vault_iface_init (LkVaultInterface *iface)
{
  iface->store_async = store_async;
  iface->store_finish = store_finish;
  iface->lookup_async = lookup_async;
  iface->lookup_finish = lookup_finish;
  iface->clear_async = clear_async;
  iface->clear_finish = clear_finish;
}

static void
lk_memory_vault_finalize (GObject *object)
{
  LkMemoryVault *self = LK_MEMORY_VAULT (object);

  g_hash_table_unref (self->secrets);

  G_OBJECT_CLASS (lk_memory_vault_parent_class)->finalize (object);
}

static void
lk_memory_vault_class_init (LkMemoryVaultClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lk_memory_vault_finalize;
}

static void
lk_memory_vault_init (LkMemoryVault *self)
{
  self->secrets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) lk_secret_free);
}

/**
 * lk_memory_vault_new:
 *
 * Makes an empty vault that lasts as long as it is referenced.
 *
 * Returns: (transfer full): the vault
 */
LkVault *
lk_memory_vault_new (void)
{
  return g_object_new (LK_TYPE_MEMORY_VAULT, NULL);
}
