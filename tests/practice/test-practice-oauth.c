/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The practice server's authorize pages and token endpoint: what works, and all that must not. */
#include "config.h"

#include <string.h>

#include "lk-practice-params.h"
#include "lk-secret.h"
#include "lk-test.h"
#include "practice-client.h"

static void
assert_oauth_error (PracticeClient *client,
                    guint           status,
                    const char     *error)
{
  g_autoptr(JsonNode) node = practice_client_json (client);

  g_assert_cmpuint (client->status, ==, status);
  g_assert_cmpstr (json_object_get_string_member (json_node_get_object (node), "error"), ==, error);
}

static char *
get_code (PracticeClient *client,
          const char     *extra)
{
  g_autofree char *location = practice_client_allow (client, "code", "read write", extra);

  return practice_client_parameter (location, "code");
}

static guint
redeem (PracticeClient *client,
        const char     *code,
        const char     *redirect_uri,
        const char     *more)
{
  g_autofree char *extra = g_strdup_printf ("&code=%s&redirect_uri=%s%s", code, redirect_uri, more);

  return practice_client_token (client, "authorization_code", extra);
}

static void
test_params (void)
{
  static const struct
  {
    const char *text;
    gsize       length;
    gboolean    malformed;
    const char *doubled;
    const char *value;
  } cases[] = {
    { "", 0, FALSE, NULL, NULL },
    { "a=1", 3, FALSE, NULL, "1" },
    { "a=", 2, FALSE, NULL, NULL },
    { "a", 1, FALSE, NULL, NULL },
    { "&&a=1&&", 7, FALSE, NULL, "1" },
    { "a=x+y%20z", 9, FALSE, NULL, "x y z" },
    { "a=%2B%26%3d", 11, FALSE, NULL, "+&=" },
    { "a=b=c", 5, FALSE, NULL, "b=c" },
    { "a=%", 3, TRUE, NULL, NULL },
    { "a=%4", 4, TRUE, NULL, NULL },
    { "a=%zz", 5, TRUE, NULL, NULL },
    { "a=%00", 5, TRUE, NULL, NULL },
    { "a=x\0y", 5, TRUE, NULL, NULL },
    { "a=%ff", 5, TRUE, NULL, NULL },
    { "a=%c3%a9", 8, FALSE, NULL, "é" },
    { "a=1&a=2", 7, FALSE, "a", "1" },
    { "a=1&%61=2", 9, FALSE, "a", "1" },
    { "b=1&b=1&a=3", 11, FALSE, "b", "3" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(LkPracticeParams) params = lk_practice_params_new (cases[i].text, cases[i].length);

      g_test_message ("%s", cases[i].text);
      g_assert_cmpint (lk_practice_params_is_malformed (params), ==, cases[i].malformed);
      g_assert_cmpstr (lk_practice_params_get_doubled (params), ==, cases[i].doubled);
      g_assert_cmpstr (lk_practice_params_get (params, "a"), ==, cases[i].value);
    }
}

static void
test_implicit (void)
{
  g_autoptr(PracticeClient) client = practice_client_new ();
  g_autofree char *location = practice_client_allow (client, "token", "read write", "");
  g_autofree char *token = practice_client_parameter (location, "access_token");
  g_autofree char *scope = practice_client_parameter (location, "scope");
  g_autofree char *state = practice_client_parameter (location, "state");
  g_autofree char *expires = practice_client_parameter (location, "expires_in");
  g_autofree char *refresh = practice_client_parameter (location, "refresh_token");

  g_assert_true (g_str_has_prefix (location, "http://localhost:8080/#access_token="));
  g_assert_nonnull (strstr (location, "token_type=Bearer"));
  g_assert_nonnull (strstr (location, "scope=read%20write"));
  g_assert_cmpuint (strlen (token), >=, 43);
  g_assert_cmpstr (scope, ==, "read write");
  g_assert_cmpstr (state, ==, "st");
  g_assert_null (expires);
  g_assert_null (refresh);

  client->bearer = g_strdup (token);
  g_assert_cmpuint (practice_client_get (client, "/api/v2/chat/agents/me"), ==, 200);
}

static void
test_deny (void)
{
  g_autoptr(PracticeClient) client = practice_client_new ();
  g_autofree char *implicit = practice_client_authorize (client, "token", "read", "");
  g_autofree char *code = practice_client_authorize (client, "code", "read", "");

  practice_client_log_in (client, implicit);
  g_assert_cmpuint (practice_client_decide (client, implicit, "deny"), ==, 303);
  g_assert_true (g_str_has_prefix (client->location, "http://localhost:8080/#error=access_denied"));
  g_assert_nonnull (strstr (client->location, "state=st"));

  g_assert_cmpuint (practice_client_decide (client, code, "deny"), ==, 303);
  g_assert_true (g_str_has_prefix (client->location, "http://localhost:8080/?error=access_denied"));
}

static void
test_login (void)
{
  g_autoptr(PracticeClient) client = practice_client_new ();
  g_autofree char *target = practice_client_authorize (client, "code", "read", "");
  g_autofree char *forged = g_strdup ("form_key=forged&decision=allow");

  /* The page can be used by keyboard and by a screen reader, and loads nothing from elsewhere. */
  g_assert_cmpuint (practice_client_get (client, target), ==, 200);
  g_assert_nonnull (strstr (client->body, "<html lang=\"en\">"));
  g_assert_nonnull (strstr (client->body, "autofocus"));
  g_assert_nonnull (strstr (client->body, "<label for=\"email\">"));
  g_assert_nonnull (strstr (client->body, "<label for=\"password\">"));
  g_assert_null (strstr (client->body, "http:"));
  g_assert_null (strstr (client->body, "https:"));
  g_assert_null (strstr (client->body, "<script"));

  g_assert_cmpuint (practice_client_post_form (client, target, "email=ann%40practice.example&password=wrong"), ==, 200);
  g_assert_nonnull (strstr (client->body, "role=\"alert\""));
  g_assert_cmpuint (practice_client_post_form (client, target, forged), ==, 200);
  g_assert_null (client->location);

  /* Once signed in, the same browser is not asked again; and another site's form cannot press Allow. */
  practice_client_log_in (client, target);
  g_assert_cmpuint (practice_client_get (client, target), ==, 200);
  g_assert_null (strstr (client->body, "name=\"password\""));
  g_assert_cmpuint (practice_client_post_form (client, target, forged), ==, 403);

  /* "Use another account" ends the session; so does a browser that keeps nothing. */
  g_assert_cmpuint (practice_client_decide (client, target, "leave"), ==, 303);
  g_assert_cmpuint (practice_client_get (client, target), ==, 200);
  g_assert_nonnull (strstr (client->body, "name=\"password\""));
  practice_client_log_in (client, target);
  soup_session_remove_feature_by_type (client->session, SOUP_TYPE_COOKIE_JAR);
  g_assert_cmpuint (practice_client_get (client, target), ==, 200);
  g_assert_nonnull (strstr (client->body, "name=\"password\""));
}

/* Requests that end in a page, for nobody is known to whom they could be answered. */
static void
test_refused_pages (void)
{
  g_autoptr(PracticeClient) client = practice_client_new ();
  const char *id = lk_practice_server_get_client_id (client->server);
  static const struct
  {
    const char *path;
    const char *query;     /* %s: the client id */
  } cases[] = {
    { "/oauth2/chat/authorizations/new",
      "response_type=code&client_id=%s&scope=read&redirect_uri=http://localhost:8080&subdomain=practice.zendesk.com" },
    { "/oauth2/chat/authorizations/new",
      "response_type=code&client_id=%s&scope=read&redirect_uri=http://localhost:8080&subdomain=https://practice" },
    { "/oauth2/chat/authorizations/new",
      "response_type=code&client_id=%s&scope=read&redirect_uri=http://localhost:8080/" },
    { "/oauth2/chat/authorizations/new",
      "response_type=code&client_id=%s&scope=read&redirect_uri=https://localhost:8080" },
    { "/oauth2/chat/authorizations/new",
      "response_type=code&client_id=%s&scope=read&redirect_uri=http://localhost:8081" },
    { "/oauth2/chat/authorizations/new", "response_type=code&client_id=%s&client_id=%s&scope=read" },
    { "/oauth2/chat/authorizations/new", "response_type=code&client_id=%s&scope=read&state=%%00" },
    { "/oauth2/chat/authorizations/new", "response_type=code&scope=read" },
    { "/oauth2/chat/authorizations/new", "response_type=code&client_id=20101&scope=read" },
    { "/oauth2/authorizations/new", "response_type=code&client_id=%s&scope=read" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GString) query = g_string_new (cases[i].query);
      g_autofree char *target = NULL;

      g_string_replace (query, "%s", id, 0);
      g_string_replace (query, "%%", "%", 0);
      target = g_strconcat (cases[i].path, "?", query->str, NULL);
      g_test_message ("%s", target);
      g_assert_cmpuint (practice_client_get (client, target), ==, 400);
      g_assert_null (client->location);
      g_assert_null (strstr (client->body, "name=\"password\""));
    }
}

/* Requests whose fault the client is told by redirect, in the part of the address that it reads. */
static void
test_refused_redirects (void)
{
  g_autoptr(PracticeClient) client = practice_client_new ();
  static const struct
  {
    const char *response_type;
    const char *scope;
    const char *extra;
    const char *prefix;
  } cases[] = {
    { "magic", "read", "", "http://localhost:8080/?error=unsupported_response_type" },
    { "code", "read admin", "", "http://localhost:8080/?error=invalid_scope" },
    { "code", "chat:read", "", "http://localhost:8080/?error=invalid_scope" },
    { "token", "", "", "http://localhost:8080/#error=invalid_scope" },
    { "code",
      "read",
      "&code_challenge=abc&code_challenge_method=plain",
      "http://localhost:8080/?error=invalid_request" },
    { "code",
      "read",
      "&code_challenge=abc&code_challenge_method=S256",
      "http://localhost:8080/?error=invalid_request" },
    { "code", "read", "&code_challenge_method=S256", "http://localhost:8080/?error=invalid_request" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *target = practice_client_authorize (client,
                                                           cases[i].response_type,
                                                           cases[i].scope,
                                                           cases[i].extra);

      g_assert_cmpuint (practice_client_get (client, target), ==, 303);
      g_test_message ("%s", client->location);
      g_assert_true (g_str_has_prefix (client->location, cases[i].prefix));
      g_assert_nonnull (strstr (client->location, "state=st"));
    }
}

static void
test_legacy_authorize (void)
{
  g_autoptr(PracticeClient) client = practice_client_new ();
  g_autofree char *target = NULL;

  target = g_strdup_printf ("/oauth2/authorizations/new?response_type=token&client_id=%s&scope=read&subdomain=practice",
                            lk_practice_server_get_client_id (client->server));
  practice_client_log_in (client, target);
  g_assert_cmpuint (practice_client_decide (client, target, "allow"), ==, 303);
  /* No state was sent, so none comes back; the only redirect URI need not be named. */
  g_assert_true (g_str_has_prefix (client->location, "http://localhost:8080/#access_token="));
  g_assert_null (strstr (client->location, "state="));
}

static void
test_several_redirect_uris (void)
{
  g_autoptr(PracticeClient) client = practice_client_new ();
  const char *const uris[] = { "http://localhost:9000/cb?x=1", "http://localhost:8080", NULL };
  g_autofree char *unnamed = NULL;
  g_autofree char *named = NULL;

  lk_practice_server_set_redirect_uris (client->server, uris);
  unnamed = g_strdup_printf ("/oauth2/chat/authorizations/new?response_type=code&client_id=%s&scope=read",
                             lk_practice_server_get_client_id (client->server));
  g_assert_cmpuint (practice_client_get (client, unnamed), ==, 400);

  named = g_strconcat (unnamed, "&redirect_uri=http%3A%2F%2Flocalhost%3A9000%2Fcb%3Fx%3D1", NULL);
  practice_client_log_in (client, named);
  practice_client_decide (client, named, "allow");
  g_assert_true (g_str_has_prefix (client->location, "http://localhost:9000/cb?x=1&code="));
}

static void
test_code (void)
{
  g_autoptr(PracticeClient) client = practice_client_new ();
  g_autofree char *code = get_code (client, "");
  g_autoptr(JsonNode) node = NULL;
  JsonObject *object;

  g_assert_cmpuint (redeem (client, code, "http%3A%2F%2Flocalhost%3A8080", "&scope=read%20write"), ==, 200);
  node = practice_client_json (client);
  object = json_node_get_object (node);
  g_assert_cmpstr (json_object_get_string_member (object, "token_type"), ==, "Bearer");
  g_assert_cmpstr (json_object_get_string_member (object, "scope"), ==, "read write");
  g_assert_false (json_object_has_member (object, "expires_in"));

  client->bearer = g_strdup (json_object_get_string_member (object, "access_token"));
  g_assert_cmpuint (practice_client_get (client, "/api/v2/chat/chats"), ==, 200);

  /* A code that comes twice takes its tokens with it. */
  redeem (client, code, "http://localhost:8080", "");
  assert_oauth_error (client, 400, "invalid_grant");
  g_assert_cmpuint (practice_client_get (client, "/api/v2/chat/chats"), ==, 401);
}

static void
test_code_refused (void)
{
  g_autoptr(PracticeClient) client = practice_client_new ();
  static const char *const redirect_uris[] = { "http://localhost:8080/",
                                               "https://localhost:8080",
                                               "http://localhost:8081" };

  for (guint i = 0; i < G_N_ELEMENTS (redirect_uris); i++)
    {
      g_autofree char *code = get_code (client, "");

      redeem (client, code, redirect_uris[i], "");
      assert_oauth_error (client, 400, "invalid_grant");
      /* It is used up all the same. */
      redeem (client, code, "http://localhost:8080", "");
      assert_oauth_error (client, 400, "invalid_grant");
    }

  {
    g_autofree char *code = get_code (client, "");

    redeem (client, code, "http://localhost:8080", "&scope=read%20chat");
    assert_oauth_error (client, 400, "invalid_scope");
  }

  redeem (client, "nonsense", "http://localhost:8080", "");
  assert_oauth_error (client, 400, "invalid_grant");
}

static void
test_pkce (void)
{
  g_autoptr(PracticeClient) client = practice_client_new ();
  /* RFC 7636, appendix B. */
  const char *challenge = "&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256";
  const char *verifier = "&code_verifier=dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
  g_autofree char *without = get_code (client, challenge);
  g_autofree char *wrong = get_code (client, challenge);
  g_autofree char *right = get_code (client, challenge);
  g_autofree char *public = get_code (client, challenge);
  g_autofree char *plain = get_code (client, "");
  g_autofree char *secretless = get_code (client, "");
  g_autofree char *form = NULL;
  g_autofree char *plain_form = NULL;

  redeem (client, without, "http://localhost:8080", "");
  assert_oauth_error (client, 400, "invalid_grant");
  redeem (client, wrong, "http://localhost:8080", "&code_verifier=dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXx");
  assert_oauth_error (client, 400, "invalid_grant");
  g_assert_cmpuint (redeem (client, right, "http://localhost:8080", verifier), ==, 200);

  /* A verifier that nobody announced is refused, too. */
  redeem (client, plain, "http://localhost:8080", verifier);
  assert_oauth_error (client, 400, "invalid_grant");

  /* A public client has no secret to show where it has a verifier, and only there. */
  form = g_strdup_printf ("grant_type=authorization_code&client_id=%s&code=%s&redirect_uri=http://localhost:8080%s",
                          lk_practice_server_get_client_id (client->server),
                          public,
                          verifier);
  g_assert_cmpuint (practice_client_post_form (client, "/oauth2/chat/token", form), ==, 200);
  plain_form = g_strdup_printf ("grant_type=authorization_code&client_id=%s&code=%s&redirect_uri=http://localhost:8080",
                                lk_practice_server_get_client_id (client->server),
                                secretless);
  practice_client_post_form (client, "/oauth2/chat/token", plain_form);
  assert_oauth_error (client, 401, "invalid_client");
}

static void
test_refresh (void)
{
  g_autoptr(PracticeClient) client = practice_client_new ();
  g_autofree char *first = practice_client_sign_in (client);
  g_autofree char *extra = g_strconcat ("&refresh_token=", first, NULL);
  g_autofree char *second = NULL;
  g_autofree char *extra_second = NULL;
  g_autoptr(JsonNode) node = NULL;

  g_assert_cmpuint (practice_client_token (client, "refresh_token", extra), ==, 200);
  node = practice_client_json (client);
  second = g_strdup (json_object_get_string_member (json_node_get_object (node), "refresh_token"));
  g_assert_cmpstr (first, !=, second);

  /* The old access token makes way for the new one. */
  g_assert_cmpuint (practice_client_get (client, "/api/v2/chat/agents/me"), ==, 401);
  g_free (client->bearer);
  client->bearer = g_strdup (json_object_get_string_member (json_node_get_object (node), "access_token"));
  g_assert_cmpuint (practice_client_get (client, "/api/v2/chat/agents/me"), ==, 200);

  /* A used refresh token revokes the grant: neither the new tokens live on. */
  practice_client_token (client, "refresh_token", extra);
  assert_oauth_error (client, 400, "invalid_grant");
  g_assert_cmpuint (practice_client_get (client, "/api/v2/chat/agents/me"), ==, 401);
  extra_second = g_strconcat ("&refresh_token=", second, NULL);
  practice_client_token (client, "refresh_token", extra_second);
  assert_oauth_error (client, 400, "invalid_grant");
}

static void
test_lifetime (void)
{
  g_autoptr(PracticeClient) client = practice_client_new ();
  g_autofree char *location = NULL;
  g_autofree char *expires = NULL;

  lk_practice_server_set_token_lifetime (client->server, 3600);
  location = practice_client_allow (client, "token", "read", "");
  expires = practice_client_parameter (location, "expires_in");
  g_assert_cmpstr (expires, ==, "3600");

  lk_practice_server_set_token_lifetime (client->server, 0);
  g_free (practice_client_sign_in (client));
  g_assert_cmpuint (practice_client_get (client, "/api/v2/chat/agents/me"), ==, 401);
}

static void
test_client_credentials (void)
{
  g_autoptr(PracticeClient) client = practice_client_new ();
  G_GNUC_UNUSED g_autofree char *refresh = practice_client_sign_in (client);
  g_autoptr(JsonNode) node = NULL;

  practice_client_token (client, "client_credentials", "&scope=read");
  assert_oauth_error (client, 401, "invalid_client");

  g_assert_cmpuint (practice_client_ask (client,
                                         "PUT",
                                         "/api/v2/chat/oauth/clients/20101",
                                         "application/json",
                                         "{\"client_type\":\"confidential\"}"),
                    ==,
                    200);
  g_assert_cmpuint (practice_client_token (client, "client_credentials", "&scope=read%20write%20chat"), ==, 200);
  node = practice_client_json (client);
  g_assert_false (json_object_has_member (json_node_get_object (node), "refresh_token"));

  practice_client_token (client, "client_credentials", "&scope=admin");
  assert_oauth_error (client, 400, "invalid_scope");

  /* Somebody saves the client in the dashboard. */
  g_assert_true (lk_practice_server_set_fault (client->server, "client-resaved", 1));
  practice_client_token (client, "client_credentials", "&scope=read");
  assert_oauth_error (client, 401, "invalid_client");
  practice_client_token (client, "client_credentials", "&scope=read");
  assert_oauth_error (client, 401, "invalid_client");
}

static char *
basic_header (const char *id,
              const char *secret)
{
  g_autofree char *pair = g_strdup_printf ("%s:%s", id, secret);
  g_autofree char *encoded = g_base64_encode ((const guchar *) pair, strlen (pair));

  return g_strconcat ("Basic ", encoded, NULL);
}

static guint
ask_with_basic (PracticeClient *client,
                const char     *header,
                const char     *body)
{
  g_autofree char *url = g_strconcat (lk_practice_server_get_origin (client->server), "/oauth2/chat/token", NULL);
  g_autoptr(SoupMessage) message = soup_message_new ("POST", url);
  g_autoptr(GBytes) bytes = g_bytes_new (body, strlen (body));
  g_autoptr(GBytes) answer = NULL;
  g_autoptr(GAsyncResult) result = NULL;

  soup_message_set_request_body_from_bytes (message, "application/x-www-form-urlencoded", bytes);
  soup_message_headers_append (soup_message_get_request_headers (message), "Authorization", header);
  soup_session_send_and_read_async (client->session, message, G_PRIORITY_DEFAULT, NULL, lk_test_async_cb, &result);
  lk_test_wait (&result);
  answer = soup_session_send_and_read_finish (client->session, result, NULL);

  return soup_message_get_status (message);
}

static void
test_basic (void)
{
  g_autoptr(PracticeClient) client = practice_client_new ();
  const char *id = lk_practice_server_get_client_id (client->server);
  const char *secret = lk_practice_server_get_client_secret (client->server);
  g_autofree char *right = basic_header (id, secret);
  g_autofree char *wrong = basic_header (id, "wrong");
  g_autofree char *empty = basic_header (id, "");
  g_autofree char *first = practice_client_sign_in (client);
  g_autofree char *body = g_strdup_printf ("grant_type=refresh_token&refresh_token=%s", first);
  g_autofree char *both = g_strdup_printf ("%s&client_secret=%s", body, secret);
  g_autofree char *other = g_strdup_printf ("%s&client_id=other", body);

  g_assert_cmpuint (ask_with_basic (client, wrong, body), ==, 401);
  g_assert_cmpuint (ask_with_basic (client, empty, body), ==, 401);
  g_assert_cmpuint (ask_with_basic (client, "Basic !!!", body), ==, 401);
  g_assert_cmpuint (ask_with_basic (client, "Basic ", body), ==, 401);
  g_assert_cmpuint (ask_with_basic (client, right, both), ==, 400);
  g_assert_cmpuint (ask_with_basic (client, right, other), ==, 401);
  g_assert_cmpuint (ask_with_basic (client, right, body), ==, 200);
}

static void
test_token_strictness (void)
{
  g_autoptr(PracticeClient) client = practice_client_new ();
  g_autofree char *secret_in_query = NULL;

  g_assert_cmpuint (practice_client_get (client, "/oauth2/chat/token"), ==, 405);
  assert_oauth_error (client, 405, "Method Not Allowed");

  practice_client_ask (client, "POST", "/oauth2/chat/token", "application/json", "{\"grant_type\":\"refresh_token\"}");
  assert_oauth_error (client, 400, "invalid_request");

  practice_client_token (client, "authorization_code", "&code=a&code=b");
  assert_oauth_error (client, 400, "invalid_request");
  practice_client_token (client, "authorization_code", "&code=%00");
  assert_oauth_error (client, 400, "invalid_request");
  practice_client_token (client, "password", "&username=a&password=b");
  assert_oauth_error (client, 400, "unsupported_grant_type");
  practice_client_token (client, "", "");
  assert_oauth_error (client, 400, "invalid_request");

  practice_client_post_form (client, "/oauth2/chat/token", "grant_type=refresh_token&client_id=nobody&client_secret=x");
  assert_oauth_error (client, 401, "invalid_client");

  secret_in_query = g_strconcat ("/oauth2/chat/token?client_secret=",
                                 lk_practice_server_get_client_secret (client->server),
                                 NULL);
  practice_client_post_form (client, secret_in_query, "grant_type=refresh_token");
  assert_oauth_error (client, 400, "invalid_request");
}

/* Two servers share nothing that could be guessed. */
static void
test_randomness (void)
{
  g_autoptr(LkPracticeServer) a = lk_practice_server_new ();
  g_autoptr(LkPracticeServer) b = lk_practice_server_new ();

  g_assert_cmpstr (lk_practice_server_get_client_id (a), !=, lk_practice_server_get_client_id (b));
  g_assert_cmpstr (lk_practice_server_get_client_secret (a), !=, lk_practice_server_get_client_secret (b));
  g_assert_cmpstr (lk_practice_server_get_password (a), !=, lk_practice_server_get_password (b));
  g_assert_cmpuint (strlen (lk_practice_server_get_client_secret (a)), >=, 43);
}

int
main (int    argc,
      char **argv)
{
  lk_test_init (&argc, &argv);

  g_test_add_func ("/practice/oauth/params", test_params);
  g_test_add_func ("/practice/oauth/implicit", test_implicit);
  g_test_add_func ("/practice/oauth/deny", test_deny);
  g_test_add_func ("/practice/oauth/login", test_login);
  g_test_add_func ("/practice/oauth/refused-pages", test_refused_pages);
  g_test_add_func ("/practice/oauth/refused-redirects", test_refused_redirects);
  g_test_add_func ("/practice/oauth/legacy-authorize", test_legacy_authorize);
  g_test_add_func ("/practice/oauth/several-redirect-uris", test_several_redirect_uris);
  g_test_add_func ("/practice/oauth/code", test_code);
  g_test_add_func ("/practice/oauth/code-refused", test_code_refused);
  g_test_add_func ("/practice/oauth/pkce", test_pkce);
  g_test_add_func ("/practice/oauth/refresh", test_refresh);
  g_test_add_func ("/practice/oauth/lifetime", test_lifetime);
  g_test_add_func ("/practice/oauth/client-credentials", test_client_credentials);
  g_test_add_func ("/practice/oauth/basic", test_basic);
  g_test_add_func ("/practice/oauth/token-strictness", test_token_strictness);
  g_test_add_func ("/practice/oauth/randomness", test_randomness);

  return g_test_run ();
}
