/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkRehearsalWindow: what the practice account can do wrong, in plain words; what is chosen goes wrong once. */
#pragma once

#include <adwaita.h>

#include "lk-practice-host.h"

G_BEGIN_DECLS

#define LK_TYPE_REHEARSAL_WINDOW (lk_rehearsal_window_get_type ())
G_DECLARE_FINAL_TYPE (LkRehearsalWindow, lk_rehearsal_window, LK, REHEARSAL_WINDOW, AdwWindow)

GtkWidget *lk_rehearsal_window_present (GtkWidget       *parent,
                                        LkPracticeHost  *host,
                                        LkConnection    *connection);

G_END_DECLS
