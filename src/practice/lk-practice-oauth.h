/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The practice server's authorize page and token endpoint. */
#pragma once

#include "lk-practice-context.h"

G_BEGIN_DECLS

/* A valid authorization request. */
struct _LkPracticeAuthorization
{
  LkPracticeRequest *request;          /* not owned */
  LkPracticeClient  *client;           /* not owned */
  const char        *redirect_uri;     /* not owned: as sent, or the only one registered */
  const char        *state;            /* not owned, nullable */
  const char        *challenge;        /* not owned, nullable */
  gboolean           implicit;
  char             **scopes;           /* owned, nullable */
};

/* What an authorize page says in place of a redirect. */
typedef enum
{
  LK_PRACTICE_PROBLEM_SUBDOMAIN,
  LK_PRACTICE_PROBLEM_CLIENT,
  LK_PRACTICE_PROBLEM_REDIRECT_URI,
  LK_PRACTICE_PROBLEM_PARAMETERS,
} LkPracticeProblem;

void lk_practice_authorize              (LkPracticeRequest             *request,
                                         gboolean                       legacy);
void lk_practice_authorize_show_problem (LkPracticeRequest             *request,
                                         LkPracticeProblem              problem);
void lk_practice_authorize_send_error   (const LkPracticeAuthorization *authorization,
                                         const char                    *error,
                                         const char                    *description,
                                         const char                    *uri,
                                         gboolean                       in_fragment);
void lk_practice_token                  (LkPracticeRequest             *request);

G_END_DECLS
