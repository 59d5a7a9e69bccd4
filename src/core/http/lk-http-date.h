/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dates as HTTP writes them. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gint64  lk_http_date_parse  (const char *text);

G_END_DECLS
