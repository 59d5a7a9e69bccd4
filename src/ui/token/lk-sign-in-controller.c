/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "lk-browser-dialog.h"
#include "lk-process-user-agent.h"
#include "lk-sign-in-controller.h"
#include "lk-text.h"
#include "lk-window-handle.h"

struct _LkSignInController
{
  GObject parent_instance;

  /* Weak. */
  GtkWidget *parent;

  /* owned */
  LkAccount    *account;
  GSettings    *settings;         /* NULL: no preferences */
  char         *program;    /* NULL: the program's own */
  LkSignIn     *sign_in;          /* of the present or the last run */

  /* Owned, while a run lasts. */
  GTask           *task;
  GCancellable    *cancellable;   /* of this run: cancelled by the caller's and by our dialogs */
  LkBrowserDialog *dialog;
  LkProcessUserAgent *page;       /* owned, nullable: while latchkey-sign-in shows the page */
  char           **scopes;

  gulong cancelled_id;
};

G_DEFINE_FINAL_TYPE (LkSignInController, lk_sign_in_controller, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_SETTINGS,
  PROP_PROGRAM,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static void start (LkSignInController *self,
                   LkSignInWay         way,
                   const char         *note);

static GtkWindow *
get_window (LkSignInController *self)
{
  GtkRoot *root = self->parent != NULL ? gtk_widget_get_root (self->parent) : NULL;

  return GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL;
}

static GError *
new_cancelled_error (void)
{
  return g_error_new_literal (LK_USER_AGENT_ERROR, LK_USER_AGENT_ERROR_CANCELLED, _("The sign-in was cancelled."));
}

static void
close_dialog (LkSignInController *self)
{
  g_autoptr(LkBrowserDialog) dialog = g_steal_pointer (&self->dialog);

  if (dialog == NULL)
    return;

  g_signal_handlers_disconnect_by_data (dialog, self);
  gtk_window_destroy (GTK_WINDOW (dialog));
}

/* Ends the run; takes `token` and `error`. */
static void
complete (LkSignInController *self,
          LkToken            *token,
          GError             *error)
{
  g_autoptr(GTask) task = g_steal_pointer (&self->task);

  close_dialog (self);
  g_cancellable_disconnect (g_task_get_cancellable (task), self->cancelled_id);
  self->cancelled_id = 0;
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->scopes, g_strfreev);

  if (token != NULL)
    g_task_return_pointer (task, token, g_object_unref);
  else
    g_task_return_error (task, error);
}

static void
secret_kept_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr(LkSignInController) self = user_data;
  GError *error = NULL;

  if (lk_account_set_secret_finish (LK_ACCOUNT (source), result, &error))
    start (self, LK_SIGN_IN_WAY_CLIENT_CREDENTIALS, NULL);
  else
    complete (self, NULL, error);
}

static void
secret_response_cb (AdwMessageDialog   *dialog,
                    const char         *response,
                    LkSignInController *self)
{
  GtkEditable *entry = GTK_EDITABLE (adw_message_dialog_get_extra_child (dialog));

  g_assert (LK_IS_SIGN_IN_CONTROLLER (self));

  if (strcmp (response, "use") == 0)
    lk_account_set_secret_async (self->account, gtk_editable_get_text (entry), self->cancellable, secret_kept_cb,
                                 g_object_ref (self));
  else
    complete (self, NULL, new_cancelled_error ());

  gtk_editable_set_text (entry, "");
  /* GTK 4.8 tells a password entry that it has lost the focus when it is gone already. */
  gtk_window_set_focus (GTK_WINDOW (dialog), NULL);
}

static void
secret_changed_cb (GtkEditable      *entry,
                   AdwMessageDialog *dialog)
{
  adw_message_dialog_set_response_enabled (dialog, "use", *gtk_editable_get_text (entry) != '\0');
}

static void
secret_activated_cb (GtkEditable      *entry,
                     AdwMessageDialog *dialog)
{
  if (*gtk_editable_get_text (entry) != '\0')
    adw_message_dialog_response (dialog, "use");
}

static void
ask_secret (LkSignInController *self)
{
  GtkWidget *dialog = adw_message_dialog_new (get_window (self), _("Client Secret Needed"), NULL);
  GtkWidget *entry = gtk_password_entry_new ();

  adw_message_dialog_format_body (
    ADW_MESSAGE_DIALOG (dialog),
    _("“%s” signs in without a page, with the secret that was shown once when its API client was made. It is kept "
      "in your keyring. A secret on a personal computer is not truly confidential: do not share your account on "
      "this computer."),
    lk_connection_get_name (lk_account_get_connection (self->account)));
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _("_Cancel"), "use", _("_Get Token"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "use", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_response_enabled (ADW_MESSAGE_DIALOG (dialog), "use", FALSE);
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");

  g_object_set (entry, "placeholder-text", _("Client secret"), "show-peek-icon", TRUE, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Client secret"), -1);
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), entry);

  g_signal_connect (entry, "changed", G_CALLBACK (secret_changed_cb), dialog);
  g_signal_connect (entry, "activate", G_CALLBACK (secret_activated_cb), dialog);
  g_signal_connect_object (dialog, "response", G_CALLBACK (secret_response_cb), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
  gtk_widget_grab_focus (entry);
}

static void
run_cb (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  g_autoptr(LkSignInController) self = user_data;
  GError *error = NULL;
  LkToken *token = lk_sign_in_run_finish (LK_SIGN_IN (source), result, &error);
  gboolean was_browser = self->dialog != NULL;

  close_dialog (self);
  if (self->page != NULL && get_window (self) != NULL)
    lk_window_handle_unexport (get_window (self));
  g_clear_object (&self->page);

  if (g_error_matches (error, LK_USER_AGENT_ERROR, LK_USER_AGENT_ERROR_USE_BROWSER))
    {
      g_error_free (error);
      start (self, LK_SIGN_IN_WAY_BROWSER, NULL);
    }
  else if (!was_browser && g_error_matches (error, LK_USER_AGENT_ERROR, LK_USER_AGENT_ERROR_UNAVAILABLE))
    {
      start (self, LK_SIGN_IN_WAY_BROWSER, error->message);
      g_error_free (error);
    }
  else if (g_error_matches (error, LK_SIGN_IN_ERROR, LK_SIGN_IN_ERROR_NO_SECRET))
    {
      g_error_free (error);
      ask_secret (self);
    }
  else
    {
      /* Cancelled in our dialog: the caller has not asked for that, but the person has. */
      if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) &&
          !g_cancellable_is_cancelled (g_task_get_cancellable (self->task)))
        {
          g_clear_error (&error);
          error = new_cancelled_error ();
        }

      complete (self, token, error);
    }
}

static gboolean
dialog_closed_cb (LkBrowserDialog    *dialog,
                  LkSignInController *self)
{
  g_assert (LK_IS_SIGN_IN_CONTROLLER (self));

  g_cancellable_cancel (self->cancellable);

  /* Destroyed when the sign-in has ended. */
  return TRUE;
}

static LkUserAgent *
open_browser (LkSignInController *self,
              const char         *note)
{
  self->dialog = g_object_ref_sink (lk_browser_dialog_new (get_window (self), note));
  g_signal_connect (self->dialog, "close-request", G_CALLBACK (dialog_closed_cb), self);
  gtk_window_present (GTK_WINDOW (self->dialog));

  return g_object_ref (lk_browser_dialog_get_user_agent (self->dialog));
}

static void
run_with (LkSignInController *self,
          LkUserAgent        *agent)
{
  lk_sign_in_run_async (self->sign_in, agent, self->cancellable, run_cb, g_object_ref (self));
}

static void
exported_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(LkSignInController) self = user_data;
  const char *name = lk_connection_get_name (lk_account_get_connection (self->account));
  g_autofree char *handle = lk_window_handle_export_finish (GTK_WINDOW (source), result, NULL);
  g_autoptr(LkUserAgent) agent = lk_process_user_agent_new (self->program, name, handle);

  g_set_object (&self->page, LK_PROCESS_USER_AGENT (agent));
  /* A run that was cancelled meanwhile ends at once. */
  run_with (self, agent);
}

/* One attempt by one way; the next, when there is one, starts from scratch: state and verifier are for one use. */
static void
start (LkSignInController *self,
       LkSignInWay         way,
       const char         *note)
{
  g_autoptr(LkUserAgent) agent = NULL;

  g_clear_object (&self->sign_in);
  self->sign_in = lk_account_new_sign_in (self->account);
  if (self->scopes != NULL)
    lk_sign_in_set_scopes (self->sign_in, (const char *const *) self->scopes);

  if (way == LK_SIGN_IN_WAY_CLIENT_CREDENTIALS)
    {
      lk_sign_in_set_grant (self->sign_in, LK_GRANT_CLIENT_CREDENTIALS);
      run_with (self, NULL);
      return;
    }

  /* A page was asked for, so a grant without one gives way. */
  if (lk_connection_get_grant (lk_account_get_connection (self->account)) == LK_GRANT_CLIENT_CREDENTIALS)
    lk_sign_in_set_grant (self->sign_in, LK_GRANT_CODE);

  if (way == LK_SIGN_IN_WAY_EMBEDDED && get_window (self) != NULL)
    {
      lk_window_handle_export_async (get_window (self), self->cancellable, exported_cb, g_object_ref (self));
      return;
    }

  agent = open_browser (self, note);
  run_with (self, agent);
}

static LkSignInWay
choose_way (LkSignInController *self,
            LkSignInWay         wanted)
{
  if (wanted != LK_SIGN_IN_WAY_DEFAULT && wanted != LK_SIGN_IN_WAY_PAGE)
    return wanted;

  if (wanted == LK_SIGN_IN_WAY_DEFAULT
      && lk_connection_get_grant (lk_account_get_connection (self->account)) == LK_GRANT_CLIENT_CREDENTIALS)
    return LK_SIGN_IN_WAY_CLIENT_CREDENTIALS;

  if (self->settings != NULL && g_settings_get_boolean (self->settings, "prefer-system-browser"))
    return LK_SIGN_IN_WAY_BROWSER;

  return LK_SIGN_IN_WAY_EMBEDDED;
}

static void
lk_sign_in_controller_finalize (GObject *object)
{
  LkSignInController *self = LK_SIGN_IN_CONTROLLER (object);

  /* A run holds a reference through its task. */
  g_assert (self->task == NULL);

  g_clear_weak_pointer (&self->parent);
  g_clear_object (&self->account);
  g_clear_object (&self->settings);
  g_clear_object (&self->sign_in);
  g_free (self->program);

  G_OBJECT_CLASS (lk_sign_in_controller_parent_class)->finalize (object);
}

static void
lk_sign_in_controller_set_property (GObject      *object,
                                    guint         property_id,
                                    const GValue *value,
                                    GParamSpec   *pspec)
{
  LkSignInController *self = LK_SIGN_IN_CONTROLLER (object);

  switch (property_id)
    {
    case PROP_SETTINGS:
      g_set_object (&self->settings, g_value_get_object (value));
      break;
    case PROP_PROGRAM:
      g_free (self->program);
      self->program = g_value_dup_string (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
lk_sign_in_controller_class_init (LkSignInControllerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = lk_sign_in_controller_finalize;
  object_class->set_property = lk_sign_in_controller_set_property;

  /**
   * LkSignInController:settings:
   *
   * The program's settings, for "prefer-system-browser".
   */
  properties[PROP_SETTINGS] = g_param_spec_object ("settings", NULL, NULL, G_TYPE_SETTINGS,
                                                   G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  /**
   * LkSignInController:program:
   *
   * The program that shows the sign-in page, when it is not the one of this installation.
   */
  properties[PROP_PROGRAM] = g_param_spec_string ("program", NULL, NULL, NULL,
                                                        G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
lk_sign_in_controller_init (LkSignInController *self)
{
}

/**
 * lk_sign_in_controller_new:
 * @parent: the widget in whose window dialogs open
 * @account: the account to sign in
 *
 * Returns: (transfer full): a controller
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

static void
cancelled_cb (GCancellable *cancellable,
              gpointer      user_data)
{
  g_cancellable_cancel (user_data);
}

/**
 * lk_sign_in_controller_run_async:
 * @self: a controller
 * @scopes: (nullable): what to ask for, space-separated; %NULL or empty for the connection's own
 * @way: how
 * @cancellable: (nullable): ends it
 * @callback: called when it has ended
 * @user_data: for @callback
 *
 * Signs in, with all the windows that this needs. Where the embedded page cannot be shown, and where the person chooses
 * so, the system browser takes its place. A second run while one lasts fails with `G_IO_ERROR_PENDING`.
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

  g_return_if_fail (LK_IS_SIGN_IN_CONTROLLER (self));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, lk_sign_in_controller_run_async);
  g_task_set_check_cancellable (task, FALSE);

  if (g_task_return_error_if_cancelled (task))
    return;

  if (self->task != NULL)
    {
      /* Its page may be behind other windows. */
      if (self->page != NULL)
        lk_process_user_agent_present (self->page);
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_PENDING, _("A sign-in is already running."));
      return;
    }

  self->task = g_steal_pointer (&task);
  self->cancellable = g_cancellable_new ();
  if (cancellable != NULL)
    self->cancelled_id = g_cancellable_connect (cancellable, G_CALLBACK (cancelled_cb),
                                                g_object_ref (self->cancellable), g_object_unref);
  if (scopes != NULL && *scopes != '\0')
    self->scopes = lk_text_split_words (scopes);

  start (self, choose_way (self, way), NULL);
}

/**
 * lk_sign_in_controller_run_finish:
 * @self: a controller
 * @result: as given to the callback
 * @error: return location for an error as of lk_sign_in_run_finish(), or of the vault
 *
 * Returns: (transfer full) (nullable): the token, which is stored
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
 * lk_sign_in_controller_is_running:
 * @self: a controller
 *
 * Returns: whether a sign-in is under way
 */
gboolean
lk_sign_in_controller_is_running (LkSignInController *self)
{
  g_return_val_if_fail (LK_IS_SIGN_IN_CONTROLLER (self), FALSE);

  return self->task != NULL;
}

/**
 * lk_sign_in_controller_diagnose:
 * @self: a controller whose last run failed
 * @error: what the run ended with
 *
 * Explains the failure.
 *
 * Returns: (transfer full) (nullable) (element-type LkDiagnosis): the explanations; %NULL when the person cancelled
 */
GPtrArray *
lk_sign_in_controller_diagnose (LkSignInController *self,
                                const GError       *error)
{
  g_return_val_if_fail (LK_IS_SIGN_IN_CONTROLLER (self), NULL);
  g_return_val_if_fail (self->sign_in != NULL, NULL);

  return lk_account_diagnose_sign_in (self->account, self->sign_in, error);
}

/**
 * lk_sign_in_controller_get_exchange:
 * @self: a controller
 *
 * Returns: (transfer none) (nullable): the exchange at which the last run ended
 */
LkExchange *
lk_sign_in_controller_get_exchange (LkSignInController *self)
{
  g_return_val_if_fail (LK_IS_SIGN_IN_CONTROLLER (self), NULL);

  return self->sign_in != NULL ? lk_sign_in_get_exchange (self->sign_in) : NULL;
}
