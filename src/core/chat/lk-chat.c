/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-chat.h"

#include "lk-json-reader.h"
#include "lk-text.h"

#define MAX_TEXT 200

struct _LkChat
{
  GObject parent_instance;

  /* owned */
  char *id;
  char *visitor;
  char *department;
  char *agents;
  char *rating;
  GDateTime *started;   /* local time; NULL: not known */
  char *folded;         /* all of it, case folded, for the filter */

  gint64 duration;      /* seconds; -1: not known */
  gboolean offline;
  gboolean missed;
  gboolean unread;
};

G_DEFINE_FINAL_TYPE (LkChat, lk_chat, G_TYPE_OBJECT)

static char *
read_text (JsonObject *object,
           const char *member)
{
  const char *text = lk_json_get_string (object, member);

  return lk_text_neutralise (text != NULL ? text : "", -1, MAX_TEXT);
}

static char *
read_visitor (JsonObject *visitor)
{
  const char *const members[] = { "name", "email", "phone" };

  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    {
      g_autofree char *text = read_text (visitor, members[i]);

      if (*text != '\0')
        return g_steal_pointer (&text);
    }

  return g_strdup ("");
}

static char *
read_agents (JsonObject *object)
{
  JsonArray *array = lk_json_get_array (object, "agent_names");
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; array != NULL && i < json_array_get_length (array) && text->len < MAX_TEXT; i++)
    {
      JsonNode *node = json_array_get_element (array, i);
      g_autofree char *name = NULL;

      if (json_node_get_value_type (node) != G_TYPE_STRING)
        continue;

      name = lk_text_neutralise (json_node_get_string (node), -1, MAX_TEXT);
      if (text->len > 0)
        g_string_append (text, ", ");
      g_string_append (text, name);
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* Dates come with and without `Z`; without it they are UTC (zendesk-chat.md section 5). */
static GDateTime *
read_started (JsonObject *object)
{
  const char *text = lk_json_get_string (object, "timestamp");
  g_autoptr(GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr(GDateTime) date = NULL;

  if (text == NULL)
    text = lk_json_get_string (lk_json_get_object (object, "session"), "start_date");
  if (text == NULL)
    return NULL;

  date = g_date_time_new_from_iso8601 (text, utc);

  return date != NULL ? g_date_time_to_local (date) : NULL;
}

static void
lk_chat_finalize (GObject *object)
{
  LkChat *self = LK_CHAT (object);

  g_free (self->id);
  g_free (self->visitor);
  g_free (self->department);
  g_free (self->agents);
  g_free (self->rating);
  g_free (self->folded);
  g_clear_pointer (&self->started, g_date_time_unref);

  G_OBJECT_CLASS (lk_chat_parent_class)->finalize (object);
}

static void
lk_chat_class_init (LkChatClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lk_chat_finalize;
}

static void
lk_chat_init (LkChat *self)
{
}

/**
 * lk_chat_new_from_json:
 * @object: a chat as the service writes it (zendesk-chat.md section 5), or an entry of a search; members of a wrong
 *   type count as absent
 *
 * Returns: (transfer full) (nullable): the chat; `NULL` when @object has no id
 */
LkChat *
lk_chat_new_from_json (JsonObject *object)
{
  g_autoptr(LkChat) self = NULL;
  g_autofree char *id = NULL;
  g_autofree char *all = NULL;

  g_return_val_if_fail (object != NULL, NULL);

  id = lk_json_get_id (object, "id");
  if (id == NULL)
    return NULL;

  self = g_object_new (LK_TYPE_CHAT, NULL);
  self->id = lk_text_neutralise (id, -1, MAX_TEXT);
  self->offline = g_strcmp0 (lk_json_get_string (object, "type"), "offline_msg") == 0;
  self->visitor = read_visitor (lk_json_get_object (object, "visitor"));
  self->department = read_text (object, "department_name");
  self->agents = read_agents (object);
  self->rating = read_text (object, "rating");
  self->started = read_started (object);
  self->duration = MAX (lk_json_get_int (object, "duration", -1), -1);
  self->missed = lk_json_get_boolean (object, "missed", FALSE);
  self->unread = lk_json_get_boolean (object, "unread", FALSE);

  all = g_strjoin ("\n", self->id, self->visitor, self->department, self->agents, self->rating, NULL);
  self->folded = g_utf8_casefold (all, -1);

  return g_steal_pointer (&self);
}

/**
 * lk_chat_get_id:
 * @self: a chat
 *
 * Returns: its id
 */
const char *
lk_chat_get_id (LkChat *self)
{
  g_return_val_if_fail (LK_IS_CHAT (self), NULL);

  return self->id;
}

/**
 * lk_chat_is_offline:
 * @self: a chat
 *
 * Returns: whether it is a message that was left while nobody was there
 */
gboolean
lk_chat_is_offline (LkChat *self)
{
  g_return_val_if_fail (LK_IS_CHAT (self), FALSE);

  return self->offline;
}

/**
 * lk_chat_get_visitor:
 * @self: a chat
 *
 * Returns: the visitor's name, else e-mail address, else telephone number; empty when none is known
 */
const char *
lk_chat_get_visitor (LkChat *self)
{
  g_return_val_if_fail (LK_IS_CHAT (self), NULL);

  return self->visitor;
}

/**
 * lk_chat_get_department:
 * @self: a chat
 *
 * Returns: the department's name; empty when it has none
 */
const char *
lk_chat_get_department (LkChat *self)
{
  g_return_val_if_fail (LK_IS_CHAT (self), NULL);

  return self->department;
}

/**
 * lk_chat_get_agents:
 * @self: a chat
 *
 * Returns: the agents' names with commas between them
 */
const char *
lk_chat_get_agents (LkChat *self)
{
  g_return_val_if_fail (LK_IS_CHAT (self), NULL);

  return self->agents;
}

/**
 * lk_chat_get_started:
 * @self: a chat
 *
 * Returns: (transfer none) (nullable): when it began, in the local time zone
 */
GDateTime *
lk_chat_get_started (LkChat *self)
{
  g_return_val_if_fail (LK_IS_CHAT (self), NULL);

  return self->started;
}

/**
 * lk_chat_get_duration:
 * @self: a chat
 *
 * Returns: how long it lasted, in seconds; -1 when that is not known
 */
gint64
lk_chat_get_duration (LkChat *self)
{
  g_return_val_if_fail (LK_IS_CHAT (self), -1);

  return self->duration;
}

/**
 * lk_chat_get_rating:
 * @self: a chat
 *
 * Returns: `good`, `bad` or whatever else the service wrote; empty when it was not rated
 */
const char *
lk_chat_get_rating (LkChat *self)
{
  g_return_val_if_fail (LK_IS_CHAT (self), NULL);

  return self->rating;
}

/**
 * lk_chat_is_missed:
 * @self: a chat
 *
 * Returns: whether no agent answered it
 */
gboolean
lk_chat_is_missed (LkChat *self)
{
  g_return_val_if_fail (LK_IS_CHAT (self), FALSE);

  return self->missed;
}

/**
 * lk_chat_is_unread:
 * @self: a chat
 *
 * Returns: whether it is unread
 */
gboolean
lk_chat_is_unread (LkChat *self)
{
  g_return_val_if_fail (LK_IS_CHAT (self), FALSE);

  return self->unread;
}

/**
 * lk_chat_matches:
 * @self: a chat
 * @folded: what is looked for, by g_utf8_casefold ()
 *
 * Returns: whether @folded is in its id, visitor, department, agents or rating
 */
gboolean
lk_chat_matches (LkChat     *self,
                 const char *folded)
{
  g_return_val_if_fail (LK_IS_CHAT (self), FALSE);
  g_return_val_if_fail (folded != NULL, FALSE);

  return strstr (self->folded, folded) != NULL;
}
