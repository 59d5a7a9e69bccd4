/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Messages to the program:
 *   show CONNECTION AUTHORIZE-URI REDIRECT-URI PARENT   what to show, once
 *   refuse-paste WORDS                                  what was pasted is not the answer
 *   present                                             raise the window
 * Messages from it:
 *   pasted TEXT               the user has the answer from elsewhere
 *   answered URI              the page has answered; the last message
 *   failed CODE WORDS STATUS  it has not; the last message
 *
 * Nothing of this is in an argument or in the environment. A program that ends without a last message, for whatever
 * reason, is a failure like another (SECURITY.md M7). */
#include "config.h"

#include <errno.h>
#include <sys/socket.h>
#include <unistd.h>

#include <glib/gi18n.h>

#include "lk-authorization-response.h"
#include "lk-channel.h"
#include "lk-paths.h"
#include "lk-process-user-agent.h"
#include "lk-secret.h"
#include "lk-text.h"

#define PROGRAM "latchkey-sign-in"

/* How long the program may take to end by itself when its channel is closed. */
#define GRACE_SECONDS 2

struct _LkProcessUserAgent
{
  GObject parent_instance;

  char *program;                       /* owned, nullable: the one of this installation */
  char *connection_name;               /* owned */
  char *parent_handle;                 /* owned */

  GTask *task;                         /* owned, nullable: while a page is shown */
  LkAuthorizationRequest *request;     /* owned, nullable: likewise */
  LkChannel *channel;                  /* owned, nullable: likewise */
  GSubprocess *process;                /* owned, nullable: likewise */
  GSource *cancelled_source;           /* owned, nullable: likewise */
  guint page_status;
};

static void user_agent_iface_init (LkUserAgentInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (LkProcessUserAgent, lk_process_user_agent, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (LK_TYPE_USER_AGENT, user_agent_iface_init))

static gboolean
grace_over_cb (gpointer user_data)
{
  /* Nothing happens to a process that has ended. A stopped one ends too. */
  g_subprocess_force_exit (user_data);

  return G_SOURCE_REMOVE;
}

static void
end_process (GSubprocess *process)
{
  g_autoptr(GSource) timer = g_timeout_source_new_seconds (GRACE_SECONDS);

  g_source_set_callback (timer, grace_over_cb, g_object_ref (process), g_object_unref);
  g_source_attach (timer, g_main_context_get_thread_default ());
}

/* Ends the run; takes `answer` and `error`. */
static void
complete (LkProcessUserAgent *self,
          char               *answer,
          GError             *error)
{
  g_autoptr(GTask) task = g_steal_pointer (&self->task);

  g_signal_handlers_disconnect_by_data (self->channel, self);
  lk_channel_close (self->channel);
  g_clear_object (&self->channel);
  end_process (self->process);
  g_clear_object (&self->process);
  g_clear_object (&self->request);
  if (self->cancelled_source != NULL)
    g_source_destroy (self->cancelled_source);
  g_clear_pointer (&self->cancelled_source, g_source_unref);

  /* An answer that came in the same moment as the caller's cancelling is dropped with it. */
  if (g_task_return_error_if_cancelled (task))
    {
      lk_secret_free (answer);
      g_clear_error (&error);
    }
  else if (answer != NULL)
    {
      g_task_return_pointer (task, answer, (GDestroyNotify) lk_secret_free);
    }
  else
    {
      g_task_return_error (task, error);
    }
}

static void
take_pasted (LkProcessUserAgent *self,
             const char         *text)
{
  g_autoptr(GError) error = NULL;
  char *uri = lk_authorization_response_uri_from_paste (self->request, text, &error);

  if (uri != NULL)
    complete (self, uri, NULL);
  else
    lk_channel_send (self->channel, "refuse-paste", (const char *[]) { error->message, NULL });
}

static void
take_failed (LkProcessUserAgent *self,
             const char         *nick,
             const char         *words,
             const char         *status)
{
  g_autofree char *message = lk_text_sanitize (words, -1, 1000);
  LkUserAgentError code = LK_USER_AGENT_ERROR_CRASHED;
  guint64 number = 0;

  g_ascii_string_to_unsigned (status, 10, 0, 999, &number, NULL);
  self->page_status = (guint) number;
  lk_user_agent_error_from_nick (nick, &code);
  complete (self, NULL, g_error_new_literal (LK_USER_AGENT_ERROR, (int) code, message));
}

static void
message_cb (LkChannel          *channel,
            const char         *name,
            const char *const  *arguments,
            LkProcessUserAgent *self)
{
  guint n_arguments = g_strv_length ((char **) arguments);

  g_assert (LK_IS_PROCESS_USER_AGENT (self));

  if (g_str_equal (name, "answered") && n_arguments == 1)
    complete (self, g_strdup (arguments[0]), NULL);
  else if (g_str_equal (name, "pasted") && n_arguments == 1)
    take_pasted (self, arguments[0]);
  else if (g_str_equal (name, "failed") && n_arguments == 3)
    take_failed (self, arguments[0], arguments[1], arguments[2]);
  else
    g_debug ("A message of an unknown kind came");
}

static void
closed_cb (LkChannel          *channel,
           LkProcessUserAgent *self)
{
  g_assert (LK_IS_PROCESS_USER_AGENT (self));

  complete (self, NULL, g_error_new_literal (LK_USER_AGENT_ERROR, LK_USER_AGENT_ERROR_CRASHED,
                                             _("The program that shows the sign-in page has ended unexpectedly.")));
}

static gboolean
cancelled_cb (GCancellable *cancellable,
              gpointer      user_data)
{
  complete (user_data, NULL, NULL);

  return G_SOURCE_REMOVE;
}

/* Set for another program of WebKit's, they would open a port into the page (SECURITY.md J6) or leave it without its
 * sandbox (M3). */
static const char *const unsafe_variables[] = {
  "WEBKIT_INSPECTOR_SERVER",
  "WEBKIT_INSPECTOR_HTTP_SERVER",
  "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS",
};

/* Starts the program with one end of a new pair of sockets; the other is the channel. */
static gboolean
start_program (LkProcessUserAgent  *self,
               GError             **error)
{
  g_autoptr(GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_NONE);
  g_autofree char *own = self->program == NULL ? lk_paths_get_program (PROGRAM) : NULL;
  const char *program = self->program != NULL ? self->program : own;
  g_autoptr(GError) reason = NULL;
  int fds[2];

  if (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds) != 0)
    {
      g_set_error (error, LK_USER_AGENT_ERROR, LK_USER_AGENT_ERROR_UNAVAILABLE,
                   _("The sign-in page cannot be started: %s"), g_strerror (errno));
      return FALSE;
    }

  g_subprocess_launcher_take_fd (launcher, fds[1], LK_CHANNEL_FD);
  for (gsize i = 0; i < G_N_ELEMENTS (unsafe_variables); i++)
    g_subprocess_launcher_unsetenv (launcher, unsafe_variables[i]);
  self->process = g_subprocess_launcher_spawn (launcher, &reason, program, NULL);
  self->channel = self->process != NULL ? lk_channel_open (fds[0], &reason) : NULL;
  if (self->channel != NULL)
    return TRUE;

  close (fds[0]);
  g_clear_object (&self->process);
  g_set_error (error, LK_USER_AGENT_ERROR, LK_USER_AGENT_ERROR_UNAVAILABLE,
               _("The sign-in page cannot be started: %s"), reason->message);

  return FALSE;
}

static void
authorize_async (LkUserAgent            *agent,
                 LkAuthorizationRequest *request,
                 GCancellable           *cancellable,
                 GAsyncReadyCallback     callback,
                 gpointer                user_data)
{
  LkProcessUserAgent *self = LK_PROCESS_USER_AGENT (agent);
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_autofree char *uri = NULL;
  GError *error = NULL;

  g_task_set_source_tag (task, authorize_async);
  /* Cancelling is seen to when the outcome is taken. */
  g_task_set_check_cancellable (task, FALSE);

  if (g_task_return_error_if_cancelled (task))
    return;

  if (self->task != NULL)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_PENDING, _("A sign-in is already running."));
      return;
    }

  self->page_status = 0;
  if (!start_program (self, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  self->task = g_steal_pointer (&task);
  self->request = g_object_ref (request);
  if (cancellable != NULL)
    {
      self->cancelled_source = g_cancellable_source_new (cancellable);
      g_source_set_callback (self->cancelled_source, G_SOURCE_FUNC (cancelled_cb), self, NULL);
      g_source_attach (self->cancelled_source, g_main_context_get_thread_default ());
    }
  g_signal_connect (self->channel, "message", G_CALLBACK (message_cb), self);
  g_signal_connect (self->channel, "closed", G_CALLBACK (closed_cb), self);
  lk_channel_start (self->channel);

  uri = lk_authorization_request_get_uri (request);
  lk_channel_send (self->channel, "show",
                   (const char *[]) { self->connection_name, uri, lk_authorization_request_get_redirect_uri (request),
                                      self->parent_handle, NULL });
}

static char *
authorize_finish (LkUserAgent   *agent,
                  GAsyncResult  *result,
                  GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, agent), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, authorize_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static guint
get_page_status (LkUserAgent *agent)
{
  return LK_PROCESS_USER_AGENT (agent)->page_status;
}

static void
user_agent_iface_init (LkUserAgentInterface *iface)
{
  iface->authorize_async = authorize_async;
  iface->authorize_finish = authorize_finish;
  iface->get_page_status = get_page_status;
}

static void
lk_process_user_agent_finalize (GObject *object)
{
  LkProcessUserAgent *self = LK_PROCESS_USER_AGENT (object);

  /* A run holds a reference through its task. */
  g_assert (self->task == NULL);

  g_free (self->program);
  g_free (self->connection_name);
  g_free (self->parent_handle);

  G_OBJECT_CLASS (lk_process_user_agent_parent_class)->finalize (object);
}

static void
lk_process_user_agent_class_init (LkProcessUserAgentClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lk_process_user_agent_finalize;
}

static void
lk_process_user_agent_init (LkProcessUserAgent *self)
{
}

/**
 * lk_process_user_agent_new:
 * @program: (nullable) (type filename): the program; %NULL for the one of this installation
 * @connection_name: the connection that is signed in, for the window's title
 * @parent_handle: (nullable): the window that the page's window belongs to: `x11:XID` or `wayland:HANDLE`
 *
 * Returns: (transfer full): a user agent that shows one page at a time
 */
LkUserAgent *
lk_process_user_agent_new (const char *program,
                           const char *connection_name,
                           const char *parent_handle)
{
  LkProcessUserAgent *self;

  g_return_val_if_fail (connection_name != NULL, NULL);

  self = g_object_new (LK_TYPE_PROCESS_USER_AGENT, NULL);
  self->program = g_strdup (program);
  self->connection_name = g_strdup (connection_name);
  self->parent_handle = g_strdup (parent_handle != NULL ? parent_handle : "");

  return LK_USER_AGENT (self);
}

/**
 * lk_process_user_agent_present:
 * @self: a user agent
 *
 * Raises the page's window, if there is one.
 */
void
lk_process_user_agent_present (LkProcessUserAgent *self)
{
  g_return_if_fail (LK_IS_PROCESS_USER_AGENT (self));

  if (self->channel != NULL)
    lk_channel_send (self->channel, "present", NULL);
}
