/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-timing-view.h"

#include <glib/gi18n.h>

#include "lk-format.h"
#include "lk-ui-util.h"

/* The bar of one step: the share of the whole before, in and after it. */
#define LK_TYPE_TIMING_BAR (lk_timing_bar_get_type ())
G_DECLARE_FINAL_TYPE (LkTimingBar, lk_timing_bar, LK, TIMING_BAR, GtkWidget)

struct _LkTimingBar
{
  GtkWidget parent_instance;

  /* owned */
  GtkWidget *segment;

  double start; /* shares of the whole, 0 to 1 */
  double length;
};

G_DEFINE_FINAL_TYPE (LkTimingBar, lk_timing_bar, GTK_TYPE_WIDGET)

struct _LkTimingView
{
  AdwBin parent_instance;

  /* children */
  GtkWidget *box;
};

G_DEFINE_FINAL_TYPE (LkTimingView, lk_timing_view, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_EXCHANGE,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static void
lk_timing_bar_measure (GtkWidget      *widget,
                       GtkOrientation  orientation,
                       int             for_size,
                       int            *minimum,
                       int            *natural,
                       int            *minimum_baseline,
                       int            *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? 60 : 12;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 200 : 12;
}

/* The shortest step is still visible. */
static void
lk_timing_bar_size_allocate (GtkWidget *widget,
                             int        width,
                             int        height,
                             int        baseline)
{
  LkTimingBar *self = LK_TIMING_BAR (widget);
  int length = CLAMP ((int) (self->length * width), 3, width);
  int start = CLAMP ((int) (self->start * width), 0, width - length);

  if (gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL)
    start = width - start - length;

  gtk_widget_size_allocate (self->segment, &(GtkAllocation) { start, 0, length, height }, -1);
}

static void
lk_timing_bar_dispose (GObject *object)
{
  g_clear_pointer (&LK_TIMING_BAR (object)->segment, gtk_widget_unparent);

  G_OBJECT_CLASS (lk_timing_bar_parent_class)->dispose (object);
}

static void
lk_timing_bar_class_init (LkTimingBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lk_timing_bar_dispose;
  widget_class->measure = lk_timing_bar_measure;
  widget_class->size_allocate = lk_timing_bar_size_allocate;

  gtk_widget_class_set_css_name (widget_class, "timingbar");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
lk_timing_bar_init (LkTimingBar *self)
{
  self->segment = adw_bin_new ();
  gtk_widget_add_css_class (self->segment, "timing-segment");
  gtk_widget_set_parent (self->segment, GTK_WIDGET (self));
}

/* The labels say the same to assistive technologies. */
static void
add_step (LkTimingView *self,
          const char   *name,
          gint64        start,
          gint64        length,
          gint64        total)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *name_label = lk_ui_label_new (name, NULL);
  LkTimingBar *bar = g_object_new (LK_TYPE_TIMING_BAR, NULL);
  g_autofree char *duration = lk_format_elapsed (length);
  GtkWidget *figure = lk_ui_label_new (duration, "figures");

  bar->start = (double) start / (double) MAX (total, 1);
  bar->length = (double) length / (double) MAX (total, 1);
  gtk_label_set_width_chars (GTK_LABEL (name_label), 14);
  gtk_label_set_max_width_chars (GTK_LABEL (name_label), 14);
  gtk_widget_set_hexpand (GTK_WIDGET (bar), TRUE);
  gtk_widget_set_valign (GTK_WIDGET (bar), GTK_ALIGN_CENTER);
  gtk_label_set_width_chars (GTK_LABEL (figure), 8);
  gtk_label_set_xalign (GTK_LABEL (figure), 1);

  gtk_box_append (GTK_BOX (row), name_label);
  gtk_box_append (GTK_BOX (row), GTK_WIDGET (bar));
  gtk_box_append (GTK_BOX (row), figure);
  gtk_box_append (GTK_BOX (self->box), row);
}

static void
add_note (LkTimingView *self,
          const char   *text)
{
  gtk_box_append (GTK_BOX (self->box), lk_ui_label_new (text, "dim-label"));
}

/* Shows the steps in order, each from where the one before it ended. Sending the request is not measured: it is what
 * is missing before the wait. */
static void
set_exchange (LkTimingView *self,
              LkExchange   *exchange)
{
  const LkExchangeTimes *times;
  const char *const names[] = { _("Name look-up"), _("Connect"), _("TLS"), _("Wait"), _("Receive") };
  gint64 lengths[G_N_ELEMENTS (names)];
  gint64 known = 0;
  gint64 at = 0;

  lk_ui_remove_all (self->box);
  if (exchange == NULL)
    return;

  times = lk_exchange_get_times (exchange);
  if (times->total < 0)
    {
      add_note (self, _("No times are known of this request."));
      return;
    }

  lengths[0] = times->dns;
  lengths[1] = times->connect;
  lengths[2] = times->tls;
  lengths[3] = times->wait;
  lengths[4] = times->receive;
  for (guint i = 0; i < G_N_ELEMENTS (lengths); i++)
    known += MAX (lengths[i], 0);

  for (guint i = 0; i < G_N_ELEMENTS (lengths); i++)
    {
      if (i == 3)
        at += MAX (times->total - known, 0);
      if (lengths[i] < 0)
        continue;

      add_step (self, names[i], at, lengths[i], times->total);
      at += lengths[i];
    }

  add_step (self, _("Total"), 0, times->total, times->total);
  if (times->connect < 0)
    add_note (self, _("Reused the connection of an earlier request."));

  if (times->started > 0)
    {
      g_autofree char *when = lk_format_date_time (times->started / G_USEC_PER_SEC);
      g_autofree char *text = g_strdup_printf (_("Sent %s"), when);

      add_note (self, text);
    }
}

static void
lk_timing_view_set_property (GObject      *object,
                             guint         prop_id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  switch (prop_id)
    {
    case PROP_EXCHANGE:
      set_exchange (LK_TIMING_VIEW (object), g_value_get_object (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lk_timing_view_class_init (LkTimingViewClass *klass)
{
  G_OBJECT_CLASS (klass)->set_property = lk_timing_view_set_property;
  properties[PROP_EXCHANGE] = g_param_spec_object ("exchange", NULL, NULL, LK_TYPE_EXCHANGE,
                                                   G_PARAM_WRITABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (G_OBJECT_CLASS (klass), N_PROPS, properties);

  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "timingview");
}

static void
lk_timing_view_init (LkTimingView *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  gtk_widget_set_margin_start (self->box, 12);
  gtk_widget_set_margin_end (self->box, 12);
  gtk_widget_set_margin_top (self->box, 12);
  gtk_widget_set_margin_bottom (self->box, 12);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), self->box);
  adw_bin_set_child (ADW_BIN (self), scrolled);
}
