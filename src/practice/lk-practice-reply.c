/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "lk-practice-reply.h"

#define STREAM_KEY "lk-practice-stream"

typedef struct
{
  SoupServerMessage   *message;     /* not owned: the stream belongs to it */
  LkPracticeChunkFunc  next;
  gpointer             data;        /* owned: freed by `destroy` */
  GDestroyNotify       destroy;
  guint                interval;    /* milliseconds between pieces; 0: as fast as the client reads */
  GSource             *timer;       /* owned, nullable: the next piece */
  gboolean             ended;
} Stream;

static void
stream_clear_timer (Stream *stream)
{
  if (stream->timer == NULL)
    return;

  g_source_destroy (stream->timer);
  g_clear_pointer (&stream->timer, g_source_unref);
}

static void
stream_free (gpointer data)
{
  Stream *stream = data;

  stream_clear_timer (stream);
  if (stream->destroy != NULL)
    stream->destroy (stream->data);
  g_free (stream);
}

static void
stream_advance (Stream *stream)
{
  SoupMessageBody *body = soup_server_message_get_response_body (stream->message);
  g_autoptr(GBytes) piece = stream->next (stream->data);

  if (piece != NULL)
    {
      soup_message_body_append_bytes (body, piece);
    }
  else
    {
      stream->ended = TRUE;
      soup_message_body_complete (body);
    }
}

static gboolean
stream_timer_cb (gpointer data)
{
  Stream *stream = data;

  stream_clear_timer (stream);
  stream_advance (stream);
  soup_server_message_unpause (stream->message);

  return G_SOURCE_REMOVE;
}

static void
stream_wrote_cb (SoupServerMessage *message,
                 gpointer           data)
{
  Stream *stream = data;

  if (stream->ended || stream->timer != NULL)
    return;

  if (stream->interval == 0)
    {
      stream_advance (stream);
      return;
    }

  stream->timer = g_timeout_source_new (stream->interval);
  g_source_set_callback (stream->timer, stream_timer_cb, stream, NULL);
  g_source_attach (stream->timer, g_main_context_get_thread_default ());
}

static void
stream_finished_cb (SoupServerMessage *message,
                    gpointer           data)
{
  Stream *stream = data;

  /* The client may be gone in mid-stream while somebody still holds the message. */
  stream->ended = TRUE;
  stream_clear_timer (stream);
}

static void
set_common_headers (SoupServerMessage *message)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);

  soup_message_headers_replace (headers, "Cache-Control", "no-store");
  soup_message_headers_replace (headers, "X-Content-Type-Options", "nosniff");
}

/* libsoup has no phrase for it, and would send one that says something else. */
static const char *
get_phrase (guint status)
{
  return status == 429 ? "Too Many Requests" : NULL;
}

/**
 * lk_practice_reply_text:
 * @message: the message to answer
 * @status: HTTP status
 * @content_type: (nullable): %NULL sends none
 * @text: the body
 * @length: its length in bytes, or -1 when it ends in NUL
 *
 * Answers with a body that is at hand.
 */
void
lk_practice_reply_text (SoupServerMessage *message,
                        guint              status,
                        const char        *content_type,
                        const char        *text,
                        gssize             length)
{
  set_common_headers (message);
  soup_server_message_set_status (message, status, get_phrase (status));
  /* In place of an answer that was made before. */
  soup_message_body_truncate (soup_server_message_get_response_body (message));
  soup_server_message_set_response (message,
                                    content_type,
                                    SOUP_MEMORY_COPY,
                                    text,
                                    length < 0 ? strlen (text) : (gsize) length);
}

/**
 * lk_practice_reply_json:
 * @message: the message to answer
 * @status: HTTP status
 * @json: the body
 *
 * Answers with JSON.
 */
void
lk_practice_reply_json (SoupServerMessage *message,
                        guint              status,
                        const char        *json)
{
  lk_practice_reply_text (message, status, "application/json", json, -1);
}

/**
 * lk_practice_reply_error:
 * @message: the message to answer
 * @status: HTTP status
 * @error: the member `error`
 * @description: (nullable): the member `description`
 *
 * Answers with an error in the shape of zendesk-chat.md section 5.
 */
void
lk_practice_reply_error (SoupServerMessage *message,
                         guint              status,
                         const char        *error,
                         const char        *description)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  g_autoptr(JsonNode) root = NULL;
  g_autofree char *text = NULL;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "error");
  json_builder_add_string_value (builder, error);
  if (description != NULL)
    {
      json_builder_set_member_name (builder, "description");
      json_builder_add_string_value (builder, description);
    }
  json_builder_end_object (builder);

  root = json_builder_get_root (builder);
  text = json_to_string (root, FALSE);
  lk_practice_reply_json (message, status, text);
}

/**
 * lk_practice_reply_method:
 * @message: the message to answer
 * @allowed: what would do, for the `Allow` header
 *
 * Answers 405 as the service words it.
 */
void
lk_practice_reply_method (SoupServerMessage *message,
                          const char        *allowed)
{
  soup_message_headers_replace (soup_server_message_get_response_headers (message), "Allow", allowed);
  lk_practice_reply_error (message,
                           SOUP_STATUS_METHOD_NOT_ALLOWED,
                           "Method Not Allowed",
                           "The method is not allowed for the requested URL.");
}

/**
 * lk_practice_reply_page:
 * @message: the message to answer
 * @status: HTTP status
 * @html: the page
 *
 * Answers with a page that may load nothing but the server's own style sheet.
 */
void
lk_practice_reply_page (SoupServerMessage *message,
                        guint              status,
                        const char        *html)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);

  /* No form-action: browsers apply it to the redirect after a form too, and that one leads to the client. */
  soup_message_headers_replace (headers,
                                "Content-Security-Policy",
                                "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'");
  soup_message_headers_replace (headers, "Referrer-Policy", "no-referrer");
  lk_practice_reply_text (message, status, "text/html; charset=utf-8", html, -1);
}

/**
 * lk_practice_reply_redirect:
 * @message: the message to answer
 * @status: 302, 303, 307 or 308
 * @location: where to; ASCII, no line break
 *
 * Answers with a redirect, the address exactly as given.
 */
void
lk_practice_reply_redirect (SoupServerMessage *message,
                            guint              status,
                            const char        *location)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);

  set_common_headers (message);
  soup_message_headers_replace (headers, "Referrer-Policy", "no-referrer");
  soup_message_headers_replace (headers, "Location", location);
  soup_server_message_set_status (message, status, get_phrase (status));
}

/**
 * lk_practice_reply_stream:
 * @message: the message to answer
 * @status: HTTP status
 * @content_type: the body's type
 * @interval: milliseconds between two pieces; 0 for as fast as the client reads
 * @next: makes the next piece
 * @data: (transfer full): for @next
 * @destroy: (nullable): frees @data
 *
 * Answers with a body that is made piece by piece, so that its size costs no memory and no time in one go.
 */
void
lk_practice_reply_stream (SoupServerMessage   *message,
                          guint                status,
                          const char          *content_type,
                          guint                interval,
                          LkPracticeChunkFunc  next,
                          gpointer             data,
                          GDestroyNotify       destroy)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  Stream *stream = g_new0 (Stream, 1);

  stream->message = message;
  stream->interval = interval;
  stream->next = next;
  stream->data = data;
  stream->destroy = destroy;
  g_object_set_data_full (G_OBJECT (message), STREAM_KEY, stream, stream_free);

  set_common_headers (message);
  soup_server_message_set_status (message, status, get_phrase (status));
  soup_message_headers_set_content_type (headers, content_type, NULL);
  soup_message_headers_set_encoding (headers, SOUP_ENCODING_CHUNKED);
  soup_message_body_set_accumulate (soup_server_message_get_response_body (message), FALSE);
  g_signal_connect (message, "wrote-headers", G_CALLBACK (stream_wrote_cb), stream);
  g_signal_connect (message, "wrote-chunk", G_CALLBACK (stream_wrote_cb), stream);
  g_signal_connect (message, "finished", G_CALLBACK (stream_finished_cb), stream);
}

/**
 * lk_practice_reply_silence:
 * @message: the message to leave waiting
 *
 * Never answers. The connection stays open until the client goes or the server stops.
 */
void
lk_practice_reply_silence (SoupServerMessage *message)
{
  soup_server_message_pause (message);
}

/**
 * lk_practice_reply_raw:
 * @message: the message whose connection is used up
 * @bytes: what to write before the connection is closed, status line and all; may be empty
 *
 * Writes bytes as they stand and closes the connection: how an answer breaks off.
 */
void
lk_practice_reply_raw (SoupServerMessage *message,
                       const char        *bytes)
{
  g_autoptr(GIOStream) connection = soup_server_message_steal_connection (message);

  /* A few hundred bytes into an empty socket buffer: this does not block. A client that is already gone is no error. */
  if (*bytes != '\0')
    g_output_stream_write_all (g_io_stream_get_output_stream (connection), bytes, strlen (bytes), NULL, NULL, NULL);
  g_io_stream_close (connection, NULL, NULL);
}
