/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-test-agent.h"

struct _LkTestAgent
{
  GObject parent_instance;

  LkAuthorizationRequest *request;   /* owned, nullable */
  LkTestAgentFunc func;
  gpointer user_data;
  guint page_status;
};

static void user_agent_iface_init (LkUserAgentInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (LkTestAgent, lk_test_agent, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (LK_TYPE_USER_AGENT, user_agent_iface_init))

static gboolean
answer_cb (gpointer user_data)
{
  GTask *task = user_data;
  LkTestAgent *self = g_task_get_source_object (task);
  GError *error = NULL;
  char *uri = self->func (self->request, self->user_data, &error);

  if (uri != NULL)
    g_task_return_pointer (task, uri, g_free);
  else
    g_task_return_error (task, error);

  return G_SOURCE_REMOVE;
}

static gboolean
cancelled_cb (GCancellable *cancellable,
              gpointer      user_data)
{
  g_task_return_error_if_cancelled (user_data);

  return G_SOURCE_REMOVE;
}

static void
authorize_async (LkUserAgent            *agent,
                 LkAuthorizationRequest *request,
                 GCancellable           *cancellable,
                 GAsyncReadyCallback     callback,
                 gpointer                user_data)
{
  LkTestAgent *self = LK_TEST_AGENT (agent);
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_autoptr(GSource) source = NULL;

  g_task_set_source_tag (task, authorize_async);
  g_set_object (&self->request, request);

  if (self->func != NULL)
    {
      source = g_idle_source_new ();
      g_source_set_callback (source, answer_cb, g_object_ref (task), g_object_unref);
    }
  else
    {
      source = g_cancellable_source_new (cancellable);
      g_source_set_callback (source, G_SOURCE_FUNC (cancelled_cb), g_object_ref (task), g_object_unref);
    }
  g_source_attach (source, g_task_get_context (task));
}

static char *
authorize_finish (LkUserAgent   *agent,
                  GAsyncResult  *result,
                  GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static guint
get_page_status (LkUserAgent *agent)
{
  return LK_TEST_AGENT (agent)->page_status;
}

static void
user_agent_iface_init (LkUserAgentInterface *iface)
{
  iface->authorize_async = authorize_async;
  iface->authorize_finish = authorize_finish;
  iface->get_page_status = get_page_status;
}

static void
lk_test_agent_finalize (GObject *object)
{
  LkTestAgent *self = LK_TEST_AGENT (object);

  g_clear_object (&self->request);

  G_OBJECT_CLASS (lk_test_agent_parent_class)->finalize (object);
}

static void
lk_test_agent_class_init (LkTestAgentClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lk_test_agent_finalize;
}

static void
lk_test_agent_init (LkTestAgent *self)
{
}

LkTestAgent *
lk_test_agent_new (LkTestAgentFunc func,
                   gpointer        user_data)
{
  LkTestAgent *self = g_object_new (LK_TYPE_TEST_AGENT, NULL);

  self->func = func;
  self->user_data = user_data;

  return self;
}

void
lk_test_agent_set_page_status (LkTestAgent *self,
                               guint        status)
{
  self->page_status = status;
}

LkAuthorizationRequest *
lk_test_agent_get_request (LkTestAgent *self)
{
  return self->request;
}
