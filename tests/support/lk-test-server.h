/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A loopback server of raw bytes, each connection in a thread of its own: as slow, silent or broken as a test wants. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Answers one request; `request` is its head and body as they came. Runs in the connection's thread. */
typedef void (*LkTestServerFunc) (const char    *request,
                                  GOutputStream *output,
                                  gpointer       user_data);

typedef struct _LkTestServer LkTestServer;

LkTestServer *lk_test_server_new              (LkTestServerFunc  func,
                                               gpointer          user_data,
                                               GTlsCertificate  *certificate);
void          lk_test_server_free             (LkTestServer     *self);
char         *lk_test_server_get_url          (LkTestServer     *self,
                                               const char       *host,
                                               const char       *path);
guint         lk_test_server_get_n_requests   (LkTestServer     *self);
char         *lk_test_server_dup_last_request (LkTestServer     *self);
/* How many connections have ended, by either side. */
guint         lk_test_server_get_n_closed     (LkTestServer     *self);

/* Writes a whole answer. For use in an LkTestServerFunc. */
void          lk_test_server_answer           (GOutputStream    *output,
                                               const char       *status,
                                               const char       *headers,
                                               const char       *body);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LkTestServer, lk_test_server_free)

G_END_DECLS
