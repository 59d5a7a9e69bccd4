/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "lk-practice-oauth.h"

#include "lk-practice-pages.h"
#include "lk-practice-reply.h"
#include "lk-secret.h"

#define COOKIE "practice_session"
#define CHALLENGE_LENGTH 43
typedef LkPracticeAuthorization Authorization;

/**
 * lk_practice_authorize_show_problem:
 * @request: a request to the authorize page
 * @problem: what is wrong with it
 *
 * Answers 400 with a page that explains the problem: what cannot be reported to a client that is not known for sure.
 */
void
lk_practice_authorize_show_problem (LkPracticeRequest *request,
                                    LkPracticeProblem  problem)
{
  g_autofree char *html = NULL;

  switch (problem)
    {
    case LK_PRACTICE_PROBLEM_SUBDOMAIN:
      html = lk_practice_page_error (_("There is no such account"),
                                     _("The subdomain must be the bare account name, with no “.zendesk.com”."));
      break;

    case LK_PRACTICE_PROBLEM_CLIENT:
      html = lk_practice_page_error (_("There is no such client"),
                                     _("The client ID must be the long identifier of an API client, not its number."));
      break;

    case LK_PRACTICE_PROBLEM_REDIRECT_URI:
      html = lk_practice_page_error (_("The redirect URL is not registered"),
                                     _("The redirect URL must be a registered one of the client, letter by letter."));
      break;

    case LK_PRACTICE_PROBLEM_PARAMETERS:
    default:
      html = lk_practice_page_error (_("The request cannot be read"),
                                     _("A parameter of the address comes twice or is not encoded as it must be."));
      break;
    }

  lk_practice_reply_page (request->message, SOUP_STATUS_BAD_REQUEST, html);
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

static void
send_answer (const Authorization *authorization,
             GPtrArray           *pairs,
             gboolean             in_fragment)
{
  g_autofree char *target = redirect_target (authorization->redirect_uri);
  const char *query_mark = strchr (target, '?') != NULL ? "&" : "?";
  g_autoptr(LkSecret) text = join_pairs (pairs);
  g_autoptr(LkSecret) location = g_strconcat (target, in_fragment ? "#" : query_mark, text, NULL);

  lk_practice_reply_redirect (authorization->request->message, SOUP_STATUS_SEE_OTHER, location);
}

/**
 * lk_practice_authorize_send_error:
 * @authorization: a valid authorization request
 * @error: an error code of RFC 6749 section 4.1.2.1
 * @description: (nullable): the error's description
 * @uri: (nullable): the error's URI
 * @in_fragment: whether it goes into the fragment of the redirect, where an implicit answer belongs, or into the query
 *
 * Answers with a redirect that reports an error.
 */
void
lk_practice_authorize_send_error (const LkPracticeAuthorization *authorization,
                                  const char                    *error,
                                  const char                    *description,
                                  const char                    *uri,
                                  gboolean                       in_fragment)
{
  g_autoptr(GPtrArray) pairs = g_ptr_array_new_with_free_func (g_free);

  add_pair (pairs, "error", error);
  add_pair (pairs, "error_description", description);
  add_pair (pairs, "error_uri", uri);
  add_pair (pairs, "state", authorization->state);
  send_answer (authorization, pairs, in_fragment);
}

static void
add_token (Authorization *authorization,
           GPtrArray     *pairs)
{
  LkPractice *practice = authorization->request->practice;
  g_autofree char *scope = g_strjoinv (" ", authorization->scopes);
  g_autofree char *lifetime = g_strdup_printf ("%d", practice->token_lifetime);
  LkPracticeToken *token;

  token = lk_practice_store_add_token (practice->store,
                                       authorization->client,
                                       lk_practice_store_new_grant (practice->store),
                                       (const char *const *) authorization->scopes,
                                       FALSE,
                                       practice->token_lifetime);
  add_pair (pairs, "access_token", token->access);
  add_pair (pairs, "token_type", "Bearer");
  add_pair (pairs, "scope", scope);
  add_pair (pairs, "expires_in", practice->token_lifetime >= 0 ? lifetime : NULL);
}

static void
allow (Authorization *authorization)
{
  LkPracticeRequest *request = authorization->request;
  g_autoptr(GPtrArray) pairs = g_ptr_array_new_with_free_func ((GDestroyNotify) lk_secret_free);

  request->authorization = authorization;
  if (lk_practice_strike (request, LK_PRACTICE_POINT_ALLOW))
    return;

  if (authorization->implicit)
    {
      add_token (authorization, pairs);
    }
  else
    {
      LkPracticeCode *code = lk_practice_store_add_code (request->practice->store,
                                                         authorization->client,
                                                         authorization->redirect_uri,
                                                         (const char *const *) authorization->scopes,
                                                         authorization->challenge);

      add_pair (pairs, "code", code->text);
    }
  add_pair (pairs, "state", authorization->state);
  send_answer (authorization, pairs, authorization->implicit);
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
      lk_practice_authorize_show_problem (request, LK_PRACTICE_PROBLEM_PARAMETERS);
      return FALSE;
    }

  /* The integrated host names the account by itself; the legacy one has to be told. */
  if (subdomain != NULL ? strcmp (subdomain, LK_PRACTICE_SUBDOMAIN) != 0 : legacy)
    {
      lk_practice_authorize_show_problem (request, LK_PRACTICE_PROBLEM_SUBDOMAIN);
      return FALSE;
    }

  authorization->client = lk_practice_store_find_client (request->practice->store,
                                                         lk_practice_params_get (query, "client_id"));
  if (authorization->client == NULL)
    {
      lk_practice_authorize_show_problem (request, LK_PRACTICE_PROBLEM_CLIENT);
      return FALSE;
    }

  if (redirect_uri == NULL && g_strv_length (authorization->client->redirect_uris) == 1)
    redirect_uri = authorization->client->redirect_uris[0];
  if (redirect_uri == NULL ||
      !g_strv_contains ((const char *const *) authorization->client->redirect_uris, redirect_uri))
    {
      lk_practice_authorize_show_problem (request, LK_PRACTICE_PROBLEM_REDIRECT_URI);
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
      lk_practice_authorize_send_error (authorization,
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
      lk_practice_authorize_send_error (authorization, "invalid_scope", NULL, NULL, authorization->implicit);
      return FALSE;
    }

  if (challenge != NULL ? g_strcmp0 (method, "S256") != 0 || !is_challenge (challenge) : method != NULL)
    {
      lk_practice_authorize_send_error (authorization,
                                        "invalid_request",
                                        "The code challenge must be S256.",
                                        NULL,
                                        authorization->implicit);
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
      lk_practice_authorize_send_error (authorization,
                                        "access_denied",
                                        "The resource owner denied the request.",
                                        NULL,
                                        authorization->implicit);
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

  if (!is_post && lk_practice_strike (request, LK_PRACTICE_POINT_PAGE))
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

  request->authorization = NULL;
  g_strfreev (authorization.scopes);
}
