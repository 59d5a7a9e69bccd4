/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkSignInView: one web view in a store of its own, for one sign-in: catches the redirect, keeps to the policy. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define LK_TYPE_SIGN_IN_VIEW (lk_sign_in_view_get_type ())
G_DECLARE_FINAL_TYPE (LkSignInView, lk_sign_in_view, LK, SIGN_IN_VIEW, AdwBin)

LkSignInView *lk_sign_in_view_new             (void);
void          lk_sign_in_view_load            (LkSignInView  *self,
                                               const char    *uri,
                                               const char    *redirect_uri);
void          lk_sign_in_view_stop            (LkSignInView  *self);
char         *lk_sign_in_view_take_answer     (LkSignInView  *self);
const char   *lk_sign_in_view_get_page        (LkSignInView  *self);
const char   *lk_sign_in_view_get_title       (LkSignInView  *self);
const char   *lk_sign_in_view_get_notice      (LkSignInView  *self);
guint         lk_sign_in_view_get_page_status (LkSignInView  *self);
GError       *lk_sign_in_view_get_fault       (LkSignInView  *self);

G_END_DECLS
