/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkChatsSummary: the loaded chats in figures: chats per day, ratings, missed chats, reply time. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define LK_TYPE_CHATS_SUMMARY (lk_chats_summary_get_type ())
G_DECLARE_FINAL_TYPE (LkChatsSummary, lk_chats_summary, LK, CHATS_SUMMARY, AdwBin)

GtkWidget *lk_chats_summary_new      (GListModel     *chats);
char      *lk_chats_summary_dup_text (LkChatsSummary *self);

G_END_DECLS
