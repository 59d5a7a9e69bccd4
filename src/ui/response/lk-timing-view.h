/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkTimingView: where the time of an exchange went, as bars and in figures. */
#pragma once

#include <adwaita.h>

#include "lk-exchange.h"

G_BEGIN_DECLS

#define LK_TYPE_TIMING_VIEW (lk_timing_view_get_type ())
G_DECLARE_FINAL_TYPE (LkTimingView, lk_timing_view, LK, TIMING_VIEW, AdwBin)

void lk_timing_view_set_times (LkTimingView          *self,
                               const LkExchangeTimes *times);

G_END_DECLS
