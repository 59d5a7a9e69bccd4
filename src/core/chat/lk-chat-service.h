/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkChatService: the REST API of one connection, with the token from its source. */
#pragma once

#include "lk-agent.h"
#include "lk-oauth-client.h"
#include "lk-api-token.h"
#include "lk-http-client.h"
#include "lk-token-source.h"

G_BEGIN_DECLS

#define LK_CHAT_ERROR (lk_chat_error_quark ())
GQuark lk_chat_error_quark (void);

typedef enum
{
  LK_CHAT_ERROR_UNAUTHORIZED,     /* 401 */
  LK_CHAT_ERROR_FORBIDDEN,        /* 403 */
  LK_CHAT_ERROR_NOT_FOUND,        /* 404 */
  LK_CHAT_ERROR_METHOD,           /* 405 */
  LK_CHAT_ERROR_RATE_LIMITED,     /* 429 */
  LK_CHAT_ERROR_SERVER,           /* 5xx */
  LK_CHAT_ERROR_STATUS,           /* any other status that is not 2xx */
  LK_CHAT_ERROR_BAD_ANSWER,       /* 2xx, but the body is not what was due */
  LK_CHAT_ERROR_FOREIGN_PAGE,     /* the address leads to another origin */
  LK_CHAT_ERROR_NO_ADDRESS,       /* the connection has no REST base */
  LK_CHAT_ERROR_NOT_APPLIED,        /* read back after a write, the value had not changed */
} LkChatError;

#define LK_TYPE_CHAT_SERVICE (lk_chat_service_get_type ())
G_DECLARE_FINAL_TYPE (LkChatService, lk_chat_service, LK, CHAT_SERVICE, GObject)

LkChatService *lk_chat_service_new                   (LkTokenSource        *source,
                                                      LkHttpClient         *client);
LkTokenSource *lk_chat_service_get_source            (LkChatService        *self);
gboolean       lk_chat_service_get_worked            (LkChatService        *self);

char          *lk_chat_service_make_url              (LkChatService        *self,
                                                      const char           *path,
                                                      GError              **error);
void           lk_chat_service_send_async            (LkChatService        *self,
                                                      const char           *method,
                                                      const char           *path,
                                                      const char           *content_type,
                                                      GBytes               *body,
                                                      const char           *label,
                                                      GCancellable         *cancellable,
                                                      GAsyncReadyCallback   callback,
                                                      gpointer              user_data);
LkExchange    *lk_chat_service_send_finish           (LkChatService        *self,
                                                      GAsyncResult         *result,
                                                      LkExchange          **exchange,
                                                      GError              **error);

void           lk_chat_service_get_agent_async       (LkChatService        *self,
                                                      GCancellable         *cancellable,
                                                      GAsyncReadyCallback   callback,
                                                      gpointer              user_data);
LkAgent       *lk_chat_service_get_agent_finish      (LkChatService        *self,
                                                      GAsyncResult         *result,
                                                      LkExchange          **exchange,
                                                      GError              **error);
void           lk_chat_service_list_clients_async    (LkChatService        *self,
                                                      GCancellable         *cancellable,
                                                      GAsyncReadyCallback   callback,
                                                      gpointer              user_data);
GPtrArray     *lk_chat_service_list_clients_finish   (LkChatService        *self,
                                                      GAsyncResult         *result,
                                                      LkExchange          **exchange,
                                                      GError              **error);
void           lk_chat_service_update_client_async   (LkChatService        *self,
                                                      const char           *id,
                                                      JsonObject           *changes,
                                                      GCancellable         *cancellable,
                                                      GAsyncReadyCallback   callback,
                                                      gpointer              user_data);
LkOauthClient *lk_chat_service_update_client_finish  (LkChatService        *self,
                                                      GAsyncResult         *result,
                                                      LkExchange          **exchange,
                                                      GError              **error);
void           lk_chat_service_create_client_async   (LkChatService        *self,
                                                      JsonObject           *members,
                                                      GCancellable         *cancellable,
                                                      GAsyncReadyCallback   callback,
                                                      gpointer              user_data);
LkOauthClient *lk_chat_service_create_client_finish  (LkChatService        *self,
                                                      GAsyncResult         *result,
                                                      char                **secret,
                                                      LkExchange          **exchange,
                                                      GError              **error);
void           lk_chat_service_list_tokens_async     (LkChatService        *self,
                                                      GCancellable         *cancellable,
                                                      GAsyncReadyCallback   callback,
                                                      gpointer              user_data);
GPtrArray     *lk_chat_service_list_tokens_finish    (LkChatService        *self,
                                                      GAsyncResult         *result,
                                                      LkExchange          **exchange,
                                                      GError              **error);
void           lk_chat_service_revoke_token_async    (LkChatService        *self,
                                                      const char           *id,
                                                      GCancellable         *cancellable,
                                                      GAsyncReadyCallback   callback,
                                                      gpointer              user_data);
gboolean       lk_chat_service_revoke_token_finish   (LkChatService        *self,
                                                      GAsyncResult         *result,
                                                      LkExchange          **exchange,
                                                      GError              **error);
void           lk_chat_service_revoke_tokens_async   (LkChatService        *self,
                                                      const char *const    *ids,
                                                      GCancellable         *cancellable,
                                                      GAsyncReadyCallback   callback,
                                                      gpointer              user_data);
gboolean       lk_chat_service_revoke_tokens_finish  (LkChatService        *self,
                                                      GAsyncResult         *result,
                                                      guint                *n_revoked,
                                                      LkExchange          **exchange,
                                                      GError              **error);
void           lk_chat_service_revoke_own_async      (LkChatService        *self,
                                                      GCancellable         *cancellable,
                                                      GAsyncReadyCallback   callback,
                                                      gpointer              user_data);
gboolean       lk_chat_service_revoke_own_finish     (LkChatService        *self,
                                                      GAsyncResult         *result,
                                                      LkExchange          **exchange,
                                                      GError              **error);

GError        *lk_chat_error_from_exchange           (LkExchange           *exchange);
char          *lk_chat_error_text                    (LkExchange           *exchange);

G_END_DECLS
