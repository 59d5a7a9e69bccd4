/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-agent-session.h"

#include <glib/gi18n.h>
#include <string.h>

#include "lk-chat-service.h"
#include "lk-json-reader.h"
#include "lk-secret.h"
#include "lk-url.h"

#define MAX_ANSWER ((gsize) 256 * 1024)
#define MAX_ID 512

/* zendesk-chat.md section 6. */
#define MUTATION                                                                                                       \
  "mutation($access_token: String!){ startAgentSession(access_token: $access_token)"                                   \
  "{ websocket_url session_id client_id } }"

G_DEFINE_QUARK (lk - conversation - error - quark, lk_conversation_error)

/* One start: what it needs between its steps. */
typedef struct
{
  LkHttpClient *client;
  LkEndpoints *endpoints; /* as they were at the start */
  LkExchange *exchange;
} Start;

static void
start_free (gpointer data)
{
  Start *start = data;

  g_clear_object (&start->client);
  g_clear_pointer (&start->endpoints, lk_endpoints_unref);
  g_clear_object (&start->exchange);
  g_free (start);
}

/* The stream has credentials in its address, and what is asked on it are the account's chats: it lies where the
 * connection says, else beside the GraphQL address, and nowhere else (SECURITY.md F1, F4). */
static gboolean
check_stream_url (const LkEndpoints  *endpoints,
                  const char         *url,
                  GError            **error)
{
  g_autofree char *beside = NULL;
  g_autofree char *origin = NULL;
  const char *due = endpoints->stream;

  if (!lk_url_check_stream (url, error))
    {
      g_autofree char *reason = g_strdup ((*error)->message);

      g_clear_error (error);
      g_set_error (error, LK_CONVERSATION_ERROR, LK_CONVERSATION_ERROR_FOREIGN_STREAM,
                   /* Translators: %s says what is wrong with it */
                   _("The service named an address for the stream that cannot be used: %s"), reason);
      return FALSE;
    }

  /* https://… becomes wss://…, http://… becomes ws://… */
  if (due == NULL)
    due = beside = g_strconcat ("ws", endpoints->graphql + strlen ("http"), NULL);

  if (lk_url_same_origin (due, url))
    return TRUE;

  origin = lk_url_get_origin (url);
  g_set_error (error, LK_CONVERSATION_ERROR, LK_CONVERSATION_ERROR_FOREIGN_STREAM,
               /* Translators: %s is an address such as wss://example.com */
               _("The service named a stream at another host, %s. It was not connected to."), origin);

  return FALSE;
}

/* Ids become part of an address, so only what needs no escape there. */
static gboolean
is_id (const char *id)
{
  return id != NULL && *id != '\0' && strlen (id) <= MAX_ID &&
         id[strspn (id, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "-_.~=+")] == '\0';
}

static LkAgentSession *
read_session (Start   *start,
              GBytes  *body,
              GError **error)
{
  const LkJsonLimits limits = { MAX_ANSWER, 64 };
  g_autoptr(LkAgentSession) session = NULL;
  g_autoptr(JsonNode) root = NULL;
  g_autoptr(GError) json_error = NULL;
  JsonObject *object, *data;
  const char *url;

  root = lk_json_parse_object (body, &limits, &json_error);
  if (root == NULL)
    {
      g_set_error (error, LK_CONVERSATION_ERROR, LK_CONVERSATION_ERROR_BAD_ANSWER,
                   _("The answer cannot be read: %s"), json_error->message);
      return NULL;
    }

  object = json_node_get_object (root);
  if (lk_json_get_array (object, "errors") != NULL && json_array_get_length (lk_json_get_array (object, "errors")) > 0)
    {
      g_autofree char *text = lk_chat_error_text (start->exchange);

      g_set_error (error, LK_CONVERSATION_ERROR, LK_CONVERSATION_ERROR_REFUSED,
                   /* Translators: %s is what the service says of it */
                   _("The service refused the session: %s"), text != NULL ? text : _("it does not say why"));
      return NULL;
    }

  data = lk_json_get_object (lk_json_get_object (object, "data"), "startAgentSession");
  session = g_new0 (LkAgentSession, 1);
  session->session_id = lk_json_get_id (data, "session_id");
  session->client_id = lk_json_get_id (data, "client_id");
  url = lk_json_get_string (data, "websocket_url");

  if (!is_id (session->session_id) || !is_id (session->client_id) || url == NULL)
    {
      g_set_error_literal (error, LK_CONVERSATION_ERROR, LK_CONVERSATION_ERROR_BAD_ANSWER,
                           _("The service started a session and did not say which, or where its stream is."));
      return NULL;
    }

  session->stream_url = g_strdup (url);
  if (!check_stream_url (start->endpoints, session->stream_url, error))
    return NULL;

  return g_steal_pointer (&session);
}

static void
sent_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Start *start = g_task_get_task_data (task);
  g_autoptr(GBytes) answer = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(GError) status_error = NULL;
  LkAgentSession *session = NULL;

  if (!lk_http_client_send_finish (LK_HTTP_CLIENT (source), result, &answer, &error))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  status_error = lk_chat_error_from_exchange (start->exchange);
  if (status_error != NULL)
    {
      g_task_return_new_error (task, LK_CONVERSATION_ERROR, LK_CONVERSATION_ERROR_REFUSED, "%s", status_error->message);
      return;
    }

  session = read_session (start, answer, &error);
  if (session != NULL)
    g_task_return_pointer (task, session, (GDestroyNotify) lk_agent_session_free);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
got_token_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Start *start = g_task_get_task_data (task);
  LkConnection *connection = lk_token_source_get_connection (LK_TOKEN_SOURCE (source));
  GCancellable *cancellable;
  g_autoptr(GError) error = NULL;
  g_autoptr(LkCredentials) credentials = NULL;
  g_autoptr(LkToken) token = lk_token_source_get_finish (LK_TOKEN_SOURCE (source), result, &start->exchange, &error);

  if (token == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  g_clear_object (&start->exchange);
  if (!lk_agent_session_has_scopes (token))
    {
      g_task_return_new_error (task, LK_CONVERSATION_ERROR, LK_CONVERSATION_ERROR_SCOPES,
                               _("The Conversations API wants a token with the scopes read, write and chat together."));
      return;
    }

  start->exchange = lk_exchange_new (LK_EXCHANGE_PURPOSE_CONVERSATION, "POST", start->endpoints->graphql);
  lk_exchange_set_connection (start->exchange, lk_connection_get_id (connection), lk_connection_get_name (connection));
  lk_exchange_set_label (start->exchange, _("Start an agent session"));
  lk_exchange_set_max_body (start->exchange, MAX_ANSWER);
  /* The answer names a session, and whoever knows it can speak in it. */
  lk_exchange_set_confidential (start->exchange, TRUE);
  credentials = lk_credentials_new ();
  lk_credentials_begin_body (credentials, "application/json");
  lk_credentials_append (credentials, "{\"query\":\"" MUTATION "\",\"variables\":{\"access_token\":\"");
  lk_credentials_append_json_secret (credentials, lk_token_get_access_token (token));
  lk_credentials_append (credentials, "\"}}");
  cancellable = g_task_get_cancellable (task);
  lk_http_client_send_async (start->client, start->exchange, credentials, cancellable, sent_cb,
                             g_steal_pointer (&task));
}

/**
 * lk_agent_session_has_scopes:
 * @token: a token
 *
 * Returns: whether it has the three scopes that the Conversations API wants together (zendesk-chat.md section 4)
 */
gboolean
lk_agent_session_has_scopes (LkToken *token)
{
  g_return_val_if_fail (LK_IS_TOKEN (token), FALSE);

  return lk_token_has_scope (token, "read") && lk_token_has_scope (token, "write") &&
         lk_token_has_scope (token, "chat");
}

/**
 * lk_agent_session_start_async:
 * @source: where the token comes from
 * @client: what sends
 * @cancellable: (nullable): ends it at any moment
 * @callback: called when the service has answered
 * @user_data: for @callback
 *
 * Asks for an agent session (zendesk-chat.md section 6): the token goes in the variables of the mutation and in no
 * header, for this API wants it so (SECURITY.md G1). A token without the scopes is not sent at all.
 */
void
lk_agent_session_start_async (LkTokenSource       *source,
                              LkHttpClient        *client,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  Start *start;

  g_return_if_fail (LK_IS_TOKEN_SOURCE (source));
  g_return_if_fail (LK_IS_HTTP_CLIENT (client));

  task = g_task_new (source, cancellable, callback, user_data);
  start = g_new0 (Start, 1);
  g_task_set_source_tag (task, lk_agent_session_start_async);
  g_task_set_task_data (task, start, start_free);
  start->client = g_object_ref (client);
  start->endpoints = lk_connection_get_endpoints (lk_token_source_get_connection (source));

  if (start->endpoints->graphql == NULL)
    {
      g_task_return_new_error (task, LK_CONVERSATION_ERROR, LK_CONVERSATION_ERROR_NO_ADDRESS,
                               _("This connection has no address for the Conversations API yet."));
      return;
    }

  lk_token_source_get_async (source, cancellable, got_token_cb, g_steal_pointer (&task));
}

/**
 * lk_agent_session_start_finish:
 * @source: the source
 * @result: the result
 * @exchange: (out) (optional) (nullable): the last exchange there was, on failure too
 * @error: where to put an error of the token source, `LK_HTTP_ERROR`, `LK_CONVERSATION_ERROR` or G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full): the session, whose stream's address may be connected to
 */
LkAgentSession *
lk_agent_session_start_finish (LkTokenSource  *source,
                               GAsyncResult   *result,
                               LkExchange    **exchange,
                               GError        **error)
{
  Start *start;

  g_return_val_if_fail (LK_IS_TOKEN_SOURCE (source), NULL);
  g_return_val_if_fail (g_task_is_valid (result, source), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_agent_session_start_async), NULL);

  start = g_task_get_task_data (G_TASK (result));
  if (exchange != NULL)
    *exchange = start->exchange != NULL ? g_object_ref (start->exchange) : NULL;

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * lk_agent_session_free:
 * @self: (nullable): a session
 *
 * Wipes its numbers, which are all that is needed to speak in it.
 */
void
lk_agent_session_free (LkAgentSession *self)
{
  if (self == NULL)
    return;

  lk_secret_free (self->session_id);
  lk_secret_free (self->client_id);
  lk_secret_free (self->stream_url);
  g_free (self);
}
