/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkPractice: what the parts of the practice server share. LkPracticeRequest: one request on its way through them. */
#pragma once

#include <json-glib/json-glib.h>
#include <libsoup/soup.h>

#include "lk-practice-fault-set.h"
#include "lk-practice-params.h"
#include "lk-practice-store.h"

G_BEGIN_DECLS

#define LK_PRACTICE_SUBDOMAIN "practice"

typedef struct _LkPracticeChats LkPracticeChats;
typedef struct _LkPracticeRecords LkPracticeRecords;
typedef struct _LkPracticeStreams LkPracticeStreams;
typedef struct _LkPracticeAuthorization LkPracticeAuthorization;

typedef struct
{
  GObject            *server;            /* not owned: emits "request" */
  char               *origin;            /* owned, nullable: http://127.0.0.1:PORT */
  char               *foreign_origin;    /* owned, nullable: http://localhost:PORT, another origin of the same server */
  guint               port;
  char               *user;              /* owned */
  char               *password;          /* owned */
  LkPracticeStore    *store;             /* owned */
  LkPracticeClient   *client;            /* not owned: the client that the practice connection uses */
  LkPracticeChats    *chats;             /* owned */
  LkPracticeRecords  *records;           /* owned */
  JsonObject         *settings;          /* owned: account, routing, and routing of agents by id */
  LkPracticeFaultSet *faults;            /* owned */
  LkPracticeStreams  *streams;           /* owned, nullable: the Conversations sessions */
  guint               n_chats;
  int                 token_lifetime;    /* seconds; -1: not said */
  gint64              window_start;      /* of the rate limit, monotonic */
  guint               window_count;
} LkPractice;

struct _LkPracticeRequest
{
  LkPractice                    *practice;          /* not owned */
  SoupServerMessage             *message;           /* not owned, nullable: NULL for a frame */
  SoupWebsocketConnection       *connection;        /* not owned, nullable: of a frame */
  const char                    *method;            /* "WS" for a frame */
  const char                    *path;              /* as sent, still encoded */
  LkPracticeParams              *query;             /* not owned, nullable: NULL for a frame */
  const char                    *body;              /* not owned, nullable: not NUL-terminated by contract */
  gsize                          body_length;       /* bytes */

  /* What has been found out about it. */
  const LkPracticeAuthorization *authorization;     /* not owned, nullable: from LK_PRACTICE_POINT_ALLOW on */
  LkPracticeParams              *form;              /* owned, nullable: from LK_PRACTICE_POINT_TOKEN on */
  LkPracticeClient              *client;            /* not owned, nullable: from LK_PRACTICE_POINT_TOKEN on */
  LkPracticeToken               *token;             /* not owned, nullable: from LK_PRACTICE_POINT_API on */
};

gboolean lk_practice_strike (LkPracticeRequest *request,
                             LkPracticePoint    point);

G_END_DECLS
