/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkRawMap: maps offsets between two texts that differ only in blanks, such as JSON as sent and formatted JSON. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _LkRawMap LkRawMap;

LkRawMap *lk_raw_map_new   (GBytes         *one,
                            GBytes         *other);
void      lk_raw_map_free  (LkRawMap       *self);
gsize     lk_raw_map_there (const LkRawMap *self,
                            gsize           offset);
gsize     lk_raw_map_back  (const LkRawMap *self,
                            gsize           offset);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LkRawMap, lk_raw_map_free)

G_END_DECLS
