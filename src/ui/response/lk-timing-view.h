/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkTimingView: how long each step of its property `exchange` took, as bars and figures. */
#pragma once

#include <adwaita.h>

#include "lk-exchange.h"

G_BEGIN_DECLS

#define LK_TYPE_TIMING_VIEW (lk_timing_view_get_type ())
G_DECLARE_FINAL_TYPE (LkTimingView, lk_timing_view, LK, TIMING_VIEW, AdwBin)

G_END_DECLS
