/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every fault that the practice server lists: asked for, it comes, and what comes is not what comes without it. */
#include "config.h"

#include <string.h>

#include "lk-test.h"
#include "practice-client.h"

#define MAX_READ (64 * 1024)
#define PATIENCE 10000
#define SHORT_PATIENCE 300
#define RATE_LIMIT 200
#define FORM_TYPE "application/x-www-form-urlencoded"

/* One visit: what came in answer to everything that was sent, random parts taken out. */
typedef struct
{
  PracticeClient *client;
  const char *fault;      /* NULL: nothing goes wrong */
  guint patience;         /* milliseconds */
  GString *record;
} Visit;

typedef void (*Drive) (Visit *visit);

static void
arm (Visit *visit)
{
  if (visit->fault != NULL)
    g_assert_true (lk_practice_server_set_fault (visit->client->server, visit->fault,
                                                 g_str_equal (visit->fault, "rate-limit-200") ? -1 : 1));
}

static gboolean
cancel_cb (gpointer data)
{
  g_cancellable_cancel (data);

  return G_SOURCE_REMOVE;
}

/* Reads no more than tells one body from another: some are endless, and some never come. */
static void
read_body (Visit        *visit,
           GInputStream *stream,
           GCancellable *cancellable)
{
  gsize total = 0;

  while (total < MAX_READ)
    {
      g_autoptr(GAsyncResult) result = NULL;
      g_autoptr(GBytes) bytes = NULL;
      g_autoptr(GError) error = NULL;
      gsize length;
      const char *data;

      g_input_stream_read_bytes_async (stream, MAX_READ - total, G_PRIORITY_DEFAULT, cancellable, lk_test_async_cb,
                                       &result);
      lk_test_wait (&result);
      bytes = g_input_stream_read_bytes_finish (stream, result, &error);
      if (error != NULL)
        g_string_append (visit->record, "<broken off>");
      if (bytes == NULL || g_bytes_get_size (bytes) == 0)
        break;

      data = g_bytes_get_data (bytes, &length);
      g_string_append_len (visit->record, data, (gssize) length);
      total += length;
    }
}

static void
ask (Visit      *visit,
     const char *method,
     const char *target,
     const char *type,
     const char *body)
{
  PracticeClient *client = visit->client;
  g_autofree char *url = g_strconcat (lk_practice_server_get_origin (client->server), target, NULL);
  g_autoptr(SoupMessage) message = soup_message_new (method, url);
  SoupMessageHeaders *answer = soup_message_get_response_headers (message);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  guint timer = g_timeout_add (visit->patience, cancel_cb, cancellable);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GInputStream) stream = NULL;

  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  if (client->bearer != NULL && !g_str_equal (target, "/graphql/request"))
    {
      g_autofree char *value = g_strconcat ("Bearer ", client->bearer, NULL);

      soup_message_headers_append (soup_message_get_request_headers (message), "Authorization", value);
    }
  if (body != NULL)
    {
      g_autoptr(GBytes) bytes = g_bytes_new (body, strlen (body));

      soup_message_set_request_body_from_bytes (message, type, bytes);
    }

  soup_session_send_async (client->session, message, G_PRIORITY_DEFAULT, cancellable, lk_test_async_cb, &result);
  lk_test_wait (&result);
  stream = soup_session_send_finish (client->session, result, NULL);

  g_string_append_printf (visit->record, "[%s %u %s %s %s]\n", stream != NULL ? "answered" : "no answer",
                          soup_message_get_status (message), soup_message_headers_get_one (answer, "Location"),
                          soup_message_headers_get_one (answer, "Retry-After"),
                          soup_message_headers_get_one (answer, "X-Padding") != NULL ? "padded" : "");
  if (stream != NULL)
    read_body (visit, stream, cancellable);
  if (!g_cancellable_is_cancelled (cancellable))
    g_source_remove (timer);
}

/* Of what was recorded last: the value that stands between `before` and a quote. */
static char *
find_value (Visit      *visit,
            const char *before)
{
  const char *at = strstr (visit->record->str, before);

  return at != NULL ? g_strndup (at + strlen (before), strcspn (at + strlen (before), "\"")) : NULL;
}

static void
visit_page (Visit      *visit,
            const char *response_type,
            const char *extra)
{
  g_autofree char *target = practice_client_authorize (visit->client, response_type, "read write chat", extra);
  g_autofree char *login = g_strdup_printf ("email=%s&password=%s",
                                            lk_practice_server_get_user (visit->client->server),
                                            lk_practice_server_get_password (visit->client->server));
  g_autofree char *key = NULL;
  g_autofree char *decision = NULL;

  arm (visit);
  ask (visit, "GET", target, NULL, NULL);
  if (strstr (visit->record->str, "name=\"password\"") == NULL)
    return;

  ask (visit, "POST", target, FORM_TYPE, login);
  ask (visit, "GET", target, NULL, NULL);
  key = find_value (visit, "name=\"form_key\" value=\"");
  if (key == NULL)
    return;

  decision = g_strdup_printf ("form_key=%s&decision=allow", key);
  ask (visit, "POST", target, FORM_TYPE, decision);
}

static void
drive_page (Visit *visit)
{
  visit_page (visit, "code", "");
}

static void
drive_page_implicit (Visit *visit)
{
  visit_page (visit, "token", "");
}

static void
drive_page_pkce (Visit *visit)
{
  /* The challenge of RFC 7636 appendix B. */
  visit_page (visit, "code",
              "&code_challenge_method=S256&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
}

static void
ask_for_token (Visit      *visit,
               const char *grant,
               const char *extra)
{
  g_autofree char *bearer = g_steal_pointer (&visit->client->bearer);
  g_autofree char *form = g_strdup_printf ("grant_type=%s&client_id=%s&client_secret=%s%s", grant,
                                           lk_practice_server_get_client_id (visit->client->server),
                                           lk_practice_server_get_client_secret (visit->client->server), extra);

  ask (visit, "POST", "/oauth2/chat/token", FORM_TYPE, form);
  visit->client->bearer = g_steal_pointer (&bearer);
}

static void
drive_token (Visit *visit)
{
  g_autofree char *location = practice_client_allow (visit->client, "code", "read write chat", "");
  g_autofree char *code = practice_client_parameter (location, "code");
  g_autofree char *extra = g_strdup_printf ("&code=%s&redirect_uri=http://localhost:8080", code);

  arm (visit);
  ask_for_token (visit, "authorization_code", extra);
}

static void
drive_refresh (Visit *visit)
{
  g_autofree char *refresh = practice_client_sign_in (visit->client);
  g_autofree char *extra = g_strdup_printf ("&refresh_token=%s", refresh);
  g_autofree char *renewed = NULL;

  arm (visit);
  ask_for_token (visit, "refresh_token", extra);
  renewed = find_value (visit, "\"refresh_token\":\"");
  g_string_append (visit->record, g_strcmp0 (renewed, refresh) == 0 ? "the same" : "another");
}

static void
make_confidential (Visit *visit)
{
  g_autoptr(JsonNode) node = NULL;
  g_autofree char *path = NULL;
  JsonObject *client;

  g_free (practice_client_sign_in (visit->client));
  practice_client_get (visit->client, "/api/v2/chat/oauth/clients");
  node = practice_client_json (visit->client);
  client = json_array_get_object_element (json_node_get_array (node), 0);
  path = g_strdup_printf ("/api/v2/chat/oauth/clients/%" G_GINT64_FORMAT,
                          json_object_get_int_member (client, "id"));

  if (visit->fault != NULL && g_str_equal (visit->fault, "switch-not-kept"))
    arm (visit);
  g_assert_cmpuint (practice_client_ask (visit->client, "PUT", path, "application/json",
                                         "{\"client_type\":\"confidential\"}"), ==, 200);
}

static void
drive_client_credentials (Visit *visit)
{
  make_confidential (visit);
  arm (visit);
  ask_for_token (visit, "client_credentials", "");
}

static void
drive_switch (Visit *visit)
{
  g_autoptr(JsonNode) node = NULL;
  JsonObject *client;

  make_confidential (visit);
  practice_client_get (visit->client, "/api/v2/chat/oauth/clients");
  node = practice_client_json (visit->client);
  client = json_array_get_object_element (json_node_get_array (node), 0);
  g_string_append (visit->record, json_object_get_string_member (client, "client_type"));
}

static void
call (Visit      *visit,
      const char *path,
      guint       times)
{
  g_free (practice_client_sign_in (visit->client));
  arm (visit);
  for (guint i = 0; i < times; i++)
    {
      g_string_truncate (visit->record, 0);
      ask (visit, "GET", path, NULL, NULL);
    }
}

static void
drive_api (Visit *visit)
{
  call (visit, "/api/v2/chat/chats", 1);
}

static void
drive_api_legacy (Visit *visit)
{
  call (visit, "/api/v2/chats", 1);
}

static void
drive_api_often (Visit *visit)
{
  call (visit, "/api/v2/chat/account", RATE_LIMIT + 1);
}

static void
start_session (Visit *visit)
{
  g_autofree char *body = NULL;

  g_free (practice_client_sign_in (visit->client));
  body = g_strdup_printf ("{\"query\":\"mutation($access_token: String!){ startAgentSession(access_token: "
                          "$access_token){ websocket_url session_id client_id } }\",\"variables\":"
                          "{\"access_token\":\"%s\"}}", visit->client->bearer);
  arm (visit);
  ask (visit, "POST", "/graphql/request", "application/json", body);
}

typedef struct
{
  Visit *visit;
  gboolean heard;
  gboolean closed;
} Stream;

static void
message_cb (Stream *stream,
            int     type,
            GBytes *message)
{
  gsize length;
  const char *data = g_bytes_get_data (message, &length);

  stream->heard = TRUE;
  g_string_append_printf (stream->visit->record, "[message %d of %" G_GSIZE_FORMAT "]", type, length);
  g_string_append_len (stream->visit->record, data, (gssize) MIN (length, 400));
}

static void
closed_cb (Stream *stream)
{
  stream->heard = TRUE;
  stream->closed = TRUE;
  g_string_append (stream->visit->record, "[closed]");
}

static gboolean
has_heard (gpointer data)
{
  return ((Stream *) data)->heard;
}

static void
say (Stream                  *stream,
     SoupWebsocketConnection *connection,
     const char              *text)
{
  if (stream->closed || soup_websocket_connection_get_state (connection) != SOUP_WEBSOCKET_STATE_OPEN)
    return;

  stream->heard = FALSE;
  soup_websocket_connection_send_text (connection, text);
  if (stream->visit->patience == SHORT_PATIENCE)
    lk_test_spin (SHORT_PATIENCE);
  else
    lk_test_wait_until (has_heard, stream, PATIENCE / 1000);
}

static void
drive_stream (Visit *visit)
{
  g_autofree char *url = NULL;
  g_autoptr(SoupMessage) message = NULL;
  g_autoptr(SoupWebsocketConnection) connection = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  Stream stream = { visit, FALSE, FALSE };

  start_session (visit);
  url = find_value (visit, "\"websocket_url\":\"");
  g_assert_nonnull (url);
  message = soup_message_new ("GET", url);
  soup_session_websocket_connect_async (visit->client->session, message, NULL, NULL, G_PRIORITY_DEFAULT, NULL,
                                        lk_test_async_cb, &result);
  lk_test_wait (&result);
  connection = soup_session_websocket_connect_finish (visit->client->session, result, NULL);
  if (connection == NULL)
    {
      g_string_append (visit->record, "[no stream]");
      return;
    }

  g_signal_connect_swapped (connection, "message", G_CALLBACK (message_cb), &stream);
  g_signal_connect_swapped (connection, "closed", G_CALLBACK (closed_cb), &stream);
  say (&stream, connection, "{\"sig\":\"PING\",\"payload\":1}");
  say (&stream, connection, "{\"payload\":{\"query\":\"query { nothing }\"},\"type\":\"request\",\"id\":1}");
  g_signal_handlers_disconnect_by_data (connection, &stream);
}

/* Where the group alone does not say how to come by a fault. */
static const struct
{
  const char *fault;
  Drive drive;
} special_drives[] = {
  { "answer-with-refresh", drive_page_implicit },
  { "pkce-refused", drive_page_pkce },
  { "refresh-used", drive_refresh },
  { "refresh-same", drive_refresh },
  { "refresh-none", drive_refresh },
  { "client-resaved", drive_client_credentials },
  { "refresh-unasked", drive_client_credentials },
  { "legacy-host", drive_api_legacy },
  { "rate-limit-200", drive_api_often },
  { "switch-not-kept", drive_switch },
};

static Drive
find_drive (const LkPracticeFault *fault)
{
  for (guint i = 0; i < G_N_ELEMENTS (special_drives); i++)
    {
      if (g_str_equal (special_drives[i].fault, fault->name))
        return special_drives[i].drive;
    }

  if (g_str_equal (fault->group, "authorize"))
    return drive_page;
  if (g_str_equal (fault->group, "token"))
    return drive_token;
  if (g_str_has_prefix (fault->name, "stream-"))
    return drive_stream;

  return g_str_equal (fault->group, "conversation") ? start_session : drive_api;
}

static gboolean
is_slow (const char *fault)
{
  static const char *const slow[] = { "page-silence", "silence", "one-byte-a-second", "stream-no-pong", NULL };

  return fault != NULL && g_strv_contains (slow, fault);
}

/* Takes out what is random, or differs from one server to the next. */
static char *
normalise (PracticeClient *client,
           GString        *record)
{
  g_autoptr(GRegex) random = g_regex_new ("[A-Za-z0-9_-]{16,90}", G_REGEX_RAW, 0, NULL);
  g_autoptr(GRegex) port = g_regex_new ("(localhost|127\\.0\\.0\\.1):[0-9]+", G_REGEX_RAW, 0, NULL);
  g_autofree char *text = NULL;

  g_string_replace (record, lk_practice_server_get_password (client->server), "*", 0);
  text = g_regex_replace_literal (random, record->str, (gssize) record->len, 0, "*", 0, NULL);

  return g_regex_replace (port, text, -1, 0, "\\1", 0, NULL);
}

static char *
go (Drive       drive,
    const char *fault)
{
  g_autoptr(PracticeClient) client = practice_client_new ();
  g_autoptr(GString) record = g_string_new (NULL);
  Visit visit = { client, fault, is_slow (fault) ? SHORT_PATIENCE : PATIENCE, record };

  drive (&visit);
  /* This one is a rule that stays, not a thing that happens once. */
  if (fault != NULL && !g_str_equal (fault, "rate-limit-200"))
    g_assert_false (lk_practice_server_has_fault (client->server, fault));

  return normalise (client, record);
}

static void
test_fault (gconstpointer data)
{
  static GHashTable *well = NULL;
  const LkPracticeFault *fault = data;
  Drive drive = find_drive (fault);
  g_autofree char *faulty = NULL;
  const char *plain;

  if (well == NULL)
    well = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  plain = g_hash_table_lookup (well, drive);
  if (plain == NULL)
    {
      char *again = go (drive, NULL);

      g_hash_table_insert (well, drive, again);
      plain = again;
    }

  faulty = go (drive, fault->name);
  g_assert_cmpstr (faulty, !=, plain);
}

/* With nothing asked for, one visit is like another: else a difference would prove nothing. */
static void
test_alike (void)
{
  const Drive drives[] = {
    drive_page, drive_page_implicit, drive_page_pkce, drive_token, drive_refresh, drive_client_credentials,
    drive_switch, drive_api, drive_api_legacy, start_session, drive_stream,
  };

  for (guint i = 0; i < G_N_ELEMENTS (drives); i++)
    {
      g_autofree char *once = go (drives[i], NULL);
      g_autofree char *twice = go (drives[i], NULL);

      g_assert_cmpstr (once, ==, twice);
    }
}

static void
test_listed (void)
{
  static const char *const groups[] = { "authorize", "token", "api", "conversation", "transport", NULL };
  g_autoptr(PracticeClient) client = practice_client_new ();
  g_autoptr(GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr(GPtrArray) faults = sabotage_list_faults ();
  const LkPracticeFault *first = g_ptr_array_index (faults, 0);
  const LkPracticeFault *second = g_ptr_array_index (faults, 1);

  for (guint i = 0; i < faults->len; i++)
    {
      const LkPracticeFault *fault = g_ptr_array_index (faults, i);

      g_assert_true (g_hash_table_add (names, (gpointer) fault->name));
      g_assert_true (g_strv_contains (groups, fault->group));
      g_assert_cmpuint (strlen (fault->title), >, 3);

      g_assert_false (lk_practice_server_has_fault (client->server, fault->name));
      g_assert_true (lk_practice_server_set_fault (client->server, fault->name, 2));
      g_assert_true (lk_practice_server_has_fault (client->server, fault->name));
    }

  g_assert_true (lk_practice_server_set_fault (client->server, first->name, 0));
  g_assert_false (lk_practice_server_has_fault (client->server, first->name));
  g_assert_true (lk_practice_server_has_fault (client->server, second->name));
  lk_practice_server_clear_faults (client->server);
  for (guint i = 0; i < faults->len; i++)
    {
      const LkPracticeFault *fault = g_ptr_array_index (faults, i);

      g_assert_false (lk_practice_server_has_fault (client->server, fault->name));
    }

  g_assert_false (lk_practice_server_set_fault (client->server, "no-such-fault", 1));
}

int
main (int    argc,
      char **argv)
{
  g_autoptr(GPtrArray) faults = sabotage_list_faults ();

  lk_test_init (&argc, &argv);

  g_test_add_func ("/practice-faults/listed", test_listed);
  g_test_add_func ("/practice-faults/alike-without", test_alike);
  for (guint i = 0; i < faults->len; i++)
    {
      const LkPracticeFault *fault = g_ptr_array_index (faults, i);
      g_autofree char *path = g_strdup_printf ("/practice-faults/%s/%s", fault->group, fault->name);

      g_test_add_data_func (path, fault, test_fault);
    }

  return g_test_run ();
}
