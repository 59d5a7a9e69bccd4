/* SPDX-License-Identifier: GPL-3.0-or-later */
/* latchkey: the command line; without a command it becomes the window. */
#include "config.h"

#include <errno.h>
#include <locale.h>
#include <unistd.h>

#include <glib/gi18n.h>

#include "lk-cli.h"
#include "lk-paths.h"
#include "lk-secret.h"

static int
run_window (char **argv)
{
  g_autofree char *program = lk_paths_get_program ("latchkey-window");

  argv[0] = program;
  execv (program, argv);
  g_printerr (_("latchkey: the window cannot be started: %s: %s\n"), program, g_strerror (errno));

  return 1;
}

int
main (int   argc,
      char *argv[])
{
  g_autofree char *locale_dir = lk_paths_get_locale_dir ();
  gboolean handled;
  int status;

  lk_secret_harden_process ();

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, locale_dir);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  status = lk_cli_run (argv, &handled);

  return handled ? status : run_window (argv);
}
