/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-practice-export.h"

#include <string.h>

#include "lk-practice-data.h"
#include "lk-practice-records.h"
#include "lk-practice-reply.h"

#define MAX_RECORDS 1000
#define RECENT_SECONDS (5 * 60)

/* One export. Its record `index` belongs to the moment of the chat of that number. */
typedef struct
{
  const char *path;
  const char *member;     /* and the name in `fields` */
  gint64      unit;       /* of start_time and end_time: how many make a second */
  void      (*fill) (JsonObject *record, guint index);
} Export;

static guint64
get_agent_id (guint index)
{
  return lk_practice_data_agent_id () + index % 4;
}

static void
fill_timeline (JsonObject *record,
               guint       index)
{
  static const char *const states[] = { "online", "away", "invisible", "offline" };
  g_autofree char *start = lk_practice_data_time (lk_practice_data_chat_time (index));

  json_object_set_int_member (record, "agent_id", (gint64) get_agent_id (index));
  json_object_set_string_member (record, "start_time", start);
  json_object_set_string_member (record, "status", states[index % G_N_ELEMENTS (states)]);
  json_object_set_int_member (record, "duration", 60 + index % 600);
  json_object_set_int_member (record, "engagement_count", index % 4);
}

static void
fill_conversion (JsonObject *record,
                 guint       index)
{
  g_autofree char *time = lk_practice_data_time (lk_practice_data_chat_time (index));
  JsonObject *attribution = json_object_new ();

  json_object_set_int_member (record, "goal_id", 6101);
  json_object_set_string_member (record, "goal_name", "Order placed");
  json_object_set_string_member (record, "timestamp", time);
  json_object_set_int_member (attribution, "agent_id", (gint64) get_agent_id (index));
  json_object_set_string_member (attribution, "agent_name", "Ann Larkspur");
  json_object_set_int_member (attribution, "department_id", 4101);
  json_object_set_string_member (attribution, "department_name", "Sales");
  json_object_set_string_member (attribution, "chat_timestamp", time);
  json_object_set_object_member (record, "attribution", attribution);
}

static void
fill_event (JsonObject *record,
            guint       index)
{
  g_autofree char *time = lk_practice_data_time (lk_practice_data_chat_time (index));

  json_object_set_string_member (record, "field_name", "status");
  json_object_set_string_member (record, "previous_value", "offline");
  json_object_set_string_member (record, "value", "online");
  json_object_set_string_member (record, "timestamp", time);
}

static void
fill_agent_event (JsonObject *record,
                  guint       index)
{
  json_object_set_string_member (record, "account_id", "practice-fern-and-feather");
  json_object_set_int_member (record, "agent_id", (gint64) get_agent_id (index));
  fill_event (record, index);
}

static void
fill_department_event (JsonObject *record,
                       guint       index)
{
  json_object_set_int_member (record, "department_id", 4101 + index % 3);
  fill_event (record, index);
}

static const Export exports[] = {
  { "incremental/agent_timeline", "agent_timeline", G_USEC_PER_SEC, fill_timeline },
  { "incremental/conversions", "conversions", 1, fill_conversion },
  { "incremental/department_events", "department_events", 1, fill_department_event },
  { "incremental/agent_events", "agent_events", 1, fill_agent_event },
};

/**
 * lk_practice_export_count_since:
 * @n_records: how many there are
 * @time: seconds since 1970
 *
 * Returns: how many belong to @time or later: those with the smallest numbers
 */
guint
lk_practice_export_count_since (guint  n_records,
                                gint64 time)
{
  guint low = 0;
  guint high = n_records;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (lk_practice_data_chat_time (middle) >= time)
        low = middle + 1;
      else
        high = middle;
    }

  return low;
}

/**
 * lk_practice_export_refuse:
 * @request: a request for an export
 * @time: its start_time in seconds since 1970
 *
 * Answers 400 when the export would begin within the last five minutes (zendesk-chat.md section 5).
 *
 * Returns: whether it has answered
 */
gboolean
lk_practice_export_refuse (LkPracticeRequest *request,
                           gint64             time)
{
  if (time <= g_get_real_time () / G_USEC_PER_SEC - RECENT_SECONDS)
    return FALSE;

  lk_practice_reply_error (request->message,
                           SOUP_STATUS_BAD_REQUEST,
                           "Bad Request",
                           "start_time must be more than five minutes ago.");

  return TRUE;
}

static gboolean
read_number (LkPracticeRequest *request,
             const char        *name,
             gint64             min,
             gint64             max,
             gint64             fallback,
             gint64            *number)
{
  const char *text = lk_practice_params_get (request->query, name);

  *number = fallback;

  return text == NULL || g_ascii_string_to_signed (text, 10, min, max, number, NULL);
}

static JsonObject *
make_record (const Export *export,
             guint         index,
             gboolean      whole)
{
  JsonObject *record = json_object_new ();
  g_autofree char *id = g_strdup_printf ("%s.%u", export->member, index);

  json_object_set_string_member (record, "id", id);
  if (whole)
    export->fill (record, index);

  return record;
}

static void
answer_export (LkPracticeRequest *request,
               const char        *base,
               const Export      *export)
{
  guint n_records = request->practice->n_chats;
  const char *fields = lk_practice_params_get (request->query, "fields");
  g_autofree char *all_fields = g_strconcat (export->member, "(*)", NULL);
  g_autoptr(JsonObject) root = json_object_new ();
  JsonArray *records = json_array_new ();
  g_autofree char *end_id = NULL;
  gint64 start, limit, end;
  guint n_since, n;

  json_object_set_array_member (root, export->member, records);
  if (!read_number (request, "start_time", 0, G_MAXINT64 - 1, 0, &start) ||
      !read_number (request, "limit", 1, MAX_RECORDS, MAX_RECORDS, &limit))
    {
      lk_practice_reply_error (request->message, 400, "Bad Request", "start_time is a time, limit from 1 to 1000.");
      return;
    }

  start /= export->unit;
  if (lk_practice_export_refuse (request, start))
    return;

  /* No two records have the same second, so the one that start_id names ends its second. */
  if (lk_practice_params_get (request->query, "start_id") != NULL)
    start++;

  n_since = lk_practice_export_count_since (n_records, start);
  n = MIN (n_since, (guint) limit);
  for (guint i = 1; i <= n; i++)
    json_array_add_object_element (records, make_record (export, n_since - i, g_strcmp0 (fields, all_fields) == 0));

  end = (n > 0 ? lk_practice_data_chat_time (n_since - n) : start) * export->unit;
  end_id = n > 0 ? g_strdup_printf ("%s.%u", export->member, n_since - n) : g_strdup ("");
  json_object_set_int_member (root, "count", n);
  json_object_set_int_member (root, "end_time", end);
  json_object_set_string_member (root, "end_id", end_id);
  if (n_since > n)
    {
      g_autofree char *next = g_strdup_printf ("%s%s/%s?fields=%s&limit=%" G_GINT64_FORMAT
                                               "&start_time=%" G_GINT64_FORMAT "&start_id=%s",
                                               request->practice->origin,
                                               base,
                                               export->path,
                                               fields != NULL ? fields : "",
                                               limit,
                                               end,
                                               end_id);

      json_object_set_string_member (root, "next_page", next);
    }
  else
    {
      json_object_set_null_member (root, "next_page");
    }
  lk_practice_reply_object (request, SOUP_STATUS_OK, root);
}

/**
 * lk_practice_export_answer:
 * @request: a request with a token that may
 * @base: the REST base's path
 * @resource: what follows the base and its slash
 *
 * Answers a request for one of the exports but that of chats.
 *
 * Returns: whether @resource is one
 */
gboolean
lk_practice_export_answer (LkPracticeRequest *request,
                           const char        *base,
                           const char        *resource)
{
  for (guint i = 0; i < G_N_ELEMENTS (exports); i++)
    {
      if (strcmp (resource, exports[i].path) != 0)
        continue;

      if (strcmp (request->method, SOUP_METHOD_GET) == 0)
        answer_export (request, base, &exports[i]);
      else
        lk_practice_reply_method (request->message, "GET");
      return TRUE;
    }

  return FALSE;
}
