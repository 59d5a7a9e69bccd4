/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkHeadersView: the headers of an answer and of its request, each to be copied, none with a secret in it. */
#pragma once

#include <adwaita.h>

#include "lk-exchange.h"

G_BEGIN_DECLS

#define LK_TYPE_HEADERS_VIEW (lk_headers_view_get_type ())
G_DECLARE_FINAL_TYPE (LkHeadersView, lk_headers_view, LK, HEADERS_VIEW, AdwBin)

void lk_headers_view_set_exchange (LkHeadersView *self,
                                   LkExchange    *exchange);

G_END_DECLS
