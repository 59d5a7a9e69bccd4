/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the parts of LkRawView share: where things are, and how they are drawn. */
#pragma once

#include "lk-raw-slice.h"
#include "lk-raw-view.h"

G_BEGIN_DECLS

#define LK_RAW_PADDING 6

/* Columns that are laid out beyond what is in sight: a character that hangs over the edge is still drawn. */
#define LK_RAW_SLACK 4

struct _LkRawView
{
  GtkWidget parent_instance;

  /* owned */
  LkRawText *text;
  GtkAdjustment *adjustments[2];      /* by GtkOrientation */
  GtkWidget *popover;

  GtkScrollablePolicy policies[2];
  gsize caret;                        /* where the keys go on from, in bytes */
  gsize anchor;                       /* the other end of the selection */
  gsize goal;                         /* the column that Up and Down keep to */
  gsize n_said;                       /* the line that is said, from 1 */
};

/* Of the font, in whole pixels so that lines do not tremble as they are scrolled. */
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
