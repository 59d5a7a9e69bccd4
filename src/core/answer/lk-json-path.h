/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkJsonPath: a JSONPath query (RFC 9535), such as $.chats[?@.duration > 60].visitor.name, and what it selects.
 *
 *   path = lk_json_path_new (text, &error);                             the error can be shown as it is
 *   lk_json_path_find_async (path, index, 100000, cancellable, …);
 *   values = lk_json_path_find_finish (result, &more, &error);          of LkJsonValue
 */
#pragma once

#include "lk-json-index.h"

G_BEGIN_DECLS

typedef struct _LkJsonPath LkJsonPath;

typedef struct
{
  char *path; /* owned: normalized */
  char *json; /* owned: the value as the document writes it */
} LkJsonPathMatch;

LkJsonPath *lk_json_path_new         (const char           *text,
                                      GError              **error);
LkJsonPath *lk_json_path_new_typed   (const char           *text,
                                      GError              **error);
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

GPtrArray  *lk_json_path_query       (const char           *selector,
                                      const char           *document,
                                      GError              **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LkJsonPath, lk_json_path_unref)

G_END_DECLS
