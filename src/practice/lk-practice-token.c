/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "lk-practice-oauth.h"

#include "lk-practice-reply.h"
#include "lk-secret.h"

#define FORM_TYPE "application/x-www-form-urlencoded"
typedef struct
{
  LkPracticeRequest *request;
  LkPracticeParams  *form;
  LkPracticeClient  *client;          /* whom the request names; NULL until it is known */
  gboolean           with_secret;     /* and whether it proved it by the secret */
} Call;

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
               const char *name,
               const char *value)
{
  if (value != NULL)
    g_string_append_printf (json, "%s\"%s\":\"%s\"", json->len > 1 ? "," : "", name, value);
}

/* Answers with a token. Its parts are random tokens of ours and registered scopes: nothing needs escaping. */
static void
reply_token (Call            *call,
             LkPracticeToken *token)
{
  LkPractice *practice = call->request->practice;
  g_autofree char *scope = g_strjoinv (" ", token->scopes);
  g_autoptr(GString) json = g_string_new ("{");

  append_member (json, "access_token", token->access);
  append_member (json, "token_type", "Bearer");
  append_member (json, "refresh_token", token->refresh);
  append_member (json, "scope", scope);
  if (practice->token_lifetime >= 0)
    g_string_append_printf (json, ",\"expires_in\":%d", practice->token_lifetime);
  g_string_append_c (json, '}');

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
  reply_token (call, token);
}

static void
refresh (Call *call)
{
  LkPractice *practice = call->request->practice;
  const char *refresh_token = lk_practice_params_get (call->form, "refresh_token");
  LkPracticeToken *old = lk_practice_store_find_refresh_token (practice->store, refresh_token);
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
                                       TRUE,
                                       practice->token_lifetime);
  token->with_secret = call->with_secret;
  old->refresh_used = TRUE;
  /* The new access token stands in for the old one. */
  old->revoked = TRUE;

  reply_token (call, token);
}

static void
give_client_credentials (Call *call)
{
  LkPractice *practice = call->request->practice;
  g_auto(GStrv) scopes = NULL;
  LkPracticeToken *token;

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
  reply_token (call, token);
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

/* A code that is refused by an armed fault is spent as one that is refused for a reason. */
static void
spend_code (Call *call)
{
  LkPracticeCode *code = lk_practice_store_find_code (call->request->practice->store,
                                                      lk_practice_params_get (call->form, "code"));

  if (code != NULL)
    code->used = TRUE;
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
  LkPracticeParams *form;
  Call call = { .request = request };
  const char *grant;

  if (strcmp (request->method, SOUP_METHOD_POST) != 0)
    {
      lk_practice_reply_method (request->message, "POST");
      return;
    }

  if (lk_practice_strike (request, LK_PRACTICE_POINT_SERVICE))
    return;

  form = request->form = lk_practice_params_new (request->body, request->body_length);
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
  if (!authenticate (&call))
    return;

  request->client = call.client;
  if (lk_practice_strike (request, LK_PRACTICE_POINT_TOKEN))
    spend_code (&call);
  else if (g_strcmp0 (grant, "authorization_code") == 0)
    redeem_code (&call);
  else if (g_strcmp0 (grant, "refresh_token") == 0)
    refresh (&call);
  else if (g_strcmp0 (grant, "client_credentials") == 0)
    give_client_credentials (&call);
  else
    reply_error (&call, SOUP_STATUS_BAD_REQUEST, grant == NULL ? "invalid_request" : "unsupported_grant_type");
}
