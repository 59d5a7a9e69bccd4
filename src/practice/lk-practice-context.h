/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the rooms of the practice server share, and one request on its way through them. */
#pragma once

#include <libsoup/soup.h>

#include "lk-practice-faults.h"
#include "lk-practice-params.h"
#include "lk-practice-store.h"

G_BEGIN_DECLS

#define LK_PRACTICE_SUBDOMAIN "practice"

typedef struct _LkPracticeStreams LkPracticeStreams;

typedef struct
{
  char              *origin;           /* http://127.0.0.1:PORT */
  char              *foreign_origin;   /* http://localhost:PORT: another origin, heard by the same server */
  guint              port;
  char              *user;
  char              *password;
  LkPracticeStore   *store;
  LkPracticeClient  *client;           /* not owned: the store's, the client that the practice connection uses */
  LkPracticeFaults  *faults;
  LkPracticeStreams *streams;          /* the Conversations sessions; NULL while the server is stopped */
  guint              n_chats;
  int                token_lifetime;   /* seconds; -1: not said */
  gint64             window_start;     /* of the rate limit, monotonic */
  guint              window_count;
} LkPractice;

typedef struct
{
  LkPractice        *practice;
  SoupServerMessage *message;
  const char        *method;
  const char        *path;             /* as sent, still encoded */
  LkPracticeParams  *query;
  const char        *body;             /* not NUL-terminated by contract */
  gsize              body_length;
} LkPracticeRequest;

G_END_DECLS
