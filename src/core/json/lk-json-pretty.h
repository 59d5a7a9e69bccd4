/* SPDX-License-Identifier: GPL-3.0-or-later */
/* JSON laid out over lines, every byte of its keys and values as it came. */
#pragma once

#include <gio/gio.h>

#include "lk-json-index.h"

G_BEGIN_DECLS

GBytes *lk_json_pretty (LkJsonIndex   *index,
                        GCancellable  *cancellable,
                        GError       **error);

G_END_DECLS
