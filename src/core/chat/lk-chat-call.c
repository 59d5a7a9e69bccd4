/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-chat-call-private.h"

#include <glib/gi18n.h>

#include "lk-chat-service-private.h"
#include "lk-json-reader.h"
#include "lk-secret.h"

/* Thousands of entries fit; more is none of the answers asked for here, and would hold up the main loop. */
#define MAX_ANSWER ((gsize) 8 * 1024 * 1024)

static void
call_free (gpointer data)
{
  LkChatCall *call = data;

  g_free (call->id);
  g_clear_pointer (&call->members, json_object_unref);
  lk_secret_free (call->secret);
  g_clear_object (&call->exchange);
  g_free (call);
}

/**
 * _lk_chat_call_new:
 * @self: a service
 * @tag: the function that begins the call
 * @cancellable: (nullable): a cancellable
 * @callback: called when the call has ended
 * @user_data: data of @callback
 *
 * Returns: (transfer full): a task whose data is an empty #LkChatCall
 */
GTask *
_lk_chat_call_new (LkChatService       *self,
                   gpointer             tag,
                   GCancellable        *cancellable,
                   GAsyncReadyCallback  callback,
                   gpointer             user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, tag);
  g_task_set_task_data (task, g_new0 (LkChatCall, 1), call_free);

  return task;
}

/**
 * _lk_chat_call_send:
 * @self: a service
 * @method: the method
 * @path: the path below the base
 * @body: (nullable): JSON to send
 * @label: what it is, for people
 * @callback: called with @task when it is answered
 * @task: (transfer full): the call's task, whose cancellable it is
 *
 * Sends one step of a call.
 */
void
_lk_chat_call_send (LkChatService       *self,
                    const char          *method,
                    const char          *path,
                    GBytes              *body,
                    const char          *label,
                    GAsyncReadyCallback  callback,
                    GTask               *task)
{
  _lk_chat_service_ask_async (self, method, path, body, MAX_ANSWER, label, g_task_get_cancellable (task), callback,
                              task);
}

/* The answer of one step: an error for any status but 2xx, else the parsed body. A body may be empty where
 * `may_be_empty`: *root is NULL then. */
static gboolean
read_answer (LkExchange  *answered,
             GBytes      *body,
             gboolean     may_be_empty,
             JsonNode   **root,
             GError     **error)
{
  g_autoptr(GError) local_error = lk_chat_error_from_exchange (answered);

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  if (may_be_empty && g_bytes_get_size (body) == 0)
    {
      *root = NULL;
      return TRUE;
    }

  *root = lk_json_parse (body, NULL, &local_error);
  if (*root == NULL)
    {
      g_set_error (error, LK_CHAT_ERROR, LK_CHAT_ERROR_BAD_ANSWER,
                   _("The service answered with status %u, but not with the data that was asked for: %s"),
                     lk_exchange_get_status (answered), local_error->message);
      return FALSE;
    }

  return TRUE;
}

/**
 * _lk_chat_call_take_answer:
 * @task: the call's task
 * @source: the service
 * @result: the result of _lk_chat_call_send()
 * @may_be_empty: whether an answer without a body is one; *@root is %NULL then
 * @root: (out): the parsed body
 * @error: return location for an error
 *
 * Ends one step, and keeps its exchange for the end of the call.
 *
 * Returns: whether there is an answer; any status but 2xx is an error
 */
gboolean
_lk_chat_call_take_answer (GTask         *task,
                           GObject       *source,
                           GAsyncResult  *result,
                           gboolean       may_be_empty,
                           JsonNode     **root,
                           GError       **error)
{
  LkChatCall *call = g_task_get_task_data (task);
  g_autoptr(GBytes) answer = NULL;

  g_clear_object (&call->exchange);

  return _lk_chat_service_ask_finish (LK_CHAT_SERVICE (source), result, &answer, &call->exchange, error) &&
         read_answer (call->exchange, answer, may_be_empty, root, error);
}

/**
 * _lk_chat_call_bad_answer:
 * @what: what the service did not answer, as a sentence
 *
 * Returns: (transfer full): the error for it
 */
GError *
_lk_chat_call_bad_answer (const char *what)
{
  return g_error_new_literal (LK_CHAT_ERROR, LK_CHAT_ERROR_BAD_ANSWER, what);
}

/**
 * _lk_chat_call_root_object:
 * @root: (nullable): an answer
 *
 * Returns: (transfer none) (nullable): the object that it is
 */
JsonObject *
_lk_chat_call_root_object (JsonNode *root)
{
  return root != NULL && JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root) : NULL;
}

/**
 * _lk_chat_call_finish_pointer:
 * @self: a service
 * @result: the result
 * @tag: the function that began the call
 * @exchange: (out) (optional) (nullable): the last exchange, on failure too
 * @error: return location for an error
 *
 * Returns: (transfer full): what the task returned
 */
gpointer
_lk_chat_call_finish_pointer (LkChatService  *self,
                              GAsyncResult   *result,
                              gpointer        tag,
                              LkExchange    **exchange,
                              GError        **error)
{
  LkChatCall *call;

  g_return_val_if_fail (LK_IS_CHAT_SERVICE (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, tag), NULL);

  call = g_task_get_task_data (G_TASK (result));
  if (exchange != NULL)
    *exchange = call->exchange != NULL ? g_object_ref (call->exchange) : NULL;

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * _lk_chat_call_finish_boolean:
 * @self: a service
 * @result: the result
 * @tag: the function that began the call
 * @exchange: (out) (optional) (nullable): the last exchange, on failure too
 * @error: return location for an error
 *
 * Returns: what the task returned
 */
gboolean
_lk_chat_call_finish_boolean (LkChatService  *self,
                              GAsyncResult   *result,
                              gpointer        tag,
                              LkExchange    **exchange,
                              GError        **error)
{
  LkChatCall *call;

  g_return_val_if_fail (LK_IS_CHAT_SERVICE (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, tag), FALSE);

  call = g_task_get_task_data (G_TASK (result));
  if (exchange != NULL)
    *exchange = call->exchange != NULL ? g_object_ref (call->exchange) : NULL;

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * _lk_chat_call_entry_path:
 * @collection: the path of a collection
 * @id: the id of one of its entries
 *
 * Returns: (transfer full): the path of the entry
 */
char *
_lk_chat_call_entry_path (const char *collection,
                          const char *id)
{
  g_autofree char *escaped = g_uri_escape_string (id, NULL, FALSE);

  return g_strconcat (collection, "/", escaped, NULL);
}
