/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-scrubber.h"

#include <string.h>

#include "lk-test.h"

#define TOKEN "Zx81canaryQ7w3rty"

static LkScrubber *
make_scrubber (const char *const *secrets)
{
  LkScrubber *scrubber = lk_scrubber_new ();

  for (guint i = 0; secrets[i] != NULL; i++)
    lk_scrubber_add (scrubber, secrets[i]);

  return scrubber;
}

/* Each way in which a service may give a secret back: what is between the bars is overwritten, and nothing else. */
static void
test_encodings (void)
{
  static const struct
  {
    const char *secret;
    const char *text;
  } cases[] = {
    { TOKEN, "you sent |" TOKEN "|." },
    { TOKEN, "|" TOKEN "||" TOKEN "|" },
    { TOKEN, "x|" TOKEN "|y" },
    { TOKEN, "Zx81canaryQ7w3rt not all, zx81canaryq7w3rty another" },

    /* JSON: the slash and the rest escaped, short or as \u, in any case, in JSON inside JSON */
    { "ab/cdEF+12=3456", "\"|ab\\/cdEF+12=3456|\"" },
    { "ab/cdEF+12=3456", "\"|ab\\u002fcdEF\\u002B12\\u003d3456|\"" },
    { "ab/cdEF+12=3456", "\"|ab\\\\\\/cdEF+12=3456|\"" },
    { "ab/cdEF+12=3456", "\"|ab\\\\u002FcdEF+12=3456|\"" },
    { "/cdEF\"123456", "\"|\\/cdEF\\\"123456|\"" },
    { "/cdEF\"123456", "\"|\\/cdEF\\\\\\\"123456|\"" },
    { TOKEN, "\"|\\u005a\\u0078\\u0038\\u0031\\u0063\\u0061\\u006e\\u0061\\u0072\\u0079\\u0051\\u0037\\u0077\\u0033"
             "\\u0072\\u0074\\u0079|\"" },
    { TOKEN, "'|\\x5A\\x78\\x38\\x31\\x63\\x61\\x6E\\x61\\x72\\x79\\x51\\x37\\x77\\x33\\x72\\x74\\x79|'" },
    { "back\\slash123", "\"|back\\\\slash123|\"" },
    { "back\\slash123", "|back\\slash123|" },

    /* Percent-encoded, in either case, partly, whole, and more than once */
    { "s3cr&et/plus+1", "q=|s3cr%26et%2Fplus%2B1|&n" },
    { "s3cr&et/plus+1", "q=|s3cr%26et%2fplus%2b1|&n" },
    { "s3cr&et/plus+1", "q=|s3cr%26et/plus+1|&n" },
    { "s3cr&et/plus+1", "q=|s3cr%2526et%252fplus%25252b1|&n" },
    { "a secret of words", "q=|a+secret+of+words|&n" },
    { "a secret of words", "q=|a%20secret%20of+words|&n" },
    { TOKEN, "q=|%5A%78%38%31%63%61%6E%61%72%79%51%37%77%33%72%74%79|&n" },
    { TOKEN, "q=|%5a%78%38%31%63%61%6e%61%72%79%51%37%77%33%72%74%79|&n" },

    /* HTML: by name, by number, twice */
    { "s3cr&et<plus>1'\"+", "<p>|s3cr&amp;et&lt;plus&gt;1&#39;&quot;&#43;|</p>" },
    { "s3cr&et<plus>1'\"+", "<p>|s3cr&#x26;et&#60;plus&#x3E;1&apos;&#34;&plus;|</p>" },
    { "s3cr&et<plus>1'\"+", "<p>|s3cr&amp;amp;et&amp;lt;plus&amp;gt;1&amp;#39;&amp;quot;+|</p>" },
    { "s3cr&et<plus>1'\"+", "<p>|s3cr&et<plus>1'\"+|</p>" },
    { TOKEN, "|&#90;&#120;&#56;&#49;&#99;&#97;&#110;&#97;&#114;&#121;&#81;&#55;&#119;&#51;&#114;&#116;&#121;|" },
    { TOKEN,
      "|&#x5a;&#x78;&#x38;&#x31;&#x63;&#x61;&#x6e;&#x61;&#x72;&#x79;&#x51;&#x37;&#x77;&#x33;&#x72;&#x74;&#x79;|" },

    /* Base64 and base64url, padded or not, alone or behind an id */
    { "s3cr&et/plus", "|czNjciZldC9wbHVz|" },
    { "my-client-secret", "|bXktY2xpZW50LXNlY3JldA|==" },
    { "my-client-secret", "|bXktY2xpZW50LXNlY3JldA|" },
    { "my-client-secret", "Basic Y2xpZW50O|m15LWNsaWVudC1zZWNyZXQ|=" },
    { "my-client-secret", "{\"a\":\"aWQ|6bXktY2xpZW50LXNlY3JldA|\"}" },
    { "my-client-secret", "{\"a\":\"aWQ|6bXktY2xpZW50LXNlY3JldC|F4\"}" },
    { "?\?>>?\?>>?\?>>", "|Pz8%2BPj8%2FPj4%2FPz4+|" },
    { "~~~???~~~???abc", "|fn5-Pz8_fn5-Pz8_YWJj|" },
    { "~~~???~~~???abc", "|fn5+Pz8/fn5+Pz8/YWJj|" },
    { "~~~???~~~???abc", "\"|fn5+Pz8\\/fn5+Pz8\\/YWJj|\"" },

    /* Hexadecimal */
    { "s3cr&et/plus", "|73336372266574 2f706c7573" },
    { "s3cr&et/plus", "<|733363722665742f706c7573|>" },
    { "s3cr&et/plus", "<|733363722665742F706C7573|>" },

    /* Without letters and digits, and too short to be looked for */
    { "+/+/=&=&", "|+/+/=&=&|" },
    { "+/+/=&=&", "|%2B%2F%2B%2F%3D%26%3D%26|" },
    { "+/+/=&=&", "|+\\/+\\/=&=&|" },
    { "+/+/=&=&", "|+\\u002f+\\u002f\\u003d\\u0026\\u003d\\u0026|" },
    { "abcde", "abcde" },
    { "123456", "{\"id\":|123456|,\"n\":1234}" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(LkScrubber) scrubber = make_scrubber ((const char *const[]) { cases[i].secret, NULL });
      g_autoptr(GString) text = g_string_new (NULL);
      g_autoptr(GString) expected = g_string_new (NULL);
      g_autofree char *scrubbed = NULL;
      gboolean is_secret = FALSE;
      gboolean is_closed = strchr (cases[i].text, '|') != strrchr (cases[i].text, '|');

      for (const char *p = cases[i].text; *p != '\0'; p++)
        {
          if (*p == '|')
            {
              is_secret = !is_secret;
              continue;
            }
          g_string_append_c (text, *p);
          g_string_append_c (expected, !is_secret || !is_closed                  ? *p
                                       : g_str_equal (cases[i].secret, "123456") ? '1'
                                                                                 : '*');
        }

      scrubbed = lk_scrubber_clean (scrubber, text->str);
      g_assert_cmpstr (scrubbed, ==, expected->str);
    }
}

/* Wherever the pieces of a text are cut, what comes out is the same as of the whole. */
static void
test_pieces (void)
{
  static const char *const secrets[] = { TOKEN, "ab/cdEF+12=3456", "a longer secret, of 40 characters or more", NULL };
  static const char text[] = "{\"a\":\"" TOKEN "\",\"b\":\"ab\\/cdEF\\u002b12=3456\",\"c\":\"" TOKEN TOKEN
                             "a%20longer%20secret%2C+of+40+characters+or+more\",\"d\":\"IFp4ODFjYW5hcnlRN3czcnR5IA\"}";
  g_autoptr(LkScrubber) scrubber = make_scrubber (secrets);
  g_autoptr(GString) whole = g_string_new (NULL);
  g_autofree char *expected = NULL;

  for (guint i = 0; i < 40; i++)
    g_string_append (whole, text);
  expected = lk_scrubber_clean (scrubber, whole->str);
  g_assert_null (strstr (expected, "canary"));
  g_assert_null (strstr (expected, "cdEF"));
  g_assert_null (strstr (expected, "longer"));
  g_assert_null (strstr (expected, "ODFjYW5hcnlRN3czcnR5"));
  g_assert_nonnull (strstr (expected, "\",\"d\":\""));

  for (gsize size = 1; size < 1500; size += size < 70 ? 1 : 101)
    {
      g_autofree char *copy = g_malloc (whole->len);
      gsize scrubbed = 0;

      for (gsize length = 0; length < whole->len;)
        {
          gsize more = MIN (size, whole->len - length);

          memcpy (copy + length, whole->str + length, more);
          length += more;
          scrubbed = lk_scrubber_scrub (scrubber, copy, length, scrubbed, FALSE);
          g_assert_cmpuint (scrubbed, <=, length);
        }
      lk_scrubber_scrub (scrubber, copy, whole->len, scrubbed, TRUE);
      g_assert_cmpmem (copy, whole->len, expected, whole->len);
    }
}

/* Nothing behind a text's end is read, and bytes of any value are borne. */
static void
test_any_bytes (void)
{
  static const char *const secrets[] = { TOKEN, "+/+/=&=&", "ab/cdEF", NULL };
  g_autoptr(LkScrubber) scrubber = make_scrubber (secrets);
  g_autoptr(GRand) random = g_rand_new_with_seed (7);
  static const char *const pieces[] = { TOKEN, "Zx81", "%",     "%2", "\\",     "\\u00",
                                        "&",   "&#",   "&amp;", "+",  "ab\\/c", "\xff" };

  for (guint i = 0; i < 20000; i++)
    {
      g_autoptr(GString) text = g_string_new (NULL);
      g_autofree char *copy = NULL;
      guint n = g_rand_int_range (random, 0, 8);

      for (guint j = 0; j < n; j++)
        {
          const char *piece = pieces[g_rand_int_range (random, 0, G_N_ELEMENTS (pieces))];

          g_string_append_len (text, piece, g_rand_int_range (random, 0, (int) strlen (piece) + 1));
          if (g_rand_boolean (random))
            g_string_append_c (text, (char) g_rand_int_range (random, 0, 256));
        }

      copy = g_memdup2 (text->str, text->len);
      lk_scrubber_scrub (scrubber, copy, text->len, 0, TRUE);
      g_assert_null (text->len > 0 ? memmem (copy, text->len, TOKEN, strlen (TOKEN)) : NULL);
    }
}

/* Time grows with the length, also where a service repeats what a secret begins with. */
static void
test_long (void)
{
  static const char *const secrets[] = { TOKEN, "a-b-c-d-e-f-g-h-i-j-k-word12345678-z", NULL };
  static const char *const pieces[] = { "x", "Zx81canaryQ7", "word12345678", "\\", "%25", "&amp;", "%5A%78" };
  g_autoptr(LkScrubber) scrubber = make_scrubber (secrets);

  for (guint i = 0; i < G_N_ELEMENTS (pieces); i++)
    {
      g_autoptr(GString) text = g_string_new (NULL);
      g_autofree char *scrubbed = NULL;

      while (text->len < 2 * 1024 * 1024)
        g_string_append (text, pieces[i]);
      scrubbed = lk_scrubber_clean (scrubber, text->str);
      g_assert_cmpstr (scrubbed, ==, text->str);
    }
}

int
main (int   argc,
      char *argv[])
{
  lk_test_init (&argc, &argv);

  g_test_add_func ("/scrubber/encodings", test_encodings);
  g_test_add_func ("/scrubber/pieces", test_pieces);
  g_test_add_func ("/scrubber/any-bytes", test_any_bytes);
  g_test_add_func ("/scrubber/long", test_long);

  return g_test_run ();
}
