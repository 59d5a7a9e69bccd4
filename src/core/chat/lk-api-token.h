/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkApiToken: one entry of oauth/tokens, its token masked at once. Immutable. */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define LK_TYPE_API_TOKEN (lk_api_token_get_type ())
G_DECLARE_FINAL_TYPE (LkApiToken, lk_api_token, LK, API_TOKEN, GObject)

LkApiToken *lk_api_token_new_from_json  (JsonObject *object,
                                         const char *own_access_token);

const char         *lk_api_token_get_id                 (LkApiToken *self);
const char         *lk_api_token_get_masked             (LkApiToken *self);
gboolean            lk_api_token_is_own                 (LkApiToken *self);
const char         *lk_api_token_get_client_identifier  (LkApiToken *self);
const char         *lk_api_token_get_agent_id           (LkApiToken *self);
const char *const  *lk_api_token_get_scopes             (LkApiToken *self);
const char         *lk_api_token_get_created            (LkApiToken *self);
const char         *lk_api_token_get_expires            (LkApiToken *self);

G_END_DECLS
