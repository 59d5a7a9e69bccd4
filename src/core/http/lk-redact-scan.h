/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finds the secrets in a text, for lk-redact, which hides them, and lk-curl, which replaces them with commands. */
#pragma once

#include <glib.h>

#include "lk-redact-names.h"

G_BEGIN_DECLS

/* Half open: `text[start]` to before `text[end]`. The name is the secret's, folded: "accesstoken", "authorization". */
typedef struct
{
  gsize start;
  gsize end;
  char name[LK_SECRET_NAME_MAX];
} LkSecretRange;

GArray   *lk_redact_find_secrets    (const char *text,
                                     gsize       length);
gboolean  lk_redact_is_code         (const LkSecretRange *range);
void      lk_redact_overwrite       (char       *text,
                                     gsize       length);
void      lk_redact_overwrite_named (char       *text,
                                     gsize       length,
                                     gboolean    with_codes);

G_END_DECLS
