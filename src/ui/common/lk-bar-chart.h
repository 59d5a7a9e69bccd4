/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkBarChart: vertical bars, each with a part in a second colour of the theme. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef struct
{
  char *label;       /* owned: its label */
  guint value;
  guint part;        /* part of the value, drawn at the foot in the second colour */
} LkChartBar;

#define LK_TYPE_BAR_CHART (lk_bar_chart_get_type ())
G_DECLARE_FINAL_TYPE (LkBarChart, lk_bar_chart, LK, BAR_CHART, GtkWidget)

LkChartBar *lk_chart_bar_new          (char       *label,
                                       guint       value,
                                       guint       part);
void        lk_bar_chart_set_bars     (LkBarChart *self,
                                       GPtrArray  *bars);
char       *lk_bar_chart_dup_text     (LkBarChart *self);

G_END_DECLS
