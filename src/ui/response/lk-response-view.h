/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkResponseView: an answer: its status, time and size in a strip, and below them a table where there is one, the body
 * and the headers. */
#pragma once

#include <adwaita.h>

#include "lk-exchange.h"

G_BEGIN_DECLS

#define LK_TYPE_RESPONSE_VIEW (lk_response_view_get_type ())
G_DECLARE_FINAL_TYPE (LkResponseView, lk_response_view, LK, RESPONSE_VIEW, AdwBin)

GtkWidget *lk_response_view_new       (void);
void       lk_response_view_show_view (LkResponseView *self,
                                       const char     *name);
void       lk_response_view_save      (LkResponseView *self,
                                       const char     *path);

G_END_DECLS
