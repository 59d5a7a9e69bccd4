/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkJsonPath: a small path filter, such as $.chats[*].visitor.name, $.chats[3]["full name"] or chats.*.id.
 *
 *   path = lk_json_path_new (text, &error);                             the error can be shown as it is
 *   lk_json_path_find_async (path, index, 100000, cancellable, …);
 *   values = lk_json_path_find_finish (result, &more, &error);          of LkJsonValue
 *   model = lk_json_list_new_values (index, values);                    and what they are for a view
 */
#pragma once

#include "lk-json-index.h"

G_BEGIN_DECLS

typedef struct _LkJsonPath LkJsonPath;

LkJsonPath *lk_json_path_new         (const char           *text,
                                      GError              **error);
LkJsonPath *lk_json_path_ref         (LkJsonPath           *self);
void        lk_json_path_unref       (LkJsonPath           *self);

GArray     *lk_json_path_find        (LkJsonPath           *self,
                                      LkJsonIndex          *index,
                                      guint                 max_values,
                                      GCancellable         *cancellable,
                                      gboolean             *more,
                                      GError              **error);
void        lk_json_path_find_async  (LkJsonPath           *self,
                                      LkJsonIndex          *index,
                                      guint                 max_values,
                                      GCancellable         *cancellable,
                                      GAsyncReadyCallback   callback,
                                      gpointer              user_data);
GArray     *lk_json_path_find_finish (GAsyncResult         *result,
                                      gboolean             *more,
                                      GError              **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LkJsonPath, lk_json_path_unref)

G_END_DECLS
