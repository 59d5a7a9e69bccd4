/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The practice server's REST API: the shapes of its answers, its paging, and all that it refuses, as the service does
 * (zendesk-chat.md section 5). */
#include "config.h"

#include <string.h>

#include "lk-json-reader.h"
#include "lk-test.h"
#include "practice-client.h"

#define API "/api/v2/chat/"
#define JSON_TYPE "application/json"

typedef struct
{
  PracticeClient *client;
  char           *all;       /* a token with every scope */
  char           *read;      /* and ones with a single scope */
  char           *write;
} Fixture;

static char *
get_token (PracticeClient *client,
           const char     *scope)
{
  g_autofree char *location = practice_client_allow (client, "token", scope, "");

  return practice_client_parameter (location, "access_token");
}

static void
use (Fixture    *fixture,
     const char *token)
{
  g_free (fixture->client->bearer);
  fixture->client->bearer = g_strdup (token);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->client = practice_client_new ();
  fixture->all = get_token (fixture->client, "read write chat");
  fixture->read = get_token (fixture->client, "read");
  fixture->write = get_token (fixture->client, "write");
  use (fixture, fixture->all);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  practice_client_free (fixture->client);
  g_free (fixture->all);
  g_free (fixture->read);
  g_free (fixture->write);
}

/* The target of a whole address, which must be of this server. */
static const char *
get_target (Fixture    *fixture,
            const char *url)
{
  const char *origin = lk_practice_server_get_origin (fixture->client->server);

  g_assert_true (g_str_has_prefix (url, origin));

  return url + strlen (origin);
}

static JsonNode *
get (Fixture    *fixture,
     const char *target)
{
  g_assert_cmpuint (practice_client_get (fixture->client, target), ==, 200);

  return practice_client_json (fixture->client);
}

static void
assert_error (Fixture    *fixture,
              guint       status,
              const char *error)
{
  g_autoptr(JsonNode) node = practice_client_json (fixture->client);
  JsonObject *object = json_node_get_object (node);

  g_assert_cmpuint (fixture->client->status, ==, status);
  g_assert_cmpstr (lk_json_get_string (object, "error"), ==, error);
  g_assert_nonnull (lk_json_get_string (object, "description"));
  g_assert_cmpuint (json_object_get_size (object), ==, 2);
}

/* Every request that is refused, by whom it is sent. */
static void
test_strictness (Fixture       *fixture,
                 gconstpointer  data)
{
  static const struct
  {
    const char *method;
    const char *target;
    char        bearer;     /* a: all scopes, r: read, w: write, -: none, ?: nobody's token */
    const char *body;
    guint       status;
    const char *error;      /* NULL: not looked at */
  } cases[] = {
    /* Bearer */
    { "GET", API "chats", '-', NULL, 401, "Unauthorized" },
    { "GET", API "chats", '?', NULL, 401, "Unauthorized" },
    { "GET", API "agents/me", '-', NULL, 401, "Unauthorized" },
    { "GET", API "oauth/tokens", '-', NULL, 401, "Unauthorized" },
    { "DELETE", API "oauth/tokens/1", '-', NULL, 401, "Unauthorized" },
    { "GET", API "nowhere", '-', NULL, 401, "Unauthorized" },
    { "GET", API "chats?access_token=x", 'a', NULL, 400, "Bad Request" },

    /* Scope */
    { "GET", API "chats", 'r', NULL, 200, NULL },
    { "GET", API "chats", 'w', NULL, 403, "Forbidden" },
    { "GET", API "agents/me", 'w', NULL, 403, "Forbidden" },
    { "GET", API "oauth/clients", 'r', NULL, 200, NULL },
    { "POST", API "oauth/clients", 'r', "{}", 403, "Forbidden" },
    { "PUT", API "oauth/clients/1", 'r', "{}", 403, "Forbidden" },
    { "DELETE", API "oauth/tokens/1", 'r', NULL, 403, "Forbidden" },
    { "DELETE", API "oauth/tokens/1", 'w', NULL, 404, "Not Found" },

    /* Method */
    { "POST", API "chats", 'a', "{}", 400, "Bad Request" },
    { "DELETE", API "chats", 'a', NULL, 400, "Bad Request" },
    { "DELETE", API "agents/me", 'a', "{}", 405, "Method Not Allowed" },
    { "POST", API "account", 'a', "{}", 405, "Method Not Allowed" },
    { "PUT", API "oauth/clients", 'a', "{}", 405, "Method Not Allowed" },
    { "POST", API "oauth/tokens", 'a', "{}", 405, "Method Not Allowed" },
    { "PATCH", API "chats", 'a', "{}", 405, "Method Not Allowed" },

    /* Path */
    { "GET", API "nowhere", 'a', NULL, 404, "Not Found" },
    { "GET", API "chats/", 'a', NULL, 404, "Not Found" },
    { "GET", API "chats/nobody", 'a', NULL, 404, "Not Found" },
    { "GET", API "chatsx", 'a', NULL, 404, "Not Found" },
    { "GET", API "oauth/clients/1", 'a', NULL, 404, "Not Found" },
    { "GET", API "oauth/clients/x", 'a', NULL, 404, "Not Found" },
    { "DELETE", API "oauth/tokens/x", 'a', NULL, 404, "Not Found" },
    /* Support's clients are another product's. */
    { "GET", "/api/v2/oauth/other", 'a', NULL, 404, NULL },
    { "GET", "/api/v1/chats", 'a', NULL, 404, NULL },

    /* Query */
    { "GET", API "chats?cursor=x", 'a', NULL, 400, "Bad Request" },
    { "GET", API "chats?cursor=-1", 'a', NULL, 400, "Bad Request" },
    { "GET", API "chats?cursor=1&cursor=2", 'a', NULL, 400, "Bad Request" },
    { "GET", API "chats?cursor=%ff", 'a', NULL, 400, "Bad Request" },
    { "GET", API "chats?unknown=1", 'a', NULL, 200, NULL },
    { "GET", API "chats/search", 'a', NULL, 400, "Bad Request" },
    { "GET", API "chats/search?q=a&page=0", 'a', NULL, 400, "Bad Request" },
    { "GET", API "chats/search?q=a&page=251", 'a', NULL, 200, NULL },
    { "GET", API "chats/search?q=a&page=252", 'a', NULL, 400, "Bad Request" },
    { "GET", API "incremental/chats?start_time=x", 'a', NULL, 400, "Bad Request" },
    { "GET", API "incremental/chats?start_time=-1", 'a', NULL, 400, "Bad Request" },
    { "GET", API "incremental/chats?limit=0", 'a', NULL, 400, "Bad Request" },
    { "GET", API "incremental/chats?limit=1000", 'a', NULL, 200, NULL },
    { "GET", API "incremental/chats?limit=1001", 'a', NULL, 400, "Bad Request" },

    /* Bodies of new clients */
    { "POST", API "oauth/clients", 'a', "", 400, "Bad Request" },
    { "POST", API "oauth/clients", 'a', "[]", 400, "Bad Request" },
    { "POST", API "oauth/clients", 'a', "{\"name\":\"N\"}", 400, "Bad Request" },
    { "POST", API "oauth/clients", 'a', "{\"redirect_uris\":\"http://localhost:8080\"}", 400, "Bad Request" },
    { "POST", API "oauth/clients", 'a', "{\"name\":\"\",\"redirect_uris\":\"http://localhost\"}", 400, "Bad Request" },
    { "POST", API "oauth/clients", 'a', "{\"name\":1,\"redirect_uris\":\"http://localhost\"}", 400, "Bad Request" },
    { "POST", API "oauth/clients", 'a', "{\"name\":\"N\",\"redirect_uris\":[]}", 400, "Bad Request" },
    { "POST", API "oauth/clients", 'a', "{\"name\":\"N\",\"redirect_uris\":\"http://b.example/\"}", 400,
      "Bad Request" },
    { "POST", API "oauth/clients", 'a', "{\"name\":\"N\",\"redirect_uris\":\"https://b.example/#x\"}", 400,
      "Bad Request" },
    { "POST", API "oauth/clients", 'a', "{\"name\":\"N\",\"redirect_uris\":\"javascript:x\"}", 400, "Bad Request" },
    { "POST", API "oauth/clients", 'a', "{\"name\":\"N\",\"redirect_uris\":\"http://localhost\",\"scopes\":\"admin\"}",
      400, "Bad Request" },
    { "POST", API "oauth/clients", 'a',
      "{\"name\":\"N\",\"redirect_uris\":\"http://localhost\",\"client_type\":\"secret\"}", 400, "Bad Request" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s %s %c", cases[i].method, cases[i].target, cases[i].bearer);
      use (fixture, cases[i].bearer == 'a' ? fixture->all
                    : cases[i].bearer == 'r' ? fixture->read
                    : cases[i].bearer == 'w' ? fixture->write
                    : cases[i].bearer == '?' ? "nobody's" : NULL);
      practice_client_ask (fixture->client, cases[i].method, cases[i].target, JSON_TYPE, cases[i].body);
      if (cases[i].error != NULL)
        assert_error (fixture, cases[i].status, cases[i].error);
      else
        g_assert_cmpuint (fixture->client->status, ==, cases[i].status);
    }
}

/* The two errors whose words are known. */
static void
test_error_shapes (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autoptr(JsonNode) unauthorized = NULL;
  g_autoptr(JsonNode) method = NULL;

  practice_client_ask (fixture->client, "PATCH", API "chats", JSON_TYPE, "{}");
  method = practice_client_json (fixture->client);
  g_assert_cmpstr (lk_json_get_string (json_node_get_object (method), "description"), ==,
                   "The method is not allowed for the requested URL.");

  use (fixture, NULL);
  practice_client_get (fixture->client, API "chats");
  unauthorized = practice_client_json (fixture->client);
  g_assert_cmpstr (lk_json_get_string (json_node_get_object (unauthorized), "description"), ==,
                   "The server could not verify that you are authorized to access the requested resource");
}

/* Only a bearer is let in, whatever else its header calls itself. */
static void
test_schemes (Fixture       *fixture,
              gconstpointer  data)
{
  g_autofree char *pair = g_strdup_printf ("%s:%s", lk_practice_server_get_user (fixture->client->server),
                                           lk_practice_server_get_password (fixture->client->server));
  g_autofree char *encoded = g_base64_encode ((const guchar *) pair, strlen (pair));
  g_autofree char *basic = g_strconcat ("Basic ", encoded, NULL);
  g_autofree char *bare = g_strdup (fixture->all);
  g_autofree char *twice = g_strconcat ("Bearer ", fixture->all, ", Bearer ", fixture->all, NULL);
  g_autofree char *lower = g_strconcat ("bearer ", fixture->all, NULL);
  const struct
  {
    const char *value;
    guint       status;
  } cases[] = { { basic, 401 }, { bare, 401 }, { twice, 401 }, { "Bearer ", 401 }, { lower, 200 } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *url = g_strconcat (lk_practice_server_get_origin (fixture->client->server), API "chats", NULL);
      g_autoptr(SoupMessage) message = soup_message_new ("GET", url);
      g_autoptr(GAsyncResult) result = NULL;
      g_autoptr(GBytes) body = NULL;

      /* What the tests' own session would ask a person for. */
      soup_session_remove_feature_by_type (fixture->client->session, SOUP_TYPE_AUTH_MANAGER);
      soup_message_headers_append (soup_message_get_request_headers (message), "Authorization", cases[i].value);
      soup_session_send_and_read_async (fixture->client->session, message, 0, NULL, lk_test_async_cb, &result);
      lk_test_wait (&result);
      body = soup_session_send_and_read_finish (fixture->client->session, result, NULL);
      g_assert_cmpuint (soup_message_get_status (message), ==, cases[i].status);
    }
}

/* Follows the pages from `target` on, and counts the chats by their ids. */
static guint
walk (Fixture    *fixture,
      const char *target,
      const char *member,
      const char *next_member,
      guint      *n_pages)
{
  g_autoptr(GHashTable) ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *next = g_strdup (target);

  *n_pages = 0;
  while (next != NULL)
    {
      g_autoptr(JsonNode) node = get (fixture, next);
      JsonObject *page = json_node_get_object (node);
      JsonArray *chats = lk_json_get_array (page, member);
      const char *url = lk_json_get_string (page, next_member);

      g_assert_nonnull (chats);
      (*n_pages)++;
      for (guint i = 0; i < json_array_get_length (chats); i++)
        {
          const char *id = lk_json_get_string (lk_json_array_get_object (chats, i), "id");

          /* Each once. */
          g_assert_true (g_hash_table_add (ids, g_strdup (id)));
        }

      g_assert_true (url != NULL || json_object_get_null_member (page, next_member));
      g_free (next);
      next = url != NULL ? g_strdup (get_target (fixture, url)) : NULL;
    }

  return g_hash_table_size (ids);
}

static void
test_paging (Fixture       *fixture,
             gconstpointer  data)
{
  static const struct
  {
    guint n_chats;
    guint n_pages;
  } cases[] = { { 0, 1 }, { 1, 1 }, { 40, 1 }, { 41, 2 }, { 200, 5 } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(JsonNode) node = NULL;
      guint n_pages;

      lk_practice_server_set_n_chats (fixture->client->server, cases[i].n_chats);
      g_assert_cmpuint (walk (fixture, API "chats", "chats", "next_url", &n_pages), ==, cases[i].n_chats);
      g_assert_cmpuint (n_pages, ==, cases[i].n_pages);
      node = get (fixture, API "chats");
      g_assert_cmpint (lk_json_get_int (json_node_get_object (node), "count", -1), ==, cases[i].n_chats);
      g_assert_true (json_object_get_null_member (json_node_get_object (node), "prev_url"));
    }
}

/* There and back, and past the end. */
static void
test_previous_page (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autoptr(JsonNode) second = get (fixture, API "chats?cursor=40");
  const char *previous = lk_json_get_string (json_node_get_object (second), "prev_url");
  g_autoptr(JsonNode) beyond = NULL;

  g_assert_cmpstr (get_target (fixture, previous), ==, API "chats?cursor=0");
  beyond = get (fixture, API "chats?cursor=100000");
  g_assert_cmpuint (json_array_get_length (lk_json_get_array (json_node_get_object (beyond), "chats")), ==, 0);
  g_assert_true (json_object_get_null_member (json_node_get_object (beyond), "next_url"));
}

/* What every chat holds, and the two kinds that there are. */
static void
test_chats (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr(JsonNode) node = NULL;
  JsonArray *chats;
  guint n_offline = 0;

  lk_practice_server_set_n_chats (fixture->client->server, 200);
  node = get (fixture, API "incremental/chats?start_time=0&limit=200&fields=chats(*)");
  chats = lk_json_get_array (json_node_get_object (node), "chats");
  g_assert_cmpuint (json_array_get_length (chats), ==, 200);

  for (guint i = 0; i < json_array_get_length (chats); i++)
    {
      JsonObject *chat = lk_json_array_get_object (chats, i);
      const char *type = lk_json_get_string (chat, "type");
      JsonArray *history = lk_json_get_array (chat, "history");

      g_assert_nonnull (lk_json_get_string (chat, "timestamp"));
      g_assert_nonnull (lk_json_get_string (lk_json_get_object (chat, "visitor"), "name"));
      g_assert_nonnull (lk_json_get_object (chat, "session"));
      g_assert_nonnull (lk_json_get_array (chat, "tags"));

      if (strcmp (type, "offline_msg") == 0)
        {
          n_offline++;
          g_assert_null (history);
          g_assert_nonnull (lk_json_get_string (chat, "message"));
          g_assert_false (lk_json_has (chat, "end_timestamp"));
          continue;
        }

      g_assert_cmpstr (type, ==, "chat");
      g_assert_cmpuint (json_array_get_length (history), >, 0);
      g_assert_nonnull (lk_json_get_string (chat, "end_timestamp"));
      g_assert_nonnull (lk_json_get_object (chat, "count"));
      g_assert_nonnull (lk_json_get_object (chat, "response_time"));
      for (guint j = 0; j < json_array_get_length (history); j++)
        {
          JsonObject *entry = lk_json_array_get_object (history, j);

          g_assert_true (g_str_has_prefix (lk_json_get_string (entry, "type"), "chat."));
          g_assert_nonnull (lk_json_get_string (entry, "timestamp"));
        }
    }
  g_assert_cmpuint (n_offline, >, 0);
}

static void
test_by_id (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr(JsonNode) list = get (fixture, API "chats");
  JsonArray *chats = lk_json_get_array (json_node_get_object (list), "chats");
  JsonObject *first = lk_json_array_get_object (chats, 0);
  const char *id = lk_json_get_string (first, "id");
  const char *other = lk_json_get_string (lk_json_array_get_object (chats, 7), "id");
  g_autofree char *one_target = g_strconcat (API "chats/", id, NULL);
  g_autofree char *target = g_strdup_printf (API "chats?ids=%s,nobody,%s", id, other);
  g_autofree char *many = g_strnfill (100, ',');
  g_autofree char *too_many = g_strdup_printf (API "chats?ids=%s", many);
  g_autoptr(JsonNode) one = get (fixture, one_target);
  g_autoptr(JsonNode) several = NULL;
  JsonObject *docs;

  /* One chat is the same wherever it comes from. */
  g_assert_true (json_object_equal (json_node_get_object (one), first));

  several = get (fixture, target);
  docs = lk_json_get_object (json_node_get_object (several), "docs");
  g_assert_cmpuint (json_object_get_size (docs), ==, 3);
  g_assert_true (json_object_equal (lk_json_get_object (docs, id), first));
  g_assert_nonnull (lk_json_get_object (docs, other));
  g_assert_true (json_object_get_null_member (docs, "nobody"));

  practice_client_get (fixture->client, too_many);
  assert_error (fixture, 400, "Bad Request");
}

static void
test_search (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr(JsonNode) node = NULL;
  g_autoptr(JsonNode) nothing = NULL;
  g_autoptr(JsonNode) hit_chat = NULL;
  JsonObject *page, *hit;
  guint n_found, n_pages;
  gint64 count;

  lk_practice_server_set_n_chats (fixture->client->server, 500);
  node = get (fixture, API "chats/search?q=the");
  page = json_node_get_object (node);
  count = lk_json_get_int (page, "count", -1);
  g_assert_cmpint (count, >, 40);
  hit = lk_json_array_get_object (lk_json_get_array (page, "results"), 0);
  g_assert_nonnull (lk_json_get_string (hit, "timestamp"));
  g_assert_nonnull (lk_json_get_string (hit, "type"));
  g_assert_nonnull (lk_json_get_string (hit, "preview"));

  /* Its address is the chat's. */
  hit_chat = get (fixture, get_target (fixture, lk_json_get_string (hit, "url")));
  g_assert_cmpstr (lk_json_get_string (json_node_get_object (hit_chat), "id"), ==, lk_json_get_string (hit, "id"));

  n_found = walk (fixture, API "chats/search?q=the", "results", "next_url", &n_pages);
  g_assert_cmpint (n_found, ==, count);
  g_assert_cmpint (n_pages, ==, (count + 39) / 40);

  nothing = get (fixture, API "chats/search?q=no%20such%20words%20anywhere%20%26%3D%23");
  g_assert_cmpint (lk_json_get_int (json_node_get_object (nothing), "count", -1), ==, 0);
}

/* Every chat once, the oldest first, however many at a time. */
static void
test_incremental (Fixture       *fixture,
                  gconstpointer  data)
{
  static const struct
  {
    guint limit;
    guint n_pages;
  } cases[] = { { 7, 15 }, { 50, 2 }, { 100, 1 }, { 1000, 1 } };
  g_autoptr(JsonNode) all = NULL;
  g_autoptr(JsonNode) later = NULL;
  JsonArray *chats;
  g_autofree char *target = NULL;
  gint64 end_time;

  lk_practice_server_set_n_chats (fixture->client->server, 100);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *first = g_strdup_printf (API "incremental/chats?start_time=0&limit=%u&fields=chats(*)",
                                                cases[i].limit);
      guint n_pages;

      g_assert_cmpuint (walk (fixture, first, "chats", "next_page", &n_pages), ==, 100);
      g_assert_cmpuint (n_pages, ==, cases[i].n_pages);
    }

  all = get (fixture, API "incremental/chats?start_time=0");
  chats = lk_json_get_array (json_node_get_object (all), "chats");
  for (guint i = 1; i < json_array_get_length (chats); i++)
    g_assert_cmpstr (lk_json_get_string (lk_json_array_get_object (chats, i - 1), "timestamp"), <=,
                     lk_json_get_string (lk_json_array_get_object (chats, i), "timestamp"));

  /* From the last one's time on there is the last one. */
  end_time = lk_json_get_int (json_node_get_object (all), "end_time", -1);
  target = g_strdup_printf (API "incremental/chats?start_time=%" G_GINT64_FORMAT, end_time);
  later = get (fixture, target);
  g_assert_cmpint (lk_json_get_int (json_node_get_object (later), "count", -1), ==, 1);
  g_assert_cmpstr (lk_json_get_string (json_node_get_object (later), "end_id"), ==,
                   lk_json_get_string (lk_json_array_get_object (chats, 99), "id"));
}

static void
test_agent_and_account (Fixture       *fixture,
                        gconstpointer  data)
{
  g_autoptr(JsonNode) agent_node = get (fixture, API "agents/me");
  g_autoptr(JsonNode) account_node = get (fixture, API "account");
  JsonObject *agent = json_node_get_object (agent_node);
  JsonObject *account = json_node_get_object (account_node);
  JsonObject *plan = lk_json_get_object (account, "plan");

  g_assert_cmpint (lk_json_get_int (agent, "id", -1), >, 0);
  g_assert_cmpstr (lk_json_get_string (agent, "email"), ==, lk_practice_server_get_user (fixture->client->server));
  g_assert_nonnull (lk_json_get_string (agent, "display_name"));
  g_assert_nonnull (lk_json_get_string (agent, "first_name"));
  g_assert_nonnull (lk_json_get_string (agent, "last_name"));
  g_assert_true (lk_json_get_boolean (agent, "enabled", FALSE));
  g_assert_cmpint (lk_json_get_int (agent, "role_id", -1), >, 0);
  g_assert_true (lk_json_get_boolean (lk_json_get_object (agent, "roles"), "owner", FALSE));

  g_assert_nonnull (lk_json_get_string (account, "account_key"));
  g_assert_cmpstr (lk_json_get_string (account, "status"), ==, "active");
  g_assert_nonnull (lk_json_get_string (plan, "name"));
  g_assert_true (lk_json_get_boolean (plan, "rest_api", FALSE));
}

/* The number of a client in the list, by its name. */
static char *
find_client (Fixture    *fixture,
             const char *name)
{
  g_autoptr(JsonNode) node = get (fixture, API "oauth/clients");
  JsonArray *clients;

  /* A bare array. */
  g_assert_true (JSON_NODE_HOLDS_ARRAY (node));
  clients = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (clients); i++)
    {
      JsonObject *client = lk_json_array_get_object (clients, i);

      /* The secret is masked, the lists are strings. */
      g_assert_true (g_str_has_suffix (lk_json_get_string (client, "client_secret"), "****"));
      g_assert_nonnull (lk_json_get_string (client, "redirect_uris"));
      g_assert_nonnull (lk_json_get_string (client, "scopes"));
      g_assert_nonnull (lk_json_get_string (client, "client_identifier"));
      g_assert_nonnull (lk_json_get_string (client, "create_date"));
      g_assert_nonnull (lk_json_get_string (client, "update_date"));
      if (strcmp (lk_json_get_string (client, "name"), name) == 0)
        return lk_json_get_id (client, "id");
    }

  g_assert_not_reached ();
}

static void
test_clients (Fixture       *fixture,
              gconstpointer  data)
{
  /* Bodies of PUT, and what the client shows afterwards. */
  static const struct
  {
    const char *body;
    guint       status;
    const char *member;
    const char *value;
  } cases[] = {
    { "{\"client_type\":\"confidential\"}", 200, "client_type", "confidential" },
    { "{}", 200, "client_type", "confidential" },
    { "{\"client_type\":\"public\"}", 200, "client_type", "public" },
    { "{\"client_type\":\"CONFIDENTIAL\"}", 400, "client_type", "public" },
    { "{\"client_type\":true}", 400, "client_type", "public" },
    { "{\"client_type\":null}", 200, "client_type", "public" },
    { "{\"name\":\"Renamed\",\"company\":\"\"}", 200, "name", "Renamed" },
    { "{\"name\":\"\"}", 400, "name", "Renamed" },
    { "{\"redirect_uris\":[\"https://a.example/\",\"http://localhost:9000/x\"]}", 200, "redirect_uris",
      "https://a.example/,http://localhost:9000/x" },
    { "{\"redirect_uris\":\"http://a.example/\"}", 400, "redirect_uris", "https://a.example/,http://localhost:9000/x" },
    { "{\"scopes\":\"read\"}", 200, "scopes", "read" },
    { "{\"scopes\":\"read admin\"}", 400, "scopes", "read" },
    { "{\"client_identifier\":\"mine\",\"id\":1}", 200, "scopes", "read" },
    { "not JSON", 400, "scopes", "read" },
    { "[{\"scopes\":\"write\"}]", 400, "scopes", "read" },
  };
  g_autofree char *id = find_client (fixture, "Till in the shop");
  g_autofree char *target = g_strconcat (API "oauth/clients/", id, NULL);
  g_autoptr(JsonNode) before = get (fixture, target);
  const char *identifier = lk_json_get_string (json_node_get_object (before), "client_identifier");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(JsonNode) after = NULL;
      JsonObject *client;

      g_test_message ("%s", cases[i].body);
      practice_client_ask (fixture->client, "PUT", target, JSON_TYPE, cases[i].body);
      g_assert_cmpuint (fixture->client->status, ==, cases[i].status);
      after = get (fixture, target);
      client = json_node_get_object (after);
      g_assert_cmpstr (lk_json_get_string (client, cases[i].member), ==, cases[i].value);
      g_assert_cmpstr (lk_json_get_string (client, "client_identifier"), ==, identifier);
    }
}

/* A new client: its whole secret once, which works, and a mask ever after. */
static void
test_new_client (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr(JsonNode) made = NULL;
  g_autoptr(JsonNode) shown = NULL;
  g_autofree char *id = NULL;
  g_autofree char *target = NULL;
  g_autofree char *form = NULL;
  const char *secret;
  JsonObject *client;

  practice_client_ask (fixture->client, "POST", API "oauth/clients", JSON_TYPE,
                       "{\"name\":\"New\",\"company\":\"Acme\",\"redirect_uris\":\"http://localhost:8080\","
                       "\"scopes\":\"read\",\"client_type\":\"confidential\"}");
  g_assert_cmpuint (fixture->client->status, ==, 201);
  made = practice_client_json (fixture->client);
  client = json_node_get_object (made);
  secret = lk_json_get_string (client, "client_secret");
  g_assert_cmpuint (strlen (secret), >=, 32);
  g_assert_null (strchr (secret, '*'));

  id = find_client (fixture, "New");
  target = g_strconcat (API "oauth/clients/", id, NULL);
  shown = get (fixture, target);
  g_assert_cmpstr (lk_json_get_string (json_node_get_object (shown), "client_secret"), !=, secret);

  form = g_strdup_printf ("grant_type=client_credentials&client_id=%s&client_secret=%s",
                          lk_json_get_string (client, "client_identifier"), secret);
  use (fixture, NULL);
  g_assert_cmpuint (practice_client_post_form (fixture->client, "/oauth2/chat/token", form), ==, 200);
}

static void
test_tokens (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr(JsonNode) node = get (fixture, API "oauth/tokens");
  g_autoptr(JsonNode) left = NULL;
  g_autofree char *target = NULL;
  JsonArray *tokens;

  /* A bare array with whole tokens. */
  g_assert_true (JSON_NODE_HOLDS_ARRAY (node));
  tokens = json_node_get_array (node);
  g_assert_cmpuint (json_array_get_length (tokens), ==, 3);
  for (guint i = 0; i < json_array_get_length (tokens); i++)
    {
      JsonObject *token = lk_json_array_get_object (tokens, i);
      const char *scopes = lk_json_get_string (token, "scopes");

      g_assert_cmpstr (lk_json_get_string (token, "client_identifier"), ==,
                       lk_practice_server_get_client_id (fixture->client->server));
      g_assert_cmpstr (lk_json_get_string (token, "token_type"), ==, "Bearer");
      g_assert_nonnull (lk_json_get_string (token, "create_date"));
      g_assert_nonnull (lk_json_get_string (token, "expire_date"));
      g_assert_true (json_object_get_null_member (token, "refresh_token"));

      if (strcmp (scopes, "read") == 0)
        {
          g_autofree char *id = lk_json_get_id (token, "id");

          g_assert_cmpstr (lk_json_get_string (token, "access_token"), ==, fixture->read);
          target = g_strconcat (API "oauth/tokens/", id, NULL);
        }
    }

  g_assert_cmpuint (practice_client_ask (fixture->client, "GET", target, NULL, NULL), ==, 405);
  g_assert_cmpuint (practice_client_ask (fixture->client, "DELETE", target, NULL, NULL), ==, 204);
  g_assert_cmpuint (fixture->client->body_length, ==, 0);
  left = get (fixture, API "oauth/tokens");
  g_assert_cmpuint (json_array_get_length (json_node_get_array (left)), ==, 2);

  use (fixture, fixture->read);
  practice_client_get (fixture->client, API "chats");
  assert_error (fixture, 401, "Unauthorized");
}

/* A token ends when its time has come. */
static void
test_expiry (Fixture       *fixture,
             gconstpointer  data)
{
  g_autofree char *token = NULL;

  lk_practice_server_set_token_lifetime (fixture->client->server, 1);
  token = get_token (fixture->client, "read");
  use (fixture, token);
  g_assert_cmpuint (practice_client_get (fixture->client, API "chats"), ==, 200);
  lk_test_spin (2100);
  practice_client_get (fixture->client, API "chats");
  assert_error (fixture, 401, "Unauthorized");
}

/* The legacy family of paths is the same account, and names its own pages. */
static void
test_legacy (Fixture       *fixture,
             gconstpointer  data)
{
  static const char *const targets[] = { "chats", "agents/me", "account", "oauth/clients", "oauth/tokens" };
  guint n_pages;

  for (guint i = 0; i < G_N_ELEMENTS (targets); i++)
    {
      g_autofree char *target = g_strconcat ("/api/v2/", targets[i], NULL);

      g_assert_cmpuint (practice_client_get (fixture->client, target), ==, 200);
    }

  g_assert_cmpuint (walk (fixture, "/api/v2/chats", "chats", "next_url", &n_pages), ==, 60);
  g_assert_cmpuint (n_pages, ==, 2);
  g_assert_null (strstr (fixture->client->body, API));
}

/* The same account every time, but for what is secret. */
static void
test_deterministic (Fixture       *fixture,
                    gconstpointer  data)
{
  Fixture other = { NULL };
  g_autoptr(JsonNode) here = get (fixture, API "incremental/chats?start_time=0");
  g_autoptr(JsonNode) there = NULL;

  set_up (&other, NULL);
  there = get (&other, API "incremental/chats?start_time=0");
  g_assert_true (json_node_equal (here, there));
  g_assert_cmpstr (lk_practice_server_get_client_secret (fixture->client->server), !=,
                   lk_practice_server_get_client_secret (other.client->server));
  tear_down (&other, NULL);
}

#define ADD(name, func) g_test_add ("/practice/api/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int   argc,
      char *argv[])
{
  lk_test_init (&argc, &argv);

  ADD ("strictness", test_strictness);
  ADD ("error-shapes", test_error_shapes);
  ADD ("schemes", test_schemes);
  ADD ("paging", test_paging);
  ADD ("previous-page", test_previous_page);
  ADD ("chats", test_chats);
  ADD ("by-id", test_by_id);
  ADD ("search", test_search);
  ADD ("incremental", test_incremental);
  ADD ("agent-and-account", test_agent_and_account);
  ADD ("clients", test_clients);
  ADD ("new-client", test_new_client);
  ADD ("tokens", test_tokens);
  ADD ("expiry", test_expiry);
  ADD ("legacy", test_legacy);
  ADD ("deterministic", test_deterministic);

  return g_test_run ();
}
