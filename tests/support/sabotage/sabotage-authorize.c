/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Faults of the sign-in page and of the redirect it ends in (SECURITY.md A2, A4, A6-A8, A10, A11, F3). */
#include "config.h"

#include "sabotage-tables.h"

#include <string.h>

#include "lk-practice-oauth.h"
#include "lk-practice-reply.h"
#include "lk-secret.h"

/* Clients refuse longer header lines than this; a longer redirect is made by a page. */
#define MAX_LOCATION 32768
#define AUTHORIZE_PATH "/authorizations/new"
#define ERROR_PAGE "<!DOCTYPE html><html><head><title>Something went wrong</title></head><body>" \
                   "<h1>Something went wrong</h1><p>Please try again later.</p></body></html>"

void
sabotage_redirect_free (SabotageRedirect *self)
{
  if (self == NULL)
    return;

  g_free (self->target);
  g_ptr_array_unref (self->pairs);
  g_free (self);
}

static guint
find_pair (SabotageRedirect *self,
           const char       *name)
{
  g_autofree char *prefix = g_strconcat (name, "=", NULL);

  for (guint i = 0; i < self->pairs->len; i++)
    {
      if (g_str_has_prefix (g_ptr_array_index (self->pairs, i), prefix))
        return i;
    }

  return G_MAXUINT;
}

SabotageRedirect *
sabotage_redirect_read (LkPracticeRequest *request)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (request->message);
  const char *location = soup_message_headers_get_one (headers, "Location");
  const char *mark = location != NULL ? strpbrk (location, "?#") : NULL;
  g_autoptr(SabotageRedirect) self = NULL;
  g_auto(GStrv) words = NULL;

  if (!g_str_has_suffix (request->path, AUTHORIZE_PATH) || mark == NULL || *location == '/')
    return NULL;

  self = g_new0 (SabotageRedirect, 1);
  self->target = g_strndup (location, (gsize) (mark - location));
  self->mark = *mark;
  self->pairs = g_ptr_array_new_with_free_func (g_free);
  words = g_strsplit (mark + 1, "&", -1);
  for (guint i = 0; words[i] != NULL; i++)
    g_ptr_array_add (self->pairs, g_strdup (words[i]));

  if (find_pair (self, "code") == G_MAXUINT && find_pair (self, "access_token") == G_MAXUINT)
    return NULL;

  return g_steal_pointer (&self);
}

void
sabotage_redirect_add (SabotageRedirect *self,
                       const char       *name,
                       const char       *value)
{
  g_autofree char *escaped = value != NULL ? g_uri_escape_string (value, NULL, FALSE) : NULL;

  if (escaped != NULL)
    g_ptr_array_add (self->pairs, g_strconcat (name, "=", escaped, NULL));
}

gboolean
sabotage_redirect_remove (SabotageRedirect *self,
                          const char       *name)
{
  guint at = find_pair (self, name);

  if (at != G_MAXUINT)
    g_ptr_array_remove_index (self->pairs, at);

  return at != G_MAXUINT;
}

char *
sabotage_redirect_join (SabotageRedirect *self)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < self->pairs->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? "&" : "", (char *) g_ptr_array_index (self->pairs, i));

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
send_location (LkPracticeRequest *request,
               const char        *location)
{
  if (strlen (location) > MAX_LOCATION)
    {
      g_autofree char *escaped = g_markup_escape_text (location, -1);
      g_autofree char *html = g_strdup_printf ("<!DOCTYPE html><html><head><title>One moment</title>"
                                               "<meta http-equiv=\"refresh\" content=\"0; url=%s\"></head>"
                                               "<body><h1>…</h1></body></html>",
                                               escaped);

      soup_message_headers_remove (soup_server_message_get_response_headers (request->message), "Location");
      lk_practice_reply_page (request->message, SOUP_STATUS_OK, html);
      return;
    }

  lk_practice_reply_redirect (request->message, SOUP_STATUS_SEE_OTHER, location);
}

void
sabotage_redirect_send (SabotageRedirect  *self,
                        LkPracticeRequest *request)
{
  g_autofree char *text = sabotage_redirect_join (self);
  g_autofree char *location = g_strdup_printf ("%s%c%s", self->target, self->mark, text);

  send_location (request, location);
}

static LkPracticeOutcome
apply_silence (LkPracticeRequest     *request,
               const LkPracticeFault *fault)
{
  lk_practice_reply_silence (request->message);

  return LK_PRACTICE_OUTCOME_ANSWERED;
}

static LkPracticeOutcome
apply_raw (LkPracticeRequest     *request,
           const LkPracticeFault *fault)
{
  lk_practice_reply_raw (request->message, fault->body);

  return LK_PRACTICE_OUTCOME_ANSWERED;
}

/* `detail` is the error, `type` its description, `body` its link. */
static LkPracticeOutcome
apply_error (LkPracticeRequest     *request,
             const LkPracticeFault *fault)
{
  lk_practice_authorize_send_error (request->authorization,
                                    fault->detail,
                                    fault->type,
                                    fault->body,
                                    request->authorization->implicit);

  return LK_PRACTICE_OUTCOME_ANSWERED;
}

static LkPracticeOutcome
apply_pkce_refused (LkPracticeRequest     *request,
                    const LkPracticeFault *fault)
{
  return request->authorization->challenge != NULL ? apply_error (request, fault) : LK_PRACTICE_OUTCOME_SKIPPED;
}

static LkPracticeOutcome
apply_frame (LkPracticeRequest     *request,
             const LkPracticeFault *fault)
{
  g_autoptr(GBytes) bytes = soup_message_body_flatten (soup_server_message_get_response_body (request->message));
  gsize length;
  const char *body = g_bytes_get_data (bytes, &length);
  g_autofree char *location = NULL;
  g_autofree char *html = NULL;

  /* The page that asks for consent. */
  if (!g_str_has_suffix (request->path, AUTHORIZE_PATH) || length == 0 ||
      g_strstr_len (body, (gssize) length, "form_key") == NULL)
    return LK_PRACTICE_OUTCOME_SKIPPED;

  location = g_strconcat (lk_practice_params_get (request->query, "redirect_uri"),
                          g_strcmp0 (lk_practice_params_get (request->query, "response_type"), "token") == 0
                          ? "/#access_token=forged&amp;token_type=Bearer" : "/?code=forged",
                          NULL);
  html = g_strdup_printf ("<!DOCTYPE html><html><head><title>Welcome</title></head><body>"
                          "<h1>Welcome</h1><iframe title=\"Welcome\" src=\"%s\"></iframe></body></html>",
                          location);
  /* Without a content security policy, which would stop the frame. */
  soup_message_headers_remove (soup_server_message_get_response_headers (request->message), "Content-Security-Policy");
  lk_practice_reply_text (request->message, SOUP_STATUS_OK, "text/html; charset=utf-8", html, -1);

  return LK_PRACTICE_OUTCOME_ANSWERED;
}

/* `detail` is the target in place of the right one; a leading "/" is added to it instead, "@" is the other origin. */
static LkPracticeOutcome
apply_target (LkPracticeRequest     *request,
              const LkPracticeFault *fault)
{
  g_autoptr(SabotageRedirect) redirect = sabotage_redirect_read (request);
  g_autofree char *right = NULL;

  if (redirect == NULL)
    return LK_PRACTICE_OUTCOME_SKIPPED;

  right = g_steal_pointer (&redirect->target);
  if (*fault->detail == '/')
    redirect->target = g_strconcat (right, fault->detail + (g_str_has_suffix (right, "/") ? 1 : 0), NULL);
  else if (*fault->detail == '@')
    redirect->target = g_strconcat (request->practice->foreign_origin, fault->detail + 1, NULL);
  else
    redirect->target = g_strdup (fault->detail);
  sabotage_redirect_send (redirect, request);

  return LK_PRACTICE_OUTCOME_APPLIED;
}

/* Replaces the parameter `detail` by the encoded pair `body`; either may be NULL. */
static LkPracticeOutcome
apply_pair (LkPracticeRequest     *request,
            const LkPracticeFault *fault)
{
  g_autoptr(SabotageRedirect) redirect = sabotage_redirect_read (request);

  if (redirect == NULL)
    return LK_PRACTICE_OUTCOME_SKIPPED;

  if (fault->detail != NULL)
    sabotage_redirect_remove (redirect, fault->detail);
  if (fault->body != NULL)
    g_ptr_array_add (redirect->pairs, g_strdup (fault->body));
  sabotage_redirect_send (redirect, request);

  return LK_PRACTICE_OUTCOME_APPLIED;
}

static LkPracticeOutcome
apply_state_wrong (LkPracticeRequest     *request,
                   const LkPracticeFault *fault)
{
  g_autoptr(SabotageRedirect) redirect = sabotage_redirect_read (request);
  g_autofree char *other = lk_random_token (32);

  if (redirect == NULL)
    return LK_PRACTICE_OUTCOME_SKIPPED;

  sabotage_redirect_remove (redirect, "state");
  sabotage_redirect_add (redirect, "state", other);
  sabotage_redirect_send (redirect, request);

  return LK_PRACTICE_OUTCOME_APPLIED;
}

static LkPracticeOutcome
apply_state_doubled (LkPracticeRequest     *request,
                     const LkPracticeFault *fault)
{
  g_autoptr(SabotageRedirect) redirect = sabotage_redirect_read (request);

  if (redirect == NULL)
    return LK_PRACTICE_OUTCOME_SKIPPED;

  sabotage_redirect_add (redirect, "state", lk_practice_params_get (request->query, "state"));
  sabotage_redirect_send (redirect, request);

  return LK_PRACTICE_OUTCOME_APPLIED;
}

/* Without the code or token, or with a second one. */
static LkPracticeOutcome
apply_credential (LkPracticeRequest     *request,
                  const LkPracticeFault *fault)
{
  g_autoptr(SabotageRedirect) redirect = sabotage_redirect_read (request);
  const char *name;

  if (redirect == NULL)
    return LK_PRACTICE_OUTCOME_SKIPPED;

  name = find_pair (redirect, "code") != G_MAXUINT ? "code" : "access_token";
  if (fault->body != NULL)
    sabotage_redirect_add (redirect, name, fault->body);
  else
    sabotage_redirect_remove (redirect, name);
  sabotage_redirect_send (redirect, request);

  return LK_PRACTICE_OUTCOME_APPLIED;
}

static LkPracticeOutcome
apply_misplaced (LkPracticeRequest     *request,
                 const LkPracticeFault *fault)
{
  g_autoptr(SabotageRedirect) redirect = sabotage_redirect_read (request);

  if (redirect == NULL)
    return LK_PRACTICE_OUTCOME_SKIPPED;

  redirect->mark = redirect->mark == '?' ? '#' : '?';
  sabotage_redirect_send (redirect, request);

  return LK_PRACTICE_OUTCOME_APPLIED;
}

static LkPracticeOutcome
apply_in_both (LkPracticeRequest     *request,
               const LkPracticeFault *fault)
{
  g_autoptr(SabotageRedirect) redirect = sabotage_redirect_read (request);
  g_autofree char *text = NULL;
  g_autofree char *location = NULL;

  if (redirect == NULL)
    return LK_PRACTICE_OUTCOME_SKIPPED;

  text = sabotage_redirect_join (redirect);
  location = g_strconcat (redirect->target, "?", text, "#", text, NULL);
  send_location (request, location);

  return LK_PRACTICE_OUTCOME_APPLIED;
}

/* Another order, another way to write a space, unknown names: all of it allowed. */
static LkPracticeOutcome
apply_odd_order (LkPracticeRequest     *request,
                 const LkPracticeFault *fault)
{
  g_autoptr(SabotageRedirect) redirect = sabotage_redirect_read (request);
  g_autoptr(GPtrArray) reversed = g_ptr_array_new_with_free_func (g_free);

  if (redirect == NULL)
    return LK_PRACTICE_OUTCOME_SKIPPED;

  sabotage_redirect_add (redirect, "iss", request->practice->origin);
  for (guint i = redirect->pairs->len; i > 0; i--)
    {
      g_auto(GStrv) words = g_strsplit (g_ptr_array_index (redirect->pairs, i - 1), "%20", -1);

      g_ptr_array_add (reversed, g_strjoinv ("+", words));
    }
  g_ptr_array_add (reversed, g_strdup ("weather=fair"));
  g_ptr_array_unref (redirect->pairs);
  redirect->pairs = g_steal_pointer (&reversed);
  sabotage_redirect_send (redirect, request);

  return LK_PRACTICE_OUTCOME_APPLIED;
}

static LkPracticeOutcome
apply_refresh_token (LkPracticeRequest     *request,
                     const LkPracticeFault *fault)
{
  g_autoptr(SabotageRedirect) redirect = sabotage_redirect_read (request);

  if (redirect == NULL || find_pair (redirect, "access_token") == G_MAXUINT)
    return LK_PRACTICE_OUTCOME_SKIPPED;

  sabotage_redirect_add (redirect, "refresh_token", "refresh-token-that-must-not-be-kept");
  sabotage_redirect_send (redirect, request);

  return LK_PRACTICE_OUTCOME_APPLIED;
}

#define ROW(name, title, point, apply, status, type, body, detail) \
  { name, "authorize", title, NULL, NULL, NULL, FALSE, LK_PRACTICE_POINT_##point, apply, status, type, body, detail }
#define ANSWER(name, title, apply, body, detail) ROW (name, title, ANSWER, apply, 0, NULL, body, detail)
#define ERROR(name, title, apply, error, description, uri) ROW (name, title, ALLOW, apply, 0, description, uri, error)

static const LkPracticeFault faults[] = {
  ANSWER ("state-wrong", "Answer with another state", apply_state_wrong, NULL, NULL),
  ANSWER ("state-missing", "Answer without a state", apply_pair, NULL, "state"),
  ANSWER ("state-empty", "Answer with an empty state", apply_pair, "state=", "state"),
  ANSWER ("state-doubled", "Answer with the state twice", apply_state_doubled, NULL, NULL),
  ANSWER ("issuer-wrong", "Answer in another issuer's name", apply_pair, "iss=https%3A%2F%2Fissuer.invalid", NULL),
  ANSWER ("answer-misplaced", "Swap query and fragment", apply_misplaced, NULL, NULL),
  ANSWER ("answer-with-error", "Answer with an error and a code or token", apply_pair, "error=access_denied", NULL),
  ANSWER ("answer-empty", "Answer with neither token, code nor error", apply_credential, NULL, NULL),
  ANSWER ("answer-doubled", "Answer with the token or code twice", apply_credential, "the-second-of-two", NULL),
  ANSWER ("answer-in-both", "Answer in the query and in the fragment at once", apply_in_both, NULL, NULL),
  ANSWER ("answer-odd-order", "Answer in another order, with unknown parameters", apply_odd_order, NULL, NULL),
  ANSWER ("answer-with-refresh", "Add a refresh token to an implicit answer", apply_refresh_token, NULL, NULL),
  ANSWER ("answer-bad-utf8", "Answer with bytes that are not UTF-8", apply_pair, "note=%FF%FE", NULL),
  ERROR ("error-markup", "Answer with an error whose description holds markup", apply_error, "invalid_request",
         "<b>Bold</b> & %s%n \xe2\x80\xae" "desrever", NULL),
  ERROR ("error-script-uri", "Answer with an error that links to a script", apply_error, "invalid_request",
         "See the link", "javascript:alert(1)"),
  ERROR ("error-server", "Answer with server_error", apply_error, "server_error", NULL, NULL),
  ERROR ("pkce-refused", "Refuse PKCE", apply_pkce_refused, "invalid_request", "code_challenge is not supported", NULL),
  ANSWER ("redirect-lookalike", "Redirect to an address that looks like the right one", apply_target, NULL,
          "http://localhost.evil.invalid:8080/"),
  ANSWER ("redirect-other-port", "Redirect to another port", apply_target, NULL, "@/elsewhere"),
  ANSWER ("redirect-other-path", "Redirect to another path", apply_target, NULL, "/other"),
  ANSWER ("redirect-script", "Redirect to a script", apply_target, NULL, "javascript:document.title='script'//"),
  ANSWER ("redirect-file", "Redirect to a file", apply_target, NULL, "file:///etc/hostname"),
  ANSWER ("answer-in-frame", "Answer from a frame inside the page, with a forged token", apply_frame, NULL, NULL),
  ROW ("page-500", "Answer 500 to the sign-in page", PAGE, sabotage_apply_reply, 500, "text/html; charset=utf-8",
       ERROR_PAGE, NULL),
  ROW ("page-403-empty", "Refuse the sign-in page without a body", PAGE, sabotage_apply_reply, 403, NULL, "", NULL),
  ROW ("page-silence", "Never show the sign-in page", PAGE, apply_silence, 0, NULL, NULL, NULL),
  ROW ("page-dropped", "Cut the connection of the sign-in page", PAGE, apply_raw, 0, NULL, "", NULL),
};

const LkPracticeFault *
sabotage_authorize_faults (guint *n_faults)
{
  *n_faults = G_N_ELEMENTS (faults);

  return faults;
}
