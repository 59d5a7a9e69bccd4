/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One character, read through the escapes of URLs, forms, JSON and HTML. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The longest escape of one character that is read, such as `\\\\u002f`, `%25252F` or `&amp;#x2F;`. */
#define LK_ESCAPE_MAX ((gsize) 16)

gsize  lk_escape_read  (const char *text,
                        gsize       left,
                        gboolean    through,
                        guint      *c);

G_END_DECLS
