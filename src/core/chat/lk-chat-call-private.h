/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the typed calls of LkChatService share: each is a row of steps, sent one after the other. */
#pragma once

#include <json-glib/json-glib.h>

#include "lk-chat-service.h"

G_BEGIN_DECLS

typedef struct _LkChatCall LkChatCall;

/* Reads the answer of a step into the call. FALSE without an error: it is not what was due. */
typedef gboolean (*LkChatReadFunc) (LkChatCall     *call,
                                    LkChatService  *service,
                                    JsonNode       *root,
                                    GError        **error);

typedef struct
{
  const char *method;
  const char *collection;    /* a path below the base */
  gboolean of_entry;         /* the path is that of the entry with the call's id */
  gboolean may_be_empty;     /* an answer without a body is one */
  const char *label;         /* what the log calls it */
  LkChatReadFunc read;       /* NULL: the answer is not looked at */
  const char *bad_answer;    /* says what the service did not answer */
} LkChatStep;

struct _LkChatCall
{
  const LkChatStep *steps;   /* not owned */
  guint n_steps;
  guint step;                /* under way */
  char *id;                  /* owned, nullable: of the entry */
  JsonObject *members;       /* owned, nullable: what the first step writes */
  gpointer result;           /* owned, nullable: what the call returns */
  GDestroyNotify free_result;
  char *secret;              /* owned, nullable: of a new client; wiped */
  LkExchange *exchange;      /* owned, nullable: the last one, to show when the call fails */
};

void      _lk_chat_call_start  (LkChatService        *service,
                                gpointer              tag,
                                const LkChatStep     *steps,
                                guint                 n_steps,
                                const char           *id,
                                JsonObject           *members,
                                GCancellable         *cancellable,
                                GAsyncReadyCallback   callback,
                                gpointer              user_data);
gpointer  _lk_chat_call_finish (LkChatService        *service,
                                GAsyncResult         *result,
                                gpointer              tag,
                                LkExchange          **exchange,
                                GError              **error);
void      _lk_chat_call_take   (LkChatCall           *call,
                                gpointer              result,
                                GDestroyNotify        free_result);

G_END_DECLS
