/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-transient.h"

#ifdef GDK_WINDOWING_WAYLAND
#include <gdk/wayland/gdkwayland.h>
#endif
#ifdef GDK_WINDOWING_X11
#include <X11/Xlib.h>
#include <gdk/x11/gdkx.h>
#endif

static void
realized_cb (GtkWidget *widget,
             char      *handle)
{
  GdkSurface *surface = gtk_native_get_surface (GTK_NATIVE (widget));

#ifdef GDK_WINDOWING_X11
  if (GDK_IS_X11_SURFACE (surface) && g_str_has_prefix (handle, "x11:"))
    {
      guint64 parent;

      if (g_ascii_string_to_unsigned (handle + strlen ("x11:"), 16, 1, G_MAXUINT32, &parent, NULL))
        {
          GdkDisplay *display = gdk_surface_get_display (surface);

          /* The parent may be gone already. */
          gdk_x11_display_error_trap_push (display);
          XSetTransientForHint (gdk_x11_display_get_xdisplay (display), gdk_x11_surface_get_xid (surface), parent);
          gdk_x11_display_error_trap_pop_ignored (display);
        }
    }
#endif
#ifdef GDK_WINDOWING_WAYLAND
  if (GDK_IS_WAYLAND_TOPLEVEL (surface) && g_str_has_prefix (handle, "wayland:"))
    gdk_wayland_toplevel_set_transient_for_exported (GDK_TOPLEVEL (surface), handle + strlen ("wayland:"));
#endif
}

static void
free_handle (gpointer  data,
             GClosure *closure)
{
  g_free (data);
}

/**
 * lk_transient_set_parent:
 * @window: a window that is not shown yet
 * @handle: `x11:XID` in hexadecimal, `wayland:HANDLE`, or anything else for no parent
 *
 * Makes @window transient for a window of another program: it stays above it and is raised with it.
 */
void
lk_transient_set_parent (GtkWindow  *window,
                         const char *handle)
{
  g_return_if_fail (GTK_IS_WINDOW (window));
  g_return_if_fail (handle != NULL);

  g_signal_connect_data (window, "realize", G_CALLBACK (realized_cb), g_strdup (handle), free_handle,
                         G_CONNECT_AFTER);
}
