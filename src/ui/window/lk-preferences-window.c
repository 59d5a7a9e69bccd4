/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-preferences-window.h"

/* Not an AdwPreferencesWindow: that of libadwaita 1.2 keeps its rows after it is gone. */
struct _LkPreferencesWindow
{
  AdwWindow parent_instance;

  /* Template children */
  AdwComboRow *appearance_row;
  GtkSwitch *browser_switch;
  GtkSpinButton *clipboard_spin;

  /* owned */
  GSettings *settings;
};

G_DEFINE_FINAL_TYPE (LkPreferencesWindow, lk_preferences_window, ADW_TYPE_WINDOW)

enum
{
  PROP_0,
  PROP_SETTINGS,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

/* In the order of the row's list. */
static const char *const color_schemes[] = { "default", "light", "dark" };

static gboolean
scheme_to_position (GValue   *value,
                    GVariant *variant,
                    gpointer  user_data)
{
  for (guint i = 0; i < G_N_ELEMENTS (color_schemes); i++)
    {
      if (g_str_equal (g_variant_get_string (variant, NULL), color_schemes[i]))
        {
          g_value_set_uint (value, i);
          return TRUE;
        }
    }

  return FALSE;
}

static GVariant *
position_to_scheme (const GValue       *value,
                    const GVariantType *type,
                    gpointer            user_data)
{
  guint position = g_value_get_uint (value);

  return position < G_N_ELEMENTS (color_schemes) ? g_variant_new_string (color_schemes[position]) : NULL;
}

/* The range is the schema's, so that it stands in one place. */
static void
take_range (LkPreferencesWindow *self)
{
  g_autoptr(GSettingsSchema) schema = NULL;
  g_autoptr(GSettingsSchemaKey) key = NULL;
  g_autoptr(GVariant) range = NULL;
  g_autoptr(GVariant) bounds = NULL;
  guint lowest, highest;

  g_object_get (self->settings, "settings-schema", &schema, NULL);
  key = g_settings_schema_get_key (schema, "clipboard-seconds");
  range = g_settings_schema_key_get_range (key);
  g_variant_get (range, "(sv)", NULL, &bounds);
  g_variant_get (bounds, "(uu)", &lowest, &highest);
  gtk_spin_button_set_range (self->clipboard_spin, lowest, highest);
}

static void
lk_preferences_window_constructed (GObject *object)
{
  LkPreferencesWindow *self = LK_PREFERENCES_WINDOW (object);

  G_OBJECT_CLASS (lk_preferences_window_parent_class)->constructed (object);

  g_settings_bind_with_mapping (self->settings, "color-scheme", self->appearance_row, "selected",
                                G_SETTINGS_BIND_DEFAULT, scheme_to_position, position_to_scheme, NULL, NULL);
  g_settings_bind (self->settings, "prefer-system-browser", self->browser_switch, "active", G_SETTINGS_BIND_DEFAULT);
  take_range (self);
  g_settings_bind (self->settings, "clipboard-seconds", self->clipboard_spin, "value", G_SETTINGS_BIND_DEFAULT);
}

static void
lk_preferences_window_set_property (GObject      *object,
                                    guint         property_id,
                                    const GValue *value,
                                    GParamSpec   *pspec)
{
  LkPreferencesWindow *self = LK_PREFERENCES_WINDOW (object);

  switch (property_id)
    {
    case PROP_SETTINGS:
      self->settings = g_value_dup_object (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
lk_preferences_window_dispose (GObject *object)
{
  LkPreferencesWindow *self = LK_PREFERENCES_WINDOW (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), LK_TYPE_PREFERENCES_WINDOW);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (lk_preferences_window_parent_class)->dispose (object);
}

static void
lk_preferences_window_class_init (LkPreferencesWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = lk_preferences_window_constructed;
  object_class->set_property = lk_preferences_window_set_property;
  object_class->dispose = lk_preferences_window_dispose;

  properties[PROP_SETTINGS] =
    g_param_spec_object ("settings", NULL, NULL, G_TYPE_SETTINGS,
                         G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);

  gtk_widget_class_set_template_from_resource (widget_class, LK_RESOURCE_BASE "/ui/lk-preferences-window.ui");
  gtk_widget_class_bind_template_child (widget_class, LkPreferencesWindow, appearance_row);
  gtk_widget_class_bind_template_child (widget_class, LkPreferencesWindow, browser_switch);
  gtk_widget_class_bind_template_child (widget_class, LkPreferencesWindow, clipboard_spin);
}

static void
lk_preferences_window_init (LkPreferencesWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * lk_preferences_window_new:
 * @settings: the program's settings; a change is kept at once
 *
 * Returns: (transfer none): the window, which GTK owns until it is closed
 */
GtkWindow *
lk_preferences_window_new (GSettings *settings)
{
  g_return_val_if_fail (G_IS_SETTINGS (settings), NULL);

  return g_object_new (LK_TYPE_PREFERENCES_WINDOW, "settings", settings, NULL);
}
