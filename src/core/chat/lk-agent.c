/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-agent.h"

#include "lk-json-reader.h"

#define MAX_NAME 200

G_DEFINE_BOXED_TYPE (LkAgent, lk_agent, lk_agent_ref, lk_agent_unref)

static char *
read_name (JsonObject *object)
{
  g_autofree char *display_name = lk_json_dup_text (object, "display_name", MAX_NAME);
  g_autofree char *first = lk_json_dup_text (object, "first_name", MAX_NAME);
  g_autofree char *last = lk_json_dup_text (object, "last_name", MAX_NAME);

  if (display_name != NULL)
    return g_steal_pointer (&display_name);
  if (first != NULL && last != NULL)
    return g_strjoin (" ", first, last, NULL);

  return first != NULL ? g_steal_pointer (&first) : g_steal_pointer (&last);
}

static void
clear (gpointer data)
{
  LkAgent *self = data;

  g_free ((char *) self->id);
  g_free ((char *) self->name);
  g_free ((char *) self->email);
}

/**
 * lk_agent_new_from_json:
 * @object: (nullable): the answer of `agents/me` (zendesk-chat.md section 5)
 *
 * Reads an agent. Nothing in the answer is trusted to be there or of the right type.
 *
 * Returns: (transfer full) (nullable): the agent; %NULL without an id
 */
LkAgent *
lk_agent_new_from_json (JsonObject *object)
{
  g_autoptr(LkAgent) self = g_atomic_rc_box_new0 (LkAgent);
  JsonObject *roles = lk_json_get_object (object, "roles");

  self->id = lk_json_get_id (object, "id");
  if (self->id == NULL)
    return NULL;

  self->email = lk_json_dup_text (object, "email", MAX_NAME);
  self->name = read_name (object);
  if (self->name == NULL)
    self->name = g_strdup (self->email != NULL ? self->email : self->id);
  self->is_owner = lk_json_get_boolean (roles, "owner", FALSE);
  self->is_administrator = lk_json_get_boolean (roles, "administrator", FALSE);

  return g_steal_pointer (&self);
}

LkAgent *
lk_agent_ref (LkAgent *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
lk_agent_unref (LkAgent *self)
{
  g_atomic_rc_box_release_full (self, clear);
}
