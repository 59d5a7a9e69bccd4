/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-tiered-vault.h"

struct _LkTieredVault
{
  GObject parent_instance;

  /* owned */
  LkVault *keyring;
  LkVault *memory;
  char *keyring_fault;
  int fault_code;            /* of LK_VAULT_ERROR, while there is a fault */
};

/* One call, as it goes from one vault to the other. */
typedef struct
{
  char *connection_id;
  LkVaultKind kind;
  char *label;
  char *secret;
  LkVaultPlace place;
} Call;

static void vault_iface_init (LkVaultInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (LkTieredVault, lk_tiered_vault, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (LK_TYPE_VAULT, vault_iface_init))

enum
{
  PROP_0,
  PROP_KEYRING_FAULT,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static void
call_free (gpointer data)
{
  Call *call = data;

  g_free (call->connection_id);
  g_free (call->label);
  lk_secret_free (call->secret);
  g_free (call);
}

static GTask *
call_new (LkVault             *vault,
          const char          *connection_id,
          LkVaultKind          kind,
          const char          *label,
          const char          *secret,
          gpointer             tag,
          GCancellable        *cancellable,
          GAsyncReadyCallback  callback,
          gpointer             user_data)
{
  GTask *task = g_task_new (vault, cancellable, callback, user_data);
  Call *call = g_new0 (Call, 1);

  call->connection_id = g_strdup (connection_id);
  call->kind = kind;
  call->label = g_strdup (label);
  call->secret = g_strdup (secret);
  g_task_set_source_tag (task, tag);
  g_task_set_task_data (task, call, call_free);

  return task;
}

static gboolean
is_keyring_fault (const GError *error)
{
  return g_error_matches (error, LK_VAULT_ERROR, LK_VAULT_ERROR_UNAVAILABLE) ||
         g_error_matches (error, LK_VAULT_ERROR, LK_VAULT_ERROR_LOCKED);
}

/* Remembers why the keyring cannot be used; NULL: it works. A refusal of another kind is no fault of the keyring. */
static void
set_keyring_fault (LkTieredVault *self,
                   const GError  *error)
{
  const char *fault = error != NULL ? error->message : NULL;

  if (error != NULL && !is_keyring_fault (error))
    return;

  self->fault_code = error != NULL ? error->code : 0;
  if (g_strcmp0 (self->keyring_fault, fault) == 0)
    return;

  g_free (self->keyring_fault);
  self->keyring_fault = g_strdup (fault);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_KEYRING_FAULT]);
}

static void
forgotten_in_memory_cb (GObject      *source,
                        GAsyncResult *result,
                        gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;

  lk_vault_clear_finish (LK_VAULT (source), result, NULL);
  g_task_return_int (task, LK_VAULT_PLACE_KEYRING);
}

static void
stored_in_memory_cb (GObject      *source,
                     GAsyncResult *result,
                     gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;
  LkVaultPlace place = lk_vault_store_finish (LK_VAULT (source), result, &error);

  if (place == LK_VAULT_PLACE_NONE)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_int (task, place);
}

static void
stored_in_keyring_cb (GObject      *source,
                      GAsyncResult *result,
                      gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  LkTieredVault *self = g_task_get_source_object (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  Call *call = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;

  if (lk_vault_store_finish (LK_VAULT (source), result, &error) != LK_VAULT_PLACE_NONE)
    {
      set_keyring_fault (self, NULL);
      /* An older copy in memory would win at the next look-up. */
      lk_vault_clear_async (self->memory, call->connection_id, call->kind, NULL,
                            forgotten_in_memory_cb, g_steal_pointer (&task));
      return;
    }

  if (!is_keyring_fault (error))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  set_keyring_fault (self, error);
  lk_vault_store_async (self->memory, call->connection_id, call->kind, call->label, call->secret, cancellable,
                        stored_in_memory_cb, g_steal_pointer (&task));
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
  LkTieredVault *self = LK_TIERED_VAULT (vault);
  GTask *task = call_new (vault, connection_id, kind, label, secret, store_async, cancellable, callback, user_data);

  lk_vault_store_async (self->keyring, connection_id, kind, label, secret, cancellable, stored_in_keyring_cb, task);
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
looked_up_in_keyring_cb (GObject      *source,
                         GAsyncResult *result,
                         gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  LkTieredVault *self = g_task_get_source_object (task);
  Call *call = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;
  g_autoptr(LkSecret) secret = lk_vault_lookup_finish (LK_VAULT (source), result, &call->place, &error);

  if (error == NULL)
    {
      /* That there is nothing for one connection does not unlock what is there for another. */
      if (secret != NULL || self->fault_code != LK_VAULT_ERROR_LOCKED)
        set_keyring_fault (self, NULL);
    }
  else
    {
      set_keyring_fault (self, error);
      /* A locked keyring may hold the secret; where there is no keyring, there is no secret. */
      if (!g_error_matches (error, LK_VAULT_ERROR, LK_VAULT_ERROR_UNAVAILABLE))
        {
          g_task_return_error (task, g_steal_pointer (&error));
          return;
        }
    }

  g_task_return_pointer (task, g_steal_pointer (&secret), (GDestroyNotify) lk_secret_free);
}

static void
looked_up_in_memory_cb (GObject      *source,
                        GAsyncResult *result,
                        gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  LkTieredVault *self = g_task_get_source_object (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  Call *call = g_task_get_task_data (task);
  g_autoptr(LkSecret) secret = lk_vault_lookup_finish (LK_VAULT (source), result, &call->place, NULL);

  if (secret != NULL)
    {
      g_task_return_pointer (task, g_steal_pointer (&secret), (GDestroyNotify) lk_secret_free);
      return;
    }

  lk_vault_lookup_async (self->keyring, call->connection_id, call->kind, cancellable,
                         looked_up_in_keyring_cb, g_steal_pointer (&task));
}

static void
lookup_async (LkVault             *vault,
              const char          *connection_id,
              LkVaultKind          kind,
              GCancellable        *cancellable,
              GAsyncReadyCallback  callback,
              gpointer             user_data)
{
  LkTieredVault *self = LK_TIERED_VAULT (vault);
  GTask *task = call_new (vault, connection_id, kind, NULL, NULL, lookup_async, cancellable, callback, user_data);

  lk_vault_lookup_async (self->memory, connection_id, kind, cancellable, looked_up_in_memory_cb, task);
}

static char *
lookup_finish (LkVault       *vault,
               GAsyncResult  *result,
               LkVaultPlace  *place,
               GError       **error)
{
  Call *call;
  char *secret;

  g_return_val_if_fail (g_async_result_is_tagged (result, lookup_async), NULL);

  call = g_task_get_task_data (G_TASK (result));
  secret = g_task_propagate_pointer (G_TASK (result), error);
  *place = secret != NULL ? call->place : LK_VAULT_PLACE_NONE;

  return secret;
}

static void
cleared_in_keyring_cb (GObject      *source,
                       GAsyncResult *result,
                       gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;

  /* With no keyring at all there is nothing of ours in it. */
  if (lk_vault_clear_finish (LK_VAULT (source), result, &error) ||
      g_error_matches (error, LK_VAULT_ERROR, LK_VAULT_ERROR_UNAVAILABLE))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
cleared_in_memory_cb (GObject      *source,
                      GAsyncResult *result,
                      gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  LkTieredVault *self = g_task_get_source_object (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  Call *call = g_task_get_task_data (task);

  lk_vault_clear_finish (LK_VAULT (source), result, NULL);
  lk_vault_clear_async (self->keyring, call->connection_id, call->kind, cancellable,
                        cleared_in_keyring_cb, g_steal_pointer (&task));
}

static void
clear_async (LkVault             *vault,
             const char          *connection_id,
             LkVaultKind          kind,
             GCancellable        *cancellable,
             GAsyncReadyCallback  callback,
             gpointer             user_data)
{
  LkTieredVault *self = LK_TIERED_VAULT (vault);
  GTask *task = call_new (vault, connection_id, kind, NULL, NULL, clear_async, cancellable, callback, user_data);

  lk_vault_clear_async (self->memory, connection_id, kind, cancellable, cleared_in_memory_cb, task);
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
lk_tiered_vault_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  LkTieredVault *self = LK_TIERED_VAULT (object);

  if (prop_id == PROP_KEYRING_FAULT)
    g_value_set_string (value, self->keyring_fault);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
lk_tiered_vault_finalize (GObject *object)
{
  LkTieredVault *self = LK_TIERED_VAULT (object);

  g_clear_object (&self->keyring);
  g_clear_object (&self->memory);
  g_free (self->keyring_fault);

  G_OBJECT_CLASS (lk_tiered_vault_parent_class)->finalize (object);
}

static void
lk_tiered_vault_class_init (LkTieredVaultClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = lk_tiered_vault_finalize;
  object_class->get_property = lk_tiered_vault_get_property;

  properties[PROP_KEYRING_FAULT] =
    g_param_spec_string ("keyring-fault", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
lk_tiered_vault_init (LkTieredVault *self)
{
}

/**
 * lk_tiered_vault_new:
 * @keyring: the vault that is asked to keep
 * @memory: the vault that keeps what @keyring cannot take
 *
 * Makes a vault of two. A look-up asks @memory first; clearing clears both.
 *
 * Returns: (transfer full): the vault
 */
LkVault *
lk_tiered_vault_new (LkVault *keyring,
                     LkVault *memory)
{
  LkTieredVault *self;

  g_return_val_if_fail (LK_IS_VAULT (keyring), NULL);
  g_return_val_if_fail (LK_IS_VAULT (memory), NULL);

  self = g_object_new (LK_TYPE_TIERED_VAULT, NULL);
  self->keyring = g_object_ref (keyring);
  self->memory = g_object_ref (memory);

  return LK_VAULT (self);
}

/**
 * lk_tiered_vault_get_keyring_fault:
 * @self: a vault
 *
 * Tells why the keyring could not be used last time, in words for its person.
 *
 * Returns: (nullable): the words; %NULL while the keyring works or was not asked
 */
const char *
lk_tiered_vault_get_keyring_fault (LkTieredVault *self)
{
  g_return_val_if_fail (LK_IS_TIERED_VAULT (self), NULL);

  return self->keyring_fault;
}
