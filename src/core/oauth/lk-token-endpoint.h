/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkTokenEndpoint: POSTs to a token URL and reads what comes as hostile input (security.md sections D and E). Never retries. */
#pragma once

#include "lk-authorization-request.h"
#include "lk-http-client.h"
#include "lk-token.h"

G_BEGIN_DECLS

#define LK_TOKEN_ENDPOINT_ERROR (lk_token_endpoint_error_quark ())
GQuark lk_token_endpoint_error_quark (void);

typedef enum
{
  LK_TOKEN_ENDPOINT_ERROR_INVALID_CLIENT,     /* RFC 6749 section 5.2, by name */
  LK_TOKEN_ENDPOINT_ERROR_INVALID_GRANT,
  LK_TOKEN_ENDPOINT_ERROR_INVALID_SCOPE,
  LK_TOKEN_ENDPOINT_ERROR_INVALID_REQUEST,
  LK_TOKEN_ENDPOINT_ERROR_UNAUTHORIZED_CLIENT,
  LK_TOKEN_ENDPOINT_ERROR_UNSUPPORTED_GRANT,
  LK_TOKEN_ENDPOINT_ERROR_OTHER,              /* another error code, or an error status with no code */
  LK_TOKEN_ENDPOINT_ERROR_NOT_JSON,           /* HTML, nothing, broken JSON */
  LK_TOKEN_ENDPOINT_ERROR_BAD_ANSWER,         /* JSON, but no usable token in it */
} LkTokenEndpointError;
/* Transport failures keep the LK_HTTP_ERROR domain. */

#define LK_TYPE_TOKEN_ENDPOINT (lk_token_endpoint_get_type ())
G_DECLARE_FINAL_TYPE (LkTokenEndpoint, lk_token_endpoint, LK, TOKEN_ENDPOINT, GObject)

LkTokenEndpoint *lk_token_endpoint_new (LkHttpClient *client);

void     lk_token_endpoint_exchange_code_async      (LkTokenEndpoint *self, LkAuthorizationRequest *request, const char *code, const char *client_secret,
                                                     LkConnection *connection, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
void     lk_token_endpoint_refresh_async            (LkTokenEndpoint *self, LkConnection *connection, LkToken *token, const char *client_secret,
                                                     GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
void     lk_token_endpoint_client_credentials_async (LkTokenEndpoint *self, LkConnection *connection, const char *const *scopes, const char *client_secret,
                                                     GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
/* One finish for the three. *exchange (out, nullable) is set on failure too, when there was one. */
LkToken *lk_token_endpoint_finish                   (LkTokenEndpoint *self, GAsyncResult *result, LkExchange **exchange, GError **error);

/* The `error` and description of an error answer, whatever its shape (string, object, form-encoded); neutralised; both out, nullable. */
void     lk_oauth_error_from_body                   (LkExchange *exchange, char **error_code, char **description);

G_END_DECLS
