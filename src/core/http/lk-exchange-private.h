/* SPDX-License-Identifier: GPL-3.0-or-later */
/* For lk-redact-seal.c alone: an exchange whose text can be overwritten in its place. */
#pragma once

#include "lk-exchange.h"

G_BEGIN_DECLS

typedef enum
{
  LK_EXCHANGE_PART_REQUEST_HEADER,
  LK_EXCHANGE_PART_REQUEST_BODY,
  LK_EXCHANGE_PART_RESPONSE_HEADER,
  LK_EXCHANGE_PART_RESPONSE_BODY,
} LkExchangePart;

/* `name` is a header's; the text keeps its length. */
typedef void (*LkExchangeOverwriteFunc) (LkExchangePart  part,
                                         const char     *name,
                                         char           *text,
                                         gsize           length,
                                         gpointer        user_data);

void  _lk_exchange_overwrite  (LkExchange              *self,
                               gboolean                 with_answer,
                               LkExchangeOverwriteFunc  func,
                               gpointer                 user_data);

G_END_DECLS
