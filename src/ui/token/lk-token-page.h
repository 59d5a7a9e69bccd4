/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkTokenPage: the hub of an account: its token, whether it works, whose it is, when it ends; or what a sign-in would
 * ask for. */
#pragma once

#include <adwaita.h>

#include "lk-account.h"

G_BEGIN_DECLS

#define LK_TYPE_TOKEN_PAGE (lk_token_page_get_type ())
G_DECLARE_FINAL_TYPE (LkTokenPage, lk_token_page, LK, TOKEN_PAGE, AdwBin)

GtkWidget *lk_token_page_new          (LkAccount    *account,
                                       GSettings    *settings);
void       lk_token_page_show_failure (LkTokenPage  *self,
                                       const char   *retry,
                                       GPtrArray    *diagnoses,
                                       LkExchange   *exchange);
void       lk_token_page_set_busy     (LkTokenPage  *self,
                                       const char   *what,
                                       GCancellable *cancellable);

G_END_DECLS
