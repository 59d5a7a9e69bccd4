/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-login-module.h"

#include <gmodule.h>
#include <glib/gi18n.h>

#include "lk-paths.h"

#define MODULE_NAME "liblatchkey-login." G_MODULE_SUFFIX
#define SYMBOL_NAME "lk_login_user_agent_new"

typedef LkUserAgent *(*NewUserAgentFunc) (GtkWindow  *parent,
                                          const char *connection_name);

/* Loaded once and never unloaded: GObject types cannot be. */
static NewUserAgentFunc
load (GError **error)
{
  static NewUserAgentFunc loaded;
  g_autofree char *folder = NULL;
  g_autofree char *path = NULL;
  gpointer symbol;
  GModule *module;

  if (loaded != NULL)
    return loaded;

  folder = lk_paths_get_module_dir ();
  path = g_build_filename (folder, MODULE_NAME, NULL);
  module = g_module_open (path, G_MODULE_BIND_LAZY | G_MODULE_BIND_LOCAL);
  if (module == NULL || !g_module_symbol (module, SYMBOL_NAME, &symbol))
    {
      g_set_error (error, LK_USER_AGENT_ERROR, LK_USER_AGENT_ERROR_UNAVAILABLE,
                   _("The sign-in page cannot be shown here: %s"), g_module_error ());
      if (module != NULL)
        g_module_close (module);
      return NULL;
    }

  g_module_make_resident (module);
  loaded = (NewUserAgentFunc) symbol;

  return loaded;
}

/**
 * lk_login_module_new_user_agent:
 * @parent: the window that the page belongs to
 * @connection_name: (nullable): what its title says
 * @error: return location for an error
 *
 * Makes the embedded user agent, loading its module if this is the first sign-in.
 *
 * Sets LK_USER_AGENT_ERROR_UNAVAILABLE when the module cannot be loaded.
 *
 * Returns: (transfer full): the user agent
 */
LkUserAgent *
lk_login_module_new_user_agent (GtkWindow   *parent,
                                const char  *connection_name,
                                GError     **error)
{
  NewUserAgentFunc new_user_agent;

  g_return_val_if_fail (GTK_IS_WINDOW (parent), NULL);

  new_user_agent = load (error);

  return new_user_agent != NULL ? new_user_agent (parent, connection_name) : NULL;
}
