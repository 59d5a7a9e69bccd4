/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-keyring-bar.h"

#include <glib/gi18n.h>

#include "lk-ui-util.h"

/* Of the 1.2 that is the floor, libadwaita has no AdwBanner. */
struct _LkKeyringBar
{
  AdwBin parent_instance;

  /* Template children */
  GtkInfoBar *info_bar;
  GtkLabel *label;

  /* Owned; NULL before lk_keyring_bar_set_workspace() */
  LkWorkspace *workspace;
};

G_DEFINE_FINAL_TYPE (LkKeyringBar, lk_keyring_bar, ADW_TYPE_BIN)

static void
fault_changed_cb (LkKeyringBar *self)
{
  LkTieredVault *vault = LK_TIERED_VAULT (lk_workspace_get_vault (self->workspace));
  const char *fault = lk_tiered_vault_get_keyring_fault (vault);

  g_assert (LK_IS_KEYRING_BAR (self));

  if (fault != NULL)
    {
      /* Translators: first why the keyring cannot be used, such as “This session has no keyring” */
      g_autofree char *text = g_strdup_printf (_("%s. Tokens and secrets are kept only until you quit."), fault);

      gtk_label_set_text (self->label, text);
    }
  gtk_info_bar_set_revealed (self->info_bar, fault != NULL);
}

static void
retried_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(LkKeyringBar) self = user_data;
  g_autoptr(GError) error = NULL;
  gboolean works = lk_workspace_retry_keyring_finish (LK_WORKSPACE (source), result, &error);

  /* Out of the window meanwhile. */
  if (gtk_widget_get_root (GTK_WIDGET (self)) == NULL)
    return;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "keyring.retry", TRUE);
  lk_ui_show_toast (GTK_WIDGET (self), works ? _("The keyring works again, and holds your tokens")
                                             : _("The keyring still cannot be used"));
}

static void
retry_action (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  LkKeyringBar *self = LK_KEYRING_BAR (widget);

  gtk_widget_action_set_enabled (widget, "keyring.retry", FALSE);
  lk_workspace_retry_keyring_async (self->workspace, NULL, retried_cb, g_object_ref (self));
}

/* Closed by its person; a further fault opens it again. */
static void
response_cb (LkKeyringBar *self)
{
  g_assert (LK_IS_KEYRING_BAR (self));

  gtk_info_bar_set_revealed (self->info_bar, FALSE);
}

static void
lk_keyring_bar_dispose (GObject *object)
{
  g_clear_object (&LK_KEYRING_BAR (object)->workspace);
  /* A template drops a child that is bound, and AdwBin would do so again. */
  adw_bin_set_child (ADW_BIN (object), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), LK_TYPE_KEYRING_BAR);

  G_OBJECT_CLASS (lk_keyring_bar_parent_class)->dispose (object);
}

static void
lk_keyring_bar_class_init (LkKeyringBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lk_keyring_bar_dispose;

  gtk_widget_class_install_action (widget_class, "keyring.retry", NULL, retry_action);
  gtk_widget_class_set_template_from_resource (widget_class, LK_RESOURCE_BASE "/ui/lk-keyring-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, LkKeyringBar, info_bar);
  gtk_widget_class_bind_template_child (widget_class, LkKeyringBar, label);
  gtk_widget_class_bind_template_callback (widget_class, response_cb);
}

static void
lk_keyring_bar_init (LkKeyringBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * lk_keyring_bar_set_workspace:
 * @self: a bar that has none yet
 * @workspace: what this run works with; unless its vault is a keyring with memory behind it, the bar has nothing to say
 *
 * Follows the keyring.
 */
void
lk_keyring_bar_set_workspace (LkKeyringBar *self,
                              LkWorkspace  *workspace)
{
  LkVault *vault;

  g_return_if_fail (LK_IS_KEYRING_BAR (self));
  g_return_if_fail (LK_IS_WORKSPACE (workspace));
  g_return_if_fail (self->workspace == NULL);

  self->workspace = g_object_ref (workspace);
  vault = lk_workspace_get_vault (workspace);
  if (!LK_IS_TIERED_VAULT (vault))
    return;

  g_signal_connect_object (vault, "notify::keyring-fault", G_CALLBACK (fault_changed_cb), self, G_CONNECT_SWAPPED);
  fault_changed_cb (self);
}
