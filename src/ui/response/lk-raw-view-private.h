/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the sources of LkRawView share: geometry and drawing. */
#pragma once

#include "lk-raw-slice.h"
#include "lk-raw-view.h"

G_BEGIN_DECLS

#define LK_RAW_PADDING 6

/* Columns beyond the visible ones that are laid out: glyphs may overhang. */
#define LK_RAW_SLACK 4

struct _LkRawView
{
  GtkWidget parent_instance;

  /* owned */
  LkRawText *text;
  GtkAdjustment *adjustments[2];      /* by GtkOrientation */
  GtkWidget *popover;

  GtkScrollablePolicy policies[2];
  gsize caret;                        /* in bytes */
  gsize anchor;                       /* the other end of the selection */
  gsize goal;                         /* the column that Up and Down aim for */
  gsize n_said;                       /* the line that was last announced, from 1 */
};

/* Font metrics in whole pixels, so that lines do not jitter while scrolling. */
typedef struct
{
  int width;
  int height;
} LkRawCell;

LkRawCell   _lk_raw_view_get_cell     (LkRawView      *self);
int         _lk_raw_view_get_gutter   (LkRawView      *self,
                                       LkRawCell       cell);
double      _lk_raw_view_get_scrolled (LkRawView      *self,
                                       GtkOrientation  orientation);
LkRawSlice *_lk_raw_view_make_slice   (LkRawView      *self,
                                       LkRawCell       cell,
                                       gsize           line);
double      _lk_raw_view_slice_x      (LkRawView      *self,
                                       LkRawCell       cell,
                                       LkRawSlice     *slice);
void        _lk_raw_view_snapshot     (GtkWidget      *widget,
                                       GtkSnapshot    *snapshot);

G_END_DECLS
