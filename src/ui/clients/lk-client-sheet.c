/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-client-sheet.h"

#include <glib/gi18n.h>

#include "lk-client-rows.h"
#include "lk-json-reader.h"
#include "lk-text.h"
#include "lk-ui-util.h"

typedef enum
{
  MODE_SWITCH,
  MODE_EDIT,
  MODE_NEW,
} Mode;

struct _LkClientSheet
{
  AdwBin parent_instance;

  /* template children */
  GtkLabel *title_label;
  GtkLabel *text_label;
  GtkWidget *form_group;
  GtkWidget *name_row;
  GtkWidget *company_row;
  GtkWidget *redirect_row;
  GtkWidget *confidential_row;
  GtkSwitch *confidential_switch;
  GtkWidget *scopes_group;
  GtkCheckButton *read_check;
  GtkCheckButton *write_check;
  GtkCheckButton *chat_check;
  GtkWidget *problem_box;
  GtkLabel *problem_label;
  GtkWidget *changes_group;
  GtkListBox *changes_list;
  GtkLabel *request_label;
  GtkButton *send_button;

  /* owned */
  LkOauthClient *client;   /* NULL for a new one */
  char *api;             /* the REST base, for the request's address */

  Mode mode;
  gboolean filling;      /* the fields are being set, not typed into */
};

G_DEFINE_FINAL_TYPE (LkClientSheet, lk_client_sheet, ADW_TYPE_BIN)

enum
{
  SIGNAL_SEND,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static const char *const known_scopes[] = { "read", "write", "chat", NULL };

static GtkCheckButton *
get_check (LkClientSheet *self,
           guint          scope)
{
  GtkCheckButton *const checks[] = { self->read_check, self->write_check, self->chat_check };

  return checks[scope];
}

static LkClientType
get_other_type (LkOauthClient *client)
{
  return client->client_type == LK_CLIENT_TYPE_CONFIDENTIAL
         ? LK_CLIENT_TYPE_PUBLIC : LK_CLIENT_TYPE_CONFIDENTIAL;
}

/* The scopes that are ticked, then those of the client that this program has no tick for. */
static char **
get_scopes (LkClientSheet *self)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; known_scopes[i] != NULL; i++)
    {
      if (gtk_check_button_get_active (get_check (self, i)))
        g_strv_builder_add (builder, known_scopes[i]);
    }

  if (self->client != NULL)
    {
      g_auto(GStrv) others = lk_text_missing_words (self->client->scopes, known_scopes);

      g_strv_builder_addv (builder, (const char **) others);
    }

  return g_strv_builder_end (builder);
}

static char **
get_redirect_uris (LkClientSheet *self)
{
  return lk_text_split_words (gtk_editable_get_text (GTK_EDITABLE (self->redirect_row)));
}

static gboolean
has_same_words (const char *const *a,
                const char *const *b)
{
  g_auto(GStrv) only_a = lk_text_missing_words (a, b);
  g_auto(GStrv) only_b = lk_text_missing_words (b, a);

  return *only_a == NULL && *only_b == NULL;
}

/* Sets a member where it is new or differs from what the client has. */
static void
add_words (LkClientSheet     *self,
           JsonObject        *members,
           const char        *name,
           char             **words,
           const char        *separator,
           const char *const *before)
{
  g_autofree char *text = g_strjoinv (separator, words);

  if (self->mode == MODE_NEW || !has_same_words ((const char *const *) words, before))
    json_object_set_string_member (members, name, text);
}

static void
add_text (JsonObject *members,
          const char *name,
          GtkWidget  *row)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (row))));

  if (*text != '\0')
    json_object_set_string_member (members, name, text);
}

static char *
make_body (JsonObject *members)
{
  g_autoptr(JsonNode) node = json_node_new (JSON_NODE_OBJECT);

  json_node_set_object (node, members);

  return lk_json_to_text (node, FALSE);
}

/* The request as it will go, but for the token, which is nobody's to see. */
static void
show_request (LkClientSheet *self,
              JsonObject    *members)
{
  g_autofree char *body = make_body (members);
  g_autofree char *text = NULL;

  if (self->mode == MODE_NEW)
    text = g_strdup_printf ("POST %s/oauth/clients\nContent-Type: application/json\nAuthorization: Bearer ••••\n\n%s",
                            self->api, body);
  else
    text = g_strdup_printf ("PUT %s/oauth/clients/%s\nContent-Type: application/json\nAuthorization: Bearer ••••\n\n%s",
                            self->api, self->client->id, body);

  gtk_label_set_text (self->request_label, text);
}

static void
append_change (LkClientSheet *self,
               const char    *title,
               const char    *before,
               const char    *after)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *text = NULL;

  /* Translators: what a setting was, and what it will be. */
  text = g_strdup_printf (_("%s → %s"), *before != '\0' ? before : _("none"), *after != '\0' ? after : _("none"));
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), text);
  gtk_list_box_append (self->changes_list, row);
}

static void
append_words_change (LkClientSheet     *self,
                     const char        *title,
                     const char *const *before,
                     char             **after)
{
  g_autofree char *before_text = lk_text_join_words (before);
  g_autofree char *after_text = lk_text_join_words ((const char *const *) after);

  append_change (self, title, before_text, after_text);
}

static void
show_changes (LkClientSheet *self,
              JsonObject    *members)
{
  g_auto(GStrv) scopes = get_scopes (self);
  g_auto(GStrv) uris = get_redirect_uris (self);

  lk_ui_remove_all (GTK_WIDGET (self->changes_list));
  gtk_widget_set_visible (self->changes_group, self->mode != MODE_NEW && json_object_get_size (members) > 0);
  if (self->mode == MODE_NEW)
    return;

  if (json_object_has_member (members, "client_type"))
    append_change (self, _("Client Type"), lk_client_type_label (self->client->client_type),
                   lk_client_type_label (get_other_type (self->client)));
  if (json_object_has_member (members, "redirect_uris"))
    append_words_change (self, _("Redirect URLs"), self->client->redirect_uris, uris);
  if (json_object_has_member (members, "scopes"))
    append_words_change (self, _("Scopes"), self->client->scopes, scopes);
}

/* What keeps it from being sent, in words; NULL when nothing does. */
static char *
find_problem (LkClientSheet *self)
{
  g_auto(GStrv) uris = get_redirect_uris (self);
  g_auto(GStrv) scopes = get_scopes (self);
  g_autofree char *name = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->name_row))));

  if (self->mode == MODE_SWITCH)
    return NULL;
  if (self->mode == MODE_NEW && *name == '\0')
    return g_strdup (_("Give the client a name."));
  if (*uris == NULL)
    return g_strdup (_("A client needs a redirect URL."));

  for (guint i = 0; uris[i] != NULL; i++)
    {
      g_autoptr(LkConnection) probe = lk_connection_new (LK_CONNECTION_KIND_INTEGRATED);
      g_autoptr(GError) error = NULL;

      g_object_set (probe, "redirect-uri", uris[i], NULL);
      if (!lk_connection_validate_field (probe, "redirect-uri", &error))
        return g_strdup_printf ("%s: %s", uris[i], error->message);
    }

  return *scopes == NULL ? g_strdup (_("Choose at least one scope.")) : NULL;
}

static void
update (LkClientSheet *self)
{
  g_autoptr(JsonObject) members = NULL;
  g_autofree char *problem = NULL;

  if (self->filling)
    return;

  members = lk_client_sheet_dup_members (self);
  problem = find_problem (self);
  show_changes (self, members);
  show_request (self, members);
  gtk_label_set_text (self->problem_label, problem != NULL ? problem : "");
  gtk_widget_set_visible (self->problem_box, problem != NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self->send_button), problem == NULL && json_object_get_size (members) > 0);
}

static void
send_clicked_cb (LkClientSheet *self)
{
  g_assert (LK_IS_CLIENT_SHEET (self));

  g_signal_emit (self, signals[SIGNAL_SEND], 0);
}

/* Everything but what differs from one use of the sheet to another. */
static void
fill (LkClientSheet     *self,
      Mode               mode,
      LkConnection      *connection,
      LkOauthClient       *client,
      const char *const *redirect_uris,
      const char *const *scopes)
{
  g_autoptr(LkEndpoints) endpoints = lk_connection_get_endpoints (connection);
  g_autofree char *uris = lk_text_join_words (redirect_uris);

  self->filling = TRUE;
  self->mode = mode;
  g_clear_pointer (&self->client, lk_oauth_client_unref);
  self->client = client != NULL ? lk_oauth_client_ref (client) : NULL;
  g_free (self->api);
  self->api = g_strdup (endpoints->api);

  gtk_widget_set_visible (self->form_group, mode != MODE_SWITCH);
  gtk_widget_set_visible (self->scopes_group, mode != MODE_SWITCH);
  gtk_widget_set_visible (self->name_row, mode == MODE_NEW);
  gtk_widget_set_visible (self->company_row, mode == MODE_NEW);
  gtk_widget_set_visible (self->confidential_row, mode == MODE_NEW);
  gtk_editable_set_text (GTK_EDITABLE (self->name_row), "");
  gtk_editable_set_text (GTK_EDITABLE (self->company_row), "");
  gtk_editable_set_text (GTK_EDITABLE (self->redirect_row), uris);
  gtk_switch_set_active (self->confidential_switch, FALSE);
  for (guint i = 0; known_scopes[i] != NULL; i++)
    gtk_check_button_set_active (get_check (self, i), scopes != NULL && g_strv_contains (scopes, known_scopes[i]));
  gtk_widget_set_sensitive (GTK_WIDGET (self), TRUE);
  self->filling = FALSE;
}

static void
lk_client_sheet_dispose (GObject *object)
{
  LkClientSheet *self = LK_CLIENT_SHEET (object);

  /* The fields tell of their end, too. */
  self->filling = TRUE;
  gtk_widget_dispose_template (GTK_WIDGET (self), LK_TYPE_CLIENT_SHEET);
  g_clear_pointer (&self->client, lk_oauth_client_unref);
  g_clear_pointer (&self->api, g_free);

  G_OBJECT_CLASS (lk_client_sheet_parent_class)->dispose (object);
}

static void
lk_client_sheet_class_init (LkClientSheetClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lk_client_sheet_dispose;

  /**
   * LkClientSheet::send:
   * @self: the sheet
   *
   * The person has seen the request and wants it sent.
   */
  signals[SIGNAL_SEND] = g_signal_new ("send", LK_TYPE_CLIENT_SHEET, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                       G_TYPE_NONE, 0);

  gtk_widget_class_set_css_name (widget_class, "clientsheet");
  gtk_widget_class_set_template_from_resource (widget_class, LK_RESOURCE_BASE "/ui/lk-client-sheet.ui");
  gtk_widget_class_bind_template_child (widget_class, LkClientSheet, title_label);
  gtk_widget_class_bind_template_child (widget_class, LkClientSheet, text_label);
  gtk_widget_class_bind_template_child (widget_class, LkClientSheet, form_group);
  gtk_widget_class_bind_template_child (widget_class, LkClientSheet, name_row);
  gtk_widget_class_bind_template_child (widget_class, LkClientSheet, company_row);
  gtk_widget_class_bind_template_child (widget_class, LkClientSheet, redirect_row);
  gtk_widget_class_bind_template_child (widget_class, LkClientSheet, confidential_row);
  gtk_widget_class_bind_template_child (widget_class, LkClientSheet, confidential_switch);
  gtk_widget_class_bind_template_child (widget_class, LkClientSheet, scopes_group);
  gtk_widget_class_bind_template_child (widget_class, LkClientSheet, read_check);
  gtk_widget_class_bind_template_child (widget_class, LkClientSheet, write_check);
  gtk_widget_class_bind_template_child (widget_class, LkClientSheet, chat_check);
  gtk_widget_class_bind_template_child (widget_class, LkClientSheet, problem_box);
  gtk_widget_class_bind_template_child (widget_class, LkClientSheet, problem_label);
  gtk_widget_class_bind_template_child (widget_class, LkClientSheet, changes_group);
  gtk_widget_class_bind_template_child (widget_class, LkClientSheet, changes_list);
  gtk_widget_class_bind_template_child (widget_class, LkClientSheet, request_label);
  gtk_widget_class_bind_template_child (widget_class, LkClientSheet, send_button);
  gtk_widget_class_bind_template_callback (widget_class, update);
  gtk_widget_class_bind_template_callback (widget_class, send_clicked_cb);
}

static void
lk_client_sheet_init (LkClientSheet *self)
{
  self->filling = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * lk_client_sheet_show_switch:
 * @self: a sheet
 * @connection: by which it is asked for
 * @client: a client of the account
 *
 * Proposes to make a public client confidential, or a confidential one public.
 */
void
lk_client_sheet_show_switch (LkClientSheet *self,
                             LkConnection  *connection,
                             LkOauthClient   *client)
{
  gboolean confidential;
  g_autofree char *title = NULL;

  g_return_if_fail (LK_IS_CLIENT_SHEET (self));
  g_return_if_fail (client != NULL);

  fill (self, MODE_SWITCH, connection, client, client->redirect_uris,
        client->scopes);
  confidential = client->client_type == LK_CLIENT_TYPE_CONFIDENTIAL;
  /* Translators: %s is the name of an API client. */
  title = g_strdup_printf (confidential ? _("Make “%s” public?") : _("Make “%s” confidential?"),
                           client->name);
  gtk_label_set_text (self->title_label, title);
  gtk_label_set_text (self->text_label,
                      confidential
                      ? _("A public client cannot get a token with its secret alone. Programs that do so now will "
                          "fail.")
                      : _("A confidential client can get a token with its secret alone, with no login page. Sign-ins "
                          "by the page go on as before."));
  gtk_button_set_label (self->send_button, confidential ? _("Make _Public") : _("Make _Confidential"));
  update (self);
}

/**
 * lk_client_sheet_show_edit:
 * @self: a sheet
 * @connection: by which it is asked for
 * @client: a client of the account
 *
 * Lets the client's redirect URLs and scopes be changed.
 */
void
lk_client_sheet_show_edit (LkClientSheet *self,
                           LkConnection  *connection,
                           LkOauthClient   *client)
{
  g_autofree char *title = NULL;

  g_return_if_fail (LK_IS_CLIENT_SHEET (self));
  g_return_if_fail (client != NULL);

  fill (self, MODE_EDIT, connection, client, client->redirect_uris,
        client->scopes);
  /* Translators: %s is the name of an API client. */
  title = g_strdup_printf (_("Edit “%s”"), client->name);
  gtk_label_set_text (self->title_label, title);
  gtk_label_set_text (self->text_label, _("Every program that uses this client is affected at once."));
  gtk_button_set_label (self->send_button, _("_Save at the Service"));
  update (self);
}

/**
 * lk_client_sheet_show_new:
 * @self: a sheet
 * @connection: by which it is asked for; its redirect URL and scopes are proposed
 *
 * Lets a new client be described.
 */
void
lk_client_sheet_show_new (LkClientSheet *self,
                          LkConnection  *connection)
{
  const char *uris[] = { NULL, NULL };

  g_return_if_fail (LK_IS_CLIENT_SHEET (self));
  g_return_if_fail (LK_IS_CONNECTION (connection));

  uris[0] = lk_connection_get_redirect_uri (connection);
  fill (self, MODE_NEW, connection, NULL, uris, lk_connection_get_scopes (connection));
  gtk_label_set_text (self->title_label, _("New API Client"));
  gtk_label_set_text (self->text_label, _("The service shows a new client’s secret once. It goes straight to your "
                                          "keyring."));
  gtk_button_set_label (self->send_button, _("_Make Client"));
  update (self);
  gtk_widget_grab_focus (self->name_row);
}

/**
 * lk_client_sheet_get_client:
 * @self: a sheet
 *
 * Returns: (transfer none) (nullable): the client to be changed; %NULL for a new one
 */
LkOauthClient *
lk_client_sheet_get_client (LkClientSheet *self)
{
  g_return_val_if_fail (LK_IS_CLIENT_SHEET (self), NULL);

  return self->client;
}

/**
 * lk_client_sheet_dup_members:
 * @self: a sheet
 *
 * Lists are written as strings, which is what the service shows them as (zendesk-chat.md section 5).
 *
 * Returns: (transfer full): what is to be sent: only what changes, or all that a new client has
 */
JsonObject *
lk_client_sheet_dup_members (LkClientSheet *self)
{
  JsonObject *members;
  g_auto(GStrv) scopes = NULL;
  g_auto(GStrv) uris = NULL;

  g_return_val_if_fail (LK_IS_CLIENT_SHEET (self), NULL);

  members = json_object_new ();
  if (self->mode == MODE_SWITCH)
    {
      json_object_set_string_member (members, "client_type",
                                     lk_enum_to_nick (LK_TYPE_CLIENT_TYPE, get_other_type (self->client)));
      return members;
    }

  if (self->mode == MODE_NEW)
    {
      LkClientType type = gtk_switch_get_active (self->confidential_switch) ? LK_CLIENT_TYPE_CONFIDENTIAL
                                                                            : LK_CLIENT_TYPE_PUBLIC;

      add_text (members, "name", self->name_row);
      add_text (members, "company", self->company_row);
      json_object_set_string_member (members, "client_type", lk_enum_to_nick (LK_TYPE_CLIENT_TYPE, type));
    }

  uris = get_redirect_uris (self);
  scopes = get_scopes (self);
  add_words (self, members, "redirect_uris", uris, ",",
             self->client != NULL ? self->client->redirect_uris : NULL);
  add_words (self, members, "scopes", scopes, " ",
             self->client != NULL ? self->client->scopes : NULL);

  return members;
}
