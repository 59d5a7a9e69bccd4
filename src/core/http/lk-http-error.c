/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-http-client-private.h"

#include <glib/gi18n.h>

G_DEFINE_QUARK (lk - http - error - quark, lk_http_error)

static char *
describe_certificate (SoupMessage *message)
{
  GTlsCertificateFlags flags = soup_message_get_tls_peer_certificate_errors (message);

  if (flags & G_TLS_CERTIFICATE_EXPIRED)
    return g_strdup (_("its certificate has expired"));
  if (flags & G_TLS_CERTIFICATE_NOT_ACTIVATED)
    return g_strdup (_("its certificate is not valid yet"));
  if (flags & G_TLS_CERTIFICATE_BAD_IDENTITY)
    return g_strdup (_("its certificate belongs to another host"));
  if (flags & G_TLS_CERTIFICATE_REVOKED)
    return g_strdup (_("its certificate was revoked"));
  if (flags & G_TLS_CERTIFICATE_UNKNOWN_CA)
    return g_strdup (_("its certificate is not signed by an authority that this computer trusts"));

  return NULL;
}

/**
 * _lk_http_error_translate:
 * @message: a message that was not answered, or whose answer broke off
 * @error: what libsoup or GIO says
 *
 * Returns: (transfer full): the same in LK_HTTP_ERROR, in words that name the host; G_IO_ERROR_CANCELLED stays
 */
GError *
_lk_http_error_translate (SoupMessage  *message,
                          const GError *error)
{
  const char *host = g_uri_get_host (soup_message_get_uri (message));
  SoupMessageMetrics *metrics = soup_message_get_metrics (message);
  guint status = soup_message_get_status (message);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return g_error_copy (error);

  if (error->domain == G_TLS_ERROR)
    {
      g_autofree char *reason = describe_certificate (message);

      /* Translators: the first is a host, the second says why, such as "its certificate has expired" */
      return g_error_new (LK_HTTP_ERROR, LK_HTTP_ERROR_TLS,
                          _("The connection to %s is not safe: %s."), host, reason != NULL ? reason : error->message);
    }

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    return _lk_http_error_timed_out (message);

  if (error->domain == G_RESOLVER_ERROR)
    return g_error_new (LK_HTTP_ERROR, LK_HTTP_ERROR_UNREACHABLE,
                        _("The host %s was not found. Check its name, and whether this computer is online."), host);

  if (status == SOUP_STATUS_NONE && (metrics == NULL || soup_message_metrics_get_request_start (metrics) == 0))
    /* Translators: the first is a host, the second says why */
    return g_error_new (LK_HTTP_ERROR, LK_HTTP_ERROR_UNREACHABLE, _("%s cannot be reached: %s"), host, error->message);

  if (status != SOUP_STATUS_NONE)
    return g_error_new (LK_HTTP_ERROR, LK_HTTP_ERROR_BROKEN,
                        /* Translators: a host, an HTTP status, and what happened */
                        _("The answer of %s (status %u) broke off: %s"), host, status, error->message);

  /* Translators: the first is a host, the second says what */
  return g_error_new (LK_HTTP_ERROR, LK_HTTP_ERROR_BROKEN,
                      _("The answer of %s broke off or is not HTTP: %s"), host, error->message);
}

/**
 * _lk_http_error_timed_out:
 * @message: a message whose answer did not come, or not to its end
 *
 * Returns: (transfer full): the error for it
 */
GError *
_lk_http_error_timed_out (SoupMessage *message)
{
  const char *host = g_uri_get_host (soup_message_get_uri (message));
  guint status = soup_message_get_status (message);

  if (status == SOUP_STATUS_NONE)
    return g_error_new (LK_HTTP_ERROR, LK_HTTP_ERROR_TIMED_OUT, _("%s did not answer in time."), host);

  /* Translators: the first is a host, the number an HTTP status */
  return g_error_new (LK_HTTP_ERROR, LK_HTTP_ERROR_TIMED_OUT,
                      _("%s began to answer (status %u) but did not finish in time."), host, status);
}

/**
 * _lk_http_is_cut_short:
 * @message: a message
 * @stream: its body, read to the end
 *
 * libsoup 3.2 takes the end of the connection for the end of a chunked body where a chunk might begin; later versions
 * report it. Its stream is asked once more, with a cancellable that is cancelled: one that has come to its own end
 * answers without a look at the connection.
 *
 * Returns: whether the end was that of the connection
 */
gboolean
_lk_http_is_cut_short (SoupMessage  *message,
                       GInputStream *stream)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);
  g_autoptr(GCancellable) cancelled = g_cancellable_new ();
  char bytes[64]; /* libsoup reads trailers into it */

  if (soup_message_headers_get_encoding (headers) != SOUP_ENCODING_CHUNKED)
    return FALSE;

  while (G_IS_FILTER_INPUT_STREAM (stream) && !g_str_equal (G_OBJECT_TYPE_NAME (stream), "SoupBodyInputStream"))
    stream = g_filter_input_stream_get_base_stream (G_FILTER_INPUT_STREAM (stream));
  if (!G_IS_FILTER_INPUT_STREAM (stream))
    return FALSE;

  g_cancellable_cancel (cancelled);

  return g_input_stream_read (stream, bytes, sizeof bytes, cancelled, NULL) < 0;
}

/**
 * _lk_http_is_encoded_twice:
 * @message: a message whose answer begins
 *
 * libsoup decodes any number of encodings, one through the other, without coming back to the main loop: eight kilobytes
 * of the right kind hold it up for seconds. No server needs more than one.
 *
 * Returns: whether the answer is not to be read
 */
gboolean
_lk_http_is_encoded_twice (SoupMessage *message)
{
  const char *encodings =
      soup_message_headers_get_list (soup_message_get_response_headers (message), "Content-Encoding");
  g_auto(GStrv) parts = g_strsplit (encodings != NULL ? encodings : "", ",", -1);
  guint n_encodings = 0;

  for (guint i = 0; parts[i] != NULL; i++)
    {
      const char *name = g_strstrip (parts[i]);

      n_encodings += *name != '\0' && g_ascii_strcasecmp (name, "identity") != 0;
    }

  return n_encodings > 1;
}
