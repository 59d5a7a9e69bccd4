/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-redact-names.h"

#include <string.h>

/* Folded: lower case, without hyphens and underscores. A longer name that ends in one of the first kind is a secret's
 * too: "session_token", "fullAccessToken", "X-Api-Key". */
static const char *const endings[] = {
  "accesskey",  "apikey", "authorization", "passphrase", "passwd", "password",
  "privatekey", "secret", "secretkey",     "signingkey", "token",
};

static const char *const names[] = {
  "assertion",
  "clientassertion",
  "code",
  "codeverifier",
  "cookie",
  "credentials",
  "devicecode",
  "jwt",
  "pwd",
  "sessionid",
  "sessionkey",
  "setcookie",
  "state",
  "usercode",
  "websocketurl",
  /* Several, in an array */
  "passwords",
  "secrets",
  "tokens",
};

/* Where a list goes on. */
static const char *const harmless[] = {
  "continuationtoken", "nextpagetoken", "nexttoken", "pagetoken", "synctoken",
};

static gboolean
is_one_of (const char        *name,
           const char *const *list,
           gsize              n)
{
  for (gsize i = 0; i < n; i++)
    {
      if (name[0] == list[i][0] && g_str_equal (name, list[i]))
        return TRUE;
    }

  return FALSE;
}

/**
 * lk_secret_name_fold:
 * @c: the next character of a name
 * @folded: (inout): the name so far, LK_SECRET_NAME_MAX bytes that begin as zeros
 * @n: (inout): its length
 *
 * Adds a character in lower case, no hyphen and no underscore. Of a name that is too long its end is kept.
 */
void
lk_secret_name_fold (char   c,
                     char  *folded,
                     gsize *n)
{
  if (c == '-' || c == '_')
    return;

  if (*n == LK_SECRET_NAME_MAX - 1)
    memmove (folded, folded + 1, --*n);
  folded[(*n)++] = g_ascii_tolower (c);
}

/**
 * lk_secret_name_is_folded:
 * @folded: a folded name
 *
 * Returns: whether it is a secret's
 */
gboolean
lk_secret_name_is_folded (const char *folded)
{
  gsize length = strlen (folded);

  if (is_one_of (folded, names, G_N_ELEMENTS (names)))
    return TRUE;

  for (gsize i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      gsize n = strlen (endings[i]);

      if (length >= n && memcmp (folded + length - n, endings[i], n) == 0)
        return !is_one_of (folded, harmless, G_N_ELEMENTS (harmless));
    }

  return FALSE;
}

/**
 * lk_redact_is_secret_name:
 * @name: the name of a header, parameter or member
 *
 * Returns: whether what goes by that name, in any case, with hyphens or underscores, is hidden
 */
gboolean
lk_redact_is_secret_name (const char *name)
{
  char folded[LK_SECRET_NAME_MAX] = { 0 };
  gsize n = 0;

  for (const char *p = name; *p != '\0'; p++)
    lk_secret_name_fold (*p, folded, &n);

  return lk_secret_name_is_folded (folded);
}

static void
add_ending (LkNameEndings *self,
            const char    *name)
{
  const char *end = name + strlen (name);

  self->thirds[end[-2] & 31][end[-1] & 31] |= 1u << (end[-3] & 31);
}

/**
 * lk_name_endings_init:
 * @self: (out caller-allocates): the endings of all names, and of "value" and "content", which may stand beside one
 */
void
lk_name_endings_init (LkNameEndings *self)
{
  memset (self, 0, sizeof *self);

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    add_ending (self, names[i]);
  for (gsize i = 0; i < G_N_ELEMENTS (endings); i++)
    add_ending (self, endings[i]);
  add_ending (self, "value");
  add_ending (self, "content");
}

/**
 * lk_name_endings_match:
 * @self: the endings
 * @text: a text
 * @from: where a name may begin at the earliest
 * @end: where it ends
 *
 * Returns: whether what ends there may be the name of a secret. Hyphens and underscores in it do not count
 */
gboolean
lk_name_endings_match (const LkNameEndings *self,
                       const char          *text,
                       gsize                from,
                       gsize                end)
{
  if (end - from < 3 || text[end - 1] == '_' || text[end - 2] == '_' || text[end - 3] == '_' || text[end - 1] == '-' ||
      text[end - 2] == '-' || text[end - 3] == '-')
    return end > from;

  return (self->thirds[text[end - 2] & 31][text[end - 1] & 31] >> (text[end - 3] & 31) & 1) != 0;
}
