/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkSignInWindow: the sign-in page with what the page cannot reach: its origin, the ways out, and what went wrong. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define LK_TYPE_SIGN_IN_WINDOW (lk_sign_in_window_get_type ())
G_DECLARE_FINAL_TYPE (LkSignInWindow, lk_sign_in_window, LK, SIGN_IN_WINDOW, AdwWindow)

LkSignInWindow *lk_sign_in_window_new             (const char      *connection_name,
                                                   const char      *authorize_uri,
                                                   const char      *redirect_uri);
void            lk_sign_in_window_start           (LkSignInWindow  *self);
void            lk_sign_in_window_finish          (LkSignInWindow  *self);
void            lk_sign_in_window_refuse_paste    (LkSignInWindow  *self,
                                                   const char      *message);
char           *lk_sign_in_window_take_answer     (LkSignInWindow  *self,
                                                   GError         **error);
guint           lk_sign_in_window_get_page_status (LkSignInWindow  *self);

G_END_DECLS
