/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The calls of LkChatService about OAuth clients. */
#include "config.h"

#include "lk-chat-call-private.h"

#include <glib/gi18n.h>

#include "lk-json-reader.h"

#define CLIENTS "oauth/clients"

/* More entries than any account has. */
#define MAX_ENTRIES 10000

static JsonObject *
get_object (JsonNode *root)
{
  return JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root) : NULL;
}

static gboolean
read_clients (LkChatCall     *call,
              LkChatService  *service,
              JsonNode       *root,
              GError        **error)
{
  GPtrArray *clients;
  JsonArray *entries;

  if (!JSON_NODE_HOLDS_ARRAY (root))
    return FALSE;

  clients = g_ptr_array_new_with_free_func ((GDestroyNotify) lk_oauth_client_unref);
  entries = json_node_get_array (root);
  for (guint i = 0; i < MIN (json_array_get_length (entries), MAX_ENTRIES); i++)
    {
      LkOauthClient *client = lk_oauth_client_new_from_json (lk_json_array_get_object (entries, i));

      if (client != NULL)
        g_ptr_array_add (clients, client);
    }

  _lk_chat_call_take (call, clients, (GDestroyNotify) g_ptr_array_unref);

  return TRUE;
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

static gboolean
read_client_back (LkChatCall     *call,
                  LkChatService  *service,
                  JsonNode       *root,
                  GError        **error)
{
  LkOauthClient *client = lk_oauth_client_new_from_json (get_object (root));

  if (client == NULL)
    return FALSE;

  _lk_chat_call_take (call, client, (GDestroyNotify) lk_oauth_client_unref);
  if (was_applied (call->members, get_object (root)))
    return TRUE;

  g_set_error_literal (error, LK_CHAT_ERROR, LK_CHAT_ERROR_NOT_APPLIED,
                       _("The service accepted the change, but the client still shows its old value"));

  return FALSE;
}

static gboolean
read_new_client (LkChatCall     *call,
                 LkChatService  *service,
                 JsonNode       *root,
                 GError        **error)
{
  LkOauthClient *client = lk_oauth_client_new_from_json (get_object (root));

  if (client == NULL)
    return FALSE;

  call->secret = g_strdup (lk_json_get_string (get_object (root), "client_secret"));
  lk_json_wipe_string (get_object (root), "client_secret");
  _lk_chat_call_take (call, client, (GDestroyNotify) lk_oauth_client_unref);

  return TRUE;
}

/* zendesk-chat.md section 5 */
static const LkChatStep list_clients[] = {
  { "GET", CLIENTS, FALSE, FALSE,
    N_("List of clients"), read_clients, N_("The service did not answer with a list of clients") },
  };
static const LkChatStep update_client[] = {
  { "PUT", CLIENTS, TRUE, TRUE, N_("Change of a client"), NULL, NULL },
    { "GET", CLIENTS, TRUE, FALSE,
      N_("Read the client back"), read_client_back, N_("The service did not show the client after the change") },
    };
static const LkChatStep create_client[] = {
  { "POST", CLIENTS, FALSE, FALSE,
    N_("New client"), read_new_client, N_("The service did not show the client it made") },
  };

/**
 * lk_chat_service_list_clients_async:
 * @self: a service
 * @cancellable: (nullable): a cancellable
 * @callback: called with the list
 * @user_data: data of @callback
 *
 * Lists the account's OAuth clients: a bare array.
 */
void
lk_chat_service_list_clients_async (LkChatService       *self,
                                    GCancellable        *cancellable,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data)
{
  g_return_if_fail (LK_IS_CHAT_SERVICE (self));

  _lk_chat_call_start (self, lk_chat_service_list_clients_async, list_clients, G_N_ELEMENTS (list_clients), NULL, NULL,
                       cancellable, callback, user_data);
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
 * Returns: (transfer full) (element-type LkOauthClient): the clients
 */
GPtrArray *
lk_chat_service_list_clients_finish (LkChatService  *self,
                                     GAsyncResult   *result,
                                     LkExchange    **exchange,
                                     GError        **error)
{
  return _lk_chat_call_finish (self, result, lk_chat_service_list_clients_async, exchange, error);
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
 * Changes an OAuth client, such as its `client_type`, then reads it back to see whether the change was applied.
 */
void
lk_chat_service_update_client_async (LkChatService       *self,
                                     const char          *id,
                                     JsonObject          *changes,
                                     GCancellable        *cancellable,
                                     GAsyncReadyCallback  callback,
                                     gpointer             user_data)
{
  g_return_if_fail (LK_IS_CHAT_SERVICE (self));
  g_return_if_fail (id != NULL && changes != NULL);

  _lk_chat_call_start (self, lk_chat_service_update_client_async, update_client, G_N_ELEMENTS (update_client), id,
                       changes, cancellable, callback, user_data);
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
LkOauthClient *
lk_chat_service_update_client_finish (LkChatService  *self,
                                      GAsyncResult   *result,
                                      LkExchange    **exchange,
                                      GError        **error)
{
  return _lk_chat_call_finish (self, result, lk_chat_service_update_client_async, exchange, error);
}

/**
 * lk_chat_service_create_client_async:
 * @self: a service
 * @members: name, company, redirect_uris, scopes, client_type
 * @cancellable: (nullable): a cancellable
 * @callback: called with the client
 * @user_data: data of @callback
 *
 * Makes an OAuth client.
 */
void
lk_chat_service_create_client_async (LkChatService       *self,
                                     JsonObject          *members,
                                     GCancellable        *cancellable,
                                     GAsyncReadyCallback  callback,
                                     gpointer             user_data)
{
  g_return_if_fail (LK_IS_CHAT_SERVICE (self));
  g_return_if_fail (members != NULL);

  _lk_chat_call_start (self, lk_chat_service_create_client_async, create_client, G_N_ELEMENTS (create_client), NULL,
                       members, cancellable, callback, user_data);
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
LkOauthClient *
lk_chat_service_create_client_finish (LkChatService  *self,
                                      GAsyncResult   *result,
                                      char          **secret,
                                      LkExchange    **exchange,
                                      GError        **error)
{
  LkOauthClient *client = _lk_chat_call_finish (self, result, lk_chat_service_create_client_async, exchange, error);
  LkChatCall *call = g_task_get_task_data (G_TASK (result));

  *secret = client != NULL ? g_steal_pointer (&call->secret) : NULL;

  return client;
}
