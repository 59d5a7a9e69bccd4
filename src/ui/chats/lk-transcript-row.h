/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkTranscriptRow: an event of a transcript: a bubble at the side of its speaker, or text in the middle. */
#pragma once

#include <adwaita.h>

#include "lk-transcript.h"

G_BEGIN_DECLS

#define LK_TYPE_TRANSCRIPT_ROW (lk_transcript_row_get_type ())
G_DECLARE_FINAL_TYPE (LkTranscriptRow, lk_transcript_row, LK, TRANSCRIPT_ROW, AdwBin)

GtkWidget *lk_transcript_row_new        (void);
void       lk_transcript_row_set_event  (LkTranscriptRow   *self,
                                         LkTranscriptEvent *event);

G_END_DECLS
