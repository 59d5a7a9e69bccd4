/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkWorkspace: all that one run of the program works with, given to the window or the command line at construction. */
#pragma once

#include "lk-account.h"
#include "lk-connection-list.h"
#include "lk-tiered-vault.h"

G_BEGIN_DECLS

#define LK_TYPE_WORKSPACE (lk_workspace_get_type ())
G_DECLARE_FINAL_TYPE (LkWorkspace, lk_workspace, LK, WORKSPACE, GObject)

LkWorkspace      *lk_workspace_new                   (const char           *data_folder,
                                                      LkVault              *vault);
gboolean          lk_workspace_load                  (LkWorkspace          *self,
                                                      char                **message,
                                                      GError              **error);

gboolean          lk_workspace_is_saving       (LkWorkspace  *self);
LkConnectionList *lk_workspace_get_connections       (LkWorkspace          *self);
LkVault          *lk_workspace_get_vault             (LkWorkspace          *self);
LkHttpClient     *lk_workspace_get_client            (LkWorkspace          *self);
LkExchangeLog    *lk_workspace_get_log               (LkWorkspace          *self);
GListModel       *lk_workspace_get_accounts          (LkWorkspace          *self);
LkAccount        *lk_workspace_get_account           (LkWorkspace          *self,
                                                      const char           *connection_id);

void              lk_workspace_retry_keyring_async   (LkWorkspace          *self,
                                                      GCancellable         *cancellable,
                                                      GAsyncReadyCallback   callback,
                                                      gpointer              user_data);
gboolean          lk_workspace_retry_keyring_finish  (LkWorkspace          *self,
                                                      GAsyncResult         *result,
                                                      GError              **error);

G_END_DECLS
