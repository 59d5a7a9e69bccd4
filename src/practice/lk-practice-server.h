/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkPracticeServer: a loopback server that speaks the service's wire format (zendesk-chat.md), strict where the service is, with faults on request. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define LK_TYPE_PRACTICE_SERVER (lk_practice_server_get_type ())
G_DECLARE_FINAL_TYPE (LkPracticeServer, lk_practice_server, LK, PRACTICE_SERVER, GObject)

LkPracticeServer *lk_practice_server_new               (void);
gboolean          lk_practice_server_start             (LkPracticeServer *self, guint16 port, GError **error);   /* 127.0.0.1; port 0: a free one; serves in the thread-default context */
void              lk_practice_server_stop              (LkPracticeServer *self);
const char       *lk_practice_server_get_origin        (LkPracticeServer *self);      /* http://127.0.0.1:PORT */
const char       *lk_practice_server_get_client_id     (LkPracticeServer *self);      /* made at construction, random (no secret ships, D5) */
const char       *lk_practice_server_get_client_secret (LkPracticeServer *self);
const char       *lk_practice_server_get_user          (LkPracticeServer *self);      /* shown on its login page */
const char       *lk_practice_server_get_password      (LkPracticeServer *self);
void              lk_practice_server_set_redirect_uris (LkPracticeServer *self, const char *const *uris);   /* registered for its client; default http://localhost:8080 */
void              lk_practice_server_set_n_chats       (LkPracticeServer *self, guint n);                   /* default 60 */
void              lk_practice_server_set_token_lifetime (LkPracticeServer *self, int seconds);              /* -1 (default): no expires_in is sent */

/* Faults: each has a name, a title and a group (authorize, token, api, conversation, transport) for the rehearsal menu; the next matching request fails so. */
typedef struct
{
  const char *name;        /* "code-expired" */
  const char *group;
  const char *title;       /* "Make the next code expire", translatable */
  const char *diagnosis;   /* the id of section 7 it rehearses, or NULL */
} LkPracticeFault;

const LkPracticeFault *lk_practice_faults               (guint *n_faults);
gboolean               lk_practice_server_set_fault     (LkPracticeServer *self, const char *name, int times);   /* times -1: until cleared; 0: clears; FALSE: no such fault */
void                   lk_practice_server_clear_faults  (LkPracticeServer *self);

/* For tests: what it was asked, as "METHOD /path" lines, and how often. */
guint             lk_practice_server_count_requests    (LkPracticeServer *self, const char *method, const char *path_prefix);
char             *lk_practice_server_dup_last_request  (LkPracticeServer *self, const char *method, const char *path_prefix);   /* request line, headers, blank line, body */

G_END_DECLS
