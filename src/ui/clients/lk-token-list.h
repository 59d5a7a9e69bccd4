/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkTokenList: the account's tokens, masked; those that are to end are chosen here, and asked about before they do. */
#pragma once

#include <adwaita.h>

#include "lk-api-token.h"

G_BEGIN_DECLS

#define LK_TYPE_TOKEN_LIST (lk_token_list_get_type ())
G_DECLARE_FINAL_TYPE (LkTokenList, lk_token_list, LK, TOKEN_LIST, AdwBin)

void       lk_token_list_set_tokens   (LkTokenList *self,
                                       GPtrArray   *tokens,
                                       GPtrArray   *clients,
                                       gboolean     can_write);
char     **lk_token_list_dup_chosen   (LkTokenList *self);
gboolean   lk_token_list_chooses_own  (LkTokenList *self);

G_END_DECLS
