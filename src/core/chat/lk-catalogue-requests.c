/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The requests of the Chat API, one row each: zendesk-chat.md section 5, and the vendor's reference. */
#include "config.h"

#include <glib/gi18n.h>

#include "lk-catalogue.h"

static const char *const windows[] = { "30", "60", NULL };
static const char *const chat_metrics[] = {
  "incoming_chats", "assigned_chats", "missed_chats", "active_chats", "waiting_time_avg", "waiting_time_max",
  "chat_duration_avg", "chat_duration_max", "response_time_avg", "response_time_max", "satisfaction_good",
  "satisfaction_bad", NULL,
};
static const char *const agent_metrics[] = { "agents_online", "agents_away", "agents_invisible", NULL };

/* The five exports differ in the unit of the time and in the name of their records. */
#define EXPORT_PARAMETERS(since, fields) \
  { \
    { "start_time", LK_PARAMETER_QUERY, LK_VALUE_INTEGER, FALSE, since, NULL, NULL }, \
    { "start_id", LK_PARAMETER_QUERY, LK_VALUE_STRING, FALSE, \
      N_("The record to go on from, where several have the same time"), NULL, NULL }, \
    { "limit", LK_PARAMETER_QUERY, LK_VALUE_INTEGER, FALSE, N_("Records a page, 1000 at most"), "1000", NULL }, \
    { "fields", LK_PARAMETER_QUERY, LK_VALUE_STRING, FALSE, \
      N_("The members of each record. Without it there may be ids alone"), fields, NULL }, \
    { 0 }, \
  }
#define SECONDS N_("The beginning, in seconds since 1970, more than five minutes ago")
#define MICROSECONDS N_("The beginning, in microseconds since 1970, more than five minutes ago")

static const LkRequestParameter agents_list_parameters[] = {
  { "since_id", LK_PARAMETER_QUERY, LK_VALUE_INTEGER, FALSE,
    N_("The first record of the page, by id. For the next page, one more than the last id"), NULL, NULL },
  { "max_id", LK_PARAMETER_QUERY, LK_VALUE_INTEGER, FALSE,
    N_("The last record of the page, by id. For the page before, one less than the first id"), NULL, NULL },
  { "limit", LK_PARAMETER_QUERY, LK_VALUE_INTEGER, FALSE, N_("Records a page"), "10", NULL },
  { 0 },
};

static const LkRequestParameter agent_id_parameters[] = {
  { "agent_id", LK_PARAMETER_PATH, LK_VALUE_INTEGER, TRUE, N_("The numeric id"), NULL, NULL },
  { 0 },
};

static const LkRequestParameter email_parameters[] = {
  { "email", LK_PARAMETER_PATH, LK_VALUE_STRING, TRUE, N_("The e-mail address"), NULL, NULL },
  { 0 },
};

static const LkRequestParameter ban_id_parameters[] = {
  { "ban_id", LK_PARAMETER_PATH, LK_VALUE_INTEGER, TRUE, N_("The numeric id"), NULL, NULL },
  { 0 },
};

static const LkRequestParameter chat_id_parameters[] = {
  { "chat_id", LK_PARAMETER_PATH, LK_VALUE_STRING, TRUE, N_("The chat’s id, such as 2104.100000.ABcd"), NULL, NULL },
  { 0 },
};

static const LkRequestParameter ids_parameters[] = {
  { "ids", LK_PARAMETER_QUERY, LK_VALUE_LIST, TRUE, N_("The ids, with commas between them"), NULL, NULL },
  { 0 },
};

static const LkRequestParameter q_parameters[] = {
  { "q", LK_PARAMETER_QUERY, LK_VALUE_STRING, TRUE,
    N_("Words, or terms joined by AND and OR: type, timestamp, end_timestamp, visitor_email, visitor_name, "
       "rating, tags"), NULL, NULL },
  { 0 },
};

static const LkRequestParameter department_id_parameters[] = {
  { "department_id", LK_PARAMETER_PATH, LK_VALUE_INTEGER, TRUE, N_("The numeric id"), NULL, NULL },
  { 0 },
};

static const LkRequestParameter department_name_parameters[] = {
  { "department_name", LK_PARAMETER_PATH, LK_VALUE_STRING, TRUE, N_("The name"), NULL, NULL },
  { 0 },
};

static const LkRequestParameter goal_id_parameters[] = {
  { "goal_id", LK_PARAMETER_PATH, LK_VALUE_INTEGER, TRUE, N_("The numeric id"), NULL, NULL },
  { 0 },
};

static const LkRequestParameter incremental_chats_parameters[] =
  EXPORT_PARAMETERS (SECONDS, "chats(*)");

static const LkRequestParameter incremental_agent_timeline_parameters[] =
  EXPORT_PARAMETERS (MICROSECONDS, "agent_timeline(*)");

static const LkRequestParameter incremental_conversions_parameters[] =
  EXPORT_PARAMETERS (SECONDS, "conversions(*)");

static const LkRequestParameter incremental_department_events_parameters[] =
  EXPORT_PARAMETERS (SECONDS, "department_events(*)");

static const LkRequestParameter incremental_agent_events_parameters[] =
  EXPORT_PARAMETERS (SECONDS, "agent_events(*)");

static const LkRequestParameter client_id_parameters[] = {
  { "client_id", LK_PARAMETER_PATH, LK_VALUE_INTEGER, TRUE,
    N_("The numeric id, not the client_identifier"), NULL, NULL },
  { 0 },
};

static const LkRequestParameter token_id_parameters[] = {
  { "token_id", LK_PARAMETER_PATH, LK_VALUE_INTEGER, TRUE, N_("The numeric id"), NULL, NULL },
  { 0 },
};

static const LkRequestParameter role_id_parameters[] = {
  { "role_id", LK_PARAMETER_PATH, LK_VALUE_INTEGER, TRUE, N_("The numeric id"), NULL, NULL },
  { 0 },
};

static const LkRequestParameter shortcut_id_parameters[] = {
  { "shortcut_id", LK_PARAMETER_PATH, LK_VALUE_STRING, TRUE, N_("The id, which is the name"), NULL, NULL },
  { 0 },
};

static const LkRequestParameter skill_id_parameters[] = {
  { "skill_id", LK_PARAMETER_PATH, LK_VALUE_INTEGER, TRUE, N_("The numeric id"), NULL, NULL },
  { 0 },
};

static const LkRequestParameter skill_name_parameters[] = {
  { "skill_name", LK_PARAMETER_PATH, LK_VALUE_STRING, TRUE, N_("The name"), NULL, NULL },
  { 0 },
};

static const LkRequestParameter trigger_parameters[] = {
  { "trigger", LK_PARAMETER_PATH, LK_VALUE_STRING, TRUE, N_("The name or the numeric id"), NULL, NULL },
  { 0 },
};

static const LkRequestParameter visitor_id_parameters[] = {
  { "visitor_id", LK_PARAMETER_PATH, LK_VALUE_STRING, TRUE, N_("The visitor’s id, such as 1.12345"), NULL, NULL },
  { 0 },
};

static const LkRequestParameter realtime_chats_parameters[] = {
  { "department_id", LK_PARAMETER_QUERY, LK_VALUE_INTEGER, FALSE,
    N_("One department alone, by its numeric id"), NULL, NULL },
  { "window", LK_PARAMETER_QUERY, LK_VALUE_INTEGER, FALSE,
    N_("How many minutes back, for missed_chats and the satisfaction figures"), NULL, windows },
  { 0 },
};

static const LkRequestParameter realtime_chat_metric_parameters[] = {
  { "metric_key", LK_PARAMETER_PATH, LK_VALUE_STRING, TRUE, N_("The figure"), NULL, chat_metrics },
  { "department_id", LK_PARAMETER_QUERY, LK_VALUE_INTEGER, FALSE,
    N_("One department alone, by its numeric id"), NULL, NULL },
  { "window", LK_PARAMETER_QUERY, LK_VALUE_INTEGER, FALSE,
    N_("How many minutes back, for missed_chats and the satisfaction figures"), NULL, windows },
  { 0 },
};

static const LkRequestParameter department_filter_parameters[] = {
  { "department_id", LK_PARAMETER_QUERY, LK_VALUE_INTEGER, FALSE,
    N_("One department alone, by its numeric id"), NULL, NULL },
  { 0 },
};

static const LkRequestParameter realtime_agent_metric_parameters[] = {
  { "metric_key", LK_PARAMETER_PATH, LK_VALUE_STRING, TRUE, N_("The figure"), NULL, agent_metrics },
  { "department_id", LK_PARAMETER_QUERY, LK_VALUE_INTEGER, FALSE,
    N_("One department alone, by its numeric id"), NULL, NULL },
  { 0 },
};

/* Templates of bodies. “…” stands for what must be filled in. */
static const char account_body[] = "{\"billing\":{\"company\":\"…\"}}";

static const char my_agent_body[] = "{\"display_name\":\"…\",\"first_name\":\"…\",\"last_name\":\"…\"}";

static const char new_agent_body[] =
  "{\"email\":\"…\",\"password\":\"…\",\"first_name\":\"…\",\"last_name\":\"…\",\"display_name\":\"…\","
  "\"enabled\":1,\"role_id\":3}";

static const char agent_body[] = "{\"display_name\":\"…\",\"role_id\":3,\"enabled\":1}";

static const char address_ban_body[] = "{\"type\":\"ip_address\",\"ip_address\":\"192.0.2.1\",\"reason\":\"…\"}";

static const char visitor_ban_body[] =
  "{\"type\":\"visitor\",\"visitor_id\":\"…\",\"visitor_name\":\"…\",\"reason\":\"…\"}";

static const char offline_message_body[] =
  "{\"type\":\"offline_msg\",\"timestamp\":1444156010,\"message\":\"…\",\"visitor\":{\"id\":\"…\","
  "\"name\":\"…\",\"email\":\"…\",\"notes\":\"…\"},\"session\":{\"start_date\":\"…\",\"end_date\":\"…\",\"ip\":\"…\","
  "\"city\":\"…\",\"country_code\":\"…\",\"country_name\":\"…\",\"platform\":\"…\",\"browser\":\"…\","
  "\"user_agent\":\"…\"}}";

static const char chat_body[] =
  "{\"unread\":false,\"tags\":[\"…\"],\"visitor.name\":\"…\",\"visitor.email\":\"…\",\"visitor.phone\":\"…\","
  "\"visitor.notes\":\"…\"}";

static const char departments_body[] =
  "{\"name\":\"…\",\"description\":\"…\",\"enabled\":1,\"members\":[1,2],\"settings\":{}}";

static const char goals_body[] =
  "{\"name\":\"…\",\"description\":\"…\",\"enabled\":1,\"attribution_model\":\"first_touch\","
  "\"attribution_period\":15,\"settings\":{\"conditions\":[{\"type\":\"url\",\"operator\":\"equals\","
  "\"value\":\"https://…\"}]}}";

static const char new_client_body[] =
  "{\"name\":\"…\",\"company\":\"…\",\"redirect_uris\":\"http://localhost:8080\",\"scopes\":\"read write\","
  "\"client_type\":\"public\"}";

static const char client_type_body[] = "{\"client_type\":\"confidential\"}";

static const char roles_body[] =
  "{\"name\":\"…\",\"description\":\"…\",\"enabled\":true,\"permissions\":{\"visitors_seen\":\"account\","
  "\"proactive_chatting\":\"listen-join\",\"edit_visitor_information\":true,"
  "\"edit_visitor_notes\":true,\"view_past_chats\":\"account\",\"edit_chat_tags\":true}}";

static const char account_routing_body[] =
  "{\"routing_mode\":\"assigned\",\"chat_limit\":{\"enabled\":true,\"limit\":3,"
  "\"limit_type\":\"account\",\"allow_agent_override\":false},\"skill_routing\":{\"enabled\":false,"
  "\"max_wait_time\":30},\"reassignment\":{\"enabled\":true},\"auto_idle\":{\"enabled\":false},"
  "\"auto_accept\":{\"enabled\":false}}";

static const char agent_routing_body[] = "{\"chat_limit\":{\"enabled\":true,\"limit\":3},\"skills\":[1]}";

static const char my_routing_body[] = "{\"chat_limit\":{\"limit\":3}}";

static const char shortcuts_body[] =
  "{\"name\":\"help\",\"message\":\"…\",\"options\":\"Yes/No\",\"tags\":[\"…\"],\"scope\":\"all\","
  "\"departments\":[],\"agents\":[]}";

static const char skills_body[] = "{\"name\":\"…\",\"description\":\"…\",\"enabled\":true,\"members\":[1,2]}";

static const char new_trigger_body[] =
  "{\"name\":\"…\",\"description\":\"…\",\"enabled\":1,\"definition\":{\"event\":\"chat_requested\","
  "\"condition\":[\"and\",[\"eq\",\"@visitor_served\",false],[\"stillOnSite\",60]],"
  "\"actions\":[[\"setTriggered\",true],[\"sendMessageToVisitor\",\"Customer Service\",\"…\"]]}}";

static const char trigger_body[] = "{\"name\":\"…\",\"description\":\"…\",\"enabled\":0}";

static const char visitors_body[] = "{\"name\":\"…\",\"email\":\"…\",\"phone\":\"…\",\"notes\":\"…\"}";

static const LkRequest requests[] = {
  { "account.show", LK_REQUEST_GROUP_ACCOUNT, N_("Account and plan"),
    LK_REQUEST_BASE_REST, "GET", "account", NULL, NULL,
    LK_PAGING_NONE, NULL, LK_RIGHTS_ADMINISTRATOR, LK_AVAILABLE_ALWAYS, LK_RISK_READS, LK_CERTAINTY_DOCUMENTED,
    N_("“plan” names the limits, and whether the API may be used at all.") },
  { "account.update", LK_REQUEST_GROUP_ACCOUNT, N_("Change the account"),
    LK_REQUEST_BASE_REST, "PUT", "account", NULL, account_body,
    LK_PAGING_NONE, NULL, LK_RIGHTS_ADMINISTRATOR, LK_AVAILABLE_STANDALONE, LK_RISK_CHANGES, LK_CERTAINTY_SEEN,
    NULL },
  { "agents.list", LK_REQUEST_GROUP_AGENTS, N_("Agents"),
    LK_REQUEST_BASE_REST, "GET", "agents", agents_list_parameters, NULL,
    LK_PAGING_SINCE_ID, NULL, LK_RIGHTS_ADMINISTRATOR, LK_AVAILABLE_ALWAYS, LK_RISK_READS, LK_CERTAINTY_DOCUMENTED,
    NULL },
  { "agents.show", LK_REQUEST_GROUP_AGENTS, N_("One agent"),
    LK_REQUEST_BASE_REST, "GET", "agents/{agent_id}", agent_id_parameters, NULL,
    LK_PAGING_NONE, NULL, LK_RIGHTS_ADMINISTRATOR, LK_AVAILABLE_ALWAYS, LK_RISK_READS, LK_CERTAINTY_DOCUMENTED,
    NULL },
  { "agents.by-email", LK_REQUEST_GROUP_AGENTS, N_("Agent by e-mail"),
    LK_REQUEST_BASE_REST, "GET", "agents/email/{email}", email_parameters, NULL,
    LK_PAGING_NONE, NULL, LK_RIGHTS_ADMINISTRATOR, LK_AVAILABLE_ALWAYS, LK_RISK_READS, LK_CERTAINTY_SEEN,
    NULL },
  { "agents.me", LK_REQUEST_GROUP_AGENTS, N_("Who am I"),
    LK_REQUEST_BASE_REST, "GET", "agents/me", NULL, NULL,
    LK_PAGING_NONE, NULL, LK_RIGHTS_AGENT, LK_AVAILABLE_ALWAYS, LK_RISK_READS, LK_CERTAINTY_DOCUMENTED,
    NULL },
  { "agents.update-me", LK_REQUEST_GROUP_AGENTS, N_("Change myself"),
    LK_REQUEST_BASE_REST, "PUT", "agents/me", NULL, my_agent_body,
    LK_PAGING_NONE, NULL, LK_RIGHTS_AGENT, LK_AVAILABLE_STANDALONE, LK_RISK_CHANGES, LK_CERTAINTY_SEEN,
    NULL },
  { "agents.create", LK_REQUEST_GROUP_AGENTS, N_("New agent"),
    LK_REQUEST_BASE_REST, "POST", "agents", NULL, new_agent_body,
    LK_PAGING_NONE, NULL, LK_RIGHTS_ADMINISTRATOR, LK_AVAILABLE_STANDALONE, LK_RISK_CREATES, LK_CERTAINTY_DOCUMENTED,
    N_("The password is needed here and nowhere else.") },
  { "agents.update", LK_REQUEST_GROUP_AGENTS, N_("Change an agent"),
    LK_REQUEST_BASE_REST, "PUT", "agents/{agent_id}", agent_id_parameters, agent_body,
    LK_PAGING_NONE, NULL, LK_RIGHTS_ADMINISTRATOR, LK_AVAILABLE_STANDALONE, LK_RISK_CHANGES, LK_CERTAINTY_SEEN,
    N_("An id inside the body is refused.") },
  { "agents.delete", LK_REQUEST_GROUP_AGENTS, N_("Delete an agent"),
    LK_REQUEST_BASE_REST, "DELETE", "agents/{agent_id}", agent_id_parameters, NULL,
    LK_PAGING_NONE, NULL, LK_RIGHTS_ADMINISTRATOR, LK_AVAILABLE_STANDALONE, LK_RISK_DESTROYS, LK_CERTAINTY_SEEN,
    NULL },
  { "agents.delete-shortcuts", LK_REQUEST_GROUP_AGENTS, N_("Delete an agent's shortcuts"),
    LK_REQUEST_BASE_REST, "DELETE", "agents/{agent_id}/shortcuts", agent_id_parameters, NULL,
    LK_PAGING_NONE, NULL, LK_RIGHTS_ADMINISTRATOR, LK_AVAILABLE_ALWAYS, LK_RISK_DESTROYS, LK_CERTAINTY_SEEN,
    NULL },
  { "bans.list", LK_REQUEST_GROUP_BANS, N_("Bans"),
    LK_REQUEST_BASE_REST, "GET", "bans", agents_list_parameters, NULL,
    LK_PAGING_SINCE_ID, NULL, LK_RIGHTS_ADMINISTRATOR, LK_AVAILABLE_ALWAYS, LK_RISK_READS, LK_CERTAINTY_DOCUMENTED,
    NULL },
  { "bans.ip", LK_REQUEST_GROUP_BANS, N_("Banned IP addresses"),
    LK_REQUEST_BASE_REST, "GET", "bans/ip", NULL, NULL,
    LK_PAGING_NONE, NULL, LK_RIGHTS_ADMINISTRATOR, LK_AVAILABLE_ALWAYS, LK_RISK_READS, LK_CERTAINTY_SEEN,
    NULL },
  { "bans.show", LK_REQUEST_GROUP_BANS, N_("One ban"),
    LK_REQUEST_BASE_REST, "GET", "bans/{ban_id}", ban_id_parameters, NULL,
    LK_PAGING_NONE, NULL, LK_RIGHTS_ADMINISTRATOR, LK_AVAILABLE_ALWAYS, LK_RISK_READS, LK_CERTAINTY_DOCUMENTED,
    NULL },
  { "bans.create-ip", LK_REQUEST_GROUP_BANS, N_("Ban an IP address"),
    LK_REQUEST_BASE_REST, "POST", "bans", NULL, address_ban_body,
    LK_PAGING_NONE, NULL, LK_RIGHTS_ADMINISTRATOR, LK_AVAILABLE_ALWAYS, LK_RISK_CREATES, LK_CERTAINTY_DOCUMENTED,
    NULL },
  { "bans.create-visitor", LK_REQUEST_GROUP_BANS, N_("Ban a visitor"),
    LK_REQUEST_BASE_REST, "POST", "bans", NULL, visitor_ban_body,
    LK_PAGING_NONE, NULL, LK_RIGHTS_ADMINISTRATOR, LK_AVAILABLE_ALWAYS, LK_RISK_CREATES, LK_CERTAINTY_DOCUMENTED,
    NULL },
  { "bans.delete", LK_REQUEST_GROUP_BANS, N_("Lift a ban"),
    LK_REQUEST_BASE_REST, "DELETE", "bans/{ban_id}", ban_id_parameters, NULL,
    LK_PAGING_NONE, NULL, LK_RIGHTS_ADMINISTRATOR, LK_AVAILABLE_ALWAYS, LK_RISK_CHANGES, LK_CERTAINTY_DOCUMENTED,
    NULL },
  { "chats.list", LK_REQUEST_GROUP_CHATS, N_("Chats"),
    LK_REQUEST_BASE_REST, "GET", "chats", NULL, NULL,
    LK_PAGING_NEXT_URL, "chats", LK_RIGHTS_ADMINISTRATOR, LK_AVAILABLE_ALWAYS, LK_RISK_READS, LK_CERTAINTY_DOCUMENTED,
    NULL },
  { "chats.show", LK_REQUEST_GROUP_CHATS, N_("One chat"),
    LK_REQUEST_BASE_REST, "GET", "chats/{chat_id}", chat_id_parameters, NULL,
    LK_PAGING_NONE, NULL, LK_RIGHTS_ADMINISTRATOR, LK_AVAILABLE_ALWAYS, LK_RISK_READS, LK_CERTAINTY_DOCUMENTED,
    NULL },
  { "chats.by-ids", LK_REQUEST_GROUP_CHATS, N_("Chats by id"),
    LK_REQUEST_BASE_REST, "GET", "chats", ids_parameters, NULL,
    LK_PAGING_NONE, NULL, LK_RIGHTS_ADMINISTRATOR, LK_AVAILABLE_ALWAYS, LK_RISK_READS, LK_CERTAINTY_SEEN,
    NULL },
  { "chats.search", LK_REQUEST_GROUP_CHATS, N_("Search chats"),
    LK_REQUEST_BASE_REST, "GET", "chats/search", q_parameters, NULL,
    LK_PAGING_NEXT_URL, "results", LK_RIGHTS_ADMINISTRATOR, LK_AVAILABLE_ALWAYS, LK_RISK_READS, LK_CERTAINTY_SEEN,
    N_("Nothing is found past page 251: search a shorter time.") },
  { "chats.create", LK_REQUEST_GROUP_CHATS, N_("New offline message"),
    LK_REQUEST_BASE_REST, "POST", "chats", NULL, offline_message_body,
    LK_PAGING_NONE, NULL, LK_RIGHTS_ADMINISTRATOR, LK_AVAILABLE_ALWAYS, LK_RISK_CREATES, LK_CERTAINTY_SEEN,
    N_("Only offline messages can be made, and their visitor must exist. visitor.notes may not be missing.") },
  { "chats.update", LK_REQUEST_GROUP_CHATS, N_("Change a chat"),
    LK_REQUEST_BASE_REST, "PUT", "chats/{chat_id}", chat_id_parameters, chat_body,
    LK_PAGING_NONE, NULL, LK_RIGHTS_ADMINISTRATOR, LK_AVAILABLE_ALWAYS, LK_RISK_CHANGES, LK_CERTAINTY_SEEN,
    N_("Members of the visitor are written with a dot, such as visitor.name.") },
  { "chats.delete", LK_REQUEST_GROUP_CHATS, N_("Delete a chat"),
    LK_REQUEST_BASE_REST, "DELETE", "chats/{chat_id}", chat_id_parameters, NULL,
    LK_PAGING_NONE, NULL, LK_RIGHTS_ADMINISTRATOR, LK_AVAILABLE_ALWAYS, LK_RISK_DESTROYS, LK_CERTAINTY_SEEN,
    NULL },
  { "chats.bulk-delete", LK_REQUEST_GROUP_CHATS, N_("Delete chats by id"),
    LK_REQUEST_BASE_REST, "DELETE", "chats", ids_parameters, NULL,
    LK_PAGING_NONE, NULL, LK_RIGHTS_ADMINISTRATOR, LK_AVAILABLE_ALWAYS, LK_RISK_DESTROYS, LK_CERTAINTY_SEEN,
    N_("Never sent without ids.") },
  { "departments.list", LK_REQUEST_GROUP_DEPARTMENTS, N_("Departments"),
    LK_REQUEST_BASE_REST, "GET", "departments", NULL, NULL,
    LK_PAGING_NONE, NULL, LK_RIGHTS_ADMINISTRATOR, LK_AVAILABLE_ALWAYS, LK_RISK_READS, LK_CERTAINTY_DOCUMENTED,
    N_("With messaging, departments are groups, and are made in Support.") },
  { "departments.show", LK_REQUEST_GROUP_DEPARTMENTS, N_("One department"),
    LK_REQUEST_BASE_REST, "GET", "departments/{department_id}", department_id_parameters, NULL,
    LK_PAGING_NONE, NULL, LK_RIGHTS_ADMINISTRATOR, LK_AVAILABLE_ALWAYS, LK_RISK_READS, LK_CERTAINTY_DOCUMENTED,
    NULL },
  { "departments.by-name", LK_REQUEST_GROUP_DEPARTMENTS, N_("Department by name"),
    LK_REQUEST_BASE_REST, "GET", "departments/name/{department_name}", department_name_parameters, NULL,
    LK_PAGING_NONE, NULL, LK_RIGHTS_ADMINISTRATOR, LK_AVAILABLE_ALWAYS, LK_RISK_READS, LK_CERTAINTY_DOCUMENTED,
    NULL },
  { "departments.create", LK_REQUEST_GROUP_DEPARTMENTS, N_("New department"),
    LK_REQUEST_BASE_REST, "POST", "departments", NULL, departments_body,
    LK_PAGING_NONE, NULL, LK_RIGHTS_ADMINISTRATOR, LK_AVAILABLE_ALWAYS, LK_RISK_CREATES, LK_CERTAINTY_DOCUMENTED,
    N_("With messaging, departments are groups, and are made in Support.") },
  { "departments.update", LK_REQUEST_GROUP_DEPARTMENTS, N_("Change a department"),
    LK_REQUEST_BASE_REST, "PUT", "departments/{department_id}", department_id_parameters, departments_body,
    LK_PAGING_NONE, NULL, LK_RIGHTS_ADMINISTRATOR, LK_AVAILABLE_ALWAYS, LK_RISK_CHANGES, LK_CERTAINTY_SEEN,
    NULL },
  { "departments.update-by-name", LK_REQUEST_GROUP_DEPARTMENTS, N_("Change a department by name"),
    LK_REQUEST_BASE_REST, "PUT", "departments/name/{department_name}", department_name_parameters, departments_body,
    LK_PAGING_NONE, NULL, LK_RIGHTS_ADMINISTRATOR, LK_AVAILABLE_ALWAYS, LK_RISK_CHANGES, LK_CERTAINTY_SEEN,
    NULL },
  { "departments.delete", LK_REQUEST_GROUP_DEPARTMENTS, N_("Delete a department"),
    LK_REQUEST_BASE_REST, "DELETE", "departments/{department_id}", department_id_parameters, NULL,
    LK_PAGING_NONE, NULL, LK_RIGHTS_ADMINISTRATOR, LK_AVAILABLE_ALWAYS, LK_RISK_DESTROYS, LK_CERTAINTY_SEEN,
    NULL },
  { "departments.delete-by-name", LK_REQUEST_GROUP_DEPARTMENTS, N_("Delete a department by name"),
    LK_REQUEST_BASE_REST, "DELETE", "departments/name/{department_name}", department_name_parameters, NULL,
    LK_PAGING_NONE, NULL, LK_RIGHTS_ADMINISTRATOR, LK_AVAILABLE_ALWAYS, LK_RISK_DESTROYS, LK_CERTAINTY_SEEN,
    NULL },
  { "goals.list", LK_REQUEST_GROUP_GOALS, N_("Goals"),
    LK_REQUEST_BASE_REST, "GET", "goals", NULL, NULL,
    LK_PAGING_NONE, NULL, LK_RIGHTS_ADMINISTRATOR, LK_AVAILABLE_ALWAYS, LK_RISK_READS, LK_CERTAINTY_DOCUMENTED,
    NULL },
  { "goals.show", LK_REQUEST_GROUP_GOALS, N_("One goal"),
    LK_REQUEST_BASE_REST, "GET", "goals/{goal_id}", goal_id_parameters, NULL,
    LK_PAGING_NONE, NULL, LK_RIGHTS_ADMINISTRATOR, LK_AVAILABLE_ALWAYS, LK_RISK_READS, LK_CERTAINTY_DOCUMENTED,
    NULL },
  { "goals.create", LK_REQUEST_GROUP_GOALS, N_("New goal"),
    LK_REQUEST_BASE_REST, "POST", "goals", NULL, goals_body,
    LK_PAGING_NONE, NULL, LK_RIGHTS_ADMINISTRATOR, LK_AVAILABLE_ALWAYS, LK_RISK_CREATES, LK_CERTAINTY_DOCUMENTED,
    N_("Five goals can be active at once. attribution_model is first_touch or last_touch, attribution_period 1 "
       "to 30 days.") },
  { "goals.update", LK_REQUEST_GROUP_GOALS, N_("Change a goal"),
    LK_REQUEST_BASE_REST, "PUT", "goals/{goal_id}", goal_id_parameters, goals_body,
    LK_PAGING_NONE, NULL, LK_RIGHTS_ADMINISTRATOR, LK_AVAILABLE_ALWAYS, LK_RISK_CHANGES, LK_CERTAINTY_SEEN,
    NULL },
  { "goals.delete", LK_REQUEST_GROUP_GOALS, N_("Delete a goal"),
    LK_REQUEST_BASE_REST, "DELETE", "goals/{goal_id}", goal_id_parameters, NULL,
    LK_PAGING_NONE, NULL, LK_RIGHTS_ADMINISTRATOR, LK_AVAILABLE_ALWAYS, LK_RISK_DESTROYS, LK_CERTAINTY_SEEN,
    NULL },
  { "incremental.chats", LK_REQUEST_GROUP_EXPORTS, N_("Export: chats"),
    LK_REQUEST_BASE_REST, "GET", "incremental/chats", incremental_chats_parameters, NULL,
    LK_PAGING_NEXT_PAGE, "chats", LK_RIGHTS_ADMINISTRATOR, LK_AVAILABLE_ALWAYS, LK_RISK_READS, LK_CERTAINTY_DOCUMENTED,
    N_("A chat that has changed comes again. The last one of its id is right.") },
  { "incremental.agent-timeline", LK_REQUEST_GROUP_EXPORTS, N_("Export: agent timeline"),
    LK_REQUEST_BASE_REST, "GET", "incremental/agent_timeline", incremental_agent_timeline_parameters, NULL,
    LK_PAGING_NEXT_PAGE, "agent_timeline", LK_RIGHTS_ADMINISTRATOR, LK_AVAILABLE_ALWAYS,
    LK_RISK_READS, LK_CERTAINTY_DOCUMENTED,
    N_("Times are in microseconds here.") },
  { "incremental.conversions", LK_REQUEST_GROUP_EXPORTS, N_("Export: conversions"),
    LK_REQUEST_BASE_REST, "GET", "incremental/conversions", incremental_conversions_parameters, NULL,
    LK_PAGING_NEXT_PAGE, "conversions", LK_RIGHTS_ADMINISTRATOR, LK_AVAILABLE_ALWAYS,
    LK_RISK_READS, LK_CERTAINTY_DOCUMENTED,
    NULL },
  { "incremental.department-events", LK_REQUEST_GROUP_EXPORTS, N_("Export: department events"),
    LK_REQUEST_BASE_REST, "GET", "incremental/department_events", incremental_department_events_parameters, NULL,
    LK_PAGING_NEXT_PAGE, "department_events", LK_RIGHTS_ADMINISTRATOR, LK_AVAILABLE_ALWAYS,
    LK_RISK_READS, LK_CERTAINTY_DOCUMENTED,
    NULL },
  { "incremental.agent-events", LK_REQUEST_GROUP_EXPORTS, N_("Export: agent events"),
    LK_REQUEST_BASE_REST, "GET", "incremental/agent_events", incremental_agent_events_parameters, NULL,
    LK_PAGING_NEXT_PAGE, "agent_events", LK_RIGHTS_ADMINISTRATOR, LK_AVAILABLE_LIMITED,
    LK_RISK_READS, LK_CERTAINTY_DOCUMENTED,
    N_("Not every account has it.") },
  { "oauth.clients.list", LK_REQUEST_GROUP_OAUTH, N_("OAuth clients"),
    LK_REQUEST_BASE_REST, "GET", "oauth/clients", NULL, NULL,
    LK_PAGING_NONE, NULL, LK_RIGHTS_ADMINISTRATOR, LK_AVAILABLE_ALWAYS, LK_RISK_READS, LK_CERTAINTY_DOCUMENTED,
    N_("client_secret is masked.") },
  { "oauth.clients.show", LK_REQUEST_GROUP_OAUTH, N_("One OAuth client"),
    LK_REQUEST_BASE_REST, "GET", "oauth/clients/{client_id}", client_id_parameters, NULL,
    LK_PAGING_NONE, NULL, LK_RIGHTS_ADMINISTRATOR, LK_AVAILABLE_ALWAYS, LK_RISK_READS, LK_CERTAINTY_SEEN,
    NULL },
  { "oauth.clients.create", LK_REQUEST_GROUP_OAUTH, N_("New OAuth client"),
    LK_REQUEST_BASE_REST, "POST", "oauth/clients", NULL, new_client_body,
    LK_PAGING_NONE, NULL, LK_RIGHTS_ADMINISTRATOR, LK_AVAILABLE_ALWAYS, LK_RISK_CREATES, LK_CERTAINTY_DOCUMENTED,
    N_("name, redirect_uris and scopes are needed. The whole secret is in this answer and never again.") },
  { "oauth.clients.update", LK_REQUEST_GROUP_OAUTH, N_("Change an OAuth client"),
    LK_REQUEST_BASE_REST, "PUT", "oauth/clients/{client_id}", client_id_parameters, client_type_body,
    LK_PAGING_NONE, NULL, LK_RIGHTS_ADMINISTRATOR, LK_AVAILABLE_ALWAYS, LK_RISK_CHANGES, LK_CERTAINTY_DOCUMENTED,
    N_("Saving the client in the dashboard makes it public again.") },
  { "oauth.clients.delete", LK_REQUEST_GROUP_OAUTH, N_("Delete an OAuth client"),
    LK_REQUEST_BASE_REST, "DELETE", "oauth/clients/{client_id}", client_id_parameters, NULL,
    LK_PAGING_NONE, NULL, LK_RIGHTS_ADMINISTRATOR, LK_AVAILABLE_ALWAYS, LK_RISK_DESTROYS, LK_CERTAINTY_SEEN,
    N_("Every integration that uses it stops.") },
  { "oauth.clients.generate", LK_REQUEST_GROUP_OAUTH, N_("New client secret"),
    LK_REQUEST_BASE_REST, "PUT", "oauth/clients/{client_id}/generate_secret", client_id_parameters, NULL,
    LK_PAGING_NONE, NULL, LK_RIGHTS_ADMINISTRATOR, LK_AVAILABLE_ALWAYS, LK_RISK_DESTROYS, LK_CERTAINTY_UNCERTAIN,
    N_("The old secret ends at once.") },
  { "oauth.tokens.list", LK_REQUEST_GROUP_OAUTH, N_("OAuth tokens"),
    LK_REQUEST_BASE_REST, "GET", "oauth/tokens", NULL, NULL,
    LK_PAGING_NONE, NULL, LK_RIGHTS_ADMINISTRATOR, LK_AVAILABLE_ALWAYS, LK_RISK_READS, LK_CERTAINTY_DOCUMENTED,
    N_("Whole tokens are in the answer. They are not shown.") },
  { "oauth.tokens.delete", LK_REQUEST_GROUP_OAUTH, N_("Revoke a token"),
    LK_REQUEST_BASE_REST, "DELETE", "oauth/tokens/{token_id}", token_id_parameters, NULL,
    LK_PAGING_NONE, NULL, LK_RIGHTS_ADMINISTRATOR, LK_AVAILABLE_ALWAYS, LK_RISK_DESTROYS, LK_CERTAINTY_SEEN,
    NULL },
  { "roles.list", LK_REQUEST_GROUP_ROLES, N_("Roles"),
    LK_REQUEST_BASE_REST, "GET", "roles", NULL, NULL,
    LK_PAGING_NONE, NULL, LK_RIGHTS_ADMINISTRATOR, LK_AVAILABLE_ALWAYS, LK_RISK_READS, LK_CERTAINTY_DOCUMENTED,
    NULL },
  { "roles.show", LK_REQUEST_GROUP_ROLES, N_("One role"),
    LK_REQUEST_BASE_REST, "GET", "roles/{role_id}", role_id_parameters, NULL,
    LK_PAGING_NONE, NULL, LK_RIGHTS_ADMINISTRATOR, LK_AVAILABLE_ALWAYS, LK_RISK_READS, LK_CERTAINTY_DOCUMENTED,
    NULL },
  { "roles.create", LK_REQUEST_GROUP_ROLES, N_("New role"),
    LK_REQUEST_BASE_REST, "POST", "roles", NULL, roles_body,
    LK_PAGING_NONE, NULL, LK_RIGHTS_ADMINISTRATOR, LK_AVAILABLE_ALWAYS, LK_RISK_CREATES, LK_CERTAINTY_SEEN,
    N_("visitors_seen is account, department or own; proactive_chatting is listen-join, listen or own; "
       "view_past_chats is account, department, own or none.") },
  { "roles.update", LK_REQUEST_GROUP_ROLES, N_("Change a role"),
    LK_REQUEST_BASE_REST, "PUT", "roles/{role_id}", role_id_parameters, roles_body,
    LK_PAGING_NONE, NULL, LK_RIGHTS_ADMINISTRATOR, LK_AVAILABLE_ALWAYS, LK_RISK_CHANGES, LK_CERTAINTY_SEEN,
    N_("Owner and Administrator cannot be changed.") },
  { "roles.delete", LK_REQUEST_GROUP_ROLES, N_("Delete a role"),
    LK_REQUEST_BASE_REST, "DELETE", "roles/{role_id}", role_id_parameters, NULL,
    LK_PAGING_NONE, NULL, LK_RIGHTS_ADMINISTRATOR, LK_AVAILABLE_ALWAYS, LK_RISK_DESTROYS, LK_CERTAINTY_SEEN,
    NULL },
  { "routing.account", LK_REQUEST_GROUP_ROUTING, N_("Routing of the account"),
    LK_REQUEST_BASE_REST, "GET", "routing_settings/account", NULL, NULL,
    LK_PAGING_NONE, NULL, LK_RIGHTS_ADMINISTRATOR, LK_AVAILABLE_ALWAYS, LK_RISK_READS, LK_CERTAINTY_DOCUMENTED,
    NULL },
  { "routing.account-update", LK_REQUEST_GROUP_ROUTING, N_("Change the account's routing"),
    LK_REQUEST_BASE_REST, "PATCH", "routing_settings/account", NULL, account_routing_body,
    LK_PAGING_NONE, NULL, LK_RIGHTS_ADMINISTRATOR, LK_AVAILABLE_ALWAYS, LK_RISK_CHANGES, LK_CERTAINTY_DOCUMENTED,
    N_("routing_mode is broadcast, assigned or hybrid; limit 0 to 20; limit_type account or agent; "
       "max_wait_time 5 to 300 seconds.") },
  { "routing.agents", LK_REQUEST_GROUP_ROUTING, N_("Routing of all agents"),
    LK_REQUEST_BASE_REST, "GET", "routing_settings/agents", NULL, NULL,
    LK_PAGING_NONE, "data", LK_RIGHTS_ADMINISTRATOR, LK_AVAILABLE_ALWAYS, LK_RISK_READS, LK_CERTAINTY_SEEN,
    NULL },
  { "routing.agent", LK_REQUEST_GROUP_ROUTING, N_("Routing of one agent"),
    LK_REQUEST_BASE_REST, "GET", "routing_settings/agents/{agent_id}", agent_id_parameters, NULL,
    LK_PAGING_NONE, NULL, LK_RIGHTS_ADMINISTRATOR, LK_AVAILABLE_ALWAYS, LK_RISK_READS, LK_CERTAINTY_SEEN,
    NULL },
  { "routing.agent-update", LK_REQUEST_GROUP_ROUTING, N_("Change an agent's routing"),
    LK_REQUEST_BASE_REST, "PATCH", "routing_settings/agents/{agent_id}", agent_id_parameters, agent_routing_body,
    LK_PAGING_NONE, NULL, LK_RIGHTS_ADMINISTRATOR, LK_AVAILABLE_ALWAYS, LK_RISK_CHANGES, LK_CERTAINTY_SEEN,
    NULL },
  { "routing.me", LK_REQUEST_GROUP_ROUTING, N_("My routing"),
    LK_REQUEST_BASE_REST, "GET", "routing_settings/agents/me", NULL, NULL,
    LK_PAGING_NONE, NULL, LK_RIGHTS_AGENT, LK_AVAILABLE_ALWAYS, LK_RISK_READS, LK_CERTAINTY_SEEN,
    NULL },
  { "routing.me-update", LK_REQUEST_GROUP_ROUTING, N_("Change my routing"),
    LK_REQUEST_BASE_REST, "PATCH", "routing_settings/agents/me", NULL, my_routing_body,
    LK_PAGING_NONE, NULL, LK_RIGHTS_AGENT, LK_AVAILABLE_ALWAYS, LK_RISK_CHANGES, LK_CERTAINTY_SEEN,
    NULL },
  { "shortcuts.list", LK_REQUEST_GROUP_SHORTCUTS, N_("Shortcuts"),
    LK_REQUEST_BASE_REST, "GET", "shortcuts", NULL, NULL,
    LK_PAGING_NONE, NULL, LK_RIGHTS_AGENT, LK_AVAILABLE_ALWAYS, LK_RISK_READS, LK_CERTAINTY_DOCUMENTED,
    NULL },
  { "shortcuts.show", LK_REQUEST_GROUP_SHORTCUTS, N_("One shortcut"),
    LK_REQUEST_BASE_REST, "GET", "shortcuts/{shortcut_id}", shortcut_id_parameters, NULL,
    LK_PAGING_NONE, NULL, LK_RIGHTS_ADMINISTRATOR, LK_AVAILABLE_ALWAYS, LK_RISK_READS, LK_CERTAINTY_DOCUMENTED,
    NULL },
  { "shortcuts.create", LK_REQUEST_GROUP_SHORTCUTS, N_("New shortcut"),
    LK_REQUEST_BASE_REST, "POST", "shortcuts", NULL, shortcuts_body,
    LK_PAGING_NONE, NULL, LK_RIGHTS_ADMINISTRATOR, LK_AVAILABLE_ALWAYS, LK_RISK_CREATES, LK_CERTAINTY_DOCUMENTED,
    N_("name and message are needed. A name has no slash, backslash or dollar sign; scope is all, agent or "
       "department. 15,000 at most.") },
  { "shortcuts.update", LK_REQUEST_GROUP_SHORTCUTS, N_("Change a shortcut"),
    LK_REQUEST_BASE_REST, "PUT", "shortcuts/{shortcut_id}", shortcut_id_parameters, shortcuts_body,
    LK_PAGING_NONE, NULL, LK_RIGHTS_ADMINISTRATOR, LK_AVAILABLE_ALWAYS, LK_RISK_CHANGES, LK_CERTAINTY_SEEN,
    NULL },
  { "shortcuts.delete", LK_REQUEST_GROUP_SHORTCUTS, N_("Delete a shortcut"),
    LK_REQUEST_BASE_REST, "DELETE", "shortcuts/{shortcut_id}", shortcut_id_parameters, NULL,
    LK_PAGING_NONE, NULL, LK_RIGHTS_ADMINISTRATOR, LK_AVAILABLE_ALWAYS, LK_RISK_DESTROYS, LK_CERTAINTY_SEEN,
    NULL },
  { "skills.list", LK_REQUEST_GROUP_SKILLS, N_("Skills"),
    LK_REQUEST_BASE_REST, "GET", "skills", NULL, NULL,
    LK_PAGING_NONE, NULL, LK_RIGHTS_ADMINISTRATOR, LK_AVAILABLE_ALWAYS, LK_RISK_READS, LK_CERTAINTY_SEEN,
    NULL },
  { "skills.show", LK_REQUEST_GROUP_SKILLS, N_("One skill"),
    LK_REQUEST_BASE_REST, "GET", "skills/{skill_id}", skill_id_parameters, NULL,
    LK_PAGING_NONE, NULL, LK_RIGHTS_ADMINISTRATOR, LK_AVAILABLE_ALWAYS, LK_RISK_READS, LK_CERTAINTY_SEEN,
    NULL },
  { "skills.by-name", LK_REQUEST_GROUP_SKILLS, N_("Skill by name"),
    LK_REQUEST_BASE_REST, "GET", "skills/name/{skill_name}", skill_name_parameters, NULL,
    LK_PAGING_NONE, NULL, LK_RIGHTS_ADMINISTRATOR, LK_AVAILABLE_ALWAYS, LK_RISK_READS, LK_CERTAINTY_SEEN,
    NULL },
  { "skills.create", LK_REQUEST_GROUP_SKILLS, N_("New skill"),
    LK_REQUEST_BASE_REST, "POST", "skills", NULL, skills_body,
    LK_PAGING_NONE, NULL, LK_RIGHTS_ADMINISTRATOR, LK_AVAILABLE_ALWAYS, LK_RISK_CREATES, LK_CERTAINTY_SEEN,
    NULL },
  { "skills.update", LK_REQUEST_GROUP_SKILLS, N_("Change a skill"),
    LK_REQUEST_BASE_REST, "PUT", "skills/{skill_id}", skill_id_parameters, skills_body,
    LK_PAGING_NONE, NULL, LK_RIGHTS_ADMINISTRATOR, LK_AVAILABLE_ALWAYS, LK_RISK_CHANGES, LK_CERTAINTY_SEEN,
    NULL },
  { "skills.update-by-name", LK_REQUEST_GROUP_SKILLS, N_("Change a skill by name"),
    LK_REQUEST_BASE_REST, "PUT", "skills/name/{skill_name}", skill_name_parameters, skills_body,
    LK_PAGING_NONE, NULL, LK_RIGHTS_ADMINISTRATOR, LK_AVAILABLE_ALWAYS, LK_RISK_CHANGES, LK_CERTAINTY_SEEN,
    NULL },
  { "skills.delete", LK_REQUEST_GROUP_SKILLS, N_("Delete a skill"),
    LK_REQUEST_BASE_REST, "DELETE", "skills/{skill_id}", skill_id_parameters, NULL,
    LK_PAGING_NONE, NULL, LK_RIGHTS_ADMINISTRATOR, LK_AVAILABLE_ALWAYS, LK_RISK_DESTROYS, LK_CERTAINTY_SEEN,
    NULL },
  { "skills.delete-by-name", LK_REQUEST_GROUP_SKILLS, N_("Delete a skill by name"),
    LK_REQUEST_BASE_REST, "DELETE", "skills/name/{skill_name}", skill_name_parameters, NULL,
    LK_PAGING_NONE, NULL, LK_RIGHTS_ADMINISTRATOR, LK_AVAILABLE_ALWAYS, LK_RISK_DESTROYS, LK_CERTAINTY_SEEN,
    NULL },
  { "triggers.list", LK_REQUEST_GROUP_TRIGGERS, N_("Triggers"),
    LK_REQUEST_BASE_REST, "GET", "triggers", NULL, NULL,
    LK_PAGING_NONE, NULL, LK_RIGHTS_ADMINISTRATOR, LK_AVAILABLE_ALWAYS, LK_RISK_READS, LK_CERTAINTY_DOCUMENTED,
    NULL },
  { "triggers.show", LK_REQUEST_GROUP_TRIGGERS, N_("One trigger"),
    LK_REQUEST_BASE_REST, "GET", "triggers/{trigger}", trigger_parameters, NULL,
    LK_PAGING_NONE, NULL, LK_RIGHTS_ADMINISTRATOR, LK_AVAILABLE_ALWAYS, LK_RISK_READS, LK_CERTAINTY_SEEN,
    NULL },
  { "triggers.create", LK_REQUEST_GROUP_TRIGGERS, N_("New trigger"),
    LK_REQUEST_BASE_REST, "POST", "triggers", NULL, new_trigger_body,
    LK_PAGING_NONE, NULL, LK_RIGHTS_ADMINISTRATOR, LK_AVAILABLE_ALWAYS, LK_RISK_CREATES, LK_CERTAINTY_SEEN,
    N_("Events are page_enter, chat_requested and chat_message.") },
  { "triggers.update", LK_REQUEST_GROUP_TRIGGERS, N_("Change a trigger"),
    LK_REQUEST_BASE_REST, "PUT", "triggers/{trigger}", trigger_parameters, trigger_body,
    LK_PAGING_NONE, NULL, LK_RIGHTS_ADMINISTRATOR, LK_AVAILABLE_ALWAYS, LK_RISK_CHANGES, LK_CERTAINTY_SEEN,
    N_("The definition cannot be changed.") },
  { "triggers.delete", LK_REQUEST_GROUP_TRIGGERS, N_("Delete a trigger"),
    LK_REQUEST_BASE_REST, "DELETE", "triggers/{trigger}", trigger_parameters, NULL,
    LK_PAGING_NONE, NULL, LK_RIGHTS_ADMINISTRATOR, LK_AVAILABLE_ALWAYS, LK_RISK_DESTROYS, LK_CERTAINTY_SEEN,
    NULL },
  { "visitors.show", LK_REQUEST_GROUP_VISITORS, N_("One visitor"),
    LK_REQUEST_BASE_REST, "GET", "visitors/{visitor_id}", visitor_id_parameters, NULL,
    LK_PAGING_NONE, NULL, LK_RIGHTS_ADMINISTRATOR, LK_AVAILABLE_ALWAYS, LK_RISK_READS, LK_CERTAINTY_DOCUMENTED,
    NULL },
  { "visitors.create", LK_REQUEST_GROUP_VISITORS, N_("New visitor"),
    LK_REQUEST_BASE_REST, "POST", "visitors", NULL, visitors_body,
    LK_PAGING_NONE, NULL, LK_RIGHTS_ADMINISTRATOR, LK_AVAILABLE_ALWAYS, LK_RISK_CREATES, LK_CERTAINTY_DOCUMENTED,
    NULL },
  { "visitors.update", LK_REQUEST_GROUP_VISITORS, N_("Change a visitor"),
    LK_REQUEST_BASE_REST, "PUT", "visitors/{visitor_id}", visitor_id_parameters, visitors_body,
    LK_PAGING_NONE, NULL, LK_RIGHTS_ADMINISTRATOR, LK_AVAILABLE_ALWAYS, LK_RISK_CHANGES, LK_CERTAINTY_DOCUMENTED,
    NULL },
  { "realtime.chats", LK_REQUEST_GROUP_REALTIME, N_("Real-time: chats"),
    LK_REQUEST_BASE_REALTIME, "GET", "stream/chats", realtime_chats_parameters, NULL,
    LK_PAGING_NONE, NULL, LK_RIGHTS_AGENT, LK_AVAILABLE_ENTERPRISE, LK_RISK_READS, LK_CERTAINTY_DOCUMENTED,
    N_("“Not Computed!” means that there is no figure yet: ask again.") },
  { "realtime.chat-metric", LK_REQUEST_GROUP_REALTIME, N_("Real-time: one chat metric"),
    LK_REQUEST_BASE_REALTIME, "GET", "stream/chats/{metric_key}", realtime_chat_metric_parameters, NULL,
    LK_PAGING_NONE, NULL, LK_RIGHTS_AGENT, LK_AVAILABLE_ENTERPRISE, LK_RISK_READS, LK_CERTAINTY_DOCUMENTED,
    NULL },
  { "realtime.agents", LK_REQUEST_GROUP_REALTIME, N_("Real-time: agents"),
    LK_REQUEST_BASE_REALTIME, "GET", "stream/agents", department_filter_parameters, NULL,
    LK_PAGING_NONE, NULL, LK_RIGHTS_AGENT, LK_AVAILABLE_ENTERPRISE, LK_RISK_READS, LK_CERTAINTY_DOCUMENTED,
    NULL },
  { "realtime.agent-metric", LK_REQUEST_GROUP_REALTIME, N_("Real-time: one agent figure"),
    LK_REQUEST_BASE_REALTIME, "GET", "stream/agents/{metric_key}", realtime_agent_metric_parameters, NULL,
    LK_PAGING_NONE, NULL, LK_RIGHTS_AGENT, LK_AVAILABLE_ENTERPRISE, LK_RISK_READS, LK_CERTAINTY_SEEN,
    NULL },
};

/**
 * lk_catalogue_get_requests:
 * @n_requests: (out): how many there are
 *
 * Returns: (transfer none) (array length=n_requests): every request, group by group
 */
const LkRequest *
lk_catalogue_get_requests (guint *n_requests)
{
  *n_requests = G_N_ELEMENTS (requests);

  return requests;
}
