/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-json-rows.h"

#include "lk-json-branch.h"

struct _LkJsonRow
{
  GObject      parent_instance;

  LkJsonIndex *index;       /* owned */
  LkJsonRows  *rows;        /* not owned, nullable: NULL once those are gone */
  LkJsonValue  value;
  guint        depth;
  gsize        place;
  gsize        n_siblings;
  gboolean     expandable;
  gboolean     expanded;
};

struct _LkJsonRows
{
  GObject       parent_instance;

  LkJsonIndex  *index;         /* owned */
  GArray       *roots;         /* owned: of LkJsonValue, in the order of the body */
  LkJsonBranch *top;           /* owned: its children are the roots */
  GHashTable   *alive;         /* owned: start → LkJsonRow, not owned: a value keeps its row while anyone holds it */

  /* the children around the one that was asked for last: a list asks for those beside it next, in either direction */
  LkJsonBranch *block_branch;  /* not owned, nullable: whose children they are */
  GArray       *block;         /* owned: of LkJsonValue */
};

/* Children of a block. An index finds every 128th child at once, and those after it by reading on from there. */
#define BLOCK 128

enum
{
  PROP_0,
  PROP_EXPANDED,
  N_PROPS,
};

enum
{
  SIGNAL_GROWN,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static void lk_json_rows_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE (LkJsonRow, lk_json_row, G_TYPE_OBJECT)
G_DEFINE_FINAL_TYPE_WITH_CODE (LkJsonRows, lk_json_rows, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, lk_json_rows_list_model_init))

static gboolean
read_block (LkJsonRows   *self,
            LkJsonBranch *branch,
            gsize         first)
{
  LkJsonValue value;

  g_array_set_size (self->block, 0);
  self->block_branch = NULL;
  if (!lk_json_index_get_child (self->index, branch->value.start, first, &value))
    return FALSE;

  do
    g_array_append_val (self->block, value);
  while (self->block->len < BLOCK && lk_json_index_get_next (self->index, &value, &value));
  self->block_branch = branch;

  return TRUE;
}

static gboolean
get_child (LkJsonRows   *self,
           LkJsonBranch *branch,
           gsize         place,
           LkJsonValue  *value)
{
  gsize first = place / BLOCK * BLOCK;

  if (branch == self->top)
    {
      *value = g_array_index (self->roots, LkJsonValue, place);
      return TRUE;
    }

  if ((self->block_branch != branch || g_array_index (self->block, LkJsonValue, 0).place != first)
      && !read_block (self, branch, first))
    return FALSE;

  if (place - first >= self->block->len)
    return FALSE;

  *value = g_array_index (self->block, LkJsonValue, place - first);

  return TRUE;
}

/* A root has a place of its own among the roots, which is not the one that it has in the body. */
static gsize
place_of (LkJsonRows        *self,
          LkJsonBranch      *branch,
          const LkJsonValue *value)
{
  guint low = 0;
  guint high = self->roots->len;

  if (branch != self->top)
    return value->place;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (g_array_index (self->roots, LkJsonValue, middle).start < value->start)
        low = middle + 1;
      else
        high = middle;
    }

  return low;
}

/* Says nothing to anyone: that is for who opens it. NULL where there is nothing in it. */
static LkJsonBranch *
open_branch (LkJsonRows        *self,
             LkJsonBranch      *parent,
             const LkJsonValue *value)
{
  gsize n = lk_json_index_get_n_children (self->index, value->start);
  LkJsonRow *row;
  LkJsonBranch *branch;

  if (n == 0)
    return NULL;

  branch = lk_json_branch_new (parent, value, n);
  branch->value.place = place_of (self, parent, value);
  g_ptr_array_insert (parent->open, (int) lk_json_branch_find (parent, branch->value.place), branch);
  lk_json_branch_grow (parent, n, 0);

  row = g_hash_table_lookup (self->alive, GSIZE_TO_POINTER (value->start));
  if (row != NULL)
    {
      row->expanded = TRUE;
      g_object_notify_by_pspec (G_OBJECT (row), properties[PROP_EXPANDED]);
    }

  return branch;
}

static void
close_rows (LkJsonRows   *self,
            LkJsonBranch *branch)
{
  LkJsonRow *row = g_hash_table_lookup (self->alive, GSIZE_TO_POINTER (branch->value.start));

  for (guint i = 0; i < branch->open->len; i++)
    close_rows (self, lk_json_branch_get (branch, i));

  if (row != NULL)
    {
      row->expanded = FALSE;
      g_object_notify_by_pspec (G_OBJECT (row), properties[PROP_EXPANDED]);
    }
}

static void
close_branch (LkJsonRows   *self,
              LkJsonBranch *branch)
{
  LkJsonBranch *parent = branch->parent;

  close_rows (self, branch);
  self->block_branch = NULL;
  lk_json_branch_grow (parent, 0, branch->n_rows);
  g_ptr_array_remove_index (parent->open, lk_json_branch_find (parent, branch->value.place));
}

static void
lk_json_row_get_property (GObject    *object,
                          guint       prop_id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_EXPANDED:
      g_value_set_boolean (value, LK_JSON_ROW (object)->expanded);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lk_json_row_finalize (GObject *object)
{
  LkJsonRow *self = LK_JSON_ROW (object);

  if (self->rows != NULL)
    g_hash_table_remove (self->rows->alive, GSIZE_TO_POINTER (self->value.start));
  g_clear_object (&self->index);

  G_OBJECT_CLASS (lk_json_row_parent_class)->finalize (object);
}

static void
lk_json_row_class_init (LkJsonRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = lk_json_row_finalize;
  object_class->get_property = lk_json_row_get_property;

  properties[PROP_EXPANDED] = g_param_spec_boolean ("expanded", NULL, NULL, FALSE,
                                                    G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_GROWN] = g_signal_new ("grown", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 0);
}

static void
lk_json_row_init (LkJsonRow *self)
{
}

/**
 * lk_json_row_get_value:
 * @self: a row
 *
 * Returns: (transfer none): where its value stands in the body
 */
const LkJsonValue *
lk_json_row_get_value (LkJsonRow *self)
{
  g_return_val_if_fail (LK_IS_JSON_ROW (self), NULL);

  return &self->value;
}

/**
 * lk_json_row_get_index:
 * @self: a row
 *
 * Returns: (transfer none): the index that its value is found in
 */
LkJsonIndex *
lk_json_row_get_index (LkJsonRow *self)
{
  g_return_val_if_fail (LK_IS_JSON_ROW (self), NULL);

  return self->index;
}

/**
 * lk_json_row_get_depth:
 * @self: a row
 *
 * Returns: how many rows it stands below, one in another; 0 for a root
 */
guint
lk_json_row_get_depth (LkJsonRow *self)
{
  g_return_val_if_fail (LK_IS_JSON_ROW (self), 0);

  return self->depth;
}

/**
 * lk_json_row_get_place:
 * @self: a row
 *
 * Returns: its place among those that stand where it does, from 0
 */
gsize
lk_json_row_get_place (LkJsonRow *self)
{
  g_return_val_if_fail (LK_IS_JSON_ROW (self), 0);

  return self->place;
}

/**
 * lk_json_row_get_n_siblings:
 * @self: a row
 *
 * Returns: how many values stand where it does, itself counted
 */
gsize
lk_json_row_get_n_siblings (LkJsonRow *self)
{
  g_return_val_if_fail (LK_IS_JSON_ROW (self), 0);

  return self->n_siblings;
}

/**
 * lk_json_row_is_expandable:
 * @self: a row
 *
 * Returns: whether there is anything in it
 */
gboolean
lk_json_row_is_expandable (LkJsonRow *self)
{
  g_return_val_if_fail (LK_IS_JSON_ROW (self), FALSE);

  return self->expandable;
}

/**
 * lk_json_row_is_expanded:
 * @self: a row
 *
 * Returns: whether what is in it is shown, as the property `expanded` says too
 */
gboolean
lk_json_row_is_expanded (LkJsonRow *self)
{
  g_return_val_if_fail (LK_IS_JSON_ROW (self), FALSE);

  return self->expanded;
}

static GType
lk_json_rows_get_item_type (GListModel *model)
{
  return LK_TYPE_JSON_ROW;
}

static guint
lk_json_rows_get_n_items (GListModel *model)
{
  return (guint) MIN (LK_JSON_ROWS (model)->top->n_rows, G_MAXUINT - 1);
}

static gpointer
lk_json_rows_get_item (GListModel *model,
                       guint       position)
{
  LkJsonRows *self = LK_JSON_ROWS (model);
  LkJsonValue value;
  LkJsonRow *row;
  LkJsonBranch *branch;
  gsize place;
  guint depth;

  if (position >= lk_json_rows_get_n_items (model))
    return NULL;

  branch = lk_json_branch_find_row (self->top, position, &place, &depth);
  if (!get_child (self, branch, place, &value))
    return NULL;

  row = g_hash_table_lookup (self->alive, GSIZE_TO_POINTER (value.start));
  if (row != NULL)
    return g_object_ref (row);

  row = g_object_new (LK_TYPE_JSON_ROW, NULL);
  row->index = g_object_ref (self->index);
  row->rows = self;
  row->value = value;
  row->depth = depth;
  row->place = place;
  row->n_siblings = branch->n_children;
  row->expanded = lk_json_branch_at (branch, place) != NULL;
  row->expandable = row->expanded || lk_json_index_get_child (self->index, value.start, 0, &value);
  g_hash_table_insert (self->alive, GSIZE_TO_POINTER (row->value.start), row);

  return row;
}

static void
lk_json_rows_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = lk_json_rows_get_item_type;
  iface->get_n_items = lk_json_rows_get_n_items;
  iface->get_item = lk_json_rows_get_item;
}

static void
lk_json_rows_finalize (GObject *object)
{
  LkJsonRows *self = LK_JSON_ROWS (object);
  GHashTableIter iter;
  gpointer row;

  g_hash_table_iter_init (&iter, self->alive);
  while (g_hash_table_iter_next (&iter, NULL, &row))
    LK_JSON_ROW (row)->rows = NULL;

  g_clear_pointer (&self->alive, g_hash_table_unref);
  g_clear_pointer (&self->top, lk_json_branch_free);
  g_clear_pointer (&self->roots, g_array_unref);
  g_clear_pointer (&self->block, g_array_unref);
  g_clear_object (&self->index);

  G_OBJECT_CLASS (lk_json_rows_parent_class)->finalize (object);
}

static void
lk_json_rows_class_init (LkJsonRowsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lk_json_rows_finalize;
}

static void
lk_json_rows_init (LkJsonRows *self)
{
  self->alive = g_hash_table_new (NULL, NULL);
  self->block = g_array_new (FALSE, FALSE, sizeof (LkJsonValue));
}

/**
 * lk_json_rows_new:
 * @index: an index
 *
 * Returns: (transfer full): a #GListModel of one #LkJsonRow, the body's root, closed
 */
LkJsonRows *
lk_json_rows_new (LkJsonIndex *index)
{
  g_autoptr(GArray) values = NULL;
  LkJsonValue root;

  g_return_val_if_fail (LK_IS_JSON_INDEX (index), NULL);

  root = lk_json_index_get_root (index);
  values = g_array_new (FALSE, FALSE, sizeof (LkJsonValue));
  g_array_append_val (values, root);

  return lk_json_rows_new_for_values (index, values);
}

/**
 * lk_json_rows_new_for_values:
 * @index: an index
 * @values: (element-type LkJsonValue): values of it, in the order of the body, none of them in another
 *
 * Returns: (transfer full): a #GListModel of an #LkJsonRow for each, all closed
 */
LkJsonRows *
lk_json_rows_new_for_values (LkJsonIndex *index,
                             GArray      *values)
{
  LkJsonRows *self;

  g_return_val_if_fail (LK_IS_JSON_INDEX (index), NULL);
  g_return_val_if_fail (values != NULL, NULL);

  self = g_object_new (LK_TYPE_JSON_ROWS, NULL);
  self->index = g_object_ref (index);
  self->roots = g_array_ref (values);
  self->top = lk_json_branch_new (NULL, NULL, values->len);

  return self;
}

/**
 * lk_json_rows_get_index:
 * @self: rows
 *
 * Returns: (transfer none): the index that they are of
 */
LkJsonIndex *
lk_json_rows_get_index (LkJsonRows *self)
{
  g_return_val_if_fail (LK_IS_JSON_ROWS (self), NULL);

  return self->index;
}

/**
 * lk_json_rows_set_expanded:
 * @self: rows
 * @position: one of them
 * @expanded: whether what is in it is to be shown. What is closed forgets what was open in it
 *
 * Returns: whether anything changed
 */
gboolean
lk_json_rows_set_expanded (LkJsonRows *self,
                           guint       position,
                           gboolean    expanded)
{
  LkJsonValue value;
  LkJsonBranch *branch;
  LkJsonBranch *child;
  gsize place;
  guint depth;

  g_return_val_if_fail (LK_IS_JSON_ROWS (self), FALSE);
  g_return_val_if_fail (position < self->top->n_rows, FALSE);

  branch = lk_json_branch_find_row (self->top, position, &place, &depth);
  child = lk_json_branch_at (branch, place);
  if ((child != NULL) == expanded)
    return FALSE;

  if (expanded)
    {
      if (!get_child (self, branch, place, &value))
        return FALSE;

      child = open_branch (self, branch, &value);
      if (child == NULL)
        return FALSE;

      g_list_model_items_changed (G_LIST_MODEL (self), position + 1, 0, (guint) child->n_rows);
    }
  else
    {
      gsize n_rows = child->n_rows;

      close_branch (self, child);
      g_list_model_items_changed (G_LIST_MODEL (self), position + 1, (guint) n_rows, 0);
    }

  return TRUE;
}

/* The open branches that went on after the beginning: each but the first is the last child of the one before. */
static void
grow_branches (LkJsonRows  *self,
               LkJsonIndex *beginning)
{
  LkJsonBranch *branch = self->top;

  while (branch->open->len > 0)
    {
      gsize n, added;

      branch = lk_json_branch_get (branch, branch->open->len - 1);
      if (!lk_json_index_is_unfinished (beginning, branch->value.start))
        return;

      n = lk_json_index_get_n_children (self->index, branch->value.start);
      added = n - branch->n_children;
      if (added > 0)
        {
          guint end = (guint) (lk_json_branch_position (branch, 0) + branch->n_rows);

          branch->n_children = n;
          lk_json_branch_grow (branch, added, 0);
          g_list_model_items_changed (G_LIST_MODEL (self), end, 0, (guint) added);
        }
    }
}

/**
 * lk_json_rows_complete:
 * @self: rows of the index of a body's beginning, as lk_json_rows_new() makes them
 * @whole: the index of the body
 *
 * Goes on with that one: what is open stays open, and what is held stays what it is. A row whose value went on, or that
 * has more siblings now, emits `grown`.
 */
void
lk_json_rows_complete (LkJsonRows  *self,
                       LkJsonIndex *whole)
{
  g_autoptr(LkJsonIndex) beginning = NULL;
  g_autolist(LkJsonRow) rows = NULL;

  g_return_if_fail (LK_IS_JSON_ROWS (self));
  g_return_if_fail (LK_IS_JSON_INDEX (whole));
  g_return_if_fail (lk_json_index_is_beginning_of (self->index, whole));

  beginning = g_steal_pointer (&self->index);
  self->index = g_object_ref (whole);
  self->block_branch = NULL;
  grow_branches (self, beginning);

  rows = g_hash_table_get_values (self->alive);
  g_list_foreach (rows, (GFunc) g_object_ref, NULL);
  for (GList *at = rows; at != NULL; at = at->next)
    {
      LkJsonRow *row = at->data;
      gsize n_siblings = row->n_siblings;
      gboolean was_whole = row->index == whole || !lk_json_index_is_unfinished (beginning, row->value.start);
      LkJsonValue parent;

      g_set_object (&row->index, whole);
      if (lk_json_index_get_parent (whole, row->value.start, &parent))
        row->n_siblings = lk_json_index_get_n_children (whole, parent.start);

      if (!was_whole || row->n_siblings != n_siblings)
        g_signal_emit (row, signals[SIGNAL_GROWN], 0);
    }
}

/* Opens what the branch holds, as far as there is room; whatever is open then goes onto the queue. */
static gboolean
open_children (LkJsonRows   *self,
               LkJsonBranch *branch,
               GQueue       *queue,
               gsize        *room)
{
  LkJsonValue value;

  for (gsize place = 0; place < branch->n_children; place++)
    {
      gsize n;

      if (!get_child (self, branch, place, &value))
        return TRUE;

      n = lk_json_index_get_n_children (self->index, value.start);
      if (n == 0)
        continue;

      if (n > *room)
        return FALSE;

      *room -= n;
      g_queue_push_tail (queue, lk_json_branch_at (branch, place) != NULL ? lk_json_branch_at (branch, place)
                                                                 : open_branch (self, branch, &value));
    }

  return TRUE;
}

/**
 * lk_json_rows_expand_all:
 * @self: rows
 * @position: one of them
 * @max_rows: how many rows may be below it in the end; its own children come in any case
 *
 * Opens it and all that is in it, level by level, so that when there is too much the upper levels are complete.
 *
 * Returns: whether all of it is open
 */
gboolean
lk_json_rows_expand_all (LkJsonRows *self,
                         guint       position,
                         gsize       max_rows)
{
  g_autoptr(GQueue) queue = g_queue_new ();
  gsize room = max_rows;
  gsize n_before = 0;
  gboolean complete;
  LkJsonValue value;
  LkJsonBranch *branch;
  LkJsonBranch *child;
  gsize place;
  guint depth;

  g_return_val_if_fail (LK_IS_JSON_ROWS (self), FALSE);
  g_return_val_if_fail (position < self->top->n_rows, FALSE);

  branch = lk_json_branch_find_row (self->top, position, &place, &depth);
  child = lk_json_branch_at (branch, place);
  if (child != NULL)
    n_before = child->n_rows;
  else if (get_child (self, branch, place, &value))
    child = open_branch (self, branch, &value);

  if (child == NULL)
    return TRUE;

  complete = child->n_children <= max_rows;
  room -= MIN (room, child->n_children);
  for (; child != NULL && complete; child = g_queue_pop_head (queue))
    complete = open_children (self, child, queue, &room);

  g_list_model_items_changed (G_LIST_MODEL (self), position + 1, (guint) n_before,
                              (guint) lk_json_branch_at (branch, place)->n_rows);

  return complete;
}

/**
 * lk_json_rows_get_parent:
 * @self: rows
 * @position: one of them
 * @parent: (out): the row that it stands in
 *
 * Returns: whether there is one
 */
gboolean
lk_json_rows_get_parent (LkJsonRows *self,
                         guint       position,
                         guint      *parent)
{
  LkJsonBranch *branch;
  gsize place;
  guint depth;

  g_return_val_if_fail (LK_IS_JSON_ROWS (self), FALSE);
  g_return_val_if_fail (position < self->top->n_rows, FALSE);

  branch = lk_json_branch_find_row (self->top, position, &place, &depth);
  if (branch == self->top)
    return FALSE;

  *parent = (guint) lk_json_branch_position (branch->parent, branch->value.place);

  return TRUE;
}

/**
 * lk_json_rows_reveal:
 * @self: rows
 * @start: where a value of the body begins
 * @position: (out): its row
 *
 * Opens whatever the value stands in.
 *
 * Returns: whether it stands in any of the roots
 */
gboolean
lk_json_rows_reveal (LkJsonRows *self,
                     gsize       start,
                     guint      *position)
{
  g_autoptr(GArray) lineage = NULL;
  LkJsonBranch *branch;
  LkJsonValue *value = NULL;
  gsize place = 0;
  guint i;

  g_return_val_if_fail (LK_IS_JSON_ROWS (self), FALSE);

  branch = self->top;
  lineage = lk_json_index_get_lineage (self->index, start);

  for (i = 0; i < lineage->len; i++)
    {
      value = &g_array_index (lineage, LkJsonValue, i);
      place = place_of (self, branch, value);
      if (place < self->roots->len && g_array_index (self->roots, LkJsonValue, place).start == value->start)
        break;
    }

  if (i == lineage->len)
    return FALSE;

  for (i++; i < lineage->len; i++)
    {
      LkJsonBranch *child = lk_json_branch_at (branch, place);

      if (child == NULL)
        {
          guint row = (guint) lk_json_branch_position (branch, place);

          child = open_branch (self, branch, value);
          g_list_model_items_changed (G_LIST_MODEL (self), row + 1, 0, (guint) child->n_rows);
        }

      branch = child;
      value = &g_array_index (lineage, LkJsonValue, i);
      place = value->place;
    }

  *position = (guint) lk_json_branch_position (branch, place);

  return TRUE;
}
