/* SPDX-License-Identifier: GPL-3.0-or-later */
/* "Paste the address instead": what people copy, with the dirt around it, made into an address to judge. */
#include "config.h"

#include <glib/gi18n.h>

#include "lk-authorization-response.h"
#include "lk-redirect-uri.h"
#include "lk-secret.h"

#define MAX_PASTE_LENGTH (256 * 1024)

static const char *const answer_names[] = { "access_token", "code", "error" };

/* Cuts what e-mail, terminals and quoting put around an address. */
static void
strip_dirt (char *text)
{
  static const char dirt[] = " \t\r\n\"'`<>()[]{},;";
  gsize start = strspn (text, dirt);
  gsize length = strlen (text + start);

  /* A dot may end a sentence, never an answer. */
  while (length > 0 && (strchr (dirt, text[start + length - 1]) != NULL || text[start + length - 1] == '.'))
    length--;

  memmove (text, text + start, length);
  text[length] = '\0';
}

/* An address broken over several lines holds no other blank: then the breaks go, with the indentation after them. In
 * anything else a blank ends the address. */
static void
join_lines (char *text)
{
  gboolean has_blank_inside = FALSE;
  char *to = text;

  for (const char *p = text; *p != '\0'; p++)
    {
      if (*p == '\n' || *p == '\r')
        p += strspn (p, " \t\r\n") - 1;
      else if (*p == ' ' || *p == '\t')
        has_blank_inside = has_blank_inside || strchr ("\r\n", p[strspn (p, " \t")]) == NULL;
    }

  if (has_blank_inside)
    return;

  for (const char *p = text; *p != '\0'; p++)
    {
      if (!g_ascii_isspace (*p))
        *to++ = *p;
    }
  *to = '\0';
}

/* The first place where @needle stands by itself: an address inside a parameter (iss=https://…) is not what is
 * meant. */
static const char *
find_start (const char *text,
            const char *needle)
{
  for (const char *p = strstr (text, needle); p != NULL; p = strstr (p + 1, needle))
    {
      if (p == text || strchr (" \t\r\n\"'<>():", p[-1]) != NULL)
        return p;
    }

  return NULL;
}

/* Where an address with a scheme begins, or one whose scheme the browser's address bar has hidden. */
static const char *
find_address (const char *text,
              const char *redirect_uri,
              gboolean   *lacks_scheme)
{
  const char *http = find_start (text, "http://");
  const char *https = find_start (text, "https://");
  const char *authority = strstr (redirect_uri, "://");
  g_autofree char *bare = NULL;

  *lacks_scheme = FALSE;
  if (http != NULL && https != NULL)
    return MIN (http, https);
  if (http != NULL || https != NULL)
    return http != NULL ? http : https;
  if (authority == NULL)
    return NULL;

  authority += strlen ("://");
  bare = g_strndup (authority, strcspn (authority, "/?#"));
  *lacks_scheme = TRUE;

  return *bare != '\0' ? find_start (text, bare) : NULL;
}

/* The value of parameter @name in form text, still encoded; NULL if it is not there. */
static char *
cut_value (const char *text,
           const char *name)
{
  gsize name_length = strlen (name);

  for (const char *p = strstr (text, name); p != NULL; p = strstr (p + 1, name))
    {
      if ((p == text || strchr ("?#&", p[-1]) != NULL) && p[name_length] == '=')
        return g_strndup (p + name_length + 1, strcspn (p + name_length + 1, "&#"));
    }

  return NULL;
}

static gboolean
names_an_answer (const char *text)
{
  for (gsize i = 0; i < G_N_ELEMENTS (answer_names); i++)
    {
      g_autoptr(LkSecret) value = cut_value (text, answer_names[i]);

      if (value != NULL && *value != '\0')
        return TRUE;
    }

  return FALSE;
}

/* @parameters: encoded, without the "?" or "#" before it. */
static char *
make_uri (LkAuthorizationRequest *request,
          const char             *parameters)
{
  const char *redirect_uri = lk_authorization_request_get_redirect_uri (request);
  gboolean is_implicit = lk_authorization_request_get_grant (request) == LK_GRANT_IMPLICIT;
  g_autofree char *base = g_strndup (redirect_uri, strcspn (redirect_uri, "?#"));

  return g_strconcat (base, is_implicit ? "#" : "?", parameters, NULL);
}

/* A value by itself. That the person has picked it out by hand for this sign-in stands for the state here. */
static char *
make_uri_of_value (LkAuthorizationRequest *request,
                   const char             *encoded_value)
{
  const char *state = lk_authorization_request_get_state (request);
  gboolean is_implicit = lk_authorization_request_get_grant (request) == LK_GRANT_IMPLICIT;
  g_autoptr(LkSecret) parameters = NULL;

  parameters = g_strconcat (is_implicit ? "token_type=Bearer&access_token=" : "code=", encoded_value,
                            "&state=", state != NULL ? state : "", NULL);

  return make_uri (request, parameters);
}

static char *
no_answer (GError **error)
{
  g_set_error_literal (error, LK_AUTHORIZATION_ERROR, LK_AUTHORIZATION_ERROR_NO_ANSWER,
                       _("There is no answer in this text. Paste the whole address of the page that you came to after "
                         "“Allow”: it has “code=” or “access_token=” in it."));

  return NULL;
}

static char *
uri_of_address (LkAuthorizationRequest  *request,
                const char              *start,
                gboolean                 lacks_scheme,
                GError                 **error)
{
  const char *redirect_uri = lk_authorization_request_get_redirect_uri (request);
  gsize length = strcspn (start, " \t\r\n\"'<>");
  g_autoptr(LkSecret) address = g_strndup (start, length);
  g_autoptr(LkSecret) uri = NULL;

  if (lacks_scheme)
    {
      g_autofree char *scheme = g_strndup (redirect_uri, strstr (redirect_uri, "://") + 3 - redirect_uri);

      uri = g_strconcat (scheme, address, NULL);
    }
  else
    {
      uri = g_steal_pointer (&address);
    }

  if (!lk_redirect_uri_matches (redirect_uri, uri))
    {
      g_set_error (error, LK_AUTHORIZATION_ERROR, LK_AUTHORIZATION_ERROR_NOT_OURS,
                   _("This is another address. The answer begins with %s"), redirect_uri);
      return NULL;
    }
  if (!names_an_answer (uri))
    return no_answer (error);

  return g_steal_pointer (&uri);
}

/**
 * lk_authorization_response_uri_from_paste:
 * @request: the request that waits
 * @text: what was pasted
 * @error: return location for `LK_AUTHORIZATION_ERROR_NO_ANSWER` or `LK_AUTHORIZATION_ERROR_NOT_OURS`
 *
 * Finds the answer in pasted text: a whole address with `?` or `#`, one without its scheme or broken over lines, its
 * parameters alone, or a bare code or token; with quotes, blanks or `&token_type=…` around it. The request is left as
 * it is, so a wrong paste can be mended.
 *
 * Returns: (transfer full) (nullable): an address for lk_authorization_response_parse (), a secret, free with
 *   lk_secret_free ()
 */
char *
lk_authorization_response_uri_from_paste (LkAuthorizationRequest  *request,
                                          const char              *text,
                                          GError                 **error)
{
  g_autoptr(LkSecret) clean = NULL;
  g_autoptr(LkSecret) state = NULL;
  g_autoptr(LkSecret) value = NULL;
  const char *address, *parameters;
  gboolean lacks_scheme;

  g_return_val_if_fail (LK_IS_AUTHORIZATION_REQUEST (request), NULL);
  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (strlen (text) > MAX_PASTE_LENGTH || !g_utf8_validate (text, -1, NULL))
    return no_answer (error);

  clean = g_strdup (text);
  strip_dirt (clean);
  join_lines (clean);

  address = find_address (clean, lk_authorization_request_get_redirect_uri (request), &lacks_scheme);
  if (address != NULL)
    return uri_of_address (request, address, lacks_scheme, error);

  parameters = clean + strspn (clean, "?#&");
  if (strpbrk (parameters, " \t\r\n") != NULL)
    return no_answer (error);

  state = cut_value (parameters, "state");
  if (names_an_answer (parameters) && state != NULL)
    return make_uri (request, parameters);

  value = cut_value (parameters,
                     lk_authorization_request_get_grant (request) == LK_GRANT_IMPLICIT ? "access_token" : "code");
  if (value == NULL && !names_an_answer (parameters))
    value = g_strndup (parameters, strcspn (parameters, "&#"));
  if (value == NULL || *value == '\0' || strspn (value, "=") > 0 || !lk_token_is_valid_text (value))
    return no_answer (error);

  return make_uri_of_value (request, value);
}
