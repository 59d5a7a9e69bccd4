/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The practice account's content: chats of any number, each made from its number alone whenever it is asked for. */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

JsonObject *lk_practice_data_chat         (guint       index);
char       *lk_practice_data_chat_id      (guint       index);
gboolean    lk_practice_data_find_chat    (const char *id,
                                           guint       n_chats,
                                           guint      *index);
gint64      lk_practice_data_chat_time    (guint       index);
gboolean    lk_practice_data_chat_matches (guint       index,
                                           const char *words);
JsonObject *lk_practice_data_search_hit   (guint       index,
                                           const char *api_base);

JsonObject *lk_practice_data_agent        (const char *email);
JsonObject *lk_practice_data_account      (void);
JsonArray  *lk_practice_data_departments  (void);
guint64     lk_practice_data_agent_id     (void);
char       *lk_practice_data_time         (gint64      seconds);

G_END_DECLS
