/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-field-note.h"

#include "lk-ui-util.h"

struct _LkFieldNote
{
  AdwPreferencesRow parent_instance;

  GtkLabel *label;   /* not owned: the child */
};

G_DEFINE_FINAL_TYPE (LkFieldNote, lk_field_note, ADW_TYPE_PREFERENCES_ROW)

static void
lk_field_note_class_init (LkFieldNoteClass *klass)
{
}

static void
lk_field_note_init (LkFieldNote *self)
{
  self->label = GTK_LABEL (lk_ui_label_new ("", "caption"));
  gtk_widget_set_margin_start (GTK_WIDGET (self->label), 12);
  gtk_widget_set_margin_end (GTK_WIDGET (self->label), 12);
  gtk_widget_set_margin_bottom (GTK_WIDGET (self->label), 9);

  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), GTK_WIDGET (self->label));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), FALSE);
  gtk_widget_set_focusable (GTK_WIDGET (self), FALSE);
  gtk_widget_hide (GTK_WIDGET (self));
}

/**
 * lk_field_note_set_text:
 * @self: a note
 * @text: (nullable): plain text; %NULL to hide the note
 * @is_error: whether @text is an error, and not a hint
 *
 * Shows a text in the note.
 */
void
lk_field_note_set_text (LkFieldNote *self,
                        const char  *text,
                        gboolean     is_error)
{
  const char *const classes[] = { "caption", is_error ? "error" : "dim-label", NULL };

  g_return_if_fail (LK_IS_FIELD_NOTE (self));

  gtk_label_set_text (self->label, text != NULL ? text : "");
  gtk_widget_set_css_classes (GTK_WIDGET (self->label), (const char **) classes);
  gtk_widget_set_visible (GTK_WIDGET (self), text != NULL);
}

const char *
lk_field_note_get_text (LkFieldNote *self)
{
  g_return_val_if_fail (LK_IS_FIELD_NOTE (self), NULL);

  return gtk_widget_get_visible (GTK_WIDGET (self)) ? gtk_label_get_text (self->label) : NULL;
}
