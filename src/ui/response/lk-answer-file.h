/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An answer in a file of the person's choosing. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void lk_answer_file_ask   (GtkWidget  *parent,
                           const char *url,
                           const char *extension,
                           GBytes     *text);
void lk_answer_file_write (GtkWidget  *parent,
                           const char *path,
                           GBytes     *text);

G_END_DECLS
