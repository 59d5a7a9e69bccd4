/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-practice-chats.h"

#include <string.h>

#include "lk-json-reader.h"
#include "lk-practice-data.h"
#include "lk-practice-records.h"
#include "lk-practice-reply.h"

#define MAX_IDS 100

struct _LkPracticeChats
{
  GHashTable *changed;       /* owned: id → JsonObject, by which a chat was replaced */
  GHashTable *deleted;       /* owned: ids */
  GPtrArray  *created;       /* owned: of JsonObject, oldest first */
  guint       n_created;     /* ever */
};

/**
 * lk_practice_chats_new:
 *
 * Returns: (transfer full): nothing written yet
 */
LkPracticeChats *
lk_practice_chats_new (void)
{
  LkPracticeChats *self = g_new0 (LkPracticeChats, 1);

  self->changed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) json_object_unref);
  self->deleted = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->created = g_ptr_array_new_with_free_func ((GDestroyNotify) json_object_unref);

  return self;
}

/**
 * lk_practice_chats_free:
 * @self: (nullable): what was written
 *
 * Frees it.
 */
void
lk_practice_chats_free (LkPracticeChats *self)
{
  if (self == NULL)
    return;

  g_hash_table_unref (self->changed);
  g_hash_table_unref (self->deleted);
  g_ptr_array_unref (self->created);
  g_free (self);
}

/**
 * lk_practice_chats_get:
 * @practice: the account
 * @index: a chat's number
 *
 * Returns: (transfer full) (nullable): the chat as it is now; %NULL when it was deleted
 */
JsonObject *
lk_practice_chats_get (LkPractice *practice,
                       guint       index)
{
  LkPracticeChats *self = practice->chats;
  g_autofree char *id = NULL;
  JsonObject *changed;

  if (g_hash_table_size (self->changed) == 0 && g_hash_table_size (self->deleted) == 0)
    return lk_practice_data_chat (index);

  id = lk_practice_data_chat_id (index);
  if (g_hash_table_contains (self->deleted, id))
    return NULL;

  changed = g_hash_table_lookup (self->changed, id);

  return changed != NULL ? json_object_ref (changed) : lk_practice_data_chat (index);
}

/**
 * lk_practice_chats_find:
 * @practice: the account
 * @id: a chat's id
 *
 * Returns: (transfer full) (nullable): the chat of that id
 */
JsonObject *
lk_practice_chats_find (LkPractice *practice,
                        const char *id)
{
  guint index;

  for (guint i = 0; i < practice->chats->created->len; i++)
    {
      JsonObject *chat = g_ptr_array_index (practice->chats->created, i);

      if (g_strcmp0 (lk_json_get_string (chat, "id"), id) == 0)
        return json_object_ref (chat);
    }

  return lk_practice_data_find_chat (id, practice->n_chats, &index) ? lk_practice_chats_get (practice, index) : NULL;
}

/**
 * lk_practice_chats_get_created:
 * @self: what was written
 *
 * Returns: (transfer none) (element-type JsonObject): the chats that were created, oldest first
 */
GPtrArray *
lk_practice_chats_get_created (LkPracticeChats *self)
{
  return self->created;
}

/**
 * lk_practice_chats_count:
 * @practice: the account
 *
 * Returns: how many chats there are now
 */
guint
lk_practice_chats_count (LkPractice *practice)
{
  return practice->n_chats + practice->chats->created->len - g_hash_table_size (practice->chats->deleted);
}

static void
reply_bad_request (LkPracticeRequest *request,
                   const char        *description)
{
  lk_practice_reply_error (request->message, SOUP_STATUS_BAD_REQUEST, "Bad Request", description);
}

/* Only offline messages can be created, of a visitor with notes. */
static void
create_chat (LkPracticeRequest *request)
{
  LkPracticeChats *self = request->practice->chats;
  g_autoptr(JsonObject) chat = lk_practice_read_body (request);
  g_autofree char *id = NULL;

  if (chat == NULL)
    return;

  if (g_strcmp0 (lk_json_get_string (chat, "type"), "offline_msg") != 0 ||
      lk_json_get_string (chat, "message") == NULL ||
      lk_json_get_string (lk_json_get_object (chat, "visitor"), "notes") == NULL)
    {
      reply_bad_request (request, "type must be offline_msg; message and visitor.notes are required.");
      return;
    }

  id = g_strdup_printf ("2605.%u.created", ++self->n_created);
  json_object_set_string_member (chat, "id", id);
  if (JSON_NODE_HOLDS_VALUE (json_object_get_member (chat, "timestamp")) &&
      lk_json_get_int (chat, "timestamp", -1) >= 0)
    {
      g_autofree char *time = lk_practice_data_time (lk_json_get_int (chat, "timestamp", 0));

      json_object_set_string_member (chat, "timestamp", time);
    }
  g_ptr_array_add (self->created, json_object_ref (chat));
  lk_practice_reply_object (request, SOUP_STATUS_CREATED, chat);
}

/* NULL, or why a change is refused. */
static const char *
apply_change (JsonObject *chat,
              const char *name,
              JsonNode   *value)
{
  JsonObject *visitor = lk_json_get_object (chat, "visitor");
  GType type = JSON_NODE_HOLDS_VALUE (value) ? json_node_get_value_type (value) : G_TYPE_INVALID;

  if (strcmp (name, "unread") == 0 && type == G_TYPE_BOOLEAN)
    json_object_set_member (chat, name, json_node_copy (value));
  else if (strcmp (name, "tags") == 0 && JSON_NODE_HOLDS_ARRAY (value))
    json_object_set_member (chat, name, json_node_copy (value));
  else if (g_str_has_prefix (name, "visitor.") && visitor != NULL && type == G_TYPE_STRING &&
           json_object_has_member (visitor, name + strlen ("visitor.")))
    json_object_set_member (visitor, name + strlen ("visitor."), json_node_copy (value));
  else
    return "Only unread, tags and visitor.name, .email, .phone and .notes can be written.";

  return NULL;
}

static void
update_chat (LkPracticeRequest *request,
             const char        *id,
             JsonObject        *chat)
{
  g_autoptr(JsonObject) changes = lk_practice_read_body (request);
  g_autoptr(GList) members = NULL;
  const char *error = NULL;
  guint index;

  if (changes == NULL)
    return;

  members = json_object_get_members (changes);
  for (GList *at = members; at != NULL && error == NULL; at = at->next)
    error = apply_change (chat, at->data, json_object_get_member (changes, at->data));
  if (error != NULL)
    {
      reply_bad_request (request, error);
      return;
    }

  if (lk_practice_data_find_chat (id, request->practice->n_chats, &index))
    g_hash_table_insert (request->practice->chats->changed, g_strdup (id), json_object_ref (chat));
  lk_practice_reply_object (request, SOUP_STATUS_OK, chat);
}

static gboolean
delete_chat (LkPractice *practice,
             const char *id)
{
  g_autoptr(JsonObject) chat = lk_practice_chats_find (practice, id);

  if (chat == NULL)
    return FALSE;

  if (!g_ptr_array_remove (practice->chats->created, chat))
    g_hash_table_add (practice->chats->deleted, g_strdup (id));

  return TRUE;
}

static void
delete_chats (LkPracticeRequest *request)
{
  const char *ids = lk_practice_params_get (request->query, "ids");
  g_auto(GStrv) words = ids != NULL ? g_strsplit (ids, ",", MAX_IDS + 1) : NULL;

  if (ids == NULL || *ids == '\0' || g_strv_length (words) > MAX_IDS)
    {
      reply_bad_request (request, "ids is required, and names 100 chats at most.");
      return;
    }

  for (guint i = 0; words[i] != NULL; i++)
    delete_chat (request->practice, words[i]);
  soup_server_message_set_status (request->message, SOUP_STATUS_NO_CONTENT, NULL);
}

/**
 * lk_practice_chats_write:
 * @request: a request with a token that may, of another method than GET
 * @id: (nullable): the id of a chat; %NULL for the list
 *
 * Creates, changes or deletes chats.
 */
void
lk_practice_chats_write (LkPracticeRequest *request,
                         const char        *id)
{
  g_autoptr(JsonObject) chat = id != NULL ? lk_practice_chats_find (request->practice, id) : NULL;

  if (id == NULL && strcmp (request->method, SOUP_METHOD_POST) == 0)
    create_chat (request);
  else if (id == NULL && strcmp (request->method, SOUP_METHOD_DELETE) == 0)
    delete_chats (request);
  else if (id == NULL)
    lk_practice_reply_method (request->message, "GET, POST, DELETE");
  else if (chat == NULL)
    lk_practice_reply_error (request->message, SOUP_STATUS_NOT_FOUND, "Not Found", "There is no such chat.");
  else if (strcmp (request->method, SOUP_METHOD_PUT) == 0)
    update_chat (request, id, chat);
  else if (strcmp (request->method, SOUP_METHOD_DELETE) == 0 && delete_chat (request->practice, id))
    soup_server_message_set_status (request->message, SOUP_STATUS_NO_CONTENT, NULL);
  else
    lk_practice_reply_method (request->message, "GET, PUT, DELETE");
}
