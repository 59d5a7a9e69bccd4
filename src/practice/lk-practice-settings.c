/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-practice-settings.h"

#include <string.h>

#include "lk-json-reader.h"
#include "lk-practice-data.h"
#include "lk-practice-records.h"
#include "lk-practice-reply.h"

#define MAX_CHAT_LIMIT 20
#define ROUTING \
  "{\"routing_mode\":\"assigned\",\"chat_limit\":{\"enabled\":true,\"limit\":3,\"limit_type\":\"account\"," \
  "\"allow_agent_override\":false},\"skill_routing\":{\"enabled\":false,\"max_wait_time\":30}," \
  "\"reassignment\":{\"enabled\":true},\"auto_idle\":{\"enabled\":false},\"auto_accept\":{\"enabled\":false}}"

typedef struct
{
  const char *path;
  const char *methods;     /* for the Allow header */
  void      (*answer) (LkPracticeRequest *request);
} Setting;

/**
 * lk_practice_settings_new:
 *
 * Returns: (transfer full): the settings of a new account
 */
JsonObject *
lk_practice_settings_new (void)
{
  g_autoptr(JsonNode) routing = json_from_string (ROUTING, NULL);
  JsonObject *settings = json_object_new ();

  json_object_set_object_member (settings, "account", lk_practice_data_account ());
  json_object_set_object_member (settings, "routing", json_node_dup_object (routing));
  json_object_set_object_member (settings, "agents", json_object_new ());

  return settings;
}

/* Sets members below objects too, so that what a change does not name stays (RFC 7396). */
static void
merge (JsonObject *object,
       JsonObject *changes)
{
  g_autoptr(GList) members = json_object_get_members (changes);

  for (GList *at = members; at != NULL; at = at->next)
    {
      JsonObject *old = lk_json_get_object (object, at->data);
      JsonObject *new = lk_json_get_object (changes, at->data);

      if (old != NULL && new != NULL)
        merge (old, new);
      else
        json_object_set_member (object, at->data, json_object_dup_member (changes, at->data));
    }
}

static JsonObject *
get_own_record (LkPracticeRequest *request)
{
  g_autofree char *id = g_strdup_printf ("%" G_GUINT64_FORMAT, request->token->agent_id);

  return lk_practice_records_find (request->practice->records, "agents", id);
}

static void
answer_account (LkPracticeRequest *request)
{
  JsonObject *account = json_object_get_object_member (request->practice->settings, "account");
  g_autoptr(JsonObject) changes = NULL;

  if (strcmp (request->method, SOUP_METHOD_PUT) == 0)
    {
      changes = lk_practice_read_body (request);
      if (changes == NULL)
        return;
      if (lk_json_get_object (changes, "billing") == NULL || json_object_get_size (changes) != 1)
        {
          lk_practice_reply_error (request->message, 400, "Bad Request", "Only billing can be written.");
          return;
        }
      merge (account, changes);
    }

  lk_practice_reply_object (request, SOUP_STATUS_OK, account);
}

static void
answer_me (LkPracticeRequest *request)
{
  JsonObject *agent = get_own_record (request);

  if (strcmp (request->method, SOUP_METHOD_PUT) == 0)
    lk_practice_records_update (request, "agents", agent);
  else
    lk_practice_reply_object (request, SOUP_STATUS_OK, agent);
}

static void
answer_banned_addresses (LkPracticeRequest *request)
{
  GPtrArray *bans = lk_practice_records_get (request->practice->records, "bans");
  g_autoptr(JsonNode) node = json_node_new (JSON_NODE_ARRAY);
  g_autofree char *text = NULL;

  json_node_take_array (node, json_array_new ());
  for (guint i = 0; i < bans->len; i++)
    {
      JsonObject *ban = g_ptr_array_index (bans, i);

      if (strcmp (lk_json_get_string (ban, "type"), "ip_address") == 0)
        json_array_add_object_element (json_node_get_array (node), json_object_ref (ban));
    }
  text = json_to_string (node, FALSE);
  lk_practice_reply_json (request->message, SOUP_STATUS_OK, text);
}

/* Merges the body into the settings and answers 200, or answers 400. */
static gboolean
patch (LkPracticeRequest *request,
       JsonObject        *settings)
{
  g_autoptr(JsonObject) changes = lk_practice_read_body (request);
  gint64 limit;

  if (changes == NULL)
    return FALSE;

  limit = lk_json_get_int (lk_json_get_object (changes, "chat_limit"), "limit", 0);
  if (limit < 0 || limit > MAX_CHAT_LIMIT)
    {
      lk_practice_reply_error (request->message, 400, "Bad Request", "limit must be from 0 to 20.");
      return FALSE;
    }
  merge (settings, changes);

  return TRUE;
}

static void
reply_data (LkPracticeRequest *request,
            JsonNode          *data)
{
  g_autoptr(JsonObject) object = json_object_new ();

  json_object_set_member (object, "data", data);
  lk_practice_reply_object (request, SOUP_STATUS_OK, object);
}

static void
answer_routing (LkPracticeRequest *request)
{
  JsonObject *routing = json_object_get_object_member (request->practice->settings, "routing");
  JsonNode *node;

  if (strcmp (request->method, "PATCH") == 0 && !patch (request, routing))
    return;

  node = json_node_new (JSON_NODE_OBJECT);
  json_node_set_object (node, routing);
  reply_data (request, node);
}

/* The routing settings of an agent: made when they are first asked for. */
static JsonObject *
get_agent_routing (LkPracticeRequest *request,
                   JsonObject        *agent)
{
  JsonObject *agents = json_object_get_object_member (request->practice->settings, "agents");
  gint64 number = json_object_get_int_member (agent, "id");
  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, number);

  if (!json_object_has_member (agents, id))
    {
      JsonObject *routing = json_object_new ();
      JsonObject *limit = json_object_new ();

      json_object_set_boolean_member (limit, "enabled", TRUE);
      json_object_set_int_member (limit, "limit", 3);
      json_object_set_int_member (routing, "agent_id", number);
      json_object_set_object_member (routing, "chat_limit", limit);
      json_object_set_array_member (routing, "skills", json_array_new ());
      json_object_set_object_member (agents, id, routing);
    }

  return json_object_get_object_member (agents, id);
}

static void
answer_agent_routing (LkPracticeRequest *request,
                      JsonObject        *agent)
{
  JsonObject *routing;

  if (agent == NULL)
    {
      lk_practice_reply_error (request->message, SOUP_STATUS_NOT_FOUND, "Not Found", "There is no such agent.");
      return;
    }

  routing = get_agent_routing (request, agent);
  if (strcmp (request->method, "PATCH") != 0 || patch (request, routing))
    lk_practice_reply_object (request, SOUP_STATUS_OK, routing);
}

static void
answer_own_routing (LkPracticeRequest *request)
{
  answer_agent_routing (request, get_own_record (request));
}

static void
answer_agents_routing (LkPracticeRequest *request)
{
  GPtrArray *agents = lk_practice_records_get (request->practice->records, "agents");
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);

  json_node_take_array (node, json_array_new ());
  for (guint i = 0; i < agents->len; i++)
    json_array_add_object_element (json_node_get_array (node),
                                   json_object_ref (get_agent_routing (request, g_ptr_array_index (agents, i))));
  reply_data (request, node);
}

static const Setting settings[] = {
  { "account", "GET, PUT", answer_account },
  { "agents/me", "GET, PUT", answer_me },
  { "bans/ip", "GET", answer_banned_addresses },
  { "routing_settings/account", "GET, PATCH", answer_routing },
  { "routing_settings/agents", "GET", answer_agents_routing },
  { "routing_settings/agents/me", "GET, PATCH", answer_own_routing },
};

/* DELETE agents/ID/shortcuts. */
static gboolean
delete_shortcuts (LkPracticeRequest *request,
                  const char        *id)
{
  GPtrArray *shortcuts = lk_practice_records_get (request->practice->records, "shortcuts");
  guint64 number = g_ascii_strtoull (id, NULL, 10);

  if (lk_practice_records_find (request->practice->records, "agents", id) == NULL)
    return FALSE;

  for (guint i = shortcuts->len; i > 0; i--)
    {
      JsonArray *agents = lk_json_get_array (g_ptr_array_index (shortcuts, i - 1), "agents");

      if (agents != NULL && json_array_get_length (agents) == 1 &&
          (guint64) json_array_get_int_element (agents, 0) == number)
        g_ptr_array_remove_index (shortcuts, i - 1);
    }
  soup_server_message_set_status (request->message, SOUP_STATUS_NO_CONTENT, NULL);

  return TRUE;
}

/**
 * lk_practice_settings_answer:
 * @request: a request with a token that may
 * @resource: what follows the REST base and its slash
 *
 * Answers a request to the settings.
 *
 * Returns: whether @resource belongs to them
 */
gboolean
lk_practice_settings_answer (LkPracticeRequest *request,
                             const char        *resource)
{
  g_auto(GStrv) parts = g_strsplit (resource, "/", 4);

  for (guint i = 0; i < G_N_ELEMENTS (settings); i++)
    {
      if (strcmp (resource, settings[i].path) != 0)
        continue;

      if (strstr (settings[i].methods, request->method) != NULL)
        settings[i].answer (request);
      else
        lk_practice_reply_method (request->message, settings[i].methods);
      return TRUE;
    }

  if (g_strv_length (parts) != 3)
    return FALSE;

  if (strcmp (parts[0], "agents") == 0 && strcmp (parts[2], "shortcuts") == 0 &&
      strcmp (request->method, SOUP_METHOD_DELETE) == 0)
    return delete_shortcuts (request, parts[1]);

  if (strcmp (parts[0], "routing_settings") != 0 || strcmp (parts[1], "agents") != 0)
    return FALSE;

  answer_agent_routing (request, lk_practice_records_find (request->practice->records, "agents", parts[2]));

  return TRUE;
}
