/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-secret-vault.h"

#include <glib/gi18n.h>
#include <libsecret/secret.h>

struct _LkSecretVault
{
  GObject parent_instance;
};

static void vault_iface_init (LkVaultInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (LkSecretVault, lk_secret_vault, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (LK_TYPE_VAULT, vault_iface_init))

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

/* What a failure means for its person: no keyring, a locked one, or another refusal. */
static GError *
translate_error (const GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return g_error_copy (error);

  if (g_error_matches (error, SECRET_ERROR, SECRET_ERROR_IS_LOCKED) ||
      g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_AUTH_FAILED))
    return g_error_new_literal (LK_VAULT_ERROR, LK_VAULT_ERROR_LOCKED,
                                _("The keyring is locked and was not unlocked"));

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

static void
looked_up_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;
  char *nonpageable = secret_password_lookup_nonpageable_finish (result, &error);

  if (error != NULL)
    {
      g_task_return_error (task, translate_error (error));
      return;
    }

  /* Copied, so that every vault's secrets are freed alike. */
  g_task_return_pointer (task, g_strdup (nonpageable), (GDestroyNotify) lk_secret_free);
  secret_password_free (nonpageable);
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
  secret_password_lookup (&schema, cancellable, looked_up_cb, task,
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
clear_async (LkVault             *vault,
             const char          *connection_id,
             LkVaultKind          kind,
             GCancellable        *cancellable,
             GAsyncReadyCallback  callback,
             gpointer             user_data)
{
  GTask *task = g_task_new (vault, cancellable, callback, user_data);

  g_task_set_source_tag (task, clear_async);
  secret_password_clear (&schema, cancellable, cleared_cb, task,
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
