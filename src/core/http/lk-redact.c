/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-redact.h"

#include <glib/gi18n.h>
#include <string.h>

#include "lk-format.h"
#include "lk-redact-private.h"
#include "lk-redact-scan.h"
#include "lk-secret.h"

/* Shorter values of the request are not looked for in the answer: "1" would be everywhere. */
#define MIN_ECHO 6

/* As long as a token may be. */
#define MAX_ECHO (16 * 1024)

/* So far behind a cut an answer is looked through: an echo that begins before it is seen whole, percent-encoded too. */
#define BEHIND_CUT (3 * MAX_ECHO)

static int
compare_ranges (gconstpointer a,
                gconstpointer b)
{
  const LkSecretRange *first = a;
  const LkSecretRange *second = b;

  return first->start < second->start ? -1 : first->start > second->start;
}

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

  g_array_sort (ranges, compare_ranges);

  for (guint i = 0; i < ranges->len; i++)
    {
      const LkSecretRange *range = &g_array_index (ranges, LkSecretRange, i);
      gsize last = range->end;
      gsize start;

      if (range->start >= end)
        break;

      if (last <= at)
        continue;

      start = MAX (range->start, at);

      /* Overlapping ones become one. */
      for (; i + 1 < ranges->len && range[1].start < last; i++, range++)
        last = MAX (last, range[1].end);

      g_string_append_len (result, text + at, (gssize) (start - at));
      append_hidden (result, text + start, last - start);
      at = last;
    }

  if (at < end)
    g_string_append_len (result, text + at, (gssize) (end - at));

  return result;
}

static void
add_needle (GPtrArray  *needles,
            const char *text)
{
  g_autofree char *escaped = NULL;
  g_autofree char *encoded = NULL;
  gsize length = strlen (text);

  if (length < MIN_ECHO || length > MAX_ECHO)
    return;

  escaped = g_uri_escape_string (text, NULL, FALSE);
  encoded = g_base64_encode ((const guchar *) text, length);

  if (!g_str_equal (escaped, text))
    g_ptr_array_add (needles, g_steal_pointer (&escaped));

  g_ptr_array_add (needles, g_steal_pointer (&encoded));
  g_ptr_array_add (needles, g_strdup (text));
}

/* A secret as it stands in the request and as it is: without the form's or JSON's encoding. */
static void
add_secret (GPtrArray  *needles,
            const char *text,
            gsize       length)
{
  g_autoptr(LkSecret) raw = g_strndup (text, length);
  g_autoptr(LkSecret) spaced = g_strdelimit (g_strdup (raw), "+", ' ');
  g_autoptr(LkSecret) decoded = g_uri_unescape_string (spaced, NULL);
  g_autoptr(LkSecret) unescaped = strchr (raw, '\\') != NULL ? g_strcompress (raw) : NULL;

  add_needle (needles, raw);

  if (decoded != NULL && !g_str_equal (decoded, raw))
    add_needle (needles, decoded);

  if (unescaped != NULL && !g_str_equal (unescaped, raw))
    add_needle (needles, unescaped);
}

static void
add_secrets_of (GPtrArray  *needles,
                const char *text,
                gsize       length)
{
  g_autoptr(GArray) ranges = lk_redact_find_secrets (text, length);

  for (guint i = 0; i < ranges->len; i++)
    {
      const LkSecretRange *range = &g_array_index (ranges, LkSecretRange, i);

      add_secret (needles, text + range->start, range->end - range->start);
    }
}

/* Basic credentials are `id:secret` in base64 (RFC 6749 section 2.3.1); the secret alone must not come back either. */
static void
add_basic_secret (GPtrArray  *needles,
                  const char *credentials)
{
  g_autofree guchar *decoded = NULL;
  g_autoptr(LkSecret) pair = NULL;
  gsize length;
  const char *colon;

  decoded = g_base64_decode (credentials, &length);
  pair = g_strndup ((const char *) decoded, length);
  lk_secret_wipe (decoded, length);

  colon = strchr (pair, ':');
  if (colon != NULL)
    add_secret (needles, colon + 1, strlen (colon + 1));
}

/* (transfer full): the secrets of a request, in each form in which an answer might give them back. */
GPtrArray *
_lk_redact_collect_needles (LkExchange *exchange)
{
  GPtrArray *needles = g_ptr_array_new_with_free_func ((GDestroyNotify) lk_secret_free);
  GBytes *body = lk_exchange_get_request_body (exchange);
  const char *url = lk_exchange_get_url (exchange);
  gsize length;

  add_secrets_of (needles, url, strlen (url));

  if (body != NULL)
    {
      const char *text = g_bytes_get_data (body, &length);

      add_secrets_of (needles, text, length);
    }

  for (guint i = 0; i < lk_exchange_get_n_request_headers (exchange); i++)
    {
      LkHeader header = lk_exchange_get_request_header_at (exchange, i);

      if (!lk_redact_is_secret_name (header.name))
        continue;

      if (g_ascii_strncasecmp (header.value, "Basic ", 6) == 0)
        add_basic_secret (needles, header.value + 6);

      if (strchr (header.value, ' ') != NULL)
        add_needle (needles, strchr (header.value, ' ') + 1);

      add_needle (needles, header.value);
    }

  return needles;
}

/* Adds to @ranges where the needles are in the text. */
void
_lk_redact_find_needles (GArray     *ranges,
                         GPtrArray  *needles,
                         const char *text,
                         gsize       length)
{
  for (guint i = 0; i < needles->len; i++)
    {
      const char *needle = g_ptr_array_index (needles, i);
      gsize needle_length = strlen (needle);
      const char *from = text;

      while (from != NULL)
        {
          from = memmem (from, length - (gsize) (from - text), needle, needle_length);

          if (from != NULL)
            {
              LkSecretRange range = { (gsize) (from - text), (gsize) (from - text) + needle_length, "echo" };

              g_array_append_val (ranges, range);
              from += needle_length;
            }
        }
    }
}

static GArray *
find_ranges (const char *text,
             gsize       length,
             GPtrArray  *needles)
{
  GArray *ranges = lk_redact_find_secrets (text, length);

  if (needles != NULL)
    _lk_redact_find_needles (ranges, needles, text, length);

  return ranges;
}

/* A NUL in the text becomes U+FFFD, like all else that is not UTF-8. */
static char *
redact (const char *text,
        gsize       length,
        gsize       end,
        GPtrArray  *needles)
{
  g_autoptr(GArray) ranges = find_ranges (text, length, needles);
  g_autoptr(GString) hidden = hide_ranges (text, end, ranges);

  return g_utf8_make_valid (hidden->str, (gssize) hidden->len);
}

/* Of a body's first bytes; `rest` becomes how many there are besides. */
static char *
redact_beginning (GBytes    *body,
                  GPtrArray *needles,
                  gsize      max_bytes,
                  gsize     *rest)
{
  const char *text;
  gsize length, seen, end;

  *rest = 0;
  if (body == NULL || g_bytes_get_size (body) == 0)
    return g_strdup ("");

  text = g_bytes_get_data (body, &length);
  seen = length - MIN (length, max_bytes) > BEHIND_CUT ? max_bytes + BEHIND_CUT : length;
  end = MIN (length, max_bytes);

  /* Not in the middle of a character. */
  while (end > 0 && end < length && ((guchar) text[end] & 0xc0) == 0x80)
    end--;

  *rest = length - end;

  return redact (text, seen, end, needles);
}

static char *
redact_body (GBytes    *body,
             GPtrArray *needles,
             gsize      max_bytes)
{
  gsize n_more;
  g_autofree char *redacted = redact_beginning (body, needles, max_bytes, &n_more);
  g_autofree char *more = NULL;

  if (n_more == 0)
    return g_steal_pointer (&redacted);

  more = g_format_size (n_more);

  /* Translators: a long text that was cut, and the size of the rest, such as "1.4 MB" */
  return g_strdup_printf (_("%s\n[%s more]"), redacted, more);
}

static char *
redact_header (const char *name,
               const char *value,
               GPtrArray  *needles)
{
  const char *credentials;
  GString *result;

  if (!lk_redact_is_secret_name (name))
    return redact (value, strlen (value), strlen (value), needles);

  /* Which scheme it is helps to understand a refusal and is no secret. */
  credentials = strchr (value, ' ');
  result = g_string_new (NULL);

  if (credentials != NULL
      && (g_ascii_strncasecmp (value, "Bearer ", 7) == 0 || g_ascii_strncasecmp (value, "Basic ", 6) == 0))
    g_string_append_len (result, value, ++credentials - value);
  else
    credentials = value;

  append_hidden (result, credentials, strlen (credentials));

  return g_string_free (result, FALSE);
}

/* As g_utf8_validate_len (), which takes most of its time for what is only ASCII. */
static gboolean
is_valid (const char *text,
          gsize       length)
{
  gsize at = 0;

  if (memchr (text, '\0', length) != NULL)
    return FALSE;

  while (at < length)
    {
      gsize start;
      guint64 eight = 0;

      for (; at + sizeof eight <= length; at += sizeof eight)
        {
          memcpy (&eight, text + at, sizeof eight);
          if ((eight & G_GUINT64_CONSTANT (0x8080808080808080)) != 0)
            break;
        }
      while (at < length && (guchar) text[at] < 0x80)
        at++;

      /* No character of several bytes has one of ASCII in it. */
      for (start = at; at < length && (guchar) text[at] >= 0x80; at++)
        continue;
      if (!g_utf8_validate_len (text + start, at - start, NULL))
        return FALSE;
    }

  return TRUE;
}

/* The request's secrets and the answer's body, as they were when the work began: what another thread may read. */
typedef struct
{
  GPtrArray *needles;
  GBytes *body;       /* NULL where there is none */
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_ptr_array_unref (job->needles);
  g_clear_pointer (&job->body, g_bytes_unref);
  g_free (job);
}

static void
redact_thread (GTask        *task,
               gpointer      source,
               gpointer      task_data,
               GCancellable *cancellable)
{
  Job *job = task_data;
  g_autoptr(GArray) ranges = NULL;
  g_autoptr(GString) hidden = NULL;
  const char *text;
  char *valid;
  gsize length;

  if (job->body == NULL || g_bytes_get_size (job->body) == 0)
    {
      g_task_return_pointer (task, g_bytes_new_static ("", 0), (GDestroyNotify) g_bytes_unref);
      return;
    }

  text = g_bytes_get_data (job->body, &length);
  ranges = find_ranges (text, length, job->needles);
  if (g_task_return_error_if_cancelled (task))
    return;

  /* Mostly there is nothing to hide, and so no copy of a long body. */
  if (ranges->len == 0 && is_valid (text, length))
    {
      g_task_return_pointer (task, g_bytes_ref (job->body), (GDestroyNotify) g_bytes_unref);
      return;
    }

  hidden = hide_ranges (text, length, ranges);
  length = hidden->len;
  valid = is_valid (hidden->str, length) ? g_string_free (g_steal_pointer (&hidden), FALSE)
                                                          : g_utf8_make_valid (hidden->str, (gssize) length);
  if (hidden != NULL)
    length = strlen (valid);

  g_task_return_pointer (task, g_bytes_new_take (valid, length), (GDestroyNotify) g_bytes_unref);
}

static void
append_time (GString    *text,
             const char *name,
             gint64      microseconds)
{
  g_autofree char *duration = NULL;

  if (microseconds < 0)
    return;

  duration = lk_format_elapsed (microseconds);
  g_string_append_printf (text, "  %s: %s\n", name, duration);
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

  return redact (text, strlen (text), strlen (text), NULL);
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

  redacted = redact_header (name, value, NULL);

  return g_utf8_make_valid (redacted, -1);
}

/**
 * lk_redact_response_header:
 * @exchange: an exchange
 * @header: a header of its answer
 *
 * Returns: (transfer full): the value to show, like lk_redact_header(), and without the request's own secrets where it
 *   says them back
 */
char *
lk_redact_response_header (LkExchange *exchange,
                           LkHeader    header)
{
  g_autoptr(GPtrArray) needles = NULL;
  g_autofree char *redacted = NULL;

  g_return_val_if_fail (LK_IS_EXCHANGE (exchange), NULL);

  needles = _lk_redact_collect_needles (exchange);
  redacted = redact_header (header.name, header.value, needles);

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

  return redact_body (lk_exchange_get_request_body (exchange), NULL, max_bytes);
}

/**
 * lk_redact_response_body:
 * @exchange: an exchange
 * @max_bytes: where to cut a longer body
 *
 * Besides what goes by a secret's name, the values of the request's own secrets are hidden wherever the answer echoes
 * them, plain, percent-encoded or in base64.
 *
 * Returns: (transfer full): the answer's body without secrets, like lk_redact_request_body()
 */
char *
lk_redact_response_body (LkExchange *exchange,
                         gsize       max_bytes)
{
  g_autoptr(GPtrArray) needles = NULL;

  g_return_val_if_fail (LK_IS_EXCHANGE (exchange), NULL);

  needles = _lk_redact_collect_needles (exchange);

  return redact_body (lk_exchange_get_body (exchange), needles, max_bytes);
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
  g_autoptr(GPtrArray) needles = NULL;
  char *text;
  gsize n_more;

  g_return_val_if_fail (LK_IS_EXCHANGE (exchange), NULL);

  needles = _lk_redact_collect_needles (exchange);
  text = redact_beginning (lk_exchange_get_body (exchange), needles, max_bytes, &n_more);

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
  Job *job;

  g_return_if_fail (LK_IS_EXCHANGE (exchange));

  body = lk_exchange_get_body (exchange);
  job = g_new0 (Job, 1);
  job->needles = _lk_redact_collect_needles (exchange);
  job->body = body != NULL ? g_bytes_ref (body) : NULL;

  task = g_task_new (exchange, cancellable, callback, user_data);
  g_task_set_source_tag (task, lk_redact_response_async);
  g_task_set_task_data (task, job, job_free);
  g_task_run_in_thread (task, redact_thread);
}

/**
 * lk_redact_response_finish:
 * @exchange: the exchange
 * @result: the result
 * @error: return location for an error: %G_IO_ERROR_CANCELLED is the only one
 *
 * Returns: (transfer full): the body without secrets, as valid UTF-8; empty where there is none. Without anything to
 *   hide it is the very body, not a copy
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

/**
 * lk_redact_exchange:
 * @exchange: an exchange
 * @max_body: where to cut a longer body
 *
 * Returns: (transfer full): the whole of it as text, fit for "Copy details" and for a support ticket
 */
char *
lk_redact_exchange (LkExchange *exchange,
                    gsize       max_body)
{
  g_autoptr(GPtrArray) needles = NULL;
  g_autoptr(GString) text = NULL;
  g_autofree char *url = NULL;
  g_autofree char *request = NULL;
  g_autofree char *response = NULL;
  const LkExchangeTimes *times;
  const GError *error;

  g_return_val_if_fail (LK_IS_EXCHANGE (exchange), NULL);

  needles = _lk_redact_collect_needles (exchange);
  text = g_string_new (NULL);
  times = lk_exchange_get_times (exchange);
  error = lk_exchange_get_error (exchange);

  if (times->started > 0)
    {
      g_autoptr(GDateTime) started = g_date_time_new_from_unix_utc (times->started / G_USEC_PER_SEC);
      g_autofree char *when = g_date_time_format_iso8601 (started);

      g_string_append_printf (text, "%s\n", when);
    }

  url = lk_redact_url (lk_exchange_get_url (exchange));
  g_string_append_printf (text, "%s %s\n", lk_exchange_get_method (exchange), url);

  for (guint i = 0; i < lk_exchange_get_n_request_headers (exchange); i++)
    {
      LkHeader header = lk_exchange_get_request_header_at (exchange, i);
      g_autofree char *value = lk_redact_header (header.name, header.value);

      g_string_append_printf (text, "%s: %s\n", header.name, value);
    }

  if (lk_exchange_get_request_type (exchange) != NULL)
    g_string_append_printf (text, "Content-Type: %s\n", lk_exchange_get_request_type (exchange));

  request = lk_redact_request_body (exchange, max_body);
  if (*request != '\0')
    g_string_append_printf (text, "\n%s\n", request);

  if (lk_exchange_get_status (exchange) != 0)
    {
      const char *reason = lk_exchange_get_reason (exchange);

      g_string_append_printf (text, "\nHTTP %u %s\n", lk_exchange_get_status (exchange), reason != NULL ? reason : "");

      for (guint i = 0; i < lk_exchange_get_n_response_headers (exchange); i++)
        {
          LkHeader header = lk_exchange_get_response_header_at (exchange, i);
          g_autofree char *value = redact_header (header.name, header.value, needles);

          g_string_append_printf (text, "%s: %s\n", header.name, value);
        }

      response = redact_body (lk_exchange_get_body (exchange), needles, max_body);
      if (*response != '\0')
        g_string_append_printf (text, "\n%s\n", response);
    }

  if (lk_exchange_is_body_dropped (exchange))
    {
      g_autofree char *size = g_format_size (lk_exchange_get_body_size (exchange));

      g_string_append_c (text, '\n');
      g_string_append_printf (text, _("[%s, no longer held]"), size);
      g_string_append_c (text, '\n');
    }

  if (error != NULL)
    {
      g_autofree char *message = redact (error->message, strlen (error->message), strlen (error->message), needles);

      g_string_append_printf (text, "\n%s\n", message);
    }

  if (times->total >= 0)
    {
      g_string_append_c (text, '\n');
      append_time (text, _("Name look-up"), times->dns);
      append_time (text, _("Connect"), times->connect);
      append_time (text, _("TLS"), times->tls);
      append_time (text, _("Wait"), times->wait);
      append_time (text, _("Receive"), times->receive);
      append_time (text, _("Total"), times->total);
    }

  return g_utf8_make_valid (text->str, (gssize) text->len);
}
