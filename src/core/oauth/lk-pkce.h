/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PKCE, S256 only (RFC 7636). */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *lk_pkce_new_verifier  (void);                    /* 43 characters, 256 bits; free with lk_secret_free () */
char *lk_pkce_get_challenge (const char *verifier);    /* base64url (SHA-256 (verifier)) */

G_END_DECLS
