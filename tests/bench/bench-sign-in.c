/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Usage: bench-sign-in PROGRAM FOLDER NAME
 *
 * What the application itself costs in a sign-in with the practice account, by either grant: from the press of Sign In
 * until the page is painted, from the redirect until the token is in the keyring and on the screen, and the memory that
 * stays when the page is closed. Run by take-tour. */
#include "config.h"

#include "bench.h"

#include <X11/Xlib.h>
#include <X11/Xutil.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lk-tour.h"

#define N_ROUNDS 5
#define N_PAGES 7
#define PAGE_SECONDS 30
/* Of the box with the user and password (lk-practice-pages.c). */
#define NOTE_COLOUR 0xe8f1f2
#define REST_SECONDS 10
#define AFTER_SECONDS 2
#define DAY_MS (24 * 3600 * 1000.0)
#define BEGUN "A sign-in begins"
#define REDIRECT "The redirect has come"
#define SHOWN "The token is shown"

/* The process's own memory alone: how much of the libraries counts depends on who else has them. */
static double
get_memory (LkTour *tour)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/smaps_rollup", lk_driver_get_pid (tour->driver));

  return bench_proc_kb (path, "Private_Dirty") / 1000;
}

/* When the program noted something for the last time, in milliseconds of the day: "…-DEBUG: 12:34:56.789: …". */
static double
get_time (LkTour     *tour,
          const char *what)
{
  g_autofree char *home = g_path_get_dirname (g_get_home_dir ());
  g_autofree char *path = g_build_filename (home, "output.txt", NULL);
  g_autofree char *output = NULL;
  const char *mark, *line;
  int hour, minute, second, millisecond;

  g_assert_true (g_file_get_contents (path, &output, NULL, NULL));
  mark = g_strrstr (output, what);
  lk_tour_check (tour, mark != NULL, "the program did not note: %s", what);
  for (line = mark; line > output && line[-1] != '\n'; line--)
    continue;
  line = strstr (line, "DEBUG");
  g_assert_true (line != NULL && line < mark);
  while (line < mark && sscanf (line, "%2d:%2d:%2d.%3d", &hour, &minute, &second, &millisecond) != 4)
    line++;
  g_assert_true (line < mark);

  return ((hour * 60.0 + minute) * 60 + second) * 1000 + millisecond;
}

/* A window that goes away while it is looked at is no fault. */
static int
error_cb (Display     *source,
          XErrorEvent *event)
{
  return 0;
}

static Window
find_window (Display    *display,
             const char *title)
{
  Window root, parent, found = None;
  Window *children = NULL;
  guint n_children = 0;

  XQueryTree (display, DefaultRootWindow (display), &root, &parent, &children, &n_children);
  for (guint i = 0; i < n_children && found == None; i++)
    {
      char *name = NULL;

      if (XFetchName (display, children[i], &name) && strcmp (name, title) == 0)
        found = children[i];
      if (name != NULL)
        XFree (name);
    }
  if (children != NULL)
    XFree (children);

  return found;
}

/* Whether the practice account's login page is painted: a new window may show for a while what was below it. */
static gboolean
is_page_painted (Display *display,
                 Window   window)
{
  XWindowAttributes attributes;
  XImage *image;
  guint n_pixels = 0;

  if (!XGetWindowAttributes (display, window, &attributes) || attributes.map_state != IsViewable)
    return FALSE;

  image = XGetImage (display, window, 0, attributes.height / 4, attributes.width, attributes.height / 2, AllPlanes,
                     ZPixmap);
  for (int y = 0; image != NULL && y < image->height; y += 4)
    for (int x = 0; x < image->width; x++)
      n_pixels += (XGetPixel (image, x, y) & 0xffffff) == NOTE_COLOUR;
  if (image != NULL)
    XDestroyImage (image);

  return n_pixels >= 100;
}

static double
get_time_of_day (void)
{
  g_autoptr(GDateTime) now = g_date_time_new_now_local ();

  return (g_date_time_get_hour (now) * 60 + g_date_time_get_minute (now)) * 60000.0 +
         g_date_time_get_seconds (now) * 1000;
}

/* Returns the time of day, in milliseconds, at which it is painted. */
static double
wait_page (LkTour     *tour,
           Display    *display,
           const char *title)
{
  gint64 end = g_get_monotonic_time () + PAGE_SECONDS * G_USEC_PER_SEC;

  for (;;)
    {
      Window window = find_window (display, title);

      if (window != None && is_page_painted (display, window))
        return get_time_of_day ();
      lk_tour_check (tour, g_get_monotonic_time () < end, "“%s” shows no page", title);
      g_usleep (1000);
    }
}

/* Milliseconds from Sign In until its page is painted. Begins with the program's own note: the driver takes long to
 * find the button, and GTK shows it pressed for a while. */
static double
open_page (LkTour  *tour,
           Display *display)
{
  double cost;

  lk_driver_press (tour->driver, LK_KIND_BUTTON, "Sign In");
  cost = wait_page (tour, display, "Sign In") - get_time (tour, BEGUN);
  lk_driver_look_in (tour->driver, "Sign In");
  lk_tour_see (tour, "http://127.0.0.1:*");
  g_free (tour->origin);
  tour->origin = lk_driver_read (tour->driver, LK_KIND_LABEL, "http://127.0.0.1:*");
  lk_driver_press (tour->driver, LK_KIND_BUTTON, "Cancel");
  lk_driver_wait_gone (tour->driver, LK_KIND_WINDOW, "Sign In");
  lk_driver_look_in (tour->driver, NULL);
  lk_tour_see (tour, "No token yet");

  return cost;
}

/* Milliseconds from the start of the bare program until the same page is painted. */
static double
open_bare_page (LkTour     *tour,
                Display    *display,
                const char *program,
                const char *address)
{
  const char *argv[] = { program, address, NULL };
  double begin = get_time_of_day ();
  g_autoptr(GError) error = NULL;
  double cost;
  GPid pid;

  g_spawn_async (NULL, (char **) argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, &pid,
                 &error);
  g_assert_no_error (error);
  cost = wait_page (tour, display, "Bare Page") - begin;
  kill (pid, SIGTERM);
  waitpid (pid, NULL, 0);

  return cost;
}

static void
compare_pages (LkTour     *tour,
               const char *program)
{
  Display *display = XOpenDisplay (NULL);
  double times[2][N_PAGES];

  g_assert_nonnull (display);
  XSetErrorHandler (error_cb);
  /* Once more, to have everything in the page cache. */
  open_page (tour, display);
  for (guint i = 0; i < N_PAGES; i++)
    {
      g_autofree char *client_id = lk_tour_dup_connection (tour, "client-id");
      g_autofree char *redirect_uri = lk_tour_dup_connection (tour, "redirect-uri");
      g_autofree char *address = NULL;

      times[0][i] = open_page (tour, display);
      address = g_strdup_printf ("%s/oauth2/chat/authorizations/new?response_type=token&client_id=%s&redirect_uri=%s"
                                 "&scope=read&state=bench", tour->origin, client_id, redirect_uri);
      times[1][i] = open_bare_page (tour, display, program, address);
      lk_tour_say (tour, "page: %.0f ms, bare: %.0f ms", times[0][i], times[1][i]);
    }
  XCloseDisplay (display);

  bench_add ("Sign In to the page painted", "ms", bench_median (times[0], N_PAGES), "a bare page",
             bench_median (times[1], N_PAGES), BENCH_AT_MOST, 1.2);
}

/* Signs in; returns the milliseconds from the redirect until the token, which is in the keyring then, is put on the
 * screen: it is painted with the next frame. */
static double
sign_in (LkTour *tour)
{
  g_autofree char *item = NULL;
  g_autofree char *token = NULL;
  double cost;

  lk_driver_press (tour->driver, LK_KIND_BUTTON, "Sign In");
  lk_tour_log_in (tour);
  lk_driver_enter_page (tour->driver, "Sign-in page");
  lk_driver_key (tour->driver, "Tab");
  lk_driver_key (tour->driver, "Return");
  lk_driver_look_in (tour->driver, NULL);
  lk_tour_see (tour, "You have a token*");

  item = lk_tour_dup_keyring_item (tour, "token");
  lk_tour_check (tour, item != NULL, "a token is shown that is not in the keyring");
  token = lk_tour_wait_token (tour);
  cost = get_time (tour, SHOWN) - get_time (tour, REDIRECT);

  return cost < 0 ? cost + DAY_MS : cost;
}

static void
sign_out (LkTour *tour)
{
  lk_driver_press (tour->driver, LK_KIND_BUTTON, "Sign Out");
  lk_tour_see (tour, "No token yet");
  lk_tour_wait_no_token (tour);
}

int
main (int    argc,
      char **argv)
{
  static const char *const grants[] = { "Implicit", "Authorization Code" };
  g_autoptr(LkTour) tour = NULL;
  g_autofree char *here = g_path_get_dirname (argv[0]);
  g_autofree char *bare = g_build_filename (here, "bench-bare-page", NULL);
  g_autofree char *folder = NULL;
  g_autofree char *path = NULL;
  double times[G_N_ELEMENTS (grants)][N_ROUNDS];
  double before = 0, after = 0, processes = 0;

  setlocale (LC_ALL, "");
  g_assert_cmpint (argc, ==, 4);
  folder = g_build_filename (argv[2], argv[3], NULL);
  path = g_strconcat (folder, ".json", NULL);
  tour = lk_tour_new (argv[1], folder);

  lk_tour_open (tour);
  lk_tour_see (tour, "Get a Zendesk Chat Token");
  lk_tour_start_practice (tour, grants[0]);
  lk_tour_see (tour, "No token yet");
  lk_driver_pause (tour->driver, REST_SECONDS * 1000);
  before = get_memory (tour);
  if (before <= 0)
    return 77;

  for (guint grant = 0; grant < G_N_ELEMENTS (grants); grant++)
    {
      if (grant > 0)
        {
          lk_driver_press (tour->driver, LK_KIND_BUTTON, "Connection Menu");
          lk_driver_press (tour->driver, LK_KIND_MENU_ITEM, "Edit Connection*");
          lk_driver_set_switch (tour->driver, grants[grant], TRUE);
          lk_driver_press (tour->driver, LK_KIND_BUTTON, "Save");
          lk_driver_wait_gone (tour->driver, LK_KIND_BUTTON, "Save");
        }

      for (guint i = 0; i < N_ROUNDS; i++)
        {
          times[grant][i] = sign_in (tour);
          lk_tour_say (tour, "%s: %.0f ms", grants[grant], times[grant][i]);
          if (grant == 0 && i == 0)
            {
              lk_driver_pause (tour->driver, AFTER_SECONDS * 1000);
              after = get_memory (tour);
              processes = (lk_tour_find_process (tour, "WebKitWebProces") != 0) +
                          (lk_tour_find_process (tour, "WebKitNetworkPr") != 0);
            }
          sign_out (tour);
        }
    }
  compare_pages (tour, bare);
  lk_tour_quit (tour);

  bench_add ("redirect to token kept and shown, implicit", "ms", bench_median (times[0], N_ROUNDS), NULL, 0,
             BENCH_AT_MOST, 150);
  bench_add ("redirect to token kept and shown, code", "ms", bench_median (times[1], N_ROUNDS), NULL, 0,
             BENCH_AT_MOST, 150);
  bench_add ("memory 2 s after the first sign-in, beyond that at rest before it", "MB", after - before, NULL, 0,
             BENCH_AT_MOST, 2);
  bench_add ("WebKit's processes then", "", processes, NULL, 0, BENCH_AT_MOST, 0);

  return bench_finish (path);
}
