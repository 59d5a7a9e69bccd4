/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkJsonMatcher: finds a text in the keys and scalars of a body, in any case and however the body escapes it. */
#pragma once

#include "lk-json-index.h"
#include "lk-json-machine.h"

G_BEGIN_DECLS

typedef struct _LkJsonMatcher LkJsonMatcher;

/* Gets where a key or scalar that holds the text begins; answers whether to go on. */
typedef gboolean (*LkJsonMatchFunc) (gsize    token,
                                     gpointer user_data);

LkJsonMatcher *lk_json_matcher_new          (const char       *text);
void           lk_json_matcher_free         (LkJsonMatcher    *self);

gboolean       lk_json_matcher_find_in_text (LkJsonMatcher    *self,
                                             const char       *text,
                                             gsize            *start,
                                             gsize            *end);
void           lk_json_matcher_run          (LkJsonMatcher    *self,
                                             LkJsonIndex      *index,
                                             LkJsonProcessor   processor,
                                             GCancellable     *cancellable,
                                             LkJsonMatchFunc   func,
                                             gpointer          user_data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LkJsonMatcher, lk_json_matcher_free)

G_END_DECLS
