/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The core at work with a practice server: a connection, a vault that can be looked into, and a person who allows. */
#pragma once

#include "lk-test-agent.h"
#include "lk-test-vault.h"
#include "lk-token-source.h"
#include "practice-client.h"

G_BEGIN_DECLS

typedef struct
{
  PracticeClient *practice; /* the server, and the person's browser */
  LkConnection *connection;
  LkTestVault *vault;
  LkExchangeLog *log;
  LkHttpClient *client;
  LkTokenEndpoint *endpoint;
  LkTokenSource *source;
} LkTestService;

/* In memory and without lock files, where folder is NULL. */
LkTestService *lk_test_service_new               (const char              *folder);
void           lk_test_service_free              (LkTestService           *self);

/* An LkTestAgentFunc whose data is an LkTestService: logs in and presses Allow. */
char          *lk_test_service_allow             (LkAuthorizationRequest  *request,
                                                  gpointer                 service,
                                                  GError                 **error);
char          *lk_test_service_deny              (LkAuthorizationRequest  *request,
                                                  gpointer                 service,
                                                  GError                 **error);

void           lk_test_service_keep_secret       (LkTestService           *self,
                                                  const char              *secret);
void           lk_test_service_make_confidential (LkTestService           *self);
/* Signs in with a code as the connection's own user would, and keeps the token. */
void           lk_test_service_sign_in           (LkTestService           *self);
/* Binds the token to the connection's present endpoints: a test's server stands in for the API after the sign-in. */
void           lk_test_service_rebind            (LkTestService           *self);
/* No exchange of the log that is done holds it, in any of its parts. */
void           lk_test_service_assert_no_secret     (LkTestService           *self,
                                                  const char              *secret);
guint          lk_test_service_count_posts       (LkTestService           *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LkTestService, lk_test_service_free)

G_END_DECLS
