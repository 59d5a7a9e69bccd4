/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-practice-store.h"

#include "lk-practice-data.h"
#include "lk-secret.h"

#define CODE_LIFETIME_SECONDS 120
/* What a token lives when the server names no expiry: it shows as `expire_date` alone. */
#define DEFAULT_TOKEN_LIFETIME_SECONDS (90 * 24 * 60 * 60)
#define SECRET_BYTES 32
/* Bounds, so that a server left alone for weeks does not grow. */
#define MAX_SESSIONS 256
#define MAX_CODES 256
#define MAX_TOKENS 2048
#define FIRST_CLIENT_ID 20101
#define FIRST_TOKEN_ID 700001

struct _LkPracticeStore
{
  GPtrArray *clients;      /* owned: of LkPracticeClient; never removed, so pointers to them stay good */
  GPtrArray *sessions;     /* owned: of LkPracticeSession */
  GPtrArray *codes;        /* owned: of LkPracticeCode, oldest first */
  GPtrArray *tokens;       /* owned: of LkPracticeToken, oldest first */
  guint64    last_grant;
  guint64    n_clients;
  guint64    n_tokens;
};

static gint64
now_seconds (void)
{
  return g_get_real_time () / G_USEC_PER_SEC;
}

static void
client_free (gpointer data)
{
  LkPracticeClient *client = data;

  g_free (client->identifier);
  lk_secret_free (client->secret);
  g_free (client->name);
  g_free (client->company);
  g_strfreev (client->redirect_uris);
  g_strfreev (client->scopes);
  g_free (client);
}

static void
session_free (gpointer data)
{
  LkPracticeSession *session = data;

  lk_secret_free (session->cookie);
  lk_secret_free (session->form_key);
  g_free (session);
}

static void
code_free (gpointer data)
{
  LkPracticeCode *code = data;

  lk_secret_free (code->text);
  g_free (code->redirect_uri);
  g_strfreev (code->scopes);
  g_free (code->challenge);
  g_free (code);
}

static void
token_free (gpointer data)
{
  LkPracticeToken *token = data;

  lk_secret_free (token->access);
  lk_secret_free (token->refresh);
  g_strfreev (token->scopes);
  g_free (token);
}

static void
add_bounded (GPtrArray *array,
             gpointer   item,
             guint      max)
{
  if (array->len >= max)
    g_ptr_array_remove_index (array, 0);

  g_ptr_array_add (array, item);
}

/* "20101" and nothing else: no sign, no white space, no leading zero. */
static gboolean
parse_id (const char *text,
          guint64    *id)
{
  return text != NULL && *text != '0' && g_ascii_string_to_unsigned (text, 10, 1, G_MAXINT64, id, NULL);
}

/**
 * lk_practice_store_new:
 *
 * Returns: (transfer full): an empty store
 */
LkPracticeStore *
lk_practice_store_new (void)
{
  LkPracticeStore *self = g_new0 (LkPracticeStore, 1);

  self->clients = g_ptr_array_new_with_free_func (client_free);
  self->sessions = g_ptr_array_new_with_free_func (session_free);
  self->codes = g_ptr_array_new_with_free_func (code_free);
  self->tokens = g_ptr_array_new_with_free_func (token_free);

  return self;
}

/**
 * lk_practice_store_free:
 * @self: (nullable): the store
 *
 * Frees it and wipes its secrets.
 */
void
lk_practice_store_free (LkPracticeStore *self)
{
  if (self == NULL)
    return;

  g_ptr_array_unref (self->tokens);
  g_ptr_array_unref (self->codes);
  g_ptr_array_unref (self->sessions);
  g_ptr_array_unref (self->clients);
  g_free (self);
}

/**
 * lk_practice_store_add_client:
 * @self: the store
 * @name: what the person calls it
 * @company: whose it is
 * @confidential: whether it may use client credentials
 * @redirect_uris: its registered redirect URIs
 * @scopes: the scopes it may ask for
 *
 * Makes an API client with a random identifier and secret.
 *
 * Returns: (transfer none): the client
 */
LkPracticeClient *
lk_practice_store_add_client (LkPracticeStore   *self,
                              const char        *name,
                              const char        *company,
                              gboolean           confidential,
                              const char *const *redirect_uris,
                              const char *const *scopes)
{
  LkPracticeClient *client = g_new0 (LkPracticeClient, 1);

  client->id = FIRST_CLIENT_ID + 17 * self->n_clients++;
  client->identifier = lk_random_token (SECRET_BYTES);
  client->secret = lk_random_token (SECRET_BYTES);
  client->name = g_strdup (name);
  client->company = g_strdup (company);
  client->confidential = confidential;
  client->redirect_uris = g_strdupv ((char **) redirect_uris);
  client->scopes = g_strdupv ((char **) scopes);
  client->created = client->updated = now_seconds ();
  g_ptr_array_add (self->clients, client);

  return client;
}

/**
 * lk_practice_store_get_clients:
 * @self: the store
 *
 * Returns: (transfer none): its clients, in the order they were made
 */
GPtrArray *
lk_practice_store_get_clients (LkPracticeStore *self)
{
  return self->clients;
}

/**
 * lk_practice_store_find_client:
 * @self: the store
 * @identifier: (nullable): OAuth's client_id
 *
 * Returns: (transfer none) (nullable): the client of that identifier
 */
LkPracticeClient *
lk_practice_store_find_client (LkPracticeStore *self,
                               const char      *identifier)
{
  LkPracticeClient *found = NULL;

  for (guint i = 0; i < self->clients->len; i++)
    {
      LkPracticeClient *client = g_ptr_array_index (self->clients, i);

      if (lk_secret_equal (client->identifier, identifier))
        found = client;
    }

  return found;
}

/**
 * lk_practice_store_find_client_by_id:
 * @self: the store
 * @id: its number, in decimal
 *
 * Returns: (transfer none) (nullable): the client of that number
 */
LkPracticeClient *
lk_practice_store_find_client_by_id (LkPracticeStore *self,
                                     const char      *id)
{
  guint64 number;

  if (!parse_id (id, &number))
    return NULL;

  for (guint i = 0; i < self->clients->len; i++)
    {
      LkPracticeClient *client = g_ptr_array_index (self->clients, i);

      if (client->id == number)
        return client;
    }

  return NULL;
}

/**
 * lk_practice_store_renew_secret:
 * @self: the store
 * @client: one of its clients
 *
 * Gives the client another secret; the old one ends.
 */
void
lk_practice_store_renew_secret (LkPracticeStore  *self,
                                LkPracticeClient *client)
{
  lk_secret_free (client->secret);
  client->secret = lk_random_token (SECRET_BYTES);
  client->updated = now_seconds ();
}

/**
 * lk_practice_store_remove_client:
 * @self: the store
 * @client: one of its clients
 *
 * Forgets a client, with its codes and tokens.
 */
void
lk_practice_store_remove_client (LkPracticeStore  *self,
                                 LkPracticeClient *client)
{
  for (guint i = self->codes->len; i > 0; i--)
    {
      if (((LkPracticeCode *) g_ptr_array_index (self->codes, i - 1))->client == client)
        g_ptr_array_remove_index (self->codes, i - 1);
    }
  for (guint i = self->tokens->len; i > 0; i--)
    {
      if (((LkPracticeToken *) g_ptr_array_index (self->tokens, i - 1))->client == client)
        g_ptr_array_remove_index (self->tokens, i - 1);
    }
  g_ptr_array_remove (self->clients, client);
}

/**
 * lk_practice_store_add_session:
 * @self: the store
 *
 * Returns: (transfer none): the session of somebody who has just signed in
 */
LkPracticeSession *
lk_practice_store_add_session (LkPracticeStore *self)
{
  LkPracticeSession *session = g_new0 (LkPracticeSession, 1);

  session->cookie = lk_random_token (SECRET_BYTES);
  session->form_key = lk_random_token (SECRET_BYTES);
  add_bounded (self->sessions, session, MAX_SESSIONS);

  return session;
}

/**
 * lk_practice_store_find_session:
 * @self: the store
 * @cookie: (nullable): a cookie's value
 *
 * Returns: (transfer none) (nullable): the session it stands for
 */
LkPracticeSession *
lk_practice_store_find_session (LkPracticeStore *self,
                                const char      *cookie)
{
  LkPracticeSession *found = NULL;

  for (guint i = 0; i < self->sessions->len; i++)
    {
      LkPracticeSession *session = g_ptr_array_index (self->sessions, i);

      if (lk_secret_equal (session->cookie, cookie))
        found = session;
    }

  return found;
}

/**
 * lk_practice_store_remove_session:
 * @self: the store
 * @session: one of its sessions
 *
 * Signs the person out of the login page.
 */
void
lk_practice_store_remove_session (LkPracticeStore   *self,
                                  LkPracticeSession *session)
{
  g_ptr_array_remove (self->sessions, session);
}

/**
 * lk_practice_store_add_code:
 * @self: the store
 * @client: whom it is for
 * @redirect_uri: the redirect URI of the request, as sent
 * @scopes: what was allowed
 * @challenge: (nullable): the request's S256 challenge
 *
 * Returns: (transfer none): a code of a new grant
 */
LkPracticeCode *
lk_practice_store_add_code (LkPracticeStore   *self,
                            LkPracticeClient  *client,
                            const char        *redirect_uri,
                            const char *const *scopes,
                            const char        *challenge)
{
  LkPracticeCode *code = g_new0 (LkPracticeCode, 1);

  code->text = lk_random_token (SECRET_BYTES);
  code->client = client;
  code->redirect_uri = g_strdup (redirect_uri);
  code->scopes = g_strdupv ((char **) scopes);
  code->challenge = g_strdup (challenge);
  code->issued = g_get_monotonic_time ();
  code->grant = lk_practice_store_new_grant (self);
  add_bounded (self->codes, code, MAX_CODES);

  return code;
}

/**
 * lk_practice_store_find_code:
 * @self: the store
 * @text: (nullable): a code
 *
 * Returns: (transfer none) (nullable): its record, used or expired as it may be
 */
LkPracticeCode *
lk_practice_store_find_code (LkPracticeStore *self,
                             const char      *text)
{
  LkPracticeCode *found = NULL;

  for (guint i = 0; i < self->codes->len; i++)
    {
      LkPracticeCode *code = g_ptr_array_index (self->codes, i);

      if (lk_secret_equal (code->text, text))
        found = code;
    }

  return found;
}

/**
 * lk_practice_code_is_expired:
 * @code: a code
 *
 * Returns: whether it is older than the 120 seconds that a code lives (zendesk-chat.md section 3)
 */
gboolean
lk_practice_code_is_expired (LkPracticeCode *code)
{
  return g_get_monotonic_time () - code->issued > CODE_LIFETIME_SECONDS * G_USEC_PER_SEC;
}

/**
 * lk_practice_store_new_grant:
 * @self: the store
 *
 * Returns: the number of a new grant
 */
guint64
lk_practice_store_new_grant (LkPracticeStore *self)
{
  return ++self->last_grant;
}

/**
 * lk_practice_store_add_token:
 * @self: the store
 * @client: whom it is for
 * @grant: the grant it belongs to
 * @scopes: what it may do
 * @with_refresh: whether a refresh token goes with it
 * @lifetime: seconds; -1 for the default, which is long
 *
 * Returns: (transfer none): a new token
 */
LkPracticeToken *
lk_practice_store_add_token (LkPracticeStore   *self,
                             LkPracticeClient  *client,
                             guint64            grant,
                             const char *const *scopes,
                             gboolean           with_refresh,
                             int                lifetime)
{
  LkPracticeToken *token = g_new0 (LkPracticeToken, 1);

  token->id = FIRST_TOKEN_ID + 13 * self->n_tokens++;
  token->grant = grant;
  token->agent_id = lk_practice_data_agent_id ();
  token->client = client;
  token->access = lk_random_token (SECRET_BYTES);
  token->refresh = with_refresh ? lk_random_token (SECRET_BYTES) : NULL;
  token->scopes = g_strdupv ((char **) scopes);
  token->created = now_seconds ();
  token->expires = token->created + (lifetime < 0 ? DEFAULT_TOKEN_LIFETIME_SECONDS : lifetime);
  add_bounded (self->tokens, token, MAX_TOKENS);

  return token;
}

/**
 * lk_practice_store_get_tokens:
 * @self: the store
 *
 * Returns: (transfer none): every token there was, oldest first, also those that no longer live
 */
GPtrArray *
lk_practice_store_get_tokens (LkPracticeStore *self)
{
  return self->tokens;
}

/**
 * lk_practice_store_find_token:
 * @self: the store
 * @access: (nullable): an access token
 *
 * Returns: (transfer none) (nullable): its record, alive or not
 */
LkPracticeToken *
lk_practice_store_find_token (LkPracticeStore *self,
                              const char      *access)
{
  LkPracticeToken *found = NULL;

  for (guint i = 0; i < self->tokens->len; i++)
    {
      LkPracticeToken *token = g_ptr_array_index (self->tokens, i);

      if (lk_secret_equal (token->access, access))
        found = token;
    }

  return found;
}

/**
 * lk_practice_store_find_refresh_token:
 * @self: the store
 * @refresh: (nullable): a refresh token
 *
 * Returns: (transfer none) (nullable): the newest record that bears it, used or revoked as it may be
 */
LkPracticeToken *
lk_practice_store_find_refresh_token (LkPracticeStore *self,
                                      const char      *refresh)
{
  LkPracticeToken *found = NULL;

  for (guint i = 0; i < self->tokens->len; i++)
    {
      LkPracticeToken *token = g_ptr_array_index (self->tokens, i);

      if (lk_secret_equal (token->refresh, refresh))
        found = token;
    }

  return found;
}

/**
 * lk_practice_store_find_token_by_id:
 * @self: the store
 * @id: its number, in decimal
 *
 * Returns: (transfer none) (nullable): the living token of that number
 */
LkPracticeToken *
lk_practice_store_find_token_by_id (LkPracticeStore *self,
                                    const char      *id)
{
  guint64 number;

  if (!parse_id (id, &number))
    return NULL;

  for (guint i = 0; i < self->tokens->len; i++)
    {
      LkPracticeToken *token = g_ptr_array_index (self->tokens, i);

      if (token->id == number && lk_practice_token_is_alive (token))
        return token;
    }

  return NULL;
}

/**
 * lk_practice_token_is_alive:
 * @token: a token
 *
 * Returns: whether it is neither revoked nor expired
 */
gboolean
lk_practice_token_is_alive (LkPracticeToken *token)
{
  return !token->revoked && now_seconds () < token->expires;
}

/**
 * lk_practice_store_revoke_grant:
 * @self: the store
 * @grant: a grant's number
 *
 * Revokes every token of the grant: what a rotating server does when a used refresh token comes again (RFC 9700
 * section 4.14.2).
 */
void
lk_practice_store_revoke_grant (LkPracticeStore *self,
                                guint64          grant)
{
  for (guint i = 0; i < self->tokens->len; i++)
    {
      LkPracticeToken *token = g_ptr_array_index (self->tokens, i);

      if (token->grant == grant)
        token->revoked = TRUE;
    }
}
