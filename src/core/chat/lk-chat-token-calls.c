/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The calls of LkChatService about tokens, the present one and those of the account. */
#include "config.h"

#include "lk-chat-call-private.h"

#include <glib/gi18n.h>

#include "lk-json-reader.h"

static void
got_agent_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(JsonNode) root = NULL;
  g_autoptr(GError) error = NULL;
  LkAgent *agent;

  if (!_lk_chat_call_take_answer (task, source, result, FALSE, &root, &error))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  agent = lk_agent_new_from_json (_lk_chat_call_root_object (root));
  if (agent != NULL)
    g_task_return_pointer (task, agent, g_object_unref);
  else
    g_task_return_error (task, _lk_chat_call_bad_answer (_("The service did not say whose token it is")));
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

  _lk_chat_call_send (self, "GET", "agents/me", NULL,
                      _("Whose token it is"), got_agent_cb,
                        _lk_chat_call_new (self, lk_chat_service_get_agent_async, cancellable, callback, user_data));
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
  return _lk_chat_call_finish_pointer (self, result, lk_chat_service_get_agent_async, exchange, error);
}

/* The answer holds every token whole; once it is read, the tree does not. */
static GPtrArray *
read_tokens (LkChatService *self,
             JsonNode      *root)
{
  LkToken *own = lk_token_source_get_token (lk_chat_service_get_source (self));
  GPtrArray *tokens = g_ptr_array_new_with_free_func (g_object_unref);
  JsonArray *entries = json_node_get_array (root);

  for (guint i = 0; i < MIN (json_array_get_length (entries), LK_CHAT_CALL_MAX_ENTRIES); i++)
    {
      JsonObject *entry = lk_json_array_get_object (entries, i);
      LkApiToken *token = lk_api_token_new_from_json (entry, own != NULL ? lk_token_get_access_token (own) : NULL);

      if (token != NULL)
        g_ptr_array_add (tokens, token);
      lk_json_wipe_string (entry, "access_token");
      lk_json_wipe_string (entry, "refresh_token");
    }

  return tokens;
}

static void
listed_tokens_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(JsonNode) root = NULL;
  g_autoptr(GError) error = NULL;

  if (!_lk_chat_call_take_answer (task, source, result, FALSE, &root, &error))
    g_task_return_error (task, g_steal_pointer (&error));
  else if (!JSON_NODE_HOLDS_ARRAY (root))
    g_task_return_error (task, _lk_chat_call_bad_answer (_("The service did not answer with a list of tokens")));
  else
    g_task_return_pointer (task, read_tokens (LK_CHAT_SERVICE (source), root), (GDestroyNotify) g_ptr_array_unref);
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

  _lk_chat_call_send (self, "GET", "oauth/tokens", NULL,
                      _("List of tokens"), listed_tokens_cb,
                        _lk_chat_call_new (self, lk_chat_service_list_tokens_async, cancellable, callback, user_data));
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
  return _lk_chat_call_finish_pointer (self, result, lk_chat_service_list_tokens_async, exchange, error);
}

static void
revoked_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(JsonNode) root = NULL;
  g_autoptr(GError) error = NULL;

  if (_lk_chat_call_take_answer (task, source, result, TRUE, &root, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
send_revoke (LkChatService *self,
             const char    *id,
             GTask         *task)
{
  g_autofree char *path = _lk_chat_call_entry_path ("oauth/tokens", id);

  _lk_chat_call_send (self, "DELETE", path, NULL, _("Revoke a token"), revoked_cb, task);
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

  send_revoke (self, id,
               _lk_chat_call_new (self, lk_chat_service_revoke_token_async, cancellable, callback, user_data));
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
  return _lk_chat_call_finish_boolean (self, result, lk_chat_service_revoke_token_async, exchange, error);
}

static void
listed_for_own_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GPtrArray) tokens = NULL;
  g_autoptr(JsonNode) root = NULL;
  g_autoptr(GError) error = NULL;

  if (!_lk_chat_call_take_answer (task, source, result, FALSE, &root, &error))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  if (!JSON_NODE_HOLDS_ARRAY (root))
    {
      g_task_return_error (task, _lk_chat_call_bad_answer (_("The service did not answer with a list of tokens")));
      return;
    }

  tokens = read_tokens (LK_CHAT_SERVICE (source), root);
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

  _lk_chat_call_send (self, "GET", "oauth/tokens", NULL,
                      _("Find the token to revoke"), listed_for_own_cb,
                        _lk_chat_call_new (self, lk_chat_service_revoke_own_async, cancellable, callback, user_data));
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
  return _lk_chat_call_finish_boolean (self, result, lk_chat_service_revoke_own_async, exchange, error);
}
