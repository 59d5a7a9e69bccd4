/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-chat.h"

#include "lk-json-reader.h"
#include "lk-text.h"

#define MAX_TEXT 200

struct _LkChat
{
  GObject parent_instance;

  /* owned */
  GBytes *json;         /* as the service wrote it, in one line */
  char *id;
  char *kind;
  char *visitor;
  char *department;
  char *agents;
  char *rating;
  char *first_words;
  GDateTime *started;   /* local time; NULL: not known */
  char *folded;         /* all of it, case folded, for the filter */

  gint64 duration;      /* seconds; -1: not known */
  gint64 first_response;   /* the same */
  gboolean found;
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

  return lk_text_sanitize (text != NULL ? text : "", -1, MAX_TEXT);
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

      name = lk_text_sanitize (json_node_get_string (node), -1, MAX_TEXT);
      if (text->len > 0)
        g_string_append (text, ", ");
      g_string_append (text, name);
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static GDateTime *
read_started (JsonObject *object)
{
  g_autoptr(GDateTime) date = lk_json_get_date (object, "timestamp");

  if (date == NULL)
    date = lk_json_get_date (lk_json_get_object (object, "session"), "start_date");

  return date != NULL ? g_date_time_to_local (date) : NULL;
}

/* The members of a search result, and the corresponding ones of a whole chat. */
static char *
read_first_words (JsonObject *object)
{
  static const char *const members[] = { "preview", "message" };
  JsonArray *history = lk_json_get_array (object, "history");

  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    {
      if (lk_json_get_string (object, members[i]) != NULL)
        return read_text (object, members[i]);
    }

  for (guint i = 0; history != NULL && i < json_array_get_length (history); i++)
    {
      JsonObject *event = lk_json_array_get_object (history, i);

      if (lk_json_get_string (event, "msg") != NULL)
        return read_text (event, "msg");
    }

  return g_strdup ("");
}

/* A strict JSON text holds a line break between its tokens alone, where a space does as well (RFC 8259 section 2). */
static GBytes *
make_one_line (GBytes *json)
{
  gsize length;
  const char *data = g_bytes_get_data (json, &length);
  char *line = g_memdup2 (data, length);

  for (gsize i = 0; i < length; i++)
    {
      if (line[i] == '\n' || line[i] == '\r')
        line[i] = ' ';
    }

  return g_bytes_new_take (line, length);
}

static void
lk_chat_finalize (GObject *object)
{
  LkChat *self = LK_CHAT (object);

  g_clear_pointer (&self->json, g_bytes_unref);
  g_free (self->id);
  g_free (self->kind);
  g_free (self->visitor);
  g_free (self->department);
  g_free (self->agents);
  g_free (self->rating);
  g_free (self->first_words);
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

/* Everything that was said, without bound: the text is held as part of the JSON, too. */
static void
append_said (GString    *all,
             JsonObject *object)
{
  JsonArray *history = lk_json_get_array (object, "history");

  for (guint i = 0; history != NULL && i < json_array_get_length (history); i++)
    {
      const char *said = lk_json_get_string (lk_json_array_get_object (history, i), "msg");

      if (said != NULL)
        g_string_append_printf (all, "\n%s", said);
    }
}

/* What the filter looks through beside what the table shows. */
static char *
fold (LkChat     *self,
      JsonObject *object)
{
  JsonObject *visitor = lk_json_get_object (object, "visitor");
  g_autofree char *email = read_text (visitor, "email");
  g_autofree char *phone = read_text (visitor, "phone");
  const char *message = lk_json_get_string (object, "message");
  const char *preview = lk_json_get_string (object, "preview");
  g_autofree char *comment = read_text (object, "comment");
  g_auto(GStrv) tags = lk_json_get_words (object, "tags");
  g_autofree char *tags_line = g_strjoinv ("\n", tags);
  g_autofree char *head = g_strjoin ("\n", self->id, self->visitor, self->department, self->agents, self->rating,
                                     email, phone, comment, tags_line, message != NULL ? message : "",
                                     preview != NULL ? preview : "", NULL);
  g_autoptr(GString) all = g_string_new (head);

  append_said (all, object);

  return g_utf8_casefold (all->str, (gssize) all->len);
}

/**
 * lk_chat_new:
 * @json: a chat as the service writes it (zendesk-chat.md section 5), or an entry of a search; members of a wrong type
 *   count as absent
 *
 * Returns: (transfer full) (nullable): the chat; %NULL when @json is no object with an id
 */
LkChat *
lk_chat_new (GBytes *json)
{
  g_autoptr(LkChat) self = NULL;
  g_autoptr(JsonNode) node = NULL;
  g_autofree char *id = NULL;
  JsonObject *object;
  double first;

  g_return_val_if_fail (json != NULL, NULL);

  node = lk_json_parse_object (json, NULL, NULL);
  if (node == NULL)
    return NULL;

  object = json_node_get_object (node);
  id = lk_json_get_id (object, "id");
  if (id == NULL)
    return NULL;

  self = g_object_new (LK_TYPE_CHAT, NULL);
  self->json = make_one_line (json);
  self->id = lk_text_sanitize (id, -1, MAX_TEXT);
  self->kind = read_text (object, "type");
  self->offline = g_str_equal (self->kind, "offline_msg");
  self->visitor = read_visitor (lk_json_get_object (object, "visitor"));
  self->department = read_text (object, "department_name");
  self->agents = read_agents (object);
  self->rating = read_text (object, "rating");
  self->first_words = read_first_words (object);
  self->found = lk_json_has (object, "preview") && !lk_json_has (object, "history");
  self->started = read_started (object);
  self->duration = MAX (lk_json_get_int (object, "duration", -1), -1);
  first = lk_json_get_double (lk_json_get_object (object, "response_time"), "first", -1);
  self->first_response = first >= 0 && first < G_MAXINT ? (gint64) (first + 0.5) : -1;
  self->missed = lk_json_get_boolean (object, "missed", FALSE);
  self->unread = lk_json_get_boolean (object, "unread", FALSE);
  self->folded = fold (self, object);

  return g_steal_pointer (&self);
}

/**
 * lk_chat_get_json:
 * @self: a chat
 *
 * Returns: (transfer none): the chat as the service wrote it, to the byte but for line breaks, which are spaces
 */
GBytes *
lk_chat_get_json (LkChat *self)
{
  g_return_val_if_fail (LK_IS_CHAT (self), NULL);

  return self->json;
}

const char *
lk_chat_get_id (LkChat *self)
{
  g_return_val_if_fail (LK_IS_CHAT (self), NULL);

  return self->id;
}

/**
 * lk_chat_get_kind:
 * @self: a chat
 *
 * Returns: `chat`, `offline_msg` or whatever else the service wrote for its type; empty when it wrote none
 */
const char *
lk_chat_get_kind (LkChat *self)
{
  g_return_val_if_fail (LK_IS_CHAT (self), NULL);

  return self->kind;
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
 * lk_chat_get_first_response:
 * @self: a chat
 *
 * Returns: how long the visitor waited for an agent's first words, in seconds; -1 when that is not known
 */
gint64
lk_chat_get_first_response (LkChat *self)
{
  g_return_val_if_fail (LK_IS_CHAT (self), -1);

  return self->first_response;
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
 * lk_chat_get_first_words:
 * @self: a chat
 *
 * Returns: what was said first, or as much of it as a search tells; empty when nothing was
 */
const char *
lk_chat_get_first_words (LkChat *self)
{
  g_return_val_if_fail (LK_IS_CHAT (self), NULL);

  return self->first_words;
}

/**
 * lk_chat_is_found:
 * @self: a chat
 *
 * Returns: whether it is what a search found, of which little more than the first words is known
 */
gboolean
lk_chat_is_found (LkChat *self)
{
  g_return_val_if_fail (LK_IS_CHAT (self), FALSE);

  return self->found;
}

gboolean
lk_chat_is_missed (LkChat *self)
{
  g_return_val_if_fail (LK_IS_CHAT (self), FALSE);

  return self->missed;
}

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
 * Returns: whether @folded is in its id, visitor, department, agents, rating, comment, tags or what was said
 */
gboolean
lk_chat_matches (LkChat     *self,
                 const char *folded)
{
  g_return_val_if_fail (LK_IS_CHAT (self), FALSE);
  g_return_val_if_fail (folded != NULL, FALSE);

  return strstr (self->folded, folded) != NULL;
}
