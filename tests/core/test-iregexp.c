/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "lk-iregexp.h"
#include "lk-test.h"

/* I-Regexp (RFC 9485) is not the language of PCRE. */
static void
test_language (void)
{
  static const struct
  {
    const char *regex;
    const char *matches; /* NULL: no I-Regexp */
    const char *misses;
  } cases[] = {
    { "a|b|", "b", "c" },
    { "(a|b)c{2}", "bcc", "bc" },
    { "(ab)*", "abab", "aba" },
    { "a{2,}", "aaa", "a" },
    { "a{0,1}b?", "b", "aab" },
    { "^a$", "^a$", "a" },
    { "a\\.b", "a.b", "axb" },
    { "\\(\\)\\*\\+\\-\\?\\[\\\\\\]\\^\\{\\|\\}", "()*+-?[\\]^{|}", "" },
    { "\\n\\r\\t", "\n\r\t", "nrt" },
    { ".", "é", "\n" },
    { ".", "\xe2\x80\xa8", "\r" },
    { "[a-c]", "b", "d" },
    { "[^a-c]", "d", "a" },
    { "[^a-c]", "\n", "b" },
    { "[-a]", "-", "b" },
    { "[a-]", "-", "b" },
    { "[\\-\\]\\[]", "]", "\\" },
    { "[\\n]", "\n", "n" },
    { "[^\\p{L}]", "1", "a" },
    { "[\\p{Lu}0-9]", "Ä", "ä" },
    { "\\p{Lu}\\P{L}", "Ä1", "ä1" },
    { "[^^]", "a", "^" },
    { "[$.#&~&&]", "&", "a" },
    { "a b#c", "a b#c", "ab" },
    { "世{2}", "世世", "世" },
    { "\\p{Nd}+", "12", "1a" },
    { "<=>/'\",:;@_`~!%&", "<=>/'\",:;@_`~!%&", "" },

    { "\\d", NULL, NULL },
    { "\\w+", NULL, NULL },
    { "\\s", NULL, NULL },
    { "\\$", NULL, NULL },
    { "\\u0041", NULL, NULL },
    { "\\p{IsBasicLatin}", NULL, NULL },
    { "\\p{Cs}", NULL, NULL },
    { "\\p{Latin}", NULL, NULL },
    { "\\pL", NULL, NULL },
    { "\\p{}", NULL, NULL },
    { "a**", NULL, NULL },
    { "a+?", NULL, NULL },
    { "a++", NULL, NULL },
    { "*a", NULL, NULL },
    { "a{,2}", NULL, NULL },
    { "a{2", NULL, NULL },
    { "a{3,2}", NULL, NULL },
    { "{", NULL, NULL },
    { "}", NULL, NULL },
    { "]", NULL, NULL },
    { "(a", NULL, NULL },
    { "a)", NULL, NULL },
    { "(?:a)", NULL, NULL },
    { "(?i)a", NULL, NULL },
    { "(?=a)", NULL, NULL },
    { "[]", NULL, NULL },
    { "[^]", NULL, NULL },
    { "[a", NULL, NULL },
    { "[a-\\p{L}]", NULL, NULL },
    { "[c-a]", NULL, NULL },
    { "[a-b-c]", NULL, NULL },
    { "[[:alpha:]]", NULL, NULL },
    { "[a-z-[aeiou]]", NULL, NULL },
    { "a\\", NULL, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GRegex) regex = lk_iregexp_compile (cases[i].regex, strlen (cases[i].regex), TRUE);

      g_test_message ("%s", cases[i].regex);
      g_assert_cmpint (regex != NULL, ==, cases[i].matches != NULL);
      if (regex != NULL)
        {
          g_assert_true (g_regex_match (regex, cases[i].matches, 0, NULL));
          g_assert_false (*cases[i].misses != '\0' && g_regex_match (regex, cases[i].misses, 0, NULL));
        }
    }
}

/* A part of a text is enough where the whole need not match. */
static void
test_part (void)
{
  g_autoptr(GRegex) part = lk_iregexp_compile ("b|c", 3, FALSE);
  g_autoptr(GRegex) whole = lk_iregexp_compile ("b|c", 3, TRUE);

  g_assert_true (g_regex_match (part, "abd", 0, NULL));
  g_assert_false (g_regex_match (part, "ad", 0, NULL));
  g_assert_false (g_regex_match (whole, "bd", 0, NULL));
  g_assert_false (g_regex_match (whole, "ac", 0, NULL));
  g_assert_false (g_regex_match (whole, "c\n", 0, NULL));
  g_assert_true (g_regex_match (whole, "c", 0, NULL));
}

int
main (int    argc,
      char **argv)
{
  lk_test_init (&argc, &argv);

  g_test_add_func ("/iregexp/language", test_language);
  g_test_add_func ("/iregexp/part", test_part);

  return g_test_run ();
}
