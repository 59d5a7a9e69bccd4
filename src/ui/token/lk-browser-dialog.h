/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkBrowserDialog: waits for the system browser, and offers the ways on when it does not come back by itself. */
#pragma once

#include <adwaita.h>

#include "lk-user-agent.h"

G_BEGIN_DECLS

#define LK_TYPE_BROWSER_DIALOG (lk_browser_dialog_get_type ())
G_DECLARE_FINAL_TYPE (LkBrowserDialog, lk_browser_dialog, LK, BROWSER_DIALOG, AdwWindow)

LkBrowserDialog *lk_browser_dialog_new            (GtkWindow       *parent,
                                                   const char      *note);
LkUserAgent     *lk_browser_dialog_get_user_agent (LkBrowserDialog *self);

G_END_DECLS
