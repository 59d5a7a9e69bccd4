/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkScrubber: overwrites known secrets in a text, in whatever encoding they stand there. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _LkScrubber LkScrubber;

LkScrubber *lk_scrubber_new         (void);
void        lk_scrubber_free        (LkScrubber *self);
void        lk_scrubber_add         (LkScrubber *self,
                                     const char *secret);
char       *lk_scrubber_take_named  (LkScrubber *self,
                                     const char *text,
                                     gsize       length);
gsize       lk_scrubber_scrub       (LkScrubber *self,
                                     char       *text,
                                     gsize       length,
                                     gsize       from,
                                     gboolean    is_whole);
char       *lk_scrubber_clean       (LkScrubber *self,
                                     const char *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LkScrubber, lk_scrubber_free)

G_END_DECLS
