/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkPageServer: an authorize page that behaves in many ways, and the redirect's port, where nobody must knock. */
#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

typedef struct _LkPageServer LkPageServer;

LkPageServer *lk_page_server_new            (void);
void          lk_page_server_free           (LkPageServer *self);
char         *lk_page_server_get_page       (LkPageServer *self,
                                             const char   *name);
guint16       lk_page_server_get_port       (LkPageServer *self);
const char   *lk_page_server_get_redirect   (LkPageServer *self);
void          lk_page_server_set_redirect   (LkPageServer *self,
                                             const char   *redirect_uri);
void          lk_page_server_set_target     (LkPageServer *self,
                                             const char   *target);
guint         lk_page_server_get_n_knocks   (LkPageServer *self);
guint         lk_page_server_get_n_requests (LkPageServer *self,
                                             const char   *name);
const char   *lk_page_server_get_report     (LkPageServer *self);
gboolean      lk_page_server_saw_cookie     (LkPageServer *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LkPageServer, lk_page_server_free)

G_END_DECLS
