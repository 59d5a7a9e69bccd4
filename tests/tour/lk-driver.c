/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>

#include "lk-driver.h"

#define WAIT_SECONDS 30
#define POLL_MILLISECONDS 100
#define MAX_NOTCHES 30
#define MAX_DEPTH 60

struct _LkDriver
{
  /* owned */
  char            *picture_folder;
  char            *window;         /* the name of the window looked in; NULL: all of the program's */
  GSettings       *settings;       /* made when first needed */

  GPid             pid;            /* 0: nothing runs */
};

typedef struct
{
  LkKind           kind;
  const char      *name;
  AtspiAccessible *window;         /* not owned: the one that is being searched */
  gboolean         scroll;         /* bring what is scrolled away into view */
} Search;

/* Kinds by the roles that GTK 4.8 to 4.18 give them. */
static const struct
{
  LkKind    kind;
  AtspiRole roles[7];
} kind_roles[] = {
  { LK_KIND_BUTTON,
    { ATSPI_ROLE_PUSH_BUTTON, ATSPI_ROLE_TOGGLE_BUTTON, ATSPI_ROLE_LINK, ATSPI_ROLE_PUSH_BUTTON_MENU,
      ATSPI_ROLE_INVALID } },
  { LK_KIND_ENTRY, { ATSPI_ROLE_TEXT, ATSPI_ROLE_ENTRY, ATSPI_ROLE_PASSWORD_TEXT, ATSPI_ROLE_INVALID } },
  { LK_KIND_SWITCH, { ATSPI_ROLE_CHECK_BOX, ATSPI_ROLE_TOGGLE_BUTTON, ATSPI_ROLE_RADIO_BUTTON, ATSPI_ROLE_INVALID } },
  { LK_KIND_LABEL, { ATSPI_ROLE_LABEL, ATSPI_ROLE_STATIC, ATSPI_ROLE_HEADING, ATSPI_ROLE_INVALID } },
  { LK_KIND_ROW, { ATSPI_ROLE_LIST_ITEM, ATSPI_ROLE_TABLE_ROW, ATSPI_ROLE_TREE_ITEM, ATSPI_ROLE_INVALID } },
  { LK_KIND_TAB, { ATSPI_ROLE_PAGE_TAB, ATSPI_ROLE_INVALID } },
  { LK_KIND_MENU_ITEM,
    { ATSPI_ROLE_MENU_ITEM, ATSPI_ROLE_CHECK_MENU_ITEM, ATSPI_ROLE_RADIO_MENU_ITEM, ATSPI_ROLE_INVALID } },
  { LK_KIND_WINDOW,
    { ATSPI_ROLE_FRAME, ATSPI_ROLE_DIALOG, ATSPI_ROLE_WINDOW, ATSPI_ROLE_ALERT, ATSPI_ROLE_INVALID } },
};

static const char *const kind_names[] = {
  "control", "button", "entry", "switch", "label", "row", "tab", "menu item", "window",
};

static gboolean
is_of_kind (AtspiRole role,
            LkKind    kind)
{
  if (kind == LK_KIND_ANY)
    return TRUE;

  for (guint i = 0; i < G_N_ELEMENTS (kind_roles); i++)
    {
      if (kind_roles[i].kind != kind)
        continue;

      for (const AtspiRole *candidate = kind_roles[i].roles; *candidate != ATSPI_ROLE_INVALID; candidate++)
        if (*candidate == role)
          return TRUE;
    }

  return FALSE;
}

/* GTK 4.8 names a button with a mnemonic by its label as written and then as shown: "_Press me Press me". */
static gboolean
name_matches (const char *name,
              const char *pattern)
{
  g_auto(GStrv) parts = NULL;
  g_autofree char *plain = NULL;
  gsize length;

  if (name == NULL)
    return FALSE;

  if (g_pattern_match_simple (pattern, name))
    return TRUE;

  parts = g_strsplit (name, "_", -1);
  plain = g_strjoinv ("", parts);

  if (g_pattern_match_simple (pattern, plain))
    return TRUE;

  length = strlen (plain);
  if (length % 2 == 0 || plain[length / 2] != ' ' || strncmp (plain, plain + length / 2 + 1, length / 2) != 0)
    return FALSE;

  plain[length / 2] = '\0';

  return g_pattern_match_simple (pattern, plain);
}

static gboolean
has_state (AtspiAccessible *node,
           AtspiStateType   state)
{
  g_autoptr(AtspiStateSet) states = atspi_accessible_get_state_set (node);

  return states != NULL && atspi_state_set_contains (states, state);
}

/* The text of the first accessible that labels this one. */
static char *
get_label (AtspiAccessible *node)
{
  g_autoptr(GArray) relations = atspi_accessible_get_relation_set (node, NULL);
  char *text = NULL;

  for (guint i = 0; relations != NULL && i < relations->len; i++)
    {
      g_autoptr(GObject) object = g_array_index (relations, GObject *, i);
      AtspiRelation *relation = ATSPI_RELATION (object);
      g_autoptr(AtspiAccessible) target = NULL;
      g_autoptr(AtspiText) label = NULL;

      if (text != NULL || atspi_relation_get_relation_type (relation) != ATSPI_RELATION_LABELLED_BY)
        continue;

      target = atspi_relation_get_target (relation, 0);
      label = target != NULL ? atspi_accessible_get_text_iface (target) : NULL;
      if (label != NULL)
        text = atspi_text_get_text (label, 0, -1, NULL);
    }

  return text;
}

/* What a screen reader would say of it. GTK 4.18 gives items of a menu no name, but a label. */
static char *
get_name (AtspiAccessible *node)
{
  g_autofree char *name = atspi_accessible_get_name (node, NULL);

  if (name == NULL || *name != '\0' || atspi_accessible_get_role (node, NULL) != ATSPI_ROLE_MENU_ITEM)
    return g_steal_pointer (&name);

  return get_label (node);
}

static gboolean
get_extents (AtspiAccessible *node,
             AtspiRect       *extents)
{
  g_autoptr(AtspiComponent) component = atspi_accessible_get_component_iface (node);
  AtspiRect *answer;

  if (component == NULL)
    return FALSE;

  answer = atspi_component_get_extents (component, ATSPI_COORD_TYPE_WINDOW, NULL);
  if (answer == NULL)
    return FALSE;

  *extents = *answer;
  g_free (answer);

  return TRUE;
}

static gboolean
is_inside (AtspiAccessible *node,
           AtspiAccessible *ancestor)
{
  g_autoptr(AtspiAccessible) at = g_object_ref (node);

  for (guint depth = 0; at != NULL && depth < MAX_DEPTH; depth++)
    {
      AtspiAccessible *parent;

      if (at == ancestor)
        return TRUE;

      parent = atspi_accessible_get_parent (at, NULL);
      g_object_unref (at);
      at = parent;
    }

  return FALSE;
}

/* GTK 4.8 sets "showing" on windows alone, and "visible" also on what a stack or a leaflet hides, so ask what lies at
 * the place. An answer of nothing says nothing: that is what controls give. GTK 4.18 tells what shows, and finds hidden
 * things at a place. */
static gboolean
is_covered (AtspiAccessible *node,
            AtspiAccessible *window,
            const AtspiRect *extents)
{
  g_autoptr(AtspiComponent) component = atspi_accessible_get_component_iface (window);
  g_autoptr(AtspiAccessible) hit = NULL;
  AtspiRect frame = { 0 };
  int x = extents->x + extents->width / 2;
  int y = extents->y + extents->height / 2;

  if (component == NULL || !get_extents (window, &frame) || x < 0 || y < 0 || x >= frame.width || y >= frame.height)
    return FALSE;

  hit = atspi_component_get_accessible_at_point (component, x, y, ATSPI_COORD_TYPE_WINDOW, NULL);

  return hit != NULL && !is_inside (hit, node) && !is_inside (node, hit);
}

static gboolean
is_presented (AtspiAccessible *node,
              const Search    *search)
{
  AtspiRect extents;

  if (!has_state (node, ATSPI_STATE_VISIBLE))
    return FALSE;

  if (search->kind == LK_KIND_WINDOW || search->kind == LK_KIND_MENU_ITEM)
    return TRUE;

  if (!get_extents (node, &extents) || extents.width <= 0 || extents.height <= 0)
    return FALSE;

  if (has_state (node, ATSPI_STATE_SHOWING) || !is_covered (node, search->window, &extents))
    return TRUE;

  if (search->scroll && has_state (node, ATSPI_STATE_FOCUSABLE))
    {
      g_autoptr(AtspiComponent) component = atspi_accessible_get_component_iface (node);

      /* A scrolled window follows the focus; the next look sees whether that helped. */
      atspi_component_grab_focus (component, NULL);
    }

  return FALSE;
}

static AtspiAccessible *search_below (AtspiAccessible *node,
                                     const Search    *search,
                                     guint            depth);

static AtspiAccessible *
search_children (AtspiAccessible *node,
                 const Search    *search,
                 guint            depth)
{
  int n_children = atspi_accessible_get_child_count (node, NULL);

  for (int i = 0; i < n_children; i++)
    {
      g_autoptr(AtspiAccessible) child = atspi_accessible_get_child_at_index (node, i, NULL);
      AtspiAccessible *found = child != NULL ? search_below (child, search, depth + 1) : NULL;

      if (found != NULL)
        return found;
    }

  return NULL;
}

static AtspiAccessible *
search_below (AtspiAccessible *node,
              const Search    *search,
              guint            depth)
{
  if (depth > MAX_DEPTH)
    return NULL;

  /* GTK 4.8 tells a modal window's role to be something else. */
  if ((depth == 0 && search->kind == LK_KIND_WINDOW)
      || is_of_kind (atspi_accessible_get_role (node, NULL), search->kind))
    {
      g_autofree char *name = get_name (node);

      if (name_matches (name, search->name) && is_presented (node, search))
        {
          /* GTK 4.18 has a menu's button twice, one in the other, and the inner one alone can be pressed. */
          AtspiAccessible *inner = search->kind == LK_KIND_BUTTON ? search_children (node, search, depth) : NULL;

          return inner != NULL ? inner : g_object_ref (node);
        }
    }

  return search_children (node, search, depth);
}

/* Whether a process is the program, or the one that it shows its sign-in page with. */
static gboolean
is_own_process (LkDriver *self,
                guint     pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%u/stat", pid);
  g_autofree char *stat = NULL;
  const char *end;

  if (pid == (guint) self->pid)
    return TRUE;
  if (!g_file_get_contents (path, &stat, NULL, NULL) || strstr (stat, "(latchkey-sign") == NULL)
    return FALSE;

  /* The parent's id is the second word behind the name, which may hold blanks and brackets. */
  end = strrchr (stat, ')');

  return end != NULL && strlen (end) > 4 && g_ascii_strtoull (end + 4, NULL, 10) == (guint64) self->pid;
}

/* The program and those that belong to it in the tree of all programs, the latest first, and a fresh view of them:
 * libatspi remembers children and names. */
static GPtrArray *
list_programs (LkDriver *self)
{
  GPtrArray *programs = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(AtspiAccessible) desktop = atspi_get_desktop (0);

  if (self->pid == 0)
    return programs;

  atspi_accessible_clear_cache (desktop);
  for (int i = atspi_accessible_get_child_count (desktop, NULL) - 1; i >= 0; i--)
    {
      g_autoptr(AtspiAccessible) program = atspi_accessible_get_child_at_index (desktop, i, NULL);

      if (program == NULL || !is_own_process (self, atspi_accessible_get_process_id (program, NULL)))
        continue;

      atspi_accessible_clear_cache (program);
      g_ptr_array_add (programs, g_steal_pointer (&program));
    }

  return programs;
}

static AtspiAccessible *
look_in_program (LkDriver        *self,
                 AtspiAccessible *program,
                 Search          *search)
{
  /* The newest window first: a dialog lies above what opened it. */
  for (int i = atspi_accessible_get_child_count (program, NULL) - 1; i >= 0; i--)
    {
      g_autoptr(AtspiAccessible) window = atspi_accessible_get_child_at_index (program, i, NULL);
      g_autofree char *title = window != NULL ? atspi_accessible_get_name (window, NULL) : NULL;
      AtspiAccessible *found;

      if (title == NULL ||
          (self->window != NULL && search->kind != LK_KIND_WINDOW && !name_matches (title, self->window)))
        continue;

      search->window = window;
      found = search_below (window, search, 0);
      if (found != NULL)
        return found;
    }

  return NULL;
}

static AtspiAccessible *
look (LkDriver   *self,
      LkKind      kind,
      const char *name,
      gboolean    scroll)
{
  Search search = { kind, name, NULL, scroll };
  g_autoptr(GPtrArray) programs = list_programs (self);

  for (guint i = 0; i < programs->len; i++)
    {
      AtspiAccessible *found = look_in_program (self, programs->pdata[i], &search);

      if (found != NULL)
        return found;
    }

  return NULL;
}

static void
append_tree (GString         *text,
             AtspiAccessible *node,
             guint            depth)
{
  g_autofree char *name = get_name (node);
  g_autofree char *role = atspi_accessible_get_role_name (node, NULL);
  AtspiRect extents = { 0 };
  int n_children = atspi_accessible_get_child_count (node, NULL);

  get_extents (node, &extents);
  g_string_append_printf (text, "%*s[%s] %s (%d,%d %dx%d)%s%s%s\n", (int) depth * 2, "", role, name,
                          extents.x, extents.y, extents.width, extents.height,
                          has_state (node, ATSPI_STATE_SENSITIVE) ? "" : " insensitive",
                          has_state (node, ATSPI_STATE_CHECKED) ? " checked" : "",
                          has_state (node, ATSPI_STATE_FOCUSED) ? " focused" : "");

  for (int i = 0; i < n_children && depth < MAX_DEPTH; i++)
    {
      g_autoptr(AtspiAccessible) child = atspi_accessible_get_child_at_index (node, i, NULL);

      if (child != NULL)
        append_tree (text, child, depth + 1);
    }
}

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
          get_extents (window, &frame);
          *border = MAX (0, (geometry->width - frame.width) / 2);

          return g_strdup (id);
        }
      lk_driver_pause (self, POLL_MILLISECONDS);
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

  get_extents (window, &frame);
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

static void
click_at (LkDriver *self,
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

static void
take_picture (LkDriver   *self,
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

  for (guint waited = 0; is_running (self, &status); waited += POLL_MILLISECONDS)
    {
      if (waited > WAIT_SECONDS * 1000)
        lk_driver_fail (self, "the program did not quit");

      lk_driver_pause (self, POLL_MILLISECONDS);
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

  for (guint waited = 0; is_running (self, &status); waited += POLL_MILLISECONDS)
    {
      if (waited == 10000)
        kill (self->pid, SIGKILL);

      lk_driver_pause (self, POLL_MILLISECONDS);
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
 * lk_driver_look:
 * @self: a driver
 * @kind: what it is
 * @name: its accessible name, as a pattern
 *
 * Looks once, without waiting.
 *
 * Returns: (transfer full) (nullable): the first such control that is presented
 */
AtspiAccessible *
lk_driver_look (LkDriver   *self,
                LkKind      kind,
                const char *name)
{
  return look (self, kind, name, FALSE);
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
      AtspiAccessible *node = look (self, kind, name, TRUE);
      int status;

      if (node != NULL)
        return node;

      if (!is_running (self, &status))
        lk_driver_fail (self, "the program has ended while the %s “%s” was looked for", kind_names[kind], name);
      if (g_get_monotonic_time () > end)
        lk_driver_fail (self, "there is no %s “%s”", kind_names[kind], name);

      lk_driver_pause (self, POLL_MILLISECONDS);
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
        lk_driver_fail (self, "the %s “%s” is still there", kind_names[kind], name);

      lk_driver_pause (self, POLL_MILLISECONDS);
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

      lk_driver_pause (self, POLL_MILLISECONDS);
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

      if (has_state (node, ATSPI_STATE_SENSITIVE))
        return g_steal_pointer (&node);
      if (g_get_monotonic_time () > end)
        lk_driver_fail (self, "the %s “%s” stays insensitive", kind_names[kind], name);

      lk_driver_pause (self, POLL_MILLISECONDS);
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

/* Turns the wheel until the node lies in the window, as a person would. */
static void
scroll_to (LkDriver        *self,
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
      lk_driver_pause (self, POLL_MILLISECONDS);
      if (!get_extents (node, extents))
        return;
    }
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

  if (!get_extents (node, &extents))
    lk_driver_fail (self, "the %s “%s” has no place", kind_names[kind], name);

  scroll_to (self, node, &extents);
  click_at (self, extents.x + extents.width / 2, extents.y + extents.height / 2);
}

static gboolean
is_on (AtspiAccessible *node)
{
  return has_state (node, ATSPI_STATE_CHECKED) || has_state (node, ATSPI_STATE_PRESSED);
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
      lk_driver_pause (self, POLL_MILLISECONDS);
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

  return has_state (node, ATSPI_STATE_SENSITIVE);
}

/**
 * lk_driver_dump:
 * @self: a driver
 *
 * Returns: (transfer full): all that an assistive tool is told of the program, one line a control
 */
char *
lk_driver_dump (LkDriver *self)
{
  GString *text = g_string_new (NULL);
  g_autoptr(GPtrArray) programs = list_programs (self);

  for (guint i = 0; i < programs->len; i++)
    append_tree (text, programs->pdata[i], 0);

  return g_string_free (text, FALSE);
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

  if (!get_extents (node, &extents))
    lk_driver_fail (self, "the page “%s” has no place", name);

  click_at (self, extents.x + 3, extents.y + 3);
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

  if (get_extents (window, &extents) && extents.width == size->width && extents.height == size->height)
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
  take_picture (self, name, crop);
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

  if (!get_extents (node, &extents))
    lk_driver_fail (self, "the %s “%s” has no place", kind_names[kind], name);

  find_origin (self, &geometry, border, &origin_x, &origin_y);
  crop = g_strdup_printf ("%dx%d+%d+%d", extents.width, extents.height, origin_x + extents.x, origin_y + extents.y);
  print = run_tool ((const char *const[]) { "import", "-silent", "-window", "root", "-crop", crop, "-format", "%#",
                                            "info:", NULL },
                    NULL);

  return print != NULL ? print : g_strdup ("");
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

  take_picture (self, "failed", "1280x1024+0+0");
  g_file_set_contents (path, tree, -1, NULL);
  lk_driver_stop (self);
  g_printerr ("%s\nSee failed.png and failed.txt in %s\n", message, self->picture_folder);
  exit (1);
}
