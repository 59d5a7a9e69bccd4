/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkSignInHost: runs one sign-in for the program at the other end of a channel. */
#pragma once

#include "lk-channel.h"
#include "lk-sign-in-window.h"

G_BEGIN_DECLS

#define LK_TYPE_SIGN_IN_HOST (lk_sign_in_host_get_type ())
G_DECLARE_FINAL_TYPE (LkSignInHost, lk_sign_in_host, LK, SIGN_IN_HOST, GObject)

LkSignInHost *lk_sign_in_host_new   (LkChannel    *channel,
                                     GMainLoop    *loop);
void          lk_sign_in_host_start (LkSignInHost *self);

G_END_DECLS
