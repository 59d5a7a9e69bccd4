/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkBrowserUserAgent: the system browser, with a loopback listener on the redirect URI's port. */
#pragma once

#include "lk-user-agent.h"

G_BEGIN_DECLS

#define LK_TYPE_BROWSER_USER_AGENT (lk_browser_user_agent_get_type ())
G_DECLARE_FINAL_TYPE (LkBrowserUserAgent, lk_browser_user_agent, LK, BROWSER_USER_AGENT, GObject)

typedef gboolean (*LkOpenUriFunc) (const char  *uri,
                                   gpointer     user_data,
                                   GError     **error);

LkUserAgent *lk_browser_user_agent_new           (LkOpenUriFunc        open_uri,
                                                  gpointer             user_data,
                                                  GDestroyNotify       destroy);
void         lk_browser_user_agent_set_timeout   (LkBrowserUserAgent  *self,
                                                  guint                seconds);
gboolean     lk_browser_user_agent_deliver_paste (LkBrowserUserAgent  *self,
                                                  const char          *text,
                                                  GError             **error);

G_END_DECLS
