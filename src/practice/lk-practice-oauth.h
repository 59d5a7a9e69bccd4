/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The practice server's OAuth: the authorize pages and the token endpoint. */
#pragma once

#include "lk-practice-context.h"

G_BEGIN_DECLS

void lk_practice_authorize (LkPracticeRequest *request,
                            gboolean           legacy);
void lk_practice_token     (LkPracticeRequest *request);

G_END_DECLS
