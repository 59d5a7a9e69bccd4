/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The web engine's code in memory, which nothing runs once the last page is closed. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

void lk_engine_pages_let_go_later (void);

G_END_DECLS
