/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "lk-json-index-private.h"
#include "lk-json-scan-private.h"

G_DEFINE_FINAL_TYPE (LkJsonIndex, lk_json_index, G_TYPE_OBJECT)

typedef struct
{
  GBytes       *bytes;    /* owned */
  LkJsonLimits  limits;
} Work;

static void
work_free (gpointer data)
{
  Work *work = data;

  g_bytes_unref (work->bytes);
  g_free (work);
}

static void
lk_json_index_finalize (GObject *object)
{
  LkJsonIndex *self = LK_JSON_INDEX (object);

  for (guint i = 0; i < G_N_ELEMENTS (self->levels); i++)
    g_free (self->levels[i]);
  g_clear_pointer (&self->map, lk_json_map_free);
  g_clear_pointer (&self->bytes, g_bytes_unref);

  G_OBJECT_CLASS (lk_json_index_parent_class)->finalize (object);
}

static void
lk_json_index_class_init (LkJsonIndexClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lk_json_index_finalize;
}

static void
lk_json_index_init (LkJsonIndex *self)
{
}

/**
 * lk_json_index_new:
 * @bytes: a body
 * @limits: (nullable): as for lk_json_scan(); no deeper than 65535
 * @cancellable: (nullable): to give up
 * @error: return location for an error of #LkJsonError, or %G_IO_ERROR_CANCELLED
 *
 * Checks the body as lk_json_scan() does and indexes it, in the same pass. May take long: in a window use the
 * asynchronous one.
 *
 * Returns: (transfer full): an index, or %NULL with @error set
 */
LkJsonIndex *
lk_json_index_new (GBytes              *bytes,
                   const LkJsonLimits  *limits,
                   GCancellable        *cancellable,
                   GError             **error)
{
  g_autoptr(LkJsonIndex) self = NULL;
  guint max_depth = limits != NULL && limits->max_depth > 0 ? limits->max_depth : LK_JSON_DEFAULT_DEPTH;
  const char *data;
  gsize length;

  g_return_val_if_fail (bytes != NULL, NULL);
  g_return_val_if_fail (max_depth <= G_MAXUINT16, NULL);

  self = g_object_new (LK_TYPE_JSON_INDEX, NULL);
  self->bytes = lk_json_skip_mark (bytes);
  data = g_bytes_get_data (self->bytes, &length);
  self->data = data != NULL ? data : "";
  self->length = length;
  self->known = length;

  if ((limits == NULL || limits->max_bytes == 0 || length <= limits->max_bytes) &&
      lk_json_machine_run (lk_json_processor_best (), self->data, length, max_depth, cancellable, &self->map))
    {
      _lk_json_build_levels (self);
      return g_steal_pointer (&self);
    }

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;

  if (lk_json_scan (self->data, length, limits, NULL, error))
    g_set_error_literal (error, LK_JSON_ERROR, LK_JSON_ERROR_SYNTAX, _("The answer cannot be read"));

  return NULL;
}

static void
index_in_thread (GTask        *task,
                 gpointer      source,
                 gpointer      task_data,
                 GCancellable *cancellable)
{
  Work *work = task_data;
  GError *error = NULL;
  LkJsonIndex *self = lk_json_index_new (work->bytes, &work->limits, cancellable, &error);

  if (self != NULL)
    g_task_return_pointer (task, self, g_object_unref);
  else
    g_task_return_error (task, error);
}

/**
 * lk_json_index_new_async:
 * @bytes: a body
 * @limits: (nullable): as for lk_json_index_new()
 * @cancellable: (nullable): to give up
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Indexes the body in a worker thread.
 */
void
lk_json_index_new_async (GBytes              *bytes,
                         const LkJsonLimits  *limits,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Work *work;

  g_return_if_fail (bytes != NULL);

  work = g_new0 (Work, 1);
  work->bytes = g_bytes_ref (bytes);
  if (limits != NULL)
    work->limits = *limits;

  g_task_set_source_tag (task, lk_json_index_new_async);
  g_task_set_task_data (task, work, work_free);
  g_task_run_in_thread (task, index_in_thread);
}

/**
 * lk_json_index_new_finish:
 * @result: what the callback got
 * @error: return location for an error as of lk_json_index_new()
 *
 * Returns: (transfer full): an index, or %NULL with @error set
 */
LkJsonIndex *
lk_json_index_new_finish (GAsyncResult  *result,
                          GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_json_index_new_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * lk_json_index_get_bytes:
 * @self: an index
 *
 * Returns: (transfer none): the body without a byte order mark
 */
GBytes *
lk_json_index_get_bytes (LkJsonIndex *self)
{
  g_return_val_if_fail (LK_IS_JSON_INDEX (self), NULL);

  return self->bytes;
}

/**
 * lk_json_index_get_memory:
 * @self: an index
 *
 * Returns: the bytes that it takes beside the body
 */
gsize
lk_json_index_get_memory (LkJsonIndex *self)
{
  gsize memory;

  g_return_val_if_fail (LK_IS_JSON_INDEX (self), 0);

  memory = sizeof *self + sizeof *self->map + (self->length + 63) / 64 * sizeof (guint64) +
           self->map->n_chunks * sizeof (LkJsonChunk) + self->map->n_bigs * sizeof (LkJsonBig) +
           self->map->n_places * sizeof (LkJsonPlace);

  for (guint level = 1; level < self->n_levels; level++)
    memory += self->n_entries[level] * sizeof (guint16);

  return memory;
}

/**
 * lk_json_index_get_n_values:
 * @self: an index
 *
 * Returns: how many values the body holds, containers counted too and keys not
 */
gsize
lk_json_index_get_n_values (LkJsonIndex *self)
{
  g_return_val_if_fail (LK_IS_JSON_INDEX (self), 0);

  return self->map->n_values;
}

/**
 * lk_json_index_get_root:
 * @self: an index
 *
 * Returns: the one value that stands in no other
 */
LkJsonValue
lk_json_index_get_root (LkJsonIndex *self)
{
  return (LkJsonValue) { .key = LK_JSON_NOWHERE, .start = _lk_json_skip_space (self, 0) };
}

/**
 * lk_json_index_get_value_type:
 * @self: an index
 * @start: where a value begins
 *
 * Returns: its type
 */
LkJsonType
lk_json_index_get_value_type (LkJsonIndex *self,
                              gsize        start)
{
  g_return_val_if_fail (LK_IS_JSON_INDEX (self) && start < self->length, LK_JSON_NULL);

  switch (self->data[start])
    {
    case '{':
      return LK_JSON_OBJECT;

    case '[':
      return LK_JSON_ARRAY;

    case '"':
      return LK_JSON_STRING;

    case 't':
    case 'f':
      return LK_JSON_BOOLEAN;

    case 'n':
      return LK_JSON_NULL;

    default:
      return LK_JSON_NUMBER;
    }
}

/**
 * lk_json_index_is_container:
 * @self: an index
 * @start: where a value begins
 *
 * Returns: whether it is an object or an array
 */
gboolean
lk_json_index_is_container (LkJsonIndex *self,
                            gsize        start)
{
  g_return_val_if_fail (LK_IS_JSON_INDEX (self) && start < self->length, FALSE);

  return _lk_json_step_of (self->data[start]) == 1;
}

/**
 * lk_json_index_get_end:
 * @self: an index
 * @start: where a value or key begins
 *
 * Returns: the offset just past it
 */
gsize
lk_json_index_get_end (LkJsonIndex *self,
                       gsize        start)
{
  g_return_val_if_fail (LK_IS_JSON_INDEX (self) && start < self->length, start);

  if (_lk_json_step_of (self->data[start]) == 1)
    return _lk_json_find_close (self, start) + 1;

  return _lk_json_trim_space (self, _lk_json_next_mark (self, start));
}

/**
 * lk_json_index_get_n_children:
 * @self: an index
 * @start: where a value begins
 *
 * Returns: how many members or elements it has; 0 for a scalar
 */
gsize
lk_json_index_get_n_children (LkJsonIndex *self,
                              gsize        start)
{
  const LkJsonBig *big;
  LkJsonValue child;
  gsize n = 1;

  g_return_val_if_fail (LK_IS_JSON_INDEX (self) && start < self->length, 0);

  if (_lk_json_step_of (self->data[start]) != 1)
    return 0;

  big = _lk_json_find_big (self, start);
  if (big != NULL)
    return big->n_children;

  if (!_lk_json_first_child (self, start, &child))
    return 0;

  while (lk_json_index_get_next (self, &child, &child))
    n++;

  return n;
}

/**
 * lk_json_index_get_child:
 * @self: an index
 * @start: where a container begins
 * @place: which of its children, from 0
 * @child: (out): where that stands
 *
 * Returns: whether there is one. Costs a bounded number of steps, however many children there are
 */
gboolean
lk_json_index_get_child (LkJsonIndex *self,
                         gsize        start,
                         gsize        place,
                         LkJsonValue *child)
{
  const LkJsonBig *big;

  g_return_val_if_fail (LK_IS_JSON_INDEX (self) && start < self->length, FALSE);

  if (_lk_json_step_of (self->data[start]) != 1)
    return FALSE;

  big = place >= LK_JSON_STRIDE ? _lk_json_find_big (self, start) : NULL;
  if (place >= LK_JSON_STRIDE && (big == NULL || place >= big->n_children))
    return FALSE;

  if (!_lk_json_first_child (self, start, child))
    return FALSE;

  if (big != NULL)
    _lk_json_skip_children (self, big, place, LK_JSON_NOWHERE, child);

  while (child->place < place)
    {
      if (!lk_json_index_get_next (self, child, child))
        return FALSE;
    }

  return TRUE;
}

/**
 * lk_json_index_get_next:
 * @self: an index
 * @value: a value
 * @next: (out): where its next sibling stands; may be @value itself
 *
 * Returns: whether there is one
 */
gboolean
lk_json_index_get_next (LkJsonIndex       *self,
                        const LkJsonValue *value,
                        LkJsonValue       *next)
{
  gsize mark;

  g_return_val_if_fail (LK_IS_JSON_INDEX (self) && value->start < self->length, FALSE);

  if (_lk_json_step_of (self->data[value->start]) == 1)
    mark = _lk_json_next_mark (self, _lk_json_find_close (self, value->start) + 1);
  else
    mark = _lk_json_next_mark (self, value->start);

  if (mark >= self->length || self->data[mark] != ',')
    return FALSE;

  _lk_json_read_child (self, mark + 1, value->key != LK_JSON_NOWHERE, value->place + 1, next);

  return TRUE;
}

/**
 * lk_json_index_get_parent:
 * @self: an index
 * @start: where a value begins
 * @parent: (out): the container that it stands in, with its key and its place
 *
 * Returns: whether there is one
 */
gboolean
lk_json_index_get_parent (LkJsonIndex *self,
                          gsize        start,
                          LkJsonValue *parent)
{
  gsize open;
  gsize around;

  g_return_val_if_fail (LK_IS_JSON_INDEX (self) && start < self->length, FALSE);

  open = _lk_json_find_open (self, start);
  if (open == LK_JSON_NOWHERE)
    return FALSE;

  *parent = _lk_json_value_at (self, open);
  around = _lk_json_find_open (self, open);
  if (around != LK_JSON_NOWHERE)
    _lk_json_find_place (self, around, parent);

  return TRUE;
}

/**
 * lk_json_index_get_lineage:
 * @self: an index
 * @start: where a value begins
 *
 * Returns: (transfer full) (element-type LkJsonValue): the value and what it stands in, from the root down to it
 */
GArray *
lk_json_index_get_lineage (LkJsonIndex *self,
                           gsize        start)
{
  GArray *lineage;
  gsize open;

  g_return_val_if_fail (LK_IS_JSON_INDEX (self) && start < self->length, NULL);

  lineage = g_array_new (FALSE, FALSE, sizeof (LkJsonValue));

  do
    {
      LkJsonValue value = _lk_json_value_at (self, start);

      open = _lk_json_find_open (self, start);
      if (open != LK_JSON_NOWHERE)
        _lk_json_find_place (self, open, &value);
      g_array_append_val (lineage, value);
      start = open;
    }
  while (open != LK_JSON_NOWHERE);

  for (guint i = 0; i < lineage->len / 2; i++)
    {
      LkJsonValue *one = &g_array_index (lineage, LkJsonValue, i);
      LkJsonValue *other = &g_array_index (lineage, LkJsonValue, lineage->len - 1 - i);
      LkJsonValue kept = *one;

      *one = *other;
      *other = kept;
    }

  return lineage;
}

/**
 * lk_json_index_find_token:
 * @self: an index
 * @offset: a place in the body
 * @start: (out): where the key or scalar around it begins
 * @end: (out): where it ends
 * @is_key: (out): whether it is a key
 *
 * Returns: whether there is one; not so at brackets, commas, colons and in white space between
 */
gboolean
lk_json_index_find_token (LkJsonIndex *self,
                          gsize        offset,
                          gsize       *start,
                          gsize       *end,
                          gboolean    *is_key)
{
  gsize before;
  gsize after;

  g_return_val_if_fail (LK_IS_JSON_INDEX (self) && offset < self->length, FALSE);

  before = _lk_json_previous_mark (self, offset);
  after = _lk_json_next_mark (self, offset);
  *start = _lk_json_skip_space (self, before == LK_JSON_NOWHERE ? 0 : before + 1);
  *end = _lk_json_trim_space (self, after);
  *is_key = after < self->length && self->data[after] == ':';

  return offset >= *start && offset < *end;
}

/**
 * lk_json_index_get_keyed:
 * @self: an index
 * @key: where a key begins
 *
 * Returns: where its value begins
 */
gsize
lk_json_index_get_keyed (LkJsonIndex *self,
                         gsize        key)
{
  g_return_val_if_fail (LK_IS_JSON_INDEX (self) && key < self->length, key);

  return _lk_json_skip_space (self, _lk_json_next_mark (self, key) + 1);
}
