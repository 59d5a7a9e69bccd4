/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkJsonIndex: a body of JSON and a compact index over its bytes, from which every value is found when it is asked for.
 */
#pragma once

#include <gio/gio.h>
#include "lk-json-scan.h"

G_BEGIN_DECLS

typedef enum
{
  LK_JSON_OBJECT,
  LK_JSON_ARRAY,
  LK_JSON_STRING,
  LK_JSON_NUMBER,
  LK_JSON_BOOLEAN,
  LK_JSON_NULL,
} LkJsonType;

#define LK_JSON_NOWHERE G_MAXSIZE

/* Where a value stands; made by the index alone, and good as long as it. */
typedef struct
{
  gsize key;       /* offset of its key's quotation mark; LK_JSON_NOWHERE in an array and for the root */
  gsize start;     /* offset of its first byte */
  gsize place;     /* among its siblings, from 0 */
} LkJsonValue;

#define LK_TYPE_JSON_INDEX (lk_json_index_get_type ())
G_DECLARE_FINAL_TYPE (LkJsonIndex, lk_json_index, LK, JSON_INDEX, GObject)

LkJsonIndex *lk_json_index_new              (GBytes               *bytes,
                                             const LkJsonLimits   *limits,
                                             GCancellable         *cancellable,
                                             GError              **error);
void         lk_json_index_new_async        (GBytes               *bytes,
                                             const LkJsonLimits   *limits,
                                             GCancellable         *cancellable,
                                             GAsyncReadyCallback   callback,
                                             gpointer              user_data);
LkJsonIndex *lk_json_index_new_finish       (GAsyncResult         *result,
                                             GError              **error);

LkJsonIndex *lk_json_index_new_of_beginning (GBytes               *beginning);
gboolean     lk_json_index_is_beginning_of  (LkJsonIndex          *self,
                                             LkJsonIndex          *whole);
gboolean     lk_json_index_is_unfinished    (LkJsonIndex          *self,
                                             gsize                 start);

GBytes      *lk_json_index_get_bytes        (LkJsonIndex          *self);
gsize        lk_json_index_get_memory       (LkJsonIndex          *self);
gsize        lk_json_index_get_n_values     (LkJsonIndex          *self);

LkJsonValue  lk_json_index_get_root         (LkJsonIndex          *self);
LkJsonType   lk_json_index_get_value_type   (LkJsonIndex          *self,
                                             gsize                 start);
gboolean     lk_json_index_is_container     (LkJsonIndex          *self,
                                             gsize                 start);
gsize        lk_json_index_get_end          (LkJsonIndex          *self,
                                             gsize                 start);
gsize        lk_json_index_get_n_children   (LkJsonIndex          *self,
                                             gsize                 start);
gboolean     lk_json_index_get_child        (LkJsonIndex          *self,
                                             gsize                 start,
                                             gsize                 place,
                                             LkJsonValue          *child);
gboolean     lk_json_index_get_next         (LkJsonIndex          *self,
                                             const LkJsonValue    *value,
                                             LkJsonValue          *next);
gboolean     lk_json_index_get_parent       (LkJsonIndex          *self,
                                             gsize                 start,
                                             LkJsonValue          *parent);
GArray      *lk_json_index_get_lineage      (LkJsonIndex          *self,
                                             gsize                 start);

gboolean     lk_json_index_find_token       (LkJsonIndex          *self,
                                             gsize                 offset,
                                             gsize                *start,
                                             gsize                *end,
                                             gboolean             *is_key);
gsize        lk_json_index_get_keyed        (LkJsonIndex          *self,
                                             gsize                 key);

char        *lk_json_index_get_path         (LkJsonIndex          *self,
                                             gsize                 start);
char        *lk_json_index_get_value_path   (LkJsonIndex          *self,
                                             const LkJsonValue    *value);
char        *lk_json_index_get_pointer      (LkJsonIndex          *self,
                                             gsize                 start);

char        *lk_json_index_dup_key          (LkJsonIndex          *self,
                                             const LkJsonValue    *value,
                                             gsize                 max_chars,
                                             gboolean             *cut);
char        *lk_json_index_dup_line         (LkJsonIndex          *self,
                                             gsize                 start,
                                             gsize                 max_chars,
                                             gboolean             *cut);
char        *lk_json_index_dup_text         (LkJsonIndex          *self,
                                             gsize                 start);
char        *lk_json_index_dup_json         (LkJsonIndex          *self,
                                             gsize                 start);

G_END_DECLS
