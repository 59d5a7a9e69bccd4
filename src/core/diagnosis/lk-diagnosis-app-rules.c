/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What this program itself has seen or refused: transport, login page, keyring, settings. */
#include "config.h"

#include <glib/gi18n.h>

#include "lk-diagnosis-tables.h"
#include "lk-redirect-uri.h"

#define ERROR_IS(name, domain, code) \
  static gboolean name (const LkFacts *facts) { return _lk_facts_has_error (facts, domain, code); }

#define TRY_AGAIN { LK_REMEDY_RETRY, NULL, N_("_Try Again") }
#define SIGN_IN_AGAIN { LK_REMEDY_SIGN_IN, NULL, N_("_Sign In Again") }
#define USE_BROWSER { LK_REMEDY_USE_BROWSER, NULL, N_("Use System _Browser") }
#define EDIT(field, label) { LK_REMEDY_EDIT_FIELD, field, label }

ERROR_IS (is_agent_refused_url, LK_USER_AGENT_ERROR, LK_USER_AGENT_ERROR_REFUSED_URL)
ERROR_IS (is_crashed, LK_USER_AGENT_ERROR, LK_USER_AGENT_ERROR_CRASHED)
ERROR_IS (is_agent_unavailable, LK_USER_AGENT_ERROR, LK_USER_AGENT_ERROR_UNAVAILABLE)
ERROR_IS (is_without_sandbox, LK_USER_AGENT_ERROR, LK_USER_AGENT_ERROR_SANDBOX)
ERROR_IS (is_other_redirect, LK_USER_AGENT_ERROR, LK_USER_AGENT_ERROR_OTHER_REDIRECT)
ERROR_IS (is_foreign_page, LK_CHAT_ERROR, LK_CHAT_ERROR_FOREIGN_PAGE)
ERROR_IS (is_not_applied, LK_CHAT_ERROR, LK_CHAT_ERROR_NOT_APPLIED)
ERROR_IS (is_port_busy, LK_USER_AGENT_ERROR, LK_USER_AGENT_ERROR_PORT_BUSY)
ERROR_IS (is_agent_timed_out, LK_USER_AGENT_ERROR, LK_USER_AGENT_ERROR_TIMED_OUT)
ERROR_IS (is_refused_url, LK_HTTP_ERROR, LK_HTTP_ERROR_REFUSED_URL)
ERROR_IS (is_timed_out, LK_HTTP_ERROR, LK_HTTP_ERROR_TIMED_OUT)
ERROR_IS (is_too_large, LK_HTTP_ERROR, LK_HTTP_ERROR_TOO_LARGE)
ERROR_IS (is_broken, LK_HTTP_ERROR, LK_HTTP_ERROR_BROKEN)
ERROR_IS (is_keyring_absent, LK_VAULT_ERROR, LK_VAULT_ERROR_UNAVAILABLE)
ERROR_IS (is_keyring_locked, LK_VAULT_ERROR, LK_VAULT_ERROR_LOCKED)
ERROR_IS (is_keyring_failed, LK_VAULT_ERROR, LK_VAULT_ERROR_FAILED)
ERROR_IS (is_no_token, LK_TOKEN_SOURCE_ERROR, LK_TOKEN_SOURCE_ERROR_NONE)
ERROR_IS (is_expired, LK_TOKEN_SOURCE_ERROR, LK_TOKEN_SOURCE_ERROR_EXPIRED)
ERROR_IS (is_no_refresh, LK_TOKEN_SOURCE_ERROR, LK_TOKEN_SOURCE_ERROR_NO_REFRESH)
ERROR_IS (is_moved, LK_TOKEN_SOURCE_ERROR, LK_TOKEN_SOURCE_ERROR_MOVED)

static gboolean
is_unreachable (const LkFacts *facts)
{
  return _lk_facts_has_error (facts, LK_HTTP_ERROR, LK_HTTP_ERROR_UNREACHABLE)
         || _lk_facts_has_error (facts, LK_USER_AGENT_ERROR, LK_USER_AGENT_ERROR_UNREACHABLE);
}

static gboolean
is_untrusted (const LkFacts *facts)
{
  return _lk_facts_has_error (facts, LK_HTTP_ERROR, LK_HTTP_ERROR_TLS)
         || _lk_facts_has_error (facts, LK_USER_AGENT_ERROR, LK_USER_AGENT_ERROR_TLS);
}

/* A redirect of the old REST host has a rule of its own. */
static gboolean
is_redirected (const LkFacts *facts)
{
  return _lk_facts_has_error (facts, LK_HTTP_ERROR, LK_HTTP_ERROR_REDIRECTED)
         && !(facts->symptom->flow == LK_FLOW_API && _lk_facts_is_host (facts, "zopim.com"));
}

static gboolean
is_without_secret (const LkFacts *facts)
{
  return _lk_facts_has_error (facts, LK_SIGN_IN_ERROR, LK_SIGN_IN_ERROR_NO_SECRET)
         || _lk_facts_has_error (facts, LK_TOKEN_SOURCE_ERROR, LK_TOKEN_SOURCE_ERROR_NO_SECRET);
}

static gboolean
is_connection_faulty (const LkFacts *facts)
{
  return facts->symptom->error != NULL && facts->symptom->error->domain == LK_CONNECTION_ERROR;
}

/* The page that it speaks of is Chat's. */
static gboolean
is_client_id_missing (const LkFacts *facts)
{
  return _lk_facts_has_error (facts, LK_CONNECTION_ERROR, LK_CONNECTION_ERROR_CLIENT_ID)
         && facts->endpoints != NULL && facts->endpoints->dashboard != NULL;
}

static void
name_port (const LkFacts *facts,
           LkDiagnosis   *diagnosis)
{
  _lk_quote_error (facts, diagnosis);

  if (facts->symptom->connection != NULL)
    {
      guint port = lk_redirect_uri_get_port (lk_connection_get_redirect_uri (facts->symptom->connection));
      g_autofree char *line = g_strdup_printf (_("To see which program it is: ss -ltnp 'sport = :%u'"), port);

      _lk_diagnosis_append (&diagnosis->remedy_text, line);
    }
}

static void
edit_field_at_fault (const LkFacts *facts,
                     LkDiagnosis   *diagnosis)
{
  const char *field = lk_connection_error_get_field (facts->symptom->error);

  _lk_quote_error (facts, diagnosis);
  _lk_diagnosis_add_edit (facts, diagnosis, field != NULL ? field : "", _("_Edit Connection"));
}

static const LkRule rules[] = {
  { "unreachable", is_unreachable, TRUE,
    N_("The service cannot be reached"), "",
    N_("There is no network, the host name is wrong, or nothing answers there."),
    N_("Check that this computer is online and that the subdomain or address of the connection is right."),
    { TRY_AGAIN, EDIT ("subdomain", N_("_Edit Connection")) }, _lk_quote_error },
  { "tls", is_untrusted, TRUE,
    N_("The service’s certificate is not trusted"), "",
    N_("Somebody between you and the service may be reading along: a company’s proxy, a captive portal, or an "
       "attacker. It may also be this computer’s clock."),
    N_("Nothing secret was sent. Check the date and time, and the network. Latchkey does not go on past this."),
    { TRY_AGAIN }, _lk_quote_error },
  { "timed-out", is_timed_out, TRUE,
    N_("The service took too long"), "",
    N_("It is overloaded, or the network is slow."), N_("Wait a little and try again."),
    { TRY_AGAIN }, _lk_quote_error },
  { "too-large", is_too_large, TRUE,
    N_("The answer is too large"), "",
    N_("The answer is longer than Latchkey reads, so as not to fill this computer’s memory."),
    N_("Ask for less, such as fewer chats at a time."), { TRY_AGAIN }, _lk_quote_error },
  { "broken-answer", is_broken, TRUE,
    N_("The answer broke off"), "",
    N_("The connection was cut while the service was answering."),
    N_("If a code was being exchanged it is used up, so sign in again; anything else can simply be tried again."),
    { TRY_AGAIN, SIGN_IN_AGAIN }, _lk_quote_error },
  { "redirected", is_redirected, TRUE,
    N_("The service wanted to send a secret elsewhere"), "",
    N_("A redirect to another address would have carried a code, a secret or a token along. It was not followed."),
    N_("Check the addresses of the connection: often the right one is the one that it redirects to."),
    { EDIT ("token-url", N_("_Edit Connection")) }, _lk_quote_error },
  { "refused-url", is_refused_url, TRUE,
    N_("This address is not safe to use"), "",
    N_("Tokens and secrets go only to https addresses, or to this very computer."),
    N_("Correct the address in the connection."), { EDIT ("token-url", N_("_Edit Connection")) }, _lk_quote_error },

  { "login-refused-url", is_agent_refused_url, TRUE,
    N_("The login page led to an address that is not safe"), "",
    N_("The page went on to something that is neither https nor this computer."),
    N_("If your login needs it, continue in the system browser."), { USE_BROWSER, SIGN_IN_AGAIN }, _lk_quote_error },
  { "web-process-crashed", is_crashed, TRUE,
    N_("The login page has crashed"), N_("The program that shows the page ended unexpectedly. Nothing was stored."),
    N_("The page used too much memory, met a fault in the web engine, or was ended from outside."),
    N_("Sign in again; if it happens again, use the system browser."), { SIGN_IN_AGAIN, USE_BROWSER } },
  { "no-user-agent", is_agent_unavailable, TRUE,
    N_("The login page cannot be shown"), "",
    N_("The web engine or the browser cannot be started here, or the Redirect URL does not suit it."),
    N_("Use the other way to sign in, or paste the address instead."),
    { USE_BROWSER, { LK_REMEDY_EMBEDDED_PAGE, NULL, N_("Use _Embedded Page") } }, _lk_quote_error },
  { "no-sandbox", is_without_sandbox, TRUE,
    N_("The login page cannot be shown safely here"), "",
    N_("Latchkey shows login pages only in a sandbox, and this system does not let one start: it is a container, or it "
       "denies programs user namespaces, bubblewrap or xdg-dbus-proxy is missing, or a folder cannot be written to."),
    N_("Sign in on a page of the system’s browser, which has a sandbox of its own."), { USE_BROWSER },
    _lk_quote_error },
  { "other-redirect", is_other_redirect, TRUE,
    N_("The service sent the answer to another address"), "",
    N_("The Redirect URL of this connection is not the one that the service uses for this client. Nothing was taken "
       "from the answer."),
    N_("Enter the Redirect URL as it is registered for the client, or register the one that is entered here."),
    { EDIT ("redirect-uri", N_("Edit _Redirect URL")), USE_BROWSER }, _lk_quote_error },
  { "port-busy", is_port_busy, TRUE,
    N_("The port of the Redirect URL is taken"), "",
    N_("For the system browser Latchkey has to listen on that port, and another program already does."),
    N_("End that program; or sign in on the embedded page, which needs no port; or register another Redirect URL, "
       "such as http://localhost:8081, and enter it here."),
    { { LK_REMEDY_EMBEDDED_PAGE, NULL, N_("Use _Embedded Page") }, USE_BROWSER,
      EDIT ("redirect-uri", N_("Edit _Redirect URL")) }, name_port },
  { "nothing-listens", is_agent_timed_out, TRUE,
    N_("No answer came back from the browser"), "",
    N_("The page was left open too long. Or you pressed Allow and the browser said “site can’t be reached”: that is no "
       "error. The answer stands in the address bar; only nobody was listening any more."),
    N_("Sign in again. If the page cannot be reached after Allow, copy the whole address and paste it here."),
    { USE_BROWSER, { LK_REMEDY_EMBEDDED_PAGE, NULL, N_("Use _Embedded Page") } }, _lk_quote_error },

  { "keyring-absent", is_keyring_absent, TRUE,
    N_("There is no keyring"), N_("No password service runs in this session."),
    N_("Latchkey keeps tokens in the keyring and never in a file."),
    N_("Start a keyring such as GNOME Keyring or KWallet. Until then a token is kept only until Latchkey is closed."),
    { TRY_AGAIN }, _lk_quote_error },
  { "keyring-locked", is_keyring_locked, TRUE,
    N_("The keyring is locked"), N_("It was not unlocked, so nothing could be read from it or kept in it."),
    N_("The keyring opens with your login password, or with its own."),
    N_("Try again and enter the password of the keyring when asked."), { TRY_AGAIN } },
  { "keyring-failed", is_keyring_failed, TRUE,
    N_("The keyring refused"), "", N_("The password service reported a fault of its own."),
    N_("Try again. If it stays so, end your session and log in anew."), { TRY_AGAIN }, _lk_quote_error },

  { "no-secret", is_without_secret, TRUE,
    N_("The client secret is missing"),
    N_("This way to sign in needs the client secret, and none is kept for this connection."),
    N_("Without a login page, the secret is the only proof of who asks."),
    N_("Enter the secret of the API client."),
    { EDIT ("client-secret", N_("_Enter Secret")) } },
  { "secret-lost", is_without_secret, TRUE,
    N_("If the secret is lost"),
    N_("The service shows a client secret once, when the client is made."),
    N_("It is not kept anywhere in readable form."),
    N_("Make a new secret in the dashboard. Everything that uses the old one has to be changed too."),
    { { LK_REMEDY_OPEN_DASHBOARD, LK_RULE_DASHBOARD, N_("Open _Dashboard") },
      EDIT ("client-secret", N_("_Enter Secret")) } },
  { "connection-invalid", is_connection_faulty, TRUE,
    N_("The connection is not complete"), "", N_("One of its fields is empty or wrong."), N_("Correct the field."),
    { { LK_REMEDY_NONE } }, edit_field_at_fault },
  { "no-such-page", is_client_id_missing, TRUE,
    N_("Where to find the Client ID"),
    N_("It stands at the API client, on the page “API & SDKs” of the Chat dashboard."),
    N_("Only a Chat administrator sees that page; for others it is missing from the menu."),
    N_("Open it by its address, as an administrator."),
    { { LK_REMEDY_OPEN_DASHBOARD, LK_RULE_DASHBOARD, N_("Open _Dashboard") } } },

  { "no-token", is_no_token, TRUE,
    N_("Not signed in"), N_("There is no token for this connection."), N_("Every call needs one."), N_("Sign in."),
    { { LK_REMEDY_SIGN_IN, NULL, N_("_Sign In") } } },
  { "token-expired", is_expired, TRUE,
    N_("The token has expired"), N_("Its time is over, and it came without the means to renew it."),
    N_("An implicit sign-in gives no refresh token, and not every service gives one for a code."), N_("Sign in again."),
    { SIGN_IN_AGAIN } },
  { "no-refresh-token", is_no_refresh, TRUE,
    N_("This token cannot be renewed"), N_("It came without a refresh token."),
    N_("An implicit sign-in never gives one."), N_("Sign in again to get a new token."), { SIGN_IN_AGAIN } },
  { "token-moved", is_moved, TRUE,
    N_("The token belongs to other settings"), N_("The connection’s addresses or client have changed since."),
    N_("A token is sent only to the service that issued it, so this one was not sent."),
    N_("Sign in again, or change the settings back."), { SIGN_IN_AGAIN, EDIT ("client-id", N_("_Edit Connection")) } },

  { "foreign-page", is_foreign_page, TRUE,
    N_("The next page lies at another host"), N_("The answer names a next page that is not at this service."),
    N_("The token must not go there, so the page was not asked for."),
    N_("Work with the pages that have come. If the service has moved, correct the address of the API."),
    { EDIT ("api-base", N_("_Edit Connection")) }, _lk_quote_error },
  { "not-applied", is_not_applied, TRUE,
    N_("The change did not stick"), N_("The service accepted it, but reading it back showed the old value."),
    N_("Somebody changed it again at the same moment, or the service ignores this change for this client."),
    N_("Read the list again. Saving the client in the service’s own page turns it back to public."),
    { TRY_AGAIN, { LK_REMEDY_SHOW_PAGE, "clients", N_("Show _Clients") } } },
};

LkRuleTable
_lk_diagnosis_app_rules (void)
{
  return (LkRuleTable) { rules, G_N_ELEMENTS (rules) };
}
