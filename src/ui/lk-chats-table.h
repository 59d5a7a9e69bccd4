/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkChatsTable: chats in columns that sort, with a filter above them. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define LK_TYPE_CHATS_TABLE (lk_chats_table_get_type ())
G_DECLARE_FINAL_TYPE (LkChatsTable, lk_chats_table, LK, CHATS_TABLE, AdwBin)

GtkWidget *lk_chats_table_new         (void);
void       lk_chats_table_set_chats   (LkChatsTable *self,
                                       GPtrArray    *chats);
void       lk_chats_table_add_chats   (LkChatsTable *self,
                                       GPtrArray    *chats);
guint      lk_chats_table_get_n_chats (LkChatsTable *self);
guint      lk_chats_table_get_n_shown (LkChatsTable *self);
void       lk_chats_table_set_filter  (LkChatsTable *self,
                                       const char   *text);

G_END_DECLS
