/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-client-rows.h"

#include <glib/gi18n.h>

#include "lk-format.h"
#include "lk-pill.h"
#include "lk-text.h"

/**
 * lk_client_type_label:
 * @type: a client type
 *
 * Returns: what a person calls it
 */
const char *
lk_client_type_label (LkClientType type)
{
  switch (type)
    {
    case LK_CLIENT_TYPE_PUBLIC:
      return _("Public");
    case LK_CLIENT_TYPE_CONFIDENTIAL:
      return _("Confidential");
    case LK_CLIENT_TYPE_UNKNOWN:
    default:
      return _("Unknown Type");
    }
}

static GtkWidget *
make_type_pill (LkClientType type)
{
  switch (type)
    {
    case LK_CLIENT_TYPE_CONFIDENTIAL:
      return lk_pill_new (lk_client_type_label (type), "changes-prevent-symbolic", LK_PILL_SUCCESS);
    case LK_CLIENT_TYPE_PUBLIC:
      return lk_pill_new (lk_client_type_label (type), "changes-allow-symbolic", LK_PILL_NEUTRAL);
    case LK_CLIENT_TYPE_UNKNOWN:
    default:
      return lk_pill_new (lk_client_type_label (type), "dialog-question-symbolic", LK_PILL_WARNING);
    }
}

static void
add_detail (AdwExpanderRow *row,
            const char     *title,
            const char     *text)
{
  GtkWidget *detail;

  if (text == NULL || *text == '\0')
    return;

  detail = adw_action_row_new ();
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (detail), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (detail), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (detail), text);
  adw_expander_row_add_row (row, detail);
}

/* A row that says what can be done, with the button that does it. The page's action knows whether it can be. */
static void
add_button (AdwExpanderRow *row,
            LkOauthClient    *client,
            const char     *title,
            const char     *subtitle,
            const char     *label,
            const char     *action)
{
  GtkWidget *action_row = adw_action_row_new ();
  GtkWidget *button = gtk_button_new_with_mnemonic (label);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (action_row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (action_row), subtitle);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", client->id);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, client->name, -1);
  adw_action_row_add_suffix (ADW_ACTION_ROW (action_row), button);
  adw_expander_row_add_row (row, action_row);
}

/**
 * lk_client_row_new:
 * @client: an API client of the account
 * @own: whether it is this connection's own
 * @can_write: whether the token may change it
 *
 * All text of a client comes from outside: the rows read no markup (SECURITY.md E6).
 *
 * Returns: (transfer floating): its row, open when it is the own one; its buttons run `clients.switch` and
 *   `clients.edit` with the client's id
 */
GtkWidget *
lk_client_row_new (LkOauthClient *client,
                   gboolean     own,
                   gboolean     can_write)
{
  GtkWidget *widget;
  AdwExpanderRow *row;
  gboolean confidential;
  const char *locked = _("Off: the token lacks the scope “write”");
  g_autofree char *uris = NULL;
  g_autofree char *scopes = NULL;
  g_autofree char *created = NULL;
  g_autofree char *updated = NULL;

  g_return_val_if_fail (client != NULL, NULL);

  widget = adw_expander_row_new ();
  row = ADW_EXPANDER_ROW (widget);
  confidential = client->client_type == LK_CLIENT_TYPE_CONFIDENTIAL;
  uris = lk_text_join_words (client->redirect_uris);
  scopes = lk_text_join_words (client->scopes);
  created = lk_format_iso (client->created);
  updated = lk_format_iso (client->updated);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), client->name);
  adw_expander_row_set_subtitle (row, own ? _("This connection’s client") : client->company);
  adw_expander_row_add_prefix (row, make_type_pill (client->client_type));
  adw_expander_row_set_expanded (row, own);

  add_button (row, client, _("Client Type"),
              can_write ? _("A confidential client can get a token with no login page") : locked,
              confidential ? _("Make _Public…") : _("Make _Confidential…"), "clients.switch");
  add_detail (row, _("Client ID"), client->identifier);
  add_detail (row, _("Company"), client->company);
  add_detail (row, _("Redirect URLs"), uris);
  add_detail (row, _("Scopes"), scopes);
  add_detail (row, _("Made"), created);
  add_detail (row, _("Changed"), updated);
  add_button (row, client, _("Settings"), can_write ? _("Its redirect URLs and scopes") : locked, _("_Edit…"),
              "clients.edit");

  return widget;
}

/**
 * lk_api_token_row_new:
 * @token: an entry of the account's tokens
 * @client_name: (nullable): the name of the client it was issued to
 *
 * Returns: (transfer floating): its row, masked, with the client, the scopes and its end
 */
GtkWidget *
lk_api_token_row_new (LkApiToken *token,
                      const char *client_name)
{
  GtkWidget *row;
  const char *masked;
  g_autofree char *scopes = NULL;
  g_autofree char *expires = NULL;
  g_autofree char *subtitle = NULL;

  g_return_val_if_fail (token != NULL, NULL);

  row = adw_action_row_new ();
  masked = token->masked;
  scopes = lk_text_join_words (token->scopes);
  if (token->expires != NULL)
    {
      g_autofree char *date = lk_format_iso (token->expires);

      /* Translators: %s is a date. */
      expires = g_strdup_printf (_("ends %s"), date);
    }
  else
    {
      expires = g_strdup (_("no expiry given"));
    }

  subtitle = client_name != NULL ? g_strdup_printf ("%s — %s — %s", client_name, scopes, expires)
                                 : g_strdup_printf ("%s — %s", scopes, expires);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), masked != NULL ? masked : _("Not shown"));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  if (token->is_own)
    adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                               lk_pill_new (_("This One"), "object-select-symbolic", LK_PILL_SUCCESS));

  return row;
}
