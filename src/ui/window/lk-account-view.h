/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkAccountView: one account's pages, and the actions that they share. */
#pragma once

#include <adwaita.h>

#include "lk-practice-host.h"
#include "lk-workspace.h"

G_BEGIN_DECLS

#define LK_TYPE_ACCOUNT_VIEW (lk_account_view_get_type ())
G_DECLARE_FINAL_TYPE (LkAccountView, lk_account_view, LK, ACCOUNT_VIEW, AdwBin)

GtkWidget *lk_account_view_new            (LkWorkspace    *workspace,
                                           LkAccount      *account,
                                           LkPracticeHost *practice_host,
                                           GSettings      *settings);
LkAccount *lk_account_view_get_account    (LkAccountView  *self);
void       lk_account_view_set_show_back  (LkAccountView  *self,
                                           gboolean        show_back);
void       lk_account_view_show_nth_page  (LkAccountView  *self,
                                           guint           position);

G_END_DECLS
