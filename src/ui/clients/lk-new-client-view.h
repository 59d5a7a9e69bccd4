/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkNewClientView: an API client that was just made: its secret, this once, and the connection that it can become. */
#pragma once

#include <adwaita.h>

#include "lk-oauth-client.h"
#include "lk-workspace.h"

G_BEGIN_DECLS

#define LK_TYPE_NEW_CLIENT_VIEW (lk_new_client_view_get_type ())
G_DECLARE_FINAL_TYPE (LkNewClientView, lk_new_client_view, LK, NEW_CLIENT_VIEW, AdwBin)

void lk_new_client_view_set_context (LkNewClientView *self,
                                     LkWorkspace     *workspace,
                                     GSettings       *settings);
void lk_new_client_view_show        (LkNewClientView *self,
                                     LkConnection    *like,
                                     LkOauthClient     *client,
                                     const char      *secret);
void lk_new_client_view_forget      (LkNewClientView *self);

G_END_DECLS
