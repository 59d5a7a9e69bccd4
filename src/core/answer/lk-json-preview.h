/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A container in one line, such as {id: “2605”, visitor: {…}, …}: what a collapsed row of the tree shows. */
#pragma once

#include "lk-json-index.h"

G_BEGIN_DECLS

char *lk_json_preview (LkJsonIndex *index,
                       gsize        start);

G_END_DECLS
