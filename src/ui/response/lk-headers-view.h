/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkHeadersView: the headers of the request and of the answer of its property `exchange`, without secrets. */
#pragma once

#include <adwaita.h>

#include "lk-exchange.h"

G_BEGIN_DECLS

#define LK_TYPE_HEADERS_VIEW (lk_headers_view_get_type ())
G_DECLARE_FINAL_TYPE (LkHeadersView, lk_headers_view, LK, HEADERS_VIEW, AdwBin)

G_END_DECLS
