/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-ui-util.h"

/**
 * lk_ui_show_toast:
 * @widget: any widget of the window
 * @message: plain text, one short sentence
 *
 * Shows @message in the window's toast overlay, with the action `win.toast`.
 */
void
lk_ui_show_toast (GtkWidget  *widget,
                  const char *message)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (message != NULL);

  gtk_widget_activate_action (widget, "win.toast", "s", message);
}

/**
 * lk_ui_remove_all:
 * @box: a #GtkBox, #GtkFlowBox or #GtkListBox
 *
 * Removes all children of @box.
 */
void
lk_ui_remove_all (GtkWidget *box)
{
  GtkWidget *child;

  g_return_if_fail (GTK_IS_BOX (box) || GTK_IS_FLOW_BOX (box) || GTK_IS_LIST_BOX (box));

  while ((child = gtk_widget_get_first_child (box)) != NULL)
    {
      if (GTK_IS_BOX (box))
        gtk_box_remove (GTK_BOX (box), child);
      else if (GTK_IS_FLOW_BOX (box))
        gtk_flow_box_remove (GTK_FLOW_BOX (box), child);
      else
        gtk_list_box_remove (GTK_LIST_BOX (box), child);
    }
}

/**
 * lk_ui_label_new:
 * @text: plain text; it is never read as markup
 * @css_class: (nullable): a style class
 *
 * Returns: (transfer floating): a left-aligned label that wraps, within long words too
 */
GtkWidget *
lk_ui_label_new (const char *text,
                 const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);

  return label;
}

/**
 * lk_ui_name_control:
 * @widget: a control without a sufficient label
 * @name: its accessible name
 * @description: (nullable): its accessible description
 */
void
lk_ui_name_control (GtkWidget  *widget,
                    const char *name,
                    const char *description)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (name != NULL);

  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  if (description != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, description, -1);
}
