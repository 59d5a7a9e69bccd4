/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkAgent: whose token it is (agents/me), a reference-counted value. */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Its texts are sanitized. */
typedef struct
{
  const char *id;             /* the service's number, as text */
  const char *name;           /* the display name, else first and last name, else the e-mail address, else the id */
  const char *email;          /* NULL where the service does not say */
  gboolean is_owner;          /* of the account */
  gboolean is_administrator;  /* may manage OAuth clients */
} LkAgent;

#define LK_TYPE_AGENT (lk_agent_get_type ())

GType    lk_agent_get_type       (void);
LkAgent *lk_agent_new_from_json  (JsonObject *object);
LkAgent *lk_agent_ref            (LkAgent    *self);
void     lk_agent_unref          (LkAgent    *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LkAgent, lk_agent_unref)

G_END_DECLS
