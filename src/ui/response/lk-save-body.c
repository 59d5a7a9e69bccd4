/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-save-body.h"

#include <glib/gi18n.h>

#include "lk-save-dialog.h"
#include "lk-ui-util.h"

/* The last segment of the path without separators and dots: "chats.json". */
static char *
make_name (const char *url,
           const char *extension)
{
  g_autoptr(GUri) uri = g_uri_parse (url, G_URI_FLAGS_NONE, NULL);
  g_autofree char *base = g_path_get_basename (uri != NULL ? g_uri_get_path (uri) : "");

  for (char *at = base; *at != '\0'; at++)
    {
      if (!g_ascii_isalnum (*at) && *at != '-' && *at != '_')
        *at = '_';
    }

  return g_strdup_printf ("%s.%s", g_ascii_isalnum (*base) ? base : "answer", extension);
}

static void
written_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      data)
{
  g_autoptr(GtkWidget) parent = data;
  g_autoptr(GError) error = NULL;
  g_autofree char *message = NULL;

  if (!g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
    message = g_strdup_printf (_("The answer could not be saved: %s"), error->message);

  lk_ui_show_toast (parent, message != NULL ? message : _("Answer saved, without its secrets"));
}

static void
asked_where_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      data)
{
  GtkWidget *parent = GTK_WIDGET (source);
  g_autoptr(GBytes) text = data;
  g_autoptr(GError) error = NULL;
  g_autofree char *path = lk_save_dialog_ask_finish (parent, result, &error);

  if (path != NULL)
    lk_save_body_write (parent, path, text);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    lk_ui_show_toast (parent, error->message);
}

/**
 * lk_save_body_ask:
 * @parent: a widget of the window that asks
 * @url: the URL of the request; its last segment becomes the suggested name
 * @extension: the extension of the suggested name, without a dot
 * @text: the answer, without its secrets
 *
 * Asks for a file, writes @text to it and reports the result in a toast.
 */
void
lk_save_body_ask (GtkWidget  *parent,
                  const char *url,
                  const char *extension,
                  GBytes     *text)
{
  g_autofree char *name = NULL;

  g_return_if_fail (GTK_IS_WIDGET (parent));
  g_return_if_fail (url != NULL && extension != NULL && text != NULL);

  name = make_name (url, extension);
  lk_save_dialog_ask_async (parent, _("Save Answer"), name, NULL, asked_where_cb, g_bytes_ref (text));
}

/**
 * lk_save_body_write:
 * @parent: a widget of the window that shows the toast
 * @path: (type filename): the file to write; only the user can read it
 * @text: the answer, without its secrets
 *
 * Writes @text to the file and reports the result in a toast.
 */
void
lk_save_body_write (GtkWidget  *parent,
                    const char *path,
                    GBytes     *text)
{
  g_autoptr(GFile) file = NULL;

  g_return_if_fail (GTK_IS_WIDGET (parent));
  g_return_if_fail (path != NULL && text != NULL);

  /* Replace the file: an existing one might be readable by others. */
  file = g_file_new_for_path (path);
  g_file_replace_contents_bytes_async (file, text, NULL, FALSE,
                                       G_FILE_CREATE_PRIVATE | G_FILE_CREATE_REPLACE_DESTINATION, NULL, written_cb,
                                       g_object_ref (parent));
}
