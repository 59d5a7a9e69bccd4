/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-search.h"

G_DEFINE_INTERFACE (LkSearch, lk_search, G_TYPE_OBJECT)

static void
lk_search_default_init (LkSearchInterface *iface)
{
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  g_object_interface_install_property (iface, g_param_spec_uint ("n-hits", NULL, NULL, 0, G_MAXUINT, 0, flags));
  g_object_interface_install_property (iface, g_param_spec_boolean ("done", NULL, NULL, FALSE, flags));
}

guint
lk_search_get_n_hits (LkSearch *self)
{
  g_return_val_if_fail (LK_IS_SEARCH (self), 0);

  return LK_SEARCH_GET_IFACE (self)->get_n_hits (self);
}

gboolean
lk_search_is_done (LkSearch *self)
{
  g_return_val_if_fail (LK_IS_SEARCH (self), FALSE);

  return LK_SEARCH_GET_IFACE (self)->is_done (self);
}

/**
 * lk_search_has_more:
 * @self: a search that is done
 *
 * Returns: whether it found more than it keeps
 */
gboolean
lk_search_has_more (LkSearch *self)
{
  g_return_val_if_fail (LK_IS_SEARCH (self), FALSE);

  return LK_SEARCH_GET_IFACE (self)->has_more (self);
}

/**
 * lk_search_get:
 * @self: a search
 * @hit: the number of a hit, from 0, or %LK_SEARCH_NO_HIT
 * @start: (out): its first byte
 * @end: (out): the byte after its last
 *
 * Returns: whether there is such a hit
 */
gboolean
lk_search_get (LkSearch *self,
               guint     hit,
               gsize    *start,
               gsize    *end)
{
  g_return_val_if_fail (LK_IS_SEARCH (self) && start != NULL && end != NULL, FALSE);

  if (hit >= lk_search_get_n_hits (self))
    return FALSE;

  *start = LK_SEARCH_GET_IFACE (self)->get_start (self, hit);
  *end = LK_SEARCH_GET_IFACE (self)->get_end (self, hit);

  return TRUE;
}

/**
 * lk_search_count_before:
 * @self: a search
 * @offset: a byte
 *
 * Returns: how many of the known hits begin before @offset
 */
guint
lk_search_count_before (LkSearch *self,
                        gsize     offset)
{
  guint low = 0;
  guint high;

  g_return_val_if_fail (LK_IS_SEARCH (self), 0);

  high = lk_search_get_n_hits (self);
  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (LK_SEARCH_GET_IFACE (self)->get_start (self, middle) < offset)
        low = middle + 1;
      else
        high = middle;
    }

  return low;
}

/**
 * lk_search_find:
 * @self: a search
 * @offset: a byte
 *
 * Returns: the first hit that begins at @offset or after it; when the search is done and there is none, the first hit
 *   of all; %LK_SEARCH_NO_HIT while none of this is known
 */
guint
lk_search_find (LkSearch *self,
                gsize     offset)
{
  guint hit;

  g_return_val_if_fail (LK_IS_SEARCH (self), LK_SEARCH_NO_HIT);

  hit = lk_search_count_before (self, offset);
  if (hit < lk_search_get_n_hits (self))
    return hit;

  return lk_search_is_done (self) && hit > 0 ? 0 : LK_SEARCH_NO_HIT;
}
