/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkChatList: the chats of many pages as one GListModel, none of them twice. */
#pragma once

#include "lk-chat.h"

G_BEGIN_DECLS

#define LK_TYPE_CHAT_LIST (lk_chat_list_get_type ())
G_DECLARE_FINAL_TYPE (LkChatList, lk_chat_list, LK, CHAT_LIST, GObject)

LkChatList *lk_chat_list_new       (void);
guint       lk_chat_list_add       (LkChatList *self,
                                    GPtrArray  *chats);
LkChat     *lk_chat_list_find      (LkChatList *self,
                                    const char *id);
gboolean    lk_chat_list_replace   (LkChatList *self,
                                    LkChat     *chat);
void        lk_chat_list_clear     (LkChatList *self);
guint       lk_chat_list_get_n     (LkChatList *self);
gsize       lk_chat_list_get_bytes (LkChatList *self);
GPtrArray  *lk_chat_list_dup_chats (LkChatList *self);

G_END_DECLS
