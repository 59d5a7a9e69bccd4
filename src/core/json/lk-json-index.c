/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-json-index.h"

#include <glib/gi18n.h>
#include <string.h>

#include "lk-json-machine.h"
#include "lk-json-scan-private.h"
#include "lk-json-string.h"

/* Over the chunks lie levels of the lowest depth of so many entries below. */
#define FAN 32
#define MAX_LEVELS 12

struct _LkJsonIndex
{
  GObject      parent_instance;

  /* Owned */
  GBytes      *bytes;
  LkJsonMap   *map;
  guint16     *levels[MAX_LEVELS];   /* [0] is made of the chunks */

  gsize        n_entries[MAX_LEVELS];
  guint        n_levels;

  /* Borrowed from bytes */
  const char  *data;
  gsize        length;
};

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

static guint
lowest_of (LkJsonIndex *self,
           guint        level,
           gsize        entry)
{
  return level == 0 ? self->map->chunks[entry].lowest : self->levels[level][entry];
}

static void
build_levels (LkJsonIndex *self)
{
  self->n_levels = 1;
  self->n_entries[0] = self->map->n_chunks;

  while (self->n_entries[self->n_levels - 1] > FAN)
    {
      guint level = self->n_levels++;
      gsize below = self->n_entries[level - 1];
      gsize n = (below + FAN - 1) / FAN;

      self->n_entries[level] = n;
      self->levels[level] = g_new (guint16, n);

      for (gsize i = 0; i < n; i++)
        {
          guint lowest = G_MAXUINT16;

          for (gsize j = i * FAN; j < MIN ((i + 1) * FAN, below); j++)
            lowest = MIN (lowest, lowest_of (self, level - 1, j));
          self->levels[level][i] = lowest;
        }
    }
}

/* The first chunk from `chunk` on that goes down to `depth`; climbs and descends the levels. */
static gsize
chunk_down_to (LkJsonIndex *self,
               gsize        chunk,
               guint        depth)
{
  gsize entry = chunk;
  guint level = 0;

  for (;;)
    {
      if (entry >= self->n_entries[level])
        return self->map->n_chunks;

      if (lowest_of (self, level, entry) <= depth)
        {
          if (level == 0)
            return entry;
          level--;
          entry *= FAN;
        }
      else
        {
          entry++;
          while (entry % FAN == 0 && level + 1 < self->n_levels)
            {
              entry /= FAN;
              level++;
            }
        }
    }
}

/* The last chunk up to `chunk` that goes down to `depth`; the first chunk does. */
static gsize
chunk_up_to (LkJsonIndex *self,
             gsize        chunk,
             guint        depth)
{
  gsize entry = chunk;
  guint level = 0;

  for (;;)
    {
      if (lowest_of (self, level, entry) <= depth)
        {
          if (level == 0)
            return entry;
          level--;
          entry = MIN (entry * FAN + FAN, self->n_entries[level]) - 1;
        }
      else
        {
          g_assert (entry > 0);
          while (entry % FAN == 0 && level + 1 < self->n_levels)
            {
              entry /= FAN;
              level++;
            }
          entry--;
        }
    }
}

/* The first bracket, comma or colon outside strings at `offset` or after it; the length where there is none. */
static gsize
next_mark (LkJsonIndex *self,
           gsize        offset)
{
  gsize n_words = (self->length + 63) / 64;
  gsize word = offset / 64;
  guint64 marks;

  if (offset >= self->length)
    return self->length;

  marks = self->map->marks[word] & (~G_GUINT64_CONSTANT (0) << offset % 64);
  while (marks == 0)
    {
      if (++word == n_words)
        return self->length;
      marks = self->map->marks[word];
    }

  return word * 64 + __builtin_ctzll (marks);
}

/* The last one before `offset`; LK_JSON_NOWHERE where there is none. */
static gsize
previous_mark (LkJsonIndex *self,
               gsize        offset)
{
  gsize word;
  guint64 marks;

  if (offset == 0)
    return LK_JSON_NOWHERE;

  word = (offset - 1) / 64;
  marks = self->map->marks[word] & (~G_GUINT64_CONSTANT (0) >> (63 - (offset - 1) % 64));
  while (marks == 0)
    {
      if (word-- == 0)
        return LK_JSON_NOWHERE;
      marks = self->map->marks[word];
    }

  return word * 64 + 63 - __builtin_clzll (marks);
}

static gboolean
is_space (char byte)
{
  return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}

static gsize
skip_space (LkJsonIndex *self,
            gsize        offset)
{
  while (offset < self->length && is_space (self->data[offset]))
    offset++;

  return offset;
}

static gsize
trim_space (LkJsonIndex *self,
            gsize        offset)
{
  while (offset > 0 && is_space (self->data[offset - 1]))
    offset--;

  return offset;
}

static int
step_of (char byte)
{
  return (byte | 0x20) == '{' ? 1 : (byte | 0x20) == '}' ? -1 : 0;
}

/* The place of the bracket that closes the container at `start`. */
static gsize
find_close (LkJsonIndex *self,
            gsize        start)
{
  gsize chunk = start / LK_JSON_CHUNK;
  gsize limit = MIN ((chunk + 1) * LK_JSON_CHUNK, self->length);
  int depth = 1;
  int wanted = 0;

  for (gsize at = next_mark (self, start + 1);; at = next_mark (self, at + 1))
    {
      if (at >= limit)
        {
          /* From here on the depth is known: the chunk where it first comes back to that before the container. */
          wanted = self->map->chunks[chunk + 1].depth - depth + wanted;
          chunk = chunk_down_to (self, chunk + 1, wanted);
          limit = MIN ((chunk + 1) * LK_JSON_CHUNK, self->length);
          depth = self->map->chunks[chunk].depth;
          at = next_mark (self, chunk * LK_JSON_CHUNK);
        }

      depth += step_of (self->data[at]);
      if (depth == wanted)
        return at;
    }
}

/* The place of the bracket that opens the container around `offset`; LK_JSON_NOWHERE for the root. */
static gsize
find_open (LkJsonIndex *self,
           gsize        offset)
{
  gsize chunk = offset / LK_JSON_CHUNK;
  gsize begin = chunk * LK_JSON_CHUNK;
  gsize found = LK_JSON_NOWHERE;
  int inside = self->map->chunks[chunk].depth;
  int depth = 0;

  for (gsize at = previous_mark (self, offset); at != LK_JSON_NOWHERE && at >= begin; at = previous_mark (self, at))
    {
      depth += step_of (self->data[at]);
      if (depth == 1)
        return at;
    }

  /* `depth` is what this chunk adds before the offset, and never above 0 on the way: it is inside + depth here. */
  inside += depth;
  if (inside == 0)
    return LK_JSON_NOWHERE;

  chunk = chunk_up_to (self, chunk - 1, inside - 1);
  depth = self->map->chunks[chunk].depth;

  for (gsize at = next_mark (self, chunk * LK_JSON_CHUNK); at < (chunk + 1) * LK_JSON_CHUNK && at < self->length;
       at = next_mark (self, at + 1))
    {
      int step = step_of (self->data[at]);

      depth += step;
      if (step == 1 && depth == inside)
        found = at;
    }

  return found;
}

static const LkJsonBig *
find_big (LkJsonIndex *self,
          gsize        start)
{
  gsize low = 0;
  gsize high = self->map->n_bigs;

  while (low < high)
    {
      gsize middle = low + (high - low) / 2;

      if (self->map->bigs[middle].start < start)
        low = middle + 1;
      else
        high = middle;
    }

  return low < self->map->n_bigs && self->map->bigs[low].start == start ? &self->map->bigs[low] : NULL;
}

/* Reads the child that begins at or after `offset`, which is past an opening bracket or a comma. */
static void
read_child (LkJsonIndex *self,
            gsize        offset,
            gboolean     keyed,
            gsize        place,
            LkJsonValue *child)
{
  child->key = LK_JSON_NOWHERE;
  child->start = skip_space (self, offset);
  child->place = place;

  if (keyed)
    {
      child->key = child->start;
      child->start = skip_space (self, next_mark (self, child->key) + 1);
    }
}

static gboolean
first_child (LkJsonIndex *self,
             gsize        start,
             LkJsonValue *child)
{
  gsize at = skip_space (self, start + 1);

  if (step_of (self->data[at]) < 0 && next_mark (self, start + 1) == at)
    return FALSE;

  read_child (self, at, self->data[start] == '{', 0, child);

  return TRUE;
}

/* The value that begins at `start`, with its key but without its place. */
static LkJsonValue
value_at (LkJsonIndex *self,
          gsize        start)
{
  LkJsonValue value = { .key = LK_JSON_NOWHERE, .start = start };
  gsize before = previous_mark (self, start);

  if (before != LK_JSON_NOWHERE && self->data[before] == ':')
    value.key = skip_space (self, previous_mark (self, before) + 1);

  return value;
}

static void
find_place (LkJsonIndex *self,
            gsize        parent,
            LkJsonValue *value)
{
  const LkJsonBig *big = find_big (self, parent);
  gsize first = value->key != LK_JSON_NOWHERE ? value->key : value->start;
  LkJsonValue child;

  if (!first_child (self, parent, &child))
    return;

  if (big != NULL)
    {
      const gsize *places = self->map->places + big->first;
      gsize low = 0;
      gsize high = big->n_places;

      while (low < high)
        {
          gsize middle = low + (high - low) / 2;

          if (places[middle] < first)
            low = middle + 1;
          else
            high = middle;
        }

      if (low > 0)
        read_child (self, places[low - 1] + 1, self->data[parent] == '{', low * LK_JSON_STRIDE, &child);
    }

  while (child.start != value->start && lk_json_index_get_next (self, &child, &child))
    ;

  value->place = child.place;
}

/* The inside of the string at `start`, or the whole of another scalar. */
static const char *
get_inside (LkJsonIndex *self,
            gsize        start,
            gsize       *length)
{
  gsize end = lk_json_index_get_end (self, start);

  if (self->data[start] == '"')
    {
      start++;
      end--;
    }

  *length = end - start;

  return self->data + start;
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
  self->bytes = g_bytes_ref (bytes);
  data = g_bytes_get_data (bytes, &length);
  self->data = data != NULL ? data : "";
  self->length = length;

  if ((limits == NULL || limits->max_bytes == 0 || length <= limits->max_bytes) &&
      lk_json_machine_run (lk_json_processor_best (), self->data, length, max_depth, cancellable, &self->map))
    {
      build_levels (self);
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
 * Returns: (transfer none): the body
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
           self->map->n_places * sizeof (gsize);

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
  return (LkJsonValue) { .key = LK_JSON_NOWHERE, .start = skip_space (self, 0) };
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

  return step_of (self->data[start]) == 1;
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

  if (step_of (self->data[start]) == 1)
    return find_close (self, start) + 1;

  return trim_space (self, next_mark (self, start));
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

  if (step_of (self->data[start]) != 1)
    return 0;

  big = find_big (self, start);
  if (big != NULL)
    return big->n_children;

  if (!first_child (self, start, &child))
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

  if (step_of (self->data[start]) != 1)
    return FALSE;

  big = place >= LK_JSON_STRIDE ? find_big (self, start) : NULL;
  if (place >= LK_JSON_STRIDE && (big == NULL || place >= big->n_children))
    return FALSE;

  if (big != NULL)
    read_child (self, self->map->places[big->first + place / LK_JSON_STRIDE - 1] + 1, self->data[start] == '{',
                place / LK_JSON_STRIDE * LK_JSON_STRIDE, child);
  else if (!first_child (self, start, child))
    return FALSE;

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

  mark = step_of (self->data[value->start]) == 1 ? next_mark (self, find_close (self, value->start) + 1)
                                                 : next_mark (self, value->start);

  if (mark >= self->length || self->data[mark] != ',')
    return FALSE;

  read_child (self, mark + 1, value->key != LK_JSON_NOWHERE, value->place + 1, next);

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

  open = find_open (self, start);
  if (open == LK_JSON_NOWHERE)
    return FALSE;

  *parent = value_at (self, open);
  around = find_open (self, open);
  if (around != LK_JSON_NOWHERE)
    find_place (self, around, parent);

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
      LkJsonValue value = value_at (self, start);

      open = find_open (self, start);
      if (open != LK_JSON_NOWHERE)
        find_place (self, open, &value);
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

  before = previous_mark (self, offset);
  after = next_mark (self, offset);
  *start = skip_space (self, before == LK_JSON_NOWHERE ? 0 : before + 1);
  *end = trim_space (self, after);
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

  return skip_space (self, next_mark (self, key) + 1);
}

static gboolean
is_plain_name (const char *text,
               gsize       length)
{
  if (length == 0 || g_ascii_isdigit (*text))
    return FALSE;

  for (gsize i = 0; i < length; i++)
    {
      if (!g_ascii_isalnum (text[i]) && text[i] != '_')
        return FALSE;
    }

  return TRUE;
}

/**
 * lk_json_index_get_path:
 * @self: an index
 * @start: where a value begins
 *
 * Returns: (transfer full): where it stands, in the manner of `$.chats[3].visitor["full name"]`; a key that is no plain
 *   name stands as the body writes it
 */
char *
lk_json_index_get_path (LkJsonIndex *self,
                        gsize        start)
{
  g_autoptr(GArray) lineage = lk_json_index_get_lineage (self, start);
  GString *path = g_string_new ("$");

  for (guint i = 1; lineage != NULL && i < lineage->len; i++)
    {
      LkJsonValue *value = &g_array_index (lineage, LkJsonValue, i);
      const char *key;
      gsize length;

      if (value->key == LK_JSON_NOWHERE)
        {
          g_string_append_printf (path, "[%" G_GSIZE_FORMAT "]", value->place);
          continue;
        }

      key = get_inside (self, value->key, &length);
      g_string_append (path, is_plain_name (key, length) ? "." : "[\"");
      g_string_append_len (path, key, length);
      if (!is_plain_name (key, length))
        g_string_append (path, "\"]");
    }

  return g_string_free (path, FALSE);
}

/**
 * lk_json_index_get_pointer:
 * @self: an index
 * @start: where a value begins
 *
 * Returns: (transfer full): where it stands as a JSON Pointer (RFC 6901), such as `/chats/3/visitor`; empty for the
 * root
 */
char *
lk_json_index_get_pointer (LkJsonIndex *self,
                           gsize        start)
{
  g_autoptr(GArray) lineage = lk_json_index_get_lineage (self, start);
  GString *pointer = g_string_new (NULL);

  for (guint i = 1; lineage != NULL && i < lineage->len; i++)
    {
      LkJsonValue *value = &g_array_index (lineage, LkJsonValue, i);
      g_autofree char *key = NULL;

      g_string_append_c (pointer, '/');

      if (value->key == LK_JSON_NOWHERE)
        {
          g_string_append_printf (pointer, "%" G_GSIZE_FORMAT, value->place);
          continue;
        }

      key = lk_json_index_dup_text (self, value->key);
      for (const char *c = key; *c != '\0'; c++)
        {
          if (*c == '~')
            g_string_append (pointer, "~0");
          else if (*c == '/')
            g_string_append (pointer, "~1");
          else
            g_string_append_c (pointer, *c);
        }
    }

  return g_string_free (pointer, FALSE);
}

/**
 * lk_json_index_dup_key:
 * @self: an index
 * @value: a value
 * @max_chars: how much of its key
 * @cut: (out) (optional): whether there is more
 *
 * Returns: (transfer full) (nullable): its key fit for one line, or %NULL where it has none
 */
char *
lk_json_index_dup_key (LkJsonIndex       *self,
                       const LkJsonValue *value,
                       gsize              max_chars,
                       gboolean          *cut)
{
  g_return_val_if_fail (LK_IS_JSON_INDEX (self), NULL);

  return value->key != LK_JSON_NOWHERE ? lk_json_index_dup_line (self, value->key, max_chars, cut) : NULL;
}

/**
 * lk_json_index_dup_line:
 * @self: an index
 * @start: where a scalar or key begins
 * @max_chars: how much of it
 * @cut: (out) (optional): whether there is more
 *
 * Returns: (transfer full): it fit for one line: a string decoded, without its quotation marks; a number as written
 */
char *
lk_json_index_dup_line (LkJsonIndex *self,
                        gsize        start,
                        gsize        max_chars,
                        gboolean    *cut)
{
  GString *line;
  const char *inside;
  gsize length;

  g_return_val_if_fail (LK_IS_JSON_INDEX (self) && start < self->length, NULL);

  line = g_string_new (NULL);
  inside = get_inside (self, start, &length);
  lk_json_string_decode (line, inside, length, LK_JSON_DECODE_LINE, max_chars, cut);

  return g_string_free (line, FALSE);
}

/**
 * lk_json_index_dup_text:
 * @self: an index
 * @start: where a value or key begins
 *
 * Returns: (transfer full): the whole of it to copy: a string decoded, as far as text can hold it; anything else as
 *   written
 */
char *
lk_json_index_dup_text (LkJsonIndex *self,
                        gsize        start)
{
  GString *text;
  const char *inside;
  gsize length;

  g_return_val_if_fail (LK_IS_JSON_INDEX (self) && start < self->length, NULL);

  if (self->data[start] != '"')
    return lk_json_index_dup_json (self, start);

  inside = get_inside (self, start, &length);
  text = g_string_sized_new (length + 1);
  lk_json_string_decode (text, inside, length, LK_JSON_DECODE_TEXT, G_MAXSIZE, NULL);

  return g_string_free (text, FALSE);
}

/**
 * lk_json_index_dup_json:
 * @self: an index
 * @start: where a value begins
 *
 * Returns: (transfer full): it and all in it, as the body writes it
 */
char *
lk_json_index_dup_json (LkJsonIndex *self,
                        gsize        start)
{
  g_return_val_if_fail (LK_IS_JSON_INDEX (self) && start < self->length, NULL);

  return g_strndup (self->data + start, lk_json_index_get_end (self, start) - start);
}
