/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkConnectionSidebar: every connection with its host and its state, to select, to search, and with a menu for each. */
#pragma once

#include <adwaita.h>

#include "lk-account.h"

G_BEGIN_DECLS

#define LK_TYPE_CONNECTION_SIDEBAR (lk_connection_sidebar_get_type ())
G_DECLARE_FINAL_TYPE (LkConnectionSidebar, lk_connection_sidebar, LK, CONNECTION_SIDEBAR, AdwBin)

void       lk_connection_sidebar_set_accounts  (LkConnectionSidebar *self,
                                                GListModel          *accounts);
void       lk_connection_sidebar_select        (LkConnectionSidebar *self,
                                                const char          *connection_id);
LkAccount *lk_connection_sidebar_get_selected  (LkConnectionSidebar *self);
void       lk_connection_sidebar_search        (LkConnectionSidebar *self);

G_END_DECLS
