/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-raw-search.h"

#include <string.h>

#include "lk-search.h"

struct _LkRawSearch
{
  GObject parent_instance;

  /* owned */
  LkRawText *text;
  char *needle;
  GArray *hits;              /* of gsize, in bytes of the text, in order */
  GCancellable *cancellable; /* cancelled in dispose */

  gsize origin;
  gboolean done;
};

static void search_init (LkSearchInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (LkRawSearch,
                               lk_raw_search,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (LK_TYPE_SEARCH, search_init))

enum
{
  PROP_0,
  PROP_N_HITS,
  PROP_DONE,
};

/* A weak reference: dropping the search stops it. */
static GWeakRef *
weak_new (LkRawSearch *self)
{
  GWeakRef *weak = g_new (GWeakRef, 1);

  g_weak_ref_init (weak, self);

  return weak;
}

/* Returns: (transfer full) (nullable): the search with its new hits; NULL if it was dropped */
static LkRawSearch *
take_hits (LkRawText    *text,
           GAsyncResult *result,
           GWeakRef     *weak)
{
  g_autoptr(LkRawSearch) self = g_weak_ref_get (weak);
  g_autoptr(GArray) hits = lk_raw_text_find_finish (text, result, NULL);

  g_weak_ref_clear (weak);
  g_free (weak);
  if (self == NULL || hits == NULL)
    return NULL;

  g_array_unref (self->hits);
  self->hits = g_steal_pointer (&hits);

  return g_steal_pointer (&self);
}

static void
report (LkRawSearch *self)
{
  g_object_notify (G_OBJECT (self), "n-hits");
  if (self->done)
    g_object_notify (G_OBJECT (self), "done");
}

static void
all_found_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      data)
{
  g_autoptr(LkRawSearch) self = take_hits (LK_RAW_TEXT (source), result, data);

  if (self == NULL)
    return;

  self->done = TRUE;
  report (self);
}

/* The first hit is known long before the whole of a long text is searched. If none follows the origin, only the text
 * before it is left to search. */
static void
first_found_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      data)
{
  g_autoptr(LkRawSearch) self = take_hits (LK_RAW_TEXT (source), result, data);
  gsize end;

  if (self == NULL)
    return;

  end = self->hits->len > 0 ? G_MAXSIZE : self->origin + strlen (self->needle) - 1;
  self->done = self->hits->len == 0 && self->origin == 0;
  if (!self->done)
    lk_raw_text_find_async (self->text, self->needle, 0, end, LK_RAW_SEARCH_MAX_HITS, self->cancellable, all_found_cb,
                            weak_new (self));
  report (self);
}

static void
lk_raw_search_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  LkRawSearch *self = LK_RAW_SEARCH (object);

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
lk_raw_search_dispose (GObject *object)
{
  g_cancellable_cancel (LK_RAW_SEARCH (object)->cancellable);

  G_OBJECT_CLASS (lk_raw_search_parent_class)->dispose (object);
}

static void
lk_raw_search_finalize (GObject *object)
{
  LkRawSearch *self = LK_RAW_SEARCH (object);

  g_array_unref (self->hits);
  g_object_unref (self->cancellable);
  g_object_unref (self->text);
  g_free (self->needle);

  G_OBJECT_CLASS (lk_raw_search_parent_class)->finalize (object);
}

static guint
get_n_hits (LkSearch *search)
{
  return LK_RAW_SEARCH (search)->hits->len;
}

static gboolean
is_done (LkSearch *search)
{
  return LK_RAW_SEARCH (search)->done;
}

static gboolean
has_more (LkSearch *search)
{
  return LK_RAW_SEARCH (search)->hits->len == LK_RAW_SEARCH_MAX_HITS;
}

static gsize
get_start (LkSearch *search,
           guint     hit)
{
  return g_array_index (LK_RAW_SEARCH (search)->hits, gsize, hit);
}

static gsize
get_end (LkSearch *search,
         guint     hit)
{
  return get_start (search, hit) + strlen (LK_RAW_SEARCH (search)->needle);
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
lk_raw_search_class_init (LkRawSearchClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = lk_raw_search_dispose;
  object_class->finalize = lk_raw_search_finalize;
  object_class->get_property = lk_raw_search_get_property;

  g_object_class_override_property (object_class, PROP_N_HITS, "n-hits");
  g_object_class_override_property (object_class, PROP_DONE, "done");
}

static void
lk_raw_search_init (LkRawSearch *self)
{
  self->hits = g_array_new (FALSE, FALSE, sizeof (gsize));
  self->cancellable = g_cancellable_new ();
}

/**
 * lk_raw_search_new:
 * @text: the text to search
 * @needle: what to find; the case of ASCII letters is ignored
 * @origin: the byte of @text from which the first hit is wanted; that hit is reported before all others
 *
 * Returns: (transfer full): a running search
 */
LkRawSearch *
lk_raw_search_new (LkRawText  *text,
                   const char *needle,
                   gsize       origin)
{
  LkRawSearch *self;

  g_return_val_if_fail (LK_IS_RAW_TEXT (text), NULL);
  g_return_val_if_fail (needle != NULL && *needle != '\0', NULL);

  self = g_object_new (LK_TYPE_RAW_SEARCH, NULL);
  self->text = g_object_ref (text);
  self->needle = g_strdup (needle);
  self->origin = origin;
  lk_raw_text_find_async (text, needle, origin, G_MAXSIZE, 1, self->cancellable, first_found_cb, weak_new (self));

  return self;
}
