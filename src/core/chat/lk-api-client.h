/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkApiClient: one entry of oauth/clients. Immutable; its client secret is not kept in it. */
#pragma once

#include <json-glib/json-glib.h>

#include "lk-connection.h"

G_BEGIN_DECLS

#define LK_TYPE_API_CLIENT (lk_api_client_get_type ())
G_DECLARE_FINAL_TYPE (LkApiClient, lk_api_client, LK, API_CLIENT, GObject)

LkApiClient *lk_api_client_new_from_json  (JsonObject *object);

const char         *lk_api_client_get_id             (LkApiClient *self);
const char         *lk_api_client_get_name           (LkApiClient *self);
const char         *lk_api_client_get_company        (LkApiClient *self);
const char         *lk_api_client_get_identifier     (LkApiClient *self);
LkClientType        lk_api_client_get_client_type    (LkApiClient *self);
const char *const  *lk_api_client_get_redirect_uris  (LkApiClient *self);
const char *const  *lk_api_client_get_scopes         (LkApiClient *self);
const char         *lk_api_client_get_created        (LkApiClient *self);
const char         *lk_api_client_get_updated        (LkApiClient *self);
const char         *lk_api_client_get_agent_id       (LkApiClient *self);

G_END_DECLS
