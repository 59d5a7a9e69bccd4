/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a token source does, one thing after another: load, renew, store and forget the token. */
#include "config.h"

#include <glib/gi18n.h>

#include "lk-json-reader.h"
#include "lk-token-source-private.h"


/* Longer than a token request of another process can take, which is four times 30 seconds. */
#define LOCK_TIMEOUT_SECONDS 180

static void run_next (LkTokenSource *self);

/* NULL when there is none, or one that cannot be read: there is no using that, only signing in again. */
static LkToken *
token_from_document (const char *document)
{
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(JsonNode) root = NULL;
  g_autoptr(GError) error = NULL;
  LkToken *token = NULL;

  if (document == NULL)
    return NULL;

  bytes = g_bytes_new_static (document, strlen (document));
  root = lk_json_parse_object (bytes, NULL, &error);
  if (root != NULL)
    token = lk_token_new_from_json (json_node_get_object (root), &error);
  if (token == NULL)
    g_debug ("The stored token cannot be read: %s", error->message);

  return token;
}

static void
operation_free (LkTokenOperation *operation)
{
  g_assert (g_queue_is_empty (&operation->waiting));

  g_clear_pointer (&operation->lock, lk_file_lock_release);
  g_clear_object (&operation->token);
  g_clear_object (&operation->exchange);
  g_clear_error (&operation->error);
  g_object_unref (operation->source);
  g_free (operation);
}

static void
stop_waiting (GTask *task)
{
  LkTokenCall *call = g_task_get_task_data (task);

  if (call->cancelled != NULL)
    g_source_destroy (call->cancelled);
  g_clear_pointer (&call->cancelled, g_source_unref);
  call->operation = NULL;
}

/* Who asked has gone; the operation goes on, for a renewal under way holds the only refresh token that still works. */
static gboolean
cancelled_cb (GCancellable *cancellable,
              gpointer      user_data)
{
  GTask *task = user_data;
  LkTokenCall *call = g_task_get_task_data (task);

  if (g_queue_remove (&call->operation->waiting, task))
    {
      g_autoptr(GTask) owned = task;

      stop_waiting (owned);
      g_task_return_error_if_cancelled (owned);
    }

  return G_SOURCE_REMOVE;
}

static void
wait_for (GTask            *task,
          LkTokenOperation *operation,
          LkTokenCallDone   done)
{
  LkTokenCall *call = g_task_get_task_data (task);

  call->operation = operation;
  call->done = done;
  g_queue_push_tail (&operation->waiting, g_object_ref (task));

  if (g_task_get_cancellable (task) != NULL)
    {
      call->cancelled = g_cancellable_source_new (g_task_get_cancellable (task));
      g_task_attach_source (task, call->cancelled, G_SOURCE_FUNC (cancelled_cb));
    }
}

static void
operation_end (LkTokenOperation *operation)
{
  LkTokenSource *self = operation->source;
  GTask *task;

  g_assert (g_queue_peek_head (&self->operations) == operation);

  g_queue_pop_head (&self->operations);
  g_clear_pointer (&operation->lock, lk_file_lock_release);
  self->running = FALSE;
  if (operation->kind == LK_TOKEN_OPERATION_REFRESH)
    _lk_token_source_set_refreshing (self, FALSE);

  while ((task = g_queue_pop_head (&operation->waiting)) != NULL)
    {
      g_autoptr(GTask) owned = task;
      LkTokenCall *call = g_task_get_task_data (owned);

      stop_waiting (owned);
      if (operation->exchange != NULL)
        g_set_object (&call->exchange, operation->exchange);
      call->done (owned, operation->error);
    }

  run_next (self);
  operation_free (operation);
}

static void
operation_fail (LkTokenOperation   *operation,
                LkTokenSourceError  code,
                const char         *message)
{
  g_set_error_literal (&operation->error, LK_TOKEN_SOURCE_ERROR, code, message);
  operation_end (operation);
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  LkTokenOperation *operation = user_data;
  LkTokenSource *self = operation->source;
  LkVaultPlace place = LK_VAULT_PLACE_NONE;
  g_autoptr(LkSecret) document = NULL;

  document = lk_vault_lookup_finish (LK_VAULT (source), result, &place, &operation->error);
  if (operation->error == NULL)
    {
      g_autoptr(LkToken) token = token_from_document (document);

      _lk_token_source_set_token (self, token, token != NULL ? place : LK_VAULT_PLACE_NONE);
      _lk_token_source_set_loaded (self);
    }

  operation_end (operation);
}

static void
stored_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  LkTokenOperation *operation = user_data;
  LkTokenSource *self = operation->source;
  LkVaultPlace place;
  g_autoptr(GError) error = NULL;

  place = lk_vault_store_finish (LK_VAULT (source), result, &error);
  if (place != LK_VAULT_PLACE_NONE)
    {
      self->unstored = FALSE;
    }
  else if (operation->kind == LK_TOKEN_OPERATION_REFRESH)
    {
      /* The old token is spent, so the new one must not be lost: this process keeps it. */
      self->unstored = TRUE;
      g_debug ("The renewed token cannot be stored: %s", error->message);
      place = LK_VAULT_PLACE_MEMORY;
    }

  if (place != LK_VAULT_PLACE_NONE)
    {
      _lk_token_source_set_token (self, operation->token, place);
      _lk_token_source_set_loaded (self);
    }
  else
    {
      operation->error = g_steal_pointer (&error);
    }

  operation_end (operation);
}

/* Nobody gets the operation's token before this has ended: what is in use is in the vault. */
static void
operation_store (LkTokenOperation *operation)
{
  LkTokenSource *self = operation->source;
  g_autoptr(LkSecret) document = lk_token_to_json (operation->token);
  g_autofree char *label = NULL;

  /* Translators: how the token's entry in the keyring is called; %s is the name of a connection */
  label = g_strdup_printf (_("Latchkey: token of %s"), lk_connection_get_name (self->connection));

  lk_vault_store_async (self->vault, lk_connection_get_id (self->connection), LK_VAULT_KIND_TOKEN, label, document,
                        NULL, stored_cb, operation);
}

static void
cleared_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  LkTokenOperation *operation = user_data;
  LkTokenSource *self = operation->source;
  g_autoptr(GError) error = NULL;

  if (!lk_vault_clear_finish (LK_VAULT (source), result, &error) && operation->error == NULL)
    operation->error = g_steal_pointer (&error);

  self->unstored = FALSE;
  _lk_token_source_set_token (self, NULL, LK_VAULT_PLACE_NONE);
  _lk_token_source_set_loaded (self);
  operation_end (operation);
}

static void
operation_clear (LkTokenOperation *operation)
{
  LkTokenSource *self = operation->source;

  lk_vault_clear_async (self->vault, lk_connection_get_id (self->connection), LK_VAULT_KIND_TOKEN,
                        NULL, cleared_cb, operation);
}

static void
renewed_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  LkTokenOperation *operation = user_data;
  g_autoptr(LkToken) token = NULL;

  token = lk_token_endpoint_finish (LK_TOKEN_ENDPOINT (source), result, &operation->exchange, &operation->error);
  if (token != NULL)
    {
      g_set_object (&operation->token, token);
      operation_store (operation);
    }
  else if (g_error_matches (operation->error, LK_TOKEN_ENDPOINT_ERROR, LK_TOKEN_ENDPOINT_ERROR_INVALID_GRANT))
    {
      /* Used or revoked: asking again with it would only be refused again, or bring the rest of the grant down. */
      operation_clear (operation);
    }
  else
    {
      operation_end (operation);
    }
}

static void
secret_found_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  LkTokenOperation *operation = user_data;
  LkTokenSource *self = operation->source;
  g_autoptr(LkSecret) secret = NULL;

  secret = lk_vault_lookup_finish (LK_VAULT (source), result, NULL, &operation->error);
  if (operation->error != NULL)
    {
      operation_end (operation);
    }
  else if (!lk_token_belongs_to (self->token, self->connection))
    {
      operation_fail (operation, LK_TOKEN_SOURCE_ERROR_MOVED,
                      _("The connection has changed since the token was obtained; sign in again"));
    }
  else if (lk_token_get_refresh_token (self->token) != NULL)
    {
      lk_token_endpoint_refresh_async (self->endpoint, self->connection, self->token, secret,
                                       NULL, renewed_cb, operation);
    }
  else if (secret == NULL || *secret == '\0')
    {
      operation_fail (operation, LK_TOKEN_SOURCE_ERROR_NO_SECRET,
                      _("Client credentials need the client secret, and none is kept for this connection"));
    }
  else
    {
      lk_token_endpoint_client_credentials_async (self->endpoint, self->connection,
                                                  lk_token_get_asked_scopes (self->token), secret,
                                                  NULL, renewed_cb, operation);
    }
}

/* With the lock taken, the vault says what another process may have done before. */
static void
read_again_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  LkTokenOperation *operation = user_data;
  LkTokenSource *self = operation->source;
  LkVaultPlace place = LK_VAULT_PLACE_NONE;
  g_autoptr(LkSecret) document = NULL;
  g_autoptr(LkToken) stored = NULL;

  document = lk_vault_lookup_finish (LK_VAULT (source), result, &place, &operation->error);
  if (operation->error != NULL)
    {
      operation_end (operation);
      return;
    }

  stored = self->unstored ? g_object_ref (self->token) : token_from_document (document);
  if (!_lk_token_same (stored, self->token))
    _lk_token_source_set_token (self, stored, stored != NULL ? place : LK_VAULT_PLACE_NONE);

  if (stored == NULL)
    {
      operation_fail (operation, LK_TOKEN_SOURCE_ERROR_NONE, _("There is no token; sign in first"));
      return;
    }
  if (!_lk_token_same (stored, operation->token) && !lk_token_is_due (stored))
    {
      operation_end (operation);
      return;
    }
  if (!lk_token_is_renewable (stored))
    {
      operation_fail (operation, LK_TOKEN_SOURCE_ERROR_NO_REFRESH,
                      _("This token came without a refresh token, so it cannot be renewed; sign in again"));
      return;
    }

  lk_vault_lookup_async (self->vault, lk_connection_get_id (self->connection), LK_VAULT_KIND_CLIENT_SECRET,
                         NULL, secret_found_cb, operation);
}

static void
run_locked (LkTokenOperation *operation)
{
  LkTokenSource *self = operation->source;

  switch (operation->kind)
    {
    case LK_TOKEN_OPERATION_REFRESH:
      lk_vault_lookup_async (self->vault, lk_connection_get_id (self->connection), LK_VAULT_KIND_TOKEN,
                             NULL, read_again_cb, operation);
      break;

    case LK_TOKEN_OPERATION_STORE:
      operation_store (operation);
      break;

    case LK_TOKEN_OPERATION_FORGET:
      operation_clear (operation);
      break;

    case LK_TOKEN_OPERATION_LOAD:
    default:
      g_assert_not_reached ();
    }
}

static void
locked_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  LkTokenOperation *operation = user_data;
  g_autoptr(GError) error = NULL;

  operation->lock = lk_file_lock_acquire_finish (result, &error);

  /* A refresh token that two use at once is lost, so without the lock there is no renewal. But a token just obtained is
   * kept and one to be forgotten is forgotten, lock or no lock. */
  if (operation->lock == NULL && operation->kind == LK_TOKEN_OPERATION_REFRESH)
    {
      operation->error = g_steal_pointer (&error);
      operation_end (operation);
      return;
    }
  if (operation->lock == NULL)
    g_debug ("Going on without the lock: %s", error->message);

  run_locked (operation);
}

static void
run_next (LkTokenSource *self)
{
  LkTokenOperation *operation = g_queue_peek_head (&self->operations);
  g_autofree char *name = NULL;
  g_autofree char *path = NULL;

  if (operation == NULL || self->running)
    return;

  self->running = TRUE;

  if (operation->kind == LK_TOKEN_OPERATION_LOAD)
    {
      lk_vault_lookup_async (self->vault, lk_connection_get_id (self->connection), LK_VAULT_KIND_TOKEN,
                             NULL, loaded_cb, operation);
      return;
    }

  if (operation->kind == LK_TOKEN_OPERATION_REFRESH)
    _lk_token_source_set_refreshing (self, TRUE);

  if (self->lock_folder == NULL)
    {
      run_locked (operation);
      return;
    }

  /* The id comes from a file that anybody can have written: as a checksum it names no other folder. */
  name = g_compute_checksum_for_string (G_CHECKSUM_SHA256, lk_connection_get_id (self->connection), -1);
  path = g_strdup_printf ("%s/%s.lock", self->lock_folder, name);
  lk_file_lock_acquire_async (path, LOCK_TIMEOUT_SECONDS, NULL, locked_cb, operation);
}

static LkTokenOperation *
find_operation (LkTokenSource        *self,
                LkTokenOperationKind  kind)
{
  for (GList *link = self->operations.head; link != NULL; link = link->next)
    {
      LkTokenOperation *operation = link->data;

      if (operation->kind == kind)
        return operation;
    }

  return NULL;
}

static LkTokenOperation *
operation_new (LkTokenSource        *self,
               LkTokenOperationKind  kind,
               LkToken              *token)
{
  LkTokenOperation *operation = g_new0 (LkTokenOperation, 1);

  operation->kind = kind;
  operation->source = g_object_ref (self);
  g_set_object (&operation->token, token);
  g_queue_init (&operation->waiting);
  g_queue_push_tail (&self->operations, operation);

  return operation;
}

/**
 * _lk_token_source_add:
 * @self: a token source
 * @kind: what to do
 * @token: (nullable): the stale token for a refresh, the new one for a store
 * @task: a call of @self; its data is a #LkTokenCall
 * @done: called when the operation has ended, unless @task is cancelled before
 *
 * Puts an operation behind all others and lets @task wait for it.
 */
void
_lk_token_source_add (LkTokenSource        *self,
                      LkTokenOperationKind  kind,
                      LkToken              *token,
                      GTask                *task,
                      LkTokenCallDone       done)
{
  wait_for (task, operation_new (self, kind, token), done);
  run_next (self);
}

/**
 * _lk_token_source_join:
 * @self: a token source
 * @kind: what to do
 * @token: (nullable): as for _lk_token_source_add (), used if there is no such operation yet
 * @task: a call of @self
 * @done: as for _lk_token_source_add ()
 *
 * Lets @task wait for the operation of that kind that runs or is due, and adds one only if there is none.
 */
void
_lk_token_source_join (LkTokenSource        *self,
                       LkTokenOperationKind  kind,
                       LkToken              *token,
                       GTask                *task,
                       LkTokenCallDone       done)
{
  LkTokenOperation *operation = find_operation (self, kind);

  wait_for (task, operation != NULL ? operation : operation_new (self, kind, token), done);
  run_next (self);
}
