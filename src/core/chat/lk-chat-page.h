/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One answer that holds chats, in any of the shapes the service has for them. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

GPtrArray *lk_chat_page_parse (GBytes  *body,
                               char   **next_url,
                               GError **error);

G_END_DECLS
