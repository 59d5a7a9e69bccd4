/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a secret must not be: the redirect's port, files, processes, titles, the screen. */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "lk-tour.h"

#define MAX_SEARCHED_FILE (256 * 1024 * 1024)

static gboolean
heard_cb (GSocketService    *service,
          GSocketConnection *connection,
          GObject           *source,
          gpointer           user_data)
{
  LkTour *tour = user_data;

  tour->n_heard++;

  return FALSE;
}

/**
 * lk_tour_listen:
 * @tour: a tour with a saved connection
 *
 * Listens on the port of the connection's redirect URL: an embedded sign-in must never reach it.
 */
void
lk_tour_listen (LkTour *tour)
{
  g_autofree char *redirect = lk_tour_dup_connection (tour, "redirect-uri");
  g_autoptr(GUri) uri = redirect != NULL ? g_uri_parse (redirect, G_URI_FLAGS_NONE, NULL) : NULL;
  GSocketService *service = g_socket_service_new ();
  g_autoptr(GError) error = NULL;

  lk_tour_check (tour, uri != NULL, "the saved connection has no redirect URL");
  lk_tour_check (tour,
                 g_socket_listener_add_inet_port (G_SOCKET_LISTENER (service), g_uri_get_port (uri), NULL, &error),
                 "nothing can listen on the redirect's port: %s", error != NULL ? error->message : "");
  g_signal_connect (service, "incoming", G_CALLBACK (heard_cb), tour);
  g_ptr_array_add (tour->listeners, service);
}

/**
 * lk_tour_learn_secret:
 * @tour: a tour
 * @secret: a token, a password, a client secret
 *
 * Remembers what must be found nowhere.
 */
void
lk_tour_learn_secret (LkTour     *tour,
                      const char *secret)
{
  if (!g_ptr_array_find_with_equal_func (tour->secrets, secret, g_str_equal, NULL))
    g_ptr_array_add (tour->secrets, g_strdup (secret));
}

/* Plain, percent-encoded and in base64, whatever stands before it there. */
static gboolean
holds_secret (const char *bytes,
              gsize       length,
              const char *secret)
{
  g_autofree char *escaped = g_uri_escape_string (secret, NULL, FALSE);

  if (memmem (bytes, length, secret, strlen (secret)) != NULL ||
      memmem (bytes, length, escaped, strlen (escaped)) != NULL)
    return TRUE;

  for (guint shift = 0; shift < 3; shift++)
    {
      g_autofree char *shifted = g_strdup_printf ("%.*s%s", (int) shift, "  ", secret);
      g_autofree char *encoded = g_base64_encode ((const guchar *) shifted, strlen (shifted));
      /* The first and last characters depend on what stands around. */
      gsize from = shift == 0 ? 0 : 4;
      gsize n = strlen (encoded) - from;

      n = n > 8 ? n - 4 : n;
      if (memmem (bytes, length, encoded + from, n) != NULL)
        return TRUE;
    }

  return FALSE;
}

static void
search_bytes (LkTour     *tour,
              const char *where,
              const char *bytes,
              gsize       length)
{
  for (guint i = 0; i < tour->secrets->len; i++)
    lk_tour_check (tour, !holds_secret (bytes, length, g_ptr_array_index (tour->secrets, i)),
                   "a secret of the sign-in stands in %s", where);
}

static guint
search_folder (LkTour     *tour,
               const char *folder)
{
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint n_files = 0;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autoptr(GMappedFile) file = NULL;

      if (g_file_test (path, G_FILE_TEST_IS_SYMLINK))
        continue;

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        {
          n_files += search_folder (tour, path);
          continue;
        }

      if (!g_file_test (path, G_FILE_TEST_IS_REGULAR))
        continue;

      file = g_mapped_file_new (path, FALSE, NULL);
      if (file == NULL || g_mapped_file_get_length (file) > MAX_SEARCHED_FILE)
        continue;

      n_files++;
      if (g_mapped_file_get_length (file) > 0)
        search_bytes (tour, path, g_mapped_file_get_contents (file), g_mapped_file_get_length (file));
    }

  return n_files;
}

static GPid
get_parent (GPid pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/stat", pid);
  g_autofree char *stat = NULL;
  const char *after_name;
  int parent = 0;

  if (!g_file_get_contents (path, &stat, NULL, NULL))
    return 0;

  /* The name stands in parentheses and may hold anything. */
  after_name = strrchr (stat, ')');
  if (after_name == NULL || sscanf (after_name, ") %*c %d", &parent) != 1)
    return 0;

  return parent;
}

static gboolean
descends_from (GPid pid,
               GPid ancestor)
{
  for (guint depth = 0; pid > 1 && depth < 32; depth++)
    {
      if (pid == ancestor)
        return TRUE;

      pid = get_parent (pid);
    }

  return FALSE;
}

static guint
search_processes (LkTour *tour)
{
  static const char *const files[] = { "cmdline", "environ" };
  g_autoptr(GDir) dir = g_dir_open ("/proc", 0, NULL);
  const char *name;
  guint n_processes = 0;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      GPid pid = (GPid) g_ascii_strtoll (name, NULL, 10);

      if (pid <= 1 || !descends_from (pid, lk_driver_get_pid (tour->driver)))
        continue;

      n_processes++;
      for (guint i = 0; i < G_N_ELEMENTS (files); i++)
        {
          g_autofree char *path = g_build_filename ("/proc", name, files[i], NULL);
          g_autofree char *contents = NULL;
          gsize length;

          if (g_file_get_contents (path, &contents, &length, NULL))
            search_bytes (tour, path, contents, length);
        }
    }

  return n_processes;
}

/**
 * lk_tour_find_process:
 * @tour: a tour with a running program
 * @name: the process's name, of which the kernel keeps 15 characters
 *
 * Looks among the processes that the program has started, and those that they have started.
 *
 * Returns: the process's id, 0 when there is none
 */
GPid
lk_tour_find_process (LkTour     *tour,
                      const char *name)
{
  g_autoptr(GDir) dir = g_dir_open ("/proc", 0, NULL);
  const char *entry;

  while ((entry = g_dir_read_name (dir)) != NULL)
    {
      GPid pid = (GPid) g_ascii_strtoll (entry, NULL, 10);
      g_autofree char *path = g_build_filename ("/proc", entry, "comm", NULL);
      g_autofree char *comm = NULL;

      if (pid > 1 && descends_from (pid, lk_driver_get_pid (tour->driver)) &&
          g_file_get_contents (path, &comm, NULL, NULL) && g_str_equal (g_strchomp (comm), name))
        return pid;
    }

  return 0;
}

/**
 * lk_tour_search_leaks:
 * @tour: a tour
 *
 * Searches every channel for every secret learned: the files of the session (the program's output, the caches and the
 * keyring's own file among them), the arguments and environment of the program and of what it started, window titles,
 * and all that assistive tools are told. Checks that nothing was heard on the redirect's port.
 */
void
lk_tour_search_leaks (LkTour *tour)
{
  g_autofree char *world = g_path_get_dirname (g_get_home_dir ());
  g_autofree char *tree = lk_driver_dump (tour->driver);
  g_autofree char *titles = NULL;
  guint n_files;
  guint n_processes;

  lk_tour_check (tour, tour->secrets->len > 0, "no secret was learned");
  lk_tour_check (tour, tour->n_heard == 0, "something reached the redirect's port %u times", tour->n_heard);

  n_files = search_folder (tour, world);
  n_processes = search_processes (tour);
  lk_tour_check (tour, n_files > 0 && n_processes > 0, "nothing was searched");

  search_bytes (tour, "the accessibility tree", tree, strlen (tree));
  titles = lk_tour_run (tour, NULL, (const char *const[]) { "xwininfo", "-root", "-tree", NULL });
  lk_tour_check (tour, titles != NULL, "the window titles cannot be read");
  search_bytes (tour, "a window's title", titles, strlen (titles));

  lk_tour_say (tour, "no secret in %u files, in the arguments and environment of %u processes, in titles or on screen",
               n_files, n_processes);
}
