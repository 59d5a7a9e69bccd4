/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Agent, client and token as the service describes them, and as nobody should. */
#include "config.h"

#include <string.h>

#include "lk-agent.h"
#include "lk-oauth-client.h"
#include "lk-api-token.h"
#include "lk-json-reader.h"
#include "lk-test.h"

static JsonNode *
parse (const char *text)
{
  g_autoptr(GBytes) bytes = g_bytes_new_static (text, strlen (text));
  g_autoptr(GError) error = NULL;
  JsonNode *node = lk_json_parse_object (bytes, NULL, &error);

  g_assert_no_error (error);

  return node;
}

static void
test_agent (void)
{
  static const struct
  {
    const char *json;
    const char *id;      /* NULL: no agent */
    const char *name;
    const char *email;
    gboolean    owner;
    gboolean    administrator;
  } cases[] = {
    { "{\"id\":7,\"email\":\"a@b.example\",\"display_name\":\"Ann\",\"first_name\":\"Anna\",\"last_name\":\"Lee\","
      "\"roles\":{\"owner\":true,\"administrator\":false}}",
      "7", "Ann", "a@b.example", TRUE, FALSE },
    { "{\"id\":\"7\",\"first_name\":\"Anna\",\"last_name\":\"Lee\",\"roles\":{\"administrator\":true}}",
      "7", "Anna Lee", NULL, FALSE, TRUE },
    { "{\"id\":7,\"first_name\":\"Anna\"}", "7", "Anna", NULL, FALSE, FALSE },
    { "{\"id\":7,\"display_name\":\"\",\"email\":\"a@b.example\"}", "7", "a@b.example", "a@b.example", FALSE, FALSE },
    { "{\"id\":9007199254740993}", "9007199254740993", "9007199254740993", NULL, FALSE, FALSE },
    { "{\"id\":7,\"email\":[],\"display_name\":{},\"first_name\":5,\"roles\":[true]}", "7", "7", NULL, FALSE, FALSE },
    { "{\"id\":7,\"roles\":{\"owner\":\"yes\",\"administrator\":1}}", "7", "7", NULL, FALSE, FALSE },
    { "{\"id\":7,\"display_name\":\"A\\u202eb\\u0007\\nc\"}", "7", NULL, NULL, FALSE, FALSE },
    { "{\"id\":null,\"email\":\"a@b.example\"}", NULL, NULL, NULL, FALSE, FALSE },
    { "{\"id\":{},\"email\":\"a@b.example\"}", NULL, NULL, NULL, FALSE, FALSE },
    { "{}", NULL, NULL, NULL, FALSE, FALSE },
  };

  g_assert_null (lk_agent_new_from_json (NULL));

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(JsonNode) node = parse (cases[i].json);
      g_autoptr(LkAgent) agent = lk_agent_new_from_json (json_node_get_object (node));

      g_test_message ("%s", cases[i].json);
      if (cases[i].id == NULL)
        {
          g_assert_null (agent);
          continue;
        }

      g_assert_cmpstr (agent->id, ==, cases[i].id);
      if (cases[i].name != NULL)
        g_assert_cmpstr (agent->name, ==, cases[i].name);
      g_assert_cmpstr (agent->email, ==, cases[i].email);
      g_assert_cmpint (agent->is_owner, ==, cases[i].owner);
      g_assert_cmpint (agent->is_administrator, ==, cases[i].administrator);

      /* E6: nothing in a name turns the line round, rings or breaks it. */
      g_assert_null (strpbrk (agent->name, "\a\n"));
      g_assert_null (strstr (agent->name, "\342\200\256"));
    }
}

static void
test_client (void)
{
  static const struct
  {
    const char  *json;
    const char  *id;            /* NULL: no client */
    const char  *identifier;
    LkClientType type;
    const char  *redirect_uris;
    const char  *scopes;
  } cases[] = {
    { "{\"id\":11,\"agent_id\":7,\"name\":\"One\",\"company\":\"Acme\",\"client_identifier\":\"abc\","
      "\"client_secret\":\"whole\",\"client_type\":\"confidential\",\"redirect_uris\":\"http://localhost:8080\","
      "\"scopes\":\"read write\",\"create_date\":\"2020-01-01T00:00:00Z\",\"update_date\":\"2021-01-01T00:00:00\"}",
      "11", "abc", LK_CLIENT_TYPE_CONFIDENTIAL, "http://localhost:8080", "read write" },
    { "{\"id\":\"11\",\"client_type\":\"public\",\"redirect_uris\":[\"https://a.example/\",\"https://b.example/\"],"
      "\"scopes\":[\"read\",\"chat\"]}",
      "11", NULL, LK_CLIENT_TYPE_PUBLIC, "https://a.example/ https://b.example/", "read chat" },
    { "{\"id\":11,\"redirect_uris\":\"https://a.example/,https://b.example/\"}",
      "11", NULL, LK_CLIENT_TYPE_UNKNOWN, "https://a.example/ https://b.example/", "" },
    { "{\"id\":11,\"client_type\":\"Confidential!\",\"redirect_uris\":null,\"scopes\":7}",
      "11", NULL, LK_CLIENT_TYPE_UNKNOWN, "", "" },
    { "{\"id\":11,\"client_type\":[],\"redirect_uris\":[1,null,\"https://a.example/\"],\"scopes\":{}}",
      "11", NULL, LK_CLIENT_TYPE_UNKNOWN, "https://a.example/", "" },
    { "{\"name\":\"No id\"}", NULL, NULL, 0, NULL, NULL },
    { "{\"id\":[11]}", NULL, NULL, 0, NULL, NULL },
  };

  g_assert_null (lk_oauth_client_new_from_json (NULL));

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(JsonNode) node = parse (cases[i].json);
      g_autoptr(LkOauthClient) client = lk_oauth_client_new_from_json (json_node_get_object (node));
      g_autofree char *redirect_uris = NULL;
      g_autofree char *scopes = NULL;

      g_test_message ("%s", cases[i].json);
      if (cases[i].id == NULL)
        {
          g_assert_null (client);
          continue;
        }

      redirect_uris = g_strjoinv (" ", (char **) client->redirect_uris);
      scopes = g_strjoinv (" ", (char **) client->scopes);
      g_assert_cmpstr (client->id, ==, cases[i].id);
      g_assert_cmpstr (client->identifier, ==, cases[i].identifier);
      g_assert_cmpint (client->client_type, ==, cases[i].type);
      g_assert_cmpstr (redirect_uris, ==, cases[i].redirect_uris);
      g_assert_cmpstr (scopes, ==, cases[i].scopes);
    }
}

static void
test_token (void)
{
  static const char entry[] =
    "{\"id\":21,\"access_token\":\"first-half-and-second-half\",\"agent_id\":7,\"client_identifier\":\"abc\","
    "\"create_date\":\"2020-01-01T00:00:00Z\",\"expire_date\":\"2030-01-01T00:00:00Z\","
    "\"refresh_token\":\"refreshing\",\"scopes\":\"read write\",\"token_type\":\"Bearer\"}";
  static const char *const hostile[] = {
    "{\"id\":21}",
    "{\"id\":21,\"access_token\":null}",
    "{\"id\":21,\"access_token\":[\"first-half-and-second-half\"]}",
    "{\"id\":21,\"access_token\":17,\"scopes\":{},\"create_date\":[],\"expire_date\":5}",
  };
  g_autoptr(JsonNode) node = parse (entry);
  g_autoptr(LkApiToken) own = NULL;
  g_autoptr(LkApiToken) other = NULL;
  g_autoptr(LkApiToken) unknown = NULL;

  own = lk_api_token_new_from_json (json_node_get_object (node), "first-half-and-second-half");
  g_assert_true (own->is_own);
  g_assert_cmpstr (own->id, ==, "21");
  g_assert_cmpstr (own->client_identifier, ==, "abc");
  g_assert_cmpstr (own->agent_id, ==, "7");
  g_assert_cmpstr (own->scopes[1], ==, "write");
  g_assert_cmpstr (own->expires, ==, "2030-01-01T00:00:00Z");
  /* Only its ends are kept. */
  g_assert_true (g_str_has_prefix (own->masked, "firs"));
  g_assert_true (g_str_has_suffix (own->masked, "half"));
  g_assert_null (strstr (own->masked, "and"));

  other = lk_api_token_new_from_json (json_node_get_object (node), "first-half-and-second-hal");
  g_assert_false (other->is_own);
  unknown = lk_api_token_new_from_json (json_node_get_object (node), NULL);
  g_assert_false (unknown->is_own);

  g_assert_null (lk_api_token_new_from_json (NULL, "x"));
  for (guint i = 0; i < G_N_ELEMENTS (hostile); i++)
    {
      g_autoptr(JsonNode) hostile_node = parse (hostile[i]);
      g_autoptr(LkApiToken) token = lk_api_token_new_from_json (json_node_get_object (hostile_node),
                                                                "first-half-and-second-half");

      g_assert_cmpstr (token->id, ==, "21");
      g_assert_false (token->is_own);
      g_assert_null (token->masked);
    }
}

int
main (int   argc,
      char *argv[])
{
  lk_test_init (&argc, &argv);

  g_test_add_func ("/api-entries/agent", test_agent);
  g_test_add_func ("/api-entries/client", test_client);
  g_test_add_func ("/api-entries/token", test_token);

  return g_test_run ();
}
