/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A web view for a login page: its store is its own and in memory, and all that such a page does not need is denied. */
#pragma once

#include <webkit/webkit.h>

G_BEGIN_DECLS

WebKitWebView *lk_login_page_new (const char *authorize_uri);

G_END_DECLS
