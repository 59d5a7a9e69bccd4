/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The practice server's REST API. */
#pragma once

#include "lk-practice-context.h"

G_BEGIN_DECLS

void lk_practice_api (LkPracticeRequest *request,
                      const char        *base,
                      const char        *resource);

G_END_DECLS
