/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-connection-private.h"

#include <glib/gi18n.h>

#include "lk-url.h"

#define MAX_SCOPES 32

/* What validation looks at, in this order: a property, and the code of an error in it. */
static const struct
{
  const char *field;
  LkConnectionError code;
} fields[] = {
  { "name", LK_CONNECTION_ERROR_NAME },
  { "subdomain", LK_CONNECTION_ERROR_SUBDOMAIN },
  { "client-id", LK_CONNECTION_ERROR_CLIENT_ID },
  { "redirect-uri", LK_CONNECTION_ERROR_REDIRECT_URI },
  { "scopes", LK_CONNECTION_ERROR_SCOPES },
  { "authorize-url", LK_CONNECTION_ERROR_AUTHORIZE_URL },
  { "token-url", LK_CONNECTION_ERROR_TOKEN_URL },
  { "api-base", LK_CONNECTION_ERROR_API_BASE },
  { "graphql-url", LK_CONNECTION_ERROR_GRAPHQL_URL },
  { "stream-url", LK_CONNECTION_ERROR_STREAM_URL },
};

static gboolean
check_url (const char         *url,
           gboolean            required,
           LkConnectionError   code,
           GError            **error)
{
  g_autoptr(GError) local_error = NULL;

  if (url == NULL || *url == '\0')
    {
      if (!required)
        return TRUE;

      g_set_error_literal (error, LK_CONNECTION_ERROR, code, _("Enter the address"));
      return FALSE;
    }

  if (!lk_url_check_endpoint (url, &local_error))
    {
      g_set_error_literal (error, LK_CONNECTION_ERROR, code, local_error->message);
      return FALSE;
    }

  return TRUE;
}

/* The WebSocket's address obeys the same policy with its own schemes: wss, or ws to loopback. */
static gboolean
check_stream_url (const char  *url,
                  GError     **error)
{
  g_autofree char *as_http = NULL;

  if (url == NULL || *url == '\0')
    return TRUE;

  if (!g_str_has_prefix (url, "ws://") && !g_str_has_prefix (url, "wss://"))
    {
      g_set_error_literal (error, LK_CONNECTION_ERROR, LK_CONNECTION_ERROR_STREAM_URL,
                           _("The address must begin with wss://"));
      return FALSE;
    }

  as_http = g_strconcat ("http", url + strlen ("ws"), NULL);

  return check_url (as_http, FALSE, LK_CONNECTION_ERROR_STREAM_URL, error);
}

static gboolean
check_redirect_uri (const char  *uri,
                    GError     **error)
{
  if (uri == NULL || *uri == '\0')
    {
      g_set_error_literal (error, LK_CONNECTION_ERROR, LK_CONNECTION_ERROR_REDIRECT_URI,
                           _("Enter the Redirect URL exactly as it is registered"));
      return FALSE;
    }

  return check_url (uri, TRUE, LK_CONNECTION_ERROR_REDIRECT_URI, error);
}

/* RFC 6749 section 3.3: a scope is one or more of %x21, %x23-5B, %x5D-7E. */
static gboolean
is_scope (const char *scope)
{
  if (*scope == '\0')
    return FALSE;

  for (const char *p = scope; *p != '\0'; p++)
    {
      if (*p <= 0x20 || *p >= 0x7f || *p == '"' || *p == '\\')
        return FALSE;
    }

  return TRUE;
}

static gboolean
check_scopes (char   **scopes,
              GError **error)
{
  if (scopes == NULL || scopes[0] == NULL)
    {
      g_set_error_literal (error, LK_CONNECTION_ERROR, LK_CONNECTION_ERROR_SCOPES, _("Choose at least one scope"));
      return FALSE;
    }

  for (guint i = 0; scopes[i] != NULL; i++)
    {
      if (!is_scope (scopes[i]) || i >= MAX_SCOPES)
        {
          g_set_error_literal (error, LK_CONNECTION_ERROR, LK_CONNECTION_ERROR_SCOPES,
                               _("A scope is a word without spaces, quotes or accents"));
          return FALSE;
        }
    }

  return TRUE;
}

static gboolean
check_client_id (LkConnection  *self,
                 GError       **error)
{
  const char *client_id = self->client_id;

  /* The practice server gives out its client id each time it starts. */
  if (self->kind == LK_CONNECTION_KIND_PRACTICE)
    return TRUE;

  if (client_id == NULL || *client_id == '\0')
    {
      g_set_error_literal (error, LK_CONNECTION_ERROR, LK_CONNECTION_ERROR_CLIENT_ID,
                           _("Enter the Client ID that the API client shows"));
      return FALSE;
    }

  for (const char *p = client_id; *p != '\0'; p++)
    {
      if (*p < 0x20 || *p >= 0x7f)
        {
          g_set_error_literal (error, LK_CONNECTION_ERROR, LK_CONNECTION_ERROR_CLIENT_ID,
                               _("There is a character in the Client ID that cannot belong to it"));
          return FALSE;
        }
    }

  /* The numeric id of the list of clients is no client_id (zendesk-chat.md section 1, traps). */
  if ((self->kind == LK_CONNECTION_KIND_INTEGRATED || self->kind == LK_CONNECTION_KIND_LEGACY) &&
      strspn (client_id, "0123456789") == strlen (client_id))
    {
      g_set_error_literal (error, LK_CONNECTION_ERROR, LK_CONNECTION_ERROR_CLIENT_ID,
                           _("This looks like the client's number. The Client ID is the long text beside it"));
      return FALSE;
    }

  return TRUE;
}

static gboolean
check_subdomain (LkConnection  *self,
                 GError       **error)
{
  g_autofree char *label = NULL;

  if (self->kind == LK_CONNECTION_KIND_CUSTOM || self->kind == LK_CONNECTION_KIND_PRACTICE)
    return TRUE;

  label = lk_subdomain_from_text (self->subdomain != NULL ? self->subdomain : "", NULL, error);
  if (label == NULL)
    return FALSE;

  if (g_strcmp0 (label, self->subdomain) != 0)
    {
      g_set_error (error, LK_CONNECTION_ERROR, LK_CONNECTION_ERROR_SUBDOMAIN,
                   _("Enter “%s” alone"), label);
      return FALSE;
    }

  return TRUE;
}

static gboolean
check_name (LkConnection  *self,
            GError       **error)
{
  if (self->name != NULL && g_utf8_strlen (self->name, -1) <= 100)
    return TRUE;

  g_set_error_literal (error, LK_CONNECTION_ERROR, LK_CONNECTION_ERROR_NAME,
                       self->name == NULL ? _("Give the connection a name") : _("The name is too long"));

  return FALSE;
}

static gboolean
check (LkConnection       *self,
       LkConnectionError   code,
       GError            **error)
{
  gboolean custom = self->kind == LK_CONNECTION_KIND_CUSTOM;

  switch (code)
    {
    case LK_CONNECTION_ERROR_NAME:
      return check_name (self, error);

    case LK_CONNECTION_ERROR_SUBDOMAIN:
      return check_subdomain (self, error);

    case LK_CONNECTION_ERROR_CLIENT_ID:
      return check_client_id (self, error);

    case LK_CONNECTION_ERROR_REDIRECT_URI:
      return check_redirect_uri (self->redirect_uri, error);

    case LK_CONNECTION_ERROR_SCOPES:
      return check_scopes (self->scopes, error);

    case LK_CONNECTION_ERROR_AUTHORIZE_URL:
      return check_url (self->authorize_url, custom && self->grant != LK_GRANT_CLIENT_CREDENTIALS, code, error);

    case LK_CONNECTION_ERROR_TOKEN_URL:
      return check_url (self->token_url, custom && self->grant != LK_GRANT_IMPLICIT, code, error);

    case LK_CONNECTION_ERROR_API_BASE:
      return check_url (self->api_base, custom, code, error);

    case LK_CONNECTION_ERROR_GRAPHQL_URL:
      return check_url (self->graphql_url, FALSE, code, error);

    case LK_CONNECTION_ERROR_STREAM_URL:
      return check_stream_url (self->stream_url, error);

    case LK_CONNECTION_ERROR_FORMAT:
    default:
      return TRUE;
    }
}

/**
 * lk_connection_validate_field:
 * @self: a connection
 * @field: a property of LkConnection
 * @error: return location for an error
 *
 * Checks the value of one property. Properties without rules are always valid. The rules for URLs are SECURITY.md F1
 * and F3.
 *
 * Sets an error of LK_CONNECTION_ERROR, whose message can be shown next to the field.
 *
 * Returns: whether the value is valid
 */
gboolean
lk_connection_validate_field (LkConnection  *self,
                              const char    *field,
                              GError       **error)
{
  g_return_val_if_fail (LK_IS_CONNECTION (self), FALSE);
  g_return_val_if_fail (field != NULL, FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      if (g_str_equal (fields[i].field, field))
        return check (self, fields[i].code, error);
    }

  return TRUE;
}

/**
 * lk_connection_validate:
 * @self: a connection
 * @error: return location for an error
 *
 * Checks the properties in the order of LkConnectionError, up to the first that is not valid.
 *
 * Sets an error of LK_CONNECTION_ERROR.
 *
 * Returns: whether all are valid
 */
gboolean
lk_connection_validate (LkConnection  *self,
                        GError       **error)
{
  g_return_val_if_fail (LK_IS_CONNECTION (self), FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      if (!check (self, fields[i].code, error))
        return FALSE;
    }

  return TRUE;
}

/**
 * lk_connection_error_get_field:
 * @error: an error of any domain
 *
 * Tells which property of a connection an error is about.
 *
 * Returns: (nullable): the name of the property; %NULL if the error is not about one
 */
const char *
lk_connection_error_get_field (const GError *error)
{
  g_return_val_if_fail (error != NULL, NULL);

  for (guint i = 0; error->domain == LK_CONNECTION_ERROR && i < G_N_ELEMENTS (fields); i++)
    {
      if (error->code == (int) fields[i].code)
        return fields[i].field;
    }

  return NULL;
}

/**
 * lk_connection_has_field:
 * @self: a connection
 * @field: a property of LkConnection, or `client-secret`
 *
 * Tells whether a person sets @field for a service of this kind. What is not set by hand is not shown for editing, and
 * nobody is sent to it.
 *
 * Returns: whether it is for a person to set
 */
gboolean
lk_connection_has_field (LkConnection *self,
                         const char   *field)
{
  /* The practice account fills these in by itself. */
  static const char *const given[] = {
    "subdomain", "client-id", "client-secret", "authorize-url", "token-url", "api-base", "graphql-url", "stream-url",
    "issuer", NULL
  };

  g_return_val_if_fail (LK_IS_CONNECTION (self), FALSE);
  g_return_val_if_fail (field != NULL, FALSE);

  switch (self->kind)
    {
    case LK_CONNECTION_KIND_PRACTICE:
      return !g_strv_contains (given, field);

    case LK_CONNECTION_KIND_CUSTOM:
      return !g_str_equal (field, "subdomain");

    case LK_CONNECTION_KIND_INTEGRATED:
    case LK_CONNECTION_KIND_LEGACY:
    default:
      return TRUE;
    }
}
