/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "latchkey-resources.h"
#include "lk-application.h"
#include "lk-secret.h"

int
main (int   argc,
      char *argv[])
{
  g_autoptr(LkApplication) application = NULL;

  lk_secret_harden_process ();
  lk_register_resource ();

  application = lk_application_new ();

  return g_application_run (G_APPLICATION (application), argc, argv);
}
