/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-json-search.h"

#include "lk-json-matcher.h"
#include "lk-search.h"

/* Microseconds between two deliveries of the worker; the first hit is delivered at once. */
#define DELIVERY_USEC 50000

/* Shared by the worker and the main context. */
typedef struct
{
  /* never changed */
  LkJsonIndex *index;     /* owned */
  LkJsonMatcher *matcher; /* owned: the worker's */
  GMainContext *context;  /* owned: the context of the search */
  GWeakRef search;        /* only used in that context */

  GMutex mutex;
  GArray *hits; /* owned: of gsize: not yet delivered; protected by the mutex, like the rest */
  gboolean done;
  gboolean more;
  gboolean on_its_way;

  /* of the worker */
  GArray *batch; /* owned: of gsize */
  gsize n_found;
  gint64 next_delivery;
} Shared;

struct _LkJsonSearch
{
  GObject parent_instance;

  /* owned */
  LkJsonIndex *index;
  char *text;
  LkJsonMatcher *matcher; /* for lk_json_search_find_in_text(); NULL for no text */
  GArray *hits;           /* of gsize: offsets of keys and scalars, ascending */

  /* cancelled in dispose */
  GCancellable *cancellable;

  gboolean done;
  gboolean more;
};

static void search_init (LkSearchInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (LkJsonSearch,
                               lk_json_search,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (LK_TYPE_SEARCH, search_init))

enum
{
  PROP_0,
  PROP_N_HITS,
  PROP_DONE,
};

static void
shared_clear (gpointer data)
{
  Shared *shared = data;

  g_clear_object (&shared->index);
  g_clear_pointer (&shared->matcher, lk_json_matcher_free);
  g_clear_pointer (&shared->context, g_main_context_unref);
  g_weak_ref_clear (&shared->search);
  g_mutex_clear (&shared->mutex);
  g_clear_pointer (&shared->hits, g_array_unref);
  g_clear_pointer (&shared->batch, g_array_unref);
}

static void
shared_unref (gpointer shared)
{
  g_atomic_rc_box_release_full (shared, shared_clear);
}

static gboolean
deliver_cb (gpointer data)
{
  Shared *shared = data;
  g_autoptr(LkJsonSearch) self = g_weak_ref_get (&shared->search);
  gboolean got_hits;
  gboolean done;

  if (self == NULL)
    return G_SOURCE_REMOVE;

  g_mutex_lock (&shared->mutex);
  got_hits = shared->hits->len > 0;
  g_array_append_vals (self->hits, shared->hits->data, shared->hits->len);
  g_array_set_size (shared->hits, 0);
  done = shared->done;
  self->more = shared->more;
  shared->on_its_way = FALSE;
  g_mutex_unlock (&shared->mutex);

  if (got_hits)
    g_object_notify (G_OBJECT (self), "n-hits");

  if (done != self->done)
    {
      self->done = done;
      g_object_notify (G_OBJECT (self), "done");
    }

  return G_SOURCE_REMOVE;
}

static void
deliver (Shared   *shared,
         gboolean  done)
{
  gboolean on_its_way;

  g_mutex_lock (&shared->mutex);
  g_array_append_vals (shared->hits, shared->batch->data, shared->batch->len);
  shared->done = done;
  shared->more = shared->n_found > LK_JSON_SEARCH_MAX_HITS;
  on_its_way = shared->on_its_way;
  shared->on_its_way = TRUE;
  g_mutex_unlock (&shared->mutex);

  g_array_set_size (shared->batch, 0);

  if (!on_its_way)
    {
      g_autoptr(GSource) source = g_idle_source_new ();

      g_source_set_priority (source, G_PRIORITY_DEFAULT);
      g_source_set_callback (source, deliver_cb, g_atomic_rc_box_acquire (shared), shared_unref);
      g_source_attach (source, shared->context);
    }
}

static gboolean
take_hit (gsize    token,
          gpointer data)
{
  Shared *shared = data;
  gint64 now;

  if (++shared->n_found > LK_JSON_SEARCH_MAX_HITS)
    return FALSE;

  g_array_append_val (shared->batch, token);

  now = g_get_monotonic_time ();
  if (now >= shared->next_delivery)
    {
      deliver (shared, FALSE);
      shared->next_delivery = now + DELIVERY_USEC;
    }

  return TRUE;
}

static void
search_in_thread (GTask        *task,
                  gpointer      source,
                  gpointer      task_data,
                  GCancellable *cancellable)
{
  Shared *shared = task_data;

  lk_json_matcher_run (shared->matcher, shared->index, lk_json_processor_best (), cancellable, take_hit, shared);
  deliver (shared, TRUE);
  g_task_return_boolean (task, TRUE);
}

static void
start (LkJsonSearch *self)
{
  g_autoptr(GTask) task = NULL;
  Shared *shared = g_atomic_rc_box_new0 (Shared);

  shared->index = g_object_ref (self->index);
  shared->matcher = lk_json_matcher_new (self->text);
  shared->context = g_main_context_ref_thread_default ();
  g_weak_ref_init (&shared->search, self);
  g_mutex_init (&shared->mutex);
  shared->hits = g_array_new (FALSE, FALSE, sizeof (gsize));
  shared->batch = g_array_new (FALSE, FALSE, sizeof (gsize));

  task = g_task_new (NULL, self->cancellable, NULL, NULL);
  g_task_set_source_tag (task, lk_json_search_new);
  g_task_set_task_data (task, shared, shared_unref);
  g_task_run_in_thread (task, search_in_thread);
}

static void
lk_json_search_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  LkJsonSearch *self = LK_JSON_SEARCH (object);

  switch (prop_id)
    {
    case PROP_N_HITS:
      g_value_set_uint (value, self->hits->len);
      break;

    case PROP_DONE:
      g_value_set_boolean (value, self->done);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lk_json_search_dispose (GObject *object)
{
  LkJsonSearch *self = LK_JSON_SEARCH (object);

  g_cancellable_cancel (self->cancellable);

  G_OBJECT_CLASS (lk_json_search_parent_class)->dispose (object);
}

static void
lk_json_search_finalize (GObject *object)
{
  LkJsonSearch *self = LK_JSON_SEARCH (object);

  g_clear_object (&self->index);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->text, g_free);
  g_clear_pointer (&self->matcher, lk_json_matcher_free);
  g_clear_pointer (&self->hits, g_array_unref);

  G_OBJECT_CLASS (lk_json_search_parent_class)->finalize (object);
}

static guint
get_n_hits (LkSearch *search)
{
  return LK_JSON_SEARCH (search)->hits->len;
}

static gboolean
is_done (LkSearch *search)
{
  return LK_JSON_SEARCH (search)->done;
}

static gboolean
has_more (LkSearch *search)
{
  return LK_JSON_SEARCH (search)->more;
}

static gsize
get_start (LkSearch *search,
           guint     hit)
{
  return g_array_index (LK_JSON_SEARCH (search)->hits, gsize, hit);
}

static gsize
get_end (LkSearch *search,
         guint     hit)
{
  gsize start, end;
  gboolean is_key;

  lk_json_index_find_token (LK_JSON_SEARCH (search)->index, get_start (search, hit), &start, &end, &is_key);

  return end;
}

static void
search_init (LkSearchInterface *iface)
{
  iface->get_n_hits = get_n_hits;
  iface->is_done = is_done;
  iface->has_more = has_more;
  iface->get_start = get_start;
  iface->get_end = get_end;
}

static void
lk_json_search_class_init (LkJsonSearchClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = lk_json_search_get_property;
  object_class->dispose = lk_json_search_dispose;
  object_class->finalize = lk_json_search_finalize;

  g_object_class_override_property (object_class, PROP_N_HITS, "n-hits");
  g_object_class_override_property (object_class, PROP_DONE, "done");
}

static void
lk_json_search_init (LkJsonSearch *self)
{
  self->hits = g_array_new (FALSE, FALSE, sizeof (gsize));
  self->cancellable = g_cancellable_new ();
}

/**
 * lk_json_search_new:
 * @index: a body and its index
 * @text: what to find, ignoring case; escapes of the body are decoded; empty finds nothing
 *
 * Starts a search in a worker. Hits are delivered in the thread-default main context.
 *
 * Returns: (transfer full): the search
 */
LkJsonSearch *
lk_json_search_new (LkJsonIndex *index,
                    const char  *text)
{
  LkJsonSearch *self;

  g_return_val_if_fail (LK_IS_JSON_INDEX (index), NULL);
  g_return_val_if_fail (text != NULL && g_utf8_validate (text, -1, NULL), NULL);

  self = g_object_new (LK_TYPE_JSON_SEARCH, NULL);
  self->index = g_object_ref (index);
  self->text = g_strdup (text);

  if (*text == '\0')
    {
      self->done = TRUE;
      return self;
    }

  self->matcher = lk_json_matcher_new (text);
  start (self);

  return self;
}

/**
 * lk_json_search_find_in_text:
 * @self: a search
 * @text: the shown text of a key or value
 * @start: (out): the offset of the first match
 * @end: (out): the offset of its end
 *
 * Returns: whether there is a match
 */
gboolean
lk_json_search_find_in_text (LkJsonSearch *self,
                             const char   *text,
                             gsize        *start,
                             gsize        *end)
{
  g_return_val_if_fail (LK_IS_JSON_SEARCH (self) && text != NULL, FALSE);

  return self->matcher != NULL && lk_json_matcher_find_in_text (self->matcher, text, start, end);
}
