/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An exchange as a curl command that runs when it is pasted into a shell; secrets are commands in it, never text. */
#pragma once

#include "lk-exchange.h"

G_BEGIN_DECLS

char *lk_curl_command  (LkExchange *exchange,
                        const char *connection_name);

G_END_DECLS
