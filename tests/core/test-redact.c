/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-curl.h"
#include "lk-redact-scan.h"
#include "lk-redact.h"
#include "lk-test.h"

#include <string.h>

#define SECRET "CANARY0123456789abcdefXY"
#define HIDDEN "[24 characters hidden]"

static const struct
{
  const char *text;
  const char *redacted;
} texts[] = {
  { "", "" },
  { "Nothing to hide here: code red, state of mind.", "Nothing to hide here: code red, state of mind." },
  { "access_token=" SECRET, "access_token=" HIDDEN },
  { "http://localhost:8080/#access_token=" SECRET "&token_type=Bearer&scope=read%20write",
    "http://localhost:8080/#access_token=" HIDDEN "&token_type=Bearer&scope=read%20write" },
  { "http://localhost:8080/?state=" SECRET "&code=" SECRET "#x",
    "http://localhost:8080/?state=" HIDDEN "&code=" HIDDEN "#x" },
  { "grant_type=authorization_code&client_secret=" SECRET "&client_id=abc",
    "grant_type=authorization_code&client_secret=" HIDDEN "&client_id=abc" },
  { "client_secret=a%26b%3Dc%2Fd&x=1", "client_secret=[13 characters hidden]&x=1" },
  { "ACCESS_TOKEN=" SECRET " and Access-Token=" SECRET, "ACCESS_TOKEN=" HIDDEN " and Access-Token=" HIDDEN },
  { "return_to=http%3A%2F%2Flocalhost%2F%23access_token%3D" SECRET "%26scope%3Dread&y=2",
    "return_to=http%3A%2F%2Flocalhost%2F%23access_token%3D" HIDDEN "%26scope%3Dread&y=2" },
  { "u=x%253Faccess_token%253D" SECRET "%2526scope", "u=x%253Faccess_token%253D" HIDDEN "%2526scope" },
  { "u=%7B%22access_token%22%3A%22" SECRET "%22%7D", "u=%7B%22access_token%22%3A%22" HIDDEN "%22%7D" },
  { "{\"access_token\": \"" SECRET "\", \"token_type\": \"Bearer\"}",
    "{\"access_token\": \"" HIDDEN "\", \"token_type\": \"Bearer\"}" },
  { "{\"a\":[{\"deep\":{\"refresh_token\"\n:\n\"" SECRET "\"}}]}",
    "{\"a\":[{\"deep\":{\"refresh_token\"\n:\n\"" HIDDEN "\"}}]}" },
  { "{\"password\":\"qu\\\"ote\",\"n\":1}", "{\"password\":\"[7 characters hidden]\",\"n\":1}" },
  { "{\"password\":\"end\\\\\",\"n\":1}", "{\"password\":\"[5 characters hidden]\",\"n\":1}" },
  { "{\"body\":\"{\\\"access_token\\\":\\\"" SECRET "\\\",\\\"n\\\":1}\"}",
    "{\"body\":\"{\\\"access_token\\\":\\\"" HIDDEN "\\\",\\\"n\\\":1}\"}" },
  { "{\"body\":\"client_secret=" SECRET "&x=1\"}", "{\"body\":\"client_secret=" HIDDEN "&x=1\"}" },
  { "{\"access\\u005ftoken\":\"" SECRET "\"}", "{\"access\\u005ftoken\":\"" HIDDEN "\"}" },
  { "{\"access_token\":[\"" SECRET "\",[\"" SECRET "\"]],\"n\":1}",
    "{\"access_token\":[\"" HIDDEN "\",[\"" HIDDEN "\"]],\"n\":1}" },
  { "{\"token\":{\"id\":7,\"access_token\":\"" SECRET "\"}}",
    "{\"token\":{\"id\":7,\"access_token\":\"" HIDDEN "\"}}" },
  { "{\"access_token\":123456789012}", "{\"access_token\":[12 characters hidden]}" },
  { "{\"error\":{\"code\":401}}", "{\"error\":{\"code\":401}}" },
  { "{\"access_token\":\"" SECRET, "{\"access_token\":\"" HIDDEN },
  { "Authorization: Bearer " SECRET "\r\nHost: a.test", "Authorization: Bearer " HIDDEN "\r\nHost: a.test" },
  { "Authorization: Basic Y2xpZW50OnNlY3JldA==\nA: b", "Authorization: Basic [20 characters hidden]\nA: b" },
  { "Set-Cookie: session=" SECRET "\nA: b", "Set-Cookie: [32 characters hidden]\nA: b" },
  { "curl -H 'Authorization: Bearer " SECRET "'", "curl -H 'Authorization: Bearer [25 characters hidden]" },
  { "sent Bearer " SECRET ".", "sent Bearer [25 characters hidden]" },
  { "WWW-Authenticate: Bearer realm=\"chat\", error=\"invalid_token\"",
    "WWW-Authenticate: Bearer realm=\"chat\", error=\"invalid_token\"" },
  { "a bearer token", "a bearer token" },
  { "https://ann:" SECRET "@acme.test/x", "https://[28 characters hidden]@acme.test/x" },
  { "wss://chat-api.zopim.com/stream/0.1/graphql/SESSION:CLIENT",
    "wss://chat-api.zopim.com/stream/0.1/graphql/[14 characters hidden]" },
  { "/graphql/request", "/graphql/request" },
  { "the access_token: " SECRET ", was refused", "the access_token: " HIDDEN ", was refused" },
  { "100% sure; 50%% of %zz; \\\\\\ and \\u12", "100% sure; 50%% of %zz; \\\\\\ and \\u12" },
};

/* The text is looked at in blocks: where in one a secret stands must not matter. */
static void
test_anywhere (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    for (gsize n = 1; n <= 130; n++)
      {
        g_autofree char *dots = g_strnfill (n, '.');
        g_autofree char *text = g_strconcat (dots, texts[i].text, NULL);
        g_autofree char *expected = g_strconcat (dots, texts[i].redacted, NULL);
        g_autofree char *redacted = lk_redact_text (text);

        g_assert_cmpstr (redacted, ==, expected);
      }
}

static void
test_texts (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *redacted = lk_redact_text (texts[i].text);

      g_assert_cmpstr (redacted, ==, texts[i].redacted);
    }
}

static void
test_headers (void)
{
  static const struct
  {
    const char *name;
    const char *value;
    const char *redacted;
  } rows[] = {
    { "authorization", "Bearer " SECRET, "Bearer " HIDDEN },
    { "Authorization", "Basic " SECRET, "Basic " HIDDEN },
    { "Authorization", SECRET, HIDDEN },
    { "Cookie", "a=b", "[3 characters hidden]" },
    { "X-Auth-Token", SECRET, HIDDEN },
    { "Location", "http://localhost:8080/?code=" SECRET, "http://localhost:8080/?code=" HIDDEN },
    { "Content-Type", "application/json", "application/json" },
    { "X-Bad", "\xff", "\xef\xbf\xbd" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *redacted = lk_redact_header (rows[i].name, rows[i].value);

      g_assert_cmpstr (redacted, ==, rows[i].redacted);
    }
}

static LkExchange *
make_exchange (const char *response)
{
  LkExchange *exchange = lk_exchange_new (LK_EXCHANGE_PURPOSE_TOKEN, "POST", "https://a.test/token?tenant=1");
  g_autoptr(GBytes) form = g_bytes_new_static ("client_secret=s3cr%26et%2Fplus&code=" SECRET "&n=1", 64);
  g_autoptr(GBytes) body = g_bytes_new (response, strlen (response));

  lk_exchange_add_request_header (exchange, "Authorization", "Bearer HEADERcanary98765");
  lk_exchange_set_request_body (exchange, "application/x-www-form-urlencoded", form);
  lk_exchange_set_response (exchange, 400, "Bad Request");
  lk_exchange_add_response_header (exchange, "X-Echo", "you sent HEADERcanary98765");
  lk_exchange_set_body (exchange, body, strlen (response));
  lk_exchange_finish (exchange, NULL);

  return exchange;
}

/* The answer says the request's secrets back under names that nobody could know. */
static void
test_echo (void)
{
  static const char *const canaries[] = {
    SECRET, "HEADERcanary98765", "s3cr&et/plus", "s3cr%26et%2Fplus", "czNjciZldC9wbHVz",
  };
  g_autoptr(LkExchange) exchange =
    make_exchange ("<p>You sent " SECRET ", HEADERcanary98765, s3cr&et/plus, s3cr%26et%2Fplus, czNjciZldC9wbHVz.</p>");
  g_autofree char *body = lk_redact_response_body (exchange, 10000);
  g_autofree char *whole = lk_redact_exchange (exchange, 10000);

  g_assert_true (g_str_has_prefix (body, "<p>You sent " HIDDEN ", [17 characters hidden], "));

  for (gsize i = 0; i < G_N_ELEMENTS (canaries); i++)
    {
      g_assert_null (strstr (body, canaries[i]));
      g_assert_null (strstr (whole, canaries[i]));
    }

  g_assert_nonnull (strstr (whole, "POST https://a.test/token?tenant=1\n"));
  g_assert_nonnull (strstr (whole, "Authorization: Bearer [17 characters hidden]\n"));
  g_assert_nonnull (strstr (whole, "HTTP 400 Bad Request\n"));
  g_assert_nonnull (strstr (whole, "&n=1"));
}

/* A secret of the request that comes back under a secret's name is hidden once, and all that is around it stays. */
static void
test_overlap (void)
{
  static const struct
  {
    const char *body;
    const char *redacted;
  } cases[] = {
    { "{\"access_token\":\"" SECRET "\",\"n\":1}", "{\"access_token\":\"" HIDDEN "\",\"n\":1}" },
    { "code=" SECRET "&client_secret=" SECRET "&n=1", "code=" HIDDEN "&client_secret=" HIDDEN "&n=1" },
    { "access_token=x" SECRET "&n=1", "access_token=[25 characters hidden]&n=1" },
    { "access_token=" SECRET SECRET "&n=1", "access_token=[48 characters hidden]&n=1" },
    { "Authorization: Bearer " SECRET "\nn", "Authorization: Bearer " HIDDEN "\nn" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(LkExchange) exchange = make_exchange (cases[i].body);
      g_autofree char *body = lk_redact_response_body (exchange, 10000);

      g_assert_cmpstr (body, ==, cases[i].redacted);
    }
}

/* Wherever the cut falls, no part of a secret is left before it. */
static void
test_cut (void)
{
  g_autoptr(LkExchange) exchange =
    make_exchange ("{\"n\":1,\"access_token\":\"" "ANOTHERcanary" "\",\"n\":2,"
                   "\"echo\":\"" SECRET "\",\"tail\":\"\xc3\xa9\xc3\xa9\"}");
  gsize length = lk_exchange_get_body_size (exchange);

  for (gsize cut = 0; cut <= length; cut++)
    {
      g_autofree char *body = lk_redact_response_body (exchange, cut);
      g_autoptr(GBytes) beginning = lk_redact_response_beginning (exchange, cut);

      g_assert_true (g_str_has_prefix (body, g_bytes_get_data (beginning, NULL)));
      g_assert_cmpint (g_bytes_get_size (beginning) == strlen (body), ==, cut == length);
      g_assert_null (strstr (body, "ANOT"));
      g_assert_null (strstr (body, "CANA"));
      g_assert_true (g_utf8_validate (body, -1, NULL));
      g_assert_cmpint (strstr (body, "more]") != NULL, ==, cut < length);
    }
}

/* Sent back percent-encoded, a secret is three times as long, and may begin before the cut and end far behind it. */
static void
test_cut_long (void)
{
  g_autofree char *secret = g_strnfill (15000, '!');
  g_autofree char *bearer = g_strconcat ("Bearer ", secret, NULL);
  g_autofree char *escaped = g_uri_escape_string (secret, NULL, FALSE);
  g_autofree char *answer = g_strconcat ("[\"first\",\"", escaped, "\"]", NULL);
  g_autoptr(GBytes) bytes = g_bytes_new (answer, strlen (answer));
  g_autoptr(LkExchange) exchange = lk_exchange_new (LK_EXCHANGE_PURPOSE_API, "GET", "https://a.test/");
  g_autofree char *body = NULL;

  g_assert_cmpuint (strlen (escaped), ==, 45000);
  lk_exchange_add_request_header (exchange, "Authorization", bearer);
  lk_exchange_set_body (exchange, bytes, strlen (answer));
  body = lk_redact_response_body (exchange, 200);
  g_assert_null (strstr (body, "%21%21"));
  g_assert_nonnull (strstr (body, "[45000 characters hidden]"));
}

static void
test_bytes (void)
{
  g_autoptr(LkExchange) exchange = lk_exchange_new (LK_EXCHANGE_PURPOSE_API, "GET", "https://a.test/");
  g_autoptr(GBytes) bytes = g_bytes_new_static ("\0\xff access_token=" SECRET "\0x", 42);
  g_autofree char *none = lk_redact_response_body (exchange, 100);
  g_autofree char *some = NULL;

  g_assert_cmpstr (none, ==, "");
  lk_exchange_set_body (exchange, bytes, 42);
  some = lk_redact_response_body (exchange, 100);
  g_assert_null (strstr (some, "CANARY"));
  g_assert_true (g_utf8_validate (some, -1, NULL));
}

/* The whole body, made ready elsewhere: the very same bytes where nothing is to be hidden. */
static void
test_whole (void)
{
  static const struct
  {
    const char *body;
    gsize length;
    const char *shown;     /* NULL: the body itself */
  } cases[] = {
    { "{\"id\":1,\"code_name\":\"plain\"}", 28, NULL },
    { "", 0, "" },
    { "{\"secret\":\"abcdef\",\"n\":1}", 25, "{\"secret\":\"[6 characters hidden]\",\"n\":1}" },
    { "you sent " SECRET ".", sizeof SECRET + 9, "you sent " HIDDEN "." },
    { "a\0b\xff" "c", 5, "a\xef\xbf\xbd" "b\xef\xbf\xbd" "c" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(LkExchange) exchange = make_exchange ("");
      g_autoptr(GBytes) body = g_bytes_new_static (cases[i].body, cases[i].length);
      g_autoptr(GAsyncResult) result = NULL;
      g_autoptr(GError) error = NULL;
      g_autoptr(GBytes) shown = NULL;
      g_autofree char *text = NULL;

      lk_exchange_set_body (exchange, body, cases[i].length);
      lk_redact_response_async (exchange, NULL, lk_test_async_cb, &result);
      /* As the log does to save memory: the work goes on with what was there. */
      lk_exchange_drop_body (exchange);
      lk_test_wait (&result);
      shown = lk_redact_response_finish (exchange, result, &error);
      g_assert_no_error (error);

      text = g_strndup (g_bytes_get_data (shown, NULL), g_bytes_get_size (shown));
      g_assert_cmpstr (text, ==, cases[i].shown != NULL ? cases[i].shown : cases[i].body);
      if (cases[i].shown == NULL)
        g_assert_true (shown == body);
    }
}

static void
test_response_header (void)
{
  g_autoptr(LkExchange) exchange = make_exchange ("");
  g_autofree char *echo = lk_redact_response_header (exchange, lk_exchange_get_response_header_at (exchange, 0));
  g_autofree char *cookie = lk_redact_response_header (exchange, (LkHeader) { "Set-Cookie", "session=abcdef" });

  g_assert_cmpstr (echo, ==, "you sent [17 characters hidden]");
  g_assert_null (strstr (cookie, "abcdef"));
}

/* Time must grow with the length, not with its square. */
static void
test_long (void)
{
  static const char *const pieces[] = {
    "%25", "\\", "\"access_token\":[", "access_token=", "://", "Bearer ", "\\\"code\\\":\\\"",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (pieces); i++)
    {
      GString *text = g_string_new (NULL);
      g_autofree char *redacted = NULL;

      while (text->len < 2 * 1024 * 1024)
        g_string_append (text, pieces[i]);

      redacted = lk_redact_text (text->str);
      g_assert_nonnull (redacted);
      g_string_free (text, TRUE);
    }
}

/* The raw bytes of every part of an exchange, one after the other. */
static char *
get_raw (LkExchange *exchange)
{
  GString *raw = g_string_new (NULL);
  GBytes *bodies[] = { lk_exchange_get_request_body (exchange), lk_exchange_get_body (exchange) };

  for (guint i = 0; i < lk_exchange_get_n_request_headers (exchange); i++)
    g_string_append_printf (raw, "%s\n", lk_exchange_get_request_header_at (exchange, i).value);
  for (guint i = 0; i < lk_exchange_get_n_response_headers (exchange); i++)
    g_string_append_printf (raw, "%s\n", lk_exchange_get_response_header_at (exchange, i).value);
  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      if (bodies[i] != NULL)
        g_string_append_len (raw, g_bytes_get_data (bodies[i], NULL), (gssize) g_bytes_get_size (bodies[i]));
      g_string_append_c (raw, '\n');
    }

  return g_string_free (raw, FALSE);
}

/* A body does not end in NUL: whatever it breaks off with, nothing behind it is read. */
static void
test_broken_off (void)
{
  static const char text[] = "Authorization: Bearer x+y \"access_token\":\"a%25\\u0041\"&code=b://c:d@e; Basic ";

  for (gsize length = 0; length < sizeof text; length++)
    {
      g_autofree char *copy = g_memdup2 (text, length);
      g_autoptr(GArray) ranges = lk_redact_find_secrets (copy != NULL ? copy : "", length);

      for (guint i = 0; i < ranges->len; i++)
        g_assert_cmpuint (g_array_index (ranges, LkSecretRange, i).end, <=, length);
    }
}

/* A sealed exchange holds no secret, and shows as one that does. */
static void
test_seal (void)
{
  static const struct
  {
    const char *authorization;
    const char *request;
    const char *header;         /* of the answer: X-Echo */
    const char *answer;
    const char *kept;           /* what must be left of it, raw */
  } cases[] = {
    { NULL,
      "grant_type=authorization_code&code=" SECRET "&client_id=abc&client_secret=" SECRET
      "&redirect_uri=http%3A%2F%2Flocalhost&code_verifier=" SECRET,
      "x",
      "{\"access_token\":\"" SECRET "\",\"token_type\":\"Bearer\",\"refresh_token\":\"" SECRET "\",\"scope\":\"read\"}",
      "redirect_uri=http%3A%2F%2Flocalhost" },
    { NULL, "refresh_token=" SECRET "&client_id=abc", "x", "{\"access_token\":123456789,\"expires_in\":3600}",
      "\"expires_in\":3600" },
    /* An echo under no name, plain, encoded, in a header; and an error that goes by the name of a code. */
    { NULL, "code=" SECRET "&client_secret=a%26b%3Dc%2Fd", "at " SECRET,
      "{\"code\":\"invalid_grant\",\"message\":\"no " SECRET " of a&b=c/d here\"}", "{\"code\":\"invalid_grant\"" },
    { "Basic Y2xpZW50Om15LWNsaWVudC1zZWNyZXQ=", "grant_type=client_credentials", "x",
      "my-client-secret was wrong", " was wrong" },
    { "Bearer " SECRET, NULL, "x", "[{\"id\":1,\"access_token\":\"" SECRET "\"}]", "[{\"id\":1,\"access_token\":\"1" },
    { NULL, "", "x", "", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(LkExchange) exchange = lk_exchange_new (LK_EXCHANGE_PURPOSE_TOKEN, "POST", "https://a.test/token");
      g_autoptr(GBytes) answer = g_bytes_new_static (cases[i].answer, strlen (cases[i].answer));
      g_autofree char *shown = NULL;
      g_autofree char *shown_sealed = NULL;
      g_autofree char *command = NULL;
      g_autofree char *command_sealed = NULL;
      g_autofree char *raw = NULL;

      if (cases[i].authorization != NULL)
        lk_exchange_add_request_header (exchange, "Authorization", cases[i].authorization);
      if (cases[i].request != NULL)
        {
          g_autoptr(GBytes) request = g_bytes_new_static (cases[i].request, strlen (cases[i].request));

          lk_exchange_set_request_body (exchange, "application/x-www-form-urlencoded", request);
        }
      lk_exchange_set_response (exchange, 200, "OK");
      lk_exchange_add_response_header (exchange, "X-Echo", cases[i].header);
      lk_exchange_add_response_header (exchange, "Set-Cookie", "a=" SECRET);
      lk_exchange_set_body (exchange, answer, g_bytes_get_size (answer));
      lk_exchange_finish (exchange, NULL);

      shown = lk_redact_exchange (exchange, G_MAXSIZE / 2);
      command = lk_curl_command (exchange, "Acme");
      lk_redact_seal (exchange);
      lk_redact_seal (exchange);
      shown_sealed = lk_redact_exchange (exchange, G_MAXSIZE / 2);
      command_sealed = lk_curl_command (exchange, "Acme");
      raw = get_raw (exchange);
      g_test_message ("%s", raw);

      g_assert_cmpstr (command_sealed, ==, command);
      g_assert_null (strstr (raw, SECRET));
      g_assert_null (strstr (raw, "a&b=c/d"));
      g_assert_null (strstr (raw, "a%26b"));
      g_assert_null (strstr (raw, "my-client-secret"));
      g_assert_null (strstr (raw, "Om15LWNsaWVudC1zZWNyZXQ"));
      g_assert_null (strstr (raw, "123456789"));
      g_assert_nonnull (strstr (raw, cases[i].kept));
      g_assert_cmpuint (g_bytes_get_size (lk_exchange_get_body (exchange)), ==, strlen (cases[i].answer));

      /* An echo is told by the request's own secret, which is gone: it shows as what it was overwritten with. */
      if (strstr (cases[i].answer, "here") == NULL && strstr (cases[i].answer, "wrong") == NULL)
        g_assert_cmpstr (shown_sealed, ==, shown);
    }
}

/* An answer of any length loses what it gives back of the request, and keeps all else, its own names included. */
static void
test_seal_request (void)
{
  static const gsize lengths[] = { 0, 100, 2 * 1024 * 1024 };

  for (guint i = 0; i < 2 * G_N_ELEMENTS (lengths); i++)
    {
      g_autoptr(LkExchange) exchange = lk_exchange_new (LK_EXCHANGE_PURPOSE_API, "GET", "https://a.test/chats");
      g_autofree char *filling = g_strnfill (lengths[i / 2], 'x');
      g_autofree char *answer = g_strconcat ("{\"you_sent\":\"" SECRET "\",\"access_token\":\"other\",\"x\":\"",
                                             filling, SECRET "\"}", NULL);
      g_autoptr(GBytes) body = g_bytes_new (answer, strlen (answer));
      g_autofree char *raw = NULL;

      lk_exchange_add_request_header (exchange, "Authorization", "Bearer " SECRET);
      lk_exchange_set_response (exchange, 200, "OK");
      lk_exchange_add_response_header (exchange, "X-Echo", "Bearer " SECRET);
      lk_exchange_set_body (exchange, body, g_bytes_get_size (body));
      lk_exchange_finish (exchange, NULL);

      if (i % 2 == 0)
        {
          lk_redact_seal_request (exchange);
        }
      else
        {
          g_autoptr(GAsyncResult) result = NULL;

          lk_redact_seal_request_async (exchange, lk_test_async_cb, &result);
          /* The log may let go of it meanwhile. */
          if (i == 1)
            lk_exchange_drop_body (exchange);
          lk_test_wait (&result);
          lk_redact_seal_request_finish (exchange, result);
        }

      raw = get_raw (exchange);
      g_assert_null (strstr (raw, SECRET));
      g_assert_nonnull (strstr (raw, "Bearer 1"));
      if (i != 1)
        {
          g_assert_nonnull (strstr (raw, "\"access_token\":\"other\""));
          g_assert_cmpuint (g_bytes_get_size (lk_exchange_get_body (exchange)), ==, strlen (answer));
        }
    }
}

/* Without an echo the answer is not copied, however long it is. */
static void
test_seal_copies_nothing (void)
{
  g_autoptr(LkExchange) exchange = lk_exchange_new (LK_EXCHANGE_PURPOSE_API, "GET", "https://a.test/chats");
  g_autoptr(GBytes) body = g_bytes_new_static ("{\"chats\":[]}", 12);

  lk_exchange_add_request_header (exchange, "Authorization", "Bearer " SECRET);
  lk_exchange_set_response (exchange, 200, "OK");
  lk_exchange_set_body (exchange, body, 12);
  lk_exchange_finish (exchange, NULL);
  lk_redact_seal_request (exchange);

  g_assert_true (lk_exchange_get_body (exchange) == body);
}

int
main (int   argc,
      char *argv[])
{
  lk_test_init (&argc, &argv);

  g_test_add_func ("/redact/texts", test_texts);
  g_test_add_func ("/redact/anywhere", test_anywhere);
  g_test_add_func ("/redact/headers", test_headers);
  g_test_add_func ("/redact/echo", test_echo);
  g_test_add_func ("/redact/overlap", test_overlap);
  g_test_add_func ("/redact/cut", test_cut);
  g_test_add_func ("/redact/cut-long", test_cut_long);
  g_test_add_func ("/redact/bytes", test_bytes);
  g_test_add_func ("/redact/whole", test_whole);
  g_test_add_func ("/redact/response-header", test_response_header);
  g_test_add_func ("/redact/long", test_long);

  g_test_add_func ("/redact/broken-off", test_broken_off);
  g_test_add_func ("/redact/seal", test_seal);
  g_test_add_func ("/redact/seal-request", test_seal_request);
  g_test_add_func ("/redact/seal-copies-nothing", test_seal_copies_nothing);

  return g_test_run ();
}
