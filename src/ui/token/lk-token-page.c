/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-token-page.h"

#include <glib/gi18n.h>

#include "lk-clipboard.h"
#include "lk-error-card.h"
#include "lk-format.h"
#include "lk-secret.h"
#include "lk-steps-list.h"
#include "lk-token-details.h"
#include "lk-token-prospect.h"
#include "lk-token-text.h"
#include "lk-ui-util.h"

struct _LkTokenPage
{
  AdwBin parent_instance;

  /* template children */
  GtkBox *box;
  LkErrorCard *error_card;
  GtkWidget *busy_box;
  GtkLabel *busy_label;
  GtkWidget *busy_cancel_button;
  GtkStack *stack;
  GtkWidget *loading_spinner;

  /* not owned, nullable: the stack's and the box's, NULL until they are first seen */
  LkTokenProspect *prospect;
  LkTokenDetails *details;
  LkStepsList *steps_list;

  /* owned */
  LkAccount *account;
  GSettings *settings;              /* owned, nullable */
  char *retry;                      /* the action whose failure is shown, as a detailed name; nullable */
  char *busy_what;                  /* what the account's view does; nullable */
  GCancellable *busy_cancellable;   /* of the same; nullable */
  LkToken *renewed;                 /* the token whose renewal was tried by itself; nullable */

  /* cancelled when the page goes */
  GCancellable *cancellable;
  /* cancelled when another test begins or Cancel is pressed; NULL while none runs */
  GCancellable *test_cancellable;

  guint patience;         /* runs until it is said that there is waiting */
  guint countdown;        /* runs only while the page is seen and the end is known */
  gint64 entry_expires;   /* of the token's own entry in oauth/tokens; -1 unknown */
  gboolean unreadable;    /* the vault would not say whether there is a token */
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

#define PATIENCE_MILLISECONDS 400

static void update (LkTokenPage *self);
static void show_failure (LkTokenPage  *self,
                          LkFlow        flow,
                          LkExchange   *exchange,
                          const GError *error);

/* The token, unless the connection's settings have changed since it was got: it must not go anywhere then. */
static LkToken *
get_token (LkTokenPage *self)
{
  LkToken *token = lk_account_get_token (self->account);

  return token != NULL && lk_token_belongs_to (token, lk_account_get_connection (self->account)) ? token : NULL;
}

static void
renewed_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      data)
{
  g_autoptr(LkTokenPage) self = data;
  g_autoptr(LkToken) token = NULL;
  g_autoptr(LkExchange) exchange = NULL;
  g_autoptr(GError) error = NULL;

  token = lk_token_source_get_finish (LK_TOKEN_SOURCE (source), result, &exchange, &error);
  if (self->account == NULL)
    return;

  if (token == NULL)
    show_failure (self, LK_FLOW_REFRESH, exchange, error);
  update (self);
}

/* Whoever looks at a token is to see one that works; tried once a token. Elsewhere it is renewed when it is used. */
static void
renew_if_due (LkTokenPage *self,
              LkToken     *token)
{
  if (!gtk_widget_get_mapped (GTK_WIDGET (self))
      || token == self->renewed
      || !lk_token_is_due (token)
      || !lk_token_is_renewable (token))
    return;

  g_set_object (&self->renewed, token);
  lk_token_source_get_async (lk_account_get_source (self->account), self->cancellable, renewed_cb,
                             g_object_ref (self));
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
  gint64 left;

  g_clear_handle_id (&self->countdown, g_source_remove);
  if (token == NULL || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;

  left = lk_token_text_left (token, self->entry_expires, g_get_real_time () / G_USEC_PER_SEC);
  if (left > 0)
    self->countdown = g_timeout_add_seconds (lk_format_next_change (left), count_down_cb, self);
}

static void
show_details (LkTokenPage *self)
{
  if (self->details == NULL)
    {
      self->details = g_object_new (LK_TYPE_TOKEN_DETAILS, NULL);
      gtk_stack_add_named (self->stack, GTK_WIDGET (self->details), "token");
    }

  if (g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "token") != 0)
    g_debug ("The token is shown");
  lk_token_details_show (self->details, self->account, self->entry_expires);
  gtk_stack_set_visible_child_name (self->stack, "token");
}

/* One suggested action a page: while a card explains a failure, its remedy is the one. */
static void
update_suggested (LkTokenPage *self)
{
  if (self->prospect != NULL)
    lk_token_prospect_set_suggested (self->prospect, !lk_error_card_is_shown (self->error_card));
}

static void
show_prospect (LkTokenPage *self)
{
  if (self->prospect == NULL)
    {
      self->prospect = g_object_new (LK_TYPE_TOKEN_PROSPECT, NULL);
      gtk_stack_add_named (self->stack, GTK_WIDGET (self->prospect), "sign-in");
      update_suggested (self);
    }

  lk_token_prospect_show (self->prospect, self->account);
  gtk_stack_set_visible_child_name (self->stack, "sign-in");
}

static void
show_steps (LkTokenPage *self)
{
  if (self->steps_list == NULL)
    {
      self->steps_list = g_object_new (LK_TYPE_STEPS_LIST, NULL);
      gtk_box_append (self->box, GTK_WIDGET (self->steps_list));
    }

  lk_steps_list_update (self->steps_list, self->account);
}

/* Until the vault has said whether there is a token, nothing is shown that would have to make room for it; nor is it
 * made, which would be most of what a start has to lay out. */
static void
update (LkTokenPage *self)
{
  LkToken *token = get_token (self);

  if (token == NULL && self->details != NULL)
    lk_token_details_clear (self->details);

  if (token != NULL)
    {
      show_details (self);
      renew_if_due (self, token);
    }
  else if (lk_account_get_state (self->account) == LK_ACCOUNT_STATE_UNKNOWN && !self->unreadable)
    {
      gtk_stack_set_visible_child_name (self->stack, "loading");
    }
  else
    {
      show_prospect (self);
    }

  if (!g_str_equal (gtk_stack_get_visible_child_name (self->stack), "loading"))
    show_steps (self);

  schedule_countdown (self, token);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "token.test", token != NULL);
}

/* One line for all that may run, the weightiest first. */
static void
update_busy (LkTokenPage *self)
{
  const char *what = self->busy_what;
  gboolean can_cancel = self->busy_cancellable != NULL;
  gboolean refreshing = FALSE;

  g_object_get (lk_account_get_source (self->account), "refreshing", &refreshing, NULL);
  if (what == NULL && refreshing)
    {
      what = _("Renewing the token…");
    }
  else if (what == NULL && self->test_cancellable != NULL)
    {
      what = _("Asking the service whose token it is…");
      can_cancel = TRUE;
    }

  gtk_label_set_text (self->busy_label, what != NULL ? what : "");
  gtk_widget_set_visible (self->busy_box, what != NULL);
  gtk_widget_set_visible (self->busy_cancel_button, can_cancel);
}

static void
show_failure (LkTokenPage  *self,
              LkFlow        flow,
              LkExchange   *exchange,
              const GError *error)
{
  g_autoptr(GPtrArray) diagnoses = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  diagnoses = lk_account_diagnose (self->account, flow, exchange, error);
  lk_token_page_show_failure (self, flow == LK_FLOW_REFRESH ? "account.refresh" : NULL, diagnoses, exchange);
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

      if (entry->is_own && (expires = lk_format_parse_iso (entry->expires)) != NULL)
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
  GCancellable *asked = g_task_get_cancellable (G_TASK (result));
  g_autoptr(LkExchange) exchange = NULL;
  g_autoptr(GError) error = NULL;
  LkToken *token;
  gboolean worked;

  worked = lk_account_identify_finish (LK_ACCOUNT (source), result, &exchange, &error);
  if (self->account == NULL || asked != self->test_cancellable)
    return;

  g_clear_object (&self->test_cancellable);
  update_busy (self);
  token = get_token (self);
  if (worked)
    {
      lk_error_card_clear (self->error_card);
      if (token != NULL && lk_token_get_expires_at (token) < 0)
        lk_chat_service_list_tokens_async (lk_account_get_service (self->account), self->cancellable,
                                           tokens_listed_cb, g_object_ref (self));
    }
  else
    {
      show_failure (self, LK_FLOW_API, exchange, error);
    }

  update (self);
}

static void
test_token (LkTokenPage *self)
{
  if (get_token (self) == NULL)
    return;

  g_cancellable_cancel (self->test_cancellable);
  g_clear_object (&self->test_cancellable);
  self->test_cancellable = g_cancellable_new ();
  update_busy (self);
  lk_account_identify_async (self->account, self->test_cancellable, identified_cb, g_object_ref (self));
}

/* A new token is tried at once: the page is to say that it works and whose it is. One that has ended is renewed by
 * that, where it can be. */
static void
token_changed_cb (LkTokenPage *self)
{
  LkToken *token = get_token (self);

  g_assert (LK_IS_TOKEN_PAGE (self));

  self->entry_expires = -1;
  if (token != NULL)
    lk_error_card_clear (self->error_card);
  update (self);
  if (token != NULL && (!lk_token_is_expired (token, 0) || lk_token_is_renewable (token)))
    test_token (self);
}

/* The quiet notice: once, and only where a person has to do something. */
static void
state_changed_cb (LkTokenPage *self)
{
  LkToken *token = get_token (self);

  g_assert (LK_IS_TOKEN_PAGE (self));

  update (self);
  if (token != NULL && lk_account_get_state (self->account) == LK_ACCOUNT_STATE_ENDS_SOON
      && !lk_token_is_renewable (token))
    lk_ui_show_toast (GTK_WIDGET (self), _("The token ends in a few minutes"));
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

  self->unreadable = !loaded;
  if (!loaded)
    show_failure (self, LK_FLOW_STORE, NULL, error);
  update (self);
}

static void
retry_cb (LkTokenPage *self)
{
  g_autofree char *retry = g_steal_pointer (&self->retry);
  g_autofree char *action = NULL;
  g_autoptr(GVariant) target = NULL;

  g_assert (LK_IS_TOKEN_PAGE (self));

  lk_error_card_clear (self->error_card);
  /* Without a token there is nothing to renew. */
  if (retry != NULL && (get_token (self) != NULL || !g_str_equal (retry, "account.refresh"))
      && g_action_parse_detailed_name (retry, &action, &target, NULL))
    {
      gtk_widget_activate_action_variant (GTK_WIDGET (self), action, target);
      return;
    }

  /* A token may be there all the same, got since by a sign-in and kept in memory. */
  if (get_token (self) != NULL)
    test_token (self);
  else if (self->unreadable)
    lk_account_load_async (self->account, self->cancellable, loaded_cb, g_object_ref (self));
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
  LkToken *token = get_token (self);
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

static gboolean
patience_cb (gpointer data)
{
  LkTokenPage *self = data;

  g_assert (LK_IS_TOKEN_PAGE (self));

  self->patience = 0;
  gtk_widget_set_visible (self->loading_spinner, TRUE);

  return G_SOURCE_REMOVE;
}

static void
lk_token_page_constructed (GObject *object)
{
  LkTokenPage *self = LK_TOKEN_PAGE (object);

  G_OBJECT_CLASS (lk_token_page_parent_class)->constructed (object);

  g_signal_connect_object (self->account, "notify::token", G_CALLBACK (token_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->account, "notify::state", G_CALLBACK (state_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->account, "notify::place", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->account, "notify::agent", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (lk_account_get_connection (self->account), "notify", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (lk_account_get_source (self->account), "notify::refreshing",
                           G_CALLBACK (update_busy), self, G_CONNECT_SWAPPED);

  update (self);
  if (lk_account_get_state (self->account) == LK_ACCOUNT_STATE_UNKNOWN)
    {
      /* A keyring mostly answers before a spinner could be made out, whose picture is the costliest of the window: not
       * before a frame that is due, however slow the start. */
      self->patience = g_timeout_add_full (G_PRIORITY_DEFAULT_IDLE, PATIENCE_MILLISECONDS, patience_cb, self, NULL);
      lk_account_load_async (self->account, self->cancellable, loaded_cb, g_object_ref (self));
    }
  else if (lk_account_get_agent (self->account) == NULL)
    token_changed_cb (self);
}

static void
lk_token_page_dispose (GObject *object)
{
  LkTokenPage *self = LK_TOKEN_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_cancellable_cancel (self->test_cancellable);
  g_clear_handle_id (&self->patience, g_source_remove);
  g_clear_handle_id (&self->countdown, g_source_remove);
  self->prospect = NULL;
  self->details = NULL;
  self->steps_list = NULL;
  gtk_widget_dispose_template (GTK_WIDGET (self), LK_TYPE_TOKEN_PAGE);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->test_cancellable);
  g_clear_object (&self->busy_cancellable);
  g_clear_pointer (&self->busy_what, g_free);
  g_clear_pointer (&self->retry, g_free);
  g_clear_object (&self->renewed);
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

  gtk_widget_class_set_css_name (widget_class, "tokenpage");
  gtk_widget_class_set_template_from_resource (widget_class, LK_RESOURCE_BASE "/ui/lk-token-page.ui");
  gtk_widget_class_bind_template_child (widget_class, LkTokenPage, box);
  gtk_widget_class_bind_template_child (widget_class, LkTokenPage, error_card);
  gtk_widget_class_bind_template_child (widget_class, LkTokenPage, busy_box);
  gtk_widget_class_bind_template_child (widget_class, LkTokenPage, busy_label);
  gtk_widget_class_bind_template_child (widget_class, LkTokenPage, busy_cancel_button);
  gtk_widget_class_bind_template_child (widget_class, LkTokenPage, stack);
  gtk_widget_class_bind_template_child (widget_class, LkTokenPage, loading_spinner);
  gtk_widget_class_bind_template_callback (widget_class, retry_cb);
}

static void
lk_token_page_init (LkTokenPage *self)
{
  self->cancellable = g_cancellable_new ();
  self->entry_expires = -1;
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (self->error_card, "notify::visible", G_CALLBACK (update_suggested), self,
                           G_CONNECT_SWAPPED);
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
 * @retry: (nullable): the detailed name of the action that failed, for Try Again; %NULL if that is to test the token
 * @diagnoses: (nullable) (element-type LkDiagnosis): why a sign-in, a refresh or a sign-out failed; %NULL clears the
 *   card
 * @exchange: (nullable): the exchange that failed
 */
void
lk_token_page_show_failure (LkTokenPage *self,
                            const char  *retry,
                            GPtrArray   *diagnoses,
                            LkExchange  *exchange)
{
  g_return_if_fail (LK_IS_TOKEN_PAGE (self));

  g_free (self->retry);
  self->retry = g_strdup (retry);
  lk_error_card_show (self->error_card, diagnoses, exchange);
}

/**
 * lk_token_page_set_busy:
 * @self: a token page
 * @what: (nullable): what is being done, as a short sentence; %NULL when it is over
 * @cancellable: (nullable): what its Cancel button cancels
 */
void
lk_token_page_set_busy (LkTokenPage  *self,
                        const char   *what,
                        GCancellable *cancellable)
{
  g_return_if_fail (LK_IS_TOKEN_PAGE (self));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  g_free (self->busy_what);
  self->busy_what = g_strdup (what);
  g_set_object (&self->busy_cancellable, cancellable);
  update_busy (self);
}
