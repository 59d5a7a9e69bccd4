/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "lk-page-policy.h"
#include "lk-secret.h"
#include "lk-sign-in-view.h"
#include "lk-sign-in-window.h"
#include "lk-user-agent-error.h"

struct _LkSignInWindow
{
  AdwWindow parent_instance;

  /* Template widgets. */
  AdwWindowTitle *title;
  GtkImage       *origin_icon;
  GtkLabel       *origin_label;
  GtkLabel       *safety_label;
  GtkProgressBar *progress;
  GtkStack       *stack;
  LkSignInView   *view;
  AdwStatusPage  *fault_page;
  GtkRevealer    *obstacle_revealer;
  GtkLabel       *obstacle_label;
  GtkRevealer    *paste_revealer;
  GtkLabel       *paste_label;
  GtkEditable    *paste_entry;

  /* owned */
  char   *authorize_uri;
  char   *redirect_uri;
  char   *answer;             /* a secret */
  GError *error;    /* how it ended, when it was not with an answer */

  guint    page_status;
  guint    done_id;
  gboolean is_done;
};

G_DEFINE_FINAL_TYPE (LkSignInWindow, lk_sign_in_window, ADW_TYPE_WINDOW)

enum
{
  SIGNAL_DONE,
  SIGNAL_PASTED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static const char *
get_fault_title (const GError *fault)
{
  switch (fault->code)
    {
    case LK_USER_AGENT_ERROR_TLS:
      return _("This Page Cannot Be Trusted");
    case LK_USER_AGENT_ERROR_CRASHED:
      return _("The Page Has Ended Unexpectedly");
    case LK_USER_AGENT_ERROR_OTHER_REDIRECT:
      return _("The Answer Went Elsewhere");
    default:
      return _("The Page Cannot Be Shown");
    }
}

static void
done_idle_cb (gpointer user_data)
{
  LkSignInWindow *self = user_data;

  self->done_id = 0;
  g_signal_emit (self, signals[SIGNAL_DONE], 0);
}

/* Ends the sign-in, the first time with what is given. The page goes at once; whoever waits is told from an idle, for
 * this may be inside a handler of a widget that goes too. */
static void
end (LkSignInWindow *self,
     char           *answer,
     GError         *error)
{
  if (self->is_done)
    {
      lk_secret_free (answer);
      g_clear_error (&error);
      return;
    }

  self->is_done = TRUE;
  self->answer = answer;
  self->error = error;
  self->page_status = lk_sign_in_view_get_page_status (self->view);
  lk_sign_in_view_stop (self->view);
  gtk_editable_set_text (self->paste_entry, "");
  self->done_id = g_idle_add_once (done_idle_cb, self);
}

static void
show_origin (LkSignInWindow *self)
{
  static const struct
  {
    const char *icon;
    const char *words;
    const char *style;
  } safeties[] = {
    [LK_PAGE_SAFETY_NONE] = { "content-loading-symbolic", NULL, NULL },
    [LK_PAGE_SAFETY_ENCRYPTED] = { "channel-secure-symbolic", N_("Encrypted"), "success" },
    [LK_PAGE_SAFETY_THIS_COMPUTER] = { "computer-symbolic", N_("Not encrypted, this computer only"), "dim-label" },
    [LK_PAGE_SAFETY_NOT_ENCRYPTED] = { "channel-insecure-symbolic", N_("Not encrypted"), "error" },
  };
  const char *page = lk_sign_in_view_get_page (self->view);
  LkPageSafety safety = lk_page_policy_get_safety (page);
  g_autofree char *origin = page != NULL ? lk_page_policy_get_origin (page) : NULL;

  for (guint i = 0; i < G_N_ELEMENTS (safeties); i++)
    {
      if (safeties[i].style == NULL)
        continue;

      gtk_widget_remove_css_class (GTK_WIDGET (self->origin_icon), safeties[i].style);
      gtk_widget_remove_css_class (GTK_WIDGET (self->safety_label), safeties[i].style);
    }

  gtk_image_set_from_icon_name (self->origin_icon, safeties[safety].icon);
  gtk_label_set_label (self->origin_label, origin != NULL ? origin : _("Loading the page…"));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->origin_label), origin);
  gtk_widget_set_visible (GTK_WIDGET (self->safety_label), safeties[safety].words != NULL);
  if (safeties[safety].words != NULL)
    {
      gtk_label_set_label (self->safety_label, _(safeties[safety].words));
      gtk_widget_add_css_class (GTK_WIDGET (self->origin_icon), safeties[safety].style);
      gtk_widget_add_css_class (GTK_WIDGET (self->safety_label), safeties[safety].style);
    }
}

static void
show_obstacle (LkSignInWindow *self,
               const char     *words)
{
  if (words != NULL)
    gtk_label_set_label (self->obstacle_label, words);
  gtk_revealer_set_reveal_child (self->obstacle_revealer, words != NULL);
}

static void
load (LkSignInWindow *self)
{
  show_obstacle (self, NULL);
  gtk_stack_set_visible_child_name (self->stack, "page");
  lk_sign_in_view_load (self->view, self->authorize_uri, self->redirect_uri);
}

static void
answered_cb (LkSignInView   *view,
             LkSignInWindow *self)
{
  g_assert (LK_IS_SIGN_IN_WINDOW (self));

  end (self, lk_sign_in_view_take_answer (view), NULL);
}

static void
page_changed_cb (LkSignInView   *view,
                 LkSignInWindow *self)
{
  g_autoptr(GError) fault = lk_sign_in_view_get_fault (view);
  g_autofree char *obstacle = NULL;

  g_assert (LK_IS_SIGN_IN_WINDOW (self));

  show_origin (self);
  if (fault != NULL)
    return;

  obstacle = lk_page_policy_find_obstacle (lk_sign_in_view_get_page (view), lk_sign_in_view_get_title (view),
                                           lk_sign_in_view_get_page_status (view));
  show_obstacle (self, lk_sign_in_view_get_notice (view) != NULL ? lk_sign_in_view_get_notice (view) : obstacle);
}

static void
failed_cb (LkSignInView   *view,
           LkSignInWindow *self)
{
  g_autoptr(GError) fault = lk_sign_in_view_get_fault (view);
  g_autofree char *escaped = g_markup_escape_text (fault->message, -1);

  g_assert (LK_IS_SIGN_IN_WINDOW (self));

  adw_status_page_set_title (self->fault_page, get_fault_title (fault));
  /* The description takes markup, and there is text from outside in it. */
  adw_status_page_set_description (self->fault_page, escaped);
  show_obstacle (self, NULL);
  gtk_stack_set_visible_child_name (self->stack, "fault");
}

static void
refused_cb (LkSignInView   *view,
            LkSignInWindow *self)
{
  g_autoptr(GError) fault = lk_sign_in_view_get_fault (view);

  g_assert (LK_IS_SIGN_IN_WINDOW (self));

  show_obstacle (self, fault->message);
}

static void
progress_changed_cb (LkSignInWindow *self)
{
  double progress;

  g_assert (LK_IS_SIGN_IN_WINDOW (self));

  g_object_get (self->view, "progress", &progress, NULL);
  gtk_progress_bar_set_fraction (self->progress, progress);
  gtk_widget_set_visible (GTK_WIDGET (self->progress), progress > 0 && progress < 1);
}

static void
use_paste_cb (LkSignInWindow *self)
{
  g_assert (LK_IS_SIGN_IN_WINDOW (self));

  if (!self->is_done)
    g_signal_emit (self, signals[SIGNAL_PASTED], 0, gtk_editable_get_text (self->paste_entry));
}

static void
paste_revealed_cb (LkSignInWindow *self)
{
  g_assert (LK_IS_SIGN_IN_WINDOW (self));

  if (gtk_revealer_get_reveal_child (self->paste_revealer))
    gtk_widget_grab_focus (GTK_WIDGET (self->paste_entry));
}

static void
browser_activated (GtkWidget  *widget,
                   const char *action_name,
                   GVariant   *parameter)
{
  end (LK_SIGN_IN_WINDOW (widget), NULL,
       g_error_new_literal (LK_USER_AGENT_ERROR, LK_USER_AGENT_ERROR_USE_BROWSER, _("Continue in the system browser")));
}

static void
retry_activated (GtkWidget  *widget,
                 const char *action_name,
                 GVariant   *parameter)
{
  LkSignInWindow *self = LK_SIGN_IN_WINDOW (widget);

  if (!self->is_done)
    load (self);
}

static void
back_activated (GtkWidget  *widget,
                const char *action_name,
                GVariant   *parameter)
{
  LkSignInWindow *self = LK_SIGN_IN_WINDOW (widget);

  if (gtk_revealer_get_reveal_child (self->paste_revealer))
    gtk_revealer_set_reveal_child (self->paste_revealer, FALSE);
  else
    gtk_window_close (GTK_WINDOW (self));
}

static gboolean
lk_sign_in_window_close_request (GtkWindow *window)
{
  lk_sign_in_window_finish (LK_SIGN_IN_WINDOW (window));

  /* Destroyed by who waits for it. */
  return TRUE;
}

static void
lk_sign_in_window_dispose (GObject *object)
{
  LkSignInWindow *self = LK_SIGN_IN_WINDOW (object);

  g_clear_handle_id (&self->done_id, g_source_remove);
  gtk_widget_dispose_template (GTK_WIDGET (self), LK_TYPE_SIGN_IN_WINDOW);

  G_OBJECT_CLASS (lk_sign_in_window_parent_class)->dispose (object);
}

static void
lk_sign_in_window_finalize (GObject *object)
{
  LkSignInWindow *self = LK_SIGN_IN_WINDOW (object);

  lk_secret_free (self->answer);
  g_clear_error (&self->error);
  g_free (self->authorize_uri);
  g_free (self->redirect_uri);

  G_OBJECT_CLASS (lk_sign_in_window_parent_class)->finalize (object);
}

static void
lk_sign_in_window_class_init (LkSignInWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = lk_sign_in_window_dispose;
  object_class->finalize = lk_sign_in_window_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = lk_sign_in_window_close_request;

  /**
   * LkSignInWindow::done:
   *
   * The sign-in has ended, once, from an idle; lk_sign_in_window_take_answer() has the outcome.
   */
  signals[SIGNAL_DONE] = g_signal_new ("done", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                       G_TYPE_NONE, 0);
  /**
   * LkSignInWindow::pasted:
   * @self: a window
   * @text: what was pasted in place of the answer; a secret
   *
   * The user has the answer from elsewhere. Who knows what was asked for judges it, and closes the window or calls
   * lk_sign_in_window_refuse_paste().
   */
  signals[SIGNAL_PASTED] = g_signal_new ("pasted", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 1, G_TYPE_STRING | G_SIGNAL_TYPE_STATIC_SCOPE);

  g_type_ensure (LK_TYPE_SIGN_IN_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class, LK_RESOURCE_BASE "/login/lk-sign-in-window.ui");
  gtk_widget_class_bind_template_child (widget_class, LkSignInWindow, title);
  gtk_widget_class_bind_template_child (widget_class, LkSignInWindow, origin_icon);
  gtk_widget_class_bind_template_child (widget_class, LkSignInWindow, origin_label);
  gtk_widget_class_bind_template_child (widget_class, LkSignInWindow, safety_label);
  gtk_widget_class_bind_template_child (widget_class, LkSignInWindow, progress);
  gtk_widget_class_bind_template_child (widget_class, LkSignInWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, LkSignInWindow, view);
  gtk_widget_class_bind_template_child (widget_class, LkSignInWindow, fault_page);
  gtk_widget_class_bind_template_child (widget_class, LkSignInWindow, obstacle_revealer);
  gtk_widget_class_bind_template_child (widget_class, LkSignInWindow, obstacle_label);
  gtk_widget_class_bind_template_child (widget_class, LkSignInWindow, paste_revealer);
  gtk_widget_class_bind_template_child (widget_class, LkSignInWindow, paste_label);
  gtk_widget_class_bind_template_child (widget_class, LkSignInWindow, paste_entry);
  gtk_widget_class_bind_template_callback (widget_class, use_paste_cb);

  gtk_widget_class_install_action (widget_class, "sign-in.browser", NULL, browser_activated);
  gtk_widget_class_install_action (widget_class, "sign-in.retry", NULL, retry_activated);
  gtk_widget_class_install_action (widget_class, "sign-in.back", NULL, back_activated);
}

static void
lk_sign_in_window_init (LkSignInWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  g_signal_connect_object (self->view, "answered", G_CALLBACK (answered_cb), self, 0);
  g_signal_connect_object (self->view, "page-changed", G_CALLBACK (page_changed_cb), self, 0);
  g_signal_connect_object (self->view, "failed", G_CALLBACK (failed_cb), self, 0);
  g_signal_connect_object (self->view, "refused", G_CALLBACK (refused_cb), self, 0);
  g_signal_connect_object (self->view, "notify::progress", G_CALLBACK (progress_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->paste_revealer, "notify::reveal-child", G_CALLBACK (paste_revealed_cb), self,
                           G_CONNECT_SWAPPED);
}

/**
 * lk_sign_in_window_new:
 * @connection_name: the connection that is signed in
 * @authorize_uri: the authorize page
 * @redirect_uri: where the service sends the answer
 *
 * Returns: (transfer none): a window of GTK's, to be started and in the end destroyed
 */
LkSignInWindow *
lk_sign_in_window_new (const char *connection_name,
                       const char *authorize_uri,
                       const char *redirect_uri)
{
  LkSignInWindow *self;

  g_return_val_if_fail (connection_name != NULL && authorize_uri != NULL && redirect_uri != NULL, NULL);

  /* Not modal: the login may need a code from elsewhere. */
  self = g_object_new (LK_TYPE_SIGN_IN_WINDOW, NULL);
  self->authorize_uri = g_strdup (authorize_uri);
  self->redirect_uri = g_strdup (redirect_uri);
  adw_window_title_set_subtitle (self->title, connection_name);

  return self;
}

/**
 * lk_sign_in_window_start:
 * @self: a new window
 *
 * Loads the authorize page and shows the window. The sandbox must have been tried, by lk_sandbox_probe_async().
 */
void
lk_sign_in_window_start (LkSignInWindow *self)
{
  g_return_if_fail (LK_IS_SIGN_IN_WINDOW (self));

  /* First, so that WebKit's processes start while the window is drawn. */
  load (self);
  gtk_window_present (GTK_WINDOW (self));
}

/**
 * lk_sign_in_window_finish:
 * @self: a window
 *
 * Ends the sign-in as Cancel does. When something had gone wrong that the person has seen, that is the outcome; else
 * it is `LK_USER_AGENT_ERROR_CANCELLED`.
 */
void
lk_sign_in_window_finish (LkSignInWindow *self)
{
  GError *fault;

  g_return_if_fail (LK_IS_SIGN_IN_WINDOW (self));

  if (self->is_done)
    return;

  fault = lk_sign_in_view_get_fault (self->view);
  if (fault == NULL)
    fault = g_error_new_literal (LK_USER_AGENT_ERROR, LK_USER_AGENT_ERROR_CANCELLED, _("The sign-in was cancelled."));

  end (self, NULL, fault);
}

/**
 * lk_sign_in_window_refuse_paste:
 * @self: a window
 * @message: why what was pasted is not the answer, for the user
 *
 * Asks for the answer again.
 */
void
lk_sign_in_window_refuse_paste (LkSignInWindow *self,
                                const char     *message)
{
  g_return_if_fail (LK_IS_SIGN_IN_WINDOW (self));
  g_return_if_fail (message != NULL);

  gtk_label_set_label (self->paste_label, message);
  gtk_widget_add_css_class (GTK_WIDGET (self->paste_label), "error");
  gtk_widget_grab_focus (GTK_WIDGET (self->paste_entry));
}

/**
 * lk_sign_in_window_take_answer:
 * @self: a window that is done
 * @error: return location for an error in the `LK_USER_AGENT_ERROR` domain
 *
 * Returns: (transfer full) (nullable): the response URI, a secret; free with lk_secret_free()
 */
char *
lk_sign_in_window_take_answer (LkSignInWindow  *self,
                               GError         **error)
{
  g_return_val_if_fail (LK_IS_SIGN_IN_WINDOW (self), NULL);
  g_return_val_if_fail (self->is_done, NULL);

  if (self->answer == NULL)
    g_propagate_error (error, g_steal_pointer (&self->error));

  return g_steal_pointer (&self->answer);
}

/**
 * lk_sign_in_window_get_page_status:
 * @self: a window
 *
 * Returns: the HTTP status of the last page when it was an error, else 0
 */
guint
lk_sign_in_window_get_page_status (LkSignInWindow *self)
{
  g_return_val_if_fail (LK_IS_SIGN_IN_WINDOW (self), 0);

  return self->is_done ? self->page_status : lk_sign_in_view_get_page_status (self->view);
}
