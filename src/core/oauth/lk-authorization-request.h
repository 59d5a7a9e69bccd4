/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkAuthorizationRequest: one sign-in's tuple, fixed when it starts: endpoints, client id, redirect URI, scopes,
 * state, verifier. */
#pragma once

#include "lk-connection.h"

G_BEGIN_DECLS

#define LK_TYPE_AUTHORIZATION_REQUEST (lk_authorization_request_get_type ())
G_DECLARE_FINAL_TYPE (LkAuthorizationRequest, lk_authorization_request, LK, AUTHORIZATION_REQUEST, GObject)

LkAuthorizationRequest *lk_authorization_request_new               (LkConnection           *connection,
                                                                    const char *const      *scopes);
LkAuthorizationRequest *lk_authorization_request_new_with_grant    (LkConnection           *connection,
                                                                    LkGrant                 grant,
                                                                    const char *const      *scopes);
char                   *lk_authorization_request_get_uri           (LkAuthorizationRequest *self);
LkGrant                 lk_authorization_request_get_grant         (LkAuthorizationRequest *self);
LkEndpoints            *lk_authorization_request_get_endpoints     (LkAuthorizationRequest *self);
const char             *lk_authorization_request_get_client_id     (LkAuthorizationRequest *self);
LkClientAuth            lk_authorization_request_get_client_auth   (LkAuthorizationRequest *self);
const char             *lk_authorization_request_get_redirect_uri  (LkAuthorizationRequest *self);
const char *const      *lk_authorization_request_get_scopes        (LkAuthorizationRequest *self);
const char             *lk_authorization_request_get_state         (LkAuthorizationRequest *self);
char                   *lk_authorization_request_take_state        (LkAuthorizationRequest *self);
const char             *lk_authorization_request_get_code_verifier (LkAuthorizationRequest *self);
gboolean                lk_authorization_request_get_no_state_echo (LkAuthorizationRequest *self);
const char             *lk_authorization_request_get_issuer        (LkAuthorizationRequest *self);
void                    lk_authorization_request_wipe              (LkAuthorizationRequest *self);

G_END_DECLS
