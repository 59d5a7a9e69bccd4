/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The names that secrets go by. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The longest of them, and a NUL. */
#define LK_SECRET_NAME_MAX 24

/* What the names of secrets end in: a bit for the third letter from the end, by the two after it. It rules out
 * nearly all other names. */
typedef struct
{
  guint32 thirds[32][32];
} LkNameEndings;

gboolean  lk_redact_is_secret_name  (const char          *name);

void      lk_secret_name_fold       (char                 c,
                                     char                *folded,
                                     gsize               *n);
gboolean  lk_secret_name_is_folded  (const char          *folded);

void      lk_name_endings_init      (LkNameEndings       *self);
gboolean  lk_name_endings_match     (const LkNameEndings *self,
                                     const char          *text,
                                     gsize                from,
                                     gsize                end);

G_END_DECLS
