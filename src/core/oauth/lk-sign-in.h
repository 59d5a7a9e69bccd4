/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkSignIn: one sign-in from the authorization request to the token in the vault, as a state machine. One run each. */
#pragma once

#include "lk-authorization-response.h"
#include "lk-token-source.h"
#include "lk-user-agent.h"

G_BEGIN_DECLS

#define LK_SIGN_IN_ERROR (lk_sign_in_error_quark ())
GQuark lk_sign_in_error_quark (void);

/* All else keeps its own domain: LK_USER_AGENT_ERROR, LK_AUTHORIZATION_ERROR, LK_TOKEN_ENDPOINT_ERROR, LK_HTTP_ERROR,
 * LK_VAULT_ERROR, LK_CONNECTION_ERROR, G_IO_ERROR_CANCELLED. */
typedef enum
{
  LK_SIGN_IN_ERROR_NO_SECRET,   /* the grant needs a client secret and none is kept */
} LkSignInError;

typedef enum
{
  LK_SIGN_IN_STEP_NONE,
  LK_SIGN_IN_STEP_AUTHORIZE,   /* the page is with the person */
  LK_SIGN_IN_STEP_TOKEN,       /* the token endpoint is asked */
  LK_SIGN_IN_STEP_STORE,
  LK_SIGN_IN_STEP_DONE,
} LkSignInStep;

#define LK_TYPE_SIGN_IN (lk_sign_in_get_type ())
G_DECLARE_FINAL_TYPE (LkSignIn, lk_sign_in, LK, SIGN_IN, GObject)

LkSignIn     *lk_sign_in_new                   (LkTokenSource        *source,
                                                LkVault              *vault,
                                                LkTokenEndpoint      *endpoint,
                                                LkExchangeLog        *log);
void          lk_sign_in_set_scopes            (LkSignIn             *self,
                                                const char *const    *scopes);
void          lk_sign_in_set_grant             (LkSignIn             *self,
                                                LkGrant               grant);
void          lk_sign_in_run_async             (LkSignIn             *self,
                                                LkUserAgent          *agent,
                                                GCancellable         *cancellable,
                                                GAsyncReadyCallback   callback,
                                                gpointer              user_data);
LkToken      *lk_sign_in_run_finish            (LkSignIn             *self,
                                                GAsyncResult         *result,
                                                GError              **error);

LkSignInStep  lk_sign_in_get_step              (LkSignIn             *self);
LkExchange   *lk_sign_in_get_exchange          (LkSignIn             *self);
const char   *lk_sign_in_get_oauth_error       (LkSignIn             *self);
const char   *lk_sign_in_get_oauth_description (LkSignIn             *self);
guint         lk_sign_in_get_page_status       (LkSignIn             *self);
LkGrant       lk_sign_in_get_grant             (LkSignIn             *self);
gint64        lk_sign_in_get_code_age          (LkSignIn             *self);

G_END_DECLS
