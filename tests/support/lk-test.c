/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-test.h"

#include <ftw.h>
#include <string.h>
#include <unistd.h>

#include <glib/gstdio.h>

#define WAIT_SECONDS 60
#define MAX_OPEN_FOLDERS 16

static char folder[] = "/tmp/lk-test-XXXXXX";

static gboolean
timed_out_cb (gpointer data)
{
  gboolean *timed_out = data;

  *timed_out = TRUE;

  return G_SOURCE_REMOVE;
}

static gboolean
tick_cb (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

static gboolean
has_result (gpointer data)
{
  GAsyncResult **slot = data;

  return *slot != NULL;
}

static int
remove_cb (const char        *path,
           const struct stat *status,
           int                kind,
           struct FTW        *place)
{
  return remove (path);
}

static void
remove_folder (void)
{
  nftw (folder, remove_cb, MAX_OPEN_FOLDERS, FTW_DEPTH | FTW_PHYS);
}

/* Before anything asks GLib for a folder: it remembers its answer. Children get them too. */
static void
isolate_folders (void)
{
  static const struct
  {
    const char *variable;
    const char *name;
  } folders[] = {
    { "HOME", "home" },
    { "XDG_CACHE_HOME", "cache" },
    { "XDG_CONFIG_HOME", "config" },
    { "XDG_CONFIG_DIRS", "system-config" },
    { "XDG_DATA_HOME", "data" },
    { "XDG_DATA_DIRS", "system-data" },
    { "XDG_STATE_HOME", "state" },
    { "XDG_RUNTIME_DIR", "runtime" },
  };

  if (g_mkdtemp (folder) == NULL)
    g_error ("There is no room for folders of the test's own");
  atexit (remove_folder);

  for (gsize i = 0; i < G_N_ELEMENTS (folders); i++)
    {
      g_autofree char *path = g_build_filename (folder, folders[i].name, NULL);

      if (g_mkdir (path, 0700) != 0)
        g_error ("%s cannot be made", path);
      g_setenv (folders[i].variable, path, TRUE);
    }
}

void
lk_test_init (int    *argc,
              char ***argv)
{
  isolate_folders ();
  g_setenv ("GSETTINGS_BACKEND", "memory", TRUE);
  g_setenv ("GIO_USE_VFS", "local", TRUE);
  g_setenv ("GIO_USE_PROXY_RESOLVER", "dummy", TRUE);
  g_setenv ("GDK_DEBUG", "no-portals", TRUE);
  g_setenv ("GTK_IM_MODULE", "none", TRUE);
  g_setenv ("LC_ALL", "C.UTF-8", TRUE);

  g_test_init (argc, argv, NULL);
}

void
lk_test_async_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      slot)
{
  GAsyncResult **out = slot;

  g_assert_null (*out);
  *out = g_object_ref (result);
}

void
lk_test_wait (GAsyncResult **slot)
{
  lk_test_wait_until (has_result, slot, WAIT_SECONDS);
}

void
lk_test_wait_until (gboolean (*condition) (gpointer),
                    gpointer data,
                    guint    seconds)
{
  gboolean timed_out = FALSE;
  guint timer = g_timeout_add_seconds (seconds, timed_out_cb, &timed_out);
  /* A condition may be of the world outside, as that a process is gone, which wakes no main loop. */
  guint ticker = g_timeout_add (50, tick_cb, NULL);

  while (!condition (data))
    {
      if (timed_out)
        g_error ("waited %u s in vain", seconds);

      g_main_context_iteration (NULL, TRUE);
    }

  if (!timed_out)
    g_source_remove (timer);
  g_source_remove (ticker);
}

void
lk_test_spin (guint milliseconds)
{
  gboolean timed_out = FALSE;

  g_timeout_add (milliseconds, timed_out_cb, &timed_out);

  while (!timed_out)
    g_main_context_iteration (NULL, TRUE);
}

gsize
lk_test_resident (void)
{
  g_autofree char *statm = NULL;
  gsize pages;

  g_assert_true (g_file_get_contents ("/proc/self/statm", &statm, NULL, NULL));
  pages = g_ascii_strtoull (strchr (statm, ' ') + 1, NULL, 10);

  return pages * (gsize) sysconf (_SC_PAGESIZE);
}
