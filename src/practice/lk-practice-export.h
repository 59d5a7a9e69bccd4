/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The incremental exports: records in the order of time, from a moment on. */
#pragma once

#include "lk-practice-context.h"

G_BEGIN_DECLS

guint    lk_practice_export_count_since (guint              n_records,
                                         gint64             time);
gboolean lk_practice_export_refuse      (LkPracticeRequest *request,
                                         gint64             time);
gboolean lk_practice_export_answer      (LkPracticeRequest *request,
                                         const char        *base,
                                         const char        *resource);

G_END_DECLS
