/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-window-handle.h"

#ifdef GDK_WINDOWING_WAYLAND
#include <gdk/wayland/gdkwayland.h>
#endif
#ifdef GDK_WINDOWING_X11
#include <gdk/x11/gdkx.h>
#endif

#ifdef GDK_WINDOWING_WAYLAND
static void
exported_cb (GdkToplevel *toplevel,
             const char  *handle,
             gpointer     user_data)
{
  g_task_return_pointer (user_data, handle != NULL ? g_strconcat ("wayland:", handle, NULL) : g_strdup (""), g_free);
}
#endif

/**
 * lk_window_handle_export_async:
 * @window: a window that is shown
 * @cancellable: (nullable): a cancellable
 * @callback: called with the handle
 * @user_data: data of @callback
 *
 * Exports a window. On Wayland the compositor is asked, and the handle lasts as long as the window is exported.
 */
void
lk_window_handle_export_async (GtkWindow           *window,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  GdkSurface *surface;

  g_return_if_fail (GTK_IS_WINDOW (window));

  task = g_task_new (window, cancellable, callback, user_data);
  g_task_set_source_tag (task, lk_window_handle_export_async);
  surface = gtk_native_get_surface (GTK_NATIVE (window));

#ifdef GDK_WINDOWING_X11
  if (GDK_IS_X11_SURFACE (surface))
    {
      g_task_return_pointer (task, g_strdup_printf ("x11:%lx", gdk_x11_surface_get_xid (surface)), g_free);
      return;
    }
#endif
#ifdef GDK_WINDOWING_WAYLAND
  if (GDK_IS_WAYLAND_TOPLEVEL (surface)
      && gdk_wayland_toplevel_export_handle (GDK_TOPLEVEL (surface), exported_cb, g_object_ref (task), g_object_unref))
    return;
#endif

  g_task_return_pointer (task, g_strdup (""), g_free);
}

/**
 * lk_window_handle_export_finish:
 * @window: the window
 * @result: as given to the callback
 * @error: return location for G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): `x11:XID`, `wayland:HANDLE`, or "" where windows cannot be exported
 */
char *
lk_window_handle_export_finish (GtkWindow     *window,
                                GAsyncResult  *result,
                                GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, window), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_window_handle_export_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * lk_window_handle_unexport:
 * @window: a window that was exported
 *
 * Withdraws the handle, once for each export. Windows of other programs that are above @window by it are so no longer.
 */
void
lk_window_handle_unexport (GtkWindow *window)
{
  GdkSurface *surface;

  g_return_if_fail (GTK_IS_WINDOW (window));

  surface = gtk_native_get_surface (GTK_NATIVE (window));
#ifdef GDK_WINDOWING_WAYLAND
  if (surface != NULL && GDK_IS_WAYLAND_TOPLEVEL (surface))
    gdk_wayland_toplevel_unexport_handle (GDK_TOPLEVEL (surface));
#endif
}
