/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The subdomain of an account: the bare label `acme`, whatever was pasted. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char     *lk_subdomain_from_text  (const char  *text,
                                   gboolean    *changed,
                                   GError     **error);
gboolean  lk_subdomain_is_valid   (const char  *label);

G_END_DECLS
