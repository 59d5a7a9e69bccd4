/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkResponseSearch: the bar that finds a text in the tree or the raw text of an answer, or filters the tree by a path.
 * Its property `index` is that of the whole body that the tree shows. */
#pragma once

#include <adwaita.h>

#include "lk-json-tree-view.h"
#include "lk-raw-page.h"

G_BEGIN_DECLS

/* The view that is searched. */
typedef enum
{
  LK_RESPONSE_SEARCH_NONE,
  LK_RESPONSE_SEARCH_TREE,
  LK_RESPONSE_SEARCH_RAW,
} LkResponseSearchScope;

#define LK_TYPE_RESPONSE_SEARCH (lk_response_search_get_type ())
G_DECLARE_FINAL_TYPE (LkResponseSearch, lk_response_search, LK, RESPONSE_SEARCH, AdwBin)

void lk_response_search_set_views (LkResponseSearch      *self,
                                   LkJsonTreeView        *tree_view,
                                   LkRawPage             *raw_page);
void lk_response_search_set_scope (LkResponseSearch      *self,
                                   LkResponseSearchScope  scope);
void lk_response_search_open      (LkResponseSearch      *self);
void lk_response_search_step      (LkResponseSearch      *self,
                                   gboolean               forward);

G_END_DECLS
