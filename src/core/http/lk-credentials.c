/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-credentials.h"

#include <string.h>

#include "lk-secret.h"

/* Replaces each character of a secret in the record. */
#define PLACEHOLDER '*'

/* Room for every field of a usual size is taken at once: a buffer that grows leaves copies of the secrets behind. */
#define BODY_ROOM ((gsize) 64 * 1024)

struct _LkCredentials
{
  LkSecret *authorization;   /* owned, nullable: the header's value */
  char *shown_authorization; /* owned, nullable */
  GString *body;             /* owned, nullable */
  GString *shown_body;       /* owned, nullable */
  char *content_type;        /* owned, nullable */
  GPtrArray *secrets;        /* owned: of LkSecret */
};

static void
add_secret (LkCredentials *self,
            const char    *secret)
{
  if (*secret != '\0')
    g_ptr_array_add (self->secrets, g_strdup (secret));
}

static void
clear_body (GString *body)
{
  lk_secret_wipe (body->str, body->allocated_len);
  g_string_free (body, TRUE);
}

static void
clear (gpointer data)
{
  LkCredentials *self = data;

  lk_secret_clear (&self->authorization);
  g_free (self->shown_authorization);
  g_clear_pointer (&self->body, clear_body);
  g_clear_pointer (&self->shown_body, clear_body);
  g_free (self->content_type);
  g_ptr_array_unref (self->secrets);
}

/**
 * lk_credentials_new:
 *
 * Returns: (transfer full): credentials without a secret
 */
LkCredentials *
lk_credentials_new (void)
{
  LkCredentials *self = g_rc_box_new0 (LkCredentials);

  self->secrets = g_ptr_array_new_with_free_func ((GDestroyNotify) lk_secret_free);

  return self;
}

LkCredentials *
lk_credentials_ref (LkCredentials *self)
{
  return g_rc_box_acquire (self);
}

/**
 * lk_credentials_unref:
 * @self: (transfer full): credentials
 *
 * Wipes them with the last reference.
 */
void
lk_credentials_unref (LkCredentials *self)
{
  g_rc_box_release_full (self, clear);
}

/**
 * lk_credentials_set_bearer:
 * @self: credentials
 * @token: an access token
 *
 * Sends the token in the header `Authorization` (RFC 6750 section 2.1). A token is VSCHAR alone, so the header cannot
 * be refused.
 */
void
lk_credentials_set_bearer (LkCredentials *self,
                           const char    *token)
{
  g_autofree char *placeholder = NULL;

  g_return_if_fail (self != NULL && self->authorization == NULL);
  g_return_if_fail (token != NULL && token[strcspn (token, "\r\n")] == '\0');

  placeholder = g_strnfill (strlen (token), PLACEHOLDER);
  self->authorization = g_strconcat ("Bearer ", token, NULL);
  self->shown_authorization = g_strconcat ("Bearer ", placeholder, NULL);
  add_secret (self, token);
}

static char *
encode_pair (const char *user,
             const char *password)
{
  g_autoptr(LkSecret) pair = g_strconcat (user, ":", password, NULL);
  g_autoptr(LkSecret) encoded = g_base64_encode ((const guchar *) pair, strlen (pair));

  return g_strconcat ("Basic ", encoded, NULL);
}

/**
 * lk_credentials_set_basic:
 * @self: credentials
 * @user: the client id
 * @password: the client secret
 *
 * Sends both in the header `Authorization`, each form-encoded before they are joined (RFC 6749 section 2.3.1). The
 * record shows the id: it says which client was refused.
 */
void
lk_credentials_set_basic (LkCredentials *self,
                          const char    *user,
                          const char    *password)
{
  g_autofree char *encoded_user = NULL;
  g_autoptr(LkSecret) encoded_password = NULL;
  g_autofree char *placeholder = NULL;

  g_return_if_fail (self != NULL && self->authorization == NULL);
  g_return_if_fail (user != NULL && password != NULL);

  encoded_user = g_uri_escape_string (user, NULL, FALSE);
  encoded_password = g_uri_escape_string (password, NULL, FALSE);
  placeholder = g_strnfill (strlen (encoded_password), PLACEHOLDER);
  self->authorization = encode_pair (encoded_user, encoded_password);
  self->shown_authorization = encode_pair (encoded_user, placeholder);
  add_secret (self, password);
  /* Base64 of it is another text than that of the password. */
  if (!g_str_equal (encoded_password, password))
    add_secret (self, encoded_password);
}

/**
 * lk_credentials_begin_body:
 * @self: credentials
 * @content_type: the type of the body
 *
 * Begins the body that is sent. The record gets a copy with placeholders.
 */
void
lk_credentials_begin_body (LkCredentials *self,
                           const char    *content_type)
{
  g_return_if_fail (self != NULL && self->body == NULL);
  g_return_if_fail (content_type != NULL);

  self->content_type = g_strdup (content_type);
  self->body = g_string_sized_new (BODY_ROOM);
  self->shown_body = g_string_new (NULL);
}

void
lk_credentials_append (LkCredentials *self,
                       const char    *text)
{
  g_return_if_fail (self != NULL && self->body != NULL);
  g_return_if_fail (text != NULL);

  g_string_append (self->body, text);
  g_string_append (self->shown_body, text);
}

static void
append_secret (LkCredentials *self,
               const char    *secret,
               const char    *encoded)
{
  g_string_append (self->body, encoded);
  for (gsize i = strlen (encoded); i > 0; i--)
    g_string_append_c (self->shown_body, PLACEHOLDER);
  add_secret (self, secret);
}

/**
 * lk_credentials_append_form_secret:
 * @self: credentials with a body
 * @secret: the value of a field
 *
 * Appends the value, percent-encoded.
 */
void
lk_credentials_append_form_secret (LkCredentials *self,
                                   const char    *secret)
{
  g_autoptr(LkSecret) encoded = NULL;

  g_return_if_fail (self != NULL && self->body != NULL);
  g_return_if_fail (secret != NULL);

  encoded = g_uri_escape_string (secret, NULL, FALSE);
  append_secret (self, secret, encoded);
}

/**
 * lk_credentials_append_json_secret:
 * @self: credentials with a body
 * @secret: a token, which is VSCHAR alone (RFC 6749 appendix A.12)
 *
 * Appends the inside of a JSON string: of VSCHAR only the quote and the backslash are escaped. A JSON generator would
 * leave copies behind.
 */
void
lk_credentials_append_json_secret (LkCredentials *self,
                                   const char    *secret)
{
  g_autoptr(LkSecret) encoded = NULL;
  char *end;

  g_return_if_fail (self != NULL && self->body != NULL);
  g_return_if_fail (secret != NULL);

  end = encoded = g_malloc0 (2 * strlen (secret) + 1);
  for (const char *p = secret; *p != '\0'; p++)
    {
      if (*p == '"' || *p == '\\')
        *end++ = '\\';
      *end++ = *p;
    }

  append_secret (self, secret, encoded);
}

/**
 * lk_credentials_describe:
 * @self: credentials
 * @exchange: the record of the request that they are for
 *
 * Gives the record a header and a body with a placeholder for each secret.
 */
void
lk_credentials_describe (LkCredentials *self,
                         LkExchange    *exchange)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (LK_IS_EXCHANGE (exchange));

  if (self->shown_authorization != NULL)
    lk_exchange_add_request_header (exchange, "Authorization", self->shown_authorization);
  if (self->shown_body != NULL)
    {
      g_autoptr(GBytes) body = g_bytes_new (self->shown_body->str, self->shown_body->len);

      lk_exchange_set_request_body (exchange, self->content_type, body);
    }
}

/**
 * lk_credentials_get_authorization:
 * @self: credentials
 *
 * Returns: (transfer none) (nullable): the value of the header `Authorization`, a secret
 */
const char *
lk_credentials_get_authorization (LkCredentials *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->authorization;
}

/**
 * lk_credentials_get_body:
 * @self: credentials
 *
 * Returns: (transfer full) (nullable): the body to send, valid as long as @self
 */
GBytes *
lk_credentials_get_body (LkCredentials *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->body != NULL ? lk_secret_bytes_new (g_memdup2 (self->body->str, self->body->len), self->body->len)
                            : NULL;
}

/**
 * lk_credentials_get_secrets:
 * @self: credentials
 *
 * Returns: (transfer none) (element-type utf8): the secrets as they are, without any encoding
 */
GPtrArray *
lk_credentials_get_secrets (LkCredentials *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->secrets;
}
