/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the parts of the JSONPath parser share: the position in the text, and the smallest elements of the grammar. */
#pragma once

#include "lk-json-path-private.h"

G_BEGIN_DECLS

typedef struct
{
  const char *text; /* not owned: the whole query */
  const char *at;   /* not owned: the next character */
  GError **error;   /* not owned */
  guint depth;      /* of parentheses, filters and functions */
} LkPathParser;

gboolean          _lk_path_fail_at          (LkPathParser *self,
                                             const char   *at,
                                             const char   *problem);
gboolean          _lk_path_fail             (LkPathParser *self,
                                             const char   *problem);
void              _lk_path_skip_blanks      (LkPathParser *self);
gboolean          _lk_path_accept           (LkPathParser *self,
                                             const char   *token);
gboolean          _lk_path_enter            (LkPathParser *self);
GString          *_lk_path_parse_shorthand  (LkPathParser *self);
GString          *_lk_path_parse_string     (LkPathParser *self);
gboolean          _lk_path_is_at_integer    (LkPathParser *self);
gboolean          _lk_path_parse_integer    (LkPathParser *self,
                                             gint64       *value);

LkPathQuery      *_lk_path_parse_query      (LkPathParser *self);
LkPathExpression *_lk_path_parse_expression (LkPathParser *self);

G_END_DECLS
