/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The driver on the display: the pointer, the keyboard, sizes and pictures of windows, by xdotool and ImageMagick. */
#include "config.h"

#include <stdio.h>

#include "lk-driver-private.h"

#define MAX_NOTCHES 30

/* Runs a helper program with `input` on its standard input, so that no text is an argument; its standard output, or
 * NULL when it failed. */
static char *
run_tool (const char *const *argv,
          const char        *input)
{
  g_autoptr(GSubprocess) process = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *output = NULL;

  process = g_subprocess_newv (argv,
                               G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE |
                                 G_SUBPROCESS_FLAGS_STDERR_SILENCE,
                               &error);
  if (process == NULL)
    g_error ("%s: %s", argv[0], error->message);

  if (!g_subprocess_communicate_utf8 (process, input != NULL ? input : "", NULL, &output, NULL, &error))
    g_error ("%s: %s", argv[0], error->message);

  return g_subprocess_get_successful (process) ? g_steal_pointer (&output) : NULL;
}

static void
run_xdotool (LkDriver   *self,
             const char *script)
{
  const char *const argv[] = { "xdotool", "-", NULL };
  g_autofree char *output = run_tool (argv, script);

  if (output == NULL)
    lk_driver_fail (self, "xdotool refused: %s", script);
}

/* The window looked in, or the newest. */
static AtspiAccessible *
find_window (LkDriver *self)
{
  return lk_driver_find (self, LK_KIND_WINDOW, self->window != NULL ? self->window : "*");
}

/* The X window of a window of the program, where it is, and the border that GTK draws when nothing composes the
 * screen. */
static char *
find_x_window (LkDriver  *self,
               AtspiRect *geometry,
               int       *border)
{
  g_autoptr(AtspiAccessible) window = find_window (self);
  g_autofree char *title = atspi_accessible_get_name (window, NULL);
  g_autofree char *escaped = g_regex_escape_string (title, -1);
  g_autofree char *pattern = g_strdup_printf ("^%s$", escaped);
  g_autofree char *pid = g_strdup_printf ("%u", atspi_accessible_get_process_id (window, NULL));
  const char *const search_argv[] = {
    "xdotool", "search", "--all", "--onlyvisible", "--pid", pid, "--name", pattern, NULL,
  };
  AtspiRect frame = { 0 };

  /* xdotool's search gives up when a window, of whatever program, goes while it looks. */
  for (guint i = 0; i < 10; i++)
    {
      g_autofree char *ids = run_tool (search_argv, NULL);
      g_auto(GStrv) lines = g_strsplit (ids != NULL ? g_strchomp (ids) : "", "\n", -1);
      guint n_lines = g_strv_length (lines);
      const char *id = n_lines > 0 ? lines[n_lines - 1] : "";
      const char *const geometry_argv[] = { "xdotool", "getwindowgeometry", "--shell", id, NULL };
      g_autofree char *answer = *id != '\0' ? run_tool (geometry_argv, NULL) : NULL;
      int unused;

      if (answer != NULL &&
          sscanf (answer, "WINDOW=%d X=%d Y=%d WIDTH=%d HEIGHT=%d", &unused, &geometry->x, &geometry->y,
                  &geometry->width, &geometry->height) == 5)
        {
          lk_driver_get_extents (window, &frame);
          *border = MAX (0, (geometry->width - frame.width) / 2);

          return g_strdup (id);
        }
      lk_driver_pause (self, LK_DRIVER_POLL_MILLISECONDS);
    }

  lk_driver_fail (self, "the window “%s” is not on the display", title);
}

/* What the places of controls are counted from, on the screen: from 4.18 on the corner within the border, which the
 * window's own place then tells. */
static void
find_origin (LkDriver        *self,
             const AtspiRect *geometry,
             int              border,
             int             *x,
             int             *y)
{
  g_autoptr(AtspiAccessible) window = find_window (self);
  AtspiRect frame = { 0 };

  lk_driver_get_extents (window, &frame);
  *x = geometry->x + border - frame.x;
  *y = geometry->y + border - frame.y;
}

static void
raise_window (LkDriver   *self,
              const char *id)
{
  g_autofree char *script = g_strdup_printf ("windowraise %s\nwindowfocus --sync %s\n", id, id);

  run_xdotool (self, script);
}

static void
focus_window (LkDriver *self)
{
  AtspiRect geometry;
  int border;
  g_autofree char *id = find_x_window (self, &geometry, &border);

  raise_window (self, id);
}

void
lk_driver_click_at (LkDriver *self,
                    int       x,
                    int       y)
{
  AtspiRect geometry;
  int border;
  g_autofree char *id = find_x_window (self, &geometry, &border);
  g_autofree char *script = NULL;
  int origin_x;
  int origin_y;

  find_origin (self, &geometry, border, &origin_x, &origin_y);
  script = g_strdup_printf ("windowraise %s\nwindowfocus --sync %s\nmousemove %d %d\nsleep 0.1\nclick 1\n",
                            id, id, origin_x + x, origin_y + y);

  run_xdotool (self, script);
}

void
lk_driver_take_picture (LkDriver   *self,
                        const char *name,
                        const char *crop)
{
  g_autofree char *file = g_strdup_printf ("%s.png", name);
  g_autofree char *path = g_build_filename (self->picture_folder, file, NULL);
  g_autofree char *target = g_strconcat ("png:", path, NULL);
  const char *const argv[] = { "import", "-silent", "-window", "root", "-crop", crop, "+repage", target, NULL };
  g_autofree char *output = run_tool (argv, NULL);

  if (output == NULL)
    g_printerr ("no picture %s\n", path);
}

/* Turns the wheel until the node lies in the window, as a person would. */
void
lk_driver_scroll_to (LkDriver        *self,
                     AtspiAccessible *node,
                     AtspiRect       *extents)
{
  AtspiRect geometry;
  int border;
  g_autofree char *id = find_x_window (self, &geometry, &border);

  for (guint i = 0; i < MAX_NOTCHES; i++)
    {
      int y = extents->y + extents->height / 2;
      g_autofree char *script = NULL;

      if (y >= 0 && y < geometry.height)
        return;

      script = g_strdup_printf ("windowraise %s\nmousemove %d %d\nclick %d\n", id,
                                geometry.x + border + geometry.width / 2, geometry.y + border + geometry.height / 2,
                                y < 0 ? 4 : 5);
      run_xdotool (self, script);
      lk_driver_pause (self, LK_DRIVER_POLL_MILLISECONDS);
      if (!lk_driver_get_extents (node, extents))
        return;
    }
}

/**
 * lk_driver_enter_page:
 * @self: a driver
 * @name: the accessible name of what holds the web view, as a pattern
 *
 * Clicks into a page's upper left corner, so that the next Tab reaches its first control. GTK 4.8 shows nothing of a
 * web page to assistive tools, so a page is used by keys.
 */
void
lk_driver_enter_page (LkDriver   *self,
                      const char *name)
{
  g_autoptr(AtspiAccessible) node = lk_driver_find (self, LK_KIND_ANY, name);
  AtspiRect extents;

  if (!lk_driver_get_extents (node, &extents))
    lk_driver_fail (self, "the page “%s” has no place", name);

  lk_driver_click_at (self, extents.x + 3, extents.y + 3);
}

/**
 * lk_driver_type:
 * @self: a driver
 * @text: one line
 *
 * Types text on the keyboard, to whatever has the focus.
 */
void
lk_driver_type (LkDriver   *self,
                const char *text)
{
  const char *const argv[] = { "xdotool", "type", "--delay", "15", "--file", "-", NULL };
  g_autofree char *output = NULL;

  focus_window (self);
  output = run_tool (argv, text);
  if (output == NULL)
    lk_driver_fail (self, "the text could not be typed");
}

/**
 * lk_driver_key:
 * @self: a driver
 * @keys: keys in xdotool's words, space-separated: "Tab Return", "ctrl+f"
 *
 * Presses keys one after another, to whatever has the focus.
 */
void
lk_driver_key (LkDriver   *self,
               const char *keys)
{
  g_autofree char *script = g_strdup_printf ("key --delay 30 %s\n", keys);

  focus_window (self);
  run_xdotool (self, script);
}

typedef struct
{
  int width;
  int height;
} Size;

/* A window that folds when it becomes narrow takes a smaller size only then, so it is asked again, as by a hand that
 * keeps pulling. */
static gboolean
takes_size (LkDriver *self,
            gpointer  user_data)
{
  const Size *size = user_data;
  g_autoptr(AtspiAccessible) window = find_window (self);
  g_autofree char *id = NULL;
  g_autofree char *script = NULL;
  AtspiRect extents;
  AtspiRect geometry;
  int border;

  if (lk_driver_get_extents (window, &extents) && extents.width == size->width && extents.height == size->height)
    return TRUE;

  id = find_x_window (self, &geometry, &border);
  script = g_strdup_printf ("windowsize %s %d %d\n", id, size->width + 2 * border, size->height + 2 * border);
  run_xdotool (self, script);
  lk_driver_pause (self, 200);

  return FALSE;
}

/**
 * lk_driver_resize:
 * @self: a driver
 * @width: of the content, in pixels
 * @height: of the content, in pixels
 *
 * Gives the window another size. A window that cannot be so small, and would be cut, ends the tour.
 */
void
lk_driver_resize (LkDriver *self,
                  int       width,
                  int       height)
{
  Size size = { width, height };
  g_autofree char *what = g_strdup_printf ("the window to become %dx%d; something in it needs more", width, height);

  lk_driver_wait_for (self, what, takes_size, &size);
}

/**
 * lk_driver_get_clipboard:
 * @self: a driver
 *
 * Returns: (transfer full): what another program would paste; empty when there is nothing
 */
char *
lk_driver_get_clipboard (LkDriver *self)
{
  const char *const argv[] = { "xclip", "-selection", "clipboard", "-out", NULL };
  char *text = run_tool (argv, NULL);

  return text != NULL ? text : g_strdup ("");
}

/**
 * lk_driver_picture:
 * @self: a driver
 * @name: the file's name, without a suffix
 *
 * Takes a PNG of the window looked in, or of the newest, with all that lies above it.
 */
void
lk_driver_picture (LkDriver   *self,
                   const char *name)
{
  AtspiRect geometry;
  int border;
  g_autofree char *id = find_x_window (self, &geometry, &border);
  g_autofree char *crop = g_strdup_printf ("%dx%d+%d+%d", geometry.width - 2 * border, geometry.height - 2 * border,
                                           geometry.x + border, geometry.y + border);

  raise_window (self, id);
  lk_driver_pause (self, 400);
  lk_driver_take_picture (self, name, crop);
}

/**
 * lk_driver_fingerprint:
 * @self: a driver
 * @kind: what it is
 * @name: its accessible name, as a pattern
 *
 * Looks at a control's pixels: the only way to see that a web page has become another one, which assistive tools are
 * not told by GTK 4.8.
 *
 * Returns: (transfer full): a text that is the same as long as the control looks the same
 */
char *
lk_driver_fingerprint (LkDriver   *self,
                       LkKind      kind,
                       const char *name)
{
  g_autoptr(AtspiAccessible) node = lk_driver_find (self, kind, name);
  AtspiRect geometry;
  AtspiRect extents;
  int border;
  G_GNUC_UNUSED g_autofree char *id = find_x_window (self, &geometry, &border);
  g_autofree char *crop = NULL;
  char *print;
  int origin_x;
  int origin_y;

  if (!lk_driver_get_extents (node, &extents))
    lk_driver_fail (self, "the %s “%s” has no place", lk_driver_kind_names[kind], name);

  find_origin (self, &geometry, border, &origin_x, &origin_y);
  crop = g_strdup_printf ("%dx%d+%d+%d", extents.width, extents.height, origin_x + extents.x, origin_y + extents.y);
  print = run_tool ((const char *const[]) { "import", "-silent", "-window", "root", "-crop", crop, "-format", "%#",
                                            "info:", NULL },
                    NULL);

  return print != NULL ? print : g_strdup ("");
}
