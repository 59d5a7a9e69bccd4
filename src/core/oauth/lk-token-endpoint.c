/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "lk-json-reader.h"
#include "lk-secret.h"
#include "lk-token-endpoint.h"

#define FORM_TYPE "application/x-www-form-urlencoded"
#define MAX_BODY (1024 * 1024)
#define MAX_JSON_DEPTH 512

struct _LkTokenEndpoint
{
  GObject parent_instance;

  LkHttpClient *client; /* owned */
};

/* One request: what the answer has to be read with. */
typedef struct
{
  LkExchange *exchange;       /* owned */
  LkCredentials *credentials; /* owned */
  LkEndpoints *endpoints;     /* owned: as they were when it was sent */
  LkTokenObtained obtained;
  char *client_id;
  char **asked_scopes;
  LkToken *renewed; /* refresh only: the token that is renewed */
} Asking;

/* RFC 6749 section 5.2: https://www.rfc-editor.org/rfc/rfc6749#section-5.2 */
static const struct
{
  const char *name;
  LkTokenEndpointError code;
} standard_errors[] = {
  { "invalid_client", LK_TOKEN_ENDPOINT_ERROR_INVALID_CLIENT },
  { "invalid_grant", LK_TOKEN_ENDPOINT_ERROR_INVALID_GRANT },
  { "invalid_scope", LK_TOKEN_ENDPOINT_ERROR_INVALID_SCOPE },
  { "invalid_request", LK_TOKEN_ENDPOINT_ERROR_INVALID_REQUEST },
  { "unauthorized_client", LK_TOKEN_ENDPOINT_ERROR_UNAUTHORIZED_CLIENT },
  { "unsupported_grant_type", LK_TOKEN_ENDPOINT_ERROR_UNSUPPORTED_GRANT },
};

G_DEFINE_QUARK (lk - token - endpoint - error - quark, lk_token_endpoint_error)
G_DEFINE_FINAL_TYPE (LkTokenEndpoint, lk_token_endpoint, G_TYPE_OBJECT)

static void
asking_free (Asking *asking)
{
  g_clear_object (&asking->exchange);
  lk_credentials_unref (asking->credentials);
  g_clear_object (&asking->renewed);
  lk_endpoints_unref (asking->endpoints);
  g_free (asking->client_id);
  g_strfreev (asking->asked_scopes);
  g_free (asking);
}

static void
append_name (LkCredentials *credentials,
             const char    *name)
{
  lk_credentials_append (credentials, "&");
  lk_credentials_append (credentials, name);
  lk_credentials_append (credentials, "=");
}

static void
append_field (LkCredentials *credentials,
              const char    *name,
              const char    *value)
{
  g_autofree char *escaped = g_uri_escape_string (value, NULL, FALSE);

  append_name (credentials, name);
  lk_credentials_append (credentials, escaped);
}

static void
append_secret (LkCredentials *credentials,
               const char    *name,
               const char    *secret)
{
  append_name (credentials, name);
  lk_credentials_append_form_secret (credentials, secret);
}

/* The client proves itself in one way only (RFC 6749 section 2.3), and a public one sends no secret, not even an empty
 * one (section 2.1). */
static void
append_client (LkCredentials *credentials,
               LkClientAuth   client_auth,
               const char    *client_id,
               const char    *client_secret)
{
  gboolean has_secret = client_secret != NULL && *client_secret != '\0';

  if (has_secret && client_auth == LK_CLIENT_AUTH_BASIC)
    {
      lk_credentials_set_basic (credentials, client_id, client_secret);
      return;
    }

  append_field (credentials, "client_id", client_id);
  if (has_secret)
    append_secret (credentials, "client_secret", client_secret);
}

static void
append_scopes (LkCredentials     *credentials,
               const char *const *scopes)
{
  g_autofree char *scope = g_strjoinv (" ", (char **) scopes);

  if (*scope != '\0')
    append_field (credentials, "scope", scope);
}

static GError *
error_for_refusal (LkExchange *exchange)
{
  g_autofree char *name = NULL;
  g_autofree char *description = NULL;
  LkTokenEndpointError code = LK_TOKEN_ENDPOINT_ERROR_OTHER;
  guint status = lk_exchange_get_status (exchange);

  lk_oauth_error_from_body (exchange, &name, &description);

  if (name == NULL && description == NULL)
    return g_error_new (LK_TOKEN_ENDPOINT_ERROR, code,
                        _("The service answered with HTTP status %u and no reason"), status);
  if (name == NULL)
    return g_error_new (LK_TOKEN_ENDPOINT_ERROR, code,
                        _("The service answered with HTTP status %u: %s"), status, description);

  for (gsize i = 0; i < G_N_ELEMENTS (standard_errors); i++)
    {
      if (g_str_equal (name, standard_errors[i].name))
        code = standard_errors[i].code;
    }

  if (description == NULL)
    return g_error_new (LK_TOKEN_ENDPOINT_ERROR, code,
                        /* Translators: an error code such as invalid_grant, an HTTP status */
                        _("The service refused: %s (HTTP status %u)"), name, status);

  return g_error_new (LK_TOKEN_ENDPOINT_ERROR, code,
                      /* Translators: an error code such as invalid_grant, the service's words, an HTTP status */
                      _("The service refused: %s, “%s” (HTTP status %u)"), name, description, status);
}

static gboolean
is_form (LkExchange *exchange)
{
  return g_strcmp0 (lk_exchange_get_content_type (exchange), FORM_TYPE) == 0;
}

/* Some services answer with a form, and say so. */
static JsonNode *
parse_form (GBytes *body)
{
  gsize length;
  const char *data = g_bytes_get_data (body, &length);
  g_autoptr(GHashTable) fields = NULL;
  g_autoptr(JsonNode) root = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();
  GHashTableIter iter;
  gpointer name, value;

  json_node_take_object (root, object);
  if (length > 0)
    fields = g_uri_parse_params (data, (gssize) length, "&", G_URI_PARAMS_WWW_FORM, NULL);
  if (fields == NULL)
    return NULL;

  g_hash_table_iter_init (&iter, fields);
  while (g_hash_table_iter_next (&iter, &name, &value))
    {
      json_object_set_string_member (object, name, value);
      lk_secret_wipe (value, strlen (value));
    }

  return g_steal_pointer (&root);
}

static GError *
error_for_unreadable (LkExchange   *exchange,
                      const GError *json_error)
{
  guint status = lk_exchange_get_status (exchange);

  if (g_error_matches (json_error, LK_JSON_ERROR, LK_JSON_ERROR_TYPE))
    return g_error_new (LK_TOKEN_ENDPOINT_ERROR, LK_TOKEN_ENDPOINT_ERROR_BAD_ANSWER,
                        _("The service answered with JSON that is no token answer (HTTP status %u)"), status);
  if (g_error_matches (json_error, LK_JSON_ERROR, LK_JSON_ERROR_EMPTY))
    return g_error_new (LK_TOKEN_ENDPOINT_ERROR, LK_TOKEN_ENDPOINT_ERROR_NOT_JSON,
                        _("The service answered with nothing (HTTP status %u)"), status);
  if (lk_exchange_is_html (exchange))
    return g_error_new (LK_TOKEN_ENDPOINT_ERROR, LK_TOKEN_ENDPOINT_ERROR_NOT_JSON,
                        _("A web page came where a token was due (HTTP status %u)"), status);

  return g_error_new (LK_TOKEN_ENDPOINT_ERROR, LK_TOKEN_ENDPOINT_ERROR_NOT_JSON,
                      _("The answer is not readable as JSON (HTTP status %u): %s"), status, json_error->message);
}

/* A number, a number in a string, or nothing (some services write the one, some the other). */
static gint64
read_expires_in (JsonObject *object)
{
  const char *text = lk_json_get_string (object, "expires_in");
  double seconds;

  if (text != NULL)
    return lk_token_parse_expires_in (text);

  seconds = lk_json_get_double (object, "expires_in", LK_TOKEN_EXPIRY_UNKNOWN);

  /* lk_token_new () takes the rest of the absurd for unknown; this much fits a gint64. */
  return seconds >= 0 && seconds < 1e15 ? (gint64) seconds : LK_TOKEN_EXPIRY_UNKNOWN;
}

static LkToken *
read_token (Asking      *asking,
            JsonObject  *object,
            GError     **error)
{
  const char *refresh_token = lk_json_get_string (object, "refresh_token");
  g_auto(GStrv) words = lk_json_get_words (object, "scope");
  const char *const *scopes = words[0] != NULL ? (const char *const *) words : NULL;
  guint status = lk_exchange_get_status (asking->exchange);
  g_autoptr(LkToken) token = NULL;
  g_autoptr(GError) local_error = NULL;

  if (lk_json_has (object, "refresh_token") && refresh_token == NULL)
    {
      g_set_error (error, LK_TOKEN_ENDPOINT_ERROR, LK_TOKEN_ENDPOINT_ERROR_BAD_ANSWER,
                   _("The refresh token in the answer is not a text (HTTP status %u)"), status);
      return NULL;
    }

  /* None is due here (RFC 6749 section 4.4.3), so none is kept. */
  if (asking->obtained == LK_TOKEN_OBTAINED_CLIENT_CREDENTIALS)
    refresh_token = NULL;
  if (refresh_token != NULL && *refresh_token == '\0')
    refresh_token = NULL;

  /* Nothing said on renewal means: as before (section 6). */
  if (scopes == NULL && asking->renewed != NULL && lk_token_are_scopes_said (asking->renewed))
    scopes = lk_token_get_scopes (asking->renewed);

  token = lk_token_new (lk_json_get_string (object, "access_token"), refresh_token,
                        lk_json_get_string (object, "token_type"), scopes, read_expires_in (object), asking->obtained,
                        asking->endpoints->token,
                        asking->client_id, (const char *const *) asking->asked_scopes, &local_error);
  if (token == NULL)
    {
      g_set_error (error, LK_TOKEN_ENDPOINT_ERROR, LK_TOKEN_ENDPOINT_ERROR_BAD_ANSWER,
                   /* Translators: what is wrong, a sentence without its full stop; then an HTTP status */
                   _("%s (HTTP status %u)"), local_error->message, status);
      return NULL;
    }

  lk_token_bind (token, asking->endpoints);
  if (asking->renewed != NULL && refresh_token == NULL && lk_token_get_refresh_token (asking->renewed) != NULL)
    return lk_token_with_refresh_token (token, lk_token_get_refresh_token (asking->renewed));

  return g_steal_pointer (&token);
}

/* Status and body decide together: an error member is an error under any status (RFC 6749 section 5.2 asks for 400, not
 * every service obeys). */
static LkToken *
read_answer (Asking  *asking,
             GBytes  *body,
             GError **error)
{
  LkJsonLimits limits = { .max_bytes = MAX_BODY, .max_depth = MAX_JSON_DEPTH };
  guint status = lk_exchange_get_status (asking->exchange);
  g_autoptr(JsonNode) root = NULL;
  g_autoptr(GError) json_error = NULL;
  LkToken *token;

  if (status >= 300 && status < 400)
    {
      g_set_error (error, LK_HTTP_ERROR, LK_HTTP_ERROR_REDIRECTED,
                   _("The token address answered with a redirect (HTTP status %u), which is never followed"), status);
      return NULL;
    }

  if (status < 200 || status >= 300)
    {
      g_propagate_error (error, error_for_refusal (asking->exchange));
      return NULL;
    }

  root = lk_json_parse_object (body, &limits, &json_error);
  if (root == NULL && is_form (asking->exchange))
    root = parse_form (body);
  if (root == NULL)
    {
      g_propagate_error (error, error_for_unreadable (asking->exchange, json_error));
      return NULL;
    }
  if (lk_json_has (json_node_get_object (root), "error"))
    {
      g_propagate_error (error, error_for_refusal (asking->exchange));
      return NULL;
    }

  token = read_token (asking, json_node_get_object (root), error);
  lk_json_wipe_string (json_node_get_object (root), "access_token");
  lk_json_wipe_string (json_node_get_object (root), "refresh_token");

  return token;
}

static void
sent_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Asking *asking = g_task_get_task_data (task);
  g_autoptr(GBytes) answer = NULL;
  GError *error = NULL;
  LkToken *token = NULL;

  if (lk_http_client_send_finish (LK_HTTP_CLIENT (source), result, &answer, &error))
    token = read_answer (asking, answer, &error);

  if (token != NULL)
    g_task_return_pointer (task, token, g_object_unref);
  else
    g_task_return_error (task, error);
}

static void
send_form (GTask *task)
{
  LkTokenEndpoint *self = g_task_get_source_object (task);
  Asking *asking = g_task_get_task_data (task);

  lk_exchange_set_max_body (asking->exchange, MAX_BODY);
  lk_http_client_send_async (self->client, asking->exchange, asking->credentials, g_task_get_cancellable (task),
                             sent_cb, g_object_ref (task));
}

static GTask *
asking_new (LkTokenEndpoint     *self,
            LkConnection        *connection,
            LkEndpoints         *endpoints,
            const char          *client_id,
            const char          *grant_type,
            LkTokenObtained      obtained,
            const char *const   *asked_scopes,
            const char          *label,
            GCancellable        *cancellable,
            GAsyncReadyCallback  callback,
            gpointer             user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  Asking *asking = g_new0 (Asking, 1);

  asking->exchange = lk_exchange_new (LK_EXCHANGE_PURPOSE_TOKEN, "POST", endpoints->token);
  asking->credentials = lk_credentials_new ();
  lk_credentials_begin_body (asking->credentials, FORM_TYPE);
  lk_credentials_append (asking->credentials, "grant_type=");
  lk_credentials_append (asking->credentials, grant_type);
  asking->obtained = obtained;
  asking->endpoints = lk_endpoints_ref (endpoints);
  asking->client_id = g_strdup (client_id != NULL ? client_id : "");
  asking->asked_scopes = g_strdupv ((char **) asked_scopes);
  lk_exchange_set_connection (asking->exchange, lk_connection_get_id (connection), lk_connection_get_name (connection));
  lk_exchange_set_label (asking->exchange, label);

  g_task_set_source_tag (task, lk_token_endpoint_finish);
  g_task_set_task_data (task, asking, (GDestroyNotify) asking_free);

  return task;
}

static void
lk_token_endpoint_finalize (GObject *object)
{
  LkTokenEndpoint *self = LK_TOKEN_ENDPOINT (object);

  g_clear_object (&self->client);

  G_OBJECT_CLASS (lk_token_endpoint_parent_class)->finalize (object);
}

static void
lk_token_endpoint_class_init (LkTokenEndpointClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = lk_token_endpoint_finalize;
}

static void
lk_token_endpoint_init (LkTokenEndpoint *self)
{
}

/**
 * lk_token_endpoint_new:
 * @client: the HTTP client to send with
 *
 * Returns: (transfer full): a token endpoint; it serves any connection
 */
LkTokenEndpoint *
lk_token_endpoint_new (LkHttpClient *client)
{
  LkTokenEndpoint *self;

  g_return_val_if_fail (LK_IS_HTTP_CLIENT (client), NULL);

  self = g_object_new (LK_TYPE_TOKEN_ENDPOINT, NULL);
  self->client = g_object_ref (client);

  return self;
}

/**
 * lk_token_endpoint_exchange_code_async:
 * @self: a token endpoint
 * @request: the request that the code answers; its token URL, client and redirect URI are used, not the connection's
 *   present ones
 * @code: the code, a secret
 * @client_secret: (nullable): the client secret; without one the client is public and sends none
 * @connection: whose exchange it is, by name
 * @cancellable: (nullable): ends the wait; the code is used up all the same
 * @callback: called when the answer is in
 * @user_data: for @callback
 *
 * Sends the code once (RFC 6749 section 4.1.3), with the verifier if there is one (RFC 7636 section 4.5).
 */
void
lk_token_endpoint_exchange_code_async (LkTokenEndpoint        *self,
                                       LkAuthorizationRequest *request,
                                       const char             *code,
                                       const char             *client_secret,
                                       LkConnection           *connection,
                                       GCancellable           *cancellable,
                                       GAsyncReadyCallback     callback,
                                       gpointer                user_data)
{
  g_autoptr(GTask) task = NULL;
  Asking *asking;

  g_return_if_fail (LK_IS_TOKEN_ENDPOINT (self));
  g_return_if_fail (LK_IS_AUTHORIZATION_REQUEST (request));
  g_return_if_fail (code != NULL);
  g_return_if_fail (LK_IS_CONNECTION (connection));

  task = asking_new (self, connection, lk_authorization_request_get_endpoints (request),
                     lk_authorization_request_get_client_id (request), "authorization_code", LK_TOKEN_OBTAINED_CODE,
                     lk_authorization_request_get_scopes (request),
                     _("Exchange the code for a token"), cancellable, callback, user_data);
  asking = g_task_get_task_data (task);

  append_secret (asking->credentials, "code", code);
  append_client (asking->credentials, lk_authorization_request_get_client_auth (request), asking->client_id,
                 client_secret);
  append_field (asking->credentials, "redirect_uri", lk_authorization_request_get_redirect_uri (request));
  append_scopes (asking->credentials, lk_authorization_request_get_scopes (request));
  if (lk_authorization_request_get_code_verifier (request) != NULL)
    append_secret (asking->credentials, "code_verifier", lk_authorization_request_get_code_verifier (request));

  send_form (task);
}

/**
 * lk_token_endpoint_refresh_async:
 * @self: a token endpoint
 * @connection: the connection that the token belongs to, see lk_token_belongs_to ()
 * @token: a token with a refresh token
 * @client_secret: (nullable): the client secret, if the client has one
 * @cancellable: (nullable): ends the wait; the refresh token may be used up all the same
 * @callback: called when the answer is in
 * @user_data: for @callback
 *
 * Renews a token (RFC 6749 section 6). The new token keeps the old refresh token if no new one comes.
 */
void
lk_token_endpoint_refresh_async (LkTokenEndpoint     *self,
                                 LkConnection        *connection,
                                 LkToken             *token,
                                 const char          *client_secret,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  g_autoptr(LkEndpoints) endpoints = NULL;
  g_autoptr(GTask) task = NULL;
  Asking *asking;

  g_return_if_fail (LK_IS_TOKEN_ENDPOINT (self));
  g_return_if_fail (LK_IS_CONNECTION (connection));
  g_return_if_fail (LK_IS_TOKEN (token));
  g_return_if_fail (lk_token_get_refresh_token (token) != NULL);

  endpoints = lk_connection_get_endpoints (connection);
  task = asking_new (self, connection, endpoints, lk_connection_get_client_id (connection), "refresh_token",
                     LK_TOKEN_OBTAINED_REFRESH, lk_token_get_asked_scopes (token),
                     _("Renew the token"), cancellable, callback, user_data);
  asking = g_task_get_task_data (task);
  asking->renewed = g_object_ref (token);

  append_secret (asking->credentials, "refresh_token", lk_token_get_refresh_token (token));
  append_client (asking->credentials, lk_connection_get_client_auth (connection), asking->client_id, client_secret);

  send_form (task);
}

/**
 * lk_token_endpoint_client_credentials_async:
 * @self: a token endpoint
 * @connection: the connection whose client it is
 * @scopes: the scopes to ask for
 * @client_secret: the client secret
 * @cancellable: (nullable): ends the wait
 * @callback: called when the answer is in
 * @user_data: for @callback
 *
 * Gets a token for the client itself, with no login page (RFC 6749 section 4.4).
 */
void
lk_token_endpoint_client_credentials_async (LkTokenEndpoint     *self,
                                            LkConnection        *connection,
                                            const char *const   *scopes,
                                            const char          *client_secret,
                                            GCancellable        *cancellable,
                                            GAsyncReadyCallback  callback,
                                            gpointer             user_data)
{
  g_autoptr(LkEndpoints) endpoints = NULL;
  g_autoptr(GTask) task = NULL;
  Asking *asking;

  g_return_if_fail (LK_IS_TOKEN_ENDPOINT (self));
  g_return_if_fail (LK_IS_CONNECTION (connection));
  g_return_if_fail (scopes != NULL);
  g_return_if_fail (client_secret != NULL && *client_secret != '\0');

  endpoints = lk_connection_get_endpoints (connection);
  task = asking_new (self, connection, endpoints, lk_connection_get_client_id (connection), "client_credentials",
                     LK_TOKEN_OBTAINED_CLIENT_CREDENTIALS, scopes,
                     _("Get a token with client credentials"), cancellable, callback, user_data);
  asking = g_task_get_task_data (task);

  append_client (asking->credentials, lk_connection_get_client_auth (connection), asking->client_id, client_secret);
  append_scopes (asking->credentials, scopes);

  send_form (task);
}

/**
 * lk_token_endpoint_finish:
 * @self: a token endpoint
 * @result: the result given to the callback of any of the three
 * @exchange: (out) (optional) (nullable) (transfer full): the exchange, set on failure too
 * @error: return location for a #LkTokenEndpointError, a #LkHttpError or `G_IO_ERROR_CANCELLED`
 *
 * Returns: (transfer full) (nullable): the token
 */
LkToken *
lk_token_endpoint_finish (LkTokenEndpoint  *self,
                          GAsyncResult     *result,
                          LkExchange      **exchange,
                          GError          **error)
{
  Asking *asking;

  g_return_val_if_fail (LK_IS_TOKEN_ENDPOINT (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_token_endpoint_finish), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  asking = g_task_get_task_data (G_TASK (result));
  if (exchange != NULL)
    *exchange = g_object_ref (asking->exchange);

  return g_task_propagate_pointer (G_TASK (result), error);
}
