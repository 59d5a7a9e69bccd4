/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Text from outside made fit to show: valid UTF-8, no control or bidi characters, of bounded length. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *lk_text_neutralise  (const char *text,
                           gssize      length,
                           gsize       max_chars);
char *lk_text_mask        (const char *secret);
char *lk_text_size        (guint64     bytes);
char *lk_text_duration    (gint64      microseconds);

G_END_DECLS
