/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A small program for the driver's own test to use. */
#include "config.h"

#include <adwaita.h>

typedef struct
{
  GtkWindow *window;   /* not owned */
  GtkLabel  *said;     /* not owned */
} Specimen;

static void
said (Specimen   *specimen,
      const char *text)
{
  gtk_label_set_label (specimen->said, text);
}

static void
pressed_cb (Specimen *specimen)
{
  said (specimen, "Pressed");
}

static void
copied_cb (Specimen *specimen)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (specimen->window)), "copied text");
  said (specimen, "Copied");
}

static void
typed_cb (Specimen    *specimen,
          GtkEditable *entry)
{
  g_autofree char *text = g_strdup_printf ("Typed: %s", gtk_editable_get_text (entry));

  said (specimen, text);
}

static void
switched_cb (Specimen   *specimen,
             GParamSpec *pspec,
             GtkSwitch  *control)
{
  said (specimen, gtk_switch_get_active (control) ? "On" : "Off");
}

static void
scheme_changed_cb (Specimen   *specimen,
                   const char *key,
                   GSettings  *settings)
{
  g_autofree char *scheme = g_settings_get_string (settings, key);
  g_autofree char *text = g_strdup_printf ("Scheme: %s", scheme);

  said (specimen, text);
}

static void
ask_activated (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  Specimen *specimen = user_data;
  GtkWidget *dialog = adw_message_dialog_new (specimen->window, "Remove It?", "It goes for good.");

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", "_Cancel", "remove", "_Remove", NULL);
  g_signal_connect_swapped (dialog, "response", G_CALLBACK (pressed_cb), specimen);
  gtk_window_present (GTK_WINDOW (dialog));
}

static GtkWidget *
make_page (Specimen *specimen)
{
  GtkWidget *page = adw_preferences_page_new ();
  GtkWidget *group = adw_preferences_group_new ();
  GtkWidget *row;
  GtkWidget *control;

  row = adw_entry_row_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), "Subdomain");
  g_signal_connect_swapped (row, "changed", G_CALLBACK (typed_cb), specimen);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);

  row = adw_action_row_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), "Verify");
  control = gtk_switch_new ();
  gtk_widget_set_valign (control, GTK_ALIGN_CENTER);
  g_signal_connect_swapped (control, "notify::active", G_CALLBACK (switched_cb), specimen);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), control);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), control);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);

  row = gtk_button_new_with_mnemonic ("_Press Me");
  g_signal_connect_swapped (row, "clicked", G_CALLBACK (pressed_cb), specimen);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);

  row = gtk_button_new_with_label ("Not Now");
  gtk_widget_set_sensitive (row, FALSE);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);

  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (group));

  return page;
}

static void
activate_cb (GtkApplication *application,
             Specimen       *specimen)
{
  static const GActionEntry actions[] = { { .name = "ask", .activate = ask_activated } };
  GtkWidget *window = adw_application_window_new (application);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *header = adw_header_bar_new ();
  GtkWidget *stack = adw_view_stack_new ();
  GtkWidget *switcher = adw_view_switcher_bar_new ();
  GtkWidget *copy = gtk_button_new_from_icon_name ("edit-copy-symbolic");
  GtkWidget *menu_button = gtk_menu_button_new ();
  GSettings *settings = g_settings_new (LK_APP_ID);
  g_autoptr(GMenu) menu = g_menu_new ();

  specimen->window = GTK_WINDOW (window);
  specimen->said = GTK_LABEL (gtk_label_new ("Nothing yet"));
  g_action_map_add_action_entries (G_ACTION_MAP (application), actions, G_N_ELEMENTS (actions), specimen);

  gtk_accessible_update_property (GTK_ACCESSIBLE (copy), GTK_ACCESSIBLE_PROPERTY_LABEL, "Copy", -1);
  g_signal_connect_swapped (copy, "clicked", G_CALLBACK (copied_cb), specimen);
  adw_header_bar_pack_start (ADW_HEADER_BAR (header), copy);

  g_menu_append (menu, "_Remove…", "app.ask");
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (menu_button), G_MENU_MODEL (menu));
  gtk_menu_button_set_label (GTK_MENU_BUTTON (menu_button), "Menu");
  adw_header_bar_pack_end (ADW_HEADER_BAR (header), menu_button);

  adw_view_stack_add_titled (ADW_VIEW_STACK (stack), make_page (specimen), "form", "Form");
  adw_view_stack_add_titled (ADW_VIEW_STACK (stack), gtk_label_new ("Behind"), "behind", "Behind It");
  adw_view_switcher_bar_set_stack (ADW_VIEW_SWITCHER_BAR (switcher), ADW_VIEW_STACK (stack));
  adw_view_switcher_bar_set_reveal (ADW_VIEW_SWITCHER_BAR (switcher), TRUE);
  gtk_widget_set_vexpand (stack, TRUE);

  g_signal_connect_swapped (settings, "changed::color-scheme", G_CALLBACK (scheme_changed_cb), specimen);
  g_object_set_data_full (G_OBJECT (window), "settings", settings, g_object_unref);

  gtk_box_append (GTK_BOX (box), header);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (specimen->said));
  gtk_box_append (GTK_BOX (box), stack);
  gtk_box_append (GTK_BOX (box), switcher);
  gtk_window_set_title (GTK_WINDOW (window), "Specimen (one)");
  gtk_window_set_default_size (GTK_WINDOW (window), 640, 480);
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (window), box);
  gtk_window_present (GTK_WINDOW (window));
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr(AdwApplication) application = adw_application_new (LK_APP_ID ".Specimen", G_APPLICATION_DEFAULT_FLAGS);
  Specimen specimen = { NULL, NULL };

  g_signal_connect (application, "activate", G_CALLBACK (activate_cb), &specimen);

  return g_application_run (G_APPLICATION (application), argc, argv);
}
