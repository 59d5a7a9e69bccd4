/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rows of the clients page: one API client with its details, one token of the account. */
#pragma once

#include <adwaita.h>

#include "lk-oauth-client.h"
#include "lk-api-token.h"

G_BEGIN_DECLS

GtkWidget  *lk_client_row_new     (LkOauthClient  *client,
                                   gboolean      own,
                                   gboolean      can_write);
GtkWidget  *lk_api_token_row_new  (LkApiToken   *token,
                                   const char   *client_name);
const char *lk_client_type_label  (LkClientType  type);

G_END_DECLS
