/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one redacting function: every text that leaves an exchange, a log line or an error goes through here. */
#pragma once

#include "lk-exchange.h"

G_BEGIN_DECLS

char   *lk_redact_text             (const char           *text);
char   *lk_redact_url              (const char           *url);
char   *lk_redact_header           (const char           *name,
                                    const char           *value);
char   *lk_redact_response_header  (LkExchange           *exchange,
                                    LkHeader              header);
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
char   *lk_redact_exchange         (LkExchange           *exchange,
                                    gsize                 max_body);
void    lk_redact_seal             (LkExchange           *exchange);
void    lk_redact_seal_request     (LkExchange           *exchange);
void    lk_redact_seal_request_async   (LkExchange           *exchange,
                                        GAsyncReadyCallback   callback,
                                        gpointer              user_data);
void    lk_redact_seal_request_finish  (LkExchange           *exchange,
                                        GAsyncResult         *result);

G_END_DECLS
