/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkJsonList: the children of a container, or chosen values, as a list model. LkJsonNode: one of them,
 * made when it is asked for. */
#pragma once

#include "lk-json-index.h"

G_BEGIN_DECLS

#define LK_TYPE_JSON_NODE (lk_json_node_get_type ())
G_DECLARE_FINAL_TYPE (LkJsonNode, lk_json_node, LK, JSON_NODE, GObject)

LkJsonIndex       *lk_json_node_get_index (LkJsonNode        *self);
const LkJsonValue *lk_json_node_get_value (LkJsonNode        *self);
LkJsonType         lk_json_node_get_kind  (LkJsonNode        *self);

#define LK_TYPE_JSON_LIST (lk_json_list_get_type ())
G_DECLARE_FINAL_TYPE (LkJsonList, lk_json_list, LK, JSON_LIST, GObject)

LkJsonList        *lk_json_list_new        (LkJsonIndex       *index,
                                            gsize              start);
LkJsonList        *lk_json_list_new_root   (LkJsonIndex       *index);
LkJsonList        *lk_json_list_new_values (LkJsonIndex       *index,
                                            GArray            *values);

G_END_DECLS
