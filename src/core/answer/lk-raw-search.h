/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkRawSearch: an LkSearch through a raw text. */
#pragma once

#include "lk-raw-text.h"

G_BEGIN_DECLS

/* Further hits are dropped. */
#define LK_RAW_SEARCH_MAX_HITS 100000

#define LK_TYPE_RAW_SEARCH (lk_raw_search_get_type ())
G_DECLARE_FINAL_TYPE (LkRawSearch, lk_raw_search, LK, RAW_SEARCH, GObject)

LkRawSearch *lk_raw_search_new (LkRawText  *text,
                                const char *needle,
                                gsize       origin);

G_END_DECLS
