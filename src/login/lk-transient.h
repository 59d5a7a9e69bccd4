/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ties a window to one of another program, by the handle that it exports. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void lk_transient_set_parent (GtkWindow  *window,
                              const char *handle);

G_END_DECLS
