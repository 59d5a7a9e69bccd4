/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkHttpClient: the application's one HTTP session. Bounded bodies, no redirect to another origin, fatal TLS errors. */
#pragma once

#include "lk-credentials.h"
#include "lk-exchange-log.h"

G_BEGIN_DECLS

#define LK_HTTP_ERROR (lk_http_error_quark ())
GQuark lk_http_error_quark (void);

typedef enum
{
  LK_HTTP_ERROR_REFUSED_URL, /* the address breaks the URL policy; nothing was sent */
  LK_HTTP_ERROR_UNREACHABLE, /* no such host, connection refused, no network */
  LK_HTTP_ERROR_TLS,         /* the certificate is not trusted; nothing was sent */
  LK_HTTP_ERROR_TIMED_OUT,
  LK_HTTP_ERROR_TOO_LARGE,  /* the body passed the exchange's bound */
  LK_HTTP_ERROR_REDIRECTED, /* a redirect that must not be followed */
  LK_HTTP_ERROR_BROKEN,     /* the answer broke off or is not HTTP */
} LkHttpError;

#define LK_TYPE_HTTP_CLIENT (lk_http_client_get_type ())
G_DECLARE_FINAL_TYPE (LkHttpClient, lk_http_client, LK, HTTP_CLIENT, GObject)

LkHttpClient  *lk_http_client_new               (LkExchangeLog        *log);
LkExchangeLog *lk_http_client_get_log           (LkHttpClient         *self);
void           lk_http_client_set_tls_database  (LkHttpClient         *self,
                                                 GTlsDatabase         *database);

void           lk_http_client_send_async        (LkHttpClient         *self,
                                                 LkExchange           *exchange,
                                                 LkCredentials        *credentials,
                                                 GCancellable         *cancellable,
                                                 GAsyncReadyCallback   callback,
                                                 gpointer              user_data);
gboolean       lk_http_client_send_finish       (LkHttpClient         *self,
                                                 GAsyncResult         *result,
                                                 GBytes              **answer,
                                                 GError              **error);

G_END_DECLS
