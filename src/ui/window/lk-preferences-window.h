/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkPreferencesWindow: the few choices that hold for all connections. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define LK_TYPE_PREFERENCES_WINDOW (lk_preferences_window_get_type ())
G_DECLARE_FINAL_TYPE (LkPreferencesWindow, lk_preferences_window, LK, PREFERENCES_WINDOW, AdwWindow)

GtkWindow *lk_preferences_window_new (GSettings *settings);

G_END_DECLS
