/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asks where to save a file. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void   lk_save_dialog_ask_async   (GtkWidget            *parent,
                                   const char           *title,
                                   const char           *name,
                                   GCancellable         *cancellable,
                                   GAsyncReadyCallback   callback,
                                   gpointer              user_data);
char  *lk_save_dialog_ask_finish  (GtkWidget            *parent,
                                   GAsyncResult         *result,
                                   GError              **error);

G_END_DECLS
