/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "lk-redact-scan.h"
#include "lk-secret.h"
#include "lk-sign-in.h"

struct _LkSignIn
{
  GObject parent_instance;

  /* owned */
  LkTokenSource *source;
  LkVault *vault;
  LkTokenEndpoint *endpoint;
  LkExchangeLog *log;

  /* owned: while it runs */
  LkUserAgent *agent;
  LkAuthorizationRequest *request;
  LkAuthorizationResponse response;
  char *secret;         /* the client's, as it was when the sign-in began */

  /* Owned; what is known afterwards */
  LkExchange *exchange;
  char *oauth_error;
  char *oauth_description;
  guint page_status;
  gint64 code_age;

  /* Owned; how to run, where it differs from the connection */
  char **scopes;
  LkGrant grant;
  gboolean has_grant;

  LkSignInStep step;
  gint64 answered_at;   /* monotonic, microseconds */
};

enum
{
  PROP_0,
  PROP_STEP,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static void show_authorize_page (GTask *task);

G_DEFINE_QUARK (lk-sign-in-error-quark, lk_sign_in_error)
G_DEFINE_FINAL_TYPE (LkSignIn, lk_sign_in, G_TYPE_OBJECT)

static LkConnection *
get_connection (LkSignIn *self)
{
  return lk_token_source_get_connection (self->source);
}

static void
set_step (LkSignIn     *self,
          LkSignInStep  step)
{
  if (self->step == step)
    return;

  self->step = step;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STEP]);
}

/* The one way out: whatever happened, state, code, verifier and the copy of the secret are of no use any more. */
static void
wipe (LkSignIn *self)
{
  if (self->request != NULL)
    lk_authorization_request_wipe (self->request);
  lk_authorization_response_clear (&self->response);
  lk_secret_clear (&self->secret);
  g_clear_object (&self->agent);
}

static void
fail (GTask  *task,
      GError *error)
{
  LkSignIn *self = g_task_get_source_object (task);

  wipe (self);
  g_task_return_error (task, error);
}

/* The keyring kept a token that nobody waits for: it is shown again, so that it can be signed out. */
static void
forgotten_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(GError) error = NULL;

  if (!lk_token_source_forget_finish (LK_TOKEN_SOURCE (source), result, &error))
    {
      g_warning ("A token of a cancelled sign-in is still in the keyring: %s", error->message);
      lk_token_source_load_async (LK_TOKEN_SOURCE (source), NULL, NULL, NULL);
    }
}

static void
stored_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  LkSignIn *self = g_task_get_source_object (task);
  LkToken *token = g_task_get_task_data (task);
  GError *error = NULL;

  if (!lk_token_source_store_finish (LK_TOKEN_SOURCE (source), result, &error))
    {
      /* A store that has begun goes on; what was cancelled meanwhile is forgotten behind it. */
      if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        lk_token_source_forget_async (self->source, NULL, forgotten_cb, NULL);
      fail (task, error);
      return;
    }

  /* It is stored: too late to be cancelled. */
  g_task_set_check_cancellable (task, FALSE);
  wipe (self);
  set_step (self, LK_SIGN_IN_STEP_DONE);
  g_task_return_pointer (task, g_object_ref (token), g_object_unref);
}

/* Takes a reference of its own to @token. */
static void
store (GTask   *task,
       LkToken *token)
{
  LkSignIn *self = g_task_get_source_object (task);
  GError *error = NULL;

  if (g_cancellable_set_error_if_cancelled (g_task_get_cancellable (task), &error))
    {
      fail (task, error);
      return;
    }

  g_task_set_task_data (task, g_object_ref (token), g_object_unref);
  set_step (self, LK_SIGN_IN_STEP_STORE);
  lk_token_source_store_async (self->source, token, g_task_get_cancellable (task), stored_cb, g_object_ref (task));
}

static void
token_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  LkSignIn *self = g_task_get_source_object (task);
  g_autoptr(LkExchange) exchange = NULL;
  g_autoptr(LkToken) token = NULL;
  GError *error = NULL;

  token = lk_token_endpoint_finish (LK_TOKEN_ENDPOINT (source), result, &exchange, &error);
  g_set_object (&self->exchange, exchange);

  if (token != NULL)
    store (task, token);
  else
    fail (task, error);
}

static void
send_code (GTask *task)
{
  LkSignIn *self = g_task_get_source_object (task);

  set_step (self, LK_SIGN_IN_STEP_TOKEN);
  self->code_age = g_get_monotonic_time () - self->answered_at;
  lk_token_endpoint_exchange_code_async (self->endpoint, self->request, self->response.code, self->secret,
                                         get_connection (self), g_task_get_cancellable (task), token_cb,
                                         g_object_ref (task));
  /* It has been sent, and is never sent again. */
  wipe (self);
}

static void
send_client_credentials (GTask *task)
{
  LkSignIn *self = g_task_get_source_object (task);
  LkConnection *connection = get_connection (self);

  if (self->secret == NULL || *self->secret == '\0')
    {
      fail (task, g_error_new_literal (LK_SIGN_IN_ERROR, LK_SIGN_IN_ERROR_NO_SECRET,
                                       _("Client credentials need the client secret, and none is kept for this "
                                         "connection")));
      return;
    }

  lk_token_endpoint_client_credentials_async (self->endpoint, connection,
                                              self->scopes != NULL ? (const char *const *) self->scopes
                                                                   : lk_connection_get_scopes (connection),
                                              self->secret, g_task_get_cancellable (task), token_cb,
                                              g_object_ref (task));
}

static void
secret_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  LkSignIn *self = g_task_get_source_object (task);
  GError *error = NULL;

  self->secret = lk_vault_lookup_finish (LK_VAULT (source), result, NULL, &error);
  if (error == NULL)
    g_cancellable_set_error_if_cancelled (g_task_get_cancellable (task), &error);

  if (error != NULL)
    fail (task, error);
  else if (lk_sign_in_get_grant (self) == LK_GRANT_CODE)
    show_authorize_page (task);
  else
    send_client_credentials (task);
}

/* Before the page is shown: a secret that is entered while it is open is another server's, perhaps (SECURITY.md A9),
 * and a keyring that is locked is found so while no code is lost over it. */
static void
look_up_secret (GTask *task)
{
  LkSignIn *self = g_task_get_source_object (task);

  lk_vault_lookup_async (self->vault, lk_connection_get_id (get_connection (self)), LK_VAULT_KIND_CLIENT_SECRET,
                         g_task_get_cancellable (task), secret_cb, g_object_ref (task));
}

/* The answer's address without the values of its secrets: `http://localhost:8080/?code&state`. */
static char *
without_secrets (const char *response_uri)
{
  GString *shown = g_string_new (NULL);
  const char *p = response_uri + strcspn (response_uri, "?#");

  g_string_append_len (shown, response_uri, p - response_uri);

  while (*p != '\0')
    {
      gsize length = 1 + strcspn (p + 1, "#&");
      gsize name_length = 1 + strcspn (p + 1, "=#&");
      g_autofree char *name = g_strndup (p + 1, name_length - 1);

      g_string_append_len (shown, p, lk_redact_is_secret_name (name) ? name_length : length);
      p += length;
    }

  return g_string_free (shown, FALSE);
}

/* The authorize page as an entry of the log: its address and the one that it answered with. */
static void
finish_page_exchange (LkSignIn     *self,
                      const char   *response_uri,
                      const GError *error)
{
  if (response_uri != NULL)
    {
      g_autofree char *location = without_secrets (response_uri);

      lk_exchange_set_response (self->exchange, 302, "Redirect");
      lk_exchange_add_response_header (self->exchange, "Location", location);
    }
  else if (self->page_status != 0)
    {
      lk_exchange_set_response (self->exchange, self->page_status, NULL);
      error = NULL;
    }

  lk_exchange_finish (self->exchange, error);
}

static void
authorized_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  LkSignIn *self = g_task_get_source_object (task);
  LkUserAgent *agent = LK_USER_AGENT (source);
  g_autoptr(LkSecret) response_uri = NULL;
  GError *error = NULL;
  gboolean taken;

  response_uri = lk_user_agent_authorize_finish (agent, result, &error);
  self->answered_at = g_get_monotonic_time ();
  self->page_status = response_uri == NULL ? lk_user_agent_get_page_status (agent) : 0;

  if (response_uri == NULL || g_cancellable_set_error_if_cancelled (g_task_get_cancellable (task), &error))
    {
      finish_page_exchange (self, response_uri, error);
      fail (task, error);
      return;
    }

  taken = lk_authorization_response_parse (&self->response, self->request, response_uri, &error);
  /* A redirect that brings a refusal has not worked. */
  finish_page_exchange (self, response_uri, error);
  self->oauth_error = g_strdup (self->response.oauth_error);
  self->oauth_description = g_strdup (self->response.oauth_description);

  if (!taken)
    {
      fail (task, error);
    }
  else if (self->response.token != NULL)
    {
      store (task, self->response.token);
    }
  else
    {
      send_code (task);
    }
}

static void
show_authorize_page (GTask *task)
{
  LkSignIn *self = g_task_get_source_object (task);
  LkConnection *connection = get_connection (self);
  g_autoptr(LkSecret) uri = NULL;

  self->request = lk_authorization_request_new_with_grant (connection, lk_sign_in_get_grant (self),
                                                           (const char *const *) self->scopes);

  uri = lk_authorization_request_get_uri (self->request);
  self->exchange = lk_exchange_new (LK_EXCHANGE_PURPOSE_AUTHORIZE, "GET", uri);
  lk_exchange_set_connection (self->exchange, lk_connection_get_id (connection), lk_connection_get_name (connection));
  lk_exchange_set_label (self->exchange, _("Ask for access on the service’s page"));
  if (self->log != NULL)
    lk_exchange_log_add (self->log, self->exchange);

  set_step (self, LK_SIGN_IN_STEP_AUTHORIZE);
  lk_user_agent_authorize_async (self->agent, self->request, g_task_get_cancellable (task),
                                 authorized_cb, g_object_ref (task));
}

/* lk_connection_validate () looks at the connection's own grant; another one may need an address that is not set. */
static gboolean
check_endpoints (LkSignIn  *self,
                 GError   **error)
{
  g_autoptr(LkEndpoints) endpoints = lk_connection_get_endpoints (get_connection (self));
  LkGrant grant = lk_sign_in_get_grant (self);

  if (grant != LK_GRANT_CLIENT_CREDENTIALS && endpoints->authorize == NULL)
    {
      g_set_error_literal (error, LK_CONNECTION_ERROR, LK_CONNECTION_ERROR_AUTHORIZE_URL,
                           _("The address of the authorize page is not known"));
      return FALSE;
    }
  if (grant != LK_GRANT_IMPLICIT && endpoints->token == NULL)
    {
      g_set_error_literal (error, LK_CONNECTION_ERROR, LK_CONNECTION_ERROR_TOKEN_URL,
                           _("The address of the token endpoint is not known"));
      return FALSE;
    }

  return TRUE;
}

static void
lk_sign_in_get_property (GObject    *object,
                         guint       property_id,
                         GValue     *value,
                         GParamSpec *pspec)
{
  LkSignIn *self = LK_SIGN_IN (object);

  switch (property_id)
    {
    case PROP_STEP:
      g_value_set_int (value, self->step);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
lk_sign_in_finalize (GObject *object)
{
  LkSignIn *self = LK_SIGN_IN (object);

  wipe (self);
  g_clear_object (&self->source);
  g_clear_object (&self->vault);
  g_clear_object (&self->endpoint);
  g_clear_object (&self->log);
  g_clear_object (&self->request);
  g_clear_object (&self->exchange);
  g_clear_pointer (&self->oauth_error, g_free);
  g_clear_pointer (&self->oauth_description, g_free);
  g_clear_pointer (&self->scopes, g_strfreev);

  G_OBJECT_CLASS (lk_sign_in_parent_class)->finalize (object);
}

static void
lk_sign_in_class_init (LkSignInClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = lk_sign_in_get_property;
  object_class->finalize = lk_sign_in_finalize;

  properties[PROP_STEP] = g_param_spec_int ("step", NULL, NULL, LK_SIGN_IN_STEP_NONE, LK_SIGN_IN_STEP_DONE,
                                            LK_SIGN_IN_STEP_NONE,
                                            G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
lk_sign_in_init (LkSignIn *self)
{
  self->code_age = -1;
}

/**
 * lk_sign_in_new:
 * @source: the token source of the connection to sign in to; it gets the token
 * @vault: where the client secret is kept
 * @endpoint: the token endpoint
 * @log: (nullable): gets the authorize page as an entry; the token endpoint's exchanges are logged by its HTTP client
 *
 * Returns: (transfer full): a sign-in, good for one run
 */
LkSignIn *
lk_sign_in_new (LkTokenSource   *source,
                LkVault         *vault,
                LkTokenEndpoint *endpoint,
                LkExchangeLog   *log)
{
  LkSignIn *self;

  g_return_val_if_fail (LK_IS_TOKEN_SOURCE (source), NULL);
  g_return_val_if_fail (LK_IS_VAULT (vault), NULL);
  g_return_val_if_fail (LK_IS_TOKEN_ENDPOINT (endpoint), NULL);
  g_return_val_if_fail (log == NULL || LK_IS_EXCHANGE_LOG (log), NULL);

  self = g_object_new (LK_TYPE_SIGN_IN, NULL);
  self->source = g_object_ref (source);
  self->vault = g_object_ref (vault);
  self->endpoint = g_object_ref (endpoint);
  g_set_object (&self->log, log);

  return self;
}

/**
 * lk_sign_in_set_scopes:
 * @self: a sign-in that has not run
 * @scopes: (nullable): scopes to ask for instead of the connection's
 */
void
lk_sign_in_set_scopes (LkSignIn          *self,
                       const char *const *scopes)
{
  g_return_if_fail (LK_IS_SIGN_IN (self));
  g_return_if_fail (self->step == LK_SIGN_IN_STEP_NONE);

  g_strfreev (self->scopes);
  self->scopes = g_strdupv ((char **) scopes);
}

/**
 * lk_sign_in_set_grant:
 * @self: a sign-in that has not run
 * @grant: the grant to use instead of the connection's
 */
void
lk_sign_in_set_grant (LkSignIn *self,
                      LkGrant   grant)
{
  g_return_if_fail (LK_IS_SIGN_IN (self));
  g_return_if_fail (self->step == LK_SIGN_IN_STEP_NONE);

  self->grant = grant;
  self->has_grant = TRUE;
}

/**
 * lk_sign_in_run_async:
 * @self: a sign-in that has not run
 * @agent: (nullable): who shows the authorize page; not used for client credentials
 * @cancellable: (nullable): ends it at any step; nothing is stored then
 * @callback: called when it is over
 * @user_data: for @callback
 *
 * Runs the sign-in. A code grant without a client secret kept is taken for a public client's: no secret is sent.
 * Nothing is sent twice and nothing weaker is tried after a failure.
 */
void
lk_sign_in_run_async (LkSignIn            *self,
                      LkUserAgent         *agent,
                      GCancellable        *cancellable,
                      GAsyncReadyCallback  callback,
                      gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  GError *error = NULL;

  g_return_if_fail (LK_IS_SIGN_IN (self));
  g_return_if_fail (self->step == LK_SIGN_IN_STEP_NONE);
  g_return_if_fail (agent == NULL || LK_IS_USER_AGENT (agent));
  g_return_if_fail (agent != NULL || lk_sign_in_get_grant (self) == LK_GRANT_CLIENT_CREDENTIALS);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, lk_sign_in_run_async);

  if (g_task_return_error_if_cancelled (task))
    return;

  g_set_object (&self->agent, agent);
  if (lk_sign_in_get_grant (self) == LK_GRANT_CLIENT_CREDENTIALS)
    set_step (self, LK_SIGN_IN_STEP_TOKEN);

  if (!lk_connection_validate (get_connection (self), &error) || !check_endpoints (self, &error))
    fail (task, error);
  else if (lk_sign_in_get_grant (self) == LK_GRANT_IMPLICIT)
    show_authorize_page (task);
  else
    look_up_secret (task);
}

/**
 * lk_sign_in_run_finish:
 * @self: a sign-in
 * @result: the result given to the callback
 * @error: return location for an error of the step that failed, see #LkSignInError
 *
 * Returns: (transfer full) (nullable): the token, which the token source has stored
 */
LkToken *
lk_sign_in_run_finish (LkSignIn      *self,
                       GAsyncResult  *result,
                       GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_sign_in_run_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * lk_sign_in_get_step:
 * @self: a sign-in
 *
 * Returns: how far it is, or how far it came
 */
LkSignInStep
lk_sign_in_get_step (LkSignIn *self)
{
  g_return_val_if_fail (LK_IS_SIGN_IN (self), LK_SIGN_IN_STEP_NONE);

  return self->step;
}

/**
 * lk_sign_in_get_exchange:
 * @self: a sign-in
 *
 * Returns: (transfer none) (nullable): the exchange with the token endpoint; before that, the authorize page as one
 */
LkExchange *
lk_sign_in_get_exchange (LkSignIn *self)
{
  g_return_val_if_fail (LK_IS_SIGN_IN (self), NULL);

  return self->exchange;
}

/**
 * lk_sign_in_get_oauth_error:
 * @self: a sign-in
 *
 * Returns: (nullable): the `error` of the authorization answer, sanitized
 */
const char *
lk_sign_in_get_oauth_error (LkSignIn *self)
{
  g_return_val_if_fail (LK_IS_SIGN_IN (self), NULL);

  return self->oauth_error;
}

/**
 * lk_sign_in_get_oauth_description:
 * @self: a sign-in
 *
 * Returns: (nullable): the `error_description` of the authorization answer, sanitized
 */
const char *
lk_sign_in_get_oauth_description (LkSignIn *self)
{
  g_return_val_if_fail (LK_IS_SIGN_IN (self), NULL);

  return self->oauth_description;
}

/**
 * lk_sign_in_get_page_status:
 * @self: a sign-in
 *
 * Returns: the HTTP status of the authorize page if it ended on an error page, else 0
 */
guint
lk_sign_in_get_page_status (LkSignIn *self)
{
  g_return_val_if_fail (LK_IS_SIGN_IN (self), 0);

  return self->page_status;
}

/**
 * lk_sign_in_get_grant:
 * @self: a sign-in
 *
 * Returns: the grant that it uses
 */
LkGrant
lk_sign_in_get_grant (LkSignIn *self)
{
  g_return_val_if_fail (LK_IS_SIGN_IN (self), LK_GRANT_CODE);

  return self->has_grant ? self->grant : lk_connection_get_grant (get_connection (self));
}

/**
 * lk_sign_in_get_code_age:
 * @self: a sign-in
 *
 * Returns: the microseconds from the redirect to the token request; -1 if there was none
 */
gint64
lk_sign_in_get_code_age (LkSignIn *self)
{
  g_return_val_if_fail (LK_IS_SIGN_IN (self), -1);

  return self->code_age;
}
