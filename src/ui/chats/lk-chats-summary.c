/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-chats-summary.h"

#include <glib/gi18n.h>

#include "lk-bar-chart.h"
#include "lk-chat-summary.h"
#include "lk-format.h"

/* At most a quarter of a year by days, or a year by weeks. */
#define MAX_BARS 92

struct _LkChatsSummary
{
  AdwBin parent_instance;

  /* template children */
  GtkLabel *chart_label;
  LkBarChart *chart;
  GtkLabel *good_label;
  GtkLabel *bad_label;
  GtkLabel *missed_label;
  GtkLabel *response_label;

  /* owned */
  GListModel *chats;
  LkChatSummary *summary;
};

G_DEFINE_FINAL_TYPE (LkChatsSummary, lk_chats_summary, ADW_TYPE_BIN)

static char *
format_bar (const LkChatBar *bar,
            LkChatStep       step)
{
  const GDate *start = &bar->start;
  g_autoptr(GDateTime) date = g_date_time_new_local (g_date_get_year (start), (int) g_date_get_month (start),
                                                     g_date_get_day (start), 12, 0, 0);
  g_autofree char *day = NULL;

  if (step == LK_CHAT_STEP_MONTH)
    /* Translators: a month and its year, as for strftime. */
    return g_date_time_format (date, _("%b %Y"));
  if (step == LK_CHAT_STEP_YEAR)
    return g_date_time_format (date, "%Y");

  day = lk_format_date (date);
  if (step == LK_CHAT_STEP_WEEK)
    /* Translators: a week, by its first day. */
    return g_strdup_printf (_("Week of %s"), day);

  return g_steal_pointer (&day);
}

static const char *
get_chart_title (LkChatStep step)
{
  switch (step)
    {
    case LK_CHAT_STEP_WEEK:
      return _("Chats per Week");

    case LK_CHAT_STEP_MONTH:
      return _("Chats per Month");

    case LK_CHAT_STEP_YEAR:
      return _("Chats per Year");

    case LK_CHAT_STEP_DAY:
    default:
      return _("Chats per Day");
    }
}

static void
set_number (GtkLabel *label,
            guint     number)
{
  g_autofree char *text = lk_format_number (number);

  gtk_label_set_text (label, text);
}

static void
update (LkChatsSummary *self)
{
  LkChatStep step;
  g_autoptr(GArray) bars = lk_chat_summary_dup_bars (self->summary, MAX_BARS, &step);
  g_autoptr(GPtrArray) drawn = g_ptr_array_new ();
  gint64 first_response = lk_chat_summary_get_first_response (self->summary);
  g_autofree char *response = first_response >= 0 ? lk_format_duration (first_response) : g_strdup ("–");
  g_autofree char *text = NULL;

  for (guint i = 0; i < bars->len; i++)
    {
      const LkChatBar *bar = &g_array_index (bars, LkChatBar, i);

      g_ptr_array_add (drawn, lk_chart_bar_new (format_bar (bar, step), bar->n_chats, bar->n_missed));
    }

  gtk_label_set_text (self->chart_label, get_chart_title (step));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->chart), GTK_ACCESSIBLE_PROPERTY_LABEL, get_chart_title (step),
                                  -1);
  lk_bar_chart_set_bars (self->chart, g_steal_pointer (&drawn));
  set_number (self->good_label, lk_chat_summary_get_n_good (self->summary));
  set_number (self->bad_label, lk_chat_summary_get_n_bad (self->summary));
  set_number (self->missed_label, lk_chat_summary_get_n_missed (self->summary));
  gtk_label_set_text (self->response_label, response);

  text = lk_chats_summary_dup_text (self);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
}

static void
items_changed_cb (GListModel     *chats,
                  guint           position,
                  guint           n_removed,
                  guint           n_added,
                  LkChatsSummary *self)
{
  g_assert (LK_IS_CHATS_SUMMARY (self));

  /* Chats are appended, or all are removed. */
  if (n_removed > 0)
    {
      lk_chat_summary_clear (self->summary);
      n_added = g_list_model_get_n_items (chats);
      position = 0;
    }

  for (guint i = 0; i < n_added; i++)
    {
      g_autoptr(LkChat) chat = g_list_model_get_item (chats, position + i);

      lk_chat_summary_add (self->summary, chat);
    }

  update (self);
}

static void
lk_chats_summary_dispose (GObject *object)
{
  LkChatsSummary *self = LK_CHATS_SUMMARY (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), LK_TYPE_CHATS_SUMMARY);
  g_clear_object (&self->chats);
  g_clear_object (&self->summary);

  G_OBJECT_CLASS (lk_chats_summary_parent_class)->dispose (object);
}

static void
lk_chats_summary_class_init (LkChatsSummaryClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lk_chats_summary_dispose;

  g_type_ensure (LK_TYPE_BAR_CHART);

  gtk_widget_class_set_css_name (widget_class, "chatssummary");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class, LK_RESOURCE_BASE "/ui/lk-chats-summary.ui");
  gtk_widget_class_bind_template_child (widget_class, LkChatsSummary, chart_label);
  gtk_widget_class_bind_template_child (widget_class, LkChatsSummary, chart);
  gtk_widget_class_bind_template_child (widget_class, LkChatsSummary, good_label);
  gtk_widget_class_bind_template_child (widget_class, LkChatsSummary, bad_label);
  gtk_widget_class_bind_template_child (widget_class, LkChatsSummary, missed_label);
  gtk_widget_class_bind_template_child (widget_class, LkChatsSummary, response_label);
}

static void
lk_chats_summary_init (LkChatsSummary *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->summary = lk_chat_summary_new ();
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _("Summary of the Loaded Chats"), -1);
}

/**
 * lk_chats_summary_new:
 * @chats: a list of LkChat to which chats are appended, or that is cleared
 *
 * Returns: (transfer floating): a summary that follows the list
 */
GtkWidget *
lk_chats_summary_new (GListModel *chats)
{
  LkChatsSummary *self;

  g_return_val_if_fail (G_IS_LIST_MODEL (chats), NULL);

  self = g_object_new (LK_TYPE_CHATS_SUMMARY, NULL);
  self->chats = g_object_ref (chats);
  g_signal_connect_object (chats, "items-changed", G_CALLBACK (items_changed_cb), self, 0);
  items_changed_cb (chats, 0, 0, g_list_model_get_n_items (chats), self);

  return GTK_WIDGET (self);
}

/**
 * lk_chats_summary_dup_text:
 * @self: a summary
 *
 * Returns: (transfer full): the summary in words, with its chart
 */
char *
lk_chats_summary_dup_text (LkChatsSummary *self)
{
  g_autofree char *bars = NULL;

  g_return_val_if_fail (LK_IS_CHATS_SUMMARY (self), NULL);

  bars = lk_bar_chart_dup_text (self->chart);

  /* Translators: after “Rated good” and so on comes a number; at last a title such as “Chats per Day” and the days. */
  return g_strdup_printf (_("Rated good: %s. Rated bad: %s. Missed: %s. Median first reply: %s. %s: %s"),
                          gtk_label_get_text (self->good_label), gtk_label_get_text (self->bad_label),
                          gtk_label_get_text (self->missed_label), gtk_label_get_text (self->response_label),
                          gtk_label_get_text (self->chart_label), bars);
}
