/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-flow-report.h"

#include <glib/gi18n.h>
#include <json-glib/json-glib.h>

#include "lk-format.h"
#include "lk-json-reader.h"
#include "lk-redact.h"

#define NOTICE N_("Secrets are hidden. Answers may hold what visitors wrote: read it before you pass it on.")

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

/* A header that came more than once is an array. */
static void
add_header (JsonObject *headers,
            LkHeader    header)
{
  g_autofree char *value = lk_redact_header (header.name, header.value);
  JsonNode *there = json_object_get_member (headers, header.name);
  JsonArray *values;

  if (there == NULL)
    {
      json_object_set_string_member (headers, header.name, value);
      return;
    }

  if (JSON_NODE_HOLDS_ARRAY (there))
    {
      values = json_node_get_array (there);
    }
  else
    {
      values = json_array_new ();
      json_array_add_string_element (values, json_node_get_string (there));
      json_object_set_array_member (headers, header.name, values);
    }
  json_array_add_string_element (values, value);
}

static JsonObject *
make_request (LkExchange *exchange,
              gsize       max_body)
{
  JsonObject *request = json_object_new ();
  JsonObject *headers = json_object_new ();
  g_autofree char *url = lk_redact_url (lk_exchange_get_url (exchange));
  g_autofree char *body = lk_redact_request_body (exchange, max_body);

  set_string (request, "method", lk_exchange_get_method (exchange));
  set_string (request, "url", url);
  for (guint i = 0; i < lk_exchange_get_n_request_headers (exchange); i++)
    add_header (headers, lk_exchange_get_request_header_at (exchange, i));
  json_object_set_object_member (request, "headers", headers);
  set_string (request, "type", lk_exchange_get_request_type (exchange));
  set_string (request, "body", body);

  return request;
}

static JsonObject *
make_answer (LkExchange *exchange,
             gsize       max_body)
{
  JsonObject *answer = json_object_new ();
  JsonObject *headers = json_object_new ();
  g_autofree char *body = lk_redact_response_body (exchange, max_body);

  json_object_set_int_member (answer, "status", lk_exchange_get_status (exchange));
  set_redacted (answer, "reason", lk_exchange_get_reason (exchange));
  for (guint i = 0; i < lk_exchange_get_n_response_headers (exchange); i++)
    add_header (headers, lk_exchange_get_response_header_at (exchange, i));
  json_object_set_object_member (answer, "headers", headers);
  json_object_set_int_member (answer, "size", (gint64) lk_exchange_get_body_size (exchange));
  if (lk_exchange_is_body_dropped (exchange))
    json_object_set_boolean_member (answer, "body_dropped", TRUE);
  else
    set_string (answer, "body", body);

  return answer;
}

static char *
make_stamp (gint64 seconds)
{
  g_autoptr(GDateTime) date = seconds >= 0 ? g_date_time_new_from_unix_utc (seconds) : g_date_time_new_now_utc ();

  return g_date_time_format (date, "%Y-%m-%dT%H:%M:%SZ");
}

/* In milliseconds. */
static JsonObject *
make_times (const LkExchangeTimes *times)
{
  const struct
  {
    const char *name;
    gint64 time;
  } steps[] = {
    { "dns", times->dns },   { "connect", times->connect }, { "tls", times->tls },
    { "wait", times->wait }, { "receive", times->receive }, { "total", times->total },
  };
  JsonObject *object = json_object_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      if (steps[i].time >= 0)
        json_object_set_double_member (object, steps[i].name, (double) steps[i].time / 1000);
    }

  return object;
}

/* All that a report says of an exchange, whatever it is written as. */
static JsonObject *
make_step (LkExchange *exchange,
           gsize       max_body)
{
  JsonObject *step = json_object_new ();
  const LkExchangeTimes *times = lk_exchange_get_times (exchange);
  const GError *error = lk_exchange_get_error (exchange);

  set_redacted (step, "what", lk_exchange_get_label (exchange));
  set_redacted (step, "connection", lk_exchange_get_connection_name (exchange));
  if (times->started > 0)
    {
      g_autofree char *when = make_stamp (times->started / G_USEC_PER_SEC);

      set_string (step, "started", when);
    }
  json_object_set_object_member (step, "request", make_request (exchange, max_body));
  if (lk_exchange_get_status (exchange) != 0)
    json_object_set_object_member (step, "answer", make_answer (exchange, max_body));
  if (error != NULL)
    set_redacted (step, "error", error->message);
  if (times->total >= 0)
    {
      json_object_set_double_member (step, "milliseconds", (double) times->total / 1000);
      json_object_set_object_member (step, "times", make_times (times));
    }

  return step;
}

static void
append_headers (GString    *text,
                JsonObject *headers)
{
  g_autoptr(GList) names = json_object_get_members (headers);

  for (GList *l = names; l != NULL; l = l->next)
    {
      JsonNode *value = json_object_get_member (headers, l->data);

      if (JSON_NODE_HOLDS_VALUE (value))
        g_string_append_printf (text, "%s: %s\n", (char *) l->data, json_node_get_string (value));
      else
        for (guint i = 0; i < json_array_get_length (json_node_get_array (value)); i++)
          g_string_append_printf (text, "%s: %s\n", (char *) l->data,
                                  json_array_get_string_element (json_node_get_array (value), i));
    }
}

static void
append_answer (GString    *text,
               JsonObject *answer)
{
  const char *reason = lk_json_get_string (answer, "reason");
  const char *body = lk_json_get_string (answer, "body");

  g_string_append_printf (text, "\nHTTP %d %s\n", (int) lk_json_get_int (answer, "status", 0),
                          reason != NULL ? reason : "");
  append_headers (text, lk_json_get_object (answer, "headers"));
  if (body != NULL)
    g_string_append_printf (text, "\n%s\n", body);
  if (lk_json_has (answer, "body_dropped"))
    {
      g_autofree char *size = g_format_size ((guint64) lk_json_get_int (answer, "size", 0));

      g_string_append_c (text, '\n');
      g_string_append_printf (text, _("[%s, no longer held]"), size);
      g_string_append_c (text, '\n');
    }
}

static void
append_times (GString    *text,
              JsonObject *times)
{
  static const struct
  {
    const char *name;
    const char *title;
  } steps[] = {
    { "dns", N_("Name look-up") }, { "connect", N_("Connect") }, { "tls", N_("TLS") },
    { "wait", N_("Wait") },        { "receive", N_("Receive") }, { "total", N_("Total") },
  };

  g_string_append_c (text, '\n');
  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      if (lk_json_has (times, steps[i].name))
        {
          double time = lk_json_get_double (times, steps[i].name, 0);
          g_autofree char *elapsed = lk_format_elapsed ((gint64) (time * 1000 + 0.5));

          g_string_append_printf (text, "  %s: %s\n", _(steps[i].title), elapsed);
        }
    }
}

/* A step as text, in the form in which HTTP itself writes it. */
static void
append_step (GString    *text,
             JsonObject *step)
{
  JsonObject *request = lk_json_get_object (step, "request");
  JsonObject *answer = lk_json_get_object (step, "answer");
  JsonObject *times = lk_json_get_object (step, "times");
  const char *type = lk_json_get_string (request, "type");
  const char *body = lk_json_get_string (request, "body");

  if (lk_json_has (step, "started"))
    g_string_append_printf (text, "%s\n", lk_json_get_string (step, "started"));
  g_string_append_printf (text, "%s %s\n", lk_json_get_string (request, "method"), lk_json_get_string (request, "url"));
  append_headers (text, lk_json_get_object (request, "headers"));
  if (type != NULL)
    g_string_append_printf (text, "Content-Type: %s\n", type);
  if (body != NULL)
    g_string_append_printf (text, "\n%s\n", body);
  if (answer != NULL)
    append_answer (text, answer);
  if (lk_json_has (step, "error"))
    g_string_append_printf (text, "\n%s\n", lk_json_get_string (step, "error"));
  if (times != NULL)
    append_times (text, times);
}

/* The outcome of a step, in one line. */
static char *
make_outcome (LkExchange *exchange)
{
  guint status = lk_exchange_get_status (exchange);
  const char *reason = lk_exchange_get_reason (exchange);
  const GError *error = lk_exchange_get_error (exchange);
  g_autoptr(GString) outcome = g_string_new (NULL);
  g_autofree char *words = NULL;

  if (!lk_exchange_is_done (exchange))
    return g_strdup (_("Running"));

  if (status != 0)
    g_string_append_printf (outcome, "HTTP %u %s", status, reason != NULL ? reason : "");
  if (error != NULL)
    g_string_append_printf (outcome, "%s%s", outcome->len > 0 ? ": " : "", error->message);
  words = lk_redact_text (outcome->str);

  return g_strdup (g_strchomp (words));
}

/* The head of a report: what it is of, and where it went wrong. */
static void
append_head (GString   *text,
             GPtrArray *exchanges)
{
  g_autofree char *now = make_stamp (-1);

  /* Translators: a version, and a moment. */
  g_string_append_printf (text, _("Report of Latchkey %s, written %s"), LK_VERSION, now);
  g_string_append_c (text, '\n');
  g_string_append (text, _(NOTICE));
  g_string_append (text, "\n\n");
  for (guint i = 0; i < exchanges->len; i++)
    {
      LkExchange *exchange = g_ptr_array_index (exchanges, i);
      const char *label = lk_exchange_get_label (exchange);
      g_autofree char *title = lk_redact_text (label != NULL ? label : "");
      g_autofree char *outcome = make_outcome (exchange);

      g_string_append_printf (text, "%u. %s – %s\n", i + 1, title, outcome);
    }
}

static gboolean
is_sign_in (LkExchange *exchange)
{
  LkExchangePurpose purpose = lk_exchange_get_purpose (exchange);

  return purpose == LK_EXCHANGE_PURPOSE_AUTHORIZE || purpose == LK_EXCHANGE_PURPOSE_TOKEN;
}

/**
 * lk_flow_report_find:
 * @exchanges: (element-type LkExchange): what was sent, the first first
 *
 * Finds the latest sign-in: the authorize page, the token request, and the first call after them, all of one
 * connection.
 *
 * Returns: (transfer full) (element-type LkExchange): these steps, the first first; none where no token was asked for
 */
GPtrArray *
lk_flow_report_find (GPtrArray *exchanges)
{
  GPtrArray *flow;
  const char *connection_id = NULL;
  guint end;

  g_return_val_if_fail (exchanges != NULL, NULL);

  flow = g_ptr_array_new_with_free_func (g_object_unref);
  for (end = exchanges->len; end > 0 && !is_sign_in (g_ptr_array_index (exchanges, end - 1)); end--)
    ;
  if (end == 0)
    return flow;

  connection_id = lk_exchange_get_connection_id (g_ptr_array_index (exchanges, end - 1));
  for (guint i = end; i > 0; i--)
    {
      LkExchange *exchange = g_ptr_array_index (exchanges, i - 1);

      if (g_strcmp0 (lk_exchange_get_connection_id (exchange), connection_id) != 0)
        continue;
      if (!is_sign_in (exchange))
        break;

      g_ptr_array_insert (flow, 0, g_object_ref (exchange));
    }
  for (guint i = end; i < exchanges->len; i++)
    {
      LkExchange *exchange = g_ptr_array_index (exchanges, i);

      if (g_strcmp0 (lk_exchange_get_connection_id (exchange), connection_id) == 0)
        {
          g_ptr_array_add (flow, g_object_ref (exchange));
          break;
        }
    }

  return flow;
}

/**
 * lk_flow_report_step:
 * @exchange: an exchange
 * @max_body: where to cut a longer body
 *
 * Returns: (transfer full): the whole of it as text, fit for "Copy details" and for a support ticket
 */
char *
lk_flow_report_step (LkExchange *exchange,
                     gsize       max_body)
{
  g_autoptr(GString) text = g_string_new (NULL);
  g_autoptr(JsonObject) step = NULL;

  g_return_val_if_fail (LK_IS_EXCHANGE (exchange), NULL);

  step = make_step (exchange, max_body);
  append_step (text, step);

  return g_string_free (g_steal_pointer (&text), FALSE);
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

  append_head (text, exchanges);
  for (guint i = 0; i < exchanges->len; i++)
    {
      LkExchange *exchange = g_ptr_array_index (exchanges, i);
      const char *label = lk_exchange_get_label (exchange);
      g_autofree char *title = lk_redact_text (label != NULL ? label : "");
      g_autofree char *step = lk_flow_report_step (exchange, MAX_BODY);

      g_string_append_printf (text, "%s== %u. %s ==\n%s", i > 0 ? "\n\n" : "\n", i + 1, title, step);
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
  g_autofree char *now = make_stamp (-1);

  g_return_val_if_fail (exchanges != NULL, NULL);

  set_string (report, "program", "Latchkey " LK_VERSION);
  set_string (report, "written", now);
  set_string (report, "notice", _(NOTICE));

  for (guint i = 0; i < exchanges->len; i++)
    json_array_add_object_element (steps, make_step (g_ptr_array_index (exchanges, i), MAX_BODY));
  json_object_set_array_member (report, "steps", steps);
  json_node_take_object (node, report);

  return lk_json_to_text (node, TRUE);
}
