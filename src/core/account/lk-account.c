/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-account.h"

struct _LkAccount
{
  GObject parent_instance;

  /* owned */
  LkConnection *connection;
  LkVault *vault;
  LkHttpClient *client;
  LkTokenEndpoint *endpoint;
  LkTokenSource *source;
  LkChatService *service;
  LkAgent *agent;

  LkAccountState state;

  /* Set while the state will change by time alone */
  guint state_timer;
};

G_DEFINE_FINAL_TYPE (LkAccount, lk_account, G_TYPE_OBJECT)

G_DEFINE_ENUM_TYPE (LkAccountState, lk_account_state,
                    G_DEFINE_ENUM_VALUE (LK_ACCOUNT_STATE_UNKNOWN, "unknown"),
                    G_DEFINE_ENUM_VALUE (LK_ACCOUNT_STATE_NONE, "none"),
                    G_DEFINE_ENUM_VALUE (LK_ACCOUNT_STATE_SIGNED_IN, "signed-in"),
                    G_DEFINE_ENUM_VALUE (LK_ACCOUNT_STATE_ENDS_SOON, "ends-soon"),
                    G_DEFINE_ENUM_VALUE (LK_ACCOUNT_STATE_EXPIRED, "expired"))

enum
{
  PROP_0,
  PROP_CONNECTION,
  PROP_STATE,
  PROP_TOKEN,
  PROP_PLACE,
  PROP_ONLY_IN_MEMORY,
  PROP_AGENT,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static void update_state (LkAccount *self);

static gboolean
state_timer_cb (gpointer user_data)
{
  LkAccount *self = user_data;

  self->state_timer = 0;
  update_state (self);

  return G_SOURCE_REMOVE;
}

/* One timer to the next change and none when nothing will change: an idle program does not wake. A token that ends
 * after more than a day is looked at again tomorrow, for a monotonic timer stands still while the machine sleeps. */
static void
start_state_timer (LkAccount *self,
                   gint64     seconds)
{
  g_clear_handle_id (&self->state_timer, g_source_remove);
  self->state_timer = g_timeout_add_seconds ((guint) CLAMP (seconds, 1, 24 * 60 * 60), state_timer_cb, self);
}

static LkAccountState
judge_state (LkAccount *self)
{
  LkToken *token = lk_token_source_get_token (self->source);
  gboolean loaded;

  g_object_get (self->source, "loaded", &loaded, NULL);

  if (!loaded && token == NULL)
    return LK_ACCOUNT_STATE_UNKNOWN;
  if (token == NULL || !lk_token_belongs_to (token, self->connection))
    return LK_ACCOUNT_STATE_NONE;
  if (lk_token_is_expired (token, 0))
    return LK_ACCOUNT_STATE_EXPIRED;

  if (lk_token_is_expired (token, LK_ACCOUNT_ENDS_SOON_SECONDS))
    return LK_ACCOUNT_STATE_ENDS_SOON;

  return LK_ACCOUNT_STATE_SIGNED_IN;
}

static void
update_state (LkAccount *self)
{
  LkToken *token = lk_token_source_get_token (self->source);
  LkAccountState state = judge_state (self);

  g_clear_handle_id (&self->state_timer, g_source_remove);
  if (state == LK_ACCOUNT_STATE_SIGNED_IN || state == LK_ACCOUNT_STATE_ENDS_SOON)
    {
      gint64 expires_at = lk_token_get_expires_at (token);
      gint64 margin = state == LK_ACCOUNT_STATE_SIGNED_IN ? LK_ACCOUNT_ENDS_SOON_SECONDS : 0;

      if (expires_at >= 0)
        start_state_timer (self, expires_at - margin - g_get_real_time () / G_USEC_PER_SEC);
    }

  if (self->state == state)
    return;

  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

static void
set_agent (LkAccount *self,
           LkAgent   *agent)
{
  if (self->agent == agent)
    return;

  g_clear_pointer (&self->agent, lk_agent_unref);
  self->agent = agent != NULL ? lk_agent_ref (agent) : NULL;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_AGENT]);
}

static void
token_changed_cb (LkAccount *self)
{
  LkToken *token = lk_token_source_get_token (self->source);

  g_assert (LK_IS_ACCOUNT (self));

  /* A refreshed token has the same agent; any other may be somebody else's. */
  if (token == NULL || lk_token_get_obtained (token) != LK_TOKEN_OBTAINED_REFRESH)
    set_agent (self, NULL);

  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TOKEN]);
  update_state (self);
}

static void
loaded_changed_cb (LkAccount *self)
{
  g_assert (LK_IS_ACCOUNT (self));

  update_state (self);
}

static void
place_changed_cb (LkAccount *self)
{
  g_assert (LK_IS_ACCOUNT (self));

  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PLACE]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ONLY_IN_MEMORY]);
}

/* Edited endpoints or another client can make a kept token unusable (SECURITY.md G5). */
static void
connection_changed_cb (LkAccount *self)
{
  g_assert (LK_IS_ACCOUNT (self));

  update_state (self);
}

static void
lk_account_get_property (GObject    *object,
                         guint       prop_id,
                         GValue     *value,
                         GParamSpec *pspec)
{
  LkAccount *self = LK_ACCOUNT (object);

  switch (prop_id)
    {
    case PROP_CONNECTION:
      g_value_set_object (value, self->connection);
      break;
    case PROP_STATE:
      g_value_set_enum (value, self->state);
      break;
    case PROP_TOKEN:
      g_value_set_object (value, lk_account_get_token (self));
      break;
    case PROP_PLACE:
      g_value_set_int (value, lk_account_get_place (self));
      break;
    case PROP_ONLY_IN_MEMORY:
      g_value_set_boolean (value, lk_account_get_place (self) == LK_VAULT_PLACE_MEMORY);
      break;
    case PROP_AGENT:
      g_value_set_boxed (value, self->agent);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lk_account_dispose (GObject *object)
{
  LkAccount *self = LK_ACCOUNT (object);

  g_clear_handle_id (&self->state_timer, g_source_remove);
  g_clear_object (&self->service);
  g_clear_object (&self->source);
  g_clear_object (&self->endpoint);
  g_clear_object (&self->client);
  g_clear_object (&self->vault);
  g_clear_object (&self->connection);
  g_clear_pointer (&self->agent, lk_agent_unref);

  G_OBJECT_CLASS (lk_account_parent_class)->dispose (object);
}

static void
lk_account_class_init (LkAccountClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->dispose = lk_account_dispose;
  object_class->get_property = lk_account_get_property;

  properties[PROP_CONNECTION] = g_param_spec_object ("connection", NULL, NULL, LK_TYPE_CONNECTION, flags);
  properties[PROP_STATE] =
      g_param_spec_enum ("state", NULL, NULL, LK_TYPE_ACCOUNT_STATE, LK_ACCOUNT_STATE_UNKNOWN, flags);
  properties[PROP_TOKEN] = g_param_spec_object ("token", NULL, NULL, LK_TYPE_TOKEN, flags);
  properties[PROP_PLACE] = g_param_spec_int ("place", NULL, NULL, LK_VAULT_PLACE_NONE, LK_VAULT_PLACE_MEMORY,
                                             LK_VAULT_PLACE_NONE, flags);
  properties[PROP_ONLY_IN_MEMORY] = g_param_spec_boolean ("only-in-memory", NULL, NULL, FALSE, flags);
  properties[PROP_AGENT] = g_param_spec_boxed ("agent", NULL, NULL, LK_TYPE_AGENT, flags);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
lk_account_init (LkAccount *self)
{
}

/**
 * lk_account_new:
 * @connection: the settings
 * @vault: who keeps its secrets
 * @client: what sends
 * @lock_folder: where the locks lie that keep two processes from renewing a token at once
 *
 * Puts a connection to work. Nothing is read or sent yet.
 *
 * Returns: (transfer full): the account
 */
LkAccount *
lk_account_new (LkConnection *connection,
                LkVault      *vault,
                LkHttpClient *client,
                const char   *lock_folder)
{
  LkAccount *self;

  g_return_val_if_fail (LK_IS_CONNECTION (connection), NULL);
  g_return_val_if_fail (LK_IS_VAULT (vault), NULL);
  g_return_val_if_fail (LK_IS_HTTP_CLIENT (client), NULL);

  self = g_object_new (LK_TYPE_ACCOUNT, NULL);
  self->connection = g_object_ref (connection);
  self->vault = g_object_ref (vault);
  self->client = g_object_ref (client);
  self->endpoint = lk_token_endpoint_new (client);
  self->source = lk_token_source_new (connection, vault, self->endpoint, lock_folder);
  self->service = lk_chat_service_new (self->source, client);

  g_signal_connect_object (self->source, "notify::token", G_CALLBACK (token_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->source, "notify::loaded", G_CALLBACK (loaded_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->source, "notify::place", G_CALLBACK (place_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (connection, "notify", G_CALLBACK (connection_changed_cb), self, G_CONNECT_SWAPPED);

  return self;
}

/**
 * lk_account_get_connection:
 * @self: an account
 *
 * Its settings.
 *
 * Returns: (transfer none): the connection
 */
LkConnection *
lk_account_get_connection (LkAccount *self)
{
  g_return_val_if_fail (LK_IS_ACCOUNT (self), NULL);

  return self->connection;
}

/**
 * lk_account_get_source:
 * @self: an account
 *
 * Where its token comes from.
 *
 * Returns: (transfer none): the token source
 */
LkTokenSource *
lk_account_get_source (LkAccount *self)
{
  g_return_val_if_fail (LK_IS_ACCOUNT (self), NULL);

  return self->source;
}

/**
 * lk_account_get_service:
 * @self: an account
 *
 * Its REST API.
 *
 * Returns: (transfer none): the service
 */
LkChatService *
lk_account_get_service (LkAccount *self)
{
  g_return_val_if_fail (LK_IS_ACCOUNT (self), NULL);

  return self->service;
}

/**
 * lk_account_get_vault:
 * @self: an account
 *
 * Who keeps its secrets.
 *
 * Returns: (transfer none): the vault
 */
LkVault *
lk_account_get_vault (LkAccount *self)
{
  g_return_val_if_fail (LK_IS_ACCOUNT (self), NULL);

  return self->vault;
}

/**
 * lk_account_get_client:
 * @self: an account
 *
 * What sends its requests.
 *
 * Returns: (transfer none): the HTTP client
 */
LkHttpClient *
lk_account_get_client (LkAccount *self)
{
  g_return_val_if_fail (LK_IS_ACCOUNT (self), NULL);

  return self->client;
}

/**
 * lk_account_get_state:
 * @self: an account
 *
 * How it stands with its token.
 *
 * Returns: the state
 */
LkAccountState
lk_account_get_state (LkAccount *self)
{
  g_return_val_if_fail (LK_IS_ACCOUNT (self), LK_ACCOUNT_STATE_UNKNOWN);

  return self->state;
}

/**
 * lk_account_get_token:
 * @self: an account
 *
 * Its token as known now, expired or not.
 *
 * Returns: (transfer none) (nullable): the token
 */
LkToken *
lk_account_get_token (LkAccount *self)
{
  g_return_val_if_fail (LK_IS_ACCOUNT (self), NULL);

  return lk_token_source_get_token (self->source);
}

/**
 * lk_account_get_usable_token:
 * @self: an account
 *
 * Returns: (transfer none) (nullable): the token, expired or not, unless the connection's settings have moved away from
 *   it
 */
LkToken *
lk_account_get_usable_token (LkAccount *self)
{
  LkToken *token = lk_account_get_token (self);

  return token != NULL && lk_token_belongs_to (token, self->connection) ? token : NULL;
}

/**
 * lk_account_get_place:
 * @self: an account
 *
 * Where its token is kept.
 *
 * Returns: the place
 */
LkVaultPlace
lk_account_get_place (LkAccount *self)
{
  g_return_val_if_fail (LK_IS_ACCOUNT (self), LK_VAULT_PLACE_NONE);

  return lk_token_source_get_place (self->source);
}

/**
 * lk_account_get_agent:
 * @self: an account
 *
 * Whose token it is, once lk_account_identify_async() has asked.
 *
 * Returns: (transfer none) (nullable): the agent
 */
LkAgent *
lk_account_get_agent (LkAccount *self)
{
  g_return_val_if_fail (LK_IS_ACCOUNT (self), NULL);

  return self->agent;
}

/**
 * lk_account_new_sign_in:
 * @self: an account
 *
 * Makes a sign-in whose token will be this account's.
 *
 * Returns: (transfer full): the sign-in
 */
LkSignIn *
lk_account_new_sign_in (LkAccount *self)
{
  g_return_val_if_fail (LK_IS_ACCOUNT (self), NULL);

  return lk_sign_in_new (self->source, self->vault, self->endpoint, lk_http_client_get_log (self->client));
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;

  if (lk_token_source_load_finish (LK_TOKEN_SOURCE (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/**
 * lk_account_load_async:
 * @self: an account
 * @cancellable: (nullable): a cancellable
 * @callback: called when the vault has answered
 * @user_data: data of @callback
 *
 * Reads the token from the vault.
 */
void
lk_account_load_async (LkAccount           *self,
                       GCancellable        *cancellable,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (LK_IS_ACCOUNT (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, lk_account_load_async);
  lk_token_source_load_async (self->source, cancellable, loaded_cb, task);
}

/**
 * lk_account_load_finish:
 * @self: an account
 * @result: the result
 * @error: return location for an error
 *
 * Ends lk_account_load_async(). Sets an error of LK_VAULT_ERROR or G_IO_ERROR_CANCELLED.
 *
 * Returns: whether the vault was read; there may be no token in it
 */
gboolean
lk_account_load_finish (LkAccount     *self,
                        GAsyncResult  *result,
                        GError       **error)
{
  g_return_val_if_fail (LK_IS_ACCOUNT (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_account_load_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
forgot_token_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;

  if (lk_token_source_forget_finish (LK_TOKEN_SOURCE (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
revoked_own_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  LkAccount *self = g_task_get_source_object (task);
  gboolean *revoked = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;

  *revoked = lk_chat_service_revoke_own_finish (LK_CHAT_SERVICE (source), result, NULL, &error);
  if (!*revoked)
    g_debug ("The token was not revoked at the service: %s %d", g_quark_to_string (error->domain), error->code);

  /* Forgotten whatever the service said, and not to be cancelled half-way. */
  lk_token_source_forget_async (self->source, NULL, forgot_token_cb, g_steal_pointer (&task));
}

/**
 * lk_account_sign_out_async:
 * @self: an account
 * @cancellable: (nullable): a cancellable; it ends the wait for the service, not the forgetting
 * @callback: called when the token is forgotten
 * @user_data: data of @callback
 *
 * Revokes the token where its entry is found in `oauth/tokens`, and forgets it here always, offline too
 * (SECURITY.md G6).
 */
void
lk_account_sign_out_async (LkAccount           *self,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (LK_IS_ACCOUNT (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, lk_account_sign_out_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, g_new0 (gboolean, 1), g_free);

  lk_chat_service_revoke_own_async (self->service, cancellable, revoked_own_cb, task);
}

/**
 * lk_account_sign_out_finish:
 * @self: an account
 * @result: the result
 * @revoked: (out) (optional): whether the service revoked it
 * @error: return location for an error
 *
 * Ends lk_account_sign_out_async(). Sets an error of LK_VAULT_ERROR when the keyring would not forget.
 *
 * Returns: whether the token is forgotten here
 */
gboolean
lk_account_sign_out_finish (LkAccount     *self,
                            GAsyncResult  *result,
                            gboolean      *revoked,
                            GError       **error)
{
  g_return_val_if_fail (LK_IS_ACCOUNT (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_account_sign_out_async), FALSE);

  if (revoked != NULL)
    *revoked = *(gboolean *) g_task_get_task_data (G_TASK (result));

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
identified_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(LkExchange) exchange = NULL;
  g_autoptr(LkAgent) agent = NULL;
  g_autoptr(GError) error = NULL;
  LkAccount *self = g_task_get_source_object (task);

  agent = lk_chat_service_get_agent_finish (LK_CHAT_SERVICE (source), result, &exchange, &error);
  if (exchange != NULL)
    g_task_set_task_data (task, g_steal_pointer (&exchange), (GDestroyNotify) g_object_unref);

  if (agent == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  set_agent (self, agent);
  g_task_return_boolean (task, TRUE);
}

/**
 * lk_account_identify_async:
 * @self: an account
 * @cancellable: (nullable): a cancellable
 * @callback: called when the service has answered
 * @user_data: data of @callback
 *
 * Asks the service whose token it is, and keeps the answer as the account's agent.
 */
void
lk_account_identify_async (LkAccount           *self,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (LK_IS_ACCOUNT (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, lk_account_identify_async);
  lk_chat_service_get_agent_async (self->service, cancellable, identified_cb, task);
}

/**
 * lk_account_identify_finish:
 * @self: an account
 * @result: the result
 * @exchange: (out) (optional) (nullable): the exchange, on failure too
 * @error: return location for an error
 *
 * Ends lk_account_identify_async(). Sets what lk_chat_service_get_agent_finish() sets.
 *
 * Returns: whether the agent is known
 */
gboolean
lk_account_identify_finish (LkAccount     *self,
                            GAsyncResult  *result,
                            LkExchange   **exchange,
                            GError       **error)
{
  g_return_val_if_fail (LK_IS_ACCOUNT (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_account_identify_async), FALSE);

  if (exchange != NULL)
    {
      LkExchange *asked = g_task_get_task_data (G_TASK (result));

      *exchange = asked != NULL ? g_object_ref (asked) : NULL;
    }

  return g_task_propagate_boolean (G_TASK (result), error);
}
