/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkConnectionDialog: the form for a new connection or an edit of one. */
#pragma once

#include <adwaita.h>

#include "lk-workspace.h"

G_BEGIN_DECLS

#define LK_TYPE_CONNECTION_DIALOG (lk_connection_dialog_get_type ())
G_DECLARE_FINAL_TYPE (LkConnectionDialog, lk_connection_dialog, LK, CONNECTION_DIALOG, AdwWindow)

LkConnectionDialog *lk_connection_dialog_present  (GtkWidget    *parent,
                                                   LkWorkspace  *workspace,
                                                   LkConnection *connection,
                                                   const char   *focus_field);

G_END_DECLS
