/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Text from outside made fit to show: valid UTF-8, no control or bidi characters, of bounded length. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *lk_text_neutralise (const char *text,
                          gssize      length,        /* -1: NUL-terminated */
                          gsize       max_chars);    /* longer text is cut and ends in an ellipsis */
char *lk_text_mask       (const char *secret);       /* first and last 4 characters, dots between (I7) */
char *lk_text_size       (guint64     bytes);        /* "1.4 MB" in the user's locale */
char *lk_text_duration   (gint64      microseconds); /* "132 ms", "2.4 s" */

G_END_DECLS
