/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkRawSlice: the part of a line that is in sight, fit to be laid out, and what of it is what of the text. */
#pragma once

#include <gtk/gtk.h>

#include "lk-raw-text.h"

G_BEGIN_DECLS

typedef struct
{
  gsize        start;       /* of its first byte in the text */
  gsize        end;
  gsize        column;      /* of its first character */
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
