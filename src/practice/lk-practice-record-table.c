/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The collections of the practice account (zendesk-chat.md section 5, and the vendor's reference). */
#include "config.h"

#include <string.h>

#include "lk-json-reader.h"
#include "lk-practice-records.h"

#define MAX_ACTIVE_GOALS 5
#define MAX_SHORTCUTS 15000

static gboolean
is_enabled (JsonObject *object)
{
  return lk_json_get_boolean (object, "enabled", FALSE) || lk_json_get_int (object, "enabled", 0) == 1;
}

static const char *
check_goal (GPtrArray  *records,
            JsonObject *record,
            JsonObject *changes)
{
  const char *model = lk_json_get_string (changes, "attribution_model");
  gint64 period = lk_json_get_int (changes, "attribution_period", 1);
  guint n_active = 0;

  for (guint i = 0; i < records->len; i++)
    n_active += g_ptr_array_index (records, i) != record && is_enabled (g_ptr_array_index (records, i));

  if (is_enabled (changes) && n_active >= MAX_ACTIVE_GOALS)
    return "Goals limit exceeded";
  if (model != NULL && strcmp (model, "first_touch") != 0 && strcmp (model, "last_touch") != 0)
    return "attribution_model must be first_touch or last_touch.";

  return period < 1 || period > 30 ? "attribution_period must be from 1 to 30 days." : NULL;
}

static const char *
check_role (GPtrArray  *records,
            JsonObject *record,
            JsonObject *changes)
{
  gint64 id = record != NULL ? lk_json_get_int (record, "id", 0) : 0;

  if (id == 1 || id == 2)
    return "Owner and Administrator cannot be changed.";
  if (id == 3 && (lk_json_has (changes, "name") || lk_json_has (changes, "enabled")))
    return "The name and the state of Agent cannot be changed.";

  return NULL;
}

static const char *
check_shortcut (GPtrArray  *records,
                JsonObject *record,
                JsonObject *changes)
{
  const char *name = lk_json_get_string (changes, "name");
  const char *scope = lk_json_get_string (changes, "scope");

  if (name != NULL && (*name == '\0' || strpbrk (name, "/\\$") != NULL))
    return "A shortcut's name must not be empty, nor hold / \\ or $.";
  if (scope != NULL && strcmp (scope, "all") != 0 && strcmp (scope, "agent") != 0 && strcmp (scope, "department") != 0)
    return "scope must be all, agent or department.";

  return NULL;
}

static const char *
check_ban (GPtrArray  *records,
           JsonObject *record,
           JsonObject *changes)
{
  const char *type = lk_json_get_string (changes, "type");

  if (g_strcmp0 (type, "ip_address") == 0)
    return lk_json_get_string (changes, "ip_address") != NULL ? NULL : "ip_address is required.";
  if (g_strcmp0 (type, "visitor") == 0)
    return lk_json_get_string (changes, "visitor_id") != NULL ? NULL : "visitor_id is required.";

  return "type must be ip_address or visitor.";
}

static const char *
check_agent (GPtrArray  *records,
             JsonObject *record,
             JsonObject *changes)
{
  const char *email = lk_json_get_string (changes, "email");

  if (email != NULL && strchr (email, '@') == NULL)
    return "email is no e-mail address.";
  for (guint i = 0; email != NULL && i < records->len; i++)
    {
      if (g_strcmp0 (lk_json_get_string (g_ptr_array_index (records, i), "email"), email) == 0)
        return "This e-mail address is taken.";
    }

  return record != NULL && lk_json_get_boolean (lk_json_get_object (record, "roles"), "owner", FALSE) &&
         lk_json_has (changes, "enabled") ? "The owner cannot be disabled." : NULL;
}

#define AGENT(id, email, name, first, last, role, administrator) \
  "{\"id\":" #id ",\"email\":\"" email "\",\"display_name\":\"" name "\",\"first_name\":\"" first "\"," \
  "\"last_name\":\"" last "\",\"enabled\":true,\"role_id\":" #role ",\"roles\":{\"owner\":false," \
  "\"administrator\":" #administrator "},\"departments\":[4101,4102],\"create_date\":\"2025-04-24T17:40:00Z\"," \
  "\"last_login\":\"2026-05-29T09:40:00Z\"}"
#define PERMISSIONS(seen) \
  "{\"visitors_seen\":\"" seen "\",\"proactive_chatting\":\"listen-join\",\"edit_visitor_information\":true," \
  "\"edit_visitor_notes\":true,\"view_past_chats\":\"" seen "\",\"edit_chat_tags\":true}"

static const LkPracticeCollection collections[] = {
  { "agents", LK_PRACTICE_CAN_ALL, 360101, NULL, "email", "email", 10,
    "email:s!+ password:s!+- first_name:s last_name:s display_name:s enabled:b role_id:i",
    "{\"first_name\":\"\",\"last_name\":\"\",\"display_name\":\"\",\"enabled\":true,\"role_id\":3,"
    "\"roles\":{\"owner\":false,\"administrator\":false},\"departments\":[]}",
    "[" AGENT (360002, "ben@practice.example", "Ben Alderwood", "Ben", "Alderwood", 2, true) ","
    AGENT (360003, "cleo@practice.example", "Cleo Hartwell", "Cleo", "Hartwell", 3, false) ","
    AGENT (360004, "dara@practice.example", "Dara Quince", "Dara", "Quince", 3, false) "]",
    0, NULL, check_agent },
  { "bans", LK_PRACTICE_CAN_ALL & ~LK_PRACTICE_CAN_UPDATE, 5201, NULL, NULL, NULL, 1000,
    "type:s! ip_address:s visitor_id:s visitor_name:s reason:s", "{\"reason\":\"\"}",
    "[{\"id\":5101,\"type\":\"ip_address\",\"ip_address\":\"192.0.2.66\",\"reason\":\"Sends advertisements\"},"
    "{\"id\":5102,\"type\":\"visitor\",\"visitor_id\":\"7.101\",\"visitor_name\":\"Visitor 101\","
    "\"reason\":\"Was rude\"}]",
    0, NULL, check_ban },
  { "departments", LK_PRACTICE_CAN_ALL, 4201, NULL, "name", "name", 0,
    "name:s! description:s enabled:b members:a settings:o",
    "{\"description\":\"\",\"enabled\":1,\"members\":[],\"settings\":{}}",
    "[{\"id\":4101,\"name\":\"Sales\",\"description\":\"\",\"enabled\":1,\"members\":[360001,360002],\"settings\":{}},"
    "{\"id\":4102,\"name\":\"Orders\",\"description\":\"\",\"enabled\":1,\"members\":[360002,360003],\"settings\":{}},"
    "{\"id\":4103,\"name\":\"Garden advice\",\"description\":\"\",\"enabled\":1,\"members\":[360004],\"settings\":{}}]",
    0, NULL, NULL },
  { "goals", LK_PRACTICE_CAN_ALL, 6201, NULL, NULL, NULL, 0,
    "name:s! description:s enabled:b attribution_model:s attribution_period:i settings:o",
    "{\"description\":\"\",\"enabled\":1,\"attribution_model\":\"last_touch\",\"attribution_period\":15,"
    "\"settings\":{\"conditions\":[]}}",
    "[{\"id\":6101,\"name\":\"Order placed\",\"description\":\"\",\"enabled\":1,\"attribution_model\":\"first_touch\","
    "\"attribution_period\":15,\"settings\":{\"conditions\":[{\"type\":\"url\",\"operator\":\"equals\","
    "\"value\":\"https://fern-and-feather.example/thanks\"}]}}]",
    0, NULL, check_goal },
  { "roles", LK_PRACTICE_CAN_ALL, 11, NULL, NULL, NULL, 0, "name:s! description:s enabled:b permissions:o",
    "{\"description\":\"\",\"enabled\":true,\"permissions\":{}}",
    "[{\"id\":1,\"name\":\"Owner\",\"description\":\"\",\"enabled\":true,\"permissions\":" PERMISSIONS ("account") "},"
    "{\"id\":2,\"name\":\"Administrator\",\"description\":\"\",\"enabled\":true,\"permissions\":"
    PERMISSIONS ("account") "},"
    "{\"id\":3,\"name\":\"Agent\",\"description\":\"\",\"enabled\":true,\"permissions\":" PERMISSIONS ("department")
    "}]",
    0, NULL, check_role },
  { "shortcuts", LK_PRACTICE_CAN_ALL, 7201, NULL, NULL, NULL, 0,
    "name:s! message:s! options:s tags:a scope:s departments:a agents:a",
    "{\"options\":\"\",\"tags\":[],\"scope\":\"all\",\"departments\":[],\"agents\":[]}",
    "[{\"id\":7101,\"name\":\"hello\",\"message\":\"Good day! What can I do for you?\",\"options\":\"\",\"tags\":[],"
    "\"scope\":\"all\",\"departments\":[],\"agents\":[]},"
    "{\"id\":7102,\"name\":\"order\",\"message\":\"Do you have the order number at hand?\",\"options\":\"Yes/No\","
    "\"tags\":[\"delivery\"],\"scope\":\"department\",\"departments\":[4102],\"agents\":[]}]",
    MAX_SHORTCUTS, "An account can have 15000 shortcuts.", check_shortcut },
  { "skills", LK_PRACTICE_CAN_ALL, 8201, NULL, "name", "name", 0, "name:s! description:s enabled:b members:a",
    "{\"description\":\"\",\"enabled\":true,\"members\":[]}",
    "[{\"id\":8101,\"name\":\"French\",\"description\":\"Speaks French\",\"enabled\":true,\"members\":[360003]}]",
    0, NULL, NULL },
  { "triggers", LK_PRACTICE_CAN_ALL, 9201, NULL, NULL, NULL, 0, "name:s! description:s enabled:b definition:o+",
    "{\"description\":\"\",\"enabled\":1,\"definition\":{}}",
    "[{\"id\":9101,\"name\":\"Greeting\",\"description\":\"\",\"enabled\":1,\"definition\":{\"event\":\"page_enter\","
    "\"condition\":[\"and\",[\"stillOnSite\",60]],\"actions\":[[\"sendMessageToVisitor\",\"Customer Service\","
    "\"May I help?\"]]}}]",
    0, NULL, NULL },
  { "visitors", LK_PRACTICE_CAN_SHOW | LK_PRACTICE_CAN_CREATE | LK_PRACTICE_CAN_UPDATE, 201, "7.", NULL, NULL, 0,
    "name:s email:s phone:s notes:s", "{\"name\":\"\",\"email\":\"\",\"phone\":\"\",\"notes\":\"\"}",
    "[{\"id\":\"7.101\",\"name\":\"Visitor 101\",\"email\":\"\",\"phone\":\"\",\"notes\":\"\"}]", 0, NULL, NULL },
};

/**
 * lk_practice_collections:
 * @n_collections: (out): how many there are
 *
 * Returns: (transfer none) (array length=n_collections): the collections
 */
const LkPracticeCollection *
lk_practice_collections (guint *n_collections)
{
  *n_collections = G_N_ELEMENTS (collections);

  return collections;
}
