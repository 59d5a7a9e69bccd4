/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkJsonRowView: a row of the tree: the key, the value or the beginning of what is in it, and the type, in one line. */
#pragma once

#include <adwaita.h>

#include "lk-json-rows.h"
#include "lk-json-search.h"

G_BEGIN_DECLS

#define LK_TYPE_JSON_ROW_VIEW (lk_json_row_view_get_type ())
G_DECLARE_FINAL_TYPE (LkJsonRowView, lk_json_row_view, LK, JSON_ROW_VIEW, GtkWidget)

GtkWidget *lk_json_row_view_new         (void);
void       lk_json_row_view_set_row     (LkJsonRowView *self,
                                         LkJsonRow     *row);
LkJsonRow *lk_json_row_view_get_row     (LkJsonRowView *self);
void       lk_json_row_view_set_search  (LkJsonRowView *self,
                                         LkJsonSearch  *search);
gboolean   lk_json_row_view_is_arrow_at (LkJsonRowView *self,
                                         double         x);
char      *lk_json_row_view_dup_text    (LkJsonRowView *self);
char      *lk_json_row_view_say         (LkJsonRow     *row);

G_END_DECLS
