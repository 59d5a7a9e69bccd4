/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is read in parts is what is read in one go; tests/core/test-json-scan.c has the single productions. */
#include "config.h"

#include "lk-test.h"

#include <string.h>

#include "lk-json-part.h"
#include "lk-json-scan-private.h"
#include "lk-test-json-parts.h"
#include "lk-test-json.h"

#define N_DOCUMENTS 300

/* A text of some chunks, made of random ones. */
static GString *
random_text (GRand *random,
             gsize  length)
{
  GString *text = g_string_new (NULL);
  guint depth = g_rand_int_range (random, 1, 6);

  for (guint i = 0; i < depth; i++)
    g_string_append (text, i % 2 == 0 ? "[" : "{\"k\":");

  if (depth % 2 == 0)
    {
      g_string_append (text, "[");
      depth++;
    }

  while (text->len < length)
    {
      g_autoptr(GString) element = lk_test_json_random (random, TRUE);

      g_string_append_len (text, element->str, element->len);
      g_string_append_c (text, ',');
    }
  g_string_append_c (text, '0');

  for (guint i = depth; i-- > 0;)
    g_string_append (text, i % 2 == 0 ? "]" : "}");

  return text;
}

static void
test_random (void)
{
  g_autoptr(GRand) random = g_rand_new_with_seed (20261128);
  guint n_refused = 0;

  for (guint i = 0; i < N_DOCUMENTS; i++)
    {
      g_autoptr(GString) text = random_text (random, g_rand_int_range (random, 1, 12 * LK_JSON_CHUNK));

      g_assert_true (lk_json_explain (text->str, text->len, 512, NULL, NULL));

      for (LkJsonProcessor processor = LK_JSON_PROCESSOR_PLAIN; processor <= lk_json_processor_best (); processor++)
        {
          lk_test_json_parts (processor, text->str, text->len, 512, 1, 1);
          lk_test_json_parts (processor, text->str, text->len, 512, 1 + i % 5, 4);
        }
      lk_test_json_parts (lk_json_processor_best (), text->str, text->len, 4 + i % 8, 1, 1);

      for (guint damage = 0; damage < 8; damage++)
        {
          lk_test_json_damage (random, text);
          n_refused += !lk_json_explain (text->str, text->len, 512, NULL, NULL);
          lk_test_json_parts (lk_json_processor_best (), text->str, text->len, 512, 1 + damage % 3, 1);
        }
    }

  g_test_message ("%u of %u damaged texts are no JSON", n_refused, 8 * N_DOCUMENTS);
  g_assert_cmpuint (n_refused, >, 4 * N_DOCUMENTS);
}

/* Containers that go through many parts, closed and opened all at once, and what is in them of the wrong kind. */
static void
test_containers (void)
{
  static const struct
  {
    const char *head;
    const char *unit;
    const char *tail;
    gboolean    valid;
  } cases[] = {
    { "[", "1,", "1]", TRUE },
    { "[", "[],", "1]", TRUE },
    { "[[[[", "[],1],[", "]]]]", TRUE },
    { "[[[[", "[],1],[", "]]]", FALSE },
    { "[[", "[],1],[", "]]", TRUE },
    { "[[", "[],1],[", "]}", FALSE },
    { "{\"a\":[", "1,", "1]}", TRUE },
    { "{\"a\":[", "1,", "\"b\":1]}", FALSE },
    { "{", "\"a\":1,", "\"a\":1}", TRUE },
    { "{", "\"a\":1,", "\"a\":1]", FALSE },
    { "{", "\"a\":1,", "\"a\"}", FALSE },
    { "[", "\"a\":1,", "\"a\":1]", FALSE },
    { "", "1,", "1", FALSE },
    { "", "[],", "1", FALSE },
    { "", "{\"a\":[1]}", "", FALSE },
    { "", "]", "", FALSE },
    { "[", "]", "", FALSE },
    { "[", "                                                              ", "]", TRUE },
    { "[\"", "{\\\"a\\\":[1,2],,", "\"]", TRUE },
    { "[\"", "\\\\", "\"]", TRUE },
    { "[\"", "\\\\", "\\\"]", FALSE },
    { "[\"", "日本", "\"]", TRUE },
    { "[\"", "日本", "\xe6\"]", FALSE },
    { "[", "1", "]", TRUE },
    { "[0", "1", "]", FALSE },
    { "[", "0", "]", FALSE },
    { "[1.", "1", "e5]", TRUE },
    { "[1.", "1", "e]", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      for (guint shift = 0; shift < 12; shift++)
        {
          g_autoptr(GString) text = g_string_new (NULL);

          for (guint j = 0; j < shift; j++)
            g_string_append_c (text, ' ');
          g_string_append (text, cases[i].head);
          while (text->len < 6 * LK_JSON_CHUNK)
            g_string_append (text, cases[i].unit);
          g_string_append (text, cases[i].tail);

          g_assert_cmpint (lk_json_explain (text->str, text->len, 512, NULL, NULL), ==, cases[i].valid);
          lk_test_json_parts (lk_json_processor_best (), text->str, text->len, 512, 1, 1);
          lk_test_json_parts (lk_json_processor_best (), text->str, text->len, 512, 2, 3);
        }
    }
}

/* The limit is one of the whole, not of a part: up in one, higher in the next, and down in the last. */
static void
test_depth (void)
{
  const guint depth = 3001;
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < depth; i++)
    g_string_append (text, i % 2 == 0 ? "[" : "{\"\":");
  for (guint i = depth; i-- > 0;)
    g_string_append (text, i % 2 == 0 ? "]" : "}");

  for (guint limit = depth - 1; limit <= depth + 1; limit++)
    {
      for (gsize chunks = 1; chunks < 8; chunks++)
        lk_test_json_parts (lk_json_processor_best (), text->str, text->len, limit, chunks, 1);
      g_assert_cmpint (lk_json_explain (text->str, text->len, limit, NULL, NULL), ==, limit >= depth);
    }
}

/* Nor may a container be too deep that stands where no other begins or ends. */
static void
test_depth_of_leaf (void)
{
  for (guint n = 0; n < 130; n++)
    {
      g_autoptr(GString) text = g_string_new ("[");

      for (guint i = 0; i < n; i++)
        g_string_append (text, "1,");
      g_string_append (text, "[]");
      for (guint i = n; i < 200; i++)
        g_string_append (text, ",1");
      g_string_append (text, "]");

      g_assert_false (lk_json_explain (text->str, text->len, 1, NULL, NULL));
      lk_test_json_parts (lk_json_processor_best (), text->str, text->len, 1, 1, 1);
      lk_test_json_parts (lk_json_processor_best (), text->str, text->len, 2, 1, 1);
    }
}

/* What is wrongly guessed is found to be wrong: of strings that hold commas alone either side looks like the inside,
 * and the backslash with which the text before a part begins cannot be told from one that escapes. */
static void
test_wrong_guess (void)
{
  g_autoptr(GString) text = g_string_new ("[ \",\"");
  LkJsonBody body;
  LkJsonPart part;

  while (text->len < LK_JSON_CHUNK - 3)
    g_string_append (text, ",\",\"");
  g_string_append (text, ",\"\\\\\"");
  g_assert_cmpint (text->str[LK_JSON_CHUNK - 1], ==, '\\');
  g_assert_cmpint (text->str[LK_JSON_CHUNK], ==, '\\');
  while (text->len < 8 * LK_JSON_CHUNK)
    g_string_append (text, ",\",\"");
  g_string_append (text, "]");
  g_assert_true (lk_json_explain (text->str, text->len, 512, NULL, NULL));

  body = (LkJsonBody) { (const guint8 *) text->str, text->len };
  lk_json_part_init (&part, &body, 2, 3, 512, NULL);
  g_assert_true (lk_json_part_guess (&part, lk_json_processor_best ()));
  lk_json_part_clear (&part);

  /* Where it may as well be the one as the other nothing is guessed. */
  lk_json_part_init (&part, &body, 6, 7, 512, NULL);
  g_assert_false (lk_json_part_guess (&part, lk_json_processor_best ()));
  lk_json_part_clear (&part);

  for (gsize chunks = 1; chunks < 4; chunks++)
    lk_test_json_parts (lk_json_processor_best (), text->str, text->len, 512, chunks, 2);
}

static void
test_follows (void)
{
  LkJsonPart before = { .text.scalar_start = 4 };
  LkJsonPart part = { .is_read = TRUE, .begin_text.scalar_start = 7 };
  guint64 *const words[] = {
    &part.begin_text.escaped, &part.begin_text.in_string, &part.begin_text.leading_zero, &part.begin_text.continuation,
    &part.begin_tokens.after_object_open, &part.begin_tokens.after_comma, &part.begin_tokens.after_colon,
    &part.begin_tokens.after_value, &part.begin_tokens.after_first_key, &part.begin_tokens.after_comma_string,
  };

  g_assert_true (lk_json_part_follows (&part, &before));
  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    {
      *words[i] = 1;
      g_assert_false (lk_json_part_follows (&part, &before));
      *words[i] = 0;
    }

  /* Where a number begins matters if it goes on. */
  before.text.in_scalar = 1;
  g_assert_false (lk_json_part_follows (&part, &before));
  part.begin_text.in_scalar = 1;
  g_assert_false (lk_json_part_follows (&part, &before));
  part.begin_text.scalar_start = 4;
  g_assert_true (lk_json_part_follows (&part, &before));
  part.is_read = FALSE;
  g_assert_false (lk_json_part_follows (&part, &before));
}

/* Seldom may a part be read twice: what it begins in is to be guessed, mostly. */
static void
test_guess (void)
{
  static const LkJsonTokenState begin_tokens = { .after_colon = 1 };
  static const LkJsonTextState begin_text;
  g_autoptr(GRand) random = g_rand_new_with_seed (8);
  g_autoptr(GString) text = g_string_new ("[");
  LkJsonBody body;
  LkJsonPart parts[2];
  LkJsonTextState at_text = begin_text;
  LkJsonTokenState at_tokens = begin_tokens;
  guint n_right = 0;
  guint n_wrong = 0;
  gsize n_chunks;

  while (text->len < 200 * LK_JSON_CHUNK)
    g_string_append_printf (text,
                            "{\"id\":%u,\"text\":\"It is %u, “%u” \\\"%u\\\"\","
                            "\"tags\":[\"a\",\"b\"],\"on\":true},",
                            g_rand_int_range (random, 0, 1000000), g_rand_int (random),
                            g_rand_int_range (random, 0, 100), g_rand_int (random));
  g_string_append (text, "null]");
  body = (LkJsonBody) { (const guint8 *) text->str, text->len };
  n_chunks = (text->len + LK_JSON_CHUNK - 1) / LK_JSON_CHUNK;

  for (gsize i = 0; i < n_chunks; i++)
    {
      lk_json_part_init (&parts[0], &body, i, i + 1, 512, NULL);
      lk_json_part_init (&parts[1], &body, i + 1, i + 2, 512, NULL);
      lk_json_part_begin (&parts[0], &at_text, &at_tokens);
      g_assert_true (lk_json_part_read (&parts[0], lk_json_processor_best (), NULL));
      at_text = parts[0].text;
      at_tokens = parts[0].tokens;

      if (i + 1 < n_chunks && lk_json_part_guess (&parts[1], lk_json_processor_best ()))
        {
          lk_json_part_read (&parts[1], lk_json_processor_best (), NULL);
          if (lk_json_part_follows (&parts[1], &parts[0]))
            n_right++;
          else
            n_wrong++;
        }

      lk_json_part_clear (&parts[0]);
      lk_json_part_clear (&parts[1]);
    }

  g_assert_cmpuint (n_right, >=, n_chunks - 10);
  g_assert_cmpuint (n_wrong, ==, 0);
}

static void
test_cancel (void)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GString) text = g_string_new ("[");
  LkJsonMap *map = NULL;

  while (text->len < 8 * LK_JSON_CHUNK)
    g_string_append (text, "\"a\",");
  g_string_append (text, "1]");

  g_cancellable_cancel (cancellable);
  g_assert_false (lk_json_machine_run_parts (lk_json_processor_best (), text->str, text->len, 512, 1, 4, cancellable,
                                             &map));
  g_assert_null (map);
}

/* So long that it is divided without being told to. */
static void
test_long (void)
{
  g_autoptr(GString) text = g_string_new ("{\"rows\":[");
  g_autoptr(LkJsonMap) map = NULL;
  guint n = 0;

  while (text->len < 9 * 1024 * 1024)
    g_string_append_printf (text, "{\"n\":%u,\"list\":[]},", n++);
  g_string_append (text, "null],\"count\":1}");

  g_assert_true (lk_json_machine_run (lk_json_processor_best (), text->str, text->len, 512, NULL, &map));
  g_assert_cmpuint (map->n_values, ==, 3 * n + 4);
  g_assert_cmpuint (map->n_bigs, ==, 1);
  g_assert_cmpuint (map->bigs[0].n_children, ==, n + 1);

  lk_test_json_parts (lk_json_processor_best (), text->str, text->len, 512, 300, 4);
  text->str[text->len - 2] = ']';
  lk_test_json_parts (lk_json_processor_best (), text->str, text->len, 512, 300, 4);
}

int
main (int    argc,
      char **argv)
{
  lk_test_init (&argc, &argv);

  g_test_add_func ("/json/parts/random", test_random);
  g_test_add_func ("/json/parts/containers", test_containers);
  g_test_add_func ("/json/parts/depth", test_depth);
  g_test_add_func ("/json/parts/depth-of-leaf", test_depth_of_leaf);
  g_test_add_func ("/json/parts/guess", test_guess);
  g_test_add_func ("/json/parts/wrong-guess", test_wrong_guess);
  g_test_add_func ("/json/parts/follows", test_follows);
  g_test_add_func ("/json/parts/cancel", test_cancel);
  g_test_add_func ("/json/parts/long", test_long);

  return g_test_run ();
}
