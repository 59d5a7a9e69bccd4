/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkSearch: a search for a text that runs in a worker. It begins when it is made and stops when it is dropped. Hits can
 * be used as soon as they are known; notify::n-hits and notify::done report progress. Hits are byte ranges in ascending
 * order. */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* In place of the number of a hit. */
#define LK_SEARCH_NO_HIT G_MAXUINT

#define LK_TYPE_SEARCH (lk_search_get_type ())
G_DECLARE_INTERFACE (LkSearch, lk_search, LK, SEARCH, GObject)

struct _LkSearchInterface
{
  GTypeInterface parent_interface;

  guint (*get_n_hits) (LkSearch *self);
  gboolean (*is_done) (LkSearch *self);
  gboolean (*has_more) (LkSearch *self);
  gsize (*get_start) (LkSearch *self, guint hit);
  gsize (*get_end) (LkSearch *self, guint hit);
};

guint    lk_search_get_n_hits   (LkSearch *self);
gboolean lk_search_is_done      (LkSearch *self);
gboolean lk_search_has_more     (LkSearch *self);
gboolean lk_search_get          (LkSearch *self,
                                 guint     hit,
                                 gsize    *start,
                                 gsize    *end);
guint    lk_search_count_before (LkSearch *self,
                                 gsize     offset);
guint    lk_search_find         (LkSearch *self,
                                 gsize     offset);

G_END_DECLS
