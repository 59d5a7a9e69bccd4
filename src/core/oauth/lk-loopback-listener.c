/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "lk-loopback-listener.h"
#include "lk-redirect-uri.h"
#include "lk-secret.h"
#include "lk-user-agent.h"

#define MAX_HEAD (80 * 1024)
#define MAX_BODY (64 * 1024)
#define MAX_CONNECTIONS 64
#define CONNECTION_SECONDS 10

struct _LkLoopbackListener
{
  GSocketService *service;   /* owned */
  char *authority;           /* owned: what Host has to say */
  GQueue visits;             /* of Visit, the oldest first */

  LkLoopbackHandler handler;
  LkLoopbackDone done;
  gpointer user_data;
};

/* One connection: one request, one answer. */
typedef struct
{
  LkLoopbackListener *listener;     /* not owned, nullable: NULL once the listener has gone */
  GSocketConnection *connection;    /* owned */
  GCancellable *cancellable;        /* owned */
  GSource *timer;                   /* owned */
  char *data;                       /* owned: what has come, it may hold the answer */
  gsize length;
  char *reply;                      /* owned */
  gboolean last;
} Visit;

static void read_more (Visit *visit);

static void
visit_free (Visit *visit)
{
  if (visit->listener != NULL)
    g_queue_remove (&visit->listener->visits, visit);

  g_source_destroy (visit->timer);
  g_source_unref (visit->timer);
  g_io_stream_close (G_IO_STREAM (visit->connection), NULL, NULL);
  g_object_unref (visit->connection);
  g_object_unref (visit->cancellable);
  lk_secret_wipe (visit->data, visit->length);
  g_free (visit->data);
  g_free (visit->reply);
  g_free (visit);
}

static gboolean
too_slow_cb (gpointer user_data)
{
  Visit *visit = user_data;

  g_cancellable_cancel (visit->cancellable);

  return G_SOURCE_REMOVE;
}

static void
replied_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  Visit *visit = user_data;
  LkLoopbackListener *listener = visit->listener;
  gboolean last = visit->last;

  g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, NULL, NULL);
  visit_free (visit);

  if (last && listener != NULL)
    listener->done (listener->user_data);
}

static void
send_reply (Visit           *visit,
            LkLoopbackReply *reply)
{
  const char *reason = reply->status == 200 ? "OK" : reply->status == 400 ? "Bad Request" : "Not Found";
  GOutputStream *output = g_io_stream_get_output_stream (G_IO_STREAM (visit->connection));

  visit->reply = g_strdup_printf ("HTTP/1.1 %u %s\r\n"
                                  "Content-Type: text/html; charset=utf-8\r\n"
                                  "Content-Length: %" G_GSIZE_FORMAT "\r\n"
                                  "Connection: close\r\n"
                                  "Cache-Control: no-store\r\n"
                                  "Referrer-Policy: no-referrer\r\n"
                                  "X-Content-Type-Options: nosniff\r\n"
                                  "%s\r\n%s",
                                  reply->status, reason, strlen (reply->body),
                                  reply->headers != NULL ? reply->headers
                                                         : "Content-Security-Policy: default-src 'none'; "
                                                           "frame-ancestors 'none'\r\n",
                                  reply->body);
  visit->last = reply->last;
  g_output_stream_write_all_async (output, visit->reply, strlen (visit->reply), G_PRIORITY_DEFAULT,
                                   visit->cancellable, replied_cb, visit);
}

/* The lines of a request's head, the request line first. It is there even for an empty head, of which g_strsplit ()
 * makes no line at all. */
static char **
split_head (const char *head)
{
  static const char *const empty[] = { "", NULL };

  return *head != '\0' ? g_strsplit (head, "\r\n", -1) : g_strdupv ((char **) empty);
}

/* The request line holds the code. */
static void
wipe_strings (char **strings)
{
  for (gsize i = 0; strings[i] != NULL; i++)
    lk_secret_wipe (strings[i], strlen (strings[i]));
  g_strfreev (strings);
}

/* The value of a header that is there once; NULL if it is not, or twice. */
static char *
dup_header (char       **lines,
            const char  *name)
{
  gsize length = strlen (name);
  char *value = NULL;

  for (gsize i = 1; lines[i] != NULL; i++)
    {
      if (g_ascii_strncasecmp (lines[i], name, length) != 0 || lines[i][length] != ':')
        continue;
      if (value != NULL)
        {
          g_free (value);
          return NULL;
        }
      value = g_strstrip (g_strdup (lines[i] + length + 1));
    }

  return value;
}

static void
answer (Visit       *visit,
        char       **lines,
        const char  *body)
{
  char **words = g_strsplit (lines[0], " ", -1);
  g_autofree char *host = dup_header (lines, "Host");
  g_autofree char *origin = dup_header (lines, "Origin");
  LkLoopbackReply reply = { .status = 404 };

  /* Another host name that leads here is how a foreign page gets at a local server (DNS rebinding). */
  if (host == NULL || g_ascii_strcasecmp (host, visit->listener->authority) != 0
      || g_strv_length (words) != 3 || !g_str_has_prefix (words[2], "HTTP/1.") || words[1][0] != '/')
    {
      reply.status = 400;
    }
  else
    {
      const LkLoopbackRequest request = { words[0], words[1], origin, body };

      visit->listener->handler (&request, &reply, visit->listener->user_data);
    }

  if (reply.body == NULL)
    reply.body = g_strdup (reply.status == 400 ? "Bad request" : "Not found");

  send_reply (visit, &reply);
  g_free (reply.headers);
  g_free (reply.body);
  wipe_strings (words);
}

/* Returns: FALSE where the length makes no sense */
static gboolean
read_body_length (char    **lines,
                  guint64  *length)
{
  g_autofree char *text = dup_header (lines, "Content-Length");

  *length = 0;

  return text == NULL || g_ascii_string_to_unsigned (text, 10, 0, MAX_BODY, length, NULL);
}

/* TRUE once it has been answered. */
static gboolean
take_request (Visit *visit)
{
  char *end = memmem (visit->data, visit->length, "\r\n\r\n", 4);
  g_autoptr(LkSecret) head = NULL;
  char **lines;
  guint64 body_length;
  gboolean whole = FALSE;

  if (end == NULL)
    return FALSE;

  head = g_strndup (visit->data, (gsize) (end - visit->data));
  lines = split_head (head);
  if (!read_body_length (lines, &body_length))
    {
      g_cancellable_cancel (visit->cancellable);
    }
  else if (visit->length >= (gsize) (end - visit->data) + 4 + body_length)
    {
      g_autoptr(LkSecret) body = g_strndup (end + 4, body_length);

      answer (visit, lines, body);
      whole = TRUE;
    }
  wipe_strings (lines);

  return whole;
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  Visit *visit = user_data;
  gssize n_read = g_input_stream_read_finish (G_INPUT_STREAM (source), result, NULL);

  if (n_read <= 0 || visit->listener == NULL)
    {
      visit_free (visit);
      return;
    }

  visit->length += n_read;
  if (!take_request (visit))
    read_more (visit);
}

static void
read_more (Visit *visit)
{
  GInputStream *input = g_io_stream_get_input_stream (G_IO_STREAM (visit->connection));
  gsize room = MAX_HEAD + MAX_BODY - visit->length;

  /* Too long: a cancelled read ends the visit. */
  if (room == 0)
    g_cancellable_cancel (visit->cancellable);

  g_input_stream_read_async (input, visit->data + visit->length, MAX (room, 1), G_PRIORITY_DEFAULT,
                             visit->cancellable, read_cb, visit);
}

static gboolean
incoming_cb (GSocketService    *service,
             GSocketConnection *connection,
             GObject           *source_object,
             gpointer           user_data)
{
  LkLoopbackListener *self = user_data;
  Visit *visit = g_new0 (Visit, 1);

  /* Whoever holds connections open makes room for the next: the true answer always gets in. */
  if (g_queue_get_length (&self->visits) >= MAX_CONNECTIONS)
    g_cancellable_cancel (((Visit *) g_queue_peek_head (&self->visits))->cancellable);

  visit->listener = self;
  visit->connection = g_object_ref (connection);
  visit->cancellable = g_cancellable_new ();
  visit->data = g_malloc (MAX_HEAD + MAX_BODY + 1);
  visit->timer = g_timeout_source_new_seconds (CONNECTION_SECONDS);
  g_source_set_callback (visit->timer, too_slow_cb, visit, NULL);
  g_source_attach (visit->timer, g_main_context_get_thread_default ());
  g_queue_push_tail (&self->visits, visit);

  read_more (visit);

  return TRUE;
}

static gboolean
listen_on (LkLoopbackListener  *self,
           const char          *address,
           guint16              port,
           gboolean             optional,
           GError             **error)
{
  g_autoptr(GSocketAddress) socket_address = g_inet_socket_address_new_from_string (address, port);
  g_autoptr(GError) local_error = NULL;

  if (g_socket_listener_add_address (G_SOCKET_LISTENER (self->service), socket_address, G_SOCKET_TYPE_STREAM,
                                     G_SOCKET_PROTOCOL_TCP, NULL, NULL, &local_error))
    return TRUE;

  if (g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_ADDRESS_IN_USE))
    {
      g_set_error (error, LK_USER_AGENT_ERROR, LK_USER_AGENT_ERROR_PORT_BUSY,
                   _("Port %u is taken by another program"), port);
      return FALSE;
    }
  /* A machine without IPv6 has no ::1. */
  if (optional)
    return TRUE;

  g_set_error (error, LK_USER_AGENT_ERROR, LK_USER_AGENT_ERROR_UNAVAILABLE,
               _("Latchkey cannot listen on port %u: %s"), port, local_error->message);

  return FALSE;
}

/**
 * lk_loopback_listener_new:
 * @redirect_uri: a http address of this machine with a port
 * @handler: answers a request; it is called for any path and method, with the right Host only
 * @done: called when the reply marked as the last one is sent; it may free the listener
 * @user_data: for both
 * @error: return location for `LK_USER_AGENT_ERROR_PORT_BUSY` or `LK_USER_AGENT_ERROR_UNAVAILABLE`
 *
 * Listens on the loopback addresses of the redirect URI alone: both 127.0.0.1 and ::1 for localhost, for a browser may
 * try either; were one of them somebody else's, he would get the answer, so that counts as a busy port.
 *
 * Returns: (transfer full) (nullable): a listener, for as long as it lives
 */
LkLoopbackListener *
lk_loopback_listener_new (const char         *redirect_uri,
                          LkLoopbackHandler   handler,
                          LkLoopbackDone      done,
                          gpointer            user_data,
                          GError            **error)
{
  g_autoptr(LkLoopbackListener) self = NULL;
  g_autoptr(GUri) uri = g_uri_parse (redirect_uri, G_URI_FLAGS_NONE, NULL);
  guint16 port = lk_redirect_uri_get_port (redirect_uri);
  const char *host, *authority;
  gboolean listens;

  if (uri == NULL || port == 0 || !lk_redirect_uri_is_loopback (redirect_uri)
      || !g_str_equal (g_uri_get_scheme (uri), "http"))
    {
      g_set_error (error, LK_USER_AGENT_ERROR, LK_USER_AGENT_ERROR_UNAVAILABLE,
                   _("Latchkey can only hear the browser at a Redirect URL such as http://localhost:8080, not at %s"),
                   redirect_uri);
      return NULL;
    }

  self = g_new0 (LkLoopbackListener, 1);
  self->service = g_socket_service_new ();
  /* It is active from the first, and each address added then cancels the accept that is under way: whoever connects at
   * that moment is accepted and dropped. */
  g_socket_service_stop (self->service);
  self->handler = handler;
  self->done = done;
  self->user_data = user_data;
  g_queue_init (&self->visits);

  authority = strstr (redirect_uri, "://") + strlen ("://");
  self->authority = g_strndup (authority, strcspn (authority, "/?#"));

  host = g_uri_get_host (uri);
  if (g_ascii_strcasecmp (host, "localhost") == 0)
    listens = listen_on (self, "127.0.0.1", port, FALSE, error) && listen_on (self, "::1", port, TRUE, error);
  else
    listens = listen_on (self, host, port, FALSE, error);
  if (!listens)
    return NULL;

  g_signal_connect (self->service, "incoming", G_CALLBACK (incoming_cb), self);
  g_socket_service_start (self->service);

  return g_steal_pointer (&self);
}

/**
 * lk_loopback_listener_free:
 * @self: a listener
 *
 * Closes the port and every connection.
 */
void
lk_loopback_listener_free (LkLoopbackListener *self)
{
  Visit *visit;

  g_signal_handlers_disconnect_by_data (self->service, self);
  g_socket_service_stop (self->service);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));
  g_object_unref (self->service);

  while ((visit = g_queue_pop_head (&self->visits)) != NULL)
    {
      visit->listener = NULL;
      g_cancellable_cancel (visit->cancellable);
    }

  g_free (self->authority);
  g_free (self);
}
