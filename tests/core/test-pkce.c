/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-pkce.h"
#include "lk-secret.h"
#include "lk-test.h"

static void
test_challenge (void)
{
  /* The pair of RFC 7636 appendix B. */
  g_autofree char *challenge = lk_pkce_get_challenge ("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");

  g_assert_cmpstr (challenge, ==, "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
}

static void
test_verifier (void)
{
  g_autoptr(GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (int i = 0; i < 100; i++)
    {
      g_autoptr(LkSecret) verifier = lk_pkce_new_verifier ();
      g_autofree char *challenge = lk_pkce_get_challenge (verifier);

      g_assert_true (g_regex_match_simple ("^[A-Za-z0-9._~-]{43,128}$", verifier, G_REGEX_DOLLAR_ENDONLY, 0));
      g_assert_true (g_regex_match_simple ("^[A-Za-z0-9_-]{43}$", challenge, G_REGEX_DOLLAR_ENDONLY, 0));
      g_assert_true (g_hash_table_add (seen, g_strdup (verifier)));
    }
}

int
main (int   argc,
      char *argv[])
{
  lk_test_init (&argc, &argv);

  g_test_add_func ("/pkce/challenge", test_challenge);
  g_test_add_func ("/pkce/verifier", test_verifier);

  return g_test_run ();
}
