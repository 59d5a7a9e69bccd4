/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkConnection: the saved settings of one account at one service. Holds no secret. */
#pragma once

#include <json-glib/json-glib.h>
#include "lk-endpoints.h"

G_BEGIN_DECLS

typedef enum { LK_CONNECTION_KIND_INTEGRATED, LK_CONNECTION_KIND_LEGACY, LK_CONNECTION_KIND_CUSTOM, LK_CONNECTION_KIND_PRACTICE } LkConnectionKind;
typedef enum { LK_GRANT_CODE, LK_GRANT_IMPLICIT, LK_GRANT_CLIENT_CREDENTIALS } LkGrant;
typedef enum { LK_PKCE_OFF, LK_PKCE_S256 } LkPkce;
typedef enum { LK_CLIENT_AUTH_POST, LK_CLIENT_AUTH_BASIC } LkClientAuth;
typedef enum { LK_CLIENT_TYPE_UNKNOWN, LK_CLIENT_TYPE_PUBLIC, LK_CLIENT_TYPE_CONFIDENTIAL } LkClientType;

/* Each enumeration has a GType (g_enum) whose nicks are the words of the saved file and of the command line:
 * integrated legacy custom practice; code implicit client-credentials; off S256; post basic; unknown public confidential. */
#define LK_TYPE_CONNECTION_KIND (lk_connection_kind_get_type ())
#define LK_TYPE_GRANT           (lk_grant_get_type ())
#define LK_TYPE_PKCE            (lk_pkce_get_type ())
#define LK_TYPE_CLIENT_AUTH     (lk_client_auth_get_type ())
#define LK_TYPE_CLIENT_TYPE     (lk_client_type_get_type ())
GType       lk_connection_kind_get_type (void);
GType       lk_grant_get_type           (void);
GType       lk_pkce_get_type            (void);
GType       lk_client_auth_get_type     (void);
GType       lk_client_type_get_type     (void);
const char *lk_enum_to_nick             (GType type, int value);
gboolean    lk_enum_from_nick           (GType type, const char *nick, int *value);

#define LK_CONNECTION_ERROR (lk_connection_error_quark ())
GQuark lk_connection_error_quark (void);

/* Which field is at fault: the form focuses it, the command line names it. */
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
  LK_CONNECTION_ERROR_FORMAT,       /* the saved form is not readable */
} LkConnectionError;

#define LK_DEFAULT_REDIRECT_URI "http://localhost:8080"

#define LK_TYPE_CONNECTION (lk_connection_get_type ())
G_DECLARE_FINAL_TYPE (LkConnection, lk_connection, LK, CONNECTION, GObject)

/* Properties (all read-write, notified on a real change only), set with g_object_set () or the setters' names:
 *   id (string, construct only; a UUID), name, kind, subdomain, client-id, redirect-uri, scopes (strv, order kept), grant, pkce,
 *   client-auth, no-state-echo (boolean), oauth-client-id (string; the numeric id of its OAuth client, once known),
 *   last-client-type, issuer (string), authorize-url, token-url, api-base, graphql-url, stream-url (overrides; NULL or empty: the kind's
 *   own), practice-origin (string, not saved: where the practice server of this run listens). */
LkConnection     *lk_connection_new                  (LkConnectionKind kind);               /* a new id, the defaults of the kind */
LkConnection     *lk_connection_duplicate            (LkConnection *self);                  /* a new id and "Name (copy)" */
void              lk_connection_assign               (LkConnection *self, LkConnection *from);   /* every property but the id */
LkConnection     *lk_connection_new_from_json        (JsonObject *object, GError **error);  /* untrusted: validated (L4) */
JsonNode         *lk_connection_to_json              (LkConnection *self);
gboolean          lk_connection_validate             (LkConnection *self, GError **error);  /* the first fault, fields in the enum's order */
gboolean          lk_connection_validate_field       (LkConnection *self, LkConnectionError field, GError **error);

const char       *lk_connection_get_id               (LkConnection *self);
const char       *lk_connection_get_name             (LkConnection *self);
LkConnectionKind  lk_connection_get_kind             (LkConnection *self);
const char       *lk_connection_get_subdomain        (LkConnection *self);
const char       *lk_connection_get_client_id        (LkConnection *self);
const char       *lk_connection_get_redirect_uri     (LkConnection *self);
const char *const *lk_connection_get_scopes          (LkConnection *self);
gboolean          lk_connection_has_scope            (LkConnection *self, const char *scope);
LkGrant           lk_connection_get_grant            (LkConnection *self);
LkPkce            lk_connection_get_pkce             (LkConnection *self);
LkClientAuth      lk_connection_get_client_auth      (LkConnection *self);
gboolean          lk_connection_get_no_state_echo    (LkConnection *self);
const char       *lk_connection_get_issuer           (LkConnection *self);
const char       *lk_connection_get_oauth_client_id  (LkConnection *self);
LkClientType      lk_connection_get_last_client_type (LkConnection *self);
const char       *lk_connection_get_practice_origin  (LkConnection *self);

LkEndpoints      *lk_connection_get_endpoints        (LkConnection *self);   /* transfer full: a snapshot (A9) */

/* What people paste into the subdomain field: `https://acme.zendesk.com/agent/` → `acme`. *changed: what was typed was more than the label. */
char             *lk_subdomain_from_text             (const char *text, gboolean *changed, GError **error);

G_END_DECLS
