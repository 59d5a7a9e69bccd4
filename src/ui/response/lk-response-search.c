/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-response-search.h"

#include <glib/gi18n.h>

#include "lk-format.h"
#include "lk-json-path.h"
#include "lk-json-search.h"
#include "lk-raw-search.h"

/* Of a path: more than anyone reads. */
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

  /* owned */
  LkJsonTreeView *tree_view;
  LkRawPage *raw_page;
  LkJsonIndex *index;          /* what the tree shows; NULL where there is no tree */
  LkJsonSearch *search;        /* through the tree; NULL while none was begun */
  LkRawSearch *raw_search;     /* through the raw text; NULL while none was begun */

  char *text;                  /* what is looked for, or NULL; for a moment not yet what the entry has */

  /* cancelled when something else is looked for, and in dispose */
  GCancellable *cancellable;

  LkResponseSearchPlace place;
  gsize origin;                /* in the body: the first match from there on is shown first */
  gsize at;                    /* in the body: the match that is shown; LK_JSON_NOWHERE for none */
  gsize raw_at;                /* in the raw text: likewise */
  guint hit;                   /* which one is shown; LK_JSON_NO_HIT: none yet; their number: one past those held */
  gboolean filtered;           /* the tree shows values at a path alone */
};

G_DEFINE_FINAL_TYPE (LkResponseSearch, lk_response_search, ADW_TYPE_BIN)

enum
{
  PROP_0,
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

static guint
get_n_hits (LkResponseSearch *self)
{
  if (self->search != NULL)
    return lk_json_search_get_n_hits (self->search);

  return self->raw_search != NULL ? lk_raw_search_get_n_hits (self->raw_search) : 0;
}

static gboolean
is_done (LkResponseSearch *self)
{
  if (self->search != NULL)
    return lk_json_search_is_done (self->search);

  return self->raw_search != NULL && lk_raw_search_is_done (self->raw_search);
}

static gboolean
has_more (LkResponseSearch *self)
{
  if (self->search != NULL)
    return lk_json_search_has_more (self->search);

  return self->raw_search != NULL && lk_raw_search_has_more (self->raw_search);
}

static void
show_count (LkResponseSearch *self)
{
  guint n_hits = get_n_hits (self);

  if (self->hit == LK_JSON_NO_HIT)
    {
      show_note (self, is_done (self) ? _("No matches") : _("Searching…"), is_done (self));
    }
  else
    {
      g_autofree char *at = lk_format_number (self->hit + 1);
      g_autofree char *number = lk_format_number (n_hits);
      g_autofree char *text = NULL;

      if (self->hit == n_hits)
        /* Translators: what is shown was found, but it is not among so many that are counted. */
        text = g_strdup_printf (_("Past the first %s matches"), number);
      else if (!is_done (self))
        /* Translators: the first is which match is shown, the second how many were found so far. */
        text = g_strdup_printf (_("%s of %s so far"), at, number);
      else if (has_more (self))
        /* Translators: the first is which match is shown, the second of how many, and there are more of them. */
        text = g_strdup_printf (_("%s of the first %s"), at, number);
      else
        /* Translators: the first is which match is shown, the second how many there are. */
        text = g_strdup_printf (_("%s of %s"), at, number);
      show_note (self, text, FALSE);
    }
}

/* Where the view that is looked in stands by now. */
static gsize
get_place (LkResponseSearch *self)
{
  if (self->place == LK_RESPONSE_SEARCH_TREE)
    return lk_json_tree_view_get_place (self->tree_view);

  if (self->place == LK_RESPONSE_SEARCH_RAW && lk_raw_page_get_text (self->raw_page) != NULL)
    return lk_raw_page_get_place (self->raw_page);

  return self->origin;
}

static void
show_hit (LkResponseSearch *self)
{
  LkJsonHit hit;

  if (self->search != NULL && lk_json_search_get_hit (self->search, self->hit, &hit))
    {
      lk_json_tree_view_reveal (self->tree_view, hit.value);
    }
  else if (self->raw_search != NULL)
    {
      gsize end;

      self->raw_at = lk_raw_search_get_hit (self->raw_search, self->hit, &end);
      lk_raw_page_select (self->raw_page, self->raw_at, end);
    }
  self->at = get_place (self);
  show_count (self);
}

/* The first from the origin on; when there is none, and that is known, the first of all. */
static guint
find_first (LkResponseSearch *self)
{
  LkJsonHit hit;
  guint place;

  if (get_n_hits (self) == 0)
    return LK_JSON_NO_HIT;

  if (self->search == NULL)
    return lk_raw_search_get_first (self->raw_search);

  place = lk_json_search_next (self->search, self->origin > 0 ? self->origin - 1 : LK_JSON_NOWHERE);

  return lk_json_search_get_hit (self->search, place, &hit) && (hit.token >= self->origin || is_done (self))
         ? place : LK_JSON_NO_HIT;
}

/* The first one comes into sight as soon as it is known; how many there are is counted on. */
static void
found_cb (LkResponseSearch *self)
{
  if (self->hit == LK_JSON_NO_HIT)
    {
      self->hit = find_first (self);
      if (self->hit != LK_JSON_NO_HIT)
        show_hit (self);
    }
  show_count (self);
}

/* Of the raw text one match is known at first, and then all at once: the one that is shown may then be another of
 * them, or past all that are kept. */
static void
raw_found_cb (LkResponseSearch *self)
{
  guint n_hits = get_n_hits (self);
  gsize end;

  if (self->hit != LK_JSON_NO_HIT && n_hits > 0)
    {
      self->hit = lk_raw_search_count_before (self->raw_search, self->raw_at);
      /* Matches do not overlap: from another beginning they may stand elsewhere. */
      if (self->hit == n_hits && !has_more (self))
        self->hit--;
      if (self->hit < n_hits && lk_raw_search_get_hit (self->raw_search, self->hit, &end) != self->raw_at)
        show_hit (self);
    }
  found_cb (self);
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
      show_note (self, _("No value is at this path"), TRUE);
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
  g_autoptr(LkJsonPath) path = lk_json_path_new (text, &error);

  if (path == NULL)
    {
      show_note (self, error->message, TRUE);
      return;
    }

  show_note (self, _("Searching…"), FALSE);
  lk_json_path_find_async (path, self->index, MAX_VALUES, self->cancellable, values_found_cb, g_object_ref (self));
}

static void
search_tree (LkResponseSearch *self,
             const char       *text)
{
  gsize start;
  gsize end;
  gboolean is_key;

  /* What is shown may begin within a key or a value. */
  if (self->origin > 0 && self->origin < g_bytes_get_size (lk_json_index_get_bytes (self->index)) &&
      lk_json_index_find_token (self->index, self->origin, &start, &end, &is_key))
    self->origin = start;

  self->search = lk_json_search_new (self->index, text);
  g_signal_connect_object (self->search, "notify::n-hits", G_CALLBACK (found_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->search, "notify::done", G_CALLBACK (found_cb), self, G_CONNECT_SWAPPED);
  show_count (self);
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
  if (self->raw_search != NULL)
    g_signal_handlers_disconnect_by_data (self->raw_search, self);
  g_clear_object (&self->raw_search);
  self->hit = LK_JSON_NO_HIT;
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
  return self->place == LK_RESPONSE_SEARCH_TREE && gtk_toggle_button_get_active (self->path_button);
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
  else if (self->place == LK_RESPONSE_SEARCH_TREE && self->index != NULL)
    {
      search_tree (self, text);
    }
  else if (self->place == LK_RESPONSE_SEARCH_RAW && raw_text != NULL)
    {
      self->raw_search = lk_raw_search_new (raw_text, text, lk_raw_page_find_place (self->raw_page, self->origin));
      g_signal_connect_object (self->raw_search, "notify::n-hits", G_CALLBACK (raw_found_cb), self, G_CONNECT_SWAPPED);
      show_count (self);
    }
}

/* From where the view stands; but who goes on typing has not moved to the match that is shown meanwhile. */
static void
look_anew (LkResponseSearch *self)
{
  gsize place = get_place (self);

  if (place != self->at)
    self->origin = place;
  restart (self);
}

static gboolean
is_text_looked_for (LkResponseSearch *self)
{
  return g_strcmp0 (self->text, gtk_editable_get_text (self->entry)) == 0;
}

static void
text_changed_cb (LkResponseSearch *self)
{
  if (!is_text_looked_for (self))
    look_anew (self);
}

/* It is read when it is looked at, and anew when it is to be laid out otherwise. */
static void
raw_text_changed_cb (LkResponseSearch *self)
{
  if (self->place == LK_RESPONSE_SEARCH_RAW && self->at != LK_JSON_NOWHERE)
    self->origin = self->at;
  self->at = LK_JSON_NOWHERE;
  restart (self);
}

/* A path and a text are not the same thing to look for. */
static void
show_kind (LkResponseSearch *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->path_button), self->place == LK_RESPONSE_SEARCH_TREE);
  gtk_widget_set_visible (self->step_box, !is_by_path (self));
  g_object_set (self->entry, "placeholder-text", is_by_path (self) ? EXAMPLE_PATH : _("Find in the answer"), NULL);
}

static void
path_toggled_cb (LkResponseSearch *self)
{
  show_kind (self);
  look_anew (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}

static void
open_changed_cb (LkResponseSearch *self)
{
  self->at = LK_JSON_NOWHERE;
  look_anew (self);
  /* Closed, it is not to take the room between two others. */
  gtk_widget_set_visible (GTK_WIDGET (self), gtk_search_bar_get_search_mode (self->search_bar));
  if (gtk_search_bar_get_search_mode (self->search_bar))
    gtk_widget_grab_focus (GTK_WIDGET (self->entry));
  else if (self->place == LK_RESPONSE_SEARCH_TREE && self->tree_view != NULL)
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

  /* Whether the bar is there to be used. */
  properties[PROP_OPEN] =
      g_param_spec_boolean ("open", NULL, NULL, FALSE,
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
  self->hit = LK_JSON_NO_HIT;
  self->at = LK_JSON_NOWHERE;
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
 * Tells the bar, once, where it looks and shows what it finds.
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
 * lk_response_search_set_index:
 * @self: a search bar
 * @index: (nullable): what the tree shows by now, whole
 *
 * What is in the bar is looked for in another answer from now on.
 */
void
lk_response_search_set_index (LkResponseSearch *self,
                              LkJsonIndex      *index)
{
  g_return_if_fail (LK_IS_RESPONSE_SEARCH (self));
  g_return_if_fail (index == NULL || LK_IS_JSON_INDEX (index));

  self->filtered = FALSE;
  self->origin = 0;
  self->at = LK_JSON_NOWHERE;
  g_set_object (&self->index, index);
  restart (self);
}

/**
 * lk_response_search_set_place:
 * @self: a search bar
 * @place: which of its views is in sight
 *
 * Looks there from now on, and from where the other view was. The bar closes where neither is.
 */
void
lk_response_search_set_place (LkResponseSearch      *self,
                              LkResponseSearchPlace  place)
{
  g_return_if_fail (LK_IS_RESPONSE_SEARCH (self));

  if (self->place == place)
    return;

  if (self->tree_view != NULL)
    self->origin = get_place (self);
  self->at = LK_JSON_NOWHERE;
  self->place = place;
  show_kind (self);
  if (place == LK_RESPONSE_SEARCH_NOWHERE)
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
 * Brings another match into sight: after the last comes the first. Of a text that was typed just now, it is the first.
 */
void
lk_response_search_step (LkResponseSearch *self,
                         gboolean          forward)
{
  guint n_hits;

  g_return_if_fail (LK_IS_RESPONSE_SEARCH (self));

  if (!is_text_looked_for (self))
    {
      look_anew (self);
      return;
    }

  n_hits = get_n_hits (self);
  if (n_hits == 0 || self->hit == LK_JSON_NO_HIT)
    return;

  if (forward)
    self->hit = self->hit + 1 < n_hits ? self->hit + 1 : 0;
  else
    self->hit = (self->hit > 0 ? self->hit : n_hits) - 1;
  show_hit (self);
  self->origin = self->at;
}
