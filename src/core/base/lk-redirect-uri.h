/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The redirect URI: known by exact scheme, host, port and path of its parsed parts, never by prefix. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean  lk_redirect_uri_matches            (const char *redirect_uri,
                                              const char *candidate);
guint16   lk_redirect_uri_get_port           (const char *redirect_uri);
gboolean  lk_redirect_uri_is_loopback        (const char *redirect_uri);
char     *lk_redirect_uri_explain_difference (const char *ours,
                                              const char *theirs);

G_END_DECLS
