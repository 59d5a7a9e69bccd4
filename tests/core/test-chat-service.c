/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The REST calls at the practice server: what is sent, when a token is renewed, and what every answer becomes. */
#include "config.h"

#include <string.h>

#include "lk-chat-service.h"
#include "lk-curl.h"
#include "lk-flow-report.h"
#include "lk-test-server.h"
#include "lk-test-service.h"
#include "lk-test.h"

#define API "/api/v2/chat/"
#define N_CALLS 10
#define MIB (1024 * 1024)

typedef struct
{
  LkTestService *service;
  LkChatService *chat;
} Fixture;

static LkPracticeServer *
get_server (Fixture *fixture)
{
  return fixture->service->practice->server;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->service = lk_test_service_new (NULL);
  fixture->chat = lk_chat_service_new (fixture->service->source, fixture->service->client);
  g_object_set (fixture->service->connection, "scopes", (const char *[]) { "read", "write", "chat", NULL }, NULL);
  lk_test_service_keep_secret (fixture->service, lk_practice_server_get_client_secret (get_server (fixture)));
  lk_test_service_sign_in (fixture->service);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  LkToken *token = lk_token_source_get_token (fixture->service->source);

  /* Whatever the call was. */
  if (token != NULL)
    lk_test_service_assert_no_secret (fixture->service, lk_token_get_access_token (token));
  g_assert_finalize_object (fixture->chat);
  lk_test_service_free (fixture->service);
}

static LkExchange *
send (Fixture     *fixture,
      const char  *method,
      const char  *path,
      GError     **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  lk_chat_service_send_async (fixture->chat, method, path, NULL, NULL, "Test", NULL, lk_test_async_cb, &result);
  lk_test_wait (&result);

  return lk_chat_service_send_finish (fixture->chat, result, NULL, error);
}

/* How many requests reached the REST base. */
static guint
count (Fixture *fixture)
{
  return lk_practice_server_count_requests (get_server (fixture), NULL, API);
}

/* G1: the token is in the header and nowhere else. */
static void
test_bearer (Fixture       *fixture,
             gconstpointer  data)
{
  const char *token = lk_token_get_access_token (lk_token_source_get_token (fixture->service->source));
  g_autofree char *expected = g_strdup_printf ("Authorization: Bearer %s", token);
  g_autoptr(LkExchange) exchange = NULL;
  g_autofree char *request = NULL;
  g_autofree char *shown = NULL;
  g_autoptr(GError) error = NULL;
  const char *first;

  g_assert_false (lk_chat_service_get_worked (fixture->chat));
  exchange = send (fixture, "GET", "chats?ids=a,b", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (lk_exchange_get_status (exchange), ==, 200);
  g_assert_true (lk_chat_service_get_worked (fixture->chat));

  request = lk_practice_server_dup_last_request (get_server (fixture), "GET", API "chats?ids=a,b");
  first = strstr (request, token);
  g_assert_nonnull (strstr (request, expected));
  g_assert_null (strstr (first + 1, token));
  g_assert_null (strstr (request, "Cookie"));
  g_assert_null (strstr (request, "Referer"));

  shown = lk_flow_report_step (exchange, G_MAXSIZE / 2);
  g_assert_null (strstr (shown, token));
  g_assert_cmpstr (lk_exchange_get_connection_name (exchange), ==, "Practice");
  g_assert_cmpstr (lk_exchange_get_label (exchange), ==, "Test");
}

/* Paths and addresses: the token goes to the origin of the REST base alone (F4). */
static void
test_addresses (Fixture       *fixture,
                gconstpointer  data)
{
  static const struct
  {
    const char *path;    /* ORIGIN and FOREIGN stand for the server's two origins */
    const char *arrives; /* as this target; NULL: refused */
  } cases[] = {
    { "agents/me", API "agents/me" },
    { "/agents/me", API "agents/me" },
    { "chats/search?q=https://acme.example/shop", API "chats/search?q=https://acme.example/shop" },
    { "chats/search?q=type:chat AND end_timestamp:[2024-01-01T00:00:00 TO *]",
      API "chats/search?q=type:chat%20AND%20end_timestamp:%5B2024-01-01T00:00:00%20TO%20*%5D" },
    { "chats/search?q=100% \"caf\xc3\xa9\"#1\\%20x", API "chats/search?q=100%25%20%22caf%C3%A9%22%231%5C%20x" },
    { "chats\r\nX-Injected: y", API "chats%0D%0AX-Injected:%20y" },
    { API "chats?cursor=40", API "chats?cursor=40" },
    { "ORIGIN" API "chats?q=[a b]", API "chats?q=%5Ba%20b%5D" },
    { "ORIGIN" API "chats?cursor=40", API "chats?cursor=40" },
    { "ORIGIN/elsewhere", "/elsewhere" },
    { "FOREIGN" API "chats?cursor=40", NULL },
    { "https://acme.zendesk.com" API "chats", NULL },
    { "ORIGIN@evil.example/chats", NULL },
    { "http://127.0.0.1.evil.example/chats", NULL },
    { "file:///etc/hostname", NULL },
    { "ftp://127.0.0.1/chats", NULL },
  };
  const char *origin = lk_practice_server_get_origin (get_server (fixture));
  g_autofree char *foreign = g_strconcat ("http://localhost", strrchr (origin, ':'), NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      guint before = lk_practice_server_count_requests (get_server (fixture), NULL, "/");
      g_autoptr(GString) path = g_string_new (cases[i].path);
      g_autoptr(LkExchange) exchange = NULL;
      g_autoptr(GError) error = NULL;

      g_string_replace (path, "ORIGIN", origin, 0);
      g_string_replace (path, "FOREIGN", foreign, 0);
      g_test_message ("%s", path->str);
      exchange = send (fixture, "GET", path->str, &error);

      if (cases[i].arrives != NULL)
        {
          g_autofree char *request = lk_practice_server_dup_last_request (get_server (fixture), NULL, "/");
          g_autofree char *line = g_strdup_printf ("GET %s\r\n", cases[i].arrives);

          g_assert_no_error (error);
          g_assert_true (g_str_has_prefix (request, line));
        }
      else
        {
          g_assert_null (exchange);
          g_assert_error (error, LK_CHAT_ERROR, LK_CHAT_ERROR_FOREIGN_PAGE);
          g_assert_cmpuint (lk_practice_server_count_requests (get_server (fixture), NULL, "/"), ==, before);
        }
    }
}

static void
test_no_address (void)
{
  g_autoptr(LkTestService) service = lk_test_service_new (NULL);
  g_autoptr(LkConnection) connection = lk_connection_new (LK_CONNECTION_KIND_CUSTOM);
  g_autoptr(LkTokenSource) source =
                lk_token_source_new (connection, LK_VAULT (service->vault), service->endpoint, NULL);
  g_autoptr(LkChatService) chat = lk_chat_service_new (source, service->client);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  lk_chat_service_send_async (chat, "GET", "chats", NULL, NULL, "Test", NULL, lk_test_async_cb, &result);
  lk_test_wait (&result);
  g_assert_null (lk_chat_service_send_finish (chat, result, NULL, &error));
  g_assert_error (error, LK_CHAT_ERROR, LK_CHAT_ERROR_NO_ADDRESS);
}

static void
test_redirects (Fixture       *fixture,
                gconstpointer  data)
{
  static const char *const faults[] = { "redirect-302", "redirect-303", "redirect-307", "redirect-308" };
  g_autoptr(LkExchange) followed = NULL;
  g_autoptr(GError) last_error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_true (lk_practice_server_set_fault (get_server (fixture), faults[i], 1));
      g_assert_null (send (fixture, "GET", "chats", &error));
      g_assert_error (error, LK_HTTP_ERROR, LK_HTTP_ERROR_REDIRECTED);
    }
  g_assert_cmpuint (lk_practice_server_count_requests (get_server (fixture), NULL, "/elsewhere"), ==, 0);

  g_assert_true (lk_practice_server_set_fault (get_server (fixture), "redirect-same-origin", 1));
  followed = send (fixture, "GET", "chats", &last_error);
  g_assert_no_error (last_error);
  g_assert_cmpuint (lk_exchange_get_status (followed), ==, 200);
}

/* G3: ten calls meet a dead token at once; it is renewed once, and all ten get their answer. */
static void
test_parallel (Fixture       *fixture,
               gconstpointer  data)
{
  GAsyncResult *results[N_CALLS] = { NULL };
  guint n_posts;

  /* It lives a second, and nobody said so. */
  lk_practice_server_set_token_lifetime (get_server (fixture), 1);
  g_assert_true (lk_practice_server_set_fault (get_server (fixture), "expires-words", 1));
  lk_test_service_sign_in (fixture->service);
  g_assert_cmpint (lk_token_get_expires_at (lk_token_source_get_token (fixture->service->source)), <, 0);
  lk_practice_server_set_token_lifetime (get_server (fixture), 3600);
  lk_test_spin (2100);
  n_posts = lk_test_service_count_posts (fixture->service);

  for (guint i = 0; i < N_CALLS; i++)
    lk_chat_service_send_async (fixture->chat, "GET", "agents/me", NULL, NULL, "Test", NULL, lk_test_async_cb,
                                &results[i]);

  for (guint i = 0; i < N_CALLS; i++)
    {
      g_autoptr(LkExchange) exchange = NULL;
      g_autoptr(GError) error = NULL;

      lk_test_wait (&results[i]);
      exchange = lk_chat_service_send_finish (fixture->chat, results[i], NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (lk_exchange_get_status (exchange), ==, 200);
      g_object_unref (results[i]);
    }
  g_assert_cmpuint (lk_test_service_count_posts (fixture->service), ==, n_posts + 1);
}

/* G8: what each status becomes, and that only a 401 asks for a new token, once. */
static void
test_statuses (Fixture       *fixture,
               gconstpointer  data)
{
  static const struct
  {
    const char *fault;
    guint status;
    int code;
    guint n_posts;
    const char *says;
  } cases[] = {
    { "forbidden", 403, LK_CHAT_ERROR_FORBIDDEN, 0, "You do not have access" },
    { "scope-insufficient", 403, LK_CHAT_ERROR_FORBIDDEN, 0, "higher privileges" },
    { "status-403-empty", 403, LK_CHAT_ERROR_FORBIDDEN, 0, "403" },
    { "support-path", 404, LK_CHAT_ERROR_NOT_FOUND, 0, "InvalidEndpoint" },
    { "wrong-method", 405, LK_CHAT_ERROR_METHOD, 0, "not allowed" },
    { "status-teapot", 418, LK_CHAT_ERROR_STATUS, 0, "418" },
    { "error-shape-object", 422, LK_CHAT_ERROR_STATUS, 0, "Something is not right" },
    { "rate-limited", 429, LK_CHAT_ERROR_RATE_LIMITED, 0, "Rate limit exceeded" },
    { "rate-limit-silent", 429, LK_CHAT_ERROR_RATE_LIMITED, 0, "Too Many Requests" },
    { "status-500", 500, LK_CHAT_ERROR_SERVER, 0, "Something broke" },
    { "status-500-html", 500, LK_CHAT_ERROR_SERVER, 0, "500" },
    /* Twice, for the second call bears a new token. */
    { "basic-auth", 401, LK_CHAT_ERROR_UNAUTHORIZED, 1, "could not verify" },
    { "support-token", 401, LK_CHAT_ERROR_UNAUTHORIZED, 1, "invalid_token" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      guint n_posts = lk_test_service_count_posts (fixture->service);
      guint n_requests = count (fixture);
      g_autoptr(LkExchange) exchange = NULL;
      g_autoptr(GError) error = NULL;
      g_autoptr(GError) status_error = NULL;
      g_autofree char *number = g_strdup_printf ("%u", cases[i].status);

      g_test_message ("%s", cases[i].fault);
      g_assert_true (lk_practice_server_set_fault (get_server (fixture), cases[i].fault, -1));
      exchange = send (fixture, "GET", "chats", &error);
      lk_practice_server_clear_faults (get_server (fixture));

      g_assert_no_error (error);
      g_assert_cmpuint (lk_exchange_get_status (exchange), ==, cases[i].status);
      g_assert_cmpuint (lk_test_service_count_posts (fixture->service), ==, n_posts + cases[i].n_posts);
      g_assert_cmpuint (count (fixture), ==, n_requests + 1 + cases[i].n_posts);

      status_error = lk_chat_error_from_exchange (exchange);
      g_assert_error (status_error, LK_CHAT_ERROR, cases[i].code);
      g_assert_nonnull (strstr (status_error->message, cases[i].says));
      g_assert_nonnull (strstr (status_error->message, number));
    }
}

static void
test_renewed (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr(LkToken) old = g_object_ref (lk_token_source_get_token (fixture->service->source));
  guint n_posts = lk_test_service_count_posts (fixture->service);
  g_autoptr(LkExchange) exchange = NULL;
  g_autofree char *request = NULL;
  g_autoptr(GError) error = NULL;
  LkToken *token;

  g_assert_true (lk_practice_server_set_fault (get_server (fixture), "basic-auth", 1));
  exchange = send (fixture, "GET", "agents/me", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (lk_exchange_get_status (exchange), ==, 200);
  token = lk_token_source_get_token (fixture->service->source);
  g_assert_true (token != old);
  request = lk_practice_server_dup_last_request (get_server (fixture), "GET", API "agents/me");
  g_assert_nonnull (strstr (request, lk_token_get_access_token (token)));
  g_assert_null (strstr (request, lk_token_get_access_token (old)));

  /* Renewed once, and called once more. */
  g_assert_cmpuint (lk_test_service_count_posts (fixture->service), ==, n_posts + 1);
  g_assert_cmpuint (count (fixture), ==, 2);
}

/* The grant is dead: the caller gets the 401, the token is gone, and nothing loops. */
static void
test_died (Fixture       *fixture,
           gconstpointer  data)
{
  guint n_posts = lk_test_service_count_posts (fixture->service);
  g_autoptr(LkExchange) exchange = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_true (lk_practice_server_set_fault (get_server (fixture), "token-died", 1));
  exchange = send (fixture, "GET", "agents/me", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (lk_exchange_get_status (exchange), ==, 401);
  g_assert_cmpuint (lk_test_service_count_posts (fixture->service), ==, n_posts + 1);
  g_assert_cmpuint (count (fixture), ==, 1);
  g_assert_null (lk_token_source_get_token (fixture->service->source));
  g_assert_false (lk_chat_service_get_worked (fixture->chat));

  g_assert_null (send (fixture, "GET", "agents/me", &error));
  g_assert_error (error, LK_TOKEN_SOURCE_ERROR, LK_TOKEN_SOURCE_ERROR_NONE);
  g_assert_cmpuint (count (fixture), ==, 1);
}

/* A service behind a proxy may take its own address for one of plain http; a token goes over https all the same. */
static void
test_secure_next (Fixture       *fixture,
                  gconstpointer  data)
{
  static const struct
  {
    const char *base;
    const char *next;
    const char *url;      /* NULL: refused */
  } cases[] = {
    { "https://acme.test/api", "http://acme.test/api/chats?p=2", "https://acme.test/api/chats?p=2" },
    { "https://acme.test/api", "http://ACME.test:80/api/chats", "https://ACME.test/api/chats" },
    { "https://acme.test:8443/api", "http://acme.test:8443/api/chats", "https://acme.test:8443/api/chats" },
    { "https://acme.test/api", "https://acme.test/api/chats", "https://acme.test/api/chats" },
    { "https://acme.test/api", "http://acme.test:8080/api/chats", NULL },
    { "https://acme.test:8443/api", "http://acme.test/api/chats", NULL },
    { "https://acme.test/api", "http://other.test/api/chats", NULL },
    { "https://acme.test/api", "http://acme.test@other.test/api/chats", NULL },
    { "http://127.0.0.1:9/api", "https://127.0.0.1:9/api/chats", NULL },
    { "http://[::1]:9/api", "http://[::1]:9/api/chats?q=[a]", "http://[::1]:9/api/chats?q=%5Ba%5D" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autofree char *url = NULL;

      g_object_set (fixture->service->connection, "api-base", cases[i].base, NULL);
      g_test_message ("%s: %s", cases[i].base, cases[i].next);
      url = lk_chat_service_make_url (fixture->chat, cases[i].next, &error);
      g_assert_cmpstr (url, ==, cases[i].url);
      if (url == NULL)
        g_assert_error (error, LK_CHAT_ERROR, LK_CHAT_ERROR_FOREIGN_PAGE);
    }
}

static void
serve_echo (const char    *request,
            GOutputStream *output,
            gpointer       status)
{
  g_autofree char *sent = g_strescape (request, NULL);
  g_autofree char *answer = g_strdup_printf ("{\"error\":\"Forbidden\",\"description\":\"I saw %s\"}", sent);

  lk_test_server_answer (output, status, "", strchr (status, '\033') == NULL ? answer : "");
}

/* The service's own words are in the message of an error, and make their way to the terminal: none is a secret. */
static void
test_error_words (void)
{
  static const char *const statuses[] = { "403 Forbidden", "500 Oops \033]0;pwned\007 canary-bearer-0123" };

  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      g_autoptr(LkTestServer) server = lk_test_server_new (serve_echo, (gpointer) statuses[i], NULL);
      g_autoptr(LkHttpClient) client = lk_http_client_new (NULL);
      g_autofree char *url = lk_test_server_get_url (server, "127.0.0.1", "/");
      g_autoptr(LkExchange) exchange = lk_exchange_new (LK_EXCHANGE_PURPOSE_API, "GET", url);
      g_autoptr(LkCredentials) credentials = lk_credentials_new ();
      g_autoptr(GAsyncResult) result = NULL;
      g_autoptr(GError) error = NULL;

      lk_credentials_set_bearer (credentials, "canary-bearer-0123");
      lk_http_client_send_async (client, exchange, credentials, NULL, lk_test_async_cb, &result);
      lk_test_wait (&result);
      g_assert_true (lk_http_client_send_finish (client, result, NULL, NULL));
      error = lk_chat_error_from_exchange (exchange);
      g_assert_nonnull (error);
      g_test_message ("%s", error->message);
      g_assert_nonnull (strstr (error->message, i == 0 ? "I saw GET" : "Oops"));
      g_assert_null (strstr (error->message, "canary"));
      g_assert_null (strchr (error->message, '\033'));
      g_assert_null (strchr (error->message, '\007'));
    }
}

/* The log holds no token after a call, whatever has become of it, and the call can still be repeated and explained. */
static void
test_no_secret (Fixture       *fixture,
             gconstpointer  data)
{
  static const char *const faults[] = { NULL, "dropped-midway", "status-500", "basic-auth" };
  g_autoptr(LkToken) token = g_object_ref (lk_token_source_get_token (fixture->service->source));
  g_autoptr(LkExchange) raw_tokens = NULL;
  g_autoptr(GError) raw_error = NULL;

  /* The answer gives the token itself back. */
  raw_tokens = send (fixture, "GET", "oauth/tokens", &raw_error);
  g_assert_no_error (raw_error);
  g_assert_cmpuint (lk_exchange_get_status (raw_tokens), ==, 200);
  lk_test_service_assert_no_secret (fixture->service, lk_token_get_access_token (token));

  /* The last one has it renewed, and the call is made with both. */
  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autoptr(LkExchange) logged = NULL;
      g_autoptr(LkExchange) answered = NULL;
      g_autofree char *command = NULL;
      g_autoptr(GError) error = NULL;

      if (faults[i] != NULL)
        g_assert_true (lk_practice_server_set_fault (get_server (fixture), faults[i], 1));
      answered = send (fixture, "GET", "agents/me", &error);

      logged = g_list_model_get_item (G_LIST_MODEL (fixture->service->log), 0);
      g_assert_true (g_str_has_prefix (lk_exchange_get_request_header (logged, "Authorization"), "Bearer "));
      command = lk_curl_command (logged, NULL);
      g_assert_true (g_str_has_prefix (command, "latchkey token --format=header -- 'Practice' | curl "));
      g_assert_nonnull (strstr (command, "-H @-"));
      lk_test_service_assert_no_secret (fixture->service, lk_token_get_access_token (token));
    }

  g_assert_true (lk_token_source_get_token (fixture->service->source) != token);
  lk_test_service_assert_no_secret (fixture->service,
                                    lk_token_get_access_token (lk_token_source_get_token (fixture->service->source)));
}

/* What never comes to its end, breaks off or is too long for a typed call. */
static void
test_hostile (Fixture       *fixture,
              gconstpointer  data)
{
  static const struct
  {
    const char *fault;
    gboolean is_http;
    int code;
  } cases[] = {
    { "proxy-html", FALSE, LK_CHAT_ERROR_BAD_ANSWER },    { "body-empty", FALSE, LK_CHAT_ERROR_BAD_ANSWER },
    { "body-null", FALSE, LK_CHAT_ERROR_BAD_ANSWER },     { "body-string", FALSE, LK_CHAT_ERROR_BAD_ANSWER },
    { "body-array", FALSE, LK_CHAT_ERROR_BAD_ANSWER },    { "body-broken", FALSE, LK_CHAT_ERROR_BAD_ANSWER },
    { "body-bad-utf8", FALSE, LK_CHAT_ERROR_BAD_ANSWER }, { "body-nested", FALSE, LK_CHAT_ERROR_BAD_ANSWER },
    { "body-brackets", FALSE, LK_CHAT_ERROR_BAD_ANSWER }, { "body-64mib", TRUE, LK_HTTP_ERROR_TOO_LARGE },
    { "body-gzip-bomb", TRUE, LK_HTTP_ERROR_TOO_LARGE },  { "dropped-midway", TRUE, LK_HTTP_ERROR_BROKEN },
    { "not-http", TRUE, LK_HTTP_ERROR_BROKEN },           { "header-huge", TRUE, LK_HTTP_ERROR_BROKEN },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      GQuark domain = cases[i].is_http ? LK_HTTP_ERROR : LK_CHAT_ERROR;
      gsize before = lk_test_resident ();
      g_autoptr(GAsyncResult) result = NULL;
      g_autoptr(LkExchange) exchange = NULL;
      g_autoptr(GError) error = NULL;

      g_assert_true (lk_practice_server_set_fault (get_server (fixture), cases[i].fault, 1));
      lk_chat_service_get_agent_async (fixture->chat, NULL, lk_test_async_cb, &result);
      lk_test_wait (&result);
      g_assert_null (lk_chat_service_get_agent_finish (fixture->chat, result, &exchange, &error));
      g_test_message ("%s: %s", cases[i].fault, error->message);
      g_assert_error (error, domain, cases[i].code);
      g_assert_nonnull (exchange);
      g_assert_cmpuint (lk_test_resident (), <, before + 40 * MIB);
    }
}

static gboolean
has_request (gpointer data)
{
  return count (data) == 1;
}

static void
test_cancel (gconstpointer fault)
{
  Fixture fixture = { NULL };
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  set_up (&fixture, NULL);
  g_assert_true (lk_practice_server_set_fault (get_server (&fixture), fault, 1));
  lk_chat_service_get_agent_async (fixture.chat, cancellable, lk_test_async_cb, &result);
  lk_test_wait_until (has_request, &fixture, 20);
  g_cancellable_cancel (cancellable);
  lk_test_wait (&result);
  g_assert_null (lk_chat_service_get_agent_finish (fixture.chat, result, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_object (&result);
  tear_down (&fixture, NULL);
}

static void
test_agent (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(LkAgent) agent = NULL;
  g_autoptr(LkExchange) exchange = NULL;
  g_autoptr(GError) error = NULL;

  lk_chat_service_get_agent_async (fixture->chat, NULL, lk_test_async_cb, &result);
  lk_test_wait (&result);
  agent = lk_chat_service_get_agent_finish (fixture->chat, result, &exchange, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (agent->email, ==, lk_practice_server_get_user (get_server (fixture)));
  g_assert_true (agent->is_administrator);
  g_assert_cmpuint (lk_exchange_get_status (exchange), ==, 200);
}

static GPtrArray *
list_clients (Fixture *fixture)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  GPtrArray *clients;

  lk_chat_service_list_clients_async (fixture->chat, NULL, lk_test_async_cb, &result);
  lk_test_wait (&result);
  clients = lk_chat_service_list_clients_finish (fixture->chat, result, NULL, &error);
  g_assert_no_error (error);

  return clients;
}

static LkOauthClient *
find_own (Fixture   *fixture,
          GPtrArray *clients)
{
  for (guint i = 0; i < clients->len; i++)
    {
      if (g_str_equal (((LkOauthClient *) clients->pdata[i])->identifier,
                       lk_connection_get_client_id (fixture->service->connection)))
        return clients->pdata[i];
    }

  return NULL;
}

static LkOauthClient *
update_client (Fixture     *fixture,
               const char  *id,
               const char  *member,
               const char  *value,
               LkExchange **exchange,
               GError     **error)
{
  g_autoptr(JsonObject) changes = json_object_new ();
  g_autoptr(GAsyncResult) result = NULL;

  json_object_set_string_member (changes, member, value);
  lk_chat_service_update_client_async (fixture->chat, id, changes, NULL, lk_test_async_cb, &result);
  lk_test_wait (&result);

  return lk_chat_service_update_client_finish (fixture->chat, result, exchange, error);
}

/* The switch to confidential: written, read back, and said when it did not stick. */
static void
test_update_client (Fixture       *fixture,
                    gconstpointer  data)
{
  static const struct
  {
    const char *member;
    const char *value;
    const char *fault;
    int code; /* -1: works */
  } cases[] = {
    { "client_type", "confidential", NULL, -1 },
    { "client_type", "public", "switch-not-kept", LK_CHAT_ERROR_NOT_APPLIED },
    { "client_type", "confidential", "switch-not-kept", -1 },
    { "client_type", "public", NULL, -1 },
    { "client_type", "secret", NULL, LK_CHAT_ERROR_STATUS },
    { "redirect_uris", "http://localhost:8080,https://b.example/", NULL, -1 },
    { "redirect_uris", "http://b.example/", NULL, LK_CHAT_ERROR_STATUS },
    { "scopes", "read write", NULL, -1 },
    { "scopes", "write read", NULL, -1 },
    { "name", "A client of a longer name", NULL, -1 },
  };
  g_autoptr(GPtrArray) clients = list_clients (fixture);
  const char *id = find_own (fixture, clients)->id;
  g_autofree char *target = g_strconcat (API "oauth/clients/", id, NULL);
  g_autoptr(GError) missing = NULL;

  g_assert_cmpint (find_own (fixture, clients)->client_type, ==, LK_CLIENT_TYPE_PUBLIC);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(LkOauthClient) client = NULL;
      g_autoptr(LkExchange) exchange = NULL;
      g_autofree char *request = NULL;
      g_autofree char *body = g_strdup_printf ("\r\n{\"%s\":\"%s\"}", cases[i].member, cases[i].value);
      g_autoptr(GError) error = NULL;

      g_test_message ("%s: %s", cases[i].member, cases[i].value);
      if (cases[i].fault != NULL)
        g_assert_true (lk_practice_server_set_fault (get_server (fixture), cases[i].fault, 1));
      client = update_client (fixture, id, cases[i].member, cases[i].value, &exchange, &error);
      request = lk_practice_server_dup_last_request (get_server (fixture), "PUT", target);
      g_strdelimit (request, "\r", '\n');
      g_assert_true (g_str_has_suffix (request, body + 1));

      if (cases[i].code < 0)
        {
          g_assert_no_error (error);
          g_assert_cmpstr (lk_exchange_get_method (exchange), ==, "GET");
          if (g_str_equal (cases[i].member, "client_type"))
            g_assert_cmpstr (lk_enum_to_nick (LK_TYPE_CLIENT_TYPE, client->client_type), ==,
                             cases[i].value);
        }
      else
        {
          g_assert_null (client);
          g_assert_error (error, LK_CHAT_ERROR, cases[i].code);
        }
    }

  g_assert_null (update_client (fixture, "4711/../x?y", "name", "N", NULL, &missing));
  g_assert_error (missing, LK_CHAT_ERROR, LK_CHAT_ERROR_NOT_FOUND);
  g_assert_cmpuint (
      lk_practice_server_count_requests (get_server (fixture), "PUT", API "oauth/clients/4711%2F..%2Fx%3Fy"), ==, 1);
}

/* The secret of a new client is shown once: it comes with the answer, and shows nowhere. */
static void
test_create_client (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autoptr(JsonObject) members = json_object_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GAsyncResult) refused = NULL;
  g_autoptr(LkOauthClient) client = NULL;
  g_autoptr(LkExchange) exchange = NULL;
  g_autoptr(GPtrArray) clients = NULL;
  g_autoptr(LkSecret) secret = NULL;
  g_autofree char *no_secret = NULL;
  g_autofree char *shown = NULL;
  g_autofree char *form = NULL;
  g_autoptr(GError) error = NULL;

  lk_chat_service_create_client_async (fixture->chat, members, NULL, lk_test_async_cb, &refused);
  lk_test_wait (&refused);
  g_assert_null (lk_chat_service_create_client_finish (fixture->chat, refused, &no_secret, NULL, &error));
  g_assert_error (error, LK_CHAT_ERROR, LK_CHAT_ERROR_STATUS);
  g_clear_error (&error);
  g_assert_null (no_secret);

  json_object_set_string_member (members, "name", "New");
  json_object_set_string_member (members, "company", "Acme");
  json_object_set_string_member (members, "redirect_uris", "http://localhost:8080");
  json_object_set_string_member (members, "scopes", "read");
  json_object_set_string_member (members, "client_type", "confidential");
  lk_chat_service_create_client_async (fixture->chat, members, NULL, lk_test_async_cb, &result);
  lk_test_wait (&result);
  client = lk_chat_service_create_client_finish (fixture->chat, result, &secret, &exchange, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (client->name, ==, "New");
  g_assert_cmpint (client->client_type, ==, LK_CLIENT_TYPE_CONFIDENTIAL);
  shown = lk_flow_report_step (exchange, G_MAXSIZE / 2);
  g_assert_null (strstr (shown, secret));

  /* It is the secret: a token can be had with it. */
  form = g_strdup_printf ("grant_type=client_credentials&client_id=%s&client_secret=%s",
                          client->identifier, secret);
  g_assert_cmpuint (practice_client_post_form (fixture->service->practice, "/oauth2/chat/token", form), ==, 200);

  clients = list_clients (fixture);
  g_assert_nonnull (find_own (fixture, clients));
  g_assert_cmpstr (((LkOauthClient *) clients->pdata[clients->len - 1])->id, ==, client->id);
}

static GPtrArray *
list_tokens (Fixture *fixture)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(LkExchange) exchange = NULL;
  g_autofree char *shown = NULL;
  g_autoptr(GError) error = NULL;
  GPtrArray *tokens;

  lk_chat_service_list_tokens_async (fixture->chat, NULL, lk_test_async_cb, &result);
  lk_test_wait (&result);
  tokens = lk_chat_service_list_tokens_finish (fixture->chat, result, &exchange, &error);
  g_assert_no_error (error);

  /* The answer holds whole tokens; nothing that is shown of it does. */
  shown = lk_flow_report_step (exchange, G_MAXSIZE / 2);
  g_assert_null (strstr (shown, lk_token_get_access_token (lk_token_source_get_token (fixture->service->source))));
  g_assert_null (strstr (shown, lk_token_get_refresh_token (lk_token_source_get_token (fixture->service->source))));

  return tokens;
}

static void
test_tokens (Fixture       *fixture,
             gconstpointer  data)
{
  G_GNUC_UNUSED g_autofree char *other_refresh = practice_client_sign_in (fixture->service->practice);
  g_autoptr(GPtrArray) tokens = list_tokens (fixture);
  g_autoptr(GPtrArray) left = NULL;
  g_autoptr(GAsyncResult) other = NULL;
  g_autoptr(GAsyncResult) missing = NULL;
  g_autoptr(GAsyncResult) own = NULL;
  g_autoptr(GError) error = NULL;
  const char *other_id = NULL;
  guint n_own = 0;

  for (guint i = 0; i < tokens->len; i++)
    {
      if (((LkApiToken *) tokens->pdata[i])->is_own)
        n_own++;
      else
        other_id = ((LkApiToken *) tokens->pdata[i])->id;
    }
  g_assert_cmpuint (n_own, ==, 1);
  g_assert_nonnull (other_id);

  lk_chat_service_revoke_token_async (fixture->chat, other_id, NULL, lk_test_async_cb, &other);
  lk_test_wait (&other);
  g_assert_true (lk_chat_service_revoke_token_finish (fixture->chat, other, NULL, &error));
  g_assert_no_error (error);
  left = list_tokens (fixture);
  g_assert_cmpuint (left->len, ==, tokens->len - 1);
  g_assert_cmpuint (practice_client_get (fixture->service->practice, API "agents/me"), ==, 401);

  lk_chat_service_revoke_token_async (fixture->chat, "4711", NULL, lk_test_async_cb, &missing);
  lk_test_wait (&missing);
  g_assert_false (lk_chat_service_revoke_token_finish (fixture->chat, missing, NULL, &error));
  g_assert_error (error, LK_CHAT_ERROR, LK_CHAT_ERROR_NOT_FOUND);
  g_clear_error (&error);

  lk_chat_service_revoke_own_async (fixture->chat, NULL, lk_test_async_cb, &own);
  lk_test_wait (&own);
  g_assert_true (lk_chat_service_revoke_own_finish (fixture->chat, own, NULL, &error));
  g_assert_no_error (error);
  g_free (fixture->service->practice->bearer);
  fixture->service->practice->bearer =
      g_strdup (lk_token_get_access_token (lk_token_source_get_token (fixture->service->source)));
  g_assert_cmpuint (practice_client_get (fixture->service->practice, API "agents/me"), ==, 401);
}

/* A list that does not show this token: nothing is revoked by guess. */
static void
test_revoke_own_unlisted (Fixture       *fixture,
                          gconstpointer  data)
{
  static const struct
  {
    const char *fault;
    int code;
  } cases[] = {
    { "body-array", LK_CHAT_ERROR_NOT_FOUND },
    { "body-null", LK_CHAT_ERROR_BAD_ANSWER },
    { "forbidden", LK_CHAT_ERROR_FORBIDDEN },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GAsyncResult) result = NULL;
      g_autoptr(GError) error = NULL;

      g_assert_true (lk_practice_server_set_fault (get_server (fixture), cases[i].fault, 1));
      lk_chat_service_revoke_own_async (fixture->chat, NULL, lk_test_async_cb, &result);
      lk_test_wait (&result);
      g_assert_false (lk_chat_service_revoke_own_finish (fixture->chat, result, NULL, &error));
      g_assert_error (error, LK_CHAT_ERROR, cases[i].code);
    }
  g_assert_cmpuint (lk_practice_server_count_requests (get_server (fixture), "DELETE", "/"), ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  lk_test_init (&argc, &argv);

  g_test_add ("/chat-service/bearer", Fixture, NULL, set_up, test_bearer, tear_down);
  g_test_add ("/chat-service/addresses", Fixture, NULL, set_up, test_addresses, tear_down);
  g_test_add ("/chat-service/secure-next", Fixture, NULL, set_up, test_secure_next, tear_down);
  g_test_add_func ("/chat-service/no-address", test_no_address);
  g_test_add ("/chat-service/redirects", Fixture, NULL, set_up, test_redirects, tear_down);
  g_test_add ("/chat-service/parallel", Fixture, NULL, set_up, test_parallel, tear_down);
  g_test_add ("/chat-service/statuses", Fixture, NULL, set_up, test_statuses, tear_down);
  g_test_add ("/chat-service/renewed", Fixture, NULL, set_up, test_renewed, tear_down);
  g_test_add ("/chat-service/died", Fixture, NULL, set_up, test_died, tear_down);
  g_test_add_func ("/chat-service/error-words", test_error_words);
  g_test_add ("/chat-service/no-secret", Fixture, NULL, set_up, test_no_secret, tear_down);
  g_test_add ("/chat-service/hostile", Fixture, NULL, set_up, test_hostile, tear_down);
  g_test_add_data_func ("/chat-service/cancel/silence", "silence", test_cancel);
  g_test_add_data_func ("/chat-service/cancel/one-byte-a-second", "one-byte-a-second", test_cancel);
  g_test_add ("/chat-service/agent", Fixture, NULL, set_up, test_agent, tear_down);
  g_test_add ("/chat-service/update-client", Fixture, NULL, set_up, test_update_client, tear_down);
  g_test_add ("/chat-service/create-client", Fixture, NULL, set_up, test_create_client, tear_down);
  g_test_add ("/chat-service/tokens", Fixture, NULL, set_up, test_tokens, tear_down);
  g_test_add ("/chat-service/revoke-own-unlisted", Fixture, NULL, set_up, test_revoke_own_unlisted, tear_down);

  return g_test_run ();
}
