/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-test-service.h"

#include <string.h>

#include "lk-test.h"

#define TOKEN_PATH "/oauth2/chat/token"

LkTestService *
lk_test_service_new (const char *folder)
{
  LkTestService *self = g_new0 (LkTestService, 1);
  g_autofree char *locks = folder != NULL ? g_build_filename (folder, "locks", NULL) : NULL;

  self->practice = practice_client_new ();
  self->connection = lk_connection_new (LK_CONNECTION_KIND_PRACTICE);
  g_object_set (self->connection, "name", "Practice", "practice-origin",
                lk_practice_server_get_origin (self->practice->server), "client-id",
                lk_practice_server_get_client_id (self->practice->server), NULL);
  self->vault = lk_test_vault_new (folder);
  self->log = lk_exchange_log_new (0);
  self->client = lk_http_client_new (self->log);
  self->endpoint = lk_token_endpoint_new (self->client);
  self->source = lk_token_source_new (self->connection, LK_VAULT (self->vault), self->endpoint, locks);

  return self;
}

void
lk_test_service_free (LkTestService *self)
{
  g_assert_finalize_object (self->source);
  g_assert_finalize_object (self->endpoint);
  g_assert_finalize_object (self->client);
  g_object_unref (self->log);
  g_assert_finalize_object (self->vault);
  g_object_unref (self->connection);
  practice_client_free (self->practice);
  g_free (self);
}

static char *
decide (LkTestService          *self,
        LkAuthorizationRequest *request,
        const char             *decision)
{
  const char *origin = lk_practice_server_get_origin (self->practice->server);
  g_autofree char *uri = lk_authorization_request_get_uri (request);
  const char *target = uri + strlen (origin);

  g_assert_true (g_str_has_prefix (uri, origin));

  practice_client_get (self->practice, target);
  if (strstr (self->practice->body, "form_key") == NULL)
    practice_client_log_in (self->practice, target);
  practice_client_decide (self->practice, target, decision);
  g_assert_nonnull (self->practice->location);

  return g_strdup (self->practice->location);
}

char *
lk_test_service_allow (LkAuthorizationRequest  *request,
                       gpointer                 service,
                       GError                 **error)
{
  return decide (service, request, "allow");
}

char *
lk_test_service_deny (LkAuthorizationRequest  *request,
                      gpointer                 service,
                      GError                 **error)
{
  return decide (service, request, "deny");
}

void
lk_test_service_keep_secret (LkTestService *self,
                             const char    *secret)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autofree char *events = NULL;
  g_autoptr(GError) error = NULL;

  lk_vault_store_async (LK_VAULT (self->vault), lk_connection_get_id (self->connection), LK_VAULT_KIND_CLIENT_SECRET,
                        "Secret", secret, NULL, lk_test_async_cb, &result);
  lk_test_wait (&result);
  lk_vault_store_finish (LK_VAULT (self->vault), result, &error);
  g_assert_no_error (error);

  events = lk_test_vault_take_events (self->vault);
}

void
lk_test_service_make_confidential (LkTestService *self)
{
  G_GNUC_UNUSED g_autofree char *refresh = practice_client_sign_in (self->practice);
  g_autofree char *target = NULL;
  g_autoptr(JsonNode) node = NULL;
  JsonArray *clients;

  g_assert_cmpuint (practice_client_get (self->practice, "/api/v2/chat/oauth/clients"), ==, 200);
  node = practice_client_json (self->practice);
  clients = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (clients); i++)
    {
      JsonObject *client = json_array_get_object_element (clients, i);

      if (g_str_equal (json_object_get_string_member (client, "client_identifier"),
                       lk_practice_server_get_client_id (self->practice->server)))
        target =
            g_strdup_printf ("/api/v2/chat/oauth/clients/%" G_GINT64_FORMAT, json_object_get_int_member (client, "id"));
    }

  g_assert_nonnull (target);
  g_assert_cmpuint (
      practice_client_ask (self->practice, "PUT", target, "application/json", "{\"client_type\":\"confidential\"}"), ==,
      200);
}

void
lk_test_service_sign_in (LkTestService *self)
{
  g_autoptr(LkAuthorizationRequest) request =
                lk_authorization_request_new_with_grant (self->connection, LK_GRANT_CODE, NULL);
  g_autofree char *location = lk_test_service_allow (request, self, NULL);
  g_autofree char *code = practice_client_parameter (location, "code");
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GAsyncResult) stored = NULL;
  g_autoptr(LkToken) token = NULL;
  g_autofree char *events = NULL;
  g_autoptr(GError) error = NULL;

  lk_token_endpoint_exchange_code_async (self->endpoint, request, code,
                                         lk_practice_server_get_client_secret (self->practice->server),
                                         self->connection, NULL, lk_test_async_cb, &result);
  lk_test_wait (&result);
  token = lk_token_endpoint_finish (self->endpoint, result, NULL, &error);
  g_assert_no_error (error);

  lk_token_source_store_async (self->source, token, NULL, lk_test_async_cb, &stored);
  lk_test_wait (&stored);
  lk_token_source_store_finish (self->source, stored, &error);
  g_assert_no_error (error);

  events = lk_test_vault_take_events (self->vault);
}

void
lk_test_service_rebind (LkTestService *self)
{
  g_autoptr(LkEndpoints) endpoints = lk_connection_get_endpoints (self->connection);

  lk_token_bind (lk_token_source_get_token (self->source), endpoints);
}

guint
lk_test_service_count_posts (LkTestService *self)
{
  return lk_practice_server_count_requests (self->practice->server, "POST", TOKEN_PATH);
}

static gboolean
holds (GBytes     *bytes,
       const char *secret)
{
  gsize length = 0;
  const char *data = bytes != NULL ? g_bytes_get_data (bytes, &length) : NULL;

  return length > 0 && memmem (data, length, secret, strlen (secret)) != NULL;
}

void
lk_test_service_assert_no_secret (LkTestService *self,
                               const char    *secret)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->log)); i++)
    {
      g_autoptr(LkExchange) exchange = g_list_model_get_item (G_LIST_MODEL (self->log), i);

      if (!lk_exchange_is_done (exchange))
        continue;

      for (guint j = 0; j < lk_exchange_get_n_request_headers (exchange); j++)
        g_assert_null (strstr (lk_exchange_get_request_header_at (exchange, j).value, secret));
      for (guint j = 0; j < lk_exchange_get_n_response_headers (exchange); j++)
        g_assert_null (strstr (lk_exchange_get_response_header_at (exchange, j).value, secret));
      g_assert_false (holds (lk_exchange_get_request_body (exchange), secret));
      g_assert_false (holds (lk_exchange_get_body (exchange), secret));
    }
}
