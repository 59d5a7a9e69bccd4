/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Secret text: wiped when freed, compared in constant time, made from the kernel's random source. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef char LkSecret;

void      lk_secret_wipe            (gpointer       data,
                                     gsize          length);
void      lk_secret_free            (char          *secret);
void      lk_secret_clear           (char         **secret);
gboolean  lk_secret_equal           (const char    *a,
                                     const char    *b);
GBytes   *lk_secret_bytes_new       (char          *secret,
                                     gsize          length);
void      lk_secret_harden_process  (void);

void      lk_random_bytes           (gpointer       data,
                                     gsize          length);
char     *lk_random_token           (gsize          n_bytes);
char     *lk_base64url_encode       (const guint8  *data,
                                     gsize          length);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LkSecret, lk_secret_free)

G_END_DECLS
