/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-connection-dialog.h"

#include "config.h"

#include <glib/gi18n.h>

struct _LkConnectionDialog
{
  AdwWindow parent_instance;

  /* Template children */
  AdwPreferencesGroup *client_group;
  AdwPreferencesGroup *grant_group;
  AdwComboRow *kind_row;
  AdwEntryRow *name_row;
  AdwEntryRow *subdomain_row;
  AdwEntryRow *client_id_row;
  AdwPasswordEntryRow *secret_row;
  AdwEntryRow *redirect_row;
  AdwActionRow *copy_redirect_row;
  AdwEntryRow *issuer_row;
  AdwEntryRow *authorize_row;
  AdwEntryRow *token_row;
  AdwEntryRow *api_row;
  AdwEntryRow *graphql_row;
  AdwEntryRow *stream_row;
  AdwExpanderRow *advanced_row;
  GtkLabel *message_label;
  GtkLabel *scope_label;
  GtkCheckButton *code_check;
  GtkCheckButton *implicit_check;
  GtkCheckButton *credentials_check;
  GtkCheckButton *read_check;
  GtkCheckButton *write_check;
  GtkCheckButton *chat_check;
  GtkSwitch *pkce_switch;
  GtkSwitch *basic_switch;
  GtkSwitch *state_switch;

  /* Owned */
  LkWorkspace *workspace;
  LkConnection *original;    /* NULL for a new connection */
  LkConnection *draft;

  /* What the subdomain field made of a pasted address; NULL otherwise */
  char *note;

  gboolean filling;
};

G_DEFINE_FINAL_TYPE (LkConnectionDialog, lk_connection_dialog, ADW_TYPE_WINDOW)

/* The fields that are one line of text: property of the draft, row of the form, and the fault that belongs to it. */
typedef struct
{
  const char *property;
  gsize row_offset;
  int fault;
} TextField;

#define FIELD(property, row, fault) { property, G_STRUCT_OFFSET (LkConnectionDialog, row), fault }
#define NO_FAULT (-1)

static const TextField text_fields[] = {
  FIELD ("name", name_row, LK_CONNECTION_ERROR_NAME),
  FIELD ("subdomain", subdomain_row, LK_CONNECTION_ERROR_SUBDOMAIN),
  FIELD ("client-id", client_id_row, LK_CONNECTION_ERROR_CLIENT_ID),
  FIELD ("redirect-uri", redirect_row, LK_CONNECTION_ERROR_REDIRECT_URI),
  FIELD ("issuer", issuer_row, NO_FAULT),
  FIELD ("authorize-url", authorize_row, LK_CONNECTION_ERROR_AUTHORIZE_URL),
  FIELD ("token-url", token_row, LK_CONNECTION_ERROR_TOKEN_URL),
  FIELD ("api-base", api_row, LK_CONNECTION_ERROR_API_BASE),
  FIELD ("graphql-url", graphql_row, LK_CONNECTION_ERROR_GRAPHQL_URL),
  FIELD ("stream-url", stream_row, LK_CONNECTION_ERROR_STREAM_URL),
};

static GtkWidget *
get_row (LkConnectionDialog *self,
         const TextField    *field)
{
  return G_STRUCT_MEMBER (GtkWidget *, self, field->row_offset);
}

static void
show_scopes (LkConnectionDialog *self)
{
  gboolean chat = gtk_check_button_get_active (self->chat_check);
  gboolean all = gtk_check_button_get_active (self->read_check) && gtk_check_button_get_active (self->write_check);

  gtk_widget_set_visible (GTK_WIDGET (self->scope_label), chat && !all);
}

static void
show_message (LkConnectionDialog *self,
              const char         *message,
              gboolean            is_fault)
{
  gtk_label_set_text (self->message_label, message != NULL ? message : "");
  gtk_widget_set_visible (GTK_WIDGET (self->message_label), message != NULL);
  if (is_fault)
    gtk_widget_add_css_class (GTK_WIDGET (self->message_label), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->message_label), "error");
}

/* Marks the fields that do not hold and says what is wrong with the first of those that are filled in: an empty form is
 * not scolded, it only cannot be saved yet. */
static void
validate (LkConnectionDialog *self)
{
  g_autoptr(LkEndpoints) endpoints = lk_connection_get_endpoints (self->draft);
  gboolean shown = FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (text_fields); i++)
    {
      GtkWidget *row = get_row (self, &text_fields[i]);
      const char *text = gtk_editable_get_text (GTK_EDITABLE (row));
      g_autoptr(GError) error = NULL;

      if (text_fields[i].fault == NO_FAULT || *text == '\0' ||
          lk_connection_validate_field (self->draft, text_fields[i].fault, &error))
        {
          gtk_widget_remove_css_class (row, "error");
          continue;
        }

      gtk_widget_add_css_class (row, "error");
      if (!shown)
        show_message (self, error->message, TRUE);
      shown = TRUE;
    }

  if (!shown)
    show_message (self, self->note, FALSE);

  show_scopes (self);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "connection.open-dashboard", endpoints->dashboard != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "connection.save", lk_connection_validate (self->draft, NULL));
}

static LkGrant
get_grant (LkConnectionDialog *self)
{
  if (gtk_check_button_get_active (self->implicit_check))
    return LK_GRANT_IMPLICIT;

  return gtk_check_button_get_active (self->credentials_check) ? LK_GRANT_CLIENT_CREDENTIALS : LK_GRANT_CODE;
}

static void
read_scopes (LkConnectionDialog *self)
{
  static const char *const known[] = { "read", "write", "chat" };
  GtkCheckButton *const checks[] = { self->read_check, self->write_check, self->chat_check };
  const char *const *scopes = lk_connection_get_scopes (self->draft);
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_auto(GStrv) chosen = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    {
      if (gtk_check_button_get_active (checks[i]))
        g_strv_builder_add (builder, known[i]);
    }

  /* Scopes that the form does not know stay as they are. */
  for (guint i = 0; scopes[i] != NULL; i++)
    {
      if (!g_str_equal (scopes[i], "read") && !g_str_equal (scopes[i], "write") && !g_str_equal (scopes[i], "chat"))
        g_strv_builder_add (builder, scopes[i]);
    }

  chosen = g_strv_builder_end (builder);
  g_object_set (self->draft, "scopes", chosen, NULL);
}

static void
update_kind (LkConnectionDialog *self)
{
  LkConnectionKind kind = lk_connection_get_kind (self->draft);
  gboolean zendesk = kind == LK_CONNECTION_KIND_INTEGRATED || kind == LK_CONNECTION_KIND_LEGACY;
  gboolean practice = kind == LK_CONNECTION_KIND_PRACTICE;
  AdwEntryRow *const endpoint_rows[] = { self->authorize_row, self->token_row, self->api_row, self->graphql_row,
                                         self->stream_row };

  gtk_widget_set_visible (GTK_WIDGET (self->client_group), zendesk);
  gtk_widget_set_visible (GTK_WIDGET (self->subdomain_row), zendesk);
  gtk_widget_set_visible (GTK_WIDGET (self->client_id_row), !practice);
  gtk_widget_set_visible (GTK_WIDGET (self->secret_row), !practice);
  for (guint i = 0; i < G_N_ELEMENTS (endpoint_rows); i++)
    gtk_widget_set_visible (GTK_WIDGET (endpoint_rows[i]), !practice);
  if (kind == LK_CONNECTION_KIND_CUSTOM)
    adw_expander_row_set_expanded (self->advanced_row, TRUE);
}

static void
read_form (LkConnectionDialog *self)
{
  if (self->filling)
    return;

  for (guint i = 0; i < G_N_ELEMENTS (text_fields); i++)
    {
      const char *text = gtk_editable_get_text (GTK_EDITABLE (get_row (self, &text_fields[i])));

      g_object_set (self->draft, text_fields[i].property, text, NULL);
    }

  g_object_set (self->draft,
                "kind", (LkConnectionKind) adw_combo_row_get_selected (self->kind_row),
                "grant", get_grant (self),
                "pkce", gtk_switch_get_active (self->pkce_switch) ? LK_PKCE_S256 : LK_PKCE_OFF,
                "client-auth", gtk_switch_get_active (self->basic_switch) ? LK_CLIENT_AUTH_BASIC : LK_CLIENT_AUTH_POST,
                "no-state-echo", gtk_switch_get_active (self->state_switch),
                NULL);
  read_scopes (self);
  update_kind (self);
  validate (self);
}

static void
fill_form (LkConnectionDialog *self)
{
  LkGrant grant = lk_connection_get_grant (self->draft);

  self->filling = TRUE;

  for (guint i = 0; i < G_N_ELEMENTS (text_fields); i++)
    {
      g_autofree char *text = NULL;

      g_object_get (self->draft, text_fields[i].property, &text, NULL);
      gtk_editable_set_text (GTK_EDITABLE (get_row (self, &text_fields[i])), text != NULL ? text : "");
    }

  adw_combo_row_set_selected (self->kind_row, lk_connection_get_kind (self->draft));
  gtk_check_button_set_active (self->code_check, grant == LK_GRANT_CODE);
  gtk_check_button_set_active (self->implicit_check, grant == LK_GRANT_IMPLICIT);
  gtk_check_button_set_active (self->credentials_check, grant == LK_GRANT_CLIENT_CREDENTIALS);
  gtk_check_button_set_active (self->read_check, lk_connection_has_scope (self->draft, "read"));
  gtk_check_button_set_active (self->write_check, lk_connection_has_scope (self->draft, "write"));
  gtk_check_button_set_active (self->chat_check, lk_connection_has_scope (self->draft, "chat"));
  gtk_switch_set_active (self->pkce_switch, lk_connection_get_pkce (self->draft) == LK_PKCE_S256);
  gtk_switch_set_active (self->basic_switch, lk_connection_get_client_auth (self->draft) == LK_CLIENT_AUTH_BASIC);
  gtk_switch_set_active (self->state_switch, lk_connection_get_no_state_echo (self->draft));

  self->filling = FALSE;
  update_kind (self);
  validate (self);
}

static void
changed_cb (LkConnectionDialog *self)
{
  g_assert (LK_IS_CONNECTION_DIALOG (self));

  read_form (self);
}

static void
kind_changed_cb (LkConnectionDialog *self)
{
  g_assert (LK_IS_CONNECTION_DIALOG (self));

  /* A new connection follows its kind's default; a saved one keeps its person's choice. */
  if (!self->filling && self->original == NULL)
    gtk_switch_set_active (self->pkce_switch,
                           adw_combo_row_get_selected (self->kind_row) == LK_CONNECTION_KIND_CUSTOM);

  read_form (self);
}

/* A pasted address becomes its label at once, and the form says so. */
static void
subdomain_changed_cb (LkConnectionDialog *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->subdomain_row));
  g_autofree char *label = NULL;
  gboolean changed = FALSE;

  g_assert (LK_IS_CONNECTION_DIALOG (self));

  if (self->filling)
    return;

  label = lk_subdomain_from_text (text, &changed, NULL);
  if (label != NULL && changed && strpbrk (text, "./:") != NULL)
    {
      g_free (self->note);
      self->note = g_strdup_printf (
          _ ("Took “%s” from the address you entered: the service wants the first part alone."), label);
      self->filling = TRUE;
      gtk_editable_set_text (GTK_EDITABLE (self->subdomain_row), label);
      gtk_editable_set_position (GTK_EDITABLE (self->subdomain_row), -1);
      self->filling = FALSE;
    }
  else if (changed)
    {
      g_clear_pointer (&self->note, g_free);
    }

  read_form (self);
}

static void
copy_redirect_action (GtkWidget  *widget,
                      const char *action_name,
                      GVariant   *parameter)
{
  LkConnectionDialog *self = LK_CONNECTION_DIALOG (widget);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), gtk_editable_get_text (GTK_EDITABLE (self->redirect_row)));
}

static void
open_dashboard_action (GtkWidget  *widget,
                       const char *action_name,
                       GVariant   *parameter)
{
  LkConnectionDialog *self = LK_CONNECTION_DIALOG (widget);
  g_autoptr(LkEndpoints) endpoints = lk_connection_get_endpoints (self->draft);

  if (endpoints->dashboard != NULL)
    gtk_show_uri (GTK_WINDOW (self), endpoints->dashboard, GDK_CURRENT_TIME);
}

static void
secret_kept_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr(LkConnectionDialog) self = user_data;
  g_autoptr(GError) error = NULL;

  if (!lk_account_set_secret_finish (LK_ACCOUNT (source), result, &error))
    show_message (self, error->message, TRUE);
  else
    gtk_window_close (GTK_WINDOW (self));
}

static void
save_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  LkConnectionDialog *self = LK_CONNECTION_DIALOG (widget);
  LkConnectionList *connections = lk_workspace_get_connections (self->workspace);
  g_autoptr(LkSecret) stripped = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->secret_row))));
  g_autoptr(GError) error = NULL;
  gboolean saved;

  if (self->original != NULL)
    {
      g_autoptr(LkConnection) before = lk_connection_duplicate (self->original);

      lk_connection_assign (before, self->original);
      lk_connection_assign (self->original, self->draft);
      saved = lk_connection_list_update (connections, self->original, &error);
      if (!saved)
        lk_connection_assign (self->original, before);
    }
  else
    {
      saved = lk_connection_list_add (connections, self->draft, &error);
    }

  if (!saved)
    {
      show_message (self, error->message, TRUE);
      return;
    }

  /* Saved: what follows is an edit of it, should the keyring refuse the secret and Save be pressed again. */
  if (self->original == NULL)
    {
      self->original = g_object_ref (self->draft);
      g_object_unref (self->draft);
      self->draft = lk_connection_duplicate (self->original);
      lk_connection_assign (self->draft, self->original);
    }

  if (*stripped == '\0')
    {
      gtk_window_close (GTK_WINDOW (self));
      return;
    }

  lk_account_set_secret_async (lk_workspace_get_account (self->workspace, lk_connection_get_id (self->original)),
                               stripped, NULL, secret_kept_cb, g_object_ref (self));
}

static void
lk_connection_dialog_finalize (GObject *object)
{
  LkConnectionDialog *self = LK_CONNECTION_DIALOG (object);

  g_clear_object (&self->workspace);
  g_clear_object (&self->original);
  g_clear_object (&self->draft);
  g_free (self->note);

  G_OBJECT_CLASS (lk_connection_dialog_parent_class)->finalize (object);
}

static void
lk_connection_dialog_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), LK_TYPE_CONNECTION_DIALOG);

  G_OBJECT_CLASS (lk_connection_dialog_parent_class)->dispose (object);
}

static void
lk_connection_dialog_class_init (LkConnectionDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = lk_connection_dialog_dispose;
  object_class->finalize = lk_connection_dialog_finalize;

  gtk_widget_class_install_action (widget_class, "connection.save", NULL, save_action);
  gtk_widget_class_install_action (widget_class, "connection.copy-redirect", NULL, copy_redirect_action);
  gtk_widget_class_install_action (widget_class, "connection.open-dashboard", NULL, open_dashboard_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);

  gtk_widget_class_set_template_from_resource (widget_class, LK_RESOURCE_BASE "/ui/lk-connection-dialog.ui");
#define BIND(name) gtk_widget_class_bind_template_child (widget_class, LkConnectionDialog, name)
  BIND (client_group);
  BIND (grant_group);
  BIND (kind_row);
  BIND (name_row);
  BIND (subdomain_row);
  BIND (client_id_row);
  BIND (secret_row);
  BIND (redirect_row);
  BIND (copy_redirect_row);
  BIND (issuer_row);
  BIND (authorize_row);
  BIND (token_row);
  BIND (api_row);
  BIND (graphql_row);
  BIND (stream_row);
  BIND (advanced_row);
  BIND (message_label);
  BIND (scope_label);
  BIND (code_check);
  BIND (implicit_check);
  BIND (credentials_check);
  BIND (read_check);
  BIND (write_check);
  BIND (chat_check);
  BIND (pkce_switch);
  BIND (basic_switch);
  BIND (state_switch);
#undef BIND
}

static void
lk_connection_dialog_init (LkConnectionDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_object_bind_property (self->redirect_row, "text", self->copy_redirect_row, "subtitle", G_BINDING_SYNC_CREATE);

  for (guint i = 0; i < G_N_ELEMENTS (text_fields); i++)
    {
      gboolean is_subdomain = text_fields[i].fault == LK_CONNECTION_ERROR_SUBDOMAIN;

      g_signal_connect_swapped (get_row (self, &text_fields[i]), "changed",
                                G_CALLBACK (is_subdomain ? subdomain_changed_cb : changed_cb), self);
    }

  g_signal_connect_swapped (self->kind_row, "notify::selected", G_CALLBACK (kind_changed_cb), self);
  g_signal_connect_swapped (self->code_check, "toggled", G_CALLBACK (changed_cb), self);
  g_signal_connect_swapped (self->implicit_check, "toggled", G_CALLBACK (changed_cb), self);
  g_signal_connect_swapped (self->credentials_check, "toggled", G_CALLBACK (changed_cb), self);
  g_signal_connect_swapped (self->read_check, "toggled", G_CALLBACK (changed_cb), self);
  g_signal_connect_swapped (self->write_check, "toggled", G_CALLBACK (changed_cb), self);
  g_signal_connect_swapped (self->chat_check, "toggled", G_CALLBACK (changed_cb), self);
  g_signal_connect_swapped (self->pkce_switch, "notify::active", G_CALLBACK (changed_cb), self);
  g_signal_connect_swapped (self->basic_switch, "notify::active", G_CALLBACK (changed_cb), self);
  g_signal_connect_swapped (self->state_switch, "notify::active", G_CALLBACK (changed_cb), self);
}

/**
 * lk_connection_dialog_present:
 * @parent: a widget in the window that the form belongs to
 * @workspace: what this run works with
 * @connection: (nullable): the connection to edit; `NULL` for a new one
 * @focus_field: (nullable): the property whose field is focused, or `client-secret`
 *
 * Opens the form. Nothing is saved, and the secret kept nowhere, until Save.
 *
 * Returns: (transfer none): the form
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
  self->draft = lk_connection_new (LK_CONNECTION_KIND_INTEGRATED);
  if (connection != NULL)
    {
      self->original = g_object_ref (connection);
      lk_connection_assign (self->draft, connection);
    }

  fill_form (self);
  gtk_window_present (GTK_WINDOW (self));
  gtk_widget_grab_focus (GTK_WIDGET (self->name_row));

  if (g_strcmp0 (focus_field, "client-secret") == 0)
    gtk_widget_grab_focus (GTK_WIDGET (self->secret_row));
  else if (g_strcmp0 (focus_field, "kind") == 0)
    gtk_widget_grab_focus (GTK_WIDGET (self->kind_row));
  else if (g_strcmp0 (focus_field, "scopes") == 0)
    gtk_widget_grab_focus (GTK_WIDGET (self->read_check));
  else if (g_strcmp0 (focus_field, "grant") == 0)
    gtk_widget_grab_focus (GTK_WIDGET (self->code_check));
  for (guint i = 0; i < G_N_ELEMENTS (text_fields); i++)
    {
      if (g_strcmp0 (text_fields[i].property, focus_field) == 0)
        gtk_widget_grab_focus (get_row (self, &text_fields[i]));
    }

  return self;
}
