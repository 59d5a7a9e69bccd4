/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the sign-in page may do and how it is described, told by address, title and HTTP status alone. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  LK_PAGE_SAFETY_NONE,             /* no page yet */
  LK_PAGE_SAFETY_ENCRYPTED,
  LK_PAGE_SAFETY_THIS_COMPUTER,    /* http, but to loopback */
  LK_PAGE_SAFETY_NOT_ENCRYPTED,
} LkPageSafety;

gboolean      lk_page_policy_allows_uri    (const char    *uri,
                                            char         **scheme);
char         *lk_page_policy_get_origin    (const char    *uri);
LkPageSafety  lk_page_policy_get_safety    (const char    *uri);
char         *lk_page_policy_find_obstacle (const char    *uri,
                                            const char    *title,
                                            guint          status);
char         *lk_page_policy_find_stray_answer (const char *uri,
                                            const char    *authorize_uri,
                                            const char    *redirect_uri);
gboolean      lk_page_policy_check_folders (GError       **error);
char        **lk_page_policy_get_languages (void);

G_END_DECLS
