/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkWorkspace: all that one run of the program works with: connections, vault, HTTP client, exchange log, accounts. Given to the window or the
 * command line at construction; there is no other global state. */
#pragma once

#include "lk-account.h"
#include "lk-connection-list.h"
#include "lk-tiered-vault.h"

G_BEGIN_DECLS

#define LK_TYPE_WORKSPACE (lk_workspace_get_type ())
G_DECLARE_FINAL_TYPE (LkWorkspace, lk_workspace, LK, WORKSPACE, GObject)

LkWorkspace      *lk_workspace_new                  (const char *data_folder, LkVault *vault);   /* the user's data folder; vault NULL: keyring with memory behind it */
LkConnectionList *lk_workspace_get_connections      (LkWorkspace *self);
LkVault          *lk_workspace_get_vault            (LkWorkspace *self);
LkHttpClient     *lk_workspace_get_client           (LkWorkspace *self);
LkExchangeLog    *lk_workspace_get_log              (LkWorkspace *self);
GListModel       *lk_workspace_get_accounts         (LkWorkspace *self);    /* of LkAccount, in step with the connections */
LkAccount        *lk_workspace_get_account          (LkWorkspace *self, const char *connection_id);   /* borrowed, nullable */
gboolean          lk_workspace_load                 (LkWorkspace *self, char **message, GError **error);

G_END_DECLS
