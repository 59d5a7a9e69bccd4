/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How strict the practice server's Conversations API is, asked by raw requests and raw frames. */
#include "config.h"

#include "practice-client.h"

#include <string.h>

#include "lk-test.h"

#define GRAPHQL_PATH "/graphql/request"
#define START "mutation($access_token: String!){ startAgentSession(access_token: $access_token){ session_id } }"

/* What the service says to a request for a session. Takes no header with the token. */
static const char *
post (PracticeClient *client,
      const char     *query,
      const char     *token)
{
  g_autofree char *body = g_strdup_printf ("{\"query\":\"%s\",\"variables\":{\"access_token\":\"%s\"}}", query, token);
  g_autofree char *bearer = g_steal_pointer (&client->bearer);

  practice_client_ask (client, "POST", GRAPHQL_PATH, "application/json", body);
  client->bearer = g_steal_pointer (&bearer);

  return client->body;
}

static void
test_requests (void)
{
  g_autoptr(PracticeClient) client = practice_client_new ();
  G_GNUC_UNUSED g_autofree char *refresh = practice_client_sign_in (client);
  g_autofree char *token = g_strdup (client->bearer);
  g_autofree char *location = NULL;
  g_autofree char *weak = NULL;

  g_assert_nonnull (strstr (post (client, START, token), "\"session_id\""));
  g_assert_cmpuint (client->status, ==, 200);
  g_assert_nonnull (strstr (post (client, START, "nobody's"), "UNAUTHORIZED"));
  g_assert_nonnull (strstr (post (client, "mutation { updateAgentStatus }", token), "GRAPHQL_VALIDATION_FAILED"));
  g_assert_nonnull (strstr (post (client, "{ chats }", token), "GRAPHQL_VALIDATION_FAILED"));

  /* The token has its place, and a header is not it. */
  g_assert_cmpuint (practice_client_ask (client, "POST", GRAPHQL_PATH, "application/json",
                                         "{\"query\":\"" START "\"}"), ==, 400);
  g_clear_pointer (&client->bearer, g_free);
  g_assert_cmpuint (practice_client_ask (client, "POST", GRAPHQL_PATH, "text/plain", "{\"query\":\"{ a }\"}"), ==, 400);
  g_assert_cmpuint (practice_client_ask (client, "POST", GRAPHQL_PATH, "application/json", "no JSON"), ==, 400);
  g_assert_cmpuint (practice_client_get (client, GRAPHQL_PATH), ==, 405);

  location = practice_client_allow (client, "token", "read write", "");
  weak = practice_client_parameter (location, "access_token");
  g_assert_nonnull (strstr (post (client, START, weak), "INVALID_SCOPE"));
}

/* A session's stream, and what has come on it. */
typedef struct
{
  SoupWebsocketConnection *connection;
  GString *heard;
} Stream;

static void
message_cb (SoupWebsocketConnection *connection,
            int                      type,
            GBytes                  *bytes,
            Stream                  *stream)
{
  gsize length;
  const char *text = g_bytes_get_data (bytes, &length);

  g_assert_cmpint (type, ==, SOUP_WEBSOCKET_DATA_TEXT);
  g_string_append_len (stream->heard, text, (gssize) length);
}

static char *
start_session (PracticeClient *client)
{
  g_autofree char *token = g_strdup (client->bearer);
  g_autofree char *query = g_strdup ("mutation { startAgentSession { websocket_url } }");
  g_autoptr(JsonNode) node = NULL;
  JsonObject *data;

  post (client, query, token);
  node = practice_client_json (client);
  data = json_object_get_object_member (json_node_get_object (node), "data");

  return g_strdup (json_object_get_string_member (json_object_get_object_member (data, "startAgentSession"),
                                                  "websocket_url"));
}

static SoupWebsocketConnection *
connect_to (PracticeClient *client,
            const char     *url)
{
  g_autoptr(SoupMessage) message = soup_message_new ("GET", url);
  g_autoptr(GAsyncResult) result = NULL;

  soup_session_websocket_connect_async (client->session, message, NULL, NULL, G_PRIORITY_DEFAULT, NULL,
                                        lk_test_async_cb, &result);
  lk_test_wait (&result);

  return soup_session_websocket_connect_finish (client->session, result, NULL);
}

static void
open_stream (Stream         *stream,
             PracticeClient *client)
{
  g_autofree char *url = start_session (client);

  stream->connection = connect_to (client, url);
  stream->heard = g_string_new (NULL);
  g_assert_nonnull (stream->connection);
  g_signal_connect (stream->connection, "message", G_CALLBACK (message_cb), stream);

  /* A session is for one connection. */
  g_assert_null (connect_to (client, url));
}

static gboolean
is_closed (gpointer connection)
{
  return soup_websocket_connection_get_state (connection) == SOUP_WEBSOCKET_STATE_CLOSED;
}

static void
close_stream (Stream *stream)
{
  if (soup_websocket_connection_get_state (stream->connection) == SOUP_WEBSOCKET_STATE_OPEN)
    soup_websocket_connection_close (stream->connection, SOUP_WEBSOCKET_CLOSE_NORMAL, NULL);
  lk_test_wait_until (is_closed, stream->connection, 30);
  g_object_unref (stream->connection);
  g_string_free (stream->heard, TRUE);
}

static gboolean
has_heard (gpointer data)
{
  return ((Stream *) data)->heard->len > 0;
}

static void
test_messages (void)
{
  static const struct
  {
    const char *message;
    const char *answer;
  } cases[] = {
    { "{\"sig\":\"PING\",\"payload\":42}", "{\"sig\":\"PONG\",\"payload\":42}" },
    { "{\"sig\":\"PING\"}", "Unknown message" },
    { "{\"type\":\"request\",\"id\":7,\"payload\":{\"query\":\"{ departments { edges } }\"}}", "\"id\":7" },
    { "{\"type\":\"request\",\"id\":7,\"payload\":{\"query\":\"{ departments chats }\"}}",
      "\"departments\":{\"edges\":" },
    { "{\"type\":\"request\",\"id\":7,\"payload\":{\"query\":\"{ __schema { queryType } }\"}}", "currentUser" },
    { "{\"type\":\"request\",\"id\":7,\"payload\":{\"query\":\"{ currentUser { status } }\"}}", "OFFLINE" },
    { "{\"type\":\"request\",\"id\":7,\"payload\":{\"query\":\"{ nothing }\"}}", "Cannot query field" },
    { "{\"type\":\"request\",\"id\":7,\"payload\":{\"query\":\"{ chats\"}}", "Syntax Error" },
    { "{\"type\":\"request\",\"id\":7,\"payload\":{\"query\":\"mutation { a }\"}}", "read and not changed" },
    { "{\"type\":\"request\",\"id\":7,\"payload\":{\"query\":\"subscription { weather }\"}}", "errors" },
    { "{\"type\":\"request\",\"id\":7,\"payload\":{\"query\":\"subscription { message }\"}}", "subscription_id" },
    { "{\"type\":\"request\",\"payload\":{\"query\":\"{ chats }\"}}", "Unknown message" },
    { "{\"type\":\"request\",\"id\":7}", "Unknown message" },
    { "{}", "Unknown message" },
  };
  g_autoptr(PracticeClient) client = practice_client_new ();
  G_GNUC_UNUSED g_autofree char *refresh = practice_client_sign_in (client);
  Stream stream;

  open_stream (&stream, client);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i].message);
      g_string_truncate (stream.heard, 0);
      soup_websocket_connection_send_text (stream.connection, cases[i].message);
      lk_test_wait_until (has_heard, &stream, 30);
      g_assert_nonnull (strstr (stream.heard->str, cases[i].answer));

      /* From here on the subscription's data come in between. */
      if (strstr (cases[i].answer, "subscription_id") != NULL)
        {
          close_stream (&stream);
          open_stream (&stream, client);
        }
    }
  close_stream (&stream);
}

static void
test_closes (void)
{
  static const struct
  {
    const char *text;         /* NULL: bytes */
    gushort code;
  } cases[] = {
    { "no JSON", SOUP_WEBSOCKET_CLOSE_BAD_DATA },
    { "[]", SOUP_WEBSOCKET_CLOSE_BAD_DATA },
    { NULL, SOUP_WEBSOCKET_CLOSE_UNSUPPORTED_DATA },
  };
  g_autoptr(PracticeClient) client = practice_client_new ();
  G_GNUC_UNUSED g_autofree char *refresh = practice_client_sign_in (client);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Stream stream;

      open_stream (&stream, client);
      if (cases[i].text != NULL)
        soup_websocket_connection_send_text (stream.connection, cases[i].text);
      else
        soup_websocket_connection_send_binary (stream.connection, "\1\2", 2);
      lk_test_wait_until (is_closed, stream.connection, 30);
      g_assert_cmpuint (soup_websocket_connection_get_close_code (stream.connection), ==, cases[i].code);
      close_stream (&stream);
    }
}

/* Nobody gets at a stream that was not started. */
static void
test_no_session (void)
{
  g_autoptr(PracticeClient) client = practice_client_new ();
  const char *origin = lk_practice_server_get_origin (client->server);
  g_autofree char *url = g_strconcat ("ws", origin + strlen ("http"), "/stream/0.1/graphql/made:up", NULL);

  g_assert_null (connect_to (client, url));
}

int
main (int   argc,
      char *argv[])
{
  lk_test_init (&argc, &argv);

  g_test_add_func ("/practice-conversation/requests", test_requests);
  g_test_add_func ("/practice-conversation/messages", test_messages);
  g_test_add_func ("/practice-conversation/closes", test_closes);
  g_test_add_func ("/practice-conversation/no-session", test_no_session);

  return g_test_run ();
}
