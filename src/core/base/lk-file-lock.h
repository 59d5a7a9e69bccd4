/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkFileLock: a lock that processes hold one at a time; it goes with the process that holds it. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _LkFileLock LkFileLock;

void        lk_file_lock_acquire_async  (const char           *path,
                                         guint                 timeout_seconds,
                                         GCancellable         *cancellable,
                                         GAsyncReadyCallback   callback,
                                         gpointer              user_data);
LkFileLock *lk_file_lock_acquire_finish (GAsyncResult         *result,
                                         GError              **error);
void        lk_file_lock_release        (LkFileLock           *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LkFileLock, lk_file_lock_release)

G_END_DECLS
