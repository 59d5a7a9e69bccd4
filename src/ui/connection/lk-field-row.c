/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-field-row.h"

struct _LkFieldRow
{
  AdwEntryRow parent_instance;

  char *field;                /* owned: a property of LkConnection */
  char *hint;                 /* owned, nullable */
  LkConnection *connection;   /* owned, nullable: before lk_field_row_bind() */
  LkFieldNote *note;          /* not owned: weak, the next row of the list */

  /* Empty fields that nobody has edited show no error, until the whole form is checked. */
  gboolean is_edited;
};

G_DEFINE_FINAL_TYPE (LkFieldRow, lk_field_row, ADW_TYPE_ENTRY_ROW)

enum
{
  PROP_0,
  PROP_FIELD,
  PROP_NOTE,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static void
show_note (LkFieldRow *self,
           const char *text,
           gboolean    is_error)
{
  /* Assistive technology describes the widget that has the focus: the text inside the row. */
  GtkAccessible *accessible = GTK_ACCESSIBLE (gtk_editable_get_delegate (GTK_EDITABLE (self)));

  lk_field_note_set_text (self->note, text, is_error);

  if (text != NULL)
    {
      gtk_widget_add_css_class (GTK_WIDGET (self), "noted");
      gtk_accessible_update_property (accessible, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
    }
  else
    {
      gtk_widget_remove_css_class (GTK_WIDGET (self), "noted");
      gtk_accessible_reset_property (accessible, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION);
    }

  if (is_error)
    gtk_widget_add_css_class (GTK_WIDGET (self), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "error");
  gtk_accessible_update_state (accessible, GTK_ACCESSIBLE_STATE_INVALID,
                               is_error ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
}

/* Whether a value is valid depends on other properties too, such as the kind of the connection and the grant. */
static void
update (LkFieldRow *self)
{
  gboolean is_used = lk_connection_has_field (self->connection, self->field);
  gboolean is_empty = *gtk_editable_get_text (GTK_EDITABLE (self)) == '\0';
  g_autoptr(GError) error = NULL;

  /* The list is being taken apart. */
  if (self->note == NULL)
    return;

  gtk_widget_set_visible (GTK_WIDGET (self), is_used);
  if (is_used && self->hint != NULL)
    show_note (self, self->hint, FALSE);
  else if (!is_used || lk_connection_validate_field (self->connection, self->field, &error))
    show_note (self, NULL, FALSE);
  else if (!is_empty || self->is_edited)
    show_note (self, error->message, TRUE);
}

static void
text_changed_cb (LkFieldRow *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self));
  g_autofree char *stripped = g_strstrip (g_strdup (text));

  g_assert (LK_IS_FIELD_ROW (self));

  self->is_edited = TRUE;

  /* Only a name contains white space; the connection strips it when the user has finished. */
  if (!g_str_equal (self->field, "name") && !g_str_equal (stripped, text))
    {
      gtk_editable_set_text (GTK_EDITABLE (self), stripped);
      gtk_editable_set_position (GTK_EDITABLE (self), -1);
    }

  update (self);
}

/* The text of an editable is never NULL. */
static gboolean
null_to_empty (GBinding     *binding,
               const GValue *from,
               GValue       *to,
               gpointer      user_data)
{
  const char *text = g_value_get_string (from);

  g_value_set_string (to, text != NULL ? text : "");

  return TRUE;
}

static void
lk_field_row_set_property (GObject      *object,
                           guint         prop_id,
                           const GValue *value,
                           GParamSpec   *pspec)
{
  LkFieldRow *self = LK_FIELD_ROW (object);

  switch (prop_id)
    {
    case PROP_FIELD:
      g_free (self->field);
      self->field = g_value_dup_string (value);
      break;
    case PROP_NOTE:
      g_set_weak_pointer (&self->note, g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lk_field_row_dispose (GObject *object)
{
  LkFieldRow *self = LK_FIELD_ROW (object);

  g_clear_weak_pointer (&self->note);
  g_clear_object (&self->connection);

  G_OBJECT_CLASS (lk_field_row_parent_class)->dispose (object);
}

static void
lk_field_row_finalize (GObject *object)
{
  LkFieldRow *self = LK_FIELD_ROW (object);

  g_free (self->field);
  g_free (self->hint);

  G_OBJECT_CLASS (lk_field_row_parent_class)->finalize (object);
}

static void
lk_field_row_class_init (LkFieldRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->set_property = lk_field_row_set_property;
  object_class->dispose = lk_field_row_dispose;
  object_class->finalize = lk_field_row_finalize;

  /**
   * LkFieldRow:field:
   *
   * The property of LkConnection that the row edits.
   */
  properties[PROP_FIELD] = g_param_spec_string ("field", NULL, NULL, NULL, G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);

  /**
   * LkFieldRow:note:
   *
   * The row below this one, for errors and hints.
   */
  properties[PROP_NOTE] = g_param_spec_object ("note", NULL, NULL, LK_TYPE_FIELD_NOTE,
                                               G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
lk_field_row_init (LkFieldRow *self)
{
}

/**
 * lk_field_row_bind:
 * @self: a row with its field and note set
 * @connection: the connection to edit
 *
 * Binds the text to the property, both ways. To be called once.
 */
void
lk_field_row_bind (LkFieldRow   *self,
                   LkConnection *connection)
{
  g_return_if_fail (LK_IS_FIELD_ROW (self));
  g_return_if_fail (LK_IS_CONNECTION (connection));
  g_return_if_fail (self->connection == NULL);
  g_return_if_fail (self->field != NULL && self->note != NULL);

  self->connection = g_object_ref (connection);
  g_object_bind_property_full (connection, self->field, self, "text", G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE,
                               null_to_empty, NULL, NULL, NULL);
  g_signal_connect (self, "notify::text", G_CALLBACK (text_changed_cb), NULL);
  g_signal_connect_object (connection, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}

/**
 * lk_field_row_set_hint:
 * @self: a bound row
 * @hint: (nullable): plain text; %NULL for none
 *
 * Shows a hint in the note, in place of an error.
 */
void
lk_field_row_set_hint (LkFieldRow *self,
                       const char *hint)
{
  g_return_if_fail (LK_IS_FIELD_ROW (self));
  g_return_if_fail (self->connection != NULL);

  g_free (self->hint);
  self->hint = g_strdup (hint);
  update (self);
}

/**
 * lk_field_row_check:
 * @self: a bound row
 *
 * Shows the error of the field, also if nobody has edited it.
 */
void
lk_field_row_check (LkFieldRow *self)
{
  g_return_if_fail (LK_IS_FIELD_ROW (self));
  g_return_if_fail (self->connection != NULL);

  self->is_edited = TRUE;
  update (self);
}

const char *
lk_field_row_get_field (LkFieldRow *self)
{
  g_return_val_if_fail (LK_IS_FIELD_ROW (self), NULL);

  return self->field;
}

/**
 * lk_field_row_get_note:
 * @self: a row
 *
 * Returns: (nullable): the text of the note; %NULL while it is hidden
 */
const char *
lk_field_row_get_note (LkFieldRow *self)
{
  g_return_val_if_fail (LK_IS_FIELD_ROW (self), NULL);

  return self->note != NULL ? lk_field_note_get_text (self->note) : NULL;
}
