/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-agent.h"

#include "lk-json-reader.h"
#include "lk-text.h"

#define MAX_NAME 200

struct _LkAgent
{
  GObject parent_instance;

  /* owned: sanitized */
  char *id;
  char *name;
  char *email;

  gboolean is_owner;
  gboolean is_administrator;
};

G_DEFINE_FINAL_TYPE (LkAgent, lk_agent, G_TYPE_OBJECT)

static char *
read_text (JsonObject *object,
           const char *member)
{
  const char *text = lk_json_get_string (object, member);

  return text != NULL && *text != '\0' ? lk_text_sanitize (text, -1, MAX_NAME) : NULL;
}

static char *
read_name (JsonObject *object)
{
  g_autofree char *display_name = read_text (object, "display_name");
  g_autofree char *first = read_text (object, "first_name");
  g_autofree char *last = read_text (object, "last_name");

  if (display_name != NULL)
    return g_steal_pointer (&display_name);
  if (first != NULL && last != NULL)
    return g_strjoin (" ", first, last, NULL);

  return first != NULL ? g_steal_pointer (&first) : g_steal_pointer (&last);
}

static void
lk_agent_finalize (GObject *object)
{
  LkAgent *self = LK_AGENT (object);

  g_free (self->id);
  g_free (self->name);
  g_free (self->email);

  G_OBJECT_CLASS (lk_agent_parent_class)->finalize (object);
}

static void
lk_agent_class_init (LkAgentClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lk_agent_finalize;
}

static void
lk_agent_init (LkAgent *self)
{
}

/**
 * lk_agent_new_from_json:
 * @object: the answer of `agents/me` (zendesk-chat.md section 5)
 *
 * Reads an agent. Nothing in the answer is trusted to be there or of the right type.
 *
 * Returns: (transfer full) (nullable): the agent; %NULL without an id
 */
LkAgent *
lk_agent_new_from_json (JsonObject *object)
{
  g_autoptr(LkAgent) self = g_object_new (LK_TYPE_AGENT, NULL);
  JsonObject *roles = lk_json_get_object (object, "roles");

  self->id = lk_json_get_id (object, "id");
  if (self->id == NULL)
    return NULL;

  self->email = read_text (object, "email");
  self->name = read_name (object);
  if (self->name == NULL)
    self->name = g_strdup (self->email != NULL ? self->email : self->id);
  self->is_owner = lk_json_get_boolean (roles, "owner", FALSE);
  self->is_administrator = lk_json_get_boolean (roles, "administrator", FALSE);

  return g_steal_pointer (&self);
}

/**
 * lk_agent_get_id:
 * @self: an agent
 *
 * The service's number for the agent, as text.
 *
 * Returns: the id
 */
const char *
lk_agent_get_id (LkAgent *self)
{
  g_return_val_if_fail (LK_IS_AGENT (self), NULL);

  return self->id;
}

/**
 * lk_agent_get_name:
 * @self: an agent
 *
 * What to call the agent: the display name, else first and last name, else the e-mail address, else the id.
 *
 * Returns: the name
 */
const char *
lk_agent_get_name (LkAgent *self)
{
  g_return_val_if_fail (LK_IS_AGENT (self), NULL);

  return self->name;
}

/**
 * lk_agent_get_email:
 * @self: an agent
 *
 * The agent's e-mail address.
 *
 * Returns: (nullable): the address
 */
const char *
lk_agent_get_email (LkAgent *self)
{
  g_return_val_if_fail (LK_IS_AGENT (self), NULL);

  return self->email;
}

/**
 * lk_agent_is_owner:
 * @self: an agent
 *
 * Tells whether the agent owns the account.
 *
 * Returns: whether it does
 */
gboolean
lk_agent_is_owner (LkAgent *self)
{
  g_return_val_if_fail (LK_IS_AGENT (self), FALSE);

  return self->is_owner;
}

/**
 * lk_agent_is_administrator:
 * @self: an agent
 *
 * Tells whether the agent may manage API clients.
 *
 * Returns: whether it may
 */
gboolean
lk_agent_is_administrator (LkAgent *self)
{
  g_return_val_if_fail (LK_IS_AGENT (self), FALSE);

  return self->is_administrator;
}
