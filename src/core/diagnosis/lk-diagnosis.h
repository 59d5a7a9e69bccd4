/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rules of zendesk-chat.md section 7: a symptom in, ranked explanations with their remedies out. */
#pragma once

#include "lk-chat-service.h"
#include "lk-conversation.h"
#include "lk-sign-in.h"

G_BEGIN_DECLS

typedef enum
{
  LK_REMEDY_NONE,
  LK_REMEDY_SIGN_IN,             /* argument: scopes to ask for, space separated, or NULL for the connection's */
  LK_REMEDY_USE_BROWSER,         /* sign in through the system browser */
  LK_REMEDY_EMBEDDED_PAGE,       /* sign in through the embedded page, whose session is always new */
  LK_REMEDY_EDIT_FIELD,          /* argument: property name of LkConnection, or "client-secret" */
  LK_REMEDY_SWITCH_CLIENT_TYPE,  /* the Clients page, at this connection's client */
  LK_REMEDY_OPEN_DASHBOARD,      /* argument: the URL */
  LK_REMEDY_WAIT,                /* argument: seconds, in decimal */
  LK_REMEDY_RETRY,               /* send the same again */
  LK_REMEDY_MOVE_TO_INTEGRATED,
  LK_REMEDY_GET,                 /* argument: a path below the REST base to try, as a check */
  LK_REMEDY_SHOW_PAGE,           /* argument: token | chats | clients | conversations | activity */
} LkRemedy;

typedef struct
{
  LkRemedy  remedy;
  char     *argument;
  char     *label;      /* of the button, in the user's language, with a mnemonic */
} LkDiagnosisAction;

/* One explanation. All text is plain, in the user's language, safe to show. */
typedef struct
{
  const char *id;         /* of section 7, e.g. "client-still-public"; "unknown" for the honest card */
  char       *title;      /* what to say first, one line */
  char       *happened;
  char       *why;
  char       *remedy_text;   /* what to do */
  gboolean    certain;    /* FALSE: one candidate among several */
  GPtrArray  *actions;    /* of LkDiagnosisAction, the suggested one first; never NULL */
} LkDiagnosis;

typedef enum
{
  LK_FLOW_SIGN_IN,        /* authorize page, redirect, token exchange */
  LK_FLOW_REFRESH,
  LK_FLOW_API,            /* REST */
  LK_FLOW_CONVERSATION,
  LK_FLOW_STORE,          /* the vault or the connection file */
} LkFlow;

/* What is seen. Everything but `flow` may be unset; nothing is owned. */
typedef struct
{
  LkFlow        flow;
  LkConnection *connection;
  LkToken      *token;               /* used or held */
  LkExchange   *exchange;
  const GError *error;
  const char   *oauth_error;         /* from the redirect; from the body it is read by the rules */
  const char   *oauth_description;
  LkGrant       grant;
  guint         page_status;
  gint64        code_age;            /* microseconds; -1 unknown */
  gboolean      token_worked;        /* this token has had a 2xx in this run */
} LkSymptom;

void         lk_symptom_from_call     (LkSymptom       *symptom,
                                      LkFlow           flow,
                                      LkConnection    *connection,
                                      LkToken         *token,
                                      LkExchange      *exchange,
                                      const GError    *error);
void         lk_symptom_from_sign_in  (LkSymptom       *symptom,
                                      LkSignIn        *sign_in,
                                      LkConnection    *connection,
                                      const GError    *error);
GPtrArray   *lk_diagnose              (const LkSymptom *symptom);
void         lk_diagnosis_free        (LkDiagnosis     *self);
const char  *lk_remedy_to_nick        (LkRemedy         remedy);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LkDiagnosis, lk_diagnosis_free)

G_END_DECLS
