/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkProxyResolver: the system's proxies, but none for this computer: what stays on it is no proxy's business. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define LK_TYPE_PROXY_RESOLVER (lk_proxy_resolver_get_type ())
G_DECLARE_FINAL_TYPE (LkProxyResolver, lk_proxy_resolver, LK, PROXY_RESOLVER, GObject)

GProxyResolver *lk_proxy_resolver_new (void);

G_END_DECLS
