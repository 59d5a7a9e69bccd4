/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-http-client-private.h"
#include "lk-http-stream.h"

/* A stream that is being opened: the data of its task. */
typedef struct
{
  SoupMessage *message;   /* owned: the handshake */
  GCancellable *abort;    /* owned: for the caller and for the clock */
  GSource *cancel_source; /* owned, nullable: hears the caller's cancellable */
  GSource *timer;         /* owned */
  gboolean timed_out;
} Opening;

static void
clear_source (GSource **source)
{
  if (*source == NULL)
    return;

  g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static void
opening_free (gpointer data)
{
  Opening *opening = data;

  clear_source (&opening->cancel_source);
  clear_source (&opening->timer);
  g_object_unref (opening->message);
  g_object_unref (opening->abort);
  g_free (opening);
}

static gboolean
cancelled_cb (GCancellable *cancellable,
              gpointer      user_data)
{
  Opening *opening = user_data;

  g_cancellable_cancel (opening->abort);

  return G_SOURCE_REMOVE;
}

static gboolean
timeout_cb (gpointer user_data)
{
  Opening *opening = user_data;

  opening->timed_out = TRUE;
  g_cancellable_cancel (opening->abort);

  return G_SOURCE_REMOVE;
}

static void
connected_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Opening *opening = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;
  g_autoptr(SoupWebsocketConnection) stream =
                soup_session_websocket_connect_finish (SOUP_SESSION (source), result, &error);

  clear_source (&opening->timer);
  if (stream != NULL)
    g_cancellable_set_error_if_cancelled (opening->abort, &error);

  if (error == NULL)
    g_task_return_pointer (task, g_steal_pointer (&stream), g_object_unref);
  else if (opening->timed_out)
    g_task_return_error (task, _lk_http_error_timed_out (opening->message));
  else
    g_task_return_error (task, _lk_http_error_translate (opening->message, error));
}

/**
 * lk_http_client_open_stream_async:
 * @self: a client
 * @url: a `ws` or `wss` address that lk_url_check_stream() allows
 * @timeout: how long it may take, in seconds
 * @cancellable: (nullable): ends it at any moment
 * @callback: called when the stream is open, or will not be
 * @user_data: for @callback
 *
 * Opens a WebSocket (RFC 6455). No redirect is followed: the address holds the credentials of the
 * session.
 */
void
lk_http_client_open_stream_async (LkHttpClient        *self,
                                  const char          *url,
                                  guint                timeout,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  GTask *task;
  Opening *opening;

  g_return_if_fail (LK_IS_HTTP_CLIENT (self));
  g_return_if_fail (url != NULL && timeout > 0);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, lk_http_client_open_stream_async);
  opening = g_new0 (Opening, 1);
  g_task_set_task_data (task, opening, opening_free);

  opening->message = soup_message_new (SOUP_METHOD_GET, url);
  soup_message_add_flags (opening->message, SOUP_MESSAGE_NO_REDIRECT);
  opening->abort = g_cancellable_new ();
  if (cancellable != NULL)
    {
      opening->cancel_source = g_cancellable_source_new (cancellable);
      g_source_set_callback (opening->cancel_source, G_SOURCE_FUNC (cancelled_cb), opening, NULL);
      g_source_attach (opening->cancel_source, g_task_get_context (task));
    }
  opening->timer = g_timeout_source_new_seconds (timeout);
  g_source_set_callback (opening->timer, timeout_cb, opening, NULL);
  g_source_attach (opening->timer, g_task_get_context (task));

  soup_session_websocket_connect_async (self->session, opening->message, NULL, NULL, G_PRIORITY_DEFAULT, opening->abort,
                                        connected_cb, task);
}

/**
 * lk_http_client_open_stream_finish:
 * @self: a client
 * @result: the result
 * @status: (out): the HTTP status of the answer; 0 where there was none
 * @error: where to put an `LK_HTTP_ERROR` or `G_IO_ERROR_CANCELLED`
 *
 * Returns: (transfer full): the open stream
 */
SoupWebsocketConnection *
lk_http_client_open_stream_finish (LkHttpClient  *self,
                                   GAsyncResult  *result,
                                   guint         *status,
                                   GError       **error)
{
  Opening *opening;

  g_return_val_if_fail (LK_IS_HTTP_CLIENT (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_http_client_open_stream_async), NULL);

  opening = g_task_get_task_data (G_TASK (result));
  *status = soup_message_get_status (opening->message);

  return g_task_propagate_pointer (G_TASK (result), error);
}
