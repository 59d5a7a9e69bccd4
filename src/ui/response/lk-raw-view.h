/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkRawView: a view of a text of any length that lays out only the visible part. The text can be selected and
 * copied. */
#pragma once

#include <gtk/gtk.h>

#include "lk-raw-text.h"

G_BEGIN_DECLS

#define LK_TYPE_RAW_VIEW (lk_raw_view_get_type ())
G_DECLARE_FINAL_TYPE (LkRawView, lk_raw_view, LK, RAW_VIEW, GtkWidget)

GtkWidget *lk_raw_view_new           (void);
void       lk_raw_view_set_text      (LkRawView *self,
                                      LkRawText *text);
void       lk_raw_view_select        (LkRawView *self,
                                      gsize      start,
                                      gsize      end);
gboolean   lk_raw_view_get_selection (LkRawView *self,
                                      gsize     *start,
                                      gsize     *end);

G_END_DECLS
