/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkExchange: one HTTP request and its answer, with times and sizes. Text leaves it through lk-redact.h alone. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  LK_EXCHANGE_PURPOSE_API,          /* a REST call with the bearer token */
  LK_EXCHANGE_PURPOSE_TOKEN,        /* the token endpoint */
  LK_EXCHANGE_PURPOSE_AUTHORIZE,    /* the authorize page: two addresses, sent by the user agent */
  LK_EXCHANGE_PURPOSE_CONVERSATION, /* GraphQL */
} LkExchangePurpose;

typedef struct
{
  const char *name;
  const char *value;
} LkHeader;

/* Microseconds; -1 for a step that was not needed: a reused connection has no DNS, connect or TLS. */
typedef struct
{
  gint64 started; /* since the epoch */
  gint64 dns;
  gint64 connect;
  gint64 tls;
  gint64 wait;    /* request sent to first byte */
  gint64 receive; /* first byte to last */
  gint64 total;
} LkExchangeTimes;

#define LK_TYPE_EXCHANGE (lk_exchange_get_type ())
G_DECLARE_FINAL_TYPE (LkExchange, lk_exchange, LK, EXCHANGE, GObject)

LkExchange            *lk_exchange_new                     (LkExchangePurpose      purpose,
                                                            const char            *method,
                                                            const char            *url);

/* The request, set before it is sent. */
gboolean               lk_exchange_add_request_header      (LkExchange            *self,
                                                            const char            *name,
                                                            const char            *value);
void                   lk_exchange_set_request_body        (LkExchange            *self,
                                                            const char            *content_type,
                                                            GBytes                *body);
void                   lk_exchange_set_max_body            (LkExchange            *self,
                                                            gsize                  bytes);
void                   lk_exchange_set_confidential        (LkExchange            *self,
                                                            gboolean               confidential);
void                   lk_exchange_set_timeout             (LkExchange            *self,
                                                            guint                  seconds);
void                   lk_exchange_set_url                 (LkExchange            *self,
                                                            const char            *url);
void                   lk_exchange_set_connection          (LkExchange            *self,
                                                            const char            *connection_id,
                                                            const char            *connection_name);
void                   lk_exchange_set_label               (LkExchange            *self,
                                                            const char            *label);

LkExchangePurpose      lk_exchange_get_purpose             (LkExchange            *self);
const char            *lk_exchange_get_method              (LkExchange            *self);
const char            *lk_exchange_get_url                 (LkExchange            *self);
const char            *lk_exchange_get_connection_id       (LkExchange            *self);
const char            *lk_exchange_get_connection_name     (LkExchange            *self);
const char            *lk_exchange_get_label               (LkExchange            *self);
gsize                  lk_exchange_get_max_body            (LkExchange            *self);
gboolean               lk_exchange_is_confidential         (LkExchange            *self);
guint                  lk_exchange_get_timeout             (LkExchange            *self);
GBytes                *lk_exchange_get_request_body        (LkExchange            *self);
const char            *lk_exchange_get_request_type        (LkExchange            *self);
const char            *lk_exchange_get_request_header      (LkExchange            *self,
                                                            const char            *name);
guint                  lk_exchange_get_n_request_headers   (LkExchange            *self);
LkHeader               lk_exchange_get_request_header_at   (LkExchange            *self,
                                                            guint                  index);

/* The answer. */
gboolean               lk_exchange_is_done                 (LkExchange            *self);
guint                  lk_exchange_get_status              (LkExchange            *self);
const char            *lk_exchange_get_reason              (LkExchange            *self);
const char            *lk_exchange_get_response_header     (LkExchange            *self,
                                                            const char            *name);
guint                  lk_exchange_get_n_response_headers  (LkExchange            *self);
LkHeader               lk_exchange_get_response_header_at  (LkExchange            *self,
                                                            guint                  index);
const char            *lk_exchange_get_content_type        (LkExchange            *self);
gboolean               lk_exchange_is_html                 (LkExchange            *self);
GBytes                *lk_exchange_get_body                (LkExchange            *self);
gboolean               lk_exchange_is_body_dropped         (LkExchange            *self);
gsize                  lk_exchange_get_body_size           (LkExchange            *self);
gsize                  lk_exchange_get_wire_size           (LkExchange            *self);
const LkExchangeTimes *lk_exchange_get_times               (LkExchange            *self);
const GError          *lk_exchange_get_error               (LkExchange            *self);
gboolean               lk_exchange_is_success              (LkExchange            *self);

/* Filling in: for the HTTP client, the log, and tests. */
void                   lk_exchange_set_response            (LkExchange            *self,
                                                            guint                  status,
                                                            const char            *reason);
void                   lk_exchange_add_response_header     (LkExchange            *self,
                                                            const char            *name,
                                                            const char            *value);
void                   lk_exchange_set_body                (LkExchange            *self,
                                                            GBytes                *body,
                                                            gsize                  wire_size);
void                   lk_exchange_set_times               (LkExchange            *self,
                                                            const LkExchangeTimes *times);
void                   lk_exchange_finish                  (LkExchange            *self,
                                                            const GError          *error);
void                   lk_exchange_drop_body               (LkExchange            *self);

G_END_DECLS
