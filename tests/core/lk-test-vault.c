/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-test-vault.h"

#include <glib/gstdio.h>

struct _LkTestVault
{
  GObject parent_instance;

  /* owned */
  char *folder;          /* owned, nullable */
  GHashTable *secrets;   /* key to secret; empty with a folder */
  GString *events;
  GQueue held;           /* of GTask; its data is a Wish */

  gboolean hold;
  gboolean broken_stores;
  gboolean broken_lookups;
  gboolean broken_clears;
  LkVaultError fault;
};

typedef struct
{
  char *key;
  char *secret;
} Wish;

static void vault_iface_init (LkVaultInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (LkTestVault, lk_test_vault, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (LK_TYPE_VAULT, vault_iface_init))

static void
wish_free (gpointer data)
{
  Wish *wish = data;

  g_free (wish->key);
  g_free (wish->secret);
  g_free (wish);
}

static char *
make_key (const char  *connection_id,
          LkVaultKind  kind)
{
  return g_strconcat (connection_id, ".", lk_vault_kind_to_nick (kind), NULL);
}

static char *
make_path (LkTestVault *self,
           const char  *key)
{
  return g_build_filename (self->folder, key, NULL);
}

static void
add_event (LkTestVault *self,
           const char  *verb,
           LkVaultKind  kind)
{
  g_string_append_printf (self->events, "%s%s %s", self->events->len > 0 ? ", " : "", verb,
                          lk_vault_kind_to_nick (kind));
}

static void
put (LkTestVault *self,
     const char  *key,
     const char  *secret)
{
  if (self->folder != NULL)
    {
      g_autofree char *path = make_path (self, key);

      g_assert_true (g_file_set_contents (path, secret, -1, NULL));
    }
  else
    {
      g_hash_table_replace (self->secrets, g_strdup (key), g_strdup (secret));
    }
}

static char *
get (LkTestVault *self,
     const char  *key)
{
  char *secret = NULL;

  if (self->folder != NULL)
    {
      g_autofree char *path = make_path (self, key);

      g_file_get_contents (path, &secret, NULL, NULL);
    }
  else
    {
      secret = g_strdup (g_hash_table_lookup (self->secrets, key));
    }

  return secret;
}

static gboolean
return_broken (GTask    *task,
               gboolean  broken)
{
  LkTestVault *self = g_task_get_source_object (task);

  if (broken)
    g_task_return_new_error (task, LK_VAULT_ERROR, (int) self->fault, "The vault is broken");

  return broken;
}

static void
finish_store (GTask *task)
{
  LkTestVault *self = g_task_get_source_object (task);
  Wish *wish = g_task_get_task_data (task);

  put (self, wish->key, wish->secret);
  g_task_return_int (task, LK_VAULT_PLACE_KEYRING);
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
  LkTestVault *self = LK_TEST_VAULT (vault);
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);
  Wish *wish = g_new0 (Wish, 1);

  g_task_set_source_tag (task, store_async);
  g_task_set_task_data (task, wish, wish_free);
  wish->key = make_key (connection_id, kind);
  wish->secret = g_strdup (secret);
  add_event (self, "store", kind);

  if (return_broken (task, self->broken_stores))
    return;

  if (self->hold)
    g_queue_push_tail (&self->held, g_steal_pointer (&task));
  else
    finish_store (task);
}

static LkVaultPlace
store_finish (LkVault       *vault,
              GAsyncResult  *result,
              GError       **error)
{
  gssize place = g_task_propagate_int (G_TASK (result), error);

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
  LkTestVault *self = LK_TEST_VAULT (vault);
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_autofree char *key = make_key (connection_id, kind);

  g_task_set_source_tag (task, lookup_async);
  add_event (self, "lookup", kind);

  if (!return_broken (task, self->broken_lookups))
    g_task_return_pointer (task, get (self, key), g_free);
}

static char *
lookup_finish (LkVault       *vault,
               GAsyncResult  *result,
               LkVaultPlace  *place,
               GError       **error)
{
  char *secret = g_task_propagate_pointer (G_TASK (result), error);

  if (place != NULL)
    *place = secret != NULL ? LK_VAULT_PLACE_KEYRING : LK_VAULT_PLACE_NONE;

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
  LkTestVault *self = LK_TEST_VAULT (vault);
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_autofree char *key = make_key (connection_id, kind);

  g_task_set_source_tag (task, clear_async);
  add_event (self, "clear", kind);

  if (return_broken (task, self->broken_clears))
    return;

  if (self->folder != NULL)
    {
      g_autofree char *path = make_path (self, key);

      g_unlink (path);
    }
  g_hash_table_remove (self->secrets, key);
  g_task_return_boolean (task, TRUE);
}

static gboolean
clear_finish (LkVault       *vault,
              GAsyncResult  *result,
              GError       **error)
{
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
lk_test_vault_finalize (GObject *object)
{
  LkTestVault *self = LK_TEST_VAULT (object);

  g_assert_true (g_queue_is_empty (&self->held));
  g_free (self->folder);
  g_hash_table_unref (self->secrets);
  g_string_free (self->events, TRUE);

  G_OBJECT_CLASS (lk_test_vault_parent_class)->finalize (object);
}

static void
lk_test_vault_class_init (LkTestVaultClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lk_test_vault_finalize;
}

static void
lk_test_vault_init (LkTestVault *self)
{
  self->secrets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->events = g_string_new (NULL);
  g_queue_init (&self->held);
  self->fault = LK_VAULT_ERROR_FAILED;
}

LkTestVault *
lk_test_vault_new (const char *folder)
{
  LkTestVault *self = g_object_new (LK_TYPE_TEST_VAULT, NULL);

  self->folder = g_strdup (folder);

  return self;
}

void
lk_test_vault_set_broken (LkTestVault *self,
                          gboolean     stores,
                          gboolean     lookups,
                          gboolean     clears)
{
  self->broken_stores = stores;
  self->broken_lookups = lookups;
  self->broken_clears = clears;
}

void
lk_test_vault_set_fault (LkTestVault  *self,
                         LkVaultError  fault)
{
  self->fault = fault;
}

void
lk_test_vault_hold_stores (LkTestVault *self,
                           gboolean     hold)
{
  GTask *task;

  self->hold = hold;
  while (!hold && (task = g_queue_pop_head (&self->held)) != NULL)
    {
      finish_store (task);
      g_object_unref (task);
    }
}

guint
lk_test_vault_get_n_held (LkTestVault *self)
{
  return g_queue_get_length (&self->held);
}

char *
lk_test_vault_take_events (LkTestVault *self)
{
  char *events = g_string_free (self->events, FALSE);

  self->events = g_string_new (NULL);

  return events;
}

char *
lk_test_vault_peek (LkTestVault *self,
                    const char  *connection_id,
                    LkVaultKind  kind)
{
  g_autofree char *key = make_key (connection_id, kind);

  return get (self, key);
}

guint
lk_test_vault_get_n_items (LkTestVault *self)
{
  g_assert_null (self->folder);

  return g_hash_table_size (self->secrets);
}
