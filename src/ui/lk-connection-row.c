/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-connection-row.h"

#include <glib/gi18n.h>

#include "lk-pill.h"
#include "lk-ui-util.h"

struct _LkConnectionRow
{
  GtkListBoxRow parent_instance;

  /* Borrowed from the row's box */
  GtkLabel *name_label;
  LkPill *pill;

  /* Owned */
  LkAccount *account;
};

G_DEFINE_FINAL_TYPE (LkConnectionRow, lk_connection_row, GTK_TYPE_LIST_BOX_ROW)

static void
update (LkConnectionRow *self)
{
  LkConnection *connection = lk_account_get_connection (self->account);
  const char *name = lk_connection_get_name (connection);
  const char *state = _("Not signed in");
  const char *icon_name = "changes-prevent-symbolic";
  LkPillTone tone = LK_PILL_NEUTRAL;

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
  lk_pill_set (self->pill, state, icon_name, tone);
  lk_ui_name_control (GTK_WIDGET (self), name != NULL ? name : "", state);
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
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  self->name_label = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (self->name_label, 0);
  gtk_label_set_ellipsize (self->name_label, PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (GTK_WIDGET (self->name_label), "heading");
  self->pill = LK_PILL (lk_pill_new ("", NULL, LK_PILL_NEUTRAL));
  gtk_widget_set_halign (GTK_WIDGET (self->pill), GTK_ALIGN_START);

  gtk_widget_set_margin_top (box, 9);
  gtk_widget_set_margin_bottom (box, 9);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->name_label));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->pill));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), box);
}

/**
 * lk_connection_row_new:
 * @account: the account to show
 *
 * Makes a row that follows the account's name and state.
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
  g_signal_connect_object (lk_account_get_connection (account), "notify::name", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
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
