/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkPracticeServer: a loopback server that speaks the service's wire format, strict where the service is, with faults
 * on request. */
#pragma once

#include <gio/gio.h>

#include "lk-practice-fault.h"

G_BEGIN_DECLS

/* The largest account: a hundred and more years of chats. */
#define LK_PRACTICE_MAX_CHATS 1000000

#define LK_TYPE_PRACTICE_SERVER (lk_practice_server_get_type ())
G_DECLARE_FINAL_TYPE (LkPracticeServer, lk_practice_server, LK, PRACTICE_SERVER, GObject)

LkPracticeServer      *lk_practice_server_new                (void);
gboolean               lk_practice_server_start              (LkPracticeServer   *self,
                                                              guint16             port,
                                                              GError            **error);
void                   lk_practice_server_stop               (LkPracticeServer   *self);
gboolean               lk_practice_server_accept             (LkPracticeServer   *self,
                                                              GIOStream          *stream,
                                                              GError            **error);
const char            *lk_practice_server_get_origin         (LkPracticeServer   *self);
const char            *lk_practice_server_get_client_id      (LkPracticeServer   *self);
gboolean               lk_practice_server_has_client         (LkPracticeServer   *self,
                                                              const char         *client_id);
const char            *lk_practice_server_get_client_secret  (LkPracticeServer   *self);
const char            *lk_practice_server_get_user           (LkPracticeServer   *self);
const char            *lk_practice_server_get_password       (LkPracticeServer   *self);
void                   lk_practice_server_set_redirect_uris  (LkPracticeServer   *self,
                                                              const char *const  *uris);
void                   lk_practice_server_set_n_chats        (LkPracticeServer   *self,
                                                              guint               n);
gboolean               lk_practice_server_set_n_records      (LkPracticeServer   *self,
                                                              const char         *path,
                                                              guint               n);
void                   lk_practice_server_set_token_lifetime (LkPracticeServer   *self,
                                                              int                 seconds);

gboolean               lk_practice_server_set_fault          (LkPracticeServer   *self,
                                                              const char         *name,
                                                              int                 times);
gboolean               lk_practice_server_has_fault          (LkPracticeServer   *self,
                                                              const char         *name);
void                   lk_practice_server_clear_faults       (LkPracticeServer   *self);
void                   lk_practice_server_add_faults         (LkPracticeServer      *self,
                                                              const LkPracticeFault *faults,
                                                              guint                  n_faults);

G_END_DECLS
