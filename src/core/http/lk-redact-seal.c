/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Secrets overwritten where they lie, so that a log may go on holding an exchange. */
#include "config.h"

#include <string.h>

#include "lk-exchange-private.h"
#include "lk-redact-private.h"
#include "lk-redact-scan.h"
#include "lk-redact.h"

/* What a secret is overwritten with: nothing to escape in a form, in JSON, where it may be a number, and in base64. */
#define FILLER '1'

/* A longer answer is looked through in a thread: it takes milliseconds. */
#define LONG_BODY (256 * 1024)

typedef struct
{
  GPtrArray *needles;
  GBytes *body;       /* owned, nullable: the answer's */
  GArray *echoes;     /* where the needles are in it */
} Seal;

/* `id:secret` in base64 (RFC 6749 section 2.3.1): the id stays, for it says which client was refused. */
static void
overwrite_basic (char *credentials)
{
  gsize length;
  g_autofree guchar *pair = g_base64_decode (credentials, &length);
  guchar *colon = memchr (pair, ':', length);
  g_autofree char *encoded = NULL;

  if (colon != NULL)
    memset (colon + 1, FILLER, length - (gsize) (colon + 1 - pair));
  else
    memset (pair, FILLER, length);

  encoded = g_base64_encode (pair, length);
  if (strlen (encoded) == strlen (credentials))
    memcpy (credentials, encoded, strlen (encoded));
  else
    memset (credentials, FILLER, strlen (credentials));
}

static void
overwrite_credentials (char *value)
{
  char *credentials = strchr (value, ' ');

  if (credentials != NULL && g_ascii_strncasecmp (value, "Basic ", 6) == 0)
    overwrite_basic (credentials + 1);
  else if (credentials != NULL && g_ascii_strncasecmp (value, "Bearer ", 7) == 0)
    memset (credentials + 1, FILLER, strlen (credentials + 1));
  else
    memset (value, FILLER, strlen (value));
}

static void
overwrite_ranges (char   *text,
                  GArray *ranges)
{
  for (guint i = 0; i < ranges->len; i++)
    {
      const LkSecretRange *range = &g_array_index (ranges, LkSecretRange, i);

      memset (text + range->start, FILLER, range->end - range->start);
    }
}

static void
overwrite_cb (LkExchangePart  part,
              const char     *name,
              char           *text,
              gsize           length,
              gpointer        user_data)
{
  GPtrArray *needles = user_data;
  gboolean is_answer = part == LK_EXCHANGE_PART_RESPONSE_HEADER || part == LK_EXCHANGE_PART_RESPONSE_BODY;
  g_autoptr(GArray) ranges = NULL;

  if (name != NULL && lk_redact_is_secret_name (name))
    {
      overwrite_credentials (text);
      return;
    }

  ranges = lk_redact_find_secrets (text, length);

  /* An answer may name its error so, and an error is what it is read for; the request's own code is a needle. */
  for (guint i = 0; is_answer && i < ranges->len;)
    {
      const char *secret_name = g_array_index (ranges, LkSecretRange, i).name;

      if (g_str_equal (secret_name, "code") || g_str_equal (secret_name, "state"))
        g_array_remove_index (ranges, i);
      else
        i++;
    }

  if (is_answer)
    _lk_redact_find_needles (ranges, needles, text, length);
  overwrite_ranges (text, ranges);
}

static void
overwrite_request_cb (LkExchangePart  part,
                      const char     *name,
                      char           *text,
                      gsize           length,
                      gpointer        user_data)
{
  Seal *seal = user_data;

  if (part == LK_EXCHANGE_PART_RESPONSE_BODY)
    overwrite_ranges (text, seal->echoes);
  else
    overwrite_cb (part, name, text, length, seal->needles);
}

static void
seal_free (Seal *seal)
{
  g_ptr_array_unref (seal->needles);
  g_clear_pointer (&seal->body, g_bytes_unref);
  g_array_unref (seal->echoes);
  g_free (seal);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Seal, seal_free)

static Seal *
seal_new (LkExchange *exchange)
{
  Seal *seal = g_new0 (Seal, 1);
  GBytes *body = lk_exchange_get_body (exchange);

  seal->needles = _lk_redact_collect_needles (exchange);
  seal->body = body != NULL ? g_bytes_ref (body) : NULL;
  seal->echoes = g_array_new (FALSE, FALSE, sizeof (LkSecretRange));

  return seal;
}

static void
seal_find (Seal *seal)
{
  gsize length = 0;
  const char *text = seal->body != NULL ? g_bytes_get_data (seal->body, &length) : NULL;

  if (length > 0)
    _lk_redact_find_needles (seal->echoes, seal->needles, text, length);
}

/* An answer without an echo, which is nearly every one, is not copied. */
static void
seal_apply (Seal       *seal,
            LkExchange *exchange)
{
  g_clear_pointer (&seal->body, g_bytes_unref);
  _lk_exchange_overwrite (exchange, seal->echoes->len > 0, overwrite_request_cb, seal);
}

/**
 * lk_redact_seal:
 * @exchange: an exchange that is done, and whose answer was read
 *
 * Overwrites the secrets in it, the request's and those in the answer, so that a log may go on holding it. It shows,
 * and becomes a command, as before: what is hidden keeps its length.
 */
void
lk_redact_seal (LkExchange *exchange)
{
  g_autoptr(GPtrArray) needles = NULL;

  g_return_if_fail (LK_IS_EXCHANGE (exchange));

  needles = _lk_redact_collect_needles (exchange);
  _lk_exchange_overwrite (exchange, TRUE, overwrite_cb, needles);
}

/**
 * lk_redact_seal_request:
 * @exchange: an exchange that is done, with a short answer
 *
 * Overwrites the request's secrets, and where the answer gives them back. What else is in the answer stays.
 */
void
lk_redact_seal_request (LkExchange *exchange)
{
  g_autoptr(Seal) seal = NULL;

  g_return_if_fail (LK_IS_EXCHANGE (exchange));

  seal = seal_new (exchange);
  seal_find (seal);
  seal_apply (seal, exchange);
}

static void
find_thread (GTask        *task,
             gpointer      source,
             gpointer      task_data,
             GCancellable *cancellable)
{
  seal_find (task_data);
  g_task_return_boolean (task, TRUE);
}

/**
 * lk_redact_seal_request_async:
 * @exchange: an exchange that is done
 * @callback: called when it can be sealed
 * @user_data: for @callback
 *
 * lk_redact_seal_request() for an answer of any length. It cannot be cancelled, for then the secrets would stay.
 */
void
lk_redact_seal_request_async (LkExchange          *exchange,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  Seal *seal;

  g_return_if_fail (LK_IS_EXCHANGE (exchange));

  task = g_task_new (exchange, NULL, callback, user_data);
  seal = seal_new (exchange);
  g_task_set_source_tag (task, lk_redact_seal_request_async);
  g_task_set_task_data (task, seal, (GDestroyNotify) seal_free);

  if (seal->body != NULL && g_bytes_get_size (seal->body) > LONG_BODY)
    {
      g_task_run_in_thread (task, find_thread);
    }
  else
    {
      seal_find (seal);
      g_task_return_boolean (task, TRUE);
    }
}

/**
 * lk_redact_seal_request_finish:
 * @exchange: the exchange
 * @result: the result
 *
 * Ends lk_redact_seal_request_async(), and overwrites the secrets.
 */
void
lk_redact_seal_request_finish (LkExchange   *exchange,
                               GAsyncResult *result)
{
  g_return_if_fail (LK_IS_EXCHANGE (exchange));
  g_return_if_fail (g_task_is_valid (result, exchange));
  g_return_if_fail (g_async_result_is_tagged (result, lk_redact_seal_request_async));

  g_task_propagate_boolean (G_TASK (result), NULL);
  seal_apply (g_task_get_task_data (G_TASK (result)), exchange);
}
