/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkConversation: an agent session of the Conversations API and its stream: pings, queries, subscriptions. */
#pragma once

#include "lk-agent-session.h"
#include "lk-conversation-message.h"

G_BEGIN_DECLS

typedef enum
{
  LK_CONVERSATION_CLOSED,       /* not started, or stopped from here */
  LK_CONVERSATION_STARTING,     /* the session is asked for */
  LK_CONVERSATION_CONNECTING,   /* there is a session; its stream is being opened */
  LK_CONVERSATION_OPEN,
  LK_CONVERSATION_ENDED,        /* the service has ended the session */
  LK_CONVERSATION_FAILED,       /* see lk_conversation_get_error () */
} LkConversationState;

#define LK_TYPE_CONVERSATION_STATE (lk_conversation_state_get_type ())
GType lk_conversation_state_get_type (void);

#define LK_TYPE_CONVERSATION (lk_conversation_get_type ())
G_DECLARE_FINAL_TYPE (LkConversation, lk_conversation, LK, CONVERSATION, GObject)

LkConversation        *lk_conversation_new               (LkTokenSource        *source,
                                                          LkHttpClient         *client);
LkConversationState    lk_conversation_get_state         (LkConversation       *self);
gboolean               lk_conversation_is_running        (LkConversation       *self);
const char            *lk_conversation_get_session_id    (LkConversation       *self);
gint64                 lk_conversation_get_round_trip    (LkConversation       *self);
guint                  lk_conversation_get_n_unanswered  (LkConversation       *self);
const GError          *lk_conversation_get_error         (LkConversation       *self);
GListModel            *lk_conversation_get_messages      (LkConversation       *self);
void                   lk_conversation_clear_messages    (LkConversation       *self);
void                   lk_conversation_set_ping_interval (LkConversation       *self,
                                                          guint                 milliseconds);

void                   lk_conversation_start_async       (LkConversation       *self,
                                                          GCancellable         *cancellable,
                                                          GAsyncReadyCallback   callback,
                                                          gpointer              user_data);
gboolean               lk_conversation_start_finish      (LkConversation       *self,
                                                          GAsyncResult         *result,
                                                          LkExchange          **exchange,
                                                          GError              **error);
void                   lk_conversation_query_async       (LkConversation       *self,
                                                          const char           *query,
                                                          GCancellable         *cancellable,
                                                          GAsyncReadyCallback   callback,
                                                          gpointer              user_data);
LkConversationMessage *lk_conversation_query_finish      (LkConversation       *self,
                                                          GAsyncResult         *result,
                                                          GError              **error);
void                   lk_conversation_stop              (LkConversation       *self);

G_END_DECLS
