/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hides what goes by a secret's name: every text that leaves an exchange or an error goes through here. */
#pragma once

#include "lk-exchange.h"

G_BEGIN_DECLS

char   *lk_redact_text             (const char           *text);
char   *lk_redact_url              (const char           *url);
char   *lk_redact_header           (const char           *name,
                                    const char           *value);
char   *lk_redact_request_body     (LkExchange           *exchange,
                                    gsize                 max_bytes);
char   *lk_redact_response_body    (LkExchange           *exchange,
                                    gsize                 max_bytes);
GBytes *lk_redact_response_beginning (LkExchange         *exchange,
                                    gsize                 max_bytes);
void    lk_redact_response_async   (LkExchange           *exchange,
                                    GCancellable         *cancellable,
                                    GAsyncReadyCallback   callback,
                                    gpointer              user_data);
GBytes *lk_redact_response_finish  (LkExchange           *exchange,
                                    GAsyncResult         *result,
                                    GError              **error);

G_END_DECLS
