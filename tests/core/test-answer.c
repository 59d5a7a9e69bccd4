/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "lk-answer.h"
#include "lk-test.h"

/* Made up for a test. */
#define TOKEN "canary-0123456789-abcdefghijklmnopqrstuvwxyz"

#define BEGINNING 65536

static LkExchange *
exchange_new (const char *type,
              const char *body,
              gssize      length)
{
  LkExchange *exchange = lk_exchange_new (LK_EXCHANGE_PURPOSE_API, "GET", "https://acme.zendesk.com/api/v2/chat/chats");
  gsize size = length < 0 ? strlen (body) : (gsize) length;
  g_autoptr(GBytes) bytes = g_bytes_new (body, size);

  lk_exchange_set_response (exchange, 200, "OK");
  if (type != NULL)
    lk_exchange_add_response_header (exchange, "Content-Type", type);
  lk_exchange_set_body (exchange, bytes, size);
  lk_exchange_finish (exchange, NULL);

  return exchange;
}

static gboolean
is_read (gpointer answer)
{
  return lk_answer_get_state (answer) != LK_ANSWER_READING;
}

static char *
dup_text (LkAnswer *answer)
{
  gsize length;
  const char *text = g_bytes_get_data (lk_answer_get_text (answer), &length);

  return g_strndup (text, length);
}

static void
test_states (void)
{
  static const struct
  {
    const char *type;
    const char *body;
    LkAnswerState state;
    const char *text;
    const char *extension;
  } cases[] = {
    { "application/json", "{\"a\":[1,2]}", LK_ANSWER_JSON, "{\"a\":[1,2]}", "json" },
    { "text/html", "[1]", LK_ANSWER_JSON, "[1]", "json" },
    { "application/json", "\xef\xbb\xbf[1]", LK_ANSWER_JSON, "[1]", "json" },
    { "text/plain", "\xef\xbb\xbfx", LK_ANSWER_TEXT, "x", "txt" },
    { NULL, " 7 ", LK_ANSWER_JSON, " 7 ", "json" },
    { "text/html; charset=utf-8", "<p>Off", LK_ANSWER_HTML, "<p>Off", "html" },
    { "Application/XHTML+xml", "<p>Off", LK_ANSWER_HTML, "<p>Off", "html" },
    { "application/json", "{\"a\":1,}", LK_ANSWER_TEXT, "{\"a\":1,}", "txt" },
    { "application/json", "{\"a\":[1,2", LK_ANSWER_TEXT, "{\"a\":[1,2", "txt" },
    { "text/plain", "caf\xe9", LK_ANSWER_TEXT, "caf\xef\xbf\xbd", "txt" },
    { NULL, "{} {}", LK_ANSWER_TEXT, "{} {}", "txt" },
    { NULL, "", LK_ANSWER_NO_BODY, "", "txt" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(LkExchange) exchange = exchange_new (cases[i].type, cases[i].body, -1);
      g_autoptr(LkAnswer) answer = lk_answer_new (exchange);
      gboolean has_body = *cases[i].body != '\0';
      g_autofree char *text = NULL;

      g_assert_cmpint (lk_answer_get_state (answer), ==, LK_ANSWER_READING);
      g_assert_false (lk_answer_has_body (answer));
      g_assert_null (lk_answer_get_text (answer));
      g_assert_null (lk_answer_get_index (answer));
      g_assert_null (lk_answer_get_error (answer));
      lk_test_wait_until (is_read, answer, 20);

      text = dup_text (answer);
      g_assert_cmpint (lk_answer_get_state (answer), ==, cases[i].state);
      g_assert_cmpint (lk_answer_has_body (answer), ==, has_body);
      g_assert_cmpstr (text, ==, cases[i].text);
      g_assert_cmpstr (lk_answer_get_file_extension (answer), ==, cases[i].extension);
      g_assert_cmpint (lk_answer_get_index (answer) != NULL, ==, cases[i].state == LK_ANSWER_JSON);
      g_assert_true (lk_answer_get_index_so_far (answer) == lk_answer_get_index (answer));
      g_assert_cmpint (lk_answer_get_error (answer) != NULL, ==, has_body && cases[i].state != LK_ANSWER_JSON);
    }
}

/* The error says where the text is broken. */
static void
test_broken (void)
{
  g_autoptr(LkExchange) exchange = exchange_new ("application/json", "{\n  \"a\": 1,\n}", -1);
  g_autoptr(LkAnswer) answer = lk_answer_new (exchange);

  lk_test_wait_until (is_read, answer, 20);
  g_assert_error (lk_answer_get_error (answer), LK_JSON_ERROR, LK_JSON_ERROR_SYNTAX);
  g_assert_nonnull (strstr (lk_answer_get_error (answer)->message, "line 3"));
}

static void
test_no_body (void)
{
  g_autoptr(LkExchange) failed = lk_exchange_new (LK_EXCHANGE_PURPOSE_API, "GET", "https://acme.zendesk.com/");
  g_autoptr(LkExchange) dropped = exchange_new ("application/json", "[1]", -1);
  g_autoptr(GError) error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED, "Connection refused");
  g_autoptr(LkAnswer) none = lk_answer_new (NULL);
  g_autoptr(LkAnswer) of_failed = NULL;
  g_autoptr(LkAnswer) of_dropped = NULL;

  lk_exchange_finish (failed, error);
  lk_exchange_drop_body (dropped);
  of_failed = lk_answer_new (failed);
  of_dropped = lk_answer_new (dropped);
  lk_test_wait_until (is_read, of_failed, 20);
  lk_test_wait_until (is_read, of_dropped, 20);

  g_assert_cmpint (lk_answer_get_state (none), ==, LK_ANSWER_NONE);
  g_assert_cmpint (lk_answer_get_state (of_failed), ==, LK_ANSWER_FAILED);
  g_assert_cmpint (lk_answer_get_state (of_dropped), ==, LK_ANSWER_DROPPED);
  g_assert_true (lk_answer_get_exchange (of_dropped) == dropped);
  g_assert_cmpuint (g_bytes_get_size (lk_answer_get_text (of_dropped)), ==, 0);
}

/* An array of words of at least that length, and one more word. */
static GString *
make_body (gsize       length,
           const char *word)
{
  GString *body = g_string_new ("[\"first\"");

  while (body->len < length)
    g_string_append (body, ",\"word\"");
  g_string_append_printf (body, ",\"%s\"", word);
  for (guint i = 0; i < 100; i++)
    g_string_append (body, ",\"word\"");
  g_string_append_c (body, ']');

  return body;
}

/* Records the state at each notification. */
static void
notify_cb (LkAnswer   *answer,
           GParamSpec *pspec,
           GString    *seen)
{
  if (g_str_equal (pspec->name, "text"))
    return;

  g_string_append_printf (seen, "%s:%s%s ", pspec->name, lk_answer_get_index (answer) != NULL ? "whole" : "none",
                          lk_answer_get_state (answer) == LK_ANSWER_READING ? ",reading" : "");
}

static void
test_beginning (void)
{
  g_autoptr(GString) body = make_body (BEGINNING * 3, "last");
  g_autoptr(LkExchange) exchange = exchange_new ("application/json", body->str, -1);
  g_autoptr(LkAnswer) answer = lk_answer_new (exchange);
  g_autoptr(LkJsonIndex) beginning = g_object_ref (lk_answer_get_index_so_far (answer));
  g_autoptr(GString) seen = g_string_new (NULL);
  gsize n_begun = lk_json_index_get_n_children (beginning, 0);

  g_signal_connect (answer, "notify", G_CALLBACK (notify_cb), seen);
  g_assert_cmpuint (n_begun, >, 1000);
  g_assert_true (lk_json_index_is_unfinished (beginning, 0));
  g_assert_null (lk_answer_get_index (answer));

  lk_test_wait_until (is_read, answer, 20);
  g_assert_cmpstr (seen->str, ==, "index-so-far:whole index:whole state:whole ");
  g_assert_true (lk_json_index_is_beginning_of (beginning, lk_answer_get_index (answer)));
  g_assert_cmpuint (lk_json_index_get_n_children (lk_answer_get_index (answer), 0), >, n_begun);
}

/* A text that begins like JSON and is not loses its rows. */
static void
test_false_beginning (void)
{
  g_autoptr(GString) body = make_body (BEGINNING * 3, "last");
  g_autoptr(LkExchange) exchange = NULL;
  g_autoptr(LkAnswer) answer = NULL;

  g_string_append_c (body, ']');
  exchange = exchange_new ("application/json", body->str, -1);
  answer = lk_answer_new (exchange);
  g_assert_nonnull (lk_answer_get_index_so_far (answer));
  lk_test_wait_until (is_read, answer, 20);
  g_assert_null (lk_answer_get_index_so_far (answer));
  g_assert_cmpint (lk_answer_get_state (answer), ==, LK_ANSWER_TEXT);
}

/* A token in the answer: before, across and after the cut of the beginning. */
static void
test_token (void)
{
  for (gsize at = BEGINNING - 2 * strlen (TOKEN) - 12; at < BEGINNING + strlen (TOKEN); at++)
    {
      g_autoptr(GString) body = g_string_new ("[{\"a\":\"");
      g_autoptr(LkExchange) exchange = NULL;
      g_autoptr(LkAnswer) answer = NULL;
      g_autofree char *text = NULL;
      GBytes *beginning;

      while (body->len < at)
        g_string_append (body, body->len % 100 < 2 && body->len < at - 20 ? "\"},{\"a\":\"" : "x");
      g_string_append (body, "\",\"token\":\"" TOKEN "\"},\"");
      for (guint i = 0; i < 100; i++)
        g_string_append (body, "after\",\"");
      g_string_append (body, "end\"]");
      exchange = exchange_new ("application/json", body->str, -1);
      answer = lk_answer_new (exchange);

      g_assert_nonnull (lk_answer_get_index_so_far (answer));
      beginning = lk_json_index_get_bytes (lk_answer_get_index_so_far (answer));
      g_assert_null (
          g_strstr_len (g_bytes_get_data (beginning, NULL), (gssize) g_bytes_get_size (beginning), "canary"));

      if (at % 16 != 0)
        continue;

      lk_test_wait_until (is_read, answer, 20);
      text = dup_text (answer);
      g_assert_null (strstr (text, "canary"));
      g_assert_nonnull (strstr (text, "hidden]"));
      g_assert_cmpint (lk_answer_get_state (answer), ==, LK_ANSWER_JSON);
      g_assert_true (lk_json_index_get_bytes (lk_answer_get_index (answer)) == lk_answer_get_text (answer));
    }
}

/* Without secrets the text is the body itself, not a copy of it. */
static void
test_no_copy (void)
{
  g_autoptr(LkExchange) exchange = exchange_new ("application/json", "[1]", -1);
  g_autoptr(LkAnswer) answer = lk_answer_new (exchange);

  lk_test_wait_until (is_read, answer, 20);
  g_assert_true (lk_answer_get_text (answer) == lk_exchange_get_body (exchange));
}

/* Dropping the answer at any time stops the work and releases the exchange. */
static void
test_dropped (void)
{
  g_autoptr(GString) body = make_body (8 * 1024 * 1024, TOKEN);

  for (guint i = 0; i < 20; i++)
    {
      LkExchange *exchange = exchange_new ("application/json", body->str, (gssize) body->len);
      LkAnswer *answer = lk_answer_new (exchange);

      lk_test_spin (i * 3);
      g_assert_finalize_object (answer);
      for (guint k = 0; k < 2000 && G_OBJECT (exchange)->ref_count > 1; k++)
        lk_test_spin (5);
      g_assert_finalize_object (exchange);
    }
}

int
main (int    argc,
      char **argv)
{
  lk_test_init (&argc, &argv);

  g_test_add_func ("/answer/states", test_states);
  g_test_add_func ("/answer/broken", test_broken);
  g_test_add_func ("/answer/no-body", test_no_body);
  g_test_add_func ("/answer/beginning", test_beginning);
  g_test_add_func ("/answer/false-beginning", test_false_beginning);
  g_test_add_func ("/answer/token", test_token);
  g_test_add_func ("/answer/no-copy", test_no_copy);
  g_test_add_func ("/answer/dropped", test_dropped);

  return g_test_run ();
}
