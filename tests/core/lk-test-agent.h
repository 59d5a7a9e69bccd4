/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkTestAgent: a user agent that answers as a test says. */
#pragma once

#include "lk-user-agent.h"

G_BEGIN_DECLS

#define LK_TYPE_TEST_AGENT (lk_test_agent_get_type ())
G_DECLARE_FINAL_TYPE (LkTestAgent, lk_test_agent, LK, TEST_AGENT, GObject)

/* The address that the service answers with; NULL and an error when the page was left without one. */
typedef char *(*LkTestAgentFunc) (LkAuthorizationRequest  *request,
                                  gpointer                 user_data,
                                  GError                 **error);

/* Without a function it shows its page until it is cancelled. */
LkTestAgent            *lk_test_agent_new             (LkTestAgentFunc  func,
                                                       gpointer         user_data);
void                    lk_test_agent_set_page_status (LkTestAgent     *self,
                                                       guint            status);
/* The last request; its secrets may be wiped. */
LkAuthorizationRequest *lk_test_agent_get_request     (LkTestAgent     *self);

G_END_DECLS
