/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-headers-view.h"

#include <glib/gi18n.h>
#include <string.h>

#include "lk-clipboard.h"
#include "lk-redact.h"
#include "lk-text.h"
#include "lk-ui-util.h"

/* Characters of a name and of a value that are shown. */
#define MAX_NAME 200
#define MAX_VALUE 16384

/* Rows of the request and of the answer. */
#define MAX_ROWS 200

/* Characters of the column of names, at most; longer names wrap. */
#define MAX_NAME_CHARS 18

struct _LkHeadersView
{
  AdwBin parent_instance;

  /* children */
  GtkWidget *box;

  LkExchange *exchange; /* owned, nullable */
  gboolean is_built;    /* the box holds the rows of the exchange */
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

/* Takes (transfer full) the text. */
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
          const char *value,
          int         name_chars)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  g_autofree char *safe_name = lk_text_sanitize (name, -1, MAX_NAME);
  g_autofree char *safe_value = lk_text_sanitize (value, -1, MAX_VALUE);
  g_autofree char *copy = g_strdup_printf (_("Copy %s"), safe_name);
  g_autofree char *line = g_strdup_printf ("%s: %s", safe_name, safe_value);
  GtkWidget *name_label = lk_ui_label_new (safe_name, "heading");
  GtkWidget *value_label = lk_ui_label_new (safe_value, "figures");

  gtk_label_set_width_chars (GTK_LABEL (name_label), name_chars);
  gtk_label_set_max_width_chars (GTK_LABEL (name_label), name_chars);
  gtk_widget_set_hexpand (value_label, TRUE);

  gtk_box_append (GTK_BOX (box), name_label);
  gtk_box_append (GTK_BOX (box), value_label);
  gtk_box_append (GTK_BOX (box), make_copy_button (copy, g_strdup (line), G_CALLBACK (copy_cb)));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  lk_ui_name_control (row, line, NULL);

  return row;
}

static GtkWidget *
make_heading (const char *title,
              GtkWidget  *button)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *label = lk_ui_label_new (title, "heading");

  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (box), label);
  if (button != NULL)
    gtk_box_append (GTK_BOX (box), button);

  return box;
}

static guint
count_headers (LkExchange *exchange,
               gboolean    of_answer)
{
  guint n = of_answer ? lk_exchange_get_n_response_headers (exchange) : lk_exchange_get_n_request_headers (exchange);

  return MIN (n, MAX_ROWS);
}

static LkHeader
get_header (LkExchange *exchange,
            gboolean    of_answer,
            guint       i)
{
  return of_answer ? lk_exchange_get_response_header_at (exchange, i) : lk_exchange_get_request_header_at (exchange, i);
}

static int
find_longest_name (LkExchange *exchange,
                   gboolean    of_answer)
{
  glong longest = 0;

  for (guint i = 0; i < count_headers (exchange, of_answer); i++)
    longest = MAX (longest, (glong) strlen (get_header (exchange, of_answer, i).name));

  return (int) MIN (longest, MAX_NAME_CHARS);
}

static void
add_group (LkHeadersView *self,
           gboolean       of_answer,
           int            name_chars)
{
  LkExchange *exchange = self->exchange;
  GtkWidget *list = gtk_list_box_new ();
  GtkWidget *button = NULL;
  g_autoptr(GString) all = g_string_new (NULL);
  guint n = count_headers (exchange, of_answer);

  for (guint i = 0; i < n; i++)
    {
      LkHeader header = get_header (exchange, of_answer, i);
      g_autofree char *value = lk_redact_header (header.name, header.value);

      gtk_list_box_append (GTK_LIST_BOX (list), make_row (header.name, value, name_chars));
      g_string_append_printf (all, "%s: %s\n", header.name, value);
    }

  if (n > 0)
    button = make_copy_button (of_answer ? _("Copy all headers of the answer")
                                         : _("Copy all headers of the request"),
                               g_utf8_make_valid (all->str, (gssize) all->len), G_CALLBACK (copy_all_cb));
  gtk_box_append (GTK_BOX (self->box), make_heading (of_answer ? _("Answer") : _("Request"), button));

  gtk_list_box_set_placeholder (GTK_LIST_BOX (list), lk_ui_label_new (_("None"), "dim-label"));
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_widget_add_css_class (list, "dense-list");
  lk_ui_name_control (list, of_answer ? _("Headers of the answer") : _("Headers of the request"), NULL);
  gtk_box_append (GTK_BOX (self->box), list);
}

/* Only when the view is visible: most answers are looked at in other views. */
static void
build_if_visible (LkHeadersView *self)
{
  int name_chars;

  if (self->is_built || self->exchange == NULL || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;

  name_chars = MAX (find_longest_name (self->exchange, TRUE), find_longest_name (self->exchange, FALSE));
  add_group (self, TRUE, name_chars);
  add_group (self, FALSE, name_chars);
  self->is_built = TRUE;
}

static void
lk_headers_view_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (lk_headers_view_parent_class)->map (widget);

  build_if_visible (LK_HEADERS_VIEW (widget));
}

static void
lk_headers_view_set_property (GObject      *object,
                              guint         prop_id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  LkHeadersView *self = LK_HEADERS_VIEW (object);

  switch (prop_id)
    {
    case PROP_EXCHANGE:
      if (g_set_object (&self->exchange, g_value_get_object (value)))
        {
          lk_ui_remove_all (self->box);
          self->is_built = FALSE;
          build_if_visible (self);
        }
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lk_headers_view_dispose (GObject *object)
{
  g_clear_object (&LK_HEADERS_VIEW (object)->exchange);

  G_OBJECT_CLASS (lk_headers_view_parent_class)->dispose (object);
}

static void
lk_headers_view_class_init (LkHeadersViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = lk_headers_view_dispose;
  object_class->set_property = lk_headers_view_set_property;
  widget_class->map = lk_headers_view_map;

  properties[PROP_EXCHANGE] = g_param_spec_object ("exchange", NULL, NULL, LK_TYPE_EXCHANGE,
                                                   G_PARAM_WRITABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_css_name (widget_class, "headersview");
}

static void
lk_headers_view_init (LkHeadersView *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_widget_set_margin_start (self->box, 2);
  gtk_widget_set_margin_end (self->box, 2);
  gtk_widget_set_margin_bottom (self->box, 12);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), self->box);
  adw_bin_set_child (ADW_BIN (self), scrolled);
}
