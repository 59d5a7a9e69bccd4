/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-secret.h"
#include "lk-test.h"

#include <string.h>
#include <sys/resource.h>

static void
test_equal (void)
{
  static const struct
  {
    const char *a;
    const char *b;
    gboolean equal;
  } rows[] = {
    { "", "", TRUE },
    { "state", "state", TRUE },
    { "state", "statf", FALSE },
    { "Xtate", "state", FALSE },
    { "state", "state1", FALSE },
    { "state", "", FALSE },
    { "a", NULL, FALSE },
    { NULL, NULL, FALSE },
    { "\xc3\xa9", "\xc3\xa9", TRUE },
    { "\xc3\xa9", "\xc3\xa8", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_assert_cmpint (lk_secret_equal (rows[i].a, rows[i].b), ==, rows[i].equal);
      g_assert_cmpint (lk_secret_equal (rows[i].b, rows[i].a), ==, rows[i].equal);
    }
}

static void
test_wipe (void)
{
  char buffer[] = "a secret";
  char zeros[sizeof buffer] = { 0 };
  char *secret = g_strdup ("another");

  lk_secret_wipe (buffer, sizeof buffer);
  g_assert_cmpmem (buffer, sizeof buffer, zeros, sizeof zeros);

  lk_secret_wipe (NULL, 8);
  lk_secret_free (NULL);
  lk_secret_clear (&secret);
  g_assert_null (secret);
  lk_secret_clear (&secret);
}

/* The allocator that the bytes come from is GLib's, so a buffer's end can only be watched through the block itself:
 * a reference keeps it alive while the text goes on being readable, and the last one must take the wrapper with it. */
static void
test_bytes (void)
{
  g_autoptr(GBytes) bytes = lk_secret_bytes_new (g_strdup ("client_secret=x"), 15);
  g_autoptr(GBytes) part = g_bytes_new_from_bytes (bytes, 14, 1);
  gsize length;

  g_assert_cmpstr (g_bytes_get_data (bytes, &length), ==, "client_secret=x");
  g_assert_cmpuint (length, ==, 15);

  g_clear_pointer (&bytes, g_bytes_unref);
  g_assert_cmpmem (g_bytes_get_data (part, NULL), 1, "x", 1);
}

static void
test_random (void)
{
  g_autoptr(GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint8 bytes[4096] = { 0 };
  guint counts[256] = { 0 };

  for (guint i = 0; i < 1000; i++)
    {
      char *token = lk_random_token (32);

      g_assert_cmpuint (strlen (token), ==, 43);
      g_assert_cmpuint (strspn (token, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"), ==, 43);
      g_assert_true (g_hash_table_add (seen, token));
    }

  /* Of 4096 fair bytes each value comes 16 times on average; 100 of one value do not happen by chance. */
  lk_random_bytes (bytes, sizeof bytes);
  for (gsize i = 0; i < sizeof bytes; i++)
    counts[bytes[i]]++;
  for (gsize i = 0; i < G_N_ELEMENTS (counts); i++)
    g_assert_cmpuint (counts[i], <, 100);
}

static void
test_base64url (void)
{
  /* RFC 4648 section 10 without padding, and the two characters that differ from the common alphabet. */
  static const struct
  {
    const char *bytes;
    gsize length;
    const char *text;
  } rows[] = {
    { "", 0, "" },
    { "f", 1, "Zg" },
    { "fo", 2, "Zm8" },
    { "foo", 3, "Zm9v" },
    { "foob", 4, "Zm9vYg" },
    { "\xff\xef\xfe", 3, "_-_-" },
    { "\0\0", 2, "AAA" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *text = lk_base64url_encode ((const guint8 *) rows[i].bytes, rows[i].length);

      g_assert_cmpstr (text, ==, rows[i].text);
    }
}

static void
test_harden (void)
{
  g_autofree char *filter = NULL;
  struct rlimit limit;

  lk_secret_harden_process ();

  g_assert_cmpint (getrlimit (RLIMIT_CORE, &limit), ==, 0);
  g_assert_cmpuint (limit.rlim_cur, ==, 1);
  g_assert_cmpuint (limit.rlim_max, ==, 1);

  if (g_file_get_contents ("/proc/self/coredump_filter", &filter, NULL, NULL))
    g_assert_cmpuint (g_ascii_strtoull (filter, NULL, 16), ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  lk_test_init (&argc, &argv);

  g_test_add_func ("/secret/equal", test_equal);
  g_test_add_func ("/secret/wipe", test_wipe);
  g_test_add_func ("/secret/bytes", test_bytes);
  g_test_add_func ("/secret/random", test_random);
  g_test_add_func ("/secret/base64url", test_base64url);
  g_test_add_func ("/secret/harden", test_harden);

  return g_test_run ();
}
