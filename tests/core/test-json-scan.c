/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-test.h"

#include <string.h>

#include "lk-json-scan.h"
#include "lk-test-json-parts.h"

/* Texts may hold NUL, so a case bears its length: TEXT ("…") gives both. */
#define TEXT(literal) literal, sizeof (literal) - 1

typedef struct
{
  const char *text;
  gsize       length;
} Accepted;

typedef struct
{
  const char *text;
  gsize       length;
  int         code;
  gsize       offset;
  gsize       line;
  gsize       column;
} Refused;

/* RFC 8259, production by production. */
static const Accepted accepted[] = {
  /* JSON-text = ws value ws */
  { TEXT ("null") },
  { TEXT (" \t\n\rnull \t\n\r") },
  { TEXT ("true") },
  { TEXT ("false") },
  { TEXT ("\"\"") },
  { TEXT ("0") },
  { TEXT ("{}") },
  { TEXT ("[]") },
  /* object, member, array, with white space at every place that may have it */
  { TEXT ("{\"a\":1}") },
  { TEXT (" { \"a\" : 1 , \"b\" : 2 } ") },
  { TEXT ("{\n\t\"a\"\r:\n1\t,\"b\":[]\n}") },
  { TEXT ("{\"a\":{\"b\":{\"c\":{}}}}") },
  { TEXT ("{\"a\":1,\"a\":2}") },
  { TEXT ("{\"\":0}") },
  { TEXT ("[1]") },
  { TEXT (" [ 1 , 2 ] ") },
  { TEXT ("[[],[[]],{},[{}]]") },
  { TEXT ("[\"a\",{\"b\":\"c\"},\"d\",[\"e\",\"f\"],\"g\"]") },
  { TEXT ("{\"a\":[\"b\",\"c\"],\"d\":\"e\",\"f\":{\"g\":\"h\"},\"i\":null}") },
  { TEXT ("[true,false,null]") },
  /* number = [ minus ] int [ frac ] [ exp ] */
  { TEXT ("-0") },
  { TEXT ("-1") },
  { TEXT ("10") },
  { TEXT ("1234567890") },
  { TEXT ("0.0") },
  { TEXT ("-0.10") },
  { TEXT ("0e0") },
  { TEXT ("1e5") },
  { TEXT ("1E5") },
  { TEXT ("1e+5") },
  { TEXT ("1E-05") },
  { TEXT ("12.34e56") },
  { TEXT ("1e400") },
  { TEXT ("[0]") },
  { TEXT ("[0,0.5,-0,100,1e2 ]") },
  { TEXT ("123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890.5e-10") },
  /* string: escapes */
  { TEXT ("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"") },
  { TEXT ("\"\\u0041\\u00e9\\uABCD\\uabcd\"") },
  { TEXT ("\"\\u0000\"") },
  { TEXT ("\"\\ud83d\\ude00\"") },
  { TEXT ("\"\\ud800\"") },
  { TEXT ("\"\\udc00\\ud800\"") },
  { TEXT ("\"\\\\\"") },
  { TEXT ("\"\\\\\\\\\\\"\"") },
  { TEXT ("\"a\\\\u12\"") },
  { TEXT ("{\"\\\"\":\"\\\\\"}") },
  /* string: unescaped = %x20-21 / %x23-5B / %x5D-10FFFF */
  { TEXT ("\" !#[]^~\177\"") },
  { TEXT ("\"\xc2\x80 \xdf\xbf\"") },
  { TEXT ("\"\xe0\xa0\x80 \xed\x9f\xbf \xee\x80\x80 \xef\xbf\xbf\"") },
  { TEXT ("\"\xf0\x90\x80\x80 \xf4\x8f\xbf\xbf\"") },
  { TEXT ("\"\xef\xbb\xbf\"") },
  { TEXT ("\"{[,:]}\"") },
  { TEXT ("[\"/* no comment */\",\"// nor here\"]") },
  /* across the borders of what a fast scan reads at once */
  { TEXT ("\"0123456789012345678901234567890123456789012345678901234567890\\\"34567890\"") },
  { TEXT ("\"012345678901234567890123456789012345678901234567890123456789012\\\\\"") },
};

static const Refused refused[] = {
  /* nothing */
  { TEXT (""), LK_JSON_ERROR_EMPTY, 0, 1, 1 },
  { TEXT (" \n\t "), LK_JSON_ERROR_EMPTY, 4, 2, 3 },
  /* more than one value, or less */
  { TEXT ("null null"), LK_JSON_ERROR_SYNTAX, 5, 1, 6 },
  { TEXT ("1 2"), LK_JSON_ERROR_SYNTAX, 2, 1, 3 },
  { TEXT ("1,2"), LK_JSON_ERROR_SYNTAX, 1, 1, 2 },
  { TEXT ("1,"), LK_JSON_ERROR_SYNTAX, 1, 1, 2 },
  { TEXT ("1,\"a\""), LK_JSON_ERROR_SYNTAX, 1, 1, 2 },
  { TEXT ("1,\"a\":2"), LK_JSON_ERROR_SYNTAX, 1, 1, 2 },
  { TEXT ("\"a\":1"), LK_JSON_ERROR_SYNTAX, 3, 1, 4 },
  { TEXT ("{}{}"), LK_JSON_ERROR_SYNTAX, 2, 1, 3 },
  { TEXT ("[],[]"), LK_JSON_ERROR_SYNTAX, 2, 1, 3 },
  { TEXT ("[]]"), LK_JSON_ERROR_SYNTAX, 2, 1, 3 },
  { TEXT ("{}\0"), LK_JSON_ERROR_SYNTAX, 2, 1, 3 },
  { TEXT (","), LK_JSON_ERROR_SYNTAX, 0, 1, 1 },
  { TEXT (":"), LK_JSON_ERROR_SYNTAX, 0, 1, 1 },
  { TEXT ("]"), LK_JSON_ERROR_SYNTAX, 0, 1, 1 },
  { TEXT ("}"), LK_JSON_ERROR_SYNTAX, 0, 1, 1 },
  /* objects */
  { TEXT ("{"), LK_JSON_ERROR_SYNTAX, 1, 1, 2 },
  { TEXT ("{,}"), LK_JSON_ERROR_SYNTAX, 1, 1, 2 },
  { TEXT ("{1:2}"), LK_JSON_ERROR_SYNTAX, 1, 1, 2 },
  { TEXT ("{a:1}"), LK_JSON_ERROR_SYNTAX, 1, 1, 2 },
  { TEXT ("{null:1}"), LK_JSON_ERROR_SYNTAX, 1, 1, 2 },
  { TEXT ("{[]:1}"), LK_JSON_ERROR_SYNTAX, 1, 1, 2 },
  { TEXT ("{:1}"), LK_JSON_ERROR_SYNTAX, 1, 1, 2 },
  { TEXT ("{'a':1}"), LK_JSON_ERROR_SYNTAX, 1, 1, 2 },
  { TEXT ("{\"a\"}"), LK_JSON_ERROR_SYNTAX, 4, 1, 5 },
  { TEXT ("{\"a\" 1}"), LK_JSON_ERROR_SYNTAX, 5, 1, 6 },
  { TEXT ("{\"a\",\"b\"}"), LK_JSON_ERROR_SYNTAX, 4, 1, 5 },
  { TEXT ("{\"a\"::1}"), LK_JSON_ERROR_SYNTAX, 5, 1, 6 },
  { TEXT ("{\"a\":}"), LK_JSON_ERROR_SYNTAX, 5, 1, 6 },
  { TEXT ("{\"a\":,}"), LK_JSON_ERROR_SYNTAX, 5, 1, 6 },
  { TEXT ("{\"a\":1,}"), LK_JSON_ERROR_SYNTAX, 7, 1, 8 },
  { TEXT ("{\"a\":1,,\"b\":2}"), LK_JSON_ERROR_SYNTAX, 7, 1, 8 },
  { TEXT ("{\"a\":1,2}"), LK_JSON_ERROR_SYNTAX, 7, 1, 8 },
  { TEXT ("{\"a\":1,[]}"), LK_JSON_ERROR_SYNTAX, 7, 1, 8 },
  { TEXT ("{\"a\":1,\"b\"}"), LK_JSON_ERROR_SYNTAX, 10, 1, 11 },
  { TEXT ("{\"a\":1,\"b\",\"c\":1}"), LK_JSON_ERROR_SYNTAX, 10, 1, 11 },
  { TEXT ("{\"a\":\"b\":\"c\"}"), LK_JSON_ERROR_SYNTAX, 8, 1, 9 },
  { TEXT ("{\"a\":1:2}"), LK_JSON_ERROR_SYNTAX, 6, 1, 7 },
  { TEXT ("{\"a\":{}:2}"), LK_JSON_ERROR_SYNTAX, 7, 1, 8 },
  { TEXT ("{\"a\":1 \"b\":2}"), LK_JSON_ERROR_SYNTAX, 7, 1, 8 },
  { TEXT ("{\"a\":1]"), LK_JSON_ERROR_SYNTAX, 6, 1, 7 },
  { TEXT ("{\"a\":1"), LK_JSON_ERROR_SYNTAX, 6, 1, 7 },
  { TEXT ("{{}}"), LK_JSON_ERROR_SYNTAX, 1, 1, 2 },
  /* arrays */
  { TEXT ("["), LK_JSON_ERROR_SYNTAX, 1, 1, 2 },
  { TEXT ("[,]"), LK_JSON_ERROR_SYNTAX, 1, 1, 2 },
  { TEXT ("[1,]"), LK_JSON_ERROR_SYNTAX, 3, 1, 4 },
  { TEXT ("[1,,2]"), LK_JSON_ERROR_SYNTAX, 3, 1, 4 },
  { TEXT ("[1 2]"), LK_JSON_ERROR_SYNTAX, 3, 1, 4 },
  { TEXT ("[1}"), LK_JSON_ERROR_SYNTAX, 2, 1, 3 },
  { TEXT ("[1"), LK_JSON_ERROR_SYNTAX, 2, 1, 3 },
  { TEXT ("[:]"), LK_JSON_ERROR_SYNTAX, 1, 1, 2 },
  { TEXT ("[1:2]"), LK_JSON_ERROR_SYNTAX, 2, 1, 3 },
  { TEXT ("[\"a\":1]"), LK_JSON_ERROR_SYNTAX, 4, 1, 5 },
  { TEXT ("[1,\"a\":2]"), LK_JSON_ERROR_SYNTAX, 6, 1, 7 },
  { TEXT ("[\"a\" \"b\"]"), LK_JSON_ERROR_SYNTAX, 5, 1, 6 },
  { TEXT ("[\"a\"\"b\"]"), LK_JSON_ERROR_SYNTAX, 4, 1, 5 },
  { TEXT ("[[] []]"), LK_JSON_ERROR_SYNTAX, 4, 1, 5 },
  { TEXT ("[{}\"a\"]"), LK_JSON_ERROR_SYNTAX, 3, 1, 4 },
  { TEXT ("[(1)]"), LK_JSON_ERROR_SYNTAX, 1, 1, 2 },
  { TEXT ("[{\"a\":[1,\"b\":2]}]"), LK_JSON_ERROR_SYNTAX, 12, 1, 13 },
  { TEXT ("{\"a\":[1,2],3}"), LK_JSON_ERROR_SYNTAX, 11, 1, 12 },
  { TEXT ("{\"a\":[1,2],[3]}"), LK_JSON_ERROR_SYNTAX, 11, 1, 12 },
  /* numbers */
  { TEXT ("-"), LK_JSON_ERROR_SYNTAX, 1, 1, 2 },
  { TEXT ("+1"), LK_JSON_ERROR_SYNTAX, 0, 1, 1 },
  { TEXT ("--1"), LK_JSON_ERROR_SYNTAX, 1, 1, 2 },
  { TEXT ("- 1"), LK_JSON_ERROR_SYNTAX, 1, 1, 2 },
  { TEXT ("01"), LK_JSON_ERROR_SYNTAX, 1, 1, 2 },
  { TEXT ("00"), LK_JSON_ERROR_SYNTAX, 1, 1, 2 },
  { TEXT ("-01"), LK_JSON_ERROR_SYNTAX, 2, 1, 3 },
  { TEXT ("[1,02]"), LK_JSON_ERROR_SYNTAX, 4, 1, 5 },
  { TEXT ("1."), LK_JSON_ERROR_SYNTAX, 2, 1, 3 },
  { TEXT (".5"), LK_JSON_ERROR_SYNTAX, 0, 1, 1 },
  { TEXT ("1.e1"), LK_JSON_ERROR_SYNTAX, 2, 1, 3 },
  { TEXT ("1e"), LK_JSON_ERROR_SYNTAX, 2, 1, 3 },
  { TEXT ("1e+"), LK_JSON_ERROR_SYNTAX, 3, 1, 4 },
  { TEXT ("1e1.5"), LK_JSON_ERROR_SYNTAX, 3, 1, 4 },
  { TEXT ("1.2.3"), LK_JSON_ERROR_SYNTAX, 3, 1, 4 },
  { TEXT ("0x10"), LK_JSON_ERROR_SYNTAX, 1, 1, 2 },
  { TEXT ("1a"), LK_JSON_ERROR_SYNTAX, 1, 1, 2 },
  { TEXT ("1\"a\""), LK_JSON_ERROR_SYNTAX, 1, 1, 2 },
  { TEXT ("1_000"), LK_JSON_ERROR_SYNTAX, 1, 1, 2 },
  { TEXT ("1[]"), LK_JSON_ERROR_SYNTAX, 1, 1, 2 },
  { TEXT ("NaN"), LK_JSON_ERROR_SYNTAX, 0, 1, 1 },
  { TEXT ("-Infinity"), LK_JSON_ERROR_SYNTAX, 1, 1, 2 },
  /* words */
  { TEXT ("tru"), LK_JSON_ERROR_SYNTAX, 3, 1, 4 },
  { TEXT ("True"), LK_JSON_ERROR_SYNTAX, 0, 1, 1 },
  { TEXT ("trux"), LK_JSON_ERROR_SYNTAX, 3, 1, 4 },
  { TEXT ("truefalse"), LK_JSON_ERROR_SYNTAX, 4, 1, 5 },
  { TEXT ("nulls"), LK_JSON_ERROR_SYNTAX, 4, 1, 5 },
  { TEXT ("nul"), LK_JSON_ERROR_SYNTAX, 3, 1, 4 },
  { TEXT ("fals"), LK_JSON_ERROR_SYNTAX, 4, 1, 5 },
  { TEXT ("[nul]"), LK_JSON_ERROR_SYNTAX, 4, 1, 5 },
  { TEXT ("[true1]"), LK_JSON_ERROR_SYNTAX, 5, 1, 6 },
  { TEXT ("undefined"), LK_JSON_ERROR_SYNTAX, 0, 1, 1 },
  { TEXT ("true\""), LK_JSON_ERROR_SYNTAX, 4, 1, 5 },
  /* strings */
  { TEXT ("\""), LK_JSON_ERROR_SYNTAX, 1, 1, 2 },
  { TEXT ("\"a"), LK_JSON_ERROR_SYNTAX, 2, 1, 3 },
  { TEXT ("\"\\\""), LK_JSON_ERROR_SYNTAX, 3, 1, 4 },
  { TEXT ("\"a\\"), LK_JSON_ERROR_SYNTAX, 3, 1, 4 },
  { TEXT ("'a'"), LK_JSON_ERROR_SYNTAX, 0, 1, 1 },
  { TEXT ("\"a\"b"), LK_JSON_ERROR_SYNTAX, 3, 1, 4 },
  { TEXT ("\"\\x41\""), LK_JSON_ERROR_SYNTAX, 2, 1, 3 },
  { TEXT ("\"\\'\""), LK_JSON_ERROR_SYNTAX, 2, 1, 3 },
  { TEXT ("\"\\0\""), LK_JSON_ERROR_SYNTAX, 2, 1, 3 },
  { TEXT ("\"\\\0\""), LK_JSON_ERROR_SYNTAX, 2, 1, 3 },
  { TEXT ("\"\\U0041\""), LK_JSON_ERROR_SYNTAX, 2, 1, 3 },
  { TEXT ("\"\\u\""), LK_JSON_ERROR_SYNTAX, 3, 1, 4 },
  { TEXT ("\"\\u004\""), LK_JSON_ERROR_SYNTAX, 6, 1, 7 },
  { TEXT ("\"\\u004g\""), LK_JSON_ERROR_SYNTAX, 6, 1, 7 },
  { TEXT ("\"\\u 041\""), LK_JSON_ERROR_SYNTAX, 3, 1, 4 },
  { TEXT ("\"\\u00"), LK_JSON_ERROR_SYNTAX, 5, 1, 6 },
  { TEXT ("\"a\nb\""), LK_JSON_ERROR_SYNTAX, 2, 1, 3 },
  { TEXT ("\"a\tb\""), LK_JSON_ERROR_SYNTAX, 2, 1, 3 },
  { TEXT ("\"a\0b\""), LK_JSON_ERROR_SYNTAX, 2, 1, 3 },
  { TEXT ("\"\x1f\""), LK_JSON_ERROR_SYNTAX, 1, 1, 2 },
  { TEXT ("\\"), LK_JSON_ERROR_SYNTAX, 0, 1, 1 },
  { TEXT ("[\\\"a\"]"), LK_JSON_ERROR_SYNTAX, 1, 1, 2 },
  { TEXT ("[1\\]"), LK_JSON_ERROR_SYNTAX, 2, 1, 3 },
  /* white space is four characters and no other */
  { TEXT ("\v1"), LK_JSON_ERROR_SYNTAX, 0, 1, 1 },
  { TEXT ("\f1"), LK_JSON_ERROR_SYNTAX, 0, 1, 1 },
  { TEXT ("1\f"), LK_JSON_ERROR_SYNTAX, 1, 1, 2 },
  { TEXT ("[1,\f2]"), LK_JSON_ERROR_SYNTAX, 3, 1, 4 },
  { TEXT ("\0" "1"), LK_JSON_ERROR_SYNTAX, 0, 1, 1 },
  { TEXT ("[1\0]"), LK_JSON_ERROR_SYNTAX, 2, 1, 3 },
  { TEXT ("\xc2\xa0" "1"), LK_JSON_ERROR_SYNTAX, 0, 1, 1 },
  { TEXT ("[1,\xe2\x80\xa8" "2]"), LK_JSON_ERROR_SYNTAX, 3, 1, 4 },
  /* comments and the like, which json-glib takes */
  { TEXT ("/* a */1"), LK_JSON_ERROR_SYNTAX, 0, 1, 1 },
  { TEXT ("1//"), LK_JSON_ERROR_SYNTAX, 1, 1, 2 },
  { TEXT ("var x = {}"), LK_JSON_ERROR_SYNTAX, 0, 1, 1 },
  { TEXT ("<html></html>"), LK_JSON_ERROR_SYNTAX, 0, 1, 1 },
  { TEXT (")]}'\n{}"), LK_JSON_ERROR_SYNTAX, 0, 1, 1 },
  /* encoding */
  { TEXT ("\xef\xbb\xbf{}"), LK_JSON_ERROR_ENCODING, 0, 1, 1 },
  { TEXT ("\xff\xfe{\0}\0"), LK_JSON_ERROR_ENCODING, 0, 1, 1 },
  { TEXT ("[\xff]"), LK_JSON_ERROR_ENCODING, 1, 1, 2 },
  { TEXT ("\"\x80\""), LK_JSON_ERROR_ENCODING, 1, 1, 2 },
  { TEXT ("\"\xbf\""), LK_JSON_ERROR_ENCODING, 1, 1, 2 },
  { TEXT ("\"\xc0\x80\""), LK_JSON_ERROR_ENCODING, 1, 1, 2 },
  { TEXT ("\"\xc1\xbf\""), LK_JSON_ERROR_ENCODING, 1, 1, 2 },
  { TEXT ("\"\xc3\""), LK_JSON_ERROR_ENCODING, 1, 1, 2 },
  { TEXT ("\"\xe0\x9f\xbf\""), LK_JSON_ERROR_ENCODING, 1, 1, 2 },
  { TEXT ("\"\xe2\x82\""), LK_JSON_ERROR_ENCODING, 1, 1, 2 },
  { TEXT ("\"\xed\xa0\x80\""), LK_JSON_ERROR_ENCODING, 1, 1, 2 },
  { TEXT ("\"\xed\xbf\xbf\""), LK_JSON_ERROR_ENCODING, 1, 1, 2 },
  { TEXT ("\"\xf0\x8f\xbf\xbf\""), LK_JSON_ERROR_ENCODING, 1, 1, 2 },
  { TEXT ("\"\xf4\x90\x80\x80\""), LK_JSON_ERROR_ENCODING, 1, 1, 2 },
  { TEXT ("\"\xf5\x80\x80\x80\""), LK_JSON_ERROR_ENCODING, 1, 1, 2 },
  { TEXT ("\"\xf0\x9f\x98\""), LK_JSON_ERROR_ENCODING, 1, 1, 2 },
  { TEXT ("\"a\xc3"), LK_JSON_ERROR_ENCODING, 2, 1, 3 },
  /* places: a column counts characters, lines end at LF, CR and CR LF */
  { TEXT ("[\"\xc3\xa9\xf0\x9f\x98\x80\" x]"), LK_JSON_ERROR_SYNTAX, 10, 1, 7 },
  { TEXT ("[1,\n 2,\n  x]"), LK_JSON_ERROR_SYNTAX, 10, 3, 3 },
  { TEXT ("[1,\r\n2,\r\nx]"), LK_JSON_ERROR_SYNTAX, 9, 3, 1 },
  { TEXT ("[1,\r2,\rx]"), LK_JSON_ERROR_SYNTAX, 7, 3, 1 },
  { TEXT ("[1,\n\n\nx"), LK_JSON_ERROR_SYNTAX, 6, 4, 1 },
};

static void
check_accepted (const char *text,
                gsize       length)
{
  g_autoptr(GError) error = NULL;
  LkJsonPosition position = { 7, 7, 7 };

  if (!lk_json_scan (text, length, NULL, &position, &error))
    g_error ("“%.*s” was refused: %s", (int) length, text, error->message);

  g_assert_no_error (error);
  g_assert_cmpuint (position.offset, ==, 7);
}

static void
check_refused (const char *text,
               gsize       length,
               int         code,
               gsize       offset)
{
  g_autoptr(GError) error = NULL;
  LkJsonPosition position = { 0 };

  if (lk_json_scan (text, length, NULL, &position, &error))
    g_error ("“%.*s” was accepted", (int) length, text);

  if (error->code != code || position.offset != offset)
    g_error ("“%.*s”: %s: code %d, not %d; offset %zu, not %zu", (int) length, text, error->message, error->code, code,
             position.offset, offset);

  g_assert_true (error->domain == LK_JSON_ERROR);
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
}

/* Every case is also tried at each place around the borders of 64-byte blocks, with white space before it, and inside
 * an array, from memory that ends where the text ends. */
static char *
shifted (const char *text,
         gsize       length,
         gsize       shift)
{
  char *copy = g_malloc (shift + length);

  memset (copy, ' ', shift);
  memcpy (copy + shift, text, length);

  return copy;
}

static void
test_accepted (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (accepted); i++)
    {
      for (gsize shift = 0; shift < 130; shift++)
        {
          g_autofree char *copy = shifted (accepted[i].text, accepted[i].length, shift);
          g_autoptr(GString) nested = g_string_new ("");

          check_accepted (copy, shift + accepted[i].length);

          g_string_append_printf (nested, "{\"%*s\":[", (int) shift, "");
          g_string_append_len (nested, accepted[i].text, accepted[i].length);
          g_string_append (nested, ",");
          g_string_append_len (nested, accepted[i].text, accepted[i].length);
          g_string_append (nested, "]}");
          check_accepted (nested->str, nested->len);
        }

      lk_test_json_seams (accepted[i].text, accepted[i].length, 512);
    }
}

static void
test_refused (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      const Refused *c = &refused[i];
      g_autoptr(GError) error = NULL;
      LkJsonPosition position = { 0 };

      g_assert_false (lk_json_scan (c->text, c->length, NULL, &position, &error));
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      g_assert_cmpint (error->code, ==, c->code);
      g_assert_cmpuint (position.offset, ==, c->offset);
      g_assert_cmpuint (position.line, ==, c->line);
      g_assert_cmpuint (position.column, ==, c->column);

      for (gsize shift = 1; shift < 130; shift++)
        {
          g_autofree char *copy = shifted (c->text, c->length, shift);
          gboolean marked = c->length >= 3 && memcmp (c->text, "\xef\xbb\xbf", 3) == 0;

          /* A byte order mark is told as such only where it is one. */
          check_refused (copy, shift + c->length, marked ? LK_JSON_ERROR_SYNTAX : c->code, shift + c->offset);
        }

      lk_test_json_seams (c->text, c->length, 512);
    }
}

/* A cut of any valid text is refused, unless the cut part was white space. */
static void
test_cut (void)
{
  static const char text[] = "{\"a\\u00e9\":[1.5e3,true,null,{\"\xc3\xa9\":\"\\\"\"}],\"b\":[[],{}],\"c\":-0}";

  for (gsize length = 0; length < sizeof text - 1; length++)
    {
      g_autofree char *copy = g_memdup2 (text, length);
      g_autoptr(GError) error = NULL;

      g_assert_false (lk_json_scan (copy, length, NULL, NULL, &error));
      g_assert_nonnull (error);
      lk_test_json_seams (text, length, 512);
    }

  check_accepted (text, sizeof text - 1);
}

static char *
repeat (char  byte,
        gsize count)
{
  char *text = g_malloc (count + 1);

  memset (text, byte, count);
  text[count] = '\0';

  return text;
}

static void
check_depth (gsize    depth,
             guint    limit,
             gboolean accept)
{
  g_autofree char *opens = repeat ('[', depth);
  g_autofree char *closes = repeat (']', depth);
  g_autofree char *text = g_strconcat (opens, closes, NULL);
  g_autoptr(GError) error = NULL;
  LkJsonLimits limits = { .max_depth = limit };
  LkJsonPosition position = { 0 };

  g_assert_true (lk_json_scan (text, 2 * depth, &limits, &position, &error) == accept);
  if (!accept)
    {
      g_assert_error (error, LK_JSON_ERROR, LK_JSON_ERROR_DEPTH);
      g_assert_cmpuint (position.offset, ==, limit > 0 ? limit : 512);
    }
}

static void
test_depth (void)
{
  g_autofree char *deep = repeat ('[', 1000000);
  g_autoptr(GString) objects = g_string_new (NULL);
  g_autoptr(GError) error = NULL;

  check_depth (200, 0, TRUE);
  check_depth (512, 0, TRUE);
  check_depth (513, 0, FALSE);
  check_depth (1, 1, TRUE);
  check_depth (2, 1, FALSE);
  check_depth (64, 64, TRUE);
  check_depth (65, 64, FALSE);
  check_depth (80000, 0, FALSE);
  check_depth (80000, 80000, TRUE);
  check_depth (1000000, 0, FALSE);
  check_depth (1000000, 999999, FALSE);
  check_depth (1000000, 1000000, TRUE);

  g_assert_false (lk_json_scan (deep, 1000000, NULL, NULL, &error));
  g_assert_error (error, LK_JSON_ERROR, LK_JSON_ERROR_DEPTH);

  for (gsize i = 0; i < 80000; i++)
    g_string_append (objects, "{\"a\":[");
  g_clear_error (&error);
  g_assert_false (lk_json_scan (objects->str, objects->len, NULL, NULL, &error));
  g_assert_error (error, LK_JSON_ERROR, LK_JSON_ERROR_DEPTH);
}

static void
test_size (void)
{
  LkJsonLimits limits = { .max_bytes = 10 };
  LkJsonPosition position = { 0 };
  g_autoptr(GError) error = NULL;

  g_assert_true (lk_json_scan ("[12345678]", 10, &limits, NULL, NULL));
  g_assert_false (lk_json_scan ("[123456789]", 11, &limits, &position, &error));
  g_assert_error (error, LK_JSON_ERROR, LK_JSON_ERROR_SIZE);
  g_assert_cmpuint (position.offset, ==, 10);

  /* Nothing at all, without a place for the outcome. */
  g_assert_false (lk_json_scan (NULL, 0, NULL, NULL, NULL));
}

static void
test_long (void)
{
  g_autofree char *body = repeat ('a', 5000000);
  g_autofree char *digits = repeat ('7', 1000000);
  g_autofree char *spaces = repeat (' ', 1000000);
  g_autofree char *string = g_strconcat ("[\"", body, "\"]", NULL);
  g_autofree char *number = g_strconcat (digits, ".", digits, "e", digits, NULL);
  g_autofree char *spaced = g_strconcat (spaces, "1", spaces, NULL);

  check_accepted (string, strlen (string));
  check_accepted (number, strlen (number));
  check_accepted (spaced, strlen (spaced));
  check_refused (spaces, 1000000, LK_JSON_ERROR_EMPTY, 1000000);

  string[3000000] = '\n';
  check_refused (string, strlen (string), LK_JSON_ERROR_SYNTAX, 3000000);
  number[900000] = 'x';
  check_refused (number, strlen (number), LK_JSON_ERROR_SYNTAX, 900000);
}

int
main (int    argc,
      char **argv)
{
  lk_test_init (&argc, &argv);

  g_test_add_func ("/json/scan/accepted", test_accepted);
  g_test_add_func ("/json/scan/refused", test_refused);
  g_test_add_func ("/json/scan/cut", test_cut);
  g_test_add_func ("/json/scan/depth", test_depth);
  g_test_add_func ("/json/scan/size", test_size);
  g_test_add_func ("/json/scan/long", test_long);

  return g_test_run ();
}
