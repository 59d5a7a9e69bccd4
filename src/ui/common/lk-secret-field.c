/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-secret-field.h"

#include <glib/gi18n.h>

#include "lk-secret.h"
#include "lk-text.h"
#include "lk-ui-util.h"

#define DEFAULT_SECONDS 15

struct _LkSecretField
{
  AdwBin parent_instance;

  /* template children */
  GtkLabel *label;
  GtkToggleButton *reveal_button;

  /* owned */
  LkSecret *secret;
  guint timer;
  guint seconds;
};

G_DEFINE_FINAL_TYPE (LkSecretField, lk_secret_field, ADW_TYPE_BIN)

/* The label is not selectable: a selection would put the secret on PRIMARY (SECURITY.md I5). */
static void
show_text (LkSecretField *self)
{
  gboolean revealed = lk_secret_field_is_revealed (self);
  g_autofree char *masked = NULL;

  if (self->secret == NULL)
    {
      gtk_label_set_text (self->label, "");
    }
  else if (revealed)
    {
      gtk_label_set_text (self->label, self->secret);
    }
  else
    {
      masked = lk_text_mask (self->secret);
      gtk_label_set_text (self->label, masked);
    }

  gtk_button_set_icon_name (GTK_BUTTON (self->reveal_button),
                            revealed ? "view-conceal-symbolic" : "view-reveal-symbolic");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->reveal_button), revealed ? _("Hide") : _("Reveal for a Few Seconds"));
  lk_ui_name_control (GTK_WIDGET (self->reveal_button), revealed ? _("Hide") : _("Reveal for a Few Seconds"), NULL);
}

/* The secret is masked again after some seconds, and when the field is unmapped (SECURITY.md I7). */
static void
hide (LkSecretField *self)
{
  gtk_toggle_button_set_active (self->reveal_button, FALSE);
}

static gboolean
time_is_up_cb (gpointer data)
{
  LkSecretField *self = data;

  g_assert (LK_IS_SECRET_FIELD (self));

  self->timer = 0;
  hide (self);

  return G_SOURCE_REMOVE;
}

static void
reveal_toggled_cb (LkSecretField *self)
{
  g_assert (LK_IS_SECRET_FIELD (self));

  g_clear_handle_id (&self->timer, g_source_remove);
  if (lk_secret_field_is_revealed (self))
    self->timer = g_timeout_add_seconds (self->seconds, time_is_up_cb, self);

  show_text (self);
}

static void
lk_secret_field_unmap (GtkWidget *widget)
{
  hide (LK_SECRET_FIELD (widget));

  GTK_WIDGET_CLASS (lk_secret_field_parent_class)->unmap (widget);
}

static void
lk_secret_field_dispose (GObject *object)
{
  LkSecretField *self = LK_SECRET_FIELD (object);

  g_clear_handle_id (&self->timer, g_source_remove);
  gtk_widget_dispose_template (GTK_WIDGET (self), LK_TYPE_SECRET_FIELD);
  lk_secret_clear (&self->secret);

  G_OBJECT_CLASS (lk_secret_field_parent_class)->dispose (object);
}

static void
lk_secret_field_class_init (LkSecretFieldClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lk_secret_field_dispose;
  widget_class->unmap = lk_secret_field_unmap;

  gtk_widget_class_set_css_name (widget_class, "secretfield");
  gtk_widget_class_set_template_from_resource (widget_class, LK_RESOURCE_BASE "/ui/lk-secret-field.ui");
  gtk_widget_class_bind_template_child (widget_class, LkSecretField, label);
  gtk_widget_class_bind_template_child (widget_class, LkSecretField, reveal_button);
  gtk_widget_class_bind_template_callback (widget_class, reveal_toggled_cb);
}

static void
lk_secret_field_init (LkSecretField *self)
{
  self->seconds = DEFAULT_SECONDS;
  gtk_widget_init_template (GTK_WIDGET (self));
  show_text (self);
}

/**
 * lk_secret_field_set_secret:
 * @self: a secret field
 * @secret: (nullable): the secret; a copy is kept and wiped with the field
 *
 * Shows @secret, masked again.
 */
void
lk_secret_field_set_secret (LkSecretField *self,
                            const char    *secret)
{
  g_return_if_fail (LK_IS_SECRET_FIELD (self));

  if (g_strcmp0 (self->secret, secret) != 0)
    {
      lk_secret_clear (&self->secret);
      self->secret = g_strdup (secret);
      hide (self);
    }

  gtk_widget_set_sensitive (GTK_WIDGET (self->reveal_button), secret != NULL);
  show_text (self);
}

/**
 * lk_secret_field_set_reveal_seconds:
 * @self: a secret field
 * @seconds: how long a secret stays revealed, in seconds
 */
void
lk_secret_field_set_reveal_seconds (LkSecretField *self,
                                    guint          seconds)
{
  g_return_if_fail (LK_IS_SECRET_FIELD (self));
  g_return_if_fail (seconds > 0);

  self->seconds = seconds;
}

/**
 * lk_secret_field_is_revealed:
 * @self: a secret field
 *
 * Returns: whether the secret is shown unmasked
 */
gboolean
lk_secret_field_is_revealed (LkSecretField *self)
{
  g_return_val_if_fail (LK_IS_SECRET_FIELD (self), FALSE);

  return gtk_toggle_button_get_active (self->reveal_button);
}
