/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Secrets overwritten where they lie. */
#include "config.h"

#include <string.h>

#include "lk-redact-scan.h"

/**
 * lk_redact_is_code:
 * @range: a secret
 *
 * Returns: whether it goes by the name of a code or a state. In a sign-in these are secrets; elsewhere they are as
 *   often the code of an error or the state of a chat
 */
gboolean
lk_redact_is_code (const LkSecretRange *range)
{
  return g_str_equal (range->name, "code") || g_str_equal (range->name, "state");
}

/**
 * lk_redact_overwrite:
 * @text: a secret in a longer text
 * @length: its length in bytes
 *
 * Replaces it with asterisks, which need no escape in any format. A number becomes another number, so that JSON stays
 * valid.
 */
void
lk_redact_overwrite (char  *text,
                     gsize  length)
{
  gboolean is_number = TRUE;

  for (gsize i = 0; i < length && is_number; i++)
    is_number = g_ascii_isdigit (text[i]);
  memset (text, is_number ? '1' : '*', length);
}

/**
 * lk_redact_overwrite_named:
 * @text: text of any form
 * @length: its length in bytes
 * @with_codes: whether also what goes by the name of a code or a state
 *
 * Overwrites what lk_redact_find_secrets() finds.
 */
void
lk_redact_overwrite_named (char     *text,
                           gsize     length,
                           gboolean  with_codes)
{
  g_autoptr(GArray) ranges = lk_redact_find_secrets (text, length);

  for (guint i = 0; i < ranges->len; i++)
    {
      const LkSecretRange *range = &g_array_index (ranges, LkSecretRange, i);

      if (with_codes || !lk_redact_is_code (range))
        lk_redact_overwrite (text + range->start, range->end - range->start);
    }
}
