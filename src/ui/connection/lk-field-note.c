/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-field-note.h"

#include "lk-ui-util.h"

struct _LkFieldNote
{
  AdwPreferencesRow parent_instance;

  /* not owned: the row's */
  GtkLabel *label;

  /* Weak: a row of the same list */
  GtkWidget *field;
};

G_DEFINE_FINAL_TYPE (LkFieldNote, lk_field_note, ADW_TYPE_PREFERENCES_ROW)

enum
{
  PROP_0,
  PROP_FIELD,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

/* The focus is on the text inside the field's row, so that is what an assistive tool describes. */
static GtkAccessible *
get_accessible (LkFieldNote *self)
{
  GtkEditable *delegate = GTK_IS_EDITABLE (self->field) ? gtk_editable_get_delegate (GTK_EDITABLE (self->field)) : NULL;

  return GTK_ACCESSIBLE (delegate != NULL ? GTK_WIDGET (delegate) : self->field);
}

static void
show (LkFieldNote *self,
      const char  *text,
      gboolean     is_fault)
{
  const char *const classes[] = { "caption", is_fault ? "error" : "dim-label", NULL };
  GtkAccessible *accessible = get_accessible (self);

  gtk_label_set_text (self->label, text);
  gtk_widget_set_css_classes (GTK_WIDGET (self->label), (const char **) classes);
  gtk_widget_show (GTK_WIDGET (self));

  gtk_widget_add_css_class (self->field, "noted");
  if (is_fault)
    gtk_widget_add_css_class (self->field, "error");
  else
    gtk_widget_remove_css_class (self->field, "error");

  gtk_accessible_update_property (accessible, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
  gtk_accessible_update_state (accessible, GTK_ACCESSIBLE_STATE_INVALID,
                               is_fault ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
}

static void
lk_field_note_set_property (GObject      *object,
                            guint         property_id,
                            const GValue *value,
                            GParamSpec   *pspec)
{
  LkFieldNote *self = LK_FIELD_NOTE (object);

  switch (property_id)
    {
    case PROP_FIELD:
      g_set_weak_pointer (&self->field, g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
lk_field_note_dispose (GObject *object)
{
  g_clear_weak_pointer (&LK_FIELD_NOTE (object)->field);

  G_OBJECT_CLASS (lk_field_note_parent_class)->dispose (object);
}

static void
lk_field_note_class_init (LkFieldNoteClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->set_property = lk_field_note_set_property;
  object_class->dispose = lk_field_note_dispose;

  /**
   * LkFieldNote:field:
   *
   * The row that the note is about; it stands right above.
   */
  properties[PROP_FIELD] = g_param_spec_object ("field", NULL, NULL, GTK_TYPE_WIDGET,
                                                G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
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
 * lk_field_note_show_fault:
 * @self: a note
 * @fault: what is wrong with what the field holds, plain text
 *
 * Marks the field, and says why.
 */
void
lk_field_note_show_fault (LkFieldNote *self,
                          const char  *fault)
{
  g_return_if_fail (LK_IS_FIELD_NOTE (self));
  g_return_if_fail (fault != NULL);

  show (self, fault, TRUE);
}

/**
 * lk_field_note_show_hint:
 * @self: a note
 * @hint: plain text
 *
 * Says something about the field that is no fault.
 */
void
lk_field_note_show_hint (LkFieldNote *self,
                         const char  *hint)
{
  g_return_if_fail (LK_IS_FIELD_NOTE (self));
  g_return_if_fail (hint != NULL);

  show (self, hint, FALSE);
}

/**
 * lk_field_note_clear:
 * @self: a note
 *
 * Takes the note and the mark away.
 */
void
lk_field_note_clear (LkFieldNote *self)
{
  GtkAccessible *accessible;

  g_return_if_fail (LK_IS_FIELD_NOTE (self));

  accessible = get_accessible (self);
  gtk_label_set_text (self->label, "");
  gtk_widget_hide (GTK_WIDGET (self));
  gtk_widget_remove_css_class (self->field, "noted");
  gtk_widget_remove_css_class (self->field, "error");
  gtk_accessible_reset_property (accessible, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION);
  gtk_accessible_update_state (accessible, GTK_ACCESSIBLE_STATE_INVALID, GTK_ACCESSIBLE_INVALID_FALSE, -1);
}

/**
 * lk_field_note_get_text:
 * @self: a note
 *
 * Returns: (nullable): what it says; %NULL while it says nothing
 */
const char *
lk_field_note_get_text (LkFieldNote *self)
{
  g_return_val_if_fail (LK_IS_FIELD_NOTE (self), NULL);

  return gtk_widget_get_visible (GTK_WIDGET (self)) ? gtk_label_get_text (self->label) : NULL;
}
