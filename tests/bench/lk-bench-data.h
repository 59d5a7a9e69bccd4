/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Answers of the chats resource, the same at every run, of any size. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

GBytes *lk_bench_chats (gsize bytes);

G_END_DECLS
