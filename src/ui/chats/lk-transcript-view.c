/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-transcript-view.h"

#include <glib/gi18n.h>

#include "lk-clipboard.h"
#include "lk-format.h"
#include "lk-pill.h"
#include "lk-transcript-row.h"
#include "lk-transcript.h"
#include "lk-ui-util.h"

struct _LkTranscriptView
{
  AdwBin parent_instance;

  /* template children */
  AdwLeaflet *leaflet;
  GtkLabel *title_label;
  GtkLabel *subtitle_label;
  LkPill *pill;
  GtkWidget *preview_box;
  GtkWidget *nothing_label;
  GtkScrolledWindow *scroller;
  GtkListView *list_view;
  GtkListBox *facts_list;
  GtkWidget *pages_label;
  GtkListBox *pages_list;

  /* owned */
  LkTranscript *transcript;   /* owned, nullable */
};

G_DEFINE_FINAL_TYPE (LkTranscriptView, lk_transcript_view, ADW_TYPE_BIN)

enum
{
  SIGNAL_LOAD,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
setup_cb (GtkSignalListItemFactory *factory,
          GtkListItem              *item)
{
  gtk_list_item_set_child (item, lk_transcript_row_new ());
  gtk_list_item_set_activatable (item, FALSE);
}

static void
bind_cb (GtkSignalListItemFactory *factory,
         GtkListItem              *item)
{
  lk_transcript_row_set_event (LK_TRANSCRIPT_ROW (gtk_list_item_get_child (item)), gtk_list_item_get_item (item));
}

/* A label above its value, as both may be long. */
static GtkWidget *
make_row (const char *label,
          const char *value,
          const char *note)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *value_label = lk_ui_label_new (value, NULL);

  gtk_widget_set_margin_top (box, 8);
  gtk_widget_set_margin_bottom (box, 8);
  gtk_widget_set_margin_start (box, 12);
  gtk_widget_set_margin_end (box, 12);
  gtk_label_set_selectable (GTK_LABEL (value_label), TRUE);
  gtk_box_append (GTK_BOX (box), lk_ui_label_new (label, "caption-heading"));
  gtk_box_append (GTK_BOX (box), value_label);
  if (note != NULL)
    gtk_box_append (GTK_BOX (box), lk_ui_label_new (note, "dim-label"));

  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);

  return row;
}

/* Page visits may be days older than the chat. */
static char *
format_page_time (LkTranscriptView *self,
                  GDateTime        *time)
{
  GDateTime *started = lk_chat_get_started (lk_transcript_get_chat (self->transcript));

  return started != NULL && lk_transcript_is_same_day (started, time) ? lk_format_time_of_day (time)
                                                                      : lk_format_stamp (time);
}

static void
show_facts (LkTranscriptView *self)
{
  GPtrArray *facts = lk_transcript_get_facts (self->transcript);
  GPtrArray *pages = lk_transcript_get_pages (self->transcript);

  lk_ui_remove_all (GTK_WIDGET (self->facts_list));
  for (guint i = 0; i < facts->len; i++)
    {
      const LkTranscriptFact *fact = g_ptr_array_index (facts, i);

      gtk_list_box_append (self->facts_list, make_row (fact->label, fact->value, NULL));
    }

  lk_ui_remove_all (GTK_WIDGET (self->pages_list));
  for (guint i = 0; i < pages->len; i++)
    {
      const LkTranscriptPage *page = g_ptr_array_index (pages, i);
      g_autofree char *time = page->time != NULL ? format_page_time (self, page->time) : NULL;

      gtk_list_box_append (self->pages_list, make_row (*page->title != '\0' ? page->title : _("Page without a Title"),
                                                       page->address, time));
    }
  gtk_widget_set_visible (self->pages_label, pages->len > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->pages_list), pages->len > 0);
}

static void
show_pill (LkTranscriptView *self,
           LkChat           *chat)
{
  const char *rating = lk_chat_get_rating (chat);

  gtk_widget_set_visible (GTK_WIDGET (self->pill), TRUE);
  if (lk_chat_is_offline (chat))
    lk_pill_set (self->pill, _("Message"), "mail-unread-symbolic", LK_PILL_NEUTRAL);
  else if (lk_chat_is_missed (chat))
    lk_pill_set (self->pill, _("Missed"), "call-missed-symbolic", LK_PILL_WARNING);
  else if (g_str_equal (rating, "good"))
    lk_pill_set (self->pill, _("Rated Good"), "starred-symbolic", LK_PILL_SUCCESS);
  else if (g_str_equal (rating, "bad"))
    lk_pill_set (self->pill, _("Rated Bad"), "non-starred-symbolic", LK_PILL_ERROR);
  else
    gtk_widget_set_visible (GTK_WIDGET (self->pill), FALSE);
}

static void
show_head (LkTranscriptView *self,
           LkChat           *chat)
{
  GDateTime *started = lk_chat_get_started (chat);
  g_autofree char *stamp = started != NULL ? lk_format_stamp (started) : NULL;
  gint64 seconds = lk_chat_get_duration (chat);
  g_autofree char *duration = seconds >= 0 ? lk_format_duration (seconds) : NULL;
  const char *const parts[] = { stamp, duration, lk_chat_get_department (chat), lk_chat_get_agents (chat) };
  const char *visitor = lk_chat_get_visitor (chat);
  g_autoptr(GString) line = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      if (parts[i] != NULL && *parts[i] != '\0')
        g_string_append_printf (line, "%s%s", line->len > 0 ? " · " : "", parts[i]);
    }

  gtk_label_set_text (self->title_label, *visitor != '\0' ? visitor : lk_chat_get_id (chat));
  gtk_label_set_text (self->subtitle_label, line->str);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->subtitle_label), line->str);
}

static void
copy_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  LkTranscriptView *self = LK_TRANSCRIPT_VIEW (widget);
  g_autofree char *text = NULL;

  if (self->transcript == NULL)
    return;

  text = lk_transcript_to_text (self->transcript);
  lk_clipboard_copy_text (widget, text, _("Transcript copied"));
}

static void
load_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  LkTranscriptView *self = LK_TRANSCRIPT_VIEW (widget);

  if (self->transcript != NULL)
    g_signal_emit (self, signals[SIGNAL_LOAD], 0, lk_chat_get_id (lk_transcript_get_chat (self->transcript)));
}

static void
show_visitor_action (GtkWidget  *widget,
                     const char *name,
                     GVariant   *parameter)
{
  adw_leaflet_set_visible_child_name (LK_TRANSCRIPT_VIEW (widget)->leaflet, "visitor");
}

static void
show_talk_action (GtkWidget  *widget,
                  const char *name,
                  GVariant   *parameter)
{
  adw_leaflet_set_visible_child_name (LK_TRANSCRIPT_VIEW (widget)->leaflet, "talk");
}

static void
lk_transcript_view_dispose (GObject *object)
{
  LkTranscriptView *self = LK_TRANSCRIPT_VIEW (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), LK_TYPE_TRANSCRIPT_VIEW);
  g_clear_object (&self->transcript);

  G_OBJECT_CLASS (lk_transcript_view_parent_class)->dispose (object);
}

static void
lk_transcript_view_class_init (LkTranscriptViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lk_transcript_view_dispose;

  /**
   * LkTranscriptView::load:
   * @id: the id of the chat
   *
   * The user wants to load the whole chat, of which only the beginning is known.
   */
  signals[SIGNAL_LOAD] = g_signal_new ("load", LK_TYPE_TRANSCRIPT_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                       G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_install_action (widget_class, "transcript.copy", NULL, copy_action);
  gtk_widget_class_install_action (widget_class, "transcript.load", NULL, load_action);
  gtk_widget_class_install_action (widget_class, "transcript.show-visitor", NULL, show_visitor_action);
  gtk_widget_class_install_action (widget_class, "transcript.show-talk", NULL, show_talk_action);

  g_type_ensure (LK_TYPE_PILL);

  gtk_widget_class_set_css_name (widget_class, "transcriptview");
  gtk_widget_class_set_template_from_resource (widget_class, LK_RESOURCE_BASE "/ui/lk-transcript-view.ui");
  gtk_widget_class_bind_template_child (widget_class, LkTranscriptView, leaflet);
  gtk_widget_class_bind_template_child (widget_class, LkTranscriptView, title_label);
  gtk_widget_class_bind_template_child (widget_class, LkTranscriptView, subtitle_label);
  gtk_widget_class_bind_template_child (widget_class, LkTranscriptView, pill);
  gtk_widget_class_bind_template_child (widget_class, LkTranscriptView, preview_box);
  gtk_widget_class_bind_template_child (widget_class, LkTranscriptView, nothing_label);
  gtk_widget_class_bind_template_child (widget_class, LkTranscriptView, scroller);
  gtk_widget_class_bind_template_child (widget_class, LkTranscriptView, list_view);
  gtk_widget_class_bind_template_child (widget_class, LkTranscriptView, facts_list);
  gtk_widget_class_bind_template_child (widget_class, LkTranscriptView, pages_label);
  gtk_widget_class_bind_template_child (widget_class, LkTranscriptView, pages_list);
}

static void
lk_transcript_view_init (LkTranscriptView *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  g_object_set (self->list_view, "factory", factory, NULL);
  g_object_unref (factory);
}

/**
 * lk_transcript_view_new:
 *
 * Returns: (transfer floating): a view with no chat
 */
GtkWidget *
lk_transcript_view_new (void)
{
  return g_object_new (LK_TYPE_TRANSCRIPT_VIEW, NULL);
}

/**
 * lk_transcript_view_set_chat:
 * @self: a view
 * @chat: (nullable): the chat to show
 */
void
lk_transcript_view_set_chat (LkTranscriptView *self,
                             LkChat           *chat)
{
  g_autoptr(GtkNoSelection) selection = NULL;
  gboolean is_preview, has_events;

  g_return_if_fail (LK_IS_TRANSCRIPT_VIEW (self));
  g_return_if_fail (chat == NULL || LK_IS_CHAT (chat));

  if (chat == lk_transcript_view_get_chat (self))
    return;

  g_clear_object (&self->transcript);
  gtk_stack_set_visible_child_name (GTK_STACK (adw_bin_get_child (ADW_BIN (self))), chat != NULL ? "chat" : "empty");
  if (chat == NULL)
    {
      gtk_list_view_set_model (self->list_view, NULL);
      return;
    }

  self->transcript = lk_transcript_new (chat);
  selection = gtk_no_selection_new (g_object_ref (lk_transcript_get_events (self->transcript)));
  gtk_list_view_set_model (self->list_view, GTK_SELECTION_MODEL (selection));
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
  is_preview = lk_transcript_is_preview (self->transcript);
  has_events = g_list_model_get_n_items (lk_transcript_get_events (self->transcript)) > 0;
  gtk_widget_set_visible (self->preview_box, is_preview);
  gtk_widget_set_visible (self->nothing_label, !is_preview && !has_events);
  gtk_widget_set_visible (GTK_WIDGET (self->scroller), has_events);
  adw_leaflet_set_visible_child_name (self->leaflet, "talk");
  show_head (self, chat);
  show_pill (self, chat);
  show_facts (self);
}

/**
 * lk_transcript_view_get_chat:
 * @self: a view
 *
 * Returns: (transfer none) (nullable): the chat that it shows
 */
LkChat *
lk_transcript_view_get_chat (LkTranscriptView *self)
{
  g_return_val_if_fail (LK_IS_TRANSCRIPT_VIEW (self), NULL);

  return self->transcript != NULL ? lk_transcript_get_chat (self->transcript) : NULL;
}
