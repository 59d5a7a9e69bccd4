/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkPracticeChats: what was written to chats, over those that are made from their number. */
#pragma once

#include <json-glib/json-glib.h>

#include "lk-practice-context.h"

G_BEGIN_DECLS

LkPracticeChats *lk_practice_chats_new         (void);
void             lk_practice_chats_free        (LkPracticeChats   *self);
JsonObject      *lk_practice_chats_get         (LkPractice        *practice,
                                                guint              index);
JsonObject      *lk_practice_chats_find        (LkPractice        *practice,
                                                const char        *id);
GPtrArray       *lk_practice_chats_get_created (LkPracticeChats   *self);
guint            lk_practice_chats_count       (LkPractice        *practice);
void             lk_practice_chats_write       (LkPracticeRequest *request,
                                                const char        *id);

G_END_DECLS
