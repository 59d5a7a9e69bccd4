/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Spoilt parts of a token answer: the same faults for the token endpoint's JSON and for the implicit answer's
 * parameters. */
#pragma once

#include "lk-practice-faults.h"

G_BEGIN_DECLS

typedef enum
{
  LK_PRACTICE_FORM_JSON,         /* a value as it stands in JSON */
  LK_PRACTICE_FORM_PARAMETER,    /* a value percent-encoded */
} LkPracticeForm;

gboolean lk_practice_spoil (LkPracticeFaults  *faults,
                            const char        *member,
                            LkPracticeForm     form,
                            char             **value);

G_END_DECLS
