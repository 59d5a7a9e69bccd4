/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkRawPage: the text of an answer, formatted or as it was sent. It is always shown whole. */
#pragma once

#include <adwaita.h>

#include "lk-answer.h"
#include "lk-raw-text.h"

G_BEGIN_DECLS

#define LK_TYPE_RAW_PAGE (lk_raw_page_get_type ())
G_DECLARE_FINAL_TYPE (LkRawPage, lk_raw_page, LK, RAW_PAGE, AdwBin)

void       lk_raw_page_set_answer  (LkRawPage *self,
                                    LkAnswer  *answer);
LkRawText *lk_raw_page_get_text    (LkRawPage *self);
gsize      lk_raw_page_get_offset  (LkRawPage *self);
gsize      lk_raw_page_find_offset (LkRawPage *self,
                                    gsize      offset);
void       lk_raw_page_select      (LkRawPage *self,
                                    gsize      start,
                                    gsize      end);

G_END_DECLS
