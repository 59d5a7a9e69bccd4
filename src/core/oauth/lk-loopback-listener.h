/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkLoopbackListener: hears the browser on the redirect URI's port; bounded in size, time and number of connections. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct
{
  const char *method;
  const char *target;   /* path and query, as sent */
  const char *origin;   /* the header Origin, nullable */
  const char *body;
} LkLoopbackRequest;

typedef struct
{
  guint status;
  char *headers;        /* owned, nullable: further lines, each with its line break */
  char *body;           /* owned: HTML or text */
  gboolean last;        /* the listener is done when this is sent */
} LkLoopbackReply;

typedef void (*LkLoopbackHandler) (const LkLoopbackRequest *request,
                                   LkLoopbackReply         *reply,
                                   gpointer                 user_data);
typedef void (*LkLoopbackDone)    (gpointer                 user_data);

typedef struct _LkLoopbackListener LkLoopbackListener;

LkLoopbackListener *lk_loopback_listener_new  (const char          *redirect_uri,
                                               LkLoopbackHandler    handler,
                                               LkLoopbackDone       done,
                                               gpointer             user_data,
                                               GError             **error);
void                lk_loopback_listener_free (LkLoopbackListener  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LkLoopbackListener, lk_loopback_listener_free)

G_END_DECLS
