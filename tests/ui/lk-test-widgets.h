/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Helpers to show widgets and to find what they display. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void       lk_test_widgets_init        (int        *argc,
                                        char     ***argv);
GtkWidget *lk_test_window_new          (GtkWidget  *child,
                                        int         width,
                                        int         height);

GtkWidget *lk_test_find_type           (GtkWidget  *widget,
                                        GType       type);
GtkWidget *lk_test_find_label          (GtkWidget  *widget,
                                        const char *text);
char      *lk_test_dup_text            (GtkWidget  *widget);

void       lk_test_wait_for_text       (GtkWidget  *widget,
                                        const char *text);

G_END_DECLS
