/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkProcessUserAgent: shows the authorize page in the program latchkey-sign-in. */
#pragma once

#include "lk-user-agent.h"

G_BEGIN_DECLS

#define LK_TYPE_PROCESS_USER_AGENT (lk_process_user_agent_get_type ())
G_DECLARE_FINAL_TYPE (LkProcessUserAgent, lk_process_user_agent, LK, PROCESS_USER_AGENT, GObject)

LkUserAgent *lk_process_user_agent_new      (const char         *program,
                                             const char         *connection_name,
                                             const char         *parent_handle);
void         lk_process_user_agent_present  (LkProcessUserAgent *self);

G_END_DECLS
