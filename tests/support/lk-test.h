/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What every test program shares: isolated folders, a private environment, waiting for asynchronous results. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* g_test_init () with folders of the program's own, removed when it ends, and an environment that reaches nothing of
 * the user's. Call it first in main (). The tests of one program share the folders, for GLib, which can give each its
 * own, never frees the ones before; so they name their files apart. */
void          lk_test_init       (int      *argc,
                                  char   ***argv);

/* Asynchronous calls, made to read in order:
 *   g_autoptr(GAsyncResult) result = NULL;
 *   lk_foo_bar_async (foo, NULL, lk_test_async_cb, &result);
 *   lk_test_wait (&result);
 *   lk_foo_bar_finish (foo, result, &error); */
void          lk_test_async_cb   (GObject       *source,
                                  GAsyncResult  *result,
                                  gpointer       slot);
void          lk_test_wait       (GAsyncResult **slot);

/* Runs the default main context until `condition` holds; aborts the test after `seconds`. */
void          lk_test_wait_until (gboolean     (*condition) (gpointer),
                                  gpointer       data,
                                  guint          seconds);
/* Runs the default main context for `milliseconds`, to show that something does not happen. */
void          lk_test_spin       (guint          milliseconds);

/* The memory that the process holds, in bytes. */
gsize         lk_test_resident   (void);

G_END_DECLS
