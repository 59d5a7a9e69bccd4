/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <gmodule.h>

#include "lk-login-module.h"
#include "lk-paths.h"
#include "lk-text.h"

#define MODULE_NAME "liblatchkey-login." G_MODULE_SUFFIX
#define SYMBOL_NAME "lk_login_user_agent_new"

typedef LkUserAgent *(*NewUserAgentFunc) (GtkWindow  *parent,
                                          const char *connection_name);

/**
 * lk_login_module_new_user_agent:
 * @folder: (nullable): where the module is; %NULL for the program's own module folder
 * @parent: (nullable): the window that sign-in windows belong to
 * @connection_name: whose sign-in it is
 * @error: return location for `LK_USER_AGENT_ERROR_UNAVAILABLE`
 *
 * Loads the module when it is not loaded yet: that takes a quarter of a second. It stays, for its types cannot be
 * registered twice.
 *
 * Returns: (transfer full) (nullable): a user agent that shows the page in a window of its own
 */
LkUserAgent *
lk_login_module_new_user_agent (const char  *folder,
                                GtkWindow   *parent,
                                const char  *connection_name,
                                GError     **error)
{
  g_autofree char *own_folder = folder == NULL ? lk_paths_get_module_dir () : NULL;
  g_autofree char *path = g_build_filename (folder != NULL ? folder : own_folder, MODULE_NAME, NULL);
  NewUserAgentFunc new_user_agent = NULL;
  GModule *module;

  /* GModule counts, and hands out the same module again. */
  module = g_module_open (path, G_MODULE_BIND_LOCAL | G_MODULE_BIND_LAZY);
  if (module == NULL || !g_module_symbol (module, SYMBOL_NAME, (gpointer *) &new_user_agent) || new_user_agent == NULL)
    {
      g_autofree char *reason = lk_text_neutralise (g_module_error (), -1, 300);

      g_set_error (error, LK_USER_AGENT_ERROR, LK_USER_AGENT_ERROR_UNAVAILABLE,
                   _("The sign-in page cannot be shown here: %s"), reason);
      if (module != NULL)
        g_module_close (module);
      return NULL;
    }

  g_module_make_resident (module);

  return new_user_agent (parent, connection_name);
}

/**
 * lk_login_module_is_installed:
 *
 * Returns: whether the module is where the program looks for it; it is not loaded for that
 */
gboolean
lk_login_module_is_installed (void)
{
  g_autofree char *folder = lk_paths_get_module_dir ();
  g_autofree char *path = g_build_filename (folder, MODULE_NAME, NULL);

  return g_file_test (path, G_FILE_TEST_IS_REGULAR);
}
