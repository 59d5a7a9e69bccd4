/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "lk-json-reader.h"
#include "lk-secret.h"
#include "lk-token.h"

#define FORMAT_VERSION 1
#define MAX_TOKEN_LENGTH 16384
#define MAX_SCOPES 64
#define MAX_SCOPE_LENGTH 256
/* A token that ends this soon is renewed before it is used; a short-lived one a tenth of its life before its end. */
#define DUE_SECONDS 60
/* A lifetime past this is no lifetime but a fault, and would overflow somewhere. */
#define MAX_LIFETIME_SECONDS (G_GINT64_CONSTANT (100) * 366 * 24 * 60 * 60)

struct _LkToken
{
  GObject parent_instance;

  /* Owned secrets */
  char *access_token;
  char *refresh_token;

  /* owned */
  char *token_type;
  char **scopes;
  char **asked_scopes;
  char *token_url;
  char *client_id;
  char **origins;      /* where it may be sent; NULL: a token of a version that did not note them */

  /* Seconds since the epoch */
  gint64 obtained_at;
  gint64 expires_at;

  LkTokenObtained obtained;
  gboolean scopes_said;
};

G_DEFINE_QUARK (lk-token-error-quark, lk_token_error)
G_DEFINE_FINAL_TYPE (LkToken, lk_token, G_TYPE_OBJECT)

static const char *const obtained_nicks[] = {
  [LK_TOKEN_OBTAINED_IMPLICIT] = "implicit",
  [LK_TOKEN_OBTAINED_CODE] = "code",
  [LK_TOKEN_OBTAINED_CLIENT_CREDENTIALS] = "client-credentials",
  [LK_TOKEN_OBTAINED_REFRESH] = "refresh",
};

static gint64
now_in_seconds (void)
{
  return g_get_real_time () / G_USEC_PER_SEC;
}

/* scope-token of RFC 6749 section 3.3: printable ASCII but for the space, the quotation mark and the backslash. */
static gboolean
is_scope (const char *text)
{
  gsize length = strlen (text);

  if (length == 0 || length > MAX_SCOPE_LENGTH)
    return FALSE;

  for (gsize i = 0; i < length; i++)
    {
      if (text[i] <= 0x20 || text[i] >= 0x7f || text[i] == '"' || text[i] == '\\')
        return FALSE;
    }

  return TRUE;
}

/* What is no scope is left out, as is a repeated one, so that all that remains is safe to show and to send. */
static char **
clean_scopes (const char *const *scopes)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  guint n = 0;

  for (gsize i = 0; scopes != NULL && scopes[i] != NULL && n < MAX_SCOPES; i++)
    {
      gboolean repeated = FALSE;

      for (gsize j = 0; j < i && !repeated; j++)
        repeated = g_str_equal (scopes[i], scopes[j]);

      if (!repeated && is_scope (scopes[i]))
        {
          g_strv_builder_add (builder, scopes[i]);
          n++;
        }
    }

  return g_strv_builder_end (builder);
}

static void
lk_token_finalize (GObject *object)
{
  LkToken *self = LK_TOKEN (object);

  lk_secret_clear (&self->access_token);
  lk_secret_clear (&self->refresh_token);
  g_clear_pointer (&self->token_type, g_free);
  g_clear_pointer (&self->scopes, g_strfreev);
  g_clear_pointer (&self->asked_scopes, g_strfreev);
  g_clear_pointer (&self->token_url, g_free);
  g_clear_pointer (&self->client_id, g_free);
  g_clear_pointer (&self->origins, g_strfreev);

  G_OBJECT_CLASS (lk_token_parent_class)->finalize (object);
}

static void
lk_token_class_init (LkTokenClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = lk_token_finalize;
}

static void
lk_token_init (LkToken *self)
{
  self->expires_at = LK_TOKEN_EXPIRY_UNKNOWN;
}

/**
 * lk_token_is_valid_text:
 * @token: (nullable): a would-be token or code
 *
 * Whether @token is 1 to 16384 characters of VSCHAR (0x20 to 0x7E, RFC 6749 appendix A). Anything else could break the
 * `Authorization` header that it is put into: libsoup drops a header with a line break and sends the request
 * without it.
 *
 * Returns: %TRUE if so
 */
gboolean
lk_token_is_valid_text (const char *token)
{
  gsize length;

  if (token == NULL)
    return FALSE;

  length = strlen (token);
  if (length == 0 || length > MAX_TOKEN_LENGTH)
    return FALSE;

  for (gsize i = 0; i < length; i++)
    {
      if (token[i] < 0x20 || token[i] > 0x7e)
        return FALSE;
    }

  return TRUE;
}

/**
 * lk_token_parse_expires_in:
 * @text: (nullable): the value of `expires_in` as text
 *
 * Returns: the seconds, or `LK_TOKEN_EXPIRY_UNKNOWN` unless @text is a whole number from 0 to a hundred years
 */
gint64
lk_token_parse_expires_in (const char *text)
{
  guint64 seconds;

  if (text == NULL || !g_ascii_string_to_unsigned (text, 10, 0, MAX_LIFETIME_SECONDS, &seconds, NULL))
    return LK_TOKEN_EXPIRY_UNKNOWN;

  return (gint64) seconds;
}

/**
 * lk_token_new:
 * @access_token: (nullable): the member or parameter `access_token`
 * @refresh_token: (nullable): the refresh token, if one came and is to be kept
 * @token_type: (nullable): `token_type`; only a bearer token, in upper or lower case, is of any use
 * @scopes: (nullable): the scopes granted; %NULL if the service did not say, hence as asked (RFC 6749 section 5.1)
 * @expires_in: lifetime in seconds; `LK_TOKEN_EXPIRY_UNKNOWN`, any other negative or absurd number: unknown
 * @obtained: how it was obtained
 * @token_url: the token endpoint that it belongs to; the authorize page for an implicit one
 * @client_id: (nullable): the client that it was issued to
 * @asked_scopes: (nullable): the scopes that were asked for
 * @error: return location for a #LkTokenError
 *
 * Makes a token of the members of a token answer (RFC 6749 section 5.1) or of the parameters of an implicit one, with
 * the same checks for both.
 *
 * Returns: (transfer full) (nullable): a token, or %NULL with @error set
 */
LkToken *
lk_token_new (const char         *access_token,
              const char         *refresh_token,
              const char         *token_type,
              const char *const  *scopes,
              gint64              expires_in,
              LkTokenObtained     obtained,
              const char         *token_url,
              const char         *client_id,
              const char *const  *asked_scopes,
              GError            **error)
{
  g_autoptr(LkToken) self = NULL;

  g_return_val_if_fail (token_url != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (access_token == NULL || *access_token == '\0')
    {
      g_set_error_literal (error, LK_TOKEN_ERROR, LK_TOKEN_ERROR_INVALID,
                           _("The answer holds no access token"));
      return NULL;
    }
  if (!lk_token_is_valid_text (access_token)
      || (refresh_token != NULL && !lk_token_is_valid_text (refresh_token)))
    {
      g_set_error_literal (error, LK_TOKEN_ERROR, LK_TOKEN_ERROR_INVALID,
                           _("The token in the answer is too long or holds characters that no token may have"));
      return NULL;
    }
  if (token_type == NULL || g_ascii_strcasecmp (token_type, "bearer") != 0)
    {
      g_set_error_literal (error, LK_TOKEN_ERROR, LK_TOKEN_ERROR_TYPE,
                           token_type == NULL ? _("The answer does not say of what type the token is")
                                              : _("The token is of a type that Latchkey does not know; only “Bearer” "
                                                  "can be used"));
      return NULL;
    }

  self = g_object_new (LK_TYPE_TOKEN, NULL);
  self->access_token = g_strdup (access_token);
  self->refresh_token = g_strdup (refresh_token);
  self->token_type = g_strdup ("Bearer");
  self->asked_scopes = clean_scopes (asked_scopes);
  self->scopes_said = scopes != NULL;
  self->scopes = clean_scopes (scopes != NULL ? scopes : asked_scopes);
  self->token_url = g_strdup (token_url);
  self->client_id = g_strdup (client_id != NULL ? client_id : "");
  self->obtained = obtained;
  self->obtained_at = now_in_seconds ();
  if (expires_in >= 0 && expires_in <= MAX_LIFETIME_SECONDS)
    self->expires_at = self->obtained_at + expires_in;

  return g_steal_pointer (&self);
}

static gboolean
read_obtained (JsonObject      *object,
               LkTokenObtained *obtained)
{
  const char *nick = lk_json_get_string (object, "obtained");

  for (gsize i = 0; nick != NULL && i < G_N_ELEMENTS (obtained_nicks); i++)
    {
      if (g_str_equal (nick, obtained_nicks[i]))
        {
          *obtained = (LkTokenObtained) i;
          return TRUE;
        }
    }

  return FALSE;
}

/**
 * lk_token_new_from_json:
 * @object: the document that lk_token_to_json () writes
 * @error: return location for a #LkTokenError
 *
 * Other programs of the session can write to the keyring, so the document is checked like any other input.
 *
 * Returns: (transfer full) (nullable): the token, or %NULL with @error set
 */
LkToken *
lk_token_new_from_json (JsonObject  *object,
                        GError     **error)
{
  g_autoptr(LkToken) self = NULL;
  g_auto(GStrv) scopes = NULL;
  g_auto(GStrv) asked_scopes = NULL;
  LkTokenObtained obtained;
  gint64 obtained_at, expires_at;

  g_return_val_if_fail (object != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  obtained_at = lk_json_get_int (object, "obtained_at", -1);
  expires_at = lk_json_get_int (object, "expires_at", LK_TOKEN_EXPIRY_UNKNOWN);

  if (lk_json_get_int (object, "version", 0) != FORMAT_VERSION
      || !read_obtained (object, &obtained)
      || lk_json_get_string (object, "token_url") == NULL
      || obtained_at < 0 || obtained_at > G_MAXINT64 - MAX_LIFETIME_SECONDS
      || expires_at < LK_TOKEN_EXPIRY_UNKNOWN || expires_at > obtained_at + MAX_LIFETIME_SECONDS)
    {
      g_set_error_literal (error, LK_TOKEN_ERROR, LK_TOKEN_ERROR_INVALID,
                           _("The stored token cannot be read"));
      return NULL;
    }

  scopes = lk_json_get_words (object, "scopes");
  asked_scopes = lk_json_get_words (object, "asked_scopes");

  self = lk_token_new (lk_json_get_string (object, "access_token"),
                       lk_json_get_string (object, "refresh_token"),
                       lk_json_get_string (object, "token_type"),
                       (const char *const *) scopes,
                       LK_TOKEN_EXPIRY_UNKNOWN,
                       obtained,
                       lk_json_get_string (object, "token_url"),
                       lk_json_get_string (object, "client_id"),
                       (const char *const *) asked_scopes,
                       error);
  if (self == NULL)
    return NULL;

  if (lk_json_has (object, "origins"))
    self->origins = lk_json_get_words (object, "origins");
  self->scopes_said = lk_json_get_boolean (object, "scopes_said", FALSE);
  self->obtained_at = obtained_at;
  self->expires_at = expires_at;

  return g_steal_pointer (&self);
}

static void
add_words (JsonBuilder *builder,
           const char  *member,
           char       **words)
{
  json_builder_set_member_name (builder, member);
  json_builder_begin_array (builder);
  for (gsize i = 0; words[i] != NULL; i++)
    json_builder_add_string_value (builder, words[i]);
  json_builder_end_array (builder);
}

static void
add_string (JsonBuilder *builder,
            const char  *member,
            const char  *value)
{
  json_builder_set_member_name (builder, member);
  json_builder_add_string_value (builder, value);
}

/**
 * lk_token_to_json:
 * @self: a token
 *
 * The token as the document that is kept in the vault.
 *
 * Returns: (transfer full): JSON text; a secret, free with lk_secret_free ()
 */
char *
lk_token_to_json (LkToken *self)
{
  g_autoptr(JsonBuilder) builder = NULL;
  g_autoptr(JsonNode) root = NULL;

  g_return_val_if_fail (LK_IS_TOKEN (self), NULL);

  builder = json_builder_new ();
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "version");
  json_builder_add_int_value (builder, FORMAT_VERSION);
  add_string (builder, "access_token", self->access_token);
  if (self->refresh_token != NULL)
    add_string (builder, "refresh_token", self->refresh_token);
  add_string (builder, "token_type", self->token_type);
  add_words (builder, "scopes", self->scopes);
  json_builder_set_member_name (builder, "scopes_said");
  json_builder_add_boolean_value (builder, self->scopes_said);
  add_words (builder, "asked_scopes", self->asked_scopes);
  json_builder_set_member_name (builder, "obtained_at");
  json_builder_add_int_value (builder, self->obtained_at);
  json_builder_set_member_name (builder, "expires_at");
  json_builder_add_int_value (builder, self->expires_at);
  add_string (builder, "obtained", obtained_nicks[self->obtained]);
  add_string (builder, "token_url", self->token_url);
  add_string (builder, "client_id", self->client_id);
  if (self->origins != NULL)
    add_words (builder, "origins", self->origins);
  json_builder_end_object (builder);

  root = json_builder_get_root (builder);

  return json_to_string (root, FALSE);
}

/**
 * lk_token_with_refresh_token:
 * @self: a token that came without a refresh token
 * @refresh_token: the one that it was renewed with
 *
 * A service that sends no new refresh token means that the old one stays good (RFC 6749 section 6).
 *
 * Returns: (transfer full): a copy of @self that has @refresh_token
 */
LkToken *
lk_token_with_refresh_token (LkToken    *self,
                             const char *refresh_token)
{
  LkToken *copy;

  g_return_val_if_fail (LK_IS_TOKEN (self), NULL);
  g_return_val_if_fail (lk_token_is_valid_text (refresh_token), NULL);

  copy = g_object_new (LK_TYPE_TOKEN, NULL);
  copy->access_token = g_strdup (self->access_token);
  copy->refresh_token = g_strdup (refresh_token);
  copy->token_type = g_strdup (self->token_type);
  copy->scopes = g_strdupv (self->scopes);
  copy->asked_scopes = g_strdupv (self->asked_scopes);
  copy->token_url = g_strdup (self->token_url);
  copy->client_id = g_strdup (self->client_id);
  copy->origins = g_strdupv (self->origins);
  copy->obtained_at = self->obtained_at;
  copy->expires_at = self->expires_at;
  copy->obtained = self->obtained;
  copy->scopes_said = self->scopes_said;

  return copy;
}

/**
 * lk_token_get_access_token:
 * @self: a token
 *
 * Returns: the access token, a secret
 */
const char *
lk_token_get_access_token (LkToken *self)
{
  g_return_val_if_fail (LK_IS_TOKEN (self), NULL);

  return self->access_token;
}

/**
 * lk_token_get_refresh_token:
 * @self: a token
 *
 * Returns: (nullable): the refresh token, a secret
 */
const char *
lk_token_get_refresh_token (LkToken *self)
{
  g_return_val_if_fail (LK_IS_TOKEN (self), NULL);

  return self->refresh_token;
}

const char *
lk_token_get_token_type (LkToken *self)
{
  g_return_val_if_fail (LK_IS_TOKEN (self), NULL);

  return self->token_type;
}

/**
 * lk_token_get_scopes:
 * @self: a token
 *
 * Returns: (transfer none): the scopes granted; those asked for when the service said nothing
 */
const char *const *
lk_token_get_scopes (LkToken *self)
{
  g_return_val_if_fail (LK_IS_TOKEN (self), NULL);

  return (const char *const *) self->scopes;
}

/**
 * lk_token_are_scopes_said:
 * @self: a token
 *
 * Returns: %TRUE if the service itself named the scopes granted
 */
gboolean
lk_token_are_scopes_said (LkToken *self)
{
  g_return_val_if_fail (LK_IS_TOKEN (self), FALSE);

  return self->scopes_said;
}

/**
 * lk_token_get_asked_scopes:
 * @self: a token
 *
 * Returns: (transfer none): the scopes that were asked for
 */
const char *const *
lk_token_get_asked_scopes (LkToken *self)
{
  g_return_val_if_fail (LK_IS_TOKEN (self), NULL);

  return (const char *const *) self->asked_scopes;
}

/**
 * lk_token_has_scope:
 * @self: a token
 * @scope: a scope
 *
 * Returns: %TRUE if @scope is among the scopes granted
 */
gboolean
lk_token_has_scope (LkToken    *self,
                    const char *scope)
{
  g_return_val_if_fail (LK_IS_TOKEN (self), FALSE);
  g_return_val_if_fail (scope != NULL, FALSE);

  return g_strv_contains ((const char *const *) self->scopes, scope);
}

/**
 * lk_token_get_obtained_at:
 * @self: a token
 *
 * Returns: when it was obtained, in seconds since the epoch
 */
gint64
lk_token_get_obtained_at (LkToken *self)
{
  g_return_val_if_fail (LK_IS_TOKEN (self), 0);

  return self->obtained_at;
}

/**
 * lk_token_get_expires_at:
 * @self: a token
 *
 * Returns: when it ends, in seconds since the epoch; `LK_TOKEN_EXPIRY_UNKNOWN` if the service gave no expiry
 */
gint64
lk_token_get_expires_at (LkToken *self)
{
  g_return_val_if_fail (LK_IS_TOKEN (self), LK_TOKEN_EXPIRY_UNKNOWN);

  return self->expires_at;
}

/**
 * lk_token_is_expired:
 * @self: a token
 * @margin_seconds: how much earlier than its end it already counts as expired
 *
 * Returns: %TRUE if it has ended or does so within the margin; %FALSE when its end is unknown
 */
gboolean
lk_token_is_expired (LkToken *self,
                     gint64   margin_seconds)
{
  g_return_val_if_fail (LK_IS_TOKEN (self), TRUE);

  if (self->expires_at == LK_TOKEN_EXPIRY_UNKNOWN)
    return FALSE;

  return now_in_seconds () >= self->expires_at - margin_seconds;
}

/**
 * lk_token_is_due:
 * @self: a token
 *
 * Returns: whether it ends so soon that it is to be renewed before it is used: within a minute, or within a tenth of
 *   its life where that is less; %FALSE when its end is unknown
 */
gboolean
lk_token_is_due (LkToken *self)
{
  g_return_val_if_fail (LK_IS_TOKEN (self), FALSE);

  return lk_token_is_expired (self, CLAMP ((self->expires_at - self->obtained_at) / 10, 0, DUE_SECONDS));
}

/**
 * lk_token_is_renewable:
 * @self: a token
 *
 * Returns: whether another can be had in its place without a login page: by its refresh token, or by the client's
 *   secret with which it was obtained
 */
gboolean
lk_token_is_renewable (LkToken *self)
{
  g_return_val_if_fail (LK_IS_TOKEN (self), FALSE);

  return self->refresh_token != NULL || self->obtained == LK_TOKEN_OBTAINED_CLIENT_CREDENTIALS;
}

/**
 * lk_token_get_obtained:
 * @self: a token
 *
 * Returns: how it was obtained
 */
LkTokenObtained
lk_token_get_obtained (LkToken *self)
{
  g_return_val_if_fail (LK_IS_TOKEN (self), LK_TOKEN_OBTAINED_CODE);

  return self->obtained;
}

/**
 * lk_token_get_token_url:
 * @self: a token
 *
 * Returns: the token endpoint that issued it; the authorize page for an implicit one
 */
const char *
lk_token_get_token_url (LkToken *self)
{
  g_return_val_if_fail (LK_IS_TOKEN (self), NULL);

  return self->token_url;
}

/**
 * lk_token_get_client_id:
 * @self: a token
 *
 * Returns: the client that it was issued to
 */
const char *
lk_token_get_client_id (LkToken *self)
{
  g_return_val_if_fail (LK_IS_TOKEN (self), NULL);

  return self->client_id;
}

/**
 * lk_token_bind:
 * @self: a token that was just obtained
 * @endpoints: the endpoints of the sign-in or renewal that it comes from
 *
 * Binds the token to the origins of the APIs that it may be sent to (RFC 9700 section 4.4.2).
 */
void
lk_token_bind (LkToken     *self,
               LkEndpoints *endpoints)
{
  g_return_if_fail (LK_IS_TOKEN (self));
  g_return_if_fail (endpoints != NULL);

  g_strfreev (self->origins);
  self->origins = lk_endpoints_dup_origins (endpoints);
}

/**
 * lk_token_belongs_to:
 * @self: a token
 * @connection: a connection
 *
 * Whether the connection still names the address and the client that the token was issued by and to, and the origins
 * that it was obtained for. If not, the token must be sent nowhere: it would be a stranger's secret there.
 *
 * Returns: %TRUE if so
 */
gboolean
lk_token_belongs_to (LkToken      *self,
                     LkConnection *connection)
{
  g_auto(GStrv) origins = NULL;
  g_autoptr(LkEndpoints) endpoints = NULL;
  const char *url;

  g_return_val_if_fail (LK_IS_TOKEN (self), FALSE);
  g_return_val_if_fail (LK_IS_CONNECTION (connection), FALSE);

  endpoints = lk_connection_get_endpoints (connection);
  url = self->obtained == LK_TOKEN_OBTAINED_IMPLICIT ? endpoints->authorize : endpoints->token;

  origins = lk_endpoints_dup_origins (endpoints);
  for (guint i = 0; self->origins != NULL && origins[i] != NULL; i++)
    {
      if (!g_strv_contains ((const char *const *) self->origins, origins[i]))
        return FALSE;
    }

  return g_strcmp0 (self->token_url, url) == 0
         && g_strcmp0 (self->client_id, lk_connection_get_client_id (connection)) == 0;
}
