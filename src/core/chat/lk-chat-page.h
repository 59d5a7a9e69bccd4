/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One answer that holds chats, in any of the shapes the service has for them. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct
{
  GPtrArray *chats;      /* owned: of LkChat */
  char      *next_url;   /* owned, nullable: NULL at the end; to be followed within its origin alone */
  gint64     count;      /* what the service says there is; -1: nothing */
} LkChatPage;

LkChatPage *lk_chat_page_parse         (GBytes               *body,
                                        GCancellable         *cancellable,
                                        GError              **error);
void        lk_chat_page_parse_async   (GBytes               *body,
                                        GCancellable         *cancellable,
                                        GAsyncReadyCallback   callback,
                                        gpointer              user_data);
LkChatPage *lk_chat_page_parse_finish  (GAsyncResult         *result,
                                        GError              **error);
void        lk_chat_page_free          (LkChatPage           *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LkChatPage, lk_chat_page_free)

G_END_DECLS
