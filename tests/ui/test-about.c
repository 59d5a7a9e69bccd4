/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the About window tells about faults can be posted anywhere. */
#include "config.h"

#include <adwaita.h>

#include "lk-about.h"
#include "lk-memory-vault.h"
#include "lk-test-connections.h"
#include "lk-test.h"

/* A keyring that is not there. */
#define LK_TYPE_NO_VAULT (lk_no_vault_get_type ())
G_DECLARE_FINAL_TYPE (LkNoVault, lk_no_vault, LK, NO_VAULT, GObject)

struct _LkNoVault
{
  GObject parent_instance;
};

static void
refuse_async (LkVault             *vault,
              const char          *connection_id,
              LkVaultKind          kind,
              GCancellable        *cancellable,
              GAsyncReadyCallback  callback,
              gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (vault, cancellable, callback, user_data);

  g_task_return_new_error (task, LK_VAULT_ERROR, LK_VAULT_ERROR_UNAVAILABLE, "No keyring runs.");
}

static char *
refuse_lookup_finish (LkVault       *vault,
                      GAsyncResult  *result,
                      LkVaultPlace  *place,
                      GError       **error)
{
  *place = LK_VAULT_PLACE_NONE;

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
vault_iface_init (LkVaultInterface *iface)
{
  iface->lookup_async = refuse_async;
  iface->lookup_finish = refuse_lookup_finish;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (LkNoVault, lk_no_vault, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (LK_TYPE_VAULT, vault_iface_init))

static void
lk_no_vault_class_init (LkNoVaultClass *klass)
{
}

static void
lk_no_vault_init (LkNoVault *self)
{
}

static void
test_debug_info (void)
{
  g_autoptr(LkVault) keyring = g_object_new (LK_TYPE_NO_VAULT, NULL);
  g_autoptr(LkVault) memory = lk_memory_vault_new ();
  g_autoptr(LkVault) vault = lk_tiered_vault_new (keyring, memory);
  g_autofree char *folder = g_dir_make_tmp ("latchkey-about-XXXXXX", NULL);
  g_autoptr(LkWorkspace) workspace = lk_workspace_new (folder, vault);
  g_autoptr(LkConnection) connection = lk_connection_new (LK_CONNECTION_KIND_INTEGRATED);
  g_autoptr(GAsyncResult) loaded = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *before = lk_about_dup_debug_info (workspace);
  g_autofree char *after = NULL;

  g_assert_nonnull (strstr (before, "Latchkey " LK_VERSION "\n"));
  g_assert_nonnull (strstr (before, "libsoup "));
  g_assert_nonnull (strstr (before, "Keyring: no fault seen\n"));
  g_assert_nonnull (strstr (before, "Connections: 0\n"));

  g_object_set (connection, "name", "Whose name", "subdomain", "whose-host", "client-id", "whose-client", NULL);
  lk_test_save (lk_workspace_get_connections (workspace), LK_CONNECTION_CHANGE_ADD, connection, &error);
  g_assert_no_error (error);
  lk_account_load_async (lk_workspace_get_account (workspace, lk_connection_get_id (connection)), NULL,
                         lk_test_async_cb, &loaded);
  lk_test_wait (&loaded);

  after = lk_about_dup_debug_info (workspace);
  g_assert_nonnull (strstr (after, "Keyring: No keyring runs.\n"));
  g_assert_nonnull (strstr (after, "Connections: 1 (integrated, code)\n"));
  g_assert_null (strstr (after, "hose"));
  g_assert_null (strstr (after, lk_connection_get_id (connection)));
}

static void
test_window (void)
{
  g_autoptr(LkVault) vault = lk_memory_vault_new ();
  g_autoptr(LkWorkspace) workspace = lk_workspace_new (g_get_user_data_dir (), vault);
  GListModel *windows = gtk_window_get_toplevels ();
  g_autoptr(GtkWindow) about = NULL;

  lk_about_present (NULL, workspace);
  about = g_list_model_get_item (windows, 0);
  g_assert_true (ADW_IS_ABOUT_WINDOW (about));
  g_assert_cmpstr (adw_about_window_get_version (ADW_ABOUT_WINDOW (about)), ==, LK_VERSION);
  g_assert_nonnull (strstr (adw_about_window_get_debug_info (ADW_ABOUT_WINDOW (about)), "Running with: GTK "));
  gtk_window_destroy (about);
}

int
main (int   argc,
      char *argv[])
{
  /* The home is private already (with-display). */
  g_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add_func ("/about/debug-info", test_debug_info);
  g_test_add_func ("/about/window", test_window);

  return g_test_run ();
}
