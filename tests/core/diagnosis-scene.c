/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "diagnosis-scene.h"

#include <string.h>

#include "lk-chat-page.h"
#include "lk-conversation.h"
#include "lk-memory-vault.h"
#include "lk-test.h"

/* The person at the login page: logs in and presses Allow; leaves a page that offers neither. */
#define SCENE_TYPE_PERSON (person_get_type ())
G_DECLARE_FINAL_TYPE (Person, person, SCENE, PERSON, GObject)

struct _Person
{
  GObject parent_instance;

  Scene *scene; /* not owned */
  guint page_status;
};

static void person_iface_init (LkUserAgentInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (Person,
                               person,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (LK_TYPE_USER_AGENT, person_iface_init))

static void
person_class_init (PersonClass *klass)
{
}

static void
person_init (Person *self)
{
}

/* Until the redirect; NULL when the page is no way on. */
static char *
visit (Person     *self,
       const char *target)
{
  PracticeClient *practice = self->scene->practice;

  practice_client_get (practice, target);
  self->page_status = practice->status;
  if (practice->error != NULL || practice->status != 200)
    return NULL;

  if (strstr (practice->body, "form_key") == NULL)
    practice_client_log_in (practice, target);
  self->page_status = practice_client_decide (practice, target, "allow");

  return g_strdup (practice->location);
}

static void
person_authorize_async (LkUserAgent            *agent,
                        LkAuthorizationRequest *request,
                        GCancellable           *cancellable,
                        GAsyncReadyCallback     callback,
                        gpointer                user_data)
{
  Person *self = SCENE_PERSON (agent);
  Scene *scene = self->scene;
  const char *origin = lk_practice_server_get_origin (scene->practice->server);
  g_autoptr(GTask) task = g_task_new (agent, cancellable, callback, user_data);
  g_autoptr(LkSecret) uri = lk_authorization_request_get_uri (request);
  g_autoptr(LkSecret) answer = NULL;

  self->page_status = 0;
  if (scene->agent_error >= 0)
    {
      g_task_return_new_error (task, LK_USER_AGENT_ERROR, scene->agent_error, "What the page met");
      return;
    }

  g_assert_true (g_str_has_prefix (uri, origin));
  answer = visit (self, uri + strlen (origin));
  if (answer != NULL)
    g_task_return_pointer (task, g_steal_pointer (&answer), (GDestroyNotify) lk_secret_free);
  else if (scene->practice->error != NULL)
    g_task_return_new_error (task, LK_USER_AGENT_ERROR, LK_USER_AGENT_ERROR_UNREACHABLE, "No page came");
  else
    g_task_return_new_error (task, LK_USER_AGENT_ERROR, LK_USER_AGENT_ERROR_CANCELLED, "The page was left");
}

static char *
person_authorize_finish (LkUserAgent   *agent,
                         GAsyncResult  *result,
                         GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static guint
person_get_page_status (LkUserAgent *agent)
{
  return SCENE_PERSON (agent)->page_status;
}

static void
person_iface_init (LkUserAgentInterface *iface)
{
  iface->authorize_async = person_authorize_async;
  iface->authorize_finish = person_authorize_finish;
  iface->get_page_status = person_get_page_status;
}

Scene *
scene_new (LkConnectionKind kind)
{
  static const char *const scopes[] = { "read", "write", "chat", NULL };
  Scene *self = g_new0 (Scene, 1);
  g_autoptr(LkConnection) connection = lk_connection_new (kind);
  g_autoptr(LkVault) vault = lk_memory_vault_new ();
  g_autoptr(LkExchangeLog) log = lk_exchange_log_new (1024 * 1024);
  g_autoptr(LkHttpClient) client = lk_http_client_new (log);

  self->practice = practice_client_new ();
  self->agent_error = -1;
  self->code_age = -1;
  g_object_set (connection, "name", "Practice", "scopes", scopes, NULL);
  if (kind == LK_CONNECTION_KIND_PRACTICE)
    g_object_set (connection, "practice-origin", lk_practice_server_get_origin (self->practice->server), "client-id",
                  lk_practice_server_get_client_id (self->practice->server), "subdomain", "practice", NULL);
  self->account = lk_account_new (connection, vault, client, NULL);

  return self;
}

void
scene_free (Scene *self)
{
  g_clear_object (&self->exchange);
  g_clear_object (&self->account);
  practice_client_free (self->practice);
  g_free (self);
}

LkConnection *
scene_connection (Scene *self)
{
  return lk_account_get_connection (self->account);
}

char *
scene_expand (Scene      *self,
              const char *text)
{
  g_autoptr(GString) expanded = g_string_new (text);

  g_string_replace (expanded, "@ORIGIN", lk_practice_server_get_origin (self->practice->server), 0);

  return g_string_free (g_steal_pointer (&expanded), FALSE);
}

void
scene_arm (Scene      *self,
           const char *fault)
{
  g_assert_true (lk_practice_server_set_fault (self->practice->server, fault, 1));
}

static LkToken *
run_sign_in (Scene     *self,
             LkSignIn  *sign_in,
             GError   **error)
{
  g_autoptr(Person) person = g_object_new (SCENE_TYPE_PERSON, NULL);
  g_autoptr(GAsyncResult) result = NULL;

  person->scene = self;
  lk_sign_in_run_async (sign_in, LK_USER_AGENT (person), NULL, lk_test_async_cb, &result);
  lk_test_wait (&result);

  return lk_sign_in_run_finish (sign_in, result, error);
}

void
scene_get_token (Scene      *self,
                 LkGrant     grant,
                 const char *scopes)
{
  g_autoptr(LkSignIn) sign_in = lk_account_new_sign_in (self->account);
  g_auto(GStrv) words = g_strsplit (scopes, " ", -1);
  g_autoptr(LkToken) token = NULL;
  g_autoptr(GError) error = NULL;

  lk_sign_in_set_grant (sign_in, grant);
  lk_sign_in_set_scopes (sign_in, (const char *const *) words);
  token = run_sign_in (self, sign_in, &error);
  g_assert_no_error (error);
  g_assert_nonnull (token);
}

void
scene_keep_secret (Scene *self)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  lk_account_set_secret_async (self->account, lk_practice_server_get_client_secret (self->practice->server), NULL,
                               lk_test_async_cb, &result);
  lk_test_wait (&result);
  lk_account_set_secret_finish (self->account, result, &error);
  g_assert_no_error (error);
}

static LkOauthClient *
update_client (Scene   *self,
               GError **error)
{
  LkChatService *service = lk_account_get_service (self->account);
  g_autoptr(JsonObject) changes = json_object_new ();
  g_autoptr(GAsyncResult) listed = NULL;
  g_autoptr(GAsyncResult) updated = NULL;
  g_autoptr(GPtrArray) clients = NULL;

  lk_chat_service_list_clients_async (service, NULL, lk_test_async_cb, &listed);
  lk_test_wait (&listed);
  clients = lk_chat_service_list_clients_finish (service, listed, NULL, error);
  g_assert_no_error (*error);
  g_assert_cmpuint (clients->len, >, 0);

  json_object_set_string_member (changes, "client_type", "confidential");
  lk_chat_service_update_client_async (service, ((LkOauthClient *) g_ptr_array_index (clients, 0))->id, changes, NULL,
                                       lk_test_async_cb, &updated);
  lk_test_wait (&updated);
  g_clear_object (&self->exchange);

  return lk_chat_service_update_client_finish (service, updated, &self->exchange, error);
}

void
scene_confidential (Scene *self)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(LkOauthClient) client = update_client (self, &error);

  g_assert_no_error (error);
  g_assert_cmpint (client->client_type, ==, LK_CLIENT_TYPE_CONFIDENTIAL);
  g_object_set (scene_connection (self), "last-client-type", LK_CLIENT_TYPE_CONFIDENTIAL, NULL);
}

static GPtrArray *
diagnose (Scene        *self,
          LkFlow        flow,
          const GError *error)
{
  self->flow = flow;

  return lk_account_diagnose (self->account, flow, self->exchange, error);
}

GPtrArray *
scene_sign_in (Scene   *self,
               LkGrant  grant)
{
  g_autoptr(LkSignIn) sign_in = lk_account_new_sign_in (self->account);
  g_autoptr(LkToken) token = NULL;
  g_autoptr(GError) error = NULL;
  LkSymptom symptom;

  lk_sign_in_set_grant (sign_in, grant);
  token = run_sign_in (self, sign_in, &error);
  g_assert_nonnull (error);
  g_assert_null (token);
  g_assert_null (lk_account_get_token (self->account));

  g_set_object (&self->exchange, lk_sign_in_get_exchange (sign_in));
  self->flow = LK_FLOW_SIGN_IN;
  lk_symptom_from_sign_in (&symptom, sign_in, scene_connection (self), error);
  if (self->code_age >= 0)
    symptom.code_age = self->code_age;

  return lk_diagnose (&symptom);
}

GPtrArray *
scene_refresh (Scene *self)
{
  LkTokenSource *source = lk_account_get_source (self->account);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(LkToken) token = NULL;
  g_autoptr(GError) error = NULL;

  lk_token_source_refresh_async (source, lk_account_get_token (self->account), NULL, lk_test_async_cb, &result);
  lk_test_wait (&result);
  g_clear_object (&self->exchange);
  token = lk_token_source_refresh_finish (source, result, &self->exchange, &error);
  g_assert_nonnull (error);
  g_assert_null (token);

  return diagnose (self, LK_FLOW_REFRESH, error);
}

GPtrArray *
scene_call (Scene      *self,
            const char *path)
{
  LkChatService *service = lk_account_get_service (self->account);
  g_autofree char *expanded = scene_expand (self, path);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(LkExchange) answered = NULL;
  g_autoptr(GError) error = NULL;

  lk_chat_service_send_async (service, "GET", expanded, NULL, NULL, "A call", NULL, lk_test_async_cb, &result);
  lk_test_wait (&result);
  g_clear_object (&self->exchange);
  answered = lk_chat_service_send_finish (service, result, &self->exchange, &error);

  /* Whether a good status bears what was due is seen by whoever reads it. */
  if (error == NULL && lk_exchange_is_success (self->exchange) && g_str_has_prefix (path, "chats"))
    {
      g_autoptr(LkChatPage) page G_GNUC_UNUSED =
                    lk_chat_page_parse (lk_exchange_get_body (self->exchange), NULL, &error);
    }

  return diagnose (self, LK_FLOW_API, error);
}

GPtrArray *
scene_switch_client (Scene *self)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(LkOauthClient) client = update_client (self, &error);

  g_assert_null (client);
  g_assert_nonnull (error);

  return diagnose (self, LK_FLOW_API, error);
}

GPtrArray *
scene_converse (Scene *self)
{
  g_autoptr(LkConversation) conversation =
                lk_conversation_new (lk_account_get_source (self->account), lk_account_get_client (self->account));
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  lk_conversation_start_async (conversation, NULL, lk_test_async_cb, &result);
  lk_test_wait (&result);
  g_clear_object (&self->exchange);
  g_assert_false (lk_conversation_start_finish (conversation, result, &self->exchange, &error));

  return diagnose (self, LK_FLOW_CONVERSATION, error);
}

GPtrArray *
scene_send (Scene      *self,
            const char *url,
            const char *authorization,
            guint       timeout)
{
  g_autofree char *expanded = scene_expand (self, url);
  g_autoptr(LkExchange) exchange = lk_exchange_new (LK_EXCHANGE_PURPOSE_API, "GET", expanded);
  LkHttpClient *client = lk_account_get_client (self->account);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  if (authorization != NULL)
    g_assert_true (lk_exchange_add_request_header (exchange, "Authorization", authorization));
  if (timeout > 0)
    lk_exchange_set_timeout (exchange, timeout);

  g_set_object (&self->exchange, exchange);
  lk_http_client_send_async (client, exchange, NULL, NULL, lk_test_async_cb, &result);
  lk_test_wait (&result);
  lk_http_client_send_finish (client, result, NULL, &error);

  return diagnose (self, LK_FLOW_API, error);
}
