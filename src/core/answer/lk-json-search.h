/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkJsonSearch: an LkSearch for every key and scalar of a body that holds a text. A hit is the whole key or scalar. */
#pragma once

#include "lk-json-index.h"

G_BEGIN_DECLS

/* So many hits are kept. */
#define LK_JSON_SEARCH_MAX_HITS 1000000

#define LK_TYPE_JSON_SEARCH (lk_json_search_get_type ())
G_DECLARE_FINAL_TYPE (LkJsonSearch, lk_json_search, LK, JSON_SEARCH, GObject)

LkJsonSearch *lk_json_search_new          (LkJsonIndex  *index,
                                           const char   *text);
gboolean      lk_json_search_find_in_text (LkJsonSearch *self,
                                           const char   *text,
                                           gsize        *start,
                                           gsize        *end);

G_END_DECLS
