/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Proof Key for Code Exchange (RFC 7636), method S256 only. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *lk_pkce_new_verifier  (void);
char *lk_pkce_get_challenge (const char *verifier);

G_END_DECLS
