/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading JSON in parts, as is done with long bodies: the same must come of it, wherever the parts begin. */
#pragma once

#include "lk-json-machine.h"

G_BEGIN_DECLS

void lk_test_json_parts (LkJsonProcessor  processor,
                         const char      *data,
                         gsize            length,
                         guint            max_depth,
                         gsize            n_chunks,
                         guint            n_threads);
void lk_test_json_seams (const char      *data,
                         gsize            length,
                         guint            max_depth);

G_END_DECLS
