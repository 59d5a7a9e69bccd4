/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-connection-form.h"

#include <glib/gi18n.h>

#include "lk-field-note.h"
#include "lk-text.h"

struct _LkConnectionForm
{
  AdwBin parent_instance;

  /* Template children */
  AdwPreferencesGroup *client_group;
  AdwComboRow *kind_row;
  AdwEntryRow *name_row;
  LkFieldNote *name_note;
  AdwEntryRow *subdomain_row;
  LkFieldNote *subdomain_note;
  GtkWidget *dashboard_row;
  AdwEntryRow *redirect_row;
  LkFieldNote *redirect_note;
  AdwEntryRow *client_id_row;
  LkFieldNote *client_id_note;
  AdwPasswordEntryRow *secret_row;
  GtkWidget *secret_label;
  GtkCheckButton *code_check;
  GtkCheckButton *implicit_check;
  GtkCheckButton *credentials_check;
  GtkCheckButton *scope_checks[3];
  AdwEntryRow *other_scopes_row;
  GtkLabel *scope_label;
  AdwExpanderRow *addresses_row;
  AdwEntryRow *authorize_row;
  LkFieldNote *authorize_note;
  AdwEntryRow *token_row;
  LkFieldNote *token_note;
  AdwEntryRow *api_row;
  LkFieldNote *api_note;
  AdwEntryRow *graphql_row;
  LkFieldNote *graphql_note;
  AdwEntryRow *stream_row;
  LkFieldNote *stream_note;
  AdwEntryRow *issuer_row;
  GtkSwitch *pkce_switch;
  GtkSwitch *basic_switch;
  GtkSwitch *state_switch;

  /* Owned; NULL before lk_connection_form_set_draft() */
  LkConnection *draft;

  /* Which text fields were changed by hand, as bits of their position; all of them once Save was tried */
  guint touched;

  /* Owned: what became of a pasted address; NULL once the subdomain is edited */
  char *subdomain_hint;

  gboolean is_new;
  gboolean filling;
};

G_DEFINE_FINAL_TYPE (LkConnectionForm, lk_connection_form, ADW_TYPE_BIN)

/* One line of text: the draft's property, its row and note, and the fault that belongs to it. */
typedef struct
{
  const char *property;
  gsize row;
  gsize note;
  LkConnectionError fault;
  gboolean has_spaces;       /* white space can stand in it */
  gboolean is_address;       /* of the service */
} TextField;

#define FIELD(property, stem, fault, has_spaces, is_address)                                                           \
  { property, G_STRUCT_OFFSET (LkConnectionForm, stem##_row), G_STRUCT_OFFSET (LkConnectionForm, stem##_note), fault,  \
    has_spaces, is_address }

static const TextField text_fields[] = {
  FIELD ("name", name, LK_CONNECTION_ERROR_NAME, TRUE, FALSE),
  FIELD ("subdomain", subdomain, LK_CONNECTION_ERROR_SUBDOMAIN, FALSE, FALSE),
  FIELD ("redirect-uri", redirect, LK_CONNECTION_ERROR_REDIRECT_URI, FALSE, FALSE),
  FIELD ("client-id", client_id, LK_CONNECTION_ERROR_CLIENT_ID, FALSE, FALSE),
  FIELD ("authorize-url", authorize, LK_CONNECTION_ERROR_AUTHORIZE_URL, FALSE, TRUE),
  FIELD ("token-url", token, LK_CONNECTION_ERROR_TOKEN_URL, FALSE, TRUE),
  FIELD ("api-base", api, LK_CONNECTION_ERROR_API_BASE, FALSE, TRUE),
  FIELD ("graphql-url", graphql, LK_CONNECTION_ERROR_GRAPHQL_URL, FALSE, TRUE),
  FIELD ("stream-url", stream, LK_CONNECTION_ERROR_STREAM_URL, FALSE, TRUE),
};

/* The scopes of Zendesk Chat, in the order of their checks. */
static const char *const known_scopes[] = { "read", "write", "chat", NULL };

static AdwEntryRow *
get_row (LkConnectionForm *self,
         guint             position)
{
  return G_STRUCT_MEMBER (AdwEntryRow *, self, text_fields[position].row);
}

static LkFieldNote *
get_note (LkConnectionForm *self,
          guint             position)
{
  return G_STRUCT_MEMBER (LkFieldNote *, self, text_fields[position].note);
}

static void
set_row_text (LkConnectionForm *self,
              AdwEntryRow      *row,
              const char       *text)
{
  gboolean filling = self->filling;

  if (g_str_equal (gtk_editable_get_text (GTK_EDITABLE (row)), text))
    return;

  self->filling = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (row), text);
  gtk_editable_set_position (GTK_EDITABLE (row), -1);
  self->filling = filling;
}

/* What is wrong with the scopes as a set, or what they are not enough for. */
static void
validate_scopes (LkConnectionForm *self)
{
  g_autoptr(GError) error = NULL;
  const char *text = NULL;

  if (!lk_connection_validate_field (self->draft, LK_CONNECTION_ERROR_SCOPES, &error))
    text = error->message;
  else if (lk_connection_has_scope (self->draft, "chat") &&
           (!lk_connection_has_scope (self->draft, "read") || !lk_connection_has_scope (self->draft, "write")))
    text = _("The Conversations API refuses a token without all three: read, write and chat.");

  gtk_label_set_text (self->scope_label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->scope_label), text != NULL);
  gtk_widget_set_css_classes (GTK_WIDGET (self->scope_label),
                              (const char *[]) { error != NULL ? "error" : "warning", NULL });
}

/* Each field says what is wrong with it; one that nobody touched yet is not scolded for being empty. */
static void
validate (LkConnectionForm *self)
{
  g_autoptr(LkEndpoints) endpoints = lk_connection_get_endpoints (self->draft);

  for (guint i = 0; i < G_N_ELEMENTS (text_fields); i++)
    {
      const char *text = gtk_editable_get_text (GTK_EDITABLE (get_row (self, i)));
      LkFieldNote *note = get_note (self, i);
      g_autoptr(GError) error = NULL;

      if (lk_connection_validate_field (self->draft, text_fields[i].fault, &error))
        lk_field_note_clear (note);
      else if (*text != '\0' || (self->touched & (1u << i)) != 0)
        lk_field_note_show_fault (note, error->message);
    }

  if (self->subdomain_hint != NULL && gtk_widget_get_visible (GTK_WIDGET (self->subdomain_row)))
    lk_field_note_show_hint (self->subdomain_note, self->subdomain_hint);

  validate_scopes (self);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "connection.open-dashboard", endpoints->dashboard != NULL);
}

static LkGrant
get_grant (LkConnectionForm *self)
{
  if (gtk_check_button_get_active (self->implicit_check))
    return LK_GRANT_IMPLICIT;

  return gtk_check_button_get_active (self->credentials_check) ? LK_GRANT_CLIENT_CREDENTIALS : LK_GRANT_CODE;
}

static void
read_scopes (LkConnectionForm *self)
{
  g_auto(GStrv) others = lk_text_split_words (gtk_editable_get_text (GTK_EDITABLE (self->other_scopes_row)));
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_auto(GStrv) chosen = NULL;

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

/* What the form asks for depends on the service; what it does not ask for cannot be at fault either. */
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
  gtk_widget_set_visible (GTK_WIDGET (self->subdomain_row), lk_connection_has_field (self->draft, "subdomain"));
  gtk_widget_set_visible (self->dashboard_row, is_zendesk);
  gtk_widget_set_visible (GTK_WIDGET (self->client_id_row), lk_connection_has_field (self->draft, "client-id"));
  gtk_widget_set_visible (GTK_WIDGET (self->secret_row), lk_connection_has_field (self->draft, "client-secret"));
  gtk_widget_set_visible (self->secret_label, lk_connection_has_field (self->draft, "client-secret"));
  gtk_widget_set_visible (GTK_WIDGET (self->addresses_row), lk_connection_has_field (self->draft, "token-url"));
  gtk_widget_set_visible (GTK_WIDGET (self->other_scopes_row),
                          kind == LK_CONNECTION_KIND_CUSTOM ||
                            *gtk_editable_get_text (GTK_EDITABLE (self->other_scopes_row)) != '\0');
  adw_expander_row_set_subtitle (self->addresses_row,
                                 is_zendesk ? _("Known already: enter one only to override it") : "");
  if (kind == LK_CONNECTION_KIND_CUSTOM)
    adw_expander_row_set_expanded (self->addresses_row, TRUE);
}

static void
read_form (LkConnectionForm *self)
{
  LkConnectionKind kind = (LkConnectionKind) adw_combo_row_get_selected (self->kind_row);
  /* The practice account's addresses are its own, and not shown: one left over from another kind would mislead it. */
  gboolean is_practice = kind == LK_CONNECTION_KIND_PRACTICE;

  if (self->filling)
    return;

  for (guint i = 0; i < G_N_ELEMENTS (text_fields); i++)
    {
      gboolean is_hidden = is_practice && text_fields[i].is_address;

      g_object_set (self->draft, text_fields[i].property,
                    is_hidden ? NULL : gtk_editable_get_text (GTK_EDITABLE (get_row (self, i))), NULL);
    }

  g_object_set (self->draft,
                "issuer", is_practice ? NULL : gtk_editable_get_text (GTK_EDITABLE (self->issuer_row)),
                "kind", kind,
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
fill_form (LkConnectionForm *self)
{
  const char *issuer = lk_connection_get_issuer (self->draft);
  LkGrant grant = lk_connection_get_grant (self->draft);
  g_auto(GStrv) others = NULL;
  g_autofree char *other_scopes = NULL;

  self->filling = TRUE;

  for (guint i = 0; i < G_N_ELEMENTS (text_fields); i++)
    {
      g_autofree char *text = NULL;

      g_object_get (self->draft, text_fields[i].property, &text, NULL);
      set_row_text (self, get_row (self, i), text != NULL ? text : "");
    }

  others = lk_text_missing_words (lk_connection_get_scopes (self->draft), known_scopes);
  other_scopes = lk_text_join_words ((const char *const *) others);
  gtk_editable_set_text (GTK_EDITABLE (self->other_scopes_row), other_scopes);
  gtk_editable_set_text (GTK_EDITABLE (self->issuer_row), issuer != NULL ? issuer : "");
  for (guint i = 0; known_scopes[i] != NULL; i++)
    gtk_check_button_set_active (self->scope_checks[i], lk_connection_has_scope (self->draft, known_scopes[i]));

  adw_combo_row_set_selected (self->kind_row, lk_connection_get_kind (self->draft));
  gtk_check_button_set_active (self->code_check, grant == LK_GRANT_CODE);
  gtk_check_button_set_active (self->implicit_check, grant == LK_GRANT_IMPLICIT);
  gtk_check_button_set_active (self->credentials_check, grant == LK_GRANT_CLIENT_CREDENTIALS);
  gtk_switch_set_active (self->pkce_switch, lk_connection_get_pkce (self->draft) == LK_PKCE_S256);
  gtk_switch_set_active (self->basic_switch, lk_connection_get_client_auth (self->draft) == LK_CLIENT_AUTH_BASIC);
  gtk_switch_set_active (self->state_switch, lk_connection_get_no_state_echo (self->draft));

  self->filling = FALSE;
  update_kind (self);
  validate (self);
}

static void
changed_cb (LkConnectionForm *self)
{
  g_assert (LK_IS_CONNECTION_FORM (self));

  read_form (self);
}

static void
text_changed_cb (LkConnectionForm *self,
                 AdwEntryRow      *row)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (row));

  g_assert (LK_IS_CONNECTION_FORM (self));

  if (self->filling)
    return;

  for (guint i = 0; i < G_N_ELEMENTS (text_fields); i++)
    {
      g_autofree char *stripped = NULL;

      if (get_row (self, i) != row)
        continue;

      self->touched |= 1u << i;
      stripped = g_strstrip (g_strdup (text));
      if (!text_fields[i].has_spaces && !g_str_equal (stripped, text))
        set_row_text (self, row, stripped);
    }

  read_form (self);
}

/* Whether the label was found in more than itself, and not merely in a beginning such as “https:” of what somebody is
 * still typing. */
static gboolean
is_whole_address (const char *text)
{
  return strstr (text, ".zendesk.com") != NULL || strstr (text, ".zopim.com") != NULL;
}

/* A pasted address becomes its label at once, and the form says so. */
static void
subdomain_changed_cb (LkConnectionForm *self,
                      AdwEntryRow      *row)
{
  g_autofree char *text = NULL;
  g_autofree char *label = NULL;

  g_assert (LK_IS_CONNECTION_FORM (self));

  if (self->filling)
    return;

  text = g_strstrip (g_utf8_strdown (gtk_editable_get_text (GTK_EDITABLE (row)), -1));
  if (is_whole_address (text))
    label = lk_subdomain_from_text (text, NULL, NULL);
  set_row_text (self, row, label != NULL ? label : text);

  g_clear_pointer (&self->subdomain_hint, g_free);
  if (label != NULL)
    self->subdomain_hint = g_strdup_printf (_("Took “%s” from the address: the service wants this part alone."), label);

  text_changed_cb (self, row);
}

static void
kind_changed_cb (LkConnectionForm *self)
{
  g_assert (LK_IS_CONNECTION_FORM (self));

  if (self->filling)
    return;

  /* A new connection follows its kind's default; a saved one keeps its person's choice. */
  if (self->is_new)
    {
      self->filling = TRUE;
      gtk_switch_set_active (self->pkce_switch,
                             adw_combo_row_get_selected (self->kind_row) == LK_CONNECTION_KIND_CUSTOM);
      self->filling = FALSE;
    }

  read_form (self);
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
lk_connection_form_finalize (GObject *object)
{
  g_free (LK_CONNECTION_FORM (object)->subdomain_hint);

  G_OBJECT_CLASS (lk_connection_form_parent_class)->finalize (object);
}

static void
lk_connection_form_class_init (LkConnectionFormClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lk_connection_form_dispose;
  G_OBJECT_CLASS (klass)->finalize = lk_connection_form_finalize;

  g_type_ensure (LK_TYPE_FIELD_NOTE);
  gtk_widget_class_install_action (widget_class, "connection.copy-redirect", NULL, copy_redirect_action);
  gtk_widget_class_install_action (widget_class, "connection.open-dashboard", NULL, open_dashboard_action);

  gtk_widget_class_set_template_from_resource (widget_class, LK_RESOURCE_BASE "/ui/lk-connection-form.ui");
#define BIND(name) gtk_widget_class_bind_template_child (widget_class, LkConnectionForm, name)
#define BIND_SCOPE(position, name)                                                                                     \
  gtk_widget_class_bind_template_child_full (widget_class, name, FALSE,                                                \
                                             G_STRUCT_OFFSET (LkConnectionForm, scope_checks[position]))
  BIND (client_group);
  BIND (kind_row);
  BIND (name_row);
  BIND (name_note);
  BIND (subdomain_row);
  BIND (subdomain_note);
  BIND (dashboard_row);
  BIND (redirect_row);
  BIND (redirect_note);
  BIND (client_id_row);
  BIND (client_id_note);
  BIND (secret_row);
  BIND (secret_label);
  BIND (code_check);
  BIND (implicit_check);
  BIND (credentials_check);
  BIND_SCOPE (0, "read_check");
  BIND_SCOPE (1, "write_check");
  BIND_SCOPE (2, "chat_check");
  BIND (other_scopes_row);
  BIND (scope_label);
  BIND (addresses_row);
  BIND (authorize_row);
  BIND (authorize_note);
  BIND (token_row);
  BIND (token_note);
  BIND (api_row);
  BIND (api_note);
  BIND (graphql_row);
  BIND (graphql_note);
  BIND (stream_row);
  BIND (stream_note);
  BIND (issuer_row);
  BIND (pkce_switch);
  BIND (basic_switch);
  BIND (state_switch);
#undef BIND
#undef BIND_SCOPE
}

static void
lk_connection_form_init (LkConnectionForm *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  for (guint i = 0; i < G_N_ELEMENTS (text_fields); i++)
    {
      gboolean is_subdomain = text_fields[i].fault == LK_CONNECTION_ERROR_SUBDOMAIN;

      g_signal_connect_swapped (get_row (self, i), "changed",
                                G_CALLBACK (is_subdomain ? subdomain_changed_cb : text_changed_cb), self);
    }

  for (guint i = 0; i < G_N_ELEMENTS (self->scope_checks); i++)
    g_signal_connect_swapped (self->scope_checks[i], "toggled", G_CALLBACK (changed_cb), self);
  g_signal_connect_swapped (self->other_scopes_row, "changed", G_CALLBACK (changed_cb), self);
  g_signal_connect_swapped (self->issuer_row, "changed", G_CALLBACK (changed_cb), self);
  g_signal_connect_swapped (self->kind_row, "notify::selected", G_CALLBACK (kind_changed_cb), self);
  g_signal_connect_swapped (self->code_check, "toggled", G_CALLBACK (changed_cb), self);
  g_signal_connect_swapped (self->implicit_check, "toggled", G_CALLBACK (changed_cb), self);
  g_signal_connect_swapped (self->credentials_check, "toggled", G_CALLBACK (changed_cb), self);
  g_signal_connect_swapped (self->pkce_switch, "notify::active", G_CALLBACK (changed_cb), self);
  g_signal_connect_swapped (self->basic_switch, "notify::active", G_CALLBACK (changed_cb), self);
  g_signal_connect_swapped (self->state_switch, "notify::active", G_CALLBACK (changed_cb), self);
}

/**
 * lk_connection_form_set_draft:
 * @self: a form
 * @draft: the connection that the form edits in place
 * @is_new: whether it follows the defaults of the kind that is chosen
 *
 * Shows a connection's settings. From here on what is typed is in @draft at once, sound or not.
 */
void
lk_connection_form_set_draft (LkConnectionForm *self,
                              LkConnection     *draft,
                              gboolean          is_new)
{
  g_return_if_fail (LK_IS_CONNECTION_FORM (self));
  g_return_if_fail (LK_IS_CONNECTION (draft));

  g_set_object (&self->draft, draft);
  self->is_new = is_new;
  self->touched = 0;
  g_clear_pointer (&self->subdomain_hint, g_free);
  fill_form (self);
}

/**
 * lk_connection_form_check:
 * @self: a form with a draft
 *
 * Tells whether the draft can be saved. If not, every field at fault says why, also those that nobody touched, and the
 * first of them gets the focus.
 *
 * Returns: whether it can be saved
 */
gboolean
lk_connection_form_check (LkConnectionForm *self)
{
  g_autoptr(GError) error = NULL;

  g_return_val_if_fail (LK_IS_CONNECTION_FORM (self), FALSE);
  g_return_val_if_fail (self->draft != NULL, FALSE);

  self->touched = G_MAXUINT;
  validate (self);
  if (lk_connection_validate (self->draft, &error))
    return TRUE;

  if (error->code == LK_CONNECTION_ERROR_SCOPES)
    lk_connection_form_focus (self, "scopes");

  for (guint i = 0; i < G_N_ELEMENTS (text_fields); i++)
    {
      if ((int) text_fields[i].fault == error->code)
        lk_connection_form_focus (self, text_fields[i].property);
    }

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
    { "grant", self->code_check },
    { "issuer", self->issuer_row },
    { "pkce", self->pkce_switch },
    { "no-state-echo", self->state_switch },
  };
  GtkWidget *widget = NULL;
  GtkWidget *expander;

  g_return_if_fail (LK_IS_CONNECTION_FORM (self));
  g_return_if_fail (field != NULL);

  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    {
      if (g_str_equal (others[i].field, field))
        widget = others[i].widget;
    }

  for (guint i = 0; i < G_N_ELEMENTS (text_fields); i++)
    {
      if (g_str_equal (text_fields[i].property, field))
        widget = GTK_WIDGET (get_row (self, i));
    }

  if (widget == NULL)
    return;

  expander = gtk_widget_get_ancestor (widget, ADW_TYPE_EXPANDER_ROW);
  if (expander != NULL)
    adw_expander_row_set_expanded (ADW_EXPANDER_ROW (expander), TRUE);
  gtk_widget_grab_focus (widget);
}
