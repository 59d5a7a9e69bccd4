/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-save-dialog.h"

#include <glib/gi18n.h>

static void
response_cb (GtkNativeDialog *dialog,
             int              response,
             gpointer         user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GFile) file = NULL;
  char *path;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  path = file != NULL ? g_file_get_path (file) : NULL;

  if (path != NULL)
    g_task_return_pointer (task, path, g_free);
  else if (file != NULL)
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, _("Choose a folder of this computer"));
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "%s", _("Nothing was saved"));

  g_object_unref (dialog);
}

/**
 * lk_save_dialog_ask_async:
 * @parent: a widget of the window that asks
 * @title: the title of the dialog
 * @name: the suggested name
 * @cancellable: (nullable): a cancellable
 * @callback: called with the answer
 * @user_data: data of @callback
 *
 * Shows the desktop's dialog for saving a file, which asks before it replaces one.
 */
void
lk_save_dialog_ask_async (GtkWidget           *parent,
                          const char          *title,
                          const char          *name,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  GtkFileChooserNative *dialog;
  GTask *task;

  g_return_if_fail (GTK_IS_WIDGET (parent));
  g_return_if_fail (title != NULL && name != NULL);

  task = g_task_new (parent, cancellable, callback, user_data);
  g_task_set_source_tag (task, lk_save_dialog_ask_async);

  dialog = gtk_file_chooser_native_new (title, GTK_WINDOW (gtk_widget_get_root (parent)),
                                        GTK_FILE_CHOOSER_ACTION_SAVE, _("_Save"), _("_Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), name);
  g_signal_connect (dialog, "response", G_CALLBACK (response_cb), task);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

/**
 * lk_save_dialog_ask_finish:
 * @parent: the widget that asked
 * @result: the result
 * @error: return location for an error
 *
 * Finishes lk_save_dialog_ask_async(). Sets %G_IO_ERROR_CANCELLED if the user cancels.
 *
 * Returns: (transfer full) (type filename) (nullable): the path of the file to write
 */
char *
lk_save_dialog_ask_finish (GtkWidget     *parent,
                           GAsyncResult  *result,
                           GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, parent), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_save_dialog_ask_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
