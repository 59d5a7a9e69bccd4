/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-clients-page.h"

#include <glib/gi18n.h>

#include "lk-error-card.h"
#include "lk-format.h"
#include "lk-pill.h"
#include "lk-ui-util.h"

struct _LkClientsPage
{
  AdwBin parent_instance;

  /* template children */
  LkErrorCard *error_card;
  GtkWidget *busy_box;
  GtkWidget *drift_box;
  GtkWidget *write_box;
  GtkStack *stack;
  GtkListBox *clients_list;
  GtkListBox *tokens_list;
  GtkWidget *credentials_button;

  /* owned */
  LkAccount *account;
  GPtrArray *clients;   /* of LkApiClient; nullable */
  GPtrArray *tokens;    /* of LkApiToken; nullable */

  /* cancelled when the page goes */
  GCancellable *cancellable;

  guint n_running;
  gboolean asked;       /* the lists were asked for with the present token */
};

G_DEFINE_FINAL_TYPE (LkClientsPage, lk_clients_page, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_ACCOUNT,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

/* What a dialog or a call is about: the page is kept for as long. */
typedef struct
{
  LkClientsPage *page;
  char *id;
  LkClientType type;
} Change;

static Change *
change_new (LkClientsPage *page,
            const char    *id,
            LkClientType   type)
{
  Change *change = g_new0 (Change, 1);

  change->page = g_object_ref (page);
  change->id = g_strdup (id);
  change->type = type;

  return change;
}

static void
change_free (Change *change)
{
  g_object_unref (change->page);
  g_free (change->id);
  g_free (change);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Change, change_free)

static void load (LkClientsPage *self);

static gboolean
can_write (LkClientsPage *self)
{
  LkToken *token = lk_account_get_token (self->account);

  return token != NULL && lk_token_has_scope (token, "write");
}

static const char *
get_type_word (LkClientType type)
{
  return lk_enum_to_nick (LK_TYPE_CLIENT_TYPE, type);
}

static gboolean
is_own (LkClientsPage *self,
        LkApiClient   *client)
{
  return g_strcmp0 (lk_api_client_get_identifier (client),
                    lk_connection_get_client_id (lk_account_get_connection (self->account))) == 0;
}

static LkApiClient *
find_own (LkClientsPage *self)
{
  for (guint i = 0; self->clients != NULL && i < self->clients->len; i++)
    {
      if (is_own (self, g_ptr_array_index (self->clients, i)))
        return g_ptr_array_index (self->clients, i);
    }

  return NULL;
}

static void
begin (LkClientsPage *self)
{
  self->n_running++;
  gtk_widget_set_visible (self->busy_box, TRUE);
}

static void
end (LkClientsPage *self)
{
  self->n_running--;
  gtk_widget_set_visible (self->busy_box, self->n_running > 0);
}

static void
show_failure (LkClientsPage *self,
              LkExchange    *exchange,
              const GError  *error)
{
  g_autoptr(GPtrArray) diagnoses = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  diagnoses = lk_account_diagnose (self->account, LK_FLOW_API, exchange, error);
  lk_error_card_show (self->error_card, diagnoses, exchange);
}

/* The exact request, as it will go. */
static char *
make_request_text (LkClientsPage *self,
                   const char    *id,
                   LkClientType   type)
{
  g_autoptr(LkEndpoints) endpoints = lk_connection_get_endpoints (lk_account_get_connection (self->account));

  return g_strdup_printf ("PUT %s/oauth/clients/%s\nContent-Type: application/json\n\n{\"client_type\":\"%s\"}",
                          endpoints->api, id, get_type_word (type));
}

static void
switched_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      data)
{
  g_autoptr(Change) change = data;
  LkClientsPage *self = change->page;
  g_autoptr(LkExchange) exchange = NULL;
  g_autoptr(LkApiClient) client = NULL;
  g_autoptr(GError) error = NULL;

  client = lk_chat_service_update_client_finish (LK_CHAT_SERVICE (source), result, &exchange, &error);
  if (self->account == NULL)
    return;

  end (self);
  if (client != NULL)
    {
      lk_ui_show_toast (GTK_WIDGET (self),
                        change->type == LK_CLIENT_TYPE_CONFIDENTIAL
                        ? _("The client is confidential now; read back from the service")
                        : _("The client is public now; read back from the service"));
      load (self);
    }
  else if (g_error_matches (error, LK_CHAT_ERROR, LK_CHAT_ERROR_NOT_STUCK))
    {
      lk_ui_show_toast (GTK_WIDGET (self), _("The service said yes, but the change did not stick"));
      load (self);
    }
  else
    {
      show_failure (self, exchange, error);
    }
}

static void
switch_response_cb (AdwMessageDialog *dialog,
                    const char       *response,
                    gpointer          data)
{
  g_autoptr(Change) change = data;
  LkClientsPage *self = change->page;
  g_autoptr(JsonObject) changes = json_object_new ();
  LkChatService *service;
  const char *id = change->id;

  if (!g_str_equal (response, "send") || self->account == NULL)
    return;

  service = lk_account_get_service (self->account);
  json_object_set_string_member (changes, "client_type", get_type_word (change->type));
  lk_error_card_clear (self->error_card);
  begin (self);
  lk_chat_service_update_client_async (service, id, changes, self->cancellable, switched_cb,
                                       g_steal_pointer (&change));
}

/* Asks first, with what it was, what it will be, and the request itself. */
static void
ask_to_switch (LkClientsPage *self,
               LkApiClient   *client)
{
  gboolean confidential = lk_api_client_get_client_type (client) == LK_CLIENT_TYPE_CONFIDENTIAL;
  LkClientType type = confidential ? LK_CLIENT_TYPE_PUBLIC : LK_CLIENT_TYPE_CONFIDENTIAL;
  g_autofree char *heading = NULL;
  g_autofree char *body = NULL;
  g_autofree char *request = make_request_text (self, lk_api_client_get_id (client), type);
  GtkWidget *dialog;
  GtkWidget *label;

  /* Translators: %s is the name of an API client. */
  heading = g_strdup_printf (confidential ? _("Make “%s” public?") : _("Make “%s” confidential?"),
                             lk_api_client_get_name (client));
  /* Translators: the first %s is what the client is, the second what it will be. */
  body = g_strdup_printf (_("Before: %s. After: %s. Nothing else of the client changes. This is what will be sent:"),
                          get_type_word (lk_api_client_get_client_type (client)), get_type_word (type));

  dialog = adw_message_dialog_new (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), heading, body);
  label = lk_ui_label_new (request, "monospace");
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), label);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog),
                                    "cancel", _("_Cancel"),
                                    "send", confidential ? _("Make _Public") : _("Make _Confidential"),
                                    NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "send", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "send");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect (dialog, "response", G_CALLBACK (switch_response_cb),
                    change_new (self, lk_api_client_get_id (client), type));
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
switch_clicked_cb (LkClientsPage *self,
                   GtkButton     *button)
{
  g_assert (LK_IS_CLIENTS_PAGE (self));

  ask_to_switch (self, g_object_get_data (G_OBJECT (button), "lk-client"));
}

static void
switch_own_cb (LkClientsPage *self)
{
  LkApiClient *own = find_own (self);

  g_assert (LK_IS_CLIENTS_PAGE (self));

  if (own != NULL && can_write (self))
    ask_to_switch (self, own);
}

static void
add_detail (AdwExpanderRow *row,
            const char     *title,
            const char     *text)
{
  GtkWidget *detail = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (detail), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (detail), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (detail), text != NULL && *text != '\0' ? text : "–");
  adw_expander_row_add_row (row, detail);
}

/* All text of a client comes from outside: the rows read no markup (E6). */
static GtkWidget *
make_client_row (LkClientsPage *self,
                 LkApiClient   *client)
{
  GtkWidget *row = adw_expander_row_new ();
  GtkWidget *switch_row = adw_action_row_new ();
  GtkWidget *button;
  gboolean confidential = lk_api_client_get_client_type (client) == LK_CLIENT_TYPE_CONFIDENTIAL;
  g_autofree char *uris = lk_ui_join_words (lk_api_client_get_redirect_uris (client));
  g_autofree char *scopes = lk_ui_join_words (lk_api_client_get_scopes (client));
  g_autofree char *created = lk_format_iso (lk_api_client_get_created (client));
  g_autofree char *updated = lk_format_iso (lk_api_client_get_updated (client));

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), lk_api_client_get_name (client));
  if (is_own (self, client))
    adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (row), _("This connection’s client"));
  adw_expander_row_add_prefix (ADW_EXPANDER_ROW (row),
                               confidential
                               ? lk_pill_new (_("Confidential"), "changes-prevent-symbolic", LK_PILL_SUCCESS)
                               : lk_pill_new (_("Public"), "changes-allow-symbolic", LK_PILL_NEUTRAL));
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (row), is_own (self, client));

  add_detail (ADW_EXPANDER_ROW (row), _("Client ID"), lk_api_client_get_identifier (client));
  add_detail (ADW_EXPANDER_ROW (row), _("Company"), lk_api_client_get_company (client));
  add_detail (ADW_EXPANDER_ROW (row), _("Redirect URLs"), uris);
  add_detail (ADW_EXPANDER_ROW (row), _("Scopes"), scopes);
  add_detail (ADW_EXPANDER_ROW (row), _("Made"), created);
  add_detail (ADW_EXPANDER_ROW (row), _("Changed"), updated);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (switch_row), _("Client Type"));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (switch_row),
                               can_write (self)
                               ? _("A confidential client can get a token with no login page")
                               : _("Off: the token lacks the scope “write”"));
  button = gtk_button_new_with_mnemonic (confidential ? _("Make _Public…") : _("Make _Confidential…"));
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_sensitive (button, can_write (self));
  g_object_set_data_full (G_OBJECT (button), "lk-client", g_object_ref (client), g_object_unref);
  g_signal_connect_object (button, "clicked", G_CALLBACK (switch_clicked_cb), self, G_CONNECT_SWAPPED);
  adw_action_row_add_suffix (ADW_ACTION_ROW (switch_row), button);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (row), switch_row);

  return row;
}

static void
revoked_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      data)
{
  g_autoptr(LkClientsPage) self = data;
  g_autoptr(LkExchange) exchange = NULL;
  g_autoptr(GError) error = NULL;
  gboolean revoked;

  revoked = lk_chat_service_revoke_token_finish (LK_CHAT_SERVICE (source), result, &exchange, &error);
  if (self->account == NULL)
    return;

  end (self);
  if (revoked)
    {
      lk_ui_show_toast (GTK_WIDGET (self), _("The token was revoked"));
      load (self);
    }
  else
    {
      show_failure (self, exchange, error);
    }
}

static void
revoke_response_cb (AdwMessageDialog *dialog,
                    const char       *response,
                    gpointer          data)
{
  g_autoptr(Change) change = data;
  LkClientsPage *self = change->page;

  if (!g_str_equal (response, "revoke") || self->account == NULL)
    return;

  lk_error_card_clear (self->error_card);
  begin (self);
  lk_chat_service_revoke_token_async (lk_account_get_service (self->account), change->id, self->cancellable, revoked_cb,
                                      g_object_ref (self));
}

static void
revoke_clicked_cb (LkClientsPage *self,
                   GtkButton     *button)
{
  LkApiToken *token = g_object_get_data (G_OBJECT (button), "lk-token");
  GtkWidget *dialog;

  g_assert (LK_IS_CLIENTS_PAGE (self));

  dialog = adw_message_dialog_new (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), _("Revoke this token?"),
                                   lk_api_token_is_own (token)
                                   ? _("It is the token of this connection: every call with it will fail from now on.")
                                   : _("Whatever uses this token will stop working. This cannot be undone."));
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog),
                                    "cancel", _("_Cancel"),
                                    "revoke", _("_Revoke"),
                                    NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "revoke", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect (dialog, "response", G_CALLBACK (revoke_response_cb),
                    change_new (self, lk_api_token_get_id (token), LK_CLIENT_TYPE_UNKNOWN));
  gtk_window_present (GTK_WINDOW (dialog));
}

static GtkWidget *
make_token_row (LkClientsPage *self,
                LkApiToken    *token)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *button;
  g_autofree char *scopes = lk_ui_join_words (lk_api_token_get_scopes (token));
  g_autofree char *expires = NULL;
  g_autofree char *subtitle = NULL;

  if (lk_api_token_get_expires (token) != NULL)
    {
      g_autofree char *date = lk_format_iso (lk_api_token_get_expires (token));

      /* Translators: %s is a date. */
      expires = g_strdup_printf (_("ends %s"), date);
    }
  else
    {
      expires = g_strdup (_("no expiry given"));
    }

  subtitle = g_strdup_printf ("%s — %s", scopes, expires);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), lk_api_token_get_masked (token));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  if (lk_api_token_is_own (token))
    adw_action_row_add_prefix (ADW_ACTION_ROW (row),
                               lk_pill_new (_("This One"), "object-select-symbolic", LK_PILL_SUCCESS));

  button = gtk_button_new_with_label (_("Revoke…"));
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_sensitive (button, can_write (self));
  gtk_widget_set_tooltip_text (button, can_write (self)
                                       ? _("End this token for everybody who uses it")
                                       : _("Off: the token lacks the scope “write”"));
  g_object_set_data_full (G_OBJECT (button), "lk-token", g_object_ref (token), g_object_unref);
  g_signal_connect_object (button, "clicked", G_CALLBACK (revoke_clicked_cb), self, G_CONNECT_SWAPPED);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);

  return row;
}

static void
update (LkClientsPage *self)
{
  gboolean has_token = lk_account_get_token (self->account) != NULL;

  lk_ui_remove_all (GTK_WIDGET (self->clients_list));
  lk_ui_remove_all (GTK_WIDGET (self->tokens_list));
  for (guint i = 0; self->clients != NULL && i < self->clients->len; i++)
    gtk_list_box_append (self->clients_list, make_client_row (self, g_ptr_array_index (self->clients, i)));
  for (guint i = 0; self->tokens != NULL && i < self->tokens->len; i++)
    gtk_list_box_append (self->tokens_list, make_token_row (self, g_ptr_array_index (self->tokens, i)));

  gtk_widget_set_visible (GTK_WIDGET (self->clients_list), self->clients != NULL && self->clients->len > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->tokens_list), self->tokens != NULL && self->tokens->len > 0);
  gtk_widget_set_visible (self->write_box, has_token && !can_write (self));
  gtk_widget_set_visible (self->credentials_button,
                          lk_connection_get_last_client_type (lk_account_get_connection (self->account))
                          == LK_CLIENT_TYPE_CONFIDENTIAL);
  gtk_stack_set_visible_child_name (self->stack, has_token ? "lists" : "no-token");
}

/* What is seen of this connection's own client is kept: the type is how a silent way back to public is noticed. */
static void
note_own (LkClientsPage *self)
{
  LkConnection *connection = lk_account_get_connection (self->account);
  LkApiClient *own = find_own (self);
  LkClientType before = lk_connection_get_last_client_type (connection);
  LkClientType now;

  if (own == NULL)
    return;

  now = lk_api_client_get_client_type (own);
  gtk_widget_set_visible (self->drift_box, now == LK_CLIENT_TYPE_PUBLIC
                                           && (before == LK_CLIENT_TYPE_CONFIDENTIAL
                                               || gtk_widget_get_visible (self->drift_box)));
  g_object_set (connection,
                "oauth-client-id", lk_api_client_get_id (own),
                "last-client-type", now,
                NULL);
}

static void
clients_listed_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      data)
{
  g_autoptr(LkClientsPage) self = data;
  g_autoptr(LkExchange) exchange = NULL;
  g_autoptr(GPtrArray) clients = NULL;
  g_autoptr(GError) error = NULL;

  clients = lk_chat_service_list_clients_finish (LK_CHAT_SERVICE (source), result, &exchange, &error);
  if (self->account == NULL)
    return;

  end (self);
  if (clients == NULL)
    {
      show_failure (self, exchange, error);
      return;
    }

  g_clear_pointer (&self->clients, g_ptr_array_unref);
  self->clients = g_steal_pointer (&clients);
  note_own (self);
  update (self);
}

static void
tokens_listed_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      data)
{
  g_autoptr(LkClientsPage) self = data;
  g_autoptr(LkExchange) exchange = NULL;
  g_autoptr(GPtrArray) tokens = NULL;
  g_autoptr(GError) error = NULL;

  tokens = lk_chat_service_list_tokens_finish (LK_CHAT_SERVICE (source), result, &exchange, &error);
  if (self->account == NULL)
    return;

  end (self);
  if (tokens == NULL)
    {
      show_failure (self, exchange, error);
      return;
    }

  g_clear_pointer (&self->tokens, g_ptr_array_unref);
  self->tokens = g_steal_pointer (&tokens);
  update (self);
}

static void
load (LkClientsPage *self)
{
  LkChatService *service = lk_account_get_service (self->account);

  self->asked = TRUE;
  begin (self);
  lk_chat_service_list_clients_async (service, self->cancellable, clients_listed_cb, g_object_ref (self));
  begin (self);
  lk_chat_service_list_tokens_async (service, self->cancellable, tokens_listed_cb, g_object_ref (self));
}

static void
reload_cb (LkClientsPage *self)
{
  g_assert (LK_IS_CLIENTS_PAGE (self));

  lk_error_card_clear (self->error_card);
  if (lk_account_get_token (self->account) != NULL)
    load (self);
}

static void
sign_in_with_write_cb (LkClientsPage *self)
{
  LkConnection *connection = lk_account_get_connection (self->account);
  g_autofree char *scopes = lk_ui_join_words (lk_connection_get_scopes (connection));
  g_autofree char *wanted = lk_connection_has_scope (connection, "write") ? g_strdup (scopes)
                                                                          : g_strconcat (scopes, " write", NULL);

  g_assert (LK_IS_CLIENTS_PAGE (self));

  gtk_widget_activate_action (GTK_WIDGET (self), "account.sign-in", "s", g_strstrip (wanted));
}

/* Another token may see another account: what was shown goes, and is asked for again when the page is next seen. */
static void
token_changed_cb (LkClientsPage *self)
{
  g_assert (LK_IS_CLIENTS_PAGE (self));

  self->asked = FALSE;
  lk_error_card_clear (self->error_card);
  if (lk_account_get_token (self->account) == NULL)
    {
      g_clear_pointer (&self->clients, g_ptr_array_unref);
      g_clear_pointer (&self->tokens, g_ptr_array_unref);
    }
  else if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    {
      load (self);
    }

  update (self);
}

static void
lk_clients_page_map (GtkWidget *widget)
{
  LkClientsPage *self = LK_CLIENTS_PAGE (widget);

  GTK_WIDGET_CLASS (lk_clients_page_parent_class)->map (widget);

  if (!self->asked && lk_account_get_token (self->account) != NULL)
    load (self);
}

static void
lk_clients_page_constructed (GObject *object)
{
  LkClientsPage *self = LK_CLIENTS_PAGE (object);

  G_OBJECT_CLASS (lk_clients_page_parent_class)->constructed (object);

  g_signal_connect_object (self->account, "notify::token", G_CALLBACK (token_changed_cb), self, G_CONNECT_SWAPPED);
  update (self);
}

static void
lk_clients_page_dispose (GObject *object)
{
  LkClientsPage *self = LK_CLIENTS_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (self), LK_TYPE_CLIENTS_PAGE);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->account);
  g_clear_pointer (&self->clients, g_ptr_array_unref);
  g_clear_pointer (&self->tokens, g_ptr_array_unref);

  G_OBJECT_CLASS (lk_clients_page_parent_class)->dispose (object);
}

static void
lk_clients_page_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_ACCOUNT:
      g_value_set_object (value, LK_CLIENTS_PAGE (object)->account);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lk_clients_page_set_property (GObject      *object,
                              guint         prop_id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  switch (prop_id)
    {
    case PROP_ACCOUNT:
      LK_CLIENTS_PAGE (object)->account = g_value_dup_object (value);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lk_clients_page_class_init (LkClientsPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = lk_clients_page_constructed;
  object_class->dispose = lk_clients_page_dispose;
  object_class->get_property = lk_clients_page_get_property;
  object_class->set_property = lk_clients_page_set_property;
  widget_class->map = lk_clients_page_map;

  properties[PROP_ACCOUNT] = g_param_spec_object ("account", NULL, NULL, LK_TYPE_ACCOUNT,
                                                  G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (LK_TYPE_ERROR_CARD);

  gtk_widget_class_set_css_name (widget_class, "clientspage");
  gtk_widget_class_set_template_from_resource (widget_class, LK_RESOURCE_BASE "/ui/lk-clients-page.ui");
  gtk_widget_class_bind_template_child (widget_class, LkClientsPage, error_card);
  gtk_widget_class_bind_template_child (widget_class, LkClientsPage, busy_box);
  gtk_widget_class_bind_template_child (widget_class, LkClientsPage, drift_box);
  gtk_widget_class_bind_template_child (widget_class, LkClientsPage, write_box);
  gtk_widget_class_bind_template_child (widget_class, LkClientsPage, stack);
  gtk_widget_class_bind_template_child (widget_class, LkClientsPage, clients_list);
  gtk_widget_class_bind_template_child (widget_class, LkClientsPage, tokens_list);
  gtk_widget_class_bind_template_child (widget_class, LkClientsPage, credentials_button);
  gtk_widget_class_bind_template_callback (widget_class, reload_cb);
  gtk_widget_class_bind_template_callback (widget_class, sign_in_with_write_cb);
  gtk_widget_class_bind_template_callback (widget_class, switch_own_cb);
}

static void
lk_clients_page_init (LkClientsPage *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * lk_clients_page_new:
 * @account: whose clients they are
 *
 * Returns: (transfer floating): a page that asks for the lists when it is first seen
 */
GtkWidget *
lk_clients_page_new (LkAccount *account)
{
  return g_object_new (LK_TYPE_CLIENTS_PAGE, "account", account, NULL);
}
