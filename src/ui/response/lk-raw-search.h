/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkRawSearch: where a raw text holds what is looked for, as LkJsonSearch is for a tree. It runs in a worker from when
 * it is made, and first from where the text is looked at; notify::n-hits and notify::done tell of what it has found.
 * Drop it to stop it. */
#pragma once

#include "lk-raw-text.h"

G_BEGIN_DECLS

/* So many hits are kept. */
#define LK_RAW_SEARCH_MAX_HITS 100000

#define LK_TYPE_RAW_SEARCH (lk_raw_search_get_type ())
G_DECLARE_FINAL_TYPE (LkRawSearch, lk_raw_search, LK, RAW_SEARCH, GObject)

LkRawSearch *lk_raw_search_new          (LkRawText   *text,
                                         const char  *needle,
                                         gsize        origin);

guint        lk_raw_search_get_n_hits   (LkRawSearch *self);
gboolean     lk_raw_search_is_done      (LkRawSearch *self);
gboolean     lk_raw_search_has_more     (LkRawSearch *self);

gsize        lk_raw_search_get_hit      (LkRawSearch *self,
                                         guint        place,
                                         gsize       *end);
guint        lk_raw_search_count_before (LkRawSearch *self,
                                         gsize        offset);
guint        lk_raw_search_get_first    (LkRawSearch *self);

G_END_DECLS
