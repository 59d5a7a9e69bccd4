/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the two halves of LkConversation share: its life and its questions, and its stream. */
#pragma once

#include "lk-conversation.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

struct _LkConversation
{
  GObject parent_instance;

  /* owned */
  LkTokenSource *source;
  LkHttpClient *client;
  GListStore *messages; /* newest first */
  GHashTable *queries;  /* of GTask by gint64: those without an answer yet */

  /* Owned, nullable: of the present session */
  LkAgentSession *agent_session;
  SoupWebsocketConnection *stream;
  GError *error;

  /* Owned by its task; set while it starts */
  GCancellable *abort;

  LkConversationState state;
  gsize kept_bytes;
  gint64 last_id;
  guint ping_interval; /* milliseconds */
  guint ping_timer;
  gint64 ping_payload; /* of the last ping: milliseconds since the epoch */
  gint64 ping_sent;    /* monotonic */
  gint64 round_trip;   /* microseconds; -1 before the first */
  guint n_unanswered;
  gboolean has_heard_pong;
};

/* A query without an answer yet: the data of its task. */
typedef struct
{
  gint64 id;
  gint64 sent;            /* monotonic */
  GSource *cancel_source; /* owned, nullable */
  GSource *timer;         /* owned */
} LkConversationQuery;

enum
{
  LK_CONVERSATION_PROP_STATE = 1,
  LK_CONVERSATION_PROP_ROUND_TRIP,
  LK_CONVERSATION_PROP_N_UNANSWERED,
  LK_CONVERSATION_N_PROPS,
};

extern GParamSpec *_lk_conversation_properties[LK_CONVERSATION_N_PROPS];

void   _lk_conversation_set_state    (LkConversation          *self,
                                      LkConversationState      state);
void   _lk_conversation_set_pings    (LkConversation          *self,
                                      gint64                   round_trip,
                                      guint                    n_unanswered);
void   _lk_conversation_keep         (LkConversation          *self,
                                      LkConversationMessage   *message);
GTask *_lk_conversation_take_query   (LkConversation          *self,
                                      gint64                   id);
void   _lk_conversation_adopt        (LkConversation          *self,
                                      SoupWebsocketConnection *stream);
void   _lk_conversation_drop_stream  (LkConversation          *self,
                                      gushort                  code);
void   _lk_conversation_end          (LkConversation          *self,
                                      LkConversationState      state,
                                      gushort                  code,
                                      GError                  *error);
void   _lk_conversation_clear_source (GSource                **source);

G_END_DECLS
