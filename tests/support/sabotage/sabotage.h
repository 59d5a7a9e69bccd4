/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sabotage: faults of the practice server that no diagnosis rule explains and only tests ask for, and a log of the
 * requests that it received. */
#pragma once

#include <json-glib/json-glib.h>

#include "lk-practice-server.h"

G_BEGIN_DECLS

/* Adds the faults and the log to a server. */
void       sabotage_add                          (LkPracticeServer *server);
/* Every LkPracticeFault there is: the server's own, then those of sabotage. */
GPtrArray *sabotage_list_faults                  (void);
/* Puts markup, format directives, control and bidirectional characters into the text of a chat (SECURITY.md E6). */
void       sabotage_make_hostile                 (JsonObject       *chat);

/* How many requests came in. `method` is "WS" for text frames of a WebSocket, NULL for any. */
guint      lk_practice_server_count_requests     (LkPracticeServer *server,
                                                  const char       *method,
                                                  const char       *path_prefix);
/* The last such request: request line, headers, blank line and body (up to 64 KiB, or to its first NUL), or the text of
 * the frame alone. (nullable): free it with lk_secret_free(). */
char      *lk_practice_server_dup_last_request   (LkPracticeServer *server,
                                                  const char       *method,
                                                  const char       *path_prefix);

G_END_DECLS
