/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The practice service's web pages. Every text from outside is escaped; nothing is loaded but /practice.css. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char       *lk_practice_page_login   (const char        *user,
                                      const char        *password,
                                      gboolean           refused);
char       *lk_practice_page_consent (const char        *client_name,
                                      const char        *company,
                                      const char        *user,
                                      const char *const *scopes,
                                      const char        *form_key);
char       *lk_practice_page_error   (const char        *title,
                                      const char        *explanation);
char       *lk_practice_page_blocked (gboolean           passkey);
char       *lk_practice_page_home    (const char        *user,
                                      const char        *password);
const char *lk_practice_page_style   (void);

G_END_DECLS
