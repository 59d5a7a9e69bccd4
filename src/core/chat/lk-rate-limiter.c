/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-rate-limiter.h"

#include "lk-http-date.h"

/* The service's limit (zendesk-chat.md section 5), less a few for the other pages of the window. */
#define REQUESTS_A_MINUTE 190
#define MINUTE (60 * 1000)

/* Seconds to wait when the service does not say how long. */
#define DEFAULT_WAIT 20

struct _LkRateLimiter
{
  GQueue sent; /* owned: gint64, when the latest requests went, oldest first */

  /* at most this many requests in this many milliseconds */
  guint max_requests;
  guint window;
};

/**
 * lk_rate_limiter_new:
 *
 * Returns: (transfer full): a limiter just below the service's 200 requests a minute
 */
LkRateLimiter *
lk_rate_limiter_new (void)
{
  LkRateLimiter *self = g_new0 (LkRateLimiter, 1);

  g_queue_init (&self->sent);
  lk_rate_limiter_set (self, REQUESTS_A_MINUTE, MINUTE);

  return self;
}

/**
 * lk_rate_limiter_free:
 * @self: a limiter
 */
void
lk_rate_limiter_free (LkRateLimiter *self)
{
  g_queue_clear_full (&self->sent, g_free);
  g_free (self);
}

/**
 * lk_rate_limiter_set:
 * @self: a limiter
 * @n_requests: how many requests
 * @milliseconds: in how long a time
 */
void
lk_rate_limiter_set (LkRateLimiter *self,
                     guint          n_requests,
                     guint          milliseconds)
{
  self->max_requests = n_requests;
  self->window = milliseconds;
}

/**
 * lk_rate_limiter_count:
 * @self: a limiter
 *
 * Counts a request that goes now.
 */
void
lk_rate_limiter_count (LkRateLimiter *self)
{
  gint64 *now = g_new (gint64, 1);

  *now = g_get_monotonic_time ();
  g_queue_push_tail (&self->sent, now);
}

/**
 * lk_rate_limiter_get_delay:
 * @self: a limiter
 *
 * Returns: how long the next request has to wait, in milliseconds
 */
gint64
lk_rate_limiter_get_delay (LkRateLimiter *self)
{
  gint64 now = g_get_monotonic_time ();
  gint64 window = (gint64) self->window * 1000;
  gint64 *oldest;

  while ((oldest = g_queue_peek_head (&self->sent)) != NULL && now - *oldest >= window)
    g_free (g_queue_pop_head (&self->sent));

  if (self->sent.length < self->max_requests)
    return 0;

  return (*oldest + window - now) / 1000 + 1;
}

/**
 * lk_retry_after_is_asked:
 * @exchange: an exchange with an answer
 *
 * Returns: whether the service asks to come back later: by 429, or by 503 with the time to wait (RFC 9110 section
 *   10.2.3)
 */
gboolean
lk_retry_after_is_asked (LkExchange *exchange)
{
  guint status = lk_exchange_get_status (exchange);

  return status == 429 || (status == 503 && lk_exchange_get_response_header (exchange, "Retry-After") != NULL);
}

/**
 * lk_retry_after_read:
 * @exchange: an exchange whose answer asks to wait
 *
 * Reads `Retry-After`, which is seconds or a date (RFC 9110 section 10.2.3).
 *
 * Returns: how many seconds to wait, at least one
 */
gint64
lk_retry_after_read (LkExchange *exchange)
{
  const char *text = lk_exchange_get_response_header (exchange, "Retry-After");
  guint64 seconds;
  gint64 moment;

  if (text == NULL)
    return DEFAULT_WAIT;
  if (g_ascii_string_to_unsigned (text, 10, 0, G_MAXINT, &seconds, NULL))
    return MAX ((gint64) seconds, 1);

  moment = lk_http_date_parse (text);

  return moment >= 0 ? MAX (moment - g_get_real_time () / G_USEC_PER_SEC, 1) : DEFAULT_WAIT;
}
