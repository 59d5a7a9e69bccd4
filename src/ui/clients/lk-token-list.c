/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-token-list.h"

#include <glib/gi18n.h>

#include "lk-oauth-client.h"
#include "lk-client-rows.h"
#include "lk-ui-util.h"

struct _LkTokenList
{
  AdwBin parent_instance;

  /* template children */
  GtkListBox *list_box;

  /* owned */
  GPtrArray *tokens;     /* of LkApiToken; nullable */
  GHashTable *chosen;    /* their ids */

  gboolean can_write;
};

G_DEFINE_FINAL_TYPE (LkTokenList, lk_token_list, ADW_TYPE_BIN)

enum
{
  SIGNAL_REVOKE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static LkApiToken *
find_own (LkTokenList *self)
{
  for (guint i = 0; self->tokens != NULL && i < self->tokens->len; i++)
    {
      LkApiToken *token = g_ptr_array_index (self->tokens, i);

      if (token->is_own)
        return token;
    }

  return NULL;
}

static gboolean
is_chosen (LkTokenList *self,
           LkApiToken  *token)
{
  return token != NULL && g_hash_table_contains (self->chosen, token->id);
}

static void
update_action (LkTokenList *self)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "tokens.revoke",
                                 self->can_write && g_hash_table_size (self->chosen) > 0);
}

static void
revoke_response_cb (AdwMessageDialog *dialog,
                    const char       *response,
                    LkTokenList      *self)
{
  g_assert (LK_IS_TOKEN_LIST (self));

  if (g_str_equal (response, "revoke"))
    g_signal_emit (self, signals[SIGNAL_REVOKE], 0);
}

static void
revoke_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  LkTokenList *self = LK_TOKEN_LIST (widget);
  guint n = g_hash_table_size (self->chosen);
  g_autofree char *heading = g_strdup_printf (ngettext ("Revoke %u token?", "Revoke %u tokens?", n), n);
  GtkWidget *dialog;

  dialog = adw_message_dialog_new (GTK_WINDOW (gtk_widget_get_root (widget)), heading,
                                   lk_token_list_chooses_own (self)
                                   ? _("The token of this connection is among them: you will be signed out here. "
                                       "Whatever else uses them will stop working. This cannot be undone.")
                                   : _("Whatever uses them will stop working. This cannot be undone."));
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _("_Cancel"), "revoke", _("_Revoke"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "revoke", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (revoke_response_cb), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
toggled_cb (LkTokenList    *self,
            GtkCheckButton *check)
{
  const char *id = g_object_get_data (G_OBJECT (check), "lk-token-id");

  g_assert (LK_IS_TOKEN_LIST (self));

  if (gtk_check_button_get_active (check))
    g_hash_table_add (self->chosen, g_strdup (id));
  else
    g_hash_table_remove (self->chosen, id);
  update_action (self);
}

static const char *
find_client_name (GPtrArray  *clients,
                  LkApiToken *token)
{
  for (guint i = 0; clients != NULL && i < clients->len; i++)
    {
      LkOauthClient *client = g_ptr_array_index (clients, i);

      if (g_strcmp0 (client->identifier, token->client_identifier) == 0)
        return client->name;
    }

  return NULL;
}

static GtkWidget *
make_row (LkTokenList *self,
          LkApiToken  *token,
          GPtrArray   *clients)
{
  GtkWidget *row = lk_api_token_row_new (token, find_client_name (clients, token));
  GtkWidget *check = gtk_check_button_new ();

  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  gtk_widget_set_sensitive (check, self->can_write);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), is_chosen (self, token));
  lk_ui_name_control (check, adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)), _("Choose it to be revoked"));
  g_object_set_data_full (G_OBJECT (check), "lk-token-id", g_strdup (token->id), g_free);
  g_signal_connect_object (check, "toggled", G_CALLBACK (toggled_cb), self, G_CONNECT_SWAPPED);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);

  return row;
}

static void
lk_token_list_dispose (GObject *object)
{
  LkTokenList *self = LK_TOKEN_LIST (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), LK_TYPE_TOKEN_LIST);
  g_clear_pointer (&self->tokens, g_ptr_array_unref);
  g_clear_pointer (&self->chosen, g_hash_table_unref);

  G_OBJECT_CLASS (lk_token_list_parent_class)->dispose (object);
}

static void
lk_token_list_class_init (LkTokenListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lk_token_list_dispose;

  /**
   * LkTokenList::revoke:
   * @self: the list
   *
   * The person has chosen tokens and said yes to their end.
   */
  signals[SIGNAL_REVOKE] = g_signal_new ("revoke", LK_TYPE_TOKEN_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 0);

  gtk_widget_class_install_action (widget_class, "tokens.revoke", NULL, revoke_action);
  gtk_widget_class_set_css_name (widget_class, "tokenlist");
  gtk_widget_class_set_template_from_resource (widget_class, LK_RESOURCE_BASE "/ui/lk-token-list.ui");
  gtk_widget_class_bind_template_child (widget_class, LkTokenList, list_box);
}

static void
lk_token_list_init (LkTokenList *self)
{
  self->chosen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
  update_action (self);
}

/**
 * lk_token_list_set_tokens:
 * @self: a list
 * @tokens: (nullable) (element-type LkApiToken): the account's tokens
 * @clients: (nullable) (element-type LkOauthClient): the account's clients, for their names
 * @can_write: whether the token held may revoke
 *
 * Shows @tokens. What was chosen stays so when they are the same array as before.
 */
void
lk_token_list_set_tokens (LkTokenList *self,
                          GPtrArray   *tokens,
                          GPtrArray   *clients,
                          gboolean     can_write)
{
  g_return_if_fail (LK_IS_TOKEN_LIST (self));

  if (self->tokens != tokens)
    {
      g_hash_table_remove_all (self->chosen);
      g_clear_pointer (&self->tokens, g_ptr_array_unref);
      self->tokens = tokens != NULL ? g_ptr_array_ref (tokens) : NULL;
    }

  self->can_write = can_write;
  lk_ui_remove_all (GTK_WIDGET (self->list_box));
  for (guint i = 0; tokens != NULL && i < tokens->len; i++)
    gtk_list_box_append (self->list_box, make_row (self, g_ptr_array_index (tokens, i), clients));
  gtk_widget_set_visible (GTK_WIDGET (self->list_box), tokens != NULL && tokens->len > 0);
  update_action (self);
}

/**
 * lk_token_list_dup_chosen:
 * @self: a list
 *
 * Returns: (transfer full): the ids of the chosen tokens, the program's own last: the others are revoked with it
 */
char **
lk_token_list_dup_chosen (LkTokenList *self)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  LkApiToken *own;

  g_return_val_if_fail (LK_IS_TOKEN_LIST (self), NULL);

  own = find_own (self);
  for (guint i = 0; self->tokens != NULL && i < self->tokens->len; i++)
    {
      LkApiToken *token = g_ptr_array_index (self->tokens, i);

      if (token != own && is_chosen (self, token))
        g_strv_builder_add (builder, token->id);
    }
  if (is_chosen (self, own))
    g_strv_builder_add (builder, own->id);

  return g_strv_builder_end (builder);
}

/**
 * lk_token_list_chooses_own:
 * @self: a list
 *
 * Returns: whether the program's own token is among the chosen
 */
gboolean
lk_token_list_chooses_own (LkTokenList *self)
{
  g_return_val_if_fail (LK_IS_TOKEN_LIST (self), FALSE);

  return is_chosen (self, find_own (self));
}
