/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkConversationsPage: tries the Conversations API: session, stream, queries and messages. */
#pragma once

#include <adwaita.h>

#include "lk-account.h"
#include "lk-conversation.h"

G_BEGIN_DECLS

#define LK_TYPE_CONVERSATIONS_PAGE (lk_conversations_page_get_type ())
G_DECLARE_FINAL_TYPE (LkConversationsPage, lk_conversations_page, LK, CONVERSATIONS_PAGE, AdwBin)

GtkWidget      *lk_conversations_page_new              (LkAccount           *account);
LkConversation *lk_conversations_page_get_conversation (LkConversationsPage *self);

G_END_DECLS
