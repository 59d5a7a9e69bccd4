/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an authorize page can end with besides an answer. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define LK_USER_AGENT_ERROR (lk_user_agent_error_quark ())
GQuark lk_user_agent_error_quark (void);

typedef enum
{
  LK_USER_AGENT_ERROR_CANCELLED,      /* the user closed the page or pressed Cancel or Esc: quiet */
  LK_USER_AGENT_ERROR_USE_BROWSER,    /* the user chose "Continue in system browser": start again there */
  LK_USER_AGENT_ERROR_UNREACHABLE,    /* the page cannot be loaded */
  LK_USER_AGENT_ERROR_TLS,            /* its certificate is not trusted */
  LK_USER_AGENT_ERROR_REFUSED_URL,    /* it led to an address that the policy refuses */
  LK_USER_AGENT_ERROR_CRASHED,        /* the program that shows the page ended */
  LK_USER_AGENT_ERROR_UNAVAILABLE,    /* the page or a browser cannot be started here */
  LK_USER_AGENT_ERROR_PORT_BUSY,      /* the redirect URI's port is taken (browser) */
  LK_USER_AGENT_ERROR_TIMED_OUT,
  LK_USER_AGENT_ERROR_SANDBOX,        /* the page's sandbox cannot start; no page was opened */
  LK_USER_AGENT_ERROR_OTHER_REDIRECT, /* the service sent the answer to another address than the redirect URI */
} LkUserAgentError;

const char *lk_user_agent_error_to_nick   (LkUserAgentError   code);
gboolean    lk_user_agent_error_from_nick (const char        *nick,
                                           LkUserAgentError  *code);

G_END_DECLS
