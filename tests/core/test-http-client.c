/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-http-client.h"
#include "lk-proxy-resolver.h"
#include "lk-test-server.h"
#include "lk-test.h"

#include <glib/gstdio.h>
#include <string.h>

#define TOKEN "CANARY-http-client-token"

static void
send (LkHttpClient *client,
      LkExchange   *exchange,
      GCancellable *cancellable)
{
  g_autoptr(LkCredentials) credentials = lk_credentials_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  gboolean sent;

  lk_credentials_set_bearer (credentials, TOKEN);
  lk_http_client_send_async (client, exchange, credentials, cancellable, lk_test_async_cb, &result);
  lk_test_wait (&result);
  sent = lk_http_client_send_finish (client, result, NULL, &error);

  /* Task and exchange tell the same. */
  g_assert_true (lk_exchange_is_done (exchange));
  g_assert_cmpint (sent, ==, lk_exchange_get_error (exchange) == NULL);
  if (!sent)
    g_assert_error (error, lk_exchange_get_error (exchange)->domain, lk_exchange_get_error (exchange)->code);
}

static LkExchange *
make (LkTestServer      *server,
      LkExchangePurpose  purpose,
      const char        *method,
      const char        *path)
{
  g_autofree char *url = lk_test_server_get_url (server, "127.0.0.1", path);

  return lk_exchange_new (purpose, method, url);
}

static gboolean
write_text (GOutputStream *output,
            const char    *text)
{
  return g_output_stream_write_all (output, text, strlen (text), NULL, NULL, NULL);
}

/* 256 MiB of zeros in 260 kB of gzip, made once. */
static GBytes *
make_bomb (void)
{
  g_autoptr(GConverter) compressor = G_CONVERTER (g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, 9));
  g_autoptr(GOutputStream) memory = g_memory_output_stream_new_resizable ();
  g_autoptr(GOutputStream) stream = g_converter_output_stream_new (memory, compressor);
  g_autofree char *zeros = g_malloc0 (1024 * 1024);

  for (guint i = 0; i < 256; i++)
    g_assert_true (g_output_stream_write_all (stream, zeros, 1024 * 1024, NULL, NULL, NULL));

  g_assert_true (g_output_stream_close (stream, NULL, NULL));

  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (memory));
}

/* A chunked body, whole or cut at each place where it may be. */
static void
write_chunked (GOutputStream *output,
               const char    *name)
{
  static const struct
  {
    const char *name;
    const char *body;
  } bodies[] = {
    { "whole", "3\r\nabc\r\n0\r\nX-Trailer: y\r\n\r\n" },
    { "cut-0", "" },
    { "cut-1", "3\r\nabc" },
    { "cut-2", "3\r\nabc\r\n" },
    { "cut-3", "3\r\nabc\r\n4" },
    { "cut-4", "3\r\nabc\r\n4\r\nab" },
    { "cut-5", "3\r\nabc\r\n0\r\n" },
  };

  write_text (output, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n");
  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      if (g_str_equal (bodies[i].name, name))
        write_text (output, bodies[i].body);
    }
  g_output_stream_close (output, NULL, NULL);
}

static void
serve (const char    *request,
       GOutputStream *output,
       gpointer       user_data)
{
  GBytes *bomb = user_data;
  g_auto(GStrv) words = g_strsplit (request, " ", 3);
  const char *path = words[1];

  if (g_str_equal (path, "/empty"))
    {
      lk_test_server_answer (output, "204 No Content", "", "");
    }
  else if (g_str_equal (path, "/chunked"))
    {
      write_text (output, "HTTP/1.1 200 OK\r\nContent-Type: Application/JSON; charset=utf-8\r\n"
                          "Transfer-Encoding: chunked\r\n\r\n");
      write_text (output, "3\r\nabc\r\n");
      g_usleep (50000);
      write_text (output, "4\r\ndefg\r\n0\r\n\r\n");
    }
  else if (g_str_equal (path, "/until-close"))
    {
      write_text (output, "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nto the end");
      g_output_stream_close (output, NULL, NULL);
    }
  else if (g_str_equal (path, "/unauthorized"))
    {
      lk_test_server_answer (output, "401 Unauthorized", "WWW-Authenticate: Basic realm=\"x\"\r\nSet-Cookie: a=b\r\n",
                             "{}");
    }
  else if (g_str_equal (path, "/truncated"))
    {
      write_text (output, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort");
      g_output_stream_close (output, NULL, NULL);
    }
  else if (g_str_has_prefix (path, "/chunked-"))
    {
      write_chunked (output, path + strlen ("/chunked-"));
    }
  else if (g_str_equal (path, "/garbage"))
    {
      write_text (output, "this is not HTTP\r\n\r\n");
      g_output_stream_close (output, NULL, NULL);
    }
  else if (g_str_equal (path, "/hang-up"))
    {
      g_output_stream_close (output, NULL, NULL);
    }
  else if (g_str_equal (path, "/encoded-twice"))
    {
      write_text (output, "HTTP/1.1 200 OK\r\nContent-Encoding: gzip, gzip\r\nContent-Length: 4\r\n\r\nxxxx");
    }
  else if (g_str_equal (path, "/encoded-apart"))
    {
      write_text (output, "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Encoding: gzip\r\n"
                          "Content-Length: 4\r\n\r\nxxxx");
    }
  else if (g_str_equal (path, "/silent"))
    {
      g_usleep (4 * G_USEC_PER_SEC);
    }
  else if (g_str_equal (path, "/drip") || g_str_equal (path, "/stall"))
    {
      gboolean stall = g_str_equal (path, "/stall");

      write_text (output, "HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\n");
      for (guint i = 0; i < 8 && write_text (output, "x"); i++)
        g_usleep (stall && i == 3 ? 4 * G_USEC_PER_SEC : G_USEC_PER_SEC / 4);
    }
  else if (g_str_equal (path, "/large") || g_str_equal (path, "/large-chunked"))
    {
      gboolean chunked = g_str_equal (path, "/large-chunked");
      g_autofree char *piece = g_malloc (1024 * 1024);

      memset (piece, ' ', 1024 * 1024);
      write_text (output, chunked ? "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                                  : "HTTP/1.1 200 OK\r\nContent-Length: 67108864\r\n\r\n");

      for (guint i = 0; i < 64; i++)
        {
          if (chunked && !write_text (output, "100000\r\n"))
            break;
          if (!g_output_stream_write_all (output, piece, 1024 * 1024, NULL, NULL, NULL))
            break;
          if (chunked && !write_text (output, "\r\n"))
            break;
        }

      if (chunked)
        write_text (output, "0\r\n\r\n");
    }
  else if (g_str_equal (path, "/bomb"))
    {
      g_autofree char *head = g_strdup_printf ("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n"
                                               "Content-Length: %" G_GSIZE_FORMAT "\r\n\r\n",
                                               g_bytes_get_size (bomb));

      write_text (output, head);
      g_output_stream_write_all (output, g_bytes_get_data (bomb, NULL), g_bytes_get_size (bomb), NULL, NULL, NULL);
    }
  else if (g_str_has_prefix (path, "/exact/"))
    {
      g_autofree char *body = g_strnfill (g_ascii_strtoull (path + 7, NULL, 10), 'x');

      lk_test_server_answer (output, "200 OK", "", body);
    }
  else
    {
      lk_test_server_answer (output, "200 OK", "Content-Type: application/json\r\n", "{\"ok\":true}");
    }
}

/* Redirects as the path says: /STATUS/TARGET, where TARGET is percent-encoded. */
static void
serve_redirect (const char    *request,
                GOutputStream *output,
                gpointer       user_data)
{
  g_auto(GStrv) words = g_strsplit (request, " ", 3);
  g_auto(GStrv) parts = g_strsplit (words[1], "/", 3);
  g_autofree char *target = NULL;
  g_autofree char *status = NULL;
  g_autofree char *headers = NULL;

  if (g_strv_length (parts) != 3 || !g_ascii_isdigit (*parts[1]))
    {
      lk_test_server_answer (output, "200 OK", "", "arrived");
      return;
    }

  target = g_uri_unescape_string (parts[2], NULL);
  status = g_strdup_printf ("%s Moved", parts[1]);
  headers = *target != '\0' ? g_strdup_printf ("Location: %s\r\n", target) : g_strdup ("");
  lk_test_server_answer (output, status, headers, "moved");
}

static void
test_plain (void)
{
  g_autoptr(LkTestServer) server = lk_test_server_new (serve, NULL, NULL);
  g_autoptr(LkExchangeLog) log = lk_exchange_log_new (0);
  g_autoptr(LkHttpClient) client = lk_http_client_new (log);
  g_autoptr(LkExchange) exchange = make (server, LK_EXCHANGE_PURPOSE_API, "GET", "/x?y=z");
  g_autofree char *request = NULL;
  g_autofree char *folded = NULL;
  const LkExchangeTimes *times = lk_exchange_get_times (exchange);

  send (client, exchange, NULL);

  g_assert_true (lk_exchange_is_success (exchange));
  g_assert_cmpuint (lk_exchange_get_status (exchange), ==, 200);
  g_assert_cmpstr (lk_exchange_get_reason (exchange), ==, "OK");
  g_assert_cmpstr (lk_exchange_get_content_type (exchange), ==, "application/json");
  g_assert_cmpmem (g_bytes_get_data (lk_exchange_get_body (exchange), NULL), lk_exchange_get_body_size (exchange),
                   "{\"ok\":true}", 11);
  g_assert_cmpuint (lk_exchange_get_wire_size (exchange), ==, 11);

  g_assert_cmpint (times->started, >, 0);
  g_assert_cmpint (times->connect, >=, 0);
  g_assert_cmpint (times->tls, ==, -1);
  g_assert_cmpint (times->wait, >=, 0);
  g_assert_cmpint (times->receive, >=, 0);
  g_assert_cmpint (times->total, >=, times->wait);

  request = lk_test_server_dup_last_request (server);
  folded = g_ascii_strdown (request, -1);
  g_assert_true (g_str_has_prefix (request, "GET /x?y=z HTTP/1.1\n"));
  g_assert_nonnull (strstr (request, "Authorization: Bearer " TOKEN "\n"));
  g_assert_nonnull (strstr (request, "User-Agent: Latchkey/" LK_VERSION "\n"));
  g_assert_nonnull (strstr (request, "Accept: application/json\n"));
  g_assert_null (strstr (folded, "referer"));
  g_assert_null (strstr (folded, "cookie"));

  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (log)), ==, 1);
  g_assert_cmpuint (lk_exchange_log_get_bytes (log), ==, 11);
}

/* A 401 is the caller's to read: nobody is asked for a password, and no cookie comes back. */
static void
test_no_state (void)
{
  g_autoptr(LkTestServer) server = lk_test_server_new (serve, NULL, NULL);
  g_autoptr(LkHttpClient) client = lk_http_client_new (NULL);

  for (guint i = 1; i <= 2; i++)
    {
      g_autoptr(LkExchange) exchange = make (server, LK_EXCHANGE_PURPOSE_API, "GET", "/unauthorized");
      g_autofree char *request = NULL;

      send (client, exchange, NULL);
      g_assert_null (lk_exchange_get_error (exchange));
      g_assert_cmpuint (lk_exchange_get_status (exchange), ==, 401);
      g_assert_cmpuint (lk_test_server_get_n_requests (server), ==, i);

      request = lk_test_server_dup_last_request (server);
      g_assert_null (strstr (request, "Cookie"));
    }
}

static void
test_bodies (void)
{
  static const struct
  {
    const char *path;
    guint status;
    const char *body;
  } rows[] = {
    { "/empty", 204, "" },        { "/chunked", 200, "abcdefg" },
    { "/chunked-whole", 200, "abc" }, { "/until-close", 200, "to the end" },
    { "/drip", 200, "xxxxxxxx" }, { "/exact/0", 200, "" },
  };
  g_autoptr(LkTestServer) server = lk_test_server_new (serve, NULL, NULL);
  g_autoptr(LkHttpClient) client = lk_http_client_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr(LkExchange) exchange = make (server, LK_EXCHANGE_PURPOSE_API, "GET", rows[i].path);

      lk_exchange_set_timeout (exchange, 1);
      send (client, exchange, NULL);
      g_assert_null (lk_exchange_get_error (exchange));
      g_assert_cmpuint (lk_exchange_get_status (exchange), ==, rows[i].status);
      g_assert_cmpmem (g_bytes_get_data (lk_exchange_get_body (exchange), NULL), lk_exchange_get_body_size (exchange),
                       rows[i].body, strlen (rows[i].body));
    }
}

static void
test_post (void)
{
  g_autoptr(LkTestServer) server = lk_test_server_new (serve, NULL, NULL);
  g_autoptr(LkHttpClient) client = lk_http_client_new (NULL);
  g_autoptr(LkExchange) exchange = make (server, LK_EXCHANGE_PURPOSE_TOKEN, "POST", "/token");
  g_autoptr(GBytes) body = g_bytes_new_static ("grant_type=x", 12);
  g_autofree char *request = NULL;

  lk_exchange_set_request_body (exchange, "application/x-www-form-urlencoded", body);
  send (client, exchange, NULL);

  request = lk_test_server_dup_last_request (server);
  g_assert_true (g_str_has_prefix (request, "POST /token HTTP/1.1\n"));
  g_assert_nonnull (strstr (request, "Content-Type: application/x-www-form-urlencoded\n"));
  g_assert_true (g_str_has_suffix (request, "\n\ngrant_type=x"));
}

static void
test_bound (void)
{
  static const struct
  {
    LkExchangePurpose purpose;
    const char *path;
    gsize max_body;
    int code;
  } rows[] = {
    { LK_EXCHANGE_PURPOSE_TOKEN, "/large", 0, LK_HTTP_ERROR_TOO_LARGE },
    { LK_EXCHANGE_PURPOSE_TOKEN, "/large-chunked", 0, LK_HTTP_ERROR_TOO_LARGE },
    { LK_EXCHANGE_PURPOSE_TOKEN, "/bomb", 0, LK_HTTP_ERROR_TOO_LARGE },
    { LK_EXCHANGE_PURPOSE_API, "/bomb", 4 * 1024 * 1024, LK_HTTP_ERROR_TOO_LARGE },
    { LK_EXCHANGE_PURPOSE_API, "/exact/1000", 1000, -1 },
    { LK_EXCHANGE_PURPOSE_API, "/exact/1001", 1000, LK_HTTP_ERROR_TOO_LARGE },
    { LK_EXCHANGE_PURPOSE_API, "/exact/200000", 200000, -1 },
  };
  g_autoptr(GBytes) bomb = make_bomb ();
  g_autoptr(LkTestServer) server = lk_test_server_new (serve, bomb, NULL);
  g_autoptr(LkHttpClient) client = lk_http_client_new (NULL);

  g_assert_cmpuint (g_bytes_get_size (bomb), <, 300 * 1024);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr(LkExchange) exchange = make (server, rows[i].purpose, "GET", rows[i].path);
      gsize before = lk_test_resident ();

      if (rows[i].max_body > 0)
        lk_exchange_set_max_body (exchange, rows[i].max_body);

      send (client, exchange, NULL);

      if (rows[i].code < 0)
        {
          g_assert_null (lk_exchange_get_error (exchange));
        }
      else
        {
          g_assert_error (lk_exchange_get_error (exchange), LK_HTTP_ERROR, rows[i].code);
          g_assert_nonnull (strstr (lk_exchange_get_error (exchange)->message, "200"));
          g_assert_null (lk_exchange_get_body (exchange));
        }

      g_assert_cmpuint (lk_test_resident (), <, before + 20 * 1024 * 1024);
    }
}

/* GLib's resolver of one proxy for all, as the default one of this process. */
typedef GSimpleProxyResolver TestResolver;
typedef GSimpleProxyResolverClass TestResolverClass;

static GType test_resolver_get_type (void);
static void resolver_iface_init (GProxyResolverInterface *iface);

G_DEFINE_TYPE_WITH_CODE (TestResolver,
                         test_resolver,
                         G_TYPE_SIMPLE_PROXY_RESOLVER,
                         G_IMPLEMENT_INTERFACE (G_TYPE_PROXY_RESOLVER, resolver_iface_init))

static gboolean
resolver_is_supported (GProxyResolver *resolver)
{
  return TRUE;
}

static void
resolver_iface_init (GProxyResolverInterface *iface)
{
  iface->is_supported = resolver_is_supported;
}

static void
test_resolver_class_init (TestResolverClass *klass)
{
}

static void
test_resolver_init (TestResolver *self)
{
}

/* A proxy of the session hears nothing of what stays on this computer. */
static void
test_loopback_proxy (void)
{
  static const char *const hosts[] = { "127.0.0.1", "localhost", "127.3.2.1" };
  g_autoptr(LkTestServer) server = lk_test_server_new (serve, NULL, NULL);
  g_autoptr(LkTestServer) proxy = lk_test_server_new (serve, NULL, NULL);
  g_autofree char *proxy_url = lk_test_server_get_url (proxy, "127.0.0.1", "/");
  g_autoptr(GProxyResolver) resolver = lk_proxy_resolver_new ();
  g_autoptr(LkHttpClient) client = NULL;
  g_autoptr(LkExchange) exchange = NULL;

  /* In a process of its own, whose proxies nobody has asked for before. */
  if (!g_test_subprocess ())
    {
      g_test_trap_subprocess (NULL, 60 * G_USEC_PER_SEC, 0);
      g_test_trap_assert_passed ();
      return;
    }

  g_setenv ("GIO_USE_PROXY_RESOLVER", "simple", TRUE);
  g_io_extension_point_register (G_PROXY_RESOLVER_EXTENSION_POINT_NAME);
  g_io_extension_point_implement (G_PROXY_RESOLVER_EXTENSION_POINT_NAME, test_resolver_get_type (), "simple", 100);
  g_simple_proxy_resolver_set_default_proxy (G_SIMPLE_PROXY_RESOLVER (g_proxy_resolver_get_default ()), proxy_url);
  exchange = make (server, LK_EXCHANGE_PURPOSE_API, "GET", "/x");
  client = lk_http_client_new (NULL);
  send (client, exchange, NULL);
  g_assert_cmpuint (lk_exchange_get_status (exchange), ==, 200);
  g_assert_cmpuint (lk_test_server_get_n_requests (server), ==, 1);
  g_assert_cmpuint (lk_test_server_get_n_requests (proxy), ==, 0);

  for (gsize i = 0; i < G_N_ELEMENTS (hosts); i++)
    {
      g_autofree char *uri = g_strdup_printf ("http://%s:8080/", hosts[i]);
      g_auto(GStrv) proxies = g_proxy_resolver_lookup (resolver, uri, NULL, NULL);

      g_assert_cmpstr (proxies[0], ==, "direct://");
      g_assert_null (proxies[1]);
    }
}

static void
test_broken (void)
{
  static const struct
  {
    const char *path;
    int code;
  } rows[] = {
    { "/chunked-cut-0", LK_HTTP_ERROR_BROKEN }, { "/chunked-cut-1", LK_HTTP_ERROR_BROKEN },
    { "/chunked-cut-2", LK_HTTP_ERROR_BROKEN }, { "/chunked-cut-3", LK_HTTP_ERROR_BROKEN },
    { "/chunked-cut-4", LK_HTTP_ERROR_BROKEN }, { "/chunked-cut-5", LK_HTTP_ERROR_BROKEN },
    { "/truncated", LK_HTTP_ERROR_BROKEN },     { "/encoded-twice", LK_HTTP_ERROR_BROKEN },
    { "/encoded-apart", LK_HTTP_ERROR_BROKEN }, { "/garbage", LK_HTTP_ERROR_BROKEN },
    { "/hang-up", LK_HTTP_ERROR_BROKEN },       { "/silent", LK_HTTP_ERROR_TIMED_OUT },
    { "/stall", LK_HTTP_ERROR_TIMED_OUT },
  };
  g_autoptr(LkTestServer) server = lk_test_server_new (serve, NULL, NULL);
  g_autoptr(LkHttpClient) client = lk_http_client_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr(LkExchange) exchange = make (server, LK_EXCHANGE_PURPOSE_TOKEN, "POST", rows[i].path);
      guint n_requests = lk_test_server_get_n_requests (server);

      lk_exchange_set_timeout (exchange, 1);
      send (client, exchange, NULL);
      g_test_message ("%s: %s", rows[i].path, lk_exchange_get_error (exchange)->message);
      g_assert_error (lk_exchange_get_error (exchange), LK_HTTP_ERROR, rows[i].code);
      /* What changes something is sent once, whatever became of it. */
      g_assert_cmpuint (lk_test_server_get_n_requests (server), ==, n_requests + 1);
    }
}

static void
test_unreachable (void)
{
  g_autoptr(LkHttpClient) client = lk_http_client_new (NULL);
  g_autoptr(GSocketListener) listener = g_socket_listener_new ();
  guint16 port = g_socket_listener_add_any_inet_port (listener, NULL, NULL);
  g_autofree char *closed = g_strdup_printf ("http://127.0.0.1:%u/", port);
  g_autoptr(LkExchange) nobody = lk_exchange_new (LK_EXCHANGE_PURPOSE_API, "GET", closed);
  g_autoptr(LkExchange) nowhere = lk_exchange_new (LK_EXCHANGE_PURPOSE_API, "GET", "https://no-such-host.invalid/");

  g_socket_listener_close (listener);
  send (client, nobody, NULL);
  g_assert_error (lk_exchange_get_error (nobody), LK_HTTP_ERROR, LK_HTTP_ERROR_UNREACHABLE);
  g_assert_cmpuint (lk_exchange_get_status (nobody), ==, 0);

  send (client, nowhere, NULL);
  g_assert_error (lk_exchange_get_error (nowhere), LK_HTTP_ERROR, LK_HTTP_ERROR_UNREACHABLE);
}

static void
test_refused (void)
{
  static const char *const urls[] = {
    "http://example.test/", "file:///etc/passwd", "https://u:p@a.test/", "https://a.test/#x", "a.test",
  };
  g_autoptr(LkHttpClient) client = lk_http_client_new (NULL);
  g_autoptr(LkExchange) exchange = lk_exchange_new (LK_EXCHANGE_PURPOSE_API, "GET", "https://a.test/");

  for (gsize i = 0; i < G_N_ELEMENTS (urls); i++)
    {
      g_autoptr(LkExchange) refused = lk_exchange_new (LK_EXCHANGE_PURPOSE_API, "GET", urls[i]);

      send (client, refused, NULL);
      g_assert_error (lk_exchange_get_error (refused), LK_HTTP_ERROR, LK_HTTP_ERROR_REFUSED_URL);
    }

  g_assert_false (lk_exchange_add_request_header (exchange, "Authorization", "Bearer a\r\nX: y"));
  g_assert_false (lk_exchange_add_request_header (exchange, "Authorization", "Bearer a\n"));
  g_assert_false (lk_exchange_add_request_header (exchange, "Authorization", "Bearer \xc3\xa9"));
  g_assert_false (lk_exchange_add_request_header (exchange, "Bad Name", "x"));
  g_assert_false (lk_exchange_add_request_header (exchange, "", "x"));
  g_assert_cmpuint (lk_exchange_get_n_request_headers (exchange), ==, 0);
}

static void
test_redirects (void)
{
  static const guint statuses[] = { 301, 302, 303, 307, 308 };
  g_autoptr(LkTestServer) server = lk_test_server_new (serve_redirect, NULL, NULL);
  g_autoptr(LkTestServer) other = lk_test_server_new (serve_redirect, NULL, NULL);
  g_autoptr(LkHttpClient) client = lk_http_client_new (NULL);
  g_autofree char *foreign = lk_test_server_get_url (other, "127.0.0.1", "/there");
  g_autofree char *other_name = lk_test_server_get_url (server, "localhost", "/there");

  for (gsize i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      struct
      {
        LkExchangePurpose purpose;
        const char *method;
        const char *target;
        gboolean followed;
      } rows[] = {
        { LK_EXCHANGE_PURPOSE_API, "GET", "/there", TRUE },
        { LK_EXCHANGE_PURPOSE_API, "GET", foreign, FALSE },
        { LK_EXCHANGE_PURPOSE_API, "GET", other_name, FALSE },
        { LK_EXCHANGE_PURPOSE_API, "GET", "https://a.test/", FALSE },
        { LK_EXCHANGE_PURPOSE_API, "GET", "file:///etc/passwd", FALSE },
        { LK_EXCHANGE_PURPOSE_API, "PUT", "/there", FALSE },
        { LK_EXCHANGE_PURPOSE_TOKEN, "POST", "/there", FALSE },
        { LK_EXCHANGE_PURPOSE_TOKEN, "POST", foreign, FALSE },
        { LK_EXCHANGE_PURPOSE_CONVERSATION, "POST", "/there", FALSE },
      };

      for (gsize j = 0; j < G_N_ELEMENTS (rows); j++)
        {
          g_autofree char *escaped = g_uri_escape_string (rows[j].target, NULL, FALSE);
          g_autofree char *path = g_strdup_printf ("/%u/%s", statuses[i], escaped);
          g_autoptr(LkExchange) exchange = make (server, rows[j].purpose, rows[j].method, path);
          guint n_requests = lk_test_server_get_n_requests (server);

          send (client, exchange, NULL);

          if (rows[j].followed)
            {
              g_autofree char *request = lk_test_server_dup_last_request (server);

              g_assert_true (lk_exchange_is_success (exchange));
              g_assert_cmpuint (lk_exchange_get_n_response_headers (exchange), ==, 1);
              g_assert_nonnull (strstr (request, "Authorization: Bearer " TOKEN));
            }
          else
            {
              g_assert_error (lk_exchange_get_error (exchange), LK_HTTP_ERROR, LK_HTTP_ERROR_REDIRECTED);
              g_assert_cmpuint (lk_exchange_get_status (exchange), ==, statuses[i]);
              g_assert_cmpstr (lk_exchange_get_response_header (exchange, "location"), ==, rows[j].target);
            }

          g_assert_cmpuint (lk_test_server_get_n_requests (server), ==, n_requests + (rows[j].followed ? 2 : 1));
        }
    }

  g_assert_cmpuint (lk_test_server_get_n_requests (other), ==, 0);
}

static void
serve_loop (const char    *request,
            GOutputStream *output,
            gpointer       user_data)
{
  lk_test_server_answer (output, "302 Found", "Location: /again\r\n", "");
}

static void
test_redirect_loop (void)
{
  g_autoptr(LkTestServer) server = lk_test_server_new (serve_loop, NULL, NULL);
  g_autoptr(LkHttpClient) client = lk_http_client_new (NULL);
  g_autoptr(LkExchange) exchange = make (server, LK_EXCHANGE_PURPOSE_API, "GET", "/");

  send (client, exchange, NULL);
  g_assert_error (lk_exchange_get_error (exchange), LK_HTTP_ERROR, LK_HTTP_ERROR_REDIRECTED);
  g_assert_cmpuint (lk_test_server_get_n_requests (server), ==, 6);
}

static gboolean
cancel_cb (gpointer user_data)
{
  g_cancellable_cancel (user_data);

  return G_SOURCE_REMOVE;
}

static gboolean
has_closed (gpointer data)
{
  return lk_test_server_get_n_closed (data) == 1;
}

/* Before it is sent, at once, while the server thinks, and in the middle of the body. */
static void
test_cancel (void)
{
  static const struct
  {
    const char *path;
    int after;
    guint n_requests;
  } rows[] = {
    { "/x", -2, 0 }, { "/x", -1, 0 }, { "/silent", 200, 1 }, { "/drip", 400, 1 }, { "/stall", 1500, 1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr(LkTestServer) server = lk_test_server_new (serve, NULL, NULL);
      g_autoptr(LkHttpClient) client = lk_http_client_new (NULL);
      g_autoptr(LkExchange) exchange = make (server, LK_EXCHANGE_PURPOSE_API, "GET", rows[i].path);
      g_autoptr(GCancellable) cancellable = g_cancellable_new ();
      g_autoptr(GAsyncResult) result = NULL;
      g_autoptr(GError) error = NULL;
      gint64 cancelled;

      if (rows[i].after == -2)
        g_cancellable_cancel (cancellable);

      lk_http_client_send_async (client, exchange, NULL, cancellable, lk_test_async_cb, &result);

      if (rows[i].after == -1)
        g_cancellable_cancel (cancellable);
      else if (rows[i].after > 0)
        g_timeout_add (rows[i].after, cancel_cb, cancellable);

      while (!g_cancellable_is_cancelled (cancellable))
        g_main_context_iteration (NULL, TRUE);

      cancelled = g_get_monotonic_time ();
      lk_test_wait (&result);
      g_assert_cmpint (g_get_monotonic_time () - cancelled, <, 2 * G_USEC_PER_SEC);

      g_assert_false (lk_http_client_send_finish (client, result, NULL, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_assert_error (lk_exchange_get_error (exchange), G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_assert_cmpuint (lk_test_server_get_n_requests (server), ==, rows[i].n_requests);

      /* The other side sees the connection go. */
      if (rows[i].n_requests > 0)
        lk_test_wait_until (has_closed, server, 20);
    }
}

static char *
run_certtool (const char *folder,
              const char *command,
              const char *template)
{
  g_autofree char *template_path = g_build_filename (folder, "template", NULL);
  g_autofree char *line = g_strdup_printf ("certtool %s --template template", command);
  g_auto(GStrv) arguments = NULL;
  g_autoptr(GError) error = NULL;
  char *output = NULL;
  int status;

  g_assert_true (g_file_set_contents (template_path, template, -1, NULL));
  g_assert_true (g_shell_parse_argv (line, NULL, &arguments, NULL));
  g_spawn_sync (folder, arguments, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, &output, NULL,
                &status, &error);
  g_assert_no_error (error);
  g_assert_cmpint (status, ==, 0);

  return output;
}

/* A certificate for `name`, signed by the authority in `folder` unless it shall be its own. */
static GTlsCertificate *
make_certificate (const char *folder,
                  const char *name,
                  gboolean    self_signed,
                  const char *dates)
{
  g_autofree char *template =
      g_strdup_printf ("cn = %s\ndns_name = %s\n%s\ntls_www_server\nsigning_key\n", name, name, dates);
  g_autofree char *key = run_certtool (folder, "--generate-privkey --key-type ecdsa", template);
  g_autofree char *key_path = g_build_filename (folder, "key.pem", NULL);
  g_autofree char *certificate = NULL;
  g_autofree char *pem = NULL;
  g_autoptr(GError) error = NULL;
  GTlsCertificate *result;

  g_assert_true (g_file_set_contents (key_path, key, -1, NULL));
  certificate = run_certtool (folder,
                              self_signed ? "--generate-self-signed --load-privkey key.pem"
                                          : "--generate-certificate --load-privkey key.pem"
                                            " --load-ca-certificate ca.pem --load-ca-privkey ca-key.pem",
                              template);
  pem = g_strconcat (certificate, "\n", key, NULL);
  result = g_tls_certificate_new_from_pem (pem, -1, &error);
  g_assert_no_error (error);

  return result;
}

static void
test_tls (void)
{
  static const struct
  {
    const char *name;
    gboolean self_signed;
    const char *dates;
    const char *host;
    const char *message; /* NULL: accepted */
  } rows[] = {
    { "localhost", FALSE, "expiration_days = 2", "localhost", NULL },
    { "localhost", TRUE, "expiration_days = 2", "localhost", "not signed by an authority" },
    { "other.test", FALSE, "expiration_days = 2", "localhost", "belongs to another host" },
    { "localhost", FALSE, "activation_date = \"2020-01-01 00:00:00\"\nexpiration_date = \"2020-02-01 00:00:00\"",
      "localhost", "has expired" },
  };
  g_autofree char *folder = g_dir_make_tmp ("latchkey-tls-XXXXXX", NULL);
  g_autofree char *ca_path = g_build_filename (folder, "ca.pem", NULL);
  g_autofree char *ca_key_path = g_build_filename (folder, "ca-key.pem", NULL);
  g_autofree char *ca_key = NULL;
  g_autofree char *ca = NULL;
  const char *ca_template = "cn = Test authority\nexpiration_days = 2\nca\ncert_signing_key\n";
  g_autoptr(GTlsDatabase) database = NULL;
  g_autoptr(GError) error = NULL;
  static const char *const files[] = { "ca.pem", "ca-key.pem", "key.pem", "template" };

  ca_key = run_certtool (folder, "--generate-privkey --key-type ecdsa", ca_template);
  g_assert_true (g_file_set_contents (ca_key_path, ca_key, -1, NULL));
  ca = run_certtool (folder, "--generate-self-signed --load-privkey ca-key.pem", ca_template);
  g_assert_true (g_file_set_contents (ca_path, ca, -1, NULL));
  database = g_tls_file_database_new (ca_path, &error);
  g_assert_no_error (error);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr(GTlsCertificate) certificate =
                    make_certificate (folder, rows[i].name, rows[i].self_signed, rows[i].dates);
      g_autoptr(LkTestServer) server = lk_test_server_new (serve, NULL, certificate);
      g_autoptr(LkHttpClient) client = lk_http_client_new (NULL);
      g_autofree char *url = lk_test_server_get_url (server, rows[i].host, "/x");
      g_autoptr(LkExchange) exchange = lk_exchange_new (LK_EXCHANGE_PURPOSE_TOKEN, "POST", url);
      g_autoptr(LkExchange) distrusted = lk_exchange_new (LK_EXCHANGE_PURPOSE_API, "GET", url);
      g_autoptr(GBytes) body = g_bytes_new_static (TOKEN, strlen (TOKEN));

      lk_exchange_set_request_body (exchange, "text/plain", body);
      lk_http_client_set_tls_database (client, database);
      send (client, exchange, NULL);

      if (rows[i].message == NULL)
        {
          g_assert_true (lk_exchange_is_success (exchange));
          g_assert_cmpint (lk_exchange_get_times (exchange)->tls, >=, 0);
          g_assert_cmpuint (lk_test_server_get_n_requests (server), ==, 1);
        }
      else
        {
          g_assert_error (lk_exchange_get_error (exchange), LK_HTTP_ERROR, LK_HTTP_ERROR_TLS);
          g_assert_nonnull (strstr (lk_exchange_get_error (exchange)->message, rows[i].message));
          g_assert_cmpuint (lk_test_server_get_n_requests (server), ==, 0);
        }

      /* The system knows nothing of the test's authority. */
      lk_http_client_set_tls_database (client, NULL);
      if (rows[i].message != NULL)
        {
          send (client, distrusted, NULL);
          g_assert_error (lk_exchange_get_error (distrusted), LK_HTTP_ERROR, LK_HTTP_ERROR_TLS);
        }
    }

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = g_build_filename (folder, files[i], NULL);

      g_assert_cmpint (g_unlink (path), ==, 0);
    }
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

static void
test_log (void)
{
  g_autoptr(LkExchangeLog) log = lk_exchange_log_new (10);
  LkExchange *exchanges[4];

  for (guint i = 0; i < G_N_ELEMENTS (exchanges); i++)
    {
      exchanges[i] = lk_exchange_new (LK_EXCHANGE_PURPOSE_API, "GET", "https://a.test/");
      lk_exchange_log_add (log, exchanges[i]);
    }

  /* They are answered in another order than they were sent. */
  for (guint i = G_N_ELEMENTS (exchanges); i > 0; i--)
    {
      g_autoptr(GBytes) body = g_bytes_new_static ("four", 4);

      lk_exchange_set_body (exchanges[i - 1], body, 4);
      lk_exchange_finish (exchanges[i - 1], NULL);
      g_assert_cmpuint (lk_exchange_log_get_bytes (log), <=, 10);
    }

  g_assert_cmpuint (lk_exchange_log_get_n_dropped (log), ==, 2);
  g_assert_true (lk_exchange_is_body_dropped (exchanges[0]));
  g_assert_true (lk_exchange_is_body_dropped (exchanges[1]));
  g_assert_false (lk_exchange_is_body_dropped (exchanges[3]));
  g_assert_cmpuint (lk_exchange_get_body_size (exchanges[0]), ==, 4);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (log)), ==, 4);

  for (guint i = 0; i < G_N_ELEMENTS (exchanges); i++)
    {
      g_autoptr(LkExchange) item = g_list_model_get_item (G_LIST_MODEL (log), i);

      g_assert_true (item == exchanges[G_N_ELEMENTS (exchanges) - 1 - i]);
    }

  lk_exchange_log_clear (log);
  g_assert_cmpuint (lk_exchange_log_get_bytes (log), ==, 0);
  g_assert_cmpuint (lk_exchange_log_get_n_dropped (log), ==, 0);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (log)), ==, 0);

  for (guint i = 0; i < G_N_ELEMENTS (exchanges); i++)
    g_assert_finalize_object (exchanges[i]);
}

/* More than are listed. */
static void
test_log_full (void)
{
  g_autoptr(LkExchangeLog) log = lk_exchange_log_new (0);

  for (guint i = 0; i < 5003; i++)
    {
      g_autoptr(LkExchange) exchange = lk_exchange_new (LK_EXCHANGE_PURPOSE_API, "GET", "https://a.test/");

      lk_exchange_log_add (log, exchange);
    }

  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (log)), ==, 5000);
  g_assert_cmpuint (lk_exchange_log_get_n_forgotten (log), ==, 3);
  lk_exchange_log_clear (log);
  g_assert_cmpuint (lk_exchange_log_get_n_forgotten (log), ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  lk_test_init (&argc, &argv);

  g_test_add_func ("/http/plain", test_plain);
  g_test_add_func ("/http/no-state", test_no_state);
  g_test_add_func ("/http/bodies", test_bodies);
  g_test_add_func ("/http/post", test_post);
  g_test_add_func ("/http/bound", test_bound);
  g_test_add_func ("/http/broken", test_broken);
  g_test_add_func ("/http/loopback-proxy", test_loopback_proxy);
  g_test_add_func ("/http/unreachable", test_unreachable);
  g_test_add_func ("/http/refused", test_refused);
  g_test_add_func ("/http/redirects", test_redirects);
  g_test_add_func ("/http/redirects/loop", test_redirect_loop);
  g_test_add_func ("/http/cancel", test_cancel);
  g_test_add_func ("/http/tls", test_tls);
  g_test_add_func ("/http/log", test_log);
  g_test_add_func ("/http/log-full", test_log_full);

  return g_test_run ();
}
