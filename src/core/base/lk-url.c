/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-url.h"

#include <gio/gio.h>
#include <glib/gi18n.h>
#include <string.h>

/* The flags libsoup parses with: what is judged here and what is sent there are the same parts. */
#define PARSE_FLAGS                                                                                                    \
  (G_URI_FLAGS_HAS_PASSWORD | G_URI_FLAGS_ENCODED_PATH | G_URI_FLAGS_ENCODED_QUERY | G_URI_FLAGS_ENCODED_FRAGMENT |    \
   G_URI_FLAGS_SCHEME_NORMALIZE)

/* RFC 3986 section 2: what else a URL holds must be percent-encoded. Parsers differ over all other characters, above
 * all over the backslash and white space, and a host that two parsers read differently is how an address lies. */
#define URL_CHARACTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~:/?#[]@!$&'()*+,;=%"

G_DEFINE_QUARK (lk - url - error - quark, lk_url_error)

typedef struct
{
  const char *secure;
  const char *plain;
} Schemes;

static const Schemes http_schemes = { "https", "http" };
static const Schemes websocket_schemes = { "wss", "ws" };

static GUri *
parse_strictly (const char  *url,
                GError     **error)
{
  g_autoptr(GUri) uri = NULL;
  const char *authority;

  if (url[strspn (url, URL_CHARACTERS)] != '\0')
    {
      g_set_error_literal (error, LK_URL_ERROR, LK_URL_ERROR_INVALID,
                           _("The address holds a space or another character that cannot stand in an address."));
      return NULL;
    }

  uri = g_uri_parse (url, PARSE_FLAGS, NULL);
  authority = strstr (url, "://");

  /* A host has no percent-encoded part that is not there to disguise it. */
  if (uri == NULL || (authority != NULL && memchr (authority + 3, '%', strcspn (authority + 3, "/?#")) != NULL))
    {
      g_set_error_literal (error, LK_URL_ERROR, LK_URL_ERROR_INVALID,
                           _("This is not a whole address. It should look like https://example.com/path."));
      return NULL;
    }

  return g_steal_pointer (&uri);
}

static GUri *
parse_with_policy (const char     *url,
                   const Schemes  *schemes,
                   GError        **error)
{
  g_autoptr(GUri) uri = parse_strictly (url, error);
  const char *scheme;

  if (uri == NULL)
    return NULL;

  scheme = g_uri_get_scheme (uri);

  if (!g_str_equal (scheme, schemes->secure) && !g_str_equal (scheme, schemes->plain))
    {
      g_set_error (error, LK_URL_ERROR, LK_URL_ERROR_SCHEME,
                   /* Translators: both are the beginnings of addresses, such as https: and ftp: */
                   _("The address must begin with %s:, not with %s:."), schemes->secure, scheme);
      return NULL;
    }

  if (g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0')
    {
      g_set_error_literal (error, LK_URL_ERROR, LK_URL_ERROR_INVALID, _("The address names no host."));
      return NULL;
    }

  if (g_uri_get_userinfo (uri) != NULL)
    {
      g_set_error_literal (error, LK_URL_ERROR, LK_URL_ERROR_USERINFO,
                           _("The address must not hold a user name or password (the part before the @)."));
      return NULL;
    }

  if (g_uri_get_fragment (uri) != NULL)
    {
      g_set_error_literal (error, LK_URL_ERROR, LK_URL_ERROR_FRAGMENT, _("The address must not hold a # part."));
      return NULL;
    }

  if (g_str_equal (scheme, schemes->plain) && !lk_url_is_loopback (uri))
    {
      g_set_error (error, LK_URL_ERROR, LK_URL_ERROR_PLAIN_HTTP,
                   /* Translators: both are the beginnings of addresses, such as https: and http: */
                   _("The address must begin with %s:. Plain %s: would show the secrets to everyone on the way; "
                     "it is allowed to this computer alone."),
                     schemes->secure, schemes->plain);
      return NULL;
    }

  return g_steal_pointer (&uri);
}

/**
 * lk_url_parse_endpoint:
 * @url: an address from a form, a file, the command line or a server
 * @error: where to put an `LK_URL_ERROR`, worded for the person who typed the address
 *
 * Parses the address of an endpoint and applies the one policy for all of them: https, or http to this computer; no
 * user name, no fragment; no character that is not one of a URL. A query is kept (RFC 6749 sections 3.1 and 3.2).
 *
 * Returns: (transfer full) (nullable): the parsed address, or %NULL with @error set
 */
GUri *
lk_url_parse_endpoint (const char  *url,
                       GError     **error)
{
  g_return_val_if_fail (url != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return parse_with_policy (url, &http_schemes, error);
}

/**
 * lk_url_check_endpoint:
 * @url: an address
 * @error: where to put an `LK_URL_ERROR`
 *
 * Returns: whether lk_url_parse_endpoint() takes the address
 */
gboolean
lk_url_check_endpoint (const char  *url,
                       GError     **error)
{
  g_autoptr(GUri) uri = lk_url_parse_endpoint (url, error);

  return uri != NULL;
}

/**
 * lk_url_check_stream:
 * @url: the address of a WebSocket
 * @error: where to put an `LK_URL_ERROR`
 *
 * Applies the policy of lk_url_parse_endpoint() to a WebSocket's address: wss, or ws to this computer.
 *
 * Returns: whether the address may be connected to
 */
gboolean
lk_url_check_stream (const char  *url,
                     GError     **error)
{
  g_autoptr(GUri) uri = NULL;

  g_return_val_if_fail (url != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  uri = parse_with_policy (url, &websocket_schemes, error);

  return uri != NULL;
}

/**
 * lk_url_is_loopback:
 * @uri: a parsed address
 *
 * Judges by the parsed host alone: 127.0.0.0/8 in four decimal parts, ::1, or the name localhost (RFC 8252 section
 * 7.3). `127.1` and `localhost.evil.test` are neither.
 *
 * Returns: whether the address leads to this computer
 */
gboolean
lk_url_is_loopback (GUri *uri)
{
  g_autoptr(GInetAddress) address = NULL;
  const char *host;

  g_return_val_if_fail (uri != NULL, FALSE);

  host = g_uri_get_host (uri);
  if (host == NULL)
    return FALSE;

  if (g_ascii_strcasecmp (host, "localhost") == 0)
    return TRUE;

  address = g_inet_address_new_from_string (host);

  return address != NULL && g_inet_address_get_is_loopback (address);
}

/**
 * lk_url_get_origin:
 * @url: (nullable): an absolute address
 *
 * Returns: (transfer full) (nullable): scheme, host and port in lower case, the scheme's usual port left out, such as
 *   `https://acme.zendesk.com:8443`; %NULL if the address has no such parts
 */
char *
lk_url_get_origin (const char *url)
{
  g_autoptr(GUri) uri = url != NULL ? parse_strictly (url, NULL) : NULL;
  g_autofree char *host = NULL;
  const char *scheme;
  gboolean bracketed;
  int port, usual;

  if (uri == NULL || g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0')
    return NULL;

  scheme = g_uri_get_scheme (uri);
  host = g_ascii_strdown (g_uri_get_host (uri), -1);
  bracketed = strchr (host, ':') != NULL;
  port = g_uri_get_port (uri);
  usual = g_str_equal (scheme, "https") || g_str_equal (scheme, "wss") ? 443
          : g_str_equal (scheme, "http") || g_str_equal (scheme, "ws") ? 80
                                                                       : -1;

  if (port < 0 || port == usual)
    return g_strdup_printf ("%s://%s%s%s", scheme, bracketed ? "[" : "", host, bracketed ? "]" : "");

  return g_strdup_printf ("%s://%s%s%s:%d", scheme, bracketed ? "[" : "", host, bracketed ? "]" : "", port);
}

/**
 * lk_url_same_origin:
 * @a: (nullable): an absolute address
 * @b: (nullable): another
 *
 * Returns: whether both have an origin and it is the same; the bearer token goes to no other (RFC 6750 section 5.2)
 */
gboolean
lk_url_same_origin (const char *a,
                    const char *b)
{
  g_autofree char *origin_a = lk_url_get_origin (a);
  g_autofree char *origin_b = lk_url_get_origin (b);

  return origin_a != NULL && g_strcmp0 (origin_a, origin_b) == 0;
}

/**
 * lk_url_resolve:
 * @base: an absolute address
 * @reference: an absolute or relative one, as a `Location` header has it
 * @error: where to put an `LK_URL_ERROR`
 *
 * Resolves as RFC 3986 section 5 does, leaves out the fragment, which is no part of a request, and applies the
 * policy of lk_url_parse_endpoint() to what comes out. Whether it is of the same origin is the caller's question.
 *
 * Returns: (transfer full) (nullable): the absolute address, or %NULL with @error set
 */
char *
lk_url_resolve (const char  *base,
                const char  *reference,
                GError     **error)
{
  g_autofree char *resolved = NULL;
  g_autofree char *without_fragment = NULL;
  g_autoptr(GUri) uri = NULL;

  g_return_val_if_fail (base != NULL, NULL);
  g_return_val_if_fail (reference != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  without_fragment = g_strndup (reference, strcspn (reference, "#"));
  resolved = g_uri_resolve_relative (base, without_fragment, PARSE_FLAGS, NULL);

  if (resolved == NULL)
    {
      g_set_error_literal (error, LK_URL_ERROR, LK_URL_ERROR_INVALID, _("The address leads nowhere."));
      return NULL;
    }

  uri = lk_url_parse_endpoint (resolved, error);

  return uri != NULL ? g_steal_pointer (&resolved) : NULL;
}

/**
 * lk_url_escape_path:
 * @path: a path with a query, as a person types it or a service writes it
 *
 * Percent-encodes what cannot stand in a path or a query (RFC 3986 section 3.3), such as the spaces and brackets of a
 * search. What is encoded already stays; a fragment means nothing in a request, so its mark is encoded too.
 *
 * Returns: (transfer full): the path as it can be sent
 */
char *
lk_url_escape_path (const char *path)
{
  GString *escaped;

  g_return_val_if_fail (path != NULL, NULL);

  escaped = g_string_sized_new (strlen (path));
  for (const char *p = path; *p != '\0'; p++)
    {
      gboolean is_plain = *p == '%' ? g_ascii_isxdigit (p[1]) && g_ascii_isxdigit (p[2])
                                    : strchr (URL_CHARACTERS, *p) != NULL && strchr ("#[]", *p) == NULL;

      if (is_plain)
        g_string_append_c (escaped, *p);
      else
        g_string_append_printf (escaped, "%%%02X", (guint) (guchar) *p);
    }

  return g_string_free (escaped, FALSE);
}
