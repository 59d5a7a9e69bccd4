/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-authorization-request.h"
#include "lk-pkce.h"
#include "lk-secret.h"

#define STATE_BYTES 32

struct _LkAuthorizationRequest
{
  GObject parent_instance;

  /* Owned; a snapshot of the connection, so that editing it while the login page is open sends the code nowhere else */
  LkEndpoints *endpoints;
  char *client_id;
  char *redirect_uri;
  char *subdomain;
  char *issuer;
  char **scopes;
  LkGrant grant;
  LkClientAuth client_auth;
  gboolean no_state_echo;

  /* Owned secrets; NULL once used or wiped */
  char *state;
  char *code_verifier;
};

G_DEFINE_FINAL_TYPE (LkAuthorizationRequest, lk_authorization_request, G_TYPE_OBJECT)

static gboolean
is_one_of (const char        *name,
           gsize              length,
           const char *const *names)
{
  for (gsize i = 0; names[i] != NULL; i++)
    {
      if (strlen (names[i]) == length && strncmp (names[i], name, length) == 0)
        return TRUE;
    }

  return FALSE;
}

/* An endpoint's own query is kept (RFC 6749 section 3.1), but for parameters that would then be there twice. */
static void
append_query_of_endpoint (GString           *query,
                          const char        *endpoint_query,
                          const char *const *reserved)
{
  g_auto(GStrv) pairs = g_strsplit (endpoint_query, "&", -1);

  for (gsize i = 0; pairs[i] != NULL; i++)
    {
      gsize name_length = strcspn (pairs[i], "=");

      if (*pairs[i] == '\0' || is_one_of (pairs[i], name_length, reserved))
        continue;

      if (query->len > 0)
        g_string_append_c (query, '&');
      g_string_append (query, pairs[i]);
    }
}

static void
append_parameter (GString    *query,
                  const char *name,
                  const char *value)
{
  if (query->len > 0)
    g_string_append_c (query, '&');

  g_string_append (query, name);
  g_string_append_c (query, '=');
  /* A space becomes %20, never +: the service documents no other form. */
  g_string_append_uri_escaped (query, value, NULL, FALSE);
}

static void
lk_authorization_request_finalize (GObject *object)
{
  LkAuthorizationRequest *self = LK_AUTHORIZATION_REQUEST (object);

  lk_secret_clear (&self->state);
  lk_secret_clear (&self->code_verifier);
  g_clear_pointer (&self->endpoints, lk_endpoints_unref);
  g_clear_pointer (&self->client_id, g_free);
  g_clear_pointer (&self->redirect_uri, g_free);
  g_clear_pointer (&self->subdomain, g_free);
  g_clear_pointer (&self->issuer, g_free);
  g_clear_pointer (&self->scopes, g_strfreev);

  G_OBJECT_CLASS (lk_authorization_request_parent_class)->finalize (object);
}

static void
lk_authorization_request_class_init (LkAuthorizationRequestClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = lk_authorization_request_finalize;
}

static void
lk_authorization_request_init (LkAuthorizationRequest *self)
{
}

/**
 * lk_authorization_request_new:
 * @connection: the connection to sign in to
 * @scopes: (nullable): scopes to ask for instead of the connection's
 *
 * Takes a snapshot of the connection, a fresh state and, where the connection wants PKCE for a code, a fresh verifier.
 *
 * Returns: (transfer full): a request for one sign-in
 */
LkAuthorizationRequest *
lk_authorization_request_new (LkConnection      *connection,
                              const char *const *scopes)
{
  g_return_val_if_fail (LK_IS_CONNECTION (connection), NULL);

  return lk_authorization_request_new_with_grant (connection, lk_connection_get_grant (connection), scopes);
}

/**
 * lk_authorization_request_new_with_grant:
 * @connection: the connection to sign in to
 * @grant: the grant to use instead of the connection's; not client credentials, which have no authorize page
 * @scopes: (nullable): scopes to ask for instead of the connection's
 *
 * As lk_authorization_request_new ().
 *
 * Returns: (transfer full): a request for one sign-in
 */
LkAuthorizationRequest *
lk_authorization_request_new_with_grant (LkConnection      *connection,
                                         LkGrant            grant,
                                         const char *const *scopes)
{
  LkAuthorizationRequest *self;
  LkConnectionKind kind;

  g_return_val_if_fail (LK_IS_CONNECTION (connection), NULL);
  g_return_val_if_fail (grant != LK_GRANT_CLIENT_CREDENTIALS, NULL);

  self = g_object_new (LK_TYPE_AUTHORIZATION_REQUEST, NULL);
  kind = lk_connection_get_kind (connection);

  self->endpoints = lk_connection_get_endpoints (connection);
  self->client_id = g_strdup (lk_connection_get_client_id (connection));
  self->redirect_uri = g_strdup (lk_connection_get_redirect_uri (connection));
  self->issuer = g_strdup (lk_connection_get_issuer (connection));
  self->scopes = g_strdupv ((char **) (scopes != NULL ? scopes : lk_connection_get_scopes (connection)));
  self->grant = grant;
  self->client_auth = lk_connection_get_client_auth (connection);
  self->no_state_echo = lk_connection_get_no_state_echo (connection);

  /* The parameter is Zendesk's own; a foreign service has not heard of it. */
  if (kind != LK_CONNECTION_KIND_CUSTOM)
    self->subdomain = g_strdup (lk_connection_get_subdomain (connection));

  self->state = lk_random_token (STATE_BYTES);
  if (grant == LK_GRANT_CODE && lk_connection_get_pkce (connection) == LK_PKCE_S256)
    self->code_verifier = lk_pkce_new_verifier ();

  return self;
}

/**
 * lk_authorization_request_get_uri:
 * @self: a request
 *
 * The address of the authorize page with all parameters (RFC 6749 sections 4.1.1 and 4.2.1, zendesk-chat.md section 2).
 *
 * Returns: (transfer full) (nullable): the address; %NULL once the state is used or wiped
 */
char *
lk_authorization_request_get_uri (LkAuthorizationRequest *self)
{
  static const char *const reserved[] = {
    "response_type", "client_id",      "scope",
    "redirect_uri",  "subdomain",      "state",
    "code_challenge", "code_challenge_method", NULL,
  };
  g_autoptr(GString) query = NULL;
  g_autofree char *base = NULL;
  g_autofree char *scope = NULL;
  const char *question;

  g_return_val_if_fail (LK_IS_AUTHORIZATION_REQUEST (self), NULL);

  if (self->state == NULL)
    return NULL;

  question = strchr (self->endpoints->authorize, '?');
  base = question != NULL ? g_strndup (self->endpoints->authorize, question - self->endpoints->authorize)
                          : g_strdup (self->endpoints->authorize);

  query = g_string_new (NULL);
  if (question != NULL)
    append_query_of_endpoint (query, question + 1, reserved);

  append_parameter (query, "response_type", self->grant == LK_GRANT_IMPLICIT ? "token" : "code");
  append_parameter (query, "client_id", self->client_id != NULL ? self->client_id : "");
  append_parameter (query, "redirect_uri", self->redirect_uri);

  scope = g_strjoinv (" ", self->scopes);
  if (*scope != '\0')
    append_parameter (query, "scope", scope);
  if (self->subdomain != NULL && *self->subdomain != '\0')
    append_parameter (query, "subdomain", self->subdomain);

  append_parameter (query, "state", self->state);

  if (self->code_verifier != NULL)
    {
      g_autofree char *challenge = lk_pkce_get_challenge (self->code_verifier);

      append_parameter (query, "code_challenge", challenge);
      append_parameter (query, "code_challenge_method", "S256");
    }

  return g_strconcat (base, "?", query->str, NULL);
}

/**
 * lk_authorization_request_get_grant:
 * @self: a request
 *
 * Returns: `LK_GRANT_CODE` or `LK_GRANT_IMPLICIT`
 */
LkGrant
lk_authorization_request_get_grant (LkAuthorizationRequest *self)
{
  g_return_val_if_fail (LK_IS_AUTHORIZATION_REQUEST (self), LK_GRANT_CODE);

  return self->grant;
}

/**
 * lk_authorization_request_get_endpoints:
 * @self: a request
 *
 * Returns: (transfer none): the connection's addresses as they were when the sign-in started
 */
LkEndpoints *
lk_authorization_request_get_endpoints (LkAuthorizationRequest *self)
{
  g_return_val_if_fail (LK_IS_AUTHORIZATION_REQUEST (self), NULL);

  return self->endpoints;
}

/**
 * lk_authorization_request_get_client_id:
 * @self: a request
 *
 * Returns: (nullable): the client identifier that was sent
 */
const char *
lk_authorization_request_get_client_id (LkAuthorizationRequest *self)
{
  g_return_val_if_fail (LK_IS_AUTHORIZATION_REQUEST (self), NULL);

  return self->client_id;
}

/**
 * lk_authorization_request_get_client_auth:
 * @self: a request
 *
 * Returns: how the client proves itself at the token endpoint
 */
LkClientAuth
lk_authorization_request_get_client_auth (LkAuthorizationRequest *self)
{
  g_return_val_if_fail (LK_IS_AUTHORIZATION_REQUEST (self), LK_CLIENT_AUTH_POST);

  return self->client_auth;
}

/**
 * lk_authorization_request_get_redirect_uri:
 * @self: a request
 *
 * Returns: the redirect URI, byte for byte as it was sent
 */
const char *
lk_authorization_request_get_redirect_uri (LkAuthorizationRequest *self)
{
  g_return_val_if_fail (LK_IS_AUTHORIZATION_REQUEST (self), NULL);

  return self->redirect_uri;
}

/**
 * lk_authorization_request_get_scopes:
 * @self: a request
 *
 * Returns: (transfer none): the scopes asked for
 */
const char *const *
lk_authorization_request_get_scopes (LkAuthorizationRequest *self)
{
  g_return_val_if_fail (LK_IS_AUTHORIZATION_REQUEST (self), NULL);

  return (const char *const *) self->scopes;
}

/**
 * lk_authorization_request_get_state:
 * @self: a request
 *
 * Returns: (nullable): the state, a secret; %NULL once it is used or wiped
 */
const char *
lk_authorization_request_get_state (LkAuthorizationRequest *self)
{
  g_return_val_if_fail (LK_IS_AUTHORIZATION_REQUEST (self), NULL);

  return self->state;
}

/**
 * lk_authorization_request_take_state:
 * @self: a request
 *
 * Hands out the state and forgets it: an answer is judged once, so a replayed one finds nothing to match.
 *
 * Returns: (transfer full) (nullable): the state, free with lk_secret_free (); %NULL if it is used already
 */
char *
lk_authorization_request_take_state (LkAuthorizationRequest *self)
{
  g_return_val_if_fail (LK_IS_AUTHORIZATION_REQUEST (self), NULL);

  return g_steal_pointer (&self->state);
}

/**
 * lk_authorization_request_get_code_verifier:
 * @self: a request
 *
 * Returns: (nullable): the PKCE verifier, a secret; %NULL without PKCE or when wiped
 */
const char *
lk_authorization_request_get_code_verifier (LkAuthorizationRequest *self)
{
  g_return_val_if_fail (LK_IS_AUTHORIZATION_REQUEST (self), NULL);

  return self->code_verifier;
}

/**
 * lk_authorization_request_get_no_state_echo:
 * @self: a request
 *
 * Returns: %TRUE if the user has said that this service leaves the state out of its answers
 */
gboolean
lk_authorization_request_get_no_state_echo (LkAuthorizationRequest *self)
{
  g_return_val_if_fail (LK_IS_AUTHORIZATION_REQUEST (self), FALSE);

  return self->no_state_echo;
}

/**
 * lk_authorization_request_get_issuer:
 * @self: a request
 *
 * Returns: (nullable): the issuer that the answer must name (RFC 9207)
 */
const char *
lk_authorization_request_get_issuer (LkAuthorizationRequest *self)
{
  g_return_val_if_fail (LK_IS_AUTHORIZATION_REQUEST (self), NULL);

  return self->issuer;
}

/**
 * lk_authorization_request_wipe:
 * @self: a request
 *
 * Voids the state and wipes the verifier, when the sign-in is over in whatever way.
 */
void
lk_authorization_request_wipe (LkAuthorizationRequest *self)
{
  g_return_if_fail (LK_IS_AUTHORIZATION_REQUEST (self));

  lk_secret_clear (&self->state);
  lk_secret_clear (&self->code_verifier);
}
