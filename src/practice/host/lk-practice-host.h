/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkPracticeHost: runs the practice server while a practice connection is in use, and tells connections where it is. */
#pragma once

#include "lk-account.h"
#include "lk-practice-server.h"

G_BEGIN_DECLS

#define LK_TYPE_PRACTICE_HOST (lk_practice_host_get_type ())
G_DECLARE_FINAL_TYPE (LkPracticeHost, lk_practice_host, LK, PRACTICE_HOST, GObject)

LkPracticeHost        *lk_practice_host_new            (void);
void                   lk_practice_host_prepare_async  (LkPracticeHost       *self,
                                                        LkAccount            *account,
                                                        GCancellable         *cancellable,
                                                        GAsyncReadyCallback   callback,
                                                        gpointer              user_data);
gboolean               lk_practice_host_prepare_finish (LkPracticeHost       *self,
                                                        GAsyncResult         *result,
                                                        GError              **error);
LkPracticeServer      *lk_practice_host_get_server     (LkPracticeHost       *self);

gboolean               lk_practice_host_set_fault      (LkPracticeHost       *self,
                                                        LkConnection         *connection,
                                                        const char           *name,
                                                        GError              **error);
void                   lk_practice_host_clear_fault    (LkPracticeHost       *self,
                                                        LkConnection         *connection);
const LkPracticeFault *lk_practice_host_get_fault      (LkPracticeHost       *self);

void                   lk_practice_host_set_origin     (LkConnection         *connection,
                                                        const char           *origin,
                                                        const char           *client_id);
void                   lk_practice_host_find_origin    (LkAccount            *account);

G_END_DECLS
