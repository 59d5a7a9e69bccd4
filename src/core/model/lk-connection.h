/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkConnection: the saved settings of one account at one service. Holds no secret. */
#pragma once

#include <json-glib/json-glib.h>

#include "lk-connection-enums.h"
#include "lk-endpoints.h"
#include "lk-subdomain.h"

G_BEGIN_DECLS

#define LK_CONNECTION_ERROR (lk_connection_error_quark ())
GQuark lk_connection_error_quark (void);

/* lk_connection_error_get_field() names the property that an error is about. */
typedef enum
{
  LK_CONNECTION_ERROR_NAME,
  LK_CONNECTION_ERROR_SUBDOMAIN,
  LK_CONNECTION_ERROR_CLIENT_ID,
  LK_CONNECTION_ERROR_REDIRECT_URI,
  LK_CONNECTION_ERROR_SCOPES,
  LK_CONNECTION_ERROR_AUTHORIZE_URL,
  LK_CONNECTION_ERROR_TOKEN_URL,
  LK_CONNECTION_ERROR_API_BASE,
  LK_CONNECTION_ERROR_GRAPHQL_URL,
  LK_CONNECTION_ERROR_STREAM_URL,
  LK_CONNECTION_ERROR_FORMAT,
} LkConnectionError;

#define LK_DEFAULT_REDIRECT_URI "http://localhost:8080"

#define LK_TYPE_CONNECTION (lk_connection_get_type ())
G_DECLARE_FINAL_TYPE (LkConnection, lk_connection, LK, CONNECTION, GObject)

LkConnection       *lk_connection_new                   (LkConnectionKind    kind);
LkConnection       *lk_connection_new_from_json         (JsonObject         *object,
                                                         GError            **error);
LkConnection       *lk_connection_duplicate             (LkConnection       *self);
void                lk_connection_assign                (LkConnection       *self,
                                                         LkConnection       *from);
JsonNode           *lk_connection_to_json               (LkConnection       *self);
gboolean            lk_connection_validate              (LkConnection       *self,
                                                         GError            **error);
gboolean            lk_connection_validate_field        (LkConnection       *self,
                                                         const char         *field,
                                                         GError            **error);
const char         *lk_connection_error_get_field       (const GError       *error);

const char         *lk_connection_get_id                (LkConnection       *self);
const char         *lk_connection_get_name              (LkConnection       *self);
LkConnectionKind    lk_connection_get_kind              (LkConnection       *self);
const char         *lk_connection_get_subdomain         (LkConnection       *self);
const char         *lk_connection_get_client_id         (LkConnection       *self);
const char         *lk_connection_get_redirect_uri      (LkConnection       *self);
const char *const  *lk_connection_get_scopes            (LkConnection       *self);
gboolean            lk_connection_has_scope             (LkConnection       *self,
                                                         const char         *scope);
LkGrant             lk_connection_get_grant             (LkConnection       *self);
LkPkce              lk_connection_get_pkce              (LkConnection       *self);
LkClientAuth        lk_connection_get_client_auth       (LkConnection       *self);
gboolean            lk_connection_get_no_state_echo     (LkConnection       *self);
const char         *lk_connection_get_issuer            (LkConnection       *self);
const char         *lk_connection_get_oauth_client_id   (LkConnection       *self);
LkClientType        lk_connection_get_last_client_type  (LkConnection       *self);
const char         *lk_connection_get_practice_origin   (LkConnection       *self);
gboolean            lk_connection_has_field             (LkConnection       *self,
                                                         const char         *field);
LkEndpoints        *lk_connection_get_endpoints         (LkConnection       *self);

G_END_DECLS
