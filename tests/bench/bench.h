/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the benchmarks share: figures that are ratios to something measured in the same run, so that they mean the same
 * on a fast machine and a slow one, printed as a table and written as JSON. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  BENCH_AT_MOST,
  BENCH_AT_LEAST,
} BenchGoal;

typedef void (*BenchFunc) (gpointer data);

GString *bench_document    (gsize        length);

double   bench_cpu_seconds (BenchFunc    func,
                            gpointer     data,
                            guint        repeats);
double   bench_seconds     (BenchFunc    func,
                            gpointer     data,
                            guint        repeats);
double   bench_peak_bytes  (BenchFunc    func,
                            gpointer     data);
double   bench_proc_kb     (const char  *file,
                            const char  *name);

double   bench_median      (double      *values,
                            gsize        n);

void     bench_add         (const char  *figure,
                            const char  *unit,
                            double       value,
                            const char  *reference,
                            double       reference_value,
                            BenchGoal    goal,
                            double       target);
int      bench_finish      (const char  *path);

G_END_DECLS
