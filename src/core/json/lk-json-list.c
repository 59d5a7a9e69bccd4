/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-json-list.h"

struct _LkJsonNode
{
  GObject      parent_instance;

  LkJsonIndex *index;       /* owned */
  LkJsonValue  value;
};

G_DEFINE_FINAL_TYPE (LkJsonNode, lk_json_node, G_TYPE_OBJECT)

struct _LkJsonList
{
  GObject      parent_instance;

  LkJsonIndex *index;       /* owned */
  GArray      *values;      /* owned: of LkJsonValue: they instead of a container's children; NULL otherwise */
  gsize        start;       /* of the container; LK_JSON_NOWHERE: the root alone */
  guint        n_items;
  LkJsonValue  last;        /* the child that was asked for last: mostly the next one is asked for next */
};

static void lk_json_list_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (LkJsonList, lk_json_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, lk_json_list_list_model_init))

static void
lk_json_node_finalize (GObject *object)
{
  LkJsonNode *self = LK_JSON_NODE (object);

  g_clear_object (&self->index);

  G_OBJECT_CLASS (lk_json_node_parent_class)->finalize (object);
}

static void
lk_json_node_class_init (LkJsonNodeClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lk_json_node_finalize;
}

static void
lk_json_node_init (LkJsonNode *self)
{
}

/**
 * lk_json_node_get_index:
 * @self: a node
 *
 * Returns: (transfer none): the index that it is found in
 */
LkJsonIndex *
lk_json_node_get_index (LkJsonNode *self)
{
  g_return_val_if_fail (LK_IS_JSON_NODE (self), NULL);

  return self->index;
}

/**
 * lk_json_node_get_value:
 * @self: a node
 *
 * Returns: (transfer none): where it stands
 */
const LkJsonValue *
lk_json_node_get_value (LkJsonNode *self)
{
  g_return_val_if_fail (LK_IS_JSON_NODE (self), NULL);

  return &self->value;
}

/**
 * lk_json_node_get_kind:
 * @self: a node
 *
 * Returns: its type
 */
LkJsonType
lk_json_node_get_kind (LkJsonNode *self)
{
  g_return_val_if_fail (LK_IS_JSON_NODE (self), LK_JSON_NULL);

  return lk_json_index_get_value_type (self->index, self->value.start);
}

static GType
lk_json_list_get_item_type (GListModel *model)
{
  return LK_TYPE_JSON_NODE;
}

static guint
lk_json_list_get_n_items (GListModel *model)
{
  return LK_JSON_LIST (model)->n_items;
}

static gpointer
lk_json_list_get_item (GListModel *model,
                       guint       position)
{
  LkJsonList *self = LK_JSON_LIST (model);
  LkJsonNode *node;

  if (position >= self->n_items)
    return NULL;

  if (self->values != NULL)
    self->last = g_array_index (self->values, LkJsonValue, position);
  else if (self->start == LK_JSON_NOWHERE)
    self->last = lk_json_index_get_root (self->index);
  else if (self->last.start == LK_JSON_NOWHERE || position != self->last.place + 1 ||
           !lk_json_index_get_next (self->index, &self->last, &self->last))
    lk_json_index_get_child (self->index, self->start, position, &self->last);

  node = g_object_new (LK_TYPE_JSON_NODE, NULL);
  node->index = g_object_ref (self->index);
  node->value = self->last;

  return node;
}

static void
lk_json_list_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = lk_json_list_get_item_type;
  iface->get_n_items = lk_json_list_get_n_items;
  iface->get_item = lk_json_list_get_item;
}

static void
lk_json_list_finalize (GObject *object)
{
  LkJsonList *self = LK_JSON_LIST (object);

  g_clear_object (&self->index);
  g_clear_pointer (&self->values, g_array_unref);

  G_OBJECT_CLASS (lk_json_list_parent_class)->finalize (object);
}

static void
lk_json_list_class_init (LkJsonListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lk_json_list_finalize;
}

static void
lk_json_list_init (LkJsonList *self)
{
  self->last.start = LK_JSON_NOWHERE;
}

/**
 * lk_json_list_new:
 * @index: an index
 * @start: where a container of it begins
 *
 * Returns: (transfer full): its children, none of them made before it is asked for
 */
LkJsonList *
lk_json_list_new (LkJsonIndex *index,
                  gsize        start)
{
  LkJsonList *self;

  g_return_val_if_fail (LK_IS_JSON_INDEX (index), NULL);

  self = g_object_new (LK_TYPE_JSON_LIST, NULL);
  self->index = g_object_ref (index);
  self->start = start;
  self->n_items = MIN (lk_json_index_get_n_children (index, start), G_MAXUINT - 1);

  return self;
}

/**
 * lk_json_list_new_root:
 * @index: an index
 *
 * Returns: (transfer full): a list of one item, the root
 */
LkJsonList *
lk_json_list_new_root (LkJsonIndex *index)
{
  LkJsonList *self;

  g_return_val_if_fail (LK_IS_JSON_INDEX (index), NULL);

  self = g_object_new (LK_TYPE_JSON_LIST, NULL);
  self->index = g_object_ref (index);
  self->start = LK_JSON_NOWHERE;
  self->n_items = 1;

  return self;
}

/**
 * lk_json_list_new_values:
 * @index: an index
 * @values: (element-type LkJsonValue): values of it, such as lk_json_path_find() answers; not changed any more
 *
 * Returns: (transfer full): a list of them
 */
LkJsonList *
lk_json_list_new_values (LkJsonIndex *index,
                         GArray      *values)
{
  LkJsonList *self;

  g_return_val_if_fail (LK_IS_JSON_INDEX (index) && values != NULL, NULL);

  self = g_object_new (LK_TYPE_JSON_LIST, NULL);
  self->index = g_object_ref (index);
  self->values = g_array_ref (values);
  self->n_items = values->len;

  return self;
}
