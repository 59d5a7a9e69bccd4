/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What lk-chat-service.c (one call) and lk-chat-call.c (the steps of typed ones) share. */
#pragma once

#include "lk-chat-service.h"

G_BEGIN_DECLS

void     _lk_chat_service_ask_async   (LkChatService        *self,
                                       const char           *method,
                                       const char           *path,
                                       GBytes               *body,
                                       gsize                 max_body,
                                       const char           *label,
                                       GCancellable         *cancellable,
                                       GAsyncReadyCallback   callback,
                                       gpointer              user_data);
gboolean _lk_chat_service_ask_finish  (LkChatService        *self,
                                       GAsyncResult         *result,
                                       GBytes              **answer,
                                       LkExchange          **exchange,
                                       GError              **error);

G_END_DECLS
