/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sabotage.h"

#include <string.h>

#include "lk-practice-reply.h"
#include "lk-secret.h"
#include "sabotage-tables.h"

#define LOG_KEY "sabotage-log"
#define MAX_LOGGED_BODY (64 * 1024)

typedef struct
{
  char *method;
  char *target;     /* path, with the query if there was one */
  char *text;       /* wiped: request line, headers, blank line, body */
} LoggedRequest;

static const LkPracticeFault *(*const tables[]) (guint *n_faults) = {
  sabotage_authorize_faults, sabotage_token_faults,     sabotage_api_faults,
  sabotage_stream_faults,    sabotage_transport_faults,
};

static void
logged_request_free (gpointer data)
{
  LoggedRequest *logged = data;

  g_free (logged->method);
  lk_secret_free (logged->target);
  lk_secret_free (logged->text);
  g_free (logged);
}

static void
add_to_log (GPtrArray         *log,
            LkPracticeRequest *request)
{
  LoggedRequest *logged = g_new0 (LoggedRequest, 1);
  g_autoptr(GString) text = g_string_new (NULL);

  logged->method = g_strdup (request->method);

  if (request->message == NULL)
    {
      logged->target = g_strdup (request->path);
    }
  else
    {
      const char *query = g_uri_get_query (soup_server_message_get_uri (request->message));
      SoupMessageHeadersIter iter;
      const char *name, *value;

      logged->target = g_strconcat (request->path, query != NULL ? "?" : "", query, NULL);
      g_string_append_printf (text, "%s %s\r\n", logged->method, logged->target);
      soup_message_headers_iter_init (&iter, soup_server_message_get_request_headers (request->message));
      while (soup_message_headers_iter_next (&iter, &name, &value))
        g_string_append_printf (text, "%s: %s\r\n", name, value);
      g_string_append (text, "\r\n");
    }

  if (request->body != NULL)
    g_string_append_len (text, request->body, (gssize) MIN (request->body_length, MAX_LOGGED_BODY));
  /* Up to a NUL in the body. */
  logged->text = g_strdup (text->str);
  g_ptr_array_add (log, logged);
}

static void
request_cb (LkPracticeServer *server,
            gpointer          request,
            gpointer          log)
{
  add_to_log (log, request);
}

static GPtrArray *
get_log (LkPracticeServer *server)
{
  GPtrArray *log = g_object_get_data (G_OBJECT (server), LOG_KEY);

  g_assert_nonnull (log);

  return log;
}

static gboolean
is_logged_as (LoggedRequest *logged,
              const char    *method,
              const char    *path_prefix)
{
  return (method == NULL || strcmp (logged->method, method) == 0) && g_str_has_prefix (logged->target, path_prefix);
}

void
sabotage_add (LkPracticeServer *server)
{
  GPtrArray *log = g_ptr_array_new_with_free_func (logged_request_free);

  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      guint n_faults;
      const LkPracticeFault *faults = tables[i](&n_faults);

      lk_practice_server_add_faults (server, faults, n_faults);
    }

  g_object_set_data_full (G_OBJECT (server), LOG_KEY, log, (GDestroyNotify) g_ptr_array_unref);
  g_signal_connect (server, "request", G_CALLBACK (request_cb), log);
}

static void
append_faults (GPtrArray             *list,
               const LkPracticeFault *faults,
               guint                  n_faults)
{
  for (guint i = 0; i < n_faults; i++)
    g_ptr_array_add (list, (gpointer) &faults[i]);
}

GPtrArray *
sabotage_list_faults (void)
{
  GPtrArray *list = g_ptr_array_new ();
  guint n_faults;
  const LkPracticeFault *faults = lk_practice_faults (&n_faults);

  append_faults (list, faults, n_faults);
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      faults = tables[i](&n_faults);
      append_faults (list, faults, n_faults);
    }

  return list;
}

guint
lk_practice_server_count_requests (LkPracticeServer *server,
                                   const char       *method,
                                   const char       *path_prefix)
{
  GPtrArray *log = get_log (server);
  guint n = 0;

  for (guint i = 0; i < log->len; i++)
    n += is_logged_as (g_ptr_array_index (log, i), method, path_prefix);

  return n;
}

char *
lk_practice_server_dup_last_request (LkPracticeServer *server,
                                     const char       *method,
                                     const char       *path_prefix)
{
  GPtrArray *log = get_log (server);

  for (guint i = log->len; i > 0; i--)
    {
      LoggedRequest *logged = g_ptr_array_index (log, i - 1);

      if (is_logged_as (logged, method, path_prefix))
        return g_strdup (logged->text);
    }

  return NULL;
}

LkPracticeOutcome
sabotage_apply_reply (LkPracticeRequest     *request,
                      const LkPracticeFault *fault)
{
  lk_practice_reply_text (request->message, fault->status, fault->type, fault->body, -1);

  return LK_PRACTICE_OUTCOME_ANSWERED;
}

JsonObject *
sabotage_read_object (LkPracticeRequest *request)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (request->message);
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(JsonParser) parser = json_parser_new ();
  const char *text;
  gsize length;

  if (soup_server_message_get_status (request->message) != SOUP_STATUS_OK ||
      g_strcmp0 (soup_message_headers_get_content_type (headers, NULL), "application/json") != 0)
    return NULL;

  bytes = soup_message_body_flatten (soup_server_message_get_response_body (request->message));
  text = g_bytes_get_data (bytes, &length);
  if (length == 0 || !json_parser_load_from_data (parser, text, (gssize) length, NULL) ||
      !JSON_NODE_HOLDS_OBJECT (json_parser_get_root (parser)))
    return NULL;

  return json_object_ref (json_node_get_object (json_parser_get_root (parser)));
}

void
sabotage_send_object (LkPracticeRequest *request,
                      JsonObject        *object)
{
  g_autoptr(JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autofree char *text = NULL;

  json_node_set_object (node, object);
  text = json_to_string (node, FALSE);
  lk_practice_reply_json (request->message, SOUP_STATUS_OK, text);
}
