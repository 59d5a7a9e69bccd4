/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkFieldNote: the line under one field of a form that says what is wrong with it, or what became of what was typed. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define LK_TYPE_FIELD_NOTE (lk_field_note_get_type ())
G_DECLARE_FINAL_TYPE (LkFieldNote, lk_field_note, LK, FIELD_NOTE, AdwPreferencesRow)

void        lk_field_note_show_fault  (LkFieldNote *self,
                                       const char  *fault);
void        lk_field_note_show_hint   (LkFieldNote *self,
                                       const char  *hint);
void        lk_field_note_clear       (LkFieldNote *self);
const char *lk_field_note_get_text    (LkFieldNote *self);

G_END_DECLS
