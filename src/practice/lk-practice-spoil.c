/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "lk-practice-spoil.h"

#define HUGE_TOKEN_LENGTH 100000

typedef struct
{
  const char *fault;
  const char *member;
  const char *json;          /* NULL: the member is left out */
  const char *parameter;     /* the same, for a parameter */
  gboolean    json_only;     /* a parameter has no types, so the fault cannot befall it */
} Spoil;

static const Spoil spoils[] = {
  { "token-null", "access_token", "null", NULL, TRUE },
  { "token-number", "access_token", "1234567890", NULL, TRUE },
  { "token-object", "access_token", "{\"value\":\"abc\"}", NULL, TRUE },
  { "token-array", "access_token", "[\"abc\"]", NULL, TRUE },
  { "token-empty", "access_token", "\"\"", "", FALSE },
  { "token-absent", "access_token", NULL, NULL, FALSE },
  { "token-line-break", "access_token", "\"abc\\r\\nX-Injected: yes\"", "abc%0D%0AX-Injected:%20yes", FALSE },
  { "token-nul", "access_token", "\"abc\\u0000def\"", "abc%00def", FALSE },
  { "type-mac", "token_type", "\"mac\"", "mac", FALSE },
  { "type-absent", "token_type", NULL, NULL, FALSE },
  { "type-upper", "token_type", "\"BEARER\"", "BEARER", FALSE },
  { "expires-text", "expires_in", "\"3600\"", "3600", FALSE },
  { "expires-negative", "expires_in", "-3600", "-3600", FALSE },
  { "expires-zero", "expires_in", "0", "0", FALSE },
  { "expires-one", "expires_in", "1", "1", FALSE },
  { "expires-huge", "expires_in", "99999999999999999999999", "99999999999999999999999", FALSE },
  { "expires-infinite", "expires_in", "1e400", "1e400", FALSE },
  { "expires-words", "expires_in", "\"NaN\"", "NaN", FALSE },
  { "scope-absent", "scope", NULL, NULL, FALSE },
  { "scope-array", "scope", "[\"read\",\"write\"]", NULL, TRUE },
  { "scope-fewer", "scope", "\"read\"", "read", FALSE },
  { "scope-more", "scope", "\"read write chat admin\"", "read%20write%20chat%20admin", FALSE },
};

/**
 * lk_practice_spoil:
 * @faults: what is asked for
 * @member: a member of the answer: `access_token`, `token_type`, `expires_in` or `scope`
 * @form: whether the answer is JSON or parameters
 * @value: (inout) (nullable): its value as it would be sent; %NULL when it would be left out. Replaced if spoilt
 *
 * Applies a fault that is asked for (SECURITY.md C3, D8, E3 and E4).
 *
 * Returns: whether @value was replaced
 */
gboolean
lk_practice_spoil (LkPracticeFaults  *faults,
                   const char        *member,
                   LkPracticeForm     form,
                   char             **value)
{
  for (guint i = 0; i < G_N_ELEMENTS (spoils); i++)
    {
      const Spoil *spoil = &spoils[i];

      if (strcmp (spoil->member, member) != 0 || (form == LK_PRACTICE_FORM_PARAMETER && spoil->json_only))
        continue;

      if (lk_practice_faults_take (faults, spoil->fault))
        {
          g_free (*value);
          *value = g_strdup (form == LK_PRACTICE_FORM_JSON ? spoil->json : spoil->parameter);
          return TRUE;
        }
    }

  if (strcmp (member, "access_token") == 0 && lk_practice_faults_take (faults, "token-huge"))
    {
      g_autofree char *huge = g_strnfill (HUGE_TOKEN_LENGTH, 'a');

      g_free (*value);
      *value = form == LK_PRACTICE_FORM_JSON ? g_strdup_printf ("\"%s\"", huge) : g_steal_pointer (&huge);
      return TRUE;
    }

  return FALSE;
}
