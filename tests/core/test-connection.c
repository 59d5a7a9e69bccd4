/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-connection.h"
#include "lk-json-reader.h"
#include "lk-test.h"

#include <string.h>

static void
test_subdomain (void)
{
  static const struct
  {
    const char *text;
    const char *label;   /* NULL: refused */
    gboolean changed;
  } rows[] = {
    { "acme", "acme", FALSE },
    { "acme-2", "acme-2", FALSE },
    { "  acme ", "acme", TRUE },
    { "ACME", "acme", TRUE },
    { "acme.zendesk.com", "acme", TRUE },
    { "https://acme.zendesk.com/agent/", "acme", TRUE },
    { "https://acme.zendesk.com:443/?x#y", "acme", TRUE },
    { "HTTPS://Acme.Zendesk.com", "acme", TRUE },
    { "acme.zendesk.com/agent", "acme", TRUE },
    { "", NULL, FALSE },
    { "   ", NULL, FALSE },
    { "https://", NULL, FALSE },
    { "acme.example.com", NULL, FALSE },
    { "acme.zendesk.com.evil.test", NULL, FALSE },
    { "https://acme.zendesk.com@evil.test/", NULL, FALSE },
    { "ac me", NULL, FALSE },
    { "-acme", NULL, FALSE },
    { "ac_me", NULL, FALSE },
    { "b\xc3\xbc" "cher", NULL, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr(GError) error = NULL;
      gboolean changed = FALSE;
      g_autofree char *label = lk_subdomain_from_text (rows[i].text, &changed, &error);

      g_assert_cmpstr (label, ==, rows[i].label);

      if (rows[i].label != NULL)
        g_assert_cmpint (changed, ==, rows[i].changed);
      else
        g_assert_error (error, LK_CONNECTION_ERROR, LK_CONNECTION_ERROR_SUBDOMAIN);
    }
}

static LkConnection *
make_sound (LkConnectionKind kind)
{
  LkConnection *connection = lk_connection_new (kind);

  g_object_set (connection, "name", "Acme", "subdomain", "acme", "client-id", "abc", NULL);
  if (kind == LK_CONNECTION_KIND_CUSTOM)
    g_object_set (connection,
                  "authorize-url", "https://a.test/authorize",
                  "token-url", "https://a.test/token",
                  "api-base", "https://a.test/api",
                  NULL);

  return connection;
}

static void
test_endpoints (void)
{
  static const struct
  {
    LkConnectionKind kind;
    const char *origin;
    const char *expected[6];
  } rows[] = {
    { LK_CONNECTION_KIND_INTEGRATED, NULL,
      { "https://acme.zendesk.com/oauth2/chat/authorizations/new", "https://acme.zendesk.com/oauth2/chat/token",
        "https://acme.zendesk.com/api/v2/chat", "https://chat-api.zopim.com/graphql/request",
        "wss://chat-api.zopim.com/stream/0.1/graphql", "https://acme.zendesk.com/chat/agent#account/api" } },
    { LK_CONNECTION_KIND_LEGACY, NULL,
      { "https://www.zopim.com/oauth2/authorizations/new", "https://www.zopim.com/oauth2/token",
        "https://www.zopim.com/api/v2", "https://chat-api.zopim.com/graphql/request",
        "wss://chat-api.zopim.com/stream/0.1/graphql", "https://dashboard.zopim.com" } },
    { LK_CONNECTION_KIND_CUSTOM, NULL,
      { "https://a.test/authorize", "https://a.test/token", "https://a.test/api", NULL, NULL, NULL } },
    { LK_CONNECTION_KIND_PRACTICE, "http://127.0.0.1:4000",
      { "http://127.0.0.1:4000/oauth2/chat/authorizations/new", "http://127.0.0.1:4000/oauth2/chat/token",
        "http://127.0.0.1:4000/api/v2/chat", "http://127.0.0.1:4000/graphql/request",
        "ws://127.0.0.1:4000/stream/0.1/graphql", NULL } },
    { LK_CONNECTION_KIND_PRACTICE, NULL, { NULL } },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr(LkConnection) connection = make_sound (rows[i].kind);
      g_autoptr(LkEndpoints) endpoints = NULL;

      g_object_set (connection, "practice-origin", rows[i].origin, NULL);
      endpoints = lk_connection_get_endpoints (connection);
      g_assert_cmpstr (endpoints->authorize, ==, rows[i].expected[0]);
      g_assert_cmpstr (endpoints->token, ==, rows[i].expected[1]);
      g_assert_cmpstr (endpoints->api, ==, rows[i].expected[2]);
      g_assert_cmpstr (endpoints->graphql, ==, rows[i].expected[3]);
      g_assert_cmpstr (endpoints->stream, ==, rows[i].expected[4]);
      g_assert_cmpstr (endpoints->dashboard, ==, rows[i].expected[5]);
    }
}

/* A snapshot: an edit while the login page is open does not reach it. */
static void
test_endpoints_snapshot (void)
{
  g_autoptr(LkConnection) connection = make_sound (LK_CONNECTION_KIND_INTEGRATED);
  g_autoptr(LkEndpoints) before = lk_connection_get_endpoints (connection);

  g_object_set (connection, "token-url", "https://evil.test/token", NULL);
  g_assert_cmpstr (before->token, ==, "https://acme.zendesk.com/oauth2/chat/token");
}

static void
test_validation (void)
{
  static const struct
  {
    LkConnectionKind kind;
    const char *property;
    const char *value;
    int code;   /* -1: sound */
  } rows[] = {
    { LK_CONNECTION_KIND_INTEGRATED, "name", "Other", -1 },
    { LK_CONNECTION_KIND_INTEGRATED, "name", "", LK_CONNECTION_ERROR_NAME },
    { LK_CONNECTION_KIND_INTEGRATED, "subdomain", NULL, LK_CONNECTION_ERROR_SUBDOMAIN },
    { LK_CONNECTION_KIND_INTEGRATED, "subdomain", "acme.zendesk.com", LK_CONNECTION_ERROR_SUBDOMAIN },
    { LK_CONNECTION_KIND_INTEGRATED, "subdomain", "a/../b", LK_CONNECTION_ERROR_SUBDOMAIN },
    { LK_CONNECTION_KIND_INTEGRATED, "client-id", NULL, LK_CONNECTION_ERROR_CLIENT_ID },
    { LK_CONNECTION_KIND_INTEGRATED, "redirect-uri", "https://example.test/callback", -1 },
    { LK_CONNECTION_KIND_INTEGRATED, "redirect-uri", NULL, LK_CONNECTION_ERROR_REDIRECT_URI },
    { LK_CONNECTION_KIND_INTEGRATED, "redirect-uri", "http://example.test/", LK_CONNECTION_ERROR_REDIRECT_URI },
    { LK_CONNECTION_KIND_INTEGRATED, "redirect-uri", "javascript:alert(1)", LK_CONNECTION_ERROR_REDIRECT_URI },
    { LK_CONNECTION_KIND_INTEGRATED, "token-url", "http://example.test/token", LK_CONNECTION_ERROR_TOKEN_URL },
    { LK_CONNECTION_KIND_INTEGRATED, "token-url", "https://u:p@example.test/token", LK_CONNECTION_ERROR_TOKEN_URL },
    { LK_CONNECTION_KIND_CUSTOM, "token-url", "https://b.test/token", -1 },
    { LK_CONNECTION_KIND_CUSTOM, "token-url", "http://127.0.0.1:9000/token", -1 },
    { LK_CONNECTION_KIND_CUSTOM, "token-url", NULL, LK_CONNECTION_ERROR_TOKEN_URL },
    { LK_CONNECTION_KIND_CUSTOM, "authorize-url", "file:///etc/passwd", LK_CONNECTION_ERROR_AUTHORIZE_URL },
    { LK_CONNECTION_KIND_CUSTOM, "api-base", "http://127.0.0.1.evil.test/", LK_CONNECTION_ERROR_API_BASE },
    { LK_CONNECTION_KIND_CUSTOM, "graphql-url", "ftp://a.test/", LK_CONNECTION_ERROR_GRAPHQL_URL },
    { LK_CONNECTION_KIND_CUSTOM, "stream-url", "wss://a.test/stream", -1 },
    { LK_CONNECTION_KIND_CUSTOM, "stream-url", "ws://a.test/stream", LK_CONNECTION_ERROR_STREAM_URL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr(LkConnection) connection = make_sound (rows[i].kind);
      g_autoptr(GError) error = NULL;
      gboolean sound;

      g_object_set (connection, rows[i].property, rows[i].value, NULL);
      sound = lk_connection_validate (connection, &error);
      g_test_message ("%s=%s: %s", rows[i].property, rows[i].value, error != NULL ? error->message : "sound");

      if (rows[i].code < 0)
        g_assert_no_error (error);
      else
        g_assert_error (error, LK_CONNECTION_ERROR, rows[i].code);

      g_assert_cmpint (sound, ==, rows[i].code < 0);
      g_assert_cmpint (lk_connection_validate_field (connection, rows[i].property, NULL), ==, rows[i].code < 0);
      if (rows[i].code >= 0)
        g_assert_cmpstr (lk_connection_error_get_field (error), ==, rows[i].property);
    }
}

static void
test_json (void)
{
  const char *const scopes[] = { "chat", "read", "write", "read", NULL };
  const char *const expected[] = { "chat", "read", "write", NULL };
  g_autoptr(LkConnection) connection = make_sound (LK_CONNECTION_KIND_CUSTOM);
  g_autoptr(LkConnection) copy = NULL;
  g_autoptr(JsonNode) json = NULL;
  g_autoptr(JsonNode) again = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;
  g_autofree char *text_again = NULL;

  g_object_set (connection,
                "scopes", scopes, "grant", LK_GRANT_CLIENT_CREDENTIALS, "client-auth", LK_CLIENT_AUTH_BASIC,
                "no-state-echo", TRUE, "issuer", "https://a.test", "oauth-client-id", "42",
                "last-client-type", LK_CLIENT_TYPE_CONFIDENTIAL, "practice-origin", "http://127.0.0.1:1",
                NULL);

  json = lk_connection_to_json (connection);
  text = lk_json_to_text (json, FALSE);
  g_assert_null (strstr (text, "practice-origin"));
  g_assert_nonnull (strstr (text, "\"grant\":\"client-credentials\""));

  copy = lk_connection_new_from_json (json_node_get_object (json), &error);
  g_assert_no_error (error);
  again = lk_connection_to_json (copy);
  text_again = lk_json_to_text (again, FALSE);
  g_assert_cmpstr (text_again, ==, text);
  g_assert_cmpstr (lk_connection_get_id (copy), ==, lk_connection_get_id (connection));
  g_assert_cmpstrv (lk_connection_get_scopes (copy), expected);
  g_assert_true (lk_connection_get_no_state_echo (copy));
  g_assert_cmpint (lk_connection_get_pkce (copy), ==, LK_PKCE_S256);
}

static void
test_json_hostile (void)
{
#define HEAD "{\"id\":\"0c6a3a63-5f2b-4f0e-9c88-3f7ad3d3a001\",\"kind\":\"custom\",\"name\":\"A\",\"client-id\":\"b\","
  static const char *const rows[] = {
    "{}",
    "{\"id\":7}",
    "{\"id\":\"../../etc/passwd\",\"name\":\"A\"}",
    HEAD "\"grant\":\"password\"}",
    HEAD "\"kind\":7}",
    HEAD "\"name\":[\"A\"]}",
    HEAD "\"scopes\":{\"a\":1}}",
    HEAD "\"no-state-echo\":\"yes\"}",
    HEAD "\"authorize-url\":\"javascript:x\",\"token-url\":\"https://a.test/\",\"api-base\":\"https://a.test/\"}",
    HEAD "\"authorize-url\":\"https://a.test/\",\"token-url\":\"http://a.test/\",\"api-base\":\"https://a.test/\"}",
    HEAD "\"authorize-url\":\"https://a.test/\",\"token-url\":\"https://a.test/\",\"api-base\":\"https://a.test/#x\"}",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr(GBytes) bytes = g_bytes_new_static (rows[i], strlen (rows[i]));
      g_autoptr(GError) error = NULL;
      g_autoptr(JsonNode) node = lk_json_parse_object (bytes, NULL, &error);
      g_autoptr(LkConnection) connection = NULL;

      g_assert_no_error (error);
      connection = lk_connection_new_from_json (json_node_get_object (node), &error);
      g_assert_null (connection);
      g_assert_nonnull (error);
      g_assert_true (error->domain == LK_CONNECTION_ERROR);
    }
}

static void
count_cb (GObject    *object,
          GParamSpec *pspec,
          gpointer    count)
{
  ++*(guint *) count;
}

static void
test_notify (void)
{
  g_autoptr(LkConnection) connection = make_sound (LK_CONNECTION_KIND_INTEGRATED);
  g_autoptr(LkConnection) copy = lk_connection_duplicate (connection);
  guint count = 0;

  g_signal_connect (connection, "notify", G_CALLBACK (count_cb), &count);
  g_object_set (connection, "name", "Acme", "subdomain", " acme ", "grant", LK_GRANT_CODE, NULL);
  g_assert_cmpuint (count, ==, 0);
  g_object_set (connection, "name", "Other", NULL);
  g_assert_cmpuint (count, ==, 1);

  g_assert_cmpstr (lk_connection_get_id (copy), !=, lk_connection_get_id (connection));
  g_assert_cmpstr (lk_connection_get_name (copy), ==, "Acme (copy)");
}

int
main (int   argc,
      char *argv[])
{
  lk_test_init (&argc, &argv);

  g_test_add_func ("/connection/subdomain", test_subdomain);
  g_test_add_func ("/connection/endpoints", test_endpoints);
  g_test_add_func ("/connection/endpoints/snapshot", test_endpoints_snapshot);
  g_test_add_func ("/connection/validation", test_validation);
  g_test_add_func ("/connection/json", test_json);
  g_test_add_func ("/connection/json/hostile", test_json_hostile);
  g_test_add_func ("/connection/notify", test_notify);

  return g_test_run ();
}
