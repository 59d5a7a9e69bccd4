/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkPracticeParams: the parameters of a query or a form, read strictly. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _LkPracticeParams LkPracticeParams;

LkPracticeParams *lk_practice_params_new          (const char       *text,
                                                   gsize             length);
void              lk_practice_params_free         (LkPracticeParams *self);
const char       *lk_practice_params_get          (LkPracticeParams *self,
                                                   const char       *name);
gboolean          lk_practice_params_is_malformed (LkPracticeParams *self);
const char       *lk_practice_params_get_doubled  (LkPracticeParams *self);

char            **lk_practice_split_words         (const char       *text);
gboolean          lk_practice_words_within        (const char *const *words,
                                                   const char *const *allowed);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LkPracticeParams, lk_practice_params_free)

G_END_DECLS
