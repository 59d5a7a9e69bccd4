/* SPDX-License-Identifier: GPL-3.0-or-later */
/* No secret gets into the record of a request, whatever the service says back (SECURITY.md B6, I8). */
#include "config.h"

#include "lk-curl.h"
#include "lk-flow-report.h"
#include "lk-http-client.h"
#include "lk-test-server.h"
#include "lk-test.h"

#include <string.h>

#define TOKEN "CANARY-http-token/with+signs"
#define ANOTHER "ANOTHERcanary0123456789"

/* What the server answers with, under the path of its index. */
static const struct
{
  const char *head;
  const char *body;
} answers[] = {
  { "200 OK\r\nX-Echo: you sent " TOKEN "\r\nSet-Cookie: a=" ANOTHER "\r\n", "{\"you\":\"" TOKEN "\"}" },
  { "500 Oops \033]0;pwned\007 " TOKEN " client_secret=" ANOTHER "\r\n", "" },
  { "302 Moved\r\nLocation: x-scheme:" TOKEN "\r\n", "go to " TOKEN },
  { "302 Moved\r\nLocation: https://elsewhere.example/?t=CANARY-http-token%2fwith%2bsigns\r\n", "" },
  { "403 Forbidden\r\nContent-Type: text/html\r\n", "<p>CANARY-http-token&#x2F;with&#43;signs" },
};

static void
serve (const char    *request,
       GOutputStream *output,
       gpointer       user_data)
{
  guint i = (guint) (request[strcspn (request, "/") + 1] - '0');
  g_autoptr(GString) text = g_string_new ("HTTP/1.1 ");

  g_string_append (text, answers[i].head);
  g_string_append_printf (text, "Content-Length: %u\r\n\r\n%s", (guint) strlen (answers[i].body), answers[i].body);
  g_output_stream_write_all (output, text->str, text->len, NULL, NULL, NULL);
}

/* A long answer in chunks of every size, so that the token lies across the borders of what is read at once. */
static void
serve_pieces (const char    *request,
              GOutputStream *output,
              gpointer       user_data)
{
  static const char text[] = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
  static const char piece[] = "{\"n\":[1,2,3],\"t\":\"CANARY-http-token\\/with\\u002bsigns\"},";

  const gsize total = 10000 * strlen (piece);

  g_output_stream_write_all (output, text, strlen (text), NULL, NULL, NULL);
  for (gsize at = 0, size = 1; at < total; at += size, size = MIN (size % 1000 + 1, total - at))
    {
      g_autoptr(GString) chunk = g_string_new (NULL);

      g_string_printf (chunk, "%x\r\n", (guint) size);
      for (gsize i = at; i < at + size; i++)
        g_string_append_c (chunk, piece[i % strlen (piece)]);
      g_string_append (chunk, "\r\n");
      if (!g_output_stream_write_all (output, chunk->str, chunk->len, NULL, NULL, NULL))
        return;
    }
  g_output_stream_write_all (output, "0\r\n\r\n", 5, NULL, NULL, NULL);
}

static GBytes *
send (LkHttpClient  *client,
      LkExchange    *exchange,
      LkCredentials *credentials)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  GBytes *answer = NULL;

  lk_http_client_send_async (client, exchange, credentials, NULL, lk_test_async_cb, &result);
  lk_test_wait (&result);
  lk_http_client_send_finish (client, result, &answer, &error);
  if (error != NULL)
    g_assert_null (strstr (error->message, "CANARY"));

  return answer;
}

/* The raw text of every part of an exchange. */
static char *
get_raw (LkExchange *exchange)
{
  GString *raw = g_string_new (lk_exchange_get_url (exchange));
  GBytes *bodies[] = { lk_exchange_get_request_body (exchange), lk_exchange_get_body (exchange) };

  g_string_append_printf (raw, "\n%s\n", lk_exchange_get_reason (exchange));
  for (guint i = 0; i < lk_exchange_get_n_request_headers (exchange); i++)
    g_string_append_printf (raw, "%s\n", lk_exchange_get_request_header_at (exchange, i).value);
  for (guint i = 0; i < lk_exchange_get_n_response_headers (exchange); i++)
    g_string_append_printf (raw, "%s\n", lk_exchange_get_response_header_at (exchange, i).value);
  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      if (bodies[i] != NULL)
        g_string_append_len (raw, g_bytes_get_data (bodies[i], NULL), (gssize) g_bytes_get_size (bodies[i]));
    }
  if (lk_exchange_get_error (exchange) != NULL)
    g_string_append (raw, lk_exchange_get_error (exchange)->message);

  return g_string_free (raw, FALSE);
}

static void
test_echoes (void)
{
  g_autoptr(LkTestServer) server = lk_test_server_new (serve, NULL, NULL);
  g_autoptr(LkHttpClient) client = lk_http_client_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      g_autofree char *path = g_strdup_printf ("/%u", i);
      g_autofree char *url = lk_test_server_get_url (server, "127.0.0.1", path);
      g_autoptr(LkExchange) exchange = lk_exchange_new (LK_EXCHANGE_PURPOSE_API, "GET", url);
      g_autoptr(LkCredentials) credentials = lk_credentials_new ();
      g_autofree char *request = NULL;
      g_autofree char *raw = NULL;

      lk_credentials_set_bearer (credentials, TOKEN);
      g_assert_null (send (client, exchange, credentials));
      request = lk_test_server_dup_last_request (server);
      g_assert_nonnull (strstr (request, "Authorization: Bearer " TOKEN));
      g_assert_cmpuint (lk_exchange_get_status (exchange), >=, 200);

      raw = get_raw (exchange);
      g_test_message ("%s", raw);
      g_assert_null (strstr (raw, "CANARY"));
      g_assert_null (strstr (raw, "ANOTHER"));
      for (const char *p = lk_exchange_get_reason (exchange); *p != '\0'; p++)
        g_assert_false (g_ascii_iscntrl (*p));
      g_assert_cmpuint (lk_exchange_get_body_size (exchange), ==, strlen (answers[i].body));
    }
}

static void
test_pieces (void)
{
  g_autoptr(LkTestServer) server = lk_test_server_new (serve_pieces, NULL, NULL);
  g_autoptr(LkHttpClient) client = lk_http_client_new (NULL);
  g_autofree char *url = lk_test_server_get_url (server, "127.0.0.1", "/");
  g_autoptr(LkExchange) exchange = lk_exchange_new (LK_EXCHANGE_PURPOSE_API, "GET", url);
  g_autoptr(LkCredentials) credentials = lk_credentials_new ();
  g_autofree char *raw = NULL;

  lk_credentials_set_bearer (credentials, TOKEN);
  g_assert_null (send (client, exchange, credentials));
  g_assert_no_error (lk_exchange_get_error (exchange));
  raw = get_raw (exchange);
  g_assert_cmpuint (lk_exchange_get_body_size (exchange), >=, 400000);
  g_assert_null (strstr (raw, "CANARY"));
  g_assert_nonnull (strstr (raw, "{\"n\":[1,2,3],\"t\":\"**********************************\"},{\"n\":[1,2,3],"));
}

static void
serve_token (const char    *request,
             GOutputStream *output,
             gpointer       user_data)
{
  lk_test_server_answer (output, "200 OK", "Content-Type: application/json\r\n",
                         "{\"access_token\":\"" TOKEN "\",\"n\":1,\"code\":\"kept\",\"refresh_token\":123456789}");
}

/* Who sends a confidential request gets the answer as it came, and the record does not; its placeholders show as
 * secrets do, and become a command. */
static void
test_confidential (void)
{
  g_autoptr(LkTestServer) server = lk_test_server_new (serve_token, NULL, NULL);
  g_autoptr(LkExchangeLog) log = lk_exchange_log_new (0);
  g_autoptr(LkHttpClient) client = lk_http_client_new (log);
  g_autofree char *url = lk_test_server_get_url (server, "127.0.0.1", "/token");
  g_autoptr(LkExchange) exchange = lk_exchange_new (LK_EXCHANGE_PURPOSE_TOKEN, "POST", url);
  g_autoptr(LkCredentials) credentials = lk_credentials_new ();
  g_autoptr(GBytes) answer = NULL;
  g_autofree char *request = NULL;
  g_autofree char *raw = NULL;
  g_autofree char *report = NULL;
  g_autofree char *command = NULL;

  lk_credentials_set_basic (credentials, "my id", "CANARY & basic");
  lk_credentials_begin_body (credentials, "application/x-www-form-urlencoded");
  lk_credentials_append (credentials, "n=1&code=");
  lk_credentials_append_form_secret (credentials, "CANARY & code");
  answer = send (client, exchange, credentials);

  request = lk_test_server_dup_last_request (server);
  g_assert_nonnull (strstr (request, "Authorization: Basic bXklMjBpZDpDQU5BUlklMjAlMjYlMjBiYXNpYw==\n"));
  g_assert_nonnull (strstr (request, "n=1&code=CANARY%20%26%20code"));
  g_assert_nonnull (memmem (g_bytes_get_data (answer, NULL), g_bytes_get_size (answer), TOKEN, strlen (TOKEN)));

  raw = get_raw (exchange);
  g_assert_null (strstr (raw, "CANARY"));
  g_assert_null (strstr (raw, "Q0FOQV"));
  g_assert_nonnull (strstr (raw, "n=1&code=*"));
  g_assert_nonnull (strstr (raw, "\"n\":1,\"code\":\"kept\",\"refresh_token\":111111111}"));

  report = lk_flow_report_step (exchange, 1000);
  g_assert_nonnull (strstr (report, "n=1&code=[19 characters hidden]\n"));
  g_assert_nonnull (strstr (report, "Authorization: Basic [40 characters hidden]\n"));
  command = lk_curl_command (exchange, "Acme");
  g_assert_nonnull (strstr (command, "-u 'my%20id'\":$(cat)\""));
  g_assert_nonnull (strstr (command, "--data-urlencode 'code='\"$(cat)\""));
}

static void
serve_request (const char    *request,
               GOutputStream *output,
               gpointer       user_data)
{
  lk_test_server_answer (output, "400 Bad Request", "", request);
}

/* What a person typed may hold secrets too. */
static void
test_typed (void)
{
  g_autoptr(LkTestServer) server = lk_test_server_new (serve_request, NULL, NULL);
  g_autoptr(LkHttpClient) client = lk_http_client_new (NULL);
  g_autofree char *url =
      lk_test_server_get_url (server, "127.0.0.1", "/x?access_token=CANARY%2Fin%2Burl&state=pending&code=123456");
  g_autoptr(LkExchange) exchange = lk_exchange_new (LK_EXCHANGE_PURPOSE_API, "PUT", url);
  g_autoptr(GBytes) body = g_bytes_new_static ("{\"client_secret\":\"CANARY in body\",\"n\":1}", 41);
  g_autofree char *request = NULL;
  g_autofree char *raw = NULL;

  lk_exchange_set_request_body (exchange, "application/json", body);
  g_assert_null (send (client, exchange, NULL));
  request = lk_test_server_dup_last_request (server);
  g_assert_nonnull (strstr (request, "/x?access_token=CANARY%2Fin%2Burl&state=pending&code=123456"));
  g_assert_nonnull (strstr (request, "{\"client_secret\":\"CANARY in body\",\"n\":1}"));

  raw = get_raw (exchange);
  g_assert_null (strstr (raw, "CANARY"));
  g_assert_nonnull (strstr (raw, "/x?access_token=*****************&state=pending&code=123456\n"));
  g_assert_nonnull (strstr (raw, "{\"client_secret\":\"**************\",\"n\":1}"));
}

int
main (int   argc,
      char *argv[])
{
  lk_test_init (&argc, &argv);

  g_test_add_func ("/http-secrets/echoes", test_echoes);
  g_test_add_func ("/http-secrets/pieces", test_pieces);
  g_test_add_func ("/http-secrets/confidential", test_confidential);
  g_test_add_func ("/http-secrets/typed", test_typed);

  return g_test_run ();
}
