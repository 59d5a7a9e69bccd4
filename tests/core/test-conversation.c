/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-conversation.h"

#include <string.h>

#include "lk-graphql.h"
#include "lk-json-reader.h"
#include "lk-flow-report.h"
#include "lk-test-server.h"
#include "lk-test-service.h"
#include "lk-test.h"

#define GRAPHQL_PATH "/graphql/request"
#define STREAM_PATH "/stream/0.1/graphql"

typedef struct
{
  LkTestService *service;
  LkConversation *conversation;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  scopes)
{
  g_auto(GStrv) words = g_strsplit (scopes, " ", -1);

  fixture->service = lk_test_service_new (NULL);
  g_object_set (fixture->service->connection, "scopes", words, NULL);
  lk_test_service_sign_in (fixture->service);
  fixture->conversation = lk_conversation_new (fixture->service->source, fixture->service->client);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  scopes)
{
  LkToken *token = lk_token_source_get_token (fixture->service->source);

  lk_conversation_stop (fixture->conversation);
  g_assert_finalize_object (fixture->conversation);
  if (token != NULL)
    lk_test_service_assert_no_secret (fixture->service, lk_token_get_access_token (token));
  lk_test_service_free (fixture->service);
}

static LkPracticeServer *
get_server (Fixture *fixture)
{
  return fixture->service->practice->server;
}

static void
set_fault (Fixture    *fixture,
           const char *name,
           int         times)
{
  g_assert_true (lk_practice_server_set_fault (get_server (fixture), name, times));
}

static gboolean
try_start (Fixture  *fixture,
           GError  **error)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(LkExchange) exchange = NULL;

  lk_conversation_start_async (fixture->conversation, NULL, lk_test_async_cb, &result);
  g_assert_cmpint (lk_conversation_get_state (fixture->conversation), ==, LK_CONVERSATION_STARTING);
  lk_test_wait (&result);

  return lk_conversation_start_finish (fixture->conversation, result, &exchange, error);
}

static void
start (Fixture *fixture)
{
  g_autoptr(GError) error = NULL;

  g_assert_true (try_start (fixture, &error));
  g_assert_no_error (error);
  g_assert_cmpint (lk_conversation_get_state (fixture->conversation), ==, LK_CONVERSATION_OPEN);
}

static LkConversationMessage *
ask (Fixture     *fixture,
     const char  *query,
     GError     **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  lk_conversation_query_async (fixture->conversation, query, NULL, lk_test_async_cb, &result);
  lk_test_wait (&result);

  return lk_conversation_query_finish (fixture->conversation, result, error);
}

static char *
get_text (LkConversationMessage *message)
{
  GBytes *json = lk_conversation_message_get_json (message);

  return g_strndup (g_bytes_get_data (json, NULL), g_bytes_get_size (json));
}

static gboolean
has_ended (gpointer conversation)
{
  return !lk_conversation_is_running (conversation);
}

static gboolean
has_pong (gpointer conversation)
{
  return lk_conversation_get_round_trip (conversation) >= 0;
}

/* The newest messages first: each as one letter. */
static char *
list_kinds (LkConversation *conversation)
{
  GListModel *messages = lk_conversation_get_messages (conversation);
  g_autoptr(GString) kinds = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (messages); i++)
    {
      g_autoptr(LkConversationMessage) message = g_list_model_get_item (messages, i);

      g_string_append_c (kinds, "qrEdeo"[lk_conversation_message_get_kind (message)]);
    }

  return g_string_free (g_steal_pointer (&kinds), FALSE);
}

static void
assert_failed (Fixture             *fixture,
               LkConversationError  code)
{
  const GError *error;

  lk_test_wait_until (has_ended, fixture->conversation, 30);
  error = lk_conversation_get_error (fixture->conversation);
  g_assert_cmpint (lk_conversation_get_state (fixture->conversation), ==, LK_CONVERSATION_FAILED);
  g_assert_error (error, LK_CONVERSATION_ERROR, (int) code);
}

/* The token goes in the body alone, and what is kept of the exchange shows none of what would let in. */
static void
test_start (Fixture       *fixture,
            gconstpointer  scopes)
{
  const char *token = lk_token_get_access_token (lk_token_source_get_token (fixture->service->source));
  g_autofree char *request = NULL;
  g_autofree char *shown = NULL;
  g_autoptr(LkExchange) exchange = NULL;
  const char *session_id;

  g_assert_null (lk_conversation_get_session_id (fixture->conversation));
  start (fixture);
  session_id = lk_conversation_get_session_id (fixture->conversation);
  g_assert_nonnull (session_id);

  request = lk_practice_server_dup_last_request (get_server (fixture), "POST", GRAPHQL_PATH);
  g_assert_null (strstr (request, "Authorization"));
  g_assert_nonnull (strstr (request, "\"variables\":{\"access_token\":\""));
  g_assert_nonnull (strstr (request, token));

  exchange = g_list_model_get_item (G_LIST_MODEL (fixture->service->log), 0);
  g_assert_cmpint (lk_exchange_get_purpose (exchange), ==, LK_EXCHANGE_PURPOSE_CONVERSATION);
  g_assert_cmpstr (lk_exchange_get_connection_id (exchange), ==, lk_connection_get_id (fixture->service->connection));
  shown = lk_flow_report_step (exchange, 1024 * 1024);
  g_assert_nonnull (strstr (shown, "startAgentSession"));
  g_assert_null (strstr (shown, token));
  g_assert_null (strstr (shown, session_id));
}

static void
test_ping (Fixture       *fixture,
           gconstpointer  scopes)
{
  g_autofree char *request = NULL;
  g_autofree char *kinds = NULL;
  guint n_pings;

  lk_conversation_set_ping_interval (fixture->conversation, 50);
  start (fixture);
  g_assert_cmpint (lk_conversation_get_round_trip (fixture->conversation), ==, -1);
  lk_test_wait_until (has_pong, fixture->conversation, 30);
  g_assert_cmpint (lk_conversation_get_round_trip (fixture->conversation), <, 30 * G_USEC_PER_SEC);

  lk_test_spin (300);
  n_pings = lk_practice_server_count_requests (get_server (fixture), "WS", STREAM_PATH);
  g_assert_cmpuint (n_pings, >=, 2);
  request = lk_practice_server_dup_last_request (get_server (fixture), "WS", STREAM_PATH);
  g_assert_nonnull (strstr (request, "{\"sig\":\"PING\",\"payload\":"));

  /* They are no messages. */
  kinds = list_kinds (fixture->conversation);
  g_assert_cmpstr (kinds, ==, "");
}

static void
test_query (Fixture       *fixture,
            gconstpointer  scopes)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(LkConversationMessage) first = NULL;
  g_autoptr(LkConversationMessage) second = NULL;
  g_autofree char *text = NULL;
  g_autofree char *kinds = NULL;

  start (fixture);
  first = ask (fixture, "{ currentUser { id email \"\"\"\n }\"\"\" } }", &error);
  g_assert_no_error (error);
  g_assert_cmpint (lk_conversation_message_get_kind (first), ==, LK_CONVERSATION_MESSAGE_REPLY);
  g_assert_cmpint (lk_conversation_message_get_id (first), ==, 1);
  g_assert_cmpint (lk_conversation_message_get_took (first), >=, 0);
  text = get_text (first);
  g_assert_nonnull (strstr (text, lk_practice_server_get_user (get_server (fixture))));
  /* Whatever is done here, the agent stays out of visitors' reach. */
  g_assert_nonnull (strstr (text, "OFFLINE"));

  second = ask (fixture, "query { nothingOfTheKind }", &error);
  g_assert_no_error (error);
  g_assert_cmpint (lk_conversation_message_get_kind (second), ==, LK_CONVERSATION_MESSAGE_ERROR);
  g_assert_cmpint (lk_conversation_message_get_id (second), ==, 2);

  kinds = list_kinds (fixture->conversation);
  g_assert_cmpstr (kinds, ==, "Eqrq");
  lk_conversation_clear_messages (fixture->conversation);
  g_assert_cmpuint (g_list_model_get_n_items (lk_conversation_get_messages (fixture->conversation)), ==, 0);
}

/* Each answer finds its own query. */
static void
test_parallel (Fixture       *fixture,
               gconstpointer  scopes)
{
  GAsyncResult *results[10] = { NULL };

  start (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (results); i++)
    lk_conversation_query_async (fixture->conversation, i % 2 == 0 ? "{ departments }" : "{ chats }", NULL,
                                 lk_test_async_cb, &results[i]);

  for (guint i = 0; i < G_N_ELEMENTS (results); i++)
    {
      g_autoptr(LkConversationMessage) message = NULL;
      g_autoptr(GError) error = NULL;
      g_autofree char *text = NULL;

      lk_test_wait (&results[i]);
      message = lk_conversation_query_finish (fixture->conversation, results[i], &error);
      g_assert_no_error (error);
      g_assert_cmpint (lk_conversation_message_get_id (message), ==, (int) i + 1);
      text = get_text (message);
      g_assert_nonnull (strstr (text, i % 2 == 0 ? "departments" : "chats"));
      g_object_unref (results[i]);
    }
}

static gboolean
has_events (gpointer conversation)
{
  g_autofree char *kinds = list_kinds (conversation);

  return g_str_has_prefix (kinds, "dd");
}

static void
test_subscription (Fixture       *fixture,
                   gconstpointer  scopes)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(LkConversationMessage) reply = NULL;
  g_autoptr(LkConversationMessage) event = NULL;
  g_autofree char *text = NULL;

  start (fixture);
  reply = ask (fixture, "subscription { message { node { id content } } }", &error);
  g_assert_no_error (error);
  g_assert_cmpint (lk_conversation_message_get_kind (reply), ==, LK_CONVERSATION_MESSAGE_REPLY);

  lk_test_wait_until (has_events, fixture->conversation, 30);
  event = g_list_model_get_item (lk_conversation_get_messages (fixture->conversation), 0);
  text = get_text (event);
  g_assert_nonnull (strstr (text, "Practice message"));
}

static void
test_refusals (Fixture       *fixture,
               gconstpointer  scopes)
{
  const struct
  {
    const char *fault;
    LkConversationError code;
    gboolean connects; /* the stream is asked for */
    const char *says;
  } cases[] = {
    { "scope-missing", LK_CONVERSATION_ERROR_REFUSED, FALSE, "invalid scope" },
    { "session-unauthorized", LK_CONVERSATION_ERROR_REFUSED, FALSE, "Unauthorized" },
    { "session-html", LK_CONVERSATION_ERROR_REFUSED, FALSE, "nginx" },
    { "session-empty", LK_CONVERSATION_ERROR_BAD_ANSWER, FALSE, NULL },
    { "session-foreign", LK_CONVERSATION_ERROR_FOREIGN_STREAM, FALSE, "ws://localhost:" },
    { "stream-refused", LK_CONVERSATION_ERROR_NO_STREAM, TRUE, "403" },
    { "body-empty", LK_CONVERSATION_ERROR_BAD_ANSWER, FALSE, NULL },
    { "body-null", LK_CONVERSATION_ERROR_BAD_ANSWER, FALSE, NULL },
    { "body-array", LK_CONVERSATION_ERROR_BAD_ANSWER, FALSE, NULL },
    { "body-nested", LK_CONVERSATION_ERROR_BAD_ANSWER, FALSE, NULL },
    { "status-500-html", LK_CONVERSATION_ERROR_REFUSED, FALSE, "500" },
    { "proxy-html", LK_CONVERSATION_ERROR_BAD_ANSWER, FALSE, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      guint before = lk_practice_server_count_requests (get_server (fixture), "GET", "/");

      g_test_message ("%s", cases[i].fault);
      set_fault (fixture, cases[i].fault, 1);
      g_assert_false (try_start (fixture, &error));
      g_assert_error (error, LK_CONVERSATION_ERROR, (int) cases[i].code);
      if (cases[i].says != NULL)
        g_assert_nonnull (strstr (error->message, cases[i].says));
      assert_failed (fixture, cases[i].code);
      g_assert_cmpuint (lk_practice_server_count_requests (get_server (fixture), "GET", "/") - before, ==,
                        cases[i].connects ? 1 : 0);
      lk_practice_server_clear_faults (get_server (fixture));
    }

  /* None of them is for ever. */
  start (fixture);
}

/* A token that the service no longer knows. */
static void
test_wrong_token (Fixture       *fixture,
                  gconstpointer  scopes)
{
  g_autoptr(GAsyncResult) stored = NULL;
  g_autoptr(LkToken) token = NULL;
  g_autoptr(GError) error = NULL;
  static const char *const all[] = { "read", "write", "chat", NULL };
  g_autoptr(LkEndpoints) endpoints = lk_connection_get_endpoints (fixture->service->connection);

  /* Both characters that JSON wants escaped. */
  token = lk_token_new ("a\"b\\c", NULL, "Bearer", all, 7200, LK_TOKEN_OBTAINED_CODE, endpoints->token,
                        lk_connection_get_client_id (fixture->service->connection), all, &error);
  g_assert_no_error (error);
  lk_token_source_store_async (fixture->service->source, token, NULL, lk_test_async_cb, &stored);
  lk_test_wait (&stored);
  g_assert_true (lk_token_source_store_finish (fixture->service->source, stored, &error));

  g_assert_false (try_start (fixture, &error));
  g_assert_error (error, LK_CONVERSATION_ERROR, LK_CONVERSATION_ERROR_REFUSED);
  g_assert_nonnull (strstr (error->message, "UNAUTHORIZED"));
}

/* Nothing is sent that cannot work. */
static void
test_scopes (Fixture       *fixture,
             gconstpointer  scopes)
{
  g_autoptr(GError) error = NULL;

  g_assert_false (lk_agent_session_has_scopes (lk_token_source_get_token (fixture->service->source)));
  g_assert_false (try_start (fixture, &error));
  g_assert_error (error, LK_CONVERSATION_ERROR, LK_CONVERSATION_ERROR_SCOPES);
  g_assert_cmpuint (lk_practice_server_count_requests (get_server (fixture), "POST", GRAPHQL_PATH), ==, 0);
}

static void
test_end (Fixture       *fixture,
          gconstpointer  scopes)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(LkConversationMessage) message = NULL;
  g_autofree char *first_id = NULL;
  g_autofree char *kinds = NULL;

  start (fixture);
  first_id = g_strdup (lk_conversation_get_session_id (fixture->conversation));
  lk_test_wait_until (has_pong, fixture->conversation, 30);

  set_fault (fixture, "stream-ends", 1);
  message = ask (fixture, "{ chats }", &error);
  g_assert_null (message);
  g_assert_error (error, LK_CONVERSATION_ERROR, LK_CONVERSATION_ERROR_NOT_OPEN);
  g_assert_cmpint (lk_conversation_get_state (fixture->conversation), ==, LK_CONVERSATION_ENDED);
  g_assert_null (lk_conversation_get_error (fixture->conversation));
  kinds = list_kinds (fixture->conversation);
  g_assert_cmpstr (kinds, ==, "eq");

  /* And a new session is a new one. */
  start (fixture);
  g_assert_cmpstr (lk_conversation_get_session_id (fixture->conversation), !=, first_id);
}

static void
test_bad_messages (Fixture       *fixture,
                   gconstpointer  scopes)
{
  const struct
  {
    const char *fault;
    LkConversationError code;
  } cases[] = {
    { "stream-garbage", LK_CONVERSATION_ERROR_BAD_MESSAGE }, { "stream-deep", LK_CONVERSATION_ERROR_BAD_MESSAGE },
    { "stream-binary", LK_CONVERSATION_ERROR_BAD_MESSAGE },  { "stream-huge", LK_CONVERSATION_ERROR_BAD_MESSAGE },
    { "stream-dropped", LK_CONVERSATION_ERROR_LOST },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(LkConversationMessage) message = NULL;

      g_test_message ("%s", cases[i].fault);
      start (fixture);
      lk_test_wait_until (has_pong, fixture->conversation, 30);
      set_fault (fixture, cases[i].fault, 1);
      message = ask (fixture, "{ chats }", &error);
      g_assert_null (message);
      g_assert_error (error, LK_CONVERSATION_ERROR, LK_CONVERSATION_ERROR_NOT_OPEN);
      assert_failed (fixture, cases[i].code);
    }
}

/* An answer of errors is text, not an end. */
static void
test_query_errors (Fixture       *fixture,
                   gconstpointer  scopes)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(LkConversationMessage) message = NULL;

  start (fixture);
  set_fault (fixture, "stream-errors", 1);
  message = ask (fixture, "{ chats }", &error);
  g_assert_no_error (error);
  g_assert_cmpint (lk_conversation_message_get_kind (message), ==, LK_CONVERSATION_MESSAGE_ERROR);
  g_assert_cmpint (lk_conversation_get_state (fixture->conversation), ==, LK_CONVERSATION_OPEN);
}

/* Pings that were answered and are no longer: the other side is gone. */
static void
test_silence (Fixture       *fixture,
              gconstpointer  scopes)
{
  lk_conversation_set_ping_interval (fixture->conversation, 100);
  start (fixture);
  lk_test_wait_until (has_pong, fixture->conversation, 30);
  set_fault (fixture, "stream-no-pong", -1);
  assert_failed (fixture, LK_CONVERSATION_ERROR_SILENT);
}

static gboolean
has_many_unanswered (gpointer conversation)
{
  return lk_conversation_get_n_unanswered (conversation) > 6;
}

/* A service that never answers pings at all is used as it is. */
static void
test_never_a_pong (Fixture       *fixture,
                   gconstpointer  scopes)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(LkConversationMessage) message = NULL;

  lk_conversation_set_ping_interval (fixture->conversation, 50);
  set_fault (fixture, "stream-no-pong", -1);
  start (fixture);
  lk_test_wait_until (has_many_unanswered, fixture->conversation, 30);
  g_assert_cmpint (lk_conversation_get_state (fixture->conversation), ==, LK_CONVERSATION_OPEN);
  g_assert_cmpint (lk_conversation_get_round_trip (fixture->conversation), ==, -1);
  message = ask (fixture, "{ chats }", &error);
  g_assert_no_error (error);
}

static void
test_server_gone (Fixture       *fixture,
                  gconstpointer  scopes)
{
  g_autoptr(GError) error = NULL;

  start (fixture);
  lk_practice_server_stop (get_server (fixture));
  assert_failed (fixture, LK_CONVERSATION_ERROR_LOST);

  g_assert_false (try_start (fixture, &error));
  g_assert_error (error, LK_HTTP_ERROR, LK_HTTP_ERROR_UNREACHABLE);
}

static void
test_stop (Fixture       *fixture,
           gconstpointer  scopes)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(LkConversationMessage) message = NULL;
  g_autoptr(GError) error = NULL;

  start (fixture);
  lk_conversation_query_async (fixture->conversation, "{ chats }", NULL, lk_test_async_cb, &result);
  lk_conversation_stop (fixture->conversation);
  g_assert_cmpint (lk_conversation_get_state (fixture->conversation), ==, LK_CONVERSATION_CLOSED);
  lk_test_wait (&result);
  g_assert_null (lk_conversation_query_finish (fixture->conversation, result, &error));
  g_assert_error (error, LK_CONVERSATION_ERROR, LK_CONVERSATION_ERROR_NOT_OPEN);
  g_clear_error (&error);

  message = ask (fixture, "{ chats }", &error);
  g_assert_error (error, LK_CONVERSATION_ERROR, LK_CONVERSATION_ERROR_NOT_OPEN);
  lk_conversation_stop (fixture->conversation);
}

typedef enum
{
  BEFORE,
  AT_ONCE,
  IN_THE_REQUEST,
  BY_STOP,
} Moment;

static void
test_cancelled (Fixture       *fixture,
                gconstpointer  scopes)
{
  for (Moment moment = BEFORE; moment <= BY_STOP; moment++)
    {
      g_autoptr(GCancellable) cancellable = g_cancellable_new ();
      g_autoptr(GAsyncResult) result = NULL;
      g_autoptr(GError) error = NULL;

      g_test_message ("%d", moment);
      if (moment == BEFORE)
        g_cancellable_cancel (cancellable);
      if (moment >= IN_THE_REQUEST)
        set_fault (fixture, "silence", 1);
      lk_conversation_start_async (fixture->conversation, cancellable, lk_test_async_cb, &result);
      if (moment >= IN_THE_REQUEST)
        lk_test_spin (100);
      if (moment == BY_STOP)
        lk_conversation_stop (fixture->conversation);
      else
        g_cancellable_cancel (cancellable);
      lk_test_wait (&result);

      g_assert_false (lk_conversation_start_finish (fixture->conversation, result, NULL, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_assert_cmpint (lk_conversation_get_state (fixture->conversation), ==, LK_CONVERSATION_CLOSED);
      g_assert_null (lk_conversation_get_error (fixture->conversation));
      lk_practice_server_clear_faults (get_server (fixture));
    }

  start (fixture);
}

static void
test_query_cancelled (Fixture       *fixture,
                      gconstpointer  scopes)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(LkConversationMessage) message = NULL;
  g_autoptr(GError) error = NULL;

  start (fixture);
  lk_conversation_query_async (fixture->conversation, "{ chats }", cancellable, lk_test_async_cb, &result);
  g_cancellable_cancel (cancellable);
  lk_test_wait (&result);
  message = lk_conversation_query_finish (fixture->conversation, result, &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);

  /* The answer that comes late disturbs nobody. */
  message = ask (fixture, "{ departments }", &error);
  g_assert_no_error (error);
  g_assert_cmpint (lk_conversation_message_get_id (message), ==, 2);
}

/* Answers the request for a session with the address in `user_data`. */
static void
serve_session (const char    *request,
               GOutputStream *output,
               gpointer       user_data)
{
  g_autofree char *body = g_strdup_printf ("{\"data\":{\"startAgentSession\":{\"websocket_url\":\"%s\","
                                           "\"session_id\":\"s1\",\"client_id\":\"c1\"}}}",
                                           *(char **) user_data);

  lk_test_server_answer (output, "200 OK", "Content-Type: application/json\r\n", body);
}

static void
serve_redirect (const char    *request,
                GOutputStream *output,
                gpointer       user_data)
{
  g_autofree char *headers = g_strdup_printf ("Location: %s\r\n", *(char **) user_data);

  lk_test_server_answer (output, "302 Found", headers, "");
}

static void
point_to (Fixture      *fixture,
          LkTestServer *graphql,
          const char   *stream)
{
  g_autofree char *url = lk_test_server_get_url (graphql, "127.0.0.1", GRAPHQL_PATH);

  g_object_set (fixture->service->connection, "graphql-url", url, "stream-url", stream, NULL);
  lk_test_service_rebind (fixture->service);
}

static char *
get_stream_url (LkTestServer *server,
                const char   *scheme)
{
  g_autofree char *url = lk_test_server_get_url (server, "127.0.0.1", STREAM_PATH "/s1:c1");

  return g_strconcat (scheme, strchr (url, ':'), NULL);
}

/* The policy of every other address holds for the stream's. */
static void
test_stream_addresses (Fixture       *fixture,
                       gconstpointer  scopes)
{
  static const char *const addresses[] = {
    "ws://chat.example/stream/0.1/graphql/s1:c1",
    "wss://chat.example.evil.test/stream/0.1/graphql/s1:c1",
    "wss://chat.example:444/stream/0.1/graphql/s1:c1",
    "wss://user@chat.example/stream/0.1/graphql/s1:c1",
    "https://chat.example/stream/0.1/graphql/s1:c1",
    "file:///etc/passwd",
    "nonsense",
    "",
  };
  const char *address = NULL;
  g_autoptr(LkTestServer) server = lk_test_server_new (serve_session, &address, NULL);

  point_to (fixture, server, "wss://chat.example/stream/0.1/graphql");
  for (guint i = 0; i < G_N_ELEMENTS (addresses); i++)
    {
      g_autoptr(GError) error = NULL;

      g_test_message ("%s", addresses[i]);
      address = addresses[i];
      g_assert_false (try_start (fixture, &error));
      g_assert_error (error, LK_CONVERSATION_ERROR, LK_CONVERSATION_ERROR_FOREIGN_STREAM);
    }
}

static void
test_redirected (Fixture       *fixture,
                 gconstpointer  scopes)
{
  g_autofree char *stream = NULL;
  g_autofree char *elsewhere = NULL;
  g_autoptr(LkTestServer) server = lk_test_server_new (serve_session, &stream, NULL);
  g_autoptr(LkTestServer) redirector = lk_test_server_new (serve_redirect, &elsewhere, NULL);
  g_autoptr(LkTestServer) other = lk_test_server_new (serve_redirect, &elsewhere, NULL);
  g_autoptr(GError) error = NULL;

  stream = get_stream_url (redirector, "ws");
  elsewhere = lk_test_server_get_url (other, "127.0.0.1", "/elsewhere");
  point_to (fixture, server, stream);

  g_assert_false (try_start (fixture, &error));
  g_assert_error (error, LK_CONVERSATION_ERROR, LK_CONVERSATION_ERROR_NO_STREAM);
  g_assert_cmpuint (lk_test_server_get_n_requests (redirector), ==, 1);
  g_assert_cmpuint (lk_test_server_get_n_requests (other), ==, 0);
}

/* One that vouches for itself alone. */
static GTlsCertificate *
make_certificate (void)
{
  static const char template[] = "cn = 127.0.0.1\nip_address = 127.0.0.1\ntls_www_server\nsigning_key\n";
  static const char commands[] = "certtool --generate-privkey --key-type ecdsa --outfile key.pem && "
                                 "certtool --generate-self-signed --load-privkey key.pem --template template && "
                                 "cat key.pem";
  g_autoptr(GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("certificate-XXXXXX", &error);
  g_autofree char *template_path = g_build_filename (folder, "template", NULL);
  g_autofree char *pem = NULL;
  g_autoptr(GSubprocessLauncher) launcher = NULL;
  g_autoptr(GSubprocess) shell = NULL;
  GTlsCertificate *certificate;

  g_assert_no_error (error);
  g_assert_true (g_file_set_contents (template_path, template, -1, NULL));
  launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_subprocess_launcher_set_cwd (launcher, folder);
  shell = g_subprocess_launcher_spawn (launcher, &error, "sh", "-c", commands, NULL);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_communicate_utf8 (shell, NULL, NULL, &pem, NULL, &error));
  g_assert_cmpint (g_subprocess_get_exit_status (shell), ==, 0);
  certificate = g_tls_certificate_new_from_pem (pem, -1, &error);
  g_assert_no_error (error);

  return certificate;
}

/* A certificate that nobody vouches for ends it, and no byte of the session is seen there. */
static void
test_tls (Fixture       *fixture,
          gconstpointer  scopes)
{
  g_autoptr(GTlsCertificate) certificate = make_certificate ();
  g_autofree char *stream = NULL;
  g_autoptr(LkTestServer) server = lk_test_server_new (serve_session, &stream, NULL);
  g_autoptr(LkTestServer) secure = lk_test_server_new (serve_redirect, &stream, certificate);
  g_autoptr(GError) error = NULL;

  stream = get_stream_url (secure, "wss");
  point_to (fixture, server, stream);

  g_assert_false (try_start (fixture, &error));
  g_assert_error (error, LK_HTTP_ERROR, LK_HTTP_ERROR_TLS);
  /* In the words of every other request. */
  g_assert_nonnull (strstr (error->message, "127.0.0.1"));
  g_assert_nonnull (strstr (error->message, "not signed by an authority"));
  g_assert_cmpuint (lk_test_server_get_n_requests (secure), ==, 0);
}

static void
test_no_address (Fixture       *fixture,
                 gconstpointer  scopes)
{
  g_autoptr(LkConversation) conversation = NULL;
  g_autoptr(LkConnection) connection = lk_connection_new (LK_CONNECTION_KIND_CUSTOM);
  g_autoptr(LkTokenSource) source =
                lk_token_source_new (connection, LK_VAULT (fixture->service->vault), fixture->service->endpoint, NULL);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  conversation = lk_conversation_new (source, fixture->service->client);
  lk_conversation_start_async (conversation, NULL, lk_test_async_cb, &result);
  lk_test_wait (&result);
  g_assert_false (lk_conversation_start_finish (conversation, result, NULL, &error));
  g_assert_error (error, LK_CONVERSATION_ERROR, LK_CONVERSATION_ERROR_NO_ADDRESS);
}

static void
test_documents (void)
{
  const struct
  {
    const char *document;
    int code; /* of LK_GRAPHQL_ERROR; -1: it can be sent */
  } cases[] = {
    { "{ chats }", -1 },
    { "query { chats }", -1 },
    { "query mutation { chats }", -1 },
    { "query Q ($a: T = {x: [1]}) @d(e: \"mutation {\") { chats (a: $a) { mutation } }", -1 },
    { "subscription { message { node { id } } }", -1 },
    { "{ a(b: \"\\\"\") c(d: \"\"\"mutation { \\\"\"\" \"\"\") }", -1 },
    { "# mutation { x }\n{ chats }", -1 },
    { "fragment F on Mutation { id } query { ...F }", -1 },
    { ",,{,a,},", -1 },
    { "mutation { updateAgentStatus(status: ONLINE) { agent { id } } }", LK_GRAPHQL_ERROR_MUTATION },
    { " #\n mutation{a}", LK_GRAPHQL_ERROR_MUTATION },
    { "{ chats } mutation { a }", LK_GRAPHQL_ERROR_MUTATION },
    { "query { a } fragment F on T { b } mutation M { a }", LK_GRAPHQL_ERROR_MUTATION },
    { "\"\"\"about\"\"\" mutation { a }", LK_GRAPHQL_ERROR_MUTATION },
    { "", LK_GRAPHQL_ERROR_EMPTY },
    { " \n# nothing", LK_GRAPHQL_ERROR_EMPTY },
    { "fragment F on T { a }", LK_GRAPHQL_ERROR_EMPTY },
    { "{ chats", LK_GRAPHQL_ERROR_SYNTAX },
    { "{ chats ) }", LK_GRAPHQL_ERROR_SYNTAX },
    { "} { chats", LK_GRAPHQL_ERROR_SYNTAX },
    { "query", LK_GRAPHQL_ERROR_SYNTAX },
    { "chats", LK_GRAPHQL_ERROR_SYNTAX },
    { "(a) { b }", LK_GRAPHQL_ERROR_SYNTAX },
    { "{ a(b: \"no end) }", LK_GRAPHQL_ERROR_SYNTAX },
    { "{ a(b: \"\"\"no end\") }", LK_GRAPHQL_ERROR_SYNTAX },
  };
  g_autofree char *deep = g_strnfill (100000, '{');
  g_autoptr(GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i].document);
      g_assert_cmpint (lk_graphql_check (cases[i].document, &error), ==, cases[i].code == -1);
      if (cases[i].code == -1)
        g_assert_no_error (error);
      else
        g_assert_error (error, LK_GRAPHQL_ERROR, cases[i].code);
      g_clear_error (&error);
    }

  g_assert_false (lk_graphql_check (deep, &error));
  g_assert_error (error, LK_GRAPHQL_ERROR, LK_GRAPHQL_ERROR_SYNTAX);
}

/* No mutation leaves the program but the one that starts the session. */
static void
test_mutation (Fixture       *fixture,
               gconstpointer  scopes)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(LkConversationMessage) message = NULL;
  g_autofree char *kinds = NULL;

  start (fixture);
  message = ask (fixture, "mutation { updateAgentStatus(status: ONLINE) { agent { id } } }", &error);
  g_assert_error (error, LK_GRAPHQL_ERROR, LK_GRAPHQL_ERROR_MUTATION);
  kinds = list_kinds (fixture->conversation);
  g_assert_cmpstr (kinds, ==, "");
}

int
main (int   argc,
      char *argv[])
{
  lk_test_init (&argc, &argv);

#define ADD(path, scopes, function) g_test_add ("/conversation/" path, Fixture, scopes, set_up, function, tear_down)
  ADD ("start", "read write chat", test_start);
  ADD ("ping", "read write chat", test_ping);
  ADD ("query", "read write chat", test_query);
  ADD ("parallel", "read write chat", test_parallel);
  ADD ("subscription", "read write chat", test_subscription);
  ADD ("refusals", "read write chat", test_refusals);
  ADD ("wrong-token", "read write chat", test_wrong_token);
  ADD ("scopes", "read write", test_scopes);
  ADD ("end", "read write chat", test_end);
  ADD ("bad-messages", "read write chat", test_bad_messages);
  ADD ("query-errors", "read write chat", test_query_errors);
  ADD ("silence", "read write chat", test_silence);
  ADD ("never-a-pong", "read write chat", test_never_a_pong);
  ADD ("server-gone", "read write chat", test_server_gone);
  ADD ("stop", "read write chat", test_stop);
  ADD ("cancelled", "read write chat", test_cancelled);
  ADD ("query-cancelled", "read write chat", test_query_cancelled);
  ADD ("stream-addresses", "read write chat", test_stream_addresses);
  ADD ("redirected", "read write chat", test_redirected);
  ADD ("tls", "read write chat", test_tls);
  ADD ("no-address", "read write chat", test_no_address);
  ADD ("mutation", "read write chat", test_mutation);
  g_test_add_func ("/conversation/documents", test_documents);

  return g_test_run ();
}
