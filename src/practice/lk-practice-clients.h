/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The practice server's oauth/clients and oauth/tokens, after the caller has been let in. */
#pragma once

#include "lk-practice-context.h"

G_BEGIN_DECLS

void lk_practice_clients (LkPracticeRequest *request,
                          const char        *id);
void lk_practice_tokens  (LkPracticeRequest *request,
                          const char        *id);

G_END_DECLS
