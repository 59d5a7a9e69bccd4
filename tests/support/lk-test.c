/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-test.h"

#include <string.h>
#include <unistd.h>

#define WAIT_SECONDS 60

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

void
lk_test_init (int    *argc,
              char ***argv)
{
  g_setenv ("GSETTINGS_BACKEND", "memory", TRUE);
  g_setenv ("GIO_USE_VFS", "local", TRUE);
  g_setenv ("GIO_USE_PROXY_RESOLVER", "dummy", TRUE);
  g_setenv ("GDK_DEBUG", "no-portals", TRUE);
  g_setenv ("GTK_IM_MODULE", "none", TRUE);
  g_setenv ("LC_ALL", "C.UTF-8", TRUE);

  g_test_init (argc, argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
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
