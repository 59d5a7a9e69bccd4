/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "lk-authorization-response.h"
#include "lk-redirect-uri.h"
#include "lk-secret.h"
#include "lk-text.h"

#define MAX_URI_LENGTH (64 * 1024)
#define MAX_PARAMETERS 256
#define MAX_ERROR_CHARS 100
#define MAX_DESCRIPTION_CHARS 1000

typedef enum
{
  PLACE_QUERY,
  PLACE_FRAGMENT,
} Place;

/* All parameters of an answer, by name. No name is there twice, be it once in each place. */
typedef struct
{
  GHashTable *values[2];   /* by Place; name to value, values are wiped */
} Parameters;

G_DEFINE_QUARK (lk-authorization-error-quark, lk_authorization_error)

static void
parameters_clear (Parameters *parameters)
{
  g_clear_pointer (&parameters->values[PLACE_QUERY], g_hash_table_unref);
  g_clear_pointer (&parameters->values[PLACE_FRAGMENT], g_hash_table_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Parameters, parameters_clear)

static const char *
parameters_get (const Parameters *parameters,
                Place             place,
                const char       *name)
{
  return g_hash_table_lookup (parameters->values[place], name);
}

static const char *
parameters_find (const Parameters *parameters,
                 const char       *name)
{
  const char *value = parameters_get (parameters, PLACE_QUERY, name);

  return value != NULL ? value : parameters_get (parameters, PLACE_FRAGMENT, name);
}

/* Form encoding writes a space as "+" (RFC 6749 appendix B). But a token or a code with a space in it does not exist,
 * whereas services forget to encode the "+" of base64 (RFC 6750 section 2.1 allows it): there it stays what it is. */
static gboolean
is_plus_literal (const char *name)
{
  return g_str_equal (name, "access_token") || g_str_equal (name, "code");
}

/* Decodes one name or value. NULL if it holds a broken escape, a control character or what is not UTF-8. */
static char *
decode (const char *text,
        gsize       length,
        gboolean    plus_is_space)
{
  char *decoded = g_malloc (length + 1);
  gsize n = 0;

  for (gsize i = 0; i < length; i++)
    {
      char c = text[i];

      if (c == '%')
        {
          if (i + 2 >= length || !g_ascii_isxdigit (text[i + 1]) || !g_ascii_isxdigit (text[i + 2]))
            goto refuse;

          c = (char) (g_ascii_xdigit_value (text[i + 1]) << 4 | g_ascii_xdigit_value (text[i + 2]));
          i += 2;
        }
      else if (c == '+' && plus_is_space)
        {
          c = ' ';
        }

      if ((guchar) c < 0x20 || c == 0x7f)
        goto refuse;

      decoded[n++] = c;
    }

  decoded[n] = '\0';
  if (g_utf8_validate (decoded, n, NULL))
    return decoded;

refuse:
  lk_secret_wipe (decoded, n);
  g_free (decoded);

  return NULL;
}

/* FALSE: doubled or undecodable. */
static gboolean
parameters_read (Parameters *parameters,
                 Place       place,
                 const char *text,
                 gsize       length)
{
  const char *end = text + length;

  while (text < end)
    {
      const char *next = memchr (text, '&', end - text);
      const char *pair_end = next != NULL ? next : end;
      const char *equals = memchr (text, '=', pair_end - text);
      const char *name_end = equals != NULL ? equals : pair_end;
      g_autofree char *name = NULL;
      g_autoptr(LkSecret) value = NULL;

      if (pair_end > text)
        {
          name = decode (text, name_end - text, TRUE);
          if (name == NULL)
            return FALSE;

          value = equals != NULL ? decode (equals + 1, pair_end - equals - 1, !is_plus_literal (name)) : g_strdup ("");
          if (value == NULL || parameters_find (parameters, name) != NULL)
            return FALSE;
          if (g_hash_table_size (parameters->values[place]) >= MAX_PARAMETERS)
            return FALSE;

          g_hash_table_insert (parameters->values[place], g_steal_pointer (&name), g_steal_pointer (&value));
        }

      text = pair_end + 1;
    }

  return TRUE;
}

/* FALSE: the address as a whole is to be refused. */
static gboolean
parameters_read_uri (Parameters *parameters,
                     const char *uri)
{
  const char *fragment, *query, *query_end;

  for (Place place = PLACE_QUERY; place <= PLACE_FRAGMENT; place++)
    parameters->values[place] = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                                       (GDestroyNotify) lk_secret_free);

  if (strlen (uri) > MAX_URI_LENGTH)
    return FALSE;

  fragment = strchr (uri, '#');
  query_end = fragment != NULL ? fragment : uri + strlen (uri);
  query = memchr (uri, '?', query_end - uri);

  if (query != NULL && !parameters_read (parameters, PLACE_QUERY, query + 1, query_end - query - 1))
    return FALSE;
  if (fragment != NULL && !parameters_read (parameters, PLACE_FRAGMENT, fragment + 1, strlen (fragment + 1)))
    return FALSE;

  return TRUE;
}

static Place
place_of_grant (LkGrant grant)
{
  return grant == LK_GRANT_IMPLICIT ? PLACE_FRAGMENT : PLACE_QUERY;
}

static const char *
name_of_grant (LkGrant grant)
{
  return grant == LK_GRANT_IMPLICIT ? "access_token" : "code";
}

static gboolean
holds_any_answer (const Parameters *parameters)
{
  return parameters_find (parameters, "error") != NULL
         || parameters_find (parameters, "code") != NULL
         || parameters_find (parameters, "access_token") != NULL;
}

/* Judges the state, wherever it stands. A wrong one is refused even from a service that is said not to echo it. */
static gboolean
check_state (const Parameters        *parameters,
             LkAuthorizationRequest  *request,
             const char              *expected,
             GError                 **error)
{
  const char *state = parameters_find (parameters, "state");

  if (expected == NULL)
    {
      g_set_error_literal (error, LK_AUTHORIZATION_ERROR, LK_AUTHORIZATION_ERROR_STATE_MISMATCH,
                           _("This sign-in has been answered already; a second answer is not taken"));
      return FALSE;
    }

  if (state != NULL && !lk_secret_equal (state, expected))
    {
      g_set_error_literal (error, LK_AUTHORIZATION_ERROR, LK_AUTHORIZATION_ERROR_STATE_MISMATCH,
                           _("The answer does not belong to this sign-in: its “state” is another one"));
      return FALSE;
    }

  /* A refusal is taken without a state: nothing comes of it but a message. */
  if (state == NULL
      && parameters_find (parameters, "error") == NULL
      && !lk_authorization_request_get_no_state_echo (request))
    {
      g_set_error_literal (error, LK_AUTHORIZATION_ERROR, LK_AUTHORIZATION_ERROR_STATE_MISSING,
                           _("The answer lacks the “state” that proves that it belongs to this sign-in"));
      return FALSE;
    }

  return TRUE;
}

/* Whoever sets an issuer says with it that the service names itself (RFC 9207 section 2.4). */
static gboolean
check_issuer (const Parameters        *parameters,
              LkAuthorizationRequest  *request,
              GError                 **error)
{
  const char *expected = lk_authorization_request_get_issuer (request);
  const char *issuer = parameters_find (parameters, "iss");

  if (expected == NULL || *expected == '\0')
    return TRUE;
  if (issuer == NULL && parameters_find (parameters, "error") != NULL)
    return TRUE;
  if (g_strcmp0 (issuer, expected) == 0)
    return TRUE;

  g_set_error_literal (error, LK_AUTHORIZATION_ERROR, LK_AUTHORIZATION_ERROR_ISSUER,
                       issuer != NULL ? _("The answer comes from another issuer than the one set for this connection")
                                      : _("The answer does not name the issuer that is set for this connection"));

  return FALSE;
}

static char *
dup_for_show (const char *text,
              gsize       max_chars)
{
  return text != NULL ? lk_text_sanitize (text, -1, max_chars) : NULL;
}

static void
take_refusal (LkAuthorizationResponse  *response,
              const Parameters         *parameters,
              GError                  **error)
{
  const char *code = parameters_find (parameters, "error");

  response->oauth_error = dup_for_show (code, MAX_ERROR_CHARS);
  response->oauth_description = dup_for_show (parameters_find (parameters, "error_description"), MAX_DESCRIPTION_CHARS);
  response->oauth_uri = dup_for_show (parameters_find (parameters, "error_uri"), MAX_DESCRIPTION_CHARS);

  if (g_str_equal (code, "access_denied"))
    g_set_error_literal (error, LK_AUTHORIZATION_ERROR, LK_AUTHORIZATION_ERROR_DENIED, _("Access was denied"));
  else
    g_set_error (error, LK_AUTHORIZATION_ERROR, LK_AUTHORIZATION_ERROR_SERVER,
                 /* Translators: %s is an error code such as invalid_scope */
                 _("The service refused the sign-in: %s"), response->oauth_error);
}

static gboolean
take_token (LkAuthorizationResponse  *response,
            const Parameters         *parameters,
            LkAuthorizationRequest   *request,
            GError                  **error)
{
  const char *scope = parameters_get (parameters, PLACE_FRAGMENT, "scope");
  g_auto(GStrv) scopes = scope != NULL && *scope != '\0' ? g_strsplit_set (scope, " ,", -1) : NULL;
  g_autoptr(GError) local_error = NULL;

  /* No refresh token may come this way (RFC 6749 section 4.2.2); one that does is left where it is. */
  response->token = lk_token_new (parameters_get (parameters, PLACE_FRAGMENT, "access_token"),
                                  NULL,
                                  parameters_get (parameters, PLACE_FRAGMENT, "token_type"),
                                  (const char *const *) scopes,
                                  lk_token_parse_expires_in (parameters_get (parameters, PLACE_FRAGMENT, "expires_in")),
                                  LK_TOKEN_OBTAINED_IMPLICIT,
                                  lk_authorization_request_get_endpoints (request)->authorize,
                                  lk_authorization_request_get_client_id (request),
                                  lk_authorization_request_get_scopes (request),
                                  &local_error);
  if (response->token != NULL)
    {
      lk_token_bind (response->token, lk_authorization_request_get_endpoints (request));
      return TRUE;
    }

  g_set_error_literal (error, LK_AUTHORIZATION_ERROR, LK_AUTHORIZATION_ERROR_TOKEN_INVALID, local_error->message);

  return FALSE;
}

static gboolean
take_code (LkAuthorizationResponse  *response,
           const Parameters         *parameters,
           GError                  **error)
{
  const char *code = parameters_get (parameters, PLACE_QUERY, "code");

  if (!lk_token_is_valid_text (code))
    {
      g_set_error_literal (error, LK_AUTHORIZATION_ERROR, LK_AUTHORIZATION_ERROR_TOKEN_INVALID,
                           _("The code in the answer is empty, too long, or holds characters that no code may have"));
      return FALSE;
    }

  response->code = g_strdup (code);

  return TRUE;
}

/**
 * lk_authorization_response_parse:
 * @response: (out caller-allocates): zeroed; filled in so far as it is known, also on failure
 * @request: the request that it answers
 * @response_uri: the address that the user agent was led to
 * @error: return location for a #LkAuthorizationError
 *
 * Judges an answer (RFC 6749 sections 4.1.2 and 4.2.2, RFC 9207). Whatever the outcome, the request's state is used up,
 * so that no second answer is taken; only an address that is not the redirect URI changes nothing.
 *
 * Taken is the response type that was asked for in its own place alone: a token from the fragment, a code from the
 * query. A refusal is taken from either, for services differ, and wins over all else.
 *
 * Returns: %TRUE with a token or a code in @response
 */
gboolean
lk_authorization_response_parse (LkAuthorizationResponse  *response,
                                 LkAuthorizationRequest   *request,
                                 const char               *response_uri,
                                 GError                  **error)
{
  g_autoptr(LkSecret) expected = NULL;
  g_auto(Parameters) parameters = { { NULL, NULL } };
  LkGrant grant;

  g_return_val_if_fail (response != NULL, FALSE);
  g_return_val_if_fail (LK_IS_AUTHORIZATION_REQUEST (request), FALSE);
  g_return_val_if_fail (response_uri != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (!lk_redirect_uri_matches (lk_authorization_request_get_redirect_uri (request), response_uri))
    {
      g_set_error_literal (error, LK_AUTHORIZATION_ERROR, LK_AUTHORIZATION_ERROR_NOT_OURS,
                           _("This is not the redirect URL of this sign-in"));
      return FALSE;
    }

  expected = lk_authorization_request_take_state (request);
  grant = lk_authorization_request_get_grant (request);

  if (!parameters_read_uri (&parameters, response_uri))
    {
      g_set_error_literal (error, LK_AUTHORIZATION_ERROR, LK_AUTHORIZATION_ERROR_MALFORMED,
                           _("The answer is not well formed: something in it is there twice, too long or unreadable"));
      return FALSE;
    }

  if (!holds_any_answer (&parameters))
    {
      g_set_error_literal (error, LK_AUTHORIZATION_ERROR, LK_AUTHORIZATION_ERROR_NO_ANSWER,
                           _("The service came back without an answer"));
      return FALSE;
    }

  if (!check_state (&parameters, request, expected, error) || !check_issuer (&parameters, request, error))
    return FALSE;

  if (parameters_find (&parameters, "error") != NULL)
    {
      take_refusal (response, &parameters, error);
      return FALSE;
    }

  if (parameters_get (&parameters, place_of_grant (grant), name_of_grant (grant)) == NULL)
    {
      g_set_error_literal (error, LK_AUTHORIZATION_ERROR, LK_AUTHORIZATION_ERROR_MISPLACED,
                           grant == LK_GRANT_IMPLICIT
                             ? _("The answer should have a token after the “#”, and has something else instead")
                             : _("The answer should have a code after the “?”, and has something else instead"));
      return FALSE;
    }

  return grant == LK_GRANT_IMPLICIT ? take_token (response, &parameters, request, error)
                                    : take_code (response, &parameters, error);
}

/**
 * lk_authorization_response_clear:
 * @response: an answer
 *
 * Frees what it holds and wipes its secrets; it may be used again.
 */
void
lk_authorization_response_clear (LkAuthorizationResponse *response)
{
  g_return_if_fail (response != NULL);

  g_clear_object (&response->token);
  lk_secret_clear (&response->code);
  g_clear_pointer (&response->oauth_error, g_free);
  g_clear_pointer (&response->oauth_description, g_free);
  g_clear_pointer (&response->oauth_uri, g_free);
}

/**
 * lk_authorization_response_is_answer:
 * @request: a request that waits
 * @uri: an address
 *
 * Whether @uri is this request's redirect URI with an answer that bears its state (or none, where the user has said so
 * of the service). Uses nothing up: for a listener that anybody on this machine can talk to, and for pasted text.
 *
 * Returns: %TRUE if lk_authorization_response_parse () is to see it
 */
gboolean
lk_authorization_response_is_answer (LkAuthorizationRequest *request,
                                     const char             *uri)
{
  g_auto(Parameters) parameters = { { NULL, NULL } };
  const char *expected, *state;

  g_return_val_if_fail (LK_IS_AUTHORIZATION_REQUEST (request), FALSE);
  g_return_val_if_fail (uri != NULL, FALSE);

  expected = lk_authorization_request_get_state (request);
  if (expected == NULL
      || !lk_redirect_uri_matches (lk_authorization_request_get_redirect_uri (request), uri)
      || !parameters_read_uri (&parameters, uri)
      || !holds_any_answer (&parameters))
    return FALSE;

  state = parameters_find (&parameters, "state");
  if (state == NULL)
    return lk_authorization_request_get_no_state_echo (request);

  return lk_secret_equal (state, expected);
}
