/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "lk-application.h"

struct _LkApplication
{
  AdwApplication parent_instance;
};

G_DEFINE_FINAL_TYPE (LkApplication, lk_application, ADW_TYPE_APPLICATION)

static void
lk_application_activate (GApplication *application)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (application));

  if (window == NULL)
    window = GTK_WINDOW (adw_application_window_new (GTK_APPLICATION (application)));

  gtk_window_present (window);
}

static void
lk_application_class_init (LkApplicationClass *klass)
{
  G_APPLICATION_CLASS (klass)->activate = lk_application_activate;
}

static void
lk_application_init (LkApplication *self)
{
  gtk_window_set_default_icon_name (LK_APP_ID);
}

LkApplication *
lk_application_new (void)
{
  return g_object_new (LK_TYPE_APPLICATION,
                       "application-id", LK_APP_ID,
                       "resource-base-path", LK_RESOURCE_BASE,
                       NULL);
}
