/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkConnectionList: the user's connections as a GListModel of LkConnection, kept in one JSON file (0600, atomic). */
#pragma once

#include "lk-connection.h"

G_BEGIN_DECLS

#define LK_TYPE_CONNECTION_LIST (lk_connection_list_get_type ())
G_DECLARE_FINAL_TYPE (LkConnectionList, lk_connection_list, LK, CONNECTION_LIST, GObject)

LkConnectionList *lk_connection_list_new      (const char *path);
/* Reads the file. Absent: an empty list. Torn or hostile (over 10 MB, wrong types, refused URLs): what is sound is kept, the file is copied
 * aside before anything overwrites it, and *message (nullable, out) says in the user's words what was left out and where the copy is. */
gboolean          lk_connection_list_load     (LkConnectionList *self, char **message, GError **error);
gboolean          lk_connection_list_save     (LkConnectionList *self, GError **error);
/* Another process may have saved meanwhile: add, update and remove take the file lock, read the file again, apply this one change, save. */
gboolean          lk_connection_list_add      (LkConnectionList *self, LkConnection *connection, GError **error);
gboolean          lk_connection_list_update   (LkConnectionList *self, LkConnection *connection, GError **error);
gboolean          lk_connection_list_remove   (LkConnectionList *self, LkConnection *connection, GError **error);
LkConnection     *lk_connection_list_get_by_id   (LkConnectionList *self, const char *id);      /* borrowed, nullable */
LkConnection     *lk_connection_list_get_by_name (LkConnectionList *self, const char *name);    /* exact, then case-insensitive if only one */

G_END_DECLS
