/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Text from outside made fit to show: valid UTF-8, no control or bidi characters, of bounded length; and words that
 * were typed. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char  *lk_text_sanitize      (const char        *text,
                              gssize             length,
                              gsize              max_chars);
char  *lk_text_mask          (const char        *secret);
char **lk_text_split_words   (const char        *text);
char  *lk_text_join_words    (const char *const *words);
char **lk_text_missing_words (const char *const *wanted,
                              const char *const *there);

G_END_DECLS
