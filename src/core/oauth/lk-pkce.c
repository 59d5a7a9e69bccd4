/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-pkce.h"
#include "lk-secret.h"

#define VERIFIER_BYTES 32
#define SHA256_BYTES 32

/**
 * lk_pkce_new_verifier:
 *
 * A fresh code verifier of 256 random bits. Base64url keeps it within the unreserved characters that RFC 7636 section
 * 4.1 asks for.
 *
 * Returns: (transfer full): 43 characters; a secret, free with lk_secret_free ()
 */
char *
lk_pkce_new_verifier (void)
{
  return lk_random_token (VERIFIER_BYTES);
}

/**
 * lk_pkce_get_challenge:
 * @verifier: a code verifier
 *
 * Returns: (transfer full): the challenge for it by the method S256 (RFC 7636 section 4.2), 43 characters
 */
char *
lk_pkce_get_challenge (const char *verifier)
{
  g_autoptr(GChecksum) checksum = NULL;
  guint8 digest[SHA256_BYTES];
  gsize length = sizeof digest;

  g_return_val_if_fail (verifier != NULL, NULL);

  checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_checksum_update (checksum, (const guchar *) verifier, -1);
  g_checksum_get_digest (checksum, digest, &length);

  return lk_base64url_encode (digest, length);
}
