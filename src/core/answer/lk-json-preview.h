/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The beginning of a container in one line, such as {id: “2605”, visitor: {…}, …}: shown in a closed row of a tree. */
#pragma once

#include "lk-json-index.h"

G_BEGIN_DECLS

char *lk_json_preview (LkJsonIndex *index,
                       gsize        start);

G_END_DECLS
