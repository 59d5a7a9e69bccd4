/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkChatsPage: requests chats, or other resources of the API, and shows the answer. */
#pragma once

#include <adwaita.h>

#include "lk-account.h"
#include "lk-chat-export.h"

G_BEGIN_DECLS

#define LK_TYPE_CHATS_PAGE (lk_chats_page_get_type ())
G_DECLARE_FINAL_TYPE (LkChatsPage, lk_chats_page, LK, CHATS_PAGE, AdwBin)

GtkWidget *lk_chats_page_new       (LkAccount    *account);
void       lk_chats_page_send_path (LkChatsPage  *self,
                                    const char   *path);
void       lk_chats_page_export    (LkChatsPage  *self,
                                    LkChatFormat  format,
                                    const char   *path);

G_END_DECLS
