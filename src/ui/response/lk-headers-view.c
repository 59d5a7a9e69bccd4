/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-headers-view.h"

#include <glib/gi18n.h>

#include "lk-clipboard.h"
#include "lk-redact.h"
#include "lk-text.h"
#include "lk-ui-util.h"

/* Characters of a name and of a value; servers send no more than that of anything that is read. */
#define MAX_NAME 200
#define MAX_VALUE 16384

/* Rows of either list: a server that sends more means no good. */
#define MAX_ROWS 200

struct _LkHeadersView
{
  AdwBin parent_instance;

  /* children */
  GtkWidget *box;
};

G_DEFINE_FINAL_TYPE (LkHeadersView, lk_headers_view, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_EXCHANGE,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static void
copy_cb (GtkButton *button)
{
  lk_clipboard_copy_text (GTK_WIDGET (button), g_object_get_data (G_OBJECT (button), "text"), _("Header copied"));
}

static void
copy_all_cb (GtkButton *button)
{
  lk_clipboard_copy_text (GTK_WIDGET (button), g_object_get_data (G_OBJECT (button), "text"), _("Headers copied"));
}

static GtkWidget *
make_copy_button (const char *name,
                  char       *text,
                  GCallback   callback)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("edit-copy-symbolic");

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, name);
  lk_ui_name_control (button, name, NULL);
  g_object_set_data_full (G_OBJECT (button), "text", text, g_free);
  g_signal_connect (button, "clicked", callback, NULL);

  return button;
}

static GtkWidget *
make_row (const char *name,
          const char *value)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *safe_name = lk_text_sanitize (name, -1, MAX_NAME);
  g_autofree char *safe_value = lk_text_sanitize (value, -1, MAX_VALUE);
  g_autofree char *label = g_strdup_printf (_("Copy %s"), safe_name);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), safe_name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), safe_value);
  adw_action_row_add_suffix (
      ADW_ACTION_ROW (row),
      make_copy_button (label, g_strdup_printf ("%s: %s", safe_name, safe_value), G_CALLBACK (copy_cb)));

  return row;
}

static void
add_group (LkHeadersView *self,
           LkExchange    *exchange,
           gboolean       of_answer)
{
  GtkWidget *group = adw_preferences_group_new ();
  g_autoptr(GString) all = g_string_new (NULL);
  guint n = of_answer ? lk_exchange_get_n_response_headers (exchange) : lk_exchange_get_n_request_headers (exchange);

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), of_answer ? _("Answer") : _("Request"));
  for (guint i = 0; i < MIN (n, MAX_ROWS); i++)
    {
      LkHeader header = of_answer ? lk_exchange_get_response_header_at (exchange, i)
                                  : lk_exchange_get_request_header_at (exchange, i);
      g_autofree char *value =
          of_answer ? lk_redact_response_header (exchange, header) : lk_redact_header (header.name, header.value);

      adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), make_row (header.name, value));
      g_string_append_printf (all, "%s: %s\n", header.name, value);
    }

  if (n == 0)
    adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (group), _("None"));
  else
    adw_preferences_group_set_header_suffix (
        ADW_PREFERENCES_GROUP (group),
        make_copy_button (of_answer ? _("Copy all headers of the answer")
                                    : _("Copy all headers of the request"),
                                        g_utf8_make_valid (all->str, (gssize) all->len), G_CALLBACK (copy_all_cb)));
  gtk_box_append (GTK_BOX (self->box), group);
}

static void
set_exchange (LkHeadersView *self,
              LkExchange    *exchange)
{
  lk_ui_remove_all (self->box);
  if (exchange == NULL)
    return;

  add_group (self, exchange, TRUE);
  add_group (self, exchange, FALSE);
}

static void
lk_headers_view_set_property (GObject      *object,
                              guint         prop_id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  switch (prop_id)
    {
    case PROP_EXCHANGE:
      set_exchange (LK_HEADERS_VIEW (object), g_value_get_object (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lk_headers_view_class_init (LkHeadersViewClass *klass)
{
  G_OBJECT_CLASS (klass)->set_property = lk_headers_view_set_property;
  properties[PROP_EXCHANGE] = g_param_spec_object ("exchange", NULL, NULL, LK_TYPE_EXCHANGE,
                                                   G_PARAM_WRITABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (G_OBJECT_CLASS (klass), N_PROPS, properties);

  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "headersview");
}

static void
lk_headers_view_init (LkHeadersView *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 24);
  gtk_widget_set_margin_start (self->box, 2);
  gtk_widget_set_margin_end (self->box, 2);
  gtk_widget_set_margin_bottom (self->box, 12);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), self->box);
  adw_bin_set_child (ADW_BIN (self), scrolled);
}
