/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkRateLimiter: how fast the service may be asked, and how long to wait when it says that it was too fast. */
#pragma once

#include "lk-exchange.h"

G_BEGIN_DECLS

typedef struct _LkRateLimiter LkRateLimiter;

LkRateLimiter *lk_rate_limiter_new        (void);
void           lk_rate_limiter_free       (LkRateLimiter *self);
void           lk_rate_limiter_set        (LkRateLimiter *self,
                                           guint          n_requests,
                                           guint          milliseconds);
void           lk_rate_limiter_count      (LkRateLimiter *self);
gint64         lk_rate_limiter_get_delay  (LkRateLimiter *self);

gboolean       lk_retry_after_is_asked    (LkExchange    *exchange);
gint64         lk_retry_after_read        (LkExchange    *exchange);

G_END_DECLS
