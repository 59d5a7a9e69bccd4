/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-response-view.h"

#include <glib/gi18n.h>
#include <gtksourceview/gtksource.h>

#include "lk-json-reader.h"
#include "lk-pill.h"
#include "lk-redact.h"
#include "lk-text.h"

/* What a text view shows and highlights without a pause; the rest is said to be left out. */
#define MAX_SHOWN (1024 * 1024)

struct _LkResponseView
{
  AdwBin parent_instance;

  /* template children */
  GtkWidget *strip;
  LkPill *status_pill;
  GtkLabel *time_label;
  GtkLabel *size_label;
  GtkLabel *rate_label;
  GtkStack *stack;
  GtkStackPage *table_page;
  AdwBin *table_bin;
  GtkStackPage *transcript_page;
  AdwBin *transcript_bin;
  GtkSourceView *body_view;
  GtkLabel *headers_label;

  /* owned */
  LkExchange *exchange;
};

G_DEFINE_FINAL_TYPE (LkResponseView, lk_response_view, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_EXCHANGE,
  PROP_TABLE,
  PROP_TRANSCRIPT,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

/* Redacted before it is shown, for an account's list of tokens holds them whole. */
static char *
make_body_text (LkExchange *exchange)
{
  g_autofree char *text = NULL;
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(JsonNode) node = NULL;

  if (lk_exchange_is_body_dropped (exchange))
    return g_strdup (_("The body of this answer was let go of to save memory. Send the request again to see it."));

  text = lk_redact_response_body (exchange, MAX_SHOWN);
  bytes = g_bytes_new_static (text, strlen (text));
  node = lk_json_parse (bytes, NULL, NULL);

  return node != NULL ? lk_json_to_text (node, TRUE) : g_steal_pointer (&text);
}

static char *
make_headers_text (LkExchange *exchange)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < lk_exchange_get_n_response_headers (exchange); i++)
    {
      LkHeader header = lk_exchange_get_response_header_at (exchange, i);
      g_autofree char *value = lk_redact_header (header.name, header.value);
      g_autofree char *line = g_strdup_printf ("%s: %s", header.name, value);
      g_autofree char *safe = lk_text_neutralise (line, -1, 4096);

      g_string_append_printf (text, "%s\n", safe);
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
show_strip (LkResponseView *self)
{
  const LkExchangeTimes *times = lk_exchange_get_times (self->exchange);
  const char *left = lk_exchange_get_response_header (self->exchange, "X-Rate-Limit-Remaining");
  guint status = lk_exchange_get_status (self->exchange);
  g_autofree char *reason = NULL;
  g_autofree char *status_text = NULL;
  g_autofree char *time_text = times->total >= 0 ? lk_text_duration (times->total) : NULL;
  g_autofree char *size_text = lk_text_size (lk_exchange_get_body_size (self->exchange));

  if (status == 0)
    {
      lk_pill_set (self->status_pill, _("No Answer"), "dialog-error-symbolic", LK_PILL_ERROR);
    }
  else
    {
      gboolean good = status >= 200 && status < 300;

      reason = lk_text_neutralise (lk_exchange_get_reason (self->exchange) != NULL
                                   ? lk_exchange_get_reason (self->exchange) : "", -1, 40);
      status_text = g_strdup_printf ("%u %s", status, reason);
      lk_pill_set (self->status_pill, g_strchomp (status_text),
                   good ? "object-select-symbolic" : "dialog-warning-symbolic",
                   good ? LK_PILL_SUCCESS : LK_PILL_ERROR);
    }

  gtk_label_set_text (self->time_label, time_text != NULL ? time_text : "");
  gtk_label_set_text (self->size_label, size_text);
  gtk_widget_set_visible (GTK_WIDGET (self->rate_label), left != NULL);
  if (left != NULL)
    {
      g_autofree char *safe = lk_text_neutralise (left, -1, 12);
      /* Translators: %s is a number of requests that may still be sent in this minute. */
      g_autofree char *text = g_strdup_printf (_("%s requests left"), safe);

      gtk_label_set_text (self->rate_label, text);
    }
}

static void
update (LkResponseView *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->body_view));
  g_autofree char *body = NULL;
  g_autofree char *headers = NULL;

  gtk_widget_set_visible (self->strip, self->exchange != NULL);
  if (self->exchange == NULL)
    {
      gtk_text_buffer_set_text (buffer, "", -1);
      gtk_label_set_text (self->headers_label, "");
      return;
    }

  show_strip (self);
  body = make_body_text (self->exchange);
  headers = make_headers_text (self->exchange);
  gtk_text_buffer_set_text (buffer, body, -1);
  gtk_label_set_text (self->headers_label, headers);
}

static void
dark_changed_cb (LkResponseView *self)
{
  GtkSourceBuffer *buffer = GTK_SOURCE_BUFFER (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->body_view)));
  gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_default ());
  GtkSourceStyleScheme *scheme;

  scheme = gtk_source_style_scheme_manager_get_scheme (gtk_source_style_scheme_manager_get_default (),
                                                       dark ? "Adwaita-dark" : "Adwaita");
  gtk_source_buffer_set_style_scheme (buffer, scheme);
}

static void
lk_response_view_dispose (GObject *object)
{
  LkResponseView *self = LK_RESPONSE_VIEW (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), LK_TYPE_RESPONSE_VIEW);
  g_clear_object (&self->exchange);

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
      g_value_set_object (value, self->exchange);
      break;

    case PROP_TABLE:
      g_value_set_object (value, adw_bin_get_child (self->table_bin));
      break;

    case PROP_TRANSCRIPT:
      g_value_set_object (value, adw_bin_get_child (self->transcript_bin));
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
      if (g_set_object (&self->exchange, g_value_get_object (value)))
        {
          update (self);
          g_object_notify_by_pspec (object, pspec);
        }
      break;

    case PROP_TABLE:
      table = g_value_get_object (value);
      if (adw_bin_get_child (self->table_bin) != table)
        {
          adw_bin_set_child (self->table_bin, table);
          gtk_stack_page_set_visible (self->table_page, table != NULL);
          gtk_stack_set_visible_child_name (self->stack, table != NULL ? "table" : "body");
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
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (LK_TYPE_PILL);
  g_type_ensure (GTK_SOURCE_TYPE_VIEW);

  gtk_widget_class_set_css_name (widget_class, "responseview");
  gtk_widget_class_set_template_from_resource (widget_class, LK_RESOURCE_BASE "/ui/lk-response-view.ui");
  gtk_widget_class_bind_template_child (widget_class, LkResponseView, strip);
  gtk_widget_class_bind_template_child (widget_class, LkResponseView, status_pill);
  gtk_widget_class_bind_template_child (widget_class, LkResponseView, time_label);
  gtk_widget_class_bind_template_child (widget_class, LkResponseView, size_label);
  gtk_widget_class_bind_template_child (widget_class, LkResponseView, rate_label);
  gtk_widget_class_bind_template_child (widget_class, LkResponseView, stack);
  gtk_widget_class_bind_template_child (widget_class, LkResponseView, table_page);
  gtk_widget_class_bind_template_child (widget_class, LkResponseView, table_bin);
  gtk_widget_class_bind_template_child (widget_class, LkResponseView, transcript_page);
  gtk_widget_class_bind_template_child (widget_class, LkResponseView, transcript_bin);
  gtk_widget_class_bind_template_child (widget_class, LkResponseView, body_view);
  gtk_widget_class_bind_template_child (widget_class, LkResponseView, headers_label);
}

static void
lk_response_view_init (LkResponseView *self)
{
  GtkSourceLanguage *language;

  gtk_widget_init_template (GTK_WIDGET (self));

  language = gtk_source_language_manager_get_language (gtk_source_language_manager_get_default (), "json");
  gtk_source_buffer_set_language (GTK_SOURCE_BUFFER (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->body_view))),
                                  language);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark", G_CALLBACK (dark_changed_cb), self,
                           G_CONNECT_SWAPPED);
  dark_changed_cb (self);
  update (self);
}

/**
 * lk_response_view_new:
 *
 * Returns: (transfer floating): a view with nothing in it; set its property `exchange`
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
 * Brings a view up; nothing when it is not there.
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
