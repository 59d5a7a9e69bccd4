/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-flow-report.h"

#include <json-glib/json-glib.h>

#include "lk-json-reader.h"
#include "lk-redact.h"

/* Enough of a body to see what is wrong with it. */
#define MAX_BODY (16 * 1024)

static void
set_string (JsonObject *object,
            const char *member,
            const char *text)
{
  if (text != NULL && *text != '\0')
    json_object_set_string_member (object, member, text);
}

/* A label and a connection's name are the user's own words, and may hold what was pasted into them. */
static void
set_redacted (JsonObject *object,
              const char *member,
              const char *text)
{
  g_autofree char *redacted = text != NULL ? lk_redact_text (text) : NULL;

  set_string (object, member, redacted);
}

static JsonObject *
make_request (LkExchange *exchange)
{
  JsonObject *request = json_object_new ();
  JsonObject *headers = json_object_new ();
  g_autofree char *url = lk_redact_url (lk_exchange_get_url (exchange));
  g_autofree char *body = lk_redact_request_body (exchange, MAX_BODY);

  set_string (request, "method", lk_exchange_get_method (exchange));
  set_string (request, "url", url);
  for (guint i = 0; i < lk_exchange_get_n_request_headers (exchange); i++)
    {
      LkHeader header = lk_exchange_get_request_header_at (exchange, i);
      g_autofree char *value = lk_redact_header (header.name, header.value);

      json_object_set_string_member (headers, header.name, value);
    }
  json_object_set_object_member (request, "headers", headers);
  set_string (request, "type", lk_exchange_get_request_type (exchange));
  set_string (request, "body", body);

  return request;
}

static JsonObject *
make_answer (LkExchange *exchange)
{
  JsonObject *answer = json_object_new ();
  JsonObject *headers = json_object_new ();
  g_autofree char *body = lk_redact_response_body (exchange, MAX_BODY);

  json_object_set_int_member (answer, "status", lk_exchange_get_status (exchange));
  set_redacted (answer, "reason", lk_exchange_get_reason (exchange));
  for (guint i = 0; i < lk_exchange_get_n_response_headers (exchange); i++)
    {
      LkHeader header = lk_exchange_get_response_header_at (exchange, i);
      g_autofree char *value = lk_redact_response_header (exchange, header);

      json_object_set_string_member (headers, header.name, value);
    }
  json_object_set_object_member (answer, "headers", headers);
  json_object_set_int_member (answer, "size", (gint64) lk_exchange_get_body_size (exchange));
  if (lk_exchange_is_body_dropped (exchange))
    json_object_set_boolean_member (answer, "body_dropped", TRUE);
  else
    set_string (answer, "body", body);

  return answer;
}

static JsonObject *
make_step (LkExchange *exchange)
{
  JsonObject *step = json_object_new ();
  const LkExchangeTimes *times = lk_exchange_get_times (exchange);
  const GError *error = lk_exchange_get_error (exchange);

  set_redacted (step, "what", lk_exchange_get_label (exchange));
  set_redacted (step, "connection", lk_exchange_get_connection_name (exchange));
  if (times->started > 0)
    {
      g_autoptr(GDateTime) started = g_date_time_new_from_unix_utc (times->started / G_USEC_PER_SEC);
      g_autofree char *when = g_date_time_format_iso8601 (started);

      set_string (step, "started", when);
    }
  if (times->total >= 0)
    json_object_set_double_member (step, "milliseconds", (double) times->total / 1000);
  json_object_set_object_member (step, "request", make_request (exchange));
  if (lk_exchange_get_status (exchange) != 0)
    json_object_set_object_member (step, "answer", make_answer (exchange));
  if (error != NULL)
    set_redacted (step, "error", error->message);

  return step;
}

/**
 * lk_flow_report_to_text:
 * @exchanges: (element-type LkExchange): the steps, the first first
 *
 * Returns: (transfer full): the report for a person to read, every secret in it hidden
 */
char *
lk_flow_report_to_text (GPtrArray *exchanges)
{
  g_autoptr(GString) text = g_string_new (NULL);

  g_return_val_if_fail (exchanges != NULL, NULL);

  for (guint i = 0; i < exchanges->len; i++)
    {
      LkExchange *exchange = g_ptr_array_index (exchanges, i);
      const char *label = lk_exchange_get_label (exchange);
      g_autofree char *title = lk_redact_text (label != NULL ? label : "");
      g_autofree char *step = lk_redact_exchange (exchange, MAX_BODY);

      g_string_append_printf (text, "%s== %u. %s ==\n%s", i > 0 ? "\n\n" : "", i + 1, title, step);
    }
  g_string_append_c (text, '\n');

  return g_string_free (g_steal_pointer (&text), FALSE);
}

/**
 * lk_flow_report_to_json:
 * @exchanges: (element-type LkExchange): the steps, the first first
 *
 * Returns: (transfer full): the report as JSON, every secret in it hidden
 */
char *
lk_flow_report_to_json (GPtrArray *exchanges)
{
  g_autoptr(JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *report = json_object_new ();
  JsonArray *steps = json_array_new ();

  g_return_val_if_fail (exchanges != NULL, NULL);

  for (guint i = 0; i < exchanges->len; i++)
    json_array_add_object_element (steps, make_step (g_ptr_array_index (exchanges, i)));
  json_object_set_array_member (report, "steps", steps);
  json_node_take_object (node, report);

  return lk_json_to_text (node, TRUE);
}
