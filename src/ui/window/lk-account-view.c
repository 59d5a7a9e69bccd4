/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-account-view.h"

#include <glib/gi18n.h>

#include "lk-activity-page.h"
#include "lk-chats-page.h"
#include "lk-clients-page.h"
#include "lk-connection-dialog.h"
#include "lk-conversations-page.h"
#include "lk-keyring-bar.h"
#include "lk-move-window.h"
#include "lk-fault-window.h"
#include "lk-sign-in-controller.h"
#include "lk-token-page.h"
#include "lk-ui-util.h"

struct _LkAccountView
{
  AdwBin parent_instance;

  /* Template children */
  AdwViewStack *stack;
  AdwHeaderBar *header_bar;
  AdwViewSwitcherTitle *switcher_title;
  AdwViewSwitcherBar *switcher_bar;
  GtkWidget *back_button;
  LkKeyringBar *keyring_bar;

  /* not owned: the stack's, where it is from the first */
  LkTokenPage *token_page;

  /* owned */
  LkWorkspace *workspace;
  LkAccount *account;
  LkPracticeHost *practice_host;
  GSettings *settings;

  /* Cancelled when the view goes */
  GCancellable *cancellable;

  /* Cancelled by its person, and when the view goes, which it does with its connection; NULL while nothing runs */
  GCancellable *running;

};

/* A sign-in on its way through the practice host and the controller. */
typedef struct
{
  LkAccountView *self;
  LkSignInController *controller;
  GCancellable *cancellable;
  char *scopes;
  LkSignInWay way;
  const char *page;   /* interned: where it began, to return to */
} Run;

G_DEFINE_FINAL_TYPE (LkAccountView, lk_account_view, ADW_TYPE_BIN)

/* In the order of the switcher. */
static const struct
{
  const char *name;
  const char *title;
  const char *short_title;   /* about eight letters, for the bar at the foot of a narrow window */
  const char *icon_name;
} page_kinds[] = {
  { "token", N_("Token"), N_("Token"), "dialog-password-symbolic" },
  { "chats", N_("Chats"), N_("Chats"), "user-available-symbolic" },
  { "clients", N_("Clients"), N_("Clients"), "application-x-executable-symbolic" },
  /* Translators: "Live" is short for Conversations, where there is room for about eight letters */
  { "conversations", N_("Conversations"), N_("Live"), "chat-message-new-symbolic" },
  { "activity", N_("Activity"), N_("Activity"), "document-open-recent-symbolic" },
};

static void
run_free (Run *run)
{
  g_clear_object (&run->self);
  g_clear_object (&run->controller);
  g_clear_object (&run->cancellable);
  g_free (run->scopes);
  g_free (run);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Run, run_free)

static GtkWidget *
make_page (LkAccountView *self,
           const char    *name)
{
  if (g_str_equal (name, "token"))
    return lk_token_page_new (self->account, self->settings);
  if (g_str_equal (name, "chats"))
    return lk_chats_page_new (self->account);
  if (g_str_equal (name, "clients"))
    return lk_clients_page_new (self->workspace, self->account, self->settings);
  if (g_str_equal (name, "conversations"))
    return lk_conversations_page_new (self->account);

  return lk_activity_page_new (lk_workspace_get_log (self->workspace), lk_workspace_get_connections (self->workspace),
                               lk_connection_get_id (lk_account_get_connection (self->account)));
}

/* A page is made when it is first needed: all of them are more than half of what it takes to show the window. */
static GtkWidget *
get_page (LkAccountView *self,
          const char    *name)
{
  GtkWidget *bin = adw_view_stack_get_child_by_name (self->stack, name);

  if (adw_bin_get_child (ADW_BIN (bin)) == NULL)
    adw_bin_set_child (ADW_BIN (bin), make_page (self, name));

  return adw_bin_get_child (ADW_BIN (bin));
}

static void
page_shown_cb (LkAccountView *self)
{
  g_assert (LK_IS_ACCOUNT_VIEW (self));

  get_page (self, adw_view_stack_get_visible_child_name (self->stack));
}

static void
narrow_cb (LkAccountView *self)
{
  gboolean narrow = adw_view_switcher_title_get_title_visible (self->switcher_title);

  g_assert (LK_IS_ACCOUNT_VIEW (self));

  /* Its buttons are made when they are first to be seen: most windows are wide enough for those above. */
  if (narrow)
    adw_view_switcher_bar_set_stack (self->switcher_bar, self->stack);

  for (guint i = 0; i < G_N_ELEMENTS (page_kinds); i++)
    {
      GtkWidget *bin = adw_view_stack_get_child_by_name (self->stack, page_kinds[i].name);

      adw_view_stack_page_set_title (adw_view_stack_get_page (self->stack, bin),
                                     _(narrow ? page_kinds[i].short_title : page_kinds[i].title));
    }
}

static void
update_actions (LkAccountView *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  LkToken *token = lk_account_get_token (self->account);
  g_autoptr(LkEndpoints) endpoints = lk_connection_get_endpoints (lk_account_get_connection (self->account));
  gboolean idle = self->running == NULL;

  gtk_widget_action_set_enabled (widget, "account.sign-in", idle);
  gtk_widget_action_set_enabled (widget, "account.sign-in-embedded", idle);
  gtk_widget_action_set_enabled (widget, "account.sign-in-browser", idle);
  gtk_widget_action_set_enabled (widget, "account.sign-in-page", idle);
  gtk_widget_action_set_enabled (widget, "account.sign-in-client-credentials", idle);
  gtk_widget_action_set_enabled (widget, "account.sign-out", idle && token != NULL);
  gtk_widget_action_set_enabled (widget, "account.refresh",
                                 idle && token != NULL && lk_token_is_renewable (token));
  gtk_widget_action_set_enabled (widget, "account.open-dashboard", endpoints->dashboard != NULL);
  gtk_widget_action_set_enabled (widget, "account.show-faults",
                                 lk_connection_get_kind (lk_account_get_connection (self->account))
                                   == LK_CONNECTION_KIND_PRACTICE);
}

static void
begin_running (LkAccountView *self,
               const char    *what)
{
  self->running = g_cancellable_new ();
  lk_token_page_show_failure (self->token_page, NULL, NULL, NULL);
  lk_token_page_set_busy (self->token_page, what, self->running);
  update_actions (self);
}

static void
end_running (LkAccountView *self)
{
  g_clear_object (&self->running);
  lk_token_page_set_busy (self->token_page, NULL, NULL);
  update_actions (self);
}

static void
show_failure (LkAccountView *self,
              LkFlow         flow,
              const GError  *error,
              LkExchange    *exchange)
{
  g_autoptr(GPtrArray) diagnoses = lk_account_diagnose (self->account, flow, exchange, error);

  if (diagnoses != NULL)
    lk_token_page_show_failure (self->token_page, flow == LK_FLOW_REFRESH ? "account.refresh" : NULL, diagnoses,
                                exchange);
}

static void
identified_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(LkAccountView) self = user_data;
  g_autoptr(LkExchange) exchange = NULL;
  g_autoptr(GError) error = NULL;

  if (!lk_account_identify_finish (LK_ACCOUNT (source), result, &exchange, &error) &&
      !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    show_failure (self, LK_FLOW_API, error, exchange);
}

/* The action that began a sign-in, with its scopes. */
static char *
dup_detailed_name (const Run *run)
{
  static const char *const names[] = {
    [LK_SIGN_IN_WAY_DEFAULT] = "account.sign-in",
    [LK_SIGN_IN_WAY_PAGE] = "account.sign-in-page",
    [LK_SIGN_IN_WAY_EMBEDDED] = "account.sign-in-embedded",
    [LK_SIGN_IN_WAY_BROWSER] = "account.sign-in-browser",
  };

  if (run->way == LK_SIGN_IN_WAY_CLIENT_CREDENTIALS)
    return g_strdup ("account.sign-in-client-credentials");

  return g_action_print_detailed_name (names[run->way], g_variant_new_string (run->scopes != NULL ? run->scopes : ""));
}

static void
signed_in_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(Run) run = user_data;
  LkAccountView *self = run->self;
  g_autoptr(GPtrArray) diagnoses = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(LkToken) token = lk_sign_in_controller_run_finish (run->controller, result, &error);

  if (g_cancellable_is_cancelled (self->cancellable))
    return;

  end_running (self);
  if (token != NULL)
    {
      lk_ui_show_toast (GTK_WIDGET (self), _("Signed in"));
      adw_view_stack_set_visible_child_name (self->stack, run->page);
      lk_account_identify_async (self->account, self->cancellable, identified_cb, g_object_ref (self));
      return;
    }

  diagnoses = lk_sign_in_controller_diagnose (run->controller, error);
  if (diagnoses == NULL)
    {
      lk_ui_show_toast (GTK_WIDGET (self), _("Sign-in cancelled"));
    }
  else
    {
      g_autofree char *retry = dup_detailed_name (run);

      lk_token_page_show_failure (self->token_page, retry, diagnoses,
                                  lk_sign_in_controller_get_exchange (run->controller));
    }
}

static void
prepared_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(Run) run = user_data;
  LkAccountView *self = run->self;
  g_autoptr(GError) error = NULL;
  Run *continued;

  if (!lk_practice_host_prepare_finish (LK_PRACTICE_HOST (source), result, &error))
    {
      if (g_cancellable_is_cancelled (self->cancellable))
        return;

      end_running (self);
      show_failure (self, LK_FLOW_STORE, error, NULL);
      return;
    }

  run->controller = lk_sign_in_controller_new (GTK_WIDGET (self), self->account);
  g_object_set (run->controller, "settings", self->settings, NULL);
  continued = g_steal_pointer (&run);
  lk_sign_in_controller_run_async (continued->controller, continued->scopes, continued->way, continued->cancellable,
                                   signed_in_cb, continued);
}

static void
start_sign_in (LkAccountView *self,
               const char    *scopes,
               LkSignInWay    way)
{
  Run *run = g_new0 (Run, 1);

  /* A token asked for by name is what is to be seen next. */
  run->page = way == LK_SIGN_IN_WAY_CLIENT_CREDENTIALS
              ? "token" : g_intern_string (adw_view_stack_get_visible_child_name (self->stack));

  g_debug ("A sign-in begins");
  begin_running (self, _("Signing in…"));
  adw_view_stack_set_visible_child_name (self->stack, "token");

  run->self = g_object_ref (self);
  run->cancellable = g_object_ref (self->running);
  run->scopes = g_strdup (scopes);
  run->way = way;
  lk_practice_host_prepare_async (self->practice_host, self->account, run->cancellable, prepared_cb, run);
}

/* Work goes on while another account is shown. What the pages have to say then comes through here on its way to the
 * window, and is told whose it is. */
static void
toast_action (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  LkAccountView *self = LK_ACCOUNT_VIEW (widget);
  GtkWidget *parent = gtk_widget_get_parent (widget);
  const char *message = g_variant_get_string (parameter, NULL);
  g_autofree char *named = NULL;
  const char *name;

  /* Taken out of the window meanwhile. */
  if (parent == NULL)
    return;

  name = lk_connection_get_name (lk_account_get_connection (self->account));
  if (!gtk_widget_get_mapped (widget) && name != NULL)
    /* Translators: the name of a connection, and what happened to it */
    named = g_strdup_printf (_("%s: %s"), name, message);

  lk_ui_show_toast (parent, named != NULL ? named : message);
}

static void
sign_in_action (GtkWidget  *widget,
                const char *action_name,
                GVariant   *parameter)
{
  start_sign_in (LK_ACCOUNT_VIEW (widget), g_variant_get_string (parameter, NULL), LK_SIGN_IN_WAY_DEFAULT);
}

static void
sign_in_embedded_action (GtkWidget  *widget,
                         const char *action_name,
                         GVariant   *parameter)
{
  start_sign_in (LK_ACCOUNT_VIEW (widget), g_variant_get_string (parameter, NULL), LK_SIGN_IN_WAY_EMBEDDED);
}

static void
sign_in_browser_action (GtkWidget  *widget,
                        const char *action_name,
                        GVariant   *parameter)
{
  start_sign_in (LK_ACCOUNT_VIEW (widget), g_variant_get_string (parameter, NULL), LK_SIGN_IN_WAY_BROWSER);
}

/* By the page even where the connection's own way has none. */
static void
sign_in_page_action (GtkWidget  *widget,
                     const char *action_name,
                     GVariant   *parameter)
{
  start_sign_in (LK_ACCOUNT_VIEW (widget), g_variant_get_string (parameter, NULL), LK_SIGN_IN_WAY_PAGE);
}

static void
sign_in_client_credentials_action (GtkWidget  *widget,
                                   const char *action_name,
                                   GVariant   *parameter)
{
  start_sign_in (LK_ACCOUNT_VIEW (widget), NULL, LK_SIGN_IN_WAY_CLIENT_CREDENTIALS);
}

static void
refreshed_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(LkAccountView) self = user_data;
  g_autoptr(LkExchange) exchange = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(LkToken) token = lk_token_source_refresh_finish (LK_TOKEN_SOURCE (source), result, &exchange, &error);

  if (g_cancellable_is_cancelled (self->cancellable))
    return;

  end_running (self);
  if (token != NULL)
    lk_ui_show_toast (GTK_WIDGET (self), _("Token renewed"));
  else
    show_failure (self, LK_FLOW_REFRESH, error, exchange);
}

static void
refresh_action (GtkWidget  *widget,
                const char *action_name,
                GVariant   *parameter)
{
  LkAccountView *self = LK_ACCOUNT_VIEW (widget);

  begin_running (self, _("Renewing the token…"));
  lk_token_source_refresh_async (lk_account_get_source (self->account), lk_account_get_token (self->account),
                                 self->running, refreshed_cb, g_object_ref (self));
}

static void
signed_out_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(LkAccountView) self = user_data;
  g_autoptr(GError) error = NULL;
  gboolean revoked = FALSE;

  if (!lk_account_sign_out_finish (LK_ACCOUNT (source), result, &revoked, &error))
    {
      if (g_cancellable_is_cancelled (self->cancellable))
        return;

      end_running (self);
      show_failure (self, LK_FLOW_STORE, error, NULL);
      return;
    }

  if (g_cancellable_is_cancelled (self->cancellable))
    return;

  end_running (self);
  lk_ui_show_toast (GTK_WIDGET (self),
                    revoked ? _("Signed out, and the token is revoked at the service")
                            : _("Signed out here. The service did not revoke the token"));
}

static void
sign_out_action (GtkWidget  *widget,
                 const char *action_name,
                 GVariant   *parameter)
{
  LkAccountView *self = LK_ACCOUNT_VIEW (widget);

  begin_running (self, _("Signing out…"));
  lk_account_sign_out_async (self->account, self->running, signed_out_cb, g_object_ref (self));
}

static void
edit_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  LkAccountView *self = LK_ACCOUNT_VIEW (widget);

  lk_connection_dialog_present (widget, self->workspace, lk_account_get_connection (self->account),
                                g_variant_get_string (parameter, NULL));
}

static void
saved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(LkAccountView) self = user_data;
  g_autoptr(GError) error = NULL;

  if (!lk_connection_list_save_finish (LK_CONNECTION_LIST (source), result, &error)
      && !g_cancellable_is_cancelled (self->cancellable))
    lk_ui_show_toast (GTK_WIDGET (self), error->message);
}

static void
duplicate_action (GtkWidget  *widget,
                  const char *action_name,
                  GVariant   *parameter)
{
  LkAccountView *self = LK_ACCOUNT_VIEW (widget);
  g_autoptr(LkConnection) copy = lk_connection_duplicate (lk_account_get_connection (self->account));

  lk_connection_list_save_async (lk_workspace_get_connections (self->workspace), LK_CONNECTION_CHANGE_ADD, copy, NULL,
                                 saved_cb, g_object_ref (self));
}

static void
forgotten_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(LkAccountView) self = user_data;
  g_autoptr(GError) error = NULL;

  if (g_cancellable_is_cancelled (self->cancellable))
    return;

  /* A connection is not removed while its secrets might stay behind unseen. */
  if (!lk_account_forget_all_finish (LK_ACCOUNT (source), result, &error))
    lk_ui_show_toast (GTK_WIDGET (self), error->message);
  else
    lk_connection_list_save_async (lk_workspace_get_connections (self->workspace), LK_CONNECTION_CHANGE_REMOVE,
                                   lk_account_get_connection (self->account), NULL, saved_cb, g_object_ref (self));
}

static void
remove_response_cb (AdwMessageDialog *dialog,
                    const char       *response,
                    LkAccountView    *self)
{
  g_assert (LK_IS_ACCOUNT_VIEW (self));

  if (!g_str_equal (response, "remove"))
    return;

  /* A sign-in that runs would store its token after what was stored is forgotten. */
  if (self->running != NULL)
    g_cancellable_cancel (self->running);
  lk_account_forget_all_async (self->account, NULL, forgotten_cb, g_object_ref (self));
}

static void
remove_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  LkAccountView *self = LK_ACCOUNT_VIEW (widget);
  const char *name = lk_connection_get_name (lk_account_get_connection (self->account));
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (gtk_widget_get_root (widget)), NULL, NULL);

  adw_message_dialog_format_heading (ADW_MESSAGE_DIALOG (dialog), _("Remove “%s”?"), name);
  adw_message_dialog_set_body (ADW_MESSAGE_DIALOG (dialog),
                               _("Its settings, its token and its client secret are forgotten on this computer. "
                                 "At the service nothing changes."));
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _("_Cancel"), "remove", _("_Remove"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "remove", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (remove_response_cb), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* A path that an explanation wants tried as a check: on the page where its answer can be seen. */
static void
get_action (GtkWidget  *widget,
            const char *name,
            GVariant   *parameter)
{
  LkAccountView *self = LK_ACCOUNT_VIEW (widget);

  adw_view_stack_set_visible_child_name (self->stack, "chats");
  lk_chats_page_send_path (LK_CHATS_PAGE (get_page (self, "chats")), g_variant_get_string (parameter, NULL));
}

static void
show_page_action (GtkWidget  *widget,
                  const char *action_name,
                  GVariant   *parameter)
{
  LkAccountView *self = LK_ACCOUNT_VIEW (widget);
  const char *page = g_variant_get_string (parameter, NULL);

  if (adw_view_stack_get_child_by_name (self->stack, page) != NULL)
    adw_view_stack_set_visible_child_name (self->stack, page);
}

static void
open_dashboard_action (GtkWidget  *widget,
                       const char *action_name,
                       GVariant   *parameter)
{
  LkAccountView *self = LK_ACCOUNT_VIEW (widget);
  g_autoptr(LkEndpoints) endpoints = lk_connection_get_endpoints (lk_account_get_connection (self->account));

  if (endpoints->dashboard != NULL)
    gtk_show_uri (GTK_WINDOW (gtk_widget_get_root (widget)), endpoints->dashboard, GDK_CURRENT_TIME);
}

static void
show_faults_action (GtkWidget  *widget,
                 const char *action_name,
                 GVariant   *parameter)
{
  LkAccountView *self = LK_ACCOUNT_VIEW (widget);

  lk_fault_window_present (widget, self->practice_host, lk_account_get_connection (self->account));
}

static void
move_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  LkAccountView *self = LK_ACCOUNT_VIEW (widget);

  lk_move_window_present (widget, self->workspace, self->account);
}

static void
prepared_for_use_cb (GObject      *source,
                     GAsyncResult *result,
                     gpointer      user_data)
{
  g_autoptr(LkAccountView) self = user_data;
  g_autoptr(GError) error = NULL;

  if (!lk_practice_host_prepare_finish (LK_PRACTICE_HOST (source), result, &error) &&
      !g_cancellable_is_cancelled (self->cancellable))
    show_failure (self, LK_FLOW_STORE, error, NULL);
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(LkAccountView) self = user_data;
  g_autoptr(GError) error = NULL;

  if (g_cancellable_is_cancelled (self->cancellable))
    return;

  if (!lk_account_load_finish (LK_ACCOUNT (source), result, &error))
    show_failure (self, LK_FLOW_STORE, error, NULL);

  lk_practice_host_prepare_async (self->practice_host, self->account, self->cancellable, prepared_for_use_cb,
                                  g_object_ref (self));
}

/* A view that has left its window does not come back: its connection is gone, or the window is. What runs holds a
 * reference to the view, so this is not left to its end. */
static void
lk_account_view_unroot (GtkWidget *widget)
{
  LkAccountView *self = LK_ACCOUNT_VIEW (widget);

  g_cancellable_cancel (self->cancellable);
  if (self->running != NULL)
    g_cancellable_cancel (self->running);

  GTK_WIDGET_CLASS (lk_account_view_parent_class)->unroot (widget);
}

static void
lk_account_view_dispose (GObject *object)
{
  LkAccountView *self = LK_ACCOUNT_VIEW (object);

  g_clear_object (&self->running);
  g_clear_object (&self->workspace);
  g_clear_object (&self->account);
  g_clear_object (&self->practice_host);
  g_clear_object (&self->settings);
  gtk_widget_dispose_template (GTK_WIDGET (self), LK_TYPE_ACCOUNT_VIEW);

  G_OBJECT_CLASS (lk_account_view_parent_class)->dispose (object);
}

static void
lk_account_view_finalize (GObject *object)
{
  g_clear_object (&LK_ACCOUNT_VIEW (object)->cancellable);

  G_OBJECT_CLASS (lk_account_view_parent_class)->finalize (object);
}

static void
lk_account_view_class_init (LkAccountViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = lk_account_view_dispose;
  object_class->finalize = lk_account_view_finalize;
  widget_class->unroot = lk_account_view_unroot;

  g_type_ensure (LK_TYPE_KEYRING_BAR);
  gtk_widget_class_install_action (widget_class, "win.toast", "s", toast_action);
  gtk_widget_class_install_action (widget_class, "account.sign-in", "s", sign_in_action);
  gtk_widget_class_install_action (widget_class, "account.sign-in-embedded", "s", sign_in_embedded_action);
  gtk_widget_class_install_action (widget_class, "account.sign-in-browser", "s", sign_in_browser_action);
  gtk_widget_class_install_action (widget_class, "account.sign-in-page", "s", sign_in_page_action);
  gtk_widget_class_install_action (widget_class, "account.sign-in-client-credentials", NULL,
                                   sign_in_client_credentials_action);
  gtk_widget_class_install_action (widget_class, "account.refresh", NULL, refresh_action);
  gtk_widget_class_install_action (widget_class, "account.sign-out", NULL, sign_out_action);
  gtk_widget_class_install_action (widget_class, "account.edit", "s", edit_action);
  gtk_widget_class_install_action (widget_class, "account.duplicate", NULL, duplicate_action);
  gtk_widget_class_install_action (widget_class, "account.remove", NULL, remove_action);
  gtk_widget_class_install_action (widget_class, "account.show-page", "s", show_page_action);
  gtk_widget_class_install_action (widget_class, "account.get", "s", get_action);
  gtk_widget_class_install_action (widget_class, "account.open-dashboard", NULL, open_dashboard_action);
  gtk_widget_class_install_action (widget_class, "account.show-faults", NULL, show_faults_action);
  gtk_widget_class_install_action (widget_class, "account.move-to-integrated", NULL, move_action);

  gtk_widget_class_set_template_from_resource (widget_class, LK_RESOURCE_BASE "/ui/lk-account-view.ui");
  gtk_widget_class_bind_template_child (widget_class, LkAccountView, stack);
  gtk_widget_class_bind_template_child (widget_class, LkAccountView, header_bar);
  gtk_widget_class_bind_template_child (widget_class, LkAccountView, switcher_title);
  gtk_widget_class_bind_template_child (widget_class, LkAccountView, switcher_bar);
  gtk_widget_class_bind_template_child (widget_class, LkAccountView, back_button);
  gtk_widget_class_bind_template_child (widget_class, LkAccountView, keyring_bar);
}

static void
lk_account_view_init (LkAccountView *self)
{
  GtkWidget *squeezer;

  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));

  /* The title begins with its widest form and fades to the one that fits: with each start, over one another. */
  squeezer = gtk_widget_get_first_child (GTK_WIDGET (self->switcher_title));
  if (ADW_IS_SQUEEZER (squeezer))
    adw_squeezer_set_transition_type (ADW_SQUEEZER (squeezer), ADW_SQUEEZER_TRANSITION_TYPE_NONE);
}

/**
 * lk_account_view_new:
 * @workspace: what this run works with
 * @account: the account to show
 * @practice_host: who runs the practice server
 * @settings: the program's settings
 *
 * Makes the pages of an account, and has its token read from the vault.
 *
 * Returns: (transfer floating): the view
 */
GtkWidget *
lk_account_view_new (LkWorkspace    *workspace,
                     LkAccount      *account,
                     LkPracticeHost *practice_host,
                     GSettings      *settings)
{
  LkAccountView *self;

  g_return_val_if_fail (LK_IS_WORKSPACE (workspace), NULL);
  g_return_val_if_fail (LK_IS_ACCOUNT (account), NULL);

  self = g_object_new (LK_TYPE_ACCOUNT_VIEW, NULL);
  self->workspace = g_object_ref (workspace);
  self->account = g_object_ref (account);
  self->practice_host = g_object_ref (practice_host);
  self->settings = g_object_ref (settings);
  lk_keyring_bar_set_workspace (self->keyring_bar, workspace);

  for (guint i = 0; i < G_N_ELEMENTS (page_kinds); i++)
    adw_view_stack_add_titled_with_icon (self->stack, adw_bin_new (), page_kinds[i].name, NULL,
                                         page_kinds[i].icon_name);
  self->token_page = LK_TOKEN_PAGE (get_page (self, "token"));
  g_signal_connect_object (self->stack, "notify::visible-child", G_CALLBACK (page_shown_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->switcher_title, "notify::title-visible", G_CALLBACK (narrow_cb), self,
                           G_CONNECT_SWAPPED);
  narrow_cb (self);

  g_object_bind_property (lk_account_get_connection (account), "name", self->switcher_title, "title",
                          G_BINDING_SYNC_CREATE);
  g_signal_connect_object (account, "notify::token", G_CALLBACK (update_actions), self, G_CONNECT_SWAPPED);
  update_actions (self);
  lk_account_load_async (account, self->cancellable, loaded_cb, g_object_ref (self));

  return GTK_WIDGET (self);
}

/**
 * lk_account_view_get_account:
 * @self: a view
 *
 * Whose pages these are.
 *
 * Returns: (transfer none): the account
 */
LkAccount *
lk_account_view_get_account (LkAccountView *self)
{
  g_return_val_if_fail (LK_IS_ACCOUNT_VIEW (self), NULL);

  return self->account;
}

/**
 * lk_account_view_set_show_back:
 * @self: a view
 * @show_back: whether the list of connections is out of sight
 *
 * Shows the way back to the list of connections in a narrow window.
 */
void
lk_account_view_set_show_back (LkAccountView *self,
                               gboolean       show_back)
{
  g_return_if_fail (LK_IS_ACCOUNT_VIEW (self));

  gtk_widget_set_visible (self->back_button, show_back);

  /* A title in the very middle takes the space of the window's buttons twice. */
  adw_header_bar_set_centering_policy (self->header_bar,
                                       show_back ? ADW_CENTERING_POLICY_LOOSE : ADW_CENTERING_POLICY_STRICT);
}

/**
 * lk_account_view_show_nth_page:
 * @self: a view
 * @position: which of its pages, from 0; one that is not there is no matter
 *
 * Shows a page by its place.
 */
void
lk_account_view_show_nth_page (LkAccountView *self,
                               guint          position)
{
  g_autoptr(GtkSelectionModel) pages = NULL;

  g_return_if_fail (LK_IS_ACCOUNT_VIEW (self));

  pages = adw_view_stack_get_pages (self->stack);
  if (position < g_list_model_get_n_items (G_LIST_MODEL (pages)))
    gtk_selection_model_select_item (pages, position, TRUE);
}
