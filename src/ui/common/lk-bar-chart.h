/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkBarChart: bars side by side, each with a lower part told apart, in the theme's colours. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef struct
{
  char *label;       /* owned: what it stands for, in words */
  guint value;
  guint part;        /* of value, drawn apart at the foot */
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
