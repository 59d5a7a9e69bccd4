/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkConversationMessage: one message of a conversation's stream, ours or the service's. Immutable. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  LK_CONVERSATION_MESSAGE_QUERY,   /* sent by us */
  LK_CONVERSATION_MESSAGE_REPLY,   /* the answer to one, with its id */
  LK_CONVERSATION_MESSAGE_ERROR,   /* the same, with errors in it */
  LK_CONVERSATION_MESSAGE_EVENT,   /* data of a subscription */
  LK_CONVERSATION_MESSAGE_END,     /* the service ends the session */
  LK_CONVERSATION_MESSAGE_OTHER,   /* a JSON object of no known kind */
} LkConversationMessageKind;

#define LK_TYPE_CONVERSATION_MESSAGE (lk_conversation_message_get_type ())
G_DECLARE_FINAL_TYPE (LkConversationMessage, lk_conversation_message, LK, CONVERSATION_MESSAGE, GObject)

LkConversationMessage     *lk_conversation_message_new      (LkConversationMessageKind  kind,
                                                             gint64                     id,
                                                             gint64                     took,
                                                             GBytes                    *json);
LkConversationMessageKind  lk_conversation_message_get_kind (LkConversationMessage     *self);
gint64                     lk_conversation_message_get_id   (LkConversationMessage     *self);
gint64                     lk_conversation_message_get_time (LkConversationMessage     *self);
gint64                     lk_conversation_message_get_took (LkConversationMessage     *self);
GBytes                    *lk_conversation_message_get_json (LkConversationMessage     *self);

G_END_DECLS
