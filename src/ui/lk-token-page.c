/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-token-page.h"

#include <glib/gi18n.h>

#include "lk-clipboard.h"
#include "lk-error-card.h"
#include "lk-format.h"
#include "lk-pill.h"
#include "lk-secret-field.h"
#include "lk-secret.h"
#include "lk-steps-list.h"
#include "lk-token-text.h"
#include "lk-ui-util.h"
#include "lk-url.h"

struct _LkTokenPage
{
  AdwBin parent_instance;

  /* template children */
  LkErrorCard *error_card;
  GtkWidget *sign_in_button;
  GtkWidget *busy_box;
  GtkLabel *busy_label;
  GtkWidget *busy_cancel_button;
  GtkStack *stack;
  LkPill *state_pill;
  GtkLabel *title_label;
  GtkLabel *answer_label;
  GtkWidget *copy_button;
  GtkWidget *again_button;
  LkSecretField *secret_field;
  AdwActionRow *owner_row;
  AdwActionRow *scopes_row;
  LkPill *scopes_pill;
  AdwActionRow *type_row;
  AdwActionRow *obtained_row;
  AdwActionRow *expiry_row;
  AdwActionRow *place_row;
  LkPill *place_pill;
  GtkWidget *refresh_button;
  AdwActionRow *server_row;
  AdwActionRow *client_row;
  AdwActionRow *asked_row;
  AdwActionRow *grant_row;
  AdwActionRow *redirect_row;
  LkStepsList *steps_list;

  /* owned */
  LkAccount *account;
  GSettings *settings;              /* nullable */
  GCancellable *busy_cancellable;   /* of what the account's view runs; nullable */

  /* cancelled when the page goes */
  GCancellable *cancellable;
  /* cancelled when another test begins or Cancel is pressed */
  GCancellable *test_cancellable;

  guint countdown;        /* runs only while the page is seen and the end is known */
  gint64 entry_expires;   /* of the token's own entry in oauth/tokens; -1 unknown */
};

G_DEFINE_FINAL_TYPE (LkTokenPage, lk_token_page, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_ACCOUNT,
  PROP_SETTINGS,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static void update (LkTokenPage *self);

static gint64
get_now (void)
{
  return g_get_real_time () / G_USEC_PER_SEC;
}

static gboolean
count_down_cb (gpointer data)
{
  LkTokenPage *self = data;

  g_assert (LK_IS_TOKEN_PAGE (self));

  self->countdown = 0;
  update (self);

  return G_SOURCE_REMOVE;
}

/* No timer while nobody sees it, nor when there is nothing to count (an idle window wakes up for nothing). */
static void
schedule_countdown (LkTokenPage *self,
                    LkToken     *token)
{
  gint64 end = lk_token_get_expires_at (token);
  gint64 left;

  g_clear_handle_id (&self->countdown, g_source_remove);
  if (end < 0)
    end = self->entry_expires;
  left = end - get_now ();

  if (end >= 0 && left > 0 && gtk_widget_get_mapped (GTK_WIDGET (self)))
    self->countdown = g_timeout_add_seconds (lk_format_next_change (left), count_down_cb, self);
}

static void
show_place (LkTokenPage *self)
{
  LkVault *vault = lk_account_get_vault (self->account);
  g_autofree char *fault = NULL;

  switch (lk_account_get_place (self->account))
    {
    case LK_VAULT_PLACE_KEYRING:
      adw_action_row_set_subtitle (self->place_row, _("In your keyring, encrypted with your login password"));
      lk_pill_set (self->place_pill, _("Keyring"), "changes-prevent-symbolic", LK_PILL_SUCCESS);
      break;

    case LK_VAULT_PLACE_MEMORY:
      if (g_object_class_find_property (G_OBJECT_GET_CLASS (vault), "keyring-fault") != NULL)
        g_object_get (vault, "keyring-fault", &fault, NULL);
      adw_action_row_set_subtitle (self->place_row,
                                   fault != NULL
                                   ? fault : _("The keyring could not be used; nothing was written to disk"));
      lk_pill_set (self->place_pill, _("Only Until You Quit"), "dialog-warning-symbolic", LK_PILL_WARNING);
      break;

    case LK_VAULT_PLACE_NONE:
    default:
      adw_action_row_set_subtitle (self->place_row, _("Not kept yet"));
      lk_pill_set (self->place_pill, _("Nowhere"), NULL, LK_PILL_NEUTRAL);
      break;
    }
}

static void
show_state (LkTokenPage *self,
            LkToken     *token,
            gboolean     worked)
{
  gboolean expired = lk_token_is_expired (token, 0);

  if (expired)
    lk_pill_set (self->state_pill, _("Ended"), "dialog-error-symbolic", LK_PILL_ERROR);
  else if (lk_account_get_state (self->account) == LK_ACCOUNT_STATE_ENDS_SOON)
    lk_pill_set (self->state_pill, _("Ends Soon"), "dialog-warning-symbolic", LK_PILL_WARNING);
  else if (worked)
    lk_pill_set (self->state_pill, _("Works"), "emblem-ok-symbolic", LK_PILL_SUCCESS);
  else
    lk_pill_set (self->state_pill, _("Not Tested Yet"), "dialog-question-symbolic", LK_PILL_NEUTRAL);

  /* The one suggested action is the one that helps now. */
  gtk_widget_set_visible (self->copy_button, !expired);
  if (expired)
    gtk_widget_add_css_class (self->again_button, "suggested-action");
  else
    gtk_widget_remove_css_class (self->again_button, "suggested-action");
}

static void
show_token (LkTokenPage *self,
            LkToken     *token)
{
  LkAgent *agent = lk_account_get_agent (self->account);
  gboolean worked = lk_chat_service_get_worked (lk_account_get_service (self->account));
  gint64 now = get_now ();
  gboolean more = FALSE;
  gboolean less = FALSE;
  g_autofree char *answer = lk_token_text_answer (token, agent, self->entry_expires, now);
  g_autofree char *scopes = lk_token_text_scopes (token, &more, &less);
  g_autofree char *expiry = lk_token_text_expiry (token, self->entry_expires, now);
  g_autofree char *date = lk_format_date_time (lk_token_get_obtained_at (token));
  g_autofree char *obtained = g_strdup_printf ("%s — %s", date, lk_token_text_obtained (token));
  g_autofree char *owner = NULL;

  show_state (self, token, worked);
  gtk_label_set_text (self->title_label, lk_token_text_title (token, worked));
  gtk_label_set_text (self->answer_label, answer);
  lk_secret_field_set_secret (self->secret_field, lk_token_get_access_token (token));

  if (agent == NULL)
    owner = g_strdup (_("Not asked yet"));
  else if (lk_agent_get_email (agent) != NULL)
    owner = g_strdup_printf ("%s — %s", lk_agent_get_name (agent), lk_agent_get_email (agent));
  else
    owner = g_strdup (lk_agent_get_name (agent));

  /* Names and scopes come from outside: the rows read no markup (E6). */
  adw_action_row_set_subtitle (self->owner_row, owner);
  adw_action_row_set_subtitle (self->scopes_row, scopes);
  adw_action_row_set_subtitle (self->type_row, lk_token_get_token_type (token));
  adw_action_row_set_subtitle (self->obtained_row, obtained);
  adw_action_row_set_subtitle (self->expiry_row, expiry);
  gtk_widget_set_visible (GTK_WIDGET (self->scopes_pill), more || less);
  if (more)
    lk_pill_set (self->scopes_pill, _("More Than Asked"), "dialog-warning-symbolic", LK_PILL_WARNING);
  else if (less)
    lk_pill_set (self->scopes_pill, _("Less Than Asked"), "dialog-information-symbolic", LK_PILL_NEUTRAL);

  gtk_widget_set_visible (self->refresh_button,
                          lk_token_get_refresh_token (token) != NULL
                          || lk_token_get_obtained (token) == LK_TOKEN_OBTAINED_CLIENT_CREDENTIALS);
  show_place (self);
  schedule_countdown (self, token);
}

/* Before a sign-in: which server, client and scopes it will be about (L2). */
static void
show_prospect (LkTokenPage *self)
{
  LkConnection *connection = lk_account_get_connection (self->account);
  g_autoptr(LkEndpoints) endpoints = lk_connection_get_endpoints (connection);
  LkGrant grant = lk_connection_get_grant (connection);
  const char *url = grant == LK_GRANT_CLIENT_CREDENTIALS ? endpoints->token : endpoints->authorize;
  g_autofree char *origin = url != NULL ? lk_url_get_origin (url) : NULL;
  g_autofree char *scopes = lk_ui_join_words (lk_connection_get_scopes (connection));
  const char *client_id = lk_connection_get_client_id (connection);

  lk_secret_field_set_secret (self->secret_field, NULL);
  g_clear_handle_id (&self->countdown, g_source_remove);

  adw_action_row_set_subtitle (self->server_row, origin != NULL ? origin : _("Not set yet"));
  adw_action_row_set_subtitle (self->client_row,
                               client_id != NULL && *client_id != '\0' ? client_id : _("Not set yet"));
  adw_action_row_set_subtitle (self->asked_row, *scopes != '\0' ? scopes : _("None"));
  adw_action_row_set_subtitle (self->grant_row, lk_token_text_grant (grant));
  adw_action_row_set_subtitle (self->redirect_row, lk_connection_get_redirect_uri (connection));
  gtk_widget_set_visible (GTK_WIDGET (self->redirect_row), grant != LK_GRANT_CLIENT_CREDENTIALS);
}

static void
update (LkTokenPage *self)
{
  LkToken *token = lk_account_get_token (self->account);

  if (token != NULL)
    {
      show_token (self, token);
      gtk_stack_set_visible_child_name (self->stack, "token");
    }
  else
    {
      show_prospect (self);
      gtk_stack_set_visible_child_name (self->stack,
                                        lk_account_get_state (self->account) == LK_ACCOUNT_STATE_UNKNOWN
                                        ? "loading" : "sign-in");
    }

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "token.test", token != NULL);
  lk_steps_list_update (self->steps_list, self->account);
}

static void
show_busy (LkTokenPage *self,
           const char  *what,
           gboolean     can_cancel)
{
  gtk_label_set_text (self->busy_label, what != NULL ? what : "");
  gtk_widget_set_visible (self->busy_box, what != NULL);
  gtk_widget_set_visible (self->busy_cancel_button, can_cancel);
}

static void
tokens_listed_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      data)
{
  g_autoptr(LkTokenPage) self = data;
  g_autoptr(GPtrArray) tokens = NULL;

  /* Only what the token's own entry adds is wanted here: without it the page says that the expiry is unknown. */
  tokens = lk_chat_service_list_tokens_finish (LK_CHAT_SERVICE (source), result, NULL, NULL);
  if (tokens == NULL || self->account == NULL)
    return;

  for (guint i = 0; i < tokens->len; i++)
    {
      LkApiToken *entry = g_ptr_array_index (tokens, i);
      g_autoptr(GDateTime) expires = NULL;

      if (lk_api_token_is_own (entry) && (expires = lk_format_parse_iso (lk_api_token_get_expires (entry))) != NULL)
        self->entry_expires = g_date_time_to_unix (expires);
    }

  update (self);
}

static void
identified_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      data)
{
  g_autoptr(LkTokenPage) self = data;
  g_autoptr(LkExchange) exchange = NULL;
  g_autoptr(GError) error = NULL;
  LkToken *token;
  gboolean worked;

  worked = lk_account_identify_finish (LK_ACCOUNT (source), result, &exchange, &error);
  if (self->account == NULL)
    return;

  show_busy (self, NULL, FALSE);
  token = lk_account_get_token (self->account);

  if (worked)
    {
      lk_error_card_clear (self->error_card);
      if (token != NULL && lk_token_get_expires_at (token) < 0)
        lk_chat_service_list_tokens_async (lk_account_get_service (self->account), self->cancellable,
                                           tokens_listed_cb, g_object_ref (self));
    }
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_autoptr(GPtrArray) diagnoses = lk_account_diagnose (self->account, LK_FLOW_API, exchange, error);

      lk_error_card_show (self->error_card, diagnoses, exchange);
    }

  update (self);
}

static void
test_token (LkTokenPage *self)
{
  LkToken *token = lk_account_get_token (self->account);

  if (token == NULL)
    return;

  g_cancellable_cancel (self->test_cancellable);
  g_clear_object (&self->test_cancellable);
  self->test_cancellable = g_cancellable_new ();

  show_busy (self, _("Asking the service whose token it is…"), TRUE);
  lk_account_identify_async (self->account, self->test_cancellable, identified_cb, g_object_ref (self));
}

/* A new token is tried at once: the page is to say that it works and whose it is. */
static void
token_changed_cb (LkTokenPage *self)
{
  LkToken *token = lk_account_get_token (self->account);

  g_assert (LK_IS_TOKEN_PAGE (self));

  self->entry_expires = -1;
  lk_error_card_clear (self->error_card);
  update (self);
  if (token != NULL && !lk_token_is_expired (token, 0))
    test_token (self);
}

static void
refreshing_changed_cb (LkTokenPage *self)
{
  gboolean refreshing = FALSE;

  g_assert (LK_IS_TOKEN_PAGE (self));

  g_object_get (lk_account_get_source (self->account), "refreshing", &refreshing, NULL);
  show_busy (self, refreshing ? _("Refreshing the token…") : NULL, FALSE);
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr(LkTokenPage) self = data;
  g_autoptr(GError) error = NULL;
  gboolean loaded = lk_account_load_finish (LK_ACCOUNT (source), result, &error);

  if (self->account == NULL)
    return;

  if (!loaded && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_autoptr(GPtrArray) diagnoses = lk_account_diagnose (self->account, LK_FLOW_STORE, NULL, error);

      lk_error_card_show (self->error_card, diagnoses, NULL);
      gtk_stack_set_visible_child_name (self->stack, "sign-in");
    }
  else
    {
      update (self);
    }
}

static void
retry_cb (LkTokenPage *self)
{
  g_assert (LK_IS_TOKEN_PAGE (self));

  lk_error_card_clear (self->error_card);
  if (lk_account_get_token (self->account) != NULL)
    test_token (self);
  else
    gtk_widget_activate_action (GTK_WIDGET (self), "account.sign-in", "s", "");
}

static void
copy_secret (LkTokenPage *self,
             const char  *text)
{
  lk_clipboard_copy_secret (GTK_WIDGET (self), text, lk_clipboard_get_seconds (self->settings));
}

static void
copy_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  LkTokenPage *self = LK_TOKEN_PAGE (widget);
  LkConnection *connection = lk_account_get_connection (self->account);
  LkToken *token = lk_account_get_token (self->account);
  g_autofree char *line = NULL;

  if (token == NULL)
    return;

  if (g_str_equal (name, "token.copy"))
    {
      copy_secret (self, lk_token_get_access_token (token));
    }
  else if (g_str_equal (name, "token.copy-header"))
    {
      g_autoptr(LkSecret) header = lk_token_text_header (token);

      copy_secret (self, header);
    }
  else
    {
      if (g_str_equal (name, "token.copy-curl"))
        line = lk_token_text_curl (connection);
      else if (g_str_equal (name, "token.copy-environment"))
        line = lk_token_text_environment (connection);
      else
        line = lk_token_text_command (connection);

      lk_clipboard_copy_text (widget, line, _("Copied; the token itself is not in it"));
    }
}

static void
test_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  test_token (LK_TOKEN_PAGE (widget));
}

static void
cancel_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  LkTokenPage *self = LK_TOKEN_PAGE (widget);

  g_cancellable_cancel (self->test_cancellable);
  g_cancellable_cancel (self->busy_cancellable);
}

static void
lk_token_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (lk_token_page_parent_class)->map (widget);

  update (LK_TOKEN_PAGE (widget));
}

static void
lk_token_page_unmap (GtkWidget *widget)
{
  g_clear_handle_id (&LK_TOKEN_PAGE (widget)->countdown, g_source_remove);

  GTK_WIDGET_CLASS (lk_token_page_parent_class)->unmap (widget);
}

static void
lk_token_page_constructed (GObject *object)
{
  LkTokenPage *self = LK_TOKEN_PAGE (object);

  G_OBJECT_CLASS (lk_token_page_parent_class)->constructed (object);

  g_signal_connect_object (self->account, "notify::token", G_CALLBACK (token_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->account, "notify::state", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->account, "notify::place", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->account, "notify::agent", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (lk_account_get_connection (self->account), "notify", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (lk_account_get_source (self->account), "notify::refreshing",
                           G_CALLBACK (refreshing_changed_cb), self, G_CONNECT_SWAPPED);

  update (self);
  if (lk_account_get_state (self->account) == LK_ACCOUNT_STATE_UNKNOWN)
    lk_account_load_async (self->account, self->cancellable, loaded_cb, g_object_ref (self));
  else if (lk_account_get_token (self->account) != NULL && lk_account_get_agent (self->account) == NULL)
    token_changed_cb (self);
}

/* One suggested action a page: while a card explains a failure, its remedy is the one. */
static void
card_shown_cb (LkTokenPage *self)
{
  g_assert (LK_IS_TOKEN_PAGE (self));

  if (lk_error_card_is_shown (self->error_card))
    gtk_widget_remove_css_class (self->sign_in_button, "suggested-action");
  else
    gtk_widget_add_css_class (self->sign_in_button, "suggested-action");
}

static void
lk_token_page_dispose (GObject *object)
{
  LkTokenPage *self = LK_TOKEN_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_cancellable_cancel (self->test_cancellable);
  g_clear_handle_id (&self->countdown, g_source_remove);
  gtk_widget_dispose_template (GTK_WIDGET (self), LK_TYPE_TOKEN_PAGE);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->test_cancellable);
  g_clear_object (&self->busy_cancellable);
  g_clear_object (&self->account);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (lk_token_page_parent_class)->dispose (object);
}

static void
lk_token_page_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  LkTokenPage *self = LK_TOKEN_PAGE (object);

  switch (prop_id)
    {
    case PROP_ACCOUNT:
      g_value_set_object (value, self->account);
      break;

    case PROP_SETTINGS:
      g_value_set_object (value, self->settings);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lk_token_page_set_property (GObject      *object,
                            guint         prop_id,
                            const GValue *value,
                            GParamSpec   *pspec)
{
  LkTokenPage *self = LK_TOKEN_PAGE (object);

  switch (prop_id)
    {
    case PROP_ACCOUNT:
      self->account = g_value_dup_object (value);
      break;

    case PROP_SETTINGS:
      self->settings = g_value_dup_object (value);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lk_token_page_class_init (LkTokenPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;

  object_class->constructed = lk_token_page_constructed;
  object_class->dispose = lk_token_page_dispose;
  object_class->get_property = lk_token_page_get_property;
  object_class->set_property = lk_token_page_set_property;
  widget_class->map = lk_token_page_map;
  widget_class->unmap = lk_token_page_unmap;

  properties[PROP_ACCOUNT] = g_param_spec_object ("account", NULL, NULL, LK_TYPE_ACCOUNT, flags);
  properties[PROP_SETTINGS] = g_param_spec_object ("settings", NULL, NULL, G_TYPE_SETTINGS, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_install_action (widget_class, "token.copy", NULL, copy_action);
  gtk_widget_class_install_action (widget_class, "token.copy-header", NULL, copy_action);
  gtk_widget_class_install_action (widget_class, "token.copy-curl", NULL, copy_action);
  gtk_widget_class_install_action (widget_class, "token.copy-environment", NULL, copy_action);
  gtk_widget_class_install_action (widget_class, "token.copy-command", NULL, copy_action);
  gtk_widget_class_install_action (widget_class, "token.test", NULL, test_action);
  gtk_widget_class_install_action (widget_class, "token.cancel", NULL, cancel_action);

  g_type_ensure (LK_TYPE_ERROR_CARD);
  g_type_ensure (LK_TYPE_PILL);
  g_type_ensure (LK_TYPE_SECRET_FIELD);
  g_type_ensure (LK_TYPE_STEPS_LIST);

  gtk_widget_class_set_css_name (widget_class, "tokenpage");
  gtk_widget_class_set_template_from_resource (widget_class, LK_RESOURCE_BASE "/ui/lk-token-page.ui");
  gtk_widget_class_bind_template_child (widget_class, LkTokenPage, error_card);
  gtk_widget_class_bind_template_child (widget_class, LkTokenPage, sign_in_button);
  gtk_widget_class_bind_template_child (widget_class, LkTokenPage, busy_box);
  gtk_widget_class_bind_template_child (widget_class, LkTokenPage, busy_label);
  gtk_widget_class_bind_template_child (widget_class, LkTokenPage, busy_cancel_button);
  gtk_widget_class_bind_template_child (widget_class, LkTokenPage, stack);
  gtk_widget_class_bind_template_child (widget_class, LkTokenPage, state_pill);
  gtk_widget_class_bind_template_child (widget_class, LkTokenPage, title_label);
  gtk_widget_class_bind_template_child (widget_class, LkTokenPage, answer_label);
  gtk_widget_class_bind_template_child (widget_class, LkTokenPage, copy_button);
  gtk_widget_class_bind_template_child (widget_class, LkTokenPage, again_button);
  gtk_widget_class_bind_template_child (widget_class, LkTokenPage, secret_field);
  gtk_widget_class_bind_template_child (widget_class, LkTokenPage, owner_row);
  gtk_widget_class_bind_template_child (widget_class, LkTokenPage, scopes_row);
  gtk_widget_class_bind_template_child (widget_class, LkTokenPage, scopes_pill);
  gtk_widget_class_bind_template_child (widget_class, LkTokenPage, type_row);
  gtk_widget_class_bind_template_child (widget_class, LkTokenPage, obtained_row);
  gtk_widget_class_bind_template_child (widget_class, LkTokenPage, expiry_row);
  gtk_widget_class_bind_template_child (widget_class, LkTokenPage, place_row);
  gtk_widget_class_bind_template_child (widget_class, LkTokenPage, place_pill);
  gtk_widget_class_bind_template_child (widget_class, LkTokenPage, refresh_button);
  gtk_widget_class_bind_template_child (widget_class, LkTokenPage, server_row);
  gtk_widget_class_bind_template_child (widget_class, LkTokenPage, client_row);
  gtk_widget_class_bind_template_child (widget_class, LkTokenPage, asked_row);
  gtk_widget_class_bind_template_child (widget_class, LkTokenPage, grant_row);
  gtk_widget_class_bind_template_child (widget_class, LkTokenPage, redirect_row);
  gtk_widget_class_bind_template_child (widget_class, LkTokenPage, steps_list);
  gtk_widget_class_bind_template_callback (widget_class, retry_cb);
}

static void
lk_token_page_init (LkTokenPage *self)
{
  self->cancellable = g_cancellable_new ();
  self->entry_expires = -1;
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (self->error_card, "notify::visible", G_CALLBACK (card_shown_cb), self, G_CONNECT_SWAPPED);
}

/**
 * lk_token_page_new:
 * @account: whose token it shows
 * @settings: (nullable): the application's settings, for how long a copied secret may stay
 *
 * Returns: (transfer floating): a page that reads the token from the vault if that was not done yet, and tries it
 */
GtkWidget *
lk_token_page_new (LkAccount *account,
                   GSettings *settings)
{
  return g_object_new (LK_TYPE_TOKEN_PAGE, "account", account, "settings", settings, NULL);
}

/**
 * lk_token_page_show_failure:
 * @self: a token page
 * @diagnoses: (nullable) (element-type LkDiagnosis): why a sign-in, a refresh or a sign-out failed; `NULL` clears the
 *   card
 * @exchange: (nullable): the exchange that failed
 */
void
lk_token_page_show_failure (LkTokenPage *self,
                            GPtrArray   *diagnoses,
                            LkExchange  *exchange)
{
  g_return_if_fail (LK_IS_TOKEN_PAGE (self));

  lk_error_card_show (self->error_card, diagnoses, exchange);
}

/**
 * lk_token_page_set_busy:
 * @self: a token page
 * @what: (nullable): what is being done, as a short sentence; `NULL` when it is over
 * @cancellable: (nullable): what its Cancel button cancels
 */
void
lk_token_page_set_busy (LkTokenPage  *self,
                        const char   *what,
                        GCancellable *cancellable)
{
  g_return_if_fail (LK_IS_TOKEN_PAGE (self));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  g_set_object (&self->busy_cancellable, cancellable);
  show_busy (self, what, cancellable != NULL);
}
