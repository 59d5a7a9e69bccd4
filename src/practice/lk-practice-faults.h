/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkPracticeFaults: which misbehaviours are asked for, and how often each is still to come. */
#pragma once

#include "lk-practice-server.h"

G_BEGIN_DECLS

typedef struct _LkPracticeFaults LkPracticeFaults;

LkPracticeFaults *lk_practice_faults_new   (void);
void              lk_practice_faults_free  (LkPracticeFaults *self);
gboolean          lk_practice_faults_set   (LkPracticeFaults *self,
                                            const char       *name,
                                            int               times);
void              lk_practice_faults_clear (LkPracticeFaults *self);
gboolean          lk_practice_faults_has   (LkPracticeFaults *self,
                                            const char       *name);
gboolean          lk_practice_faults_take  (LkPracticeFaults *self,
                                            const char       *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LkPracticeFaults, lk_practice_faults_free)

G_END_DECLS
