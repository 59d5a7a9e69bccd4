/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkChatPace: how fast the service may be asked, and how long to wait when it says that it was too fast. */
#pragma once

#include "lk-exchange.h"

G_BEGIN_DECLS

typedef struct _LkChatPace LkChatPace;

LkChatPace *lk_chat_pace_new        (void);
void        lk_chat_pace_free       (LkChatPace *self);
void        lk_chat_pace_set        (LkChatPace *self,
                                     guint       n_requests,
                                     guint       milliseconds);
void        lk_chat_pace_count      (LkChatPace *self);
gint64      lk_chat_pace_get_delay  (LkChatPace *self);
gint64      lk_chat_pace_read_wait  (LkExchange *exchange);

G_END_DECLS
