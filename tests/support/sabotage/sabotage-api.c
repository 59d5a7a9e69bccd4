/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Faults of the REST API (SECURITY.md D6, E6). */
#include "config.h"

#include "sabotage-tables.h"

#include <string.h>

#include "lk-practice-data.h"
#include "lk-practice-reply.h"
#include "sabotage.h"

#define LARGE_BODY (100 * 1000 * 1000)
#define PIECE 25
#define VAST_STRING (5 * 1000 * 1000)
#define WRONG_TYPES \
  "{\"chats\":[1,\"x\",null,[],{},{\"id\":17,\"type\":[],\"timestamp\":{\"a\":1},\"visitor\":\"nobody\"," \
  "\"session\":3,\"history\":{\"a\":1},\"count\":\"7\",\"tags\":\"one\",\"agent_names\":[1,null,\"Ann\"]," \
  "\"duration\":\"long\",\"rating\":5,\"missed\":\"yes\",\"webpath\":true}," \
  "{\"id\":\"2605.1.wrong\",\"type\":\"chat\",\"timestamp\":\"yesterday\"," \
  "\"history\":[1,null,{\"type\":7},{\"type\":\"chat.msg\",\"msg\":[]}],\"response_time\":[],\"webpath\":[4]}]," \
  "\"count\":\"many\",\"next_url\":17}"

/* A list of chats that is made while it is sent. */
typedef struct
{
  guint    next;
  gsize    n_bytes;
  gboolean ended;
} LargeList;

static GBytes *
large_next (gpointer data)
{
  LargeList *list = data;
  g_autoptr(GString) text = NULL;

  if (list->ended)
    return NULL;

  text = g_string_new (list->next == 0 ? "{\"next_url\":null,\"chats\":[" : NULL);
  for (guint i = 0; i < PIECE && list->n_bytes < LARGE_BODY; i++)
    {
      g_autoptr(JsonObject) chat = lk_practice_data_chat (list->next);
      g_autoptr(JsonNode) node = json_node_new (JSON_NODE_OBJECT);
      g_autofree char *chat_text = NULL;

      json_node_set_object (node, chat);
      chat_text = json_to_string (node, FALSE);
      if (list->next > 0)
        g_string_append_c (text, ',');
      g_string_append (text, chat_text);
      list->n_bytes += strlen (chat_text) + 1;
      list->next++;
    }
  if (list->n_bytes >= LARGE_BODY)
    {
      g_string_append (text, "]}");
      list->ended = TRUE;
    }

  return g_string_free_to_bytes (g_steal_pointer (&text));
}

static LkPracticeOutcome
apply_large (LkPracticeRequest     *request,
             const LkPracticeFault *fault)
{
  lk_practice_reply_stream (request->message,
                            SOUP_STATUS_OK,
                            "application/json",
                            0,
                            large_next,
                            g_new0 (LargeList, 1),
                            g_free);

  return LK_PRACTICE_OUTCOME_ANSWERED;
}

static LkPracticeOutcome
apply_vast_string (LkPracticeRequest     *request,
                   const LkPracticeFault *fault)
{
  g_autoptr(JsonObject) root = json_object_new ();
  JsonObject *chat = lk_practice_data_chat (0);
  JsonArray *chats = json_array_new ();
  g_autofree char *vast = g_strnfill (VAST_STRING, 'm');

  json_object_set_string_member (chat, "comment", vast);
  json_array_add_object_element (chats, chat);
  json_object_set_array_member (root, "chats", chats);
  sabotage_send_object (request, root);

  return LK_PRACTICE_OUTCOME_ANSWERED;
}

void
sabotage_make_hostile (JsonObject *chat)
{
  JsonObject *visitor = json_object_get_object_member (chat, "visitor");

  json_object_set_string_member (visitor, "name", "<b>Bold</b> %s%n & \xe2\x80\xae" "desrever \x1b[31m");
  json_object_set_string_member (visitor, "email", "=HYPERLINK(\"http://evil.invalid/\",\"click\")");
  json_object_set_string_member (chat, "comment", "<a href='javascript:alert(1)'>thanks</a>");
  json_object_set_string_member (chat, "department_name", "@SUM(1+1)*cmd");
}

static LkPracticeOutcome
apply_hostile_text (LkPracticeRequest     *request,
                    const LkPracticeFault *fault)
{
  g_autoptr(JsonObject) object = sabotage_read_object (request);
  JsonArray *chats;

  if (object == NULL || !json_object_has_member (object, "chats"))
    return LK_PRACTICE_OUTCOME_SKIPPED;

  chats = json_object_get_array_member (object, "chats");
  for (guint i = 0; i < json_array_get_length (chats); i++)
    sabotage_make_hostile (json_array_get_object_element (chats, i));
  sabotage_send_object (request, object);

  return LK_PRACTICE_OUTCOME_APPLIED;
}

static LkPracticeOutcome
set_next_page (LkPracticeRequest *request,
               const char        *address)
{
  g_autoptr(JsonObject) object = sabotage_read_object (request);
  const char *name;

  if (object == NULL)
    return LK_PRACTICE_OUTCOME_SKIPPED;

  name = json_object_has_member (object, "next_page") ? "next_page" : "next_url";
  if (!json_object_has_member (object, name))
    return LK_PRACTICE_OUTCOME_SKIPPED;

  json_object_set_string_member (object, name, address);
  sabotage_send_object (request, object);

  return LK_PRACTICE_OUTCOME_APPLIED;
}

static LkPracticeOutcome
apply_next_page_foreign (LkPracticeRequest     *request,
                         const LkPracticeFault *fault)
{
  g_autofree char *address = g_strconcat (request->practice->foreign_origin, "/elsewhere", request->path, NULL);

  return set_next_page (request, address);
}

static LkPracticeOutcome
apply_next_page_endless (LkPracticeRequest     *request,
                         const LkPracticeFault *fault)
{
  const char *query = g_uri_get_query (soup_server_message_get_uri (request->message));
  g_autofree char *address = g_strconcat (request->practice->origin,
                                          request->path,
                                          query != NULL ? "?" : "",
                                          query,
                                          NULL);

  return set_next_page (request, address);
}

/* A change of a client is answered as if it had only been read. */
static LkPracticeOutcome
apply_not_kept (LkPracticeRequest     *request,
                const LkPracticeFault *fault)
{
  if (strcmp (request->method, SOUP_METHOD_PUT) != 0 || strstr (request->path, "/oauth/clients/") == NULL)
    return LK_PRACTICE_OUTCOME_SKIPPED;

  request->method = SOUP_METHOD_GET;

  return LK_PRACTICE_OUTCOME_APPLIED;
}

#define ROW(name, title, point, apply, status, body) \
  { name, "api", title, NULL, NULL, NULL, FALSE, LK_PRACTICE_POINT_##point, apply, status, "application/json", body, \
    NULL }

static const LkPracticeFault faults[] = {
  ROW ("forbidden", "Forbid the next request", API, sabotage_apply_reply, 403,
       "{\"error\":\"Forbidden\",\"description\":\"You do not have access to this resource.\"}"),
  ROW ("scope-insufficient", "Answer that the token's scopes are insufficient", API, sabotage_apply_reply, 403,
       "{\"error\":\"insufficient_scope\",\"error_description\":\"The request requires higher privileges.\"}"),
  ROW ("error-shape-object", "Answer with an error that is an object", API, sabotage_apply_reply, 422,
       "{\"error\":{\"type\":\"Unprocessable\",\"message\":\"Something is not right\"},\"description\":[1]}"),
  ROW ("switch-not-kept", "Accept a change of a client and do not keep it", API, apply_not_kept, 0, NULL),
  ROW ("next-page-foreign", "Name a next page on another host", ANSWER, apply_next_page_foreign, 0, NULL),
  ROW ("next-page-endless", "Name the same page as the next one", ANSWER, apply_next_page_endless, 0, NULL),
  ROW ("chats-wrong-types", "Send chats with members of wrong types", CHATS, sabotage_apply_reply, 200, WRONG_TYPES),
  ROW ("chats-hostile-text", "Send chats with markup and control characters", ANSWER, apply_hostile_text, 0, NULL),
  ROW ("chats-large", "Send 100 MB of chats", CHATS, apply_large, 0, NULL),
  ROW ("chats-vast-string", "Send a chat with a text of 5 MB", CHATS, apply_vast_string, 0, NULL),
};

const LkPracticeFault *
sabotage_api_faults (guint *n_faults)
{
  *n_faults = G_N_ELEMENTS (faults);

  return faults;
}
