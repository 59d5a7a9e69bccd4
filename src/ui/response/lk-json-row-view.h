/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkJsonRowView: a value in the tree: how deep, its key, the value in one line, its type in a word. */
#pragma once

#include <adwaita.h>

#include "lk-json-rows.h"

G_BEGIN_DECLS

#define LK_TYPE_JSON_ROW_VIEW (lk_json_row_view_get_type ())
G_DECLARE_FINAL_TYPE (LkJsonRowView, lk_json_row_view, LK, JSON_ROW_VIEW, GtkWidget)

GtkWidget *lk_json_row_view_new         (void);
void       lk_json_row_view_set_row     (LkJsonRowView *self,
                                         LkJsonRow     *row);
LkJsonRow *lk_json_row_view_get_row     (LkJsonRowView *self);
gboolean   lk_json_row_view_is_arrow_at (LkJsonRowView *self,
                                         double         x);
char      *lk_json_row_view_dup_text    (LkJsonRowView *self);
char      *lk_json_row_view_say         (LkJsonRow     *row);

G_END_DECLS
