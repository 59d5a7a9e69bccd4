/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-connection-form.h"

#include <glib/gi18n.h>

#include "lk-field-row.h"
#include "lk-text.h"

struct _LkConnectionForm
{
  AdwBin parent_instance;

  /* Template children */
  AdwPreferencesGroup *client_group;
  AdwComboRow *kind_row;
  LkFieldRow *rows[10];
  GtkWidget *dashboard_row;
  LkFieldRow *subdomain_row;
  LkFieldRow *redirect_row;
  AdwPasswordEntryRow *secret_row;
  GtkWidget *secret_label;
  GtkCheckButton *grant_checks[3];
  GtkCheckButton *scope_checks[3];
  AdwEntryRow *other_scopes_row;
  GtkLabel *scope_label;
  AdwExpanderRow *addresses_row;
  GtkSwitch *pkce_switch;
  GtkSwitch *basic_switch;
  GtkSwitch *state_switch;

  LkConnection *draft;   /* owned, nullable: before lk_connection_form_set_draft() */

  gboolean is_new;
};

G_DEFINE_FINAL_TYPE (LkConnectionForm, lk_connection_form, ADW_TYPE_BIN)

/* In the order of the form, which is also that of the array. */
static const char *const row_ids[] = {
  "name_row", "subdomain_row", "redirect_row", "client_id_row", "authorize_row",
  "token_row", "api_row", "graphql_row", "stream_row", "issuer_row",
};

static const char *const grant_ids[] = {
  [LK_GRANT_CODE] = "code_check",
  [LK_GRANT_IMPLICIT] = "implicit_check",
  [LK_GRANT_CLIENT_CREDENTIALS] = "credentials_check",
};

static const char *const scope_ids[] = { "read_check", "write_check", "chat_check" };

/* The scopes of Zendesk Chat, in the order of their checks. */
static const char *const known_scopes[] = { "read", "write", "chat", NULL };

static LkFieldRow *
get_row (LkConnectionForm *self,
         const char       *field)
{
  for (guint i = 0; i < G_N_ELEMENTS (self->rows); i++)
    {
      if (g_str_equal (lk_field_row_get_field (self->rows[i]), field))
        return self->rows[i];
    }

  return NULL;
}

/* Shows the error of the scopes, or what they do not suffice for. */
static void
update_scopes (LkConnectionForm *self)
{
  g_autoptr(GError) error = NULL;
  const char *text = NULL;

  if (!lk_connection_validate_field (self->draft, "scopes", &error))
    text = error->message;
  else if (lk_connection_has_scope (self->draft, "chat") &&
           (!lk_connection_has_scope (self->draft, "read") || !lk_connection_has_scope (self->draft, "write")))
    text = _("The Conversations API refuses a token without all three: read, write and chat.");

  gtk_label_set_text (self->scope_label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->scope_label), text != NULL);
  gtk_widget_set_css_classes (GTK_WIDGET (self->scope_label),
                              (const char *[]) { error != NULL ? "error" : "warning", NULL });
}

static void
scopes_changed_cb (LkConnectionForm *self)
{
  g_auto(GStrv) others = lk_text_split_words (gtk_editable_get_text (GTK_EDITABLE (self->other_scopes_row)));
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_auto(GStrv) chosen = NULL;

  g_assert (LK_IS_CONNECTION_FORM (self));

  for (guint i = 0; known_scopes[i] != NULL; i++)
    {
      if (gtk_check_button_get_active (self->scope_checks[i]))
        g_strv_builder_add (builder, known_scopes[i]);
    }

  for (guint i = 0; others[i] != NULL; i++)
    {
      if (!g_strv_contains (known_scopes, others[i]))
        g_strv_builder_add (builder, others[i]);
    }

  chosen = g_strv_builder_end (builder);
  g_object_set (self->draft, "scopes", chosen, NULL);
}

/* Shows only what the service needs. The rows of text properties hide themselves. */
static void
update_kind (LkConnectionForm *self)
{
  LkConnectionKind kind = lk_connection_get_kind (self->draft);
  gboolean is_zendesk = kind == LK_CONNECTION_KIND_INTEGRATED || kind == LK_CONNECTION_KIND_LEGACY;
  gboolean is_practice = kind == LK_CONNECTION_KIND_PRACTICE;
  const char *description;

  if (is_practice)
    description = _("The practice account runs inside Latchkey and registers the Redirect URL by itself.");
  else if (is_zendesk)
    description = _("In Zendesk Chat, open Account ▸ API &amp; SDKs and add an API client with the Redirect URL below. "
                    "It then shows a Client ID and, once, a client secret: enter them here.");
  else
    description = _("Register the Redirect URL with the service, and enter the client that it gives you.");

  adw_preferences_group_set_description (self->client_group, description);
  gtk_widget_set_visible (self->dashboard_row, is_zendesk);
  gtk_widget_set_visible (GTK_WIDGET (self->secret_row), lk_connection_has_field (self->draft, "client-secret"));
  gtk_widget_set_visible (self->secret_label, lk_connection_has_field (self->draft, "client-secret"));
  gtk_widget_set_visible (GTK_WIDGET (self->addresses_row), lk_connection_has_field (self->draft, "token-url"));
  gtk_widget_set_visible (GTK_WIDGET (self->other_scopes_row),
                          kind == LK_CONNECTION_KIND_CUSTOM ||
                            *gtk_editable_get_text (GTK_EDITABLE (self->other_scopes_row)) != '\0');
  adw_expander_row_set_subtitle (self->addresses_row,
                                 is_zendesk ? _("Known already: enter one only to override it") : "");
}

static void
draft_changed_cb (LkConnectionForm *self)
{
  g_autoptr(LkEndpoints) endpoints = lk_connection_get_endpoints (self->draft);

  g_assert (LK_IS_CONNECTION_FORM (self));

  update_kind (self);
  update_scopes (self);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "connection.open-dashboard", endpoints->dashboard != NULL);
}

static void
kind_changed_cb (LkConnectionForm *self)
{
  gboolean is_custom = lk_connection_get_kind (self->draft) == LK_CONNECTION_KIND_CUSTOM;

  g_assert (LK_IS_CONNECTION_FORM (self));

  if (is_custom)
    adw_expander_row_set_expanded (self->addresses_row, TRUE);

  /* A new connection has the default of its kind; in a saved one the user has decided. */
  if (self->is_new)
    g_object_set (self->draft, "pkce", is_custom ? LK_PKCE_S256 : LK_PKCE_OFF, NULL);
}

/* A check or a switch is on while the property has one value. */
static gboolean
choice_to_active (GBinding     *binding,
                  const GValue *from,
                  GValue       *to,
                  gpointer      choice)
{
  g_value_set_boolean (to, g_value_get_enum (from) == GPOINTER_TO_INT (choice));

  return TRUE;
}

/* Of a group of checks only the active one has a say. */
static gboolean
active_to_choice (GBinding     *binding,
                  const GValue *from,
                  GValue       *to,
                  gpointer      choice)
{
  g_value_set_enum (to, GPOINTER_TO_INT (choice));

  return g_value_get_boolean (from);
}

static gboolean
active_to_first_or_second (GBinding     *binding,
                           const GValue *from,
                           GValue       *to,
                           gpointer      user_data)
{
  g_value_set_enum (to, g_value_get_boolean (from) ? 1 : 0);

  return TRUE;
}

static void
bind_choices (LkConnectionForm *self)
{
  const GBindingFlags flags = G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE;

  g_object_bind_property (self->draft, "kind", self->kind_row, "selected", flags);
  for (guint i = 0; i < G_N_ELEMENTS (self->grant_checks); i++)
    g_object_bind_property_full (self->draft, "grant", self->grant_checks[i], "active", flags, choice_to_active,
                                 active_to_choice, GINT_TO_POINTER (i), NULL);
  g_object_bind_property_full (self->draft, "pkce", self->pkce_switch, "active", flags, choice_to_active,
                               active_to_first_or_second, GINT_TO_POINTER (LK_PKCE_S256), NULL);
  g_object_bind_property_full (self->draft, "client-auth", self->basic_switch, "active", flags, choice_to_active,
                               active_to_first_or_second, GINT_TO_POINTER (LK_CLIENT_AUTH_BASIC), NULL);
  g_object_bind_property (self->draft, "no-state-echo", self->state_switch, "active", flags);
}

/* Several widgets make up the one property, so this is no binding. */
static void
connect_scopes (LkConnectionForm *self)
{
  g_auto(GStrv) others = lk_text_missing_words (lk_connection_get_scopes (self->draft), known_scopes);
  g_autofree char *other_scopes = lk_text_join_words ((const char *const *) others);

  gtk_editable_set_text (GTK_EDITABLE (self->other_scopes_row), other_scopes);
  g_signal_connect_swapped (self->other_scopes_row, "notify::text", G_CALLBACK (scopes_changed_cb), self);

  for (guint i = 0; known_scopes[i] != NULL; i++)
    gtk_check_button_set_active (self->scope_checks[i], lk_connection_has_scope (self->draft, known_scopes[i]));
  for (guint i = 0; known_scopes[i] != NULL; i++)
    g_signal_connect_swapped (self->scope_checks[i], "toggled", G_CALLBACK (scopes_changed_cb), self);
}

/* Whether the label was found in more than itself, and not merely in a beginning such as “https:” of what somebody is
 * still typing. */
static gboolean
is_whole_address (const char *text)
{
  return strstr (text, ".zendesk.com") != NULL || strstr (text, ".zopim.com") != NULL;
}

/* A pasted address is reduced to its label at once, and the form says so. */
static void
subdomain_changed_cb (LkConnectionForm *self)
{
  GtkEditable *row = GTK_EDITABLE (self->subdomain_row);
  g_autofree char *text = g_strstrip (g_utf8_strdown (gtk_editable_get_text (row), -1));
  g_autofree char *label = is_whole_address (text) ? lk_subdomain_from_text (text, NULL, NULL) : NULL;
  const char *wanted = label != NULL ? label : text;
  g_autofree char *hint = NULL;

  g_assert (LK_IS_CONNECTION_FORM (self));

  if (label != NULL)
    hint = g_strdup_printf (_("Took “%s” from the address: the service wants this part alone."), label);

  if (!g_str_equal (gtk_editable_get_text (row), wanted))
    {
      g_signal_handlers_block_by_func (row, subdomain_changed_cb, self);
      gtk_editable_set_text (row, wanted);
      gtk_editable_set_position (row, -1);
      g_signal_handlers_unblock_by_func (row, subdomain_changed_cb, self);
    }

  lk_field_row_set_hint (self->subdomain_row, hint);
}

static void
copy_redirect_action (GtkWidget  *widget,
                      const char *action_name,
                      GVariant   *parameter)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget),
                          gtk_editable_get_text (GTK_EDITABLE (LK_CONNECTION_FORM (widget)->redirect_row)));
}

static void
open_dashboard_action (GtkWidget  *widget,
                       const char *action_name,
                       GVariant   *parameter)
{
  g_autoptr(LkEndpoints) endpoints = lk_connection_get_endpoints (LK_CONNECTION_FORM (widget)->draft);

  if (endpoints->dashboard != NULL)
    gtk_show_uri (GTK_WINDOW (gtk_widget_get_root (widget)), endpoints->dashboard, GDK_CURRENT_TIME);
}

static void
lk_connection_form_dispose (GObject *object)
{
  LkConnectionForm *self = LK_CONNECTION_FORM (object);

  g_clear_object (&self->draft);
  gtk_widget_dispose_template (GTK_WIDGET (self), LK_TYPE_CONNECTION_FORM);

  G_OBJECT_CLASS (lk_connection_form_parent_class)->dispose (object);
}

static void
lk_connection_form_class_init (LkConnectionFormClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lk_connection_form_dispose;

  g_type_ensure (LK_TYPE_FIELD_NOTE);
  g_type_ensure (LK_TYPE_FIELD_ROW);
  gtk_widget_class_install_action (widget_class, "connection.copy-redirect", NULL, copy_redirect_action);
  gtk_widget_class_install_action (widget_class, "connection.open-dashboard", NULL, open_dashboard_action);

  gtk_widget_class_set_template_from_resource (widget_class, LK_RESOURCE_BASE "/ui/lk-connection-form.ui");
#define BIND(name) gtk_widget_class_bind_template_child (widget_class, LkConnectionForm, name)
#define BIND_ALL(array, names)                                                                                         \
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)                                                                     \
  gtk_widget_class_bind_template_child_full (widget_class, names[i], FALSE,                                            \
                                             G_STRUCT_OFFSET (LkConnectionForm, array) + i * sizeof (gpointer))
  BIND_ALL (rows, row_ids);
  BIND_ALL (grant_checks, grant_ids);
  BIND_ALL (scope_checks, scope_ids);
  BIND (client_group);
  BIND (kind_row);
  BIND (dashboard_row);
  BIND (secret_row);
  BIND (secret_label);
  BIND (other_scopes_row);
  BIND (scope_label);
  BIND (addresses_row);
  BIND (pkce_switch);
  BIND (basic_switch);
  BIND (state_switch);
#undef BIND
#undef BIND_ALL
}

static void
lk_connection_form_init (LkConnectionForm *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->subdomain_row = get_row (self, "subdomain");
  self->redirect_row = get_row (self, "redirect-uri");
}

/**
 * lk_connection_form_set_draft:
 * @self: a form
 * @draft: the connection that the form edits in place
 * @is_new: whether it follows the defaults of the kind that is chosen
 *
 * Binds the form to a connection. Whatever the user enters is in @draft at once, valid or not. To be called once.
 */
void
lk_connection_form_set_draft (LkConnectionForm *self,
                              LkConnection     *draft,
                              gboolean          is_new)
{
  g_return_if_fail (LK_IS_CONNECTION_FORM (self));
  g_return_if_fail (LK_IS_CONNECTION (draft));
  g_return_if_fail (self->draft == NULL);

  self->draft = g_object_ref (draft);
  for (guint i = 0; i < G_N_ELEMENTS (self->rows); i++)
    lk_field_row_bind (self->rows[i], draft);
  bind_choices (self);
  connect_scopes (self);
  g_signal_connect_swapped (self->subdomain_row, "changed", G_CALLBACK (subdomain_changed_cb), self);
  g_signal_connect_object (draft, "notify::kind", G_CALLBACK (kind_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (draft, "notify", G_CALLBACK (draft_changed_cb), self, G_CONNECT_SWAPPED);

  /* A new connection has its defaults already, a saved one what the user has decided. */
  kind_changed_cb (self);
  self->is_new = is_new;
  draft_changed_cb (self);
}

/**
 * lk_connection_form_check:
 * @self: a form with a draft
 *
 * Checks whether the draft can be saved. If not, every field shows its error, edited or not, and the first one with an
 * error gets the focus.
 *
 * Returns: whether it can be saved
 */
gboolean
lk_connection_form_check (LkConnectionForm *self)
{
  g_autoptr(GError) error = NULL;

  g_return_val_if_fail (LK_IS_CONNECTION_FORM (self), FALSE);
  g_return_val_if_fail (self->draft != NULL, FALSE);

  /* The practice account has its own addresses. Those that were entered for another kind would override them. */
  if (lk_connection_get_kind (self->draft) == LK_CONNECTION_KIND_PRACTICE)
    g_object_set (self->draft, "authorize-url", NULL, "token-url", NULL, "api-base", NULL, "graphql-url", NULL,
                  "stream-url", NULL, "issuer", NULL, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (self->rows); i++)
    lk_field_row_check (self->rows[i]);
  if (lk_connection_validate (self->draft, &error))
    return TRUE;

  lk_connection_form_focus (self, lk_connection_error_get_field (error));

  return FALSE;
}

/**
 * lk_connection_form_dup_secret:
 * @self: a form
 *
 * Returns: (transfer full): the client secret as typed, without white space around it; empty for none. Free it with
 *   lk_secret_free()
 */
char *
lk_connection_form_dup_secret (LkConnectionForm *self)
{
  g_return_val_if_fail (LK_IS_CONNECTION_FORM (self), NULL);

  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->secret_row))));
}

/**
 * lk_connection_form_focus:
 * @self: a form
 * @field: a property of LkConnection, or `client-secret`
 *
 * Moves the focus to a field, and opens what hides it.
 */
void
lk_connection_form_focus (LkConnectionForm *self,
                          const char       *field)
{
  const struct
  {
    const char *field;
    gpointer widget;
  } others[] = {
    { "client-secret", self->secret_row },
    { "kind", self->kind_row },
    { "scopes", self->scope_checks[0] },
    { "grant", self->grant_checks[0] },
    { "pkce", self->pkce_switch },
    { "no-state-echo", self->state_switch },
  };
  GtkWidget *widget;
  GtkWidget *expander;

  g_return_if_fail (LK_IS_CONNECTION_FORM (self));
  g_return_if_fail (field != NULL);

  widget = (GtkWidget *) get_row (self, field);
  for (guint i = 0; i < G_N_ELEMENTS (others) && widget == NULL; i++)
    {
      if (g_str_equal (others[i].field, field))
        widget = others[i].widget;
    }

  if (widget == NULL)
    return;

  expander = gtk_widget_get_ancestor (widget, ADW_TYPE_EXPANDER_ROW);
  if (expander != NULL)
    adw_expander_row_set_expanded (ADW_EXPANDER_ROW (expander), TRUE);
  gtk_widget_grab_focus (widget);
}
