/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-test-server.h"

#include <string.h>

struct _LkTestServer
{
  GSocketService *service;
  GTlsCertificate *certificate;
  LkTestServerFunc func;
  gpointer user_data;
  guint16 port;

  GMutex mutex;
  char *last_request;
  guint n_requests;
  guint n_closed;
};

/* Head and body of one request; NULL when the other side is gone. */
static char *
read_request (GDataInputStream *input)
{
  GString *request = g_string_new (NULL);
  gsize body_length = 0;

  for (;;)
    {
      g_autofree char *line = g_data_input_stream_read_line (input, NULL, NULL, NULL);

      if (line == NULL)
        {
          g_string_free (request, TRUE);
          return NULL;
        }

      if (g_ascii_strncasecmp (line, "Content-Length:", 15) == 0)
        body_length = g_ascii_strtoull (line + 15, NULL, 10);

      g_string_append_printf (request, "%s\n", line);

      if (*line == '\0')
        break;
    }

  if (body_length > 0)
    {
      g_autofree char *body = g_malloc0 (body_length + 1);

      if (g_input_stream_read_all (G_INPUT_STREAM (input), body, body_length, NULL, NULL, NULL))
        g_string_append (request, body);
    }

  return g_string_free (request, FALSE);
}

static gboolean
run_cb (GThreadedSocketService *service,
        GSocketConnection      *connection,
        GObject                *source,
        gpointer                user_data)
{
  LkTestServer *self = user_data;
  g_autoptr(GIOStream) stream = G_IO_STREAM (g_object_ref (connection));
  g_autoptr(GDataInputStream) input = NULL;
  gboolean open = TRUE;

  g_socket_set_timeout (g_socket_connection_get_socket (connection), 20);

  if (self->certificate != NULL)
    {
      GIOStream *tls = g_tls_server_connection_new (stream, self->certificate, NULL);

      g_object_unref (stream);
      stream = tls;
      open = g_tls_connection_handshake (G_TLS_CONNECTION (tls), NULL, NULL);
    }

  input = g_data_input_stream_new (g_io_stream_get_input_stream (stream));
  g_data_input_stream_set_newline_type (input, G_DATA_STREAM_NEWLINE_TYPE_CR_LF);

  while (open)
    {
      g_autofree char *request = read_request (input);

      open = request != NULL;

      if (open)
        {
          g_mutex_lock (&self->mutex);
          self->n_requests++;
          g_free (self->last_request);
          self->last_request = g_strdup (request);
          g_mutex_unlock (&self->mutex);

          self->func (request, g_io_stream_get_output_stream (stream), self->user_data);
          open = !g_output_stream_is_closed (g_io_stream_get_output_stream (stream));
        }
    }

  g_io_stream_close (stream, NULL, NULL);

  g_mutex_lock (&self->mutex);
  self->n_closed++;
  g_mutex_unlock (&self->mutex);

  /* A test that waits for it looks again. */
  g_main_context_wakeup (NULL);

  return TRUE;
}

LkTestServer *
lk_test_server_new (LkTestServerFunc  func,
                    gpointer          user_data,
                    GTlsCertificate  *certificate)
{
  LkTestServer *self = g_new0 (LkTestServer, 1);
  g_autoptr(GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr(GSocketAddress) address = g_inet_socket_address_new (loopback, 0);
  g_autoptr(GSocketAddress) effective = NULL;
  g_autoptr(GError) error = NULL;

  g_mutex_init (&self->mutex);
  self->func = func;
  self->user_data = user_data;
  self->certificate = certificate != NULL ? g_object_ref (certificate) : NULL;
  self->service = g_threaded_socket_service_new (20);

  g_socket_listener_add_address (G_SOCKET_LISTENER (self->service), address, G_SOCKET_TYPE_STREAM,
                                 G_SOCKET_PROTOCOL_TCP, NULL, &effective, &error);
  g_assert_no_error (error);
  self->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (effective));

  g_signal_connect (self->service, "run", G_CALLBACK (run_cb), self);
  g_socket_service_start (self->service);

  return self;
}

/* The connections' threads may outlive the test: what they use stays, a few hundred bytes until the process ends. */
void
lk_test_server_free (LkTestServer *self)
{
  g_socket_service_stop (self->service);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));
}

char *
lk_test_server_get_url (LkTestServer *self,
                        const char   *host,
                        const char   *path)
{
  return g_strdup_printf ("%s://%s:%u%s", self->certificate != NULL ? "https" : "http", host, self->port, path);
}

guint
lk_test_server_get_n_requests (LkTestServer *self)
{
  G_GNUC_UNUSED g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return self->n_requests;
}

char *
lk_test_server_dup_last_request (LkTestServer *self)
{
  G_GNUC_UNUSED g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return g_strdup (self->last_request);
}

guint
lk_test_server_get_n_closed (LkTestServer *self)
{
  G_GNUC_UNUSED g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return self->n_closed;
}

void
lk_test_server_answer (GOutputStream *output,
                       const char    *status,
                       const char    *headers,
                       const char    *body)
{
  g_autofree char *answer = g_strdup_printf ("HTTP/1.1 %s\r\nContent-Length: %" G_GSIZE_FORMAT "\r\n%s\r\n%s",
                                             status, strlen (body), headers, body);

  g_output_stream_write_all (output, answer, strlen (answer), NULL, NULL, NULL);
}
