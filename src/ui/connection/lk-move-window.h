/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkMoveWindow: moves a connection from the retired host to the account's own address, once Chat was seen to answer
 * there. */
#pragma once

#include <adwaita.h>

#include "lk-workspace.h"

G_BEGIN_DECLS

#define LK_TYPE_MOVE_WINDOW (lk_move_window_get_type ())
G_DECLARE_FINAL_TYPE (LkMoveWindow, lk_move_window, LK, MOVE_WINDOW, AdwWindow)

GtkWidget *lk_move_window_present (GtkWidget    *parent,
                                   LkWorkspace  *workspace,
                                   LkAccount    *account);

G_END_DECLS
