/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-authorization-response.h"
#include "lk-secret.h"
#include "lk-test.h"

#define REDIRECT "http://localhost:8080"
#define ISSUER "https://auth.example/"
#define OK (-1)

/* In the cases below "STATE" stands for the state of the request. */
typedef enum
{
  PLAIN,
  NO_ECHO,       /* the user has said that the service does not echo the state */
  WITH_ISSUER,
} Setting;

static LkAuthorizationRequest *
new_request (LkGrant grant,
             Setting setting)
{
  g_autoptr(LkConnection) connection = lk_connection_new (LK_CONNECTION_KIND_INTEGRATED);
  const char *const scopes[] = { "read", "write", NULL };

  g_object_set (connection,
                "subdomain", "acme",
                "client-id", "client",
                "redirect-uri", REDIRECT,
                "grant", grant,
                "no-state-echo", setting == NO_ECHO,
                "issuer", setting == WITH_ISSUER ? ISSUER : NULL,
                NULL);

  return lk_authorization_request_new (connection, scopes);
}

static char *
with_state (LkAuthorizationRequest *request,
            const char             *text)
{
  g_auto(GStrv) parts = g_strsplit (text, "STATE", -1);

  return g_strjoinv (lk_authorization_request_get_state (request), parts);
}

static const struct
{
  const char *name;
  LkGrant grant;
  const char *answer;   /* after the redirect URI */
  int error;            /* LkAuthorizationError, or OK */
  Setting setting;
} cases[] = {
  { "token", LK_GRANT_IMPLICIT, "/#access_token=T&token_type=Bearer&state=STATE", OK },
  { "token without the slash", LK_GRANT_IMPLICIT, "#access_token=T&token_type=Bearer&state=STATE", OK },
  { "token, order reversed", LK_GRANT_IMPLICIT, "/#state=STATE&token_type=bearer&access_token=T", OK },
  { "token, unknown parameters", LK_GRANT_IMPLICIT,
    "/#iss=x&foo&=&bar=1&access_token=T&token_type=BEARER&state=STATE", OK },
  { "token, empty pairs", LK_GRANT_IMPLICIT, "/#&&access_token=T&&token_type=Bearer&state=STATE&", OK },
  { "code", LK_GRANT_CODE, "/?code=C&state=STATE", OK },
  { "code without the slash", LK_GRANT_CODE, "?code=C&state=STATE", OK },
  { "code and foreign token in the fragment", LK_GRANT_CODE, "/?code=C&state=STATE#access_token=Y", OK },
  { "code and a site's fragment", LK_GRANT_CODE, "/?code=C&state=STATE#_=_", OK },

  /* A2: the state. */
  { "wrong state", LK_GRANT_IMPLICIT, "/#access_token=T&token_type=Bearer&state=x",
    LK_AUTHORIZATION_ERROR_STATE_MISMATCH },
  { "wrong state, code", LK_GRANT_CODE, "/?code=C&state=STATEx", LK_AUTHORIZATION_ERROR_STATE_MISMATCH },
  { "no state", LK_GRANT_IMPLICIT, "/#access_token=T&token_type=Bearer", LK_AUTHORIZATION_ERROR_STATE_MISSING },
  { "no state, code", LK_GRANT_CODE, "/?code=C", LK_AUTHORIZATION_ERROR_STATE_MISSING },
  { "empty state", LK_GRANT_IMPLICIT, "/#access_token=T&token_type=Bearer&state=",
    LK_AUTHORIZATION_ERROR_STATE_MISMATCH },
  { "empty state, no equals", LK_GRANT_CODE, "/?code=C&state", LK_AUTHORIZATION_ERROR_STATE_MISMATCH },
  { "doubled state", LK_GRANT_CODE, "/?code=C&state=STATE&state=STATE", LK_AUTHORIZATION_ERROR_MALFORMED },
  { "doubled state over both places", LK_GRANT_CODE, "/?code=C&state=STATE#state=STATE",
    LK_AUTHORIZATION_ERROR_MALFORMED },
  { "doubled state, one encoded", LK_GRANT_CODE, "/?code=C&state=STATE&st%61te=x", LK_AUTHORIZATION_ERROR_MALFORMED },
  { "no echo: no state", LK_GRANT_CODE, "/?code=C", OK, NO_ECHO },
  { "no echo: no state, token", LK_GRANT_IMPLICIT, "/#access_token=T&token_type=Bearer", OK, NO_ECHO },
  { "no echo: right state", LK_GRANT_CODE, "/?code=C&state=STATE", OK, NO_ECHO },
  { "no echo: wrong state", LK_GRANT_CODE, "/?code=C&state=x", LK_AUTHORIZATION_ERROR_STATE_MISMATCH, NO_ECHO },
  { "no echo: empty state", LK_GRANT_CODE, "/?code=C&state=", LK_AUTHORIZATION_ERROR_STATE_MISMATCH, NO_ECHO },
  { "no echo: doubled state", LK_GRANT_CODE, "/?code=C&state=STATE&state=STATE", LK_AUTHORIZATION_ERROR_MALFORMED,
    NO_ECHO },

  /* A4: another address. */
  { "other path", LK_GRANT_CODE, "/x?code=C&state=STATE", LK_AUTHORIZATION_ERROR_NOT_OURS },
  { "other port", LK_GRANT_CODE, "0?code=C&state=STATE", LK_AUTHORIZATION_ERROR_NOT_OURS },
  { "other host", LK_GRANT_IMPLICIT, ".evil.test/#access_token=T&token_type=Bearer&state=STATE",
    LK_AUTHORIZATION_ERROR_NOT_OURS },
  { "user name", LK_GRANT_IMPLICIT, "@evil.test/#access_token=T&token_type=Bearer&state=STATE",
    LK_AUTHORIZATION_ERROR_NOT_OURS },

  /* A6: only what was asked for, in its own place. */
  { "token in the query", LK_GRANT_IMPLICIT, "/?access_token=T&token_type=Bearer&state=STATE",
    LK_AUTHORIZATION_ERROR_MISPLACED },
  { "code for a token", LK_GRANT_IMPLICIT, "/?code=C&state=STATE", LK_AUTHORIZATION_ERROR_MISPLACED },
  { "code in the fragment", LK_GRANT_CODE, "/#code=C&state=STATE", LK_AUTHORIZATION_ERROR_MISPLACED },
  { "token for a code", LK_GRANT_CODE, "/#access_token=T&token_type=Bearer&state=STATE",
    LK_AUTHORIZATION_ERROR_MISPLACED },

  /* A7: an error wins. */
  { "denied in the query", LK_GRANT_CODE, "/?error=access_denied&state=STATE", LK_AUTHORIZATION_ERROR_DENIED },
  { "denied in the fragment", LK_GRANT_IMPLICIT, "/#error=access_denied&state=STATE", LK_AUTHORIZATION_ERROR_DENIED },
  { "implicit denied in the query", LK_GRANT_IMPLICIT, "/?error=access_denied&state=STATE",
    LK_AUTHORIZATION_ERROR_DENIED },
  { "code denied in the fragment", LK_GRANT_CODE, "/#error=access_denied&state=STATE", LK_AUTHORIZATION_ERROR_DENIED },
  { "error and code", LK_GRANT_CODE, "/?code=C&error=access_denied&state=STATE", LK_AUTHORIZATION_ERROR_DENIED },
  { "error and token", LK_GRANT_IMPLICIT, "/?error=server_error#access_token=T&token_type=Bearer&state=STATE",
    LK_AUTHORIZATION_ERROR_SERVER },
  { "error without state", LK_GRANT_CODE, "/?error=invalid_scope", LK_AUTHORIZATION_ERROR_SERVER },
  { "error with wrong state", LK_GRANT_CODE, "/?error=access_denied&state=x", LK_AUTHORIZATION_ERROR_STATE_MISMATCH },
  { "empty error", LK_GRANT_CODE, "/?error=&code=C&state=STATE", LK_AUTHORIZATION_ERROR_SERVER },

  /* A8: the issuer. */
  { "issuer unasked", LK_GRANT_CODE, "/?code=C&state=STATE&iss=https%3A%2F%2Fevil.example", OK },
  { "right issuer", LK_GRANT_CODE, "/?code=C&state=STATE&iss=https%3A%2F%2Fauth.example%2F", OK, WITH_ISSUER },
  { "wrong issuer", LK_GRANT_CODE, "/?code=C&state=STATE&iss=https%3A%2F%2Fauth.example",
    LK_AUTHORIZATION_ERROR_ISSUER, WITH_ISSUER },
  { "no issuer", LK_GRANT_CODE, "/?code=C&state=STATE", LK_AUTHORIZATION_ERROR_ISSUER, WITH_ISSUER },
  { "error from the wrong issuer", LK_GRANT_CODE, "/?error=access_denied&state=STATE&iss=x",
    LK_AUTHORIZATION_ERROR_ISSUER, WITH_ISSUER },
  { "error without issuer", LK_GRANT_CODE, "/?error=access_denied&state=STATE", LK_AUTHORIZATION_ERROR_DENIED,
    WITH_ISSUER },

  /* A10: refused whole. */
  { "doubled code", LK_GRANT_CODE, "/?code=C&code=D&state=STATE", LK_AUTHORIZATION_ERROR_MALFORMED },
  { "doubled token", LK_GRANT_IMPLICIT, "/?access_token=S#access_token=T&token_type=Bearer&state=STATE",
    LK_AUTHORIZATION_ERROR_MALFORMED },
  { "doubled unknown", LK_GRANT_CODE, "/?code=C&x=1&x=1&state=STATE", LK_AUTHORIZATION_ERROR_MALFORMED },
  { "NUL", LK_GRANT_CODE, "/?code=C%00D&state=STATE", LK_AUTHORIZATION_ERROR_MALFORMED },
  { "NUL in a name", LK_GRANT_CODE, "/?code=C&x%00=1&state=STATE", LK_AUTHORIZATION_ERROR_MALFORMED },
  { "line break", LK_GRANT_IMPLICIT, "/#access_token=T%0D%0AX-Secret:1&token_type=Bearer&state=STATE",
    LK_AUTHORIZATION_ERROR_MALFORMED },
  { "raw line break", LK_GRANT_CODE, "/?code=C\n&state=STATE", LK_AUTHORIZATION_ERROR_MALFORMED },
  { "DEL", LK_GRANT_CODE, "/?code=C%7f&state=STATE", LK_AUTHORIZATION_ERROR_MALFORMED },
  { "line break in an unknown parameter", LK_GRANT_CODE, "/?code=C&x=%0a&state=STATE",
    LK_AUTHORIZATION_ERROR_MALFORMED },
  { "invalid UTF-8", LK_GRANT_CODE, "/?code=C&x=%ff&state=STATE", LK_AUTHORIZATION_ERROR_MALFORMED },
  { "overlong UTF-8", LK_GRANT_CODE, "/?code=C&x=%c0%80&state=STATE", LK_AUTHORIZATION_ERROR_MALFORMED },
  { "broken escape", LK_GRANT_CODE, "/?code=%4&state=STATE", LK_AUTHORIZATION_ERROR_MALFORMED },
  { "escape of no hex", LK_GRANT_CODE, "/?code=%zz&state=STATE", LK_AUTHORIZATION_ERROR_MALFORMED },
  { "escape at the end", LK_GRANT_CODE, "/?code=C&state=STATE&x=%", LK_AUTHORIZATION_ERROR_MALFORMED },

  /* C3, E3: what came is no usable token or code. */
  { "no token type", LK_GRANT_IMPLICIT, "/#access_token=T&state=STATE", LK_AUTHORIZATION_ERROR_TOKEN_INVALID },
  { "unknown token type", LK_GRANT_IMPLICIT, "/#access_token=T&token_type=mac&state=STATE",
    LK_AUTHORIZATION_ERROR_TOKEN_INVALID },
  { "empty token", LK_GRANT_IMPLICIT, "/#access_token=&token_type=Bearer&state=STATE",
    LK_AUTHORIZATION_ERROR_TOKEN_INVALID },
  { "token not ASCII", LK_GRANT_IMPLICIT, "/#access_token=%c3%a4&token_type=Bearer&state=STATE",
    LK_AUTHORIZATION_ERROR_TOKEN_INVALID },
  { "empty code", LK_GRANT_CODE, "/?code=&state=STATE", LK_AUTHORIZATION_ERROR_TOKEN_INVALID },
  { "code not ASCII", LK_GRANT_CODE, "/?code=%c3%a4&state=STATE", LK_AUTHORIZATION_ERROR_TOKEN_INVALID },

  { "nothing", LK_GRANT_CODE, "/", LK_AUTHORIZATION_ERROR_NO_ANSWER },
  { "state alone", LK_GRANT_CODE, "/?state=STATE", LK_AUTHORIZATION_ERROR_NO_ANSWER },
  { "description alone", LK_GRANT_IMPLICIT, "/#error_description=x&state=STATE", LK_AUTHORIZATION_ERROR_NO_ANSWER },
};

static void
test_parse (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(LkAuthorizationRequest) request = new_request (cases[i].grant, cases[i].setting);
      g_auto(LkAuthorizationResponse) response = { NULL };
      g_auto(LkAuthorizationResponse) second = { NULL };
      g_autofree char *answer = with_state (request, cases[i].answer);
      g_autofree char *uri = g_strconcat (REDIRECT, answer, NULL);
      g_autoptr(GError) error = NULL;
      g_autoptr(GError) second_error = NULL;
      gboolean taken;

      g_test_message ("%s", cases[i].name);
      taken = lk_authorization_response_parse (&response, request, uri, &error);
      g_assert_cmpint (taken, ==, error == NULL);

      if (cases[i].error == OK)
        {
          g_assert_no_error (error);
          g_assert_cmpstr (response.code, ==, cases[i].grant == LK_GRANT_CODE ? "C" : NULL);
          g_assert_cmpint (response.token != NULL, ==, cases[i].grant == LK_GRANT_IMPLICIT);
        }
      else
        {
          g_assert_error (error, LK_AUTHORIZATION_ERROR, cases[i].error);
          g_assert_null (response.token);
          g_assert_null (response.code);
        }

      if (cases[i].error == LK_AUTHORIZATION_ERROR_NOT_OURS)
        {
          /* A stranger's address does not end the sign-in. */
          g_assert_nonnull (lk_authorization_request_get_state (request));
          continue;
        }

      /* A3: once more, and once right, is once too often. */
      g_assert_null (lk_authorization_request_get_state (request));
      g_assert_false (lk_authorization_response_parse (&second, request, uri, &second_error));
      g_assert_null (second.token);
      g_assert_null (second.code);
    }
}

static void
test_replay (void)
{
  g_autoptr(LkAuthorizationRequest) request = new_request (LK_GRANT_CODE, NO_ECHO);
  g_auto(LkAuthorizationResponse) response = { NULL };
  g_autoptr(GError) error = NULL;

  g_assert_true (lk_authorization_response_parse (&response, request, REDIRECT "/?code=C", NULL));
  g_assert_false (lk_authorization_response_parse (&response, request, REDIRECT "/?code=C", &error));
  g_assert_error (error, LK_AUTHORIZATION_ERROR, LK_AUTHORIZATION_ERROR_STATE_MISMATCH);
}

static void
test_too_long (void)
{
  static const struct
  {
    gsize length;
    int error;
  } lengths[] = {
    { 16384, OK },
    { 16385, LK_AUTHORIZATION_ERROR_TOKEN_INVALID },
    { 64 * 1024, LK_AUTHORIZATION_ERROR_MALFORMED },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (lengths); i++)
    {
      g_autoptr(LkAuthorizationRequest) request = new_request (LK_GRANT_IMPLICIT, PLAIN);
      g_auto(LkAuthorizationResponse) response = { NULL };
      g_autofree char *token = g_strnfill (lengths[i].length, 'a');
      g_autofree char *tail = with_state (request, "&token_type=Bearer&state=STATE");
      g_autofree char *uri = g_strconcat (REDIRECT "/#access_token=", token, tail, NULL);
      g_autoptr(GError) error = NULL;

      lk_authorization_response_parse (&response, request, uri, &error);
      if (lengths[i].error == OK)
        g_assert_no_error (error);
      else
        g_assert_error (error, LK_AUTHORIZATION_ERROR, lengths[i].error);
    }
}

static void
test_token_details (void)
{
  static const char *const answers[] = {
    "/#access_token=a%2Bb+c%3D&refresh_token=R&token_type=Bearer&scope=read%20write&expires_in=3600&state=STATE",
    "/#iss=x&scope=read+write&state=STATE&expires_in=3600&token_type=bearer&access_token=a+b+c=",
  };
  const char *const scopes[] = { "read", "write", NULL };

  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      g_autoptr(LkAuthorizationRequest) request = new_request (LK_GRANT_IMPLICIT, PLAIN);
      g_auto(LkAuthorizationResponse) response = { NULL };
      g_autofree char *answer = with_state (request, answers[i]);
      g_autofree char *uri = g_strconcat (REDIRECT, answer, NULL);
      g_autoptr(GError) error = NULL;

      lk_authorization_response_parse (&response, request, uri, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (lk_token_get_access_token (response.token), ==, "a+b+c=");
      g_assert_null (lk_token_get_refresh_token (response.token));
      g_assert_true (lk_token_are_scopes_said (response.token));
      g_assert_true (g_strv_equal (lk_token_get_scopes (response.token), scopes));
      g_assert_cmpint (lk_token_get_expires_at (response.token) - lk_token_get_obtained_at (response.token), ==, 3600);
      g_assert_cmpint (lk_token_get_obtained (response.token), ==, LK_TOKEN_OBTAINED_IMPLICIT);
    }
}

static void
test_hostile_expiry (void)
{
  static const char *const values[] = { "-1", "99999999999999999999", "1e9", "NaN", "", "3600s" };

  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    {
      g_autoptr(LkAuthorizationRequest) request = new_request (LK_GRANT_IMPLICIT, PLAIN);
      g_auto(LkAuthorizationResponse) response = { NULL };
      g_autofree char *uri = NULL;

      uri = g_strconcat (REDIRECT "/#access_token=T&token_type=Bearer&state=",
                         lk_authorization_request_get_state (request),
                         "&expires_in=", values[i], NULL);
      g_assert_true (lk_authorization_response_parse (&response, request, uri, NULL));
      g_assert_cmpint (lk_token_get_expires_at (response.token), ==, LK_TOKEN_EXPIRY_UNKNOWN);
    }
}

/* What the service writes is shown, so it is made harmless and short, and stays what it is: text. */
static void
test_refusal_text (void)
{
  g_autoptr(LkAuthorizationRequest) request = new_request (LK_GRANT_CODE, PLAIN);
  g_auto(LkAuthorizationResponse) response = { NULL };
  g_autofree char *filler = g_strnfill (5000, 'x');
  g_autofree char *uri = NULL;
  g_autoptr(GError) error = NULL;

  uri = g_strconcat (REDIRECT "/?error=invalid_scope&error_description=%3Cb%3E%25s%25n%E2%80%AEliar+", filler,
                     "&error_uri=javascript:alert(1)&state=", lk_authorization_request_get_state (request), NULL);
  g_assert_false (lk_authorization_response_parse (&response, request, uri, &error));
  g_assert_error (error, LK_AUTHORIZATION_ERROR, LK_AUTHORIZATION_ERROR_SERVER);
  g_assert_cmpstr (response.oauth_error, ==, "invalid_scope");
  g_assert_true (g_str_has_prefix (response.oauth_description, "<b>%s%n"));
  g_assert_null (strstr (response.oauth_description, "\342\200\256"));
  g_assert_cmpint (g_utf8_strlen (response.oauth_description, -1), <=, 1001);
  g_assert_cmpstr (response.oauth_uri, ==, "javascript:alert(1)");
}

static void
test_is_answer (void)
{
  static const struct
  {
    const char *answer;
    gboolean plain;
    gboolean no_echo;
  } rows[] = {
    { "/?code=C&state=STATE", TRUE, TRUE },
    { "/#access_token=T&state=STATE", TRUE, TRUE },
    { "/?error=access_denied&state=STATE", TRUE, TRUE },
    { "/?code=C", FALSE, TRUE },
    { "/?error=access_denied", FALSE, TRUE },
    { "/?code=C&state=x", FALSE, FALSE },
    { "/?code=C&state=", FALSE, FALSE },
    { "/?code=C&state=STATE&state=STATE", FALSE, FALSE },
    { "/?code=C&code=D&state=STATE", FALSE, FALSE },
    { "/x?code=C&state=STATE", FALSE, FALSE },
    { "/?state=STATE", FALSE, FALSE },
    { "/", FALSE, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      for (Setting setting = PLAIN; setting <= NO_ECHO; setting++)
        {
          g_autoptr(LkAuthorizationRequest) request = new_request (LK_GRANT_CODE, setting);
          g_autofree char *answer = with_state (request, rows[i].answer);
          g_autofree char *uri = g_strconcat (REDIRECT, answer, NULL);
          gboolean expected = setting == NO_ECHO ? rows[i].no_echo : rows[i].plain;

          g_test_message ("%s %d", rows[i].answer, setting);
          g_assert_cmpint (lk_authorization_response_is_answer (request, uri), ==, expected);

          /* Looking uses nothing up, and after the sign-in nothing is an answer. */
          g_assert_nonnull (lk_authorization_request_get_state (request));
          lk_authorization_request_wipe (request);
          g_assert_false (lk_authorization_response_is_answer (request, uri));
        }
    }
}

static const struct
{
  LkGrant grant;
  const char *text;
  const char *value;   /* of the code or token; NULL: none is found */
  int error;           /* of finding it, or else of judging it; OK */
} paste_cases[] = {
  /* Whole addresses, and what comes with them. */
  { LK_GRANT_CODE, "http://localhost:8080/?code=abc&state=STATE", "abc", OK },
  { LK_GRANT_CODE, "http://localhost:8080?code=abc&state=STATE", "abc", OK },
  { LK_GRANT_IMPLICIT, "http://localhost:8080/#access_token=abc&token_type=Bearer&state=STATE", "abc", OK },
  { LK_GRANT_CODE, "  \n\t\"http://localhost:8080/?code=abc&state=STATE\"\n ", "abc", OK },
  { LK_GRANT_CODE, "<http://localhost:8080/?code=abc&state=STATE>", "abc", OK },
  { LK_GRANT_CODE, "It says: http://localhost:8080/?code=abc&state=STATE and no more", "abc", OK },
  { LK_GRANT_CODE, "http://localhost:8080/?code=abc&state=STATE.", "abc", OK },
  { LK_GRANT_CODE, "http://localhost:8080/?code=a\n   bc&sta\r\nte=STATE\n", "abc", OK },
  { LK_GRANT_CODE, "localhost:8080/?code=abc&state=STATE", "abc", OK },
  { LK_GRANT_CODE, "localhost:8080/?iss=https://auth.example&code=abc&state=STATE", "abc", OK },
  { LK_GRANT_CODE, "http://localhost:8080/?code=abc", NULL, LK_AUTHORIZATION_ERROR_STATE_MISSING },
  { LK_GRANT_CODE, "http://localhost:8080/?code=abc&state=other", NULL, LK_AUTHORIZATION_ERROR_STATE_MISMATCH },
  { LK_GRANT_CODE, "http://localhost:8080/?error=access_denied&state=STATE", NULL, LK_AUTHORIZATION_ERROR_DENIED },

  /* The parameters alone. */
  { LK_GRANT_CODE, "?code=abc&state=STATE", "abc", OK },
  { LK_GRANT_CODE, "code=abc&state=STATE", "abc", OK },
  { LK_GRANT_CODE, "state=STATE&code=abc", "abc", OK },
  { LK_GRANT_IMPLICIT, "#access_token=abc&token_type=Bearer&state=STATE", "abc", OK },
  { LK_GRANT_CODE, "code=abc&state=other", NULL, LK_AUTHORIZATION_ERROR_STATE_MISMATCH },

  /* A value picked out by hand, with the dirt that sticks to it. */
  { LK_GRANT_CODE, "abc", "abc", OK },
  { LK_GRANT_CODE, "code=abc", "abc", OK },
  { LK_GRANT_CODE, " 'abc'\n", "abc", OK },
  { LK_GRANT_CODE, "ab\nc", "abc", OK },
  { LK_GRANT_IMPLICIT, "abc", "abc", OK },
  { LK_GRANT_IMPLICIT, "#abc", "abc", OK },
  { LK_GRANT_IMPLICIT, "#access_token=abc", "abc", OK },
  { LK_GRANT_IMPLICIT, "abc&token_type=Bearer&scope=read", "abc", OK },
  { LK_GRANT_IMPLICIT, "access_token=abc&token_type=Bearer&scope=read", "abc", OK },
  { LK_GRANT_IMPLICIT, "a+b/c==", "a+b/c==", OK },

  /* Nothing in it. */
  { LK_GRANT_CODE, "", NULL, LK_AUTHORIZATION_ERROR_NO_ANSWER },
  { LK_GRANT_CODE, " \n", NULL, LK_AUTHORIZATION_ERROR_NO_ANSWER },
  { LK_GRANT_CODE, "?", NULL, LK_AUTHORIZATION_ERROR_NO_ANSWER },
  { LK_GRANT_CODE, "code=", NULL, LK_AUTHORIZATION_ERROR_NO_ANSWER },
  { LK_GRANT_CODE, "what am I to paste here", NULL, LK_AUTHORIZATION_ERROR_NO_ANSWER },
  { LK_GRANT_CODE, "m\303\244h", NULL, LK_AUTHORIZATION_ERROR_NO_ANSWER },
  { LK_GRANT_CODE, "http://localhost:8080/", NULL, LK_AUTHORIZATION_ERROR_NO_ANSWER },
  { LK_GRANT_CODE, "http://localhost:8080/?state=STATE", NULL, LK_AUTHORIZATION_ERROR_NO_ANSWER },
  { LK_GRANT_CODE, "http://localhost:8080/?xcode=abc", NULL, LK_AUTHORIZATION_ERROR_NO_ANSWER },
  { LK_GRANT_CODE, "access_token=abc&token_type=Bearer", NULL, LK_AUTHORIZATION_ERROR_NO_ANSWER },

  /* Something else. */
  { LK_GRANT_CODE, "https://acme.zendesk.com/oauth2/chat/authorizations/new?state=STATE", NULL,
    LK_AUTHORIZATION_ERROR_NOT_OURS },
  { LK_GRANT_CODE, "http://localhost:8081/?code=abc&state=STATE", NULL, LK_AUTHORIZATION_ERROR_NOT_OURS },
  { LK_GRANT_CODE, "http://evil.test/?u=http://localhost:8080/?code=abc&state=STATE", NULL,
    LK_AUTHORIZATION_ERROR_NOT_OURS },
};

static void
test_paste (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (paste_cases); i++)
    {
      g_autoptr(LkAuthorizationRequest) request = new_request (paste_cases[i].grant, PLAIN);
      g_auto(LkAuthorizationResponse) response = { NULL };
      g_autofree char *text = with_state (request, paste_cases[i].text);
      g_autoptr(LkSecret) uri = NULL;
      g_autoptr(GError) error = NULL;

      g_test_message ("%s", paste_cases[i].text);
      uri = lk_authorization_response_uri_from_paste (request, text, &error);
      g_assert_nonnull (lk_authorization_request_get_state (request));
      if (uri != NULL)
        lk_authorization_response_parse (&response, request, uri, &error);

      if (paste_cases[i].error == OK)
        {
          g_assert_no_error (error);
          if (paste_cases[i].grant == LK_GRANT_CODE)
            g_assert_cmpstr (response.code, ==, paste_cases[i].value);
          else
            g_assert_cmpstr (lk_token_get_access_token (response.token), ==, paste_cases[i].value);
        }
      else
        {
          g_assert_error (error, LK_AUTHORIZATION_ERROR, paste_cases[i].error);
        }
    }
}

static void
test_paste_hostile (void)
{
  g_autoptr(LkAuthorizationRequest) request = new_request (LK_GRANT_CODE, PLAIN);
  g_autofree char *huge = g_strnfill (1024 * 1024, 'a');
  g_autoptr(GError) error = NULL;

  g_assert_null (lk_authorization_response_uri_from_paste (request, huge, &error));
  g_assert_error (error, LK_AUTHORIZATION_ERROR, LK_AUTHORIZATION_ERROR_NO_ANSWER);
  g_clear_error (&error);

  g_assert_null (lk_authorization_response_uri_from_paste (request, "code=\xff\xfe", &error));
  g_assert_error (error, LK_AUTHORIZATION_ERROR, LK_AUTHORIZATION_ERROR_NO_ANSWER);
}

int
main (int   argc,
      char *argv[])
{
  lk_test_init (&argc, &argv);

  g_test_add_func ("/authorization-response/parse", test_parse);
  g_test_add_func ("/authorization-response/replay", test_replay);
  g_test_add_func ("/authorization-response/too-long", test_too_long);
  g_test_add_func ("/authorization-response/token-details", test_token_details);
  g_test_add_func ("/authorization-response/hostile-expiry", test_hostile_expiry);
  g_test_add_func ("/authorization-response/refusal-text", test_refusal_text);
  g_test_add_func ("/authorization-response/is-answer", test_is_answer);
  g_test_add_func ("/authorization-response/paste", test_paste);
  g_test_add_func ("/authorization-response/paste-hostile", test_paste_hostile);

  return g_test_run ();
}
