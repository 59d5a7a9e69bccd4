/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "lk-practice-faults.h"

struct _LkPracticeFaults
{
  GHashTable *armed;     /* owned: name of the table below → how often still, -1 without end */
};

/* In the order of the rehearsal menu. `authorize` faults spoil the login page or its redirect, `token` faults the token
 * endpoint's answer (those about a token's parts also the implicit one), `api` faults REST, `conversation` faults
 * GraphQL or the WebSocket; a `transport` fault befalls whichever of token endpoint, REST and GraphQL is asked next. */
static const LkPracticeFault faults[] = {
  { "access-denied", "authorize", N_("Deny the next sign-in"), "access-denied" },
  { "subdomain-full", "authorize", N_("Refuse the subdomain on the sign-in page"), "subdomain-full" },
  { "client-unknown", "authorize", N_("Do not know the client on the sign-in page"), "client-mismatch" },
  { "redirect-unregistered", "authorize", N_("Do not know the redirect URL on the sign-in page"), "redirect-mismatch" },
  { "sso-blocked", "authorize", N_("Call the embedded browser not secure"), "sso-blocked" },
  { "passkey-page", "authorize", N_("Ask for a passkey and nothing else"), "sso-blocked" },
  { "state-wrong", "authorize", N_("Answer with another state"), NULL },
  { "state-missing", "authorize", N_("Answer with no state"), NULL },
  { "state-empty", "authorize", N_("Answer with an empty state"), NULL },
  { "state-doubled", "authorize", N_("Answer with the state twice"), NULL },
  { "issuer-wrong", "authorize", N_("Answer in another issuer's name"), NULL },
  { "answer-misplaced", "authorize", N_("Put the token where a code belongs, or the code where a token does"), NULL },
  { "answer-with-error", "authorize", N_("Answer with an error and a code or token"), NULL },
  { "answer-empty", "authorize", N_("Answer with neither token, code nor error"), NULL },
  { "answer-doubled", "authorize", N_("Answer with the token or code twice"), NULL },
  { "answer-in-both", "authorize", N_("Answer in the query and after the # at once"), NULL },
  { "answer-odd-order", "authorize", N_("Answer in another order, with parameters nobody knows"), NULL },
  { "answer-with-refresh", "authorize", N_("Add a refresh token where none may be"), NULL },
  { "answer-bad-utf8", "authorize", N_("Answer with bytes that are no text"), NULL },
  { "error-in-other-place", "authorize", N_("Refuse in the other part of the address"), "access-denied" },
  { "error-markup", "authorize", N_("Answer with an error whose text holds markup"), NULL },
  { "error-script-uri", "authorize", N_("Answer with an error that links to a script"), NULL },
  { "error-server", "authorize", N_("Answer with server_error"), NULL },
  { "pkce-refused", "authorize", N_("Refuse PKCE"), NULL },
  { "redirect-lookalike", "authorize", N_("Redirect to an address that only looks like yours"), NULL },
  { "redirect-other-port", "authorize", N_("Redirect to another port"), NULL },
  { "redirect-other-path", "authorize", N_("Redirect to another path"), NULL },
  { "redirect-script", "authorize", N_("Redirect to a script"), NULL },
  { "redirect-file", "authorize", N_("Redirect to a file"), NULL },
  { "answer-in-frame", "authorize", N_("Answer from a frame inside the page, with a forged token"), NULL },
  { "page-500", "authorize", N_("Break down on the sign-in page"), NULL },
  { "page-403-empty", "authorize", N_("Refuse the sign-in page without a word"), NULL },
  { "page-silence", "authorize", N_("Never show the sign-in page"), NULL },
  { "page-dropped", "authorize", N_("Cut the connection of the sign-in page"), NULL },

  { "code-expired", "token", N_("Let the next code expire"), "code-expired" },
  { "redirect-mismatch", "token", N_("Find another redirect URL with the code"), "redirect-mismatch" },
  { "client-mismatch", "token", N_("Refuse the client and its secret"), "client-mismatch" },
  { "client-resaved", "token", N_("Turn the client back to public, as a re-save does"), "client-still-public" },
  { "refresh-used", "token", N_("Find the refresh token used"), "refresh-used" },
  { "support-endpoint", "token", N_("Answer as the Support product does"), "support-endpoint" },
  { "scope-refused", "token", N_("Answer with invalid_scope"), NULL },
  { "grant-refused", "token", N_("Do not allow this way to sign in"), NULL },
  { "error-unknown", "token", N_("Answer with an error code nobody knows"), NULL },
  { "error-object", "token", N_("Answer with an error that is an object"), NULL },
  { "error-with-200", "token", N_("Answer with an error and status 200"), NULL },
  { "refresh-same", "token", N_("Return the same refresh token"), NULL },
  { "refresh-none", "token", N_("Return no new refresh token"), NULL },
  { "refresh-unasked", "token", N_("Add a refresh token to client credentials"), NULL },
  { "token-form", "token", N_("Answer as a form instead of JSON"), NULL },
  { "token-null", "token", N_("Send null for the token"), NULL },
  { "token-number", "token", N_("Send a number for the token"), NULL },
  { "token-object", "token", N_("Send an object for the token"), NULL },
  { "token-array", "token", N_("Send a list for the token"), NULL },
  { "token-empty", "token", N_("Send an empty token"), NULL },
  { "token-absent", "token", N_("Send no token"), NULL },
  { "token-line-break", "token", N_("Send a token with a line break and a header in it"), NULL },
  { "token-nul", "token", N_("Send a token with a NUL in it"), NULL },
  { "token-huge", "token", N_("Send a token of 100,000 characters"), NULL },
  { "type-mac", "token", N_("Send a token of an unknown type"), NULL },
  { "type-absent", "token", N_("Send a token without a type"), NULL },
  { "type-upper", "token", N_("Write the token's type in capitals"), NULL },
  { "expires-text", "token", N_("Send the expiry as text"), NULL },
  { "expires-negative", "token", N_("Send a negative expiry"), NULL },
  { "expires-zero", "token", N_("Send an expiry of 0"), NULL },
  { "expires-one", "token", N_("Send an expiry of 1 second"), NULL },
  { "expires-huge", "token", N_("Send an expiry beyond every number"), NULL },
  { "expires-infinite", "token", N_("Send an expiry of 1e400"), NULL },
  { "expires-words", "token", N_("Send an expiry that is no number"), NULL },
  { "scope-absent", "token", N_("Do not say what was granted"), NULL },
  { "scope-array", "token", N_("Say what was granted as a list"), NULL },
  { "scope-fewer", "token", N_("Grant less than was asked for"), NULL },
  { "scope-more", "token", N_("Grant more than was asked for"), NULL },

  { "token-died", "api", N_("Let the token die"), "token-died" },
  { "basic-auth", "api", N_("Refuse the token once, as if it were none"), "secret-as-token" },
  { "support-token", "api", N_("Refuse the token as the Support product does"), "support-endpoint" },
  { "rate-limited", "api", N_("Ask to wait three seconds"), "rate-limited" },
  { "rate-limit-200", "api", N_("Keep the limit of 200 requests a minute"), "rate-limited" },
  { "rate-limit-silent", "api", N_("Ask to wait without saying how long"), "rate-limited" },
  { "forbidden", "api", N_("Forbid the next request"), NULL },
  { "scope-insufficient", "api", N_("Find the token's scopes insufficient"), NULL },
  { "support-path", "api", N_("Do not know the path"), "support-path" },
  { "wrong-method", "api", N_("Refuse the method"), "wrong-method" },
  { "legacy-host", "api", N_("Retire the legacy addresses"), "legacy-host" },
  { "empty-chats", "api", N_("Have no chats"), "empty-chats" },
  { "next-page-foreign", "api", N_("Name a next page on another host"), NULL },
  { "next-page-endless", "api", N_("Name the same page as the next for ever"), NULL },
  { "chats-wrong-types", "api", N_("Send chats with members of wrong types"), NULL },
  { "chats-hostile-text", "api", N_("Send chats with markup and control characters in their text"), NULL },
  { "chats-large", "api", N_("Send 100 MB of chats"), NULL },
  { "chats-vast-string", "api", N_("Send a chat with one message of 5 MB"), NULL },
  { "error-shape-object", "api", N_("Send an error that is an object"), NULL },
  { "switch-not-kept", "api", N_("Accept a change of the client and not keep it"), NULL },

  { "scope-missing", "conversation", N_("Find the scopes too few for conversations"), "scope-missing" },
  { "session-unauthorized", "conversation", N_("Refuse the session"), "session-unauthorized" },
  { "session-html", "conversation", N_("Refuse the session with an error page"), "session-unauthorized" },
  { "session-empty", "conversation", N_("Start a session without its numbers"), NULL },
  { "session-foreign", "conversation", N_("Name a stream on another host"), NULL },
  { "stream-refused", "conversation", N_("Refuse the stream"), NULL },
  { "stream-ends", "conversation", N_("End the session at the next message"), NULL },
  { "stream-dropped", "conversation", N_("Cut the stream at the next message"), NULL },
  { "stream-no-pong", "conversation", N_("Do not answer the next ping"), NULL },
  { "stream-errors", "conversation", N_("Answer the next query with errors"), NULL },
  { "stream-garbage", "conversation", N_("Answer the next message with what is not JSON"), NULL },
  { "stream-deep", "conversation", N_("Answer the next message with 80,000 nested lists"), NULL },
  { "stream-huge", "conversation", N_("Answer the next message with 4 MiB"), NULL },
  { "stream-binary", "conversation", N_("Answer the next message with bytes"), NULL },

  { "silence", "transport", N_("Never answer"), NULL },
  { "one-byte-a-second", "transport", N_("Answer with one byte a second"), NULL },
  { "dropped", "transport", N_("Cut the connection"), NULL },
  { "dropped-midway", "transport", N_("Cut the connection in mid-answer"), NULL },
  { "not-http", "transport", N_("Answer with what is not HTTP"), NULL },
  { "header-huge", "transport", N_("Answer with a header of 1 MB"), NULL },
  { "proxy-html", "transport", N_("Answer with a proxy's page"), "proxy-html" },
  { "body-empty", "transport", N_("Answer with nothing"), NULL },
  { "body-null", "transport", N_("Answer with null"), NULL },
  { "body-string", "transport", N_("Answer with a text"), NULL },
  { "body-array", "transport", N_("Answer with a list of nothing known"), NULL },
  { "body-broken", "transport", N_("Answer with JSON that breaks off"), NULL },
  { "body-bad-utf8", "transport", N_("Answer with bytes that are no text"), NULL },
  { "body-nested", "transport", N_("Answer with 80,000 nested lists"), NULL },
  { "body-brackets", "transport", N_("Answer with a million opening brackets"), NULL },
  { "body-64mib", "transport", N_("Answer with 64 MiB"), NULL },
  { "body-gzip-bomb", "transport", N_("Answer with 256 MiB in a few kB of gzip"), NULL },
  { "status-403-empty", "transport", N_("Answer 403 without a word"), NULL },
  { "status-429", "transport", N_("Answer 429"), "rate-limited" },
  { "status-500", "transport", N_("Answer 500"), NULL },
  { "status-500-html", "transport", N_("Answer 500 with a page"), NULL },
  { "status-teapot", "transport", N_("Answer with a status nobody expects"), NULL },
  { "redirect-302", "transport", N_("Redirect to another host with 302"), NULL },
  { "redirect-303", "transport", N_("Redirect to another host with 303"), NULL },
  { "redirect-307", "transport", N_("Redirect to another host with 307"), NULL },
  { "redirect-308", "transport", N_("Redirect to another host with 308"), NULL },
  { "redirect-same-origin", "transport", N_("Redirect to another path of the same host"), NULL },
};

static const LkPracticeFault *
find_fault (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      if (g_str_equal (faults[i].name, name))
        return &faults[i];
    }

  return NULL;
}

/**
 * lk_practice_faults:
 * @n_faults: (out): how many there are
 *
 * Lists what the practice server can do wrong on request. Titles are marked for translation, not translated: show them
 * through `_()`. `diagnosis` is an id of zendesk-chat.md section 7.
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

/**
 * lk_practice_faults_new:
 *
 * Returns: (transfer full): a set in which no fault is asked for
 */
LkPracticeFaults *
lk_practice_faults_new (void)
{
  LkPracticeFaults *self = g_new0 (LkPracticeFaults, 1);

  self->armed = g_hash_table_new (g_str_hash, g_str_equal);

  return self;
}

/**
 * lk_practice_faults_free:
 * @self: (nullable): the set
 *
 * Frees it.
 */
void
lk_practice_faults_free (LkPracticeFaults *self)
{
  if (self == NULL)
    return;

  g_hash_table_unref (self->armed);
  g_free (self);
}

/**
 * lk_practice_faults_set:
 * @self: the set
 * @name: a fault's name
 * @times: how often it is to come; -1 without end, 0 not at all
 *
 * Asks for a fault.
 *
 * Returns: whether there is such a fault
 */
gboolean
lk_practice_faults_set (LkPracticeFaults *self,
                        const char       *name,
                        int               times)
{
  const LkPracticeFault *fault;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (name != NULL, FALSE);
  g_return_val_if_fail (times >= -1, FALSE);

  fault = find_fault (name);
  if (fault == NULL)
    return FALSE;

  if (times == 0)
    g_hash_table_remove (self->armed, name);
  else
    g_hash_table_insert (self->armed, (gpointer) fault->name, GINT_TO_POINTER (times));

  return TRUE;
}

/**
 * lk_practice_faults_clear:
 * @self: the set
 *
 * Asks for no fault any more.
 */
void
lk_practice_faults_clear (LkPracticeFaults *self)
{
  g_return_if_fail (self != NULL);

  g_hash_table_remove_all (self->armed);
}

/**
 * lk_practice_faults_has:
 * @self: the set
 * @name: a fault's name
 *
 * Returns: whether the fault is asked for; it stays so
 */
gboolean
lk_practice_faults_has (LkPracticeFaults *self,
                        const char       *name)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return g_hash_table_contains (self->armed, name);
}

/**
 * lk_practice_faults_take:
 * @self: the set
 * @name: a fault's name
 *
 * Answers whether the fault is to come now, and counts it if so.
 *
 * Returns: whether to misbehave
 */
gboolean
lk_practice_faults_take (LkPracticeFaults *self,
                         const char       *name)
{
  int times;

  g_return_val_if_fail (self != NULL, FALSE);

  times = GPOINTER_TO_INT (g_hash_table_lookup (self->armed, name));
  if (times == 0)
    return FALSE;

  if (times == 1)
    g_hash_table_remove (self->armed, name);
  else if (times > 1)
    g_hash_table_insert (self->armed, (gpointer) find_fault (name)->name, GINT_TO_POINTER (times - 1));

  return TRUE;
}
