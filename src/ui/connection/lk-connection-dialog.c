/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-connection-dialog.h"

#include <glib/gi18n.h>

#include "lk-connection-form.h"

struct _LkConnectionDialog
{
  AdwWindow parent_instance;

  /* Template children */
  GtkInfoBar *failure_bar;
  GtkLabel *failure_label;
  LkConnectionForm *form;

  /* owned */
  LkWorkspace *workspace;
  LkConnection *draft;       /* has the id of the connection that is edited */

  gboolean is_new;
};

G_DEFINE_FINAL_TYPE (LkConnectionDialog, lk_connection_dialog, ADW_TYPE_WINDOW)

static void
show_failure (LkConnectionDialog *self,
              const GError       *error)
{
  gtk_label_set_text (self->failure_label, error->message);
  gtk_info_bar_set_revealed (self->failure_bar, TRUE);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "connection.save", TRUE);
}

static void
secret_kept_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr(LkConnectionDialog) self = user_data;
  g_autoptr(GError) error = NULL;

  if (!lk_account_set_secret_finish (LK_ACCOUNT (source), result, &error))
    show_failure (self, error);
  else
    gtk_window_close (GTK_WINDOW (self));
}

static void
saved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(LkConnectionDialog) self = user_data;
  g_autoptr(LkSecret) secret = NULL;
  g_autoptr(GError) error = NULL;
  const char *id;

  if (!lk_connection_list_save_finish (LK_CONNECTION_LIST (source), result, &error))
    {
      /* Closed meanwhile: there is nothing to say it on. */
      if (self->draft != NULL)
        show_failure (self, error);
      return;
    }
  if (self->draft == NULL)
    return;

  /* Should the keyring refuse the secret and Save be pressed again, the connection is there already. */
  self->is_new = FALSE;
  secret = lk_connection_form_dup_secret (self->form);
  if (*secret == '\0')
    {
      gtk_window_close (GTK_WINDOW (self));
      return;
    }

  id = lk_connection_get_id (self->draft);
  lk_account_set_secret_async (lk_workspace_get_account (self->workspace, id), secret, NULL, secret_kept_cb,
                               g_object_ref (self));
}

static void
save_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  LkConnectionDialog *self = LK_CONNECTION_DIALOG (widget);
  LkConnectionList *connections = lk_workspace_get_connections (self->workspace);
  g_autoptr(LkConnection) saved = NULL;

  gtk_info_bar_set_revealed (self->failure_bar, FALSE);
  if (!lk_connection_form_check (self->form))
    return;

  /* The list takes a new one itself; the form goes on with what it has. */
  saved = g_object_new (LK_TYPE_CONNECTION, "id", lk_connection_get_id (self->draft), NULL);
  lk_connection_assign (saved, self->draft);
  gtk_widget_action_set_enabled (widget, "connection.save", FALSE);
  lk_connection_list_save_async (connections, self->is_new ? LK_CONNECTION_CHANGE_ADD : LK_CONNECTION_CHANGE_UPDATE,
                                 saved, NULL, saved_cb, g_object_ref (self));
}

static void
lk_connection_dialog_dispose (GObject *object)
{
  LkConnectionDialog *self = LK_CONNECTION_DIALOG (object);

  g_clear_object (&self->workspace);
  g_clear_object (&self->draft);
  gtk_widget_dispose_template (GTK_WIDGET (self), LK_TYPE_CONNECTION_DIALOG);

  G_OBJECT_CLASS (lk_connection_dialog_parent_class)->dispose (object);
}

static void
lk_connection_dialog_class_init (LkConnectionDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lk_connection_dialog_dispose;

  g_type_ensure (LK_TYPE_CONNECTION_FORM);
  gtk_widget_class_install_action (widget_class, "connection.save", NULL, save_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Return, GDK_CONTROL_MASK, "connection.save", NULL);

  gtk_widget_class_set_template_from_resource (widget_class, LK_RESOURCE_BASE "/ui/lk-connection-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, LkConnectionDialog, failure_bar);
  gtk_widget_class_bind_template_child (widget_class, LkConnectionDialog, failure_label);
  gtk_widget_class_bind_template_child (widget_class, LkConnectionDialog, form);
}

static void
lk_connection_dialog_init (LkConnectionDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * lk_connection_dialog_present:
 * @parent: a widget in the window that the form belongs to
 * @workspace: what this run works with
 * @connection: (nullable): the connection to edit; %NULL for a new one
 * @focus_field: (nullable): the property whose field is focused, or `client-secret`
 *
 * Opens the form. Nothing is saved, and the secret kept nowhere, until Save.
 *
 * Returns: (transfer none): the dialog
 */
LkConnectionDialog *
lk_connection_dialog_present (GtkWidget    *parent,
                              LkWorkspace  *workspace,
                              LkConnection *connection,
                              const char   *focus_field)
{
  LkConnectionDialog *self;

  g_return_val_if_fail (GTK_IS_WIDGET (parent), NULL);
  g_return_val_if_fail (LK_IS_WORKSPACE (workspace), NULL);
  g_return_val_if_fail (connection == NULL || LK_IS_CONNECTION (connection), NULL);

  self = g_object_new (LK_TYPE_CONNECTION_DIALOG,
                       "transient-for", gtk_widget_get_root (parent),
                       "title", connection != NULL ? _("Edit Connection") : _("New Connection"),
                       NULL);
  self->workspace = g_object_ref (workspace);
  self->is_new = connection == NULL;

  if (self->is_new)
    {
      self->draft = lk_connection_new (LK_CONNECTION_KIND_INTEGRATED);
    }
  else
    {
      self->draft = g_object_new (LK_TYPE_CONNECTION, "id", lk_connection_get_id (connection), NULL);
      lk_connection_assign (self->draft, connection);
    }

  lk_connection_form_set_draft (self->form, self->draft, self->is_new);
  gtk_window_present (GTK_WINDOW (self));
  lk_connection_form_focus (self->form, focus_field != NULL && *focus_field != '\0' ? focus_field : "name");

  return self;
}
