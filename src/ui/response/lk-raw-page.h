/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkRawPage: a body as text, laid out or as it was sent; nothing of it is ever left out. */
#pragma once

#include <adwaita.h>

#include "lk-json-index.h"
#include "lk-raw-text.h"

G_BEGIN_DECLS

#define LK_TYPE_RAW_PAGE (lk_raw_page_get_type ())
G_DECLARE_FINAL_TYPE (LkRawPage, lk_raw_page, LK, RAW_PAGE, AdwBin)

void       lk_raw_page_set_body   (LkRawPage   *self,
                                   GBytes      *body,
                                   LkJsonIndex *index,
                                   const char  *language);
LkRawText *lk_raw_page_get_text   (LkRawPage   *self);
gsize      lk_raw_page_get_place  (LkRawPage   *self);
gsize      lk_raw_page_find_place (LkRawPage   *self,
                                   gsize        place);
void       lk_raw_page_select     (LkRawPage   *self,
                                   gsize        start,
                                   gsize        end);

G_END_DECLS
