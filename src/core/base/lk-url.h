/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What addresses Latchkey will talk to: https, or http to loopback alone; no userinfo, no fragment. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define LK_URL_ERROR (lk_url_error_quark ())
GQuark lk_url_error_quark (void);

typedef enum
{
  LK_URL_ERROR_INVALID,      /* no absolute URL at all */
  LK_URL_ERROR_SCHEME,       /* neither http nor https */
  LK_URL_ERROR_PLAIN_HTTP,   /* http to a host that is not loopback */
  LK_URL_ERROR_USERINFO,     /* user:password@ before the host */
  LK_URL_ERROR_FRAGMENT,     /* a # part */
} LkUrlError;

GUri     *lk_url_parse_endpoint  (const char  *url,
                                  GError     **error);
gboolean  lk_url_check_endpoint  (const char  *url,
                                  GError     **error);
gboolean  lk_url_check_stream    (const char  *url,
                                  GError     **error);
gboolean  lk_url_is_loopback     (GUri        *uri);
char     *lk_url_get_origin      (const char  *url);
gboolean  lk_url_same_origin     (const char  *a,
                                  const char  *b);
char     *lk_url_resolve         (const char  *base,
                                  const char  *reference,
                                  GError     **error);
char     *lk_url_escape_path     (const char  *path);

G_END_DECLS
