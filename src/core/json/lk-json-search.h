/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkJsonSearch: every key and scalar of a body that holds a text. It runs in a worker from when it is made; what it has
 * found can be used at once, and notify::n-hits and notify::done tell of more. Drop it to stop it.
 *
 *   search = lk_json_search_new (index, "visitor");
 *   place = lk_json_search_next (search, value->key != LK_JSON_NOWHERE ? value->key : value->start);
 *   lk_json_search_get_hit (search, place, &hit);
 *   lineage = lk_json_index_get_lineage (index, hit.value);    what to expand, from the root down
 */
#pragma once

#include "lk-json-index.h"

G_BEGIN_DECLS

/* So many hits are kept. */
#define LK_JSON_SEARCH_MAX_HITS 1000000

#define LK_JSON_NO_HIT G_MAXUINT

typedef struct
{
  gsize    token;       /* where the key or scalar that holds the text begins */
  gsize    value;       /* where the value begins: the scalar itself, or what the key belongs to */
  gboolean in_key;
} LkJsonHit;

#define LK_TYPE_JSON_SEARCH (lk_json_search_get_type ())
G_DECLARE_FINAL_TYPE (LkJsonSearch, lk_json_search, LK, JSON_SEARCH, GObject)

LkJsonSearch *lk_json_search_new          (LkJsonIndex  *index,
                                           const char   *text);

const char   *lk_json_search_get_text     (LkJsonSearch *self);
guint         lk_json_search_get_n_hits   (LkJsonSearch *self);
gboolean      lk_json_search_is_done      (LkJsonSearch *self);
gboolean      lk_json_search_has_more     (LkJsonSearch *self);

gboolean      lk_json_search_get_hit      (LkJsonSearch *self,
                                           guint         place,
                                           LkJsonHit    *hit);
guint         lk_json_search_next         (LkJsonSearch *self,
                                           gsize         token);
guint         lk_json_search_previous     (LkJsonSearch *self,
                                           gsize         token);
gboolean      lk_json_search_find_in_text (LkJsonSearch *self,
                                           const char   *text,
                                           gsize        *start,
                                           gsize        *end);

G_END_DECLS
