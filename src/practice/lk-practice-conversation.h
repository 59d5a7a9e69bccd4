/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The practice server's Conversations API: GraphQL to start a session, a WebSocket to talk in it. */
#pragma once

#include "lk-practice-context.h"

G_BEGIN_DECLS

#define LK_PRACTICE_STREAM_PATH "/stream/0.1/graphql"

LkPracticeStreams *lk_practice_streams_new         (LkPractice              *practice);
void               lk_practice_streams_free        (LkPracticeStreams       *self);
gboolean           lk_practice_streams_admit       (LkPracticeStreams       *self,
                                                    const char              *path);
void               lk_practice_streams_connect     (LkPracticeStreams       *self,
                                                    const char              *path,
                                                    SoupWebsocketConnection *connection);
void               lk_practice_graphql             (LkPracticeRequest       *request);
void               lk_practice_graphql_reply_error (LkPracticeRequest       *request,
                                                    const char              *name,
                                                    const char              *message);

G_END_DECLS
