/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-activity-row.h"

#include <glib/gi18n.h>

#include "lk-format.h"
#include "lk-pill.h"
#include "lk-redact.h"
#include "lk-text.h"

#define MAX_URL 300

struct _LkActivityRow
{
  AdwBin parent_instance;

  /* not owned: the widget tree's */
  GtkLabel *title_label;
  GtkLabel *url_label;
  GtkLabel *when_label;
  LkPill *pill;

  LkExchange *exchange;   /* owned, nullable */
};

G_DEFINE_FINAL_TYPE (LkActivityRow, lk_activity_row, ADW_TYPE_BIN)

/**
 * lk_activity_state_of:
 * @exchange: an exchange
 *
 * An answer that broke off has failed, whatever its status.
 *
 * Returns: its outcome
 */
LkActivityState
lk_activity_state_of (LkExchange *exchange)
{
  guint status;
  const GError *error;

  g_return_val_if_fail (LK_IS_EXCHANGE (exchange), LK_ACTIVITY_STATE_RUNNING);

  status = lk_exchange_get_status (exchange);
  error = lk_exchange_get_error (exchange);
  if (!lk_exchange_is_done (exchange))
    return LK_ACTIVITY_STATE_RUNNING;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return LK_ACTIVITY_STATE_CANCELLED;

  return error == NULL && status > 0 && status < 400 ? LK_ACTIVITY_STATE_WORKED : LK_ACTIVITY_STATE_FAILED;
}

static void
show_pill (LkActivityRow *self)
{
  guint status = lk_exchange_get_status (self->exchange);
  g_autofree char *text = status > 0 ? g_strdup_printf ("%u", status) : g_strdup (_("No Answer"));

  switch (lk_activity_state_of (self->exchange))
    {
    case LK_ACTIVITY_STATE_RUNNING:
      lk_pill_set (self->pill, _("Running"), "content-loading-symbolic", LK_PILL_NEUTRAL);
      break;

    case LK_ACTIVITY_STATE_CANCELLED:
      lk_pill_set (self->pill, _("Cancelled"), "process-stop-symbolic", LK_PILL_NEUTRAL);
      break;

    case LK_ACTIVITY_STATE_WORKED:
      lk_pill_set (self->pill, text, "object-select-symbolic", LK_PILL_SUCCESS);
      break;

    case LK_ACTIVITY_STATE_FAILED:
    default:
      lk_pill_set (self->pill, text, status > 0 ? "dialog-warning-symbolic" : "dialog-error-symbolic", LK_PILL_ERROR);
      break;
    }
}

/* Exchanges may be days old. */
static char *
format_start (gint64 started)
{
  g_autoptr(GDateTime) date = g_date_time_new_from_unix_local (started / G_USEC_PER_SEC);
  g_autoptr(GDateTime) now = g_date_time_new_now_local ();
  gboolean is_today = g_date_time_get_year (date) == g_date_time_get_year (now) &&
                      g_date_time_get_day_of_year (date) == g_date_time_get_day_of_year (now);

  return is_today ? lk_format_time_of_day (date) : lk_format_stamp (date);
}

static void
update (LkActivityRow *self)
{
  const LkExchangeTimes *times = lk_exchange_get_times (self->exchange);
  const char *label = lk_exchange_get_label (self->exchange);
  const char *name = lk_exchange_get_connection_name (self->exchange);
  const GError *error = lk_exchange_get_error (self->exchange);
  g_autofree char *redacted = lk_redact_url (lk_exchange_get_url (self->exchange));
  g_autofree char *url = lk_text_sanitize (redacted, -1, MAX_URL);
  g_autofree char *line = g_strdup_printf ("%s %s", lk_exchange_get_method (self->exchange), url);
  g_autoptr(GString) when = g_string_new (name);

  if (times->started > 0)
    {
      g_autofree char *start = format_start (times->started);

      g_string_append_printf (when, "%s%s", when->len > 0 ? " · " : "", start);
    }
  if (lk_exchange_is_done (self->exchange) && lk_exchange_get_body_size (self->exchange) > 0)
    {
      g_autofree char *size = g_format_size (lk_exchange_get_body_size (self->exchange));

      g_string_append_printf (when, " · %s", size);
    }
  if (lk_exchange_is_body_dropped (self->exchange))
    g_string_append_printf (when, " · %s", _("body dropped"));
  if (lk_activity_state_of (self->exchange) == LK_ACTIVITY_STATE_FAILED && error != NULL)
    {
      g_autofree char *clean = lk_redact_text (error->message);
      g_autofree char *message = lk_text_sanitize (clean, -1, MAX_URL);

      g_string_append_printf (when, " · %s", message);
    }

  gtk_label_set_text (self->title_label, label != NULL ? label : _("Request"));
  gtk_label_set_text (self->url_label, line);
  gtk_label_set_text (self->when_label, when->str);
  show_pill (self);
}

/* Tooltips are made on demand: setting one asks the display server for the pointer, for every row. */
static gboolean
query_tooltip_cb (GtkLabel   *label,
                  int         x,
                  int         y,
                  gboolean    keyboard,
                  GtkTooltip *tooltip)
{
  gtk_tooltip_set_text (tooltip, gtk_label_get_text (label));

  return TRUE;
}

static GtkLabel *
append_label (GtkWidget  *box,
              const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, css_class);
  gtk_box_append (GTK_BOX (box), label);

  return GTK_LABEL (label);
}

static void
lk_activity_row_dispose (GObject *object)
{
  LkActivityRow *self = LK_ACTIVITY_ROW (object);

  if (self->exchange != NULL)
    g_signal_handlers_disconnect_by_data (self->exchange, self);
  g_clear_object (&self->exchange);

  G_OBJECT_CLASS (lk_activity_row_parent_class)->dispose (object);
}

static void
lk_activity_row_class_init (LkActivityRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = lk_activity_row_dispose;

  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "activityrow");
}

static void
lk_activity_row_init (LkActivityRow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_widget_set_hexpand (words, TRUE);
  gtk_widget_set_margin_top (box, 6);
  gtk_widget_set_margin_bottom (box, 6);
  gtk_widget_set_margin_start (box, 8);
  gtk_widget_set_margin_end (box, 8);
  self->title_label = append_label (words, "heading");
  self->url_label = append_label (words, "caption");
  gtk_widget_set_has_tooltip (GTK_WIDGET (self->url_label), TRUE);
  g_signal_connect (self->url_label, "query-tooltip", G_CALLBACK (query_tooltip_cb), NULL);
  self->when_label = append_label (words, "dim-label");
  gtk_widget_add_css_class (GTK_WIDGET (self->when_label), "caption");
  self->pill = LK_PILL (lk_pill_new ("", "content-loading-symbolic", LK_PILL_NEUTRAL));
  gtk_widget_set_valign (GTK_WIDGET (self->pill), GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), words);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->pill));
  adw_bin_set_child (ADW_BIN (self), box);
}

/**
 * lk_activity_row_new:
 *
 * Returns: (transfer floating): an empty row
 */
GtkWidget *
lk_activity_row_new (void)
{
  return g_object_new (LK_TYPE_ACTIVITY_ROW, NULL);
}

/**
 * lk_activity_row_set_exchange:
 * @self: a row
 * @exchange: (nullable): the exchange to show; the row follows it until it is finished
 */
void
lk_activity_row_set_exchange (LkActivityRow *self,
                              LkExchange    *exchange)
{
  g_return_if_fail (LK_IS_ACTIVITY_ROW (self));
  g_return_if_fail (exchange == NULL || LK_IS_EXCHANGE (exchange));

  if (self->exchange != NULL)
    g_signal_handlers_disconnect_by_data (self->exchange, self);
  g_set_object (&self->exchange, exchange);
  if (exchange == NULL)
    return;

  g_signal_connect_object (exchange, "notify::done", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (exchange, "notify::body-dropped", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}
