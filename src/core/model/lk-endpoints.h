/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkEndpoints: the addresses of one connection at one moment, a reference-counted value. */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

typedef struct
{
  char *authorize;      /* the authorize page, for the user agent */
  char *token;          /* the token endpoint */
  char *api;            /* the REST base, no slash at the end */
  char *graphql;        /* where startAgentSession is posted */
  char *stream;         /* the WebSocket's base, no slash at the end */
  char *dashboard;      /* where a person makes an API client; NULL where there is no such page */
} LkEndpoints;

#define LK_TYPE_ENDPOINTS (lk_endpoints_get_type ())

GType        lk_endpoints_get_type    (void);
LkEndpoints *lk_endpoints_new         (const char  *authorize,
                                       const char  *token,
                                       const char  *api,
                                       const char  *graphql,
                                       const char  *stream,
                                       const char  *dashboard);
LkEndpoints *lk_endpoints_ref         (LkEndpoints *self);
void         lk_endpoints_unref       (LkEndpoints *self);
char       **lk_endpoints_dup_origins (LkEndpoints *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LkEndpoints, lk_endpoints_unref)

G_END_DECLS
