/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an error answer says, whatever its shape. */
#pragma once

#include "lk-exchange.h"

G_BEGIN_DECLS

void lk_oauth_error_from_body (LkExchange  *exchange,
                               char       **error_code,
                               char       **description);

G_END_DECLS
