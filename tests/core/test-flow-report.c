/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-flow-report.h"

#include <string.h>

#include "lk-json-reader.h"
#include "lk-secret.h"
#include "lk-test.h"

typedef struct
{
  char *token;
  char *refresh;
  char *code;
  char *secret;
  GPtrArray *exchanges;
} Fixture;

static LkExchange *
add (Fixture           *fixture,
     LkExchangePurpose  purpose,
     const char        *method,
     const char        *url,
     const char        *label)
{
  LkExchange *exchange = lk_exchange_new (purpose, method, url);

  lk_exchange_set_label (exchange, label);
  g_ptr_array_add (fixture->exchanges, exchange);

  return exchange;
}

static void
answer (LkExchange *exchange,
        guint       status,
        const char *type,
        const char *text)
{
  g_autoptr(GBytes) body = g_bytes_new (text, strlen (text));

  lk_exchange_set_response (exchange, status, "OK");
  lk_exchange_add_response_header (exchange, "Content-Type", type);
  lk_exchange_set_body (exchange, body, strlen (text));
  lk_exchange_finish (exchange, NULL);
}

/* Authorize, redirect, token, first call: each with secrets made at run time. */
static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autofree char *redirect = NULL;
  g_autofree char *form = NULL;
  g_autofree char *json = NULL;
  g_autofree char *bearer = NULL;
  g_autoptr(GBytes) body = NULL;
  LkExchange *exchange;

  fixture->token = lk_random_token (24);
  fixture->refresh = lk_random_token (24);
  fixture->code = lk_random_token (24);
  fixture->secret = lk_random_token (24);
  fixture->exchanges = g_ptr_array_new_with_free_func (g_object_unref);

  exchange = add (fixture, LK_EXCHANGE_PURPOSE_AUTHORIZE, "GET",
                  "https://acme.test/oauth2/chat/authorizations/new?client_id=x&scope=read", "Ask for access");
  lk_exchange_set_response (exchange, 302, "Found");
  redirect = g_strdup_printf ("http://localhost:8080/?code=%s&state=%s", fixture->code, fixture->secret);
  lk_exchange_add_response_header (exchange, "Location", redirect);
  lk_exchange_finish (exchange, NULL);

  exchange = add (fixture, LK_EXCHANGE_PURPOSE_TOKEN, "POST", "https://acme.test/oauth2/chat/token", "Get a token");
  form = g_strdup_printf ("grant_type=authorization_code&code=%s&client_secret=%s", fixture->code, fixture->secret);
  body = g_bytes_new (form, strlen (form));
  lk_exchange_set_request_body (exchange, "application/x-www-form-urlencoded", body);
  json = g_strdup_printf ("{\"access_token\":\"%s\",\"refresh_token\":\"%s\",\"token_type\":\"Bearer\"}",
                          fixture->token, fixture->refresh);
  answer (exchange, 200, "application/json", json);

  exchange = add (fixture, LK_EXCHANGE_PURPOSE_API, "GET", "https://acme.test/api/v2/chat/chats", "First call");
  bearer = g_strdup_printf ("Bearer %s", fixture->token);
  lk_exchange_add_request_header (exchange, "Authorization", bearer);
  answer (exchange, 200, "application/json", "{\"chats\":[]}");
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_ptr_array_unref (fixture->exchanges);
  lk_secret_free (fixture->token);
  lk_secret_free (fixture->refresh);
  lk_secret_free (fixture->code);
  lk_secret_free (fixture->secret);
}

static void
assert_clean (Fixture    *fixture,
              const char *text)
{
  const char *const secrets[] = { fixture->token, fixture->refresh, fixture->code, fixture->secret };

  for (guint i = 0; i < G_N_ELEMENTS (secrets); i++)
    g_assert_null (strstr (text, secrets[i]));
}

static void
test_text (Fixture       *fixture,
           gconstpointer  data)
{
  g_autofree char *text = lk_flow_report_to_text (fixture->exchanges);
  const char *first = strstr (text, "== 1. Ask for access ==");
  const char *second = strstr (text, "== 2. Get a token ==");
  const char *third = strstr (text, "== 3. First call ==");

  g_assert_true (first != NULL && first < second && second < third);
  g_assert_nonnull (strstr (text, "POST https://acme.test/oauth2/chat/token"));
  g_assert_nonnull (strstr (text, "{\"chats\":[]}"));
  assert_clean (fixture, text);
}

static void
test_json (Fixture       *fixture,
           gconstpointer  data)
{
  g_autofree char *text = lk_flow_report_to_json (fixture->exchanges);
  g_autoptr(GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) node = lk_json_parse_object (bytes, NULL, &error);
  JsonArray *steps;
  JsonObject *call;

  g_assert_no_error (error);
  steps = lk_json_get_array (json_node_get_object (node), "steps");
  g_assert_cmpuint (json_array_get_length (steps), ==, 3);
  call = lk_json_array_get_object (steps, 2);
  g_assert_cmpstr (lk_json_get_string (call, "what"), ==, "First call");
  g_assert_cmpint (lk_json_get_int (lk_json_get_object (call, "answer"), "status", 0), ==, 200);
  g_assert_cmpstr (lk_json_get_string (lk_json_get_object (call, "answer"), "body"), ==, "{\"chats\":[]}");
  assert_clean (fixture, text);
}

/* At its head: of which program and moment it is, and what came of each step. */
static void
test_head (Fixture       *fixture,
           gconstpointer  data)
{
  LkExchange *refused = add (fixture, LK_EXCHANGE_PURPOSE_API, "GET", "https://acme.test/x", "Refused");
  LkExchange *lost = add (fixture, LK_EXCHANGE_PURPOSE_API, "GET", "https://acme.test/x", "Lost");
  g_autoptr(GError) error = g_error_new (G_IO_ERROR, G_IO_ERROR_FAILED, "Lost with token=%s", fixture->secret);
  g_autofree char *text = NULL;
  g_autofree char *json = NULL;

  lk_exchange_set_response (refused, 403, "Forbidden");
  lk_exchange_finish (refused, NULL);
  lk_exchange_finish (lost, error);
  text = lk_flow_report_to_text (fixture->exchanges);
  json = lk_flow_report_to_json (fixture->exchanges);

  g_assert_true (g_str_has_prefix (text, "Report of Latchkey "));
  g_assert_nonnull (strstr (text, "\n1. Ask for access – HTTP 302 Found\n2. Get a token – HTTP 200 OK\n"
                                  "3. First call – HTTP 200 OK\n4. Refused – HTTP 403 Forbidden\n"
                                  "5. Lost – Lost with "));
  g_assert_nonnull (strstr (json, "\"program\" : \"Latchkey "));
  g_assert_nonnull (strstr (json, "\"written\" : \"2"));
  g_assert_nonnull (strstr (json, "\"notice\" : \"Secrets are hidden."));
  assert_clean (fixture, text);
}

/* Which of many exchanges are the latest sign-in: a letter each, A the page, T the token endpoint, C a call, and small
 * ones of another connection. */
static void
test_find (void)
{
  const struct
  {
    const char *all;
    const char *flow;
  } cases[] = {
    { "", "" },
    { "CCC", "" },
    { "A", "A" },
    { "ATC", "ATC" },
    { "CATCCC", "ATC" },
    { "ATCCTCC", "TC" },
    { "ATCAC", "AC" },
    { "AATC", "AATC" },
    { "AcTcC", "ATC" },
    { "ATCatc", "atc" },
    { "TCaT", "T" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func (g_object_unref);
      g_autoptr(GPtrArray) flow = NULL;
      g_autoptr(GString) found = g_string_new (NULL);

      for (const char *p = cases[i].all; *p != '\0'; p++)
        {
          char letter[] = { *p, '\0' };
          LkExchangePurpose purpose = g_ascii_toupper (*p) == 'A' ? LK_EXCHANGE_PURPOSE_AUTHORIZE
                                      : g_ascii_toupper (*p) == 'T' ? LK_EXCHANGE_PURPOSE_TOKEN
                                                                    : LK_EXCHANGE_PURPOSE_API;
          LkExchange *exchange = lk_exchange_new (purpose, "GET", "https://acme.test/");

          lk_exchange_set_label (exchange, letter);
          lk_exchange_set_connection (exchange, g_ascii_isupper (*p) ? "one" : "other", "Name");
          g_ptr_array_add (all, exchange);
        }

      flow = lk_flow_report_find (all);
      for (guint j = 0; j < flow->len; j++)
        g_string_append (found, lk_exchange_get_label (g_ptr_array_index (flow, j)));
      g_assert_cmpstr (found->str, ==, cases[i].flow);
    }
}

/* What never came to an answer says why; a body that was let go of is said to be. */
static void
test_unanswered (Fixture       *fixture,
                 gconstpointer  data)
{
  LkExchange *lost = add (fixture, LK_EXCHANGE_PURPOSE_API, "GET", "https://acme.test/x", "Lost");
  g_autoptr(GError) error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_TIMED_OUT, "Nobody answered");
  g_autofree char *text = NULL;
  g_autofree char *json = NULL;

  lk_exchange_finish (lost, error);
  lk_exchange_drop_body (g_ptr_array_index (fixture->exchanges, 2));
  text = lk_flow_report_to_text (fixture->exchanges);
  json = lk_flow_report_to_json (fixture->exchanges);
  g_assert_nonnull (strstr (text, "Nobody answered"));
  g_assert_nonnull (strstr (json, "Nobody answered"));
  g_assert_nonnull (strstr (json, "body_dropped"));
  assert_clean (fixture, json);
}

int
main (int   argc,
      char *argv[])
{
  lk_test_init (&argc, &argv);
  g_test_add ("/flow-report/text", Fixture, NULL, set_up, test_text, tear_down);
  g_test_add ("/flow-report/json", Fixture, NULL, set_up, test_json, tear_down);
  g_test_add ("/flow-report/head", Fixture, NULL, set_up, test_head, tear_down);
  g_test_add_func ("/flow-report/find", test_find);
  g_test_add ("/flow-report/unanswered", Fixture, NULL, set_up, test_unanswered, tear_down);

  return g_test_run ();
}
