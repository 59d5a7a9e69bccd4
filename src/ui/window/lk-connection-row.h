/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkConnectionRow: an account in the list of connections, with its state at a glance. */
#pragma once

#include <adwaita.h>

#include "lk-account.h"

G_BEGIN_DECLS

#define LK_TYPE_CONNECTION_ROW (lk_connection_row_get_type ())
G_DECLARE_FINAL_TYPE (LkConnectionRow, lk_connection_row, LK, CONNECTION_ROW, GtkListBoxRow)

GtkWidget *lk_connection_row_new              (LkAccount       *account);
LkAccount *lk_connection_row_get_account      (LkConnectionRow *self);
gboolean   lk_connection_row_account_matches  (LkAccount       *account,
                                               const char      *search);

G_END_DECLS
