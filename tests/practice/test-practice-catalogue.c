/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every request of the catalogue is answered, and what is written can be read back. */
#include "config.h"

#include <string.h>

#include "lk-catalogue.h"
#include "lk-test.h"
#include "practice-client.h"

#define BASE "/api/v2/chat/"

/* A value for each parameter of a path, and for each that is required in a query. */
static const struct
{
  const char *group;     /* first segment of the path */
  const char *name;
  const char *value;
} values[] = {
  { "agents", "agent_id", "360003" },
  { "agents", "email", "dara@practice.example" },
  { "bans", "ban_id", "5101" },
  { "departments", "department_id", "4101" },
  { "departments", "department_name", "Garden advice" },
  { "goals", "goal_id", "6101" },
  { "roles", "role_id", "11" },
  { "routing_settings", "agent_id", "360003" },
  { "shortcuts", "shortcut_id", "7101" },
  { "skills", "skill_id", "8101" },
  { "skills", "skill_name", "French" },
  { "triggers", "trigger", "9101" },
  { "visitors", "visitor_id", "7.101" },
  { "chats", "q", "lemon" },
  { "stream/chats", "metric_key", "missed_chats" },
  { "stream/agents", "metric_key", "agents_online" },
};

static gboolean
is_in (const LkRequest *request,
       const char      *group)
{
  return g_str_has_prefix (request->path, group);
}

static char *
find_value (PracticeClient            *client,
            const LkRequest           *request,
            const LkRequestParameter  *parameter)
{
  g_autoptr(JsonNode) node = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    {
      if (is_in (request, values[i].group) && g_str_equal (values[i].name, parameter->name))
        return g_strdup (values[i].value);
    }

  if (!parameter->required)
    return NULL;

  /* The id of a record that there is. */
  if (is_in (request, "chats"))
    {
      practice_client_get (client, BASE "chats");
      node = practice_client_json (client);
      return g_strdup (json_object_get_string_member (
        json_array_get_object_element (json_object_get_array_member (json_node_get_object (node), "chats"), 0), "id"));
    }

  practice_client_get (client, is_in (request, "oauth/clients") ? BASE "oauth/clients" : BASE "oauth/tokens");
  node = practice_client_json (client);

  return g_strdup_printf ("%" G_GINT64_FORMAT,
                          json_object_get_int_member (
                            json_array_get_object_element (json_node_get_array (node),
                                                           json_array_get_length (json_node_get_array (node)) - 1),
                            "id"));
}

static char *
make_path (PracticeClient  *client,
           const LkRequest *request)
{
  g_autoptr(GHashTable) table = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  g_autofree char *path = NULL;
  g_autoptr(GError) error = NULL;

  for (const LkRequestParameter *at = request->parameters; at != NULL && at->name != NULL; at++)
    {
      char *value = find_value (client, request, at);

      if (value != NULL)
        g_hash_table_insert (table, (gpointer) at->name, value);
    }
  path = lk_request_make_path (request, table, &error);
  g_assert_no_error (error);

  return g_strconcat (request->base == LK_REQUEST_BASE_REALTIME ? "/" : BASE, path, NULL);
}

/* The template of the catalogue, filled in. */
static char *
make_body (const LkRequest *request)
{
  g_autoptr(GString) body = NULL;

  if (request->body == NULL)
    return NULL;

  body = g_string_new (request->body);
  if (is_in (request, "agents") && strcmp (request->method, "POST") == 0)
    g_string_replace (body, "\"email\":\"…\"", "\"email\":\"new@practice.example\"", 0);
  if (is_in (request, "agents"))
    g_string_replace (body, "\"email\": \"…\"", "\"email\": \"new@practice.example\"", 0);
  g_string_replace (body, "…", "sample", 0);

  return g_string_free (g_steal_pointer (&body), FALSE);
}

static void
test_request (gconstpointer data)
{
  const LkRequest *request = data;
  g_autoptr(PracticeClient) client = practice_client_new ();
  g_autofree char *path = NULL;
  g_autofree char *body = make_body (request);
  g_autofree char *written = NULL;

  g_free (practice_client_sign_in (client));
  /* One more role, for those of a new account cannot be changed. */
  practice_client_ask (client, "POST", BASE "roles", "application/json", "{\"name\":\"Trainee\"}");
  path = make_path (client, request);
  practice_client_ask (client, request->method, path, body != NULL ? "application/json" : NULL, body);
  g_test_message ("%s %s: %u %.200s", request->method, path, client->status, client->body);
  g_assert_no_error (client->error);
  g_assert_cmpuint (client->status / 100, ==, 2);

  if (request->risk == LK_RISK_READS || is_in (request, "oauth/tokens") ||
      g_str_equal (request->id, "agents.delete-shortcuts"))
    return;

  /* The list is left, without them. */
  if (g_str_equal (request->id, "chats.bulk-delete"))
    return;

  written = g_strdup (client->body);
  if (strcmp (request->method, "DELETE") == 0)
    g_assert_cmpuint (practice_client_get (client, path), ==, 404);
  else if (strcmp (request->method, "POST") != 0 && !g_str_has_suffix (path, "generate_secret"))
    {
      /* A department or skill that was renamed by its name is not found by the old one. */
      if (strstr (path, "/name/") == NULL)
        {
          g_assert_cmpuint (practice_client_get (client, path), ==, 200);
          g_assert_cmpstr (client->body, ==, written);
        }
    }
  else if (strcmp (request->method, "POST") == 0)
    {
      g_autoptr(JsonNode) node = json_from_string (written, NULL);
      JsonNode *id = json_object_get_member (json_node_get_object (node), "id");
      g_autofree char *text = json_node_get_value_type (id) == G_TYPE_STRING
                              ? g_strdup (json_node_get_string (id)) : json_to_string (id, FALSE);
      g_autofree char *created = g_strconcat (path, "/", text, NULL);

      g_assert_cmpuint (practice_client_get (client, created), ==, 200);
      if (!is_in (request, "oauth"))
        g_assert_cmpstr (client->body, ==, written);
    }
}

/* What the service refuses, and with what. */
static void
test_refusals (void)
{
  static const struct
  {
    const char *method;
    const char *path;
    const char *body;
    guint       status;
  } cases[] = {
    { "POST", "departments", "{\"description\":\"no name\"}", 400 },
    { "POST", "departments", "{\"name\":7}", 400 },
    { "PUT", "departments/4101", "{\"id\":4}", 400 },
    { "PUT", "departments/4101", "[]", 400 },
    { "GET", "departments/9", NULL, 404 },
    { "GET", "departments/name/None", NULL, 404 },
    { "PATCH", "departments/4101", "{}", 405 },
    { "DELETE", "departments", NULL, 405 },
    { "POST", "shortcuts", "{\"name\":\"a/b\",\"message\":\"x\"}", 400 },
    { "PUT", "triggers/9101", "{\"definition\":{}}", 400 },
    { "PUT", "roles/1", "{\"description\":\"x\"}", 400 },
    { "DELETE", "roles/1", NULL, 400 },
    { "POST", "bans", "{\"type\":\"ip_address\"}", 400 },
    { "POST", "agents", "{\"email\":\"x@practice.example\"}", 400 },
    { "POST", "agents", "{\"email\":\"ann@practice.example\",\"password\":\"x\"}", 400 },
    { "PUT", "agents/360001", "{\"enabled\":0}", 400 },
    { "POST", "goals", "{\"name\":\"x\",\"attribution_period\":31}", 400 },
    { "PATCH", "routing_settings/account", "{\"chat_limit\":{\"limit\":21}}", 400 },
    { "PATCH", "routing_settings/agents/9", "{}", 404 },
    { "PUT", "account", "{\"status\":\"x\"}", 400 },
    { "GET", "agents?since_id=x", NULL, 400 },
  };
  g_autoptr(PracticeClient) client = practice_client_new ();

  g_free (practice_client_sign_in (client));
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat (BASE, cases[i].path, NULL);

      practice_client_ask (client, cases[i].method, path, "application/json", cases[i].body);
      g_test_message ("%s %s: %s", cases[i].method, path, client->body);
      g_assert_cmpuint (client->status, ==, cases[i].status);
    }
}

/* An account holds 15,000 shortcuts, then answers 429 without Retry-After; five active goals, then an error. */
static void
test_limits (void)
{
  g_autoptr(PracticeClient) client = practice_client_new ();

  g_free (practice_client_sign_in (client));
  g_assert_true (lk_practice_server_set_n_records (client->server, "shortcuts", 15000));
  g_assert_false (lk_practice_server_set_n_records (client->server, "nothing", 1));
  practice_client_ask (client, "POST", BASE "shortcuts", "application/json", "{\"name\":\"x\",\"message\":\"y\"}");
  g_assert_cmpuint (client->status, ==, 429);
  g_assert_null (client->retry_after);
  g_assert_nonnull (strstr (client->body, "15000 shortcuts"));

  for (guint i = 0; i < 5; i++)
    {
      practice_client_ask (client, "POST", BASE "goals", "application/json", "{\"name\":\"x\",\"enabled\":1}");
      g_assert_cmpuint (client->status, ==, i < 4 ? 201 : 400);
    }
  g_assert_nonnull (strstr (client->body, "Goals limit exceeded"));
}

/* Forwards by since_id and backwards by max_id, each record once. */
static void
test_since_id (void)
{
  g_autoptr(PracticeClient) client = practice_client_new ();
  gint64 next = 0, last = 0;
  guint n = 0;

  g_free (practice_client_sign_in (client));
  g_assert_true (lk_practice_server_set_n_records (client->server, "agents", 57));
  for (;;)
    {
      g_autofree char *path = g_strdup_printf (BASE "agents?since_id=%" G_GINT64_FORMAT "&limit=20", next);
      g_autoptr(JsonNode) node = NULL;
      JsonArray *array;

      g_assert_cmpuint (practice_client_get (client, path), ==, 200);
      node = practice_client_json (client);
      array = json_node_get_array (node);
      if (json_array_get_length (array) == 0)
        break;
      for (guint i = 0; i < json_array_get_length (array); i++)
        {
          gint64 id = json_object_get_int_member (json_array_get_object_element (array, i), "id");

          g_assert_cmpint (id, >, last);
          last = id;
          n++;
        }
      next = last + 1;
    }
  g_assert_cmpuint (n, ==, 57);
}

/* Every record of an export once, over many pages; none of the last five minutes. */
static void
test_exports (void)
{
  static const struct
  {
    const char *member;
    gint64      unit;
  } exports[] = {
    { "chats", 1 },
    { "agent_timeline", G_USEC_PER_SEC },
    { "conversions", 1 },
    { "department_events", 1 },
    { "agent_events", 1 },
  };
  g_autoptr(PracticeClient) client = practice_client_new ();

  g_free (practice_client_sign_in (client));
  lk_practice_server_set_n_chats (client->server, 250);
  for (guint i = 0; i < G_N_ELEMENTS (exports); i++)
    {
      const char *member = exports[i].member;
      g_autofree char *recent = g_strdup_printf (BASE "incremental/%s?start_time=%" G_GINT64_FORMAT, member,
                                                 (g_get_real_time () / G_USEC_PER_SEC - 200) * exports[i].unit);
      g_autofree char *path = g_strdup_printf (BASE "incremental/%s?limit=100&fields=%s(*)", member, member);
      guint n = 0;

      g_assert_cmpuint (practice_client_get (client, recent), ==, 400);
      while (path != NULL)
        {
          g_autoptr(JsonNode) node = NULL;
          JsonObject *page;
          const char *next;

          g_assert_cmpuint (practice_client_get (client, path), ==, 200);
          node = practice_client_json (client);
          page = json_node_get_object (node);
          g_assert_cmpint (json_object_get_int_member (page, "count"), ==,
                           json_array_get_length (json_object_get_array_member (page, member)));
          n += json_array_get_length (json_object_get_array_member (page, member));
          next = json_object_get_string_member_with_default (page, "next_page", NULL);
          g_free (path);
          path = next != NULL ? g_strdup (next + strlen (lk_practice_server_get_origin (client->server))) : NULL;
        }
      g_assert_cmpuint (n, ==, 250);
    }
}

int
main (int    argc,
      char **argv)
{
  guint n_requests;
  const LkRequest *requests = lk_catalogue_get_requests (&n_requests);

  lk_test_init (&argc, &argv);
  g_assert_cmpuint (n_requests, ==, 88);
  for (guint i = 0; i < n_requests; i++)
    {
      g_autofree char *path = g_strconcat ("/practice-catalogue/", requests[i].id, NULL);

      g_test_add_data_func (path, &requests[i], test_request);
    }
  g_test_add_func ("/practice-catalogue/refusals", test_refusals);
  g_test_add_func ("/practice-catalogue/limits", test_limits);
  g_test_add_func ("/practice-catalogue/since-id", test_since_id);
  g_test_add_func ("/practice-catalogue/exports", test_exports);

  return g_test_run ();
}
