/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkUserAgent: who shows the authorize page to the person and catches the redirect. */
#pragma once

#include "lk-authorization-request.h"
#include "lk-user-agent-error.h"

G_BEGIN_DECLS

#define LK_TYPE_USER_AGENT (lk_user_agent_get_type ())
G_DECLARE_INTERFACE (LkUserAgent, lk_user_agent, LK, USER_AGENT, GObject)

struct _LkUserAgentInterface
{
  GTypeInterface parent_iface;

  void   (*authorize_async)  (LkUserAgent             *self,
                              LkAuthorizationRequest  *request,
                              GCancellable            *cancellable,
                              GAsyncReadyCallback      callback,
                              gpointer                 user_data);
  char  *(*authorize_finish) (LkUserAgent             *self,
                              GAsyncResult            *result,
                              GError                 **error);
  guint  (*get_page_status)  (LkUserAgent             *self);
};

void   lk_user_agent_authorize_async  (LkUserAgent             *self,
                                       LkAuthorizationRequest  *request,
                                       GCancellable            *cancellable,
                                       GAsyncReadyCallback      callback,
                                       gpointer                 user_data);
char  *lk_user_agent_authorize_finish (LkUserAgent             *self,
                                       GAsyncResult            *result,
                                       GError                 **error);
guint  lk_user_agent_get_page_status  (LkUserAgent             *self);

G_END_DECLS
