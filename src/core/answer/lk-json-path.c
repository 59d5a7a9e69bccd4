/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-json-path.h"

#include <string.h>

#include "lk-json-path-private.h"
#include "lk-json-string.h"

/* Steps between two looks at the cancellable. */
#define STEPS_AT_ONCE 1024

struct _LkJsonPath
{
  LkPathQuery *query; /* owned */
};

/* For the worker. */
typedef struct
{
  LkJsonPath *path;   /* owned */
  LkJsonIndex *index; /* owned */
  guint max_values;
  gboolean more;
} Work;

/* What a visit hands down: the query, and what to do with its nodes. */
typedef struct
{
  LkPathRun *run;           /* not owned */
  const LkPathQuery *query; /* not owned */
  LkPathFunc func;
  gpointer user_data;
} Visit;

static gboolean visit_segments (Visit             *visit,
                                const LkJsonValue *node,
                                guint              n);

static gboolean
is_cancelled (LkPathRun *run)
{
  return ++run->n_steps % STEPS_AT_ONCE == 0 && g_cancellable_is_cancelled (run->cancellable);
}

/* Whether a string of the body means the name. Neither compares equal to half of a surrogate pair. */
static gboolean
has_name (LkJsonIndex   *index,
          gsize          key,
          const GString *name)
{
  const char *data = g_bytes_get_data (lk_json_index_get_bytes (index), NULL);
  const char *at = data + key + 1;
  const char *end = data + lk_json_index_get_end (index, key) - 1;
  const char *name_at = name->str;
  const char *name_end = name->str + name->len;

  while (at < end && name_at < name_end)
    {
      if (lk_json_string_next (&at, end) != g_utf8_get_char (name_at))
        return FALSE;
      name_at = g_utf8_next_char (name_at);
    }

  return at == end && name_at == name_end;
}

static gboolean
is_selected (LkPathRun            *run,
             const LkPathSelector *selector,
             const LkJsonValue    *child)
{
  switch (selector->kind)
    {
    case LK_PATH_NAME:
      return has_name (run->index, child->key, selector->name);

    case LK_PATH_FILTER:
      return _lk_path_test (run, selector->filter, child);

    default:
      return TRUE;
    }
}

static gboolean
visit_children (Visit                *visit,
                const LkPathSelector *selector,
                const LkJsonValue    *node,
                guint                 n)
{
  LkJsonIndex *index = visit->run->index;
  LkJsonValue child;

  /* A key may be there more than once. */
  for (gboolean there = lk_json_index_get_child (index, node->start, 0, &child); there;
       there = lk_json_index_get_next (index, &child, &child))
    {
      if (is_cancelled (visit->run))
        return FALSE;

      if (is_selected (visit->run, selector, &child) && !visit_segments (visit, &child, n + 1))
        return FALSE;
    }

  return TRUE;
}

static gboolean
visit_index (Visit                *visit,
             const LkPathSelector *selector,
             const LkJsonValue    *node,
             guint                 n)
{
  LkJsonIndex *index = visit->run->index;
  gint64 place = selector->start;
  LkJsonValue child;

  if (place < 0)
    place += (gint64) lk_json_index_get_n_children (index, node->start);

  return place < 0 || !lk_json_index_get_child (index, node->start, (gsize) place, &child) ||
         visit_segments (visit, &child, n + 1);
}

/* RFC 9535 section 2.3.4.2.2 */
static gint64
normalize (gint64 place,
           gint64 length,
           gint64 low,
           gint64 high)
{
  return CLAMP (place >= 0 ? place : length + place, low, high);
}

static gboolean
visit_slice (Visit                *visit,
             const LkPathSelector *selector,
             const LkJsonValue    *node,
             guint                 n)
{
  LkJsonIndex *index = visit->run->index;
  gint64 length = (gint64) lk_json_index_get_n_children (index, node->start);
  gint64 step = selector->step;
  gint64 low = step < 0 ? -1 : 0;
  gint64 high = step < 0 ? length - 1 : length;
  gint64 start = step < 0 ? high : low;
  gint64 end = step < 0 ? low : high;
  LkJsonValue child;

  if (step == 0)
    return TRUE;

  if (selector->has_start)
    start = normalize (selector->start, length, low, high);
  if (selector->has_end)
    end = normalize (selector->end, length, low, high);

  for (gint64 i = start; step > 0 ? i < end : i > end; i += step)
    {
      gboolean there = step == 1 && i > start ? lk_json_index_get_next (index, &child, &child)
                                              : lk_json_index_get_child (index, node->start, (gsize) i, &child);

      if (!there || is_cancelled (visit->run) || !visit_segments (visit, &child, n + 1))
        return FALSE;
    }

  return TRUE;
}

static gboolean
visit_selectors (Visit               *visit,
                 const LkPathSegment *segment,
                 const LkJsonValue   *node,
                 guint                n)
{
  LkJsonType type = lk_json_index_get_value_type (visit->run->index, node->start);

  for (guint i = 0; i < segment->selectors->len; i++)
    {
      const LkPathSelector *selector = g_ptr_array_index (segment->selectors, i);
      gboolean go_on = TRUE;

      switch (selector->kind)
        {
        case LK_PATH_NAME:
          if (type == LK_JSON_OBJECT)
            go_on = visit_children (visit, selector, node, n);
          break;

        case LK_PATH_WILDCARD:
        case LK_PATH_FILTER:
          if (type == LK_JSON_OBJECT || type == LK_JSON_ARRAY)
            go_on = visit_children (visit, selector, node, n);
          break;

        case LK_PATH_INDEX:
          if (type == LK_JSON_ARRAY)
            go_on = visit_index (visit, selector, node, n);
          break;

        case LK_PATH_SLICE:
        default:
          if (type == LK_JSON_ARRAY)
            go_on = visit_slice (visit, selector, node, n);
        }

      if (!go_on)
        return FALSE;
    }

  return TRUE;
}

/* The node, then its descendants, each before its own. The depth of a body is limited, and so is this recursion. */
static gboolean
visit_descendants (Visit               *visit,
                   const LkPathSegment *segment,
                   const LkJsonValue   *node,
                   guint                n)
{
  LkJsonIndex *index = visit->run->index;
  LkJsonValue child;

  if (!visit_selectors (visit, segment, node, n))
    return FALSE;

  for (gboolean there = lk_json_index_get_child (index, node->start, 0, &child); there;
       there = lk_json_index_get_next (index, &child, &child))
    {
      if (is_cancelled (visit->run))
        return FALSE;

      if (lk_json_index_is_container (index, child.start) && !visit_descendants (visit, segment, &child, n))
        return FALSE;
    }

  return TRUE;
}

/* Applies the segments from number @n on to a node. */
static gboolean
visit_segments (Visit             *visit,
                const LkJsonValue *node,
                guint              n)
{
  const LkPathSegment *segment;

  if (n == visit->query->segments->len)
    return visit->func (node, visit->user_data);

  segment = g_ptr_array_index (visit->query->segments, n);

  return segment->descendant ? visit_descendants (visit, segment, node, n) : visit_selectors (visit, segment, node, n);
}

/* Calls @func for every node of the result, in the order of RFC 9535, until it answers FALSE. */
gboolean
_lk_path_visit (LkPathRun         *run,
                const LkPathQuery *query,
                const LkJsonValue *current,
                LkPathFunc         func,
                gpointer           user_data)
{
  Visit visit = { run, query, func, user_data };
  LkJsonValue root = lk_json_index_get_root (run->index);

  return visit_segments (&visit, query->relative ? current : &root, 0);
}

/**
 * lk_json_path_new:
 * @text: a JSONPath query (RFC 9535) as valid UTF-8
 * @error: return location for %LK_JSON_ERROR_SYNTAX
 *
 * What lk_json_index_get_path() returns is such a query and finds that value, unless one of its keys holds half of a
 * surrogate pair.
 *
 * Returns: (transfer full): the query, or %NULL with @error set
 */
LkJsonPath *
lk_json_path_new (const char  *text,
                  GError     **error)
{
  LkPathQuery *query;
  LkJsonPath *self;

  g_return_val_if_fail (text != NULL && g_utf8_validate (text, -1, NULL), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  query = _lk_path_parse (text, error);
  if (query == NULL)
    return NULL;

  self = g_atomic_rc_box_new0 (LkJsonPath);
  self->query = query;

  return self;
}

/**
 * lk_json_path_new_typed:
 * @text: what a person typed, as valid UTF-8
 * @error: return location for %LK_JSON_ERROR_SYNTAX
 *
 * As lk_json_path_new(), but blanks around the query are ignored and the leading `$` may be left out, as in
 * `chats[*].id`.
 *
 * Returns: (transfer full): the query, or %NULL with @error set
 */
LkJsonPath *
lk_json_path_new_typed (const char  *text,
                        GError     **error)
{
  g_autofree char *stripped = NULL;
  g_autofree char *whole = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  stripped = g_strstrip (g_strdup (text));
  if (*stripped == '\0' || *stripped == '$')
    return lk_json_path_new (stripped, error);

  whole = g_strconcat (*stripped == '.' || *stripped == '[' ? "$" : "$.", stripped, NULL);

  return lk_json_path_new (whole, error);
}

static LkJsonPath *
path_ref (LkJsonPath *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
path_clear (gpointer data)
{
  LkJsonPath *self = data;

  _lk_path_query_free (self->query);
}

/**
 * lk_json_path_unref:
 * @self: (transfer full): a path
 *
 * Drops a reference.
 */
void
lk_json_path_unref (LkJsonPath *self)
{
  g_atomic_rc_box_release_full (self, path_clear);
}

typedef struct
{
  GArray *values; /* not owned */
  guint max_values;
  gboolean more;
} Result;

static gboolean
take_value (const LkJsonValue *node,
            gpointer           data)
{
  Result *result = data;

  result->more = result->values->len == result->max_values;
  if (!result->more)
    g_array_append_vals (result->values, node, 1);

  return !result->more;
}

/**
 * lk_json_path_find:
 * @self: a path
 * @index: a body and its index
 * @max_values: how many to find at most
 * @cancellable: (nullable): a cancellable
 * @more: (out) (optional): whether there are more than that
 * @error: return location for %G_IO_ERROR_CANCELLED
 *
 * May take long: on the main loop use lk_json_path_find_async().
 *
 * Returns: (transfer full) (element-type LkJsonValue): the nodes that the query selects, in the order of RFC 9535,
 *   which may name a node more than once; empty if there are none; %NULL with @error set
 */
GArray *
lk_json_path_find (LkJsonPath    *self,
                   LkJsonIndex   *index,
                   guint          max_values,
                   GCancellable  *cancellable,
                   gboolean      *more,
                   GError       **error)
{
  g_autoptr(GArray) values = NULL;
  LkPathRun run = { .index = index, .cancellable = cancellable };
  Result result = { .max_values = max_values };

  g_return_val_if_fail (self != NULL && LK_IS_JSON_INDEX (index), NULL);

  values = result.values = g_array_new (FALSE, FALSE, sizeof (LkJsonValue));
  _lk_path_visit (&run, self->query, NULL, take_value, &result);

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;

  if (more != NULL)
    *more = result.more;

  return g_steal_pointer (&values);
}

static void
work_free (gpointer data)
{
  Work *work = data;

  lk_json_path_unref (work->path);
  g_object_unref (work->index);
  g_free (work);
}

static gint
compare_starts (gconstpointer a,
                gconstpointer b)
{
  const LkJsonValue *one = a;
  const LkJsonValue *other = b;

  return (one->start > other->start) - (one->start < other->start);
}

/* In the order of the body, each node once, and none that another one holds. */
static void
keep_outermost (LkJsonIndex *index,
                GArray      *values)
{
  guint n = 0;
  gsize end = 0;

  g_array_sort (values, compare_starts);
  for (guint i = 0; i < values->len; i++)
    {
      LkJsonValue value = g_array_index (values, LkJsonValue, i);

      if (n > 0 && value.start < end)
        continue;

      end = lk_json_index_get_end (index, value.start);
      g_array_index (values, LkJsonValue, n++) = value;
    }
  g_array_set_size (values, n);
}

static void
find_in_thread (GTask        *task,
                gpointer      source,
                gpointer      task_data,
                GCancellable *cancellable)
{
  Work *work = task_data;
  GError *error = NULL;
  GArray *values = lk_json_path_find (work->path, work->index, work->max_values, cancellable, &work->more, &error);

  if (values == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  keep_outermost (work->index, values);
  g_task_return_pointer (task, values, (GDestroyNotify) g_array_unref);
}

/**
 * lk_json_path_find_async:
 * @self: a path
 * @index: a body and its index
 * @max_values: how many to find at most
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Finds, in a worker, what a tree shows of the result: the nodes in the order of the body, without those that another
 * one of them holds.
 */
void
lk_json_path_find_async (LkJsonPath          *self,
                         LkJsonIndex         *index,
                         guint                max_values,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  Work *work;

  g_return_if_fail (self != NULL && LK_IS_JSON_INDEX (index));

  work = g_new0 (Work, 1);
  work->path = path_ref (self);
  work->index = g_object_ref (index);
  work->max_values = max_values;

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, lk_json_path_find_async);
  g_task_set_task_data (task, work, work_free);
  g_task_run_in_thread (task, find_in_thread);
}

/**
 * lk_json_path_find_finish:
 * @result: what the callback got
 * @more: (out) (optional): whether there are more than were asked for
 * @error: return location for %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (element-type LkJsonValue): as lk_json_path_find()
 */
GArray *
lk_json_path_find_finish (GAsyncResult  *result,
                          gboolean      *more,
                          GError       **error)
{
  GArray *values;

  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_json_path_find_async), NULL);

  values = g_task_propagate_pointer (G_TASK (result), error);
  if (values != NULL && more != NULL)
    *more = ((Work *) g_task_get_task_data (G_TASK (result)))->more;

  return values;
}

/* A name of a normalized path (RFC 9535 section 2.7). */
static void
append_normalized_name (GString    *path,
                        const char *at,
                        const char *end)
{
  static const char escaped[] = "\b\t\n\f\r'\\";
  static const char names[] = "btnfr'\\";

  g_string_append (path, "['");
  while (at < end)
    {
      gunichar c = lk_json_string_next (&at, end);
      const char *found = c > 0 && c < 0x80 ? strchr (escaped, (int) c) : NULL;

      if (found != NULL)
        g_string_append_printf (path, "\\%c", names[found - escaped]);
      else if (c < 0x20 || (c >= 0xd800 && c <= 0xdfff))
        g_string_append_printf (path, "\\u%04x", c);
      else
        g_string_append_unichar (path, c);
    }
  g_string_append (path, "']");
}

/* The normalized path (RFC 9535 section 2.7), such as $['chats'][3]['id']. */
static char *
normalize_path (LkJsonIndex       *index,
                const LkJsonValue *value)
{
  g_autoptr(GArray) lineage = NULL;
  GString *path = g_string_new ("$");
  const char *data;

  data = g_bytes_get_data (lk_json_index_get_bytes (index), NULL);
  lineage = lk_json_index_get_lineage (index, value->start);
  for (guint i = 1; i < lineage->len; i++)
    {
      const LkJsonValue *step = &g_array_index (lineage, LkJsonValue, i);

      if (step->key == LK_JSON_NOWHERE)
        g_string_append_printf (path, "[%" G_GSIZE_FORMAT "]", step->place);
      else
        append_normalized_name (path, data + step->key + 1, data + lk_json_index_get_end (index, step->key) - 1);
    }

  return g_string_free (path, FALSE);
}

static void
match_free (gpointer data)
{
  LkJsonPathMatch *match = data;

  g_free (match->path);
  g_free (match->json);
  g_free (match);
}

/**
 * lk_json_path_query:
 * @selector: a JSONPath query as valid UTF-8
 * @document: a JSON text
 * @error: return location for a #LkJsonError of either
 *
 * Returns: (transfer full) (element-type LkJsonPathMatch): the nodes that @selector selects in @document, in the order
 *   of RFC 9535; %NULL with @error set
 */
GPtrArray *
lk_json_path_query (const char  *selector,
                    const char  *document,
                    GError     **error)
{
  g_autoptr(LkJsonPath) path = NULL;
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(LkJsonIndex) index = NULL;
  g_autoptr(GArray) values = NULL;
  GPtrArray *matches;

  g_return_val_if_fail (selector != NULL && document != NULL, NULL);

  path = lk_json_path_new (selector, error);
  if (path == NULL)
    return NULL;

  bytes = g_bytes_new (document, strlen (document));
  index = lk_json_index_new (bytes, NULL, NULL, error);
  if (index == NULL)
    return NULL;

  values = lk_json_path_find (path, index, G_MAXUINT, NULL, NULL, NULL);
  matches = g_ptr_array_new_with_free_func (match_free);
  for (guint i = 0; i < values->len; i++)
    {
      const LkJsonValue *value = &g_array_index (values, LkJsonValue, i);
      LkJsonPathMatch *match = g_new0 (LkJsonPathMatch, 1);

      match->path = normalize_path (index, value);
      match->json = lk_json_index_dup_json (index, value->start);
      g_ptr_array_add (matches, match);
    }

  return matches;
}
