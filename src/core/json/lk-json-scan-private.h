/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-json-scan.h"

G_BEGIN_DECLS

#define LK_JSON_DEFAULT_DEPTH 512

void     lk_json_position_at (const char      *data,
                              gsize            offset,
                              LkJsonPosition  *position);
gboolean lk_json_explain     (const char      *data,
                              gsize            length,
                              guint            max_depth,
                              LkJsonPosition  *position,
                              GError         **error);

G_END_DECLS
