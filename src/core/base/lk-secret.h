/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Secret text: wiped when freed, compared in constant time, made from the kernel's random source. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A NUL-terminated secret that `g_autoptr` wipes: g_autoptr(LkSecret) secret = … (a plain `char *` otherwise). */
typedef char LkSecret;

void      lk_secret_wipe         (gpointer    data,
                                  gsize       length);
void      lk_secret_free         (char       *secret);       /* wipes, then frees; NULL is fine */
void      lk_secret_clear        (char      **secret);       /* lk_secret_free, then NULL */
gboolean  lk_secret_equal        (const char *a,
                                  const char *b);            /* constant time in the longer; NULL equals nothing */
GBytes   *lk_secret_bytes_new    (char       *secret,
                                  gsize       length);       /* takes it; wipes when the last reference goes */
void      lk_random_bytes        (gpointer    data,
                                  gsize       length);       /* getrandom(2); aborts if the kernel has none */
char     *lk_random_token        (gsize       n_bytes);      /* base64url without padding, of n_bytes random bytes */
char     *lk_base64url_encode    (const guint8 *data,
                                  gsize         length);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LkSecret, lk_secret_free)

G_END_DECLS
