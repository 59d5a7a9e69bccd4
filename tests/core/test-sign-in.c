/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A sign-in from its first address to the token in the vault, with a person made of code; and every way in which it
 * can end without one. */
#include "config.h"

#include <string.h>

#include "lk-flow-report.h"
#include "lk-sign-in.h"
#include "lk-test-service.h"
#include "lk-test.h"

static const char *
get_secret (LkTestService *service)
{
  return lk_practice_server_get_client_secret (service->practice->server);
}

static LkSignIn *
new_sign_in (LkTestService *service)
{
  return lk_sign_in_new (service->source, LK_VAULT (service->vault), service->endpoint, service->log);
}

static LkToken *
run (LkSignIn     *sign_in,
     LkTestAgent  *agent,
     GError      **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  lk_sign_in_run_async (sign_in, agent != NULL ? LK_USER_AGENT (agent) : NULL, NULL, lk_test_async_cb, &result);
  lk_test_wait (&result);

  return lk_sign_in_run_finish (sign_in, result, error);
}

static char *
peek_token (LkTestService *service)
{
  return lk_test_vault_peek (service->vault, lk_connection_get_id (service->connection), LK_VAULT_KIND_TOKEN);
}

static void
assert_nothing_stored (LkTestService *service)
{
  g_autofree char *document = peek_token (service);

  g_assert_null (document);
  g_assert_null (lk_token_source_get_token (service->source));
}

/* State, code and verifier are gone when a sign-in is over, however it ended (B6). */
static void
assert_wiped (LkTestAgent *agent)
{
  LkAuthorizationRequest *request = lk_test_agent_get_request (agent);

  g_assert_null (lk_authorization_request_get_state (request));
  g_assert_null (lk_authorization_request_get_code_verifier (request));
}

/* All that could be shown or saved of the run. */
static char *
get_log_text (LkTestService *service)
{
  GString *text = g_string_new (NULL);
  guint n_exchanges = g_list_model_get_n_items (G_LIST_MODEL (service->log));

  for (guint i = 0; i < n_exchanges; i++)
    {
      g_autoptr(LkExchange) exchange = g_list_model_get_item (G_LIST_MODEL (service->log), i);
      g_autofree char *shown = lk_flow_report_step (exchange, G_MAXSIZE / 2);

      g_string_append (text, shown);
    }

  return g_string_free (text, FALSE);
}

/* What a person would have to see to steal something. */
typedef struct
{
  LkTestService *service;
  char *location; /* owned: with code or token */
  char *verifier; /* owned, nullable */
} Witness;

static char *
allow_and_remember (LkAuthorizationRequest  *request,
                    gpointer                 user_data,
                    GError                 **error)
{
  Witness *witness = user_data;

  witness->location = lk_test_service_allow (request, witness->service, error);
  witness->verifier = g_strdup (lk_authorization_request_get_code_verifier (request));

  return g_strdup (witness->location);
}

static void
test_works (gconstpointer data)
{
  const char *way = data;
  gboolean implicit = strcmp (way, "implicit") == 0;
  gboolean pkce = strstr (way, "pkce") != NULL;
  gboolean secret = strstr (way, "secret") != NULL;
  g_autoptr(LkTestService) service = lk_test_service_new (NULL);
  Witness witness = { service, NULL, NULL };
  g_autoptr(LkTestAgent) agent = lk_test_agent_new (allow_and_remember, &witness);
  g_autoptr(LkSignIn) sign_in = NULL;
  g_autoptr(LkToken) token = NULL;
  g_autofree char *document = NULL;
  g_autofree char *text = NULL;
  g_autofree char *answer = NULL;
  g_autoptr(GError) error = NULL;

  g_object_set (service->connection, "grant", implicit ? LK_GRANT_IMPLICIT : LK_GRANT_CODE, "pkce",
                pkce ? LK_PKCE_S256 : LK_PKCE_OFF, NULL);
  if (secret)
    lk_test_service_keep_secret (service, get_secret (service));

  sign_in = new_sign_in (service);
  g_assert_cmpint (lk_sign_in_get_step (sign_in), ==, LK_SIGN_IN_STEP_NONE);
  token = run (sign_in, agent, &error);
  g_assert_no_error (error);
  g_assert_cmpint (lk_sign_in_get_step (sign_in), ==, LK_SIGN_IN_STEP_DONE);
  g_assert_cmpint (lk_token_get_obtained (token), ==, implicit ? LK_TOKEN_OBTAINED_IMPLICIT : LK_TOKEN_OBTAINED_CODE);
  g_assert_cmpint (lk_token_get_refresh_token (token) != NULL, ==, !implicit);
  g_assert_cmpint (lk_sign_in_get_code_age (sign_in) >= 0, ==, !implicit);

  /* It is in the vault, and the one in use. */
  document = peek_token (service);
  g_assert_nonnull (strstr (document, lk_token_get_access_token (token)));
  g_assert_true (lk_token_source_get_token (service->source) == token);
  g_assert_cmpuint (lk_test_service_count_posts (service), ==, implicit ? 0 : 1);

  /* It works. */
  g_free (service->practice->bearer);
  service->practice->bearer = g_strdup (lk_token_get_access_token (token));
  g_assert_cmpuint (practice_client_get (service->practice, "/api/v2/chat/agents/me"), ==, 200);

  /* Nothing of it is left, and nothing of it shows: the page and, with a code, the token request are in the log. */
  assert_wiped (agent);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (service->log)), ==, implicit ? 1 : 2);
  text = get_log_text (service);
  answer = practice_client_parameter (witness.location, implicit ? "access_token" : "code");
  g_assert_nonnull (strstr (text, "authorizations/new"));
  g_assert_null (strstr (text, answer));
  g_assert_null (strstr (text, lk_token_get_access_token (token)));
  if (!implicit)
    g_assert_null (strstr (text, lk_token_get_refresh_token (token)));
  if (pkce)
    g_assert_null (strstr (text, witness.verifier));
  if (secret)
    g_assert_null (strstr (text, get_secret (service)));

  g_free (witness.location);
  g_free (witness.verifier);
}

static void
test_client_credentials (void)
{
  static const char *const scopes[] = { "read", NULL };
  g_autoptr(LkTestService) service = lk_test_service_new (NULL);
  g_autoptr(LkSignIn) without = NULL;
  g_autoptr(LkSignIn) public = NULL;
  g_autoptr(LkSignIn) sign_in = NULL;
  g_autoptr(LkToken) token = NULL;
  g_autoptr(GError) error = NULL;

  g_object_set (service->connection, "grant", LK_GRANT_CLIENT_CREDENTIALS, NULL);
  without = new_sign_in (service);
  g_assert_null (run (without, NULL, &error));
  g_assert_error (error, LK_SIGN_IN_ERROR, LK_SIGN_IN_ERROR_NO_SECRET);
  g_clear_error (&error);
  g_assert_cmpuint (lk_test_service_count_posts (service), ==, 0);

  lk_test_service_keep_secret (service, get_secret (service));
  public = new_sign_in (service);
  g_assert_null (run (public, NULL, &error));
  g_assert_error (error, LK_TOKEN_ENDPOINT_ERROR, LK_TOKEN_ENDPOINT_ERROR_INVALID_CLIENT);
  g_clear_error (&error);
  g_assert_cmpuint (lk_exchange_get_status (lk_sign_in_get_exchange (public)), ==, 401);
  assert_nothing_stored (service);

  lk_test_service_make_confidential (service);
  sign_in = new_sign_in (service);
  lk_sign_in_set_scopes (sign_in, scopes);
  token = run (sign_in, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (lk_token_get_obtained (token), ==, LK_TOKEN_OBTAINED_CLIENT_CREDENTIALS);
  g_assert_true (lk_token_has_scope (token, "read"));
  g_assert_false (lk_token_has_scope (token, "write"));
}

/* A run may use another grant and other scopes than the connection has; the connection stays as it is. */
static void
test_overrides (void)
{
  static const char *const scopes[] = { "read", NULL };
  g_autoptr(LkTestService) service = lk_test_service_new (NULL);
  g_autoptr(LkTestAgent) agent = lk_test_agent_new (lk_test_service_allow, service);
  g_autoptr(LkSignIn) sign_in = new_sign_in (service);
  g_autoptr(LkToken) token = NULL;
  G_GNUC_UNUSED g_autofree char *uri = NULL;
  g_autoptr(GError) error = NULL;

  g_object_set (service->connection, "grant", LK_GRANT_CODE, NULL);
  lk_sign_in_set_grant (sign_in, LK_GRANT_IMPLICIT);
  lk_sign_in_set_scopes (sign_in, scopes);
  token = run (sign_in, agent, &error);
  g_assert_no_error (error);
  g_assert_cmpint (lk_token_get_obtained (token), ==, LK_TOKEN_OBTAINED_IMPLICIT);
  g_assert_false (lk_token_has_scope (token, "write"));
  g_assert_cmpint (lk_connection_get_grant (service->connection), ==, LK_GRANT_CODE);
  g_assert_true (lk_connection_has_scope (service->connection, "write"));
}

/* Every answer of the authorize page that gives no token, for both grants: nothing is stored, nothing is posted. */
static void
test_bad_answers (void)
{
  static const struct
  {
    const char *fault;
    int implicit; /* the error's code, or -1: it works */
    int code;
  } cases[] = {
    { "access-denied", LK_AUTHORIZATION_ERROR_DENIED, LK_AUTHORIZATION_ERROR_DENIED },
    { "state-wrong", LK_AUTHORIZATION_ERROR_STATE_MISMATCH, LK_AUTHORIZATION_ERROR_STATE_MISMATCH },
    { "state-missing", LK_AUTHORIZATION_ERROR_STATE_MISSING, LK_AUTHORIZATION_ERROR_STATE_MISSING },
    { "state-empty", LK_AUTHORIZATION_ERROR_STATE_MISMATCH, LK_AUTHORIZATION_ERROR_STATE_MISMATCH },
    { "state-doubled", LK_AUTHORIZATION_ERROR_MALFORMED, LK_AUTHORIZATION_ERROR_MALFORMED },
    { "answer-misplaced", LK_AUTHORIZATION_ERROR_MISPLACED, LK_AUTHORIZATION_ERROR_MISPLACED },
    { "answer-with-error", LK_AUTHORIZATION_ERROR_DENIED, LK_AUTHORIZATION_ERROR_DENIED },
    { "answer-empty", LK_AUTHORIZATION_ERROR_NO_ANSWER, LK_AUTHORIZATION_ERROR_NO_ANSWER },
    { "answer-doubled", LK_AUTHORIZATION_ERROR_MALFORMED, LK_AUTHORIZATION_ERROR_MALFORMED },
    { "answer-odd-order", -1, -1 },
    { "answer-with-refresh", -1, -1 },
    { "answer-bad-utf8", LK_AUTHORIZATION_ERROR_MALFORMED, LK_AUTHORIZATION_ERROR_MALFORMED },
    { "error-in-other-place", LK_AUTHORIZATION_ERROR_DENIED, LK_AUTHORIZATION_ERROR_DENIED },
    { "error-markup", LK_AUTHORIZATION_ERROR_SERVER, LK_AUTHORIZATION_ERROR_SERVER },
    { "error-script-uri", LK_AUTHORIZATION_ERROR_SERVER, LK_AUTHORIZATION_ERROR_SERVER },
    { "error-server", LK_AUTHORIZATION_ERROR_SERVER, LK_AUTHORIZATION_ERROR_SERVER },
    { "redirect-lookalike", LK_AUTHORIZATION_ERROR_NOT_OURS, LK_AUTHORIZATION_ERROR_NOT_OURS },
    { "redirect-other-port", LK_AUTHORIZATION_ERROR_NOT_OURS, LK_AUTHORIZATION_ERROR_NOT_OURS },
    { "redirect-other-path", LK_AUTHORIZATION_ERROR_NOT_OURS, LK_AUTHORIZATION_ERROR_NOT_OURS },
    { "redirect-script", LK_AUTHORIZATION_ERROR_NOT_OURS, LK_AUTHORIZATION_ERROR_NOT_OURS },
    { "redirect-file", LK_AUTHORIZATION_ERROR_NOT_OURS, LK_AUTHORIZATION_ERROR_NOT_OURS },
  };

  for (guint i = 0; i < 2 * G_N_ELEMENTS (cases); i++)
    {
      gboolean implicit = i % 2 == 0;
      int code = implicit ? cases[i / 2].implicit : cases[i / 2].code;
      g_autoptr(LkTestService) service = lk_test_service_new (NULL);
      g_autoptr(LkTestAgent) agent = lk_test_agent_new (lk_test_service_allow, service);
      g_autoptr(LkSignIn) sign_in = new_sign_in (service);
      g_autoptr(LkToken) token = NULL;
      g_autoptr(GError) error = NULL;

      g_object_set (service->connection, "grant", implicit ? LK_GRANT_IMPLICIT : LK_GRANT_CODE, NULL);
      lk_test_service_keep_secret (service, get_secret (service));
      g_assert_true (lk_practice_server_set_fault (service->practice->server, cases[i / 2].fault, 1));
      token = run (sign_in, agent, &error);
      g_test_message ("%s, %s: %s", cases[i / 2].fault, implicit ? "implicit" : "code",
                      error != NULL ? error->message : "a token");
      assert_wiped (agent);

      if (code < 0)
        {
          g_assert_no_error (error);
          /* C2: an implicit answer gives none. */
          g_assert_cmpint (lk_token_get_refresh_token (token) == NULL, ==, implicit);
        }
      else
        {
          g_assert_null (token);
          g_assert_error (error, LK_AUTHORIZATION_ERROR, code);
          g_assert_cmpint (lk_sign_in_get_step (sign_in), ==, LK_SIGN_IN_STEP_AUTHORIZE);
          assert_nothing_stored (service);
          g_assert_cmpuint (lk_test_service_count_posts (service), ==, 0);
          g_assert_cmpint (lk_sign_in_get_oauth_error (sign_in) != NULL, ==,
                           code == LK_AUTHORIZATION_ERROR_DENIED || code == LK_AUTHORIZATION_ERROR_SERVER);
          /* Its entry in the log tells of it too: the redirect by itself looks well. */
          g_assert_true (g_error_matches (lk_exchange_get_error (lk_sign_in_get_exchange (sign_in)),
                                          LK_AUTHORIZATION_ERROR, code));
        }
    }
}

/* A2: the setting admits a missing state, never a wrong, empty or doubled one. */
static void
test_no_state_echo (void)
{
  static const struct
  {
    const char *fault;
    gboolean works;
  } cases[] = {
    { "state-missing", TRUE },
    { "state-wrong", FALSE },
    { "state-empty", FALSE },
    { "state-doubled", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(LkTestService) service = lk_test_service_new (NULL);
      g_autoptr(LkTestAgent) agent = lk_test_agent_new (lk_test_service_allow, service);
      g_autoptr(LkSignIn) sign_in = new_sign_in (service);
      g_autoptr(LkToken) token = NULL;
      g_autoptr(GError) error = NULL;

      g_object_set (service->connection, "no-state-echo", TRUE, NULL);
      lk_test_service_keep_secret (service, get_secret (service));
      g_assert_true (lk_practice_server_set_fault (service->practice->server, cases[i].fault, 1));
      token = run (sign_in, agent, &error);
      g_assert_cmpint (token != NULL, ==, cases[i].works);
      if (!cases[i].works)
        assert_nothing_stored (service);
    }
}

/* What the token endpoint refuses. The token that was there before stays. */
static void
test_refused (void)
{
  static const struct
  {
    const char *fault;
    gboolean wrong_secret;
    int code;
    guint status;
  } cases[] = {
    { NULL, TRUE, LK_TOKEN_ENDPOINT_ERROR_INVALID_CLIENT, 401 },
    { "code-expired", FALSE, LK_TOKEN_ENDPOINT_ERROR_INVALID_GRANT, 400 },
    { "redirect-mismatch", FALSE, LK_TOKEN_ENDPOINT_ERROR_INVALID_GRANT, 400 },
    { "error-with-200", FALSE, LK_TOKEN_ENDPOINT_ERROR_INVALID_GRANT, 200 },
    { "token-absent", FALSE, LK_TOKEN_ENDPOINT_ERROR_BAD_ANSWER, 200 },
    { "proxy-html", FALSE, LK_TOKEN_ENDPOINT_ERROR_NOT_JSON, 200 },
    { "status-500", FALSE, LK_TOKEN_ENDPOINT_ERROR_OTHER, 500 },
  };

  for (guint i = 0; i < 2 * G_N_ELEMENTS (cases); i++)
    {
      gboolean again = i % 2 == 1;
      g_autoptr(LkTestService) service = lk_test_service_new (NULL);
      g_autoptr(LkTestAgent) agent = lk_test_agent_new (lk_test_service_allow, service);
      g_autoptr(LkSignIn) sign_in = new_sign_in (service);
      g_autofree char *before = NULL;
      g_autofree char *after = NULL;
      g_autoptr(GError) error = NULL;
      guint n_posts;

      if (again)
        lk_test_service_sign_in (service);
      before = peek_token (service);
      n_posts = lk_test_service_count_posts (service);

      lk_test_service_keep_secret (service, cases[i / 2].wrong_secret ? "wrong" : get_secret (service));
      if (cases[i / 2].fault != NULL)
        g_assert_true (lk_practice_server_set_fault (service->practice->server, cases[i / 2].fault, 1));
      g_assert_null (run (sign_in, agent, &error));
      g_assert_error (error, LK_TOKEN_ENDPOINT_ERROR, cases[i / 2].code);
      g_assert_cmpint (lk_sign_in_get_step (sign_in), ==, LK_SIGN_IN_STEP_TOKEN);
      g_assert_cmpint (lk_exchange_get_purpose (lk_sign_in_get_exchange (sign_in)), ==, LK_EXCHANGE_PURPOSE_TOKEN);
      g_assert_cmpuint (lk_exchange_get_status (lk_sign_in_get_exchange (sign_in)), ==, cases[i / 2].status);
      /* B4: the code is sent once. */
      g_assert_cmpuint (lk_test_service_count_posts (service), ==, n_posts + 1);
      assert_wiped (agent);
      after = peek_token (service);
      g_assert_cmpstr (after, ==, before);
      g_assert_cmpint (lk_token_source_get_token (service->source) != NULL, ==, again);
    }
}

static guint16
get_closed_port (void)
{
  g_autoptr(GSocketListener) listener = g_socket_listener_new ();
  guint16 port = g_socket_listener_add_any_inet_port (listener, NULL, NULL);

  g_socket_listener_close (listener);

  return port;
}

static void
test_unreachable (void)
{
  g_autoptr(LkTestService) service = lk_test_service_new (NULL);
  g_autoptr(LkTestAgent) agent = lk_test_agent_new (lk_test_service_allow, service);
  g_autoptr(LkSignIn) sign_in = new_sign_in (service);
  g_autofree char *url = g_strdup_printf ("http://127.0.0.1:%u/token", get_closed_port ());
  g_autoptr(GError) error = NULL;

  g_object_set (service->connection, "token-url", url, NULL);
  g_assert_null (run (sign_in, agent, &error));
  g_assert_error (error, LK_HTTP_ERROR, LK_HTTP_ERROR_UNREACHABLE);
  assert_nothing_stored (service);
  assert_wiped (agent);
}

/* B4: cut in mid-answer, the code is not sent again. */
static void
test_cut (void)
{
  g_autoptr(LkTestService) service = lk_test_service_new (NULL);
  g_autoptr(LkTestAgent) agent = lk_test_agent_new (lk_test_service_allow, service);
  g_autoptr(LkSignIn) sign_in = new_sign_in (service);
  g_autoptr(GError) error = NULL;

  lk_test_service_keep_secret (service, get_secret (service));
  g_assert_true (lk_practice_server_set_fault (service->practice->server, "dropped", 1));
  g_assert_null (run (sign_in, agent, &error));
  g_assert_error (error, LK_HTTP_ERROR, LK_HTTP_ERROR_BROKEN);
  g_assert_cmpuint (lk_test_service_count_posts (service), ==, 1);
  assert_nothing_stored (service);
}

static char *
leave (LkAuthorizationRequest  *request,
       gpointer                 code,
       GError                 **error)
{
  g_set_error_literal (error, LK_USER_AGENT_ERROR, GPOINTER_TO_INT (code), "Left");

  return NULL;
}

/* The page was left without an answer: its own error comes through, and its status if it was an error page. */
static void
test_left (void)
{
  static const struct
  {
    int code;
    guint page_status;
  } cases[] = {
    { LK_USER_AGENT_ERROR_CANCELLED, 0 },   { LK_USER_AGENT_ERROR_CANCELLED, 400 },
    { LK_USER_AGENT_ERROR_USE_BROWSER, 0 }, { LK_USER_AGENT_ERROR_UNREACHABLE, 0 },
    { LK_USER_AGENT_ERROR_TLS, 0 },         { LK_USER_AGENT_ERROR_CRASHED, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(LkTestService) service = lk_test_service_new (NULL);
      g_autoptr(LkTestAgent) agent = lk_test_agent_new (leave, GINT_TO_POINTER (cases[i].code));
      g_autoptr(LkSignIn) sign_in = new_sign_in (service);
      g_autoptr(GError) error = NULL;

      lk_test_agent_set_page_status (agent, cases[i].page_status);
      g_assert_null (run (sign_in, agent, &error));
      g_assert_error (error, LK_USER_AGENT_ERROR, cases[i].code);
      g_assert_cmpuint (lk_sign_in_get_page_status (sign_in), ==, cases[i].page_status);
      g_assert_cmpuint (lk_exchange_get_status (lk_sign_in_get_exchange (sign_in)), ==, cases[i].page_status);
      g_assert_true (lk_exchange_is_done (lk_sign_in_get_exchange (sign_in)));
      assert_nothing_stored (service);
      assert_wiped (agent);
    }
}

static char *
replay (LkAuthorizationRequest  *request,
        gpointer                 location,
        GError                 **error)
{
  return g_strdup (location);
}

/* A3: an answer serves one sign-in. */
static void
test_replayed (void)
{
  g_autoptr(LkTestService) service = lk_test_service_new (NULL);
  Witness witness = { service, NULL, NULL };
  g_autoptr(LkTestAgent) first_agent = lk_test_agent_new (allow_and_remember, &witness);
  g_autoptr(LkTestAgent) second_agent = NULL;
  g_autoptr(LkSignIn) first = new_sign_in (service);
  g_autoptr(LkSignIn) second = new_sign_in (service);
  g_autoptr(LkToken) token = NULL;
  g_autoptr(GError) error = NULL;

  lk_test_service_keep_secret (service, get_secret (service));
  token = run (first, first_agent, &error);
  g_assert_no_error (error);

  second_agent = lk_test_agent_new (replay, witness.location);
  g_assert_null (run (second, second_agent, &error));
  g_assert_error (error, LK_AUTHORIZATION_ERROR, LK_AUTHORIZATION_ERROR_STATE_MISMATCH);
  g_assert_cmpuint (lk_test_service_count_posts (service), ==, 1);
  g_assert_true (lk_token_source_get_token (service->source) == token);

  g_free (witness.location);
  g_free (witness.verifier);
}

static gboolean
has_page (gpointer data)
{
  return lk_test_agent_get_request (data) != NULL;
}

static gboolean
has_post (gpointer data)
{
  return lk_test_service_count_posts (data) == 1;
}

static gboolean
has_held (gpointer data)
{
  LkTestService *service = data;

  return lk_test_vault_get_n_held (service->vault) == 1;
}

static gboolean
is_empty (gpointer data)
{
  LkTestService *service = data;
  g_autofree char *document = peek_token (service);

  return document == NULL && lk_token_source_get_token (service->source) == NULL;
}

/* Cancel at every step: nothing is stored. */
static void
test_cancelled (gconstpointer data)
{
  const char *step = data;
  g_autoptr(LkTestService) service = lk_test_service_new (NULL);
  g_autoptr(LkTestAgent) agent = lk_test_agent_new (strcmp (step, "page") == 0 ? NULL : lk_test_service_allow, service);
  g_autoptr(LkSignIn) sign_in = new_sign_in (service);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  lk_test_service_keep_secret (service, get_secret (service));
  if (strcmp (step, "start") == 0)
    g_cancellable_cancel (cancellable);
  if (strcmp (step, "token") == 0)
    g_assert_true (lk_practice_server_set_fault (service->practice->server, "silence", 1));
  if (strcmp (step, "store") == 0)
    lk_test_vault_hold_stores (service->vault, TRUE);

  lk_sign_in_run_async (sign_in, LK_USER_AGENT (agent), cancellable, lk_test_async_cb, &result);
  if (strcmp (step, "page") == 0)
    lk_test_wait_until (has_page, agent, 20);
  else if (strcmp (step, "token") == 0)
    lk_test_wait_until (has_post, service, 20);
  else if (strcmp (step, "store") == 0)
    lk_test_wait_until (has_held, service, 20);

  g_cancellable_cancel (cancellable);
  lk_test_wait (&result);
  g_assert_null (lk_sign_in_run_finish (sign_in, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  if (strcmp (step, "start") != 0)
    assert_wiped (agent);

  /* A keyring that is slow to store ends by forgetting. */
  lk_test_vault_hold_stores (service->vault, FALSE);
  lk_test_wait_until (is_empty, service, 20);
  g_assert_cmpint (lk_sign_in_get_step (sign_in), !=, LK_SIGN_IN_STEP_DONE);
}

static void
cancel_when_done_cb (LkSignIn     *sign_in,
                     GParamSpec   *pspec,
                     GCancellable *cancellable)
{
  if (lk_sign_in_get_step (sign_in) == LK_SIGN_IN_STEP_DONE)
    g_cancellable_cancel (cancellable);
}

/* Once it is stored it is too late: whoever asked is told of the token that is there. */
static void
test_cancelled_late (void)
{
  g_autoptr(LkTestService) service = lk_test_service_new (NULL);
  g_autoptr(LkTestAgent) agent = lk_test_agent_new (lk_test_service_allow, service);
  g_autoptr(LkSignIn) sign_in = new_sign_in (service);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(LkToken) token = NULL;
  g_autoptr(GError) error = NULL;

  lk_test_service_keep_secret (service, get_secret (service));
  g_signal_connect (sign_in, "notify::step", G_CALLBACK (cancel_when_done_cb), cancellable);
  lk_sign_in_run_async (sign_in, LK_USER_AGENT (agent), cancellable, lk_test_async_cb, &result);
  lk_test_wait (&result);
  g_assert_true (g_cancellable_is_cancelled (cancellable));
  token = lk_sign_in_run_finish (sign_in, result, &error);
  g_assert_no_error (error);
  g_assert_true (lk_token_source_get_token (service->source) == token);
}

static void
test_vault (void)
{
  g_autoptr(LkTestService) service = lk_test_service_new (NULL);
  g_autoptr(LkTestAgent) agent = lk_test_agent_new (lk_test_service_allow, service);
  g_autoptr(LkSignIn) unread = new_sign_in (service);
  g_autoptr(LkSignIn) unstored = new_sign_in (service);
  g_autoptr(GError) error = NULL;

  lk_test_service_keep_secret (service, get_secret (service));

  /* Whether there is a secret is not known: nothing is sent on a guess. */
  lk_test_vault_set_broken (service->vault, FALSE, TRUE, FALSE);
  g_assert_null (run (unread, agent, &error));
  g_assert_error (error, LK_VAULT_ERROR, LK_VAULT_ERROR_FAILED);
  g_clear_error (&error);
  g_assert_cmpuint (lk_test_service_count_posts (service), ==, 0);

  lk_test_vault_set_broken (service->vault, TRUE, FALSE, FALSE);
  g_assert_null (run (unstored, agent, &error));
  g_assert_error (error, LK_VAULT_ERROR, LK_VAULT_ERROR_FAILED);
  g_assert_cmpint (lk_sign_in_get_step (unstored), ==, LK_SIGN_IN_STEP_STORE);
  assert_nothing_stored (service);
}

/* While the page is open the user enters another server's address and its secret. */
static char *
edit_and_allow (LkAuthorizationRequest  *request,
                gpointer                 user_data,
                GError                 **error)
{
  LkTestService *service = user_data;

  g_object_set (service->connection, "token-url", "http://127.0.0.1:9/another", NULL);
  lk_test_service_keep_secret (service, "CANARY-of-another-server");

  return lk_test_service_allow (request, service, error);
}

/* The sign-in goes on with the server and the secret that it began with (A9). */
static void
test_edited (void)
{
  g_autoptr(LkTestService) service = lk_test_service_new (NULL);
  g_autoptr(LkTestAgent) agent = lk_test_agent_new (edit_and_allow, service);
  g_autoptr(LkSignIn) sign_in = NULL;
  g_autoptr(LkToken) token = NULL;
  g_autoptr(GError) error = NULL;

  g_object_set (service->connection, "grant", LK_GRANT_CODE, NULL);
  lk_test_service_keep_secret (service, get_secret (service));
  sign_in = new_sign_in (service);
  token = run (sign_in, agent, &error);
  g_assert_no_error (error);
  g_assert_nonnull (token);
  g_assert_cmpuint (lk_test_service_count_posts (service), ==, 1);
}

/* What cannot begin shows no page. */
static void
test_incomplete (void)
{
  static const struct
  {
    const char *property;
    LkGrant grant;
    int code;
  } cases[] = {
    { "client-id", LK_GRANT_CODE, LK_CONNECTION_ERROR_CLIENT_ID },
    { "authorize-url", LK_GRANT_IMPLICIT, LK_CONNECTION_ERROR_AUTHORIZE_URL },
    { "authorize-url", LK_GRANT_CODE, LK_CONNECTION_ERROR_AUTHORIZE_URL },
    { "token-url", LK_GRANT_CODE, LK_CONNECTION_ERROR_TOKEN_URL },
    { "token-url", LK_GRANT_CLIENT_CREDENTIALS, LK_CONNECTION_ERROR_TOKEN_URL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(LkTestService) service = lk_test_service_new (NULL);
      g_autoptr(LkConnection) connection = lk_connection_new (LK_CONNECTION_KIND_CUSTOM);
      g_autoptr(LkTokenSource) source = NULL;
      g_autoptr(LkTestAgent) agent = lk_test_agent_new (lk_test_service_allow, service);
      g_autoptr(LkSignIn) sign_in = NULL;
      g_autoptr(GError) error = NULL;

      g_object_set (connection, "name", "Custom", "client-id", "client", "authorize-url",
                    "https://id.example.test/authorize", "token-url", "https://id.example.test/token", "api-base",
                    "https://id.example.test/api", NULL);
      g_object_set (connection, cases[i].property, NULL, NULL);
      source = lk_token_source_new (connection, LK_VAULT (service->vault), service->endpoint, NULL);
      sign_in = lk_sign_in_new (source, LK_VAULT (service->vault), service->endpoint, NULL);
      lk_sign_in_set_grant (sign_in, cases[i].grant);
      g_assert_null (run (sign_in, agent, &error));
      g_assert_error (error, LK_CONNECTION_ERROR, cases[i].code);
      g_assert_null (lk_test_agent_get_request (agent));
    }
}

int
main (int   argc,
      char *argv[])
{
  lk_test_init (&argc, &argv);

  g_test_add_data_func ("/sign-in/works/implicit", "implicit", test_works);
  g_test_add_data_func ("/sign-in/works/code-secret", "code, secret", test_works);
  g_test_add_data_func ("/sign-in/works/code-pkce", "code, pkce", test_works);
  g_test_add_data_func ("/sign-in/works/code-pkce-secret", "code, pkce, secret", test_works);
  g_test_add_func ("/sign-in/client-credentials", test_client_credentials);
  g_test_add_func ("/sign-in/overrides", test_overrides);
  g_test_add_func ("/sign-in/bad-answers", test_bad_answers);
  g_test_add_func ("/sign-in/no-state-echo", test_no_state_echo);
  g_test_add_func ("/sign-in/refused", test_refused);
  g_test_add_func ("/sign-in/unreachable", test_unreachable);
  g_test_add_func ("/sign-in/cut", test_cut);
  g_test_add_func ("/sign-in/left", test_left);
  g_test_add_func ("/sign-in/replayed", test_replayed);
  g_test_add_data_func ("/sign-in/cancelled/start", "start", test_cancelled);
  g_test_add_data_func ("/sign-in/cancelled/page", "page", test_cancelled);
  g_test_add_data_func ("/sign-in/cancelled/token", "token", test_cancelled);
  g_test_add_data_func ("/sign-in/cancelled/store", "store", test_cancelled);
  g_test_add_func ("/sign-in/cancelled/late", test_cancelled_late);
  g_test_add_func ("/sign-in/vault", test_vault);
  g_test_add_func ("/sign-in/edited", test_edited);
  g_test_add_func ("/sign-in/incomplete", test_incomplete);

  return g_test_run ();
}
