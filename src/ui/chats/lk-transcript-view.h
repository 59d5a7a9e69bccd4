/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkTranscriptView: a chat as a conversation, with its visitor and the pages that the visitor came by. */
#pragma once

#include <adwaita.h>

#include "lk-chat.h"

G_BEGIN_DECLS

#define LK_TYPE_TRANSCRIPT_VIEW (lk_transcript_view_get_type ())
G_DECLARE_FINAL_TYPE (LkTranscriptView, lk_transcript_view, LK, TRANSCRIPT_VIEW, AdwBin)

GtkWidget *lk_transcript_view_new      (void);
void       lk_transcript_view_set_chat (LkTranscriptView *self,
                                        LkChat           *chat);
LkChat    *lk_transcript_view_get_chat (LkTranscriptView *self);

G_END_DECLS
