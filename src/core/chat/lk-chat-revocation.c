/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Several tokens revoked one after the other, over lk_chat_service_revoke_token_async (). */
#include "config.h"

#include "lk-chat-service.h"

typedef struct
{
  char **ids;
  guint n_revoked;
  LkExchange *exchange;
} Revocation;

static void
revocation_free (gpointer data)
{
  Revocation *revocation = data;

  g_strfreev (revocation->ids);
  g_clear_object (&revocation->exchange);
  g_free (revocation);
}

static void revoke_next (GTask *task);

static void
revoked_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Revocation *revocation = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;

  g_clear_object (&revocation->exchange);
  if (!lk_chat_service_revoke_token_finish (LK_CHAT_SERVICE (source), result, &revocation->exchange, &error))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  revocation->n_revoked++;
  revoke_next (g_steal_pointer (&task));
}

static void
revoke_next (GTask *task)
{
  Revocation *revocation = g_task_get_task_data (task);
  const char *id = revocation->ids[revocation->n_revoked];

  if (id != NULL)
    {
      lk_chat_service_revoke_token_async (g_task_get_source_object (task), id, g_task_get_cancellable (task),
                                          revoked_cb, task);
    }
  else
    {
      g_task_return_boolean (task, TRUE);
      g_object_unref (task);
    }
}

/**
 * lk_chat_service_revoke_tokens_async:
 * @self: a service
 * @ids: the entries' ids, the program's own last: the others are revoked with it
 * @cancellable: (nullable): a cancellable
 * @callback: called when all are revoked, or one was not
 * @user_data: data of @callback
 *
 * Revokes tokens in the order given, and stops at the first that the service will not revoke.
 */
void
lk_chat_service_revoke_tokens_async (LkChatService       *self,
                                     const char *const   *ids,
                                     GCancellable        *cancellable,
                                     GAsyncReadyCallback  callback,
                                     gpointer             user_data)
{
  GTask *task;
  Revocation *revocation;

  g_return_if_fail (LK_IS_CHAT_SERVICE (self));
  g_return_if_fail (ids != NULL);

  revocation = g_new0 (Revocation, 1);
  revocation->ids = g_strdupv ((char **) ids);
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, lk_chat_service_revoke_tokens_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, revocation, revocation_free);
  revoke_next (task);
}

/**
 * lk_chat_service_revoke_tokens_finish:
 * @self: a service
 * @result: the result
 * @n_revoked: (out): how many were revoked, on failure too
 * @exchange: (out) (optional) (nullable): the last exchange, on failure too
 * @error: return location for an error
 *
 * Ends lk_chat_service_revoke_tokens_async(). Sets what lk_chat_service_revoke_token_finish() sets.
 *
 * Returns: whether all are revoked
 */
gboolean
lk_chat_service_revoke_tokens_finish (LkChatService  *self,
                                      GAsyncResult   *result,
                                      guint          *n_revoked,
                                      LkExchange    **exchange,
                                      GError        **error)
{
  Revocation *revocation;

  g_return_val_if_fail (LK_IS_CHAT_SERVICE (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_chat_service_revoke_tokens_async), FALSE);

  revocation = g_task_get_task_data (G_TASK (result));
  *n_revoked = revocation->n_revoked;
  if (exchange != NULL)
    *exchange = revocation->exchange != NULL ? g_object_ref (revocation->exchange) : NULL;

  return g_task_propagate_boolean (G_TASK (result), error);
}
