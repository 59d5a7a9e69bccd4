/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "lk-token-source-private.h"

enum
{
  PROP_0,
  PROP_TOKEN,
  PROP_PLACE,
  PROP_LOADED,
  PROP_REFRESHING,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_QUARK (lk-token-source-error-quark, lk_token_source_error)
G_DEFINE_FINAL_TYPE (LkTokenSource, lk_token_source, G_TYPE_OBJECT)

static gboolean
is_same_secret (const char *a,
                const char *b)
{
  return (a == NULL && b == NULL) || lk_secret_equal (a, b);
}

/* A service may renew the refresh token alone: with the old one kept, the next renewal would use it a second time. */
gboolean
_lk_token_same (LkToken *a,
                LkToken *b)
{
  return a != NULL && b != NULL
         && is_same_secret (lk_token_get_access_token (a), lk_token_get_access_token (b))
         && is_same_secret (lk_token_get_refresh_token (a), lk_token_get_refresh_token (b));
}

void
_lk_token_source_set_token (LkTokenSource *self,
                            LkToken       *token,
                            LkVaultPlace   place)
{
  if (g_set_object (&self->token, token))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TOKEN]);

  if (self->place != place)
    {
      self->place = place;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PLACE]);
    }
}

static void
set_flag (LkTokenSource *self,
          gboolean      *flag,
          gboolean       value,
          guint          property)
{
  if (*flag == value)
    return;

  *flag = value;
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

void
_lk_token_source_set_loaded (LkTokenSource *self)
{
  set_flag (self, &self->loaded, TRUE, PROP_LOADED);
}

void
_lk_token_source_set_refreshing (LkTokenSource *self,
                                 gboolean       refreshing)
{
  set_flag (self, &self->refreshing, refreshing, PROP_REFRESHING);
}

static void
call_free (LkTokenCall *call)
{
  g_clear_pointer (&call->cancelled, g_source_unref);
  g_clear_object (&call->exchange);
  g_clear_object (&call->stale);
  g_free (call);
}

static void
return_boolean (GTask        *task,
                const GError *error)
{
  if (error != NULL)
    g_task_return_error (task, g_error_copy (error));
  else
    g_task_return_boolean (task, TRUE);
}

static void
return_token (GTask        *task,
              const GError *error)
{
  LkTokenSource *self = g_task_get_source_object (task);

  if (error != NULL)
    g_task_return_error (task, g_error_copy (error));
  else if (self->token == NULL)
    g_task_return_new_error (task, LK_TOKEN_SOURCE_ERROR, LK_TOKEN_SOURCE_ERROR_NONE,
                             _("There is no token; sign in first"));
  else if (!lk_token_belongs_to (self->token, self->connection))
    g_task_return_new_error (task, LK_TOKEN_SOURCE_ERROR, LK_TOKEN_SOURCE_ERROR_MOVED,
                             _("The connection has changed since the token was obtained; sign in again"));
  else
    g_task_return_pointer (task, g_object_ref (self->token), g_object_unref);
}

/* A renewal ahead of time that failed for a passing reason spoils nothing: the token still serves. */
static void
got_renewed (GTask        *task,
             const GError *error)
{
  LkTokenSource *self = g_task_get_source_object (task);

  if (error != NULL && self->token != NULL && !lk_token_is_expired (self->token, 0))
    return_token (task, NULL);
  else
    return_token (task, error);
}

static void
got_loaded (GTask        *task,
            const GError *error)
{
  LkTokenSource *self = g_task_get_source_object (task);

  if (error != NULL
      || self->token == NULL
      || !lk_token_belongs_to (self->token, self->connection)
      || !lk_token_is_due (self->token))
    return_token (task, error);
  else if (lk_token_is_renewable (self->token))
    _lk_token_source_join (self, LK_TOKEN_OPERATION_REFRESH, self->token, task, got_renewed);
  else if (!lk_token_is_expired (self->token, 0))
    return_token (task, NULL);
  else
    g_task_return_new_error (task, LK_TOKEN_SOURCE_ERROR, LK_TOKEN_SOURCE_ERROR_EXPIRED,
                             _("The token has expired and cannot be renewed; sign in again"));
}

static void
refresh_loaded (GTask        *task,
                const GError *error)
{
  LkTokenSource *self = g_task_get_source_object (task);
  LkTokenCall *call = g_task_get_task_data (task);

  /* Either there is nothing to renew, or somebody has renewed the stale token already. */
  if (error != NULL
      || self->token == NULL
      || !lk_token_belongs_to (self->token, self->connection)
      || (call->stale != NULL && !_lk_token_same (call->stale, self->token) && !lk_token_is_due (self->token)))
    return_token (task, error);
  else
    _lk_token_source_join (self, LK_TOKEN_OPERATION_REFRESH, call->stale != NULL ? call->stale : self->token,
                           task, return_token);
}

static GTask *
call_new (LkTokenSource       *self,
          gpointer             source_tag,
          GCancellable        *cancellable,
          GAsyncReadyCallback  callback,
          gpointer             user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, source_tag);
  g_task_set_task_data (task, g_new0 (LkTokenCall, 1), (GDestroyNotify) call_free);

  return task;
}

static LkToken *
finish_with_token (GAsyncResult  *result,
                   LkExchange   **exchange,
                   GError       **error)
{
  LkTokenCall *call = g_task_get_task_data (G_TASK (result));

  if (exchange != NULL)
    *exchange = call->exchange != NULL ? g_object_ref (call->exchange) : NULL;

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
lk_token_source_get_property (GObject    *object,
                              guint       property_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  LkTokenSource *self = LK_TOKEN_SOURCE (object);

  switch (property_id)
    {
    case PROP_TOKEN:
      g_value_set_object (value, self->token);
      break;

    case PROP_PLACE:
      g_value_set_int (value, self->place);
      break;

    case PROP_LOADED:
      g_value_set_boolean (value, self->loaded);
      break;

    case PROP_REFRESHING:
      g_value_set_boolean (value, self->refreshing);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
lk_token_source_finalize (GObject *object)
{
  LkTokenSource *self = LK_TOKEN_SOURCE (object);

  g_assert (g_queue_is_empty (&self->operations));

  g_clear_object (&self->connection);
  g_clear_object (&self->vault);
  g_clear_object (&self->endpoint);
  g_clear_object (&self->token);
  g_clear_pointer (&self->lock_folder, g_free);

  G_OBJECT_CLASS (lk_token_source_parent_class)->finalize (object);
}

static void
lk_token_source_class_init (LkTokenSourceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = lk_token_source_get_property;
  object_class->finalize = lk_token_source_finalize;

  properties[PROP_TOKEN] = g_param_spec_object ("token", NULL, NULL, LK_TYPE_TOKEN, flags);
  properties[PROP_PLACE] = g_param_spec_int ("place", NULL, NULL, LK_VAULT_PLACE_NONE, LK_VAULT_PLACE_MEMORY,
                                             LK_VAULT_PLACE_NONE, flags);
  properties[PROP_LOADED] = g_param_spec_boolean ("loaded", NULL, NULL, FALSE, flags);
  properties[PROP_REFRESHING] = g_param_spec_boolean ("refreshing", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
lk_token_source_init (LkTokenSource *self)
{
  g_queue_init (&self->operations);
}

/**
 * lk_token_source_new:
 * @connection: the connection whose token it is
 * @vault: where the token and the client secret are kept
 * @endpoint: what renews it
 * @lock_folder: (nullable): where the lock files are that other processes of this user share; %NULL: there are none
 *
 * Returns: (transfer full): a token source that knows no token until it is loaded
 */
LkTokenSource *
lk_token_source_new (LkConnection    *connection,
                     LkVault         *vault,
                     LkTokenEndpoint *endpoint,
                     const char      *lock_folder)
{
  LkTokenSource *self;

  g_return_val_if_fail (LK_IS_CONNECTION (connection), NULL);
  g_return_val_if_fail (LK_IS_VAULT (vault), NULL);
  g_return_val_if_fail (LK_IS_TOKEN_ENDPOINT (endpoint), NULL);

  self = g_object_new (LK_TYPE_TOKEN_SOURCE, NULL);
  self->connection = g_object_ref (connection);
  self->vault = g_object_ref (vault);
  self->endpoint = g_object_ref (endpoint);
  self->lock_folder = g_strdup (lock_folder);

  return self;
}

/**
 * lk_token_source_get_connection:
 * @self: a token source
 *
 * Returns: (transfer none): the connection whose token it is
 */
LkConnection *
lk_token_source_get_connection (LkTokenSource *self)
{
  g_return_val_if_fail (LK_IS_TOKEN_SOURCE (self), NULL);

  return self->connection;
}

/**
 * lk_token_source_get_token:
 * @self: a token source
 *
 * Returns: (transfer none) (nullable): the token as it is known now, expired or not
 */
LkToken *
lk_token_source_get_token (LkTokenSource *self)
{
  g_return_val_if_fail (LK_IS_TOKEN_SOURCE (self), NULL);

  return self->token;
}

/**
 * lk_token_source_get_place:
 * @self: a token source
 *
 * Returns: where the token is kept
 */
LkVaultPlace
lk_token_source_get_place (LkTokenSource *self)
{
  g_return_val_if_fail (LK_IS_TOKEN_SOURCE (self), LK_VAULT_PLACE_NONE);

  return self->place;
}

/**
 * lk_token_source_load_async:
 * @self: a token source
 * @cancellable: (nullable): ends the wait
 * @callback: called when the vault has answered
 * @user_data: for @callback
 *
 * Reads the token from the vault, once; later calls answer at once. A failure may be tried again.
 */
void
lk_token_source_load_async (LkTokenSource       *self,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (LK_IS_TOKEN_SOURCE (self));

  task = call_new (self, lk_token_source_load_async, cancellable, callback, user_data);
  if (g_task_return_error_if_cancelled (task))
    return;

  if (self->loaded)
    return_boolean (task, NULL);
  else
    _lk_token_source_join (self, LK_TOKEN_OPERATION_LOAD, NULL, task, return_boolean);
}

/**
 * lk_token_source_load_finish:
 * @self: a token source
 * @result: the result given to the callback
 * @error: return location for a #LkVaultError or `G_IO_ERROR_CANCELLED`
 *
 * Returns: %TRUE if the vault was read; there may be no token in it
 */
gboolean
lk_token_source_load_finish (LkTokenSource  *self,
                             GAsyncResult   *result,
                             GError        **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_token_source_load_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * lk_token_source_reload_async:
 * @self: a token source
 * @cancellable: (nullable): ends the wait
 * @callback: called when the vault has answered
 * @user_data: for @callback
 *
 * Reads the token from the vault though it was read before: what the vault holds may have changed, or come within
 * reach.
 */
void
lk_token_source_reload_async (LkTokenSource       *self,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (LK_IS_TOKEN_SOURCE (self));

  task = call_new (self, lk_token_source_reload_async, cancellable, callback, user_data);
  if (!g_task_return_error_if_cancelled (task))
    _lk_token_source_join (self, LK_TOKEN_OPERATION_LOAD, NULL, task, return_boolean);
}

/**
 * lk_token_source_reload_finish:
 * @self: a token source
 * @result: the result given to the callback
 * @error: return location for a #LkVaultError or `G_IO_ERROR_CANCELLED`
 *
 * Returns: %TRUE if the vault was read; there may be no token in it
 */
gboolean
lk_token_source_reload_finish (LkTokenSource  *self,
                               GAsyncResult   *result,
                               GError        **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_token_source_reload_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * lk_token_source_get_async:
 * @self: a token source
 * @cancellable: (nullable): ends the wait; a renewal under way is finished all the same
 * @callback: called with the token
 * @user_data: for @callback
 *
 * A token fit for use: loaded first, and renewed if it ends within a minute (within a tenth of its life, if that is
 * less) and can be renewed, by a refresh token or by client credentials with a secret kept.
 */
void
lk_token_source_get_async (LkTokenSource       *self,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (LK_IS_TOKEN_SOURCE (self));

  task = call_new (self, lk_token_source_get_async, cancellable, callback, user_data);
  if (g_task_return_error_if_cancelled (task))
    return;

  if (self->loaded)
    got_loaded (task, NULL);
  else
    _lk_token_source_join (self, LK_TOKEN_OPERATION_LOAD, NULL, task, got_loaded);
}

/**
 * lk_token_source_get_finish:
 * @self: a token source
 * @result: the result given to the callback
 * @exchange: (out) (optional) (nullable) (transfer full): the exchange of the renewal, if there was one
 * @error: return location for a #LkTokenSourceError, #LkTokenEndpointError, #LkHttpError, #LkVaultError or a
 *   `G_IO_ERROR`
 *
 * Returns: (transfer full) (nullable): the token
 */
LkToken *
lk_token_source_get_finish (LkTokenSource  *self,
                            GAsyncResult   *result,
                            LkExchange    **exchange,
                            GError        **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_token_source_get_async), NULL);

  return finish_with_token (result, exchange, error);
}

/**
 * lk_token_source_refresh_async:
 * @self: a token source
 * @stale: (nullable): the token that was answered with 401; %NULL: renew in any case, by hand
 * @cancellable: (nullable): ends the wait; a renewal under way is finished all the same
 * @callback: called with the new token
 * @user_data: for @callback
 *
 * Renews the token unless somebody else, in this process or another, already has. All who ask meanwhile get the
 * outcome of the one request. `invalid_grant` drops the token: it has to be obtained anew by signing in.
 */
void
lk_token_source_refresh_async (LkTokenSource       *self,
                               LkToken             *stale,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  LkTokenCall *call;

  g_return_if_fail (LK_IS_TOKEN_SOURCE (self));
  g_return_if_fail (stale == NULL || LK_IS_TOKEN (stale));

  task = call_new (self, lk_token_source_refresh_async, cancellable, callback, user_data);
  call = g_task_get_task_data (task);
  g_set_object (&call->stale, stale);
  if (g_task_return_error_if_cancelled (task))
    return;

  if (self->loaded)
    refresh_loaded (task, NULL);
  else
    _lk_token_source_join (self, LK_TOKEN_OPERATION_LOAD, NULL, task, refresh_loaded);
}

/**
 * lk_token_source_refresh_finish:
 * @self: a token source
 * @result: the result given to the callback
 * @exchange: (out) (optional) (nullable) (transfer full): the exchange, if one took place
 * @error: as for lk_token_source_get_finish ()
 *
 * Returns: (transfer full) (nullable): the new token
 */
LkToken *
lk_token_source_refresh_finish (LkTokenSource  *self,
                                GAsyncResult   *result,
                                LkExchange    **exchange,
                                GError        **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_token_source_refresh_async), NULL);

  return finish_with_token (result, exchange, error);
}

/**
 * lk_token_source_store_async:
 * @self: a token source
 * @token: a token just obtained
 * @cancellable: (nullable): ends the wait; the token may be stored all the same
 * @callback: called when it is stored
 * @user_data: for @callback
 *
 * Replaces the token, after a renewal that is under way.
 */
void
lk_token_source_store_async (LkTokenSource       *self,
                             LkToken             *token,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (LK_IS_TOKEN_SOURCE (self));
  g_return_if_fail (LK_IS_TOKEN (token));

  task = call_new (self, lk_token_source_store_async, cancellable, callback, user_data);
  if (g_task_return_error_if_cancelled (task))
    return;

  _lk_token_source_add (self, LK_TOKEN_OPERATION_STORE, token, task, return_boolean);
}

/**
 * lk_token_source_store_finish:
 * @self: a token source
 * @result: the result given to the callback
 * @error: return location for a #LkVaultError or `G_IO_ERROR_CANCELLED`
 *
 * Returns: %TRUE if it is stored, see lk_token_source_get_place ()
 */
gboolean
lk_token_source_store_finish (LkTokenSource  *self,
                              GAsyncResult   *result,
                              GError        **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_token_source_store_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * lk_token_source_forget_async:
 * @self: a token source
 * @cancellable: (nullable): ends the wait; the token is forgotten all the same
 * @callback: called when it is gone
 * @user_data: for @callback
 *
 * Forgets the token, after a renewal that is under way. The client secret stays.
 */
void
lk_token_source_forget_async (LkTokenSource       *self,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (LK_IS_TOKEN_SOURCE (self));

  task = call_new (self, lk_token_source_forget_async, cancellable, callback, user_data);
  _lk_token_source_add (self, LK_TOKEN_OPERATION_FORGET, NULL, task, return_boolean);
}

/**
 * lk_token_source_forget_finish:
 * @self: a token source
 * @result: the result given to the callback
 * @error: return location for a #LkVaultError or `G_IO_ERROR_CANCELLED`
 *
 * Returns: %TRUE if it is gone from the vault; from this process's memory it is in any case
 */
gboolean
lk_token_source_forget_finish (LkTokenSource  *self,
                               GAsyncResult   *result,
                               GError        **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_token_source_forget_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
