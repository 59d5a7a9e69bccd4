/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkRawSlice: the layout of the visible part of a line, and how its characters map to the text. */
#pragma once

#include <gtk/gtk.h>

#include "lk-raw-text.h"

G_BEGIN_DECLS

typedef struct
{
  gsize        start;       /* offset of its first byte */
  gsize        end;
  gsize        column;      /* column of its first character */
  PangoLayout *layout;      /* owned */
  GArray      *places;      /* owned: of LkRawPlace, one for each character and one for the end */
} LkRawSlice;

LkRawSlice *lk_raw_slice_new       (LkRawText    *text,
                                    GtkWidget    *widget,
                                    gsize         line,
                                    gsize         first_column,
                                    gsize         n_columns);
void        lk_raw_slice_free      (LkRawSlice   *self);
int         lk_raw_slice_get_index (LkRawSlice   *self,
                                    gsize         offset);
gsize       lk_raw_slice_at_x      (LkRawSlice   *self,
                                    double        x);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LkRawSlice, lk_raw_slice_free)

G_END_DECLS
