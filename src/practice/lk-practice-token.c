/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "lk-practice-oauth.h"

#include "lk-practice-mishaps.h"
#include "lk-practice-reply.h"
#include "lk-practice-spoil.h"
#include "lk-secret.h"

#define FORM_TYPE "application/x-www-form-urlencoded"
#define SUPPORT_TEXT \
  "The provided access grant is invalid, expired, or revoked (e.g. invalid assertion, expired authorization token, " \
  "bad end-user password credentials, or mismatching authorization code and redirection URI)."

typedef struct
{
  LkPracticeRequest *request;
  LkPracticeParams  *form;
  LkPracticeClient  *client;          /* whom the request names; NULL until it is known */
  gboolean           with_secret;     /* and whether it proved it by the secret */
} Call;

/* Errors on request, with the grant they befall; NULL befalls any. */
static const struct
{
  const char *fault;
  const char *grant;
  guint       status;
  const char *body;
} error_faults[] = {
  { "code-expired", "authorization_code", 400, "{\"error\":\"invalid_grant\"}" },
  { "redirect-mismatch", "authorization_code", 400, "{\"error\":\"invalid_grant\"}" },
  { "refresh-used", "refresh_token", 400, "{\"error\":\"invalid_grant\"}" },
  { "client-mismatch", NULL, 401, "{\"error\":\"invalid_client\"}" },
  { "support-endpoint", NULL, 400, "{\"error\":\"invalid_grant\",\"error_description\":\"" SUPPORT_TEXT "\"}" },
  { "scope-refused", NULL, 400, "{\"error\":\"invalid_scope\"}" },
  { "grant-refused", NULL, 400, "{\"error\":\"unauthorized_client\"}" },
  { "error-unknown", NULL, 400, "{\"error\":\"out_of_tea\",\"error_description\":\"<b>No</b> tea %s%n left\"}" },
  { "error-object", NULL, 400, "{\"error\":{\"type\":\"BadRequest\",\"message\":\"Something is missing\"}}" },
  { "error-with-200", NULL, 200, "{\"error\":\"invalid_grant\",\"error_description\":\"Not this time\"}" },
};

static void
reply_error (Call       *call,
             guint       status,
             const char *error)
{
  g_autofree char *body = g_strdup_printf ("{\"error\":\"%s\"}", error);
  SoupServerMessage *message = call->request->message;

  if (status == SOUP_STATUS_UNAUTHORIZED)
    soup_message_headers_replace (soup_server_message_get_response_headers (message),
                                  "WWW-Authenticate",
                                  "Basic realm=\"practice\"");
  lk_practice_reply_json (message, status, body);
}

/* Reads `Authorization: Basic` as RFC 6749 section 2.3.1 has it: both halves form-encoded, then base64. */
static gboolean
read_basic (const char  *header,
            char       **id,
            LkSecret   **secret)
{
  g_autofree guchar *decoded = NULL;
  g_autofree char *text = NULL;
  g_autoptr(LkPracticeParams) params = NULL;
  gsize length = 0;
  char *colon;

  if (g_ascii_strncasecmp (header, "Basic ", strlen ("Basic ")) != 0)
    return FALSE;

  decoded = g_base64_decode (header + strlen ("Basic "), &length);
  text = g_strndup ((const char *) decoded, length);
  lk_secret_wipe (decoded, length);
  colon = strchr (text, ':');
  if (colon != NULL)
    {
      /* The halves are decoded by the reader of forms, each as a value of its own. */
      g_autoptr(LkSecret) as_form = NULL;

      *colon = '\0';
      as_form = g_strdup_printf ("id=%s&secret=%s", text, colon + 1);
      params = lk_practice_params_new (as_form, strlen (as_form));
      lk_secret_wipe (text, strlen (text) + 1 + strlen (colon + 1));
    }

  if (params == NULL || lk_practice_params_is_malformed (params))
    return FALSE;

  *id = g_strdup (lk_practice_params_get (params, "id"));
  *secret = g_strdup (lk_practice_params_get (params, "secret"));

  return *id != NULL && *secret != NULL;
}

/* Finds out who calls. Replies by itself and answers FALSE when that cannot be, or is claimed in two ways (RFC 6749
 * section 2.3). */
static gboolean
authenticate (Call *call)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (call->request->message);
  const char *header = soup_message_headers_get_one (headers, "Authorization");
  const char *form_id = lk_practice_params_get (call->form, "client_id");
  const char *form_secret = lk_practice_params_get (call->form, "client_secret");
  g_autofree char *id = NULL;
  g_autoptr(LkSecret) secret = NULL;

  if (header != NULL && form_secret != NULL)
    {
      reply_error (call, SOUP_STATUS_BAD_REQUEST, "invalid_request");
      return FALSE;
    }

  if (header == NULL)
    {
      id = g_strdup (form_id);
      secret = g_strdup (form_secret);
    }
  else if (!read_basic (header, &id, &secret) || (form_id != NULL && strcmp (form_id, id) != 0))
    {
      reply_error (call, SOUP_STATUS_UNAUTHORIZED, "invalid_client");
      return FALSE;
    }

  call->client = lk_practice_store_find_client (call->request->practice->store, id);
  call->with_secret = call->client != NULL && secret != NULL && lk_secret_equal (secret, call->client->secret);
  if (call->client == NULL || (secret != NULL && !call->with_secret))
    {
      reply_error (call, SOUP_STATUS_UNAUTHORIZED, "invalid_client");
      return FALSE;
    }

  return TRUE;
}

/* The scopes to grant: those asked for if they lie within `allowed`, all of `allowed` if none are named; NULL is too
 * much. */
static char **
choose_scopes (Call              *call,
               const char *const *allowed)
{
  const char *asked = lk_practice_params_get (call->form, "scope");
  g_auto(GStrv) words = lk_practice_split_words (asked);

  if (asked == NULL)
    return g_strdupv ((char **) allowed);

  if (!lk_practice_words_within ((const char *const *) words, allowed))
    return NULL;

  return g_steal_pointer (&words);
}

static void
append_member (GString    *json,
               GString    *form,
               const char *name,
               const char *json_value)
{
  if (json_value == NULL)
    return;

  g_string_append_printf (json, "%s\"%s\":%s", json->len > 1 ? "," : "", name, json_value);

  /* The same as a form: what the service never sends, but servers elsewhere do. */
  if (*json_value == '"')
    {
      g_autofree char *inner = g_strndup (json_value + 1, strlen (json_value) - 2);
      g_autofree char *escaped = g_uri_escape_string (inner, NULL, FALSE);

      g_string_append_printf (form, "%s%s=%s", form->len > 0 ? "&" : "", name, escaped);
    }
  else
    {
      g_string_append_printf (form, "%s%s=%s", form->len > 0 ? "&" : "", name, json_value);
    }
}

static char *
quote (const char *plain)
{
  return plain != NULL ? g_strdup_printf ("\"%s\"", plain) : NULL;
}

/* Answers with a token; its parts are our own random tokens and registered scopes: nothing needs escaping. */
static void
reply_token (Call            *call,
             LkPracticeToken *token,
             const char      *refresh)
{
  LkPractice *practice = call->request->practice;
  g_autofree char *scope_text = g_strjoinv (" ", token->scopes);
  g_autofree char *access = quote (token->access);
  g_autofree char *type = g_strdup ("\"Bearer\"");
  g_autofree char *refresh_value = quote (refresh);
  g_autofree char *scope = quote (scope_text);
  g_autofree char *expires = practice->token_lifetime >= 0 ? g_strdup_printf ("%d", practice->token_lifetime) : NULL;
  g_autoptr(GString) json = g_string_new ("{");
  g_autoptr(GString) form = g_string_new (NULL);

  lk_practice_spoil (practice->faults, "access_token", LK_PRACTICE_FORM_JSON, &access);
  lk_practice_spoil (practice->faults, "token_type", LK_PRACTICE_FORM_JSON, &type);
  lk_practice_spoil (practice->faults, "expires_in", LK_PRACTICE_FORM_JSON, &expires);
  lk_practice_spoil (practice->faults, "scope", LK_PRACTICE_FORM_JSON, &scope);

  append_member (json, form, "access_token", access);
  append_member (json, form, "token_type", type);
  append_member (json, form, "refresh_token", refresh_value);
  append_member (json, form, "scope", scope);
  append_member (json, form, "expires_in", expires);
  g_string_append_c (json, '}');

  if (lk_practice_faults_take (practice->faults, "token-form"))
    lk_practice_reply_text (call->request->message, SOUP_STATUS_OK, FORM_TYPE, form->str, -1);
  else
    lk_practice_reply_json (call->request->message, SOUP_STATUS_OK, json->str);
}

static gboolean
verifier_fits (LkPracticeCode *code,
               const char     *verifier)
{
  g_autoptr(GChecksum) checksum = NULL;
  g_autofree char *challenge = NULL;
  guint8 digest[32];
  gsize length = sizeof digest;

  /* A verifier where no challenge was sent is a downgraded request (RFC 9700 section 4.8.2). */
  if (code->challenge == NULL || verifier == NULL)
    return code->challenge == NULL && verifier == NULL;

  checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_checksum_update (checksum, (const guchar *) verifier, (gssize) strlen (verifier));
  g_checksum_get_digest (checksum, digest, &length);
  challenge = lk_base64url_encode (digest, length);

  return lk_secret_equal (challenge, code->challenge);
}

static void
redeem_code (Call *call)
{
  LkPractice *practice = call->request->practice;
  LkPracticeCode *code = lk_practice_store_find_code (practice->store, lk_practice_params_get (call->form, "code"));
  const char *redirect_uri = lk_practice_params_get (call->form, "redirect_uri");
  const char *verifier = lk_practice_params_get (call->form, "code_verifier");
  g_auto(GStrv) scopes = NULL;
  LkPracticeToken *token;

  if (code == NULL || code->client != call->client)
    {
      reply_error (call, SOUP_STATUS_BAD_REQUEST, "invalid_grant");
      return;
    }

  /* Whoever has no secret to show must have shown a challenge; whoever is confidential must show the secret. */
  if (!call->with_secret && (call->client->confidential || code->challenge == NULL))
    {
      reply_error (call, SOUP_STATUS_UNAUTHORIZED, "invalid_client");
      return;
    }

  if (code->used)
    {
      lk_practice_store_revoke_grant (practice->store, code->grant);
      reply_error (call, SOUP_STATUS_BAD_REQUEST, "invalid_grant");
      return;
    }

  code->used = TRUE;
  if (lk_practice_code_is_expired (code) || g_strcmp0 (redirect_uri, code->redirect_uri) != 0 ||
      !verifier_fits (code, verifier))
    {
      reply_error (call, SOUP_STATUS_BAD_REQUEST, "invalid_grant");
      return;
    }

  scopes = choose_scopes (call, (const char *const *) code->scopes);
  if (scopes == NULL)
    {
      reply_error (call, SOUP_STATUS_BAD_REQUEST, "invalid_scope");
      return;
    }

  token = lk_practice_store_add_token (practice->store,
                                       call->client,
                                       code->grant,
                                       (const char *const *) scopes,
                                       TRUE,
                                       practice->token_lifetime);
  token->with_secret = call->with_secret;
  reply_token (call, token, token->refresh);
}

static void
refresh (Call *call)
{
  LkPractice *practice = call->request->practice;
  const char *refresh_token = lk_practice_params_get (call->form, "refresh_token");
  LkPracticeToken *old = lk_practice_store_find_refresh_token (practice->store, refresh_token);
  gboolean same = lk_practice_faults_take (practice->faults, "refresh-same");
  gboolean none = !same && lk_practice_faults_take (practice->faults, "refresh-none");
  g_auto(GStrv) scopes = NULL;
  LkPracticeToken *token;

  if (old == NULL || old->client != call->client)
    {
      reply_error (call, SOUP_STATUS_BAD_REQUEST, "invalid_grant");
      return;
    }

  if (!call->with_secret && (old->with_secret || call->client->confidential))
    {
      reply_error (call, SOUP_STATUS_UNAUTHORIZED, "invalid_client");
      return;
    }

  if (old->refresh_used)
    lk_practice_store_revoke_grant (practice->store, old->grant);
  if (old->refresh_used || old->revoked)
    {
      reply_error (call, SOUP_STATUS_BAD_REQUEST, "invalid_grant");
      return;
    }

  scopes = choose_scopes (call, (const char *const *) old->scopes);
  if (scopes == NULL)
    {
      reply_error (call, SOUP_STATUS_BAD_REQUEST, "invalid_scope");
      return;
    }

  token = lk_practice_store_add_token (practice->store,
                                       call->client,
                                       old->grant,
                                       (const char *const *) scopes,
                                       !same && !none,
                                       practice->token_lifetime);
  token->with_secret = call->with_secret;
  if (token->refresh == NULL)
    token->refresh = g_strdup (refresh_token);
  else
    old->refresh_used = TRUE;
  /* The new access token stands in for the old one. */
  old->revoked = TRUE;

  reply_token (call, token, none ? NULL : token->refresh);
}

static void
give_client_credentials (Call *call)
{
  LkPractice *practice = call->request->practice;
  g_auto(GStrv) scopes = NULL;
  g_autoptr(LkSecret) unasked = NULL;
  LkPracticeToken *token;

  /* The person who re-saves the client in the dashboard does so between two requests. */
  if (lk_practice_faults_take (practice->faults, "client-resaved"))
    call->client->confidential = FALSE;

  if (!call->with_secret || !call->client->confidential)
    {
      reply_error (call, SOUP_STATUS_UNAUTHORIZED, "invalid_client");
      return;
    }

  scopes = choose_scopes (call, (const char *const *) call->client->scopes);
  if (scopes == NULL)
    {
      reply_error (call, SOUP_STATUS_BAD_REQUEST, "invalid_scope");
      return;
    }

  token = lk_practice_store_add_token (practice->store,
                                       call->client,
                                       lk_practice_store_new_grant (practice->store),
                                       (const char *const *) scopes,
                                       FALSE,
                                       practice->token_lifetime);
  token->with_secret = TRUE;
  if (lk_practice_faults_take (practice->faults, "refresh-unasked"))
    unasked = lk_random_token (32);
  reply_token (call, token, unasked);
}

static gboolean
is_form (LkPracticeRequest *request)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (request->message);

  return g_strcmp0 (soup_message_headers_get_content_type (headers, NULL), FORM_TYPE) == 0;
}

/* A secret in the address would stand in every log on the way (RFC 6749 section 2.3.1). */
static gboolean
has_secret_in_query (LkPracticeRequest *request)
{
  static const char *const secrets[] = { "client_secret", "code", "refresh_token", "code_verifier", "access_token" };

  for (guint i = 0; i < G_N_ELEMENTS (secrets); i++)
    {
      if (lk_practice_params_get (request->query, secrets[i]) != NULL)
        return TRUE;
    }

  return FALSE;
}

/* Errors on request. A code or refresh token that is refused so is used up all the same. */
static gboolean
error_fault (Call       *call,
             const char *grant)
{
  LkPractice *practice = call->request->practice;

  for (guint i = 0; i < G_N_ELEMENTS (error_faults); i++)
    {
      LkPracticeCode *code;

      if (error_faults[i].grant != NULL && g_strcmp0 (error_faults[i].grant, grant) != 0)
        continue;
      if (!lk_practice_faults_take (practice->faults, error_faults[i].fault))
        continue;

      code = lk_practice_store_find_code (practice->store, lk_practice_params_get (call->form, "code"));
      if (code != NULL)
        code->used = TRUE;
      lk_practice_reply_json (call->request->message, error_faults[i].status, error_faults[i].body);
      return TRUE;
    }

  return FALSE;
}

/**
 * lk_practice_token:
 * @request: a request to the token endpoint
 *
 * Answers as zendesk-chat.md section 3 and RFC 6749 have it: POST of a form, each parameter once, the client's secret
 * in the body or in a Basic header but not in both, a code once and within its time, refresh tokens rotating.
 */
void
lk_practice_token (LkPracticeRequest *request)
{
  g_autoptr(LkPracticeParams) form = NULL;
  Call call = { .request = request };
  const char *grant;

  if (strcmp (request->method, SOUP_METHOD_POST) != 0)
    {
      lk_practice_reply_method (request->message, "POST");
      return;
    }

  if (lk_practice_mishap (request))
    return;

  form = lk_practice_params_new (request->body, request->body_length);
  call.form = form;
  if (!is_form (request) ||
      has_secret_in_query (request) ||
      lk_practice_params_is_malformed (form) ||
      lk_practice_params_get_doubled (form) != NULL)
    {
      reply_error (&call, SOUP_STATUS_BAD_REQUEST, "invalid_request");
      return;
    }

  grant = lk_practice_params_get (form, "grant_type");
  if (error_fault (&call, grant) || !authenticate (&call))
    return;

  if (g_strcmp0 (grant, "authorization_code") == 0)
    redeem_code (&call);
  else if (g_strcmp0 (grant, "refresh_token") == 0)
    refresh (&call);
  else if (g_strcmp0 (grant, "client_credentials") == 0)
    give_client_credentials (&call);
  else
    reply_error (&call, SOUP_STATUS_BAD_REQUEST, grant == NULL ? "invalid_request" : "unsupported_grant_type");
}
