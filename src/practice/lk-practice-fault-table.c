/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "lk-practice-fault.h"

#include "lk-practice-context.h"
#include "lk-practice-conversation.h"
#include "lk-practice-oauth.h"
#include "lk-practice-pages.h"
#include "lk-practice-reply.h"

#define RATE_LIMIT 200
#define RATE_WINDOW (60 * G_USEC_PER_SEC)
/* libsoup 3.2 has no name for it. */
#define STATUS_TOO_MANY_REQUESTS 429
#define LEGACY_PATH "/api/v2"

#define SUPPORT_TEXT \
  "The provided access grant is invalid, expired, or revoked (e.g. invalid assertion, expired authorization token, " \
  "bad end-user password credentials, or mismatching authorization code and redirection URI)."
#define UNAUTHORIZED_TEXT "The server could not verify that you are authorized to access the requested resource"
#define PROXY_PAGE \
  "<!DOCTYPE html><html><head><title>Network sign-in</title></head><body><h1>Welcome to the guest network</h1>" \
  "<p>Please accept the terms of use.</p></body></html>"
#define NGINX_PAGE \
  "<html>\\r\\n<head><title>500 Internal Server Error</title></head>\\r\\n<body>\\r\\n" \
  "<center><h1>500 Internal Server Error</h1></center>\\r\\n<hr><center>nginx</center>\\r\\n</body>\\r\\n</html>\\r\\n"

/* Answers with the row's status, type and body; `detail` is the Retry-After header. */
static LkPracticeOutcome
apply_reply (LkPracticeRequest     *request,
             const LkPracticeFault *fault)
{
  if (fault->detail != NULL)
    soup_message_headers_replace (soup_server_message_get_response_headers (request->message),
                                  "Retry-After",
                                  fault->detail);
  lk_practice_reply_text (request->message, fault->status, fault->type, fault->body, -1);

  return LK_PRACTICE_OUTCOME_ANSWERED;
}

static LkPracticeOutcome
apply_problem_page (LkPracticeRequest *request,
                    LkPracticeProblem  problem)
{
  lk_practice_authorize_show_problem (request, problem);

  return LK_PRACTICE_OUTCOME_ANSWERED;
}

static LkPracticeOutcome
apply_subdomain_refused (LkPracticeRequest     *request,
                         const LkPracticeFault *fault)
{
  return apply_problem_page (request, LK_PRACTICE_PROBLEM_SUBDOMAIN);
}

static LkPracticeOutcome
apply_client_refused (LkPracticeRequest     *request,
                      const LkPracticeFault *fault)
{
  return apply_problem_page (request, LK_PRACTICE_PROBLEM_CLIENT);
}

static LkPracticeOutcome
apply_redirect_uri_refused (LkPracticeRequest     *request,
                            const LkPracticeFault *fault)
{
  return apply_problem_page (request, LK_PRACTICE_PROBLEM_REDIRECT_URI);
}

static LkPracticeOutcome
apply_browser_refused (LkPracticeRequest     *request,
                       const LkPracticeFault *fault)
{
  g_autofree char *html = lk_practice_page_blocked (FALSE);

  lk_practice_reply_page (request->message, SOUP_STATUS_FORBIDDEN, html);

  return LK_PRACTICE_OUTCOME_ANSWERED;
}

static LkPracticeOutcome
apply_passkey_required (LkPracticeRequest     *request,
                        const LkPracticeFault *fault)
{
  g_autofree char *html = lk_practice_page_blocked (TRUE);

  lk_practice_reply_page (request->message, SOUP_STATUS_OK, html);

  return LK_PRACTICE_OUTCOME_ANSWERED;
}

static LkPracticeOutcome
apply_denied (LkPracticeRequest     *request,
              const LkPracticeFault *fault)
{
  lk_practice_authorize_send_error (request->authorization,
                                    "access_denied",
                                    "The resource owner denied the request.",
                                    NULL,
                                    request->authorization->implicit);

  return LK_PRACTICE_OUTCOME_ANSWERED;
}

static LkPracticeOutcome
apply_denied_misplaced (LkPracticeRequest     *request,
                        const LkPracticeFault *fault)
{
  lk_practice_authorize_send_error (request->authorization,
                                    "access_denied",
                                    NULL,
                                    NULL,
                                    !request->authorization->implicit);

  return LK_PRACTICE_OUTCOME_ANSWERED;
}

/* As apply_reply(), for the grant that `detail` names alone. */
static LkPracticeOutcome
apply_grant_refused (LkPracticeRequest     *request,
                     const LkPracticeFault *fault)
{
  if (fault->detail != NULL && g_strcmp0 (lk_practice_params_get (request->form, "grant_type"), fault->detail) != 0)
    return LK_PRACTICE_OUTCOME_SKIPPED;

  lk_practice_reply_text (request->message, fault->status, fault->type, fault->body, -1);

  return LK_PRACTICE_OUTCOME_ANSWERED;
}

/* As if somebody had saved the client in the dashboard between two requests. */
static LkPracticeOutcome
apply_client_resaved (LkPracticeRequest     *request,
                      const LkPracticeFault *fault)
{
  if (g_strcmp0 (lk_practice_params_get (request->form, "grant_type"), "client_credentials") != 0)
    return LK_PRACTICE_OUTCOME_SKIPPED;

  request->client->confidential = FALSE;

  return LK_PRACTICE_OUTCOME_APPLIED;
}

static LkPracticeOutcome
apply_token_died (LkPracticeRequest     *request,
                  const LkPracticeFault *fault)
{
  if (request->token == NULL)
    return LK_PRACTICE_OUTCOME_SKIPPED;

  lk_practice_store_revoke_grant (request->practice->store, request->token->grant);

  return LK_PRACTICE_OUTCOME_APPLIED;
}

static LkPracticeOutcome
apply_rate_limit (LkPracticeRequest     *request,
                  const LkPracticeFault *fault)
{
  LkPractice *practice = request->practice;
  gint64 now = g_get_monotonic_time ();
  g_autofree char *seconds = NULL;

  if (practice->window_count == 0 || now - practice->window_start >= RATE_WINDOW)
    {
      practice->window_start = now;
      practice->window_count = 0;
    }
  if (++practice->window_count <= RATE_LIMIT)
    return LK_PRACTICE_OUTCOME_APPLIED;

  seconds = g_strdup_printf ("%" G_GINT64_FORMAT, (practice->window_start + RATE_WINDOW - now) / G_USEC_PER_SEC + 1);
  soup_message_headers_replace (soup_server_message_get_response_headers (request->message), "Retry-After", seconds);
  lk_practice_reply_error (request->message, STATUS_TOO_MANY_REQUESTS, "Too Many Requests", "Rate limit exceeded");

  return LK_PRACTICE_OUTCOME_ANSWERED;
}

static LkPracticeOutcome
apply_legacy_retired (LkPracticeRequest     *request,
                      const LkPracticeFault *fault)
{
  if (g_str_has_prefix (request->path, LEGACY_PATH "/chat/"))
    return LK_PRACTICE_OUTCOME_SKIPPED;

  return apply_reply (request, fault);
}

/* `detail` is the error's name, `body` its message. */
static LkPracticeOutcome
apply_session_refused (LkPracticeRequest     *request,
                       const LkPracticeFault *fault)
{
  lk_practice_graphql_reply_error (request, fault->detail, fault->body);

  return LK_PRACTICE_OUTCOME_ANSWERED;
}

#define PAGE(name, title, diagnosis, apply) \
  { name, "authorize", title, diagnosis, NULL, NULL, FALSE, LK_PRACTICE_POINT_PAGE, apply, 0, NULL, NULL, NULL }
#define ALLOW(name, title, diagnosis, apply) \
  { name, "authorize", title, diagnosis, NULL, NULL, FALSE, LK_PRACTICE_POINT_ALLOW, apply, 0, NULL, NULL, NULL }
#define TOKEN(name, title, diagnosis, condition, grant, status, body) \
  { name, "token", title, diagnosis, condition, NULL, FALSE, LK_PRACTICE_POINT_TOKEN, apply_grant_refused, status, \
    "application/json", body, grant }
#define REPLY(name, group, title, diagnosis, point, status, type, body, retry_after) \
  { name, group, title, diagnosis, NULL, NULL, FALSE, point, apply_reply, status, type, body, retry_after }
#define API(name, title, diagnosis, status, body, retry_after) \
  REPLY (name, "api", title, diagnosis, LK_PRACTICE_POINT_API, status, "application/json", body, retry_after)
#define SESSION(name, title, diagnosis, error, message) \
  { name, "conversation", title, diagnosis, NULL, NULL, FALSE, LK_PRACTICE_POINT_SESSION, apply_session_refused, 0, \
    NULL, message, error }

/* In the order of the window that lists them. */
static const LkPracticeFault faults[] = {
  ALLOW ("access-denied", N_("Deny the next sign-in"), "access-denied", apply_denied),
  PAGE ("subdomain-full", N_("Refuse the subdomain on the sign-in page"), "subdomain-full", apply_subdomain_refused),
  PAGE ("client-unknown", N_("Do not know the client on the sign-in page"), "client-mismatch", apply_client_refused),
  PAGE ("redirect-unregistered", N_("Do not know the redirect URL on the sign-in page"), "redirect-mismatch",
        apply_redirect_uri_refused),
  PAGE ("sso-blocked", N_("Call the embedded browser not secure"), "sso-blocked", apply_browser_refused),
  PAGE ("passkey-page", N_("Ask for a passkey and nothing else"), "sso-blocked", apply_passkey_required),
  ALLOW ("error-in-other-place", N_("Refuse in the other part of the address"), "access-denied",
         apply_denied_misplaced),

  TOKEN ("code-expired", N_("Let the next code expire"), "code-expired", N_("Only with a sign-in by code"),
         "authorization_code", 400, "{\"error\":\"invalid_grant\"}"),
  TOKEN ("redirect-mismatch", N_("Find another redirect URL with the code"), "redirect-mismatch",
         N_("Only with a sign-in by code"), "authorization_code", 400, "{\"error\":\"invalid_grant\"}"),
  TOKEN ("client-mismatch", N_("Refuse the client and its secret"), "client-mismatch", NULL, NULL, 401,
         "{\"error\":\"invalid_client\"}"),
  { "client-resaved", "token", N_("Turn the client back to public, as a re-save does"), "client-still-public",
    N_("Only with client credentials"), NULL, FALSE, LK_PRACTICE_POINT_TOKEN, apply_client_resaved, 0, NULL, NULL,
    NULL },
  TOKEN ("refresh-used", N_("Find the refresh token used"), "refresh-used", N_("Only with a refresh"), "refresh_token",
         400, "{\"error\":\"invalid_grant\"}"),
  TOKEN ("support-endpoint", N_("Answer as the Support product does"), "support-endpoint", NULL, NULL, 400,
         "{\"error\":\"invalid_grant\",\"error_description\":\"" SUPPORT_TEXT "\"}"),

  { "token-died", "api", N_("Let the token die"), "token-died", NULL, NULL, FALSE, LK_PRACTICE_POINT_API,
    apply_token_died, 0, NULL, NULL, NULL },
  API ("basic-auth", N_("Refuse the token once, as if it were none"), "secret-as-token", 401,
       "{\"error\":\"Unauthorized\",\"description\":\"" UNAUTHORIZED_TEXT "\"}", NULL),
  API ("support-token", N_("Refuse the token as the Support product does"), "support-endpoint", 401,
       "{\"error\":\"invalid_token\",\"error_description\":\"The access token provided is expired, revoked, malformed "
       "or invalid for other reasons.\"}", NULL),
  API ("rate-limited", N_("Ask to wait three seconds"), "rate-limited", 429,
       "{\"error\":\"Too Many Requests\",\"description\":\"Rate limit exceeded\"}", "3"),
  { "rate-limit-200", "api", N_("Keep the limit of 200 requests a minute"), "rate-limited",
    N_("Until it is cleared"), NULL, TRUE, LK_PRACTICE_POINT_API, apply_rate_limit, 0, NULL, NULL, NULL },
  API ("rate-limit-silent", N_("Ask to wait without saying how long"), "rate-limited", 429,
       "{\"error\":\"Too Many Requests\"}", NULL),
  API ("support-path", N_("Do not know the path"), "support-path", 404,
       "{\"error\":{\"title\":\"No such page\",\"message\":\"InvalidEndpoint\"}}", NULL),
  API ("wrong-method", N_("Refuse the method"), "wrong-method", 405,
       "{\"description\":\"The method is not allowed for the requested URL.\",\"error\":\"Method Not Allowed\"}", NULL),
  { "legacy-host", "api", N_("Retire the legacy addresses"), "legacy-host",
    N_("Moves this connection to the old addresses first"), LEGACY_PATH, FALSE, LK_PRACTICE_POINT_API,
    apply_legacy_retired, 404, "text/html", "<html><body>404 Not Found</body></html>", NULL },
  REPLY ("empty-chats", "api", N_("Have no chats"), "empty-chats", LK_PRACTICE_POINT_CHATS, 200, "application/json",
         "{\"chats\":[],\"count\":0,\"next_url\":null,\"prev_url\":null}", NULL),

  SESSION ("scope-missing", N_("Find the scopes too few for conversations"), "scope-missing", "INVALID_SCOPE",
           "invalid scope"),
  SESSION ("session-unauthorized", N_("Refuse the session"), "session-unauthorized", "UNAUTHORIZED", "Unauthorized"),
  SESSION ("session-html", N_("Refuse the session with an error page"), "session-unauthorized", "UNAUTHORIZED",
           NGINX_PAGE),

  REPLY ("proxy-html", "transport", N_("Answer with a proxy's page"), "proxy-html", LK_PRACTICE_POINT_SERVICE, 200,
         "text/html; charset=utf-8", PROXY_PAGE, NULL),
  REPLY ("status-429", "transport", N_("Answer 429"), "rate-limited", LK_PRACTICE_POINT_SERVICE, 429,
         "application/json", "{\"error\":\"Too Many Requests\",\"description\":\"Slow down\"}", NULL),
};

/**
 * lk_practice_faults:
 * @n_faults: (out): how many there are
 *
 * Lists the faults of the practice server, each of which a diagnosis rule explains (zendesk-chat.md section 7). Titles
 * and conditions are marked for translation, not translated.
 *
 * Returns: (transfer none) (array length=n_faults): the faults, by groups
 */
const LkPracticeFault *
lk_practice_faults (guint *n_faults)
{
  g_return_val_if_fail (n_faults != NULL, NULL);

  *n_faults = G_N_ELEMENTS (faults);

  return faults;
}
