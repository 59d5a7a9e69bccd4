/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-authorization-request.h"
#include "lk-pkce.h"
#include "lk-test.h"

static LkConnection *
new_connection (LkConnectionKind kind)
{
  LkConnection *connection = lk_connection_new (kind);

  g_object_set (connection,
                "name", "Acme",
                "subdomain", "acme",
                "client-id", "client+id/1",
                "redirect-uri", "http://localhost:8080",
                NULL);
  if (kind == LK_CONNECTION_KIND_CUSTOM)
    g_object_set (connection,
                  "authorize-url", "https://auth.example/authorize?tenant=7&state=theirs&&x=%20y",
                  "token-url", "https://auth.example/token",
                  "api-base", "https://auth.example/api",
                  NULL);

  return connection;
}

static GHashTable *
parse_query (const char *uri)
{
  g_autoptr(GError) error = NULL;
  GHashTable *query = g_uri_parse_params (strchr (uri, '?') + 1, -1, "&", G_URI_PARAMS_NONE, &error);

  g_assert_no_error (error);

  return query;
}

static void
assert_parameter (GHashTable *query,
                  const char *name,
                  const char *value)
{
  g_test_message ("%s", name);
  g_assert_cmpstr (g_hash_table_lookup (query, name), ==, value);
}

static void
test_code (void)
{
  g_autoptr(LkConnection) connection = new_connection (LK_CONNECTION_KIND_INTEGRATED);
  const char *const scopes[] = { "read", "write", NULL };
  g_autoptr(LkAuthorizationRequest) request = NULL;
  g_autoptr(GHashTable) query = NULL;
  g_autofree char *uri = NULL;

  g_object_set (connection, "grant", LK_GRANT_CODE, "pkce", LK_PKCE_OFF, NULL);
  request = lk_authorization_request_new (connection, scopes);
  uri = lk_authorization_request_get_uri (request);
  query = parse_query (uri);

  g_assert_true (g_str_has_prefix (uri, "https://acme.zendesk.com/oauth2/chat/authorizations/new?"));
  g_assert_nonnull (strstr (uri, "scope=read%20write"));
  g_assert_nonnull (strstr (uri, "client_id=client%2Bid%2F1"));
  g_assert_nonnull (strstr (uri, "redirect_uri=http%3A%2F%2Flocalhost%3A8080&"));
  assert_parameter (query, "response_type", "code");
  assert_parameter (query, "client_id", "client+id/1");
  assert_parameter (query, "redirect_uri", "http://localhost:8080");
  assert_parameter (query, "scope", "read write");
  assert_parameter (query, "subdomain", "acme");
  assert_parameter (query, "state", lk_authorization_request_get_state (request));
  assert_parameter (query, "code_challenge", NULL);
  assert_parameter (query, "code_challenge_method", NULL);
  g_assert_null (lk_authorization_request_get_code_verifier (request));
}

static void
test_implicit (void)
{
  g_autoptr(LkConnection) connection = new_connection (LK_CONNECTION_KIND_INTEGRATED);
  g_autoptr(LkAuthorizationRequest) request = NULL;
  g_autoptr(GHashTable) query = NULL;
  g_autofree char *uri = NULL;

  /* PKCE proves who sends a code; without one it has no place. */
  g_object_set (connection, "grant", LK_GRANT_IMPLICIT, "pkce", LK_PKCE_S256, NULL);
  request = lk_authorization_request_new (connection, NULL);
  uri = lk_authorization_request_get_uri (request);
  query = parse_query (uri);

  assert_parameter (query, "response_type", "token");
  assert_parameter (query, "code_challenge", NULL);
  g_assert_null (lk_authorization_request_get_code_verifier (request));
}

static void
test_grant_for_one_run (void)
{
  g_autoptr(LkConnection) connection = new_connection (LK_CONNECTION_KIND_INTEGRATED);
  g_autoptr(LkAuthorizationRequest) request = NULL;

  g_object_set (connection, "grant", LK_GRANT_CLIENT_CREDENTIALS, NULL);
  request = lk_authorization_request_new_with_grant (connection, LK_GRANT_IMPLICIT, NULL);

  g_assert_cmpint (lk_authorization_request_get_grant (request), ==, LK_GRANT_IMPLICIT);
  g_assert_true (g_strv_equal (lk_authorization_request_get_scopes (request), lk_connection_get_scopes (connection)));
}

static void
test_custom (void)
{
  g_autoptr(LkConnection) connection = new_connection (LK_CONNECTION_KIND_CUSTOM);
  g_autoptr(LkAuthorizationRequest) request = NULL;
  g_autoptr(GHashTable) query = NULL;
  g_autofree char *challenge = NULL;
  g_autofree char *uri = NULL;
  const char *verifier;

  request = lk_authorization_request_new (connection, NULL);
  uri = lk_authorization_request_get_uri (request);
  query = parse_query (uri);

  /* The endpoint's own query stays, but for what would be there twice. */
  g_assert_true (g_str_has_prefix (uri, "https://auth.example/authorize?tenant=7&x=%20y&response_type=code&"));
  g_assert_null (strstr (uri, "theirs"));
  assert_parameter (query, "state", lk_authorization_request_get_state (request));

  /* Zendesk's own parameter goes to nobody else. */
  assert_parameter (query, "subdomain", NULL);

  /* S256 without being asked. */
  verifier = lk_authorization_request_get_code_verifier (request);
  g_assert_nonnull (verifier);
  challenge = lk_pkce_get_challenge (verifier);
  assert_parameter (query, "code_challenge", challenge);
  assert_parameter (query, "code_challenge_method", "S256");
  g_assert_null (strstr (uri, verifier));
}

static void
test_states (void)
{
  g_autoptr(LkConnection) connection = new_connection (LK_CONNECTION_KIND_CUSTOM);
  g_autoptr(GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (int i = 0; i < 1000; i++)
    {
      g_autoptr(LkAuthorizationRequest) request = lk_authorization_request_new (connection, NULL);
      const char *state = lk_authorization_request_get_state (request);

      g_assert_cmpuint (strlen (state), >=, 22);
      g_assert_true (g_hash_table_add (seen, g_strdup (state)));
      g_assert_true (g_hash_table_add (seen, g_strdup (lk_authorization_request_get_code_verifier (request))));
    }
}

/* What the person edits while the page is open changes nothing of the sign-in under way. */
static void
test_snapshot (void)
{
  g_autoptr(LkConnection) connection = new_connection (LK_CONNECTION_KIND_CUSTOM);
  g_autoptr(LkAuthorizationRequest) request = lk_authorization_request_new (connection, NULL);
  g_autofree char *before = lk_authorization_request_get_uri (request);
  g_autofree char *after = NULL;
  const char *const scopes[] = { "other", NULL };

  g_object_set (connection,
                "token-url", "https://evil.example/token",
                "authorize-url", "https://evil.example/authorize",
                "client-id", "other",
                "redirect-uri", "http://localhost:9",
                "scopes", scopes,
                "issuer", "https://evil.example",
                "no-state-echo", TRUE,
                "client-auth", LK_CLIENT_AUTH_BASIC,
                "grant", LK_GRANT_IMPLICIT,
                NULL);
  after = lk_authorization_request_get_uri (request);

  g_assert_cmpstr (before, ==, after);
  g_assert_cmpstr (lk_authorization_request_get_endpoints (request)->token, ==, "https://auth.example/token");
  g_assert_cmpstr (lk_authorization_request_get_client_id (request), ==, "client+id/1");
  g_assert_cmpstr (lk_authorization_request_get_redirect_uri (request), ==, "http://localhost:8080");
  g_assert_cmpint (lk_authorization_request_get_client_auth (request), ==, LK_CLIENT_AUTH_POST);
  g_assert_false (lk_authorization_request_get_no_state_echo (request));
  g_assert_cmpstr (lk_authorization_request_get_issuer (request), !=, "https://evil.example");
}

static void
test_wipe (void)
{
  g_autoptr(LkConnection) connection = new_connection (LK_CONNECTION_KIND_CUSTOM);
  g_autoptr(LkAuthorizationRequest) request = lk_authorization_request_new (connection, NULL);

  lk_authorization_request_wipe (request);

  g_assert_null (lk_authorization_request_get_state (request));
  g_assert_null (lk_authorization_request_get_code_verifier (request));
  g_assert_null (lk_authorization_request_take_state (request));
  g_assert_null (lk_authorization_request_get_uri (request));
}

int
main (int   argc,
      char *argv[])
{
  lk_test_init (&argc, &argv);

  g_test_add_func ("/authorization-request/code", test_code);
  g_test_add_func ("/authorization-request/implicit", test_implicit);
  g_test_add_func ("/authorization-request/grant-for-one-run", test_grant_for_one_run);
  g_test_add_func ("/authorization-request/custom", test_custom);
  g_test_add_func ("/authorization-request/states", test_states);
  g_test_add_func ("/authorization-request/snapshot", test_snapshot);
  g_test_add_func ("/authorization-request/wipe", test_wipe);

  return g_test_run ();
}
