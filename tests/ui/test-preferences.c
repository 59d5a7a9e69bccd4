/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The preferences window follows the settings, and the settings follow it. */
#include "config.h"

#include "lk-preferences-window.h"
#include "lk-test.h"

typedef struct
{
  GSettings *settings;
  GtkWindow *window;
} Fixture;

static gpointer
child (Fixture    *fixture,
       const char *id)
{
  return gtk_widget_get_template_child (GTK_WIDGET (fixture->window), LK_TYPE_PREFERENCES_WINDOW, id);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->settings = g_settings_new ("io.github.latchkey.Latchkey");
  fixture->window = lk_preferences_window_new (fixture->settings);
  gtk_window_present (fixture->window);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_settings_reset (fixture->settings, "color-scheme");
  g_settings_reset (fixture->settings, "prefer-system-browser");
  g_settings_reset (fixture->settings, "clipboard-seconds");

  /* Nothing of the window stays bound to the settings. */
  gtk_window_destroy (fixture->window);
  g_assert_finalize_object (fixture->settings);
}

static void
test_style (Fixture       *fixture,
            gconstpointer  data)
{
  static const char *const schemes[] = { "default", "light", "dark" };
  AdwComboRow *row = child (fixture, "appearance_row");

  g_assert_cmpuint (adw_combo_row_get_selected (row), ==, 0);
  for (guint i = G_N_ELEMENTS (schemes); i > 0; i--)
    {
      g_autofree char *scheme = NULL;

      adw_combo_row_set_selected (row, i - 1);
      scheme = g_settings_get_string (fixture->settings, "color-scheme");
      g_assert_cmpstr (scheme, ==, schemes[i - 1]);
    }

  g_settings_set_string (fixture->settings, "color-scheme", "dark");
  g_assert_cmpuint (adw_combo_row_get_selected (row), ==, 2);
}

static void
test_browser (Fixture       *fixture,
              gconstpointer  data)
{
  GtkSwitch *browser = child (fixture, "browser_switch");

  g_assert_false (gtk_switch_get_active (browser));
  gtk_switch_set_active (browser, TRUE);
  g_assert_true (g_settings_get_boolean (fixture->settings, "prefer-system-browser"));
  g_settings_set_boolean (fixture->settings, "prefer-system-browser", FALSE);
  g_assert_false (gtk_switch_get_active (browser));
}

/* What can be chosen is what the schema allows. */
static void
test_clipboard (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr(GSettingsSchema) schema = NULL;
  g_autoptr(GSettingsSchemaKey) key = NULL;
  g_autoptr(GVariant) range = NULL;
  g_autoptr(GVariant) bounds = NULL;
  GtkSpinButton *spin = child (fixture, "clipboard_spin");
  const char *type;
  double lowest;
  double highest;
  guint minimum;
  guint maximum;

  g_assert_cmpfloat (gtk_spin_button_get_value (spin), ==, 45);
  gtk_spin_button_set_value (spin, 20);
  g_assert_cmpuint (g_settings_get_uint (fixture->settings, "clipboard-seconds"), ==, 20);
  g_settings_set_uint (fixture->settings, "clipboard-seconds", 7);
  g_assert_cmpfloat (gtk_spin_button_get_value (spin), ==, 7);

  g_object_get (fixture->settings, "settings-schema", &schema, NULL);
  key = g_settings_schema_get_key (schema, "clipboard-seconds");
  range = g_settings_schema_key_get_range (key);
  g_variant_get (range, "(&sv)", &type, &bounds);
  g_assert_cmpstr (type, ==, "range");
  g_variant_get (bounds, "(uu)", &minimum, &maximum);
  gtk_spin_button_get_range (spin, &lowest, &highest);
  g_assert_cmpfloat (lowest, ==, minimum);
  g_assert_cmpfloat (highest, ==, maximum);
}

int
main (int   argc,
      char *argv[])
{
  /* The home is private already (with-display). */
  g_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add ("/preferences/style", Fixture, NULL, set_up, test_style, tear_down);
  g_test_add ("/preferences/browser", Fixture, NULL, set_up, test_browser, tear_down);
  g_test_add ("/preferences/clipboard", Fixture, NULL, set_up, test_clipboard, tear_down);

  return g_test_run ();
}
