/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-pill.h"

struct _LkPill
{
  AdwBin parent_instance;

  /* children */
  GtkImage *icon;
  GtkLabel *label;
};

G_DEFINE_FINAL_TYPE (LkPill, lk_pill, ADW_TYPE_BIN)

static const char *const tone_classes[] = { NULL, "success", "warning", "error" };

static void
lk_pill_class_init (LkPillClass *klass)
{
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "pill");
}

static void
lk_pill_init (LkPill *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);

  self->icon = GTK_IMAGE (gtk_image_new ());
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->icon), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
  self->label = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_ellipsize (self->label, PANGO_ELLIPSIZE_END);

  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->icon));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->label));
  adw_bin_set_child (ADW_BIN (self), box);

  gtk_widget_add_css_class (GTK_WIDGET (self), "pill-state");
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
  gtk_widget_set_halign (GTK_WIDGET (self), GTK_ALIGN_START);
}

/**
 * lk_pill_new:
 * @text: the state in a word or two
 * @icon_name: (nullable): a symbolic icon that says the same
 * @tone: the colour that repeats it
 *
 * Returns: (transfer floating): a new pill
 */
GtkWidget *
lk_pill_new (const char *text,
             const char *icon_name,
             LkPillTone  tone)
{
  LkPill *self = g_object_new (LK_TYPE_PILL, NULL);

  lk_pill_set (self, text, icon_name, tone);

  return GTK_WIDGET (self);
}

/**
 * lk_pill_set:
 * @self: a pill
 * @text: the state in a word or two
 * @icon_name: (nullable): a symbolic icon that says the same
 * @tone: the colour that repeats it
 */
void
lk_pill_set (LkPill     *self,
             const char *text,
             const char *icon_name,
             LkPillTone  tone)
{
  g_return_if_fail (LK_IS_PILL (self));
  g_return_if_fail (text != NULL);

  gtk_label_set_text (self->label, text);
  gtk_image_set_from_icon_name (self->icon, icon_name);
  gtk_widget_set_visible (GTK_WIDGET (self->icon), icon_name != NULL);

  for (guint i = 0; i < G_N_ELEMENTS (tone_classes); i++)
    {
      if (tone_classes[i] != NULL)
        gtk_widget_remove_css_class (GTK_WIDGET (self), tone_classes[i]);
    }
  if (tone_classes[tone] != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self), tone_classes[tone]);
}
