/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkJsonRows: a body of JSON as the rows of a tree, of which only the open branches are remembered. LkJsonRow: one row,
 * made when it is asked for. */
#pragma once

#include "lk-json-index.h"

G_BEGIN_DECLS

#define LK_TYPE_JSON_ROW (lk_json_row_get_type ())
G_DECLARE_FINAL_TYPE (LkJsonRow, lk_json_row, LK, JSON_ROW, GObject)

const LkJsonValue *lk_json_row_get_value         (LkJsonRow    *self);
LkJsonIndex       *lk_json_row_get_index         (LkJsonRow    *self);
guint              lk_json_row_get_depth         (LkJsonRow    *self);
gsize              lk_json_row_get_place         (LkJsonRow    *self);
gsize              lk_json_row_get_n_siblings    (LkJsonRow    *self);
gboolean           lk_json_row_is_expandable     (LkJsonRow    *self);
gboolean           lk_json_row_is_expanded       (LkJsonRow    *self);

#define LK_TYPE_JSON_ROWS (lk_json_rows_get_type ())
G_DECLARE_FINAL_TYPE (LkJsonRows, lk_json_rows, LK, JSON_ROWS, GObject)

LkJsonRows        *lk_json_rows_new              (LkJsonIndex  *index);
LkJsonRows        *lk_json_rows_new_for_values   (LkJsonIndex  *index,
                                                  GArray       *values);
LkJsonIndex       *lk_json_rows_get_index        (LkJsonRows   *self);
void               lk_json_rows_complete         (LkJsonRows   *self,
                                                  LkJsonIndex  *whole);
gboolean           lk_json_rows_set_expanded     (LkJsonRows   *self,
                                                  guint         position,
                                                  gboolean      expanded);
gboolean           lk_json_rows_expand_all       (LkJsonRows   *self,
                                                  guint         position,
                                                  gsize         max_rows);
gboolean           lk_json_rows_get_parent       (LkJsonRows   *self,
                                                  guint         position,
                                                  guint        *parent);
gboolean           lk_json_rows_reveal           (LkJsonRows   *self,
                                                  gsize         start,
                                                  guint        *position);

G_END_DECLS
