/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <sys/resource.h>

#include "latchkey-resources.h"
#include "lk-application.h"

/* A core file would hold tokens (I3). One byte, not none: a limit of zero does not stop a core_pattern that pipes into
 * a program, while one is the kernel's own sign for "no core at all", to a file or to a pipe; see core(5). */
static void
forbid_core_files (void)
{
  const struct rlimit none = { 1, 1 };

  setrlimit (RLIMIT_CORE, &none);
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr(LkApplication) application = NULL;

  forbid_core_files ();
  lk_register_resource ();

  application = lk_application_new ();

  return g_application_run (G_APPLICATION (application), argc, argv);
}
