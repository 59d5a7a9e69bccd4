/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Broken answers of any endpoint: bodies that are not what was due, cut connections, redirects that lead away. */
#pragma once

#include "lk-practice-context.h"

G_BEGIN_DECLS

gboolean lk_practice_mishap (LkPracticeRequest *request);

G_END_DECLS
