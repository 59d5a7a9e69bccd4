/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-chat-service-private.h"

#include <glib/gi18n.h>
#include <string.h>

#include "lk-json-reader.h"
#include "lk-url.h"

struct _LkChatService
{
  GObject parent_instance;

  LkTokenSource *source; /* owned */
  LkHttpClient *client;  /* owned */
  LkToken *worked;       /* owned, nullable: the token that has had a 2xx in this run */
};

/* One call through send_async: what to send, and how far it has come. */
typedef struct
{
  char *method;         /* owned */
  char *url;            /* owned */
  char *content_type;   /* owned, nullable */
  GBytes *body;         /* owned, nullable */
  gsize max_body;       /* 0: the exchange's own bound */
  char *label;          /* owned */
  LkToken *token;       /* owned, nullable */
  LkExchange *exchange; /* owned, nullable */
  GBytes *answer;       /* owned, nullable: of a confidential call, as it came */
  gboolean confidential;
  gboolean renewed;
} Call;

G_DEFINE_FINAL_TYPE (LkChatService, lk_chat_service, G_TYPE_OBJECT)

static void
call_free (gpointer data)
{
  Call *call = data;

  g_free (call->method);
  g_free (call->url);
  g_free (call->content_type);
  g_clear_pointer (&call->body, g_bytes_unref);
  g_free (call->label);
  g_clear_object (&call->token);
  g_clear_object (&call->exchange);
  g_clear_pointer (&call->answer, g_bytes_unref);
  g_free (call);
}

/* `scheme://…`; a path may hold an address in its query. */
static gboolean
is_absolute (const char *path)
{
  const char *scheme = g_uri_peek_scheme (path);

  return scheme != NULL && g_str_has_prefix (path + strlen (scheme), "://");
}

/* What comes after an origin. */
static const char *
skip_origin (const char *url)
{
  const char *authority = strstr (url, "://") + strlen ("://");

  return authority + strcspn (authority, "/?");
}

/* An absolute address of the API's own origin; one of plain http at an https host is asked over https, for services
 * behind a proxy do not always know how they are reached. */
static char *
resolve_address (const char *base,
                 const char *url)
{
  g_autofree char *escaped = lk_url_escape_path (skip_origin (url));
  g_autofree char *origin = g_strndup (url, (gsize) (skip_origin (url) - url));
  g_autofree char *secure = NULL;

  if (lk_url_same_origin (base, origin))
    return g_strconcat (origin, escaped, NULL);

  if (!g_str_has_prefix (base, "https:") || g_ascii_strncasecmp (origin, "http:", strlen ("http:")) != 0)
    return NULL;

  if (g_str_has_suffix (origin, ":80"))
    origin[strlen (origin) - strlen (":80")] = '\0';
  secure = g_strconcat ("https", origin + strlen ("http"), NULL);

  return lk_url_same_origin (base, secure) ? g_strconcat (secure, escaped, NULL) : NULL;
}

/* A path that begins with the whole path of the API, as a service may write it, stands behind the origin. */
static char *
resolve_path (const char *base,
              const char *path)
{
  const char *base_path = skip_origin (base);
  g_autofree char *escaped = lk_url_escape_path (path);
  gsize length = strlen (base_path);

  if (length > 1 && g_str_has_prefix (escaped, base_path) && strchr ("/?", escaped[length]) != NULL)
    return g_strdup_printf ("%.*s%s", (int) (base_path - base), base, escaped);

  return g_strconcat (base, *escaped == '/' ? "" : "/", escaped, NULL);
}

/**
 * lk_chat_service_make_url:
 * @self: a service
 * @path: a path below the REST base (`chats?ids=a,b`), or an absolute address of the same origin (a next page)
 * @error: where to put LK_CHAT_ERROR_NO_ADDRESS or LK_CHAT_ERROR_FOREIGN_PAGE: a token never goes anywhere else
 *   (SECURITY.md F4)
 *
 * Returns: (transfer full): the address to ask, percent-encoded where it has to be
 */
char *
lk_chat_service_make_url (LkChatService  *self,
                          const char     *path,
                          GError        **error)
{
  g_autoptr(LkEndpoints) endpoints = NULL;
  char *url;

  g_return_val_if_fail (LK_IS_CHAT_SERVICE (self), NULL);
  g_return_val_if_fail (path != NULL, NULL);

  endpoints = lk_connection_get_endpoints (lk_token_source_get_connection (self->source));
  if (endpoints->api == NULL || strstr (endpoints->api, "://") == NULL)
    {
      g_set_error_literal (error, LK_CHAT_ERROR, LK_CHAT_ERROR_NO_ADDRESS,
                           _("This connection has no address for its API yet"));
      return NULL;
    }

  url = is_absolute (path) ? resolve_address (endpoints->api, path) : resolve_path (endpoints->api, path);
  if (url == NULL)
    g_set_error_literal (error, LK_CHAT_ERROR, LK_CHAT_ERROR_FOREIGN_PAGE,
                         _("The next page is at another host. The token was not sent there"));

  return url;
}

static void send_with_token (GTask *task);

static void
renewed_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Call *call = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;
  g_autoptr(LkToken) token = lk_token_source_refresh_finish (LK_TOKEN_SOURCE (source), result, NULL, &error);

  if (token != NULL)
    {
      g_set_object (&call->token, token);
      send_with_token (g_steal_pointer (&task));
      return;
    }

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  /* Return the 401; the token source reports why the renewal failed. */
  g_task_return_pointer (task, g_object_ref (call->exchange), g_object_unref);
}

static void
sent_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  LkChatService *self = g_task_get_source_object (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  Call *call = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;

  g_clear_pointer (&call->answer, g_bytes_unref);
  if (!lk_http_client_send_finish (LK_HTTP_CLIENT (source), result, &call->answer, &error))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  if (lk_exchange_is_success (call->exchange))
    g_set_object (&self->worked, call->token);

  /* Only a 401 is worth a renewal, and only once (SECURITY.md G8). */
  if (lk_exchange_get_status (call->exchange) == 401 && !call->renewed && lk_token_is_renewable (call->token))
    {
      call->renewed = TRUE;
      lk_token_source_refresh_async (self->source, call->token, cancellable, renewed_cb, g_steal_pointer (&task));
      return;
    }

  g_task_return_pointer (task, g_object_ref (call->exchange), g_object_unref);
}

static void
send_with_token (GTask *task)
{
  LkChatService *self = g_task_get_source_object (task);
  LkConnection *connection = lk_token_source_get_connection (self->source);
  Call *call = g_task_get_task_data (task);
  g_autoptr(LkExchange) exchange = lk_exchange_new (LK_EXCHANGE_PURPOSE_API, call->method, call->url);
  g_autoptr(LkCredentials) credentials = lk_credentials_new ();

  lk_exchange_set_connection (exchange, lk_connection_get_id (connection), lk_connection_get_name (connection));
  lk_exchange_set_label (exchange, call->label);
  lk_exchange_set_confidential (exchange, call->confidential);
  if (call->body != NULL)
    lk_exchange_set_request_body (exchange, call->content_type, call->body);
  if (call->max_body > 0)
    lk_exchange_set_max_body (exchange, call->max_body);

  lk_credentials_set_bearer (credentials, lk_token_get_access_token (call->token));

  g_set_object (&call->exchange, exchange);
  lk_http_client_send_async (self->client, exchange, credentials, g_task_get_cancellable (task), sent_cb, task);
}

static void
got_token_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Call *call = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;

  call->token = lk_token_source_get_finish (LK_TOKEN_SOURCE (source), result, &call->exchange, &error);
  if (call->token == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  g_clear_object (&call->exchange);
  send_with_token (g_steal_pointer (&task));
}

static void
lk_chat_service_finalize (GObject *object)
{
  LkChatService *self = LK_CHAT_SERVICE (object);

  g_clear_object (&self->source);
  g_clear_object (&self->client);
  g_clear_object (&self->worked);

  G_OBJECT_CLASS (lk_chat_service_parent_class)->finalize (object);
}

static void
lk_chat_service_class_init (LkChatServiceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lk_chat_service_finalize;
}

static void
lk_chat_service_init (LkChatService *self)
{
}

/**
 * lk_chat_service_new:
 * @source: where the token comes from
 * @client: what sends
 *
 * Makes the service of the connection that @source belongs to.
 *
 * Returns: (transfer full): the service
 */
LkChatService *
lk_chat_service_new (LkTokenSource *source,
                     LkHttpClient  *client)
{
  LkChatService *self;

  g_return_val_if_fail (LK_IS_TOKEN_SOURCE (source), NULL);
  g_return_val_if_fail (LK_IS_HTTP_CLIENT (client), NULL);

  self = g_object_new (LK_TYPE_CHAT_SERVICE, NULL);
  self->source = g_object_ref (source);
  self->client = g_object_ref (client);

  return self;
}

LkTokenSource *
lk_chat_service_get_source (LkChatService *self)
{
  g_return_val_if_fail (LK_IS_CHAT_SERVICE (self), NULL);

  return self->source;
}

/**
 * lk_chat_service_get_worked:
 * @self: a service
 *
 * Tells whether the present token has had an answer of 2xx in this run.
 *
 * Returns: whether it has
 */
gboolean
lk_chat_service_get_worked (LkChatService *self)
{
  g_return_val_if_fail (LK_IS_CHAT_SERVICE (self), FALSE);

  return self->worked != NULL && self->worked == lk_token_source_get_token (self->source);
}

static void
start (LkChatService       *self,
       const char          *method,
       const char          *path,
       const char          *content_type,
       GBytes              *body,
       gsize                max_body,
       gboolean             confidential,
       const char          *label,
       GCancellable        *cancellable,
       GAsyncReadyCallback  callback,
       gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);
  Call *call = g_new0 (Call, 1);
  GError *error = NULL;

  g_task_set_source_tag (task, lk_chat_service_send_async);
  g_task_set_task_data (task, call, call_free);

  call->method = g_strdup (method);
  call->content_type = g_strdup (content_type);
  call->body = body != NULL ? g_bytes_ref (body) : NULL;
  call->max_body = max_body;
  call->confidential = confidential;
  call->label = g_strdup (label);
  call->url = lk_chat_service_make_url (self, path, &error);
  if (call->url == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  lk_token_source_get_async (self->source, cancellable, got_token_cb, g_steal_pointer (&task));
}

/**
 * _lk_chat_service_ask_async:
 * @self: a service
 * @method: GET, POST, PUT or DELETE
 * @path: as for lk_chat_service_send_async ()
 * @body: (nullable): JSON to send
 * @max_body: the longest answer to take, in bytes
 * @label: what the call is for, in words for its person
 * @cancellable: (nullable): a cancellable
 * @callback: called with the answer
 * @user_data: data of @callback
 *
 * lk_chat_service_send_async () for a typed call, whose answer may be about the token itself or another secret.
 */
void
_lk_chat_service_ask_async (LkChatService       *self,
                            const char          *method,
                            const char          *path,
                            GBytes              *body,
                            gsize                max_body,
                            const char          *label,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  start (self, method, path, body != NULL ? "application/json" : NULL, body, max_body, TRUE, label, cancellable,
         callback, user_data);
}

/**
 * _lk_chat_service_ask_finish:
 * @self: a service
 * @result: the result
 * @answer: (out) (nullable): the body as it came, with its secrets
 * @exchange: (out) (nullable): the last exchange there was, on failure too
 * @error: return location for an error, as of lk_chat_service_send_finish ()
 *
 * Returns: whether there was an answer, whatever its status
 */
gboolean
_lk_chat_service_ask_finish (LkChatService  *self,
                             GAsyncResult   *result,
                             GBytes        **answer,
                             LkExchange    **exchange,
                             GError        **error)
{
  g_autoptr(LkExchange) answered = lk_chat_service_send_finish (self, result, exchange, error);
  Call *call = g_task_get_task_data (G_TASK (result));

  *answer = g_steal_pointer (&call->answer);

  return answered != NULL;
}

/**
 * lk_chat_service_send_async:
 * @self: a service
 * @method: GET, POST, PUT or DELETE
 * @path: a path below the REST base (`chats?ids=a,b`), or an absolute address of the same origin (a next page)
 * @content_type: (nullable): the type of @body
 * @body: (nullable): what to send
 * @label: what the call is for, in words for its person
 * @cancellable: (nullable): a cancellable
 * @callback: called with the answer
 * @user_data: data of @callback
 *
 * Sends one call with the bearer token in its header (RFC 6750 section 2.1). A 401 has the token renewed where that is
 * possible, and the call sent once more; no other status has.
 */
void
lk_chat_service_send_async (LkChatService       *self,
                            const char          *method,
                            const char          *path,
                            const char          *content_type,
                            GBytes              *body,
                            const char          *label,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_return_if_fail (LK_IS_CHAT_SERVICE (self));
  g_return_if_fail (method != NULL && path != NULL);

  start (self, method, path, content_type, body, 0, FALSE, label, cancellable, callback, user_data);
}

/**
 * lk_chat_service_send_finish:
 * @self: a service
 * @result: the result
 * @exchange: (out) (optional) (nullable): the last exchange there was, on failure too
 * @error: return location for an error
 *
 * Ends lk_chat_service_send_async(). Sets an error of the token source, of the token endpoint, of LK_HTTP_ERROR,
 * LK_CHAT_ERROR_FOREIGN_PAGE, LK_CHAT_ERROR_NO_ADDRESS or G_IO_ERROR_CANCELLED.
 *
 * Returns: (transfer full): the exchange with its answer, whatever the status
 */
LkExchange *
lk_chat_service_send_finish (LkChatService  *self,
                             GAsyncResult   *result,
                             LkExchange    **exchange,
                             GError        **error)
{
  Call *call;

  g_return_val_if_fail (LK_IS_CHAT_SERVICE (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_chat_service_send_async), NULL);

  call = g_task_get_task_data (G_TASK (result));
  if (exchange != NULL)
    *exchange = call->exchange != NULL ? g_object_ref (call->exchange) : NULL;

  return g_task_propagate_pointer (G_TASK (result), error);
}
