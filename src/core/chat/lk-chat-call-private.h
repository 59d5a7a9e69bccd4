/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the typed calls of LkChatService share: each is one or more steps over _lk_chat_service_send_async(). */
#pragma once

#include <json-glib/json-glib.h>

#include "lk-chat-service.h"

G_BEGIN_DECLS

#define LK_CHAT_CALL_MAX_ENTRIES 10000

/* One typed call: what it needs between its steps, and the exchange to show when it fails. */
typedef struct
{
  char *id;
  JsonObject *members;
  char *secret;
  LkExchange *exchange;
} LkChatCall;

GTask      *_lk_chat_call_new            (LkChatService        *self,
                                          gpointer              tag,
                                          GCancellable         *cancellable,
                                          GAsyncReadyCallback   callback,
                                          gpointer              user_data);
void        _lk_chat_call_send           (LkChatService        *self,
                                          const char           *method,
                                          const char           *path,
                                          GBytes               *body,
                                          const char           *label,
                                          GAsyncReadyCallback   callback,
                                          GTask                *task);
gboolean    _lk_chat_call_take_answer    (GTask                *task,
                                          GObject              *source,
                                          GAsyncResult         *result,
                                          gboolean              may_be_empty,
                                          JsonNode            **root,
                                          GError              **error);
GError     *_lk_chat_call_bad_answer     (const char           *what);
JsonObject *_lk_chat_call_root_object    (JsonNode             *root);
gpointer    _lk_chat_call_finish_pointer (LkChatService        *self,
                                          GAsyncResult         *result,
                                          gpointer              tag,
                                          LkExchange          **exchange,
                                          GError              **error);
gboolean    _lk_chat_call_finish_boolean (LkChatService        *self,
                                          GAsyncResult         *result,
                                          gpointer              tag,
                                          LkExchange          **exchange,
                                          GError              **error);
char       *_lk_chat_call_entry_path     (const char           *collection,
                                          const char           *id);

G_END_DECLS
