/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkClientSheet: a change of an API client, or a new one, with the difference and the exact request before it goes. */
#pragma once

#include <adwaita.h>

#include "lk-oauth-client.h"

G_BEGIN_DECLS

#define LK_TYPE_CLIENT_SHEET (lk_client_sheet_get_type ())
G_DECLARE_FINAL_TYPE (LkClientSheet, lk_client_sheet, LK, CLIENT_SHEET, AdwBin)

void         lk_client_sheet_show_switch  (LkClientSheet *self,
                                           LkConnection  *connection,
                                           LkOauthClient *client);
void         lk_client_sheet_show_edit    (LkClientSheet *self,
                                           LkConnection  *connection,
                                           LkOauthClient *client);
void         lk_client_sheet_show_new     (LkClientSheet *self,
                                           LkConnection  *connection);

LkOauthClient *lk_client_sheet_get_client   (LkClientSheet *self);
JsonObject  *lk_client_sheet_dup_members  (LkClientSheet *self);

G_END_DECLS
