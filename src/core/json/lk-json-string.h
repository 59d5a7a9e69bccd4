/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The characters of a JSON string, decoded as far as they can be shown. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  LK_JSON_DECODE_TEXT, /* what may stand in a text: only NUL and lone surrogates stay as they are written */
  LK_JSON_DECODE_LINE, /* for one line of a list: what breaks a line, is invisible or turns its direction is escaped */
} LkJsonDecode;

void     lk_json_string_decode       (GString       *out,
                                      const char    *data,
                                      gsize          length,
                                      LkJsonDecode   mode,
                                      gsize          max_chars,
                                      gboolean      *cut);
gunichar lk_json_string_next         (const char   **at,
                                      const char    *end);

G_END_DECLS
