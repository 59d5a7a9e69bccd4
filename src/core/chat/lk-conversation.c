/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-conversation-private.h"

#include <glib/gi18n.h>
#include <string.h>

#include "lk-graphql.h"
#include "lk-http-stream.h"
#include "lk-json-reader.h"

/* zendesk-chat.md section 6. */
#define PING_MILLISECONDS 5000

#define CONNECT_SECONDS 30
#define QUERY_SECONDS 30

/* A start in progress: the data of its task. */
typedef struct
{
  LkExchange *exchange;   /* owned, nullable */
  GCancellable *abort;    /* owned: for the caller and for stop */
  GSource *cancel_source; /* owned, nullable: hears the caller's cancellable */
} Opening;

GParamSpec *_lk_conversation_properties[LK_CONVERSATION_N_PROPS];

G_DEFINE_ENUM_TYPE (LkConversationState,
                    lk_conversation_state,
                    G_DEFINE_ENUM_VALUE (LK_CONVERSATION_CLOSED, "closed"),
                    G_DEFINE_ENUM_VALUE (LK_CONVERSATION_STARTING, "starting"),
                    G_DEFINE_ENUM_VALUE (LK_CONVERSATION_CONNECTING, "connecting"),
                    G_DEFINE_ENUM_VALUE (LK_CONVERSATION_OPEN, "open"),
                    G_DEFINE_ENUM_VALUE (LK_CONVERSATION_ENDED, "ended"),
                    G_DEFINE_ENUM_VALUE (LK_CONVERSATION_FAILED, "failed"))
G_DEFINE_FINAL_TYPE (LkConversation, lk_conversation, G_TYPE_OBJECT)

static void
opening_free (gpointer data)
{
  Opening *opening = data;

  _lk_conversation_clear_source (&opening->cancel_source);
  g_clear_object (&opening->exchange);
  g_clear_object (&opening->abort);
  g_free (opening);
}

static void
query_free (gpointer data)
{
  LkConversationQuery *query = data;

  _lk_conversation_clear_source (&query->cancel_source);
  _lk_conversation_clear_source (&query->timer);
  g_free (query);
}

/* The start has failed, or was given up. Takes `task` and `error`. */
static void
fail_start (GTask  *task,
            GError *error)
{
  LkConversation *self = g_task_get_source_object (task);

  self->abort = NULL;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    _lk_conversation_end (self, LK_CONVERSATION_CLOSED, SOUP_WEBSOCKET_CLOSE_NORMAL, NULL);
  else
    _lk_conversation_end (self, LK_CONVERSATION_FAILED, SOUP_WEBSOCKET_CLOSE_NORMAL, g_error_copy (error));

  g_task_return_error (task, error);
  g_object_unref (task);
}

/* Says that the session is there and its stream is not, unless the reason is one that can be acted on. */
static GError *
translate_error (guint         status,
                 const GError *error)
{
  if (!g_error_matches (error, LK_HTTP_ERROR, LK_HTTP_ERROR_UNREACHABLE) &&
      !g_error_matches (error, LK_HTTP_ERROR, LK_HTTP_ERROR_BROKEN))
    return g_error_copy (error);

  if (status != 0)
    /* Translators: the number is an HTTP status */
    return g_error_new (LK_CONVERSATION_ERROR, LK_CONVERSATION_ERROR_NO_STREAM,
                        _("The service started a session and then did not open its stream (status %u)."), status);

  return g_error_new (LK_CONVERSATION_ERROR, LK_CONVERSATION_ERROR_NO_STREAM,
                      /* Translators: %s says why */
                      _("The service started a session and then did not open its stream: %s"), error->message);
}

static void
connected_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  GTask *task = G_TASK (user_data);
  LkConversation *self = g_task_get_source_object (task);
  Opening *opening = g_task_get_task_data (task);
  g_autoptr(SoupWebsocketConnection) stream = NULL;
  g_autoptr(GError) error = NULL;
  guint status;

  stream = lk_http_client_open_stream_finish (LK_HTTP_CLIENT (source), result, &status, &error);
  if (stream == NULL)
    {
      /* Its answer is not at fault. */
      g_clear_object (&opening->exchange);
      fail_start (task, translate_error (status, error));
      return;
    }

  _lk_conversation_clear_source (&opening->cancel_source);
  self->abort = NULL;
  _lk_conversation_adopt (self, stream);
  g_task_return_boolean (task, TRUE);
  g_object_unref (task);
}

static void
session_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  GTask *task = G_TASK (user_data);
  LkConversation *self = g_task_get_source_object (task);
  Opening *opening = g_task_get_task_data (task);
  GError *error = NULL;

  g_clear_pointer (&self->agent_session, lk_agent_session_free);
  self->agent_session = lk_agent_session_start_finish (LK_TOKEN_SOURCE (source), result, &opening->exchange, &error);
  if (self->agent_session == NULL)
    {
      fail_start (task, error);
      return;
    }

  _lk_conversation_set_state (self, LK_CONVERSATION_CONNECTING);

  lk_http_client_open_stream_async (self->client, self->agent_session->stream_url, CONNECT_SECONDS, opening->abort,
                                    connected_cb, task);
}

static gboolean
start_cancelled_cb (GCancellable *cancellable,
                    gpointer      user_data)
{
  Opening *opening = user_data;

  g_cancellable_cancel (opening->abort);

  return G_SOURCE_REMOVE;
}

static gboolean
query_cancelled_cb (GCancellable *cancellable,
                    gpointer      user_data)
{
  GTask *given = G_TASK (user_data);
  LkConversationQuery *query = g_task_get_task_data (given);
  g_autoptr(GTask) task = _lk_conversation_take_query (g_task_get_source_object (given), query->id);

  g_task_return_error_if_cancelled (task);

  return G_SOURCE_REMOVE;
}

static gboolean
query_timeout_cb (gpointer user_data)
{
  GTask *given = G_TASK (user_data);
  LkConversationQuery *query = g_task_get_task_data (given);
  g_autoptr(GTask) task = _lk_conversation_take_query (g_task_get_source_object (given), query->id);

  g_task_return_new_error (task, LK_CONVERSATION_ERROR, LK_CONVERSATION_ERROR_TIMED_OUT,
                           _("The service did not answer the query in time."));

  return G_SOURCE_REMOVE;
}

static char *
make_request (gint64      id,
              const char *query)
{
  g_autoptr(JsonNode) root = json_node_new (JSON_NODE_OBJECT);
  JsonObject *request = json_object_new ();
  JsonObject *payload = json_object_new ();

  json_object_set_string_member (payload, "query", query);
  json_object_set_object_member (request, "payload", payload);
  json_object_set_string_member (request, "type", "request");
  json_object_set_int_member (request, "id", id);
  json_node_take_object (root, request);

  return lk_json_to_text (root, FALSE);
}

static void
lk_conversation_dispose (GObject *object)
{
  LkConversation *self = LK_CONVERSATION (object);

  _lk_conversation_drop_stream (self, SOUP_WEBSOCKET_CLOSE_GOING_AWAY);
  g_clear_object (&self->source);
  g_clear_object (&self->client);
  g_clear_object (&self->messages);

  G_OBJECT_CLASS (lk_conversation_parent_class)->dispose (object);
}

static void
lk_conversation_finalize (GObject *object)
{
  LkConversation *self = LK_CONVERSATION (object);

  g_clear_pointer (&self->queries, g_hash_table_unref);
  g_clear_pointer (&self->agent_session, lk_agent_session_free);
  g_clear_error (&self->error);

  G_OBJECT_CLASS (lk_conversation_parent_class)->finalize (object);
}

static void
lk_conversation_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  LkConversation *self = LK_CONVERSATION (object);

  switch (prop_id)
    {
    case LK_CONVERSATION_PROP_STATE:
      g_value_set_enum (value, self->state);
      break;

    case LK_CONVERSATION_PROP_ROUND_TRIP:
      g_value_set_int64 (value, self->round_trip);
      break;

    case LK_CONVERSATION_PROP_N_UNANSWERED:
      g_value_set_uint (value, self->n_unanswered);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lk_conversation_class_init (LkConversationClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = lk_conversation_dispose;
  object_class->finalize = lk_conversation_finalize;
  object_class->get_property = lk_conversation_get_property;

  _lk_conversation_properties[LK_CONVERSATION_PROP_STATE] =
      g_param_spec_enum ("state", NULL, NULL, LK_TYPE_CONVERSATION_STATE, LK_CONVERSATION_CLOSED, flags);
  _lk_conversation_properties[LK_CONVERSATION_PROP_ROUND_TRIP] =
      g_param_spec_int64 ("round-trip", NULL, NULL, -1, G_MAXINT64, -1, flags);
  _lk_conversation_properties[LK_CONVERSATION_PROP_N_UNANSWERED] =
      g_param_spec_uint ("n-unanswered", NULL, NULL, 0, G_MAXUINT, 0, flags);
  g_object_class_install_properties (object_class, LK_CONVERSATION_N_PROPS, _lk_conversation_properties);
}

static void
lk_conversation_init (LkConversation *self)
{
  self->messages = g_list_store_new (LK_TYPE_CONVERSATION_MESSAGE);
  self->queries = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, g_object_unref);
  self->ping_interval = PING_MILLISECONDS;
  self->round_trip = -1;
}

/**
 * lk_conversation_new:
 * @source: where the token comes from
 * @client: what sends the request for a session
 *
 * Makes a conversation of the connection that @source belongs to. It starts nothing by itself, and never sets the
 * agent online.
 *
 * Returns: (transfer full): the conversation
 */
LkConversation *
lk_conversation_new (LkTokenSource *source,
                     LkHttpClient  *client)
{
  LkConversation *self;

  g_return_val_if_fail (LK_IS_TOKEN_SOURCE (source), NULL);
  g_return_val_if_fail (LK_IS_HTTP_CLIENT (client), NULL);

  self = g_object_new (LK_TYPE_CONVERSATION, NULL);
  self->source = g_object_ref (source);
  self->client = g_object_ref (client);

  return self;
}

/**
 * lk_conversation_get_state:
 * @self: a conversation
 *
 * Returns: how far it is; the property `state` notifies
 */
LkConversationState
lk_conversation_get_state (LkConversation *self)
{
  g_return_val_if_fail (LK_IS_CONVERSATION (self), LK_CONVERSATION_CLOSED);

  return self->state;
}

/**
 * lk_conversation_is_running:
 * @self: a conversation
 *
 * Returns: whether it starts or is open, and so can be stopped and not started
 */
gboolean
lk_conversation_is_running (LkConversation *self)
{
  g_return_val_if_fail (LK_IS_CONVERSATION (self), FALSE);

  return self->abort != NULL || self->stream != NULL;
}

/**
 * lk_conversation_get_session_id:
 * @self: a conversation
 *
 * Returns: (transfer none) (nullable): the number of the present session, or of the last one
 */
const char *
lk_conversation_get_session_id (LkConversation *self)
{
  g_return_val_if_fail (LK_IS_CONVERSATION (self), NULL);

  return self->agent_session != NULL ? self->agent_session->session_id : NULL;
}

/**
 * lk_conversation_get_round_trip:
 * @self: a conversation
 *
 * Returns: microseconds from the last ping that was answered to its answer; -1 before the first. The property
 *   `round-trip` notifies
 */
gint64
lk_conversation_get_round_trip (LkConversation *self)
{
  g_return_val_if_fail (LK_IS_CONVERSATION (self), -1);

  return self->round_trip;
}

/**
 * lk_conversation_get_n_unanswered:
 * @self: a conversation
 *
 * Returns: how many pings in a row were without an answer when the next was sent. The property `n-unanswered` notifies
 */
guint
lk_conversation_get_n_unanswered (LkConversation *self)
{
  g_return_val_if_fail (LK_IS_CONVERSATION (self), 0);

  return self->n_unanswered;
}

/**
 * lk_conversation_get_error:
 * @self: a conversation
 *
 * Returns: (transfer none) (nullable): why it has failed
 */
const GError *
lk_conversation_get_error (LkConversation *self)
{
  g_return_val_if_fail (LK_IS_CONVERSATION (self), NULL);

  return self->error;
}

/**
 * lk_conversation_get_messages:
 * @self: a conversation
 *
 * What went over the stream but pings and their answers, newest first, in memory alone. The oldest are dropped beyond
 * 500 messages or 8 MiB.
 *
 * Returns: (transfer none): the list, of LkConversationMessage
 */
GListModel *
lk_conversation_get_messages (LkConversation *self)
{
  g_return_val_if_fail (LK_IS_CONVERSATION (self), NULL);

  return G_LIST_MODEL (self->messages);
}

/**
 * lk_conversation_clear_messages:
 * @self: a conversation
 *
 * Forgets the messages so far.
 */
void
lk_conversation_clear_messages (LkConversation *self)
{
  g_return_if_fail (LK_IS_CONVERSATION (self));

  g_list_store_remove_all (self->messages);
  self->kept_bytes = 0;
}

/**
 * lk_conversation_set_ping_interval:
 * @self: a conversation that does not run
 * @milliseconds: between two pings
 *
 * For tests, which cannot wait the five seconds that the service wants.
 */
void
lk_conversation_set_ping_interval (LkConversation *self,
                                   guint           milliseconds)
{
  g_return_if_fail (LK_IS_CONVERSATION (self));
  g_return_if_fail (milliseconds > 0);
  g_return_if_fail (!lk_conversation_is_running (self));

  self->ping_interval = milliseconds;
}

/**
 * lk_conversation_start_async:
 * @self: a conversation that does not run
 * @cancellable: (nullable): ends the start at any moment; so does lk_conversation_stop()
 * @callback: called when the stream is open, or will not be
 * @user_data: for @callback
 *
 * Asks for a new agent session, opens its stream and keeps it alive by a ping every five seconds (zendesk-chat.md
 * section 6). The stream is held to the policy of every other address: wss with a trusted certificate, or ws to this
 * computer; the origin that is due; no redirect. A message has 1 MiB at most, and is scanned before it is read.
 * libsoup 3.2 bounds a frame and not how many make a message up; a service that wants to fill the memory so can.
 */
void
lk_conversation_start_async (LkConversation      *self,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  GTask *task;
  Opening *opening;

  g_return_if_fail (LK_IS_CONVERSATION (self));
  g_return_if_fail (!lk_conversation_is_running (self));

  task = g_task_new (self, cancellable, callback, user_data);
  opening = g_new0 (Opening, 1);
  opening->abort = g_cancellable_new ();
  g_task_set_source_tag (task, lk_conversation_start_async);
  /* Task and state must agree, also when it is cancelled between the end and the callback. */
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, opening, opening_free);

  if (cancellable != NULL)
    {
      opening->cancel_source = g_cancellable_source_new (cancellable);
      g_source_set_callback (opening->cancel_source, G_SOURCE_FUNC (start_cancelled_cb), opening, NULL);
      g_source_attach (opening->cancel_source, g_task_get_context (task));
    }

  self->abort = opening->abort;
  self->has_heard_pong = FALSE;
  g_clear_error (&self->error);
  _lk_conversation_set_pings (self, -1, 0);
  _lk_conversation_set_state (self, LK_CONVERSATION_STARTING);
  lk_agent_session_start_async (self->source, self->client, opening->abort, session_cb, task);
}

/**
 * lk_conversation_start_finish:
 * @self: a conversation
 * @result: the result
 * @exchange: (out) (optional) (nullable): the request for the session, also where it is what failed
 * @error: where to put an error of the token source, `LK_HTTP_ERROR`, `LK_CONVERSATION_ERROR` or G_IO_ERROR_CANCELLED
 *
 * Returns: whether the stream was opened
 */
gboolean
lk_conversation_start_finish (LkConversation  *self,
                              GAsyncResult    *result,
                              LkExchange     **exchange,
                              GError         **error)
{
  Opening *opening;

  g_return_val_if_fail (LK_IS_CONVERSATION (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_conversation_start_async), FALSE);

  opening = g_task_get_task_data (G_TASK (result));
  if (exchange != NULL)
    *exchange = opening->exchange != NULL ? g_object_ref (opening->exchange) : NULL;

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * lk_conversation_query_async:
 * @self: a conversation
 * @query: a GraphQL document of queries and subscriptions; mutations are refused
 * @cancellable: (nullable): gives the answer up; it is then only put among the messages
 * @callback: called with the answer
 * @user_data: for @callback
 *
 * Sends a query on the stream. The data of a subscription come among the messages afterwards.
 */
void
lk_conversation_query_async (LkConversation      *self,
                             const char          *query,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  g_autoptr(LkConversationMessage) message = NULL;
  g_autoptr(GBytes) json = NULL;
  g_autofree char *text = NULL;
  GError *error = NULL;
  LkConversationQuery *pending;

  g_return_if_fail (LK_IS_CONVERSATION (self));
  g_return_if_fail (query != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, lk_conversation_query_async);

  if (g_task_return_error_if_cancelled (task))
    return;

  if (!lk_graphql_check (query, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  if (self->state != LK_CONVERSATION_OPEN)
    {
      g_task_return_new_error (task, LK_CONVERSATION_ERROR, LK_CONVERSATION_ERROR_NOT_OPEN,
                               _("There is no session to ask in. Start one first."));
      return;
    }

  pending = g_new0 (LkConversationQuery, 1);
  pending->id = ++self->last_id;
  pending->sent = g_get_monotonic_time ();
  g_task_set_task_data (task, pending, query_free);
  if (cancellable != NULL)
    {
      pending->cancel_source = g_cancellable_source_new (cancellable);
      g_source_set_callback (pending->cancel_source, G_SOURCE_FUNC (query_cancelled_cb), task, NULL);
      g_source_attach (pending->cancel_source, g_task_get_context (task));
    }
  pending->timer = g_timeout_source_new_seconds (QUERY_SECONDS);
  g_source_set_callback (pending->timer, query_timeout_cb, task, NULL);
  g_source_attach (pending->timer, g_task_get_context (task));

  text = make_request (pending->id, query);
  json = g_bytes_new (text, strlen (text));
  message = lk_conversation_message_new (LK_CONVERSATION_MESSAGE_QUERY, pending->id, -1, json);
  _lk_conversation_keep (self, message);
  g_hash_table_insert (self->queries, &pending->id, g_steal_pointer (&task));
  soup_websocket_connection_send_text (self->stream, text);
}

/**
 * lk_conversation_query_finish:
 * @self: a conversation
 * @result: the result
 * @error: where to put an `LK_GRAPHQL_ERROR`, `LK_CONVERSATION_ERROR` or G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full): the answer, which may be one of errors
 */
LkConversationMessage *
lk_conversation_query_finish (LkConversation  *self,
                              GAsyncResult    *result,
                              GError         **error)
{
  g_return_val_if_fail (LK_IS_CONVERSATION (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_conversation_query_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * lk_conversation_stop:
 * @self: a conversation
 *
 * Gives a start up, or closes the stream, with which the session ends at the service. Nothing for one that does not
 * run.
 */
void
lk_conversation_stop (LkConversation *self)
{
  g_return_if_fail (LK_IS_CONVERSATION (self));

  if (self->abort != NULL)
    g_cancellable_cancel (self->abort);
  else if (self->stream != NULL)
    _lk_conversation_end (self, LK_CONVERSATION_CLOSED, SOUP_WEBSOCKET_CLOSE_NORMAL, NULL);
}
