/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The authorize page, its answer, and the token endpoint. */
#include "config.h"

#include <glib/gi18n.h>

#include "lk-diagnosis-tables.h"
#include "lk-redirect-uri.h"

/* Chat refuses a grant with a bare code; Support adds a whole sentence. */
#define LONG_DESCRIPTION 60

/* A code lives at most a few minutes; one sent sooner than this has hardly run out. */
#define YOUNG_CODE (60 * G_TIME_SPAN_SECOND)

#define TRY_AGAIN { LK_REMEDY_RETRY, NULL, N_("_Try Again") }
#define SIGN_IN_AGAIN { LK_REMEDY_SIGN_IN, NULL, N_("_Sign In Again") }
#define USE_BROWSER { LK_REMEDY_USE_BROWSER, NULL, N_("Use System _Browser") }
#define DASHBOARD { LK_REMEDY_OPEN_DASHBOARD, LK_RULE_DASHBOARD, N_("Open _Dashboard") }
#define EDIT(field, label) { LK_REMEDY_EDIT_FIELD, field, label }

#define ERROR_IS(name, code) \
  static gboolean name (const LkFacts *facts) { return _lk_facts_has_error (facts, LK_AUTHORIZATION_ERROR, code); }

ERROR_IS (is_denied, LK_AUTHORIZATION_ERROR_DENIED)
ERROR_IS (is_state_missing, LK_AUTHORIZATION_ERROR_STATE_MISSING)
ERROR_IS (is_state_wrong, LK_AUTHORIZATION_ERROR_STATE_MISMATCH)
ERROR_IS (is_issuer_wrong, LK_AUTHORIZATION_ERROR_ISSUER)
ERROR_IS (is_misplaced, LK_AUTHORIZATION_ERROR_MISPLACED)
ERROR_IS (is_malformed, LK_AUTHORIZATION_ERROR_MALFORMED)
ERROR_IS (is_token_invalid, LK_AUTHORIZATION_ERROR_TOKEN_INVALID)

static gboolean
is_no_answer (const LkFacts *facts)
{
  return _lk_facts_has_error (facts, LK_AUTHORIZATION_ERROR, LK_AUTHORIZATION_ERROR_NO_ANSWER)
         || _lk_facts_has_error (facts, LK_AUTHORIZATION_ERROR, LK_AUTHORIZATION_ERROR_NOT_OURS);
}

static gboolean
is_page_refused (const LkFacts *facts)
{
  return facts->symptom->page_status == 400 || facts->symptom->page_status == 422;
}

static const char *
get_subdomain (const LkFacts *facts)
{
  return facts->symptom->connection != NULL ? lk_connection_get_subdomain (facts->symptom->connection) : NULL;
}

/* More than the bare label, or an authorize address of one's own that carries more than that. */
static gboolean
is_subdomain_full (const LkFacts *facts)
{
  const char *subdomain = get_subdomain (facts);
  const char *authorize = facts->endpoints != NULL ? facts->endpoints->authorize : NULL;

  return is_page_refused (facts)
         && ((subdomain != NULL && strpbrk (subdomain, ".:/") != NULL)
             || (authorize != NULL && strstr (authorize, "subdomain=") != NULL
                 && strchr (strstr (authorize, "subdomain="), '.') != NULL));
}

static gboolean
is_page_refused_otherwise (const LkFacts *facts)
{
  return is_page_refused (facts) && !is_subdomain_full (facts);
}

/* No other service knows the word. */
static gboolean
is_subdomain_suspect (const LkFacts *facts)
{
  return is_page_refused_otherwise (facts)
         && (facts->symptom->connection == NULL
             || lk_connection_get_kind (facts->symptom->connection) != LK_CONNECTION_KIND_CUSTOM);
}

static gboolean
is_sso_blocked (const LkFacts *facts)
{
  return facts->symptom->page_status == 403 || _lk_facts_has_code (facts, "disallowed_useragent");
}

static gboolean
is_page_missing (const LkFacts *facts)
{
  return facts->symptom->page_status == 404 || facts->symptom->page_status == 410;
}

static gboolean
is_client_credentials (const LkFacts *facts)
{
  return facts->symptom->grant == LK_GRANT_CLIENT_CREDENTIALS
         || (facts->symptom->token != NULL
             && lk_token_get_obtained (facts->symptom->token) == LK_TOKEN_OBTAINED_CLIENT_CREDENTIALS);
}

static gboolean
is_client_still_public (const LkFacts *facts)
{
  return _lk_facts_has_code (facts, "invalid_client")
         && is_client_credentials (facts)
         && (facts->symptom->connection == NULL
             || lk_connection_get_kind (facts->symptom->connection) != LK_CONNECTION_KIND_CUSTOM);
}

static gboolean
is_client_mismatch (const LkFacts *facts)
{
  return _lk_facts_has_code (facts, "invalid_client");
}

/* A token address of the Support product (zendesk-chat.md section 1): the host is the account's, the path is not
 * Chat's. */
static gboolean
is_support_address (const LkFacts *facts)
{
  return _lk_facts_is_host (facts, "zendesk.com") && facts->path != NULL && strstr (facts->path, "/chat") == NULL;
}

static gboolean
is_support_endpoint (const LkFacts *facts)
{
  return (_lk_facts_has_code (facts, "invalid_grant") && is_support_address (facts))
         || _lk_facts_has_code (facts, "invalid_token");
}

/* No more than a hint, for Chat might take to sentences too. */
static gboolean
is_support_wording (const LkFacts *facts)
{
  return _lk_facts_has_code (facts, "invalid_grant")
         && !is_support_address (facts)
         && facts->description != NULL
         && strlen (facts->description) >= LONG_DESCRIPTION;
}

static gboolean
is_refused_code (const LkFacts *facts)
{
  return _lk_facts_has_code (facts, "invalid_grant")
         && facts->symptom->flow == LK_FLOW_SIGN_IN
         && !is_support_address (facts);
}

static gboolean
is_refused_old_code (const LkFacts *facts)
{
  return is_refused_code (facts) && facts->symptom->code_age >= YOUNG_CODE;
}

static gboolean
is_refused_young_code (const LkFacts *facts)
{
  return is_refused_code (facts) && facts->symptom->code_age < YOUNG_CODE;
}

static gboolean
is_refresh_used (const LkFacts *facts)
{
  return _lk_facts_has_code (facts, "invalid_grant")
         && facts->symptom->flow == LK_FLOW_REFRESH
         && !is_support_address (facts);
}

static gboolean
is_scope_refused (const LkFacts *facts)
{
  return _lk_facts_has_code (facts, "invalid_scope");
}

static gboolean
is_grant_refused (const LkFacts *facts)
{
  return _lk_facts_has_code (facts, "unauthorized_client")
         || _lk_facts_has_code (facts, "unsupported_grant_type")
         || _lk_facts_has_code (facts, "unsupported_response_type");
}

static gboolean
is_request_refused (const LkFacts *facts)
{
  return _lk_facts_has_code (facts, "invalid_request");
}

static gboolean
is_token_request (const LkFacts *facts)
{
  return facts->symptom->exchange != NULL
         && lk_exchange_get_purpose (facts->symptom->exchange) == LK_EXCHANGE_PURPOSE_TOKEN
         && facts->status != 0;
}

static gboolean
is_proxy_html (const LkFacts *facts)
{
  return is_token_request (facts) && facts->is_html && facts->status != 404 && facts->status < 500;
}

static gboolean
is_address_wrong (const LkFacts *facts)
{
  return is_token_request (facts) && (facts->status == 404 || facts->status == 410);
}

static gboolean
is_wrong_method (const LkFacts *facts)
{
  return is_token_request (facts) && facts->status == 405;
}

static gboolean
is_rate_limited (const LkFacts *facts)
{
  return is_token_request (facts) && facts->status == 429;
}

static gboolean
is_service_trouble (const LkFacts *facts)
{
  return facts->symptom->page_status >= 500
         || (is_token_request (facts) && facts->status >= 500)
         || _lk_facts_has_code (facts, "server_error")
         || _lk_facts_has_code (facts, "temporarily_unavailable");
}

static gboolean
is_empty_answer (const LkFacts *facts)
{
  return is_token_request (facts) && facts->is_empty && facts->status >= 200 && facts->status < 300;
}

static gboolean
is_bad_json (const LkFacts *facts)
{
  return _lk_facts_has_error (facts, LK_TOKEN_ENDPOINT_ERROR, LK_TOKEN_ENDPOINT_ERROR_NOT_JSON)
         && !facts->is_html && !facts->is_empty;
}

static gboolean
is_bad_answer (const LkFacts *facts)
{
  return _lk_facts_has_error (facts, LK_TOKEN_ENDPOINT_ERROR, LK_TOKEN_ENDPOINT_ERROR_BAD_ANSWER);
}

static void
name_type_seen (const LkFacts *facts,
                LkDiagnosis   *diagnosis)
{
  LkConnection *connection = facts->symptom->connection;

  if (connection != NULL && lk_connection_get_last_client_type (connection) == LK_CLIENT_TYPE_CONFIDENTIAL)
    _lk_diagnosis_append (&diagnosis->why,
                          _("It was confidential when Latchkey last saw it, so it has probably been saved again in the "
                            "service’s own page since: that turns it back to public without a word."));
}

/* The value of the field redirect_uri in the request that was sent. */
static char *
dup_sent_redirect_uri (const LkFacts *facts)
{
  GBytes *body = facts->symptom->exchange != NULL ? lk_exchange_get_request_body (facts->symptom->exchange) : NULL;
  gsize length = 0;
  const char *data = body != NULL ? g_bytes_get_data (body, &length) : NULL;
  g_autoptr(GHashTable) form = NULL;

  if (length > 0)
    form = g_uri_parse_params (data, length, "&", G_URI_PARAMS_NONE, NULL);

  return form != NULL ? g_strdup (g_hash_table_lookup (form, "redirect_uri")) : NULL;
}

/* A redirect URI that the service itself names in its refusal. */
static char *
dup_named_redirect_uri (const LkFacts *facts)
{
  const char *start = facts->description != NULL ? strstr (facts->description, "http") : NULL;
  g_autofree char *uri = start != NULL ? g_strndup (start, strcspn (start, " \"'<>,;")) : NULL;

  return uri != NULL && lk_redirect_uri_get_port (uri) != 0 ? g_steal_pointer (&uri) : NULL;
}

/* Both, character by character, where the other one is known: named by the service, or set in the connection since. */
static void
show_redirect_uris (const LkFacts *facts,
                    LkDiagnosis   *diagnosis)
{
  const char *set = facts->symptom->connection != NULL
                      ? lk_connection_get_redirect_uri (facts->symptom->connection) : NULL;
  g_autofree char *sent = dup_sent_redirect_uri (facts);
  g_autofree char *named = dup_named_redirect_uri (facts);
  const char *ours = sent != NULL ? sent : set;
  const char *theirs = named != NULL ? named : set;
  g_autofree char *text = NULL;

  if (ours == NULL)
    return;

  if (!g_str_equal (ours, theirs))
    text = lk_redirect_uri_explain_difference (ours, theirs);
  else
    text = g_strdup_printf (_("Sent was: %s (%ld characters). Compare it with the Redirect URL of the API client, "
                              "letter by letter: http or https, the host, the port, a slash at the end."),
                            ours, g_utf8_strlen (ours, -1));

  _lk_diagnosis_append (&diagnosis->happened, text);
}

static void
show_asked_scopes (const LkFacts *facts,
                   LkDiagnosis   *diagnosis)
{
  g_autofree char *scopes = NULL;
  g_autofree char *line = NULL;

  if (facts->symptom->connection == NULL)
    return;

  scopes = g_strjoinv (" ", (char **) lk_connection_get_scopes (facts->symptom->connection));
  line = g_strdup_printf (_("Set in the connection: %s"), scopes);
  _lk_diagnosis_append (&diagnosis->happened, line);
}

static const LkRule rules[] = {
  { "subdomain-full", is_subdomain_full, TRUE,
    N_("Only the first part of the address belongs in “Subdomain”"),
    N_("The service refused to show its page (HTTP status 400)."),
    N_("The subdomain of https://acme.zendesk.com is “acme”. With the rest of the address the service knows no such "
       "account."),
    N_("Leave only the first part in the field."),
    { EDIT ("subdomain", N_("_Edit Subdomain")) } },
  { "redirect-mismatch", is_page_refused_otherwise, FALSE,
    N_("Perhaps the Redirect URL is not the registered one"),
    N_("The service refused to show its page and sent nothing back."),
    N_("The Redirect URL has to be the one at the API client, character by character."),
    N_("Compare both, and correct the one that is wrong."),
    { EDIT ("redirect-uri", N_("Edit _Redirect URL")), DASHBOARD }, show_redirect_uris },
  { "client-mismatch", is_page_refused_otherwise, FALSE,
    N_("Perhaps the service does not know the Client ID"),
    N_("The service refused to show its page and sent nothing back."),
    N_("The Client ID is the long text at the API client, not its number; and a client of the Support product is "
       "another one."),
    N_("Copy the Client ID from the dashboard once more."),
    { EDIT ("client-id", N_("_Edit Client ID")), DASHBOARD } },
  { "subdomain-full", is_subdomain_suspect, FALSE,
    N_("Perhaps the subdomain belongs to another account"),
    N_("The service refused to show its page and sent nothing back."),
    N_("A slip in the subdomain leads to an account that has no such client, or to none."),
    N_("Check the subdomain: it is what stands before “.zendesk.com” when you work in the account."),
    { EDIT ("subdomain", N_("_Edit Subdomain")) } },
  { "sso-blocked", is_sso_blocked, TRUE,
    N_("The login does not work inside Latchkey"),
    N_("The login page turned this window away."),
    N_("Some identity providers refuse windows inside other programs, and passkeys work only in a browser."),
    N_("Continue in the system browser."), { USE_BROWSER } },
  { "authorize-address", is_page_missing, TRUE,
    N_("There is no authorize page at this address"), N_("The service answered that there is no such page."),
    N_("The subdomain is wrong, the account has no Chat, or the address set in the connection is not right."),
    N_("Check the subdomain and the authorize address."),
    { EDIT ("subdomain", N_("_Edit Connection")) } },

  { "access-denied", is_denied, TRUE,
    N_("Access was denied"), N_("The service came back with a refusal. Nothing was stored."),
    N_("Deny was pressed; or the login page still knew another user, who may not allow it."),
    N_("Sign in again as the right user, and press Allow."),
    { { LK_REMEDY_EMBEDDED_PAGE, NULL, N_("_Sign In Afresh") } } },
  { "state-missing", is_state_missing, TRUE,
    N_("The answer could not be proved to be yours"),
    N_("It lacked the “state” that Latchkey had sent along. Nothing was taken from it."),
    N_("The service does not send the state back, or somebody has slipped in another answer."),
    N_("Sign in again. If it happens every time, the service leaves the state out; the connection has a setting for "
       "that, which says what is lost by it."),
    { SIGN_IN_AGAIN, EDIT ("no-state-echo", N_("_Edit Connection")) } },
  { "state-mismatch", is_state_wrong, TRUE,
    N_("The answer belongs to another sign-in"),
    N_("Its “state” is not the one that Latchkey had sent. Nothing was taken from it."),
    N_("It comes from an older page or a second tab, or somebody has slipped in another answer."),
    N_("Close old login pages and sign in again."), { SIGN_IN_AGAIN } },
  { "issuer-mismatch", is_issuer_wrong, TRUE,
    N_("The answer comes from another service"), "",
    N_("The connection names the issuer that answers must come from."),
    N_("If the issuer in the connection is right, do not go on. Else correct it."),
    { EDIT ("issuer", N_("_Edit Connection")), SIGN_IN_AGAIN }, _lk_quote_error },
  { "hash-not-query", is_misplaced, TRUE,
    N_("The answer is of the other kind"), "",
    N_("The implicit way answers after a “#”, which no web server sees; the way with a code answers after a “?”. "
       "The service answered in the way that was not asked for."),
    N_("Choose the other way to sign in, or correct the authorize address."),
    { EDIT ("grant", N_("_Edit Connection")), SIGN_IN_AGAIN }, _lk_quote_error },
  { "malformed-answer", is_malformed, TRUE,
    N_("The answer makes no sense"), "",
    N_("An answer with something twice, cut or unreadable in it could hide a second one, so it is refused whole."),
    N_("Sign in again."), { SIGN_IN_AGAIN }, _lk_quote_error },
  { "pasted-dirt", is_no_answer, TRUE,
    N_("There is no answer in this address"), "",
    N_("The service came back with neither a token nor a code, or something else was pasted."),
    N_("After Allow, copy the whole address out of the address bar: it has “code=” or “access_token=” in it."),
    { SIGN_IN_AGAIN }, _lk_quote_error },
  { "token-unusable", is_token_invalid, TRUE,
    N_("What came is no usable token"), "", N_("A token must be plain text of type “Bearer”."),
    N_("Sign in again. If a token was pasted, paste the whole address."), { SIGN_IN_AGAIN }, _lk_quote_error },

  { "client-still-public", is_client_still_public, FALSE,
    N_("The client is still “public”"),
    N_("The service does not accept the client for client credentials."),
    N_("Only a “confidential” client may get a token without a login page, and new ones are public."),
    N_("Make the client confidential on the Clients page, then try again."),
    { { LK_REMEDY_SWITCH_CLIENT_TYPE, NULL, N_("_Make Confidential") }, TRY_AGAIN }, name_type_seen },
  { "client-mismatch", is_client_mismatch, FALSE,
    N_("Client ID and secret do not fit"),
    N_("The service does not accept them."),
    N_("The secret is wrong or was made anew since; blanks were copied along; the Client ID is the number and not "
       "the long text; or it is a client of the Support product, whose secrets do not work here."),
    N_("Enter the secret again; copy the Client ID from the dashboard."),
    { EDIT ("client-secret", N_("_Enter Secret")), EDIT ("client-id", N_("Edit _Client ID")), DASHBOARD } },
  { "support-endpoint", is_support_endpoint, TRUE,
    N_("This belongs to the Support product, not to Chat"),
    N_("The service that answered knows neither the code nor the token."),
    N_("Support and Chat have different addresses, clients and tokens; one’s do not work with the other."),
    N_("Use the addresses of Chat: take out what is set by hand in the connection."),
    { EDIT ("token-url", N_("_Edit Connection")), SIGN_IN_AGAIN } },
  { "support-endpoint", is_support_wording, FALSE,
    N_("Perhaps the Support product has answered"),
    N_("The service refused the grant, and in the words of the Support product."),
    N_("Support and Chat have different addresses, clients and tokens; one’s do not work with the other."),
    N_("Look whether the token address was set by hand, and whether the client was made in Chat, not in the Admin "
       "Center."),
    { EDIT ("token-url", N_("_Edit Connection")), DASHBOARD, SIGN_IN_AGAIN } },
  { "code-expired", is_refused_old_code, FALSE,
    N_("The code had run out"),
    N_("More than a minute passed between the login page and the exchange."),
    N_("A code is good for a minute or two, and once."), N_("Sign in again."), { SIGN_IN_AGAIN } },
  { "redirect-mismatch", is_refused_code, FALSE,
    N_("Perhaps the Redirect URL differs"),
    N_("The service refused the code."),
    N_("The Redirect URL in the exchange has to be the registered one and the one of the login page. Latchkey sends "
       "the same both times, so the difference, if there is one, lies at the client’s registration."),
    N_("Compare both, and correct the one that is wrong; then sign in again."),
    { EDIT ("redirect-uri", N_("Edit _Redirect URL")), SIGN_IN_AGAIN }, show_redirect_uris },
  { "code-expired", is_refused_young_code, FALSE,
    N_("Perhaps the code was used or had run out"),
    N_("The service refused the code, although it was sent at once."),
    N_("A code works once. It may have been copied by hand and used elsewhere, or have been pasted late."),
    N_("Sign in again."), { SIGN_IN_AGAIN } },
  { "refresh-used", is_refresh_used, TRUE,
    N_("The token can no longer be renewed"),
    N_("The service refused the refresh token. Latchkey has dropped it."),
    N_("It works once: it was used by another program or another computer, or access was taken back."),
    N_("Sign in again."), { SIGN_IN_AGAIN } },
  { "scope-refused", is_scope_refused, TRUE,
    N_("The service refuses these scopes"),
    N_("At least one of the permissions asked for is unknown to it or not allowed for this client."),
    N_("Chat knows “read”, “write” and “chat”. Names like “chat:read” belong to the Support product."),
    N_("Choose other scopes, or allow them at the client."),
    { EDIT ("scopes", N_("_Edit Scopes")) }, show_asked_scopes },
  { "grant-refused", is_grant_refused, TRUE,
    N_("This way to sign in is not allowed for the client"),
    N_("The service does not offer it, or not to this client."),
    N_("Client credentials need a confidential client; some services have given up the implicit way."),
    N_("Choose another way to sign in; for client credentials make the client confidential."),
    { EDIT ("grant", N_("_Edit Connection")),
      { LK_REMEDY_SWITCH_CLIENT_TYPE, NULL, N_("Show _Clients") } } },
  { "request-refused", is_request_refused, TRUE,
    N_("The service does not like the request"),
    N_("Something in it is missing or not expected."),
    N_("A service that has not heard of PKCE may refuse it; one that wants HTTP Basic may refuse a secret in the "
       "body."),
    N_("Check PKCE and client authentication in the connection. Latchkey does not try anything weaker by itself."),
    { EDIT ("pkce", N_("_Edit Connection")) } },
  { "wrong-method", is_wrong_method, TRUE,
    N_("The address does not take this kind of request"),
    N_("The service answered with HTTP status 405."),
    N_("Tokens are asked for by POST; this address takes none, so it is hardly a token endpoint."),
    N_("Check the token address of the connection."), { EDIT ("token-url", N_("_Edit Connection")) } },
  { "token-address", is_address_wrong, TRUE,
    N_("There is no token endpoint at this address"),
    N_("The service answered that there is nothing there."),
    N_("The subdomain is wrong, the account has no Chat, or the token address is not right."),
    N_("Check the subdomain and the token address."), { EDIT ("token-url", N_("_Edit Connection")) } },
  { "rate-limited", is_rate_limited, TRUE,
    N_("Too many requests"), N_("The service wants a pause."),
    N_("It allows about 200 requests a minute, those of other programs of the account included."),
    N_("Wait, then try again."), { { LK_REMEDY_NONE } }, _lk_diagnosis_wait_as_told },
  { "service-trouble", is_service_trouble, TRUE,
    N_("The service has trouble of its own"), N_("It answered with a fault that is not yours."),
    N_("It is overloaded or under repair."), N_("Wait a little and try again."), { TRY_AGAIN }, _lk_quote_error },
  { "proxy-html", is_proxy_html, TRUE,
    N_("A web page came where data was due"), "",
    N_("A proxy or the login page of a network (hotel, train, company) has answered in the service’s place."),
    N_("Open any page in the browser and log in to the network, then try again."), { TRY_AGAIN }, _lk_quote_error },
  { "empty-answer", is_empty_answer, TRUE,
    N_("The service answered with nothing"), "", N_("It, or something on the way, has cut the answer."),
    N_("Sign in again."), { SIGN_IN_AGAIN }, _lk_quote_error },
  { "bad-json", is_bad_json, TRUE,
    N_("The answer cannot be read"), "", N_("It is not the JSON that a token endpoint has to send."),
    N_("Check the token address of the connection."),
    { EDIT ("token-url", N_("_Edit Connection")), SIGN_IN_AGAIN }, _lk_quote_error },
  { "token-unusable", is_bad_answer, TRUE,
    N_("What came is no usable token"), "", N_("The answer is JSON, but holds no token of type “Bearer”."),
    N_("Check the token address of the connection."),
    { EDIT ("token-url", N_("_Edit Connection")), SIGN_IN_AGAIN }, _lk_quote_error },
};

LkRuleTable
_lk_diagnosis_oauth_rules (void)
{
  return (LkRuleTable) { rules, G_N_ELEMENTS (rules) };
}
