/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-chats-page.h"

#include <glib/gi18n.h>

#include "lk-chat-loader.h"
#include "lk-chat-resource.h"
#include "lk-chats-summary.h"
#include "lk-chats-table.h"
#include "lk-error-card.h"
#include "lk-format.h"
#include "lk-resource-chooser.h"
#include "lk-response-view.h"
#include "lk-save-dialog.h"
#include "lk-transcript-view.h"
#include "lk-ui-util.h"

/* The kind of the last call; a retry repeats it. */
typedef enum
{
  LOAD_FIRST,
  LOAD_NEXT,
  LOAD_ALL,
  LOAD_WHOLE,
} LoadKind;

struct _LkChatsPage
{
  AdwBin parent_instance;

  /* template children */
  LkResourceChooser *chooser;
  GtkWidget *send_button;
  GtkWidget *cancel_button;
  GtkWidget *spinner;
  GtkWidget *more_box;
  GtkProgressBar *progress_bar;
  GtkWidget *state_box;
  GtkLabel *state_label;
  GtkWidget *export_button;
  LkErrorCard *error_card;
  GtkStack *stack;
  LkResponseView *response_view;

  /* owned */
  LkAccount *account;
  LkChatLoader *loader;
  char *last_path;             /* owned, nullable: of the last first page */
  char *whole_id;              /* owned, nullable: of the chat that was last asked for whole */
  GtkWidget *table_box;        /* the summary and the table */
  GtkWidget *summary;          /* not owned: the table box's */
  LkChatsTable *table;
  LkTranscriptView *transcript;

  /* cancelled by Cancel and when the page is unrooted; NULL while nothing runs */
  GCancellable *cancellable;
  /* cancelled when the page is unrooted; NULL while nothing is exported */
  GCancellable *exporting;

  LoadKind kind;               /* of the call that runs, or ran last */
  gboolean has_chats;          /* the answer that is shown holds chats */
  guint tick;                  /* updates the countdown while the loader waits; else 0 */
};

G_DEFINE_FINAL_TYPE (LkChatsPage, lk_chats_page, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_ACCOUNT,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static char *
format_end (LkChatEnd   end,
            const char *loaded,
            guint       n_loaded)
{
  switch (end)
    {
    case LK_CHAT_END_COMPLETE:
      return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s chat in total",
                                           "%s chats in total", n_loaded), loaded);

    case LK_CHAT_END_REPEATED:
      return g_strdup_printf (_("%s chats. The next page returned nothing new"), loaded);

    case LK_CHAT_END_FULL:
      return g_strdup_printf (_("%s chats, the most that are kept in memory. There are more"), loaded);

    case LK_CHAT_END_MORE:
      return g_strdup_printf (_("%s chats loaded, more available"), loaded);

    case LK_CHAT_END_NONE:
    default:
      return NULL;
    }
}

/* The progress, and the countdown while the loader waits. */
static void
show_state (LkChatsPage *self)
{
  guint n_chats = lk_chat_list_get_n (lk_chat_loader_get_list (self->loader));
  guint64 total = lk_chat_loader_get_total (self->loader);
  gint64 resumes = lk_chat_loader_get_resumes (self->loader);
  LkChatEnd end = lk_chat_loader_get_end (self->loader);
  gboolean loading_all = self->cancellable != NULL && self->kind == LOAD_ALL;
  g_autofree char *loaded = lk_format_number (n_chats);
  g_autofree char *all = lk_format_number ((gint64) total);
  g_autofree char *progress = NULL;
  g_autofree char *text = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->progress_bar), loading_all);
  if (loading_all && total > 0)
    gtk_progress_bar_set_fraction (self->progress_bar, (double) n_chats / (double) total);
  else if (loading_all)
    gtk_progress_bar_pulse (self->progress_bar);

  if (end == LK_CHAT_END_MORE && total > 0)
    progress = g_strdup_printf (_("%s of %s chats"), loaded, all);
  else
    progress = format_end (end, loaded, n_chats);

  if (loading_all && resumes > 0)
    {
      gint64 seconds = MAX ((resumes - g_get_monotonic_time ()) / G_USEC_PER_SEC + 1, 1);

      /* Translators: %s is how many chats are loaded, %d a number of seconds. */
      text = g_strdup_printf (_("%s · rate limit reached, continuing in %d s"), progress, (int) seconds);
    }

  gtk_label_set_text (self->state_label, text != NULL ? text : progress != NULL ? progress : "");
  gtk_widget_set_visible (self->state_box, progress != NULL);
}

static gboolean
tick_cb (gpointer data)
{
  show_state (data);

  return G_SOURCE_CONTINUE;
}

static void
show_running (LkChatsPage *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  gboolean running = self->cancellable != NULL;
  gboolean more = lk_chat_loader_get_end (self->loader) == LK_CHAT_END_MORE;
  gboolean waiting = lk_chat_loader_get_resumes (self->loader) > 0;
  guint n_chats = lk_chat_list_get_n (lk_chat_loader_get_list (self->loader));

  gtk_widget_set_visible (self->spinner, running);
  gtk_widget_set_visible (self->send_button, !running);
  gtk_widget_set_visible (self->cancel_button, running);
  gtk_widget_set_visible (self->more_box, n_chats > 0);
  gtk_widget_set_visible (self->export_button, n_chats > 0);
  /* Search results have neither rating nor reply time: there is nothing to summarize. */
  gtk_widget_set_visible (self->summary, n_chats > 0 && !lk_chats_table_has_findings (self->table));
  gtk_button_set_label (GTK_BUTTON (self->cancel_button),
                        running && self->kind == LOAD_ALL ? _("_Stop") : _("_Cancel"));
  gtk_widget_action_set_enabled (widget, "chats.send", !running);
  gtk_widget_action_set_enabled (widget, "chats.cancel", running);
  gtk_widget_action_set_enabled (widget, "chats.next", !running && more);
  gtk_widget_action_set_enabled (widget, "chats.all", !running && more);
  gtk_widget_action_set_enabled (widget, "chats.export", self->exporting == NULL && n_chats > 0);

  if (waiting && self->tick == 0)
    self->tick = g_timeout_add_seconds (1, tick_cb, self);
  else if (!waiting)
    g_clear_handle_id (&self->tick, g_source_remove);
  show_state (self);
}

static void
show_diagnosis (LkChatsPage  *self,
                LkExchange   *exchange,
                const GError *error)
{
  g_autoptr(GPtrArray) diagnoses = lk_account_diagnose (self->account, LK_FLOW_API, exchange, error);

  lk_error_card_show (self->error_card, diagnoses, exchange);
}

/* The table shows all loaded chats, and stays while another answer, such as an agent or an error, is shown. */
static void
show_answer (LkChatsPage *self,
             LkExchange  *exchange,
             gboolean     has_chats)
{
  gboolean has_table = has_chats || lk_chat_list_get_n (lk_chat_loader_get_list (self->loader)) > 0;

  gtk_stack_set_visible_child_name (self->stack, "answer");
  g_object_set (self->response_view,
                "table", has_table ? self->table_box : NULL,
                "transcript", has_table ? GTK_WIDGET (self->transcript) : NULL,
                NULL);
  if (has_chats && !self->has_chats)
    lk_response_view_show_view (self->response_view, "table");
  else if (!has_chats)
    lk_response_view_show_view (self->response_view, "tree");
  self->has_chats = has_chats;
  g_object_set (self->response_view, "exchange", exchange, NULL);
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr(LkChatsPage) self = data;
  g_autoptr(LkExchange) answer = NULL;
  g_autoptr(LkExchange) exchange = NULL;
  g_autoptr(GError) error = NULL;
  gboolean has_chats = FALSE;

  answer = lk_chat_loader_finish (LK_CHAT_LOADER (source), result, &exchange, &has_chats, &error);
  if (self->account == NULL)
    return;

  g_clear_object (&self->cancellable);
  if (answer != NULL)
    {
      gboolean no_chats = has_chats && lk_chat_list_get_n (lk_chat_loader_get_list (self->loader)) == 0 &&
                          lk_chat_loader_get_end (self->loader) != LK_CHAT_END_MORE;

      show_answer (self, answer, has_chats);
      if (self->kind == LOAD_WHOLE)
        lk_chats_table_select (self->table, lk_chat_list_find (lk_chat_loader_get_list (self->loader),
                                                               self->whole_id));
      if (!lk_exchange_is_success (answer) || no_chats)
        show_diagnosis (self, answer, NULL);
    }
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      /* An answer with a good status that is not JSON is shown too. */
      if (exchange != NULL && lk_exchange_is_success (exchange))
        show_answer (self, exchange, FALSE);
      show_diagnosis (self, exchange, error);
    }

  show_running (self);
}

static void
load_whole (LkChatsPage *self)
{
  const char *const values[LK_CHAT_MAX_PARAMETERS] = { self->whole_id };
  g_autofree char *path = lk_chat_resource_make_path (lk_chat_resource_find ("chat"), values, NULL, NULL);

  lk_chat_loader_whole_async (self->loader, path, self->cancellable, loaded_cb, g_object_ref (self));
}

static void
load (LkChatsPage *self,
      LoadKind     kind)
{
  if (self->cancellable != NULL)
    return;

  self->kind = kind;
  self->cancellable = g_cancellable_new ();
  lk_error_card_clear (self->error_card);

  switch (kind)
    {
    case LOAD_NEXT:
      lk_chat_loader_next_async (self->loader, self->cancellable, loaded_cb, g_object_ref (self));
      break;

    case LOAD_ALL:
      lk_chat_loader_all_async (self->loader, self->cancellable, loaded_cb, g_object_ref (self));
      break;

    case LOAD_WHOLE:
      load_whole (self);
      break;

    case LOAD_FIRST:
    default:
      lk_chat_loader_load_async (self->loader, self->last_path, self->cancellable, loaded_cb, g_object_ref (self));
      break;
    }

  show_running (self);
}

static void
load_path (LkChatsPage *self,
           const char  *path)
{
  if (self->cancellable != NULL)
    return;

  g_free (self->last_path);
  self->last_path = g_strdup (path);
  load (self, LOAD_FIRST);
}

static void
send_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  LkChatsPage *self = LK_CHATS_PAGE (widget);
  g_autofree char *path = lk_resource_chooser_dup_path (self->chooser);

  if (path != NULL)
    load_path (self, path);
}

static void
chooser_activated_cb (LkChatsPage *self)
{
  g_assert (LK_IS_CHATS_PAGE (self));

  send_action (GTK_WIDGET (self), "chats.send", NULL);
}

static void
cancel_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  g_cancellable_cancel (LK_CHATS_PAGE (widget)->cancellable);
}

static void
next_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  load (LK_CHATS_PAGE (widget), LOAD_NEXT);
}

static void
all_action (GtkWidget  *widget,
            const char *name,
            GVariant   *parameter)
{
  load (LK_CHATS_PAGE (widget), LOAD_ALL);
}

static void
retry_cb (LkChatsPage *self)
{
  g_assert (LK_IS_CHATS_PAGE (self));

  if (self->last_path != NULL)
    load (self, self->kind);
}

static void
exported_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      data)
{
  g_autoptr(LkChatsPage) self = data;
  g_autoptr(GError) error = NULL;
  gboolean exported = lk_chat_export_finish (result, &error);

  if (self->account == NULL)
    return;

  g_clear_object (&self->exporting);
  show_running (self);
  if (exported)
    lk_ui_show_toast (GTK_WIDGET (self), _("Chats exported"));
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    lk_ui_show_toast (GTK_WIDGET (self), error->message);
}

static void
asked_where_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      data)
{
  LkChatsPage *self = LK_CHATS_PAGE (source);
  g_autoptr(GError) error = NULL;
  g_autofree char *path = lk_save_dialog_ask_finish (GTK_WIDGET (self), result, &error);

  if (self->account == NULL)
    return;

  if (path != NULL)
    lk_chats_page_export (self, GPOINTER_TO_INT (data), path);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    lk_ui_show_toast (GTK_WIDGET (self), error->message);
}

static void
export_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  gboolean csv = g_str_equal (g_variant_get_string (parameter, NULL), "csv");

  lk_save_dialog_ask_async (widget, _("Export the Loaded Chats"), csv ? _("chats.csv") : _("chats.jsonl"), NULL,
                            asked_where_cb, GINT_TO_POINTER (csv ? LK_CHAT_FORMAT_CSV : LK_CHAT_FORMAT_JSON_LINES));
}

static void
selected_cb (LkChatsPage *self)
{
  g_assert (LK_IS_CHATS_PAGE (self));

  lk_transcript_view_set_chat (self->transcript, lk_chats_table_get_selected (self->table));
}

static void
open_cb (LkChatsPage *self)
{
  g_assert (LK_IS_CHATS_PAGE (self));

  lk_response_view_show_view (self->response_view, "transcript");
}

/* Search results hold the beginning of a chat: load it by its id, and keep the other results. */
static void
load_chat_cb (LkChatsPage *self,
              const char  *id)
{
  g_assert (LK_IS_CHATS_PAGE (self));

  if (self->cancellable != NULL)
    return;

  g_free (self->whole_id);
  self->whole_id = g_strdup (id);
  load (self, LOAD_WHOLE);
}

static void
make_views (LkChatsPage *self)
{
  GListModel *chats = G_LIST_MODEL (lk_chat_loader_get_list (self->loader));

  self->table_box = g_object_ref_sink (gtk_box_new (GTK_ORIENTATION_VERTICAL, 12));
  self->table = LK_CHATS_TABLE (lk_chats_table_new (chats));
  self->transcript = LK_TRANSCRIPT_VIEW (g_object_ref_sink (lk_transcript_view_new ()));
  gtk_widget_set_vexpand (GTK_WIDGET (self->table), TRUE);
  self->summary = lk_chats_summary_new (chats);
  gtk_box_append (GTK_BOX (self->table_box), self->summary);
  gtk_box_append (GTK_BOX (self->table_box), GTK_WIDGET (self->table));

  g_signal_connect_object (self->table, "notify::selected", G_CALLBACK (selected_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->table, "open", G_CALLBACK (open_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->transcript, "load", G_CALLBACK (load_chat_cb), self, G_CONNECT_SWAPPED);
}

static void
lk_chats_page_constructed (GObject *object)
{
  LkChatsPage *self = LK_CHATS_PAGE (object);

  G_OBJECT_CLASS (lk_chats_page_parent_class)->constructed (object);

  self->loader = lk_chat_loader_new (lk_account_get_service (self->account));
  make_views (self);
  g_signal_connect_object (self->loader, "notify::resumes", G_CALLBACK (show_running), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (lk_chat_loader_get_list (self->loader), "items-changed", G_CALLBACK (show_running), self,
                           G_CONNECT_SWAPPED);
  show_running (self);
}

/* The running call holds a reference to the page: cancel it, so that the page can be finalized. */
static void
lk_chats_page_unroot (GtkWidget *widget)
{
  LkChatsPage *self = LK_CHATS_PAGE (widget);

  g_cancellable_cancel (self->cancellable);
  g_cancellable_cancel (self->exporting);

  GTK_WIDGET_CLASS (lk_chats_page_parent_class)->unroot (widget);
}

static void
lk_chats_page_dispose (GObject *object)
{
  LkChatsPage *self = LK_CHATS_PAGE (object);

  g_clear_handle_id (&self->tick, g_source_remove);
  gtk_widget_dispose_template (GTK_WIDGET (self), LK_TYPE_CHATS_PAGE);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->exporting);
  g_clear_object (&self->table_box);
  g_clear_object (&self->transcript);
  g_clear_object (&self->loader);
  g_clear_object (&self->account);
  g_clear_pointer (&self->last_path, g_free);
  g_clear_pointer (&self->whole_id, g_free);

  G_OBJECT_CLASS (lk_chats_page_parent_class)->dispose (object);
}

static void
lk_chats_page_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_ACCOUNT:
      g_value_set_object (value, LK_CHATS_PAGE (object)->account);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lk_chats_page_set_property (GObject      *object,
                            guint         prop_id,
                            const GValue *value,
                            GParamSpec   *pspec)
{
  switch (prop_id)
    {
    case PROP_ACCOUNT:
      LK_CHATS_PAGE (object)->account = g_value_dup_object (value);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lk_chats_page_class_init (LkChatsPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = lk_chats_page_constructed;
  object_class->dispose = lk_chats_page_dispose;
  object_class->get_property = lk_chats_page_get_property;
  object_class->set_property = lk_chats_page_set_property;
  widget_class->unroot = lk_chats_page_unroot;

  properties[PROP_ACCOUNT] = g_param_spec_object ("account", NULL, NULL, LK_TYPE_ACCOUNT,
                                                  G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_install_action (widget_class, "chats.send", NULL, send_action);
  gtk_widget_class_install_action (widget_class, "chats.cancel", NULL, cancel_action);
  gtk_widget_class_install_action (widget_class, "chats.next", NULL, next_action);
  gtk_widget_class_install_action (widget_class, "chats.all", NULL, all_action);
  gtk_widget_class_install_action (widget_class, "chats.export", "s", export_action);

  g_type_ensure (LK_TYPE_ERROR_CARD);
  g_type_ensure (LK_TYPE_RESOURCE_CHOOSER);
  g_type_ensure (LK_TYPE_RESPONSE_VIEW);

  gtk_widget_class_set_css_name (widget_class, "chatspage");
  gtk_widget_class_set_template_from_resource (widget_class, LK_RESOURCE_BASE "/ui/lk-chats-page.ui");
  gtk_widget_class_bind_template_child (widget_class, LkChatsPage, chooser);
  gtk_widget_class_bind_template_child (widget_class, LkChatsPage, send_button);
  gtk_widget_class_bind_template_child (widget_class, LkChatsPage, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, LkChatsPage, spinner);
  gtk_widget_class_bind_template_child (widget_class, LkChatsPage, more_box);
  gtk_widget_class_bind_template_child (widget_class, LkChatsPage, progress_bar);
  gtk_widget_class_bind_template_child (widget_class, LkChatsPage, state_box);
  gtk_widget_class_bind_template_child (widget_class, LkChatsPage, state_label);
  gtk_widget_class_bind_template_child (widget_class, LkChatsPage, export_button);
  gtk_widget_class_bind_template_child (widget_class, LkChatsPage, error_card);
  gtk_widget_class_bind_template_child (widget_class, LkChatsPage, stack);
  gtk_widget_class_bind_template_child (widget_class, LkChatsPage, response_view);
  gtk_widget_class_bind_template_callback (widget_class, chooser_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, retry_cb);
}

static void
lk_chats_page_init (LkChatsPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * lk_chats_page_new:
 * @account: the account whose chats are shown
 *
 * Returns: (transfer floating): a page that sends nothing by itself
 */
GtkWidget *
lk_chats_page_new (LkAccount *account)
{
  return g_object_new (LK_TYPE_CHATS_PAGE, "account", account, NULL);
}

/**
 * lk_chats_page_send_path:
 * @self: a chats page
 * @path: a path below the REST base
 *
 * Sends GET @path at once, as “Any GET Path” does; does nothing while another request runs.
 */
void
lk_chats_page_send_path (LkChatsPage *self,
                         const char  *path)
{
  g_return_if_fail (LK_IS_CHATS_PAGE (self));
  g_return_if_fail (path != NULL);

  lk_resource_chooser_set (self->chooser, "path", path);
  load_path (self, path);
}

/**
 * lk_chats_page_export:
 * @self: a chats page
 * @format: how
 * @path: (type filename): the file to write
 *
 * Writes the loaded chats and reports the result in a toast; does nothing while another export runs.
 */
void
lk_chats_page_export (LkChatsPage  *self,
                      LkChatFormat  format,
                      const char   *path)
{
  g_autoptr(GPtrArray) chats = NULL;

  g_return_if_fail (LK_IS_CHATS_PAGE (self));
  g_return_if_fail (path != NULL);

  if (self->exporting != NULL)
    return;

  chats = lk_chat_list_dup_chats (lk_chat_loader_get_list (self->loader));
  self->exporting = g_cancellable_new ();
  lk_chat_export_async (chats, format, path, self->exporting, exported_cb, g_object_ref (self));
  show_running (self);
}
