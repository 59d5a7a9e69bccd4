/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "practice-client.h"

#include <string.h>

#include "lk-test.h"

static void
clear_answer (PracticeClient *self)
{
  self->status = 0;
  g_clear_pointer (&self->body, g_free);
  self->body_length = 0;
  g_clear_pointer (&self->location, g_free);
  g_clear_pointer (&self->retry_after, g_free);
  g_clear_error (&self->error);
}

PracticeClient *
practice_client_new (void)
{
  PracticeClient *self = g_new0 (PracticeClient, 1);
  g_autoptr(SoupCookieJar) jar = soup_cookie_jar_new ();
  g_autoptr(GError) error = NULL;

  self->server = lk_practice_server_new ();
  sabotage_add (self->server);
  lk_practice_server_start (self->server, 0, &error);
  g_assert_no_error (error);

  self->session = soup_session_new ();
  soup_session_set_timeout (self->session, 30);
  soup_session_add_feature (self->session, SOUP_SESSION_FEATURE (jar));

  return self;
}

void
practice_client_free (PracticeClient *self)
{
  clear_answer (self);
  g_free (self->bearer);
  soup_session_abort (self->session);
  g_object_unref (self->session);
  lk_practice_server_stop (self->server);
  g_assert_finalize_object (self->server);
  g_free (self);
}

static SoupMessage *
make_message (PracticeClient *self,
              const char     *method,
              const char     *target,
              const char     *content_type,
              const char     *body)
{
  g_autofree char *url = g_strconcat (lk_practice_server_get_origin (self->server), target, NULL);
  SoupMessage *message = soup_message_new (method, url);

  g_assert_nonnull (message);
  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  if (self->bearer != NULL)
    {
      g_autofree char *value = g_strconcat ("Bearer ", self->bearer, NULL);

      soup_message_headers_append (soup_message_get_request_headers (message), "Authorization", value);
    }
  if (body != NULL)
    {
      g_autoptr(GBytes) bytes = g_bytes_new (body, strlen (body));

      soup_message_set_request_body_from_bytes (message, content_type, bytes);
    }

  return message;
}

static void
take_answer (PracticeClient *self,
             SoupMessage    *message,
             GAsyncResult   *result)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);
  g_autoptr(GBytes) bytes = soup_session_send_and_read_finish (self->session, result, &self->error);

  self->status = soup_message_get_status (message);
  self->location = g_strdup (soup_message_headers_get_one (headers, "Location"));
  self->retry_after = g_strdup (soup_message_headers_get_one (headers, "Retry-After"));
  if (bytes != NULL)
    {
      const char *data = g_bytes_get_data (bytes, &self->body_length);

      /* An empty body has no data at all. */
      self->body = g_malloc (self->body_length + 1);
      if (data != NULL)
        memcpy (self->body, data, self->body_length);
      self->body[self->body_length] = '\0';
    }
}

guint
practice_client_ask (PracticeClient *self,
                     const char     *method,
                     const char     *target,
                     const char     *content_type,
                     const char     *body)
{
  g_autoptr(SoupMessage) message = make_message (self, method, target, content_type, body);
  g_autoptr(GAsyncResult) result = NULL;

  clear_answer (self);
  soup_session_send_and_read_async (self->session, message, G_PRIORITY_DEFAULT, NULL, lk_test_async_cb, &result);
  lk_test_wait (&result);
  take_answer (self, message, result);

  return self->status;
}

static gboolean
give_up_cb (gpointer data)
{
  g_cancellable_cancel (data);

  return G_SOURCE_REMOVE;
}

gboolean
practice_client_ask_for (PracticeClient *self,
                         const char     *target,
                         guint           milliseconds)
{
  g_autoptr(SoupMessage) message = make_message (self, "GET", target, NULL, NULL);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) result = NULL;
  guint timer = g_timeout_add (milliseconds, give_up_cb, cancellable);

  clear_answer (self);
  soup_session_send_and_read_async (self->session, message, G_PRIORITY_DEFAULT, cancellable, lk_test_async_cb, &result);
  lk_test_wait (&result);
  if (!g_cancellable_is_cancelled (cancellable))
    g_source_remove (timer);
  take_answer (self, message, result);

  return self->error == NULL;
}

guint
practice_client_get (PracticeClient *self,
                     const char     *target)
{
  return practice_client_ask (self, "GET", target, NULL, NULL);
}

guint
practice_client_post_form (PracticeClient *self,
                           const char     *target,
                           const char     *body)
{
  return practice_client_ask (self, "POST", target, "application/x-www-form-urlencoded", body);
}

JsonNode *
practice_client_json (PracticeClient *self)
{
  g_autoptr(GError) error = NULL;
  JsonNode *node;

  g_assert_nonnull (self->body);
  node = json_from_string (self->body, &error);
  g_assert_no_error (error);
  g_assert_nonnull (node);

  return node;
}

char *
practice_client_authorize (PracticeClient *self,
                           const char     *response_type,
                           const char     *scope,
                           const char     *extra)
{
  g_autofree char *escaped = g_uri_escape_string (scope, NULL, FALSE);

  return g_strdup_printf ("/oauth2/chat/authorizations/new?response_type=%s&client_id=%s&scope=%s"
                          "&redirect_uri=http%%3A%%2F%%2Flocalhost%%3A8080&subdomain=practice&state=st%s",
                          response_type,
                          lk_practice_server_get_client_id (self->server),
                          escaped,
                          extra);
}

void
practice_client_log_in (PracticeClient *self,
                        const char     *target)
{
  g_autofree char *form = NULL;

  g_assert_cmpuint (practice_client_get (self, target), ==, 200);
  g_assert_nonnull (strstr (self->body, lk_practice_server_get_password (self->server)));

  form = g_strdup_printf ("email=%s&password=%s",
                          lk_practice_server_get_user (self->server),
                          lk_practice_server_get_password (self->server));
  g_assert_cmpuint (practice_client_post_form (self, target, form), ==, 303);
  g_assert_cmpstr (self->location, ==, target);
}

guint
practice_client_decide (PracticeClient *self,
                        const char     *target,
                        const char     *decision)
{
  static const char key_start[] = "name=\"form_key\" value=\"";
  g_autofree char *key = NULL;
  g_autofree char *form = NULL;
  const char *start;

  g_assert_cmpuint (practice_client_get (self, target), ==, 200);
  start = strstr (self->body, key_start);
  g_assert_nonnull (start);
  start += strlen (key_start);
  key = g_strndup (start, strcspn (start, "\""));
  form = g_strdup_printf ("form_key=%s&decision=%s", key, decision);

  return practice_client_post_form (self, target, form);
}

char *
practice_client_allow (PracticeClient *self,
                       const char     *response_type,
                       const char     *scope,
                       const char     *extra)
{
  g_autofree char *target = practice_client_authorize (self, response_type, scope, extra);

  g_assert_cmpuint (practice_client_get (self, target), ==, 200);
  if (strstr (self->body, "form_key") == NULL)
    practice_client_log_in (self, target);
  g_assert_cmpuint (practice_client_decide (self, target, "allow"), ==, 303);

  return g_strdup (self->location);
}

char *
practice_client_parameter (const char *location,
                           const char *name)
{
  const char *parameters = strpbrk (location, "?#");
  g_autoptr(GHashTable) table = NULL;

  g_assert_nonnull (parameters);
  table = g_uri_parse_params (parameters + 1, -1, "&", G_URI_PARAMS_NONE, NULL);
  g_assert_nonnull (table);

  return g_strdup (g_hash_table_lookup (table, name));
}

guint
practice_client_token (PracticeClient *self,
                       const char     *grant,
                       const char     *extra)
{
  g_autofree char *form = NULL;
  g_autofree char *bearer = g_steal_pointer (&self->bearer);
  guint status;

  form = g_strdup_printf ("grant_type=%s&client_id=%s&client_secret=%s%s",
                          grant,
                          lk_practice_server_get_client_id (self->server),
                          lk_practice_server_get_client_secret (self->server),
                          extra);
  status = practice_client_post_form (self, "/oauth2/chat/token", form);
  self->bearer = g_steal_pointer (&bearer);

  return status;
}

char *
practice_client_sign_in (PracticeClient *self)
{
  g_autofree char *location = practice_client_allow (self, "code", "read write chat", "");
  g_autofree char *code = practice_client_parameter (location, "code");
  g_autofree char *extra = g_strdup_printf ("&code=%s&redirect_uri=http://localhost:8080", code);
  g_autoptr(JsonNode) node = NULL;
  JsonObject *object;

  g_assert_cmpuint (practice_client_token (self, "authorization_code", extra), ==, 200);
  node = practice_client_json (self);
  object = json_node_get_object (node);
  g_free (self->bearer);
  self->bearer = g_strdup (json_object_get_string_member (object, "access_token"));

  return g_strdup (json_object_get_string_member (object, "refresh_token"));
}
