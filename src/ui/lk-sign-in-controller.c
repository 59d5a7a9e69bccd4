/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-sign-in-controller.h"

#include "lk-login-module.h"

struct _LkSignInController
{
  GObject parent_instance;

  /* Borrowed, cleared when it goes: whose window the page belongs to */
  GtkWidget *parent;

  /* Owned */
  LkAccount *account;
  LkSignIn *sign_in;
};

G_DEFINE_FINAL_TYPE (LkSignInController, lk_sign_in_controller, G_TYPE_OBJECT)

static void
ran_cb (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;
  LkToken *token = lk_sign_in_run_finish (LK_SIGN_IN (source), result, &error);

  if (token != NULL)
    g_task_return_pointer (task, token, g_object_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
lk_sign_in_controller_finalize (GObject *object)
{
  LkSignInController *self = LK_SIGN_IN_CONTROLLER (object);

  g_clear_weak_pointer (&self->parent);
  g_clear_object (&self->account);
  g_clear_object (&self->sign_in);

  G_OBJECT_CLASS (lk_sign_in_controller_parent_class)->finalize (object);
}

static void
lk_sign_in_controller_class_init (LkSignInControllerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lk_sign_in_controller_finalize;
}

static void
lk_sign_in_controller_init (LkSignInController *self)
{
}

/**
 * lk_sign_in_controller_new:
 * @parent: a widget in the window that the page will belong to
 * @account: who signs in
 *
 * Makes a controller for one sign-in.
 *
 * Returns: (transfer full): the controller
 */
LkSignInController *
lk_sign_in_controller_new (GtkWidget *parent,
                           LkAccount *account)
{
  LkSignInController *self;

  g_return_val_if_fail (GTK_IS_WIDGET (parent), NULL);
  g_return_val_if_fail (LK_IS_ACCOUNT (account), NULL);

  self = g_object_new (LK_TYPE_SIGN_IN_CONTROLLER, NULL);
  g_set_weak_pointer (&self->parent, parent);
  self->account = g_object_ref (account);

  return self;
}

/**
 * lk_sign_in_controller_run_async:
 * @self: a controller
 * @scopes: (nullable): what to ask for, space separated; `NULL` or empty for the connection's own
 * @way: how
 * @cancellable: (nullable): a cancellable; it closes the page too
 * @callback: called when there is a token, or none
 * @user_data: data of @callback
 *
 * Runs the sign-in, with the embedded page where the grant has one.
 */
void
lk_sign_in_controller_run_async (LkSignInController  *self,
                                 const char          *scopes,
                                 LkSignInWay          way,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  g_autoptr(LkUserAgent) agent = NULL;
  g_autoptr(GError) error = NULL;
  LkConnection *connection;
  LkGrant grant;

  g_return_if_fail (LK_IS_SIGN_IN_CONTROLLER (self));
  g_return_if_fail (self->sign_in == NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, lk_sign_in_controller_run_async);

  connection = lk_account_get_connection (self->account);
  grant = way == LK_SIGN_IN_WAY_CLIENT_CREDENTIALS ? LK_GRANT_CLIENT_CREDENTIALS : lk_connection_get_grant (connection);

  self->sign_in = lk_account_new_sign_in (self->account);
  lk_sign_in_set_grant (self->sign_in, grant);
  if (scopes != NULL && *scopes != '\0')
    {
      g_auto(GStrv) words = g_strsplit (scopes, " ", -1);

      lk_sign_in_set_scopes (self->sign_in, (const char *const *) words);
    }

  if (grant != LK_GRANT_CLIENT_CREDENTIALS)
    {
      GtkRoot *root = self->parent != NULL ? gtk_widget_get_root (self->parent) : NULL;

      if (root == NULL)
        {
          g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "The window was closed");
          return;
        }

      agent = lk_login_module_new_user_agent (GTK_WINDOW (root), lk_connection_get_name (connection), &error);
      if (agent == NULL)
        {
          g_task_return_error (task, g_steal_pointer (&error));
          return;
        }
    }

  lk_sign_in_run_async (self->sign_in, agent, cancellable, ran_cb, g_steal_pointer (&task));
}

/**
 * lk_sign_in_controller_run_finish:
 * @self: a controller
 * @result: the result
 * @error: return location for an error
 *
 * Ends lk_sign_in_controller_run_async(). Sets what lk_sign_in_run_finish() sets, and LK_USER_AGENT_ERROR_UNAVAILABLE.
 *
 * Returns: (transfer full): the token, already kept
 */
LkToken *
lk_sign_in_controller_run_finish (LkSignInController  *self,
                                  GAsyncResult        *result,
                                  GError             **error)
{
  g_return_val_if_fail (LK_IS_SIGN_IN_CONTROLLER (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_sign_in_controller_run_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * lk_sign_in_controller_diagnose:
 * @self: a controller whose run failed
 * @error: what its run ended with
 *
 * Explains the failure.
 *
 * Returns: (transfer full) (nullable) (element-type LkDiagnosis): the explanations; `NULL` when the person cancelled
 */
GPtrArray *
lk_sign_in_controller_diagnose (LkSignInController *self,
                                const GError       *error)
{
  LkSymptom symptom = { .flow = LK_FLOW_SIGN_IN };

  g_return_val_if_fail (LK_IS_SIGN_IN_CONTROLLER (self), NULL);
  g_return_val_if_fail (self->sign_in != NULL, NULL);

  lk_symptom_from_sign_in (&symptom, self->sign_in, lk_account_get_connection (self->account), error);

  return lk_diagnose (&symptom);
}

/**
 * lk_sign_in_controller_get_exchange:
 * @self: a controller
 *
 * The exchange at which the sign-in ended.
 *
 * Returns: (transfer none) (nullable): the exchange
 */
LkExchange *
lk_sign_in_controller_get_exchange (LkSignInController *self)
{
  g_return_val_if_fail (LK_IS_SIGN_IN_CONTROLLER (self), NULL);

  return self->sign_in != NULL ? lk_sign_in_get_exchange (self->sign_in) : NULL;
}
