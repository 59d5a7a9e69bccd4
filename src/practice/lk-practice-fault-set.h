/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkPracticeFaultSet: the faults a server knows, and which of them are armed. */
#pragma once

#include "lk-practice-fault.h"

G_BEGIN_DECLS

typedef struct _LkPracticeFaultSet LkPracticeFaultSet;

LkPracticeFaultSet *lk_practice_fault_set_new    (void);
void                lk_practice_fault_set_free   (LkPracticeFaultSet    *self);
void                lk_practice_fault_set_add    (LkPracticeFaultSet    *self,
                                                  const LkPracticeFault *faults,
                                                  guint                  n_faults);
gboolean            lk_practice_fault_set_arm    (LkPracticeFaultSet    *self,
                                                  const char            *name,
                                                  int                    times);
void                lk_practice_fault_set_clear  (LkPracticeFaultSet    *self);
gboolean            lk_practice_fault_set_has    (LkPracticeFaultSet    *self,
                                                  const char            *name);
gboolean            lk_practice_fault_set_strike (LkPracticeFaultSet    *self,
                                                  LkPracticePoint        point,
                                                  LkPracticeRequest     *request);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LkPracticeFaultSet, lk_practice_fault_set_free)

G_END_DECLS
