/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <gmodule.h>

#include "latchkey-login-resources.h"
#include "lk-page-policy.h"
#include "lk-secret.h"
#include "lk-sign-in-window.h"
#include "lk-web-user-agent.h"

struct _LkWebUserAgent
{
  GObject parent_instance;

  /* Weak. */
  GtkWindow *parent;

  /* owned */
  char           *connection_name;
  LkSignInWindow *window;         /* while a sign-in runs */
  GTask          *task;           /* likewise */

  guint page_status;
  guint cancel_id;
};

static void user_agent_iface_init (LkUserAgentInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (LkWebUserAgent, lk_web_user_agent, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (LK_TYPE_USER_AGENT, user_agent_iface_init))

/* Takes the outcome and the window down, then tells the caller. */
static void
complete (LkWebUserAgent *self)
{
  g_autoptr(GTask) task = g_steal_pointer (&self->task);
  g_autoptr(LkSignInWindow) window = g_steal_pointer (&self->window);
  g_autoptr(LkSecret) answer = NULL;
  g_autoptr(GError) error = NULL;

  g_clear_handle_id (&self->cancel_id, g_source_remove);
  g_signal_handlers_disconnect_by_data (window, self);
  if (g_task_get_cancellable (task) != NULL)
    g_signal_handlers_disconnect_by_data (g_task_get_cancellable (task), self);

  self->page_status = lk_sign_in_window_get_page_status (window);
  answer = lk_sign_in_window_take_answer (window, &error);
  gtk_window_destroy (GTK_WINDOW (window));

  /* An answer that came in the same moment as the caller's cancelling is dropped with it. */
  if (g_task_return_error_if_cancelled (task))
    return;
  if (answer == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, g_steal_pointer (&answer), (GDestroyNotify) lk_secret_free);
}

static void
done_cb (LkSignInWindow *window,
         LkWebUserAgent *self)
{
  g_assert (LK_IS_WEB_USER_AGENT (self));

  complete (self);
}

static void
cancel_idle_cb (gpointer user_data)
{
  LkWebUserAgent *self = user_data;

  self->cancel_id = 0;
  lk_sign_in_window_finish (self->window);
}

/* From an idle: a handler of "cancelled" must not disconnect itself, which ending the sign-in does. */
static void
cancelled_cb (GCancellable   *cancellable,
              LkWebUserAgent *self)
{
  g_assert (LK_IS_WEB_USER_AGENT (self));

  if (self->cancel_id == 0)
    self->cancel_id = g_idle_add_once (cancel_idle_cb, self);
}

static void
lk_web_user_agent_authorize_async (LkUserAgent            *agent,
                                   LkAuthorizationRequest *request,
                                   GCancellable           *cancellable,
                                   GAsyncReadyCallback     callback,
                                   gpointer                user_data)
{
  LkWebUserAgent *self = LK_WEB_USER_AGENT (agent);
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);
  GError *error = NULL;

  g_task_set_source_tag (task, lk_web_user_agent_authorize_async);
  /* Cancelling is seen to when the outcome is taken. */
  g_task_set_check_cancellable (task, FALSE);

  if (g_task_return_error_if_cancelled (task))
    return;

  if (self->task != NULL)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_PENDING, "a sign-in is running");
      return;
    }

  self->page_status = 0;
  if (!lk_page_policy_check_folders (&error))
    {
      g_task_return_error (task, error);
      return;
    }

  self->task = g_steal_pointer (&task);
  self->window = g_object_ref_sink (lk_sign_in_window_new (self->parent, self->connection_name, request));
  g_signal_connect (self->window, "done", G_CALLBACK (done_cb), self);
  if (cancellable != NULL)
    g_signal_connect (cancellable, "cancelled", G_CALLBACK (cancelled_cb), self);

  lk_sign_in_window_start (self->window);
}

static char *
lk_web_user_agent_authorize_finish (LkUserAgent   *agent,
                                    GAsyncResult  *result,
                                    GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, agent), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_web_user_agent_authorize_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static guint
lk_web_user_agent_get_page_status (LkUserAgent *agent)
{
  return LK_WEB_USER_AGENT (agent)->page_status;
}

static void
user_agent_iface_init (LkUserAgentInterface *iface)
{
  iface->authorize_async = lk_web_user_agent_authorize_async;
  iface->authorize_finish = lk_web_user_agent_authorize_finish;
  iface->get_page_status = lk_web_user_agent_get_page_status;
}

static void
lk_web_user_agent_finalize (GObject *object)
{
  LkWebUserAgent *self = LK_WEB_USER_AGENT (object);

  /* A running sign-in holds a reference through its task. */
  g_assert (self->task == NULL);

  g_clear_weak_pointer (&self->parent);
  g_free (self->connection_name);

  G_OBJECT_CLASS (lk_web_user_agent_parent_class)->finalize (object);
}

static void
lk_web_user_agent_class_init (LkWebUserAgentClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lk_web_user_agent_finalize;
}

static void
lk_web_user_agent_init (LkWebUserAgent *self)
{
}

/**
 * lk_login_user_agent_new:
 * @parent: (nullable): the window that sign-in windows belong to
 * @connection_name: (nullable): whose sign-in it is, for their titles
 *
 * Returns: (transfer full): a user agent that shows the page itself; one sign-in at a time
 */
G_MODULE_EXPORT LkUserAgent *
lk_login_user_agent_new (GtkWindow  *parent,
                         const char *connection_name)
{
  static gsize is_registered;
  LkWebUserAgent *self;

  g_return_val_if_fail (parent == NULL || GTK_IS_WINDOW (parent), NULL);

  /* Once: GLib chains static resources, and the same one twice makes a ring. */
  if (g_once_init_enter (&is_registered))
    {
      lk_login_register_resource ();
      g_once_init_leave (&is_registered, 1);
    }

  self = g_object_new (LK_TYPE_WEB_USER_AGENT, NULL);
  g_set_weak_pointer (&self->parent, parent);
  self->connection_name = g_strdup (connection_name);

  return LK_USER_AGENT (self);
}
