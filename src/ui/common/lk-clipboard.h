/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copying to the clipboard: secrets are marked, cleared after a time and never on PRIMARY; other text is plain. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

guint    lk_clipboard_get_seconds  (GSettings  *settings);
void     lk_clipboard_copy_secret  (GtkWidget  *widget,
                                    const char *secret,
                                    guint       seconds);
void     lk_clipboard_copy_text    (GtkWidget  *widget,
                                    const char *text,
                                    const char *message);
void     lk_clipboard_copy_bytes   (GtkWidget  *widget,
                                    GBytes     *text,
                                    const char *message);
gboolean lk_clipboard_holds_secret (GdkDisplay *display);
void     lk_clipboard_clear        (GdkDisplay *display);

G_END_DECLS
