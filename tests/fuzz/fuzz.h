/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What libFuzzer calls in each of the fuzzers. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

int LLVMFuzzerInitialize   (int            *argc,
                            char         ***argv);
int LLVMFuzzerTestOneInput (const guint8   *data,
                            gsize           size);

G_END_DECLS
