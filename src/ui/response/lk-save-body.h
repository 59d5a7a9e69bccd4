/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Saving the body of an answer to a file that the user chooses. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void lk_save_body_ask   (GtkWidget  *parent,
                         const char *url,
                         const char *extension,
                         GBytes     *text);
void lk_save_body_write (GtkWidget  *parent,
                         const char *path,
                         GBytes     *text);

G_END_DECLS
