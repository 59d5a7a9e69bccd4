/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-practice-realtime.h"

#include <string.h>

#include "lk-practice-records.h"
#include "lk-practice-reply.h"

typedef struct
{
  const char *topic;      /* "chats" or "agents" */
  const char *metric;
  int         value;
} Metric;

static const Metric metrics[] = {
  { "chats", "incoming_chats", 2 },
  { "chats", "assigned_chats", 1 },
  { "chats", "active_chats", 3 },
  { "chats", "missed_chats", 1 },
  { "chats", "waiting_time_avg", 12 },
  { "chats", "waiting_time_max", 41 },
  { "chats", "chat_duration_avg", 204 },
  { "chats", "chat_duration_max", 512 },
  { "chats", "response_time_avg", 18 },
  { "chats", "response_time_max", 66 },
  { "chats", "satisfaction_good", 7 },
  { "chats", "satisfaction_bad", 1 },
  { "agents", "agents_online", 2 },
  { "agents", "agents_away", 1 },
  { "agents", "agents_invisible", 0 },
};

static gboolean
is_query_valid (LkPracticeRequest *request)
{
  const char *window = lk_practice_params_get (request->query, "window");
  const char *department = lk_practice_params_get (request->query, "department_id");

  if (window != NULL && strcmp (window, "30") != 0 && strcmp (window, "60") != 0)
    return FALSE;

  return department == NULL || lk_practice_records_find (request->practice->records, "departments", department) != NULL;
}

/**
 * lk_practice_realtime_answer:
 * @request: a request with a token that may
 * @resource: the path without its leading slash
 *
 * Answers a request for all numbers of a topic, stream/chats, or for one, stream/chats/missed_chats.
 *
 * Returns: whether @resource is one of them
 */
gboolean
lk_practice_realtime_answer (LkPracticeRequest *request,
                             const char        *resource)
{
  g_auto(GStrv) parts = g_strsplit (resource, "/", 3);
  const char *department = lk_practice_params_get (request->query, "department_id");
  g_autoptr(JsonObject) root = json_object_new ();
  JsonObject *content = json_object_new ();
  JsonObject *data = json_object_new ();
  g_autofree char *topic = NULL;

  json_object_set_object_member (root, "content", content);
  json_object_set_object_member (content, "data", data);
  if (strcmp (parts[0], "stream") != 0 || parts[1] == NULL)
    return FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (metrics); i++)
    {
      if (strcmp (parts[1], metrics[i].topic) == 0 && (parts[2] == NULL || strcmp (parts[2], metrics[i].metric) == 0))
        json_object_set_int_member (data, metrics[i].metric, metrics[i].value);
    }
  if (json_object_get_size (data) == 0)
    return FALSE;

  if (strcmp (request->method, SOUP_METHOD_GET) != 0)
    {
      lk_practice_reply_method (request->message, "GET");
      return TRUE;
    }
  if (!is_query_valid (request))
    {
      lk_practice_reply_error (request->message, 400, "Bad Request", "window is 30 or 60, department_id an id.");
      return TRUE;
    }

  topic = g_strjoin (".", parts[1], parts[2], NULL);
  json_object_set_string_member (content, "topic", topic);
  json_object_set_string_member (content, "type", "update");
  if (department != NULL)
    json_object_set_int_member (content, "department_id", g_ascii_strtoll (department, NULL, 10));
  else
    json_object_set_null_member (content, "department_id");
  json_object_set_int_member (root, "status_code", SOUP_STATUS_OK);
  lk_practice_reply_object (request, SOUP_STATUS_OK, root);

  return TRUE;
}
