/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-connection-row.h"

#include <glib/gi18n.h>

#include "lk-pill.h"
#include "lk-text.h"
#include "lk-ui-util.h"

struct _LkConnectionRow
{
  GtkListBoxRow parent_instance;

  /* not owned: the row's box has them */
  GtkLabel *name_label;
  GtkLabel *host_label;
  LkPill *pill;

  /* owned */
  LkAccount *account;
};

G_DEFINE_FINAL_TYPE (LkConnectionRow, lk_connection_row, GTK_TYPE_LIST_BOX_ROW)

/* Where it leads, as short as a person would say it; empty while that is not known. */
static char *
dup_host (LkConnection *connection)
{
  g_autoptr(LkEndpoints) endpoints = NULL;
  g_autoptr(GUri) uri = NULL;

  if (lk_connection_get_kind (connection) == LK_CONNECTION_KIND_PRACTICE)
    return g_strdup (_("On this computer"));

  endpoints = lk_connection_get_endpoints (connection);
  if (endpoints->api != NULL)
    uri = g_uri_parse (endpoints->api, G_URI_FLAGS_NONE, NULL);

  return g_strdup (uri != NULL ? g_uri_get_host (uri) : "");
}

static void
update (LkConnectionRow *self)
{
  LkConnection *connection = lk_account_get_connection (self->account);
  const char *name = lk_connection_get_name (connection);
  const char *state = _("Not signed in");
  const char *icon_name = "changes-prevent-symbolic";
  LkPillTone tone = LK_PILL_NEUTRAL;
  g_autofree char *host = dup_host (connection);
  g_autofree char *description = NULL;

  switch (lk_account_get_state (self->account))
    {
    case LK_ACCOUNT_STATE_SIGNED_IN:
      if (lk_account_get_place (self->account) == LK_VAULT_PLACE_MEMORY)
        {
          state = _("Only until you quit");
          icon_name = "dialog-warning-symbolic";
          tone = LK_PILL_WARNING;
        }
      else
        {
          state = _("Signed in");
          icon_name = "object-select-symbolic";
          tone = LK_PILL_SUCCESS;
        }
      break;

    case LK_ACCOUNT_STATE_ENDS_SOON:
      state = _("Ends soon");
      icon_name = "alarm-symbolic";
      tone = LK_PILL_WARNING;
      break;

    case LK_ACCOUNT_STATE_EXPIRED:
      state = _("Expired");
      icon_name = "dialog-warning-symbolic";
      tone = LK_PILL_ERROR;
      break;

    case LK_ACCOUNT_STATE_UNKNOWN:
    case LK_ACCOUNT_STATE_NONE:
    default:
      break;
    }

  gtk_label_set_text (self->name_label, name != NULL ? name : "");
  gtk_label_set_text (self->host_label, host);
  gtk_widget_set_visible (GTK_WIDGET (self->host_label), *host != '\0');
  lk_pill_set (self->pill, state, icon_name, tone);

  /* Translators: for assistive tools: the host of a connection, and its state */
  description = *host != '\0' ? g_strdup_printf (_("%s, %s"), host, state) : g_strdup (state);
  lk_ui_name_control (GTK_WIDGET (self), name != NULL ? name : "", description);
}

static void
lk_connection_row_dispose (GObject *object)
{
  g_clear_object (&LK_CONNECTION_ROW (object)->account);

  G_OBJECT_CLASS (lk_connection_row_parent_class)->dispose (object);
}

static void
lk_connection_row_class_init (LkConnectionRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = lk_connection_row_dispose;
}

static void
lk_connection_row_init (LkConnectionRow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);

  self->name_label = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (self->name_label, 0);
  gtk_label_set_ellipsize (self->name_label, PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (GTK_WIDGET (self->name_label), "heading");
  self->host_label = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (self->host_label, 0);
  gtk_label_set_ellipsize (self->host_label, PANGO_ELLIPSIZE_MIDDLE);
  gtk_widget_add_css_class (GTK_WIDGET (self->host_label), "caption");
  gtk_widget_add_css_class (GTK_WIDGET (self->host_label), "dim-label");
  self->pill = LK_PILL (lk_pill_new ("", NULL, LK_PILL_NEUTRAL));
  gtk_widget_set_halign (GTK_WIDGET (self->pill), GTK_ALIGN_START);
  gtk_widget_set_margin_top (GTK_WIDGET (self->pill), 3);

  gtk_widget_set_margin_top (box, 9);
  gtk_widget_set_margin_bottom (box, 9);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->name_label));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->host_label));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->pill));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), box);
}

/**
 * lk_connection_row_new:
 * @account: the account to show
 *
 * Makes a row that follows the account's name, host and state.
 *
 * Returns: (transfer floating): the row
 */
GtkWidget *
lk_connection_row_new (LkAccount *account)
{
  LkConnectionRow *self;

  g_return_val_if_fail (LK_IS_ACCOUNT (account), NULL);

  self = g_object_new (LK_TYPE_CONNECTION_ROW, NULL);
  self->account = g_object_ref (account);
  g_signal_connect_object (account, "notify::state", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (account, "notify::place", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (lk_account_get_connection (account), "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);

  return GTK_WIDGET (self);
}

/**
 * lk_connection_row_get_account:
 * @self: a row
 *
 * The account it shows.
 *
 * Returns: (transfer none): the account
 */
LkAccount *
lk_connection_row_get_account (LkConnectionRow *self)
{
  g_return_val_if_fail (LK_IS_CONNECTION_ROW (self), NULL);

  return self->account;
}

/**
 * lk_connection_row_account_matches:
 * @account: an account
 * @search: what was typed
 *
 * Returns: whether every word of @search is in the name or in the host that a row of @account shows, in any case
 */
gboolean
lk_connection_row_account_matches (LkAccount  *account,
                                   const char *search)
{
  g_auto(GStrv) words = NULL;
  g_autofree char *host = NULL;
  g_autofree char *shown = NULL;
  g_autofree char *folded = NULL;
  const char *name;

  g_return_val_if_fail (LK_IS_ACCOUNT (account), FALSE);
  g_return_val_if_fail (search != NULL, FALSE);

  words = lk_text_split_words (search);
  name = lk_connection_get_name (lk_account_get_connection (account));
  host = dup_host (lk_account_get_connection (account));
  shown = g_strjoin (" ", name != NULL ? name : "", host, NULL);
  folded = g_utf8_casefold (shown, -1);

  for (guint i = 0; words[i] != NULL; i++)
    {
      g_autofree char *word = g_utf8_casefold (words[i], -1);

      if (strstr (folded, word) == NULL)
        return FALSE;
    }

  return TRUE;
}
