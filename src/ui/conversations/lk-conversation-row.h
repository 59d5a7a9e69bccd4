/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A message of a conversation in a list: its kind and time; expanded, its contents. */
#pragma once

#include <adwaita.h>

#include "lk-conversation-message.h"

G_BEGIN_DECLS

GtkWidget *lk_conversation_row_new (LkConversationMessage *message);

G_END_DECLS
