/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-curl.h"
#include "lk-redact-scan.h"
#include "lk-flow-report.h"
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

  /* An object or several under a secret's name: all texts in it, and long numbers */
  { "{\"access_token\":{\"value\":\"" SECRET "\",\"n\":{\"x\":[\"" SECRET "\",true]}},\"n\":1}",
    "{\"access_token\":{\"value\":\"" HIDDEN "\",\"n\":{\"x\":[\"" HIDDEN "\",true]}},\"n\":1}" },
  { "{\"access_token\":[{\"value\":\"" SECRET "\"},{\"value\":1234567}],\"n\":\"b\"}",
    "{\"access_token\":[{\"value\":\"" HIDDEN "\"},{\"value\":[7 characters hidden]}],\"n\":\"b\"}" },
  { "{\"tokens\":[\"" SECRET "\",{\"id\":\"a\",\"token\":\"" SECRET "\"}]}",
    "{\"tokens\":[\"" HIDDEN "\",{\"id\":\"a\",\"token\":\"" HIDDEN "\"}]}" },
  { "{\"state\":{\"name\":\"open\"},\"code\":{\"n\":1234567}}",
    "{\"state\":{\"name\":\"open\"},\"code\":{\"n\":1234567}}" },
  { "{\"pin_token\":123,\"password\":-1,\"token\":null,\"has_secret\":true,\"code\":401}",
    "{\"pin_token\":[3 characters hidden],\"password\":[2 characters hidden],\"token\":null,\"has_secret\":true,"
    "\"code\":401}" },

  /* Other names of the kind */
  { "full_token=" SECRET "&sessionToken=" SECRET "&private-key=" SECRET,
    "full_token=" HIDDEN "&sessionToken=" HIDDEN "&private-key=" HIDDEN },
  { "{\"jwt\":\"" SECRET "\",\"the_longest_name_of_a_session_token\":\"" SECRET "\",\"aws_secret_access_key\":\"x\"}",
    "{\"jwt\":\"" HIDDEN "\",\"the_longest_name_of_a_session_token\":\"" HIDDEN
    "\",\"aws_secret_access_key\":\"[1 character hidden]\"}" },
  { "next_page_token=abcdefgh&token_type=bearer&secretary=x&tokenize=y&key=z",
    "next_page_token=abcdefgh&token_type=bearer&secretary=x&tokenize=y&key=z" },

  /* XML and HTML */
  { "<a><access_token>" SECRET "</access_token><n>1</n></a>",
    "<a><access_token>" HIDDEN "</access_token><n>1</n></a>" },
  { "<o:AccessToken type=\"x\">" SECRET "</o:AccessToken><n>1</n>",
    "<o:AccessToken type=\"x\">" HIDDEN "</o:AccessToken><n>1</n>" },
  { "<token><![CDATA[" SECRET "]]></token><n>1</n>", "<token><![CDATA[" HIDDEN "]]></token><n>1</n>" },
  { "<token>\n <value>" SECRET "</value>\n <b/>x</token><n>1</n>",
    "<token>\n <value>" HIDDEN "</value>\n <b/>[1 character hidden]</token><n>1</n>" },
  { "<token/><n>1</n><code>invalid</code>", "<token/><n>1</n><code>invalid</code>" },
  { "<input type=hidden name=\"access_token\" value=\"" SECRET "\"><p class=\"x\">",
    "<input type=hidden name=\"access_token\" value=\"" HIDDEN "\"><p class=\"x\">" },
  { "<input value='" SECRET "' name='csrf-token'/> value='x'",
    "<input value='" HIDDEN "' name='csrf-token'/> value='x'" },
  { "<meta name=\"csrf-token\" content=\"" SECRET "\">", "<meta name=\"csrf-token\" content=\"" HIDDEN "\">" },
  { "{\"name\":\"access_token\",\"value\":\"" SECRET "\"},{\"value\":\"x\"}",
    "{\"name\":\"access_token\",\"value\":\"" HIDDEN "\"},{\"value\":\"x\"}" },
  { "<i data-token=\"" SECRET "\">", "<i data-token=\"" HIDDEN "\">" },
  { "<i data-x=\"{&quot;access_token&quot;:&quot;" SECRET "&quot;,&#34;jwt&#34;:&#34;" SECRET "&#34;}\">",
    "<i data-x=\"{&quot;access_token&quot;:&quot;" HIDDEN "&quot;,&#34;jwt&#34;:&#34;" HIDDEN "&#34;}\">" },
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
  g_autoptr(GBytes) body = g_bytes_new (response, strlen (response));

  lk_exchange_set_response (exchange, 400, "Bad Request");
  lk_exchange_set_body (exchange, body, strlen (response));
  lk_exchange_finish (exchange, NULL);

  return exchange;
}

/* Wherever the cut falls, no part of a secret is left before it. */
static void
test_cut (void)
{
  g_autoptr(LkExchange) exchange = make_exchange ("{\"n\":1,\"access_token\":\""
                                                  "ANOTHERcanary"
                                                  "\",\"n\":2,"
                                                  "\"token\":\"" SECRET "\",\"tail\":\"\xc3\xa9\xc3\xa9\"}");
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
    const char *shown; /* NULL: the body itself */
  } cases[] = {
    { "{\"id\":1,\"code_name\":\"plain\"}", 28, NULL },
    { "", 0, "" },
    { "{\"secret\":\"abcdef\",\"n\":1}", 25, "{\"secret\":\"[6 characters hidden]\",\"n\":1}" },
    { "a\0b\xff"
      "c",
      5,
      "a\xef\xbf\xbd"
      "b\xef\xbf\xbd"
      "c" },
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

/* Time must grow with the length, not with its square. */
static void
test_long (void)
{
  static const char *const pieces[] = {
    "%25",
    "\\",
    "\"access_token\":[",
    "access_token=",
    "://",
    "Bearer ",
    "\\\"code\\\":\\\"",
    "<token>",
    "<token ",
    "=\"token\" value=\"",
    "\"value\":\"x\",",
    "value='x' ",
    "<value>",
    "{\"token\":{\"",
    "&quot;token&quot;:",
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

int
main (int   argc,
      char *argv[])
{
  lk_test_init (&argc, &argv);

  g_test_add_func ("/redact/texts", test_texts);
  g_test_add_func ("/redact/anywhere", test_anywhere);
  g_test_add_func ("/redact/headers", test_headers);
  g_test_add_func ("/redact/cut", test_cut);
  g_test_add_func ("/redact/bytes", test_bytes);
  g_test_add_func ("/redact/whole", test_whole);
  g_test_add_func ("/redact/long", test_long);

  g_test_add_func ("/redact/broken-off", test_broken_off);

  return g_test_run ();
}
