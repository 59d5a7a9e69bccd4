/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkChatSummary: what a number of chats come to: how many on which day, how they were rated, how long people waited. */
#pragma once

#include "lk-chat.h"

G_BEGIN_DECLS

typedef enum
{
  LK_CHAT_STEP_DAY,
  LK_CHAT_STEP_WEEK,
  LK_CHAT_STEP_MONTH,
  LK_CHAT_STEP_YEAR,
} LkChatStep;

typedef struct
{
  GDate start;           /* the first day; weeks begin on Monday */
  guint n_chats;
  guint n_missed;        /* of them */
} LkChatBar;

#define LK_TYPE_CHAT_SUMMARY (lk_chat_summary_get_type ())
G_DECLARE_FINAL_TYPE (LkChatSummary, lk_chat_summary, LK, CHAT_SUMMARY, GObject)

LkChatSummary *lk_chat_summary_new                (void);
void           lk_chat_summary_add                (LkChatSummary *self,
                                                   LkChat        *chat);
void           lk_chat_summary_clear              (LkChatSummary *self);
guint          lk_chat_summary_get_n_chats        (LkChatSummary *self);
guint          lk_chat_summary_get_n_offline      (LkChatSummary *self);
guint          lk_chat_summary_get_n_good         (LkChatSummary *self);
guint          lk_chat_summary_get_n_bad          (LkChatSummary *self);
guint          lk_chat_summary_get_n_missed       (LkChatSummary *self);
gint64         lk_chat_summary_get_first_response (LkChatSummary *self);
GArray        *lk_chat_summary_dup_bars           (LkChatSummary *self,
                                                   guint          max_bars,
                                                   LkChatStep    *step);

G_END_DECLS
