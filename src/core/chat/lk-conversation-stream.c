/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The stream of LkConversation: pings, what comes, and its end. */
#include "config.h"

#include "lk-conversation-private.h"

#include <glib/gi18n.h>

#include "lk-json-reader.h"
#include "lk-text.h"

/* After so many unanswered pings in a row, where earlier ones were answered, the stream counts as lost. */
#define MAX_UNANSWERED 4

/* The longest message; a chat in a list has a few kB. */
#define MAX_MESSAGE (1024 * 1024)
#define MAX_DEPTH 64

/* What is kept of the stream: the newest. */
#define MAX_KEPT 500
#define MAX_KEPT_BYTES ((gsize) 8 * 1024 * 1024)

void
_lk_conversation_clear_source (GSource **source)
{
  if (*source == NULL)
    return;

  g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

void
_lk_conversation_set_state (LkConversation      *self,
                            LkConversationState  state)
{
  if (self->state == state)
    return;

  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), _lk_conversation_properties[LK_CONVERSATION_PROP_STATE]);
}

void
_lk_conversation_set_pings (LkConversation *self,
                            gint64          round_trip,
                            guint           n_unanswered)
{
  if (self->round_trip != round_trip)
    {
      self->round_trip = round_trip;
      g_object_notify_by_pspec (G_OBJECT (self), _lk_conversation_properties[LK_CONVERSATION_PROP_ROUND_TRIP]);
    }
  if (self->n_unanswered != n_unanswered)
    {
      self->n_unanswered = n_unanswered;
      g_object_notify_by_pspec (G_OBJECT (self), _lk_conversation_properties[LK_CONVERSATION_PROP_N_UNANSWERED]);
    }
}

static gsize
message_size (gpointer message)
{
  return g_bytes_get_size (lk_conversation_message_get_json (LK_CONVERSATION_MESSAGE (message)));
}

void
_lk_conversation_keep (LkConversation        *self,
                       LkConversationMessage *message)
{
  GListModel *list = G_LIST_MODEL (self->messages);
  guint n_items;

  g_list_store_insert (self->messages, 0, message);
  self->kept_bytes += message_size (message);

  for (n_items = g_list_model_get_n_items (list);
       n_items > MAX_KEPT || (n_items > 1 && self->kept_bytes > MAX_KEPT_BYTES);
       n_items--)
    {
      g_autoptr(LkConversationMessage) oldest = g_list_model_get_item (list, n_items - 1);

      self->kept_bytes -= message_size (oldest);
      g_list_store_remove (self->messages, n_items - 1);
    }
}

/* The task of a query, which is then nobody else's: NULL when it has had its answer, or was given up. */
GTask *
_lk_conversation_take_query (LkConversation *self,
                             gint64          id)
{
  GTask *task = g_hash_table_lookup (self->queries, &id);
  LkConversationQuery *query;

  if (task == NULL)
    return NULL;

  g_object_ref (task);
  g_hash_table_remove (self->queries, &id);
  query = g_task_get_task_data (task);
  _lk_conversation_clear_source (&query->cancel_source);
  _lk_conversation_clear_source (&query->timer);

  return task;
}

static void
fail_queries (LkConversation *self)
{
  GHashTableIter iter;
  gpointer key;

  /* A callback may send another query, so the iteration starts again after each. */
  for (g_hash_table_iter_init (&iter, self->queries);
       g_hash_table_iter_next (&iter, &key, NULL);
       g_hash_table_iter_init (&iter, self->queries))
    {
      g_autoptr(GTask) task = _lk_conversation_take_query (self, *(gint64 *) key);

      g_task_return_new_error (task, LK_CONVERSATION_ERROR, LK_CONVERSATION_ERROR_NOT_OPEN,
                               _("The session ended before the answer came."));
    }
}

/* Lets go of the stream. Says goodbye first where there is someone to hear it: the reference that is left goes when the
 * other side has closed too, or did not in time. */
void
_lk_conversation_drop_stream (LkConversation *self,
                              gushort         code)
{
  g_autoptr(SoupWebsocketConnection) stream = g_steal_pointer (&self->stream);

  g_clear_handle_id (&self->ping_timer, g_source_remove);
  if (stream == NULL)
    return;

  g_signal_handlers_disconnect_by_data (stream, self);
  if (soup_websocket_connection_get_state (stream) != SOUP_WEBSOCKET_STATE_OPEN)
    return;

  g_signal_connect (stream, "closed", G_CALLBACK (g_object_unref), NULL);
  soup_websocket_connection_close (g_object_ref (stream), code, NULL);
}

/* Ends what is open. Takes `error`. */
void
_lk_conversation_end (LkConversation      *self,
                      LkConversationState  state,
                      gushort              code,
                      GError              *error)
{
  g_autoptr(LkConversation) alive = g_object_ref (self);

  _lk_conversation_drop_stream (self, code);
  g_clear_error (&self->error);
  self->error = error;
  _lk_conversation_set_state (alive, state);
  fail_queries (alive);
}

static void
send_ping (LkConversation *self)
{
  g_autofree char *text = NULL;

  self->ping_payload = g_get_real_time () / 1000;
  self->ping_sent = g_get_monotonic_time ();
  text = g_strdup_printf ("{\"sig\":\"PING\",\"payload\":%" G_GINT64_FORMAT "}", self->ping_payload);
  soup_websocket_connection_send_text (self->stream, text);
}

static gboolean
ping_cb (gpointer user_data)
{
  LkConversation *self = LK_CONVERSATION (user_data);

  /* Nothing promises an answer to every ping: silence counts only after there has been one. */
  if (self->has_heard_pong && self->n_unanswered >= MAX_UNANSWERED)
    {
      self->ping_timer = 0;
      _lk_conversation_end (self, LK_CONVERSATION_FAILED, SOUP_WEBSOCKET_CLOSE_GOING_AWAY,
                            g_error_new_literal (LK_CONVERSATION_ERROR, LK_CONVERSATION_ERROR_SILENT,
                                                 _("The service no longer answers on the stream.")));
      return G_SOURCE_REMOVE;
    }

  _lk_conversation_set_pings (self, self->round_trip, self->n_unanswered + 1);
  send_ping (self);

  return G_SOURCE_CONTINUE;
}

static void
take_pong (LkConversation *self,
           JsonObject     *object)
{
  /* An answer to an older ping shows that the other side is alive; it is no measure of the last round trip. */
  gboolean is_of_last = !lk_json_has (object, "payload")
                        || lk_json_get_int (object, "payload", -1) == self->ping_payload;

  self->has_heard_pong = TRUE;
  _lk_conversation_set_pings (self, is_of_last ? g_get_monotonic_time () - self->ping_sent : self->round_trip, 0);
}

static void
take_reply (LkConversation *self,
            gint64          id,
            JsonObject     *payload,
            GBytes         *json)
{
  g_autoptr(GTask) task = _lk_conversation_take_query (self, id);
  g_autoptr(LkConversationMessage) message = NULL;
  LkConversationQuery *query = task != NULL ? g_task_get_task_data (task) : NULL;
  gboolean is_error = lk_json_has (payload, "errors");

  message = lk_conversation_message_new (is_error ? LK_CONVERSATION_MESSAGE_ERROR : LK_CONVERSATION_MESSAGE_REPLY,
                                         id, query != NULL ? g_get_monotonic_time () - query->sent : -1, json);
  _lk_conversation_keep (self, message);
  if (task != NULL)
    g_task_return_pointer (task, g_steal_pointer (&message), g_object_unref);
}

static void
take_other (LkConversation            *self,
            LkConversationMessageKind  kind,
            GBytes                    *json)
{
  g_autoptr(LkConversationMessage) message = lk_conversation_message_new (kind, -1, -1, json);

  _lk_conversation_keep (self, message);
}

static void
message_cb (SoupWebsocketConnection *stream,
            int                      type,
            GBytes                  *bytes,
            LkConversation          *self)
{
  const LkJsonLimits limits = { MAX_MESSAGE, MAX_DEPTH };
  g_autoptr(JsonNode) root = NULL;
  g_autoptr(GError) error = NULL;
  JsonObject *object, *payload;
  const char *signal;
  gint64 id;

  g_assert (LK_IS_CONVERSATION (self));

  if (type == SOUP_WEBSOCKET_DATA_TEXT)
    root = lk_json_parse_object (bytes, &limits, &error);
  if (root == NULL)
    {
      _lk_conversation_end (self, LK_CONVERSATION_FAILED, SOUP_WEBSOCKET_CLOSE_BAD_DATA,
                            /* Translators: %s says what is wrong with it */
                            g_error_new (LK_CONVERSATION_ERROR, LK_CONVERSATION_ERROR_BAD_MESSAGE,
                                         _("The service sent a message that cannot be read: %s"),
                                         error != NULL ? error->message : _("it is no text")));
      return;
    }

  object = json_node_get_object (root);
  payload = lk_json_get_object (object, "payload");
  signal = lk_json_get_string (object, "sig");
  id = lk_json_get_int (object, "id", -1);

  if (g_strcmp0 (signal, "PONG") == 0)
    {
      take_pong (self, object);
    }
  else if (g_strcmp0 (signal, "EOS") == 0)
    {
      take_other (self, LK_CONVERSATION_MESSAGE_END, bytes);
      _lk_conversation_end (self, LK_CONVERSATION_ENDED, SOUP_WEBSOCKET_CLOSE_NORMAL, NULL);
    }
  else if (g_strcmp0 (signal, "DATA") == 0)
    {
      take_other (self, LK_CONVERSATION_MESSAGE_EVENT, bytes);
    }
  else if (signal == NULL && payload != NULL && id >= 0)
    {
      take_reply (self, id, payload, bytes);
    }
  else
    {
      take_other (self, LK_CONVERSATION_MESSAGE_OTHER, bytes);
    }
}

/* libsoup reports a bad frame here, and closes the stream afterwards. */
static void
error_cb (SoupWebsocketConnection *stream,
          GError                  *error,
          LkConversation          *self)
{
  g_assert (LK_IS_CONVERSATION (self));

  if (g_error_matches (error, SOUP_WEBSOCKET_ERROR, SOUP_WEBSOCKET_CLOSE_TOO_BIG))
    {
      g_autofree char *bound = g_format_size (MAX_MESSAGE);

      _lk_conversation_end (self, LK_CONVERSATION_FAILED, SOUP_WEBSOCKET_CLOSE_TOO_BIG,
                            /* Translators: %s is a size such as "1.0 MB" */
                            g_error_new (LK_CONVERSATION_ERROR, LK_CONVERSATION_ERROR_BAD_MESSAGE,
                                         _("The service sent a message of more than %s. It was not read."), bound));
      return;
    }

  _lk_conversation_end (self, LK_CONVERSATION_FAILED, SOUP_WEBSOCKET_CLOSE_PROTOCOL_ERROR,
                        g_error_new (LK_CONVERSATION_ERROR, LK_CONVERSATION_ERROR_LOST,
                                     _("The stream broke off: %s"), error->message));
}

static void
closed_cb (SoupWebsocketConnection *stream,
           LkConversation          *self)
{
  gushort code = soup_websocket_connection_get_close_code (stream);
  const char *data = soup_websocket_connection_get_close_data (stream);
  g_autofree char *reason = data != NULL ? lk_text_sanitize (data, -1, 120) : NULL;
  GError *error;

  g_assert (LK_IS_CONVERSATION (self));

  if (code == 0)
    error = g_error_new_literal (LK_CONVERSATION_ERROR, LK_CONVERSATION_ERROR_LOST,
                                 _("The stream broke off, and the service did not say why."));
  else
    /* Translators: a number of RFC 6455, and what the service says of it, if anything */
    error = g_error_new (LK_CONVERSATION_ERROR, LK_CONVERSATION_ERROR_LOST,
                         _("The service closed the stream without ending the session (code %u). %s"),
                         code, reason != NULL ? reason : "");

  _lk_conversation_end (self, LK_CONVERSATION_FAILED, SOUP_WEBSOCKET_CLOSE_NORMAL, error);
}

void
_lk_conversation_adopt (LkConversation          *self,
                        SoupWebsocketConnection *stream)
{
  self->stream = g_object_ref (stream);
  soup_websocket_connection_set_max_incoming_payload_size (stream, MAX_MESSAGE);
  g_signal_connect (stream, "message", G_CALLBACK (message_cb), self);
  g_signal_connect (stream, "error", G_CALLBACK (error_cb), self);
  g_signal_connect (stream, "closed", G_CALLBACK (closed_cb), self);

  send_ping (self);
  self->ping_timer = g_timeout_add (self->ping_interval, ping_cb, self);
  _lk_conversation_set_state (self, LK_CONVERSATION_OPEN);
}
