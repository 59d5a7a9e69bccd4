/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkJsonTreeView: a body of JSON of any size as a tree. Rows are made when their parent is expanded. */
#pragma once

#include <adwaita.h>

#include "lk-json-search.h"

G_BEGIN_DECLS

#define LK_TYPE_JSON_TREE_VIEW (lk_json_tree_view_get_type ())
G_DECLARE_FINAL_TYPE (LkJsonTreeView, lk_json_tree_view, LK, JSON_TREE_VIEW, AdwBin)

GtkWidget *lk_json_tree_view_new        (void);
void       lk_json_tree_view_set_index  (LkJsonTreeView *self,
                                         LkJsonIndex    *index);
void       lk_json_tree_view_set_values (LkJsonTreeView *self,
                                         GArray         *values);
void       lk_json_tree_view_set_search (LkJsonTreeView *self,
                                         LkJsonSearch   *search);
gboolean   lk_json_tree_view_reveal     (LkJsonTreeView *self,
                                         gsize           offset);
gsize      lk_json_tree_view_get_offset (LkJsonTreeView *self);

G_END_DECLS
