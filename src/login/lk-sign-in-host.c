/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The messages are described in lk-process-user-agent.c, which is the other end. */
#include "config.h"

#include "lk-secret.h"
#include "lk-sign-in-host.h"
#include "lk-transient.h"
#include "lk-user-agent-error.h"

struct _LkSignInHost
{
  GObject parent_instance;

  LkChannel *channel;       /* owned */
  GMainLoop *loop;          /* owned */
  LkSignInWindow *window;   /* owned, nullable */
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
done_cb (LkSignInWindow *window,
         LkSignInHost   *self)
{
  g_autofree char *status = g_strdup_printf ("%u", lk_sign_in_window_get_page_status (window));
  g_autoptr(LkSecret) answer = NULL;
  g_autoptr(GError) error = NULL;

  g_assert (LK_IS_SIGN_IN_HOST (self));

  answer = lk_sign_in_window_take_answer (window, &error);
  if (answer != NULL)
    lk_channel_send (self->channel, "answered", (const char *[]) { answer, NULL });
  else
    lk_channel_send (self->channel, "failed",
                     (const char *[]) { lk_user_agent_error_to_nick (error->code), error->message, status, NULL });
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

/* show CONNECTION AUTHORIZE-URI REDIRECT-URI PARENT */
static void
show (LkSignInHost       *self,
      const char *const  *arguments)
{
  if (self->window != NULL || g_strv_length ((char **) arguments) != 4)
    {
      g_main_loop_quit (self->loop);
      return;
    }

  self->window = g_object_ref_sink (lk_sign_in_window_new (arguments[0], arguments[1], arguments[2]));
  g_signal_connect (self->window, "done", G_CALLBACK (done_cb), self);
  g_signal_connect (self->window, "pasted", G_CALLBACK (pasted_cb), self);
  lk_transient_set_parent (GTK_WINDOW (self->window), arguments[3]);
  lk_sign_in_window_start (self->window);
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
 * Returns: (transfer full): a host that waits to be told what to show
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
  g_signal_connect (channel, "message", G_CALLBACK (message_cb), self);
  g_signal_connect (channel, "closed", G_CALLBACK (closed_cb), self);
  lk_channel_start (channel);

  return self;
}
