/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkToken: an access token and what is known of it. Immutable; its secrets are wiped with it. */
#pragma once

#include <json-glib/json-glib.h>

#include "lk-connection.h"

G_BEGIN_DECLS

#define LK_TOKEN_ERROR (lk_token_error_quark ())
GQuark lk_token_error_quark (void);

typedef enum
{
  LK_TOKEN_ERROR_INVALID,      /* access_token absent, empty, not VSCHAR, too long, of a wrong type */
  LK_TOKEN_ERROR_TYPE,         /* token_type unknown */
} LkTokenError;

typedef enum
{
  LK_TOKEN_OBTAINED_IMPLICIT,
  LK_TOKEN_OBTAINED_CODE,
  LK_TOKEN_OBTAINED_CLIENT_CREDENTIALS,
  LK_TOKEN_OBTAINED_REFRESH,
} LkTokenObtained;

#define LK_TOKEN_EXPIRY_UNKNOWN (-1)

#define LK_TYPE_TOKEN (lk_token_get_type ())
G_DECLARE_FINAL_TYPE (LkToken, lk_token, LK, TOKEN, GObject)

LkToken            *lk_token_new                (const char         *access_token,
                                                 const char         *refresh_token,
                                                 const char         *token_type,
                                                 const char *const  *scopes,
                                                 gint64              expires_in,
                                                 LkTokenObtained     obtained,
                                                 const char         *token_url,
                                                 const char         *client_id,
                                                 const char *const  *asked_scopes,
                                                 GError            **error);
LkToken            *lk_token_new_from_json      (JsonObject         *object,
                                                 GError            **error);
char               *lk_token_to_json            (LkToken            *self);
LkToken            *lk_token_with_refresh_token (LkToken            *self,
                                                 const char         *refresh_token);

const char         *lk_token_get_access_token   (LkToken            *self);
const char         *lk_token_get_refresh_token  (LkToken            *self);
const char         *lk_token_get_token_type     (LkToken            *self);
const char *const  *lk_token_get_scopes         (LkToken            *self);
gboolean            lk_token_are_scopes_said    (LkToken            *self);
const char *const  *lk_token_get_asked_scopes   (LkToken            *self);
gboolean            lk_token_has_scope          (LkToken            *self,
                                                 const char         *scope);
gint64              lk_token_get_obtained_at    (LkToken            *self);
gint64              lk_token_get_expires_at     (LkToken            *self);
gboolean            lk_token_is_expired         (LkToken            *self,
                                                 gint64              margin_seconds);
gboolean            lk_token_is_due             (LkToken            *self);
gboolean            lk_token_is_renewable       (LkToken            *self);
LkTokenObtained     lk_token_get_obtained       (LkToken            *self);
void                lk_token_bind               (LkToken            *self,
                                                 LkEndpoints        *endpoints);
const char         *lk_token_get_token_url      (LkToken            *self);
const char         *lk_token_get_client_id      (LkToken            *self);
gboolean            lk_token_belongs_to         (LkToken            *self,
                                                 LkConnection       *connection);

gboolean            lk_token_is_valid_text      (const char         *token);
gint64              lk_token_parse_expires_in   (const char         *text);

G_END_DECLS
