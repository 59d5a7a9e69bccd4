/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkFieldRow: the entry of one text property of a connection, with the note that says what is wrong with its value. */
#pragma once

#include <adwaita.h>

#include "lk-connection.h"
#include "lk-field-note.h"

G_BEGIN_DECLS

#define LK_TYPE_FIELD_ROW (lk_field_row_get_type ())
G_DECLARE_FINAL_TYPE (LkFieldRow, lk_field_row, LK, FIELD_ROW, AdwEntryRow)

void        lk_field_row_bind         (LkFieldRow   *self,
                                       LkConnection *connection);
void        lk_field_row_set_hint     (LkFieldRow   *self,
                                       const char   *hint);
void        lk_field_row_check        (LkFieldRow   *self);
const char *lk_field_row_get_field    (LkFieldRow   *self);
const char *lk_field_row_get_note     (LkFieldRow   *self);

G_END_DECLS
