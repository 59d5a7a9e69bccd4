/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-clients-page.h"

#include <glib/gi18n.h>

#include "lk-client-rows.h"
#include "lk-client-sheet.h"
#include "lk-error-card.h"
#include "lk-new-client-view.h"
#include "lk-secret.h"
#include "lk-text.h"
#include "lk-token-list.h"
#include "lk-ui-util.h"

struct _LkClientsPage
{
  AdwBin parent_instance;

  /* template children */
  GtkAdjustment *adjustment;
  LkErrorCard *error_card;
  GtkWidget *busy_box;
  GtkWidget *drift_box;
  GtkWidget *write_box;
  GtkStack *stack;
  GtkLabel *status_label;
  GtkButton *sign_in_button;
  GtkWidget *credentials_box;
  GtkWidget *missing_label;
  GtkListBox *clients_list;
  LkTokenList *token_list;
  LkClientSheet *sheet;
  LkNewClientView *new_view;

  /* owned */
  LkAccount *account;
  LkWorkspace *workspace;
  GSettings *settings;      /* owned, nullable */
  GPtrArray *clients;       /* of LkOauthClient; nullable */
  GPtrArray *tokens;        /* of LkApiToken; nullable */

  /* cancelled by Cancel, and when the page goes */
  GCancellable *cancellable;

  guint n_running;
  gboolean asked;           /* the lists were asked for with the present token */
  gboolean revoking_own;    /* the tokens being revoked end with the present one */
};

G_DEFINE_FINAL_TYPE (LkClientsPage, lk_clients_page, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_ACCOUNT,
  PROP_WORKSPACE,
  PROP_SETTINGS,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static void load (LkClientsPage *self);
static void update (LkClientsPage *self);

static gboolean
can_write (LkClientsPage *self)
{
  LkToken *token = lk_account_get_usable_token (self->account);

  return token != NULL && lk_token_has_scope (token, "write");
}

static LkOauthClient *
find_client (LkClientsPage *self,
             const char    *id)
{
  for (guint i = 0; self->clients != NULL && i < self->clients->len; i++)
    {
      LkOauthClient *client = g_ptr_array_index (self->clients, i);

      if (g_str_equal (client->id, id))
        return client;
    }

  return NULL;
}

static void
begin (LkClientsPage *self)
{
  self->n_running++;
  gtk_widget_set_visible (self->busy_box, TRUE);
}

/* FALSE when the page has gone meanwhile. */
static gboolean
end (LkClientsPage *self)
{
  if (self->account == NULL)
    return FALSE;

  self->n_running--;
  gtk_widget_set_visible (self->busy_box, self->n_running > 0);

  return TRUE;
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
  gtk_adjustment_set_value (self->adjustment, 0);
}

static void
show_view (LkClientsPage *self,
           const char    *name)
{
  gtk_stack_set_visible_child_name (self->stack, name);
  gtk_adjustment_set_value (self->adjustment, 0);
  update (self);
}

static void
changed_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      data)
{
  g_autoptr(LkClientsPage) self = data;
  g_autoptr(LkExchange) exchange = NULL;
  g_autoptr(LkOauthClient) client = NULL;
  g_autoptr(GError) error = NULL;
  LkOauthClient *before;

  client = lk_chat_service_update_client_finish (LK_CHAT_SERVICE (source), result, &exchange, &error);
  if (!end (self))
    return;

  gtk_widget_set_sensitive (GTK_WIDGET (self->sheet), TRUE);
  if (client == NULL)
    {
      show_failure (self, exchange, error);
      if (g_error_matches (error, LK_CHAT_ERROR, LK_CHAT_ERROR_NOT_APPLIED))
        {
          show_view (self, "lists");
          load (self);
        }
      return;
    }

  before = lk_client_sheet_get_client (self->sheet);
  lk_account_note_changed_client (self->account, client);

  if (before != NULL && before->client_type == client->client_type)
    lk_ui_show_toast (GTK_WIDGET (self), _("Saved, and read back from the service"));
  else
    lk_ui_show_toast (GTK_WIDGET (self),
                      client->client_type == LK_CLIENT_TYPE_CONFIDENTIAL
                      ? _("The client is confidential now; read back from the service")
                      : _("The client is public now; read back from the service"));
  show_view (self, "lists");
  load (self);
}

static void
created_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      data)
{
  g_autoptr(LkClientsPage) self = data;
  g_autoptr(LkExchange) exchange = NULL;
  g_autoptr(LkOauthClient) client = NULL;
  g_autoptr(LkSecret) secret = NULL;
  g_autoptr(GError) error = NULL;

  client = lk_chat_service_create_client_finish (LK_CHAT_SERVICE (source), result, &secret, &exchange, &error);
  if (!end (self))
    return;

  gtk_widget_set_sensitive (GTK_WIDGET (self->sheet), TRUE);
  if (client == NULL)
    {
      show_failure (self, exchange, error);
      return;
    }

  lk_new_client_view_show (self->new_view, lk_account_get_connection (self->account), client, secret);
  show_view (self, "made");
  load (self);
}

static void
send_cb (LkClientsPage *self)
{
  LkChatService *service = lk_account_get_service (self->account);
  LkOauthClient *client = lk_client_sheet_get_client (self->sheet);
  g_autoptr(JsonObject) members = lk_client_sheet_dup_members (self->sheet);

  g_assert (LK_IS_CLIENTS_PAGE (self));

  lk_error_card_clear (self->error_card);
  gtk_widget_set_sensitive (GTK_WIDGET (self->sheet), FALSE);
  begin (self);
  if (client != NULL)
    lk_chat_service_update_client_async (service, client->id, members, self->cancellable, changed_cb,
                                         g_object_ref (self));
  else
    lk_chat_service_create_client_async (service, members, self->cancellable, created_cb, g_object_ref (self));
}

static void
open_switch (LkClientsPage *self,
             LkOauthClient   *client)
{
  if (client == NULL)
    return;

  lk_error_card_clear (self->error_card);
  lk_client_sheet_show_switch (self->sheet, lk_account_get_connection (self->account), client);
  show_view (self, "sheet");
}

static void
switch_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  LkClientsPage *self = LK_CLIENTS_PAGE (widget);

  open_switch (self, find_client (self, g_variant_get_string (parameter, NULL)));
}

static void
switch_own_action (GtkWidget  *widget,
                   const char *name,
                   GVariant   *parameter)
{
  LkClientsPage *self = LK_CLIENTS_PAGE (widget);

  open_switch (self, lk_account_find_client (self->account, self->clients));
}

static void
accept_drift_action (GtkWidget  *widget,
                     const char *name,
                     GVariant   *parameter)
{
  LkClientsPage *self = LK_CLIENTS_PAGE (widget);

  lk_account_accept_client_type (self->account);
  update (self);
}

static void
edit_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  LkClientsPage *self = LK_CLIENTS_PAGE (widget);
  LkOauthClient *client = find_client (self, g_variant_get_string (parameter, NULL));

  if (client == NULL)
    return;

  lk_error_card_clear (self->error_card);
  lk_client_sheet_show_edit (self->sheet, lk_account_get_connection (self->account), client);
  show_view (self, "sheet");
}

static void
new_action (GtkWidget  *widget,
            const char *name,
            GVariant   *parameter)
{
  LkClientsPage *self = LK_CLIENTS_PAGE (widget);

  lk_error_card_clear (self->error_card);
  show_view (self, "sheet");
  lk_client_sheet_show_new (self->sheet, lk_account_get_connection (self->account));
}

/* Leaves the sheet, or the view of a new client with its secret. */
static void
close_action (GtkWidget  *widget,
              const char *name,
              GVariant   *parameter)
{
  LkClientsPage *self = LK_CLIENTS_PAGE (widget);

  lk_error_card_clear (self->error_card);
  lk_new_client_view_forget (self->new_view);
  show_view (self, lk_account_get_usable_token (self->account) != NULL ? "lists" : "no-token");
}

static void
cancel_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  LkClientsPage *self = LK_CLIENTS_PAGE (widget);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
}

static void
forgotten_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      data)
{
  g_autoptr(LkClientsPage) self = data;
  g_autoptr(GError) error = NULL;

  if (!lk_token_source_forget_finish (LK_TOKEN_SOURCE (source), result, &error) && self->account != NULL)
    lk_ui_show_toast (GTK_WIDGET (self), error->message);
}

static void
revoked_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      data)
{
  g_autoptr(LkClientsPage) self = data;
  g_autoptr(LkExchange) exchange = NULL;
  g_autoptr(GError) error = NULL;
  guint n_revoked;
  gboolean revoked;

  revoked = lk_chat_service_revoke_tokens_finish (LK_CHAT_SERVICE (source), result, &n_revoked, &exchange, &error);
  if (!end (self))
    return;

  if (n_revoked > 0)
    {
      g_autofree char *text = g_strdup_printf (ngettext ("%u token revoked", "%u tokens revoked", n_revoked),
                                               n_revoked);

      lk_ui_show_toast (GTK_WIDGET (self), text);
    }
  if (!revoked)
    show_failure (self, exchange, error);

  /* The own one comes last. A token that is dead at the service is nothing to keep. */
  if (revoked && self->revoking_own)
    lk_token_source_forget_async (lk_account_get_source (self->account), NULL, forgotten_cb, g_object_ref (self));
  else
    load (self);
}

static void
revoke_cb (LkClientsPage *self)
{
  g_auto(GStrv) ids = lk_token_list_dup_chosen (self->token_list);

  g_assert (LK_IS_CLIENTS_PAGE (self));

  lk_error_card_clear (self->error_card);
  self->revoking_own = lk_token_list_chooses_own (self->token_list);
  begin (self);
  lk_chat_service_revoke_tokens_async (lk_account_get_service (self->account), (const char *const *) ids,
                                       self->cancellable, revoked_cb, g_object_ref (self));
}

static void
update_actions (LkClientsPage *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  gboolean writable = can_write (self);

  gtk_widget_action_set_enabled (widget, "clients.switch", writable);
  gtk_widget_action_set_enabled (widget, "clients.switch-own", writable);
  gtk_widget_action_set_enabled (widget, "clients.edit", writable);
  gtk_widget_action_set_enabled (widget, "clients.new", writable);
}

static void
update_lists (LkClientsPage *self)
{
  LkOauthClient *own = lk_account_find_client (self->account, self->clients);

  lk_ui_remove_all (GTK_WIDGET (self->clients_list));
  for (guint i = 0; self->clients != NULL && i < self->clients->len; i++)
    {
      LkOauthClient *client = g_ptr_array_index (self->clients, i);

      gtk_list_box_append (self->clients_list, lk_client_row_new (client, client == own, can_write (self)));
    }
  lk_token_list_set_tokens (self->token_list, self->tokens, self->clients, can_write (self));

  gtk_widget_set_visible (GTK_WIDGET (self->clients_list), self->clients != NULL && self->clients->len > 0);
  gtk_widget_set_visible (self->missing_label, self->clients != NULL && own == NULL);
}

/* A sign-in without a page needs what only a token with `write` can bring about. */
static void
update_status (LkClientsPage *self)
{
  LkGrant grant = lk_connection_get_grant (lk_account_get_connection (self->account));

  if (grant == LK_GRANT_CLIENT_CREDENTIALS)
    {
      gtk_label_set_text (self->status_label,
                          _("This connection gets its token with no login page, which works once its client is "
                            "confidential. Sign in by the page this once to make it so here."));
      gtk_button_set_label (self->sign_in_button, _("_Sign In by the Page"));
    }
  else
    {
      gtk_label_set_text (self->status_label, _("With a token, the account’s API clients and tokens are listed here."));
      gtk_button_set_label (self->sign_in_button, _("_Sign In"));
    }
}

static void
update (LkClientsPage *self)
{
  LkToken *token = lk_account_get_usable_token (self->account);
  LkOauthClient *own = lk_account_find_client (self->account, self->clients);
  const char *view = gtk_stack_get_visible_child_name (self->stack);
  gboolean in_lists;

  if (token == NULL && g_strcmp0 (view, "made") != 0)
    view = "no-token";
  else if (g_strcmp0 (view, "sheet") != 0 && g_strcmp0 (view, "made") != 0)
    view = "lists";
  gtk_stack_set_visible_child_name (self->stack, view);
  in_lists = g_str_equal (view, "lists");

  update_lists (self);
  update_status (self);
  update_actions (self);
  gtk_widget_set_visible (self->drift_box, in_lists && lk_account_has_drifted (self->account, self->clients));
  gtk_widget_set_visible (self->write_box, in_lists && !can_write (self));
  gtk_widget_set_visible (self->credentials_box,
                          in_lists && own != NULL
                          && own->client_type == LK_CLIENT_TYPE_CONFIDENTIAL
                          && lk_token_get_obtained (token) != LK_TOKEN_OBTAINED_CLIENT_CREDENTIALS);
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
  if (!end (self))
    return;

  if (clients == NULL)
    {
      show_failure (self, exchange, error);
      return;
    }

  g_clear_pointer (&self->clients, g_ptr_array_unref);
  self->clients = g_steal_pointer (&clients);
  lk_account_note_clients (self->account, self->clients);
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
  if (!end (self))
    return;

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
  if (lk_account_get_usable_token (self->account) != NULL)
    load (self);
}

static char *
make_scopes_with_write (LkClientsPage *self)
{
  LkConnection *connection = lk_account_get_connection (self->account);
  g_autofree char *scopes = lk_text_join_words (lk_connection_get_scopes (connection));

  return lk_connection_has_scope (connection, "write") ? g_steal_pointer (&scopes)
                                                       : g_strstrip (g_strconcat (scopes, " write", NULL));
}

static void
sign_in_with_write_cb (LkClientsPage *self)
{
  g_autofree char *scopes = make_scopes_with_write (self);

  g_assert (LK_IS_CLIENTS_PAGE (self));

  gtk_widget_activate_action (GTK_WIDGET (self), "account.sign-in", "s", scopes);
}

static void
sign_in_cb (LkClientsPage *self)
{
  LkGrant grant = lk_connection_get_grant (lk_account_get_connection (self->account));
  g_autofree char *scopes = make_scopes_with_write (self);

  g_assert (LK_IS_CLIENTS_PAGE (self));

  if (grant == LK_GRANT_CLIENT_CREDENTIALS)
    gtk_widget_activate_action (GTK_WIDGET (self), "account.sign-in-page", "s", scopes);
  else
    gtk_widget_activate_action (GTK_WIDGET (self), "account.sign-in", "s", "");
}

/* Another token may see another account: what was shown goes, and is asked for again when the page is next seen. */
static void
token_changed_cb (LkClientsPage *self)
{
  g_assert (LK_IS_CLIENTS_PAGE (self));

  self->asked = FALSE;
  lk_error_card_clear (self->error_card);
  if (lk_account_get_usable_token (self->account) == NULL)
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

  update (self);
  if (!self->asked && lk_account_get_usable_token (self->account) != NULL)
    load (self);
}

static void
lk_clients_page_constructed (GObject *object)
{
  LkClientsPage *self = LK_CLIENTS_PAGE (object);

  G_OBJECT_CLASS (lk_clients_page_parent_class)->constructed (object);

  lk_new_client_view_set_context (self->new_view, self->workspace, self->settings);
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
  g_clear_object (&self->workspace);
  g_clear_object (&self->settings);
  g_clear_pointer (&self->clients, g_ptr_array_unref);
  g_clear_pointer (&self->tokens, g_ptr_array_unref);

  G_OBJECT_CLASS (lk_clients_page_parent_class)->dispose (object);
}

static void
lk_clients_page_set_property (GObject      *object,
                              guint         prop_id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  LkClientsPage *self = LK_CLIENTS_PAGE (object);

  switch (prop_id)
    {
    case PROP_ACCOUNT:
      self->account = g_value_dup_object (value);
      break;

    case PROP_WORKSPACE:
      self->workspace = g_value_dup_object (value);
      break;

    case PROP_SETTINGS:
      self->settings = g_value_dup_object (value);
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
  const GParamFlags flags = G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;

  object_class->constructed = lk_clients_page_constructed;
  object_class->dispose = lk_clients_page_dispose;
  object_class->set_property = lk_clients_page_set_property;
  widget_class->map = lk_clients_page_map;

  properties[PROP_ACCOUNT] = g_param_spec_object ("account", NULL, NULL, LK_TYPE_ACCOUNT, flags);
  properties[PROP_WORKSPACE] = g_param_spec_object ("workspace", NULL, NULL, LK_TYPE_WORKSPACE, flags);
  properties[PROP_SETTINGS] = g_param_spec_object ("settings", NULL, NULL, G_TYPE_SETTINGS, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_install_action (widget_class, "clients.switch", "s", switch_action);
  gtk_widget_class_install_action (widget_class, "clients.switch-own", NULL, switch_own_action);
  gtk_widget_class_install_action (widget_class, "clients.accept-drift", NULL, accept_drift_action);
  gtk_widget_class_install_action (widget_class, "clients.edit", "s", edit_action);
  gtk_widget_class_install_action (widget_class, "clients.new", NULL, new_action);
  gtk_widget_class_install_action (widget_class, "clients.close", NULL, close_action);
  gtk_widget_class_install_action (widget_class, "clients.cancel", NULL, cancel_action);

  g_type_ensure (LK_TYPE_CLIENT_SHEET);
  g_type_ensure (LK_TYPE_ERROR_CARD);
  g_type_ensure (LK_TYPE_NEW_CLIENT_VIEW);
  g_type_ensure (LK_TYPE_TOKEN_LIST);

  gtk_widget_class_set_css_name (widget_class, "clientspage");
  gtk_widget_class_set_template_from_resource (widget_class, LK_RESOURCE_BASE "/ui/lk-clients-page.ui");
  gtk_widget_class_bind_template_child (widget_class, LkClientsPage, adjustment);
  gtk_widget_class_bind_template_child (widget_class, LkClientsPage, error_card);
  gtk_widget_class_bind_template_child (widget_class, LkClientsPage, busy_box);
  gtk_widget_class_bind_template_child (widget_class, LkClientsPage, drift_box);
  gtk_widget_class_bind_template_child (widget_class, LkClientsPage, write_box);
  gtk_widget_class_bind_template_child (widget_class, LkClientsPage, stack);
  gtk_widget_class_bind_template_child (widget_class, LkClientsPage, status_label);
  gtk_widget_class_bind_template_child (widget_class, LkClientsPage, sign_in_button);
  gtk_widget_class_bind_template_child (widget_class, LkClientsPage, credentials_box);
  gtk_widget_class_bind_template_child (widget_class, LkClientsPage, missing_label);
  gtk_widget_class_bind_template_child (widget_class, LkClientsPage, clients_list);
  gtk_widget_class_bind_template_child (widget_class, LkClientsPage, token_list);
  gtk_widget_class_bind_template_child (widget_class, LkClientsPage, sheet);
  gtk_widget_class_bind_template_child (widget_class, LkClientsPage, new_view);
  gtk_widget_class_bind_template_callback (widget_class, reload_cb);
  gtk_widget_class_bind_template_callback (widget_class, revoke_cb);
  gtk_widget_class_bind_template_callback (widget_class, sign_in_cb);
  gtk_widget_class_bind_template_callback (widget_class, sign_in_with_write_cb);
  gtk_widget_class_bind_template_callback (widget_class, send_cb);
}

static void
lk_clients_page_init (LkClientsPage *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * lk_clients_page_new:
 * @workspace: where a new client's connection may go
 * @account: whose clients they are
 * @settings: (nullable): the application's settings, for how long a copied secret may stay
 *
 * Returns: (transfer floating): a page that asks for the lists when it is first seen
 */
GtkWidget *
lk_clients_page_new (LkWorkspace *workspace,
                     LkAccount   *account,
                     GSettings   *settings)
{
  return g_object_new (LK_TYPE_CLIENTS_PAGE, "workspace", workspace, "account", account, "settings", settings, NULL);
}
