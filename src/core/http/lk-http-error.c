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
                        _("There is no host %s to be found. Is its name right, and is this computer online?"), host);

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
                      _("%s began to answer (status %u) and did not end in time."), host, status);
}
