/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The driver looks: controls by kind and name, in what the accessibility bus tells of a program. */
#include "config.h"

#include "lk-driver-private.h"

#define MAX_DEPTH 60

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

const char *const lk_driver_kind_names[] = {
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

gboolean
lk_driver_has_state (AtspiAccessible *node,
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

gboolean
lk_driver_get_extents (AtspiAccessible *node,
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

  if (component == NULL || !lk_driver_get_extents (window, &frame) ||
      x < 0 || y < 0 || x >= frame.width || y >= frame.height)
    return FALSE;

  hit = atspi_component_get_accessible_at_point (component, x, y, ATSPI_COORD_TYPE_WINDOW, NULL);

  return hit != NULL && !is_inside (hit, node) && !is_inside (node, hit);
}

static gboolean
is_presented (AtspiAccessible *node,
              const Search    *search)
{
  AtspiRect extents;

  if (!lk_driver_has_state (node, ATSPI_STATE_VISIBLE))
    return FALSE;

  if (search->kind == LK_KIND_WINDOW || search->kind == LK_KIND_MENU_ITEM)
    return TRUE;

  if (!lk_driver_get_extents (node, &extents) || extents.width <= 0 || extents.height <= 0)
    return FALSE;

  if (lk_driver_has_state (node, ATSPI_STATE_SHOWING) || !is_covered (node, search->window, &extents))
    return TRUE;

  if (search->scroll && lk_driver_has_state (node, ATSPI_STATE_FOCUSABLE))
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
  if ((depth == 0 && search->kind == LK_KIND_WINDOW) ||
      is_of_kind (atspi_accessible_get_role (node, NULL), search->kind))
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

AtspiAccessible *
lk_driver_look_for (LkDriver   *self,
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

  lk_driver_get_extents (node, &extents);
  g_string_append_printf (text, "%*s[%s] %s (%d,%d %dx%d)%s%s%s\n", (int) depth * 2, "", role, name,
                          extents.x, extents.y, extents.width, extents.height,
                          lk_driver_has_state (node, ATSPI_STATE_SENSITIVE) ? "" : " insensitive",
                          lk_driver_has_state (node, ATSPI_STATE_CHECKED) ? " checked" : "",
                          lk_driver_has_state (node, ATSPI_STATE_FOCUSED) ? " focused" : "");

  for (int i = 0; i < n_children && depth < MAX_DEPTH; i++)
    {
      g_autoptr(AtspiAccessible) child = atspi_accessible_get_child_at_index (node, i, NULL);

      if (child != NULL)
        append_tree (text, child, depth + 1);
    }
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
  return lk_driver_look_for (self, kind, name, FALSE);
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
