/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkClientsPage: the account's API clients and tokens, what can be changed of them, and what to do when one changed. */
#pragma once

#include <adwaita.h>

#include "lk-workspace.h"

G_BEGIN_DECLS

#define LK_TYPE_CLIENTS_PAGE (lk_clients_page_get_type ())
G_DECLARE_FINAL_TYPE (LkClientsPage, lk_clients_page, LK, CLIENTS_PAGE, AdwBin)

GtkWidget *lk_clients_page_new (LkWorkspace *workspace,
                                LkAccount   *account,
                                GSettings   *settings);

G_END_DECLS
