/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "lk-practice-conversation.h"

#include "lk-json-reader.h"
#include "lk-practice-data.h"
#include "lk-practice-graphql.h"
#include "lk-practice-reply.h"
#include "lk-secret.h"

#define MAX_SESSIONS 64
#define EVENT_SECONDS 1

static const LkJsonLimits limits = { 256 * 1024, 64 };

typedef struct
{
  LkPracticeStreams       *streams;         /* not owned: it owns the session */
  char                    *session_id;
  char                    *client_id;
  char                    *subscription;    /* owned, nullable */
  SoupWebsocketConnection *connection;      /* owned, nullable: NULL until connected and after the end */
  GSource                 *timer;           /* owned, nullable: the next event of the subscription */
  guint                    n_events;
} Session;

struct _LkPracticeStreams
{
  LkPractice *practice;     /* not owned */
  GPtrArray  *sessions;     /* owned: of Session, oldest first */
};

static void
session_disconnect (Session *session)
{
  if (session->timer != NULL)
    g_source_destroy (session->timer);
  g_clear_pointer (&session->timer, g_source_unref);

  if (session->connection != NULL)
    g_signal_handlers_disconnect_by_data (session->connection, session);
  g_clear_object (&session->connection);
}

static void
session_free (gpointer data)
{
  Session *session = data;

  if (session->connection != NULL)
    {
      g_signal_handlers_disconnect_by_data (session->connection, session);
      if (soup_websocket_connection_get_state (session->connection) == SOUP_WEBSOCKET_STATE_OPEN)
        soup_websocket_connection_close (session->connection, SOUP_WEBSOCKET_CLOSE_GOING_AWAY, NULL);
    }
  session_disconnect (session);
  lk_secret_free (session->session_id);
  lk_secret_free (session->client_id);
  g_free (session->subscription);
  g_free (session);
}

static void
send_text (Session    *session,
           const char *text)
{
  if (session->connection != NULL &&
      soup_websocket_connection_get_state (session->connection) == SOUP_WEBSOCKET_STATE_OPEN)
    soup_websocket_connection_send_text (session->connection, text);
}

static JsonObject *
make_edges (JsonArray *nodes)
{
  JsonObject *connection = json_object_new ();
  JsonArray *edges = json_array_new ();

  for (guint i = 0; i < json_array_get_length (nodes); i++)
    {
      JsonObject *edge = json_object_new ();

      json_object_set_member (edge, "node", json_array_dup_element (nodes, i));
      json_array_add_object_element (edges, edge);
    }
  json_object_set_array_member (connection, "edges", edges);

  return connection;
}

static JsonArray *
make_open_chats (void)
{
  JsonArray *chats = json_array_new ();

  for (guint i = 0; i < 3; i++)
    {
      g_autoptr(JsonObject) chat = lk_practice_data_chat (i);
      JsonObject *visitor = json_object_get_object_member (chat, "visitor");
      JsonObject *node = json_object_new ();

      json_object_set_string_member (node, "id", json_object_get_string_member (chat, "id"));
      json_object_set_string_member (node, "visitor_name", json_object_get_string_member (visitor, "name"));
      json_array_add_object_element (chats, node);
    }

  return chats;
}

static JsonObject *
make_current_user (LkPractice *practice)
{
  g_autoptr(JsonObject) agent = lk_practice_data_agent (practice->user);
  JsonObject *user = json_object_new ();
  g_autofree char *id = g_strdup_printf ("%" G_GUINT64_FORMAT, lk_practice_data_agent_id ());

  json_object_set_string_member (user, "id", id);
  json_object_set_string_member (user, "email", practice->user);
  json_object_set_string_member (user, "display_name", json_object_get_string_member (agent, "display_name"));
  json_object_set_string_member (user, "status", "OFFLINE");

  return user;
}

/* What can be asked for, as introspection tells it. */
static JsonObject *
make_schema (void)
{
  static const char *const names[] = { "chats", "currentUser", "departments" };
  JsonObject *schema = json_object_new ();
  JsonObject *type = json_object_new ();
  JsonArray *fields = json_array_new ();

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      JsonObject *field = json_object_new ();

      json_object_set_string_member (field, "name", names[i]);
      json_array_add_object_element (fields, field);
    }
  json_object_set_array_member (type, "fields", fields);
  json_object_set_object_member (schema, "queryType", type);

  return schema;
}

/* The value of one field: all of it, whatever the selection below it says. NULL for a field that is not known. */
static JsonObject *
resolve (LkPractice *practice,
         const char *field)
{
  g_autoptr(JsonArray) nodes = NULL;

  if (strcmp (field, "currentUser") == 0)
    return make_current_user (practice);
  if (strcmp (field, "__schema") == 0)
    return make_schema ();
  if (strcmp (field, "departments") == 0)
    nodes = lk_practice_data_departments ();
  else if (strcmp (field, "chats") == 0)
    nodes = make_open_chats ();

  return nodes != NULL ? make_edges (nodes) : NULL;
}

static JsonObject *
make_errors (const char *message)
{
  JsonObject *payload = json_object_new ();
  JsonObject *error = json_object_new ();
  JsonArray *errors = json_array_new ();

  json_object_set_string_member (error, "message", message);
  json_array_add_object_element (errors, error);
  json_object_set_array_member (payload, "errors", errors);
  json_object_set_null_member (payload, "data");

  return payload;
}

static char *
object_to_text (JsonObject *object)
{
  g_autoptr(JsonNode) node = json_node_new (JSON_NODE_OBJECT);

  json_node_take_object (node, object);

  return json_to_string (node, FALSE);
}

static gboolean
event_cb (gpointer data)
{
  Session *session = data;
  JsonObject *frame = json_object_new ();
  JsonObject *payload = json_object_new ();
  JsonObject *content = json_object_new ();
  JsonObject *message = json_object_new ();
  JsonObject *node = json_object_new ();
  g_autofree char *id = lk_practice_data_chat_id (session->n_events);
  g_autofree char *words = g_strdup_printf ("Practice message %u", session->n_events + 1);
  g_autofree char *text = NULL;

  json_object_set_string_member (node, "id", id);
  json_object_set_string_member (node, "content", words);
  json_object_set_object_member (message, "node", node);
  json_object_set_object_member (content, "message", message);
  json_object_set_object_member (payload, "data", content);
  json_object_set_string_member (frame, "sig", "DATA");
  json_object_set_string_member (frame, "subscription_id", session->subscription);
  json_object_set_object_member (frame, "payload", payload);

  text = object_to_text (frame);
  send_text (session, text);
  session->n_events++;

  return G_SOURCE_CONTINUE;
}

static JsonObject *
subscribe (Session           *session,
           const char *const *fields)
{
  JsonObject *payload, *data;

  if (g_strcmp0 (fields[0], "message") != 0 || fields[1] != NULL)
    return make_errors ("A subscription asks for one field, and \"message\" is the one there is.");

  payload = json_object_new ();
  data = json_object_new ();
  if (session->subscription == NULL)
    session->subscription = lk_random_token (9);
  if (session->timer == NULL)
    {
      session->timer = g_timeout_source_new_seconds (EVENT_SECONDS);
      g_source_set_callback (session->timer, event_cb, session, NULL);
      g_source_attach (session->timer, g_main_context_get_thread_default ());
    }

  json_object_set_string_member (data, "subscription_id", session->subscription);
  json_object_set_object_member (payload, "data", data);

  return payload;
}

static JsonObject *
answer_fields (LkPractice        *practice,
               const char *const *fields)
{
  g_autoptr(JsonObject) data = json_object_new ();
  JsonObject *payload;

  for (guint i = 0; fields[i] != NULL; i++)
    {
      JsonObject *value = resolve (practice, fields[i]);

      if (value == NULL)
        {
          g_autofree char *message = g_strdup_printf ("Cannot query field \"%s\" on type \"Query\".", fields[i]);

          return make_errors (message);
        }
      json_object_set_object_member (data, fields[i], value);
    }

  payload = json_object_new ();
  json_object_set_object_member (payload, "data", g_steal_pointer (&data));

  return payload;
}

static JsonObject *
answer_request (Session    *session,
                const char *query)
{
  LkPractice *practice = session->streams->practice;
  g_auto(GStrv) fields = NULL;

  switch (lk_practice_graphql_parse (query, &fields))
    {
    case LK_PRACTICE_OPERATION_QUERY:
      return answer_fields (practice, (const char *const *) fields);

    case LK_PRACTICE_OPERATION_SUBSCRIPTION:
      return subscribe (session, (const char *const *) fields);

    case LK_PRACTICE_OPERATION_MUTATION:
      return make_errors ("The practice account can be read and not changed.");

    case LK_PRACTICE_OPERATION_INVALID:
    default:
      return make_errors ("Syntax Error: this is no GraphQL operation.");
    }
}

static void
message_cb (SoupWebsocketConnection *connection,
            int                      type,
            GBytes                  *bytes,
            gpointer                 data)
{
  Session *session = data;
  LkPracticeStreams *streams = session->streams;
  LkPracticeRequest frame = { .practice = streams->practice, .connection = connection, .method = "WS" };
  g_autoptr(LkSecret) path = NULL;
  g_autoptr(JsonNode) node = NULL;
  JsonObject *object, *payload;
  gsize length;
  const char *text = g_bytes_get_data (bytes, &length);

  if (type != SOUP_WEBSOCKET_DATA_TEXT)
    {
      soup_websocket_connection_close (connection, SOUP_WEBSOCKET_CLOSE_UNSUPPORTED_DATA, NULL);
      return;
    }

  path = g_strconcat (LK_PRACTICE_STREAM_PATH "/", session->session_id, ":", session->client_id, NULL);
  frame.path = path;
  frame.body = text;
  frame.body_length = length;
  g_signal_emit_by_name (streams->practice->server, "request", &frame);
  if (lk_practice_strike (&frame, LK_PRACTICE_POINT_FRAME))
    return;

  node = lk_json_parse_object (bytes, &limits, NULL);
  if (node == NULL)
    {
      soup_websocket_connection_close (connection, SOUP_WEBSOCKET_CLOSE_BAD_DATA, NULL);
      return;
    }

  object = json_node_get_object (node);
  if (g_strcmp0 (lk_json_get_string (object, "sig"), "PING") == 0 && lk_json_get_int (object, "payload", -1) >= 0)
    {
      g_autofree char *pong = g_strdup_printf ("{\"sig\":\"PONG\",\"payload\":%" G_GINT64_FORMAT "}",
                                               lk_json_get_int (object, "payload", 0));

      send_text (session, pong);
      return;
    }

  payload = lk_json_get_object (object, "payload");
  if (g_strcmp0 (lk_json_get_string (object, "type"), "request") == 0 &&
      lk_json_get_string (payload, "query") != NULL &&
      lk_json_get_int (object, "id", -1) >= 0)
    {
      JsonObject *reply = json_object_new ();
      g_autofree char *reply_text = NULL;

      json_object_set_int_member (reply, "id", lk_json_get_int (object, "id", 0));
      json_object_set_object_member (reply, "payload", answer_request (session, lk_json_get_string (payload, "query")));
      reply_text = object_to_text (reply);
      send_text (session, reply_text);
      return;
    }

  send_text (session, "{\"payload\":{\"errors\":[{\"message\":\"Unknown message\"}]}}");
}

static void
closed_cb (SoupWebsocketConnection *connection,
           gpointer                 data)
{
  Session *session = data;

  /* A session is for one connection: whoever wants on starts a new one. */
  g_ptr_array_remove (session->streams->sessions, session);
}

/**
 * lk_practice_streams_new:
 * @practice: what the server shares
 *
 * Returns: (transfer full): the running server's Conversations sessions, none yet
 */
LkPracticeStreams *
lk_practice_streams_new (LkPractice *practice)
{
  LkPracticeStreams *self = g_new0 (LkPracticeStreams, 1);

  self->practice = practice;
  self->sessions = g_ptr_array_new_with_free_func (session_free);

  return self;
}

/**
 * lk_practice_streams_free:
 * @self: (nullable): the sessions
 *
 * Ends every session.
 */
void
lk_practice_streams_free (LkPracticeStreams *self)
{
  if (self == NULL)
    return;

  g_ptr_array_unref (self->sessions);
  g_free (self);
}

static Session *
find_session (LkPracticeStreams *self,
              const char        *path)
{
  Session *found = NULL;

  if (!g_str_has_prefix (path, LK_PRACTICE_STREAM_PATH "/"))
    return NULL;

  for (guint i = 0; i < self->sessions->len; i++)
    {
      Session *session = g_ptr_array_index (self->sessions, i);
      g_autoptr(LkSecret) name = g_strconcat (session->session_id, ":", session->client_id, NULL);

      if (lk_secret_equal (name, path + strlen (LK_PRACTICE_STREAM_PATH "/")))
        found = session;
    }

  return found;
}

/**
 * lk_practice_streams_admit:
 * @self: the sessions
 * @path: the path of a WebSocket's handshake
 *
 * Returns: whether it names a session that has no connection yet
 */
gboolean
lk_practice_streams_admit (LkPracticeStreams *self,
                           const char        *path)
{
  Session *session = find_session (self, path);

  return session != NULL && session->connection == NULL;
}

/**
 * lk_practice_streams_connect:
 * @self: the sessions
 * @path: the path of its handshake
 * @connection: a WebSocket that was admitted
 *
 * Serves the session on the connection: pings, queries and subscriptions (zendesk-chat.md section 6).
 */
void
lk_practice_streams_connect (LkPracticeStreams       *self,
                             const char              *path,
                             SoupWebsocketConnection *connection)
{
  Session *session = find_session (self, path);

  if (session == NULL || session->connection != NULL)
    {
      soup_websocket_connection_close (connection, SOUP_WEBSOCKET_CLOSE_POLICY_VIOLATION, NULL);
      return;
    }

  session->connection = g_object_ref (connection);
  g_signal_connect (connection, "message", G_CALLBACK (message_cb), session);
  g_signal_connect (connection, "closed", G_CALLBACK (closed_cb), session);
}

/**
 * lk_practice_graphql_reply_error:
 * @request: a request to the GraphQL address
 * @name: the error's name, such as `UNAUTHORIZED`
 * @message: its message, escaped for JSON
 *
 * Answers 200 with an error of GraphQL (zendesk-chat.md section 6).
 */
void
lk_practice_graphql_reply_error (LkPracticeRequest *request,
                                 const char        *name,
                                 const char        *message)
{
  g_autofree char *uuid = g_uuid_string_random ();
  g_autofree char *text = g_strdup_printf ("{\"errors\":[{\"UUID\":\"%s\",\"message\":\"%s\",\"name\":\"%s\"}],"
                                           "\"data\":null}",
                                           uuid,
                                           message,
                                           name);

  lk_practice_reply_json (request->message, SOUP_STATUS_OK, text);
}

static void
start_session (LkPracticeRequest *request)
{
  LkPractice *practice = request->practice;
  LkPracticeStreams *streams = practice->streams;
  Session *session = g_new0 (Session, 1);
  g_autoptr(LkSecret) text = NULL;

  session->streams = streams;
  session->session_id = lk_random_token (24);
  session->client_id = lk_random_token (12);
  if (streams->sessions->len >= MAX_SESSIONS)
    g_ptr_array_remove_index (streams->sessions, 0);
  g_ptr_array_add (streams->sessions, session);

  text = g_strdup_printf ("{\"data\":{\"startAgentSession\":{"
                          "\"websocket_url\":\"ws://%s" LK_PRACTICE_STREAM_PATH "/%s:%s\","
                          "\"session_id\":\"%s\",\"client_id\":\"%s\"}}}",
                          practice->origin + strlen ("http://"),
                          session->session_id,
                          session->client_id,
                          session->session_id,
                          session->client_id);
  lk_practice_reply_json (request->message, SOUP_STATUS_OK, text);
}

/**
 * lk_practice_graphql:
 * @request: a request to the GraphQL address
 *
 * Starts agent sessions (zendesk-chat.md section 6): the token is taken from the mutation's variables, an Authorization
 * header is refused, and the token needs the scopes read, write and chat together.
 */
void
lk_practice_graphql (LkPracticeRequest *request)
{
  static const char *const needed[] = { "read", "write", "chat" };
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (request->message);
  g_autoptr(GBytes) bytes = g_bytes_new (request->body, request->body_length);
  g_autoptr(JsonNode) node = NULL;
  g_auto(GStrv) fields = NULL;
  JsonObject *object;
  LkPracticeToken *token;
  const char *query;

  if (strcmp (request->method, SOUP_METHOD_POST) != 0)
    {
      lk_practice_reply_method (request->message, "POST");
      return;
    }

  if (lk_practice_strike (request, LK_PRACTICE_POINT_SERVICE))
    return;

  node = lk_json_parse_object (bytes, &limits, NULL);
  object = node != NULL ? json_node_get_object (node) : NULL;
  query = lk_json_get_string (object, "query");
  if (query == NULL ||
      g_strcmp0 (soup_message_headers_get_content_type (headers, NULL), "application/json") != 0 ||
      soup_message_headers_get_one (headers, "Authorization") != NULL)
    {
      lk_practice_reply_error (request->message,
                               SOUP_STATUS_BAD_REQUEST,
                               "Bad Request",
                               "JSON with a query is due, the token in its variables and no Authorization header.");
      return;
    }

  if (lk_practice_graphql_parse (query, &fields) != LK_PRACTICE_OPERATION_MUTATION ||
      g_strcmp0 (fields[0], "startAgentSession") != 0 ||
      fields[1] != NULL)
    {
      lk_practice_graphql_reply_error (request,
                                       "GRAPHQL_VALIDATION_FAILED",
                                       "Only startAgentSession can be asked for here.");
      return;
    }

  if (lk_practice_strike (request, LK_PRACTICE_POINT_SESSION))
    return;

  token = lk_practice_store_find_token (request->practice->store,
                                        lk_json_get_string (lk_json_get_object (object, "variables"), "access_token"));
  if (token == NULL || !lk_practice_token_is_alive (token))
    {
      lk_practice_graphql_reply_error (request, "UNAUTHORIZED", "Unauthorized");
      return;
    }

  for (guint i = 0; i < G_N_ELEMENTS (needed); i++)
    {
      if (!g_strv_contains ((const char *const *) token->scopes, needed[i]))
        {
          lk_practice_graphql_reply_error (request, "INVALID_SCOPE", "invalid scope");
          return;
        }
    }

  start_session (request);
}
