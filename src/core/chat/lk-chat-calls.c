/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The typed calls of LkChatService, each over _lk_chat_service_send_async (). */
#include "lk-chat-service-private.h"

#include <glib/gi18n.h>

#include "lk-json-reader.h"
#include "lk-redact.h"
#include "lk-secret.h"

#define MAX_ENTRIES 10000
/* Thousands of entries fit; more is none of the answers asked for here, and would hold up the main loop. */
#define MAX_ANSWER ((gsize) 8 * 1024 * 1024)

/* One typed call: what it needs between its steps, and the exchange to show when it fails. */
typedef struct
{
  char *id;
  JsonObject *members;
  char *secret;
  LkExchange *exchange;
} Typed;

static void
typed_free (gpointer data)
{
  Typed *typed = data;

  g_free (typed->id);
  g_clear_pointer (&typed->members, json_object_unref);
  lk_secret_free (typed->secret);
  g_clear_object (&typed->exchange);
  g_free (typed);
}

static GTask *
typed_new (LkChatService       *self,
           gpointer             tag,
           GCancellable        *cancellable,
           GAsyncReadyCallback  callback,
           gpointer             user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, tag);
  g_task_set_task_data (task, g_new0 (Typed, 1), typed_free);

  return task;
}

/* Takes the task, whose cancellable it is. */
static void
send_typed (LkChatService       *self,
            const char          *method,
            const char          *path,
            GBytes              *body,
            const char          *label,
            GAsyncReadyCallback  callback,
            GTask               *task)
{
  _lk_chat_service_send_async (self, method, path, body != NULL ? "application/json" : NULL, body, MAX_ANSWER, label,
                               g_task_get_cancellable (task), callback, task);
}

/* The answer of one step: an error for any status but 2xx, else the parsed body. A body may be empty where
 * `may_be_empty`: *root is NULL then. */
static gboolean
read_answer (LkExchange  *answered,
             gboolean     may_be_empty,
             JsonNode   **root,
             GError     **error)
{
  g_autoptr(GError) local_error = lk_chat_error_from_exchange (answered);
  GBytes *body = lk_exchange_get_body (answered);

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  if (may_be_empty && (body == NULL || g_bytes_get_size (body) == 0))
    {
      *root = NULL;
      return TRUE;
    }

  *root = body != NULL ? lk_json_parse (body, NULL, &local_error) : NULL;
  if (*root == NULL)
    {
      g_set_error (error, LK_CHAT_ERROR, LK_CHAT_ERROR_BAD_ANSWER,
                   _("The service answered with status %u, but not with the data that was asked for: %s"),
                   lk_exchange_get_status (answered),
                   local_error != NULL ? local_error->message : _("there is nothing in the answer"));
      return FALSE;
    }

  return TRUE;
}

static gboolean
take_answer (GTask         *task,
             GObject       *source,
             GAsyncResult  *result,
             gboolean       may_be_empty,
             JsonNode     **root,
             GError       **error)
{
  Typed *typed = g_task_get_task_data (task);
  g_autoptr(LkExchange) answered = NULL;
  gboolean is_good;

  g_clear_object (&typed->exchange);
  answered = lk_chat_service_send_finish (LK_CHAT_SERVICE (source), result, &typed->exchange, error);
  if (answered == NULL)
    return FALSE;

  is_good = read_answer (answered, may_be_empty, root, error);
  /* What was read is a copy. */
  lk_redact_seal_request (answered);

  return is_good;
}

static GError *
bad_answer (const char *what)
{
  return g_error_new_literal (LK_CHAT_ERROR, LK_CHAT_ERROR_BAD_ANSWER, what);
}

static JsonObject *
root_object (JsonNode *root)
{
  return root != NULL && JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root) : NULL;
}

static gpointer
finish_typed (LkChatService  *self,
              GAsyncResult   *result,
              gpointer        tag,
              LkExchange    **exchange,
              GError        **error)
{
  Typed *typed;

  g_return_val_if_fail (LK_IS_CHAT_SERVICE (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, tag), NULL);

  typed = g_task_get_task_data (G_TASK (result));
  if (exchange != NULL)
    *exchange = typed->exchange != NULL ? g_object_ref (typed->exchange) : NULL;

  return g_task_propagate_pointer (G_TASK (result), error);
}

static gboolean
finish_boolean (LkChatService  *self,
                GAsyncResult   *result,
                gpointer        tag,
                LkExchange    **exchange,
                GError        **error)
{
  Typed *typed;

  g_return_val_if_fail (LK_IS_CHAT_SERVICE (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, tag), FALSE);

  typed = g_task_get_task_data (G_TASK (result));
  if (exchange != NULL)
    *exchange = typed->exchange != NULL ? g_object_ref (typed->exchange) : NULL;

  return g_task_propagate_boolean (G_TASK (result), error);
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

static char *
entry_path (const char *collection,
            const char *id)
{
  g_autofree char *escaped = g_uri_escape_string (id, NULL, FALSE);

  return g_strconcat (collection, "/", escaped, NULL);
}

static void
got_agent_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(JsonNode) root = NULL;
  g_autoptr(GError) error = NULL;
  LkAgent *agent;

  if (!take_answer (task, source, result, FALSE, &root, &error))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  agent = lk_agent_new_from_json (root_object (root));
  if (agent != NULL)
    g_task_return_pointer (task, agent, g_object_unref);
  else
    g_task_return_error (task, bad_answer (_("The service did not say whose token it is")));
}

/**
 * lk_chat_service_get_agent_async:
 * @self: a service
 * @cancellable: (nullable): a cancellable
 * @callback: called with the agent
 * @user_data: data of @callback
 *
 * Asks whose token it is: GET `agents/me` (zendesk-chat.md section 5).
 */
void
lk_chat_service_get_agent_async (LkChatService       *self,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  g_return_if_fail (LK_IS_CHAT_SERVICE (self));

  send_typed (self, "GET", "agents/me", NULL, _("Whose token it is"), got_agent_cb,
              typed_new (self, lk_chat_service_get_agent_async, cancellable, callback, user_data));
}

/**
 * lk_chat_service_get_agent_finish:
 * @self: a service
 * @result: the result
 * @exchange: (out) (optional) (nullable): the exchange, on failure too
 * @error: return location for an error
 *
 * Ends lk_chat_service_get_agent_async(). Sets what lk_chat_service_send_finish() sets, and LK_CHAT_ERROR by the
 * status.
 *
 * Returns: (transfer full): the agent
 */
LkAgent *
lk_chat_service_get_agent_finish (LkChatService  *self,
                                  GAsyncResult   *result,
                                  LkExchange    **exchange,
                                  GError        **error)
{
  return finish_typed (self, result, lk_chat_service_get_agent_async, exchange, error);
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

  if (!take_answer (task, source, result, FALSE, &root, &error))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  if (!JSON_NODE_HOLDS_ARRAY (root))
    {
      g_task_return_error (task, bad_answer (_("The service did not answer with a list of clients")));
      return;
    }

  entries = json_node_get_array (root);
  for (guint i = 0; i < MIN (json_array_get_length (entries), MAX_ENTRIES); i++)
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

  send_typed (self, "GET", "oauth/clients", NULL, _("List of clients"), listed_clients_cb,
              typed_new (self, lk_chat_service_list_clients_async, cancellable, callback, user_data));
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
  return finish_typed (self, result, lk_chat_service_list_clients_async, exchange, error);
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
is_stuck (JsonObject *wanted,
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
  Typed *typed = g_task_get_task_data (task);

  if (!take_answer (task, source, result, FALSE, &root, &error))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  client = lk_api_client_new_from_json (root_object (root));
  if (client == NULL)
    g_task_return_error (task, bad_answer (_("The service did not show the client after the change")));
  else if (!is_stuck (typed->members, root_object (root)))
    g_task_return_new_error (task, LK_CHAT_ERROR, LK_CHAT_ERROR_NOT_STUCK,
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
  Typed *typed = g_task_get_task_data (task);
  g_autofree char *path = entry_path ("oauth/clients", typed->id);
  g_autoptr(JsonNode) root = NULL;
  g_autoptr(GError) error = NULL;

  if (!take_answer (task, source, result, TRUE, &root, &error))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  send_typed (LK_CHAT_SERVICE (source), "GET", path, NULL, _("Read the client back"), read_client_back_cb,
              g_steal_pointer (&task));
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
  Typed *typed;

  g_return_if_fail (LK_IS_CHAT_SERVICE (self));
  g_return_if_fail (id != NULL && changes != NULL);

  task = typed_new (self, lk_chat_service_update_client_async, cancellable, callback, user_data);
  typed = g_task_get_task_data (task);
  typed->id = g_strdup (id);
  typed->members = json_object_ref (changes);

  path = entry_path ("oauth/clients", id);
  body = members_to_bytes (changes);
  send_typed (self, "PUT", path, body, _("Change of a client"), put_client_cb, task);
}

/**
 * lk_chat_service_update_client_finish:
 * @self: a service
 * @result: the result
 * @exchange: (out) (optional) (nullable): the last exchange, on failure too
 * @error: return location for an error
 *
 * Ends lk_chat_service_update_client_async(). Sets what lk_chat_service_get_agent_finish() sets, and
 * LK_CHAT_ERROR_NOT_STUCK when the client, read back, shows another value.
 *
 * Returns: (transfer full): the client as read back
 */
LkApiClient *
lk_chat_service_update_client_finish (LkChatService  *self,
                                      GAsyncResult   *result,
                                      LkExchange    **exchange,
                                      GError        **error)
{
  return finish_typed (self, result, lk_chat_service_update_client_async, exchange, error);
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
  Typed *typed = g_task_get_task_data (task);

  if (!take_answer (task, source, result, FALSE, &root, &error))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  client = lk_api_client_new_from_json (root_object (root));
  if (client == NULL)
    {
      g_task_return_error (task, bad_answer (_("The service did not show the client it made")));
      return;
    }

  typed->secret = g_strdup (lk_json_get_string (root_object (root), "client_secret"));
  lk_json_wipe_string (root_object (root), "client_secret");
  lk_redact_seal (typed->exchange);
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
  send_typed (self, "POST", "oauth/clients", body, _("New client"), created_client_cb,
              typed_new (self, lk_chat_service_create_client_async, cancellable, callback, user_data));
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
  LkApiClient *client = finish_typed (self, result, lk_chat_service_create_client_async, exchange, error);

  *secret = NULL;
  if (client != NULL)
    {
      Typed *typed = g_task_get_task_data (G_TASK (result));

      *secret = g_steal_pointer (&typed->secret);
    }

  return client;
}

/* The answer holds every token whole; once it is read, neither tree nor log does. */
static GPtrArray *
read_tokens (LkChatService *self,
             LkExchange    *exchange,
             JsonNode      *root)
{
  LkToken *own = lk_token_source_get_token (lk_chat_service_get_source (self));
  GPtrArray *tokens = g_ptr_array_new_with_free_func (g_object_unref);
  JsonArray *entries = json_node_get_array (root);

  for (guint i = 0; i < MIN (json_array_get_length (entries), MAX_ENTRIES); i++)
    {
      JsonObject *entry = lk_json_array_get_object (entries, i);
      LkApiToken *token = lk_api_token_new_from_json (entry, own != NULL ? lk_token_get_access_token (own) : NULL);

      if (token != NULL)
        g_ptr_array_add (tokens, token);
      lk_json_wipe_string (entry, "access_token");
      lk_json_wipe_string (entry, "refresh_token");
    }

  lk_redact_seal (exchange);

  return tokens;
}

static void
listed_tokens_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Typed *typed = g_task_get_task_data (task);
  g_autoptr(JsonNode) root = NULL;
  g_autoptr(GError) error = NULL;

  if (!take_answer (task, source, result, FALSE, &root, &error))
    g_task_return_error (task, g_steal_pointer (&error));
  else if (!JSON_NODE_HOLDS_ARRAY (root))
    g_task_return_error (task, bad_answer (_("The service did not answer with a list of tokens")));
  else
    g_task_return_pointer (task, read_tokens (LK_CHAT_SERVICE (source), typed->exchange, root),
                           (GDestroyNotify) g_ptr_array_unref);
}

/**
 * lk_chat_service_list_tokens_async:
 * @self: a service
 * @cancellable: (nullable): a cancellable
 * @callback: called with the list
 * @user_data: data of @callback
 *
 * Lists the account's tokens: GET `oauth/tokens`, a bare array (zendesk-chat.md section 5). Only masks are kept.
 */
void
lk_chat_service_list_tokens_async (LkChatService       *self,
                                   GCancellable        *cancellable,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data)
{
  g_return_if_fail (LK_IS_CHAT_SERVICE (self));

  send_typed (self, "GET", "oauth/tokens", NULL, _("List of tokens"), listed_tokens_cb,
              typed_new (self, lk_chat_service_list_tokens_async, cancellable, callback, user_data));
}

/**
 * lk_chat_service_list_tokens_finish:
 * @self: a service
 * @result: the result
 * @exchange: (out) (optional) (nullable): the exchange, on failure too
 * @error: return location for an error
 *
 * Ends lk_chat_service_list_tokens_async(). Sets what lk_chat_service_get_agent_finish() sets.
 *
 * Returns: (transfer full) (element-type LkApiToken): the tokens
 */
GPtrArray *
lk_chat_service_list_tokens_finish (LkChatService  *self,
                                    GAsyncResult   *result,
                                    LkExchange    **exchange,
                                    GError        **error)
{
  return finish_typed (self, result, lk_chat_service_list_tokens_async, exchange, error);
}

static void
revoked_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(JsonNode) root = NULL;
  g_autoptr(GError) error = NULL;

  if (take_answer (task, source, result, TRUE, &root, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
send_revoke (LkChatService *self,
             const char    *id,
             GTask         *task)
{
  g_autofree char *path = entry_path ("oauth/tokens", id);

  send_typed (self, "DELETE", path, NULL, _("Revoke a token"), revoked_cb, task);
}

/**
 * lk_chat_service_revoke_token_async:
 * @self: a service
 * @id: the entry's id
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is revoked
 * @user_data: data of @callback
 *
 * Revokes a token: DELETE `oauth/tokens/{id}` (zendesk-chat.md section 5).
 */
void
lk_chat_service_revoke_token_async (LkChatService       *self,
                                    const char          *id,
                                    GCancellable        *cancellable,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data)
{
  g_return_if_fail (LK_IS_CHAT_SERVICE (self));
  g_return_if_fail (id != NULL);

  send_revoke (self, id, typed_new (self, lk_chat_service_revoke_token_async, cancellable, callback, user_data));
}

/**
 * lk_chat_service_revoke_token_finish:
 * @self: a service
 * @result: the result
 * @exchange: (out) (optional) (nullable): the exchange, on failure too
 * @error: return location for an error
 *
 * Ends lk_chat_service_revoke_token_async(). Sets what lk_chat_service_get_agent_finish() sets.
 *
 * Returns: whether it is revoked
 */
gboolean
lk_chat_service_revoke_token_finish (LkChatService  *self,
                                     GAsyncResult   *result,
                                     LkExchange    **exchange,
                                     GError        **error)
{
  return finish_boolean (self, result, lk_chat_service_revoke_token_async, exchange, error);
}

static void
listed_for_own_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Typed *typed = g_task_get_task_data (task);
  g_autoptr(GPtrArray) tokens = NULL;
  g_autoptr(JsonNode) root = NULL;
  g_autoptr(GError) error = NULL;

  if (!take_answer (task, source, result, FALSE, &root, &error))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  if (!JSON_NODE_HOLDS_ARRAY (root))
    {
      g_task_return_error (task, bad_answer (_("The service did not answer with a list of tokens")));
      return;
    }

  tokens = read_tokens (LK_CHAT_SERVICE (source), typed->exchange, root);
  for (guint i = 0; i < tokens->len; i++)
    {
      if (lk_api_token_is_own (tokens->pdata[i]))
        {
          send_revoke (LK_CHAT_SERVICE (source), lk_api_token_get_id (tokens->pdata[i]), g_steal_pointer (&task));
          return;
        }
    }

  g_task_return_new_error (task, LK_CHAT_ERROR, LK_CHAT_ERROR_NOT_FOUND,
                           _("The service's list of tokens does not show this one"));
}

/**
 * lk_chat_service_revoke_own_async:
 * @self: a service
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is revoked
 * @user_data: data of @callback
 *
 * Finds the present token's own entry in `oauth/tokens` and revokes it, for a sign-out.
 */
void
lk_chat_service_revoke_own_async (LkChatService       *self,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  g_return_if_fail (LK_IS_CHAT_SERVICE (self));

  send_typed (self, "GET", "oauth/tokens", NULL, _("Find the token to revoke"), listed_for_own_cb,
              typed_new (self, lk_chat_service_revoke_own_async, cancellable, callback, user_data));
}

/**
 * lk_chat_service_revoke_own_finish:
 * @self: a service
 * @result: the result
 * @exchange: (out) (optional) (nullable): the last exchange, on failure too
 * @error: return location for an error
 *
 * Ends lk_chat_service_revoke_own_async(). Sets what lk_chat_service_get_agent_finish() sets, and
 * LK_CHAT_ERROR_NOT_FOUND when the list does not show the token.
 *
 * Returns: whether it is revoked
 */
gboolean
lk_chat_service_revoke_own_finish (LkChatService  *self,
                                   GAsyncResult   *result,
                                   LkExchange    **exchange,
                                   GError        **error)
{
  return finish_boolean (self, result, lk_chat_service_revoke_own_async, exchange, error);
}
