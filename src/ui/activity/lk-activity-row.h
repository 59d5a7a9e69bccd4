/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkActivityRow: an exchange in a list: purpose, address and outcome. */
#pragma once

#include <adwaita.h>

#include "lk-exchange.h"

G_BEGIN_DECLS

/* The outcome of an exchange. */
typedef enum
{
  LK_ACTIVITY_STATE_RUNNING,
  LK_ACTIVITY_STATE_WORKED,
  LK_ACTIVITY_STATE_FAILED,
  LK_ACTIVITY_STATE_CANCELLED,
} LkActivityState;

LkActivityState lk_activity_state_of     (LkExchange    *exchange);

#define LK_TYPE_ACTIVITY_ROW (lk_activity_row_get_type ())
G_DECLARE_FINAL_TYPE (LkActivityRow, lk_activity_row, LK, ACTIVITY_ROW, AdwBin)

GtkWidget *lk_activity_row_new           (void);
void       lk_activity_row_set_exchange  (LkActivityRow *self,
                                          LkExchange    *exchange);

G_END_DECLS
