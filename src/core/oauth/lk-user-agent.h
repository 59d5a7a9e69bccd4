/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkUserAgent: who shows the authorize page to the person and catches the redirect. */
#pragma once

#include "lk-authorization-request.h"

G_BEGIN_DECLS

#define LK_USER_AGENT_ERROR (lk_user_agent_error_quark ())
GQuark lk_user_agent_error_quark (void);

typedef enum
{
  LK_USER_AGENT_ERROR_CANCELLED,      /* the person closed the page or pressed Cancel or Esc: quiet */
  LK_USER_AGENT_ERROR_USE_BROWSER,    /* the person chose "Continue in system browser": start again there */
  LK_USER_AGENT_ERROR_UNREACHABLE,    /* the page cannot be loaded */
  LK_USER_AGENT_ERROR_TLS,            /* its certificate is not trusted */
  LK_USER_AGENT_ERROR_REFUSED_URL,    /* it led to an address that the policy refuses */
  LK_USER_AGENT_ERROR_CRASHED,        /* the web process ended */
  LK_USER_AGENT_ERROR_UNAVAILABLE,    /* WebKit or a browser cannot be started here */
  LK_USER_AGENT_ERROR_PORT_BUSY,      /* the redirect URI's port is taken (browser) */
  LK_USER_AGENT_ERROR_TIMED_OUT,
} LkUserAgentError;

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
