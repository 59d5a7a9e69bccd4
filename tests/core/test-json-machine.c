/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The fast pass, on each kind of processor that this machine has, says of every text what the plain one says. */
#include "config.h"

#include "lk-test.h"

#include <string.h>

#include "lk-json-machine.h"
#include "lk-json-scan-private.h"
#include "lk-test-json.h"

#define N_DOCUMENTS 4000

static void
check_agreement (const char *data,
                 gsize       length,
                 guint       max_depth)
{
  /* Memory of just that length: a read past it is found by the sanitizers. */
  g_autofree char *copy = g_memdup2 (data, length);
  gboolean expected = lk_json_explain (copy != NULL ? copy : "", length, max_depth, NULL, NULL);

  for (LkJsonProcessor processor = LK_JSON_PROCESSOR_PLAIN; processor <= lk_json_processor_best (); processor++)
    {
      LkJsonMap *map = NULL;

      if (lk_json_machine_run (processor, copy, length, max_depth, NULL, NULL) != expected ||
          lk_json_machine_run (processor, copy, length, max_depth, NULL, &map) != expected)
        g_error ("processor %d says %d of “%.*s”", processor, !expected, (int) length, data);

      g_assert_true ((map != NULL) == expected);
      g_clear_pointer (&map, lk_json_map_free);
    }
}

static void
test_random (void)
{
  g_autoptr(GRand) random = g_rand_new_with_seed (20250501);
  guint n_refused = 0;

  for (guint i = 0; i < N_DOCUMENTS; i++)
    {
      g_autoptr(GString) text = lk_test_json_random (random, TRUE);

      g_assert_true (lk_json_explain (text->str, text->len, 512, NULL, NULL));
      check_agreement (text->str, text->len, 512);
      check_agreement (text->str, text->len, 1 + i % 8);

      for (guint damage = 0; damage < 8; damage++)
        {
          lk_test_json_damage (random, text);
          n_refused += !lk_json_explain (text->str, text->len, 512, NULL, NULL);
          check_agreement (text->str, text->len, 512);
        }
    }

  g_test_message ("%u of %u damaged texts are no JSON", n_refused, 8 * N_DOCUMENTS);
  g_assert_cmpuint (n_refused, >, 4 * N_DOCUMENTS);
}

/* Every text of up to four of these bytes, at a border of blocks too. */
static void
test_exhaustive (void)
{
  static const char bytes[] = "{}[]:,\"\\1t \200";
  gsize n = sizeof bytes - 1;
  char text[64 + 8];

  memset (text, ' ', sizeof text);

  for (gsize i = 0; i < n * n * n * n; i++)
    {
      text[62] = bytes[i % n];
      text[63] = bytes[i / n % n];
      text[64] = bytes[i / n / n % n];
      text[65] = bytes[i / n / n / n];

      for (gsize length = 1; length <= 4; length++)
        check_agreement (text + 62, length, 512);
      check_agreement (text, 66, 512);
    }
}

static void
test_utf8 (void)
{
  /* Every pair of bytes, and each pair inside longer sequences, across a border. */
  for (guint i = 0; i < 65536; i++)
    {
      char text[80];

      memset (text, 'x', sizeof text);
      text[0] = '"';
      text[62] = 0x80 | (i >> 8 & 0x7f);
      text[63] = i & 0xff;
      text[64] = 0x80 | (i >> 4 & 0x3f);
      text[65] = 0x80 | (i & 0x3f);
      text[70] = '"';

      if (text[63] == '"' || text[63] == '\\')
        continue;

      check_agreement (text, 71, 512);
      text[65] = 'x';
      check_agreement (text, 71, 512);
      text[64] = 'x';
      check_agreement (text, 71, 512);
    }
}

/* So many commas that places are written down for their container, where there is none. */
static void
test_no_container (void)
{
  g_autoptr(GString) text = g_string_new ("1");

  for (guint i = 0; i < 600; i++)
    {
      g_string_append (text, i % 2 == 0 ? ",2" : ", \"3\"");
      check_agreement (text->str, text->len, 512);
    }
}

static void
test_cancel (void)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  LkJsonMap *map = NULL;

  g_assert_true (lk_json_machine_run (lk_json_processor_best (), "[]", 2, 512, cancellable, NULL));
  g_cancellable_cancel (cancellable);
  g_assert_false (lk_json_machine_run (lk_json_processor_best (), "[]", 2, 512, cancellable, &map));
  g_assert_null (map);
}

int
main (int    argc,
      char **argv)
{
  lk_test_init (&argc, &argv);

  g_test_add_func ("/json/machine/random", test_random);
  g_test_add_func ("/json/machine/exhaustive", test_exhaustive);
  g_test_add_func ("/json/machine/utf8", test_utf8);
  g_test_add_func ("/json/machine/no-container", test_no_container);
  g_test_add_func ("/json/machine/cancel", test_cancel);

  return g_test_run ();
}
