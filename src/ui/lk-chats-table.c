/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-chats-table.h"

#include <glib/gi18n.h>

#include "lk-chat.h"
#include "lk-format.h"

struct _LkChatsTable
{
  AdwBin parent_instance;

  /* template children */
  GtkSearchEntry *search_entry;
  GtkLabel *count_label;
  GtkColumnView *column_view;

  /* owned */
  GListStore *store;
  GHashTable *ids;              /* of what is in store, so that a chat that comes again is not shown twice */
  GtkFilterListModel *shown;
  GtkCustomFilter *filter;
  char *folded;                 /* what is looked for */
};

G_DEFINE_FINAL_TYPE (LkChatsTable, lk_chats_table, ADW_TYPE_BIN)

typedef char *(*TextFunc)    (LkChat *chat);
typedef int   (*CompareFunc) (LkChat *a,
                              LkChat *b);

static char *
text_type (LkChat *chat)
{
  return g_strdup (lk_chat_is_offline (chat) ? _("✉ Message") : _("Chat"));
}

static char *
text_visitor (LkChat *chat)
{
  return g_strdup (lk_chat_get_visitor (chat));
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
  CompareFunc compare;   /* NULL: by the text */
  gboolean expand;
  int width;             /* in characters; what is longer is cut and whole in the tooltip */
} columns[] = {
  { N_("Type"), text_type, NULL, FALSE, 10 },
  { N_("Visitor"), text_visitor, NULL, TRUE, 13 },
  { N_("Started"), text_started, compare_started, FALSE, 17 },
  { N_("Duration"), text_duration, compare_duration, FALSE, 11 },
  { N_("Department"), text_department, NULL, FALSE, 14 },
  { N_("Agents"), text_agents, NULL, TRUE, 14 },
  { N_("Rating"), text_rating, NULL, FALSE, 7 },
  { N_("Missed"), text_missed, NULL, FALSE, 7 },
  { N_("Unread"), text_unread, NULL, FALSE, 7 },
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

  return g_utf8_collate (text_a, text_b);
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
  gtk_widget_set_tooltip_text (label, text);
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
}

static gboolean
is_shown (gpointer item,
          gpointer data)
{
  LkChatsTable *self = data;

  return self->folded == NULL || *self->folded == '\0' || lk_chat_matches (LK_CHAT (item), self->folded);
}

static void
show_count (LkChatsTable *self)
{
  guint n_chats = lk_chats_table_get_n_chats (self);
  guint n_shown = lk_chats_table_get_n_shown (self);
  g_autofree char *text = NULL;

  if (n_shown == n_chats)
    text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u chat", "%u chats", n_chats), n_chats);
  else
    /* Translators: how many of all loaded chats pass the filter. */
    text = g_strdup_printf (_("%u of %u"), n_shown, n_chats);

  gtk_label_set_text (self->count_label, text);
}

static void
search_changed_cb (LkChatsTable *self)
{
  g_assert (LK_IS_CHATS_TABLE (self));

  g_free (self->folded);
  self->folded = g_utf8_casefold (gtk_editable_get_text (GTK_EDITABLE (self->search_entry)), -1);
  gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
  show_count (self);
}

static void
lk_chats_table_dispose (GObject *object)
{
  LkChatsTable *self = LK_CHATS_TABLE (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), LK_TYPE_CHATS_TABLE);
  g_clear_object (&self->shown);
  g_clear_object (&self->filter);
  g_clear_object (&self->store);
  g_clear_pointer (&self->ids, g_hash_table_unref);
  g_clear_pointer (&self->folded, g_free);

  G_OBJECT_CLASS (lk_chats_table_parent_class)->dispose (object);
}

static void
lk_chats_table_class_init (LkChatsTableClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lk_chats_table_dispose;

  gtk_widget_class_set_css_name (widget_class, "chatstable");
  gtk_widget_class_set_template_from_resource (widget_class, LK_RESOURCE_BASE "/ui/lk-chats-table.ui");
  gtk_widget_class_bind_template_child (widget_class, LkChatsTable, search_entry);
  gtk_widget_class_bind_template_child (widget_class, LkChatsTable, count_label);
  gtk_widget_class_bind_template_child (widget_class, LkChatsTable, column_view);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
}

static void
lk_chats_table_init (LkChatsTable *self)
{
  GtkSorter *sorter;
  GtkSortListModel *sorted;
  g_autoptr(GtkSingleSelection) selection = NULL;

  gtk_widget_init_template (GTK_WIDGET (self));

  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    append_column (self, &columns[i]);

  self->ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->store = g_list_store_new (LK_TYPE_CHAT);
  self->filter = gtk_custom_filter_new (is_shown, self, NULL);
  self->shown = gtk_filter_list_model_new (g_object_ref (G_LIST_MODEL (self->store)),
                                           g_object_ref (GTK_FILTER (self->filter)));
  sorter = gtk_column_view_get_sorter (self->column_view);
  sorted = gtk_sort_list_model_new (g_object_ref (G_LIST_MODEL (self->shown)), g_object_ref (sorter));
  selection = gtk_single_selection_new (G_LIST_MODEL (sorted));
  gtk_column_view_set_model (self->column_view, GTK_SELECTION_MODEL (selection));
  show_count (self);
}

/**
 * lk_chats_table_new:
 *
 * Returns: (transfer floating): a table with no chats
 */
GtkWidget *
lk_chats_table_new (void)
{
  return g_object_new (LK_TYPE_CHATS_TABLE, NULL);
}

/**
 * lk_chats_table_set_chats:
 * @self: a table
 * @chats: (element-type LkChat): what it is to show instead of what it shows
 */
void
lk_chats_table_set_chats (LkChatsTable *self,
                          GPtrArray    *chats)
{
  g_return_if_fail (LK_IS_CHATS_TABLE (self));
  g_return_if_fail (chats != NULL);

  g_list_store_remove_all (self->store);
  g_hash_table_remove_all (self->ids);
  lk_chats_table_add_chats (self, chats);
}

/**
 * lk_chats_table_add_chats:
 * @self: a table
 * @chats: (element-type LkChat): a further page; a chat whose id is there already is left out
 */
void
lk_chats_table_add_chats (LkChatsTable *self,
                          GPtrArray    *chats)
{
  g_autoptr(GPtrArray) fresh = g_ptr_array_new ();

  g_return_if_fail (LK_IS_CHATS_TABLE (self));
  g_return_if_fail (chats != NULL);

  for (guint i = 0; i < chats->len; i++)
    {
      LkChat *chat = g_ptr_array_index (chats, i);

      if (g_hash_table_add (self->ids, g_strdup (lk_chat_get_id (chat))))
        g_ptr_array_add (fresh, chat);
    }

  g_list_store_splice (self->store, g_list_model_get_n_items (G_LIST_MODEL (self->store)), 0,
                       fresh->pdata, fresh->len);
  show_count (self);
}

/**
 * lk_chats_table_get_n_chats:
 * @self: a table
 *
 * Returns: how many chats are loaded
 */
guint
lk_chats_table_get_n_chats (LkChatsTable *self)
{
  g_return_val_if_fail (LK_IS_CHATS_TABLE (self), 0);

  return g_list_model_get_n_items (G_LIST_MODEL (self->store));
}

/**
 * lk_chats_table_get_n_shown:
 * @self: a table
 *
 * Returns: how many of them pass the filter
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
 * @text: what is looked for; empty shows all
 */
void
lk_chats_table_set_filter (LkChatsTable *self,
                           const char   *text)
{
  g_return_if_fail (LK_IS_CHATS_TABLE (self));
  g_return_if_fail (text != NULL);

  gtk_editable_set_text (GTK_EDITABLE (self->search_entry), text);
  search_changed_cb (self);
}
