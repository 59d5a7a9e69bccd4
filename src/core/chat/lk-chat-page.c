/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-chat-page.h"

#include "lk-chat.h"
#include "lk-json-reader.h"

static void
add_chat (GPtrArray  *chats,
          JsonObject *object)
{
  LkChat *chat = object != NULL ? lk_chat_new_from_json (object) : NULL;

  if (chat != NULL)
    g_ptr_array_add (chats, chat);
}

static void
add_array (GPtrArray *chats,
           JsonArray *array)
{
  for (guint i = 0; i < json_array_get_length (array); i++)
    add_chat (chats, lk_json_array_get_object (array, i));
}

/* `docs` maps ids to chats, and an id that the account does not have to null. */
static void
add_members (GPtrArray  *chats,
             JsonObject *docs)
{
  g_autoptr(GList) names = json_object_get_members (docs);

  for (GList *l = names; l != NULL; l = l->next)
    add_chat (chats, lk_json_get_object (docs, l->data));
}

/**
 * lk_chat_page_parse:
 * @body: the body of an answer
 * @next_url: (out) (optional) (nullable) (transfer full): where the next page is, as the service wrote it: it is to be
 *   followed only within
 *   the same origin
 * @error: LK_JSON_ERROR
 *
 * Reads `chats`, `results`, `docs` or a single chat (zendesk-chat.md section 5). What has no id is left out.
 *
 * Returns: (transfer full) (nullable) (element-type LkChat): the chats; LK_JSON_ERROR_MISSING when the answer is none
 *   of these
 */
GPtrArray *
lk_chat_page_parse (GBytes  *body,
                    char   **next_url,
                    GError **error)
{
  g_autoptr(GPtrArray) chats = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(JsonNode) node = NULL;
  JsonObject *root;
  JsonArray *array;
  JsonObject *docs;
  const char *next;

  g_return_val_if_fail (body != NULL, NULL);

  if (next_url != NULL)
    *next_url = NULL;

  node = lk_json_parse_object (body, NULL, error);
  if (node == NULL)
    return NULL;

  root = json_node_get_object (node);
  array = lk_json_get_array (root, "chats");
  if (array == NULL)
    array = lk_json_get_array (root, "results");
  docs = lk_json_get_object (root, "docs");

  if (array != NULL)
    {
      add_array (chats, array);
    }
  else if (docs != NULL)
    {
      add_members (chats, docs);
    }
  else if (lk_json_has (root, "visitor") || lk_json_has (root, "history"))
    {
      add_chat (chats, root);
    }
  else
    {
      g_set_error_literal (error, LK_JSON_ERROR, LK_JSON_ERROR_MISSING, "The answer holds no chats");
      return NULL;
    }

  next = lk_json_get_string (root, "next_url");
  if (next == NULL)
    next = lk_json_get_string (root, "next_page");
  if (next_url != NULL && next != NULL && *next != '\0')
    *next_url = g_strdup (next);

  return g_steal_pointer (&chats);
}
