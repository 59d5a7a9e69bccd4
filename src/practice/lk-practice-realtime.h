/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The real-time API: what happens just now, as numbers. */
#pragma once

#include "lk-practice-context.h"

G_BEGIN_DECLS

gboolean lk_practice_realtime_answer (LkPracticeRequest *request,
                                      const char        *resource);

G_END_DECLS
