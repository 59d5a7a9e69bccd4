/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-chat-call-private.h"

#include <glib/gi18n.h>
#include <string.h>

#include "lk-chat-service-private.h"
#include "lk-json-reader.h"
#include "lk-secret.h"

/* Thousands of entries fit; more is none of the answers asked for here, and would hold up the main loop. */
#define MAX_ANSWER ((gsize) 8 * 1024 * 1024)

static void
call_free (gpointer data)
{
  LkChatCall *call = data;

  _lk_chat_call_take (call, NULL, NULL);
  g_free (call->id);
  g_clear_pointer (&call->members, json_object_unref);
  lk_secret_free (call->secret);
  g_clear_object (&call->exchange);
  g_free (call);
}

/**
 * _lk_chat_call_take:
 * @call: a call
 * @result: (transfer full) (nullable): what it is to return
 * @free_result: (nullable): frees @result
 *
 * Sets the result, and frees the one before it.
 */
void
_lk_chat_call_take (LkChatCall     *call,
                    gpointer        result,
                    GDestroyNotify  free_result)
{
  if (call->result != NULL && call->free_result != NULL)
    call->free_result (call->result);
  call->result = result;
  call->free_result = free_result;
}

static GBytes *
members_to_bytes (JsonObject *members)
{
  g_autoptr(JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  char *text;

  json_node_set_object (node, members);
  text = lk_json_to_text (node, FALSE);

  return g_bytes_new_take (text, strlen (text));
}

/* Any status but 2xx is an error. */
static gboolean
read_answer (LkChatCall     *call,
             LkChatService  *service,
             GBytes         *answer,
             GError        **error)
{
  const LkChatStep *step = &call->steps[call->step];
  g_autoptr(GError) local_error = lk_chat_error_from_exchange (call->exchange);
  g_autoptr(JsonNode) root = NULL;

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  if (step->may_be_empty && g_bytes_get_size (answer) == 0)
    return TRUE;

  root = lk_json_parse (answer, NULL, &local_error);
  if (root == NULL)
    {
      g_set_error (error, LK_CHAT_ERROR, LK_CHAT_ERROR_BAD_ANSWER,
                   _("The service answered with status %u, but not with the data that was asked for: %s"),
                     lk_exchange_get_status (call->exchange), local_error->message);
      return FALSE;
    }

  if (step->read == NULL || step->read (call, service, root, &local_error))
    return TRUE;

  if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  else
    g_set_error_literal (error, LK_CHAT_ERROR, LK_CHAT_ERROR_BAD_ANSWER, _(step->bad_answer));

  return FALSE;
}

static void send_step (GTask *task);

static void
answered_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  LkChatService *service = LK_CHAT_SERVICE (source);
  LkChatCall *call = g_task_get_task_data (task);
  g_autoptr(GBytes) answer = NULL;
  GError *error = NULL;

  g_clear_object (&call->exchange);
  if (!_lk_chat_service_ask_finish (service, result, &answer, &call->exchange, &error) ||
      !read_answer (call, service, answer, &error))
    g_task_return_error (task, error);
  else if (++call->step < call->n_steps)
    send_step (g_steal_pointer (&task));
  else if (call->result != NULL)
    g_task_return_pointer (task, g_steal_pointer (&call->result), call->free_result);
  else
    g_task_return_pointer (task, GINT_TO_POINTER (TRUE), NULL);
}

/* Takes the task. */
static void
send_step (GTask *task)
{
  LkChatCall *call = g_task_get_task_data (task);
  const LkChatStep *step = &call->steps[call->step];
  g_autofree char *id = step->of_entry ? g_uri_escape_string (call->id, NULL, FALSE) : NULL;
  g_autofree char *path = g_strconcat (step->collection, id != NULL ? "/" : NULL, id, NULL);
  g_autoptr(GBytes) body = call->step == 0 && call->members != NULL ? members_to_bytes (call->members) : NULL;

  _lk_chat_service_ask_async (g_task_get_source_object (task), step->method, path, body, MAX_ANSWER,
                              _(step->label), g_task_get_cancellable (task), answered_cb, task);
}

/**
 * _lk_chat_call_start:
 * @service: a service
 * @tag: the function that begins the call
 * @steps: (array length=n_steps): its steps
 * @n_steps: how many
 * @id: (nullable): of the entry it is about
 * @members: (nullable): what its first step writes
 * @cancellable: (nullable): a cancellable
 * @callback: called when the call has ended
 * @user_data: data of @callback
 *
 * Sends the steps one after the other, to the last or the first that fails.
 */
void
_lk_chat_call_start (LkChatService       *service,
                     gpointer             tag,
                     const LkChatStep    *steps,
                     guint                n_steps,
                     const char          *id,
                     JsonObject          *members,
                     GCancellable        *cancellable,
                     GAsyncReadyCallback  callback,
                     gpointer             user_data)
{
  GTask *task = g_task_new (service, cancellable, callback, user_data);
  LkChatCall *call = g_new0 (LkChatCall, 1);

  call->steps = steps;
  call->n_steps = n_steps;
  call->id = g_strdup (id);
  call->members = members != NULL ? json_object_ref (members) : NULL;
  g_task_set_source_tag (task, tag);
  g_task_set_task_data (task, call, call_free);
  send_step (task);
}

/**
 * _lk_chat_call_finish:
 * @service: a service
 * @result: the result
 * @tag: the function that began the call
 * @exchange: (out) (optional) (nullable): the last exchange, on failure too
 * @error: return location for an error
 *
 * Returns: what its steps have read; %TRUE as a pointer where they read nothing; %NULL with @error set
 */
gpointer
_lk_chat_call_finish (LkChatService  *service,
                      GAsyncResult   *result,
                      gpointer        tag,
                      LkExchange    **exchange,
                      GError        **error)
{
  LkChatCall *call;

  g_return_val_if_fail (LK_IS_CHAT_SERVICE (service), NULL);
  g_return_val_if_fail (g_task_is_valid (result, service), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, tag), NULL);

  call = g_task_get_task_data (G_TASK (result));
  if (exchange != NULL)
    *exchange = call->exchange != NULL ? g_object_ref (call->exchange) : NULL;

  return g_task_propagate_pointer (G_TASK (result), error);
}
