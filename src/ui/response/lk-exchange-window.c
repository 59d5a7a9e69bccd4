/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-exchange-window.h"

#include <glib/gi18n.h>

#include "lk-redact.h"
#include "lk-response-view.h"

struct _LkExchangeWindow
{
  AdwWindow parent_instance;

  /* template children */
  AdwWindowTitle *title;
  LkResponseView *response_view;
};

G_DEFINE_FINAL_TYPE (LkExchangeWindow, lk_exchange_window, ADW_TYPE_WINDOW)

static void
lk_exchange_window_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), LK_TYPE_EXCHANGE_WINDOW);

  G_OBJECT_CLASS (lk_exchange_window_parent_class)->dispose (object);
}

static void
lk_exchange_window_class_init (LkExchangeWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lk_exchange_window_dispose;

  g_type_ensure (LK_TYPE_RESPONSE_VIEW);

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class, LK_RESOURCE_BASE "/ui/lk-exchange-window.ui");
  gtk_widget_class_bind_template_child (widget_class, LkExchangeWindow, title);
  gtk_widget_class_bind_template_child (widget_class, LkExchangeWindow, response_view);
}

static void
lk_exchange_window_init (LkExchangeWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * lk_exchange_window_present:
 * @parent: a widget of the window that it belongs to
 * @exchange: what to show
 *
 * Returns: (transfer none): the window, which is destroyed when it is closed
 */
GtkWidget *
lk_exchange_window_present (GtkWidget  *parent,
                            LkExchange *exchange)
{
  LkExchangeWindow *self;
  GtkRoot *root;
  g_autofree char *url = NULL;

  g_return_val_if_fail (GTK_IS_WIDGET (parent), NULL);
  g_return_val_if_fail (LK_IS_EXCHANGE (exchange), NULL);

  root = gtk_widget_get_root (parent);
  self = g_object_new (LK_TYPE_EXCHANGE_WINDOW,
                       "transient-for", GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL,
                       NULL);
  url = lk_redact_url (lk_exchange_get_url (exchange));
  adw_window_title_set_subtitle (self->title, url);
  g_object_set (self->response_view, "exchange", exchange, NULL);
  gtk_window_present (GTK_WINDOW (self));

  return GTK_WIDGET (self);
}
