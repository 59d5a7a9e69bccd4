/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-application.h"
#include "lk-test.h"

static void
test_identity (void)
{
  g_autoptr(LkApplication) application = lk_application_new ();

  g_assert_cmpstr (g_application_get_application_id (G_APPLICATION (application)), ==, LK_APP_ID);
  g_assert_cmpstr (g_application_get_resource_base_path (G_APPLICATION (application)), ==, LK_RESOURCE_BASE);
  g_assert_true (g_resources_get_info (LK_RESOURCE_BASE "/style.css", G_RESOURCE_LOOKUP_FLAGS_NONE, NULL, NULL, NULL));
}

int
main (int   argc,
      char *argv[])
{
  lk_test_init (&argc, &argv);

  g_test_add_func ("/application/identity", test_identity);

  return g_test_run ();
}
