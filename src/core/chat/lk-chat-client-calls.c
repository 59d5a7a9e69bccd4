/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The calls of LkChatService about OAuth clients. */
#include "config.h"

#include "lk-chat-call-private.h"

#include <glib/gi18n.h>

#include "lk-json-reader.h"

static GBytes *
members_to_bytes (JsonObject *members)
{
  g_autoptr(JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  char *text;

  json_node_set_object (node, members);
  text = lk_json_to_text (node, FALSE);

  return g_bytes_new_take (text, strlen (text));
}

static void
listed_clients_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GPtrArray) clients = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(JsonNode) root = NULL;
  g_autoptr(GError) error = NULL;
  JsonArray *entries;

  if (!_lk_chat_call_take_answer (task, source, result, FALSE, &root, &error))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  if (!JSON_NODE_HOLDS_ARRAY (root))
    {
      g_task_return_error (task, _lk_chat_call_bad_answer (_("The service did not answer with a list of clients")));
      return;
    }

  entries = json_node_get_array (root);
  for (guint i = 0; i < MIN (json_array_get_length (entries), LK_CHAT_CALL_MAX_ENTRIES); i++)
    {
      LkApiClient *client = lk_api_client_new_from_json (lk_json_array_get_object (entries, i));

      if (client != NULL)
        g_ptr_array_add (clients, client);
    }

  g_task_return_pointer (task, g_steal_pointer (&clients), (GDestroyNotify) g_ptr_array_unref);
}

/**
 * lk_chat_service_list_clients_async:
 * @self: a service
 * @cancellable: (nullable): a cancellable
 * @callback: called with the list
 * @user_data: data of @callback
 *
 * Lists the account's OAuth clients: GET `oauth/clients`, a bare array (zendesk-chat.md section 5).
 */
void
lk_chat_service_list_clients_async (LkChatService       *self,
                                    GCancellable        *cancellable,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data)
{
  g_return_if_fail (LK_IS_CHAT_SERVICE (self));

  _lk_chat_call_send (self, "GET", "oauth/clients", NULL,
                      _("List of clients"), listed_clients_cb,
                        _lk_chat_call_new (self, lk_chat_service_list_clients_async, cancellable, callback, user_data));
}

/**
 * lk_chat_service_list_clients_finish:
 * @self: a service
 * @result: the result
 * @exchange: (out) (optional) (nullable): the exchange, on failure too
 * @error: return location for an error
 *
 * Ends lk_chat_service_list_clients_async(). Sets what lk_chat_service_get_agent_finish() sets.
 *
 * Returns: (transfer full) (element-type LkApiClient): the clients
 */
GPtrArray *
lk_chat_service_list_clients_finish (LkChatService  *self,
                                     GAsyncResult   *result,
                                     LkExchange    **exchange,
                                     GError        **error)
{
  return _lk_chat_call_finish_pointer (self, result, lk_chat_service_list_clients_async, exchange, error);
}

static int
compare_words (gconstpointer a,
               gconstpointer b)
{
  return g_strcmp0 (*(const char *const *) a, *(const char *const *) b);
}

static char *
join_sorted (char **words)
{
  g_autoptr(GPtrArray) sorted = g_ptr_array_new ();

  for (guint i = 0; words[i] != NULL; i++)
    g_ptr_array_add (sorted, words[i]);
  g_ptr_array_sort (sorted, compare_words);
  g_ptr_array_add (sorted, NULL);

  return g_strjoinv (" ", (char **) sorted->pdata);
}

/* Whether a member shows the value that was written; strings and arrays of words are the same thing to the service. */
static gboolean
was_applied (JsonObject *wanted,
             JsonObject *shown)
{
  g_autoptr(GList) members = json_object_get_members (wanted);

  for (GList *l = members; l != NULL; l = l->next)
    {
      g_auto(GStrv) wanted_words = lk_json_get_words (wanted, l->data);
      g_auto(GStrv) shown_words = lk_json_get_words (shown, l->data);
      g_autofree char *wanted_text = join_sorted (wanted_words);
      g_autofree char *shown_text = join_sorted (shown_words);

      if (!g_str_equal (wanted_text, shown_text))
        return FALSE;
    }

  return TRUE;
}

static void
read_client_back_cb (GObject      *source,
                     GAsyncResult *result,
                     gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(LkApiClient) client = NULL;
  g_autoptr(JsonNode) root = NULL;
  g_autoptr(GError) error = NULL;
  LkChatCall *call = g_task_get_task_data (task);

  if (!_lk_chat_call_take_answer (task, source, result, FALSE, &root, &error))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  client = lk_api_client_new_from_json (_lk_chat_call_root_object (root));
  if (client == NULL)
    g_task_return_error (task, _lk_chat_call_bad_answer (_("The service did not show the client after the change")));
  else if (!was_applied (call->members, _lk_chat_call_root_object (root)))
    g_task_return_new_error (task, LK_CHAT_ERROR, LK_CHAT_ERROR_NOT_APPLIED,
                             _("The service accepted the change, but the client still shows its old value"));
  else
    g_task_return_pointer (task, g_steal_pointer (&client), g_object_unref);
}

static void
put_client_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  LkChatCall *call = g_task_get_task_data (task);
  g_autofree char *path = _lk_chat_call_entry_path ("oauth/clients", call->id);
  g_autoptr(JsonNode) root = NULL;
  g_autoptr(GError) error = NULL;

  if (!_lk_chat_call_take_answer (task, source, result, TRUE, &root, &error))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  _lk_chat_call_send (LK_CHAT_SERVICE (source), "GET", path, NULL,
                      _("Read the client back"), read_client_back_cb, g_steal_pointer (&task));
}

/**
 * lk_chat_service_update_client_async:
 * @self: a service
 * @id: the client's numeric id
 * @changes: the members to write
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is written and read back
 * @user_data: data of @callback
 *
 * Changes an OAuth client, such as its `client_type`: PUT `oauth/clients/{id}`, then GET to see whether it stuck
 * (zendesk-chat.md section 5).
 */
void
lk_chat_service_update_client_async (LkChatService       *self,
                                     const char          *id,
                                     JsonObject          *changes,
                                     GCancellable        *cancellable,
                                     GAsyncReadyCallback  callback,
                                     gpointer             user_data)
{
  g_autofree char *path = NULL;
  g_autoptr(GBytes) body = NULL;
  GTask *task;
  LkChatCall *call;

  g_return_if_fail (LK_IS_CHAT_SERVICE (self));
  g_return_if_fail (id != NULL && changes != NULL);

  task = _lk_chat_call_new (self, lk_chat_service_update_client_async, cancellable, callback, user_data);
  call = g_task_get_task_data (task);
  call->id = g_strdup (id);
  call->members = json_object_ref (changes);

  path = _lk_chat_call_entry_path ("oauth/clients", id);
  body = members_to_bytes (changes);
  _lk_chat_call_send (self, "PUT", path, body, _("Change of a client"), put_client_cb, task);
}

/**
 * lk_chat_service_update_client_finish:
 * @self: a service
 * @result: the result
 * @exchange: (out) (optional) (nullable): the last exchange, on failure too
 * @error: return location for an error
 *
 * Ends lk_chat_service_update_client_async(). Sets what lk_chat_service_get_agent_finish() sets, and
 * LK_CHAT_ERROR_NOT_APPLIED when the client, read back, shows another value.
 *
 * Returns: (transfer full): the client as read back
 */
LkApiClient *
lk_chat_service_update_client_finish (LkChatService  *self,
                                      GAsyncResult   *result,
                                      LkExchange    **exchange,
                                      GError        **error)
{
  return _lk_chat_call_finish_pointer (self, result, lk_chat_service_update_client_async, exchange, error);
}

static void
created_client_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(LkApiClient) client = NULL;
  g_autoptr(JsonNode) root = NULL;
  g_autoptr(GError) error = NULL;
  LkChatCall *call = g_task_get_task_data (task);

  if (!_lk_chat_call_take_answer (task, source, result, FALSE, &root, &error))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  client = lk_api_client_new_from_json (_lk_chat_call_root_object (root));
  if (client == NULL)
    {
      g_task_return_error (task, _lk_chat_call_bad_answer (_("The service did not show the client it made")));
      return;
    }

  call->secret = g_strdup (lk_json_get_string (_lk_chat_call_root_object (root), "client_secret"));
  lk_json_wipe_string (_lk_chat_call_root_object (root), "client_secret");
  g_task_return_pointer (task, g_steal_pointer (&client), g_object_unref);
}

/**
 * lk_chat_service_create_client_async:
 * @self: a service
 * @members: name, company, redirect_uris, scopes, client_type
 * @cancellable: (nullable): a cancellable
 * @callback: called with the client
 * @user_data: data of @callback
 *
 * Makes an OAuth client: POST `oauth/clients` (zendesk-chat.md section 5).
 */
void
lk_chat_service_create_client_async (LkChatService       *self,
                                     JsonObject          *members,
                                     GCancellable        *cancellable,
                                     GAsyncReadyCallback  callback,
                                     gpointer             user_data)
{
  g_autoptr(GBytes) body = NULL;

  g_return_if_fail (LK_IS_CHAT_SERVICE (self));
  g_return_if_fail (members != NULL);

  body = members_to_bytes (members);
  _lk_chat_call_send (
      self, "POST", "oauth/clients", body,
      _("New client"), created_client_cb,
        _lk_chat_call_new (self, lk_chat_service_create_client_async, cancellable, callback, user_data));
}

/**
 * lk_chat_service_create_client_finish:
 * @self: a service
 * @result: the result
 * @secret: (out) (nullable): its secret, which the service shows this once; free it with lk_secret_free()
 * @exchange: (out) (optional) (nullable): the exchange, on failure too
 * @error: return location for an error
 *
 * Ends lk_chat_service_create_client_async(). Sets what lk_chat_service_get_agent_finish() sets.
 *
 * Returns: (transfer full): the client
 */
LkApiClient *
lk_chat_service_create_client_finish (LkChatService  *self,
                                      GAsyncResult   *result,
                                      char          **secret,
                                      LkExchange    **exchange,
                                      GError        **error)
{
  LkApiClient *client = NULL;

  *secret = NULL;
  client = _lk_chat_call_finish_pointer (self, result, lk_chat_service_create_client_async, exchange, error);
  if (client != NULL)
    {
      LkChatCall *call = g_task_get_task_data (G_TASK (result));

      *secret = g_steal_pointer (&call->secret);
    }

  return client;
}
