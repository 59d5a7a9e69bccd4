/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-token-prospect.h"

#include <glib/gi18n.h>

#include "lk-text.h"
#include "lk-token-text.h"
#include "lk-url.h"

struct _LkTokenProspect
{
  AdwBin parent_instance;

  /* template children */
  GtkLabel *title_label;
  GtkLabel *text_label;
  GtkWidget *sign_in_button;
  GtkWidget *kept_row;
  AdwActionRow *server_row;
  AdwActionRow *client_row;
  AdwActionRow *asked_row;
  AdwActionRow *grant_row;
  AdwActionRow *redirect_row;
};

G_DEFINE_FINAL_TYPE (LkTokenProspect, lk_token_prospect, ADW_TYPE_BIN)

static void
lk_token_prospect_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), LK_TYPE_TOKEN_PROSPECT);

  G_OBJECT_CLASS (lk_token_prospect_parent_class)->dispose (object);
}

static void
lk_token_prospect_class_init (LkTokenProspectClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lk_token_prospect_dispose;

  gtk_widget_class_set_css_name (widget_class, "tokenprospect");
  gtk_widget_class_set_template_from_resource (widget_class, LK_RESOURCE_BASE "/ui/lk-token-prospect.ui");
  gtk_widget_class_bind_template_child (widget_class, LkTokenProspect, title_label);
  gtk_widget_class_bind_template_child (widget_class, LkTokenProspect, text_label);
  gtk_widget_class_bind_template_child (widget_class, LkTokenProspect, sign_in_button);
  gtk_widget_class_bind_template_child (widget_class, LkTokenProspect, kept_row);
  gtk_widget_class_bind_template_child (widget_class, LkTokenProspect, server_row);
  gtk_widget_class_bind_template_child (widget_class, LkTokenProspect, client_row);
  gtk_widget_class_bind_template_child (widget_class, LkTokenProspect, asked_row);
  gtk_widget_class_bind_template_child (widget_class, LkTokenProspect, grant_row);
  gtk_widget_class_bind_template_child (widget_class, LkTokenProspect, redirect_row);
}

static void
lk_token_prospect_init (LkTokenProspect *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * lk_token_prospect_show:
 * @self: the prospect
 * @account: an account that has no token, or one that its settings have moved away from
 *
 * Shows which server, client and scopes a sign-in will be about, before it takes place (SECURITY.md L2).
 */
void
lk_token_prospect_show (LkTokenProspect *self,
                        LkAccount       *account)
{
  LkConnection *connection;
  LkGrant grant;
  gboolean moved;
  const char *url;
  const char *client_id;
  g_autoptr(LkEndpoints) endpoints = NULL;
  g_autofree char *origin = NULL;
  g_autofree char *scopes = NULL;

  g_return_if_fail (LK_IS_TOKEN_PROSPECT (self));
  g_return_if_fail (LK_IS_ACCOUNT (account));

  connection = lk_account_get_connection (account);
  grant = lk_connection_get_grant (connection);
  moved = lk_account_get_token (account) != NULL;
  endpoints = lk_connection_get_endpoints (connection);
  url = grant == LK_GRANT_CLIENT_CREDENTIALS ? endpoints->token : endpoints->authorize;
  origin = url != NULL ? lk_url_get_origin (url) : NULL;
  client_id = lk_connection_get_client_id (connection);
  scopes = lk_text_join_words (lk_connection_get_scopes (connection));

  gtk_label_set_text (self->title_label, moved ? _("No token for these settings") : _("No token yet"));
  if (grant == LK_GRANT_CLIENT_CREDENTIALS)
    gtk_label_set_text (self->text_label, _("The client’s ID and secret get a token with no login page. It is kept in "
                                            "your keyring."));
  else
    gtk_label_set_text (self->text_label, _("Sign in once, and the token is kept in your keyring. You will be asked to "
                                            "allow the following."));
  gtk_widget_set_visible (self->kept_row, moved);

  adw_action_row_set_subtitle (self->server_row, origin != NULL ? origin : _("Not set yet"));
  adw_action_row_set_subtitle (self->client_row,
                               client_id != NULL && *client_id != '\0' ? client_id : _("Not set yet"));
  adw_action_row_set_subtitle (self->asked_row, *scopes != '\0' ? scopes : _("None"));
  adw_action_row_set_subtitle (self->grant_row, lk_token_text_grant (grant));
  adw_action_row_set_subtitle (self->redirect_row, lk_connection_get_redirect_uri (connection));
  gtk_widget_set_visible (GTK_WIDGET (self->redirect_row), grant != LK_GRANT_CLIENT_CREDENTIALS);
}

/**
 * lk_token_prospect_set_suggested:
 * @self: the prospect
 * @suggested: whether to sign in is the one thing to do now
 *
 * Shows its button as the page's suggested action, or as a plain one.
 */
void
lk_token_prospect_set_suggested (LkTokenProspect *self,
                                 gboolean         suggested)
{
  g_return_if_fail (LK_IS_TOKEN_PROSPECT (self));

  if (suggested)
    gtk_widget_add_css_class (self->sign_in_button, "suggested-action");
  else
    gtk_widget_remove_css_class (self->sign_in_button, "suggested-action");
}
