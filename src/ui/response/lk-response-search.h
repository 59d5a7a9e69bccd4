/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkResponseSearch: the bar that finds a text in an answer, in its tree or as raw text, and the values at a path. */
#pragma once

#include <adwaita.h>

#include "lk-json-tree-view.h"
#include "lk-raw-page.h"

G_BEGIN_DECLS

typedef enum
{
  LK_RESPONSE_SEARCH_NOWHERE,
  LK_RESPONSE_SEARCH_TREE,
  LK_RESPONSE_SEARCH_RAW,
} LkResponseSearchPlace;

#define LK_TYPE_RESPONSE_SEARCH (lk_response_search_get_type ())
G_DECLARE_FINAL_TYPE (LkResponseSearch, lk_response_search, LK, RESPONSE_SEARCH, AdwBin)

void lk_response_search_set_views (LkResponseSearch      *self,
                                   LkJsonTreeView        *tree_view,
                                   LkRawPage             *raw_page);
void lk_response_search_set_index (LkResponseSearch      *self,
                                   LkJsonIndex           *index);
void lk_response_search_set_place (LkResponseSearch      *self,
                                   LkResponseSearchPlace  place);
void lk_response_search_open      (LkResponseSearch      *self);
void lk_response_search_step      (LkResponseSearch      *self,
                                   gboolean               forward);

G_END_DECLS
