/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tries the sandbox of the web process before a page is opened, for WebKit ends the whole program where it cannot start
 * (SECURITY.md M3). */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

void      lk_sandbox_probe_async   (GCancellable         *cancellable,
                                    GAsyncReadyCallback   callback,
                                    gpointer              user_data);
gboolean  lk_sandbox_probe_finish  (GAsyncResult         *result,
                                    GError              **error);

G_END_DECLS
