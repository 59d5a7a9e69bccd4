/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-about.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "lk-paths.h"


static const char *
get_keyring_state (LkWorkspace *workspace)
{
  LkVault *vault = lk_workspace_get_vault (workspace);
  const char *fault = LK_IS_TIERED_VAULT (vault) ? lk_tiered_vault_get_keyring_fault (LK_TIERED_VAULT (vault)) : NULL;

  return fault != NULL ? fault : "no fault seen";
}

/* How many connections there are of each kind; never whose. */
static void
append_connections (GString     *text,
                    LkWorkspace *workspace)
{
  GListModel *connections = G_LIST_MODEL (lk_workspace_get_connections (workspace));
  guint n_connections = g_list_model_get_n_items (connections);

  g_string_append_printf (text, "Connections: %u", n_connections);
  for (guint i = 0; i < n_connections; i++)
    {
      g_autoptr(LkConnection) connection = g_list_model_get_item (connections, i);

      g_string_append_printf (text, "%s%s, %s", i == 0 ? " (" : "; ",
                              lk_enum_to_nick (LK_TYPE_CONNECTION_KIND, (int) lk_connection_get_kind (connection)),
                              lk_enum_to_nick (LK_TYPE_GRANT, (int) lk_connection_get_grant (connection)));
    }
  g_string_append (text, n_connections > 0 ? ")\n" : "\n");
}

static void
append_desktop (GString *text)
{
  GdkDisplay *display = gdk_display_get_default ();
  const char *desktop = g_getenv ("XDG_CURRENT_DESKTOP");

  g_string_append_printf (text, "Display: %s, %s\n", display != NULL ? G_OBJECT_TYPE_NAME (display) : "none",
                          desktop != NULL ? desktop : "unknown desktop");
  g_string_append_printf (text, "Language: %s\n", g_get_language_names ()[0]);
  g_string_append_printf (text, "Style: %s\n", adw_style_manager_get_dark (adw_style_manager_get_default ()) ? "dark"
                                                                                                           : "light");
}

/**
 * lk_about_dup_debug_info:
 * @workspace: what this run works with
 *
 * What somebody who looks for the cause of a fault asks first, in English for whoever reads it. It holds no secret, no
 * name and no address of an account, so that it can be posted anywhere.
 *
 * Returns: (transfer full): lines of text
 */
char *
lk_about_dup_debug_info (LkWorkspace *workspace)
{
  g_autofree char *system = g_get_os_info (G_OS_INFO_KEY_PRETTY_NAME);
  g_autofree char *sign_in = lk_paths_get_program ("latchkey-sign-in");
  GString *text;

  g_return_val_if_fail (LK_IS_WORKSPACE (workspace), NULL);

  text = g_string_new ("Latchkey " LK_VERSION "\n");
  g_string_append_printf (text, "System: %s%s\n", system != NULL ? system : "unknown",
                          g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS) ? ", in a Flatpak" : "");
  g_string_append_printf (text, "Running with: GTK %u.%u.%u, libadwaita %u.%u.%u, GLib %u.%u.%u\n",
                          gtk_get_major_version (), gtk_get_minor_version (), gtk_get_micro_version (),
                          adw_get_major_version (), adw_get_minor_version (), adw_get_micro_version (),
                          glib_major_version, glib_minor_version, glib_micro_version);
  g_string_append (text, "Built with: " LK_BUILT_WITH "\n");
  append_desktop (text);
  g_string_append_printf (text, "TLS: %s\n",
                          g_tls_backend_supports_tls (g_tls_backend_get_default ()) ? "available" : "missing");
  g_string_append_printf (text, "Sign-in page: %s\n",
                          g_file_test (sign_in, G_FILE_TEST_IS_EXECUTABLE) ? "installed" : "missing");
  g_string_append_printf (text, "Keyring: %s\n", get_keyring_state (workspace));
  append_connections (text, workspace);

  return g_string_free (text, FALSE);
}

/**
 * lk_about_present:
 * @parent: (nullable): the window it belongs to
 * @workspace: what this run works with
 *
 * Opens the About window.
 */
void
lk_about_present (GtkWindow   *parent,
                  LkWorkspace *workspace)
{
  g_autofree char *debug_info = NULL;
  GtkWidget *about;

  g_return_if_fail (parent == NULL || GTK_IS_WINDOW (parent));
  g_return_if_fail (LK_IS_WORKSPACE (workspace));

  debug_info = lk_about_dup_debug_info (workspace);
  about = g_object_new (ADW_TYPE_ABOUT_WINDOW,
                        "transient-for", parent,
                        "modal", TRUE,
                        "application-name", _("Latchkey"),
                        "application-icon", LK_APP_ID,
                        "version", LK_VERSION,
                        "developer-name", _("The Latchkey developers"),
                        "comments", _("Gets a Zendesk Chat API token, keeps it in the keyring and shows what it opens. "
                                      "Not made or endorsed by Zendesk."),
                        "license-type", GTK_LICENSE_GPL_3_0,
                        "debug-info", debug_info,
                        "debug-info-filename", "latchkey-troubleshooting.txt",
                        NULL);
  gtk_window_present (GTK_WINDOW (about));
}
