/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What there is one of: the account, the routing settings, and the agent that a token belongs to. */
#pragma once

#include "lk-practice-context.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

JsonObject *lk_practice_settings_new    (void);
gboolean    lk_practice_settings_answer (LkPracticeRequest *request,
                                         const char        *resource);

G_END_DECLS
