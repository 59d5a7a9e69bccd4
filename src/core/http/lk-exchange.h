/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkExchange: one HTTP request and its answer, with times and sizes. Text leaves it through redact alone. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  LK_EXCHANGE_PURPOSE_API,            /* a REST call with the bearer token */
  LK_EXCHANGE_PURPOSE_TOKEN,          /* the token endpoint */
  LK_EXCHANGE_PURPOSE_AUTHORIZE,      /* the authorize page: address and answer address only, sent by the user agent */
  LK_EXCHANGE_PURPOSE_CONVERSATION,   /* GraphQL */
} LkExchangePurpose;

typedef struct
{
  const char *name;
  const char *value;
} LkHeader;

/* Times in microseconds; -1 where the step did not take place (a reused connection has no DNS, connect or TLS). */
typedef struct
{
  gint64 started;    /* since the epoch, g_get_real_time () */
  gint64 dns;
  gint64 connect;
  gint64 tls;
  gint64 wait;       /* request sent to first byte */
  gint64 receive;    /* first byte to last */
  gint64 total;
} LkExchangeTimes;

#define LK_TYPE_EXCHANGE (lk_exchange_get_type ())
G_DECLARE_FINAL_TYPE (LkExchange, lk_exchange, LK, EXCHANGE, GObject)

LkExchange            *lk_exchange_new                  (LkExchangePurpose  purpose,
                                                         const char        *method,
                                                         const char        *url);

/* The request, set before it is sent. */
gboolean               lk_exchange_add_request_header   (LkExchange *self, const char *name, const char *value); /* FALSE: CR, LF, NUL or not ASCII in it; nothing added (E3) */
void                   lk_exchange_set_request_body     (LkExchange *self, const char *content_type, GBytes *body);
void                   lk_exchange_set_max_body         (LkExchange *self, gsize bytes);      /* counted after decompression; default 256 MiB, 1 MiB for TOKEN (E1) */
void                   lk_exchange_set_timeout          (LkExchange *self, guint seconds);    /* of silence; default 30 */
void                   lk_exchange_set_connection       (LkExchange *self, const char *connection_id, const char *connection_name);
void                   lk_exchange_set_label            (LkExchange *self, const char *label);   /* what the call is for, in the user's language */

LkExchangePurpose      lk_exchange_get_purpose          (LkExchange *self);
const char            *lk_exchange_get_method           (LkExchange *self);
const char            *lk_exchange_get_url              (LkExchange *self);
const char            *lk_exchange_get_connection_id    (LkExchange *self);
const char            *lk_exchange_get_connection_name  (LkExchange *self);
const char            *lk_exchange_get_label            (LkExchange *self);
GBytes                *lk_exchange_get_request_body     (LkExchange *self);   /* nullable, borrowed */
const char            *lk_exchange_get_request_type     (LkExchange *self);
guint                  lk_exchange_get_n_request_headers  (LkExchange *self);
LkHeader               lk_exchange_get_request_header_at  (LkExchange *self, guint index);

/* The answer. */
gboolean               lk_exchange_is_done              (LkExchange *self);   /* property "done", notified once */
guint                  lk_exchange_get_status           (LkExchange *self);   /* 0 while there is no answer */
const char            *lk_exchange_get_reason           (LkExchange *self);
const char            *lk_exchange_get_response_header  (LkExchange *self, const char *name);   /* nullable */
guint                  lk_exchange_get_n_response_headers (LkExchange *self);
LkHeader               lk_exchange_get_response_header_at (LkExchange *self, guint index);
const char            *lk_exchange_get_content_type     (LkExchange *self);   /* without parameters; nullable */
GBytes                *lk_exchange_get_body             (LkExchange *self);   /* nullable: none yet, or dropped; borrowed */
gboolean               lk_exchange_is_body_dropped      (LkExchange *self);   /* the log let go of it to stay within its bound */
gsize                  lk_exchange_get_body_size        (LkExchange *self);   /* decoded; stays when the body is dropped */
gsize                  lk_exchange_get_wire_size        (LkExchange *self);   /* as sent, before decompression */
const LkExchangeTimes *lk_exchange_get_times            (LkExchange *self);
const GError          *lk_exchange_get_error            (LkExchange *self);   /* LK_HTTP_ERROR or G_IO_ERROR_CANCELLED; NULL when an answer came, whatever its status */
gboolean               lk_exchange_is_success           (LkExchange *self);   /* done, no error, status 2xx */

/* Filling in, for http-client, conversation, the log and tests. */
void                   lk_exchange_set_response         (LkExchange *self, guint status, const char *reason);
void                   lk_exchange_add_response_header  (LkExchange *self, const char *name, const char *value);
void                   lk_exchange_set_body             (LkExchange *self, GBytes *body, gsize wire_size);
void                   lk_exchange_set_times            (LkExchange *self, const LkExchangeTimes *times);
void                   lk_exchange_finish               (LkExchange *self, const GError *error);   /* nullable; sets done */
void                   lk_exchange_drop_body            (LkExchange *self);

G_END_DECLS
