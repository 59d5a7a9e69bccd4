/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Answers of the practice server, the well-behaved and the broken ones. None blocks: large bodies are made as they are
 * sent. */
#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/* The next piece of a body, never empty; NULL at its end. */
typedef GBytes *(*LkPracticeChunkFunc) (gpointer data);

void lk_practice_reply_text     (SoupServerMessage   *message,
                                 guint                status,
                                 const char          *content_type,
                                 const char          *text,
                                 gssize               length);
void lk_practice_reply_json     (SoupServerMessage   *message,
                                 guint                status,
                                 const char          *json);
void lk_practice_reply_error    (SoupServerMessage   *message,
                                 guint                status,
                                 const char          *error,
                                 const char          *description);
void lk_practice_reply_method   (SoupServerMessage   *message,
                                 const char          *allowed);
void lk_practice_reply_page     (SoupServerMessage   *message,
                                 guint                status,
                                 const char          *html);
void lk_practice_reply_redirect (SoupServerMessage   *message,
                                 guint                status,
                                 const char          *location);
void lk_practice_reply_stream   (SoupServerMessage   *message,
                                 guint                status,
                                 const char          *content_type,
                                 guint                interval,
                                 LkPracticeChunkFunc  next,
                                 gpointer             data,
                                 GDestroyNotify       destroy);
void lk_practice_reply_silence  (SoupServerMessage   *message);
void lk_practice_reply_raw      (SoupServerMessage   *message,
                                 const char          *bytes);

G_END_DECLS
