/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sending of one exchange by LkHttpClient. */
#include "config.h"

#include "lk-http-client-private.h"

#include <glib/gi18n.h>
#include <string.h>

#include "lk-redact-scan.h"
#include "lk-scrubber.h"
#include "lk-secret.h"
#include "lk-text.h"
#include "lk-url.h"

/* One read; also the first size of the buffer, so that a token answer is never moved and leaves no copy behind. */
#define PIECE ((gsize) 64 * 1024)

/* The body of a redirect is not used. */
#define REDIRECT_MAX_BODY PIECE
#define MAX_REDIRECTS 5

/* A token answer is short: it must be complete within this many time-outs, however steadily it drips in. */
#define MAX_SILENCES 4

/* Below the priority of drawing (120), so that a fast server cannot freeze the window. */
#define READ_PRIORITY G_PRIORITY_DEFAULT_IDLE

/* One exchange in progress: the data of its task. */
typedef struct
{
  LkExchange *exchange;       /* owned: the record */
  LkCredentials *credentials; /* owned, nullable */
  LkScrubber *scrubber;       /* owned: knows the secrets that are sent */
  LkSecret *url;              /* owned: the address to send to, where the record has placeholders */
  GBytes *body;               /* owned, nullable: the body to send, likewise */
  SoupMessage *message;       /* owned, nullable: of the present hop */
  GInputStream *stream;       /* owned, nullable: of its body */
  GCancellable *abort;        /* owned: ends what libsoup does: for the caller, for the clock, for the bound */
  GSource *cancel_source;     /* owned, nullable: hears the caller's cancellable */
  GSource *timer;             /* owned, nullable */
  char *buffer;               /* owned, nullable: the answer so far, `length` of `capacity` bytes */
  GBytes *answer;             /* owned, nullable: a confidential answer as it came */
  char *next;                 /* owned, nullable: where a redirect leads that is followed */
  GError *verdict;            /* owned, nullable: how it will end: decided before the body has come, or the reason of
                               * `abort` */

  gsize length;
  gsize capacity;
  gsize scrubbed;    /* so far the buffer is without secrets */
  gsize max_body;    /* of the present hop */
  gint64 started;    /* monotonic */
  gint64 last_heard; /* monotonic */
  guint n_redirects;
} Sending;

static void start_hop (GTask *task, GUri *uri);
static void read_piece (GTask *task);

static void
sending_free (gpointer data)
{
  Sending *sending = data;

  g_clear_object (&sending->exchange);
  g_clear_pointer (&sending->credentials, lk_credentials_unref);
  lk_scrubber_free (sending->scrubber);
  lk_secret_free (sending->url);
  g_clear_pointer (&sending->body, g_bytes_unref);
  g_clear_pointer (&sending->answer, g_bytes_unref);
  g_clear_object (&sending->message);
  g_clear_object (&sending->stream);
  g_clear_object (&sending->abort);
  if (sending->buffer != NULL)
    lk_secret_wipe (sending->buffer, sending->length);
  g_free (sending->buffer);
  g_free (sending->next);
  g_clear_error (&sending->verdict);
  g_free (sending);
}

static void
clear_source (GSource **source)
{
  if (*source == NULL)
    return;

  g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static gint64
span (guint64 from,
      guint64 to)
{
  return from != 0 && to >= from ? (gint64) (to - from) : -1;
}

static void
fill_times (Sending *sending)
{
  SoupMessageMetrics *metrics = sending->message != NULL ? soup_message_get_metrics (sending->message) : NULL;
  gint64 now = g_get_monotonic_time ();
  LkExchangeTimes times = *lk_exchange_get_times (sending->exchange);

  times.total = now - sending->started;

  if (metrics != NULL)
    {
      guint64 connect_start = soup_message_metrics_get_connect_start (metrics);
      guint64 connect_end = soup_message_metrics_get_connect_end (metrics);
      guint64 tls_start = soup_message_metrics_get_tls_start (metrics);
      guint64 response_start = soup_message_metrics_get_response_start (metrics);

      times.dns = span (soup_message_metrics_get_dns_start (metrics), soup_message_metrics_get_dns_end (metrics));
      times.connect = span (connect_start, tls_start != 0 ? tls_start : connect_end);
      times.tls = span (tls_start, connect_end);
      times.wait = span (soup_message_metrics_get_request_start (metrics), response_start);
      times.receive = span (response_start, (guint64) now);
    }

  lk_exchange_set_times (sending->exchange, &times);
}

/* Sets the record's body. A confidential answer is copied and its named secrets are overwritten, but not codes: the
 * code of an error must stay readable. */
static void
fill_body (Sending *sending)
{
  SoupMessageMetrics *metrics = soup_message_get_metrics (sending->message);
  gsize wire_size = metrics != NULL ? soup_message_metrics_get_response_body_bytes_received (metrics) : sending->length;
  char *buffer = g_steal_pointer (&sending->buffer);
  g_autoptr(GBytes) body = NULL;

  if (lk_exchange_is_confidential (sending->exchange))
    {
      sending->answer = lk_secret_bytes_new (buffer, sending->length);
      buffer = g_malloc (MAX (sending->length, 1));
      if (sending->length > 0)
        memcpy (buffer, g_bytes_get_data (sending->answer, NULL), sending->length);
      lk_redact_overwrite_named (buffer, sending->length, FALSE);
      lk_scrubber_scrub (sending->scrubber, buffer, sending->length, 0, TRUE);
      body = g_bytes_new_take (buffer, sending->length);
    }
  else
    {
      lk_scrubber_scrub (sending->scrubber, buffer, sending->length, sending->scrubbed, TRUE);
      body = g_bytes_new_take (g_realloc (buffer, MAX (sending->length, 1)), sending->length);
    }

  lk_exchange_set_body (sending->exchange, body, wire_size);
}

/* Takes `error`, whose message may quote the service. */
static void
finish (GTask  *task,
        GError *error)
{
  Sending *sending = g_task_get_task_data (task);

  clear_source (&sending->cancel_source);
  clear_source (&sending->timer);

  if (error != NULL)
    {
      char *message = lk_scrubber_clean (sending->scrubber, error->message);

      g_free (error->message);
      error->message = message;
    }

  fill_times (sending);
  lk_exchange_finish (sending->exchange, error);

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);

  g_object_unref (task);
}

static GError *
translate_error (Sending      *sending,
                 const GError *error)
{
  return sending->verdict != NULL ? g_steal_pointer (&sending->verdict)
                                  : _lk_http_error_translate (sending->message, error);
}

static gboolean
is_redirect (guint status)
{
  switch (status)
    {
    case SOUP_STATUS_MOVED_PERMANENTLY:
    case SOUP_STATUS_FOUND:
    case SOUP_STATUS_SEE_OTHER:
    case SOUP_STATUS_TEMPORARY_REDIRECT:
    case SOUP_STATUS_PERMANENT_REDIRECT:
      return TRUE;

    default:
      return FALSE;
    }
}

/* Decides on a redirect: sets `sending->next` to follow it, or `sending->verdict` to refuse it. */
static void
judge_redirect (Sending *sending)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (sending->message);
  const char *location = soup_message_headers_get_one (headers, "Location");
  g_autofree char *here = NULL;
  g_autofree char *target = NULL;
  g_autofree char *origin = NULL;

  if (location == NULL || !is_redirect (soup_message_get_status (sending->message)))
    return;

  here = g_uri_to_string (soup_message_get_uri (sending->message));
  target = lk_url_resolve (here, location, NULL);

  if (target != NULL && lk_url_same_origin (here, target) &&
      lk_exchange_get_purpose (sending->exchange) == LK_EXCHANGE_PURPOSE_API &&
      g_str_equal (lk_exchange_get_method (sending->exchange), "GET") && sending->n_redirects < MAX_REDIRECTS)
    {
      sending->next = g_steal_pointer (&target);
      return;
    }

  origin = target != NULL ? lk_url_get_origin (target) : lk_text_sanitize (location, -1, 60);
  sending->verdict = g_error_new (LK_HTTP_ERROR, LK_HTTP_ERROR_REDIRECTED,
                                  /* Translators: an HTTP status, and an address such as https://example.com */
                                  _("The service redirected this request (status %u) to %s. "
                                    "The redirect was not followed, because the token must not go elsewhere."),
                                  soup_message_get_status (sending->message), origin);
}

static void
fill_response (Sending *sending)
{
  SoupMessageHeadersIter iter;
  const char *name, *value;
  guint status = soup_message_get_status (sending->message);
  const char *reason = soup_message_get_reason_phrase (sending->message);
  g_autofree char *clean_reason = NULL;

  /* HTTP/2 has no reason phrase. */
  if (reason == NULL || *reason == '\0')
    reason = soup_status_get_phrase (status);

  clean_reason = lk_scrubber_clean (sending->scrubber, reason);
  lk_redact_overwrite_named (clean_reason, strlen (clean_reason), TRUE);
  lk_exchange_set_response (sending->exchange, status, clean_reason);

  soup_message_headers_iter_init (&iter, soup_message_get_response_headers (sending->message));
  while (soup_message_headers_iter_next (&iter, &name, &value))
    {
      g_autofree char *clean_value = lk_scrubber_clean (sending->scrubber, value);

      if (lk_redact_is_secret_name (name))
        lk_redact_overwrite (clean_value, strlen (clean_value));
      else
        lk_redact_overwrite_named (clean_value, strlen (clean_value), FALSE);
      lk_exchange_add_response_header (sending->exchange, name, clean_value);
    }
}

/* Makes room for at least one more byte, up to one past the bound, which shows that the body is too long. */
static void
make_room (Sending *sending)
{
  gsize capacity;

  if (sending->length < sending->capacity)
    return;

  capacity = MIN (MAX (sending->capacity * 2, PIECE), sending->max_body + 1);

  if (lk_exchange_is_confidential (sending->exchange))
    {
      char *moved = g_malloc (capacity);

      if (sending->buffer != NULL)
        {
          memcpy (moved, sending->buffer, sending->length);
          lk_secret_wipe (sending->buffer, sending->length);
          g_free (sending->buffer);
        }

      sending->buffer = moved;
    }
  else
    {
      sending->buffer = g_realloc (sending->buffer, capacity);
    }

  sending->capacity = capacity;
}

/* libsoup drains an unread body when its stream is closed, and waits for it; a cancelled cancellable makes it drop the
 * connection instead. Left to the stream's finalizer, it would block. */
static void
close_stream (Sending  *sending,
              gboolean  whole)
{
  if (sending->stream == NULL)
    return;

  if (!whole)
    g_cancellable_cancel (sending->abort);

  g_input_stream_close (sending->stream, sending->abort, NULL);
  g_clear_object (&sending->stream);
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  GTask *task = G_TASK (user_data);
  Sending *sending = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;
  gssize n_read = g_input_stream_read_finish (G_INPUT_STREAM (source), result, &error);

  if (n_read < 0)
    {
      close_stream (sending, FALSE);
      finish (task, translate_error (sending, error));
      return;
    }

  sending->last_heard = g_get_monotonic_time ();
  sending->length += (gsize) n_read;

  if (sending->length > sending->max_body)
    {
      g_autofree char *bound = g_format_size (sending->max_body);

      if (sending->verdict == NULL)
        /* Translators: the number is an HTTP status, the text a size such as "1.0 MB" */
        g_set_error (&sending->verdict, LK_HTTP_ERROR, LK_HTTP_ERROR_TOO_LARGE,
                     _("The answer (status %u) is longer than %s and was not read to its end."),
                     soup_message_get_status (sending->message), bound);

      close_stream (sending, FALSE);
      finish (task, g_steal_pointer (&sending->verdict));
      return;
    }

  if (n_read > 0)
    {
      if (!lk_exchange_is_confidential (sending->exchange) && sending->next == NULL)
        sending->scrubbed =
            lk_scrubber_scrub (sending->scrubber, sending->buffer, sending->length, sending->scrubbed, FALSE);
      read_piece (task);
      return;
    }

  if (_lk_http_is_cut_short (sending->message, sending->stream))
    {
      g_autoptr(GError) cut = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT, _("the connection ended"));

      close_stream (sending, FALSE);
      finish (task, translate_error (sending, cut));
      return;
    }

  close_stream (sending, TRUE);

  if (sending->next != NULL)
    {
      g_autofree char *next = g_steal_pointer (&sending->next);
      g_autoptr(GUri) uri = lk_url_parse_endpoint (next, NULL);

      sending->n_redirects++;
      start_hop (task, uri);
      return;
    }

  fill_body (sending);
  finish (task, g_steal_pointer (&sending->verdict));
}

static void
read_piece (GTask *task)
{
  Sending *sending = g_task_get_task_data (task);

  make_room (sending);
  g_input_stream_read_async (sending->stream, sending->buffer + sending->length, sending->capacity - sending->length,
                             READ_PRIORITY, sending->abort, read_cb, task);
}

static void
sent_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  GTask *task = G_TASK (user_data);
  Sending *sending = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;

  sending->stream = soup_session_send_finish (SOUP_SESSION (source), result, &error);

  if (sending->stream == NULL)
    {
      finish (task, translate_error (sending, error));
      return;
    }

  sending->last_heard = g_get_monotonic_time ();
  sending->length = sending->scrubbed = 0;
  sending->max_body = lk_exchange_get_max_body (sending->exchange);

  if (_lk_http_is_encoded_twice (sending->message))
    {
      fill_response (sending);
      close_stream (sending, FALSE);
      finish (task, g_error_new_literal (LK_HTTP_ERROR, LK_HTTP_ERROR_BROKEN,
                                         _("The answer is compressed more than once, and was not read.")));
      return;
    }

  judge_redirect (sending);

  if (sending->next == NULL)
    fill_response (sending);
  else
    sending->max_body = MIN (sending->max_body, REDIRECT_MAX_BODY);

  read_piece (task);
}

static void
start_hop (GTask *task,
           GUri  *uri)
{
  LkHttpClient *self = g_task_get_source_object (task);
  Sending *sending = g_task_get_task_data (task);
  SoupMessageFlags flags = SOUP_MESSAGE_NO_REDIRECT | SOUP_MESSAGE_DO_NOT_USE_AUTH_CACHE | SOUP_MESSAGE_COLLECT_METRICS;
  SoupMessageHeaders *headers;

  g_clear_object (&sending->message);
  sending->message = soup_message_new_from_uri (lk_exchange_get_method (sending->exchange), uri);

  /* A reused connection may be dead, and libsoup would send the request again: never one that changes something. */
  if (!g_str_equal (lk_exchange_get_method (sending->exchange), "GET"))
    flags |= SOUP_MESSAGE_NEW_CONNECTION;

  soup_message_set_flags (sending->message, flags);
  headers = soup_message_get_request_headers (sending->message);

  /* One encoding is all that is taken: see _lk_http_is_encoded_twice (). */
  soup_message_headers_append (headers, "Accept-Encoding", "gzip");
  for (guint i = 0; i < lk_exchange_get_n_request_headers (sending->exchange); i++)
    {
      LkHeader header = lk_exchange_get_request_header_at (sending->exchange, i);
      const char *value = header.value;

      if (sending->credentials != NULL && g_ascii_strcasecmp (header.name, "Authorization") == 0)
        value = lk_credentials_get_authorization (sending->credentials);
      soup_message_headers_append (headers, header.name, value);
    }

  if (sending->body != NULL)
    soup_message_set_request_body_from_bytes (sending->message, lk_exchange_get_request_type (sending->exchange),
                                              sending->body);

  soup_session_send_async (self->session, sending->message, G_PRIORITY_DEFAULT, sending->abort, sent_cb, task);
}

static gboolean
caller_cancelled_cb (GCancellable *cancellable,
                     gpointer      user_data)
{
  Sending *sending = g_task_get_task_data (G_TASK (user_data));

  g_cancellable_cancel (sending->abort);

  return G_SOURCE_REMOVE;
}

/* Idle timer: arms itself again if data arrived since it was set. */
static gboolean
timer_cb (gpointer user_data)
{
  Sending *sending = g_task_get_task_data (G_TASK (user_data));
  gint64 allowed = lk_exchange_get_timeout (sending->exchange) * G_TIME_SPAN_SECOND;
  gint64 now = g_get_monotonic_time ();
  gint64 due = sending->last_heard + allowed;

  if (lk_exchange_get_purpose (sending->exchange) == LK_EXCHANGE_PURPOSE_TOKEN)
    due = MIN (due, sending->started + MAX_SILENCES * allowed);

  if (now < due)
    {
      g_source_set_ready_time (sending->timer, due);
      return G_SOURCE_CONTINUE;
    }

  if (sending->verdict == NULL)
    sending->verdict = _lk_http_error_timed_out (sending->message);

  g_cancellable_cancel (sending->abort);
  g_source_set_ready_time (sending->timer, -1);

  return G_SOURCE_CONTINUE;
}

static gboolean
timer_dispatch (GSource     *source,
                GSourceFunc  callback,
                gpointer     user_data)
{
  return callback (user_data);
}

static GSourceFuncs timer_funcs = { .dispatch = timer_dispatch };

static void
attach_sources (GTask *task)
{
  Sending *sending = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  GMainContext *context = g_task_get_context (task);

  if (cancellable != NULL)
    {
      sending->cancel_source = g_cancellable_source_new (cancellable);
      g_source_set_callback (sending->cancel_source, G_SOURCE_FUNC (caller_cancelled_cb), task, NULL);
      g_source_attach (sending->cancel_source, context);
    }

  sending->timer = g_source_new (&timer_funcs, sizeof (GSource));
  g_source_set_callback (sending->timer, timer_cb, task, NULL);
  g_source_set_ready_time (sending->timer,
                           sending->started + lk_exchange_get_timeout (sending->exchange) * G_TIME_SPAN_SECOND);
  g_source_attach (sending->timer, context);
}

/* Separates what is sent from its record, which gets placeholders. */
static void
take_secrets (Sending *sending)
{
  LkExchange *exchange = sending->exchange;
  const char *url = lk_exchange_get_url (exchange);
  GBytes *body = lk_exchange_get_request_body (exchange);
  g_autofree char *shown_url = lk_scrubber_take_named (sending->scrubber, url, strlen (url));
  gsize length = 0;
  const char *data = body != NULL ? g_bytes_get_data (body, &length) : NULL;
  g_autofree char *shown_body = length > 0 ? lk_scrubber_take_named (sending->scrubber, data, length) : NULL;

  sending->url = g_strdup (url);
  sending->body = body != NULL ? g_bytes_ref (body) : NULL;
  if (shown_url != NULL)
    lk_exchange_set_url (exchange, shown_url);
  if (shown_body != NULL)
    {
      g_autoptr(GBytes) shown = g_bytes_new_take (g_steal_pointer (&shown_body), length);

      lk_exchange_set_request_body (exchange, lk_exchange_get_request_type (exchange), shown);
    }

  if (sending->credentials != NULL)
    {
      GPtrArray *secrets = lk_credentials_get_secrets (sending->credentials);

      for (guint i = 0; i < secrets->len; i++)
        lk_scrubber_add (sending->scrubber, g_ptr_array_index (secrets, i));
      lk_credentials_describe (sending->credentials, exchange);
      if (sending->body == NULL)
        sending->body = lk_credentials_get_body (sending->credentials);
    }
}

/**
 * lk_http_client_send_async:
 * @self: a client
 * @exchange: what to send; filled in until it is done
 * @credentials: (nullable): the secrets to send with it
 * @cancellable: (nullable): ends it at any moment; the connection is closed
 * @callback: (scope async): called when @exchange is done
 * @user_data: for @callback
 *
 * Sends a request once. Of redirects, a GET of the purpose API follows those within its origin, at most five; every
 * other one is an error with the answer in the exchange, so that credentials reach nobody else (RFC 6750 section
 * 5.2, RFC 9700 section 4.12). The body is read in pieces and counted after decompression.
 *
 * No secret gets into @exchange (SECURITY.md I8): it has placeholders for what is sent, and what of it the answer says
 * back, in its body, its headers, its reason phrase or an error made of them, is overwritten before anybody sees it.
 */
void
lk_http_client_send_async (LkHttpClient        *self,
                           LkExchange          *exchange,
                           LkCredentials       *credentials,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  GTask *task;
  Sending *sending;
  LkExchangeTimes times;
  g_autoptr(GUri) uri = NULL;
  g_autoptr(GError) error = NULL;

  g_return_if_fail (LK_IS_HTTP_CLIENT (self));
  g_return_if_fail (LK_IS_EXCHANGE (exchange));
  g_return_if_fail (!lk_exchange_is_done (exchange));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, lk_http_client_send_async);
  /* Task and exchange must agree, even if the cancellable is cancelled between the end and the callback. */
  g_task_set_check_cancellable (task, FALSE);

  sending = g_new0 (Sending, 1);
  sending->exchange = g_object_ref (exchange);
  sending->credentials = credentials != NULL ? lk_credentials_ref (credentials) : NULL;
  sending->scrubber = lk_scrubber_new ();
  sending->abort = g_cancellable_new ();
  sending->started = sending->last_heard = g_get_monotonic_time ();
  g_task_set_task_data (task, sending, sending_free);

  times = *lk_exchange_get_times (exchange);
  times.started = g_get_real_time ();
  lk_exchange_set_times (exchange, &times);

  if (lk_exchange_get_request_header (exchange, "Accept") == NULL)
    lk_exchange_add_request_header (exchange, "Accept", "application/json");

  take_secrets (sending);
  if (self->log != NULL)
    lk_exchange_log_add (self->log, exchange);

  uri = lk_url_parse_endpoint (sending->url, &error);

  if (uri == NULL)
    {
      finish (task, g_error_new_literal (LK_HTTP_ERROR, LK_HTTP_ERROR_REFUSED_URL, error->message));
      return;
    }

  if (g_cancellable_set_error_if_cancelled (cancellable, &error))
    {
      finish (task, g_steal_pointer (&error));
      return;
    }

  attach_sources (task);
  start_hop (task, uri);
}

/**
 * lk_http_client_send_finish:
 * @self: a client
 * @result: what the callback was given
 * @answer: (out) (optional) (nullable) (transfer full): the body of a confidential exchange as it came, with its
 *   secrets; %NULL for every other
 * @error: where to put an `LK_HTTP_ERROR` or `G_IO_ERROR_CANCELLED`; the exchange has it too
 *
 * Returns: whether a whole answer came, whatever its status
 */
gboolean
lk_http_client_send_finish (LkHttpClient  *self,
                            GAsyncResult  *result,
                            GBytes       **answer,
                            GError       **error)
{
  Sending *sending;

  g_return_val_if_fail (LK_IS_HTTP_CLIENT (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_http_client_send_async), FALSE);

  sending = g_task_get_task_data (G_TASK (result));
  if (answer != NULL)
    *answer = g_steal_pointer (&sending->answer);

  return g_task_propagate_boolean (G_TASK (result), error);
}
