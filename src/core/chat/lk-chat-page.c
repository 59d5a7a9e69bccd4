/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-chat-page.h"

#include "lk-chat.h"
#include "lk-json-index.h"

/* A key is compared by its first characters; none that is looked for is longer. */
#define MAX_KEY 32

/* The last of equal keys counts, as it does where a body is read whole. */
static gboolean
find_member (LkJsonIndex *index,
             gsize        object,
             const char  *name,
             LkJsonValue *member)
{
  LkJsonValue value;
  gboolean found = FALSE;

  for (gboolean more = lk_json_index_get_child (index, object, 0, &value); more;
       more = lk_json_index_get_next (index, &value, &value))
    {
      g_autofree char *key = lk_json_index_dup_key (index, &value, MAX_KEY, NULL);

      if (g_str_equal (key, name))
        {
          *member = value;
          found = TRUE;
        }
    }

  return found;
}

static gboolean
find_container (LkJsonIndex *index,
                gsize        object,
                const char  *name,
                LkJsonType   type,
                LkJsonValue *member)
{
  return find_member (index, object, name, member) &&
         lk_json_index_get_value_type (index, member->start) == type;
}

/* Each chat gets bytes of its own, so that the body can go while the chats stay. */
static void
add_chat (LkChatPage  *page,
          LkJsonIndex *index,
          gsize        start)
{
  g_autoptr(GBytes) json = NULL;
  const char *data = g_bytes_get_data (lk_json_index_get_bytes (index), NULL);
  LkChat *chat;

  if (lk_json_index_get_value_type (index, start) != LK_JSON_OBJECT)
    return;

  json = g_bytes_new_static (data + start, lk_json_index_get_end (index, start) - start);
  chat = lk_chat_new (json);
  if (chat != NULL)
    g_ptr_array_add (page->chats, chat);
}

static gboolean
add_children (LkChatPage    *page,
              LkJsonIndex   *index,
              gsize          container,
              GCancellable  *cancellable,
              GError       **error)
{
  LkJsonValue value;

  for (gboolean more = lk_json_index_get_child (index, container, 0, &value); more;
       more = lk_json_index_get_next (index, &value, &value))
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;

      add_chat (page, index, value.start);
    }

  return TRUE;
}

static char *
read_next (LkJsonIndex *index,
           gsize        root)
{
  static const char *const names[] = { "next_url", "next_page" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *url = NULL;
      LkJsonValue value;

      if (!find_container (index, root, names[i], LK_JSON_STRING, &value))
        continue;

      url = lk_json_index_dup_text (index, value.start);
      if (*url != '\0')
        return g_steal_pointer (&url);
    }

  return NULL;
}

static gint64
read_count (LkJsonIndex *index,
            gsize        root)
{
  g_autofree char *text = NULL;
  LkJsonValue value;
  gint64 count;

  if (!find_container (index, root, "count", LK_JSON_NUMBER, &value))
    return -1;

  text = lk_json_index_dup_text (index, value.start);

  return g_ascii_string_to_signed (text, 10, 0, G_MAXINT64, &count, NULL) ? count : -1;
}

/**
 * lk_chat_page_parse:
 * @body: the body of an answer
 * @cancellable: (nullable): a cancellable
 * @error: LK_JSON_ERROR, or G_IO_ERROR_CANCELLED
 *
 * Reads `chats`, `results`, `docs` or a single chat (zendesk-chat.md section 5). What has no id is left out; so is
 * null, to which `docs` maps an id that the account does not have.
 *
 * Returns: (transfer full) (nullable): the page; LK_JSON_ERROR_MISSING when the answer is none of these
 */
LkChatPage *
lk_chat_page_parse (GBytes        *body,
                    GCancellable  *cancellable,
                    GError       **error)
{
  g_autoptr(LkChatPage) page = NULL;
  g_autoptr(LkJsonIndex) index = NULL;
  LkJsonValue container;
  gsize root;

  g_return_val_if_fail (body != NULL, NULL);

  index = lk_json_index_new (body, NULL, cancellable, error);
  if (index == NULL)
    return NULL;

  root = lk_json_index_get_root (index).start;
  if (lk_json_index_get_value_type (index, root) != LK_JSON_OBJECT)
    {
      g_set_error_literal (error, LK_JSON_ERROR, LK_JSON_ERROR_TYPE, "The answer is not an object");
      return NULL;
    }

  page = g_new0 (LkChatPage, 1);
  page->chats = g_ptr_array_new_with_free_func (g_object_unref);
  page->next_url = read_next (index, root);
  page->count = read_count (index, root);

  if (find_container (index, root, "chats", LK_JSON_ARRAY, &container) ||
      find_container (index, root, "results", LK_JSON_ARRAY, &container) ||
      find_container (index, root, "docs", LK_JSON_OBJECT, &container))
    {
      if (!add_children (page, index, container.start, cancellable, error))
        return NULL;
    }
  else if (find_member (index, root, "visitor", &container) || find_member (index, root, "history", &container))
    {
      add_chat (page, index, root);
    }
  else
    {
      g_set_error_literal (error, LK_JSON_ERROR, LK_JSON_ERROR_MISSING, "The answer holds no chats");
      return NULL;
    }

  return g_steal_pointer (&page);
}

static void
parse_thread (GTask        *task,
              gpointer      source,
              gpointer      body,
              GCancellable *cancellable)
{
  GError *error = NULL;
  LkChatPage *page = lk_chat_page_parse (body, cancellable, &error);

  if (page != NULL)
    g_task_return_pointer (task, page, (GDestroyNotify) lk_chat_page_free);
  else
    g_task_return_error (task, error);
}

/**
 * lk_chat_page_parse_async:
 * @body: the body of an answer
 * @cancellable: (nullable): a cancellable
 * @callback: called with the page
 * @user_data: data of @callback
 *
 * As lk_chat_page_parse(), in a thread of its own: an answer can be of any size.
 */
void
lk_chat_page_parse_async (GBytes              *body,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (body != NULL);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, lk_chat_page_parse_async);
  g_task_set_task_data (task, g_bytes_ref (body), (GDestroyNotify) g_bytes_unref);
  g_task_run_in_thread (task, parse_thread);
}

/**
 * lk_chat_page_parse_finish:
 * @result: the result
 * @error: return location for an error
 *
 * Ends lk_chat_page_parse_async().
 *
 * Returns: (transfer full) (nullable): the page
 */
LkChatPage *
lk_chat_page_parse_finish (GAsyncResult  *result,
                           GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_chat_page_parse_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * lk_chat_page_free:
 * @self: a page
 */
void
lk_chat_page_free (LkChatPage *self)
{
  g_clear_pointer (&self->chats, g_ptr_array_unref);
  g_free (self->next_url);
  g_free (self);
}
