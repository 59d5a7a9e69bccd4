/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <locale.h>

#include "lk-application.h"
#include "lk-cli.h"
#include "lk-paths.h"
#include "lk-secret.h"

int
main (int   argc,
      char *argv[])
{
  g_autoptr(LkApplication) application = NULL;
  g_autofree char *locale_dir = lk_paths_get_locale_dir ();
  g_autoptr(GVariant) sign_in = NULL;
  gboolean handled;
  int status;

  lk_secret_harden_process ();

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, locale_dir);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  /* Before anything of the toolkit: a command needs no display. */
  status = lk_cli_run (argv, &handled, &sign_in);
  if (handled)
    return status;

  application = lk_application_new ();

  /* Here or in the instance that runs already. */
  if (sign_in != NULL && g_application_register (G_APPLICATION (application), NULL, NULL))
    g_action_group_activate_action (G_ACTION_GROUP (application), "sign-in", sign_in);

  return g_application_run (G_APPLICATION (application), (int) g_strv_length (argv), argv);
}
