/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "lk-practice-oauth.h"

#include "lk-practice-pages.h"
#include "lk-practice-reply.h"
#include "lk-practice-spoil.h"
#include "lk-secret.h"

#define COOKIE "practice_session"
#define CHALLENGE_LENGTH 43
/* Clients refuse longer header lines than this, so an answer beyond it is led on by a page. */
#define MAX_LOCATION 32768

/* An authorization request found sound. Only the scopes are owned. */
typedef struct
{
  LkPracticeRequest *request;
  LkPracticeClient  *client;
  const char        *redirect_uri;      /* as sent, or the only one registered */
  const char        *state;
  const char        *challenge;
  gboolean           implicit;
  char             **scopes;            /* owned */
} Authorization;

/* Pages on request, in the place of the login page. */
typedef enum
{
  PAGE_SUBDOMAIN,
  PAGE_CLIENT,
  PAGE_REDIRECT_URI,
  PAGE_PARAMETERS,
} ErrorPage;

static void
reply_error_page (LkPracticeRequest *request,
                  ErrorPage          which)
{
  g_autofree char *html = NULL;

  switch (which)
    {
    case PAGE_SUBDOMAIN:
      html = lk_practice_page_error (_("There is no such account"),
                                     _("The subdomain must be the bare account name, with no “.zendesk.com”."));
      break;

    case PAGE_CLIENT:
      html = lk_practice_page_error (_("There is no such client"),
                                     _("The client ID must be the long identifier of an API client, not its number."));
      break;

    case PAGE_REDIRECT_URI:
      html = lk_practice_page_error (_("The redirect URL is not registered"),
                                     _("The redirect URL must be a registered one of the client, letter by letter."));
      break;

    case PAGE_PARAMETERS:
    default:
      html = lk_practice_page_error (_("The request cannot be read"),
                                     _("A parameter of the address comes twice or is not encoded as it must be."));
      break;
    }

  lk_practice_reply_page (request->message, SOUP_STATUS_BAD_REQUEST, html);
}

/* Faults in the place of the first page. */
static gboolean
page_fault (LkPracticeRequest *request)
{
  LkPracticeFaults *faults = request->practice->faults;
  g_autofree char *html = NULL;

  if (lk_practice_faults_take (faults, "subdomain-full"))
    reply_error_page (request, PAGE_SUBDOMAIN);
  else if (lk_practice_faults_take (faults, "client-unknown"))
    reply_error_page (request, PAGE_CLIENT);
  else if (lk_practice_faults_take (faults, "redirect-unregistered"))
    reply_error_page (request, PAGE_REDIRECT_URI);
  else if (lk_practice_faults_take (faults, "sso-blocked"))
    {
      html = lk_practice_page_blocked (FALSE);
      lk_practice_reply_page (request->message, SOUP_STATUS_FORBIDDEN, html);
    }
  else if (lk_practice_faults_take (faults, "passkey-page"))
    {
      html = lk_practice_page_blocked (TRUE);
      lk_practice_reply_page (request->message, SOUP_STATUS_OK, html);
    }
  else if (lk_practice_faults_take (faults, "page-500"))
    {
      html = lk_practice_page_error (_("Something went wrong"), _("Please try again later."));
      lk_practice_reply_page (request->message, SOUP_STATUS_INTERNAL_SERVER_ERROR, html);
    }
  else if (lk_practice_faults_take (faults, "page-403-empty"))
    lk_practice_reply_text (request->message, SOUP_STATUS_FORBIDDEN, NULL, "", 0);
  else if (lk_practice_faults_take (faults, "page-silence"))
    lk_practice_reply_silence (request->message);
  else if (lk_practice_faults_take (faults, "page-dropped"))
    lk_practice_reply_raw (request->message, "");
  else
    return FALSE;

  return TRUE;
}

static gboolean
is_challenge (const char *text)
{
  return strlen (text) == CHALLENGE_LENGTH &&
         strspn (text, G_CSET_A_2_Z G_CSET_a_2_z "0123456789-_") == CHALLENGE_LENGTH;
}

/* `http://localhost:8080` answers as `http://localhost:8080/`, as browsers write it. */
static char *
redirect_target (const char *redirect_uri)
{
  const char *authority = strstr (redirect_uri, "://");
  gboolean bare = authority != NULL && strpbrk (authority + strlen ("://"), "/?") == NULL;

  return g_strconcat (redirect_uri, bare ? "/" : NULL, NULL);
}

static char *
make_pair (const char *name,
           const char *value)
{
  g_autofree char *escaped = g_uri_escape_string (value, NULL, FALSE);

  return g_strdup_printf ("%s=%s", name, escaped);
}

static void
add_pair (GPtrArray  *pairs,
          const char *name,
          const char *value)
{
  if (value != NULL)
    g_ptr_array_add (pairs, make_pair (name, value));
}

static void
remove_pair (GPtrArray  *pairs,
             const char *name)
{
  g_autofree char *prefix = g_strconcat (name, "=", NULL);

  for (guint i = pairs->len; i > 0; i--)
    {
      if (g_str_has_prefix (g_ptr_array_index (pairs, i - 1), prefix))
        g_ptr_array_remove_index (pairs, i - 1);
    }
}

static char *
join_pairs (GPtrArray *pairs)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < pairs->len; i++)
    {
      if (i > 0)
        g_string_append_c (text, '&');
      g_string_append (text, g_ptr_array_index (pairs, i));
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* Faults of where the answer goes to (SECURITY.md A4, F3). */
static char *
target_with_faults (Authorization *authorization)
{
  LkPractice *practice = authorization->request->practice;

  if (lk_practice_faults_take (practice->faults, "redirect-lookalike"))
    return g_strdup ("http://localhost.evil.invalid:8080/");
  if (lk_practice_faults_take (practice->faults, "redirect-other-port"))
    return g_strdup_printf ("%s/elsewhere", practice->foreign_origin);
  if (lk_practice_faults_take (practice->faults, "redirect-other-path"))
    {
      g_autofree char *target = redirect_target (authorization->redirect_uri);

      return g_strconcat (target, g_str_has_suffix (target, "/") ? "" : "/", "other", NULL);
    }
  if (lk_practice_faults_take (practice->faults, "redirect-script"))
    return g_strdup ("javascript:document.title='script'//");
  if (lk_practice_faults_take (practice->faults, "redirect-file"))
    return g_strdup ("file:///etc/hostname");

  return redirect_target (authorization->redirect_uri);
}

static void
send_answer (Authorization *authorization,
             GPtrArray     *pairs,
             gboolean       in_fragment)
{
  LkPractice *practice = authorization->request->practice;
  g_autofree char *target = target_with_faults (authorization);
  const char *query_mark = strchr (target, '?') != NULL ? "&" : "?";
  g_autoptr(LkSecret) text = join_pairs (pairs);
  g_autoptr(LkSecret) location = NULL;

  if (lk_practice_faults_take (practice->faults, "answer-in-both"))
    location = g_strconcat (target, query_mark, text, "#", text, NULL);
  else
    location = g_strconcat (target, in_fragment ? "#" : query_mark, text, NULL);

  if (strlen (location) > MAX_LOCATION)
    {
      g_autoptr(LkSecret) html = lk_practice_page_moved (location);

      lk_practice_reply_page (authorization->request->message, SOUP_STATUS_OK, html);
      return;
    }

  lk_practice_reply_redirect (authorization->request->message, SOUP_STATUS_SEE_OTHER, location);
}

static void
send_error (Authorization *authorization,
            const char    *error,
            const char    *description,
            const char    *uri,
            gboolean       in_other_place)
{
  g_autoptr(GPtrArray) pairs = g_ptr_array_new_with_free_func (g_free);

  add_pair (pairs, "error", error);
  add_pair (pairs, "error_description", description);
  add_pair (pairs, "error_uri", uri);
  add_pair (pairs, "state", authorization->state);
  send_answer (authorization, pairs, authorization->implicit != in_other_place);
}

/* Faults that turn a press on Allow into an error. */
static gboolean
answer_fault (Authorization *authorization)
{
  LkPracticeFaults *faults = authorization->request->practice->faults;

  if (lk_practice_faults_take (faults, "access-denied"))
    send_error (authorization, "access_denied", "The resource owner denied the request.", NULL, FALSE);
  else if (lk_practice_faults_take (faults, "error-in-other-place"))
    send_error (authorization, "access_denied", NULL, NULL, TRUE);
  else if (lk_practice_faults_take (faults, "error-markup"))
    send_error (authorization, "invalid_request", "<b>Bold</b> & %s%n \xe2\x80\xae" "desrever", NULL, FALSE);
  else if (lk_practice_faults_take (faults, "error-script-uri"))
    send_error (authorization, "invalid_request", "See the link", "javascript:alert(1)", FALSE);
  else if (lk_practice_faults_take (faults, "error-server"))
    send_error (authorization, "server_error", NULL, NULL, FALSE);
  else if (authorization->challenge != NULL && lk_practice_faults_take (faults, "pkce-refused"))
    send_error (authorization, "invalid_request", "code_challenge is not supported", NULL, FALSE);
  else
    return FALSE;

  return TRUE;
}

/* Adds a part of the implicit answer, spoilt if that is asked for. `value` is percent-encoded and taken. */
static void
add_token_pair (Authorization *authorization,
                GPtrArray     *pairs,
                const char    *name,
                char          *value)
{
  lk_practice_spoil (authorization->request->practice->faults, name, LK_PRACTICE_FORM_PARAMETER, &value);
  if (value != NULL)
    g_ptr_array_add (pairs, g_strdup_printf ("%s=%s", name, value));
  g_free (value);
}

static void
add_token (Authorization *authorization,
           GPtrArray     *pairs)
{
  LkPractice *practice = authorization->request->practice;
  g_autofree char *scope = g_strjoinv (" ", authorization->scopes);
  LkPracticeToken *token;

  token = lk_practice_store_add_token (practice->store,
                                       authorization->client,
                                       lk_practice_store_new_grant (practice->store),
                                       (const char *const *) authorization->scopes,
                                       FALSE,
                                       practice->token_lifetime);
  add_token_pair (authorization, pairs, "access_token", g_strdup (token->access));
  add_token_pair (authorization, pairs, "token_type", g_strdup ("Bearer"));
  add_token_pair (authorization, pairs, "scope", g_uri_escape_string (scope, NULL, FALSE));
  add_token_pair (authorization,
                  pairs,
                  "expires_in",
                  practice->token_lifetime >= 0 ? g_strdup_printf ("%d", practice->token_lifetime) : NULL);
  if (lk_practice_faults_take (practice->faults, "answer-with-refresh"))
    add_pair (pairs, "refresh_token", "refresh-token-that-must-not-be-kept");
}

/* Another order, another way to write a space, names that nobody knows: all of it allowed (SECURITY.md A11). */
static void
reorder (Authorization *authorization,
         GPtrArray     *pairs)
{
  for (guint i = 0; i < pairs->len / 2; i++)
    {
      gpointer first = g_ptr_array_index (pairs, i);

      g_ptr_array_index (pairs, i) = g_ptr_array_index (pairs, pairs->len - 1 - i);
      g_ptr_array_index (pairs, pairs->len - 1 - i) = first;
    }

  for (guint i = 0; i < pairs->len; i++)
    {
      char *pair = g_ptr_array_index (pairs, i);

      if (g_str_has_prefix (pair, "scope="))
        {
          g_auto(GStrv) words = g_strsplit (pair, "%20", -1);

          g_ptr_array_index (pairs, i) = g_strjoinv ("+", words);
          g_free (pair);
        }
    }

  g_ptr_array_insert (pairs, 0, make_pair ("iss", authorization->request->practice->origin));
  add_pair (pairs, "weather", "fair");
}

/* Faults of the answer's parameters (SECURITY.md A2, A6, A7, A8, A10). */
static void
spoil_pairs (Authorization *authorization,
             GPtrArray     *pairs)
{
  LkPracticeFaults *faults = authorization->request->practice->faults;
  const char *main_name = authorization->implicit ? "access_token" : "code";

  if (lk_practice_faults_take (faults, "state-wrong"))
    {
      g_autofree char *other = lk_random_token (32);

      remove_pair (pairs, "state");
      add_pair (pairs, "state", other);
    }
  if (lk_practice_faults_take (faults, "state-missing"))
    remove_pair (pairs, "state");
  if (lk_practice_faults_take (faults, "state-empty"))
    {
      remove_pair (pairs, "state");
      add_pair (pairs, "state", "");
    }
  if (lk_practice_faults_take (faults, "state-doubled"))
    add_pair (pairs, "state", authorization->state);
  if (lk_practice_faults_take (faults, "issuer-wrong"))
    add_pair (pairs, "iss", "https://issuer.invalid");
  if (lk_practice_faults_take (faults, "answer-with-error"))
    add_pair (pairs, "error", "access_denied");
  if (lk_practice_faults_take (faults, "answer-empty"))
    remove_pair (pairs, main_name);
  if (lk_practice_faults_take (faults, "answer-doubled"))
    add_pair (pairs, main_name, "the-second-of-two");
  if (lk_practice_faults_take (faults, "answer-bad-utf8"))
    g_ptr_array_add (pairs, g_strdup ("note=%FF%FE"));
  if (lk_practice_faults_take (faults, "answer-odd-order"))
    reorder (authorization, pairs);
}

static void
allow (Authorization *authorization)
{
  LkPractice *practice = authorization->request->practice;
  g_autoptr(GPtrArray) pairs = g_ptr_array_new_with_free_func ((GDestroyNotify) lk_secret_free);
  gboolean misplaced;

  if (answer_fault (authorization))
    return;

  if (authorization->implicit)
    {
      add_token (authorization, pairs);
    }
  else
    {
      LkPracticeCode *code = lk_practice_store_add_code (practice->store,
                                                         authorization->client,
                                                         authorization->redirect_uri,
                                                         (const char *const *) authorization->scopes,
                                                         authorization->challenge);

      add_pair (pairs, "code", code->text);
    }
  add_pair (pairs, "state", authorization->state);
  spoil_pairs (authorization, pairs);

  misplaced = lk_practice_faults_take (practice->faults, "answer-misplaced");
  send_answer (authorization, pairs, authorization->implicit != misplaced);
}

/* Checks what cannot be told to a client that is not known for sure: it ends in a page here, never in a redirect. */
static gboolean
check_address (Authorization *authorization,
               gboolean       legacy)
{
  LkPracticeRequest *request = authorization->request;
  LkPracticeParams *query = request->query;
  const char *subdomain = lk_practice_params_get (query, "subdomain");
  const char *redirect_uri = lk_practice_params_get (query, "redirect_uri");

  if (lk_practice_params_is_malformed (query) || lk_practice_params_get_doubled (query) != NULL)
    {
      reply_error_page (request, PAGE_PARAMETERS);
      return FALSE;
    }

  /* The integrated host names the account by itself; the legacy one has to be told. */
  if (subdomain != NULL ? strcmp (subdomain, LK_PRACTICE_SUBDOMAIN) != 0 : legacy)
    {
      reply_error_page (request, PAGE_SUBDOMAIN);
      return FALSE;
    }

  authorization->client = lk_practice_store_find_client (request->practice->store,
                                                         lk_practice_params_get (query, "client_id"));
  if (authorization->client == NULL)
    {
      reply_error_page (request, PAGE_CLIENT);
      return FALSE;
    }

  if (redirect_uri == NULL && g_strv_length (authorization->client->redirect_uris) == 1)
    redirect_uri = authorization->client->redirect_uris[0];
  if (redirect_uri == NULL ||
      !g_strv_contains ((const char *const *) authorization->client->redirect_uris, redirect_uri))
    {
      reply_error_page (request, PAGE_REDIRECT_URI);
      return FALSE;
    }

  authorization->redirect_uri = redirect_uri;
  authorization->state = lk_practice_params_get (query, "state");

  return TRUE;
}

/* Checks the rest, whose faults the client is told by redirect. */
static gboolean
check_wishes (Authorization *authorization)
{
  LkPracticeParams *query = authorization->request->query;
  const char *response_type = lk_practice_params_get (query, "response_type");
  const char *challenge = lk_practice_params_get (query, "code_challenge");
  const char *method = lk_practice_params_get (query, "code_challenge_method");

  authorization->implicit = g_strcmp0 (response_type, "token") == 0;
  if (!authorization->implicit && g_strcmp0 (response_type, "code") != 0)
    {
      send_error (authorization,
                  response_type == NULL ? "invalid_request" : "unsupported_response_type",
                  NULL,
                  NULL,
                  FALSE);
      return FALSE;
    }

  authorization->scopes = lk_practice_split_words (lk_practice_params_get (query, "scope"));
  if (!lk_practice_words_within ((const char *const *) authorization->scopes,
                                 (const char *const *) authorization->client->scopes))
    {
      send_error (authorization, "invalid_scope", NULL, NULL, FALSE);
      return FALSE;
    }

  if (challenge != NULL ? g_strcmp0 (method, "S256") != 0 || !is_challenge (challenge) : method != NULL)
    {
      send_error (authorization, "invalid_request", "The code challenge must be S256.", NULL, FALSE);
      return FALSE;
    }

  authorization->challenge = challenge;

  return TRUE;
}

static LkPracticeSession *
find_session (LkPracticeRequest *request)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (request->message);
  g_auto(GStrv) cookies = g_strsplit_set (soup_message_headers_get_list (headers, "Cookie") != NULL
                                          ? soup_message_headers_get_list (headers, "Cookie") : "",
                                          ";,",
                                          -1);

  for (guint i = 0; cookies[i] != NULL; i++)
    {
      char *cookie = g_strstrip (cookies[i]);

      if (g_str_has_prefix (cookie, COOKIE "="))
        return lk_practice_store_find_session (request->practice->store, cookie + strlen (COOKIE "="));
    }

  return NULL;
}

/* To the same address by GET, so that going back never posts a form again. */
static void
show_again (LkPracticeRequest *request)
{
  const char *query = g_uri_get_query (soup_server_message_get_uri (request->message));
  g_autofree char *location = g_strconcat (request->path, "?", query, NULL);

  lk_practice_reply_redirect (request->message, SOUP_STATUS_SEE_OTHER, location);
}

static void
show_login (LkPracticeRequest *request,
            gboolean           refused)
{
  g_autofree char *html = lk_practice_page_login (request->practice->user, request->practice->password, refused);

  lk_practice_reply_page (request->message, SOUP_STATUS_OK, html);
}

static void
log_in (LkPracticeRequest *request,
        LkPracticeParams  *form)
{
  LkPractice *practice = request->practice;
  gboolean user_fits = lk_secret_equal (lk_practice_params_get (form, "email"), practice->user);
  gboolean password_fits = lk_secret_equal (lk_practice_params_get (form, "password"), practice->password);
  g_autoptr(LkSecret) cookie = NULL;

  if (!user_fits || !password_fits)
    {
      show_login (request, TRUE);
      return;
    }

  cookie = g_strdup_printf (COOKIE "=%s; Path=/; HttpOnly; SameSite=Lax",
                            lk_practice_store_add_session (practice->store)->cookie);
  soup_message_headers_append (soup_server_message_get_response_headers (request->message), "Set-Cookie", cookie);
  show_again (request);
}

static void
show_consent (Authorization     *authorization,
              LkPracticeSession *session)
{
  LkPracticeRequest *request = authorization->request;
  g_autofree char *html = NULL;

  if (lk_practice_faults_take (request->practice->faults, "answer-in-frame"))
    {
      g_autofree char *target = redirect_target (authorization->redirect_uri);
      const char *forged = authorization->implicit ? "#access_token=forged&token_type=Bearer" : "?code=forged";
      g_autofree char *location = g_strconcat (target, forged, NULL);

      html = lk_practice_page_frame (location);
      /* With no policy on it, for the frame to be let through. */
      lk_practice_reply_text (request->message, SOUP_STATUS_OK, "text/html; charset=utf-8", html, -1);
      return;
    }

  html = lk_practice_page_consent (authorization->client->name,
                                   authorization->client->company,
                                   request->practice->user,
                                   (const char *const *) authorization->scopes,
                                   session->form_key);
  lk_practice_reply_page (request->message, SOUP_STATUS_OK, html);
}

static void
decide (Authorization     *authorization,
        LkPracticeSession *session,
        LkPracticeParams  *form)
{
  LkPracticeRequest *request = authorization->request;
  const char *decision = lk_practice_params_get (form, "decision");

  if (!lk_secret_equal (lk_practice_params_get (form, "form_key"), session->form_key))
    {
      g_autofree char *html = lk_practice_page_error (_("This form is not ours"),
                                                      _("Please open the sign-in page again."));

      lk_practice_reply_page (request->message, SOUP_STATUS_FORBIDDEN, html);
      return;
    }

  if (g_strcmp0 (decision, "allow") == 0)
    {
      allow (authorization);
    }
  else if (g_strcmp0 (decision, "leave") == 0)
    {
      lk_practice_store_remove_session (request->practice->store, session);
      show_again (request);
    }
  else
    {
      send_error (authorization, "access_denied", "The resource owner denied the request.", NULL, FALSE);
    }
}

/**
 * lk_practice_authorize:
 * @request: a request to the authorize page
 * @legacy: whether it came by the legacy path
 *
 * Leads a person through login and consent (zendesk-chat.md section 2). Both forms post to the address of the
 * authorization request itself, which is checked anew each time, so nothing about it need be remembered.
 */
void
lk_practice_authorize (LkPracticeRequest *request,
                       gboolean           legacy)
{
  gboolean is_post = strcmp (request->method, SOUP_METHOD_POST) == 0;
  g_autoptr(LkPracticeParams) form = NULL;
  Authorization authorization = { .request = request };
  LkPracticeSession *session;

  if (!is_post && strcmp (request->method, SOUP_METHOD_GET) != 0)
    {
      lk_practice_reply_method (request->message, "GET, POST");
      return;
    }

  if (!is_post && page_fault (request))
    return;

  if (check_address (&authorization, legacy) && check_wishes (&authorization))
    {
      session = find_session (request);
      form = lk_practice_params_new (request->body, request->body_length);

      if (session == NULL && is_post)
        log_in (request, form);
      else if (session == NULL)
        show_login (request, FALSE);
      else if (is_post)
        decide (&authorization, session, form);
      else
        show_consent (&authorization, session);
    }

  g_strfreev (authorization.scopes);
}
