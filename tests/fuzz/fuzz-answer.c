/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The address that a sign-in ends with, as the service sends it and as a person pastes it. The input is what follows
 * the redirect URI, after a line with the names of what the request is to be: code, no-echo, issuer, paste. */
#include "config.h"

#include <string.h>

#include "fuzz.h"
#include "lk-authorization-response.h"

#define REDIRECT "http://localhost:8080"

static LkAuthorizationRequest *
request_new (const char *setting)
{
  const char *const scopes[] = { "read", "write", NULL };
  g_autoptr(LkConnection) connection = lk_connection_new (LK_CONNECTION_KIND_INTEGRATED);

  g_object_set (connection,
                "subdomain", "acme",
                "client-id", "client",
                "redirect-uri", REDIRECT,
                "grant", strstr (setting, "code") != NULL ? LK_GRANT_CODE : LK_GRANT_IMPLICIT,
                "no-state-echo", strstr (setting, "no-echo") != NULL,
                "issuer", strstr (setting, "issuer") != NULL ? "https://auth.example/" : NULL,
                NULL);

  return lk_authorization_request_new (connection, scopes);
}

/* The state is random: where the input says STATE, it is put in. */
static char *
with_state (LkAuthorizationRequest *request,
            const char             *text)
{
  g_auto(GStrv) parts = g_strsplit (text, "STATE", -1);

  return g_strjoinv (lk_authorization_request_get_state (request), parts);
}

static void
check (LkAuthorizationRequest *request,
       const char             *uri)
{
  g_auto(LkAuthorizationResponse) response = { 0 };
  g_auto(LkAuthorizationResponse) again = { 0 };
  g_autoptr(GError) error = NULL;
  gboolean code = lk_authorization_request_get_grant (request) == LK_GRANT_CODE;

  lk_authorization_response_is_answer (request, uri);

  if (lk_authorization_response_parse (&response, request, uri, &error))
    {
      g_assert_no_error (error);
      g_assert_true ((response.code != NULL) == code);
      g_assert_true ((response.token != NULL) == !code);
      /* A state is good for one answer. */
      g_assert_false (lk_authorization_response_parse (&again, request, uri, NULL));
    }
  else
    {
      g_assert_true (error != NULL && error->domain == LK_AUTHORIZATION_ERROR);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      g_assert_true (response.code == NULL && response.token == NULL);
    }

  g_assert_true (response.oauth_error == NULL || g_utf8_validate (response.oauth_error, -1, NULL));
  g_assert_true (response.oauth_description == NULL || g_utf8_validate (response.oauth_description, -1, NULL));
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  char *rest = strchr (text, '\n');
  g_autoptr(LkAuthorizationRequest) request = NULL;
  g_autofree char *answer = NULL;
  g_autofree char *uri = NULL;

  if (rest == NULL)
    return 0;

  *rest++ = '\0';
  if (g_str_has_suffix (rest, "\n"))
    rest[strlen (rest) - 1] = '\0';

  request = request_new (text);
  answer = with_state (request, rest);

  if (strstr (text, "paste") != NULL)
    {
      uri = lk_authorization_response_uri_from_paste (request, answer, NULL);
      if (uri != NULL)
        check (request, uri);
    }
  else
    {
      uri = g_strconcat (REDIRECT, answer, NULL);
      check (request, uri);
    }

  return 0;
}
