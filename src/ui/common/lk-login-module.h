/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The module that holds WebKit, loaded when the first sign-in page is shown. */
#pragma once

#include <gtk/gtk.h>

#include "lk-user-agent.h"

G_BEGIN_DECLS

LkUserAgent *lk_login_module_new_user_agent  (const char  *folder,
                                              GtkWindow   *parent,
                                              const char  *connection_name,
                                              GError     **error);
gboolean     lk_login_module_is_installed    (void);

G_END_DECLS
