/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkExchangeWindow: a window for one exchange. */
#pragma once

#include <adwaita.h>

#include "lk-exchange.h"

G_BEGIN_DECLS

#define LK_TYPE_EXCHANGE_WINDOW (lk_exchange_window_get_type ())
G_DECLARE_FINAL_TYPE (LkExchangeWindow, lk_exchange_window, LK, EXCHANGE_WINDOW, AdwWindow)

GtkWidget *lk_exchange_window_present (GtkWidget  *parent,
                                       LkExchange *exchange);

G_END_DECLS
