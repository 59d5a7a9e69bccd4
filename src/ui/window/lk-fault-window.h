/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkFaultWindow: what the practice account can do wrong, in plain words; what is chosen goes wrong once. */
#pragma once

#include <adwaita.h>

#include "lk-practice-host.h"

G_BEGIN_DECLS

#define LK_TYPE_FAULT_WINDOW (lk_fault_window_get_type ())
G_DECLARE_FINAL_TYPE (LkFaultWindow, lk_fault_window, LK, FAULT_WINDOW, AdwWindow)

GtkWidget *lk_fault_window_present (GtkWidget       *parent,
                                        LkPracticeHost  *host,
                                        LkConnection    *connection);

G_END_DECLS
