/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkTokenSource: the token of one connection: read from the vault, renewed one at a time, stored before use. */
#pragma once

#include "lk-token-endpoint.h"
#include "lk-vault.h"

G_BEGIN_DECLS

#define LK_TOKEN_SOURCE_ERROR (lk_token_source_error_quark ())
GQuark lk_token_source_error_quark (void);

typedef enum
{
  LK_TOKEN_SOURCE_ERROR_NONE,             /* no token: sign in first */
  LK_TOKEN_SOURCE_ERROR_EXPIRED,          /* expired and cannot be renewed: sign in again */
  LK_TOKEN_SOURCE_ERROR_NO_REFRESH,       /* a renewal was asked for and there is no refresh token */
  LK_TOKEN_SOURCE_ERROR_MOVED,            /* the connection's endpoints or client changed since */
  LK_TOKEN_SOURCE_ERROR_NO_SECRET,        /* client credentials with no client secret kept */
} LkTokenSourceError;

#define LK_TYPE_TOKEN_SOURCE (lk_token_source_get_type ())
G_DECLARE_FINAL_TYPE (LkTokenSource, lk_token_source, LK, TOKEN_SOURCE, GObject)

LkTokenSource *lk_token_source_new            (LkConnection         *connection,
                                               LkVault              *vault,
                                               LkTokenEndpoint      *endpoint,
                                               const char           *lock_folder);
LkConnection  *lk_token_source_get_connection (LkTokenSource        *self);
LkToken       *lk_token_source_get_token      (LkTokenSource        *self);
LkVaultPlace   lk_token_source_get_place      (LkTokenSource        *self);
void           lk_token_source_load_async     (LkTokenSource        *self,
                                               GCancellable         *cancellable,
                                               GAsyncReadyCallback   callback,
                                               gpointer              user_data);
gboolean       lk_token_source_load_finish    (LkTokenSource        *self,
                                               GAsyncResult         *result,
                                               GError              **error);
void           lk_token_source_reload_async   (LkTokenSource        *self,
                                               GCancellable         *cancellable,
                                               GAsyncReadyCallback   callback,
                                               gpointer              user_data);
gboolean       lk_token_source_reload_finish  (LkTokenSource        *self,
                                               GAsyncResult         *result,
                                               GError              **error);
void           lk_token_source_get_async      (LkTokenSource        *self,
                                               GCancellable         *cancellable,
                                               GAsyncReadyCallback   callback,
                                               gpointer              user_data);
LkToken       *lk_token_source_get_finish     (LkTokenSource        *self,
                                               GAsyncResult         *result,
                                               LkExchange          **exchange,
                                               GError              **error);
void           lk_token_source_refresh_async  (LkTokenSource        *self,
                                               LkToken              *stale,
                                               GCancellable         *cancellable,
                                               GAsyncReadyCallback   callback,
                                               gpointer              user_data);
LkToken       *lk_token_source_refresh_finish (LkTokenSource        *self,
                                               GAsyncResult         *result,
                                               LkExchange          **exchange,
                                               GError              **error);
void           lk_token_source_store_async    (LkTokenSource        *self,
                                               LkToken              *token,
                                               GCancellable         *cancellable,
                                               GAsyncReadyCallback   callback,
                                               gpointer              user_data);
gboolean       lk_token_source_store_finish   (LkTokenSource        *self,
                                               GAsyncResult         *result,
                                               GError              **error);
void           lk_token_source_forget_async   (LkTokenSource        *self,
                                               GCancellable         *cancellable,
                                               GAsyncReadyCallback   callback,
                                               gpointer              user_data);
gboolean       lk_token_source_forget_finish  (LkTokenSource        *self,
                                               GAsyncResult         *result,
                                               GError              **error);

G_END_DECLS
