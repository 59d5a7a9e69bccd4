/* SPDX-License-Identifier: GPL-3.0-or-later */
/* latchkey-window: the window. */
#include "config.h"

#include <locale.h>

#include <glib/gi18n.h>

#include "lk-application.h"
#include "lk-paths.h"
#include "lk-secret.h"

int
main (int   argc,
      char *argv[])
{
  g_autoptr(LkApplication) application = NULL;
  g_autofree char *locale_dir = lk_paths_get_locale_dir ();

  lk_secret_harden_process ();

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, locale_dir);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  application = lk_application_new ();

  return g_application_run (G_APPLICATION (application), argc, argv);
}
