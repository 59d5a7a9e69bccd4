/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-raw-search.h"

#include <string.h>

struct _LkRawSearch
{
  GObject parent_instance;

  /* owned */
  LkRawText *text;
  char *needle;
  GArray *hits;                  /* of gsize, in bytes of the text, in order */
  GCancellable *cancellable;     /* cancelled in dispose */

  gsize origin;
  gboolean done;
};

G_DEFINE_FINAL_TYPE (LkRawSearch, lk_raw_search, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_N_HITS,
  PROP_DONE,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

/* What runs does not keep the search alive: who drops it wants no more of it. */
static GWeakRef *
weak_new (LkRawSearch *self)
{
  GWeakRef *weak = g_new (GWeakRef, 1);

  g_weak_ref_init (weak, self);

  return weak;
}

/* (transfer full) (nullable): the search, with its new hits, unless it was dropped. */
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
tell (LkRawSearch *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_HITS]);
  if (self->done)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DONE]);
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
  tell (self);
}

/* The first is there long before all of a long text has been looked through. Where none comes after the origin, only
 * what is before it is left. */
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
  tell (self);
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

static void
lk_raw_search_class_init (LkRawSearchClass *klass)
{
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = lk_raw_search_dispose;
  object_class->finalize = lk_raw_search_finalize;
  object_class->get_property = lk_raw_search_get_property;

  properties[PROP_N_HITS] = g_param_spec_uint ("n-hits", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_DONE] = g_param_spec_boolean ("done", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
lk_raw_search_init (LkRawSearch *self)
{
  self->hits = g_array_new (FALSE, FALSE, sizeof (gsize));
  self->cancellable = g_cancellable_new ();
}

/**
 * lk_raw_search_new:
 * @text: where to look
 * @needle: what for; ASCII letters in any case
 * @origin: from where in the text on the first hit is wanted
 *
 * Returns: (transfer full): a search that has begun
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

/**
 * lk_raw_search_get_n_hits:
 * @self: a search
 *
 * Returns: how many hits are known by now; at first only the one from the origin on
 */
guint
lk_raw_search_get_n_hits (LkRawSearch *self)
{
  g_return_val_if_fail (LK_IS_RAW_SEARCH (self), 0);

  return self->hits->len;
}

/**
 * lk_raw_search_is_done:
 * @self: a search
 *
 * Returns: whether the text was looked through, as far as hits are kept
 */
gboolean
lk_raw_search_is_done (LkRawSearch *self)
{
  g_return_val_if_fail (LK_IS_RAW_SEARCH (self), FALSE);

  return self->done;
}

/**
 * lk_raw_search_has_more:
 * @self: a search that is done
 *
 * Returns: whether there may be more hits than are kept
 */
gboolean
lk_raw_search_has_more (LkRawSearch *self)
{
  g_return_val_if_fail (LK_IS_RAW_SEARCH (self), FALSE);

  return self->hits->len == LK_RAW_SEARCH_MAX_HITS;
}

/**
 * lk_raw_search_get_hit:
 * @self: a search
 * @place: which of its hits
 * @end: (out): where it ends, in bytes of the text
 *
 * Returns: where it begins
 */
gsize
lk_raw_search_get_hit (LkRawSearch *self,
                       guint        place,
                       gsize       *end)
{
  gsize start;

  g_return_val_if_fail (LK_IS_RAW_SEARCH (self) && place < self->hits->len, 0);

  start = g_array_index (self->hits, gsize, place);
  *end = start + strlen (self->needle);

  return start;
}

/**
 * lk_raw_search_count_before:
 * @self: a search
 * @offset: a place in the text
 *
 * Returns: how many of the hits begin before it
 */
guint
lk_raw_search_count_before (LkRawSearch *self,
                            gsize        offset)
{
  guint low = 0;
  guint high;

  g_return_val_if_fail (LK_IS_RAW_SEARCH (self), 0);

  high = self->hits->len;
  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (g_array_index (self->hits, gsize, middle) < offset)
        low = middle + 1;
      else
        high = middle;
    }

  return low;
}

/**
 * lk_raw_search_get_first:
 * @self: a search that has hits
 *
 * Returns: the first of them from the origin on, and where there is none the first of all
 */
guint
lk_raw_search_get_first (LkRawSearch *self)
{
  guint place = lk_raw_search_count_before (self, self->origin);

  return place < self->hits->len ? place : 0;
}
