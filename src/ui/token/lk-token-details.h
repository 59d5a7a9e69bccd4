/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkTokenDetails: the token that an account has: first what it is good for, then all that is known of it. */
#pragma once

#include <adwaita.h>

#include "lk-account.h"

G_BEGIN_DECLS

#define LK_TYPE_TOKEN_DETAILS (lk_token_details_get_type ())
G_DECLARE_FINAL_TYPE (LkTokenDetails, lk_token_details, LK, TOKEN_DETAILS, AdwBin)

void lk_token_details_show  (LkTokenDetails *self,
                             LkAccount      *account,
                             gint64          entry_expires);
void lk_token_details_clear (LkTokenDetails *self);

G_END_DECLS
