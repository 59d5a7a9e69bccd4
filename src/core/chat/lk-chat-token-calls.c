/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The calls of LkChatService about tokens, the present one and those of the account. */
#include "config.h"

#include "lk-chat-call-private.h"

#include <glib/gi18n.h>

#include "lk-json-reader.h"

#define TOKENS "oauth/tokens"

/* More entries than any account has. */
#define MAX_ENTRIES 10000

static gboolean
read_agent (LkChatCall     *call,
            LkChatService  *service,
            JsonNode       *root,
            GError        **error)
{
  LkAgent *agent = lk_agent_new_from_json (JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root) : NULL);

  _lk_chat_call_take (call, agent, (GDestroyNotify) lk_agent_unref);

  return agent != NULL;
}

/* The answer holds every token whole; once it is read, the tree does not. */
static gboolean
read_tokens (LkChatCall     *call,
             LkChatService  *service,
             JsonNode       *root,
             GError        **error)
{
  LkToken *own = lk_token_source_get_token (lk_chat_service_get_source (service));
  GPtrArray *tokens;
  JsonArray *entries;

  if (!JSON_NODE_HOLDS_ARRAY (root))
    return FALSE;

  tokens = g_ptr_array_new_with_free_func ((GDestroyNotify) lk_api_token_free);
  entries = json_node_get_array (root);
  for (guint i = 0; i < MIN (json_array_get_length (entries), MAX_ENTRIES); i++)
    {
      JsonObject *entry = lk_json_array_get_object (entries, i);
      LkApiToken *token = lk_api_token_new_from_json (entry, own != NULL ? lk_token_get_access_token (own) : NULL);

      if (token != NULL)
        g_ptr_array_add (tokens, token);
      lk_json_wipe_string (entry, "access_token");
      lk_json_wipe_string (entry, "refresh_token");
    }

  _lk_chat_call_take (call, tokens, (GDestroyNotify) g_ptr_array_unref);

  return TRUE;
}

static gboolean
read_own_id (LkChatCall     *call,
             LkChatService  *service,
             JsonNode       *root,
             GError        **error)
{
  GPtrArray *tokens;

  if (!read_tokens (call, service, root, error))
    return FALSE;

  tokens = call->result;
  for (guint i = 0; i < tokens->len && call->id == NULL; i++)
    {
      const LkApiToken *token = g_ptr_array_index (tokens, i);

      if (token->is_own)
        call->id = g_strdup (token->id);
    }

  _lk_chat_call_take (call, NULL, NULL);
  if (call->id != NULL)
    return TRUE;

  g_set_error_literal (error, LK_CHAT_ERROR, LK_CHAT_ERROR_NOT_FOUND,
                       _("The service's list of tokens does not show this one"));

  return FALSE;
}

/* zendesk-chat.md section 5 */
static const LkChatStep get_agent[] = {
  { "GET", "agents/me", FALSE, FALSE,
    N_("Whose token it is"), read_agent, N_("The service did not say whose token it is") },
  };
static const LkChatStep list_tokens[] = {
  { "GET", TOKENS, FALSE, FALSE,
    N_("List of tokens"), read_tokens, N_("The service did not answer with a list of tokens") },
  };
static const LkChatStep revoke_token[] = {
  { "DELETE", TOKENS, TRUE, TRUE, N_("Revoke a token"), NULL, NULL },
};
static const LkChatStep revoke_own[] = {
  { "GET", TOKENS, FALSE, FALSE,
    N_("Find the token to revoke"), read_own_id, N_("The service did not answer with a list of tokens") },
    { "DELETE", TOKENS, TRUE, TRUE, N_("Revoke a token"), NULL, NULL },
   };

/**
 * lk_chat_service_get_agent_async:
 * @self: a service
 * @cancellable: (nullable): a cancellable
 * @callback: called with the agent
 * @user_data: data of @callback
 *
 * Asks whose token it is.
 */
void
lk_chat_service_get_agent_async (LkChatService       *self,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  g_return_if_fail (LK_IS_CHAT_SERVICE (self));

  _lk_chat_call_start (self, lk_chat_service_get_agent_async, get_agent, G_N_ELEMENTS (get_agent), NULL, NULL,
                       cancellable, callback, user_data);
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
  return _lk_chat_call_finish (self, result, lk_chat_service_get_agent_async, exchange, error);
}

/**
 * lk_chat_service_list_tokens_async:
 * @self: a service
 * @cancellable: (nullable): a cancellable
 * @callback: called with the list
 * @user_data: data of @callback
 *
 * Lists the account's tokens: a bare array. Only masks are kept.
 */
void
lk_chat_service_list_tokens_async (LkChatService       *self,
                                   GCancellable        *cancellable,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data)
{
  g_return_if_fail (LK_IS_CHAT_SERVICE (self));

  _lk_chat_call_start (self, lk_chat_service_list_tokens_async, list_tokens, G_N_ELEMENTS (list_tokens), NULL, NULL,
                       cancellable, callback, user_data);
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
  return _lk_chat_call_finish (self, result, lk_chat_service_list_tokens_async, exchange, error);
}

/**
 * lk_chat_service_revoke_token_async:
 * @self: a service
 * @id: the entry's id
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is revoked
 * @user_data: data of @callback
 *
 * Revokes a token.
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

  _lk_chat_call_start (self, lk_chat_service_revoke_token_async, revoke_token, G_N_ELEMENTS (revoke_token), id, NULL,
                       cancellable, callback, user_data);
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
  return _lk_chat_call_finish (self, result, lk_chat_service_revoke_token_async, exchange, error) != NULL;
}

/**
 * lk_chat_service_revoke_own_async:
 * @self: a service
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is revoked
 * @user_data: data of @callback
 *
 * Finds the present token's own entry and revokes it, for a sign-out.
 */
void
lk_chat_service_revoke_own_async (LkChatService       *self,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  g_return_if_fail (LK_IS_CHAT_SERVICE (self));

  _lk_chat_call_start (self, lk_chat_service_revoke_own_async, revoke_own, G_N_ELEMENTS (revoke_own), NULL, NULL,
                       cancellable, callback, user_data);
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
  return _lk_chat_call_finish (self, result, lk_chat_service_revoke_own_async, exchange, error) != NULL;
}
