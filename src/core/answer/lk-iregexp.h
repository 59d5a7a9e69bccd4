/* SPDX-License-Identifier: GPL-3.0-or-later */
/* I-Regexp (RFC 9485), the regular expressions of JSONPath. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

GRegex *lk_iregexp_compile (const char *pattern,
                            gsize       length,
                            gboolean    whole);

G_END_DECLS
