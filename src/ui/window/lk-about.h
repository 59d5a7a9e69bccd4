/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The About window, and what it tells whoever looks for the cause of a fault. */
#pragma once

#include <gtk/gtk.h>

#include "lk-workspace.h"

G_BEGIN_DECLS

void  lk_about_present         (GtkWindow   *parent,
                                LkWorkspace *workspace);
char *lk_about_dup_debug_info  (LkWorkspace *workspace);

G_END_DECLS
