/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Text from outside made fit to show: valid UTF-8, no control or bidi characters, of bounded length; and words that
 * were typed. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char  *lk_text_neutralise  (const char *text,
                            gssize      length,
                            gsize       max_chars);
char  *lk_text_mask        (const char *secret);
char  *lk_text_size        (guint64     bytes);
char  *lk_text_duration    (gint64      microseconds);
char **lk_text_split_words (const char *text);

G_END_DECLS
