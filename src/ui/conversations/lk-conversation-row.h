/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One message of a conversation in a list: what it is and when; opened, all of it. */
#pragma once

#include <adwaita.h>

#include "lk-conversation-message.h"

G_BEGIN_DECLS

GtkWidget *lk_conversation_row_new (LkConversationMessage *message);

G_END_DECLS
