/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-application.h"

#include <glib/gi18n.h>

#include "lk-about.h"
#include "lk-clipboard.h"
#include "lk-paths.h"
#include "lk-practice-host.h"
#include "lk-preferences-window.h"
#include "lk-window.h"
#include "lk-workspace.h"

struct _LkApplication
{
  AdwApplication parent_instance;

  /* Owned, made at start-up; given to the window */
  GSettings *settings;
  LkWorkspace *workspace;
  LkPracticeHost *practice_host;

  /* Weak: NULL while it is closed */
  GtkWindow *preferences;
};

G_DEFINE_FINAL_TYPE (LkApplication, lk_application, ADW_TYPE_APPLICATION)

/* An installed tree may be moved, so its own schema folder is asked before the system's. */
static GSettings *
open_settings (void)
{
  g_autofree char *folder = lk_paths_get_schema_dir ();
  g_autoptr(GSettingsSchemaSource) source = NULL;
  g_autoptr(GSettingsSchema) schema = NULL;

  source = g_settings_schema_source_new_from_directory (folder, g_settings_schema_source_get_default (), TRUE, NULL);
  if (source != NULL)
    schema = g_settings_schema_source_lookup (source, LK_APP_ID, TRUE);

  return schema != NULL ? g_settings_new_full (schema, NULL, NULL) : g_settings_new (LK_APP_ID);
}

static void
color_scheme_changed_cb (LkApplication *self)
{
  AdwStyleManager *manager = adw_application_get_style_manager (ADW_APPLICATION (self));
  g_autofree char *scheme = g_settings_get_string (self->settings, "color-scheme");

  g_assert (LK_IS_APPLICATION (self));

  if (g_str_equal (scheme, "dark"))
    adw_style_manager_set_color_scheme (manager, ADW_COLOR_SCHEME_FORCE_DARK);
  else if (g_str_equal (scheme, "light"))
    adw_style_manager_set_color_scheme (manager, ADW_COLOR_SCHEME_FORCE_LIGHT);
  else
    adw_style_manager_set_color_scheme (manager, ADW_COLOR_SCHEME_DEFAULT);
}

/* The one window; not a dialog over it, which may be the active one. */
static GtkWindow *
get_window (LkApplication *self)
{
  for (GList *l = gtk_application_get_windows (GTK_APPLICATION (self)); l != NULL; l = l->next)
    if (LK_IS_WINDOW (l->data))
      return l->data;

  return NULL;
}

static void
about_action (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       user_data)
{
  LkApplication *self = LK_APPLICATION (user_data);

  lk_about_present (get_window (self), self->workspace);
}

static void
preferences_action (GSimpleAction *action,
                    GVariant      *parameter,
                    gpointer       user_data)
{
  LkApplication *self = LK_APPLICATION (user_data);

  if (self->preferences == NULL)
    {
      g_set_weak_pointer (&self->preferences, lk_preferences_window_new (self->settings));
      gtk_window_set_transient_for (self->preferences, get_window (self));
    }

  gtk_window_present (self->preferences);
}

/* Built when it is asked for. As gtk/help-overlay.ui it would be there all the time, as a window never shown; and when
 * a window closes while an assistive tool counts them, GTK 4.8 answers with the last there is, shown or not, and
 * crashes over one that never was. */
static void
shortcuts_action (GSimpleAction *action,
                  GVariant      *parameter,
                  gpointer       user_data)
{
  g_autoptr(GtkBuilder) builder = gtk_builder_new_from_resource (LK_RESOURCE_BASE "/ui/lk-shortcuts-window.ui");
  GtkWindow *window = GTK_WINDOW (gtk_builder_get_object (builder, "shortcuts_window"));

  gtk_window_set_transient_for (window, gtk_application_get_active_window (GTK_APPLICATION (user_data)));
  gtk_window_present (window);
}

static void
quit_action (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  GtkWindow *window = get_window (user_data);

  /* Closed rather than dropped, so that it remembers its size. */
  if (window != NULL)
    gtk_window_close (window);
  g_application_quit (G_APPLICATION (user_data));
}

static void
lk_application_startup (GApplication *application)
{
  static const GActionEntry actions[] = {
    { .name = "about", .activate = about_action },
    { .name = "preferences", .activate = preferences_action },
    { .name = "quit", .activate = quit_action },
    { .name = "shortcuts", .activate = shortcuts_action },
  };
  LkApplication *self = LK_APPLICATION (application);
  GtkApplication *gtk_application = GTK_APPLICATION (application);
  g_autofree char *data_folder = lk_paths_get_data_dir ();

  G_APPLICATION_CLASS (lk_application_parent_class)->startup (application);

  self->settings = open_settings ();
  self->workspace = lk_workspace_new (data_folder, NULL);
  self->practice_host = lk_practice_host_new ();
  g_signal_connect_object (self->settings, "changed::color-scheme", G_CALLBACK (color_scheme_changed_cb), self,
                           G_CONNECT_SWAPPED);
  color_scheme_changed_cb (self);

  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
  gtk_application_set_accels_for_action (gtk_application, "app.preferences",
                                         (const char *[]) { "<Control>comma", NULL });
  gtk_application_set_accels_for_action (gtk_application, "app.quit", (const char *[]) { "<Control>q", NULL });
  gtk_application_set_accels_for_action (gtk_application, "app.shortcuts",
                                         (const char *[]) { "<Control>question", NULL });
  gtk_application_set_accels_for_action (gtk_application, "window.close", (const char *[]) { "<Control>w", NULL });
  gtk_application_set_accels_for_action (gtk_application, "win.add-connection", (const char *[]){ "<Control>n", NULL });
  gtk_application_set_accels_for_action (gtk_application, "win.show-connections", (const char *[]) { "F9", NULL });

  for (int i = 0; i < 9; i++)
    {
      g_autofree char *action = g_strdup_printf ("win.show-nth-page(%d)", i);
      g_autofree char *accel = g_strdup_printf ("<Alt>%d", i + 1);

      gtk_application_set_accels_for_action (gtk_application, action, (const char *[]) { accel, NULL });
    }
}

static void
lk_application_activate (GApplication *application)
{
  LkApplication *self = LK_APPLICATION (application);
  GtkWindow *window = get_window (self);
  g_autofree char *message = NULL;
  g_autoptr(GError) error = NULL;

  if (window != NULL)
    {
      gtk_window_present (window);
      return;
    }

  lk_workspace_load (self->workspace, &message, &error);

  window = GTK_WINDOW (lk_window_new (GTK_APPLICATION (application), self->workspace, self->practice_host,
                                      self->settings));
  gtk_window_present (window);

  if (error != NULL)
    lk_window_show_notice (LK_WINDOW (window), error->message);
  else if (message != NULL)
    lk_window_show_notice (LK_WINDOW (window), message);
}

static void
lk_application_shutdown (GApplication *application)
{
  GdkDisplay *display = gdk_display_get_default ();

  /* A token that was copied does not outlive the program (SECURITY.md I5). */
  if (display != NULL)
    lk_clipboard_clear (display);

  G_APPLICATION_CLASS (lk_application_parent_class)->shutdown (application);
}

static void
lk_application_finalize (GObject *object)
{
  LkApplication *self = LK_APPLICATION (object);

  g_clear_weak_pointer (&self->preferences);
  g_clear_object (&self->settings);
  g_clear_object (&self->workspace);
  g_clear_object (&self->practice_host);

  G_OBJECT_CLASS (lk_application_parent_class)->finalize (object);
}

static void
lk_application_class_init (LkApplicationClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lk_application_finalize;
  G_APPLICATION_CLASS (klass)->startup = lk_application_startup;
  G_APPLICATION_CLASS (klass)->activate = lk_application_activate;
  G_APPLICATION_CLASS (klass)->shutdown = lk_application_shutdown;
}

static void
lk_application_init (LkApplication *self)
{
  gtk_window_set_default_icon_name (LK_APP_ID);
}

/**
 * lk_application_new:
 *
 * Makes the program. Nothing is opened before it is run.
 *
 * Returns: (transfer full): the program
 */
LkApplication *
lk_application_new (void)
{
  return g_object_new (LK_TYPE_APPLICATION,
                       "application-id", LK_APP_ID,
                       "resource-base-path", LK_RESOURCE_BASE,
                       NULL);
}
