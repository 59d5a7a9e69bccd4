/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Faults of Conversations: the session and its WebSocket. */
#include "config.h"

#include "sabotage-tables.h"

#include <string.h>

#include "lk-practice-reply.h"

#define N_NESTED 80000
#define N_HUGE (4 * 1024 * 1024)

static LkPracticeOutcome
apply_foreign (LkPracticeRequest     *request,
               const LkPracticeFault *fault)
{
  g_autoptr(JsonObject) object = sabotage_read_object (request);
  JsonObject *session;
  g_autofree char *url = NULL;

  if (object == NULL || strcmp (request->path, "/graphql/request") != 0 ||
      !JSON_NODE_HOLDS_OBJECT (json_object_get_member (object, "data")))
    return LK_PRACTICE_OUTCOME_SKIPPED;

  session = json_object_get_object_member (json_object_get_object_member (object, "data"), "startAgentSession");
  url = g_strdup_printf ("ws://%s/elsewhere%s",
                         request->practice->foreign_origin + strlen ("http://"),
                         strstr (json_object_get_string_member (session, "websocket_url"), "/stream/"));
  json_object_set_string_member (session, "websocket_url", url);
  sabotage_send_object (request, object);

  return LK_PRACTICE_OUTCOME_APPLIED;
}

static LkPracticeOutcome
apply_refused (LkPracticeRequest     *request,
               const LkPracticeFault *fault)
{
  lk_practice_reply_error (request->message, SOUP_STATUS_FORBIDDEN, "Forbidden", NULL);

  return LK_PRACTICE_OUTCOME_ANSWERED;
}

static LkPracticeOutcome
apply_ends (LkPracticeRequest     *request,
            const LkPracticeFault *fault)
{
  soup_websocket_connection_send_text (request->connection, "{\"sig\":\"EOS\"}");
  soup_websocket_connection_close (request->connection, SOUP_WEBSOCKET_CLOSE_NORMAL, NULL);

  return LK_PRACTICE_OUTCOME_ANSWERED;
}

static LkPracticeOutcome
apply_dropped (LkPracticeRequest     *request,
               const LkPracticeFault *fault)
{
  g_io_stream_close (soup_websocket_connection_get_io_stream (request->connection), NULL, NULL);

  return LK_PRACTICE_OUTCOME_ANSWERED;
}

static LkPracticeOutcome
apply_garbage (LkPracticeRequest     *request,
               const LkPracticeFault *fault)
{
  soup_websocket_connection_send_text (request->connection, "this { is [ not JSON");

  return LK_PRACTICE_OUTCOME_ANSWERED;
}

static LkPracticeOutcome
apply_deep (LkPracticeRequest     *request,
            const LkPracticeFault *fault)
{
  g_autofree char *deep = g_strnfill (N_NESTED, '[');

  soup_websocket_connection_send_text (request->connection, deep);

  return LK_PRACTICE_OUTCOME_ANSWERED;
}

static LkPracticeOutcome
apply_huge (LkPracticeRequest     *request,
            const LkPracticeFault *fault)
{
  g_autofree char *huge = g_strnfill (N_HUGE, ' ');

  soup_websocket_connection_send_text (request->connection, huge);

  return LK_PRACTICE_OUTCOME_ANSWERED;
}

static LkPracticeOutcome
apply_binary (LkPracticeRequest     *request,
              const LkPracticeFault *fault)
{
  soup_websocket_connection_send_binary (request->connection, "\0\1\2\3", 4);

  return LK_PRACTICE_OUTCOME_ANSWERED;
}

static JsonObject *
read_frame (LkPracticeRequest *request)
{
  g_autoptr(JsonParser) parser = json_parser_new ();

  if (!json_parser_load_from_data (parser, request->body, (gssize) request->body_length, NULL) ||
      !JSON_NODE_HOLDS_OBJECT (json_parser_get_root (parser)))
    return NULL;

  return json_object_ref (json_node_get_object (json_parser_get_root (parser)));
}

static LkPracticeOutcome
apply_no_pong (LkPracticeRequest     *request,
               const LkPracticeFault *fault)
{
  g_autoptr(JsonObject) frame = read_frame (request);

  return frame != NULL && g_strcmp0 (json_object_get_string_member_with_default (frame, "sig", NULL), "PING") == 0
         ? LK_PRACTICE_OUTCOME_ANSWERED : LK_PRACTICE_OUTCOME_SKIPPED;
}

static LkPracticeOutcome
apply_errors (LkPracticeRequest     *request,
              const LkPracticeFault *fault)
{
  g_autoptr(JsonObject) frame = read_frame (request);
  g_autofree char *text = NULL;

  if (frame == NULL || g_strcmp0 (json_object_get_string_member_with_default (frame, "type", NULL), "request") != 0)
    return LK_PRACTICE_OUTCOME_SKIPPED;

  text = g_strdup_printf ("{\"id\":%" G_GINT64_FORMAT ",\"payload\":{\"errors\":[{\"message\":"
                          "\"Internal error: <b>no</b> %%s%%n\"}],\"data\":null}}",
                          json_object_get_int_member (frame, "id"));
  soup_websocket_connection_send_text (request->connection, text);

  return LK_PRACTICE_OUTCOME_ANSWERED;
}

#define ROW(name, title, point, apply, status, type, body) \
  { name, "conversation", title, NULL, NULL, NULL, FALSE, LK_PRACTICE_POINT_##point, apply, status, type, body, NULL }
#define FRAME(name, title, apply) ROW (name, title, FRAME, apply, 0, NULL, NULL)

static const LkPracticeFault faults[] = {
  ROW ("session-empty", "Start a session without its numbers", SESSION, sabotage_apply_reply, 200, "application/json",
       "{\"data\":{\"startAgentSession\":{\"websocket_url\":null}}}"),
  ROW ("session-foreign", "Name a stream on another host", ANSWER, apply_foreign, 0, NULL, NULL),
  ROW ("stream-refused", "Refuse the stream", STREAM, apply_refused, 0, NULL, NULL),
  FRAME ("stream-ends", "End the session at the next message", apply_ends),
  FRAME ("stream-dropped", "Cut the stream at the next message", apply_dropped),
  FRAME ("stream-no-pong", "Do not answer the next ping", apply_no_pong),
  FRAME ("stream-errors", "Answer the next query with errors", apply_errors),
  FRAME ("stream-garbage", "Answer the next message with what is not JSON", apply_garbage),
  FRAME ("stream-deep", "Answer the next message with 80,000 nested arrays", apply_deep),
  FRAME ("stream-huge", "Answer the next message with 4 MiB", apply_huge),
  FRAME ("stream-binary", "Answer the next message with bytes", apply_binary),
};

const LkPracticeFault *
sabotage_stream_faults (guint *n_faults)
{
  *n_faults = G_N_ELEMENTS (faults);

  return faults;
}
