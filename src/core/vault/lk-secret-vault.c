/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-secret-vault.h"

#include <glib/gi18n.h>
#include <libsecret/secret.h>

struct _LkSecretVault
{
  GObject parent_instance;
};

/* An item that is to be removed. */
typedef struct
{
  char *connection_id;   /* owned */
  LkVaultKind kind;
} Clearing;

static void vault_iface_init (LkVaultInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (LkSecretVault, lk_secret_vault, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (LK_TYPE_VAULT, vault_iface_init))

static void
clearing_free (gpointer data)
{
  Clearing *clearing = data;

  g_free (clearing->connection_id);
  g_free (clearing);
}

/* Matched by name, so no other program's item is read or overwritten (SECURITY.md H5). Attributes are kept in the open
 * and hold no secret (H2). */
static const SecretSchema schema = {
  LK_APP_ID,
  SECRET_SCHEMA_NONE,
  {
    { "connection", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { "kind", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { NULL, 0 },
  },
};

static GError *
new_locked_error (void)
{
  return g_error_new_literal (LK_VAULT_ERROR, LK_VAULT_ERROR_LOCKED, _("The keyring is locked and was not unlocked"));
}

/* What a failure means for its person: no keyring, a locked one, or another refusal. */
static GError *
translate_error (const GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return g_error_copy (error);

  if (g_error_matches (error, SECRET_ERROR, SECRET_ERROR_IS_LOCKED) ||
      g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_AUTH_FAILED))
    return new_locked_error ();

  if (error->domain == G_DBUS_ERROR || error->domain == G_IO_ERROR || error->domain == G_SPAWN_ERROR ||
      g_error_matches (error, SECRET_ERROR, SECRET_ERROR_NO_SUCH_OBJECT))
    return g_error_new_literal (LK_VAULT_ERROR, LK_VAULT_ERROR_UNAVAILABLE,
                                _("This session has no keyring"));

  return g_error_new (LK_VAULT_ERROR, LK_VAULT_ERROR_FAILED, _("The keyring refused: %s"), error->message);
}

static void
stored_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;

  if (secret_password_store_finish (result, &error))
    g_task_return_int (task, LK_VAULT_PLACE_KEYRING);
  else
    g_task_return_error (task, translate_error (error));
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
  GTask *task = g_task_new (vault, cancellable, callback, user_data);

  g_task_set_source_tag (task, store_async);
  secret_password_store (&schema, SECRET_COLLECTION_DEFAULT, label, secret, cancellable, stored_cb, task,
                         "connection", connection_id,
                         "kind", lk_vault_kind_to_nick (kind),
                         NULL);
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

/* libsecret tells nothing of an item that stays locked: a look-up finds none, and clearing removes none. So the items
 * are searched for, and their lock is read. The file back end knows no locked items. */
static gboolean
has_locked_item (GList *items)
{
  for (GList *l = items; l != NULL; l = l->next)
    {
      if (SECRET_IS_ITEM (l->data) && secret_item_get_locked (l->data))
        return TRUE;
    }

  return FALSE;
}

static void
return_secret (GTask       *task,
               SecretValue *value)
{
  gsize length;
  const char *text = secret_value_get (value, &length);

  /* Copied, so that every vault's secrets are freed alike. */
  g_task_return_pointer (task, g_strndup (text, length), (GDestroyNotify) lk_secret_free);
}

static void
retrieved_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(SecretValue) value = NULL;

  value = secret_retrievable_retrieve_secret_finish (SECRET_RETRIEVABLE (source), result, &error);
  if (error != NULL)
    g_task_return_error (task, translate_error (error));
  else if (value == NULL)
    g_task_return_pointer (task, NULL, NULL);
  else
    return_secret (task, value);
}

static void
found_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;
  g_autolist(GObject) items = secret_password_search_finish (result, &error);
  g_autoptr(SecretValue) loaded = NULL;

  if (error != NULL)
    {
      g_task_return_error (task, translate_error (error));
      return;
    }
  if (items == NULL)
    {
      g_task_return_pointer (task, NULL, NULL);
      return;
    }
  if (has_locked_item (items))
    {
      g_task_return_error (task, new_locked_error ());
      return;
    }

  if (SECRET_IS_ITEM (items->data))
    loaded = secret_item_get_secret (items->data);
  if (loaded != NULL)
    return_secret (task, loaded);
  else
    secret_retrievable_retrieve_secret (items->data, g_task_get_cancellable (task), retrieved_cb, g_object_ref (task));
}

static void
lookup_async (LkVault             *vault,
              const char          *connection_id,
              LkVaultKind          kind,
              GCancellable        *cancellable,
              GAsyncReadyCallback  callback,
              gpointer             user_data)
{
  GTask *task = g_task_new (vault, cancellable, callback, user_data);

  g_task_set_source_tag (task, lookup_async);
  secret_password_search (&schema, SECRET_SEARCH_UNLOCK | SECRET_SEARCH_LOAD_SECRETS, cancellable, found_cb, task,
                          "connection", connection_id,
                          "kind", lk_vault_kind_to_nick (kind),
                          NULL);
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
  *place = secret != NULL ? LK_VAULT_PLACE_KEYRING : LK_VAULT_PLACE_NONE;

  return secret;
}

static void
cleared_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;

  /* FALSE without an error: there was none. */
  secret_password_clear_finish (result, &error);
  if (error != NULL)
    g_task_return_error (task, translate_error (error));
  else
    g_task_return_boolean (task, TRUE);
}

static void
found_to_clear_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Clearing *clearing = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;
  g_autolist(GObject) items = secret_password_search_finish (result, &error);

  if (error != NULL)
    g_task_return_error (task, translate_error (error));
  else if (has_locked_item (items))
    g_task_return_error (task, new_locked_error ());
  else if (items == NULL)
    g_task_return_boolean (task, TRUE);
  else
    secret_password_clear (&schema, g_task_get_cancellable (task), cleared_cb, g_object_ref (task),
                           "connection", clearing->connection_id,
                           "kind", lk_vault_kind_to_nick (clearing->kind),
                           NULL);
}

static void
clear_async (LkVault             *vault,
             const char          *connection_id,
             LkVaultKind          kind,
             GCancellable        *cancellable,
             GAsyncReadyCallback  callback,
             gpointer             user_data)
{
  GTask *task = g_task_new (vault, cancellable, callback, user_data);
  Clearing *clearing = g_new0 (Clearing, 1);

  clearing->connection_id = g_strdup (connection_id);
  clearing->kind = kind;
  g_task_set_source_tag (task, clear_async);
  g_task_set_task_data (task, clearing, clearing_free);
  secret_password_search (&schema, SECRET_SEARCH_ALL | SECRET_SEARCH_UNLOCK, cancellable, found_to_clear_cb, task,
                          "connection", connection_id,
                          "kind", lk_vault_kind_to_nick (kind),
                          NULL);
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
lk_secret_vault_class_init (LkSecretVaultClass *klass)
{
}

static void
lk_secret_vault_init (LkSecretVault *self)
{
}

/**
 * lk_secret_vault_new:
 *
 * Makes a vault over the Secret Service. It connects at the first call.
 *
 * Returns: (transfer full): the vault
 */
LkVault *
lk_secret_vault_new (void)
{
  return g_object_new (LK_TYPE_SECRET_VAULT, NULL);
}
