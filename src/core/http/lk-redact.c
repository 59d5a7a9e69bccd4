/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-redact.h"

#include <glib/gi18n.h>
#include <string.h>

#include "lk-json-scan.h"
#include "lk-redact-scan.h"
#include "lk-secret.h"

/* So far behind a cut a text is looked through: a value that begins before the cut is seen whole. */
#define BEHIND_CUT ((gsize) 48 * 1024)

static void
append_hidden (GString    *result,
               const char *text,
               gsize       length)
{
  g_autofree char *valid = g_utf8_make_valid (text, (gssize) length);
  gulong n_chars = (gulong) g_utf8_strlen (valid, -1);

  lk_secret_wipe (valid, strlen (valid));

  /* Translators: stands in the place of a password or token */
  g_string_append_printf (result, ngettext ("[%lu character hidden]", "[%lu characters hidden]", n_chars), n_chars);
}

/* The text up to `end` with the ranges hidden; one that begins before `end` is hidden whole. */
static GString *
hide_ranges (const char *text,
             gsize       end,
             GArray     *ranges)
{
  GString *result = g_string_sized_new (end);
  gsize at = 0;

  for (guint i = 0; i < ranges->len; i++)
    {
      const LkSecretRange *range = &g_array_index (ranges, LkSecretRange, i);

      if (range->start >= end)
        break;

      g_string_append_len (result, text + at, (gssize) (range->start - at));
      append_hidden (result, text + range->start, range->end - range->start);
      at = range->end;
    }

  if (at < end)
    g_string_append_len (result, text + at, (gssize) (end - at));

  return result;
}

/* A NUL in the text becomes U+FFFD, like all else that is not UTF-8. */
static char *
redact (const char *text,
        gsize       length,
        gsize       end)
{
  g_autoptr(GArray) ranges = lk_redact_find_secrets (text, length);
  g_autoptr(GString) hidden = hide_ranges (text, end, ranges);

  return g_utf8_make_valid (hidden->str, (gssize) hidden->len);
}

/* Redacts a body's first bytes; `rest` gets the number of the others. */
static char *
redact_beginning (GBytes *body,
                  gsize   max_bytes,
                  gsize  *rest)
{
  g_autoptr(GBytes) unmarked = NULL;
  const char *text;
  gsize length, seen, end;

  *rest = 0;
  if (body == NULL || g_bytes_get_size (body) == 0)
    return g_strdup ("");

  unmarked = lk_json_skip_mark (body);
  text = g_bytes_get_data (unmarked, &length);
  seen = length - MIN (length, max_bytes) > BEHIND_CUT ? max_bytes + BEHIND_CUT : length;
  end = MIN (length, max_bytes);

  /* Not in the middle of a character. */
  while (end > 0 && end < length && ((guchar) text[end] & 0xc0) == 0x80)
    end--;

  *rest = length - end;

  return redact (text, seen, end);
}

static char *
redact_body (GBytes *body,
             gsize   max_bytes)
{
  gsize n_more;
  g_autofree char *redacted = redact_beginning (body, max_bytes, &n_more);
  g_autofree char *more = NULL;

  if (n_more == 0)
    return g_steal_pointer (&redacted);

  more = g_format_size (n_more);

  /* Translators: a long text that was cut, and the size of the rest, such as "1.4 MB" */
  return g_strdup_printf (_("%s\n[%s more]"), redacted, more);
}

static char *
redact_header (const char *name,
               const char *value)
{
  const char *credentials;
  GString *result;

  if (!lk_redact_is_secret_name (name))
    return redact (value, strlen (value), strlen (value));

  /* The scheme is no secret, and helps to understand a refusal. */
  credentials = strchr (value, ' ');
  result = g_string_new (NULL);

  if (credentials != NULL &&
      (g_ascii_strncasecmp (value, "Bearer ", 7) == 0 || g_ascii_strncasecmp (value, "Basic ", 6) == 0))
    g_string_append_len (result, value, ++credentials - value);
  else
    credentials = value;

  append_hidden (result, credentials, strlen (credentials));

  return g_string_free (result, FALSE);
}

/* The data of the task is the body, for another thread to read, or NULL. */
static void
redact_thread (GTask        *task,
               gpointer      source,
               gpointer      task_data,
               GCancellable *cancellable)
{
  GBytes *body = task_data;
  g_autoptr(GBytes) unmarked = NULL;
  g_autoptr(GArray) ranges = NULL;
  g_autoptr(GString) hidden = NULL;
  const char *text;
  char *valid;
  gsize length;

  if (body == NULL || g_bytes_get_size (body) == 0)
    {
      g_task_return_pointer (task, g_bytes_new_static ("", 0), (GDestroyNotify) g_bytes_unref);
      return;
    }

  unmarked = lk_json_skip_mark (body);
  text = g_bytes_get_data (unmarked, &length);
  ranges = lk_redact_find_secrets (text, length);
  if (g_task_return_error_if_cancelled (task))
    return;

  /* Without a secret a long body is not copied. */
  if (ranges->len == 0 && g_utf8_validate_len (text, length, NULL))
    {
      g_task_return_pointer (task, g_steal_pointer (&unmarked), (GDestroyNotify) g_bytes_unref);
      return;
    }

  hidden = hide_ranges (text, length, ranges);
  length = hidden->len;
  if (g_utf8_validate_len (hidden->str, length, NULL))
    {
      valid = g_string_free (g_steal_pointer (&hidden), FALSE);
    }
  else
    {
      valid = g_utf8_make_valid (hidden->str, (gssize) length);
      length = strlen (valid);
    }

  g_task_return_pointer (task, g_bytes_new_take (valid, length), (GDestroyNotify) g_bytes_unref);
}

/**
 * lk_redact_text:
 * @text: free text: a message, a URL, a form, JSON, header lines, or all of these in one
 *
 * Hides every value that goes by the name of a secret: `access_token=abcd` becomes `access_token=[4 characters
 * hidden]`. Names are known in any case, in queries, fragments, forms, JSON and headers, and where one of these is
 * packed into another.
 *
 * Returns: (transfer full): the text without its secrets, as valid UTF-8
 */
char *
lk_redact_text (const char *text)
{
  g_return_val_if_fail (text != NULL, NULL);

  return redact (text, strlen (text), strlen (text));
}

/**
 * lk_redact_url:
 * @url: an address
 *
 * Returns: (transfer full): the address without secrets in its userinfo, path, query and fragment
 */
char *
lk_redact_url (const char *url)
{
  return lk_redact_text (url);
}

/**
 * lk_redact_header:
 * @name: a header's name
 * @value: its value
 *
 * Returns: (transfer full): the value to show; of credentials the scheme stays
 */
char *
lk_redact_header (const char *name,
                  const char *value)
{
  g_autofree char *redacted = NULL;

  g_return_val_if_fail (name != NULL, NULL);
  g_return_val_if_fail (value != NULL, NULL);

  redacted = redact_header (name, value);

  return g_utf8_make_valid (redacted, -1);
}

/**
 * lk_redact_request_body:
 * @exchange: an exchange
 * @max_bytes: where to cut a longer body
 *
 * Returns: (transfer full): the request's body without secrets, as valid UTF-8; if it was cut, it ends in a line that
 *   says how much more there is
 */
char *
lk_redact_request_body (LkExchange *exchange,
                        gsize       max_bytes)
{
  g_return_val_if_fail (LK_IS_EXCHANGE (exchange), NULL);

  return redact_body (lk_exchange_get_request_body (exchange), max_bytes);
}

/**
 * lk_redact_response_body:
 * @exchange: an exchange
 * @max_bytes: where to cut a longer body
 *
 * Returns: (transfer full): the answer's body without secrets, like lk_redact_request_body()
 */
char *
lk_redact_response_body (LkExchange *exchange,
                         gsize       max_bytes)
{
  g_return_val_if_fail (LK_IS_EXCHANGE (exchange), NULL);

  return redact_body (lk_exchange_get_body (exchange), max_bytes);
}

/**
 * lk_redact_response_beginning:
 * @exchange: an exchange
 * @max_bytes: how much of the body to look at
 *
 * Returns: (transfer full): the first bytes of the body as lk_redact_response_async() makes them, which may end in the
 *   middle of a value, and then another way than those
 */
GBytes *
lk_redact_response_beginning (LkExchange *exchange,
                              gsize       max_bytes)
{
  char *text;
  gsize n_more;

  g_return_val_if_fail (LK_IS_EXCHANGE (exchange), NULL);

  text = redact_beginning (lk_exchange_get_body (exchange), max_bytes, &n_more);

  return g_bytes_new_take (text, strlen (text));
}

/**
 * lk_redact_response_async:
 * @exchange: an exchange that is done
 * @cancellable: (nullable): a cancellable
 * @callback: what to call with the result
 * @user_data: for @callback
 *
 * Makes the whole of the answer's body fit to be shown, whatever its length, in a worker.
 */
void
lk_redact_response_async (LkExchange          *exchange,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  GBytes *body;

  g_return_if_fail (LK_IS_EXCHANGE (exchange));

  body = lk_exchange_get_body (exchange);
  task = g_task_new (exchange, cancellable, callback, user_data);
  g_task_set_source_tag (task, lk_redact_response_async);
  if (body != NULL)
    g_task_set_task_data (task, g_bytes_ref (body), (GDestroyNotify) g_bytes_unref);
  g_task_run_in_thread (task, redact_thread);
}

/**
 * lk_redact_response_finish:
 * @exchange: the exchange
 * @result: the result
 * @error: return location for an error: %G_IO_ERROR_CANCELLED is the only one
 *
 * Returns: (transfer full): the body without secrets, as valid UTF-8 without a byte order mark; empty where there is
 *   none. Without anything to hide it is the very body, not a copy
 */
GBytes *
lk_redact_response_finish (LkExchange    *exchange,
                           GAsyncResult  *result,
                           GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, exchange), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_redact_response_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
