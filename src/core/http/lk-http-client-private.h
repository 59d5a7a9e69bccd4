/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the parts of LkHttpClient share: one exchange, a stream, and the wording of errors. */
#pragma once

#include <libsoup/soup.h>

#include "lk-http-client.h"

G_BEGIN_DECLS

struct _LkHttpClient
{
  GObject parent_instance;

  SoupSession *session; /* owned */
  LkExchangeLog *log;   /* owned, nullable */
};

GError *_lk_http_error_translate  (SoupMessage  *message,
                                   const GError *error);
GError *_lk_http_error_timed_out  (SoupMessage  *message);

gboolean _lk_http_is_cut_short      (SoupMessage  *message,
                                     GInputStream *stream);
gboolean _lk_http_is_encoded_twice  (SoupMessage  *message);

G_END_DECLS
