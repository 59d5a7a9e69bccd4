/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-url.h"
#include "lk-test.h"

#define ACCEPTED -1

static const struct
{
  const char *url;
  int code;
} endpoints[] = {
  { "https://acme.zendesk.com/oauth2/chat/token", ACCEPTED },
  { "https://acme.zendesk.com", ACCEPTED },
  { "HTTPS://ACME.zendesk.com/", ACCEPTED },
  { "https://example.test:8443/token?tenant=a&b=%20", ACCEPTED },
  { "http://localhost:8080", ACCEPTED },
  { "http://LOCALHOST/", ACCEPTED },
  { "http://127.0.0.1:9000/", ACCEPTED },
  { "http://127.255.0.3/", ACCEPTED },
  { "http://[::1]:9000/x", ACCEPTED },
  { "http://example.test", LK_URL_ERROR_PLAIN_HTTP },
  { "http://127.0.0.1.evil.test", LK_URL_ERROR_PLAIN_HTTP },
  { "http://localhost.evil.test/", LK_URL_ERROR_PLAIN_HTTP },
  { "http://evil.test/localhost", LK_URL_ERROR_PLAIN_HTTP },
  { "http://evil.test?http://localhost", LK_URL_ERROR_PLAIN_HTTP },
  { "http://localhost./", LK_URL_ERROR_PLAIN_HTTP },
  { "http://127.1/", LK_URL_ERROR_PLAIN_HTTP },
  { "http://0x7f000001/", LK_URL_ERROR_PLAIN_HTTP },
  { "http://0.0.0.0/", LK_URL_ERROR_PLAIN_HTTP },
  { "http://[::ffff:127.0.0.1]/", LK_URL_ERROR_PLAIN_HTTP },
  { "http://[fe80::1]/", LK_URL_ERROR_PLAIN_HTTP },
  { "http://127.1@evil.test/", LK_URL_ERROR_USERINFO },
  { "https://user:password@acme.zendesk.com/", LK_URL_ERROR_USERINFO },
  { "https://acme.zendesk.com@evil.test/", LK_URL_ERROR_USERINFO },
  { "https://acme.zendesk.com/#fragment", LK_URL_ERROR_FRAGMENT },
  { "https://acme.zendesk.com/#", LK_URL_ERROR_FRAGMENT },
  { "javascript:alert(1)", LK_URL_ERROR_SCHEME },
  { "javascript://localhost/alert", LK_URL_ERROR_SCHEME },
  { "data:text/html,x", LK_URL_ERROR_SCHEME },
  { "file:///etc/passwd", LK_URL_ERROR_SCHEME },
  { "ftp://localhost/", LK_URL_ERROR_SCHEME },
  { "about:blank", LK_URL_ERROR_SCHEME },
  { "wss://example.test/", LK_URL_ERROR_SCHEME },
  { "", LK_URL_ERROR_INVALID },
  { "acme.zendesk.com", LK_URL_ERROR_INVALID },
  { "//acme.zendesk.com/", LK_URL_ERROR_INVALID },
  { "/oauth2/token", LK_URL_ERROR_INVALID },
  { "https:", LK_URL_ERROR_INVALID },
  { "https:///path", LK_URL_ERROR_INVALID },
  { "https://", LK_URL_ERROR_INVALID },
  { " https://acme.zendesk.com", LK_URL_ERROR_INVALID },
  { "https://acme.zendesk.com/a b", LK_URL_ERROR_INVALID },
  { "https://acme.zendesk.com/\r\nX: y", LK_URL_ERROR_INVALID },
  { "https://acme.zendesk.com\\@evil.test/", LK_URL_ERROR_INVALID },
  { "https://acme%2ezendesk.com/", LK_URL_ERROR_INVALID },
  { "http://%6cocalhost/", LK_URL_ERROR_INVALID },
  { "http://localhost%00.evil.test/", LK_URL_ERROR_INVALID },
  { "https://b\xc3\xbc" "cher.test/", LK_URL_ERROR_INVALID },
  { "https://acme.zendesk.com:99999/", LK_URL_ERROR_INVALID },
};

static void
test_endpoint (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (endpoints); i++)
    {
      g_autoptr(GError) error = NULL;
      gboolean accepted = lk_url_check_endpoint (endpoints[i].url, &error);

      g_test_message ("%s: %s", endpoints[i].url, error != NULL ? error->message : "accepted");

      if (endpoints[i].code == ACCEPTED)
        g_assert_no_error (error);
      else
        g_assert_error (error, LK_URL_ERROR, endpoints[i].code);

      g_assert_cmpint (accepted, ==, endpoints[i].code == ACCEPTED);
    }
}

static void
test_stream (void)
{
  static const struct
  {
    const char *url;
    int code;
  } rows[] = {
    { "wss://chat-api.zopim.com/stream/0.1/graphql", ACCEPTED },
    { "ws://127.0.0.1:4000/stream", ACCEPTED },
    { "ws://chat-api.zopim.com/stream", LK_URL_ERROR_PLAIN_HTTP },
    { "https://chat-api.zopim.com/stream", LK_URL_ERROR_SCHEME },
    { "wss://user@chat-api.zopim.com/stream", LK_URL_ERROR_USERINFO },
    { "wss:stream", LK_URL_ERROR_INVALID },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_cmpint (lk_url_check_stream (rows[i].url, &error), ==, rows[i].code == ACCEPTED);
      if (rows[i].code != ACCEPTED)
        g_assert_error (error, LK_URL_ERROR, rows[i].code);
    }
}

static void
test_origin (void)
{
  static const struct
  {
    const char *url;
    const char *origin;
  } rows[] = {
    { "https://ACME.Zendesk.com/api", "https://acme.zendesk.com" },
    { "https://acme.zendesk.com:443/", "https://acme.zendesk.com" },
    { "https://acme.zendesk.com:8443?q", "https://acme.zendesk.com:8443" },
    { "http://localhost:80/", "http://localhost" },
    { "http://localhost:443/", "http://localhost:443" },
    { "http://[::1]:9000/", "http://[::1]:9000" },
    { "wss://chat-api.zopim.com:443/stream", "wss://chat-api.zopim.com" },
    { "about:blank", NULL },
    { "nonsense", NULL },
    { NULL, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *origin = lk_url_get_origin (rows[i].url);

      g_assert_cmpstr (origin, ==, rows[i].origin);
    }

  g_assert_true (lk_url_same_origin ("https://a.test/x", "https://A.test:443/y?z"));
  g_assert_false (lk_url_same_origin ("https://a.test/", "http://a.test/"));
  g_assert_false (lk_url_same_origin ("https://a.test/", "https://a.test:444/"));
  g_assert_false (lk_url_same_origin ("https://a.test/", "https://a.test.evil.test/"));
  g_assert_false (lk_url_same_origin ("about:blank", "about:blank"));
  g_assert_false (lk_url_same_origin (NULL, NULL));
}

static void
test_resolve (void)
{
  static const struct
  {
    const char *reference;
    const char *resolved;
    int code;
  } rows[] = {
    { "/api/v2/chat/chats?page=2", "https://a.test/api/v2/chat/chats?page=2", ACCEPTED },
    { "chats", "https://a.test/api/chats", ACCEPTED },
    { "../x#part", "https://a.test/x", ACCEPTED },
    { "https://b.test/", "https://b.test/", ACCEPTED },
    { "//b.test/y", "https://b.test/y", ACCEPTED },
    { "http://b.test/", NULL, LK_URL_ERROR_PLAIN_HTTP },
    { "https://u:p@a.test/", NULL, LK_URL_ERROR_USERINFO },
    { "javascript:alert(1)", NULL, LK_URL_ERROR_SCHEME },
    { "https://a.test:x/", NULL, LK_URL_ERROR_INVALID },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autofree char *resolved = lk_url_resolve ("https://a.test/api/here", rows[i].reference, &error);

      g_assert_cmpstr (resolved, ==, rows[i].resolved);
      if (rows[i].code != ACCEPTED)
        g_assert_error (error, LK_URL_ERROR, rows[i].code);
    }
}

int
main (int   argc,
      char *argv[])
{
  lk_test_init (&argc, &argv);

  g_test_add_func ("/url/endpoint", test_endpoint);
  g_test_add_func ("/url/stream", test_stream);
  g_test_add_func ("/url/origin", test_origin);
  g_test_add_func ("/url/resolve", test_resolve);

  return g_test_run ();
}
