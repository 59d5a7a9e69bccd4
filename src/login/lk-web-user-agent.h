/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkWebUserAgent: the authorize page in a window of Latchkey's own, shown by WebKit. */
#pragma once

#include <gtk/gtk.h>

#include "lk-user-agent.h"

G_BEGIN_DECLS

#define LK_TYPE_WEB_USER_AGENT (lk_web_user_agent_get_type ())
G_DECLARE_FINAL_TYPE (LkWebUserAgent, lk_web_user_agent, LK, WEB_USER_AGENT, GObject)

/* The one symbol that the program looks up in this module. */
LkUserAgent *lk_login_user_agent_new (GtkWindow  *parent,
                                      const char *connection_name);

G_END_DECLS
