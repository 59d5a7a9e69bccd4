/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkTokenEndpoint: POSTs to a token URL and reads what comes as hostile input. Never retries. */
#pragma once

#include "lk-authorization-request.h"
#include "lk-http-client.h"
#include "lk-oauth-error.h"
#include "lk-token.h"

G_BEGIN_DECLS

#define LK_TOKEN_ENDPOINT_ERROR (lk_token_endpoint_error_quark ())
GQuark lk_token_endpoint_error_quark (void);

/* Transport failures keep the LK_HTTP_ERROR domain. */
typedef enum
{
  LK_TOKEN_ENDPOINT_ERROR_INVALID_CLIENT,     /* RFC 6749 section 5.2, by name */
  LK_TOKEN_ENDPOINT_ERROR_INVALID_GRANT,
  LK_TOKEN_ENDPOINT_ERROR_INVALID_SCOPE,
  LK_TOKEN_ENDPOINT_ERROR_INVALID_REQUEST,
  LK_TOKEN_ENDPOINT_ERROR_UNAUTHORIZED_CLIENT,
  LK_TOKEN_ENDPOINT_ERROR_UNSUPPORTED_GRANT,
  LK_TOKEN_ENDPOINT_ERROR_OTHER,              /* another error code, or an error status with no code */
  LK_TOKEN_ENDPOINT_ERROR_NOT_JSON,           /* a good status with HTML, nothing or broken JSON */
  LK_TOKEN_ENDPOINT_ERROR_BAD_ANSWER,         /* JSON, but no usable token in it */
} LkTokenEndpointError;

#define LK_TYPE_TOKEN_ENDPOINT (lk_token_endpoint_get_type ())
G_DECLARE_FINAL_TYPE (LkTokenEndpoint, lk_token_endpoint, LK, TOKEN_ENDPOINT, GObject)

LkTokenEndpoint *lk_token_endpoint_new                      (LkHttpClient            *client);
void             lk_token_endpoint_exchange_code_async      (LkTokenEndpoint         *self,
                                                             LkAuthorizationRequest  *request,
                                                             const char              *code,
                                                             const char              *client_secret,
                                                             LkConnection            *connection,
                                                             GCancellable            *cancellable,
                                                             GAsyncReadyCallback      callback,
                                                             gpointer                 user_data);
void             lk_token_endpoint_refresh_async            (LkTokenEndpoint         *self,
                                                             LkConnection            *connection,
                                                             LkToken                 *token,
                                                             const char              *client_secret,
                                                             GCancellable            *cancellable,
                                                             GAsyncReadyCallback      callback,
                                                             gpointer                 user_data);
void             lk_token_endpoint_client_credentials_async (LkTokenEndpoint         *self,
                                                             LkConnection            *connection,
                                                             const char *const       *scopes,
                                                             const char              *client_secret,
                                                             GCancellable            *cancellable,
                                                             GAsyncReadyCallback      callback,
                                                             gpointer                 user_data);
LkToken         *lk_token_endpoint_finish                   (LkTokenEndpoint         *self,
                                                             GAsyncResult            *result,
                                                             LkExchange             **exchange,
                                                             GError                 **error);

G_END_DECLS
