/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "lk-practice-server.h"

#include "lk-practice-api.h"
#include "lk-practice-chats.h"
#include "lk-practice-context.h"
#include "lk-practice-conversation.h"
#include "lk-practice-oauth.h"
#include "lk-practice-pages.h"
#include "lk-practice-records.h"
#include "lk-practice-reply.h"
#include "lk-practice-settings.h"
#include "lk-secret.h"

#define DEFAULT_REDIRECT_URI "http://localhost:8080"
#define DEFAULT_N_CHATS 60
#define MAX_REQUEST_BODY (1024 * 1024)
#define INTEGRATED_BASE "/api/v2/chat"
#define LEGACY_BASE "/api/v2"
#define REALTIME_BASE "/stream"

struct _LkPracticeServer
{
  GObject     parent_instance;

  LkPractice  practice;
  SoupServer *server;       /* owned, nullable: NULL while stopped */
};

G_DEFINE_FINAL_TYPE (LkPracticeServer, lk_practice_server, G_TYPE_OBJECT)

enum
{
  REQUEST,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static const char *const all_scopes[] = { "read", "write", "chat", NULL };

static void
request_init (LkPracticeRequest *request,
              LkPracticeServer  *self,
              SoupServerMessage *message,
              LkPracticeParams  *query)
{
  *request = (LkPracticeRequest) {
    .practice = &self->practice,
    .message = message,
    .method = soup_server_message_get_method (message),
    .path = g_uri_get_path (soup_server_message_get_uri (message)),
    .query = query,
  };
}

static LkPracticeParams *
read_query (SoupServerMessage *message)
{
  const char *query = g_uri_get_query (soup_server_message_get_uri (message));

  return lk_practice_params_new (query, query != NULL ? strlen (query) : 0);
}

/* A foreign page whose name resolves to 127.0.0.1 (DNS rebinding) is refused. */
static gboolean
is_host_ours (LkPracticeServer  *self,
              SoupServerMessage *message)
{
  const char *host = soup_message_headers_get_one (soup_server_message_get_request_headers (message), "Host");

  if (host == NULL)
    return FALSE;

  return g_ascii_strcasecmp (host, self->practice.origin + strlen ("http://")) == 0 ||
         g_ascii_strcasecmp (host, self->practice.foreign_origin + strlen ("http://")) == 0;
}

static void
reply_not_found (LkPracticeRequest *request)
{
  lk_practice_reply_error (request->message,
                           SOUP_STATUS_NOT_FOUND,
                           "Not Found",
                           "The requested URL was not found on the server.");
}

static void
route_home (LkPracticeRequest *request)
{
  g_autofree char *html = NULL;

  if (strcmp (request->method, SOUP_METHOD_GET) != 0)
    {
      lk_practice_reply_method (request->message, "GET");
      return;
    }

  html = lk_practice_page_home (request->practice->user, request->practice->password);
  lk_practice_reply_page (request->message, SOUP_STATUS_OK, html);
}

static void
route (LkPracticeRequest *request)
{
  const char *path = request->path;

  if (strcmp (path, "/oauth2/chat/authorizations/new") == 0)
    lk_practice_authorize (request, FALSE);
  else if (strcmp (path, "/oauth2/authorizations/new") == 0)
    lk_practice_authorize (request, TRUE);
  else if (strcmp (path, "/oauth2/chat/token") == 0 || strcmp (path, "/oauth2/token") == 0)
    lk_practice_token (request);
  else if (strcmp (path, "/graphql/request") == 0)
    lk_practice_graphql (request);
  else if (g_str_has_prefix (path, INTEGRATED_BASE "/"))
    lk_practice_api (request, INTEGRATED_BASE, path + strlen (INTEGRATED_BASE "/"));
  else if (g_str_has_prefix (path, LEGACY_BASE "/"))
    lk_practice_api (request, LEGACY_BASE, path + strlen (LEGACY_BASE "/"));
  else if (g_str_has_prefix (path, REALTIME_BASE "/"))
    lk_practice_api (request, REALTIME_BASE, path + 1);
  else if (strcmp (path, "/practice.css") == 0)
    lk_practice_reply_text (request->message, SOUP_STATUS_OK, "text/css; charset=utf-8", lk_practice_page_style (), -1);
  else if (strcmp (path, "/") == 0)
    route_home (request);
  else
    reply_not_found (request);
}

/* Before the body is read. */
static void
early_cb (SoupServer        *server,
          SoupServerMessage *message,
          const char        *path,
          GHashTable        *query,
          gpointer           data)
{
  LkPracticeServer *self = LK_PRACTICE_SERVER (data);
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  g_autoptr(LkPracticeParams) params = read_query (message);
  LkPracticeRequest request;

  if (!is_host_ours (self, message))
    lk_practice_reply_error (message, SOUP_STATUS_MISDIRECTED_REQUEST, "Misdirected Request", NULL);
  else if (soup_message_headers_get_encoding (headers) == SOUP_ENCODING_CHUNKED)
    lk_practice_reply_error (message, SOUP_STATUS_LENGTH_REQUIRED, "Length Required", NULL);
  else if (soup_message_headers_get_content_length (headers) > MAX_REQUEST_BODY)
    lk_practice_reply_error (message, SOUP_STATUS_REQUEST_ENTITY_TOO_LARGE, "Request Entity Too Large", NULL);
  else
    return;

  request_init (&request, self, message, params);
  g_signal_emit (self, signals[REQUEST], 0, &request);
}

static void
request_cb (SoupServer        *server,
            SoupServerMessage *message,
            const char        *path,
            GHashTable        *query,
            gpointer           data)
{
  LkPracticeServer *self = LK_PRACTICE_SERVER (data);
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  /* An answer may close the connection, which ends the message. */
  G_GNUC_UNUSED g_autoptr(SoupServerMessage) kept = g_object_ref (message);
  g_autoptr(LkPracticeParams) params = read_query (message);
  LkPracticeRequest request;

  request_init (&request, self, message, params);
  request.body = body->data;
  request.body_length = body->data != NULL ? (gsize) body->length : 0;

  g_signal_emit (self, signals[REQUEST], 0, &request);
  route (&request);
  lk_practice_strike (&request, LK_PRACTICE_POINT_ANSWER);
  lk_practice_params_free (request.form);
}

static void
stream_early_cb (SoupServer        *server,
                 SoupServerMessage *message,
                 const char        *path,
                 GHashTable        *query,
                 gpointer           data)
{
  LkPracticeServer *self = LK_PRACTICE_SERVER (data);
  g_autoptr(LkPracticeParams) params = read_query (message);
  LkPracticeRequest request;

  request_init (&request, self, message, params);
  g_signal_emit (self, signals[REQUEST], 0, &request);

  if (!is_host_ours (self, message))
    lk_practice_reply_error (message, SOUP_STATUS_MISDIRECTED_REQUEST, "Misdirected Request", NULL);
  else if (!lk_practice_streams_admit (self->practice.streams, path))
    lk_practice_reply_error (message, SOUP_STATUS_FORBIDDEN, "Forbidden", "There is no such session.");
  else
    lk_practice_strike (&request, LK_PRACTICE_POINT_STREAM);
}

static void
stream_cb (SoupServer              *server,
           SoupServerMessage       *message,
           const char              *path,
           SoupWebsocketConnection *connection,
           gpointer                 data)
{
  LkPracticeServer *self = LK_PRACTICE_SERVER (data);

  lk_practice_streams_connect (self->practice.streams, path, connection);
}

static void
add_clients (LkPracticeServer *self)
{
  const char *const redirect_uris[] = { DEFAULT_REDIRECT_URI, NULL };
  const char *const report_uris[] = { "https://reports.fern-and-feather.example/callback", NULL };
  const char *const till_uris[] = { "https://till.fern-and-feather.example/oauth",
                                    "https://till.fern-and-feather.example/oauth/test",
                                    NULL };
  const char *const read_scopes[] = { "read", NULL };

  self->practice.client = lk_practice_store_add_client (self->practice.store,
                                                        "Latchkey practice",
                                                        "Fern & Feather",
                                                        FALSE,
                                                        redirect_uris,
                                                        all_scopes);
  lk_practice_store_add_client (self->practice.store,
                                "Weekly report",
                                "Fern & Feather",
                                TRUE,
                                report_uris,
                                read_scopes);
  lk_practice_store_add_client (self->practice.store,
                                "Till in the shop",
                                "Hollybush Tills",
                                FALSE,
                                till_uris,
                                all_scopes);
}

static void
lk_practice_server_finalize (GObject *object)
{
  LkPracticeServer *self = LK_PRACTICE_SERVER (object);

  lk_practice_server_stop (self);
  g_free (self->practice.user);
  lk_secret_free (self->practice.password);
  lk_practice_store_free (self->practice.store);
  lk_practice_chats_free (self->practice.chats);
  lk_practice_records_free (self->practice.records);
  json_object_unref (self->practice.settings);
  lk_practice_fault_set_free (self->practice.faults);

  G_OBJECT_CLASS (lk_practice_server_parent_class)->finalize (object);
}

static void
lk_practice_server_class_init (LkPracticeServerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lk_practice_server_finalize;

  /**
   * LkPracticeServer::request:
   * @self: the server
   * @request: (type gpointer): an LkPracticeRequest: a request as it came in, or a text frame of a WebSocket
   *
   * Emitted before the request is answered, and for a request that is refused before its body is read.
   */
  signals[REQUEST] = g_signal_new ("request",
                                   LK_TYPE_PRACTICE_SERVER,
                                   G_SIGNAL_RUN_LAST,
                                   0,
                                   NULL,
                                   NULL,
                                   NULL,
                                   G_TYPE_NONE,
                                   1,
                                   G_TYPE_POINTER);
}

static void
lk_practice_server_init (LkPracticeServer *self)
{
  self->practice.server = G_OBJECT (self);
  self->practice.store = lk_practice_store_new ();
  self->practice.faults = lk_practice_fault_set_new ();
  self->practice.user = g_strdup ("ann@practice.example");
  self->practice.records = lk_practice_records_new (self->practice.user);
  self->practice.settings = lk_practice_settings_new ();
  self->practice.chats = lk_practice_chats_new ();
  self->practice.password = lk_random_token (9);
  self->practice.n_chats = DEFAULT_N_CHATS;
  self->practice.token_lifetime = -1;
  add_clients (self);
}

/**
 * lk_practice_server_new:
 *
 * Makes a practice account with a client, a secret and a password of its own, all random, so that none ships with the
 * program (SECURITY.md D5).
 *
 * Returns: (transfer full): a server that does not listen yet
 */
LkPracticeServer *
lk_practice_server_new (void)
{
  return g_object_new (LK_TYPE_PRACTICE_SERVER, NULL);
}

/**
 * lk_practice_server_start:
 * @self: a stopped server
 * @port: the port; 0 for a free one
 * @error: a `GIOErrorEnum` when the port cannot be had
 *
 * Listens on 127.0.0.1 alone and serves in the thread-default main context of the caller.
 *
 * Returns: whether it listens
 */
gboolean
lk_practice_server_start (LkPracticeServer  *self,
                          guint16            port,
                          GError           **error)
{
  g_autoptr(SoupServer) server = NULL;
  GSList *uris;

  g_return_val_if_fail (LK_IS_PRACTICE_SERVER (self), FALSE);
  g_return_val_if_fail (self->server == NULL, FALSE);

  server = soup_server_new ("server-header", "practice", "raw-paths", TRUE, NULL);
  if (!soup_server_listen_local (server, port, SOUP_SERVER_LISTEN_IPV4_ONLY, error))
    return FALSE;

  uris = soup_server_get_uris (server);
  self->practice.port = (guint) g_uri_get_port (uris->data);
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);

  self->practice.origin = g_strdup_printf ("http://127.0.0.1:%u", self->practice.port);
  self->practice.foreign_origin = g_strdup_printf ("http://localhost:%u", self->practice.port);
  self->practice.streams = lk_practice_streams_new (&self->practice);

  soup_server_add_early_handler (server, NULL, early_cb, self, NULL);
  soup_server_add_handler (server, NULL, request_cb, self, NULL);
  soup_server_add_early_handler (server, LK_PRACTICE_STREAM_PATH, stream_early_cb, self, NULL);
  soup_server_add_websocket_handler (server, LK_PRACTICE_STREAM_PATH, NULL, NULL, stream_cb, self, NULL);
  self->server = g_steal_pointer (&server);

  return TRUE;
}

/**
 * lk_practice_server_stop:
 * @self: a server
 *
 * Closes its port and every connection. Clients and tokens stay, so it can start again.
 */
void
lk_practice_server_stop (LkPracticeServer *self)
{
  g_return_if_fail (LK_IS_PRACTICE_SERVER (self));

  if (self->server == NULL)
    return;

  g_clear_pointer (&self->practice.streams, lk_practice_streams_free);
  soup_server_disconnect (self->server);
  g_clear_object (&self->server);
  g_clear_pointer (&self->practice.origin, g_free);
  g_clear_pointer (&self->practice.foreign_origin, g_free);
  self->practice.port = 0;
}

/**
 * lk_practice_server_accept:
 * @self: a server that listens
 * @stream: a connection that did not come by way of the port
 * @error: return location for an error
 *
 * Serves a client that is in the same process.
 *
 * Returns: whether the connection is served from now on
 */
gboolean
lk_practice_server_accept (LkPracticeServer  *self,
                           GIOStream         *stream,
                           GError           **error)
{
  g_autoptr(GSocketAddress) address = g_inet_socket_address_new_from_string ("127.0.0.1", 0);

  g_return_val_if_fail (LK_IS_PRACTICE_SERVER (self) && self->server != NULL, FALSE);
  g_return_val_if_fail (G_IS_IO_STREAM (stream), FALSE);

  return soup_server_accept_iostream (self->server, stream, address, address, error);
}

/**
 * lk_practice_server_get_origin:
 * @self: a server
 *
 * Returns: (transfer none) (nullable): `http://127.0.0.1:PORT`; %NULL while it is stopped
 */
const char *
lk_practice_server_get_origin (LkPracticeServer *self)
{
  g_return_val_if_fail (LK_IS_PRACTICE_SERVER (self), NULL);

  return self->practice.origin;
}

/**
 * lk_practice_server_get_client_id:
 * @self: a server
 *
 * Returns: (transfer none): the client identifier to connect with
 */
const char *
lk_practice_server_get_client_id (LkPracticeServer *self)
{
  g_return_val_if_fail (LK_IS_PRACTICE_SERVER (self), NULL);

  return self->practice.client->identifier;
}

/**
 * lk_practice_server_has_client:
 * @self: a server
 * @client_id: (nullable): a client identifier
 *
 * Returns: whether it is known here: the server's own, or one that was made while it runs
 */
gboolean
lk_practice_server_has_client (LkPracticeServer *self,
                               const char       *client_id)
{
  g_return_val_if_fail (LK_IS_PRACTICE_SERVER (self), FALSE);

  return client_id != NULL && lk_practice_store_find_client (self->practice.store, client_id) != NULL;
}

/**
 * lk_practice_server_get_client_secret:
 * @self: a server
 *
 * Returns: (transfer none): the secret of that client
 */
const char *
lk_practice_server_get_client_secret (LkPracticeServer *self)
{
  g_return_val_if_fail (LK_IS_PRACTICE_SERVER (self), NULL);

  return self->practice.client->secret;
}

/**
 * lk_practice_server_get_user:
 * @self: a server
 *
 * Returns: (transfer none): the e-mail address to sign in with, which the login page shows too
 */
const char *
lk_practice_server_get_user (LkPracticeServer *self)
{
  g_return_val_if_fail (LK_IS_PRACTICE_SERVER (self), NULL);

  return self->practice.user;
}

/**
 * lk_practice_server_get_password:
 * @self: a server
 *
 * Returns: (transfer none): the password to sign in with, which the login page shows too
 */
const char *
lk_practice_server_get_password (LkPracticeServer *self)
{
  g_return_val_if_fail (LK_IS_PRACTICE_SERVER (self), NULL);

  return self->practice.password;
}

/**
 * lk_practice_server_set_redirect_uris:
 * @self: a server
 * @uris: redirect URIs, at least one
 *
 * Registers the redirect URIs of its client in place of the former ones; to begin with it is `http://localhost:8080`.
 */
void
lk_practice_server_set_redirect_uris (LkPracticeServer  *self,
                                      const char *const *uris)
{
  g_return_if_fail (LK_IS_PRACTICE_SERVER (self));
  g_return_if_fail (uris != NULL && uris[0] != NULL);

  g_strfreev (self->practice.client->redirect_uris);
  self->practice.client->redirect_uris = g_strdupv ((char **) uris);
}

/**
 * lk_practice_server_set_n_chats:
 * @self: a server
 * @n: how many chats the account has, up to 1,000,000; 60 to begin with
 *
 * Sets the size of the account. Chats are made when asked for: a large account costs nothing.
 */
void
lk_practice_server_set_n_chats (LkPracticeServer *self,
                                guint             n)
{
  g_return_if_fail (LK_IS_PRACTICE_SERVER (self));
  g_return_if_fail (n <= LK_PRACTICE_MAX_CHATS);

  self->practice.n_chats = n;
}

/**
 * lk_practice_server_set_n_records:
 * @self: a server
 * @path: a collection's path, such as `shortcuts`
 * @n: how many records it has at least
 *
 * Makes a collection larger.
 *
 * Returns: whether there is such a collection
 */
gboolean
lk_practice_server_set_n_records (LkPracticeServer *self,
                                  const char       *path,
                                  guint             n)
{
  g_return_val_if_fail (LK_IS_PRACTICE_SERVER (self), FALSE);
  g_return_val_if_fail (path != NULL, FALSE);

  return lk_practice_records_fill (self->practice.records, path, n);
}

/**
 * lk_practice_server_set_token_lifetime:
 * @self: a server
 * @seconds: what a new access token lives; -1 for a long life of which no `expires_in` tells
 *
 * Sets how long tokens live that are issued from now on.
 */
void
lk_practice_server_set_token_lifetime (LkPracticeServer *self,
                                       int               seconds)
{
  g_return_if_fail (LK_IS_PRACTICE_SERVER (self));
  g_return_if_fail (seconds >= -1);

  self->practice.token_lifetime = seconds;
}

/**
 * lk_practice_server_set_fault:
 * @self: a server
 * @name: the name of one of lk_practice_faults()
 * @times: how many matching requests fail so; -1 for all until it is cleared, 0 for none
 *
 * Asks the server to misbehave.
 *
 * Returns: whether there is such a fault
 */
gboolean
lk_practice_server_set_fault (LkPracticeServer *self,
                              const char       *name,
                              int               times)
{
  g_return_val_if_fail (LK_IS_PRACTICE_SERVER (self), FALSE);
  g_return_val_if_fail (name != NULL, FALSE);
  g_return_val_if_fail (times >= -1, FALSE);

  return lk_practice_fault_set_arm (self->practice.faults, name, times);
}

/**
 * lk_practice_server_has_fault:
 * @self: a server
 * @name: the name of one of lk_practice_faults()
 *
 * Returns: whether the fault is still to come
 */
gboolean
lk_practice_server_has_fault (LkPracticeServer *self,
                              const char       *name)
{
  g_return_val_if_fail (LK_IS_PRACTICE_SERVER (self), FALSE);
  g_return_val_if_fail (name != NULL, FALSE);

  return lk_practice_fault_set_has (self->practice.faults, name);
}

/**
 * lk_practice_server_clear_faults:
 * @self: a server
 *
 * Has the server behave again.
 */
void
lk_practice_server_clear_faults (LkPracticeServer *self)
{
  g_return_if_fail (LK_IS_PRACTICE_SERVER (self));

  lk_practice_fault_set_clear (self->practice.faults);
}

/**
 * lk_practice_server_add_faults:
 * @self: a server
 * @faults: (array length=n_faults): a static table
 * @n_faults: its length
 *
 * Makes more faults known than those of lk_practice_faults().
 */
void
lk_practice_server_add_faults (LkPracticeServer      *self,
                               const LkPracticeFault *faults,
                               guint                  n_faults)
{
  g_return_if_fail (LK_IS_PRACTICE_SERVER (self));
  g_return_if_fail (faults != NULL || n_faults == 0);

  lk_practice_fault_set_add (self->practice.faults, faults, n_faults);
}

gboolean
lk_practice_strike (LkPracticeRequest *request,
                    LkPracticePoint    point)
{
  return lk_practice_fault_set_strike (request->practice->faults, point, request);
}
