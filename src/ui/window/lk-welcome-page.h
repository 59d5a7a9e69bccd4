/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkWelcomePage: what is shown while there is no connection: what the program does, and the two ways to begin. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define LK_TYPE_WELCOME_PAGE (lk_welcome_page_get_type ())
G_DECLARE_FINAL_TYPE (LkWelcomePage, lk_welcome_page, LK, WELCOME_PAGE, AdwBin)

GtkWidget *lk_welcome_page_new (GMenuModel *menu);

G_END_DECLS
