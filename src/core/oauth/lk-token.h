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
  LK_TOKEN_ERROR_INVALID,      /* access_token absent, empty, not VSCHAR, too long, of a wrong type (E3) */
  LK_TOKEN_ERROR_TYPE,         /* token_type unknown (C3) */
} LkTokenError;

typedef enum { LK_TOKEN_OBTAINED_IMPLICIT, LK_TOKEN_OBTAINED_CODE, LK_TOKEN_OBTAINED_CLIENT_CREDENTIALS, LK_TOKEN_OBTAINED_REFRESH } LkTokenObtained;

#define LK_TYPE_TOKEN (lk_token_get_type ())
G_DECLARE_FINAL_TYPE (LkToken, lk_token, LK, TOKEN, GObject)

/* From the members of a token answer (RFC 6749 section 5.1) or the parameters of an implicit one: same checks. */
LkToken            *lk_token_new               (const char        *access_token,
                                                const char        *refresh_token,     /* nullable */
                                                const char        *token_type,
                                                const char *const *scopes,            /* nullable: not said, hence as asked */
                                                gint64             expires_in,        /* seconds; -1 unknown */
                                                LkTokenObtained    obtained,
                                                const char        *token_url,         /* the token endpoint it belongs to (G5); the authorize URL for implicit */
                                                const char        *client_id,
                                                const char *const *asked_scopes,
                                                GError           **error);
LkToken            *lk_token_new_from_json     (JsonObject *object, GError **error);   /* our own vault document, version 1 */
char               *lk_token_to_json           (LkToken *self);                        /* secret: free with lk_secret_free () */
LkToken            *lk_token_with_refresh_token (LkToken *self, const char *refresh_token);   /* a copy that keeps the old refresh token (G2) */

const char         *lk_token_get_access_token  (LkToken *self);
const char         *lk_token_get_refresh_token (LkToken *self);                        /* nullable */
const char         *lk_token_get_token_type    (LkToken *self);
const char *const  *lk_token_get_scopes        (LkToken *self);                        /* granted; as asked when the service said nothing */
gboolean            lk_token_are_scopes_said   (LkToken *self);
const char *const  *lk_token_get_asked_scopes  (LkToken *self);
gboolean            lk_token_has_scope         (LkToken *self, const char *scope);
gint64              lk_token_get_obtained_at   (LkToken *self);                        /* seconds since the epoch */
gint64              lk_token_get_expires_at    (LkToken *self);                        /* seconds since the epoch; -1: the service gave no expiry */
gboolean            lk_token_is_expired        (LkToken *self, gint64 margin_seconds); /* FALSE when unknown */
LkTokenObtained     lk_token_get_obtained      (LkToken *self);
gboolean            lk_token_belongs_to        (LkToken *self, LkConnection *connection);   /* same endpoint and client id still (G5) */

gboolean            lk_token_is_valid_text     (const char *token);                    /* 1..16384 of VSCHAR 0x20-0x7E */

G_END_DECLS
