/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-chats-table.h"

#include <glib/gi18n.h>

#include "lk-format.h"

struct _LkChatsTable
{
  AdwBin parent_instance;

  /* template children */
  GtkSearchEntry *search_entry;
  GtkDropDown *show_drop_down;
  GtkLabel *count_label;
  GtkStack *stack;
  AdwStatusPage *empty_page;
  GtkColumnView *column_view;

  /* owned */
  GListModel *chats;
  GtkFilterListModel *shown;
  GtkCustomFilter *filter;
  GtkSingleSelection *selection;
  GtkColumnViewColumn *found_column;
  char *folded;                 /* what is looked for */

  LkChatsShow show;
};

enum
{
  PROP_0,
  PROP_SELECTED,
  N_PROPS,
};

enum
{
  SIGNAL_OPEN,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (LkChatsTable, lk_chats_table, ADW_TYPE_BIN)

/* In the order of LkChatsShow. */
static const char *const show_titles[] = {
  N_("All Chats"), N_("Chats"), N_("Messages"), N_("Missed"), N_("Unread"), N_("Rated Good"), N_("Rated Bad"),
};

typedef char *(*TextFunc)    (LkChat *chat);
typedef int   (*CompareFunc) (LkChat *a,
                              LkChat *b);

static char *
text_type (LkChat *chat)
{
  const char *kind = lk_chat_get_kind (chat);

  if (lk_chat_is_offline (chat))
    return g_strdup (_("✉ Message"));

  return g_strdup (*kind == '\0' || g_str_equal (kind, "chat") ? _("Chat") : kind);
}

static char *
text_visitor (LkChat *chat)
{
  const char *visitor = lk_chat_get_visitor (chat);

  return g_strdup (*visitor != '\0' ? visitor : "–");
}

static char *
text_department (LkChat *chat)
{
  return g_strdup (lk_chat_get_department (chat));
}

static char *
text_agents (LkChat *chat)
{
  return g_strdup (lk_chat_get_agents (chat));
}

static char *
text_found (LkChat *chat)
{
  return g_strdup (lk_chat_get_first_words (chat));
}

static char *
text_started (LkChat *chat)
{
  GDateTime *started = lk_chat_get_started (chat);

  return started != NULL ? lk_format_stamp (started) : g_strdup ("–");
}

static char *
text_duration (LkChat *chat)
{
  return lk_format_duration (lk_chat_get_duration (chat));
}

static char *
text_rating (LkChat *chat)
{
  const char *rating = lk_chat_get_rating (chat);

  if (g_str_equal (rating, "good"))
    return g_strdup (_("Good"));
  if (g_str_equal (rating, "bad"))
    return g_strdup (_("Bad"));

  return g_strdup (rating);
}

static char *
text_missed (LkChat *chat)
{
  return g_strdup (lk_chat_is_missed (chat) ? _("Missed") : "");
}

static char *
text_unread (LkChat *chat)
{
  return g_strdup (lk_chat_is_unread (chat) ? _("Unread") : "");
}

static int
compare_started (LkChat *a,
                 LkChat *b)
{
  GDateTime *started_a = lk_chat_get_started (a);
  GDateTime *started_b = lk_chat_get_started (b);

  if (started_a == NULL || started_b == NULL)
    return (started_a != NULL) - (started_b != NULL);

  return g_date_time_compare (started_a, started_b);
}

static int
compare_duration (LkChat *a,
                  LkChat *b)
{
  gint64 duration_a = lk_chat_get_duration (a);
  gint64 duration_b = lk_chat_get_duration (b);

  return (duration_a > duration_b) - (duration_a < duration_b);
}

static const struct Column
{
  const char *title;
  TextFunc text;
  CompareFunc compare;   /* NULL compares the text */
  gboolean expand;
  int width;             /* in characters; longer text is cut, and whole in the tooltip */
} columns[] = {
  { N_("Type"), text_type, NULL, FALSE, 10 },
  /* Translators: the first words of a chat that a search found. */
  { N_("First Words"), text_found, NULL, TRUE, 30 },
  { N_("Visitor"), text_visitor, NULL, TRUE, 11 },
  { N_("Started"), text_started, compare_started, FALSE, 15 },
  { N_("Duration"), text_duration, compare_duration, FALSE, 10 },
  { N_("Department"), text_department, NULL, FALSE, 12 },
  { N_("Agents"), text_agents, NULL, TRUE, 12 },
  { N_("Rating"), text_rating, NULL, FALSE, 6 },
  { N_("Missed"), text_missed, NULL, FALSE, 6 },
  { N_("Unread"), text_unread, NULL, FALSE, 6 },
};

static int
compare_cb (gconstpointer a,
            gconstpointer b,
            gpointer      data)
{
  const struct Column *column = data;
  g_autofree char *text_a = NULL;
  g_autofree char *text_b = NULL;

  if (column->compare != NULL)
    return column->compare (LK_CHAT ((gpointer) a), LK_CHAT ((gpointer) b));

  text_a = column->text (LK_CHAT ((gpointer) a));
  text_b = column->text (LK_CHAT ((gpointer) b));

  /* Collation is slow, and most columns hold few different texts: compare for equality first. */
  return g_str_equal (text_a, text_b) ? 0 : g_utf8_collate (text_a, text_b);
}

/* The tooltip shows the whole text. It is made on demand: setting one asks the display server for the pointer, for
 * every cell. */
static gboolean
query_tooltip_cb (GtkLabel   *label,
                  int         x,
                  int         y,
                  gboolean    keyboard,
                  GtkTooltip *tooltip)
{
  if (!pango_layout_is_ellipsized (gtk_label_get_layout (label)))
    return FALSE;

  gtk_tooltip_set_text (tooltip, gtk_label_get_text (label));

  return TRUE;
}

static void
setup_cell_cb (GtkSignalListItemFactory *factory,
               GtkListItem              *item,
               gpointer                  data)
{
  const struct Column *column = data;
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_width_chars (GTK_LABEL (label), column->width);
  gtk_label_set_max_width_chars (GTK_LABEL (label), column->width);
  gtk_widget_add_css_class (label, "figures");
  gtk_widget_set_has_tooltip (label, TRUE);
  g_signal_connect (label, "query-tooltip", G_CALLBACK (query_tooltip_cb), NULL);
  gtk_list_item_set_child (item, label);
}

static void
bind_cell_cb (GtkSignalListItemFactory *factory,
              GtkListItem              *item,
              gpointer                  data)
{
  const struct Column *column = data;
  LkChat *chat = gtk_list_item_get_item (item);
  GtkWidget *label = gtk_list_item_get_child (item);
  g_autofree char *text = column->text (chat);

  gtk_label_set_text (GTK_LABEL (label), text);
  if (lk_chat_is_offline (chat))
    gtk_widget_add_css_class (label, "dim-label");
  else
    gtk_widget_remove_css_class (label, "dim-label");
}

static void
append_column (LkChatsTable        *self,
               const struct Column *column)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  g_autoptr(GtkColumnViewColumn) view_column = NULL;
  g_autoptr(GtkSorter) sorter = GTK_SORTER (gtk_custom_sorter_new (compare_cb, (gpointer) column, NULL));

  g_signal_connect (factory, "setup", G_CALLBACK (setup_cell_cb), (gpointer) column);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cell_cb), (gpointer) column);

  view_column = gtk_column_view_column_new (_(column->title), factory);
  gtk_column_view_column_set_resizable (view_column, TRUE);
  gtk_column_view_column_set_expand (view_column, column->expand);
  gtk_column_view_column_set_sorter (view_column, sorter);
  gtk_column_view_append_column (self->column_view, view_column);
  if (column->text == text_found)
    g_set_object (&self->found_column, view_column);
}

/* Search results hold little else. */
static void
show_columns (LkChatsTable *self)
{
  gtk_column_view_column_set_visible (self->found_column, lk_chats_table_has_findings (self));
}

static gboolean
passes (LkChat      *chat,
        LkChatsShow  show)
{
  switch (show)
    {
    case LK_CHATS_SHOW_CHATS:
      return !lk_chat_is_offline (chat);

    case LK_CHATS_SHOW_MESSAGES:
      return lk_chat_is_offline (chat);

    case LK_CHATS_SHOW_MISSED:
      return lk_chat_is_missed (chat);

    case LK_CHATS_SHOW_UNREAD:
      return lk_chat_is_unread (chat);

    case LK_CHATS_SHOW_GOOD:
      return g_str_equal (lk_chat_get_rating (chat), "good");

    case LK_CHATS_SHOW_BAD:
      return g_str_equal (lk_chat_get_rating (chat), "bad");

    case LK_CHATS_SHOW_ALL:
    default:
      return TRUE;
    }
}

static gboolean
is_shown (gpointer item,
          gpointer data)
{
  LkChatsTable *self = data;

  return passes (LK_CHAT (item), self->show) &&
         (self->folded == NULL || *self->folded == '\0' || lk_chat_matches (LK_CHAT (item), self->folded));
}

static void
show_count (LkChatsTable *self)
{
  guint n_chats = g_list_model_get_n_items (self->chats);
  guint n_shown = lk_chats_table_get_n_shown (self);
  g_autofree char *all = lk_format_number (n_chats);
  g_autofree char *some = lk_format_number (n_shown);
  g_autofree char *text = NULL;

  if (n_shown == n_chats)
    text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s chat", "%s chats", n_chats), all);
  else
    /* Translators: how many of all loaded chats match the filter. */
    text = g_strdup_printf (_("%s of %s"), some, all);

  gtk_label_set_text (self->count_label, text);

  adw_status_page_set_title (self->empty_page, n_chats > 0 ? _("No Matching Chats") : _("No Chats"));
  adw_status_page_set_description (self->empty_page, n_chats > 0 ? _("Try other words, or clear the filter.")
                                                                 : _("The answer is an empty list."));
  gtk_stack_set_visible_child_name (self->stack, n_shown > 0 ? "rows" : "empty");
}

static void
filter_changed_cb (LkChatsTable *self)
{
  g_assert (LK_IS_CHATS_TABLE (self));

  /* Signals of the template arrive before the filter exists. */
  if (self->filter == NULL)
    return;

  g_free (self->folded);
  self->folded = g_utf8_casefold (gtk_editable_get_text (GTK_EDITABLE (self->search_entry)), -1);
  self->show = gtk_drop_down_get_selected (self->show_drop_down);
  gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
  show_count (self);
}

static void
selected_cb (LkChatsTable *self)
{
  g_assert (LK_IS_CHATS_TABLE (self));

  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SELECTED]);
}

static void
activated_cb (LkChatsTable *self)
{
  g_assert (LK_IS_CHATS_TABLE (self));

  g_signal_emit (self, signals[SIGNAL_OPEN], 0);
}

static void
lk_chats_table_dispose (GObject *object)
{
  LkChatsTable *self = LK_CHATS_TABLE (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), LK_TYPE_CHATS_TABLE);
  g_clear_object (&self->selection);
  g_clear_object (&self->shown);
  g_clear_object (&self->filter);
  g_clear_object (&self->chats);
  g_clear_object (&self->found_column);
  g_clear_pointer (&self->folded, g_free);

  G_OBJECT_CLASS (lk_chats_table_parent_class)->dispose (object);
}

static void
lk_chats_table_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_SELECTED:
      g_value_set_object (value, lk_chats_table_get_selected (LK_CHATS_TABLE (object)));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lk_chats_table_class_init (LkChatsTableClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = lk_chats_table_dispose;
  object_class->get_property = lk_chats_table_get_property;

  properties[PROP_SELECTED] = g_param_spec_object ("selected", NULL, NULL, LK_TYPE_CHAT,
                                                   G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_OPEN] = g_signal_new ("open", LK_TYPE_CHATS_TABLE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                       G_TYPE_NONE, 0);

  gtk_widget_class_set_css_name (widget_class, "chatstable");
  gtk_widget_class_set_template_from_resource (widget_class, LK_RESOURCE_BASE "/ui/lk-chats-table.ui");
  gtk_widget_class_bind_template_child (widget_class, LkChatsTable, search_entry);
  gtk_widget_class_bind_template_child (widget_class, LkChatsTable, show_drop_down);
  gtk_widget_class_bind_template_child (widget_class, LkChatsTable, count_label);
  gtk_widget_class_bind_template_child (widget_class, LkChatsTable, stack);
  gtk_widget_class_bind_template_child (widget_class, LkChatsTable, empty_page);
  gtk_widget_class_bind_template_child (widget_class, LkChatsTable, column_view);
  gtk_widget_class_bind_template_callback (widget_class, filter_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
}

static void
lk_chats_table_init (LkChatsTable *self)
{
  g_autoptr(GtkStringList) titles = gtk_string_list_new (NULL);

  gtk_widget_init_template (GTK_WIDGET (self));

  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    append_column (self, &columns[i]);
  for (guint i = 0; i < G_N_ELEMENTS (show_titles); i++)
    gtk_string_list_append (titles, _(show_titles[i]));
  gtk_drop_down_set_model (self->show_drop_down, G_LIST_MODEL (titles));
}

/**
 * lk_chats_table_new:
 * @chats: the LkChats to show
 *
 * Returns: (transfer floating): a table that follows the list
 */
GtkWidget *
lk_chats_table_new (GListModel *chats)
{
  LkChatsTable *self;
  GtkSorter *sorter;
  GtkSortListModel *sorted;

  g_return_val_if_fail (G_IS_LIST_MODEL (chats), NULL);

  self = g_object_new (LK_TYPE_CHATS_TABLE, NULL);
  self->chats = g_object_ref (chats);
  self->filter = gtk_custom_filter_new (is_shown, self, NULL);
  self->shown = gtk_filter_list_model_new (g_object_ref (chats), g_object_ref (GTK_FILTER (self->filter)));
  sorter = gtk_column_view_get_sorter (self->column_view);
  sorted = gtk_sort_list_model_new (g_object_ref (G_LIST_MODEL (self->shown)), g_object_ref (sorter));
  self->selection = gtk_single_selection_new (G_LIST_MODEL (sorted));
  gtk_column_view_set_model (self->column_view, GTK_SELECTION_MODEL (self->selection));

  g_signal_connect_object (chats, "items-changed", G_CALLBACK (show_columns), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->shown, "items-changed", G_CALLBACK (show_count), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->selection, "notify::selected-item", G_CALLBACK (selected_cb), self,
                           G_CONNECT_SWAPPED);
  show_columns (self);
  show_count (self);

  return GTK_WIDGET (self);
}

/**
 * lk_chats_table_get_selected:
 * @self: a table
 *
 * Returns: (transfer none) (nullable): the chat in the selected row
 */
LkChat *
lk_chats_table_get_selected (LkChatsTable *self)
{
  g_return_val_if_fail (LK_IS_CHATS_TABLE (self), NULL);

  return self->selection != NULL ? gtk_single_selection_get_selected_item (self->selection) : NULL;
}

/**
 * lk_chats_table_select:
 * @self: a table
 * @chat: (nullable): one of its chats
 *
 * Selects the row of a chat, unless the filter hides it.
 */
void
lk_chats_table_select (LkChatsTable *self,
                       LkChat       *chat)
{
  GListModel *rows;

  g_return_if_fail (LK_IS_CHATS_TABLE (self));
  g_return_if_fail (chat == NULL || LK_IS_CHAT (chat));

  rows = G_LIST_MODEL (self->selection);
  for (guint i = 0; chat != NULL && i < g_list_model_get_n_items (rows); i++)
    {
      g_autoptr(LkChat) row = g_list_model_get_item (rows, i);

      if (row == chat)
        {
          gtk_single_selection_set_selected (self->selection, i);
          return;
        }
    }
}

/**
 * lk_chats_table_has_findings:
 * @self: a table
 *
 * Returns: whether it holds search results, which have little more than the first words
 */
gboolean
lk_chats_table_has_findings (LkChatsTable *self)
{
  g_return_val_if_fail (LK_IS_CHATS_TABLE (self), FALSE);

  for (guint i = 0; i < g_list_model_get_n_items (self->chats); i++)
    {
      g_autoptr(LkChat) chat = g_list_model_get_item (self->chats, i);

      if (lk_chat_is_found (chat))
        return TRUE;
    }

  return FALSE;
}

/**
 * lk_chats_table_get_n_shown:
 * @self: a table
 *
 * Returns: the number of chats that match the filter
 */
guint
lk_chats_table_get_n_shown (LkChatsTable *self)
{
  g_return_val_if_fail (LK_IS_CHATS_TABLE (self), 0);

  return g_list_model_get_n_items (G_LIST_MODEL (self->shown));
}

/**
 * lk_chats_table_set_filter:
 * @self: a table
 * @text: the text to filter by; empty shows all
 * @show: which chats to show
 *
 * Sets the two filters above the table.
 */
void
lk_chats_table_set_filter (LkChatsTable *self,
                           const char   *text,
                           LkChatsShow   show)
{
  g_return_if_fail (LK_IS_CHATS_TABLE (self));
  g_return_if_fail (text != NULL);

  gtk_editable_set_text (GTK_EDITABLE (self->search_entry), text);
  gtk_drop_down_set_selected (self->show_drop_down, show);
  filter_changed_cb (self);
}
