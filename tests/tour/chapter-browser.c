/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Signing in with the person's own browser: the redirect heard on its port; or, where it is not, pasted. */
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "chapters.h"

#define DIALOG "Sign In with Your Browser"

static void
write_file (LkTour     *tour,
            const char *folder,
            const char *name,
            const char *text)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr(GError) error = NULL;

  lk_tour_check (tour,
                 g_mkdir_with_parents (folder, 0700) == 0 && g_file_set_contents (path, text, -1, &error),
                 "%s cannot be written: %s", path, error != NULL ? error->message : "");
}

static char *
get_browser_folder (void)
{
  return g_build_filename (g_get_user_runtime_dir (), "tour-browser", NULL);
}

/* Makes a script the person's web browser, as a desktop would. */
static void
set_browser (LkTour *tour)
{
  g_autofree char *applications = g_build_filename (g_get_user_data_dir (), "applications", NULL);
  g_autofree char *folder = get_browser_folder ();
  g_autofree char *entry = g_strdup_printf ("[Desktop Entry]\nType=Application\nName=Tour Browser\n"
                                            "Exec=%s/browser %%u\n"
                                            "MimeType=x-scheme-handler/http;x-scheme-handler/https;\n",
                                            LK_TOUR_SCRIPTS);

  write_file (tour, applications, "tour-browser.desktop", entry);
  write_file (tour, g_get_user_config_dir (), "mimeapps.list",
              "[Default Applications]\nx-scheme-handler/http=tour-browser.desktop\n"
              "x-scheme-handler/https=tour-browser.desktop\n");
  lk_tour_check (tour, g_mkdir_with_parents (folder, 0700) == 0, "%s cannot be made", folder);
}

static void
tell_browser (LkTour     *tour,
              const char *what)
{
  g_autofree char *folder = get_browser_folder ();

  write_file (tour, folder, what, "");
}

/* What the browser has left in a file of its folder, once it is there. */
typedef struct
{
  const char *name;
  char *text;
} Trace;

static gboolean
is_there (LkDriver *driver,
          gpointer  user_data)
{
  Trace *trace = user_data;
  g_autofree char *folder = get_browser_folder ();
  g_autofree char *path = g_build_filename (folder, trace->name, NULL);

  return g_file_get_contents (path, &trace->text, NULL, NULL) && g_unlink (path) == 0;
}

static char *
wait_trace (LkTour     *tour,
            const char *name)
{
  Trace trace = { name, NULL };

  lk_driver_wait_for (tour->driver, "the browser to get there", is_there, &trace);

  return trace.text;
}

static void
wait_dialog (LkTour *tour)
{
  lk_driver_look_in (tour->driver, DIALOG);
  lk_tour_see (tour, "Waiting for your browser*");
}

static void
expect_token (LkTour *tour)
{
  lk_driver_wait_gone (tour->driver, LK_KIND_WINDOW, DIALOG);
  lk_driver_look_in (tour->driver, NULL);
  g_free (lk_tour_wait_token (tour));
  lk_tour_see (tour, "You have a token, and it works");
  lk_tour_say (tour, "the token is in the keyring");
}

void
lk_chapter_browser (LkTour *tour)
{
  g_autofree char *page = NULL;

  lk_tour_open (tour);
  lk_tour_start_practice (tour, "Implicit");
  set_browser (tour);

  lk_tour_say (tour, "Sign In, then Continue in System Browser");
  lk_driver_press (tour->driver, LK_KIND_BUTTON, "Sign In");
  lk_driver_look_in (tour->driver, "Sign In");
  lk_tour_see (tour, "http://127.0.0.1:*");
  lk_driver_press (tour->driver, LK_KIND_BUTTON, "Continue in System Browser");
  wait_dialog (tour);
  lk_tour_picture (tour, "browser-waiting");

  lk_tour_say (tour, "Allow, in the browser");
  tell_browser (tour, "allow");
  expect_token (tour);
  page = wait_trace (tour, "page");
  lk_tour_check (tour, strstr (page, "Back to Latchkey") != NULL, "the browser ends at another page: %s", page);
  lk_tour_say (tour, "the browser's page brought the fragment back");
  lk_tour_search_leaks (tour);
  lk_tour_quit (tour);
}

/* Another program on the redirect's port. */
static GSocketListener *
occupy_port (LkTour *tour)
{
  g_autofree char *redirect = lk_tour_dup_connection (tour, "redirect-uri");
  g_autoptr(GUri) uri = redirect != NULL ? g_uri_parse (redirect, G_URI_FLAGS_NONE, NULL) : NULL;
  GSocketListener *listener = g_socket_listener_new ();
  g_autoptr(GError) error = NULL;

  lk_tour_check (tour, uri != NULL, "the saved connection has no redirect URL");
  lk_tour_check (tour, g_socket_listener_add_inet_port (listener, g_uri_get_port (uri), NULL, &error),
                 "nothing can listen on the redirect's port: %s", error != NULL ? error->message : "");

  return listener;
}

void
lk_chapter_paste (LkTour *tour)
{
  g_autoptr(GSocketListener) listener = NULL;
  g_autofree char *address = NULL;
  g_autofree char *dirty = NULL;

  lk_tour_run (tour, NULL, (const char *const[]) { "gsettings", "set", LK_APP_ID, "prefer-system-browser", "true",
                                                   NULL });
  lk_tour_open (tour);
  lk_tour_start_practice (tour, "Authorization Code");
  set_browser (tour);
  tell_browser (tour, "keep");

  lk_tour_say (tour, "Sign In with the browser, and the port is taken");
  listener = occupy_port (tour);
  lk_driver_press (tour->driver, LK_KIND_BUTTON, "Sign In");
  lk_tour_see (tour, "The port of the Redirect URL is taken");
  lk_tour_see (tour, "Port * is taken by another program*");
  lk_tour_pictures (tour, "port-busy");
  lk_tour_check (tour, lk_tour_find_process (tour, "WebKitWebProces") == 0, "WebKit runs although the browser is used");

  lk_tour_say (tour, "Use Embedded Page, which needs no port; Cancel");
  lk_driver_press (tour->driver, LK_KIND_BUTTON, "Use Embedded Page");
  lk_driver_look_in (tour->driver, "Sign In");
  lk_tour_see (tour, "http://127.0.0.1:*");
  lk_driver_press (tour->driver, LK_KIND_BUTTON, "Cancel");
  lk_driver_wait_gone (tour->driver, LK_KIND_WINDOW, "Sign In");
  lk_driver_look_in (tour->driver, NULL);

  lk_tour_say (tour, "the port is free again; Sign In");
  g_socket_listener_close (listener);
  lk_driver_wait_gone (tour->driver, LK_KIND_LABEL, "Signing in*");
  lk_driver_press (tour->driver, LK_KIND_BUTTON, "Sign In");
  wait_dialog (tour);
  lk_driver_click (tour->driver, LK_KIND_LABEL, "Paste the Address Instead");
  lk_driver_fill (tour->driver, "Address or code", "nothing in it");
  lk_driver_press (tour->driver, LK_KIND_BUTTON, "Use It");
  lk_tour_see (tour, "There is no answer in this text*");
  lk_tour_picture (tour, "paste-wrong");

  lk_tour_say (tour, "Allow in the browser, and paste where it came to");
  tell_browser (tour, "allow");
  address = wait_trace (tour, "address");
  dirty = g_strdup_printf (" <%s>, ", address);
  lk_driver_fill (tour->driver, "Address or code", dirty);
  lk_driver_press (tour->driver, LK_KIND_BUTTON, "Use It");
  expect_token (tour);
  lk_tour_search_leaks (tour);
  lk_tour_quit (tour);
}
