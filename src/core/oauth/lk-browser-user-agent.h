/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkBrowserUserAgent: the system browser, with a loopback listener on the redirect URI's port (security.md section K). */
#pragma once

#include "lk-user-agent.h"

G_BEGIN_DECLS

#define LK_TYPE_BROWSER_USER_AGENT (lk_browser_user_agent_get_type ())
G_DECLARE_FINAL_TYPE (LkBrowserUserAgent, lk_browser_user_agent, LK, BROWSER_USER_AGENT, GObject)

/* Opens a URI in the person's browser; core has no GTK, so the window, the command line and tests each give their own. */
typedef gboolean (*LkOpenUriFunc) (const char *uri, gpointer user_data, GError **error);

LkUserAgent *lk_browser_user_agent_new            (LkOpenUriFunc open_uri, gpointer user_data, GDestroyNotify destroy);
gboolean     lk_browser_user_agent_deliver_paste  (LkBrowserUserAgent *self, const char *text, GError **error);   /* "Paste the address instead", while it waits */

G_END_DECLS
