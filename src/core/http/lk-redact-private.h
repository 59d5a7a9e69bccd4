/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What hiding the secrets of an exchange and overwriting them have in common. */
#pragma once

#include "lk-exchange.h"

G_BEGIN_DECLS

GPtrArray  *_lk_redact_collect_needles  (LkExchange *exchange);
void        _lk_redact_find_needles     (GArray     *ranges,
                                         GPtrArray  *needles,
                                         const char *text,
                                         gsize       length);

G_END_DECLS
