/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkChatsTable: a sortable table of chats with a filter. Its property `selected` notifies; it emits `open` when a
 * row is activated. */
#pragma once

#include <adwaita.h>

#include "lk-chat.h"

G_BEGIN_DECLS

#define LK_TYPE_CHATS_TABLE (lk_chats_table_get_type ())
G_DECLARE_FINAL_TYPE (LkChatsTable, lk_chats_table, LK, CHATS_TABLE, AdwBin)

/* Which chats are shown. */
typedef enum
{
  LK_CHATS_SHOW_ALL,
  LK_CHATS_SHOW_CHATS,
  LK_CHATS_SHOW_MESSAGES,
  LK_CHATS_SHOW_MISSED,
  LK_CHATS_SHOW_UNREAD,
  LK_CHATS_SHOW_GOOD,
  LK_CHATS_SHOW_BAD,
} LkChatsShow;

GtkWidget *lk_chats_table_new          (GListModel   *chats);
LkChat    *lk_chats_table_get_selected (LkChatsTable *self);
void       lk_chats_table_select       (LkChatsTable *self,
                                        LkChat       *chat);
gboolean   lk_chats_table_has_findings (LkChatsTable *self);
guint      lk_chats_table_get_n_shown  (LkChatsTable *self);
void       lk_chats_table_set_filter   (LkChatsTable *self,
                                        const char   *text,
                                        LkChatsShow   show);

G_END_DECLS
