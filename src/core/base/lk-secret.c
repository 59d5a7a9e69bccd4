/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-secret.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <unistd.h>

/**
 * LkSecret:
 *
 * A NUL-terminated secret. It is a plain `char`; the name alone makes `g_autoptr(LkSecret)` wipe the text before it is
 * freed, where `g_autofree char *` would leave it in the heap.
 */

typedef struct
{
  char  *data;
  gsize  length;
} SecretBytes;

static void
secret_bytes_free (gpointer user_data)
{
  SecretBytes *bytes = user_data;

  lk_secret_wipe (bytes->data, bytes->length);
  g_free (bytes->data);
  g_free (bytes);
}

/**
 * lk_secret_wipe:
 * @data: (nullable): the memory to overwrite
 * @length: its length in bytes
 *
 * Overwrites memory with zeros in a way that the compiler may not leave out.
 */
void
lk_secret_wipe (gpointer data,
                gsize    length)
{
  if (data != NULL)
    explicit_bzero (data, length);
}

/**
 * lk_secret_free:
 * @secret: (nullable) (transfer full): NUL-terminated text from GLib's allocator
 *
 * Wipes the text up to its NUL, then frees it.
 */
void
lk_secret_free (char *secret)
{
  if (secret == NULL)
    return;

  lk_secret_wipe (secret, strlen (secret));
  g_free (secret);
}

/**
 * lk_secret_clear:
 * @secret: (inout): where the secret is kept
 *
 * Like lk_secret_free(), and leaves %NULL behind.
 */
void
lk_secret_clear (char **secret)
{
  g_return_if_fail (secret != NULL);

  lk_secret_free (g_steal_pointer (secret));
}

/**
 * lk_secret_equal:
 * @a: (nullable): a text
 * @b: (nullable): another
 *
 * Compares two secrets. The time it takes depends on the length of the longer one alone, never on where they differ.
 *
 * Returns: whether both are texts and the same; %NULL equals nothing, not even %NULL
 */
gboolean
lk_secret_equal (const char *a,
                 const char *b)
{
  volatile guint8 difference;
  gsize length_a, length_b, length;

  if (a == NULL || b == NULL)
    return FALSE;

  length_a = strlen (a);
  length_b = strlen (b);
  length = MAX (length_a, length_b);
  difference = length_a != length_b;

  /* Past its end each text repeats its NUL, so that both are read `length` times whatever they hold. */
  for (gsize i = 0; i < length; i++)
    difference |= (guint8) (a[MIN (i, length_a)] ^ b[MIN (i, length_b)]);

  return difference == 0;
}

/**
 * lk_secret_bytes_new:
 * @secret: (transfer full): bytes from GLib's allocator
 * @length: their number
 *
 * Wraps a secret, such as a form that holds one, without a copy.
 *
 * Returns: (transfer full): bytes that are wiped when their last reference goes
 */
GBytes *
lk_secret_bytes_new (char  *secret,
                     gsize  length)
{
  SecretBytes *bytes;

  g_return_val_if_fail (secret != NULL, NULL);

  bytes = g_new (SecretBytes, 1);
  bytes->data = secret;
  bytes->length = length;

  return g_bytes_new_with_free_func (secret, length, secret_bytes_free, bytes);
}

/**
 * lk_secret_harden_process:
 *
 * Keeps secrets out of core files; to be called once, first in main().
 *
 * A size limit of zero would stop the kernel from writing a core file, but not from piping the core to a collector; one
 * byte is its own sign for no core at all. The process also excludes all of its memory from its cores (core(5),
 * "coredump_filter"), which holds for its children too.
 * `PR_SET_DUMPABLE` is left alone on purpose: it would make /proc/self unreadable for the accessibility bus and the
 * portals, which look a caller up there.
 */
void
lk_secret_harden_process (void)
{
  const struct rlimit none = { 1, 1 };
  int fd;

  if (setrlimit (RLIMIT_CORE, &none) != 0)
    g_warning ("Core files cannot be switched off: %s", g_strerror (errno));

  fd = open ("/proc/self/coredump_filter", O_WRONLY | O_CLOEXEC);
  if (fd < 0)
    return;

  if (write (fd, "0", 1) != 1)
    g_warning ("Memory cannot be kept out of core files: %s", g_strerror (errno));

  close (fd);
}

/**
 * lk_random_bytes:
 * @data: (out caller-allocates): where to put them
 * @length: how many
 *
 * Fills memory from getrandom(2), the only source of randomness here. Without one no sign-in is safe, so the process
 * ends when the kernel has none.
 */
void
lk_random_bytes (gpointer data,
                 gsize    length)
{
  guint8 *next = data;

  while (length > 0)
    {
      gssize n = getrandom (next, length, 0);

      if (n < 0)
        {
          if (errno == EINTR)
            continue;

          g_error ("The kernel gives no random numbers: %s", g_strerror (errno));
        }

      next += n;
      length -= (gsize) n;
    }
}

/**
 * lk_random_token:
 * @n_bytes: how many random bytes it is worth
 *
 * Makes an unguessable text of unreserved characters: 32 bytes give the 43 characters of a PKCE verifier
 * (RFC 7636 section 4.1).
 *
 * Returns: (transfer full): base64url without padding; free with lk_secret_free()
 */
char *
lk_random_token (gsize n_bytes)
{
  g_autofree guint8 *bytes = g_malloc (n_bytes);
  char *token;

  lk_random_bytes (bytes, n_bytes);
  token = lk_base64url_encode (bytes, n_bytes);
  lk_secret_wipe (bytes, n_bytes);

  return token;
}

/**
 * lk_base64url_encode:
 * @data: (array length=length): bytes
 * @length: their number
 *
 * Encodes with the URL-safe alphabet and without padding (RFC 4648 section 5, RFC 7636 appendix A).
 *
 * Returns: (transfer full): the text, with no other copy of it left in memory
 */
char *
lk_base64url_encode (const guint8 *data,
                     gsize         length)
{
  char *text = g_base64_encode (data, length);
  gsize end = strlen (text);

  for (gsize i = 0; i < end; i++)
    {
      if (text[i] == '+')
        text[i] = '-';
      else if (text[i] == '/')
        text[i] = '_';
      else if (text[i] == '=')
        text[i] = '\0';
    }

  return text;
}
