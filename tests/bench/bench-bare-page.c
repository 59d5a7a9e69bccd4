/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Usage: bench-bare-page ADDRESS
 *
 * What the sign-in page is compared with: the least that a program with a page of WebKit's can be, as large as the
 * sign-in window. */
#include "config.h"

#include <adwaita.h>
#include <webkit/webkit.h>

int
main (int   argc,
      char *argv[])
{
  g_autoptr(GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr(WebKitNetworkSession) session = NULL;
  g_autoptr(WebKitSettings) settings = NULL;
  GtkWidget *window, *view;

  g_assert_cmpint (argc, ==, 2);
  adw_init ();
  session = webkit_network_session_new_ephemeral ();
  settings = webkit_settings_new_with_settings ("hardware-acceleration-policy",
                                                WEBKIT_HARDWARE_ACCELERATION_POLICY_NEVER, NULL);
  window = gtk_window_new ();
  view = g_object_new (WEBKIT_TYPE_WEB_VIEW, "network-session", session, "settings", settings, NULL);
  gtk_window_set_title (GTK_WINDOW (window), "Bare Page");
  gtk_window_set_default_size (GTK_WINDOW (window), BENCH_WIDTH, BENCH_HEIGHT);
  gtk_window_set_child (GTK_WINDOW (window), view);
  webkit_web_view_load_uri (WEBKIT_WEB_VIEW (view), argv[1]);
  gtk_window_present (GTK_WINDOW (window));
  g_main_loop_run (loop);

  return 0;
}
