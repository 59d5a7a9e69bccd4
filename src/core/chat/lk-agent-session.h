/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkAgentSession: what startAgentSession gives: the session's numbers and the address of its stream. */
#pragma once

#include "lk-http-client.h"
#include "lk-token-source.h"

G_BEGIN_DECLS

#define LK_CONVERSATION_ERROR (lk_conversation_error_quark ())
GQuark lk_conversation_error_quark (void);

typedef enum
{
  LK_CONVERSATION_ERROR_NO_ADDRESS,     /* the connection has no address for the Conversations API */
  LK_CONVERSATION_ERROR_SCOPES,         /* the token lacks one of read, write, chat; nothing was sent */
  LK_CONVERSATION_ERROR_REFUSED,        /* the service answered with errors, or a status that is not 2xx */
  LK_CONVERSATION_ERROR_BAD_ANSWER,     /* the answer is not what was due */
  LK_CONVERSATION_ERROR_FOREIGN_STREAM, /* the stream's address is not one to connect to; it was not */
  LK_CONVERSATION_ERROR_NO_STREAM,      /* the stream did not open */
  LK_CONVERSATION_ERROR_TIMED_OUT,
  LK_CONVERSATION_ERROR_NOT_OPEN,    /* there is no stream to ask on, or it has ended meanwhile */
  LK_CONVERSATION_ERROR_LOST,        /* the stream broke off without an end of the session */
  LK_CONVERSATION_ERROR_SILENT,      /* pings were answered, and are no longer */
  LK_CONVERSATION_ERROR_BAD_MESSAGE, /* a message that is no JSON object, or too large */
} LkConversationError;

typedef struct
{
  char *session_id;
  char *client_id;
  char *stream_url;
} LkAgentSession;

gboolean        lk_agent_session_has_scopes   (LkToken              *token);
void            lk_agent_session_start_async  (LkTokenSource        *source,
                                               LkHttpClient         *client,
                                               GCancellable         *cancellable,
                                               GAsyncReadyCallback   callback,
                                               gpointer              user_data);
LkAgentSession *lk_agent_session_start_finish (LkTokenSource        *source,
                                               GAsyncResult         *result,
                                               LkExchange          **exchange,
                                               GError              **error);
void            lk_agent_session_free         (LkAgentSession       *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LkAgentSession, lk_agent_session_free)

G_END_DECLS
