/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-test-widgets.h"

#include <adwaita.h>
#include <string.h>

#include "lk-json-row-view.h"
#include "lk-test.h"

/**
 * lk_test_widgets_init:
 * @argc: of main ()
 * @argv: of main ()
 *
 * Call it first in main (), instead of lk_test_init(): GLib's isolated folders would hide the MIME database, and with
 * it the loader of the icons. The home is a private one already (with-display).
 */
void
lk_test_widgets_init (int    *argc,
                      char ***argv)
{
  g_autoptr(GtkCssProvider) provider = NULL;

  g_test_init (argc, argv, NULL);
  adw_init ();

  /* An application would load it. */
  provider = gtk_css_provider_new ();
  gtk_css_provider_load_from_resource (provider, LK_RESOURCE_BASE "/style.css");
  gtk_style_context_add_provider_for_display (gdk_display_get_default (), GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}

/**
 * lk_test_window_new:
 * @child: (transfer floating): what to show
 * @width: of the window
 * @height: of the window
 *
 * Returns: (transfer none): a window that is mapped and has been drawn; destroy it
 */
GtkWidget *
lk_test_window_new (GtkWidget *child,
                    int        width,
                    int        height)
{
  GtkWidget *window = gtk_window_new ();

  gtk_window_set_default_size (GTK_WINDOW (window), width, height);
  gtk_window_set_child (GTK_WINDOW (window), child);
  gtk_window_present (GTK_WINDOW (window));
  gtk_test_widget_wait_for_draw (window);

  return window;
}

/**
 * lk_test_find_type:
 * @widget: where to look
 * @type: of a widget
 *
 * Returns: (transfer none) (nullable): the first widget of that type, @widget included
 */
GtkWidget *
lk_test_find_type (GtkWidget *widget,
                   GType      type)
{
  GtkWidget *found = NULL;

  if (g_type_is_a (G_OBJECT_TYPE (widget), type))
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = lk_test_find_type (child, type);

  return found;
}

/* A row of the tree draws its texts and has no labels. */
static char *
dup_row_text (GtkWidget *widget)
{
  if (!LK_IS_JSON_ROW_VIEW (widget) || lk_json_row_view_get_row (LK_JSON_ROW_VIEW (widget)) == NULL)
    return NULL;

  return lk_json_row_view_dup_text (LK_JSON_ROW_VIEW (widget));
}

static gboolean
row_shows (GtkWidget  *widget,
           const char *text)
{
  g_autofree char *shown = dup_row_text (widget);
  g_auto(GStrv) parts = shown != NULL ? g_strsplit (shown, "\n", -1) : NULL;

  return parts != NULL && g_strv_contains ((const char *const *) parts, text);
}

/**
 * lk_test_find_label:
 * @widget: where to look
 * @text: the whole text of a label, or of a part of a row of the tree
 *
 * Returns: (transfer none) (nullable): the first mapped one
 */
GtkWidget *
lk_test_find_label (GtkWidget  *widget,
                    const char *text)
{
  GtkWidget *found = NULL;

  if (GTK_IS_LABEL (widget) && gtk_widget_get_mapped (widget) &&
      strcmp (gtk_label_get_text (GTK_LABEL (widget)), text) == 0)
    return widget;

  if (gtk_widget_get_mapped (widget) && row_shows (widget, text))
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = lk_test_find_label (child, text);

  return found;
}

static void
gather (GtkWidget *widget,
        GString   *text)
{
  g_autofree char *row = NULL;

  if (!gtk_widget_get_mapped (widget))
    return;

  row = dup_row_text (widget);
  if (row != NULL)
    g_string_append (text, row);

  if (GTK_IS_LABEL (widget))
    g_string_append_printf (text, "%s\n", gtk_label_get_text (GTK_LABEL (widget)));

  if (GTK_IS_TEXT_VIEW (widget))
    {
      g_autofree char *content = NULL;

      g_object_get (gtk_text_view_get_buffer (GTK_TEXT_VIEW (widget)), "text", &content, NULL);
      g_string_append_printf (text, "%s\n", content);
    }

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    gather (child, text);
}

/**
 * lk_test_dup_text:
 * @widget: where to look
 *
 * Returns: (transfer full): the texts of all mapped labels, text views and rows of the tree, each on a line
 */
char *
lk_test_dup_text (GtkWidget *widget)
{
  GString *text = g_string_new (NULL);

  gather (widget, text);

  return g_string_free (text, FALSE);
}

typedef struct
{
  GtkWidget *widget;
  const char *text;
} Wait;

static gboolean
shows_text (gpointer data)
{
  Wait *wait = data;
  g_autofree char *shown = lk_test_dup_text (wait->widget);

  return strstr (shown, wait->text) != NULL;
}

/**
 * lk_test_wait_for_text:
 * @widget: where to look
 * @text: a part of the expected text
 *
 * Waits until it is shown.
 */
void
lk_test_wait_for_text (GtkWidget  *widget,
                       const char *text)
{
  Wait wait = { widget, text };

  g_test_message ("waiting for “%s”", text);
  lk_test_wait_until (shows_text, &wait, 20);
}
