/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-http-client-private.h"

#include "lk-proxy-resolver.h"

G_DEFINE_FINAL_TYPE (LkHttpClient, lk_http_client, G_TYPE_OBJECT)

static void
lk_http_client_dispose (GObject *object)
{
  LkHttpClient *self = LK_HTTP_CLIENT (object);

  g_clear_object (&self->session);
  g_clear_object (&self->log);

  G_OBJECT_CLASS (lk_http_client_parent_class)->dispose (object);
}

static void
lk_http_client_class_init (LkHttpClientClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = lk_http_client_dispose;
}

static void
lk_http_client_init (LkHttpClient *self)
{
  g_autoptr(GProxyResolver) resolver = lk_proxy_resolver_new ();

  /* The time-outs are those of each exchange. */
  self->session = soup_session_new_with_options ("user-agent", "Latchkey/" LK_VERSION, "timeout", 0, "idle-timeout", 30,
                                                 "proxy-resolver", resolver, NULL);

  /* It would ask for and keep passwords; a 401 is the caller's to read. */
  soup_session_remove_feature_by_type (self->session, SOUP_TYPE_AUTH_MANAGER);
  /* A compressed message of a stream counts by its compressed length against libsoup's bound: without it there is
   * none. */
  soup_session_remove_feature_by_type (self->session, SOUP_TYPE_WEBSOCKET_EXTENSION_MANAGER);
}

/**
 * lk_http_client_new:
 * @log: (nullable): where every exchange is put at its sending
 *
 * Makes a session without cookies, cache, stored passwords and HTTP log, which uses the system's proxy and the system's
 * trusted authorities.
 *
 * Returns: (transfer full): a client
 */
LkHttpClient *
lk_http_client_new (LkExchangeLog *log)
{
  LkHttpClient *self;

  g_return_val_if_fail (log == NULL || LK_IS_EXCHANGE_LOG (log), NULL);

  self = g_object_new (LK_TYPE_HTTP_CLIENT, NULL);
  g_set_object (&self->log, log);

  return self;
}

/**
 * lk_http_client_get_log:
 * @self: a client
 *
 * Returns: (transfer none) (nullable): the log it was made with
 */
LkExchangeLog *
lk_http_client_get_log (LkHttpClient *self)
{
  g_return_val_if_fail (LK_IS_HTTP_CLIENT (self), NULL);

  return self->log;
}

/**
 * lk_http_client_set_tls_database:
 * @self: a client
 * @database: (nullable): whom to trust instead of the system's authorities, or %NULL for these
 *
 * For tests, which bring an authority of their own. There is no way to accept a certificate that is not trusted.
 */
void
lk_http_client_set_tls_database (LkHttpClient *self,
                                 GTlsDatabase *database)
{
  g_return_if_fail (LK_IS_HTTP_CLIENT (self));
  g_return_if_fail (database == NULL || G_IS_TLS_DATABASE (database));

  if (database != NULL)
    {
      soup_session_set_tls_database (self->session, database);
    }
  else
    {
      g_autoptr(GTlsDatabase) system = g_tls_backend_get_default_database (g_tls_backend_get_default ());

      soup_session_set_tls_database (self->session, system);
    }
}
