/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkAgent: whose token it is (agents/me). Immutable. */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define LK_TYPE_AGENT (lk_agent_get_type ())
G_DECLARE_FINAL_TYPE (LkAgent, lk_agent, LK, AGENT, GObject)

LkAgent    *lk_agent_new_from_json     (JsonObject *object);

const char *lk_agent_get_id            (LkAgent    *self);
const char *lk_agent_get_name          (LkAgent    *self);
const char *lk_agent_get_email         (LkAgent    *self);
gboolean    lk_agent_is_owner          (LkAgent    *self);
gboolean    lk_agent_is_administrator  (LkAgent    *self);

G_END_DECLS
