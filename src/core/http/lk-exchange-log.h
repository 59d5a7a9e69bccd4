/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkExchangeLog: every exchange of this run, newest first, as a GListModel, bounded by bytes, never on disk. */
#pragma once

#include "lk-exchange.h"

G_BEGIN_DECLS

#define LK_TYPE_EXCHANGE_LOG (lk_exchange_log_get_type ())
G_DECLARE_FINAL_TYPE (LkExchangeLog, lk_exchange_log, LK, EXCHANGE_LOG, GObject)

LkExchangeLog *lk_exchange_log_new            (gsize          max_bytes);
void           lk_exchange_log_add            (LkExchangeLog *self,
                                               LkExchange    *exchange);
void           lk_exchange_log_clear          (LkExchangeLog *self);
gsize          lk_exchange_log_get_bytes      (LkExchangeLog *self);
guint          lk_exchange_log_get_n_dropped  (LkExchangeLog *self);
guint          lk_exchange_log_get_n_forgotten (LkExchangeLog *self);

G_END_DECLS
