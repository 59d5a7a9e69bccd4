/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What lk-chat-service.c (one call) and lk-chat-call.c (the steps of typed ones) share. */
#pragma once

#include "lk-chat-service.h"

G_BEGIN_DECLS

void  _lk_chat_service_send_async  (LkChatService        *self,
                                    const char           *method,
                                    const char           *path,
                                    const char           *content_type,
                                    GBytes               *body,
                                    gsize                 max_body,
                                    const char           *label,
                                    GCancellable         *cancellable,
                                    GAsyncReadyCallback   callback,
                                    gpointer              user_data);

G_END_DECLS
