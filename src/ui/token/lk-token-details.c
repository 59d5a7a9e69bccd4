/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-token-details.h"

#include <glib/gi18n.h>

#include "lk-format.h"
#include "lk-pill.h"
#include "lk-secret-field.h"
#include "lk-token-text.h"

struct _LkTokenDetails
{
  AdwBin parent_instance;

  /* template children */
  LkPill *state_pill;
  GtkLabel *title_label;
  GtkLabel *answer_label;
  GtkWidget *copy_button;
  LkSecretField *secret_field;
  AdwActionRow *owner_row;
  AdwActionRow *scopes_row;
  LkPill *scopes_pill;
  AdwActionRow *expiry_row;
  AdwActionRow *obtained_row;
  AdwActionRow *type_row;
  AdwActionRow *place_row;
  LkPill *place_pill;
  GtkWidget *refresh_child;
  GtkWidget *refresh_button;
  GtkWidget *again_button;
};

G_DEFINE_FINAL_TYPE (LkTokenDetails, lk_token_details, ADW_TYPE_BIN)

static void
suggest (GtkWidget *button,
         gboolean   suggested)
{
  if (suggested)
    gtk_widget_add_css_class (button, "suggested-action");
  else
    gtk_widget_remove_css_class (button, "suggested-action");
}

static void
show_state (LkTokenDetails *self,
            LkToken        *token,
            gboolean        worked,
            gint64          left)
{
  gboolean ended = left == 0;
  gboolean renewable = lk_token_is_renewable (token);

  if (ended)
    lk_pill_set (self->state_pill, _("Ended"), "dialog-error-symbolic", LK_PILL_ERROR);
  else if (left > 0 && left <= LK_ACCOUNT_ENDS_SOON_SECONDS)
    lk_pill_set (self->state_pill, _("Ends Soon"), "dialog-warning-symbolic", LK_PILL_WARNING);
  else if (worked)
    lk_pill_set (self->state_pill, _("Works"), "object-select-symbolic", LK_PILL_SUCCESS);
  else
    lk_pill_set (self->state_pill, _("Not Tested Yet"), "dialog-question-symbolic", LK_PILL_NEUTRAL);

  /* The one suggested action is the one that helps now. */
  gtk_widget_set_visible (self->copy_button, !ended);
  gtk_widget_set_visible (self->refresh_child, renewable);
  suggest (self->refresh_button, ended && renewable);
  suggest (self->again_button, ended && !renewable);
}

static void
show_place (LkTokenDetails *self,
            LkAccount      *account)
{
  LkVault *vault = lk_account_get_vault (account);
  g_autofree char *fault = NULL;

  switch (lk_account_get_place (account))
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
show_owner (LkTokenDetails *self,
            LkAgent        *agent)
{
  g_autofree char *owner = NULL;

  if (agent == NULL)
    owner = g_strdup (_("Not asked yet"));
  else if (agent->email != NULL)
    owner = g_strdup_printf ("%s — %s", agent->name, agent->email);
  else
    owner = g_strdup (agent->name);

  adw_action_row_set_subtitle (self->owner_row, owner);
}

static void
show_scopes (LkTokenDetails *self,
             LkToken        *token)
{
  gboolean more = FALSE;
  gboolean less = FALSE;
  g_autofree char *scopes = lk_token_text_scopes (token, &more, &less);

  adw_action_row_set_subtitle (self->scopes_row, scopes);
  gtk_widget_set_visible (GTK_WIDGET (self->scopes_pill), more || less);
  if (more)
    lk_pill_set (self->scopes_pill, _("More Than Asked"), "dialog-warning-symbolic", LK_PILL_WARNING);
  else if (less)
    lk_pill_set (self->scopes_pill, _("Less Than Asked"), "dialog-information-symbolic", LK_PILL_NEUTRAL);
}

static void
lk_token_details_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), LK_TYPE_TOKEN_DETAILS);

  G_OBJECT_CLASS (lk_token_details_parent_class)->dispose (object);
}

static void
lk_token_details_class_init (LkTokenDetailsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lk_token_details_dispose;

  g_type_ensure (LK_TYPE_PILL);
  g_type_ensure (LK_TYPE_SECRET_FIELD);

  gtk_widget_class_set_css_name (widget_class, "tokendetails");
  gtk_widget_class_set_template_from_resource (widget_class, LK_RESOURCE_BASE "/ui/lk-token-details.ui");
  gtk_widget_class_bind_template_child (widget_class, LkTokenDetails, state_pill);
  gtk_widget_class_bind_template_child (widget_class, LkTokenDetails, title_label);
  gtk_widget_class_bind_template_child (widget_class, LkTokenDetails, answer_label);
  gtk_widget_class_bind_template_child (widget_class, LkTokenDetails, copy_button);
  gtk_widget_class_bind_template_child (widget_class, LkTokenDetails, secret_field);
  gtk_widget_class_bind_template_child (widget_class, LkTokenDetails, owner_row);
  gtk_widget_class_bind_template_child (widget_class, LkTokenDetails, scopes_row);
  gtk_widget_class_bind_template_child (widget_class, LkTokenDetails, scopes_pill);
  gtk_widget_class_bind_template_child (widget_class, LkTokenDetails, expiry_row);
  gtk_widget_class_bind_template_child (widget_class, LkTokenDetails, obtained_row);
  gtk_widget_class_bind_template_child (widget_class, LkTokenDetails, type_row);
  gtk_widget_class_bind_template_child (widget_class, LkTokenDetails, place_row);
  gtk_widget_class_bind_template_child (widget_class, LkTokenDetails, place_pill);
  gtk_widget_class_bind_template_child (widget_class, LkTokenDetails, refresh_child);
  gtk_widget_class_bind_template_child (widget_class, LkTokenDetails, refresh_button);
  gtk_widget_class_bind_template_child (widget_class, LkTokenDetails, again_button);
}

static void
lk_token_details_init (LkTokenDetails *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * lk_token_details_show:
 * @self: the details
 * @account: an account that has a token
 * @entry_expires: what the token's entry in oauth/tokens says of its end, seconds since the epoch; -1: nothing
 *
 * Shows the token as it is now. Names and scopes come from outside: no row reads markup (SECURITY.md E6).
 */
void
lk_token_details_show (LkTokenDetails *self,
                       LkAccount      *account,
                       gint64          entry_expires)
{
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  LkAgent *agent;
  LkToken *token;
  gboolean worked;
  gint64 left;
  g_autofree char *answer = NULL;
  g_autofree char *expiry = NULL;
  g_autofree char *date = NULL;
  g_autofree char *obtained = NULL;

  g_return_if_fail (LK_IS_TOKEN_DETAILS (self));
  g_return_if_fail (LK_IS_ACCOUNT (account));

  token = lk_account_get_token (account);
  g_return_if_fail (token != NULL);

  agent = lk_account_get_agent (account);
  worked = lk_chat_service_get_worked (lk_account_get_service (account));
  left = lk_token_text_left (token, entry_expires, now);
  answer = lk_token_text_answer (token, agent, entry_expires, now);
  expiry = lk_token_text_expiry (token, entry_expires, now);
  date = lk_format_date_time (lk_token_get_obtained_at (token));
  obtained = g_strdup_printf ("%s — %s", date, lk_token_text_obtained (token));

  show_state (self, token, worked, left);
  gtk_label_set_text (self->title_label, lk_token_text_title (left, worked));
  gtk_label_set_text (self->answer_label, answer);
  lk_secret_field_set_secret (self->secret_field, lk_token_get_access_token (token));
  show_owner (self, agent);
  show_scopes (self, token);
  adw_action_row_set_subtitle (self->expiry_row, expiry);
  adw_action_row_set_subtitle (self->obtained_row, obtained);
  adw_action_row_set_subtitle (self->type_row, lk_token_get_token_type (token));
  show_place (self, account);
}

/**
 * lk_token_details_clear:
 * @self: the details
 *
 * Forgets the token that was shown.
 */
void
lk_token_details_clear (LkTokenDetails *self)
{
  g_return_if_fail (LK_IS_TOKEN_DETAILS (self));

  lk_secret_field_set_secret (self->secret_field, NULL);
}
