/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The redirect URI: known by exact scheme, host, port and path of its parsed parts, never by prefix (A4). */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Query and fragment are left out of the comparison; userinfo never matches; "" and "/" are the same path for a bare host. */
gboolean lk_redirect_uri_matches  (const char *redirect_uri, const char *candidate);
guint16  lk_redirect_uri_get_port (const char *redirect_uri);           /* 80 or 443 where none is written; 0: not http(s) */
gboolean lk_redirect_uri_is_loopback (const char *redirect_uri);
char    *lk_redirect_uri_explain_difference (const char *ours, const char *theirs);   /* character by character, for redirect-mismatch */

G_END_DECLS
