/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-resource-chooser.h"

#include <glib/gi18n.h>

#include "lk-chat-resource.h"

struct _LkResourceChooser
{
  AdwBin parent_instance;

  /* template children */
  AdwComboRow *resource_row;
  AdwEntryRow *row_0;
  AdwEntryRow *row_1;
  AdwEntryRow *row_2;
  GtkLabel *note_label;

  /* the rows by the index of the parameter */
  AdwEntryRow *rows[LK_CHAT_MAX_PARAMETERS];
};

G_DEFINE_FINAL_TYPE (LkResourceChooser, lk_resource_chooser, ADW_TYPE_BIN)

enum
{
  SIGNAL_ACTIVATE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static const LkChatResource *
get_resource (LkResourceChooser *self)
{
  guint n_resources;
  const LkChatResource *resources = lk_chat_resources (&n_resources);
  guint selected = adw_combo_row_get_selected (self->resource_row);

  return &resources[selected < n_resources ? selected : 0];
}

/* Explains the fields, or says what is wrong with the field `wrong`. */
static void
show_note (LkResourceChooser *self,
           const char        *message,
           guint              wrong)
{
  const LkChatResource *resource = get_resource (self);
  g_autoptr(GString) text = g_string_new (message);

  for (guint i = 0; i < LK_CHAT_MAX_PARAMETERS; i++)
    {
      if (message != NULL && i == wrong)
        gtk_widget_add_css_class (GTK_WIDGET (self->rows[i]), "error");
      else
        gtk_widget_remove_css_class (GTK_WIDGET (self->rows[i]), "error");

      if (message != NULL || i >= resource->n_parameters)
        continue;

      if (i > 0)
        g_string_append_c (text, '\n');
      if (resource->n_parameters > 1)
        g_string_append_printf (text, "%s: ", _(resource->parameters[i].title));
      g_string_append (text, _(resource->parameters[i].help));
    }

  gtk_label_set_text (self->note_label, text->str);
  gtk_widget_set_visible (GTK_WIDGET (self->note_label), text->len > 0);
  if (message != NULL)
    {
      gtk_widget_remove_css_class (GTK_WIDGET (self->note_label), "dim-label");
      gtk_widget_add_css_class (GTK_WIDGET (self->note_label), "error");
    }
  else
    {
      gtk_widget_remove_css_class (GTK_WIDGET (self->note_label), "error");
      gtk_widget_add_css_class (GTK_WIDGET (self->note_label), "dim-label");
    }
}

static void
resource_changed_cb (LkResourceChooser *self)
{
  const LkChatResource *resource;

  g_assert (LK_IS_RESOURCE_CHOOSER (self));

  resource = get_resource (self);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->resource_row), _(resource->help));
  for (guint i = 0; i < LK_CHAT_MAX_PARAMETERS; i++)
    {
      const LkChatParameter *parameter = &resource->parameters[i];
      gboolean is_used = i < resource->n_parameters;

      gtk_widget_set_visible (GTK_WIDGET (self->rows[i]), is_used);
      if (!is_used)
        continue;

      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->rows[i]), _(parameter->title));
      gtk_editable_set_text (GTK_EDITABLE (self->rows[i]), parameter->initial != NULL ? parameter->initial : "");
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->rows[i]),
                                      GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, _(parameter->help), -1);
    }
  show_note (self, NULL, 0);
}

static void
changed_cb (LkResourceChooser *self)
{
  g_assert (LK_IS_RESOURCE_CHOOSER (self));

  show_note (self, NULL, 0);
}

static void
entry_activated_cb (LkResourceChooser *self)
{
  g_assert (LK_IS_RESOURCE_CHOOSER (self));

  g_signal_emit (self, signals[SIGNAL_ACTIVATE], 0);
}

static void
lk_resource_chooser_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), LK_TYPE_RESOURCE_CHOOSER);

  G_OBJECT_CLASS (lk_resource_chooser_parent_class)->dispose (object);
}

static void
lk_resource_chooser_class_init (LkResourceChooserClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lk_resource_chooser_dispose;

  signals[SIGNAL_ACTIVATE] = g_signal_new ("activate", LK_TYPE_RESOURCE_CHOOSER, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                           NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_css_name (widget_class, "resourcechooser");
  gtk_widget_class_set_template_from_resource (widget_class, LK_RESOURCE_BASE "/ui/lk-resource-chooser.ui");
  gtk_widget_class_bind_template_child (widget_class, LkResourceChooser, resource_row);
  gtk_widget_class_bind_template_child (widget_class, LkResourceChooser, row_0);
  gtk_widget_class_bind_template_child (widget_class, LkResourceChooser, row_1);
  gtk_widget_class_bind_template_child (widget_class, LkResourceChooser, row_2);
  gtk_widget_class_bind_template_child (widget_class, LkResourceChooser, note_label);
  gtk_widget_class_bind_template_callback (widget_class, resource_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, entry_activated_cb);
}

static void
lk_resource_chooser_init (LkResourceChooser *self)
{
  g_autoptr(GtkStringList) titles = gtk_string_list_new (NULL);
  const LkChatResource *resources;
  guint n_resources;

  gtk_widget_init_template (GTK_WIDGET (self));
  self->rows[0] = self->row_0;
  self->rows[1] = self->row_1;
  self->rows[2] = self->row_2;

  resources = lk_chat_resources (&n_resources);
  for (guint i = 0; i < n_resources; i++)
    gtk_string_list_append (titles, _(resources[i].title));
  adw_combo_row_set_model (self->resource_row, G_LIST_MODEL (titles));
  resource_changed_cb (self);
}

/**
 * lk_resource_chooser_set:
 * @self: a chooser
 * @id: the id of a resource
 * @value: (nullable): the text of its first field
 *
 * Selects a resource.
 */
void
lk_resource_chooser_set (LkResourceChooser *self,
                         const char        *id,
                         const char        *value)
{
  const LkChatResource *resources;
  const LkChatResource *resource;
  guint n_resources;

  g_return_if_fail (LK_IS_RESOURCE_CHOOSER (self));

  resources = lk_chat_resources (&n_resources);
  resource = lk_chat_resource_find (id);
  g_return_if_fail (resource != NULL);

  adw_combo_row_set_selected (self->resource_row, (guint) (resource - resources));
  if (value != NULL)
    gtk_editable_set_text (GTK_EDITABLE (self->rows[0]), value);
}

/**
 * lk_resource_chooser_dup_path:
 * @self: a chooser
 *
 * Reads the fields. An invalid field gets the focus and an explanation below.
 *
 * Returns: (transfer full) (nullable): the path to GET below the REST base
 */
char *
lk_resource_chooser_dup_path (LkResourceChooser *self)
{
  const char *values[LK_CHAT_MAX_PARAMETERS];
  g_autoptr(GError) error = NULL;
  char *path;
  guint wrong = 0;

  g_return_val_if_fail (LK_IS_RESOURCE_CHOOSER (self), NULL);

  for (guint i = 0; i < LK_CHAT_MAX_PARAMETERS; i++)
    values[i] = gtk_editable_get_text (GTK_EDITABLE (self->rows[i]));

  path = lk_chat_resource_make_path (get_resource (self), values, &wrong, &error);
  if (path == NULL)
    {
      show_note (self, error->message, wrong);
      gtk_widget_grab_focus (GTK_WIDGET (self->rows[wrong]));
    }

  return path;
}
