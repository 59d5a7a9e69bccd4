/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-json-path.h"

#include <glib/gi18n.h>
#include <string.h>

#include "lk-json-index-private.h"
#include "lk-json-string.h"

/* Between two looks at the cancellable. */
#define CHILDREN_AT_ONCE 1024

typedef enum
{
  STEP_MEMBER,
  STEP_ELEMENT,
  STEP_ALL,
} StepKind;

typedef struct
{
  StepKind  kind;
  char     *name;       /* owned: of a member */
  gboolean  escaped;    /* the name is written as JSON has it */
  guint64   place;      /* of an element */
} Step;

struct _LkJsonPath
{
  GArray *steps;        /* owned: of Step */
};

typedef struct
{
  LkJsonPath   *path;
  LkJsonIndex  *index;
  GArray       *values;
  guint         max_values;
  GCancellable *cancellable;
  guint         n_seen;
  gboolean      more;
} Walk;

typedef struct
{
  LkJsonPath  *path;    /* owned */
  LkJsonIndex *index;   /* owned */
  guint        max_values;
  gboolean     more;
} Work;

static void
step_clear (gpointer data)
{
  Step *step = data;

  g_clear_pointer (&step->name, g_free);
}

static gboolean
fail (const char  *text,
      const char  *at,
      const char  *problem,
      GError     **error)
{
  g_set_error (error, LK_JSON_ERROR, LK_JSON_ERROR_SYNTAX,
               /* Translators: the %s says what is wrong, such as “a name must follow the dot” */
               _("This is not a path: %s (character %ld). A path looks like $.chats[*].visitor.name"), problem,
               g_utf8_pointer_to_offset (text, at) + 1);

  return FALSE;
}

static void
add_step (LkJsonPath *self,
          StepKind    kind,
          char       *name,
          gboolean    escaped,
          guint64     place)
{
  Step step = { .kind = kind, .name = name, .escaped = escaped, .place = place };

  g_array_append_val (self->steps, step);
}

/* A key in quotation marks, its escapes as JSON has them; in single ones too. */
static gboolean
read_quoted (LkJsonPath  *self,
             const char  *text,
             const char **at,
             GError     **error)
{
  const char *begin = *at + 1;
  const char *end = begin;

  for (; *end != '\0' && *end != **at; end++)
    {
      if (*end != '\\')
        continue;

      end++;
      if (*end == '\0' || (*end == 'u' && !(g_ascii_isxdigit (end[1]) && g_ascii_isxdigit (end[2]) &&
                                            g_ascii_isxdigit (end[3]) && g_ascii_isxdigit (end[4]))))
        return fail (text, end, _("this is no escape"), error);
    }

  if (*end == '\0')
    return fail (text, end, _("a quotation mark must follow"), error);

  add_step (self, STEP_MEMBER, g_strndup (begin, end - begin), TRUE, 0);
  *at = end + 1;

  return TRUE;
}

static gboolean
read_brackets (LkJsonPath  *self,
               const char  *text,
               const char **at,
               GError     **error)
{
  (*at)++;

  if (**at == '*')
    {
      add_step (self, STEP_ALL, NULL, FALSE, 0);
      (*at)++;
    }
  else if (**at == '"' || **at == '\'')
    {
      if (!read_quoted (self, text, at, error))
        return FALSE;
    }
  else if (g_ascii_isdigit (**at))
    {
      char *end = NULL;

      add_step (self, STEP_ELEMENT, NULL, FALSE, g_ascii_strtoull (*at, &end, 10));
      *at = end;
    }
  else
    {
      return fail (text, *at, _("a number, * or a name in quotation marks must stand in the brackets"), error);
    }

  if (**at != ']')
    return fail (text, *at, _("a closing bracket must follow"), error);

  (*at)++;

  return TRUE;
}

static gboolean
read_name (LkJsonPath  *self,
           const char  *text,
           const char **at,
           GError     **error)
{
  gsize length = strcspn (*at, ".[");

  if (length == 0)
    return fail (text, *at, _("a name must stand here"), error);

  if (length == 1 && **at == '*')
    add_step (self, STEP_ALL, NULL, FALSE, 0);
  else
    add_step (self, STEP_MEMBER, g_strndup (*at, length), FALSE, 0);
  *at += length;

  return TRUE;
}

static gboolean
read_steps (LkJsonPath  *self,
            const char  *text,
            GError     **error)
{
  const char *at = text;

  /* The root may be left out: then it begins as a step does, but for the dot. */
  if (*at == '$' && (at[1] == '.' || at[1] == '[' || at[1] == '\0'))
    at++;
  else if (*at != '[' && *at != '.' && !read_name (self, text, &at, error))
    return FALSE;

  while (*at != '\0')
    {
      if (*at == '[')
        {
          if (!read_brackets (self, text, &at, error))
            return FALSE;
        }
      else if (*at == '.')
        {
          at++;
          if (!read_name (self, text, &at, error))
            return FALSE;
        }
      else
        {
          return fail (text, at, _("a dot or an opening bracket must stand here"), error);
        }
    }

  return TRUE;
}

/**
 * lk_json_path_new:
 * @text: valid UTF-8: `$`, then members as `.name` or `["name"]`, elements as `[3]`, and all of either as `.*` or
 *   `[*]`; the `$` may be left out
 * @error: return location for a %LK_JSON_ERROR_SYNTAX
 *
 * What lk_json_index_get_path() answers is such a path, and finds that value again.
 *
 * Returns: (transfer full): the path, or %NULL with @error set
 */
LkJsonPath *
lk_json_path_new (const char  *text,
                  GError     **error)
{
  g_autoptr(LkJsonPath) self = NULL;
  g_autofree char *stripped = NULL;

  g_return_val_if_fail (text != NULL && g_utf8_validate (text, -1, NULL), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  self = g_atomic_rc_box_new0 (LkJsonPath);
  self->steps = g_array_new (FALSE, FALSE, sizeof (Step));
  g_array_set_clear_func (self->steps, step_clear);
  stripped = g_strstrip (g_strdup (text));

  if (!read_steps (self, stripped, error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * lk_json_path_ref:
 * @self: a path
 *
 * Returns: (transfer full): the same
 */
LkJsonPath *
lk_json_path_ref (LkJsonPath *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
path_clear (gpointer data)
{
  LkJsonPath *self = data;

  g_array_unref (self->steps);
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

/* Whether two strings as JSON writes them mean the same; neither NUL nor a lone surrogate stands in a text of ours. */
static gboolean
mean_the_same (const char *one,
               gsize       length,
               const char *other)
{
  const char *end = one + length;
  const char *other_end = other + strlen (other);

  while (one < end && other < other_end)
    {
      if (lk_json_string_next (&one, end) != lk_json_string_next (&other, other_end))
        return FALSE;
    }

  return one == end && other == other_end;
}

static gboolean
is_wanted (Walk              *walk,
           const Step        *step,
           const LkJsonValue *child)
{
  const char *key;
  gsize length;

  if (step->kind == STEP_ALL)
    return TRUE;

  key = _lk_json_get_inside (walk->index, child->key, &length);

  return step->escaped ? mean_the_same (key, length, step->name) : lk_json_string_equal (key, length, step->name);
}

/* Follows the steps from number `n` on. Answers whether to go on. */
static gboolean
follow (Walk              *walk,
        const LkJsonValue *value,
        guint              n)
{
  const Step *step;
  LkJsonType type;
  LkJsonValue child;
  gboolean there;

  if (n == walk->path->steps->len)
    {
      walk->more = walk->values->len == walk->max_values;
      if (!walk->more)
        g_array_append_vals (walk->values, value, 1);

      return !walk->more;
    }

  step = &g_array_index (walk->path->steps, Step, n);
  type = lk_json_index_get_value_type (walk->index, value->start);

  if (step->kind == STEP_ELEMENT)
    return type != LK_JSON_ARRAY || !lk_json_index_get_child (walk->index, value->start, step->place, &child) ||
           follow (walk, &child, n + 1);

  if (step->kind == STEP_MEMBER && type != LK_JSON_OBJECT)
    return TRUE;

  /* A key may be there more than once. */
  for (there = lk_json_index_get_child (walk->index, value->start, 0, &child); there;
       there = lk_json_index_get_next (walk->index, &child, &child))
    {
      if (++walk->n_seen % CHILDREN_AT_ONCE == 0 && g_cancellable_is_cancelled (walk->cancellable))
        return FALSE;

      if (is_wanted (walk, step, &child) && !follow (walk, &child, n + 1))
        return FALSE;
    }

  return TRUE;
}

/**
 * lk_json_path_find:
 * @self: a path
 * @index: a body and its index
 * @max_values: how many to find at most
 * @cancellable: (nullable): to give up
 * @more: (out) (optional): whether there are more than that
 * @error: return location for %G_IO_ERROR_CANCELLED
 *
 * May take long: in a window use the asynchronous one.
 *
 * Returns: (transfer full) (element-type LkJsonValue): the values that the path leads to, in their order; empty if
 *   there are none; %NULL with @error set
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
  Walk walk = { .path = self, .index = index, .max_values = max_values, .cancellable = cancellable };
  LkJsonValue root;

  g_return_val_if_fail (self != NULL && LK_IS_JSON_INDEX (index), NULL);

  values = walk.values = g_array_new (FALSE, FALSE, sizeof (LkJsonValue));
  root = lk_json_index_get_root (index);
  follow (&walk, &root, 0);

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;

  if (more != NULL)
    *more = walk.more;

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

static void
find_in_thread (GTask        *task,
                gpointer      source,
                gpointer      task_data,
                GCancellable *cancellable)
{
  Work *work = task_data;
  GError *error = NULL;
  GArray *values = lk_json_path_find (work->path, work->index, work->max_values, cancellable, &work->more, &error);

  if (values != NULL)
    g_task_return_pointer (task, values, (GDestroyNotify) g_array_unref);
  else
    g_task_return_error (task, error);
}

/**
 * lk_json_path_find_async:
 * @self: a path
 * @index: a body and its index
 * @max_values: how many to find at most
 * @cancellable: (nullable): to give up
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * As lk_json_path_find(), in a worker.
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
  work->path = lk_json_path_ref (self);
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
