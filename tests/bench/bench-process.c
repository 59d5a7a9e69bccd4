/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Usage: bench-process PROGRAM FOLDER NAME
 *
 * What the application costs before anything is done with it: the way to its first frame, its memory at rest, how often
 * it wakes. It runs as a process of its own and is looked at from outside, in turns with a bare window. Run by
 * take-tour, in a session of its own. */
#include "config.h"

#include "bench.h"

#include <X11/Xlib.h>
#include <X11/Xutil.h>
#include <X11/extensions/Xdamage.h>
#include <math.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define N_STARTS 15
#define N_RESTS 3
/* A start loads its icons with GLib's thread pool, whose workers end 15 seconds after their last work: once each, in
 * any program of GTK. */
#define REST_SECONDS 20
#define IDLE_SECONDS 60
#define START_SECONDS 30

static const char connections[] =
  "{\"version\":1,\"connections\":[{\"id\":\"7e2b4a7c-52c8-4c0e-9d0c-0a4f0e6a9b11\",\"name\":\"Acme\","
  "\"kind\":\"integrated\",\"subdomain\":\"acme\",\"client-id\":\"latchkey\"}]}";

static Display *display;
static int damage_event;

static void
save_connection (void)
{
  g_autofree char *folder = g_build_filename (g_get_user_data_dir (), "latchkey", NULL);
  g_autofree char *path = g_build_filename (folder, "connections.json", NULL);
  g_autoptr(GError) error = NULL;

  g_mkdir_with_parents (folder, 0700);
  g_file_set_contents_full (path, connections, -1, G_FILE_SET_CONTENTS_NONE, 0600, &error);
  g_assert_no_error (error);
}

static void
open_display (void)
{
  int error_base;

  display = XOpenDisplay (NULL);
  g_assert_nonnull (display);
  g_assert_true (XDamageQueryExtension (display, &damage_event, &error_base));
  XSelectInput (display, DefaultRootWindow (display), SubstructureNotifyMask);
}

/* A window that goes away while it is looked at is no fault. */
static int
error_cb (Display     *source,
          XErrorEvent *event)
{
  return 0;
}

/* Whether a window shows more than one colour: a background alone is no frame. */
static gboolean
is_painted (Window window)
{
  XWindowAttributes attributes;
  XImage *image;
  gboolean painted = FALSE;

  if (!XGetWindowAttributes (display, window, &attributes) || attributes.map_state != IsViewable ||
      attributes.width < 300)
    return FALSE;

  /* Through the middle of the header bar, where either program has its title. */
  image = XGetImage (display, window, 0, 0, attributes.width, attributes.height / 2, AllPlanes, ZPixmap);
  for (int y = 0; image != NULL && y < image->height && !painted; y += 4)
    for (int x = 1; x < image->width && !painted; x++)
      painted = XGetPixel (image, x, y) != XGetPixel (image, 0, 0);
  if (image != NULL)
    XDestroyImage (image);

  return painted;
}

static GPid
spawn (const char *program)
{
  const char *argv[] = { program, NULL };
  GPid pid;
  g_autoptr(GError) error = NULL;

  g_spawn_async (NULL, (char **) argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, &pid,
                 &error);
  g_assert_no_error (error);

  return pid;
}

/* Starts a program; `seconds` is how long it took from there to the first painted frame. */
static GPid
start (const char *program,
       double     *seconds)
{
  gint64 begin = g_get_monotonic_time ();
  gint64 end = begin + START_SECONDS * G_USEC_PER_SEC;
  GPid pid = spawn (program);

  for (;;)
    {
      struct pollfd descriptor = { ConnectionNumber (display), POLLIN, 0 };
      XEvent event;

      if (g_get_monotonic_time () > end)
        g_error ("%s shows no window", program);
      if (XPending (display) == 0 && poll (&descriptor, 1, 1000) <= 0)
        continue;
      if (XPending (display) == 0)
        continue;

      XNextEvent (display, &event);
      if (event.type == CreateNotify)
        {
          XDamageCreate (display, event.xcreatewindow.window, XDamageReportNonEmpty);
        }
      else if (event.type == damage_event + XDamageNotify)
        {
          XDamageNotifyEvent *damage = (XDamageNotifyEvent *) &event;
          double now = (double) (g_get_monotonic_time () - begin) / G_USEC_PER_SEC;

          XDamageSubtract (display, damage->damage, None, None);
          if (is_painted (damage->drawable))
            {
              *seconds = now;
              return pid;
            }
        }
    }
}

static void
stop (GPid pid)
{
  kill (pid, SIGTERM);
  waitpid (pid, NULL, 0);
  XSync (display, True);
}

/* How often each of its threads has slept and been woken, by the thread's id. */
static GHashTable *
read_wakeups (GPid pid)
{
  GHashTable *wakeups = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autofree char *folder = g_strdup_printf ("/proc/%d/task", pid);
  g_autoptr(GDir) tasks = g_dir_open (folder, 0, NULL);
  const char *task;

  g_assert_nonnull (tasks);
  while ((task = g_dir_read_name (tasks)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, task, "status", NULL);
      double count = bench_proc_kb (path, "voluntary_ctxt_switches");

      g_hash_table_insert (wakeups, g_strdup (task), g_memdup2 (&count, sizeof count));
    }

  return wakeups;
}

/* What happened in between; of a thread that has ended meanwhile, nothing is known but its end. */
static double
count_wakeups (GHashTable *before,
               GHashTable *after)
{
  GHashTableIter iter;
  gpointer task, count;
  double total = 0;

  g_hash_table_iter_init (&iter, after);
  while (g_hash_table_iter_next (&iter, &task, &count))
    {
      const double *earlier = g_hash_table_lookup (before, task);

      total += *(double *) count - (earlier != NULL ? *earlier : 0);
    }
  g_hash_table_iter_init (&iter, before);
  while (g_hash_table_iter_next (&iter, &task, NULL))
    total += !g_hash_table_contains (after, task);

  return total;
}

static double
get_pss (GPid pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/smaps_rollup", pid);

  return bench_proc_kb (path, "Pss") / 1000;
}

static guint
count_webkit (GPid pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/maps", pid);
  g_autofree char *maps = NULL;
  g_auto(GStrv) lines = NULL;
  guint n = 0;

  g_assert_true (g_file_get_contents (path, &maps, NULL, NULL));
  lines = g_strsplit (maps, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), >, 100);
  for (guint i = 0; lines[i] != NULL; i++)
    n += strstr (lines[i], "libwebkit") != NULL || strstr (lines[i], "libjavascriptcore") != NULL;

  return n;
}

int
main (int    argc,
      char **argv)
{
  g_autofree char *here = g_path_get_dirname (argv[0]);
  g_autofree char *bare = g_build_filename (here, "bench-bare", NULL);
  g_autofree char *path = NULL;
  double starts[2][N_STARTS];
  double rests[2][N_RESTS];
  double wakeups = 0, webkit = 0, ignored;
  g_autofree char *bin = NULL;
  g_autofree char *window = NULL;
  const char *programs[2];

  g_assert_cmpint (argc, ==, 4);
  bin = g_path_get_dirname (argv[1]);
  window = g_build_filename (bin, "latchkey-window", NULL);
  programs[0] = window;
  programs[1] = bare;
  path = g_strdup_printf ("%s/%s.json", argv[2], argv[3]);

  save_connection ();
  open_display ();
  XSetErrorHandler (error_cb);

  /* Once more, to have everything in the page cache and every cache of the home made. */
  for (guint i = 0; i < 2; i++)
    stop (start (programs[i], &ignored));

  for (guint round = 0; round < N_STARTS; round++)
    for (guint i = 0; i < 2; i++)
      stop (start (programs[i], &starts[i][round]));

  for (guint round = 0; round < N_RESTS; round++)
    for (guint i = 0; i < 2; i++)
      {
        GPid pid = start (programs[i], &ignored);

        g_usleep (REST_SECONDS * G_USEC_PER_SEC);
        rests[i][round] = get_pss (pid);
        if (rests[i][round] <= 0)
          return 77;
        if (i == 0 && round == N_RESTS - 1)
          {
            g_autoptr(GHashTable) before = read_wakeups (pid);
            g_autoptr(GHashTable) after = NULL;

            webkit = count_webkit (pid);
            g_usleep (IDLE_SECONDS * G_USEC_PER_SEC);
            after = read_wakeups (pid);
            wakeups = count_wakeups (before, after);
          }
        stop (pid);
      }

  bench_add ("start-up to the first painted frame", "ms", bench_median (starts[0], N_STARTS) * 1e3, "a bare window",
             bench_median (starts[1], N_STARTS) * 1e3, BENCH_AT_MOST, 1.15);
  bench_add ("memory at rest (PSS)", "MB", bench_median (rests[0], N_RESTS), "a bare window",
             bench_median (rests[1], N_RESTS), BENCH_AT_MOST, 1.15);
  bench_add ("maps of WebKit and JavaScriptCore before the first sign-in", "", webkit, NULL, 0, BENCH_AT_MOST, 0);
  bench_add ("wake-ups of all threads in an idle minute", "", wakeups, NULL, 0, BENCH_AT_MOST, 0);

  return bench_finish (path);
}
