/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A WebSocket over the session of LkHttpClient: the same proxy, authorities and wording of errors as every request. */
#pragma once

#include <libsoup/soup.h>

#include "lk-http-client.h"

G_BEGIN_DECLS

void                     lk_http_client_open_stream_async   (LkHttpClient         *self,
                                                             const char           *url,
                                                             guint                 timeout,
                                                             GCancellable         *cancellable,
                                                             GAsyncReadyCallback   callback,
                                                             gpointer              user_data);
SoupWebsocketConnection *lk_http_client_open_stream_finish  (LkHttpClient         *self,
                                                             GAsyncResult         *result,
                                                             guint                *status,
                                                             GError              **error);

G_END_DECLS
