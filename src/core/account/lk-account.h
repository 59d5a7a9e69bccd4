/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkAccount: one connection at work: its token source, its chat service and its state. */
#pragma once

#include "lk-chat-service.h"
#include "lk-diagnosis.h"
#include "lk-sign-in.h"

G_BEGIN_DECLS

#define LK_ACCOUNT_ENDS_SOON_SECONDS (10 * 60)

typedef enum
{
  LK_ACCOUNT_STATE_UNKNOWN,     /* the vault was not read yet */
  LK_ACCOUNT_STATE_NONE,        /* no token */
  LK_ACCOUNT_STATE_SIGNED_IN,
  LK_ACCOUNT_STATE_ENDS_SOON,   /* within ten minutes */
  LK_ACCOUNT_STATE_EXPIRED,
} LkAccountState;

#define LK_TYPE_ACCOUNT_STATE (lk_account_state_get_type ())
GType lk_account_state_get_type (void);

#define LK_TYPE_ACCOUNT (lk_account_get_type ())
G_DECLARE_FINAL_TYPE (LkAccount, lk_account, LK, ACCOUNT, GObject)

LkAccount      *lk_account_new                (LkConnection         *connection,
                                               LkVault              *vault,
                                               LkHttpClient         *client,
                                               const char           *lock_folder);
LkConnection   *lk_account_get_connection     (LkAccount            *self);
LkTokenSource  *lk_account_get_source         (LkAccount            *self);
LkChatService  *lk_account_get_service        (LkAccount            *self);
LkVault        *lk_account_get_vault          (LkAccount            *self);
LkHttpClient   *lk_account_get_client         (LkAccount            *self);
LkAccountState  lk_account_get_state          (LkAccount            *self);
LkToken        *lk_account_get_token          (LkAccount            *self);
LkVaultPlace    lk_account_get_place          (LkAccount            *self);
LkAgent        *lk_account_get_agent          (LkAccount            *self);
LkToken        *lk_account_get_usable_token   (LkAccount            *self);
LkSignIn       *lk_account_new_sign_in        (LkAccount            *self);

LkOauthClient    *lk_account_find_client        (LkAccount            *self,
                                               GPtrArray            *clients);
gboolean        lk_account_has_drifted        (LkAccount            *self,
                                               GPtrArray            *clients);
void            lk_account_note_clients       (LkAccount            *self,
                                               GPtrArray            *clients);
void            lk_account_note_changed_client (LkAccount            *self,
                                               LkOauthClient          *client);
void            lk_account_accept_client_type (LkAccount            *self);

GPtrArray      *lk_account_diagnose           (LkAccount            *self,
                                               LkFlow                flow,
                                               LkExchange           *exchange,
                                               const GError         *error);

GPtrArray      *lk_account_diagnose_sign_in   (LkAccount            *self,
                                               LkSignIn             *sign_in,
                                               const GError         *error);
void            lk_account_load_async         (LkAccount            *self,
                                               GCancellable         *cancellable,
                                               GAsyncReadyCallback   callback,
                                               gpointer              user_data);
gboolean        lk_account_load_finish        (LkAccount            *self,
                                               GAsyncResult         *result,
                                               GError              **error);
void            lk_account_sign_out_async     (LkAccount            *self,
                                               GCancellable         *cancellable,
                                               GAsyncReadyCallback   callback,
                                               gpointer              user_data);
gboolean        lk_account_sign_out_finish    (LkAccount            *self,
                                               GAsyncResult         *result,
                                               gboolean             *revoked,
                                               GError              **error);
void            lk_account_identify_async     (LkAccount            *self,
                                               GCancellable         *cancellable,
                                               GAsyncReadyCallback   callback,
                                               gpointer              user_data);
gboolean        lk_account_identify_finish    (LkAccount            *self,
                                               GAsyncResult         *result,
                                               LkExchange          **exchange,
                                               GError              **error);
void            lk_account_set_secret_async   (LkAccount            *self,
                                               const char           *secret,
                                               GCancellable         *cancellable,
                                               GAsyncReadyCallback   callback,
                                               gpointer              user_data);
gboolean        lk_account_set_secret_finish  (LkAccount            *self,
                                               GAsyncResult         *result,
                                               GError              **error);
void            lk_account_has_secret_async   (LkAccount            *self,
                                               GCancellable         *cancellable,
                                               GAsyncReadyCallback   callback,
                                               gpointer              user_data);
gboolean        lk_account_has_secret_finish  (LkAccount            *self,
                                               GAsyncResult         *result,
                                               GError              **error);
void            lk_account_forget_all_async   (LkAccount            *self,
                                               GCancellable         *cancellable,
                                               GAsyncReadyCallback   callback,
                                               gpointer              user_data);
gboolean        lk_account_forget_all_finish  (LkAccount            *self,
                                               GAsyncResult         *result,
                                               GError              **error);

G_END_DECLS
