/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkPracticeFault: one thing that the practice server can do wrong on request, as a row of a table. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _LkPracticeFault LkPracticeFault;
typedef struct _LkPracticeRequest LkPracticeRequest;

/* Where on a request's path a fault strikes. */
typedef enum
{
  LK_PRACTICE_POINT_PAGE,        /* the sign-in page is opened */
  LK_PRACTICE_POINT_ALLOW,       /* the person has pressed Allow */
  LK_PRACTICE_POINT_SERVICE,     /* the token endpoint, REST or GraphQL is asked; nothing is checked yet */
  LK_PRACTICE_POINT_TOKEN,       /* a known client asks for a token */
  LK_PRACTICE_POINT_API,         /* REST is asked; nothing is checked yet */
  LK_PRACTICE_POINT_CHATS,       /* chats are asked for with a token that may read them */
  LK_PRACTICE_POINT_SESSION,     /* a Conversations session is asked for; the token is not checked yet */
  LK_PRACTICE_POINT_STREAM,      /* a WebSocket is opened for a session */
  LK_PRACTICE_POINT_FRAME,       /* a text frame has come in over a WebSocket */
  LK_PRACTICE_POINT_ANSWER,      /* the answer is ready and not sent yet: it can be changed */
} LkPracticePoint;

/* What became of an attempt to apply a fault. */
typedef enum
{
  LK_PRACTICE_OUTCOME_SKIPPED,     /* it does not fit this request, and stays armed */
  LK_PRACTICE_OUTCOME_APPLIED,     /* it was applied; the request goes on */
  LK_PRACTICE_OUTCOME_ANSWERED,    /* it was applied, and the request is answered */
} LkPracticeOutcome;

typedef LkPracticeOutcome (*LkPracticeApplyFunc) (LkPracticeRequest     *request,
                                                  const LkPracticeFault *fault);

struct _LkPracticeFault
{
  const char          *name;          /* "code-expired" */
  const char          *group;         /* authorize, token, api, conversation or transport */
  const char          *title;         /* marked for translation */
  const char          *diagnosis;     /* not owned, nullable: the diagnosis rule that explains it */
  const char          *condition;     /* not owned, nullable: marked for translation: what else it takes to see it */
  const char          *api_path;      /* not owned, nullable: the REST base on which it shows, if not the usual */
  gboolean             lasting;       /* no single request shows it: it stays until it is cleared */
  LkPracticePoint      point;
  LkPracticeApplyFunc  apply;
  /* For `apply`. */
  guint                status;
  const char          *type;
  const char          *body;
  const char          *detail;
};

const LkPracticeFault *lk_practice_faults (guint *n_faults);

G_END_DECLS
