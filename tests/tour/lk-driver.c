/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>

#include "lk-driver-private.h"

#define WAIT_SECONDS 30

/**
 * lk_driver_new:
 * @picture_folder: where pictures go; made when absent
 *
 * Connects to the accessibility bus of the session.
 *
 * Returns: (transfer full): a driver with no program yet
 */
LkDriver *
lk_driver_new (const char *picture_folder)
{
  LkDriver *self = g_new0 (LkDriver, 1);

  self->picture_folder = g_strdup (picture_folder);
  g_mkdir_with_parents (picture_folder, 0755);

  atspi_init ();
  atspi_set_timeout (10000, 30000);

  return self;
}

/**
 * lk_driver_free:
 * @self: a driver
 *
 * Stops the program, when it still runs.
 */
void
lk_driver_free (LkDriver *self)
{
  lk_driver_stop (self);
  g_clear_object (&self->settings);
  g_free (self->window);
  g_free (self->picture_folder);
  g_free (self);
}

/**
 * lk_driver_start:
 * @self: a driver with no running program
 * @argv: the program and its arguments
 *
 * Starts a program in the driver's own environment, and waits for its first window.
 */
void
lk_driver_start (LkDriver          *self,
                 const char *const *argv)
{
  g_autoptr(GError) error = NULL;

  g_return_if_fail (self->pid == 0);

  if (!g_spawn_async (NULL, (char **) argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_SEARCH_PATH, NULL, NULL,
                      &self->pid, &error))
    g_error ("%s", error->message);

  lk_driver_look_in (self, NULL);
  g_object_unref (lk_driver_find (self, LK_KIND_WINDOW, "*"));
}

/**
 * lk_driver_get_pid:
 * @self: a driver
 *
 * Returns: the program's process id, or 0 when none runs
 */
GPid
lk_driver_get_pid (LkDriver *self)
{
  return self->pid;
}

/* Whether the program still runs; reaps it when not. */
static gboolean
is_running (LkDriver *self,
            int      *status)
{
  if (self->pid == 0)
    return FALSE;

  if (waitpid (self->pid, status, WNOHANG) != self->pid)
    return TRUE;

  self->pid = 0;

  return FALSE;
}

/**
 * lk_driver_wait_exit:
 * @self: a driver
 *
 * Waits until the program, which was told to quit, has done so.
 *
 * Returns: its wait status, as of waitpid()
 */
int
lk_driver_wait_exit (LkDriver *self)
{
  int status = 0;

  for (guint waited = 0; is_running (self, &status); waited += LK_DRIVER_POLL_MILLISECONDS)
    {
      if (waited > WAIT_SECONDS * 1000)
        lk_driver_fail (self, "the program did not quit");

      lk_driver_pause (self, LK_DRIVER_POLL_MILLISECONDS);
    }

  return status;
}

/**
 * lk_driver_stop:
 * @self: a driver
 *
 * Ends the program, when one runs, by its process id.
 */
void
lk_driver_stop (LkDriver *self)
{
  int status;

  if (self->pid != 0)
    kill (self->pid, SIGTERM);

  for (guint waited = 0; is_running (self, &status); waited += LK_DRIVER_POLL_MILLISECONDS)
    {
      if (waited == 10000)
        kill (self->pid, SIGKILL);

      lk_driver_pause (self, LK_DRIVER_POLL_MILLISECONDS);
    }
}

/**
 * lk_driver_look_in:
 * @self: a driver
 * @window: (nullable): a window's title, as a pattern
 *
 * Confines all that follows to one window. With %NULL, all windows of the program are looked through, the newest
 * first.
 */
void
lk_driver_look_in (LkDriver   *self,
                   const char *window)
{
  g_free (self->window);
  self->window = g_strdup (window);
}

/**
 * lk_driver_find:
 * @self: a driver
 * @kind: what it is
 * @name: its accessible name, as a pattern
 *
 * Waits until there is such a control, scrolling to it when that is needed.
 *
 * Returns: (transfer full): the first such control that is presented
 */
AtspiAccessible *
lk_driver_find (LkDriver   *self,
                LkKind      kind,
                const char *name)
{
  gint64 end = g_get_monotonic_time () + WAIT_SECONDS * G_USEC_PER_SEC;

  for (;;)
    {
      AtspiAccessible *node = lk_driver_look_for (self, kind, name, TRUE);
      int status;

      if (node != NULL)
        return node;

      if (!is_running (self, &status))
        lk_driver_fail (self, "the program has ended while the %s “%s” was looked for",
                        lk_driver_kind_names[kind], name);
      if (g_get_monotonic_time () > end)
        lk_driver_fail (self, "there is no %s “%s”", lk_driver_kind_names[kind], name);

      lk_driver_pause (self, LK_DRIVER_POLL_MILLISECONDS);
    }
}

/**
 * lk_driver_wait_gone:
 * @self: a driver
 * @kind: what it is
 * @name: its accessible name, as a pattern
 *
 * Waits until there is no such control.
 */
void
lk_driver_wait_gone (LkDriver   *self,
                     LkKind      kind,
                     const char *name)
{
  gint64 end = g_get_monotonic_time () + WAIT_SECONDS * G_USEC_PER_SEC;

  for (;;)
    {
      g_autoptr(AtspiAccessible) node = lk_driver_look (self, kind, name);

      if (node == NULL)
        return;
      if (g_get_monotonic_time () > end)
        lk_driver_fail (self, "the %s “%s” is still there", lk_driver_kind_names[kind], name);

      lk_driver_pause (self, LK_DRIVER_POLL_MILLISECONDS);
    }
}

/**
 * lk_driver_wait_for:
 * @self: a driver
 * @what: the condition in words, for the report when it never holds
 * @condition: asked again and again
 * @user_data: for @condition
 *
 * Waits until a condition of the tour's own holds.
 */
void
lk_driver_wait_for (LkDriver          *self,
                    const char        *what,
                    LkDriverCondition  condition,
                    gpointer           user_data)
{
  gint64 end = g_get_monotonic_time () + WAIT_SECONDS * G_USEC_PER_SEC;

  while (!condition (self, user_data))
    {
      if (g_get_monotonic_time () > end)
        lk_driver_fail (self, "waited in vain: %s", what);

      lk_driver_pause (self, LK_DRIVER_POLL_MILLISECONDS);
    }
}

static gboolean
paused_cb (gpointer user_data)
{
  gboolean *done = user_data;

  *done = TRUE;

  return G_SOURCE_REMOVE;
}

/**
 * lk_driver_pause:
 * @self: a driver
 * @milliseconds: how long
 *
 * Lets time pass, so that an animation ends or nothing happens.
 */
void
lk_driver_pause (LkDriver *self,
                 guint     milliseconds)
{
  gboolean done = FALSE;

  g_timeout_add (milliseconds, paused_cb, &done);
  while (!done)
    g_main_context_iteration (NULL, TRUE);
}

/* Waits until a found control takes input. */
static AtspiAccessible *
find_sensitive (LkDriver   *self,
                LkKind      kind,
                const char *name)
{
  gint64 end = g_get_monotonic_time () + WAIT_SECONDS * G_USEC_PER_SEC;

  for (;;)
    {
      g_autoptr(AtspiAccessible) node = lk_driver_find (self, kind, name);

      if (lk_driver_has_state (node, ATSPI_STATE_SENSITIVE))
        return g_steal_pointer (&node);
      if (g_get_monotonic_time () > end)
        lk_driver_fail (self, "the %s “%s” stays insensitive", lk_driver_kind_names[kind], name);

      lk_driver_pause (self, LK_DRIVER_POLL_MILLISECONDS);
    }
}

static gboolean
do_action (AtspiAccessible *node)
{
  static const char *const wanted[] = { "click", "toggle", "activate", "menu.popup" };
  g_autoptr(AtspiAction) action = atspi_accessible_get_action_iface (node);
  int n_actions = action != NULL ? atspi_action_get_n_actions (action, NULL) : 0;

  for (guint i = 0; i < G_N_ELEMENTS (wanted); i++)
    for (int j = 0; j < n_actions; j++)
      {
        g_autofree char *name = atspi_action_get_action_name (action, j, NULL);

        if (g_strcmp0 (name, wanted[i]) == 0)
          return atspi_action_do_action (action, j, NULL);
      }

  return FALSE;
}

/**
 * lk_driver_press:
 * @self: a driver
 * @kind: what it is
 * @name: its accessible name, as a pattern
 *
 * Does what a press does, by the control's own accessible action. What has none, as a row, is clicked.
 */
void
lk_driver_press (LkDriver   *self,
                 LkKind      kind,
                 const char *name)
{
  g_autoptr(AtspiAccessible) node = find_sensitive (self, kind, name);

  if (!do_action (node))
    lk_driver_click (self, kind, name);
}

/**
 * lk_driver_click:
 * @self: a driver
 * @kind: what it is
 * @name: its accessible name, as a pattern
 *
 * Clicks into the middle of it with the pointer, once it is in view.
 */
void
lk_driver_click (LkDriver   *self,
                 LkKind      kind,
                 const char *name)
{
  g_autoptr(AtspiAccessible) node = find_sensitive (self, kind, name);
  AtspiRect extents;

  if (!lk_driver_get_extents (node, &extents))
    lk_driver_fail (self, "the %s “%s” has no place", lk_driver_kind_names[kind], name);

  lk_driver_scroll_to (self, node, &extents);
  lk_driver_click_at (self, extents.x + extents.width / 2, extents.y + extents.height / 2);
}

static gboolean
is_on (AtspiAccessible *node)
{
  return lk_driver_has_state (node, ATSPI_STATE_CHECKED) || lk_driver_has_state (node, ATSPI_STATE_PRESSED);
}

/**
 * lk_driver_set_switch:
 * @self: a driver
 * @name: its accessible name, as a pattern
 * @on: the state to end in
 *
 * Turns a switch, check button or radio button on or off, unless it is so.
 */
void
lk_driver_set_switch (LkDriver   *self,
                      const char *name,
                      gboolean    on)
{
  g_autoptr(AtspiAccessible) node = find_sensitive (self, LK_KIND_SWITCH, name);

  if (is_on (node) == on)
    return;

  lk_driver_press (self, LK_KIND_SWITCH, name);

  for (guint i = 0; is_on (node) != on; i++)
    {
      if (i == 20)
        lk_driver_fail (self, "the switch “%s” stays as it is", name);
      lk_driver_pause (self, LK_DRIVER_POLL_MILLISECONDS);
    }
}

/**
 * lk_driver_fill:
 * @self: a driver
 * @name: the entry's accessible name, as a pattern
 * @text: what shall stand in it
 *
 * Replaces an entry's text.
 */
void
lk_driver_fill (LkDriver   *self,
                const char *name,
                const char *text)
{
  g_autoptr(AtspiAccessible) node = find_sensitive (self, LK_KIND_ENTRY, name);
  g_autoptr(AtspiEditableText) editable = atspi_accessible_get_editable_text_iface (node);

  if (editable == NULL || !atspi_editable_text_set_text_contents (editable, text, NULL))
    lk_driver_fail (self, "the entry “%s” takes no text", name);
}

/**
 * lk_driver_read:
 * @self: a driver
 * @kind: what it is
 * @name: its accessible name, as a pattern
 *
 * Returns: (transfer full): the text in an entry or text view; the name of anything else
 */
char *
lk_driver_read (LkDriver   *self,
                LkKind      kind,
                const char *name)
{
  g_autoptr(AtspiAccessible) node = lk_driver_find (self, kind, name);
  g_autoptr(AtspiText) text = atspi_accessible_get_text_iface (node);

  if (text != NULL)
    return atspi_text_get_text (text, 0, atspi_text_get_character_count (text, NULL), NULL);

  return atspi_accessible_get_name (node, NULL);
}

/**
 * lk_driver_describe:
 * @self: a driver
 * @kind: what it is
 * @name: its accessible name, as a pattern
 *
 * Returns: (transfer full): what assistive tools say of it beyond its name
 */
char *
lk_driver_describe (LkDriver   *self,
                    LkKind      kind,
                    const char *name)
{
  g_autoptr(AtspiAccessible) node = lk_driver_find (self, kind, name);

  return atspi_accessible_get_description (node, NULL);
}

/**
 * lk_driver_is_sensitive:
 * @self: a driver
 * @kind: what it is
 * @name: its accessible name, as a pattern
 *
 * Returns: %TRUE when the control takes input now
 */
gboolean
lk_driver_is_sensitive (LkDriver   *self,
                        LkKind      kind,
                        const char *name)
{
  g_autoptr(AtspiAccessible) node = lk_driver_find (self, kind, name);

  return lk_driver_has_state (node, ATSPI_STATE_SENSITIVE);
}

/**
 * lk_driver_set_dark:
 * @self: a driver
 * @dark: the dark style, or the light one
 *
 * Changes the setting, which the running program follows.
 */
void
lk_driver_set_dark (LkDriver *self,
                    gboolean  dark)
{
  if (self->settings == NULL)
    self->settings = g_settings_new (LK_APP_ID);

  g_settings_set_string (self->settings, "color-scheme", dark ? "dark" : "light");
  g_settings_sync ();
  lk_driver_pause (self, 500);
}

/**
 * lk_driver_fail:
 * @self: a driver
 * @format: what is wrong, as of printf()
 * @...: for @format
 *
 * Ends the tour with a report: the message, a picture of the whole display and the accessibility tree.
 */
void
lk_driver_fail (LkDriver   *self,
                const char *format,
                ...)
{
  g_autofree char *message = NULL;
  g_autofree char *tree = lk_driver_dump (self);
  g_autofree char *path = g_build_filename (self->picture_folder, "failed.txt", NULL);
  va_list arguments;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);

  lk_driver_take_picture (self, "failed", "1280x1024+0+0");
  g_file_set_contents (path, tree, -1, NULL);
  lk_driver_stop (self);
  g_printerr ("%s\nSee failed.png and failed.txt in %s\n", message, self->picture_folder);
  exit (1);
}
