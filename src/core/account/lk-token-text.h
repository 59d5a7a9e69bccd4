/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the token page says, as text: the answer in a line, scopes, how a token was got, and the lines that can be
 * copied. */
#pragma once

#include "lk-account.h"

G_BEGIN_DECLS

gint64      lk_token_text_left        (LkToken       *token,
                                       gint64         entry_expires,
                                       gint64         now);
const char *lk_token_text_title       (gint64         left,
                                       gboolean       worked);
char       *lk_token_text_answer      (LkToken       *token,
                                       LkAgent       *agent,
                                       gint64         entry_expires,
                                       gint64         now);
char       *lk_token_text_scopes      (LkToken       *token,
                                       gboolean      *more,
                                       gboolean      *less);
const char *lk_token_text_obtained    (LkToken       *token);
char       *lk_token_text_expiry      (LkToken       *token,
                                       gint64         entry_expires,
                                       gint64         now);
char       *lk_token_text_header      (LkToken       *token);
char       *lk_token_text_curl        (LkConnection  *connection);
char       *lk_token_text_environment (LkConnection  *connection);
char       *lk_token_text_command     (LkConnection  *connection);
const char *lk_token_text_grant       (LkGrant        grant);

G_END_DECLS
