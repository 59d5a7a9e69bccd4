/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-new-client-view.h"

#include <glib/gi18n.h>

#include "lk-clipboard.h"
#include "lk-pill.h"
#include "lk-secret-field.h"
#include "lk-secret.h"
#include "lk-ui-util.h"

struct _LkNewClientView
{
  AdwBin parent_instance;

  /* template children */
  LkPill *place_pill;
  GtkLabel *title_label;
  GtkLabel *text_label;
  AdwActionRow *client_id_row;
  GtkWidget *secret_row;
  LkSecretField *secret_field;
  GtkWidget *connect_button;

  /* owned */
  LkWorkspace *workspace;
  GSettings *settings;       /* owned, nullable */
  LkConnection *connection;  /* what the client can become; NULL when nothing is shown */
  LkAccount *account;        /* the same at work, for its secret's place in the keyring */
  char *secret;              /* a secret; nullable */

  gboolean connecting;       /* the connection is being saved */
};

G_DEFINE_FINAL_TYPE (LkNewClientView, lk_new_client_view, ADW_TYPE_BIN)

static void
forgotten_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(GError) error = NULL;

  if (!lk_account_forget_all_finish (LK_ACCOUNT (source), result, &error))
    g_warning ("The keyring still holds the secret of a client that was not made a connection: %s", error->message);
}

static void
clear (LkNewClientView *self)
{
  lk_secret_clear (&self->secret);
  g_clear_object (&self->connection);
  g_clear_object (&self->account);
}

static void
secret_kept_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr(LkNewClientView) self = user_data;
  g_autoptr(GError) error = NULL;
  gboolean kept = lk_account_set_secret_finish (LK_ACCOUNT (source), result, &error);

  /* Forgotten before it was kept. */
  if (LK_ACCOUNT (source) != self->account)
    {
      lk_account_forget_all_async (LK_ACCOUNT (source), NULL, forgotten_cb, NULL);
      return;
    }

  gtk_widget_set_sensitive (self->connect_button, TRUE);
  if (kept)
    {
      lk_pill_set (self->place_pill, _("In Your Keyring"), "changes-prevent-symbolic", LK_PILL_SUCCESS);
    }
  else
    {
      lk_pill_set (self->place_pill, _("Not Kept"), "dialog-warning-symbolic", LK_PILL_WARNING);
      gtk_label_set_text (self->text_label, error->message);
    }
}

static void
copy_clicked_cb (LkNewClientView *self)
{
  g_assert (LK_IS_NEW_CLIENT_VIEW (self));

  if (self->secret != NULL)
    lk_clipboard_copy_secret (GTK_WIDGET (self), self->secret, lk_clipboard_get_seconds (self->settings));
}

/* Names are for people, who tell two of the same apart badly. */
static void
make_name_unique (LkConnectionList *list,
                  LkConnection     *connection)
{
  g_autofree char *name = g_strdup (lk_connection_get_name (connection));

  for (guint i = 2; lk_connection_list_get_by_name (list, lk_connection_get_name (connection)) != NULL; i++)
    {
      g_autofree char *numbered = g_strdup_printf ("%s %u", name, i);

      g_object_set (connection, "name", numbered, NULL);
    }
}

static void
connected_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(LkNewClientView) self = user_data;
  g_autoptr(GError) error = NULL;

  self->connecting = FALSE;
  if (lk_connection_list_save_finish (LK_CONNECTION_LIST (source), result, &error))
    {
      /* The secret stays: it is the new connection's. */
      clear (self);
      gtk_widget_activate_action (GTK_WIDGET (self), "clients.close", NULL);
      return;
    }

  if (self->connect_button != NULL)
    {
      gtk_widget_set_sensitive (self->connect_button, TRUE);
      lk_ui_show_toast (GTK_WIDGET (self), error->message);
    }
  else
    {
      lk_new_client_view_forget (self);
    }
}

static void
connect_clicked_cb (LkNewClientView *self)
{
  LkConnectionList *list = lk_workspace_get_connections (self->workspace);

  g_assert (LK_IS_NEW_CLIENT_VIEW (self));

  /* The window shows the new connection at once, and this view goes with the old one: it must not forget the secret. */
  self->connecting = TRUE;
  gtk_widget_set_sensitive (self->connect_button, FALSE);
  make_name_unique (list, self->connection);
  lk_connection_list_save_async (list, LK_CONNECTION_CHANGE_ADD, self->connection, NULL, connected_cb,
                                 g_object_ref (self));
}

static void
lk_new_client_view_dispose (GObject *object)
{
  LkNewClientView *self = LK_NEW_CLIENT_VIEW (object);

  lk_new_client_view_forget (self);
  gtk_widget_dispose_template (GTK_WIDGET (self), LK_TYPE_NEW_CLIENT_VIEW);
  g_clear_object (&self->workspace);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (lk_new_client_view_parent_class)->dispose (object);
}

static void
lk_new_client_view_class_init (LkNewClientViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lk_new_client_view_dispose;

  g_type_ensure (LK_TYPE_PILL);
  g_type_ensure (LK_TYPE_SECRET_FIELD);

  gtk_widget_class_set_css_name (widget_class, "newclientview");
  gtk_widget_class_set_template_from_resource (widget_class, LK_RESOURCE_BASE "/ui/lk-new-client-view.ui");
  gtk_widget_class_bind_template_child (widget_class, LkNewClientView, place_pill);
  gtk_widget_class_bind_template_child (widget_class, LkNewClientView, title_label);
  gtk_widget_class_bind_template_child (widget_class, LkNewClientView, text_label);
  gtk_widget_class_bind_template_child (widget_class, LkNewClientView, client_id_row);
  gtk_widget_class_bind_template_child (widget_class, LkNewClientView, secret_row);
  gtk_widget_class_bind_template_child (widget_class, LkNewClientView, secret_field);
  gtk_widget_class_bind_template_child (widget_class, LkNewClientView, connect_button);
  gtk_widget_class_bind_template_callback (widget_class, copy_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, connect_clicked_cb);
}

static void
lk_new_client_view_init (LkNewClientView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * lk_new_client_view_set_context:
 * @self: a view
 * @workspace: where the connection may go, and whose keyring takes the secret
 * @settings: (nullable): the application's settings, for how long a copied secret may stay
 *
 * Says what it works with, once.
 */
void
lk_new_client_view_set_context (LkNewClientView *self,
                                LkWorkspace     *workspace,
                                GSettings       *settings)
{
  g_return_if_fail (LK_IS_NEW_CLIENT_VIEW (self));
  g_return_if_fail (LK_IS_WORKSPACE (workspace));

  g_set_object (&self->workspace, workspace);
  g_set_object (&self->settings, settings);
}

static LkConnection *
make_connection (LkConnection *like,
                 LkOauthClient  *client)
{
  LkConnection *connection = lk_connection_duplicate (like);
  const char *const *uris = client->redirect_uris;
  LkClientType type = client->client_type;
  LkGrant grant = lk_connection_get_grant (like);

  if (type == LK_CLIENT_TYPE_CONFIDENTIAL)
    grant = LK_GRANT_CLIENT_CREDENTIALS;
  else if (grant == LK_GRANT_CLIENT_CREDENTIALS)
    grant = LK_GRANT_CODE;

  g_object_set (connection,
                "name", client->name,
                "client-id", client->identifier,
                "oauth-client-id", client->id,
                "last-client-type", type,
                "grant", grant,
                "scopes", client->scopes,
                NULL);
  if (*uris != NULL)
    g_object_set (connection, "redirect-uri", uris[0], NULL);

  return connection;
}

/**
 * lk_new_client_view_show:
 * @self: a view
 * @like: the connection that the new one takes its server from
 * @client: the client that was made
 * @secret: (nullable): its secret, as the service showed it this once
 *
 * Puts the secret into the keyring at once, under the connection that the client can become, and shows it masked.
 */
void
lk_new_client_view_show (LkNewClientView *self,
                         LkConnection    *like,
                         LkOauthClient     *client,
                         const char      *secret)
{
  g_autofree char *title = NULL;

  g_return_if_fail (LK_IS_NEW_CLIENT_VIEW (self));
  g_return_if_fail (LK_IS_CONNECTION (like));
  g_return_if_fail (client != NULL);

  lk_new_client_view_forget (self);
  self->connection = make_connection (like, client);
  self->account = lk_account_new (self->connection, lk_workspace_get_vault (self->workspace),
                                  lk_workspace_get_client (self->workspace), NULL);
  self->secret = g_strdup (secret);

  /* Translators: %s is the name of an API client. */
  title = g_strdup_printf (_("“%s” is made"), client->name);
  gtk_label_set_text (self->title_label, title);
  adw_action_row_set_subtitle (self->client_id_row, client->identifier);
  lk_secret_field_set_secret (self->secret_field, secret);
  gtk_widget_set_visible (self->secret_row, secret != NULL);
  gtk_widget_set_sensitive (self->connect_button, secret == NULL);
  if (secret != NULL)
    {
      lk_pill_set (self->place_pill, _("Keeping It…"), NULL, LK_PILL_NEUTRAL);
      gtk_label_set_text (self->text_label, _("The service will not show its secret again. As a connection it stays in "
                                              "your keyring; otherwise it is forgotten when you leave this page."));
      lk_account_set_secret_async (self->account, secret, NULL, secret_kept_cb, g_object_ref (self));
    }
  else
    {
      lk_pill_set (self->place_pill, _("No Secret"), "dialog-warning-symbolic", LK_PILL_WARNING);
      gtk_label_set_text (self->text_label, _("The service did not show its secret. One can be made anew in the "
                                              "service’s own page."));
    }
}

/**
 * lk_new_client_view_forget:
 * @self: a view
 *
 * Forgets the secret, in the keyring too, unless the client has become a connection.
 */
void
lk_new_client_view_forget (LkNewClientView *self)
{
  g_return_if_fail (LK_IS_NEW_CLIENT_VIEW (self));

  /* It may be a connection's in a moment. */
  if (self->connecting)
    return;

  if (self->account != NULL && self->secret != NULL)
    lk_account_forget_all_async (self->account, NULL, forgotten_cb, NULL);
  clear (self);
  if (self->secret_field != NULL)
    lk_secret_field_set_secret (self->secret_field, NULL);
}
