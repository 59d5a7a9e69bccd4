/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-practice-host.h"

#include "lk-url.h"

/* The REST base of the practice server's legacy addresses. */
#define LEGACY_PATH "/api/v2"

struct _LkPracticeHost
{
  GObject           parent_instance;

  LkPracticeServer *server;            /* owned, nullable: NULL until a practice connection is used */
  GPtrArray        *redirect_uris;     /* owned: NULL-terminated, of the client that all share */
};

G_DEFINE_FINAL_TYPE (LkPracticeHost, lk_practice_host, G_TYPE_OBJECT)

static gboolean
ensure_server (LkPracticeHost  *self,
               GError         **error)
{
  g_autoptr(LkPracticeServer) server = NULL;

  if (self->server != NULL)
    return TRUE;

  server = lk_practice_server_new ();
  if (!lk_practice_server_start (server, 0, error))
    return FALSE;

  self->server = g_steal_pointer (&server);

  return TRUE;
}

static void
register_redirect_uri (LkPracticeHost *self,
                       const char     *redirect_uri)
{
  for (guint i = 0; i + 1 < self->redirect_uris->len; i++)
    {
      if (g_str_equal (self->redirect_uris->pdata[i], redirect_uri))
        return;
    }

  /* Before the terminating NULL. */
  g_ptr_array_insert (self->redirect_uris, (int) self->redirect_uris->len - 1, g_strdup (redirect_uri));
  lk_practice_server_set_redirect_uris (self->server, (const char *const *) self->redirect_uris->pdata);
}

/* Undoes what a fault has set, in this run or, at another port, in one before. */
static void
leave_legacy_path (LkConnection *connection)
{
  g_autofree char *api_base = NULL;

  g_object_get (connection, "api-base", &api_base, NULL);
  if (api_base != NULL && g_str_has_suffix (api_base, LEGACY_PATH))
    g_object_set (connection, "api-base", NULL, NULL);
}

static gboolean
moves_api_base (const LkPracticeFault *fault)
{
  return fault != NULL && fault->api_path != NULL;
}

static const LkPracticeFault *
find_fault (const char *name)
{
  guint n_faults;
  const LkPracticeFault *faults = lk_practice_faults (&n_faults);

  for (guint i = 0; i < n_faults; i++)
    {
      if (g_str_equal (faults[i].name, name))
        return &faults[i];
    }

  return NULL;
}

static void
secret_kept_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;

  if (lk_account_set_secret_finish (LK_ACCOUNT (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
lk_practice_host_dispose (GObject *object)
{
  LkPracticeHost *self = LK_PRACTICE_HOST (object);

  if (self->server != NULL)
    lk_practice_server_stop (self->server);
  g_clear_object (&self->server);
  g_clear_pointer (&self->redirect_uris, g_ptr_array_unref);

  G_OBJECT_CLASS (lk_practice_host_parent_class)->dispose (object);
}

static void
lk_practice_host_class_init (LkPracticeHostClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = lk_practice_host_dispose;
}

static void
lk_practice_host_init (LkPracticeHost *self)
{
  self->redirect_uris = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (self->redirect_uris, NULL);
}

/**
 * lk_practice_host_new:
 *
 * Makes a host. No server runs yet.
 *
 * Returns: (transfer full): the host
 */
LkPracticeHost *
lk_practice_host_new (void)
{
  return g_object_new (LK_TYPE_PRACTICE_HOST, NULL);
}

/**
 * lk_practice_host_prepare_async:
 * @self: a host
 * @account: an account; any but a practice one is ready as it is
 * @cancellable: (nullable): a cancellable
 * @callback: called when the account can be used
 * @user_data: data of @callback
 *
 * Starts the practice server on a free loopback port, tells the connection where it is, registers the connection's
 * redirect URI with it and keeps its client secret in the account's vault.
 */
void
lk_practice_host_prepare_async (LkPracticeHost      *self,
                                LkAccount           *account,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  g_autoptr(GError) error = NULL;
  LkConnection *connection;

  g_return_if_fail (LK_IS_PRACTICE_HOST (self));
  g_return_if_fail (LK_IS_ACCOUNT (account));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, lk_practice_host_prepare_async);

  connection = lk_account_get_connection (account);
  if (lk_connection_get_kind (connection) != LK_CONNECTION_KIND_PRACTICE)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }

  if (!ensure_server (self, &error))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  if (!moves_api_base (lk_practice_host_get_fault (self)))
    leave_legacy_path (connection);
  lk_practice_host_set_origin (connection, lk_practice_server_get_origin (self->server), NULL);

  /* A client that was made on the Clients page keeps its redirect URLs and its secret for as long as this server runs;
   * the next server does not know it. */
  if (lk_practice_server_has_client (self->server, lk_connection_get_client_id (connection)) &&
      g_strcmp0 (lk_connection_get_client_id (connection), lk_practice_server_get_client_id (self->server)) != 0)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }

  register_redirect_uri (self, lk_connection_get_redirect_uri (connection));
  g_object_set (connection, "client-id", lk_practice_server_get_client_id (self->server), NULL);
  lk_account_set_secret_async (account, lk_practice_server_get_client_secret (self->server), cancellable,
                               secret_kept_cb, g_steal_pointer (&task));
}

/**
 * lk_practice_host_prepare_finish:
 * @self: a host
 * @result: the result
 * @error: return location for an error
 *
 * Ends lk_practice_host_prepare_async(). Sets an error of G_IO_ERROR when no port could be had, or of LK_VAULT_ERROR.
 *
 * Returns: whether the account can be used
 */
gboolean
lk_practice_host_prepare_finish (LkPracticeHost  *self,
                                 GAsyncResult    *result,
                                 GError         **error)
{
  g_return_val_if_fail (LK_IS_PRACTICE_HOST (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_practice_host_prepare_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * lk_practice_host_set_fault:
 * @self: a host
 * @connection: the practice connection that meets the fault
 * @name: the name of one of lk_practice_faults()
 * @error: return location for an error of G_IO_ERROR
 *
 * Arms one fault in place of the one before: for the next request that it fits or, a lasting one, until it is cleared.
 *
 * Returns: whether the fault is armed
 */
gboolean
lk_practice_host_set_fault (LkPracticeHost  *self,
                           LkConnection    *connection,
                           const char      *name,
                           GError         **error)
{
  const LkPracticeFault *fault;

  g_return_val_if_fail (LK_IS_PRACTICE_HOST (self), FALSE);
  g_return_val_if_fail (LK_IS_CONNECTION (connection), FALSE);

  fault = find_fault (name);
  g_return_val_if_fail (fault != NULL, FALSE);

  if (!ensure_server (self, error))
    return FALSE;

  lk_practice_host_clear_fault (self, connection);
  lk_practice_server_set_fault (self->server, name, fault->lasting ? -1 : 1);

  if (moves_api_base (fault))
    {
      g_autofree char *api_base = g_strconcat (lk_practice_server_get_origin (self->server), fault->api_path, NULL);

      g_object_set (connection, "api-base", api_base, NULL);
    }

  return TRUE;
}

/**
 * lk_practice_host_clear_fault:
 * @self: a host
 * @connection: the practice connection that the fault was set for
 *
 * Disarms every fault.
 */
void
lk_practice_host_clear_fault (LkPracticeHost *self,
                                  LkConnection   *connection)
{
  g_return_if_fail (LK_IS_PRACTICE_HOST (self));
  g_return_if_fail (LK_IS_CONNECTION (connection));

  if (self->server != NULL)
    lk_practice_server_clear_faults (self->server);
  leave_legacy_path (connection);
}

/**
 * lk_practice_host_get_fault:
 * @self: a host
 *
 * Returns: (transfer none) (nullable): the fault that is armed
 */
const LkPracticeFault *
lk_practice_host_get_fault (LkPracticeHost *self)
{
  guint n_faults;
  const LkPracticeFault *faults = lk_practice_faults (&n_faults);

  g_return_val_if_fail (LK_IS_PRACTICE_HOST (self), NULL);

  for (guint i = 0; self->server != NULL && i < n_faults; i++)
    {
      if (lk_practice_server_has_fault (self->server, faults[i].name))
        return &faults[i];
    }

  return NULL;
}

/**
 * lk_practice_host_get_server:
 * @self: a host
 *
 * Returns: (transfer none) (nullable): the server; %NULL until a practice connection was used
 */
LkPracticeServer *
lk_practice_host_get_server (LkPracticeHost *self)
{
  g_return_val_if_fail (LK_IS_PRACTICE_HOST (self), NULL);

  return self->server;
}

/**
 * lk_practice_host_set_origin:
 * @connection: a practice connection
 * @origin: origin of a practice server
 * @client_id: (nullable): its client identifier; %NULL leaves the one of the connection
 *
 * Points a connection to a practice server, for this run.
 */
void
lk_practice_host_set_origin (LkConnection *connection,
                             const char   *origin,
                             const char   *client_id)
{
  g_return_if_fail (LK_IS_CONNECTION (connection));
  g_return_if_fail (origin != NULL);

  g_object_set (connection, "practice-origin", origin, "subdomain", "practice", NULL);
  if (client_id != NULL)
    g_object_set (connection, "client-id", client_id, NULL);
}

/**
 * lk_practice_host_find_origin:
 * @account: an account whose token is loaded
 *
 * Points a practice connection to the server that issued its token. That server runs in another process, at a port and
 * with a client of its own; the token records both. Does nothing without a token, or for a connection of another kind.
 */
void
lk_practice_host_find_origin (LkAccount *account)
{
  LkConnection *connection;
  LkToken *token;
  g_autofree char *origin = NULL;

  g_return_if_fail (LK_IS_ACCOUNT (account));

  connection = lk_account_get_connection (account);
  token = lk_account_get_token (account);
  if (lk_connection_get_kind (connection) != LK_CONNECTION_KIND_PRACTICE ||
      token == NULL ||
      lk_token_get_token_url (token) == NULL)
    return;

  origin = lk_url_get_origin (lk_token_get_token_url (token));
  lk_practice_host_set_origin (connection, origin, lk_token_get_client_id (token));
}
