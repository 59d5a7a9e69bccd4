/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the token endpoint is asked, and what becomes of every answer to it. */
#include "config.h"

#include <string.h>

#include "lk-test-server.h"
#include "lk-test-service.h"
#include "lk-test.h"
#include "lk-token-endpoint.h"

#define MIB (1024 * 1024)
/* Every letter in it means something in a form or a header. */
#define HARD_SECRET "a+b&c=d%41/e f?\"g'é:#"
#define HARD_SECRET_ENCODED "a%2Bb%26c%3Dd%2541%2Fe%20f%3F%22g%27%C3%A9%3A%23"
#define GOOD "{\"access_token\":\"abc\",\"token_type\":\"Bearer\"}"

typedef struct
{
  LkTestServer *server;
  LkHttpClient *client;
  LkTokenEndpoint *endpoint;
  LkConnection *connection;
} Fixture;

/* An answer and what is to become of it. */
typedef struct
{
  const char *status;
  const char *headers;
  const char *body;
  /* An error: its code, and a text in its message. Else the token's expiry and scopes. */
  int code;
  const char *says;
  gint64 lifetime;
  const char *scopes;
} Row;

#define JSON "Content-Type: application/json\r\n"
#define FORM "Content-Type: application/x-www-form-urlencoded; charset=UTF-8\r\n"
#define HTML "Content-Type: text/html; charset=utf-8\r\n"
#define FAILS(code, says) LK_TOKEN_ENDPOINT_ERROR_##code, says, 0, NULL
#define WORKS(lifetime, scopes) -1, NULL, lifetime, scopes
#define WITH(members) "{\"access_token\":\"abc\",\"token_type\":\"Bearer\"," members "}"

static const Row rows[] = {
  { "200 OK", JSON, GOOD, WORKS (-1, "read write") },
  { "200 OK", "", GOOD, WORKS (-1, "read write") },
  { "201 Created", JSON, GOOD, WORKS (-1, "read write") },
  { "200 OK", JSON, "{\"access_token\":\"abc\",\"token_type\":\"BEARER\"}", WORKS (-1, "read write") },
  { "200 OK", JSON, WITH ("\"unknown\":[{}]"), WORKS (-1, "read write") },

  { "200 OK", FORM, "access_token=a%62c&token_type=bearer&scope=read+chat&expires_in=60", WORKS (60, "read chat") },
  { "200 OK", FORM, GOOD, WORKS (-1, "read write") },

  { "200 OK", JSON, "\xef\xbb\xbf" GOOD, WORKS (-1, "read write") },

  /* E3: types */
  { "200 OK", JSON, "{\"token_type\":\"Bearer\"}", FAILS (BAD_ANSWER, "200") },
  { "200 OK", JSON, "{\"access_token\":null,\"token_type\":\"Bearer\"}", FAILS (BAD_ANSWER, "200") },
  { "200 OK", JSON, "{\"access_token\":17,\"token_type\":\"Bearer\"}", FAILS (BAD_ANSWER, "200") },
  { "200 OK", JSON, "{\"access_token\":true,\"token_type\":\"Bearer\"}", FAILS (BAD_ANSWER, "200") },
  { "200 OK", JSON, "{\"access_token\":{\"a\":1},\"token_type\":\"Bearer\"}", FAILS (BAD_ANSWER, "200") },
  { "200 OK", JSON, "{\"access_token\":[\"abc\"],\"token_type\":\"Bearer\"}", FAILS (BAD_ANSWER, "200") },
  { "200 OK", JSON, "{\"access_token\":\"\",\"token_type\":\"Bearer\"}", FAILS (BAD_ANSWER, "200") },
  { "200 OK", JSON, "{\"access_token\":\"a\\r\\nX: y\",\"token_type\":\"Bearer\"}", FAILS (BAD_ANSWER, "200") },
  { "200 OK", JSON, "{\"access_token\":\"a\\nb\",\"token_type\":\"Bearer\"}", FAILS (BAD_ANSWER, "200") },
  { "200 OK", JSON, "{\"access_token\":\"a\\u0000b\",\"token_type\":\"Bearer\"}", FAILS (BAD_ANSWER, "200") },
  { "200 OK", JSON, "{\"access_token\":\"a\\u00e9b\",\"token_type\":\"Bearer\"}", FAILS (BAD_ANSWER, "200") },
  { "200 OK", JSON, "{\"access_token\":\"a\\tb\",\"token_type\":\"Bearer\"}", FAILS (BAD_ANSWER, "200") },
  { "200 OK", JSON, "{\"access_token\":\"abc\"}", FAILS (BAD_ANSWER, "200") },
  { "200 OK", JSON, "{\"access_token\":\"abc\",\"token_type\":\"mac\"}", FAILS (BAD_ANSWER, "200") },
  { "200 OK", JSON, "{\"access_token\":\"abc\",\"token_type\":1}", FAILS (BAD_ANSWER, "200") },
  { "200 OK", JSON, WITH ("\"refresh_token\":17"), FAILS (BAD_ANSWER, "200") },
  { "200 OK", JSON, WITH ("\"refresh_token\":\"a\\nb\""), FAILS (BAD_ANSWER, "200") },
  { "200 OK", JSON, "[" GOOD "]", FAILS (BAD_ANSWER, "200") },
  { "200 OK", JSON, "\"abc\"", FAILS (BAD_ANSWER, "200") },
  { "200 OK", JSON, "17", FAILS (BAD_ANSWER, "200") },
  { "200 OK", JSON, "null", FAILS (BAD_ANSWER, "200") },

  /* What is no JSON */
  { "200 OK", JSON, "", FAILS (NOT_JSON, "200") },
  { "204 No Content", "", "", FAILS (NOT_JSON, "204") },
  { "200 OK", JSON, "  \r\n ", FAILS (NOT_JSON, "200") },
  { "200 OK", HTML, "<!DOCTYPE html><title>Welcome</title>", FAILS (NOT_JSON, "web page") },
  { "200 OK", JSON, "  <html></html>", FAILS (NOT_JSON, "web page") },
  { "200 OK", JSON, "{\"access_token\":\"abc\",", FAILS (NOT_JSON, "200") },
  { "200 OK", JSON, GOOD GOOD, FAILS (NOT_JSON, "200") },
  { "200 OK", JSON, "{'access_token':'abc','token_type':'Bearer'}", FAILS (NOT_JSON, "200") },
  { "200 OK", JSON, "{\"access_token\":\"a\xff\",\"token_type\":\"Bearer\"}", FAILS (NOT_JSON, "200") },
  { "200 OK", JSON, "access_token=abc&token_type=Bearer", FAILS (NOT_JSON, "200") },
  { "200 OK", JSON, "\xef\xbb\xbf\xef\xbb\xbf" GOOD, FAILS (NOT_JSON, "200") },
  { "200 OK", FORM, "access_token=&token_type=Bearer", FAILS (BAD_ANSWER, "200") },
  { "200 OK", FORM, "access_token=a%0Ab&token_type=Bearer", FAILS (BAD_ANSWER, "200") },
  { "200 OK", FORM, "error=invalid_grant", FAILS (INVALID_GRANT, "invalid_grant") },
  { "200 OK", FORM, "access_token", FAILS (NOT_JSON, "200") },
  { "200 OK", JSON, "/* c */" GOOD, FAILS (NOT_JSON, "200") },

  /* E5: status and body together */
  { "200 OK", JSON, "{\"error\":\"invalid_grant\"}", FAILS (INVALID_GRANT, "invalid_grant") },
  { "200 OK", JSON, WITH ("\"error\":\"invalid_client\""), FAILS (INVALID_CLIENT, "200") },
  { "200 OK", JSON, WITH ("\"error\":{\"message\":\"no\"}"), FAILS (OTHER, "no") },
  { "200 OK", JSON, WITH ("\"error\":null"), WORKS (-1, "read write") },
  { "400 Bad Request", JSON, "{\"error\":\"invalid_grant\"}", FAILS (INVALID_GRANT, "400") },
  { "401 Unauthorized", JSON, "{\"error\":\"invalid_client\"}", FAILS (INVALID_CLIENT, "401") },
  { "400 Bad Request", JSON, "{\"error\":\"invalid_scope\"}", FAILS (INVALID_SCOPE, "400") },
  { "400 Bad Request", JSON, "{\"error\":\"invalid_request\"}", FAILS (INVALID_REQUEST, "400") },
  { "400 Bad Request", JSON, "{\"error\":\"unauthorized_client\"}", FAILS (UNAUTHORIZED_CLIENT, "400") },
  { "400 Bad Request", JSON, "{\"error\":\"unsupported_grant_type\"}", FAILS (UNSUPPORTED_GRANT, "400") },
  { "400 Bad Request", JSON, "{\"error\":\"out_of_tea\",\"error_description\":\"None left\"}",
    FAILS (OTHER, "None left") },
  { "400 Bad Request", JSON, "{\"error\":\"e\",\"error_description\":\"<b>%s%n</b>\"}", FAILS (OTHER, "<b>%s%n</b>") },
  { "400 Bad Request", "Content-Type: application/x-www-form-urlencoded\r\n", "error=invalid_grant",
    FAILS (INVALID_GRANT, "400") },
  { "400 Bad Request", JSON, GOOD, FAILS (OTHER, "400") },
  { "403 Forbidden", "", "", FAILS (OTHER, "403") },
  { "404 Not Found", HTML, "<h1>No such page</h1>", FAILS (OTHER, "404") },
  { "429 Too Many Requests", JSON, "[]", FAILS (OTHER, "429") },
  { "500 Internal Server Error", HTML, "<h1>Oops</h1>", FAILS (OTHER, "500") },
  { "500 Internal Server Error", JSON, "{\"error\":{\"type\":\"Broken\",\"message\":\"Sorry\"}}",
    FAILS (OTHER, "Sorry") },
  { "502 Bad Gateway", JSON, "{\"access_", FAILS (OTHER, "502") },

  /* E4: expiry */
  { "200 OK", JSON, WITH ("\"expires_in\":3600"), WORKS (3600, "read write") },
  { "200 OK", JSON, WITH ("\"expires_in\":\"3600\""), WORKS (3600, "read write") },
  { "200 OK", JSON, WITH ("\"expires_in\":3600.0"), WORKS (3600, "read write") },
  { "200 OK", JSON, WITH ("\"expires_in\":1"), WORKS (1, "read write") },
  { "200 OK", JSON, WITH ("\"expires_in\":0"), WORKS (0, "read write") },
  { "200 OK", JSON, WITH ("\"expires_in\":-3600"), WORKS (-1, "read write") },
  { "200 OK", JSON, WITH ("\"expires_in\":\"-1\""), WORKS (-1, "read write") },
  { "200 OK", JSON, WITH ("\"expires_in\":null"), WORKS (-1, "read write") },
  { "200 OK", JSON, WITH ("\"expires_in\":[3600]"), WORKS (-1, "read write") },
  { "200 OK", JSON, WITH ("\"expires_in\":\"NaN\""), WORKS (-1, "read write") },
  { "200 OK", JSON, WITH ("\"expires_in\":\"1e3\""), WORKS (-1, "read write") },
  { "200 OK", JSON, WITH ("\"expires_in\":99999999999999999999999"), WORKS (-1, "read write") },
  { "200 OK", JSON, WITH ("\"expires_in\":9223372036854775807"), WORKS (-1, "read write") },
  { "200 OK", JSON, WITH ("\"expires_in\":1e400"), WORKS (-1, "read write") },
  { "200 OK", JSON, WITH ("\"expires_in\":-1e400"), WORKS (-1, "read write") },
  { "200 OK", JSON, WITH ("\"expires_in\":true"), WORKS (-1, "read write") },

  /* D8: scopes */
  { "200 OK", JSON, WITH ("\"scope\":\"read\""), WORKS (-1, "read") },
  { "200 OK", JSON, WITH ("\"scope\":\"write read  admin\""), WORKS (-1, "write read admin") },
  { "200 OK", JSON, WITH ("\"scope\":[\"read\",\"chat\"]"), WORKS (-1, "read chat") },
  { "200 OK", JSON, WITH ("\"scope\":null"), WORKS (-1, "read write") },
  { "200 OK", JSON, WITH ("\"scope\":\"\""), WORKS (-1, "read write") },
  { "200 OK", JSON, WITH ("\"scope\":{\"a\":1}"), WORKS (-1, "read write") },
};

/* 256 MiB in a few kilobytes. */
static gpointer
make_bomb (gpointer data)
{
  g_autoptr(GConverter) compressor = G_CONVERTER (g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, 9));
  g_autoptr(GOutputStream) memory = g_memory_output_stream_new_resizable ();
  g_autoptr(GOutputStream) stream = g_converter_output_stream_new (memory, compressor);
  g_autofree char *letters = g_strnfill (MIB, 'a');

  g_output_stream_write_all (stream, "{\"access_token\":\"", 17, NULL, NULL, NULL);
  for (guint i = 0; i < 256; i++)
    g_assert_true (g_output_stream_write_all (stream, letters, MIB, NULL, NULL, NULL));
  g_assert_true (g_output_stream_close (stream, NULL, NULL));

  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (memory));
}

static gboolean
write_bytes (GOutputStream *output,
             const char    *data,
             gsize          length)
{
  return g_output_stream_write_all (output, data, length, NULL, NULL, NULL);
}

static void
write_body (GOutputStream *output,
            const char    *headers,
            const char    *body,
            gsize          length)
{
  g_autofree char *head =
      g_strdup_printf ("HTTP/1.1 200 OK\r\n%sContent-Length: %" G_GSIZE_FORMAT "\r\n\r\n", headers, length);

  if (write_bytes (output, head, strlen (head)))
    write_bytes (output, body, length);
}

/* /row/N answers with that row; the other paths with what no table can hold. */
static void
serve (const char    *request,
       GOutputStream *output,
       gpointer       user_data)
{
  static GOnce bomb_once = G_ONCE_INIT;
  g_auto(GStrv) words = g_strsplit (request, " ", 3);
  const char *path = words[1] + 1;

  if (g_str_has_prefix (path, "row/"))
    {
      const Row *row = &rows[g_ascii_strtoull (path + strlen ("row/"), NULL, 10)];

      lk_test_server_answer (output, row->status, row->headers, row->body);
    }
  else if (g_str_equal (path, "good"))
    {
      lk_test_server_answer (output, "200 OK", JSON, GOOD);
    }
  else if (g_str_equal (path, "refused"))
    {
      lk_test_server_answer (output, "400 Bad Request", JSON, "{\"error\":\"invalid_request\"}");
    }
  else if (g_str_equal (path, "echo"))
    {
      g_autofree char *sent = g_strescape (request, NULL);
      g_autofree char *answer = g_strdup_printf ("{\"error\":\"out_of_tea\",\"error_description\":\"I saw %s\"}", sent);

      lk_test_server_answer (output, "400 Bad Request", JSON, answer);
    }
  else if (g_str_equal (path, "with-refresh"))
    {
      lk_test_server_answer (output, "200 OK", JSON, WITH ("\"refresh_token\":\"second\",\"scope\":\"read\""));
    }
  else if (g_str_equal (path, "nul"))
    {
      write_body (output, JSON, "{\"access_token\":\"a\0b\",\"token_type\":\"Bearer\"}", 43);
    }
  else if (g_str_equal (path, "nested") || g_str_equal (path, "brackets"))
    {
      gsize n = g_str_equal (path, "nested") ? 80000 : 1000000;
      g_autofree char *body = g_malloc (n);

      memset (body, '[', n);
      if (n == 80000)
        memset (body + n / 2, ']', n / 2);
      write_body (output, JSON, body, n);
    }
  else if (g_str_equal (path, "200-levels"))
    {
      g_autofree char *opening = g_strnfill (200, '[');
      g_autofree char *closing = g_strnfill (200, ']');
      g_autofree char *body =
          g_strdup_printf ("{\"access_token\":\"abc\",\"token_type\":\"Bearer\",\"x\":%s%s}", opening, closing);

      write_body (output, JSON, body, strlen (body));
    }
  else if (g_str_equal (path, "16k-token") || g_str_equal (path, "100k-token"))
    {
      g_autofree char *token = g_strnfill (g_str_equal (path, "16k-token") ? 16384 : 100000, 'a');
      g_autofree char *body = g_strdup_printf ("{\"access_token\":\"%s\",\"token_type\":\"Bearer\"}", token);

      write_body (output, JSON, body, strlen (body));
    }
  else if (g_str_equal (path, "64-mib"))
    {
      g_autofree char *piece = g_strnfill (MIB, 'a');

      write_bytes (output, "HTTP/1.1 200 OK\r\nContent-Length: 67108864\r\n\r\n", 46);
      for (guint i = 0; i < 64 && write_bytes (output, piece, MIB); i++)
        ;
      g_output_stream_close (output, NULL, NULL);
    }
  else if (g_str_equal (path, "bomb"))
    {
      GBytes *bomb = g_once (&bomb_once, make_bomb, NULL);

      write_body (output, "Content-Encoding: gzip\r\n" JSON, g_bytes_get_data (bomb, NULL), g_bytes_get_size (bomb));
    }
  else if (g_str_equal (path, "drip"))
    {
      write_bytes (output, "HTTP/1.1 200 OK\r\nContent-Length: 43\r\n\r\n", 39);
      for (guint i = 0; i < 20 && write_bytes (output, &GOOD[i], 1); i++)
        g_usleep (G_USEC_PER_SEC);
      g_output_stream_close (output, NULL, NULL);
    }
  else if (g_str_equal (path, "silent"))
    {
      g_usleep (G_USEC_PER_SEC);
      g_output_stream_close (output, NULL, NULL);
    }
  else if (g_str_equal (path, "cut"))
    {
      write_bytes (output, "HTTP/1.1 200 OK\r\nContent-Length: 43\r\n\r\n{\"access_", 48);
      g_output_stream_close (output, NULL, NULL);
    }
  else if (g_str_equal (path, "hang-up"))
    {
      g_output_stream_close (output, NULL, NULL);
    }
  else if (g_str_has_prefix (path, "redirect/"))
    {
      g_auto(GStrv) parts = g_strsplit (path, "/", 3);
      g_autofree char *status = g_strconcat (parts[1], " Elsewhere", NULL);
      g_autofree char *location = g_strdup_printf ("Location: http://localhost:%s/good\r\n", parts[2]);

      lk_test_server_answer (output, status, location, GOOD);
    }
  else if (g_str_equal (path, "304"))
    {
      lk_test_server_answer (output, "304 Not Modified", "", "");
    }
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->server = lk_test_server_new (serve, NULL, NULL);
  fixture->client = lk_http_client_new (NULL);
  fixture->endpoint = lk_token_endpoint_new (fixture->client);
  fixture->connection = lk_connection_new (LK_CONNECTION_KIND_CUSTOM);
  g_object_set (fixture->connection, "name", "Test", "client-id", "client&one", "authorize-url",
                "https://id.example.test/authorize", "redirect-uri", "http://localhost:8080", "pkce", LK_PKCE_OFF,
                NULL);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_object_unref (fixture->connection);
  g_assert_finalize_object (fixture->endpoint);
  g_assert_finalize_object (fixture->client);
  lk_test_server_free (fixture->server);
}

static void
set_path (Fixture    *fixture,
          const char *path)
{
  g_autofree char *url = lk_test_server_get_url (fixture->server, "127.0.0.1", path);

  g_object_set (fixture->connection, "token-url", url, NULL);
}

static LkAuthorizationRequest *
make_request (Fixture *fixture)
{
  static const char *const scopes[] = { "read", "write", NULL };

  return lk_authorization_request_new_with_grant (fixture->connection, LK_GRANT_CODE, scopes);
}

/* Exchanges a code at `path`. */
static LkToken *
exchange_code (Fixture     *fixture,
               const char  *path,
               const char  *secret,
               LkExchange **exchange,
               GError     **error)
{
  g_autoptr(LkAuthorizationRequest) request = NULL;
  g_autoptr(GAsyncResult) result = NULL;

  set_path (fixture, path);
  request = make_request (fixture);
  lk_token_endpoint_exchange_code_async (fixture->endpoint, request, "the code/1", secret, fixture->connection, NULL,
                                         lk_test_async_cb, &result);
  lk_test_wait (&result);

  return lk_token_endpoint_finish (fixture->endpoint, result, exchange, error);
}

static LkToken *
make_token (Fixture         *fixture,
            const char      *refresh_token,
            LkTokenObtained  obtained)
{
  static const char *const scopes[] = { "read", "write", NULL };
  g_autoptr(LkEndpoints) endpoints = lk_connection_get_endpoints (fixture->connection);
  g_autoptr(GError) error = NULL;
  LkToken *token = lk_token_new ("old", refresh_token, "Bearer", scopes, 3600, obtained, endpoints->token,
                                 lk_connection_get_client_id (fixture->connection), scopes, &error);

  g_assert_no_error (error);

  return token;
}

static LkToken *
refresh (Fixture     *fixture,
         const char  *path,
         const char  *secret,
         GError     **error)
{
  g_autoptr(LkToken) token = NULL;
  g_autoptr(GAsyncResult) result = NULL;

  set_path (fixture, path);
  token = make_token (fixture, "first", LK_TOKEN_OBTAINED_CODE);
  lk_token_endpoint_refresh_async (fixture->endpoint, fixture->connection, token, secret, NULL, lk_test_async_cb,
                                   &result);
  lk_test_wait (&result);

  return lk_token_endpoint_finish (fixture->endpoint, result, NULL, error);
}

static LkToken *
client_credentials (Fixture     *fixture,
                    const char  *path,
                    const char  *secret,
                    GError     **error)
{
  static const char *const scopes[] = { "read", NULL };
  g_autoptr(GAsyncResult) result = NULL;

  set_path (fixture, path);
  lk_token_endpoint_client_credentials_async (fixture->endpoint, fixture->connection, scopes, secret, NULL,
                                              lk_test_async_cb, &result);
  lk_test_wait (&result);

  return lk_token_endpoint_finish (fixture->endpoint, result, NULL, error);
}

/* The last request's body, and its head without it. */
static char *
last_form (Fixture  *fixture,
           char    **head)
{
  g_autofree char *request = lk_test_server_dup_last_request (fixture->server);
  char *end = strstr (request, "\n\n");

  g_assert_nonnull (end);
  if (head != NULL)
    *head = g_strndup (request, end - request);

  return g_strdup (end + 2);
}

/* D1, D2, D4, B5: one form with everything in its place and nothing in the address. */
static void
test_forms (Fixture       *fixture,
            gconstpointer  data)
{
  g_autofree char *with_secret = NULL;
  g_autofree char *public = NULL;
  g_autofree char *empty = NULL;
  g_autofree char *refreshed = NULL;
  g_autofree char *credentials = NULL;
  g_autofree char *head = NULL;
  g_autoptr(GError) error = NULL;

  g_object_unref (exchange_code (fixture, "/good", HARD_SECRET, NULL, &error));
  with_secret = last_form (fixture, &head);
  g_assert_cmpstr (with_secret, ==,
                   "grant_type=authorization_code&code=the%20code%2F1&client_id=client%26one"
                   "&client_secret=" HARD_SECRET_ENCODED
                   "&redirect_uri=http%3A%2F%2Flocalhost%3A8080&scope=read%20write");
  g_assert_true (g_str_has_prefix (head, "POST /good HTTP/1.1\n"));
  g_assert_nonnull (strstr (head, "\nContent-Type: application/x-www-form-urlencoded\n"));
  g_assert_nonnull (strstr (head, "\nAccept: application/json"));
  g_assert_null (strstr (head, "Authorization"));
  g_assert_null (strstr (head, "Referer"));
  g_assert_null (strstr (head, "Cookie"));

  /* A public client has no secret, not even an empty one. */
  g_object_unref (exchange_code (fixture, "/good", NULL, NULL, &error));
  public = last_form (fixture, NULL);
  g_assert_null (strstr (public, "client_secret"));
  g_assert_nonnull (strstr (public, "client_id=client%26one"));
  g_object_unref (exchange_code (fixture, "/good", "", NULL, &error));
  empty = last_form (fixture, NULL);
  g_assert_cmpstr (empty, ==, public);

  g_object_unref (refresh (fixture, "/good", "s", &error));
  refreshed = last_form (fixture, NULL);
  g_assert_cmpstr (refreshed, ==,
                   "grant_type=refresh_token&refresh_token=first&client_id=client%26one&client_secret=s");

  g_object_unref (client_credentials (fixture, "/good", "s", &error));
  credentials = last_form (fixture, NULL);
  g_assert_cmpstr (credentials, ==, "grant_type=client_credentials&client_id=client%26one&client_secret=s&scope=read");
}

/* D3: in the header or in the body, never in both. */
static void
test_basic (Fixture       *fixture,
            gconstpointer  data)
{
  g_autofree char *pair = g_base64_encode ((const guchar *) "client%26one:" HARD_SECRET_ENCODED,
                                           strlen ("client%26one:" HARD_SECRET_ENCODED));
  g_autofree char *expected = g_strconcat ("\nAuthorization: Basic ", pair, "\n", NULL);
  g_autofree char *form = NULL;
  g_autofree char *public = NULL;
  g_autofree char *head = NULL;
  g_autofree char *public_head = NULL;

  g_object_set (fixture->connection, "client-auth", LK_CLIENT_AUTH_BASIC, NULL);
  g_object_unref (exchange_code (fixture, "/good", HARD_SECRET, NULL, NULL));
  form = last_form (fixture, &head);
  g_assert_nonnull (strstr (head, expected));
  g_assert_null (strstr (form, "client_secret"));
  g_assert_null (strstr (form, "client_id"));

  g_object_unref (refresh (fixture, "/good", NULL, NULL));
  public = last_form (fixture, &public_head);
  g_assert_null (strstr (public_head, "Authorization"));
  g_assert_cmpstr (public, ==, "grant_type=refresh_token&refresh_token=first&client_id=client%26one");
}

/* RFC 7636 section 4.5, and never a weaker second try (B3). */
static void
test_verifier (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr(LkAuthorizationRequest) request = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *expected = NULL;
  g_autofree char *form = NULL;

  g_object_set (fixture->connection, "pkce", LK_PKCE_S256, NULL);
  set_path (fixture, "/refused");
  request = make_request (fixture);
  expected = g_strconcat ("&code_verifier=", lk_authorization_request_get_code_verifier (request), NULL);
  lk_token_endpoint_exchange_code_async (fixture->endpoint, request, "c", NULL, fixture->connection, NULL,
                                         lk_test_async_cb, &result);
  lk_test_wait (&result);
  g_assert_null (lk_token_endpoint_finish (fixture->endpoint, result, NULL, &error));
  g_assert_error (error, LK_TOKEN_ENDPOINT_ERROR, LK_TOKEN_ENDPOINT_ERROR_INVALID_REQUEST);
  form = last_form (fixture, NULL);
  g_assert_true (g_str_has_suffix (form, expected));
  g_assert_cmpuint (lk_test_server_get_n_requests (fixture->server), ==, 1);
}

/* A9: settings edited while the login page was open send the code nowhere else. */
static void
test_edited (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr(LkAuthorizationRequest) request = NULL;
  g_autoptr(LkTestServer) other = lk_test_server_new (serve, NULL, NULL);
  g_autofree char *other_url = lk_test_server_get_url (other, "127.0.0.1", "/good");
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(LkToken) token = NULL;
  g_autofree char *form = NULL;
  g_autoptr(GError) error = NULL;

  set_path (fixture, "/good");
  request = make_request (fixture);
  g_object_set (fixture->connection, "token-url", other_url, "client-id", "two", "redirect-uri",
                "http://localhost:9999/", NULL);
  lk_token_endpoint_exchange_code_async (fixture->endpoint, request, "c", NULL, fixture->connection, NULL,
                                         lk_test_async_cb, &result);
  lk_test_wait (&result);
  token = lk_token_endpoint_finish (fixture->endpoint, result, NULL, &error);
  g_assert_no_error (error);
  form = last_form (fixture, NULL);
  g_assert_nonnull (strstr (form, "client_id=client%26one&redirect_uri=http%3A%2F%2Flocalhost%3A8080&"));
  g_assert_cmpuint (lk_test_server_get_n_requests (other), ==, 0);
  /* And the token is the old settings', so the new ones do not use it. */
  g_assert_false (lk_token_belongs_to (token, fixture->connection));
}

static void
test_answers (Fixture       *fixture,
              gconstpointer  data)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strdup_printf ("/row/%u", i);
      g_autoptr(LkExchange) exchange = NULL;
      g_autoptr(LkToken) token = NULL;
      g_autoptr(GError) error = NULL;
      guint status = (guint) g_ascii_strtoull (rows[i].status, NULL, 10);

      token = exchange_code (fixture, path, "s", &exchange, &error);
      g_test_message ("%u: %s: %s", i, rows[i].status, error != NULL ? error->message : "a token");

      /* Sent once whatever came, and the exchange is there to show. */
      g_assert_cmpuint (lk_test_server_get_n_requests (fixture->server), ==, i + 1);
      g_assert_cmpuint (lk_exchange_get_status (exchange), ==, status);

      if (rows[i].code >= 0)
        {
          g_autofree char *number = g_strdup_printf ("%u", status);

          g_assert_null (token);
          g_assert_error (error, LK_TOKEN_ENDPOINT_ERROR, rows[i].code);
          g_assert_nonnull (strstr (error->message, rows[i].says));
          g_assert_nonnull (strstr (error->message, number));
        }
      else
        {
          g_autofree char *scopes = NULL;
          gint64 expires_at;

          g_assert_no_error (error);
          g_assert_cmpstr (lk_token_get_access_token (token), ==, "abc");
          scopes = g_strjoinv (" ", (char **) lk_token_get_scopes (token));
          g_assert_cmpstr (scopes, ==, rows[i].scopes);
          expires_at = lk_token_get_expires_at (token);
          g_assert_cmpint (expires_at < 0 ? -1 : expires_at - lk_token_get_obtained_at (token), ==, rows[i].lifetime);
          g_assert_cmpint (lk_token_get_obtained (token), ==, LK_TOKEN_OBTAINED_CODE);
        }
    }
}

/* What is too deep, too long, cut or broken: an error, in bounded memory. */
static void
test_hostile (Fixture       *fixture,
              gconstpointer  data)
{
  static const struct
  {
    const char *path;
    gboolean is_http;
    int code;
    const char *says;
  } cases[] = {
    { "/nul", FALSE, LK_TOKEN_ENDPOINT_ERROR_NOT_JSON, "200" },
    { "/nested", FALSE, LK_TOKEN_ENDPOINT_ERROR_NOT_JSON, "200" },
    { "/brackets", FALSE, LK_TOKEN_ENDPOINT_ERROR_NOT_JSON, "200" },
    { "/100k-token", FALSE, LK_TOKEN_ENDPOINT_ERROR_BAD_ANSWER, "200" },
    { "/64-mib", TRUE, LK_HTTP_ERROR_TOO_LARGE, "200" },
    { "/bomb", TRUE, LK_HTTP_ERROR_TOO_LARGE, "200" },
    { "/cut", TRUE, LK_HTTP_ERROR_BROKEN, "200" },
    { "/hang-up", TRUE, LK_HTTP_ERROR_BROKEN, NULL },
    { "/304", TRUE, LK_HTTP_ERROR_REDIRECTED, "304" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      GQuark domain = cases[i].is_http ? LK_HTTP_ERROR : LK_TOKEN_ENDPOINT_ERROR;
      gsize before = lk_test_resident ();
      g_autoptr(GError) error = NULL;

      g_assert_null (exchange_code (fixture, cases[i].path, "s", NULL, &error));
      g_test_message ("%s: %s", cases[i].path, error->message);
      g_assert_error (error, domain, cases[i].code);
      g_assert_cmpuint (lk_test_resident (), <, before + 20 * MIB);
      if (cases[i].says != NULL)
        g_assert_nonnull (strstr (error->message, cases[i].says));
      g_assert_cmpuint (lk_test_server_get_n_requests (fixture->server), ==, i + 1);
    }
}

/* What is large or deep and still right. */
static void
test_large (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr(LkToken) deep = NULL;
  g_autoptr(LkToken) large = NULL;
  g_autoptr(GError) error = NULL;

  deep = exchange_code (fixture, "/200-levels", NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (lk_token_get_access_token (deep), ==, "abc");
  large = exchange_code (fixture, "/16k-token", NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (strlen (lk_token_get_access_token (large)), ==, 16384);
}

/* D7: no redirect is followed. */
static void
test_redirects (Fixture       *fixture,
                gconstpointer  data)
{
  static const guint statuses[] = { 301, 302, 303, 307, 308 };
  g_autoptr(LkTestServer) other = lk_test_server_new (serve, NULL, NULL);
  g_autofree char *other_url = lk_test_server_get_url (other, "localhost", "");
  const char *port = strrchr (other_url, ':') + 1;

  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      g_autofree char *path = g_strdup_printf ("/redirect/%u/%s", statuses[i], port);
      g_autofree char *number = g_strdup_printf ("%u", statuses[i]);
      g_autoptr(GError) error = NULL;

      g_assert_null (exchange_code (fixture, path, "s", NULL, &error));
      g_assert_error (error, LK_HTTP_ERROR, LK_HTTP_ERROR_REDIRECTED);
      g_assert_nonnull (strstr (error->message, number));
    }

  g_assert_cmpuint (lk_test_server_get_n_requests (other), ==, 0);
}

static gboolean
has_requests (gpointer data)
{
  return lk_test_server_get_n_requests (data) == 1;
}

static gboolean
has_closed (gpointer data)
{
  return lk_test_server_get_n_closed (data) == 1;
}

/* E7: Cancel ends it while the other side is silent or drips, and frees the socket. */
static void
test_cancel (gconstpointer path)
{
  Fixture fixture = { NULL };
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(LkAuthorizationRequest) request = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(LkExchange) exchange = NULL;
  g_autoptr(GError) error = NULL;

  set_up (&fixture, NULL);
  set_path (&fixture, path);
  request = make_request (&fixture);
  lk_token_endpoint_exchange_code_async (fixture.endpoint, request, "c", NULL, fixture.connection, cancellable,
                                         lk_test_async_cb, &result);
  lk_test_wait_until (has_requests, fixture.server, 20);
  g_assert_null (result);
  g_cancellable_cancel (cancellable);
  lk_test_wait (&result);
  g_assert_null (lk_token_endpoint_finish (fixture.endpoint, result, &exchange, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_error (lk_exchange_get_error (exchange), G_IO_ERROR, G_IO_ERROR_CANCELLED);
  lk_test_wait_until (has_closed, fixture.server, 20);
  g_assert_cmpuint (lk_test_server_get_n_requests (fixture.server), ==, 1);
  g_clear_object (&result);
  tear_down (&fixture, NULL);
}

/* G2: a new refresh token takes the old one's place; without one the old one stays. */
static void
test_refresh (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr(LkToken) rotated = NULL;
  g_autoptr(LkToken) kept = NULL;
  g_autoptr(GError) error = NULL;

  rotated = refresh (fixture, "/with-refresh", "s", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (lk_token_get_refresh_token (rotated), ==, "second");
  g_assert_cmpint (lk_token_get_obtained (rotated), ==, LK_TOKEN_OBTAINED_REFRESH);
  g_assert_false (lk_token_has_scope (rotated, "write"));
  /* What was once asked for is not forgotten. */
  g_assert_cmpstr (lk_token_get_asked_scopes (rotated)[1], ==, "write");

  kept = refresh (fixture, "/good", "s", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (lk_token_get_access_token (kept), ==, "abc");
  g_assert_cmpstr (lk_token_get_refresh_token (kept), ==, "first");
  /* Nothing said of the scopes: as before. */
  g_assert_true (lk_token_has_scope (kept, "write"));
}

/* D6: client credentials keep no refresh token even if one comes. */
static void
test_client_credentials (Fixture       *fixture,
                         gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(LkToken) token = client_credentials (fixture, "/with-refresh", "s", &error);

  g_assert_no_error (error);
  g_assert_cmpint (lk_token_get_obtained (token), ==, LK_TOKEN_OBTAINED_CLIENT_CREDENTIALS);
  g_assert_null (lk_token_get_refresh_token (token));
}

/* An address that the policy refuses is not asked (F1). */
static void
test_refused_address (Fixture       *fixture,
                      gconstpointer  data)
{
  g_autoptr(LkAuthorizationRequest) request = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  g_object_set (fixture->connection, "token-url", "http://id.example.test/token", NULL);
  request = make_request (fixture);
  lk_token_endpoint_exchange_code_async (fixture->endpoint, request, "c", "s", fixture->connection, NULL,
                                         lk_test_async_cb, &result);
  lk_test_wait (&result);
  g_assert_null (lk_token_endpoint_finish (fixture->endpoint, result, NULL, &error));
  g_assert_error (error, LK_HTTP_ERROR, LK_HTTP_ERROR_REFUSED_URL);
}

/* The log holds on to the exchange, but to none of its secrets (B6). */
static void
test_no_secret (void)
{
  g_autoptr(LkTestServer) server = lk_test_server_new (serve, NULL, NULL);
  g_autoptr(LkExchangeLog) log = lk_exchange_log_new (0);
  g_autoptr(LkHttpClient) client = lk_http_client_new (log);
  Fixture fixture = { server, client, lk_token_endpoint_new (client), lk_connection_new (LK_CONNECTION_KIND_CUSTOM) };
  static const char *const paths[] = { "/with-refresh", "/refused", "/silent" };

  g_object_set (fixture.connection, "name", "Test", "client-id", "client", "authorize-url",
                "https://id.example.test/authorize", NULL);

  for (guint i = 0; i < 2 * G_N_ELEMENTS (paths); i++)
    {
      g_autoptr(LkToken) token = NULL;
      g_autoptr(LkExchange) exchange = NULL;
      g_autoptr(GString) raw = g_string_new (NULL);

      g_object_set (fixture.connection, "client-auth", i % 2 == 0 ? LK_CLIENT_AUTH_POST : LK_CLIENT_AUTH_BASIC, NULL);
      token = exchange_code (&fixture, paths[i / 2], "the secret of a client", NULL, NULL);
      g_assert_cmpint (token != NULL, ==, i < 2);

      exchange = g_list_model_get_item (G_LIST_MODEL (log), 0);
      for (guint j = 0; j < lk_exchange_get_n_request_headers (exchange); j++)
        g_string_append (raw, lk_exchange_get_request_header_at (exchange, j).value);
      g_string_append_len (raw, g_bytes_get_data (lk_exchange_get_request_body (exchange), NULL),
                           g_bytes_get_size (lk_exchange_get_request_body (exchange)));
      if (lk_exchange_get_body (exchange) != NULL)
        g_string_append_len (raw, g_bytes_get_data (lk_exchange_get_body (exchange), NULL),
                             g_bytes_get_size (lk_exchange_get_body (exchange)));

      g_assert_nonnull (strstr (raw->str, "grant_type=authorization_code&code=*"));
      g_assert_null (strstr (raw->str, "the%20code"));
      g_assert_null (strstr (raw->str, "secret%20of"));
      g_assert_null (strstr (raw->str, "dGhlJTIwc2VjcmV0"));
      g_assert_null (strstr (raw->str, "\"abc\""));
      g_assert_null (strstr (raw->str, "second"));
    }

  g_object_unref (fixture.connection);
  g_object_unref (fixture.endpoint);
}

/* The service's own words are in the message of an error, but no secret that they say back. */
static void
test_echo (Fixture       *fixture,
           gconstpointer  data)
{
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr(GError) error = NULL;

      g_object_set (fixture->connection, "client-auth", i == 0 ? LK_CLIENT_AUTH_POST : LK_CLIENT_AUTH_BASIC, NULL);
      g_assert_null (exchange_code (fixture, "/echo", "the secret of a client", NULL, &error));
      g_assert_error (error, LK_TOKEN_ENDPOINT_ERROR, LK_TOKEN_ENDPOINT_ERROR_OTHER);
      g_test_message ("%s", error->message);
      g_assert_nonnull (strstr (error->message, "out_of_tea"));
      g_assert_nonnull (strstr (error->message, "grant_type=authorization_code&code=*"));
      g_assert_null (strstr (error->message, "the%20code"));
      g_assert_null (strstr (error->message, "secret%20of"));
      g_assert_null (strstr (error->message, "dGhlJTIwc2VjcmV0"));
    }
}

/* Every fault of the practice server's token endpoint. */
static void
test_practice_faults (void)
{
  static const struct
  {
    const char *fault;
    gboolean is_http;
    int code;
  } cases[] = {
    { "client-mismatch", FALSE, LK_TOKEN_ENDPOINT_ERROR_INVALID_CLIENT },
    { "support-endpoint", FALSE, LK_TOKEN_ENDPOINT_ERROR_INVALID_GRANT },
    { "scope-refused", FALSE, LK_TOKEN_ENDPOINT_ERROR_INVALID_SCOPE },
    { "error-unknown", FALSE, LK_TOKEN_ENDPOINT_ERROR_OTHER },
    { "error-object", FALSE, LK_TOKEN_ENDPOINT_ERROR_OTHER },
    { "error-with-200", FALSE, LK_TOKEN_ENDPOINT_ERROR_INVALID_GRANT },
    { "token-null", FALSE, LK_TOKEN_ENDPOINT_ERROR_BAD_ANSWER },
    { "token-number", FALSE, LK_TOKEN_ENDPOINT_ERROR_BAD_ANSWER },
    { "token-object", FALSE, LK_TOKEN_ENDPOINT_ERROR_BAD_ANSWER },
    { "token-array", FALSE, LK_TOKEN_ENDPOINT_ERROR_BAD_ANSWER },
    { "token-empty", FALSE, LK_TOKEN_ENDPOINT_ERROR_BAD_ANSWER },
    { "token-absent", FALSE, LK_TOKEN_ENDPOINT_ERROR_BAD_ANSWER },
    { "token-line-break", FALSE, LK_TOKEN_ENDPOINT_ERROR_BAD_ANSWER },
    { "token-nul", FALSE, LK_TOKEN_ENDPOINT_ERROR_BAD_ANSWER },
    { "token-huge", FALSE, LK_TOKEN_ENDPOINT_ERROR_BAD_ANSWER },
    { "type-mac", FALSE, LK_TOKEN_ENDPOINT_ERROR_BAD_ANSWER },
    { "type-absent", FALSE, LK_TOKEN_ENDPOINT_ERROR_BAD_ANSWER },
    { "dropped", TRUE, LK_HTTP_ERROR_BROKEN },
    { "dropped-midway", TRUE, LK_HTTP_ERROR_BROKEN },
    { "not-http", TRUE, LK_HTTP_ERROR_BROKEN },
    { "header-huge", TRUE, LK_HTTP_ERROR_BROKEN },
    { "proxy-html", FALSE, LK_TOKEN_ENDPOINT_ERROR_NOT_JSON },
    { "body-empty", FALSE, LK_TOKEN_ENDPOINT_ERROR_NOT_JSON },
    { "body-null", FALSE, LK_TOKEN_ENDPOINT_ERROR_BAD_ANSWER },
    { "body-string", FALSE, LK_TOKEN_ENDPOINT_ERROR_BAD_ANSWER },
    { "body-array", FALSE, LK_TOKEN_ENDPOINT_ERROR_BAD_ANSWER },
    { "body-broken", FALSE, LK_TOKEN_ENDPOINT_ERROR_NOT_JSON },
    { "body-bad-utf8", FALSE, LK_TOKEN_ENDPOINT_ERROR_NOT_JSON },
    { "body-nested", FALSE, LK_TOKEN_ENDPOINT_ERROR_NOT_JSON },
    { "body-brackets", FALSE, LK_TOKEN_ENDPOINT_ERROR_NOT_JSON },
    { "body-64mib", TRUE, LK_HTTP_ERROR_TOO_LARGE },
    { "body-gzip-bomb", TRUE, LK_HTTP_ERROR_TOO_LARGE },
    { "status-403-empty", FALSE, LK_TOKEN_ENDPOINT_ERROR_OTHER },
    { "status-429", FALSE, LK_TOKEN_ENDPOINT_ERROR_OTHER },
    { "status-500", FALSE, LK_TOKEN_ENDPOINT_ERROR_OTHER },
    { "status-500-html", FALSE, LK_TOKEN_ENDPOINT_ERROR_OTHER },
    { "status-teapot", FALSE, LK_TOKEN_ENDPOINT_ERROR_OTHER },
    { "redirect-302", TRUE, LK_HTTP_ERROR_REDIRECTED },
    { "redirect-303", TRUE, LK_HTTP_ERROR_REDIRECTED },
    { "redirect-307", TRUE, LK_HTTP_ERROR_REDIRECTED },
    { "redirect-308", TRUE, LK_HTTP_ERROR_REDIRECTED },
    { "redirect-same-origin", TRUE, LK_HTTP_ERROR_REDIRECTED },
  };
  static const char *const scopes[] = { "read", "write", NULL };
  g_autoptr(LkTestService) service = lk_test_service_new (NULL);
  LkPracticeServer *server = service->practice->server;
  g_autoptr(GAsyncResult) last = NULL;
  g_autoptr(LkToken) token = NULL;
  g_autoptr(GError) last_error = NULL;

  lk_test_service_make_confidential (service);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      GQuark domain = cases[i].is_http ? LK_HTTP_ERROR : LK_TOKEN_ENDPOINT_ERROR;
      guint n_posts = lk_test_service_count_posts (service);
      guint n_requests = lk_practice_server_count_requests (server, NULL, "/");
      g_autoptr(GAsyncResult) result = NULL;
      g_autoptr(LkExchange) exchange = NULL;
      g_autoptr(GError) error = NULL;

      g_assert_true (lk_practice_server_set_fault (server, cases[i].fault, 1));
      lk_token_endpoint_client_credentials_async (service->endpoint, service->connection, scopes,
                                                  lk_practice_server_get_client_secret (server), NULL, lk_test_async_cb,
                                                  &result);
      lk_test_wait (&result);
      g_assert_null (lk_token_endpoint_finish (service->endpoint, result, &exchange, &error));
      g_test_message ("%s: %s", cases[i].fault, error->message);
      g_assert_error (error, domain, cases[i].code);
      g_assert_null (strstr (error->message, lk_practice_server_get_client_secret (server)));
      if (!cases[i].is_http)
        {
          g_autofree char *status = g_strdup_printf ("%u", lk_exchange_get_status (exchange));

          g_assert_nonnull (strstr (error->message, status));
        }

      /* One request, to the token endpoint and nowhere else. */
      g_assert_cmpuint (lk_test_service_count_posts (service), ==, n_posts + 1);
      g_assert_cmpuint (lk_practice_server_count_requests (server, NULL, "/"), ==, n_requests + 1);
    }

  lk_token_endpoint_client_credentials_async (service->endpoint, service->connection, scopes,
                                              lk_practice_server_get_client_secret (server), NULL, lk_test_async_cb,
                                              &last);
  lk_test_wait (&last);
  token = lk_token_endpoint_finish (service->endpoint, last, NULL, &last_error);
  g_assert_no_error (last_error);
}

int
main (int   argc,
      char *argv[])
{
  lk_test_init (&argc, &argv);

  g_test_add ("/token-endpoint/forms", Fixture, NULL, set_up, test_forms, tear_down);
  g_test_add ("/token-endpoint/basic", Fixture, NULL, set_up, test_basic, tear_down);
  g_test_add ("/token-endpoint/verifier", Fixture, NULL, set_up, test_verifier, tear_down);
  g_test_add ("/token-endpoint/edited", Fixture, NULL, set_up, test_edited, tear_down);
  g_test_add ("/token-endpoint/answers", Fixture, NULL, set_up, test_answers, tear_down);
  g_test_add ("/token-endpoint/hostile", Fixture, NULL, set_up, test_hostile, tear_down);
  g_test_add ("/token-endpoint/large", Fixture, NULL, set_up, test_large, tear_down);
  g_test_add ("/token-endpoint/redirects", Fixture, NULL, set_up, test_redirects, tear_down);
  g_test_add_data_func ("/token-endpoint/cancel/silent", "/silent", test_cancel);
  g_test_add_data_func ("/token-endpoint/cancel/drip", "/drip", test_cancel);
  g_test_add ("/token-endpoint/refresh", Fixture, NULL, set_up, test_refresh, tear_down);
  g_test_add ("/token-endpoint/client-credentials", Fixture, NULL, set_up, test_client_credentials, tear_down);
  g_test_add ("/token-endpoint/refused-address", Fixture, NULL, set_up, test_refused_address, tear_down);
  g_test_add ("/token-endpoint/echo", Fixture, NULL, set_up, test_echo, tear_down);
  g_test_add_func ("/token-endpoint/no-secret", test_no_secret);
  g_test_add_func ("/token-endpoint/practice-faults", test_practice_faults);

  return g_test_run ();
}
