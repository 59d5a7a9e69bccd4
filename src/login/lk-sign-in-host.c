/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The messages are described in lk-process-user-agent.c, which is the other end. */
#include "config.h"

#include "lk-sandbox-probe.h"
#include "lk-secret.h"
#include "lk-sign-in-host.h"
#include "lk-transient.h"
#include "lk-user-agent-error.h"

struct _LkSignInHost
{
  GObject parent_instance;

  LkChannel *channel;         /* owned */
  GMainLoop *loop;            /* owned */
  GAsyncResult *probe;        /* owned, nullable: how the probe of the sandbox ended */
  char **arguments;           /* owned, nullable: what to show */
  LkSignInWindow *window;     /* owned, nullable */
};

G_DEFINE_FINAL_TYPE (LkSignInHost, lk_sign_in_host, G_TYPE_OBJECT)

static void
drop_window (LkSignInHost *self)
{
  g_autoptr(LkSignInWindow) window = g_steal_pointer (&self->window);

  if (window == NULL)
    return;

  g_signal_handlers_disconnect_by_data (window, self);
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
send_failed (LkSignInHost *self,
             const GError *error,
             guint         page_status)
{
  g_autofree char *status = g_strdup_printf ("%u", page_status);

  lk_channel_send (self->channel, "failed",
                   (const char *[]) { lk_user_agent_error_to_nick (error->code), error->message, status, NULL });
}

static void
done_cb (LkSignInWindow *window,
         LkSignInHost   *self)
{
  g_autoptr(LkSecret) answer = NULL;
  g_autoptr(GError) error = NULL;

  g_assert (LK_IS_SIGN_IN_HOST (self));

  answer = lk_sign_in_window_take_answer (window, &error);
  if (answer != NULL)
    lk_channel_send (self->channel, "answered", (const char *[]) { answer, NULL });
  else
    send_failed (self, error, lk_sign_in_window_get_page_status (window));
  /* The other end closes the channel, and with it this program. */
  gtk_widget_set_visible (GTK_WIDGET (window), FALSE);
}

static void
pasted_cb (LkSignInWindow *window,
           const char     *text,
           LkSignInHost   *self)
{
  g_assert (LK_IS_SIGN_IN_HOST (self));

  lk_channel_send (self->channel, "pasted", (const char *[]) { text, NULL });
}

/* Opens the window when it is known what to show and that the page has its sandbox. */
static void
open_window (LkSignInHost *self)
{
  g_autoptr(GError) error = NULL;

  if (self->probe == NULL || self->arguments == NULL)
    return;

  if (!lk_sandbox_probe_finish (self->probe, &error))
    {
      send_failed (self, error, 0);
      return;
    }

  self->window = g_object_ref_sink (lk_sign_in_window_new (self->arguments[0], self->arguments[1],
                                                           self->arguments[2]));
  g_signal_connect (self->window, "done", G_CALLBACK (done_cb), self);
  g_signal_connect (self->window, "pasted", G_CALLBACK (pasted_cb), self);
  lk_transient_set_parent (GTK_WINDOW (self->window), self->arguments[3]);
  lk_sign_in_window_start (self->window);
}

static void
probed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(LkSignInHost) self = user_data;

  self->probe = g_object_ref (result);
  open_window (self);
}

/* show CONNECTION AUTHORIZE-URI REDIRECT-URI PARENT */
static void
show (LkSignInHost       *self,
      const char *const  *arguments)
{
  if (self->arguments != NULL || g_strv_length ((char **) arguments) != 4)
    {
      g_main_loop_quit (self->loop);
      return;
    }

  self->arguments = g_strdupv ((char **) arguments);
  open_window (self);
}

static void
message_cb (LkChannel          *channel,
            const char         *name,
            const char *const  *arguments,
            LkSignInHost       *self)
{
  g_assert (LK_IS_SIGN_IN_HOST (self));

  if (g_str_equal (name, "show"))
    show (self, arguments);
  else if (g_str_equal (name, "refuse-paste") && self->window != NULL && arguments[0] != NULL)
    lk_sign_in_window_refuse_paste (self->window, arguments[0]);
  else if (g_str_equal (name, "present") && self->window != NULL)
    gtk_window_present (GTK_WINDOW (self->window));
  else
    g_debug ("A message of an unknown kind came");
}

static void
closed_cb (LkChannel    *channel,
           LkSignInHost *self)
{
  g_assert (LK_IS_SIGN_IN_HOST (self));

  g_main_loop_quit (self->loop);
}

static void
lk_sign_in_host_finalize (GObject *object)
{
  LkSignInHost *self = LK_SIGN_IN_HOST (object);

  g_signal_handlers_disconnect_by_data (self->channel, self);
  drop_window (self);
  lk_channel_close (self->channel);
  g_clear_object (&self->channel);
  g_clear_object (&self->probe);
  g_strfreev (self->arguments);
  g_main_loop_unref (self->loop);

  G_OBJECT_CLASS (lk_sign_in_host_parent_class)->finalize (object);
}

static void
lk_sign_in_host_class_init (LkSignInHostClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lk_sign_in_host_finalize;
}

static void
lk_sign_in_host_init (LkSignInHost *self)
{
}

/**
 * lk_sign_in_host_new:
 * @channel: the channel to the program that wants the sign-in
 * @loop: ended when the other program has gone
 *
 * Tries the sandbox of the page, which needs no toolkit: before the toolkit is started it costs no time.
 *
 * Returns: (transfer full): a host, to be started when the toolkit is
 */
LkSignInHost *
lk_sign_in_host_new (LkChannel *channel,
                     GMainLoop *loop)
{
  LkSignInHost *self;

  g_return_val_if_fail (LK_IS_CHANNEL (channel), NULL);
  g_return_val_if_fail (loop != NULL, NULL);

  self = g_object_new (LK_TYPE_SIGN_IN_HOST, NULL);
  self->channel = g_object_ref (channel);
  self->loop = g_main_loop_ref (loop);
  lk_sandbox_probe_async (NULL, probed_cb, g_object_ref (self));

  return self;
}

/**
 * lk_sign_in_host_start:
 * @self: a new host
 *
 * Listens to the other program, and shows what it asks for.
 */
void
lk_sign_in_host_start (LkSignInHost *self)
{
  g_return_if_fail (LK_IS_SIGN_IN_HOST (self));

  g_signal_connect (self->channel, "message", G_CALLBACK (message_cb), self);
  g_signal_connect (self->channel, "closed", G_CALLBACK (closed_cb), self);
  lk_channel_start (self->channel);
}
