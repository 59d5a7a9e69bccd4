/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-response-view.h"

#include <glib/gi18n.h>

#include "lk-answer.h"
#include "lk-clipboard.h"
#include "lk-format.h"
#include "lk-headers-view.h"
#include "lk-json-tree-view.h"
#include "lk-pill.h"
#include "lk-raw-page.h"
#include "lk-redact.h"
#include "lk-response-search.h"
#include "lk-save-body.h"
#include "lk-text.h"
#include "lk-timing-view.h"

struct _LkResponseView
{
  AdwBin parent_instance;

  /* template children */
  GtkWidget *strip;
  LkPill *status_pill;
  GtkLabel *time_label;
  GtkLabel *size_label;
  GtkLabel *rate_label;
  GtkDropDown *view_drop_down;
  LkResponseSearch *search;
  GtkStack *stack;
  GtkStackPage *table_page;
  AdwBin *table_bin;
  GtkStackPage *transcript_page;
  AdwBin *transcript_bin;
  GtkStack *tree_stack;
  AdwStatusPage *message_page;
  GtkWidget *raw_button;
  LkJsonTreeView *tree_view;
  LkRawPage *raw_page;
  LkHeadersView *headers_view;
  LkTimingView *timing_view;

  LkAnswer *answer;        /* owned */
  GBindingGroup *bindings; /* owned: from the answer to the views of it */
  GSignalGroup *signals;   /* owned: the answer's */

  gboolean left_tree; /* Raw was shown because there was no tree */
};

G_DEFINE_FINAL_TYPE (LkResponseView, lk_response_view, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_EXCHANGE,
  PROP_TABLE,
  PROP_TRANSCRIPT,
  PROP_FINDING,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

/* Goes back to the tree, unless Raw was chosen by the user. */
static void
return_to_tree (LkResponseView *self)
{
  if (self->left_tree && g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "raw") == 0)
    gtk_stack_set_visible_child_name (self->stack, "tree");
  self->left_tree = FALSE;
}

static void
show_message (LkResponseView *self,
              const char     *icon_name,
              const char     *title,
              const char     *description,
              gboolean        has_raw)
{
  g_autofree char *escaped = g_markup_escape_text (description, -1);

  adw_status_page_set_icon_name (self->message_page, icon_name);
  adw_status_page_set_title (self->message_page, title);
  adw_status_page_set_description (self->message_page, escaped);
  gtk_widget_set_visible (self->raw_button, has_raw);
  gtk_stack_set_visible_child_name (self->tree_stack, "message");

  if (!has_raw)
    return_to_tree (self);
  else if (g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "tree") == 0)
    {
      gtk_stack_set_visible_child_name (self->stack, "raw");
      self->left_tree = TRUE;
    }
}

static void
show_failure (LkResponseView *self)
{
  const GError *error = lk_exchange_get_error (lk_answer_get_exchange (self->answer));
  g_autofree char *text = lk_redact_text (error != NULL ? error->message : _("Nothing was received."));
  g_autofree char *safe = lk_text_sanitize (text, -1, 1000);

  show_message (self, "network-offline-symbolic", _("No Answer"), safe, FALSE);
}

static void
state_changed_cb (LkResponseView *self)
{
  gboolean has_body = lk_answer_has_body (self->answer);

  /* Finding leads to the tree or to Raw; which of them has the answer is not known until it is read. */
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "response.finding", has_body);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "response.find", has_body);

  switch (lk_answer_get_state (self->answer))
    {
    case LK_ANSWER_NONE:
    case LK_ANSWER_READING:
      gtk_stack_set_visible_child_name (self->tree_stack,
                                        lk_answer_get_index_so_far (self->answer) != NULL ? "tree" : "busy");
      break;

    case LK_ANSWER_JSON:
      gtk_stack_set_visible_child_name (self->tree_stack, "tree");
      return_to_tree (self);
      break;

    case LK_ANSWER_HTML:
      show_message (self, "web-browser-symbolic",
                    _("A Web Page, Not Data"),
                      _("The service, or something on the way to it, answered with a web page. "
                      "Raw shows its text."),
                        TRUE);
      break;

    case LK_ANSWER_TEXT:
      show_message (self, "text-x-generic-symbolic", _("Not JSON"), lk_answer_get_error (self->answer)->message, TRUE);
      break;

    case LK_ANSWER_NO_BODY:
      show_message (self, "text-x-generic-symbolic",
                    _("No Body"), _("The answer has headers only."), FALSE);
      break;

    case LK_ANSWER_DROPPED:
      show_message (self, "edit-clear-all-symbolic",
                    _("No Longer in Memory"),
                      _("Latchkey dropped this body to save memory. Send the request again to see it."),
                        FALSE);
      break;

    case LK_ANSWER_FAILED:
      show_failure (self);
      break;

    default:
      g_assert_not_reached ();
    }
}

static void
text_changed_cb (LkResponseView *self)
{
  GBytes *text = lk_answer_get_text (self->answer);
  gboolean has_text = text != NULL && g_bytes_get_size (text) > 0;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "response.copy", has_text);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "response.save", has_text);
}

static void
show_strip (LkResponseView *self,
            LkExchange     *exchange)
{
  const LkExchangeTimes *times = lk_exchange_get_times (exchange);
  const char *left = lk_exchange_get_response_header (exchange, "X-Rate-Limit-Remaining");
  guint status = lk_exchange_get_status (exchange);
  g_autofree char *reason = NULL;
  g_autofree char *status_text = NULL;
  g_autofree char *time_text = times->total >= 0 ? lk_format_elapsed (times->total) : NULL;
  g_autofree char *size_text = g_format_size (lk_exchange_get_body_size (exchange));

  if (status == 0)
    {
      lk_pill_set (self->status_pill, _("No Answer"), "dialog-error-symbolic", LK_PILL_ERROR);
    }
  else
    {
      gboolean good = status >= 200 && status < 300;

      reason =
          lk_text_sanitize (lk_exchange_get_reason (exchange) != NULL ? lk_exchange_get_reason (exchange) : "", -1, 40);
      status_text = g_strdup_printf ("%u %s", status, reason);
      lk_pill_set (self->status_pill, g_strchomp (status_text),
                   good ? "object-select-symbolic" : "dialog-warning-symbolic", good ? LK_PILL_SUCCESS : LK_PILL_ERROR);
    }

  gtk_label_set_text (self->time_label, time_text != NULL ? time_text : "");
  gtk_label_set_text (self->size_label, size_text);
  gtk_widget_set_visible (GTK_WIDGET (self->rate_label), left != NULL);
  if (left != NULL)
    {
      g_autofree char *safe = lk_text_sanitize (left, -1, 12);
      /* Translators: %s is a number of requests that may still be sent in this minute. */
      g_autofree char *text = g_strdup_printf (_("%s requests left"), safe);

      gtk_label_set_text (self->rate_label, text);
    }
}

static void
set_exchange (LkResponseView *self,
              LkExchange     *exchange)
{
  /* Clear the tree first: it must not take the new answer for the rest of the old one. */
  lk_json_tree_view_set_index (self->tree_view, NULL);
  g_clear_object (&self->answer);
  self->answer = lk_answer_new (exchange);

  g_signal_group_set_target (self->signals, self->answer);
  g_binding_group_set_source (self->bindings, self->answer);
  lk_raw_page_set_answer (self->raw_page, self->answer);
  text_changed_cb (self);
  state_changed_cb (self);
  gtk_widget_set_visible (self->strip, exchange != NULL);
  if (exchange != NULL)
    show_strip (self, exchange);
}

static void
show_view (GtkWidget  *widget,
           const char *action_name,
           GVariant   *parameter)
{
  lk_response_view_show_view (LK_RESPONSE_VIEW (widget), g_variant_get_string (parameter, NULL));
}

/* The whole text as the service sent it, without secrets. */
static void
copy (GtkWidget  *widget,
      const char *action_name,
      GVariant   *parameter)
{
  GBytes *text = lk_answer_get_text (LK_RESPONSE_VIEW (widget)->answer);

  if (text != NULL)
    lk_clipboard_copy_bytes (widget, text, _("Answer copied"));
}

/* Finds in the tree if there is one, else in the text; from other views too. */
static void
find (GtkWidget  *widget,
      const char *action_name,
      GVariant   *parameter)
{
  LkResponseView *self = LK_RESPONSE_VIEW (widget);
  const char *view = gtk_stack_get_visible_child_name (self->stack);

  if (lk_answer_get_index (self->answer) == NULL)
    gtk_stack_set_visible_child_name (self->stack, "raw");
  else if (g_strcmp0 (view, "raw") != 0)
    gtk_stack_set_visible_child_name (self->stack, "tree");
  lk_response_search_open (self->search);
}

/* Works wherever the focus is in the window, while an answer is visible. */
static gboolean
find_pressed (GtkWidget *widget,
              GVariant  *arguments,
              gpointer   data)
{
  if (!lk_answer_has_body (LK_RESPONSE_VIEW (widget)->answer) || !gtk_widget_get_mapped (widget))
    return GDK_EVENT_PROPAGATE;

  find (widget, "response.find", NULL);

  return GDK_EVENT_STOP;
}

static gboolean
is_finding (LkResponseView *self)
{
  gboolean open = FALSE;

  if (self->search != NULL)
    g_object_get (self->search, "open", &open, NULL);

  return open;
}

static gboolean
step_pressed (GtkWidget *widget,
              GVariant  *arguments,
              gpointer   data)
{
  LkResponseView *self = LK_RESPONSE_VIEW (widget);

  if (!is_finding (self) || !gtk_widget_get_mapped (widget))
    return GDK_EVENT_PROPAGATE;

  lk_response_search_step (self->search, g_variant_get_boolean (arguments));

  return GDK_EVENT_STOP;
}

static void
add_shortcuts (LkResponseView *self)
{
  static const struct
  {
    guint keyval;
    GdkModifierType modifiers;
    gboolean forward;
  } steps[] = {
    { GDK_KEY_g, GDK_CONTROL_MASK, TRUE },
    { GDK_KEY_g, GDK_CONTROL_MASK | GDK_SHIFT_MASK, FALSE },
    { GDK_KEY_F3, 0, TRUE },
    { GDK_KEY_F3, GDK_SHIFT_MASK, FALSE },
  };
  GtkEventController *controller = gtk_shortcut_controller_new ();

  /* In the capture phase: the window finds connections with the same key. */
  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  gtk_shortcut_controller_set_scope (GTK_SHORTCUT_CONTROLLER (controller), GTK_SHORTCUT_SCOPE_GLOBAL);
  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (controller),
                                        gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_f, GDK_CONTROL_MASK),
                                                          gtk_callback_action_new (find_pressed, NULL, NULL)));
  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      GtkShortcut *shortcut = gtk_shortcut_new (gtk_keyval_trigger_new (steps[i].keyval, steps[i].modifiers),
                                                gtk_callback_action_new (step_pressed, NULL, NULL));

      gtk_shortcut_set_arguments (shortcut, g_variant_new_boolean (steps[i].forward));
      gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (controller), shortcut);
    }
  gtk_widget_add_controller (GTK_WIDGET (self), controller);
}

static void
save (GtkWidget  *widget,
      const char *action_name,
      GVariant   *parameter)
{
  LkAnswer *answer = LK_RESPONSE_VIEW (widget)->answer;

  if (lk_answer_get_text (answer) != NULL)
    lk_save_body_ask (widget, lk_exchange_get_url (lk_answer_get_exchange (answer)),
                      lk_answer_get_file_extension (answer), lk_answer_get_text (answer));
}

static gboolean
is_page_visible (gpointer item,
                 gpointer data)
{
  return gtk_stack_page_get_visible (item);
}

/* Keeps the switcher and the drop-down, which replaces it in a narrow window, in step. */
static void
view_chosen_cb (LkResponseView *self)
{
  GtkStackPage *page = gtk_drop_down_get_selected_item (self->view_drop_down);

  if (page != NULL)
    gtk_stack_set_visible_child (self->stack, gtk_stack_page_get_child (page));
}

static void
view_changed_cb (LkResponseView *self)
{
  GListModel *pages = gtk_drop_down_get_model (self->view_drop_down);
  GtkWidget *child = gtk_stack_get_visible_child (self->stack);
  const char *name = gtk_stack_get_visible_child_name (self->stack);

  lk_response_search_set_scope (self->search, g_strcmp0 (name, "tree") == 0  ? LK_RESPONSE_SEARCH_TREE
                                              : g_strcmp0 (name, "raw") == 0 ? LK_RESPONSE_SEARCH_RAW
                                                                             : LK_RESPONSE_SEARCH_NONE);

  for (guint i = 0; pages != NULL && child != NULL && i < g_list_model_get_n_items (pages); i++)
    {
      g_autoptr(GObject) page = g_list_model_get_item (pages, i);

      if (gtk_stack_page_get_child (GTK_STACK_PAGE (page)) == child)
        gtk_drop_down_set_selected (self->view_drop_down, i);
    }
}

/* The filter does not follow the visibility of pages: it is made anew when that changes. */
static void
list_views (LkResponseView *self)
{
  g_autoptr(GtkFilterListModel) pages = NULL;

  pages = gtk_filter_list_model_new (G_LIST_MODEL (gtk_stack_get_pages (self->stack)),
                                     GTK_FILTER (gtk_custom_filter_new (is_page_visible, NULL, NULL)));
  gtk_drop_down_set_model (self->view_drop_down, G_LIST_MODEL (pages));
  view_changed_cb (self);
}

static void
search_changed_cb (LkResponseView *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FINDING]);
}

static void
lk_response_view_dispose (GObject *object)
{
  LkResponseView *self = LK_RESPONSE_VIEW (object);

  g_clear_object (&self->signals);
  g_clear_object (&self->bindings);
  gtk_widget_dispose_template (GTK_WIDGET (self), LK_TYPE_RESPONSE_VIEW);
  g_clear_object (&self->answer);

  G_OBJECT_CLASS (lk_response_view_parent_class)->dispose (object);
}

static void
lk_response_view_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  LkResponseView *self = LK_RESPONSE_VIEW (object);

  switch (prop_id)
    {
    case PROP_EXCHANGE:
      g_value_set_object (value, lk_answer_get_exchange (self->answer));
      break;

    case PROP_TABLE:
      g_value_set_object (value, adw_bin_get_child (self->table_bin));
      break;

    case PROP_TRANSCRIPT:
      g_value_set_object (value, adw_bin_get_child (self->transcript_bin));
      break;

    case PROP_FINDING:
      g_value_set_boolean (value, is_finding (self));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lk_response_view_set_property (GObject      *object,
                               guint         prop_id,
                               const GValue *value,
                               GParamSpec   *pspec)
{
  LkResponseView *self = LK_RESPONSE_VIEW (object);
  GtkWidget *table;

  switch (prop_id)
    {
    case PROP_EXCHANGE:
      if (lk_answer_get_exchange (self->answer) != g_value_get_object (value))
        {
          set_exchange (self, g_value_get_object (value));
          g_object_notify_by_pspec (object, pspec);
        }
      break;

    case PROP_TABLE:
      table = g_value_get_object (value);
      if (adw_bin_get_child (self->table_bin) != table)
        {
          adw_bin_set_child (self->table_bin, table);
          gtk_stack_page_set_visible (self->table_page, table != NULL);
          gtk_stack_set_visible_child_name (self->stack, table != NULL ? "table" : "tree");
          g_object_notify_by_pspec (object, pspec);
        }
      break;

    case PROP_TRANSCRIPT:
      if (adw_bin_get_child (self->transcript_bin) != g_value_get_object (value))
        {
          adw_bin_set_child (self->transcript_bin, g_value_get_object (value));
          gtk_stack_page_set_visible (self->transcript_page, g_value_get_object (value) != NULL);
          g_object_notify_by_pspec (object, pspec);
        }
      break;

    case PROP_FINDING:
      if (g_value_get_boolean (value))
        find (GTK_WIDGET (self), "response.find", NULL);
      else
        g_object_set (self->search, "open", FALSE, NULL);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lk_response_view_class_init (LkResponseViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = lk_response_view_dispose;
  object_class->get_property = lk_response_view_get_property;
  object_class->set_property = lk_response_view_set_property;

  properties[PROP_EXCHANGE] = g_param_spec_object ("exchange", NULL, NULL, LK_TYPE_EXCHANGE, flags);
  properties[PROP_TABLE] = g_param_spec_object ("table", NULL, NULL, GTK_TYPE_WIDGET, flags);
  properties[PROP_TRANSCRIPT] = g_param_spec_object ("transcript", NULL, NULL, GTK_TYPE_WIDGET, flags);
  /* Whether the search bar is open: the state of its button. */
  properties[PROP_FINDING] = g_param_spec_boolean ("finding", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_install_action (widget_class, "response.show-view", "s", show_view);
  gtk_widget_class_install_action (widget_class, "response.find", NULL, find);
  gtk_widget_class_install_property_action (widget_class, "response.finding", "finding");
  gtk_widget_class_install_action (widget_class, "response.copy", NULL, copy);
  gtk_widget_class_install_action (widget_class, "response.save", NULL, save);

  g_type_ensure (LK_TYPE_HEADERS_VIEW);
  g_type_ensure (LK_TYPE_JSON_TREE_VIEW);
  g_type_ensure (LK_TYPE_PILL);
  g_type_ensure (LK_TYPE_RAW_PAGE);
  g_type_ensure (LK_TYPE_RESPONSE_SEARCH);
  g_type_ensure (LK_TYPE_TIMING_VIEW);

  gtk_widget_class_set_css_name (widget_class, "responseview");
  gtk_widget_class_set_template_from_resource (widget_class, LK_RESOURCE_BASE "/ui/lk-response-view.ui");
  gtk_widget_class_bind_template_child (widget_class, LkResponseView, strip);
  gtk_widget_class_bind_template_child (widget_class, LkResponseView, status_pill);
  gtk_widget_class_bind_template_child (widget_class, LkResponseView, time_label);
  gtk_widget_class_bind_template_child (widget_class, LkResponseView, size_label);
  gtk_widget_class_bind_template_child (widget_class, LkResponseView, rate_label);
  gtk_widget_class_bind_template_child (widget_class, LkResponseView, view_drop_down);
  gtk_widget_class_bind_template_child (widget_class, LkResponseView, search);
  gtk_widget_class_bind_template_child (widget_class, LkResponseView, stack);
  gtk_widget_class_bind_template_child (widget_class, LkResponseView, table_page);
  gtk_widget_class_bind_template_child (widget_class, LkResponseView, table_bin);
  gtk_widget_class_bind_template_child (widget_class, LkResponseView, transcript_page);
  gtk_widget_class_bind_template_child (widget_class, LkResponseView, transcript_bin);
  gtk_widget_class_bind_template_child (widget_class, LkResponseView, tree_stack);
  gtk_widget_class_bind_template_child (widget_class, LkResponseView, message_page);
  gtk_widget_class_bind_template_child (widget_class, LkResponseView, raw_button);
  gtk_widget_class_bind_template_child (widget_class, LkResponseView, tree_view);
  gtk_widget_class_bind_template_child (widget_class, LkResponseView, raw_page);
  gtk_widget_class_bind_template_child (widget_class, LkResponseView, headers_view);
  gtk_widget_class_bind_template_child (widget_class, LkResponseView, timing_view);
  gtk_widget_class_bind_template_callback (widget_class, view_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, view_changed_cb);
}

static void
lk_response_view_init (LkResponseView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  lk_response_search_set_views (self->search, self->tree_view, self->raw_page);
  g_signal_connect_object (self->search, "notify::open", G_CALLBACK (search_changed_cb), self, G_CONNECT_SWAPPED);
  add_shortcuts (self);

  g_signal_connect_object (self->table_page, "notify::visible", G_CALLBACK (list_views), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->transcript_page, "notify::visible", G_CALLBACK (list_views), self, G_CONNECT_SWAPPED);
  list_views (self);
  gtk_stack_set_visible_child_name (self->stack, "tree");

  self->bindings = g_binding_group_new ();
  g_binding_group_bind (self->bindings, "index-so-far", self->tree_view, "index", G_BINDING_SYNC_CREATE);
  g_binding_group_bind (self->bindings, "index", self->search, "index", G_BINDING_SYNC_CREATE);
  g_binding_group_bind (self->bindings, "exchange", self->headers_view, "exchange", G_BINDING_SYNC_CREATE);
  g_binding_group_bind (self->bindings, "exchange", self->timing_view, "exchange", G_BINDING_SYNC_CREATE);
  self->signals = g_signal_group_new (LK_TYPE_ANSWER);
  g_signal_group_connect_swapped (self->signals, "notify::text", G_CALLBACK (text_changed_cb), self);
  g_signal_group_connect_swapped (self->signals, "notify::state", G_CALLBACK (state_changed_cb), self);
  set_exchange (self, NULL);
}

/**
 * lk_response_view_new:
 *
 * Returns: (transfer floating): an empty view; set its property `exchange`
 */
GtkWidget *
lk_response_view_new (void)
{
  return g_object_new (LK_TYPE_RESPONSE_VIEW, NULL);
}

/**
 * lk_response_view_show_view:
 * @self: a view
 * @name: the name of one of its views, such as `table` or `transcript`
 *
 * Shows a view; does nothing if it is not available.
 */
void
lk_response_view_show_view (LkResponseView *self,
                            const char     *name)
{
  GtkWidget *child;

  g_return_if_fail (LK_IS_RESPONSE_VIEW (self));
  g_return_if_fail (name != NULL);

  child = gtk_stack_get_child_by_name (self->stack, name);
  if (child != NULL && gtk_stack_page_get_visible (gtk_stack_get_page (self->stack, child)))
    gtk_stack_set_visible_child (self->stack, child);
}

/**
 * lk_response_view_save:
 * @self: a view that shows a body
 * @path: (type filename): the file to write, for the user alone to read
 *
 * Saves the body as it was sent, without secrets, and reports the result in a toast.
 */
void
lk_response_view_save (LkResponseView *self,
                       const char     *path)
{
  g_return_if_fail (LK_IS_RESPONSE_VIEW (self));
  g_return_if_fail (path != NULL);
  g_return_if_fail (lk_answer_get_text (self->answer) != NULL);

  lk_save_body_write (GTK_WIDGET (self), path, lk_answer_get_text (self->answer));
}
