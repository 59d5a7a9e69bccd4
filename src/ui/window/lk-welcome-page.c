/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-welcome-page.h"

struct _LkWelcomePage
{
  AdwBin parent_instance;

  /* Template children */
  GtkMenuButton *menu_button;
};

G_DEFINE_FINAL_TYPE (LkWelcomePage, lk_welcome_page, ADW_TYPE_BIN)

static void
lk_welcome_page_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), LK_TYPE_WELCOME_PAGE);

  G_OBJECT_CLASS (lk_welcome_page_parent_class)->dispose (object);
}

static void
lk_welcome_page_class_init (LkWelcomePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lk_welcome_page_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, LK_RESOURCE_BASE "/ui/lk-welcome-page.ui");
  gtk_widget_class_bind_template_child (widget_class, LkWelcomePage, menu_button);
}

static void
lk_welcome_page_init (LkWelcomePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * lk_welcome_page_new:
 * @menu: the program's menu
 *
 * Returns: (transfer floating): a page
 */
GtkWidget *
lk_welcome_page_new (GMenuModel *menu)
{
  LkWelcomePage *self;

  g_return_val_if_fail (G_IS_MENU_MODEL (menu), NULL);

  self = g_object_new (LK_TYPE_WELCOME_PAGE, NULL);
  gtk_menu_button_set_menu_model (self->menu_button, menu);

  return GTK_WIDGET (self);
}
