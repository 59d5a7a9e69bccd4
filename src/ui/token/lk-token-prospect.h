/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkTokenProspect: what a sign-in will be about, while there is no token to show. */
#pragma once

#include <adwaita.h>

#include "lk-account.h"

G_BEGIN_DECLS

#define LK_TYPE_TOKEN_PROSPECT (lk_token_prospect_get_type ())
G_DECLARE_FINAL_TYPE (LkTokenProspect, lk_token_prospect, LK, TOKEN_PROSPECT, AdwBin)

void lk_token_prospect_show          (LkTokenProspect *self,
                                      LkAccount       *account);
void lk_token_prospect_set_suggested (LkTokenProspect *self,
                                      gboolean         suggested);

G_END_DECLS
