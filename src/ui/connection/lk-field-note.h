/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkFieldNote: the line of text under one field of a form. LkFieldRow decides what it says. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define LK_TYPE_FIELD_NOTE (lk_field_note_get_type ())
G_DECLARE_FINAL_TYPE (LkFieldNote, lk_field_note, LK, FIELD_NOTE, AdwPreferencesRow)

void        lk_field_note_set_text    (LkFieldNote *self,
                                       const char  *text,
                                       gboolean     is_error);
const char *lk_field_note_get_text    (LkFieldNote *self);

G_END_DECLS
