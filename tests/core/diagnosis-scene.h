/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An account at the practice server, its person, and the ways in which a thing can fail between them. Each driver does
 * the real thing, fails, and hands over what the program would say of it. */
#pragma once

#include "lk-account.h"
#include "practice-client.h"

G_BEGIN_DECLS

typedef struct
{
  PracticeClient *practice;     /* the server, and the person's browser */
  LkAccount      *account;
  int             agent_error;  /* of LK_USER_AGENT_ERROR: what happens to the login page; -1 nothing */
  gint64          code_age;     /* microseconds that a code is said to have waited; -1 as long as it did */
  LkFlow          flow;         /* of the last diagnosis */
  LkExchange     *exchange;     /* owned, nullable: what failed last */
} Scene;

Scene        *scene_new           (LkConnectionKind  kind);
void          scene_free          (Scene            *self);
LkConnection *scene_connection    (Scene            *self);
/* @ORIGIN in `text` is the server's. */
char         *scene_expand        (Scene            *self,
                                   const char       *text);
void          scene_arm           (Scene            *self,
                                   const char       *fault);

/* Signs in, which has to work. */
void          scene_get_token     (Scene            *self,
                                   LkGrant           grant,
                                   const char       *scopes);
void          scene_keep_secret   (Scene            *self);
void          scene_confidential  (Scene            *self);

/* The drivers. Each has to fail; (transfer full) (nullable): the explanations. */
GPtrArray    *scene_sign_in       (Scene            *self,
                                   LkGrant           grant);
GPtrArray    *scene_refresh       (Scene            *self);
GPtrArray    *scene_call          (Scene            *self,
                                   const char       *path);
GPtrArray    *scene_switch_client (Scene            *self);
GPtrArray    *scene_converse      (Scene            *self);
GPtrArray    *scene_send          (Scene            *self,
                                   const char       *url,
                                   const char       *authorization,
                                   guint             timeout);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Scene, scene_free)

G_END_DECLS
