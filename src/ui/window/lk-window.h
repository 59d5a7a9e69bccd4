/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkWindow: the connections at one side, the pages of the chosen one at the other. */
#pragma once

#include <adwaita.h>

#include "lk-practice-host.h"
#include "lk-workspace.h"

G_BEGIN_DECLS

#define LK_TYPE_WINDOW (lk_window_get_type ())
G_DECLARE_FINAL_TYPE (LkWindow, lk_window, LK, WINDOW, AdwApplicationWindow)

GtkWidget *lk_window_new         (GtkApplication *application,
                                  LkWorkspace    *workspace,
                                  LkPracticeHost *practice_host,
                                  GSettings      *settings);
void       lk_window_show_notice (LkWindow       *self,
                                  const char     *notice);

G_END_DECLS
