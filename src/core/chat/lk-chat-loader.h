/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkChatLoader: asks for a page of chats, for the next one, or for all of them at the pace that the service allows. */
#pragma once

#include "lk-chat-list.h"
#include "lk-chat-service.h"

G_BEGIN_DECLS

/* How the pages that are loaded end. */
typedef enum
{
  LK_CHAT_END_NONE,       /* nothing is loaded, or no chats */
  LK_CHAT_END_MORE,       /* a next page is named */
  LK_CHAT_END_COMPLETE,   /* none is */
  LK_CHAT_END_REPEATED,   /* the next page named is one that was loaded already, or brought nothing new */
  LK_CHAT_END_FULL,       /* there is more, but not room for it */
} LkChatEnd;

#define LK_TYPE_CHAT_LOADER (lk_chat_loader_get_type ())
G_DECLARE_FINAL_TYPE (LkChatLoader, lk_chat_loader, LK, CHAT_LOADER, GObject)

LkChatLoader *lk_chat_loader_new         (LkChatService        *service);
LkChatList   *lk_chat_loader_get_list    (LkChatLoader         *self);
LkChatEnd     lk_chat_loader_get_end     (LkChatLoader         *self);
gboolean      lk_chat_loader_is_busy     (LkChatLoader         *self);
guint         lk_chat_loader_get_n_pages (LkChatLoader         *self);
guint64       lk_chat_loader_get_total   (LkChatLoader         *self);
gint64        lk_chat_loader_get_resumes (LkChatLoader         *self);
void          lk_chat_loader_set_rate    (LkChatLoader         *self,
                                          guint                 n_requests,
                                          guint                 milliseconds);
void          lk_chat_loader_set_room    (LkChatLoader         *self,
                                          gsize                 bytes);

void          lk_chat_loader_load_async  (LkChatLoader         *self,
                                          const char           *path,
                                          GCancellable         *cancellable,
                                          GAsyncReadyCallback   callback,
                                          gpointer              user_data);
void          lk_chat_loader_next_async  (LkChatLoader         *self,
                                          GCancellable         *cancellable,
                                          GAsyncReadyCallback   callback,
                                          gpointer              user_data);
void          lk_chat_loader_all_async   (LkChatLoader         *self,
                                          GCancellable         *cancellable,
                                          GAsyncReadyCallback   callback,
                                          gpointer              user_data);
void          lk_chat_loader_whole_async (LkChatLoader         *self,
                                          const char           *path,
                                          GCancellable         *cancellable,
                                          GAsyncReadyCallback   callback,
                                          gpointer              user_data);
LkExchange   *lk_chat_loader_finish      (LkChatLoader         *self,
                                          GAsyncResult         *result,
                                          LkExchange          **exchange,
                                          gboolean             *has_chats,
                                          GError              **error);

G_END_DECLS
