/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Helpers for widgets. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void       lk_ui_show_toast    (GtkWidget           *widget,
                                const char          *message);
void       lk_ui_remove_all    (GtkWidget           *box);
GtkWidget *lk_ui_label_new     (const char          *text,
                                const char          *css_class);
void       lk_ui_name_control  (GtkWidget           *widget,
                                const char          *name,
                                const char          *description);

G_END_DECLS
