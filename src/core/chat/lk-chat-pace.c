/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-chat-pace.h"

#include "lk-http-date.h"

/* The service's limit (zendesk-chat.md section 5), less a few for the other pages of the window. */
#define REQUESTS_A_MINUTE 190
#define MINUTE (60 * 1000)

/* When it asks to wait without saying how long. */
#define DEFAULT_WAIT 20

struct _LkChatPace
{
  GQueue sent;          /* owned: gint64, when the latest requests went, oldest first */

  /* so many requests in so many milliseconds */
  guint max_requests;
  guint window;
};

/**
 * lk_chat_pace_new:
 *
 * Returns: (transfer full): a pace just below the service's 200 requests a minute
 */
LkChatPace *
lk_chat_pace_new (void)
{
  LkChatPace *self = g_new0 (LkChatPace, 1);

  g_queue_init (&self->sent);
  lk_chat_pace_set (self, REQUESTS_A_MINUTE, MINUTE);

  return self;
}

/**
 * lk_chat_pace_free:
 * @self: a pace
 */
void
lk_chat_pace_free (LkChatPace *self)
{
  g_queue_clear_full (&self->sent, g_free);
  g_free (self);
}

/**
 * lk_chat_pace_set:
 * @self: a pace
 * @n_requests: how many requests
 * @milliseconds: in how long a time
 */
void
lk_chat_pace_set (LkChatPace *self,
                  guint       n_requests,
                  guint       milliseconds)
{
  self->max_requests = n_requests;
  self->window = milliseconds;
}

/**
 * lk_chat_pace_count:
 * @self: a pace
 *
 * Counts a request that goes now.
 */
void
lk_chat_pace_count (LkChatPace *self)
{
  gint64 *now = g_new (gint64, 1);

  *now = g_get_monotonic_time ();
  g_queue_push_tail (&self->sent, now);
}

/**
 * lk_chat_pace_get_delay:
 * @self: a pace
 *
 * Returns: how long the next request has to wait for the pace's sake, in milliseconds
 */
gint64
lk_chat_pace_get_delay (LkChatPace *self)
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
 * lk_chat_pace_read_wait:
 * @exchange: an exchange that was answered with 429
 *
 * Reads `Retry-After`, which is seconds or a date (RFC 9110 section 10.2.3).
 *
 * Returns: how many seconds to wait, at least one
 */
gint64
lk_chat_pace_read_wait (LkExchange *exchange)
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
