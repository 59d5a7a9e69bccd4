/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkConnectionList: the user's connections as a list model of LkConnection, kept in one private file. */
#pragma once

#include "lk-connection.h"

G_BEGIN_DECLS

typedef enum
{
  LK_CONNECTION_CHANGE_ADD,
  LK_CONNECTION_CHANGE_UPDATE,
  LK_CONNECTION_CHANGE_REMOVE,
} LkConnectionChange;

#define LK_TYPE_CONNECTION_LIST (lk_connection_list_get_type ())
G_DECLARE_FINAL_TYPE (LkConnectionList, lk_connection_list, LK, CONNECTION_LIST, GObject)

LkConnectionList *lk_connection_list_new          (const char        *path);
GPtrArray        *lk_connection_list_parse        (GBytes            *bytes,
                                                   char             **message);
gboolean          lk_connection_list_load         (LkConnectionList  *self,
                                                   char             **message,
                                                   GError           **error);
void              lk_connection_list_save_async   (LkConnectionList     *self,
                                                   LkConnectionChange    change,
                                                   LkConnection         *connection,
                                                   GCancellable         *cancellable,
                                                   GAsyncReadyCallback   callback,
                                                   gpointer              user_data);
gboolean          lk_connection_list_save_finish  (LkConnectionList     *self,
                                                   GAsyncResult         *result,
                                                   GError              **error);
LkConnection     *lk_connection_list_get_by_id    (LkConnectionList  *self,
                                                   const char        *id);
LkConnection     *lk_connection_list_get_by_name  (LkConnectionList  *self,
                                                   const char        *name);

G_END_DECLS
