/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-response-search.h"

#include <glib/gi18n.h>

#include "lk-format.h"
#include "lk-json-path.h"
#include "lk-json-search.h"
#include "lk-raw-search.h"
#include "lk-search.h"

/* Values that a path shows at most. */
#define MAX_VALUES 100000

#define EXAMPLE_PATH "$.chats[*].visitor.name"

struct _LkResponseSearch
{
  AdwBin parent_instance;

  /* template children */
  GtkSearchBar *search_bar;
  GtkEditable *entry;
  GtkToggleButton *path_button;
  GtkWidget *step_box;
  GtkLabel *note_label;

  LkJsonTreeView *tree_view; /* owned, nullable */
  LkRawPage *raw_page;       /* owned, nullable */
  LkJsonIndex *index;        /* owned, nullable: of the tree, where there is one */
  LkSearch *search;          /* owned, nullable: through the tree or the raw text */
  GCancellable *cancellable; /* owned, nullable: of the filter; cancelled by the next search and in dispose */
  char *text;                /* owned, nullable: what is searched; the entry's text may be newer for a moment */

  LkResponseSearchScope scope;
  gsize origin;        /* offset in the body: the first match from there on is shown first */
  gsize search_origin; /* the same offset in what is searched: the body, or the raw text */
  gsize shown_at;      /* offset in the body of the match that is shown; LK_JSON_NOWHERE for none */
  guint hit;           /* the match that is shown, or LK_SEARCH_NO_HIT; n-hits if it is past those kept */
  gsize hit_start;     /* where it begins, as the search reports it */
  gboolean filtered;   /* the tree shows only the values at a path */
};

G_DEFINE_FINAL_TYPE (LkResponseSearch, lk_response_search, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_INDEX,
  PROP_OPEN,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static void
show_note (LkResponseSearch *self,
           const char       *note,
           gboolean          is_error)
{
  gtk_label_set_text (self->note_label, note);
  if (is_error)
    gtk_widget_add_css_class (GTK_WIDGET (self->entry), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->entry), "error");
}

static void
show_count (LkResponseSearch *self)
{
  guint n_hits = lk_search_get_n_hits (self->search);
  gboolean done = lk_search_is_done (self->search);

  if (self->hit == LK_SEARCH_NO_HIT)
    {
      show_note (self, done ? _("No matches") : _("Searching…"), done);
    }
  else
    {
      g_autofree char *at = lk_format_number (self->hit + 1);
      g_autofree char *number = lk_format_number (n_hits);
      g_autofree char *text = NULL;

      if (self->hit == n_hits)
        /* Translators: the match that is shown is not among so many that are counted. */
        text = g_strdup_printf (_("Past the first %s matches"), number);
      else if (!done)
        /* Translators: the first is which match is shown, the second how many were found so far. */
        text = g_strdup_printf (_("%s of %s so far"), at, number);
      else if (lk_search_has_more (self->search))
        /* Translators: the first is which match is shown, the second of how many, and there are more of them. */
        text = g_strdup_printf (_("%s of the first %s"), at, number);
      else
        /* Translators: the first is which match is shown, the second how many there are. */
        text = g_strdup_printf (_("%s of %s"), at, number);
      show_note (self, text, FALSE);
    }
}

/* The offset in the body that the searched view is at. */
static gsize
get_offset (LkResponseSearch *self)
{
  if (self->scope == LK_RESPONSE_SEARCH_TREE)
    return lk_json_tree_view_get_offset (self->tree_view);

  if (self->scope == LK_RESPONSE_SEARCH_RAW && lk_raw_page_get_text (self->raw_page) != NULL)
    return lk_raw_page_get_offset (self->raw_page);

  return self->origin;
}

static void
show_hit (LkResponseSearch *self)
{
  gsize end;

  if (lk_search_get (self->search, self->hit, &self->hit_start, &end))
    {
      if (self->scope == LK_RESPONSE_SEARCH_TREE)
        lk_json_tree_view_reveal (self->tree_view, self->hit_start);
      else
        lk_raw_page_select (self->raw_page, self->hit_start, end);
    }
  self->shown_at = get_offset (self);
  show_count (self);
}

/* The first hit of a raw text is reported before all others: when these come, the number of the hit that is shown
 * changes, and it may be past those that are kept. */
static void
renumber_hit (LkResponseSearch *self)
{
  guint n_hits = lk_search_get_n_hits (self->search);
  gsize start, end;

  if (self->hit == LK_SEARCH_NO_HIT || n_hits == 0)
    return;

  self->hit = lk_search_count_before (self->search, self->hit_start);
  /* Hits do not overlap: counted from the beginning of the text they may stand elsewhere. */
  if (self->hit == n_hits && !lk_search_has_more (self->search))
    self->hit--;
  if (lk_search_get (self->search, self->hit, &start, &end) && start != self->hit_start)
    show_hit (self);
}

/* The first match is shown as soon as it is known; the rest is counted meanwhile. */
static void
found_cb (LkResponseSearch *self)
{
  renumber_hit (self);
  if (self->hit == LK_SEARCH_NO_HIT)
    {
      self->hit = lk_search_find (self->search, self->search_origin);
      if (self->hit != LK_SEARCH_NO_HIT)
        show_hit (self);
    }
  show_count (self);
}

static void
values_found_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      data)
{
  g_autoptr(LkResponseSearch) self = data;
  gboolean more = FALSE;
  g_autoptr(GArray) values = lk_json_path_find_finish (result, &more, NULL);
  g_autofree char *number = NULL;
  g_autofree char *text = NULL;

  if (values == NULL || self->index == NULL)
    return;

  if (values->len == 0)
    {
      show_note (self, _("No value matches this path"), TRUE);
      return;
    }

  lk_json_tree_view_set_values (self->tree_view, values);
  self->filtered = TRUE;
  number = lk_format_number (values->len);
  text = g_strdup_printf (more ? _("The first %s values") : ngettext ("%s value", "%s values", values->len), number);
  show_note (self, text, FALSE);
}

static void
filter (LkResponseSearch *self,
        const char       *text)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(LkJsonPath) path = lk_json_path_new_typed (text, &error);

  if (path == NULL)
    {
      show_note (self, error->message, TRUE);
      return;
    }

  show_note (self, _("Searching…"), FALSE);
  lk_json_path_find_async (path, self->index, MAX_VALUES, self->cancellable, values_found_cb, g_object_ref (self));
}

/* Takes (transfer full) the search. */
static void
begin (LkResponseSearch *self,
       LkSearch         *search)
{
  self->search = search;
  g_signal_connect_object (search, "notify::n-hits", G_CALLBACK (found_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (search, "notify::done", G_CALLBACK (found_cb), self, G_CONNECT_SWAPPED);
  show_count (self);
}

static void
search_tree (LkResponseSearch *self,
             const char       *text)
{
  gsize start, end;
  gboolean is_key;

  /* What is shown may begin within a key or a value. */
  if (self->origin > 0 && self->origin < g_bytes_get_size (lk_json_index_get_bytes (self->index)) &&
      lk_json_index_find_token (self->index, self->origin, &start, &end, &is_key))
    self->origin = start;

  self->search_origin = self->origin;
  begin (self, LK_SEARCH (lk_json_search_new (self->index, text)));
  lk_json_tree_view_set_search (self->tree_view, LK_JSON_SEARCH (self->search));
}

static void
stop (LkResponseSearch *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->search != NULL)
    g_signal_handlers_disconnect_by_data (self->search, self);
  g_clear_object (&self->search);
  if (self->tree_view != NULL)
    lk_json_tree_view_set_search (self->tree_view, NULL);
  self->hit = LK_SEARCH_NO_HIT;
}

static void
show_all_values (LkResponseSearch *self)
{
  if (self->filtered)
    lk_json_tree_view_set_values (self->tree_view, NULL);
  self->filtered = FALSE;
}

static gboolean
is_by_path (LkResponseSearch *self)
{
  return self->scope == LK_RESPONSE_SEARCH_TREE && gtk_toggle_button_get_active (self->path_button);
}

static void
restart (LkResponseSearch *self)
{
  const char *text = gtk_editable_get_text (self->entry);
  LkRawText *raw_text = self->raw_page != NULL ? lk_raw_page_get_text (self->raw_page) : NULL;

  stop (self);
  g_free (self->text);
  self->text = g_strdup (text);
  show_all_values (self);
  show_note (self, "", FALSE);
  if (*text == '\0' || !gtk_search_bar_get_search_mode (self->search_bar))
    return;

  self->cancellable = g_cancellable_new ();
  if (is_by_path (self) && self->index != NULL)
    {
      filter (self, text);
    }
  else if (self->scope == LK_RESPONSE_SEARCH_TREE && self->index != NULL)
    {
      search_tree (self, text);
    }
  else if (self->scope == LK_RESPONSE_SEARCH_RAW && raw_text != NULL)
    {
      self->search_origin = lk_raw_page_find_offset (self->raw_page, self->origin);
      begin (self, LK_SEARCH (lk_raw_search_new (raw_text, text, self->search_origin)));
    }
}

/* Starts from where the view is, unless that is the match shown by itself while the user types. */
static void
search_anew (LkResponseSearch *self)
{
  gsize place = get_offset (self);

  if (place != self->shown_at)
    self->origin = place;
  restart (self);
}

static gboolean
is_searched (LkResponseSearch *self)
{
  return g_strcmp0 (self->text, gtk_editable_get_text (self->entry)) == 0;
}

static void
text_changed_cb (LkResponseSearch *self)
{
  if (!is_searched (self))
    search_anew (self);
}

/* The raw text is read when it becomes visible, and again when its format changes. */
static void
raw_text_changed_cb (LkResponseSearch *self)
{
  if (self->scope == LK_RESPONSE_SEARCH_RAW && self->shown_at != LK_JSON_NOWHERE)
    self->origin = self->shown_at;
  self->shown_at = LK_JSON_NOWHERE;
  restart (self);
}

/* Shows the controls of a text search or of a path filter. */
static void
show_kind (LkResponseSearch *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->path_button), self->scope == LK_RESPONSE_SEARCH_TREE);
  gtk_widget_set_visible (self->step_box, !is_by_path (self));
  g_object_set (self->entry, "placeholder-text", is_by_path (self) ? EXAMPLE_PATH : _("Find in the answer"), NULL);
}

static void
path_toggled_cb (LkResponseSearch *self)
{
  show_kind (self);
  search_anew (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}

static void
open_changed_cb (LkResponseSearch *self)
{
  self->shown_at = LK_JSON_NOWHERE;
  search_anew (self);
  /* When closed, it must take no spacing of the box it is in. */
  gtk_widget_set_visible (GTK_WIDGET (self), gtk_search_bar_get_search_mode (self->search_bar));
  if (gtk_search_bar_get_search_mode (self->search_bar))
    gtk_widget_grab_focus (GTK_WIDGET (self->entry));
  else if (self->scope == LK_RESPONSE_SEARCH_TREE && self->tree_view != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (self->tree_view));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_OPEN]);
}

static void
next_cb (LkResponseSearch *self)
{
  lk_response_search_step (self, TRUE);
}

static void
previous_cb (LkResponseSearch *self)
{
  lk_response_search_step (self, FALSE);
}

static void
close_cb (LkResponseSearch *self)
{
  gtk_search_bar_set_search_mode (self->search_bar, FALSE);
}

static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint                  keyval,
                guint                  keycode,
                GdkModifierType        state,
                LkResponseSearch      *self)
{
  g_assert (LK_IS_RESPONSE_SEARCH (self));

  if ((keyval != GDK_KEY_Return && keyval != GDK_KEY_KP_Enter) || (state & GDK_SHIFT_MASK) == 0)
    return GDK_EVENT_PROPAGATE;

  lk_response_search_step (self, FALSE);

  return GDK_EVENT_STOP;
}

static void
set_index (LkResponseSearch *self,
           LkJsonIndex      *index)
{
  self->filtered = FALSE;
  self->origin = 0;
  self->shown_at = LK_JSON_NOWHERE;
  g_set_object (&self->index, index);
  restart (self);
}

static void
lk_response_search_get_property (GObject    *object,
                                 guint       prop_id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  LkResponseSearch *self = LK_RESPONSE_SEARCH (object);

  switch (prop_id)
    {
    case PROP_OPEN:
      g_value_set_boolean (value, gtk_search_bar_get_search_mode (self->search_bar));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lk_response_search_set_property (GObject      *object,
                                 guint         prop_id,
                                 const GValue *value,
                                 GParamSpec   *pspec)
{
  LkResponseSearch *self = LK_RESPONSE_SEARCH (object);

  switch (prop_id)
    {
    case PROP_INDEX:
      set_index (self, g_value_get_object (value));
      break;

    case PROP_OPEN:
      gtk_search_bar_set_search_mode (self->search_bar, g_value_get_boolean (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lk_response_search_dispose (GObject *object)
{
  LkResponseSearch *self = LK_RESPONSE_SEARCH (object);

  stop (self);
  g_clear_pointer (&self->text, g_free);
  g_clear_object (&self->index);
  g_clear_object (&self->tree_view);
  g_clear_object (&self->raw_page);
  gtk_widget_dispose_template (GTK_WIDGET (self), LK_TYPE_RESPONSE_SEARCH);

  G_OBJECT_CLASS (lk_response_search_parent_class)->dispose (object);
}

static void
lk_response_search_class_init (LkResponseSearchClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = lk_response_search_dispose;
  object_class->get_property = lk_response_search_get_property;
  object_class->set_property = lk_response_search_set_property;

  properties[PROP_INDEX] = g_param_spec_object ("index", NULL, NULL, LK_TYPE_JSON_INDEX,
                                                G_PARAM_WRITABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  /* Whether the bar is shown. */
  properties[PROP_OPEN] = g_param_spec_boolean ("open", NULL, NULL, FALSE,
                                                G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_css_name (widget_class, "responsesearch");
  gtk_widget_class_set_template_from_resource (widget_class, LK_RESOURCE_BASE "/ui/lk-response-search.ui");
  gtk_widget_class_bind_template_child (widget_class, LkResponseSearch, search_bar);
  gtk_widget_class_bind_template_child (widget_class, LkResponseSearch, entry);
  gtk_widget_class_bind_template_child (widget_class, LkResponseSearch, path_button);
  gtk_widget_class_bind_template_child (widget_class, LkResponseSearch, step_box);
  gtk_widget_class_bind_template_child (widget_class, LkResponseSearch, note_label);
  gtk_widget_class_bind_template_callback (widget_class, open_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, text_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, path_toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, next_cb);
  gtk_widget_class_bind_template_callback (widget_class, previous_cb);
  gtk_widget_class_bind_template_callback (widget_class, close_cb);
  gtk_widget_class_bind_template_callback (widget_class, key_pressed_cb);
}

static void
lk_response_search_init (LkResponseSearch *self)
{
  self->hit = LK_SEARCH_NO_HIT;
  self->shown_at = LK_JSON_NOWHERE;
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_search_bar_connect_entry (self->search_bar, self->entry);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  show_kind (self);
}

/**
 * lk_response_search_set_views:
 * @self: a search bar
 * @tree_view: the answer as a tree
 * @raw_page: the answer as text
 *
 * Sets, once, the views that are searched.
 */
void
lk_response_search_set_views (LkResponseSearch *self,
                              LkJsonTreeView   *tree_view,
                              LkRawPage        *raw_page)
{
  g_return_if_fail (LK_IS_RESPONSE_SEARCH (self));
  g_return_if_fail (LK_IS_JSON_TREE_VIEW (tree_view));
  g_return_if_fail (LK_IS_RAW_PAGE (raw_page));
  g_return_if_fail (self->tree_view == NULL);

  self->tree_view = g_object_ref (tree_view);
  self->raw_page = g_object_ref (raw_page);
  g_signal_connect_object (raw_page, "notify::text", G_CALLBACK (raw_text_changed_cb), self, G_CONNECT_SWAPPED);
}

/**
 * lk_response_search_set_scope:
 * @self: a search bar
 * @scope: the visible view
 *
 * Searches that view from now on, from where the other was. The bar closes when neither is visible.
 */
void
lk_response_search_set_scope (LkResponseSearch      *self,
                              LkResponseSearchScope  scope)
{
  g_return_if_fail (LK_IS_RESPONSE_SEARCH (self));

  if (self->scope == scope)
    return;

  if (self->tree_view != NULL)
    self->origin = get_offset (self);
  self->shown_at = LK_JSON_NOWHERE;
  self->scope = scope;
  show_kind (self);
  if (scope == LK_RESPONSE_SEARCH_NONE)
    gtk_search_bar_set_search_mode (self->search_bar, FALSE);
  else
    restart (self);
}

/**
 * lk_response_search_open:
 * @self: a search bar
 *
 * Opens the bar, or goes back to it, with its text selected.
 */
void
lk_response_search_open (LkResponseSearch *self)
{
  g_return_if_fail (LK_IS_RESPONSE_SEARCH (self));

  gtk_search_bar_set_search_mode (self->search_bar, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
  gtk_editable_select_region (self->entry, 0, -1);
}

/**
 * lk_response_search_step:
 * @self: a search bar
 * @forward: to the next match rather than the one before
 *
 * Shows another match; after the last comes the first. If the text has just been typed, shows its first match.
 */
void
lk_response_search_step (LkResponseSearch *self,
                         gboolean          forward)
{
  guint n_hits;

  g_return_if_fail (LK_IS_RESPONSE_SEARCH (self));

  if (!is_searched (self))
    {
      search_anew (self);
      return;
    }

  n_hits = self->search != NULL ? lk_search_get_n_hits (self->search) : 0;
  if (n_hits == 0 || self->hit == LK_SEARCH_NO_HIT)
    return;

  if (forward)
    self->hit = self->hit + 1 < n_hits ? self->hit + 1 : 0;
  else
    self->hit = (self->hit > 0 ? self->hit : n_hits) - 1;
  show_hit (self);
  self->origin = self->shown_at;
}
