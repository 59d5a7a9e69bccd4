/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sign-in page's module: all of WebKit is in it, and it is loaded when the first sign-in starts. */
#pragma once

#include <gtk/gtk.h>

#include "lk-user-agent.h"

G_BEGIN_DECLS

LkUserAgent *lk_login_module_new_user_agent  (GtkWindow   *parent,
                                              const char  *connection_name,
                                              GError     **error);

G_END_DECLS
