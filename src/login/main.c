/* SPDX-License-Identifier: GPL-3.0-or-later */
/* latchkey-sign-in: shows the authorize page for the program that started it, which is at the other end of an inherited
 * socket. It holds no secret but the answer, and ends with that program. */
#include "config.h"

#include <locale.h>

#include <glib/gi18n.h>

#include "lk-channel.h"
#include "lk-paths.h"
#include "lk-secret.h"
#include "lk-sign-in-host.h"
#include "lk-user-agent-error.h"

/* Without a display the other program hears why, and may open a browser. */
static int
refuse (LkChannel  *channel,
        const char *message)
{
  const char *code = lk_user_agent_error_to_nick (LK_USER_AGENT_ERROR_UNAVAILABLE);

  lk_channel_send (channel, "failed", (const char *[]) { code, message, "0", NULL });
  while (g_main_context_iteration (NULL, FALSE))
    ;

  return 1;
}

int
main (int   argc,
      char *argv[])
{
  g_autofree char *locale_dir = lk_paths_get_locale_dir ();
  g_autoptr(GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr(LkSignInHost) host = NULL;
  g_autoptr(LkChannel) channel = NULL;
  g_autoptr(GError) error = NULL;

  lk_secret_harden_process ();
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, locale_dir);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  channel = lk_channel_open (LK_CHANNEL_FD, &error);
  if (channel == NULL)
    {
      g_printerr (_("latchkey-sign-in: this program is started by latchkey, for its sign-in page\n"));
      return 2;
    }

  g_set_prgname (LK_APP_ID);
  g_set_application_name ("Latchkey");
  host = lk_sign_in_host_new (channel, loop);
  if (!gtk_init_check ())
    return refuse (channel, _("The sign-in page needs a display, and there is none"));

  adw_init ();
  gtk_window_set_default_icon_name (LK_APP_ID);
  lk_sign_in_host_start (host);
  g_main_loop_run (loop);

  return 0;
}
