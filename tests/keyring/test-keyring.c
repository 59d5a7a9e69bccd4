/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-memory-vault.h"
#include "lk-secret-vault.h"
#include "lk-test.h"
#include "lk-tiered-vault.h"

#include <libsecret/secret.h>
#include <string.h>

#define ID "0c6a3a63-5f2b-4f0e-9c88-3f7ad3d3a001"
#define OTHER_ID "0c6a3a63-5f2b-4f0e-9c88-3f7ad3d3a002"
#define SECRET "{\"access_token\":\"CANARY-in-the-keyring\"}"

static LkVaultPlace
store (LkVault      *vault,
       const char   *id,
       LkVaultKind   kind,
       const char   *secret,
       GError      **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  lk_vault_store_async (vault, id, kind, "Latchkey: Acme", secret, NULL, lk_test_async_cb, &result);
  lk_test_wait (&result);

  return lk_vault_store_finish (vault, result, error);
}

static char *
look_up (LkVault       *vault,
         const char    *id,
         LkVaultKind    kind,
         LkVaultPlace  *place,
         GError       **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  lk_vault_lookup_async (vault, id, kind, NULL, lk_test_async_cb, &result);
  lk_test_wait (&result);

  return lk_vault_lookup_finish (vault, result, place, error);
}

static gboolean
clear (LkVault      *vault,
       const char   *id,
       LkVaultKind   kind,
       GError      **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  lk_vault_clear_async (vault, id, kind, NULL, lk_test_async_cb, &result);
  lk_test_wait (&result);

  return lk_vault_clear_finish (vault, result, error);
}

static void
assert_holds (LkVault      *vault,
              const char   *id,
              LkVaultKind   kind,
              const char   *secret,
              LkVaultPlace  where)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(LkSecret) found = NULL;
  LkVaultPlace place;

  found = look_up (vault, id, kind, &place, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (found, ==, secret);
  g_assert_cmpint (place, ==, where);
}

static void
test_round_trip (void)
{
  g_autoptr(LkVault) vault = lk_secret_vault_new ();
  g_autoptr(GError) error = NULL;
  g_autofree char *long_secret = g_strnfill (100000, 'x');

  assert_holds (vault, ID, LK_VAULT_KIND_TOKEN, NULL, LK_VAULT_PLACE_NONE);

  g_assert_cmpint (store (vault, ID, LK_VAULT_KIND_TOKEN, "first", &error), ==, LK_VAULT_PLACE_KEYRING);
  g_assert_no_error (error);
  g_assert_cmpint (store (vault, ID, LK_VAULT_KIND_TOKEN, SECRET, &error), ==, LK_VAULT_PLACE_KEYRING);
  g_assert_cmpint (store (vault, ID, LK_VAULT_KIND_CLIENT_SECRET, "of the client", &error), ==, LK_VAULT_PLACE_KEYRING);
  g_assert_cmpint (store (vault, OTHER_ID, LK_VAULT_KIND_TOKEN, long_secret, &error), ==, LK_VAULT_PLACE_KEYRING);
  g_assert_no_error (error);

  assert_holds (vault, ID, LK_VAULT_KIND_TOKEN, SECRET, LK_VAULT_PLACE_KEYRING);
  assert_holds (vault, ID, LK_VAULT_KIND_CLIENT_SECRET, "of the client", LK_VAULT_PLACE_KEYRING);
  assert_holds (vault, OTHER_ID, LK_VAULT_KIND_TOKEN, long_secret, LK_VAULT_PLACE_KEYRING);

  g_assert_true (clear (vault, ID, LK_VAULT_KIND_TOKEN, &error));
  g_assert_true (clear (vault, ID, LK_VAULT_KIND_TOKEN, &error));
  g_assert_no_error (error);
  assert_holds (vault, ID, LK_VAULT_KIND_TOKEN, NULL, LK_VAULT_PLACE_NONE);
  assert_holds (vault, ID, LK_VAULT_KIND_CLIENT_SECRET, "of the client", LK_VAULT_PLACE_KEYRING);
  assert_holds (vault, OTHER_ID, LK_VAULT_KIND_TOKEN, long_secret, LK_VAULT_PLACE_KEYRING);

  g_assert_true (clear (vault, ID, LK_VAULT_KIND_CLIENT_SECRET, &error));
  g_assert_true (clear (vault, OTHER_ID, LK_VAULT_KIND_TOKEN, &error));
}

/* Another program's item with the same attributes is neither read, overwritten nor removed. */
static void
test_foreign (void)
{
  static const SecretSchema other = {
    "org.example.Other", SECRET_SCHEMA_NONE,
    { { "connection", SECRET_SCHEMA_ATTRIBUTE_STRING }, { "kind", SECRET_SCHEMA_ATTRIBUTE_STRING }, { NULL, 0 } },
  };
  g_autoptr(LkVault) vault = lk_secret_vault_new ();
  g_autoptr(GError) error = NULL;
  char *kept;

  g_assert_true (secret_password_store_sync (&other, SECRET_COLLECTION_DEFAULT, "foreign", "theirs", NULL, &error,
                                             "connection", ID, "kind", "token", NULL));
  g_assert_no_error (error);

  assert_holds (vault, ID, LK_VAULT_KIND_TOKEN, NULL, LK_VAULT_PLACE_NONE);
  g_assert_cmpint (store (vault, ID, LK_VAULT_KIND_TOKEN, SECRET, &error), ==, LK_VAULT_PLACE_KEYRING);
  assert_holds (vault, ID, LK_VAULT_KIND_TOKEN, SECRET, LK_VAULT_PLACE_KEYRING);
  g_assert_true (clear (vault, ID, LK_VAULT_KIND_TOKEN, &error));

  kept = secret_password_lookup_sync (&other, NULL, &error, "connection", ID, "kind", "token", NULL);
  g_assert_no_error (error);
  g_assert_cmpstr (kept, ==, "theirs");
  secret_password_free (kept);
}

/* Attributes and labels are readable to all; the keyring's files are to nobody without its password. */
static void
test_nothing_in_the_open (void)
{
  static const SecretSchema any = { LK_APP_ID, SECRET_SCHEMA_NONE, { { NULL, 0 } } };
  g_autoptr(LkVault) vault = lk_secret_vault_new ();
  g_autoptr(GError) error = NULL;
  g_autofree char *folder = g_build_filename (g_getenv ("LK_KEYRING_ROOT"), "home", "data", "keyrings", NULL);
  g_autoptr(GDir) dir = NULL;
  const char *name;
  guint n_files = 0;
  GList *items;

  g_assert_cmpint (store (vault, ID, LK_VAULT_KIND_TOKEN, SECRET, &error), ==, LK_VAULT_PLACE_KEYRING);
  items = secret_password_search_sync (&any, SECRET_SEARCH_ALL, NULL, &error, NULL);
  g_assert_no_error (error);
  g_assert_cmpuint (g_list_length (items), ==, 1);

  for (GList *item = items; item != NULL; item = item->next)
    {
      g_autoptr(GHashTable) attributes = secret_retrievable_get_attributes (item->data);
      g_autofree char *label = secret_retrievable_get_label (item->data);

      g_assert_cmpstr (g_hash_table_lookup (attributes, "connection"), ==, ID);
      g_assert_cmpstr (g_hash_table_lookup (attributes, "kind"), ==, "token");
      g_assert_cmpstr (g_hash_table_lookup (attributes, "xdg:schema"), ==, LK_APP_ID);
      g_assert_cmpuint (g_hash_table_size (attributes), ==, 3);
      g_assert_null (strstr (label, "CANARY"));
    }
  g_list_free_full (items, g_object_unref);

  dir = g_dir_open (folder, 0, &error);
  g_assert_no_error (error);

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autofree char *contents = NULL;
      gsize length;

      g_assert_true (g_file_get_contents (path, &contents, &length, NULL));
      g_assert_null (memmem (contents, length, "CANARY", 6));
      n_files++;
    }

  g_assert_cmpuint (n_files, >, 0);
  g_assert_true (clear (vault, ID, LK_VAULT_KIND_TOKEN, &error));
}

static void
count_cb (GObject    *object,
          GParamSpec *pspec,
          gpointer    count)
{
  ++*(guint *) count;
}

static void
test_tiered_keyring (void)
{
  g_autoptr(LkVault) keyring = lk_secret_vault_new ();
  g_autoptr(LkVault) memory = lk_memory_vault_new ();
  g_autoptr(LkVault) vault = lk_tiered_vault_new (keyring, memory);
  g_autoptr(GError) error = NULL;

  /* What was in memory before does not win over what the keyring took later. */
  g_assert_cmpint (store (memory, ID, LK_VAULT_KIND_TOKEN, "older", &error), ==, LK_VAULT_PLACE_MEMORY);
  g_assert_cmpint (store (vault, ID, LK_VAULT_KIND_TOKEN, SECRET, &error), ==, LK_VAULT_PLACE_KEYRING);
  g_assert_null (lk_tiered_vault_get_keyring_fault (LK_TIERED_VAULT (vault)));
  assert_holds (vault, ID, LK_VAULT_KIND_TOKEN, SECRET, LK_VAULT_PLACE_KEYRING);
  assert_holds (memory, ID, LK_VAULT_KIND_TOKEN, NULL, LK_VAULT_PLACE_NONE);

  g_assert_true (clear (vault, ID, LK_VAULT_KIND_TOKEN, &error));
  assert_holds (keyring, ID, LK_VAULT_KIND_TOKEN, NULL, LK_VAULT_PLACE_NONE);
}

/* The keyring takes nothing: memory does, and it is said. */
static void
test_tiered_memory (gconstpointer data)
{
  int code = GPOINTER_TO_INT (data);
  g_autoptr(LkVault) keyring = lk_secret_vault_new ();
  g_autoptr(LkVault) memory = lk_memory_vault_new ();
  g_autoptr(LkVault) vault = lk_tiered_vault_new (keyring, memory);
  g_autoptr(GError) error = NULL;
  guint n_notified = 0;

  g_assert_cmpint (store (keyring, ID, LK_VAULT_KIND_TOKEN, SECRET, &error), ==, LK_VAULT_PLACE_NONE);
  g_assert_error (error, LK_VAULT_ERROR, code);
  g_clear_error (&error);

  g_signal_connect (vault, "notify::keyring-fault", G_CALLBACK (count_cb), &n_notified);
  g_assert_cmpint (store (vault, ID, LK_VAULT_KIND_TOKEN, SECRET, &error), ==, LK_VAULT_PLACE_MEMORY);
  g_assert_no_error (error);
  g_assert_nonnull (lk_tiered_vault_get_keyring_fault (LK_TIERED_VAULT (vault)));
  g_assert_cmpuint (n_notified, ==, 1);

  assert_holds (vault, ID, LK_VAULT_KIND_TOKEN, SECRET, LK_VAULT_PLACE_MEMORY);
  g_assert_true (clear (vault, ID, LK_VAULT_KIND_TOKEN, NULL));
  assert_holds (memory, ID, LK_VAULT_KIND_TOKEN, NULL, LK_VAULT_PLACE_NONE);
}

static void
lock_keyring (void)
{
  g_autoptr(GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  g_autoptr(GVariant) alias = NULL;
  g_autoptr(GVariant) locked = NULL;
  g_autoptr(GError) error = NULL;
  const char *collection;

  alias = g_dbus_connection_call_sync (bus, "org.freedesktop.secrets", "/org/freedesktop/secrets",
                                       "org.freedesktop.Secret.Service", "ReadAlias", g_variant_new ("(s)", "default"),
                                       NULL, G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);
  g_assert_no_error (error);
  g_variant_get (alias, "(&o)", &collection);
  locked = g_dbus_connection_call_sync (bus, "org.freedesktop.secrets", "/org/freedesktop/secrets",
                                        "org.freedesktop.Secret.Service", "Lock",
                                        g_variant_new_parsed ("([%o],)", collection), NULL, G_DBUS_CALL_FLAGS_NONE, -1,
                                        NULL, &error);
  g_assert_no_error (error);
}

/* An item that is there and stays locked is neither called absent nor called removed. Nobody can unlock the keyring
 * again, so this is the last test. */
static void
test_locked_item (void)
{
  g_autoptr(LkVault) keyring = lk_secret_vault_new ();
  g_autoptr(LkVault) memory = lk_memory_vault_new ();
  g_autoptr(LkVault) tiered = lk_tiered_vault_new (keyring, memory);
  LkVault *vaults[] = { keyring, tiered };
  g_autoptr(GError) error = NULL;

  g_assert_cmpint (store (keyring, ID, LK_VAULT_KIND_TOKEN, SECRET, &error), ==, LK_VAULT_PLACE_KEYRING);
  g_assert_no_error (error);
  lock_keyring ();

  for (gsize i = 0; i < G_N_ELEMENTS (vaults); i++)
    {
      LkVaultPlace place;

      g_assert_null (look_up (vaults[i], ID, LK_VAULT_KIND_TOKEN, &place, &error));
      g_assert_error (error, LK_VAULT_ERROR, LK_VAULT_ERROR_LOCKED);
      g_clear_error (&error);

      g_assert_false (clear (vaults[i], ID, LK_VAULT_KIND_TOKEN, &error));
      g_assert_error (error, LK_VAULT_ERROR, LK_VAULT_ERROR_LOCKED);
      g_clear_error (&error);

      /* What was never stored is absent, locked or not. */
      assert_holds (vaults[i], OTHER_ID, LK_VAULT_KIND_TOKEN, NULL, LK_VAULT_PLACE_NONE);
      g_assert_true (clear (vaults[i], OTHER_ID, LK_VAULT_KIND_TOKEN, &error));
      g_assert_no_error (error);
    }
  g_assert_nonnull (lk_tiered_vault_get_keyring_fault (LK_TIERED_VAULT (tiered)));
}

int
main (int   argc,
      char *argv[])
{
  const char *keyring = argc > 1 ? strchr (argv[argc - 1], '=') : NULL;

  lk_test_init (&argc, &argv);

  if (keyring == NULL)
    {
      g_printerr ("Usage: test-keyring --keyring=unlocked|locked|absent|file\n");
      return 2;
    }

  keyring++;

  if (g_str_equal (keyring, "unlocked") || g_str_equal (keyring, "file"))
    {
      g_test_add_func ("/keyring/round-trip", test_round_trip);
      g_test_add_func ("/keyring/tiered", test_tiered_keyring);
    }

  /* libsecret's file belongs to one program, and it keeps no schema's name with an item. */
  if (g_str_equal (keyring, "unlocked"))
    {
      g_test_add_func ("/keyring/foreign", test_foreign);
      g_test_add_func ("/keyring/nothing-in-the-open", test_nothing_in_the_open);
      g_test_add_func ("/keyring/locked-item", test_locked_item);
    }

  if (g_str_equal (keyring, "locked"))
    g_test_add_data_func ("/keyring/locked", GINT_TO_POINTER (LK_VAULT_ERROR_LOCKED), test_tiered_memory);

  if (g_str_equal (keyring, "absent"))
    g_test_add_data_func ("/keyring/absent", GINT_TO_POINTER (LK_VAULT_ERROR_UNAVAILABLE), test_tiered_memory);

  return g_test_run ();
}
