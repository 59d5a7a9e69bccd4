/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A name of a window by which another program can put its own window above it. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void  lk_window_handle_export_async  (GtkWindow            *window,
                                      GCancellable         *cancellable,
                                      GAsyncReadyCallback   callback,
                                      gpointer              user_data);
char *lk_window_handle_export_finish (GtkWindow            *window,
                                      GAsyncResult         *result,
                                      GError              **error);
void  lk_window_handle_unexport      (GtkWindow            *window);

G_END_DECLS
