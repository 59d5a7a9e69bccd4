/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-activity-page.h"

#include <glib/gi18n.h>

#include "lk-activity-row.h"
#include "lk-clipboard.h"
#include "lk-curl.h"
#include "lk-flow-report.h"
#include "lk-paths.h"
#include "lk-response-view.h"
#include "lk-save-dialog.h"
#include "lk-ui-util.h"

struct _LkActivityPage
{
  AdwBin parent_instance;

  /* template children */
  GtkDropDown *connection_drop_down;
  GtkDropDown *outcome_drop_down;
  GtkLabel *dropped_label;
  GtkStack *stack;
  GtkListView *list_view;
  LkResponseView *response_view;

  /* owned */
  LkExchangeLog *log;
  LkConnectionList *connections;
  char *connection_id;
  GtkCustomFilter *filter;
  GtkFilterListModel *shown;
  GtkSingleSelection *selection;
};

G_DEFINE_FINAL_TYPE (LkActivityPage, lk_activity_page, ADW_TYPE_BIN)

static gboolean
is_shown (gpointer item,
          gpointer data)
{
  LkActivityPage *self = data;
  LkExchange *exchange = item;

  if (gtk_drop_down_get_selected (self->connection_drop_down) == 0 &&
      g_strcmp0 (lk_exchange_get_connection_id (exchange), self->connection_id) != 0)
    return FALSE;

  switch (gtk_drop_down_get_selected (self->outcome_drop_down))
    {
    case LK_ACTIVITY_SUCCEEDED:
      return lk_activity_state_of (exchange) == LK_ACTIVITY_STATE_WORKED;

    case LK_ACTIVITY_FAILED:
      return lk_activity_state_of (exchange) == LK_ACTIVITY_STATE_FAILED;

    default:
      return TRUE;
    }
}

static LkExchange *
get_selected (LkActivityPage *self)
{
  return gtk_single_selection_get_selected_item (self->selection);
}

static void
show_selected (LkActivityPage *self)
{
  LkExchange *exchange = get_selected (self);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "activity.copy-curl", exchange != NULL);
  g_object_set (self->response_view, "exchange", exchange, NULL);
}

/* The listed exchanges, the earliest first. */
static GPtrArray *
get_shown (LkActivityPage *self)
{
  GPtrArray *exchanges = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = lk_activity_page_get_n_shown (self); i > 0; i--)
    g_ptr_array_add (exchanges, g_list_model_get_item (G_LIST_MODEL (self->shown), i - 1));

  return exchanges;
}

static void
show_list (LkActivityPage *self)
{
  guint n_shown = lk_activity_page_get_n_shown (self);

  gtk_stack_set_visible_child_name (self->stack, n_shown > 0 ? "list" : "empty");
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "activity.save", n_shown > 0);
}

/* Updates the menu when it opens, not on every exchange. */
static void
report_opened_cb (LkActivityPage *self)
{
  g_autoptr(GPtrArray) shown = NULL;
  g_autoptr(GPtrArray) flow = NULL;

  g_assert (LK_IS_ACTIVITY_PAGE (self));

  if (self->log == NULL)
    return;

  shown = get_shown (self);
  flow = lk_flow_report_find (shown);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "activity.save-flow", flow->len > 0);
}

/* A finished exchange may match the filter now, or no longer, and has more to show. */
static void
done_cb (LkActivityPage *self,
         GParamSpec     *pspec,
         LkExchange     *exchange)
{
  g_assert (LK_IS_ACTIVITY_PAGE (self));

  gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
  if (get_selected (self) == exchange)
    {
      g_object_set (self->response_view, "exchange", NULL, NULL);
      show_selected (self);
    }
}

static void
logged_cb (LkActivityPage *self,
           guint           position,
           guint           n_removed,
           guint           n_added)
{
  g_assert (LK_IS_ACTIVITY_PAGE (self));

  for (guint i = 0; i < n_added; i++)
    {
      g_autoptr(LkExchange) exchange = g_list_model_get_item (G_LIST_MODEL (self->log), position + i);

      if (!lk_exchange_is_done (exchange))
        g_signal_connect_object (exchange, "notify::done", G_CALLBACK (done_cb), self, G_CONNECT_SWAPPED);
    }

  /* Scrolls to the newest exchange when the page is shown, and not while it is. */
  if (n_added > 0 && !gtk_widget_get_mapped (GTK_WIDGET (self)) && lk_activity_page_get_n_shown (self) > 0)
    {
      gtk_single_selection_set_selected (self->selection, 0);
      gtk_widget_activate_action (GTK_WIDGET (self->list_view), "list.scroll-to-item", "u", 0);
    }
}

static void
show_dropped (LkActivityPage *self)
{
  guint n_dropped = lk_exchange_log_get_n_dropped (self->log);
  guint n_forgotten = lk_exchange_log_get_n_forgotten (self->log);
  g_autoptr(GString) text = g_string_new (NULL);

  if (n_dropped > 0)
    g_string_append_printf (text, g_dngettext (GETTEXT_PACKAGE,
                                               "To save memory, the body of %u older answer was dropped.",
                                               "To save memory, the bodies of %u older answers were dropped.",
                                               n_dropped), n_dropped);
  if (n_dropped > 0 && n_forgotten > 0)
    g_string_append_c (text, '\n');
  if (n_forgotten > 0)
    g_string_append_printf (text, g_dngettext (GETTEXT_PACKAGE,
                                               "The earliest %u request of this run is listed no more.",
                                               "The earliest %u requests of this run are listed no more.",
                                               n_forgotten), n_forgotten);

  gtk_label_set_text (self->dropped_label, text->str);
  gtk_widget_set_visible (GTK_WIDGET (self->dropped_label), text->len > 0);
}

static void
filter_changed_cb (LkActivityPage *self)
{
  g_assert (LK_IS_ACTIVITY_PAGE (self));

  /* Signals of the template arrive before the filter exists. */
  if (self->filter != NULL)
    gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
}

static void
copy_curl_action (GtkWidget  *widget,
                  const char *name,
                  GVariant   *parameter)
{
  LkActivityPage *self = LK_ACTIVITY_PAGE (widget);
  LkExchange *exchange = get_selected (self);
  const char *id = exchange != NULL ? lk_exchange_get_connection_id (exchange) : NULL;
  LkConnection *connection = id != NULL ? lk_connection_list_get_by_id (self->connections, id) : NULL;
  g_autofree char *command = NULL;

  if (exchange == NULL)
    return;

  /* The connection may have been renamed. */
  command = lk_curl_command (exchange, connection != NULL ? lk_connection_get_name (connection) : NULL);
  lk_clipboard_copy_text (widget, command, _("Command copied"));
}

static void
asked_where_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      data)
{
  LkActivityPage *self = LK_ACTIVITY_PAGE (source);
  g_autoptr(GError) error = NULL;
  g_autofree char *path = lk_save_dialog_ask_finish (GTK_WIDGET (self), result, &error);

  if (self->log == NULL)
    return;

  if (path != NULL)
    lk_activity_page_save (self, path, GPOINTER_TO_UINT (data));
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    lk_ui_show_toast (GTK_WIDGET (self), error->message);
}

static void
save_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  gboolean json = g_str_equal (g_variant_get_string (parameter, NULL), "json");
  LkActivityReport report = json ? LK_ACTIVITY_REPORT_JSON : 0;

  if (g_str_equal (name, "activity.save-flow"))
    report |= LK_ACTIVITY_REPORT_FLOW;

  lk_save_dialog_ask_async (widget, _("Save a Report"), json ? _("report.json") : _("report.txt"), NULL,
                            asked_where_cb, GUINT_TO_POINTER (report));
}

static void
setup_cb (GtkSignalListItemFactory *factory,
          GtkListItem              *item)
{
  gtk_list_item_set_child (item, lk_activity_row_new ());
}

static void
bind_cb (GtkSignalListItemFactory *factory,
         GtkListItem              *item)
{
  lk_activity_row_set_exchange (LK_ACTIVITY_ROW (gtk_list_item_get_child (item)), gtk_list_item_get_item (item));
}

static void
unbind_cb (GtkSignalListItemFactory *factory,
           GtkListItem              *item)
{
  lk_activity_row_set_exchange (LK_ACTIVITY_ROW (gtk_list_item_get_child (item)), NULL);
}

static void
lk_activity_page_dispose (GObject *object)
{
  LkActivityPage *self = LK_ACTIVITY_PAGE (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), LK_TYPE_ACTIVITY_PAGE);
  g_clear_object (&self->selection);
  g_clear_object (&self->shown);
  g_clear_object (&self->filter);
  g_clear_object (&self->log);
  g_clear_object (&self->connections);
  g_clear_pointer (&self->connection_id, g_free);

  G_OBJECT_CLASS (lk_activity_page_parent_class)->dispose (object);
}

static void
lk_activity_page_class_init (LkActivityPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lk_activity_page_dispose;

  gtk_widget_class_install_action (widget_class, "activity.copy-curl", NULL, copy_curl_action);
  gtk_widget_class_install_action (widget_class, "activity.save", "s", save_action);
  gtk_widget_class_install_action (widget_class, "activity.save-flow", "s", save_action);

  g_type_ensure (LK_TYPE_RESPONSE_VIEW);

  gtk_widget_class_set_css_name (widget_class, "activitypage");
  gtk_widget_class_set_template_from_resource (widget_class, LK_RESOURCE_BASE "/ui/lk-activity-page.ui");
  gtk_widget_class_bind_template_child (widget_class, LkActivityPage, connection_drop_down);
  gtk_widget_class_bind_template_child (widget_class, LkActivityPage, outcome_drop_down);
  gtk_widget_class_bind_template_child (widget_class, LkActivityPage, dropped_label);
  gtk_widget_class_bind_template_child (widget_class, LkActivityPage, stack);
  gtk_widget_class_bind_template_child (widget_class, LkActivityPage, list_view);
  gtk_widget_class_bind_template_child (widget_class, LkActivityPage, response_view);
  gtk_widget_class_bind_template_callback (widget_class, filter_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, report_opened_cb);
}

static void
lk_activity_page_init (LkActivityPage *self)
{
  g_autoptr(GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_cb), NULL);
  gtk_list_view_set_factory (self->list_view, factory);
}

/**
 * lk_activity_page_new:
 * @log: every exchange of this run
 * @connections: the connections, for their names
 * @connection_id: the connection whose exchanges are shown first
 *
 * Returns: (transfer floating): a page that follows the log
 */
GtkWidget *
lk_activity_page_new (LkExchangeLog    *log,
                      LkConnectionList *connections,
                      const char       *connection_id)
{
  LkActivityPage *self;

  g_return_val_if_fail (LK_IS_EXCHANGE_LOG (log), NULL);
  g_return_val_if_fail (LK_IS_CONNECTION_LIST (connections), NULL);
  g_return_val_if_fail (connection_id != NULL, NULL);

  self = g_object_new (LK_TYPE_ACTIVITY_PAGE, NULL);
  self->log = g_object_ref (log);
  self->connections = g_object_ref (connections);
  self->connection_id = g_strdup (connection_id);
  self->filter = gtk_custom_filter_new (is_shown, self, NULL);
  self->shown = gtk_filter_list_model_new (g_object_ref (G_LIST_MODEL (log)),
                                           g_object_ref (GTK_FILTER (self->filter)));
  self->selection = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->shown)));
  gtk_list_view_set_model (self->list_view, GTK_SELECTION_MODEL (self->selection));

  g_signal_connect_object (log, "items-changed", G_CALLBACK (logged_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (log, "notify::n-dropped", G_CALLBACK (show_dropped), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (log, "notify::n-forgotten", G_CALLBACK (show_dropped), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->shown, "items-changed", G_CALLBACK (show_list), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->selection, "notify::selected-item", G_CALLBACK (show_selected), self,
                           G_CONNECT_SWAPPED);
  logged_cb (self, 0, 0, g_list_model_get_n_items (G_LIST_MODEL (log)));
  show_dropped (self);
  show_list (self);
  show_selected (self);

  return GTK_WIDGET (self);
}

/**
 * lk_activity_page_set_filter:
 * @self: a page
 * @all_connections: whether to show what other connections sent too
 * @outcome: which outcomes to show
 *
 * Sets the two filters above the list.
 */
void
lk_activity_page_set_filter (LkActivityPage    *self,
                             gboolean           all_connections,
                             LkActivityOutcome  outcome)
{
  g_return_if_fail (LK_IS_ACTIVITY_PAGE (self));

  gtk_drop_down_set_selected (self->connection_drop_down, all_connections ? 1 : 0);
  gtk_drop_down_set_selected (self->outcome_drop_down, outcome);
}

/**
 * lk_activity_page_get_n_shown:
 * @self: a page
 *
 * Returns: the number of exchanges that match the filter
 */
guint
lk_activity_page_get_n_shown (LkActivityPage *self)
{
  g_return_val_if_fail (LK_IS_ACTIVITY_PAGE (self), 0);

  return g_list_model_get_n_items (G_LIST_MODEL (self->shown));
}

/**
 * lk_activity_page_save:
 * @self: a page
 * @path: (type filename): the file to write; only the user can read it
 * @report: the contents and the format
 *
 * Saves a report of the exchanges that match the filter, or of the latest sign-in among them, the earliest first and
 * without secrets. Reports the result in a toast.
 */
void
lk_activity_page_save (LkActivityPage   *self,
                       const char       *path,
                       LkActivityReport  report)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) shown = NULL;
  g_autoptr(GPtrArray) exchanges = NULL;
  g_autofree char *text = NULL;

  g_return_if_fail (LK_IS_ACTIVITY_PAGE (self));
  g_return_if_fail (path != NULL);

  shown = get_shown (self);
  exchanges = report & LK_ACTIVITY_REPORT_FLOW ? lk_flow_report_find (shown) : g_ptr_array_ref (shown);
  text = report & LK_ACTIVITY_REPORT_JSON ? lk_flow_report_to_json (exchanges) : lk_flow_report_to_text (exchanges);

  if (lk_paths_write_private (path, text, -1, &error))
    lk_ui_show_toast (GTK_WIDGET (self), _("Report saved"));
  else
    lk_ui_show_toast (GTK_WIDGET (self), error->message);
}
