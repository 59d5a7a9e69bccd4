/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-move-window.h"

#include <glib/gi18n.h>

#include "lk-ui-util.h"

/* Any account has this one, and without a token it answers 401. */
#define TRIAL_PATH "/account"
#define TRIAL_TIMEOUT 15
#define TRIAL_MAX_BODY (64 * 1024)

struct _LkMoveWindow
{
  AdwWindow parent_instance;

  /* template children */
  GtkWidget *move_button;
  GtkEditable *subdomain_row;
  AdwActionRow *address_row;
  GtkWidget *try_button;
  GtkWidget *outcome_box;
  GtkSpinner *spinner;
  GtkImage *outcome_icon;
  GtkLabel *outcome_label;

  /* owned */
  LkWorkspace *workspace;
  LkAccount *account;
  LkConnection *draft; /* the connection as it will be, with its id */

  /* owned: the trial, and while it runs what ends it with the window */
  LkExchange *exchange;
  GCancellable *cancellable;

  /* not owned, nullable: whose window shows the toast; NULL once it is gone */
  GtkWidget *parent;
};

G_DEFINE_FINAL_TYPE (LkMoveWindow, lk_move_window, ADW_TYPE_WINDOW)

static void
show_outcome (LkMoveWindow *self,
              const char   *icon,
              const char   *text)
{
  gtk_widget_set_visible (self->outcome_box, text != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->outcome_icon), icon != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), icon == NULL);
  gtk_spinner_set_spinning (self->spinner, text != NULL && icon == NULL);
  if (icon != NULL)
    gtk_image_set_from_icon_name (self->outcome_icon, icon);
  gtk_label_set_text (self->outcome_label, text != NULL ? text : "");
}

static void
stop_trial (LkMoveWindow *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

/* What the draft says, and a trial of anything else says nothing any more. */
static void
update (LkMoveWindow *self)
{
  g_autoptr(LkEndpoints) endpoints = lk_connection_get_endpoints (self->draft);

  stop_trial (self);
  show_outcome (self, NULL, NULL);
  gtk_widget_set_sensitive (self->move_button, FALSE);
  gtk_widget_set_sensitive (self->try_button, endpoints->api != NULL);
  adw_action_row_set_subtitle (self->address_row,
                               endpoints->api != NULL ? endpoints->api : _("Enter the subdomain first"));
}

static void
subdomain_changed_cb (LkMoveWindow *self)
{
  g_autofree char *subdomain = NULL;
  g_autoptr(GError) error = NULL;

  g_assert (LK_IS_MOVE_WINDOW (self));

  if (self->draft == NULL)
    return;

  subdomain = lk_subdomain_from_text (gtk_editable_get_text (self->subdomain_row), NULL, &error);
  g_object_set (self->draft, "subdomain", subdomain, NULL);
  update (self);
}

/* Whether Chat is there: it answers, and be it to say that it wants a token. */
static gboolean
is_chat (LkExchange *exchange)
{
  guint status = lk_exchange_get_status (exchange);

  return lk_exchange_is_success (exchange) || status == 401 || status == 403 || status == 429;
}

static void
tried_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(LkMoveWindow) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) diagnoses = NULL;
  LkSymptom symptom;
  gboolean sent = lk_http_client_send_finish (LK_HTTP_CLIENT (source), result, NULL, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_clear_object (&self->cancellable);
  gtk_widget_set_sensitive (self->try_button, TRUE);
  if (sent && is_chat (self->exchange))
    {
      show_outcome (self, "object-select-symbolic",
                    _("Chat answers there. After the move, sign in again: the old token is good only for the old "
                      "address."));
      gtk_widget_set_sensitive (self->move_button, TRUE);
      gtk_widget_grab_focus (self->move_button);
      return;
    }

  lk_symptom_from_call (&symptom, LK_FLOW_API, self->draft, NULL, self->exchange, error);
  diagnoses = lk_diagnose (&symptom);
  if (diagnoses != NULL)
    {
      const LkDiagnosis *first = g_ptr_array_index (diagnoses, 0);
      g_autofree char *text = g_strdup_printf ("%s\n%s\n%s", first->title, first->happened, first->remedy_text);

      show_outcome (self, "dialog-warning-symbolic", text);
    }
}

static void
try_cb (LkMoveWindow *self)
{
  g_autoptr(LkEndpoints) endpoints = NULL;
  g_autoptr(LkExchange) exchange = NULL;
  g_autofree char *url = NULL;

  g_assert (LK_IS_MOVE_WINDOW (self));

  endpoints = lk_connection_get_endpoints (self->draft);
  if (endpoints->api == NULL || self->cancellable != NULL)
    return;

  /* With no token: the one at hand was issued elsewhere and must be sent nowhere else (SECURITY.md A9). */
  url = g_strconcat (endpoints->api, TRIAL_PATH, NULL);
  exchange = lk_exchange_new (LK_EXCHANGE_PURPOSE_API, "GET", url);
  lk_exchange_set_connection (exchange, lk_connection_get_id (self->draft), lk_connection_get_name (self->draft));
  lk_exchange_set_label (exchange, _("See whether Chat answers at the new address"));
  lk_exchange_set_timeout (exchange, TRIAL_TIMEOUT);
  lk_exchange_set_max_body (exchange, TRIAL_MAX_BODY);
  lk_exchange_add_request_header (exchange, "Accept", "application/json");

  self->cancellable = g_cancellable_new ();
  gtk_widget_set_sensitive (self->try_button, FALSE);
  gtk_widget_set_sensitive (self->move_button, FALSE);
  show_outcome (self, NULL, _("Asking at the new address…"));
  g_set_object (&self->exchange, exchange);
  lk_http_client_send_async (lk_account_get_client (self->account), exchange, NULL, self->cancellable, tried_cb,
                             g_object_ref (self));
}

static void
moved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(LkMoveWindow) self = user_data;
  g_autoptr(GError) error = NULL;
  gboolean saved = lk_connection_list_save_finish (LK_CONNECTION_LIST (source), result, &error);

  /* Closed meanwhile. */
  if (self->draft == NULL)
    return;

  gtk_widget_set_sensitive (self->move_button, TRUE);
  if (!saved)
    {
      show_outcome (self, "dialog-error-symbolic", error->message);
      return;
    }

  if (self->parent != NULL)
    {
      gboolean practice = lk_connection_get_kind (self->draft) == LK_CONNECTION_KIND_PRACTICE;

      /* The practice account has one token endpoint for both families of paths. */
      lk_ui_show_toast (self->parent,
                        practice ? _("Moved to the new address") : _("Moved to the new address. Now sign in again"));
      gtk_widget_activate_action (self->parent, "account.show-page", "s", "token");
    }
  gtk_window_close (GTK_WINDOW (self));
}

static void
move_cb (LkMoveWindow *self)
{
  g_assert (LK_IS_MOVE_WINDOW (self));

  gtk_widget_set_sensitive (self->move_button, FALSE);
  lk_connection_list_save_async (lk_workspace_get_connections (self->workspace), LK_CONNECTION_CHANGE_UPDATE,
                                 self->draft, NULL, moved_cb, g_object_ref (self));
}

/* The same connection at the account's own address; addresses that were set by hand led to the old host. */
static LkConnection *
make_draft (LkConnection *connection)
{
  LkConnection *draft = g_object_new (LK_TYPE_CONNECTION, "id", lk_connection_get_id (connection), NULL);

  lk_connection_assign (draft, connection);
  g_object_set (draft, "authorize-url", NULL, "token-url", NULL, "api-base", NULL, NULL);
  if (lk_connection_get_kind (connection) != LK_CONNECTION_KIND_PRACTICE)
    g_object_set (draft, "kind", LK_CONNECTION_KIND_INTEGRATED, NULL);

  return draft;
}

/* The trial holds the window, so the end of it must not wait for dispose. */
static void
lk_move_window_unmap (GtkWidget *widget)
{
  stop_trial (LK_MOVE_WINDOW (widget));

  GTK_WIDGET_CLASS (lk_move_window_parent_class)->unmap (widget);
}

static void
lk_move_window_dispose (GObject *object)
{
  LkMoveWindow *self = LK_MOVE_WINDOW (object);

  stop_trial (self);
  g_clear_object (&self->exchange);
  g_clear_weak_pointer (&self->parent);
  g_clear_object (&self->draft);
  g_clear_object (&self->account);
  g_clear_object (&self->workspace);
  gtk_widget_dispose_template (GTK_WIDGET (self), LK_TYPE_MOVE_WINDOW);

  G_OBJECT_CLASS (lk_move_window_parent_class)->dispose (object);
}

static void
lk_move_window_class_init (LkMoveWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lk_move_window_dispose;
  widget_class->unmap = lk_move_window_unmap;

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class, LK_RESOURCE_BASE "/ui/lk-move-window.ui");
  gtk_widget_class_bind_template_child (widget_class, LkMoveWindow, move_button);
  gtk_widget_class_bind_template_child (widget_class, LkMoveWindow, subdomain_row);
  gtk_widget_class_bind_template_child (widget_class, LkMoveWindow, address_row);
  gtk_widget_class_bind_template_child (widget_class, LkMoveWindow, try_button);
  gtk_widget_class_bind_template_child (widget_class, LkMoveWindow, outcome_box);
  gtk_widget_class_bind_template_child (widget_class, LkMoveWindow, spinner);
  gtk_widget_class_bind_template_child (widget_class, LkMoveWindow, outcome_icon);
  gtk_widget_class_bind_template_child (widget_class, LkMoveWindow, outcome_label);
  gtk_widget_class_bind_template_callback (widget_class, subdomain_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, try_cb);
  gtk_widget_class_bind_template_callback (widget_class, move_cb);
}

static void
lk_move_window_init (LkMoveWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * lk_move_window_present:
 * @parent: a widget of the window that it belongs to, below the account's view
 * @workspace: where the connection is saved
 * @account: the account to move
 *
 * Asks for the subdomain if it is not known, tries the new address, and moves the connection there.
 *
 * Returns: (transfer none): the window, which is shown and goes when it is closed
 */
GtkWidget *
lk_move_window_present (GtkWidget   *parent,
                        LkWorkspace *workspace,
                        LkAccount   *account)
{
  LkMoveWindow *self;
  LkConnection *connection;
  const char *subdomain;

  g_return_val_if_fail (GTK_IS_WIDGET (parent), NULL);
  g_return_val_if_fail (LK_IS_WORKSPACE (workspace), NULL);
  g_return_val_if_fail (LK_IS_ACCOUNT (account), NULL);

  connection = lk_account_get_connection (account);
  subdomain = lk_connection_get_subdomain (connection);
  self = g_object_new (LK_TYPE_MOVE_WINDOW, "transient-for", gtk_widget_get_root (parent), NULL);
  self->workspace = g_object_ref (workspace);
  self->account = g_object_ref (account);
  self->draft = make_draft (connection);
  g_set_weak_pointer (&self->parent, parent);

  gtk_widget_set_visible (GTK_WIDGET (self->subdomain_row),
                          lk_connection_get_kind (connection) != LK_CONNECTION_KIND_PRACTICE);
  gtk_editable_set_text (self->subdomain_row, subdomain != NULL ? subdomain : "");
  update (self);
  gtk_window_present (GTK_WINDOW (self));

  return GTK_WIDGET (self);
}
