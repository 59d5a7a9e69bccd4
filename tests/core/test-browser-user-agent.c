/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-authorization-response.h"
#include "lk-browser-user-agent.h"
#include "lk-secret.h"
#include "lk-test.h"

/* A sign-in that waits for a scripted browser, on a port that was free a moment ago. */
typedef struct
{
  LkAuthorizationRequest *request;
  LkUserAgent *agent;
  GAsyncResult *result;
  guint16 port;
  char *opened;
} Fixture;

static guint16
free_port (void)
{
  g_autoptr(GSocketListener) listener = g_socket_listener_new ();

  return g_socket_listener_add_any_inet_port (listener, NULL, NULL);
}

static gboolean
open_cb (const char  *uri,
         gpointer     user_data,
         GError     **error)
{
  Fixture *fixture = user_data;

  fixture->opened = g_strdup (uri);

  return TRUE;
}

static void
start (Fixture      *fixture,
       LkGrant       grant,
       const char   *redirect_format,
       GCancellable *cancellable)
{
  g_autoptr(LkConnection) connection = lk_connection_new (LK_CONNECTION_KIND_INTEGRATED);
  g_autofree char *port = NULL;
  g_auto(GStrv) parts = g_strsplit (redirect_format, "PORT", -1);
  g_autofree char *redirect_uri = NULL;

  if (fixture->port == 0)
    fixture->port = free_port ();
  port = g_strdup_printf ("%u", fixture->port);
  redirect_uri = g_strjoinv (port, parts);
  g_object_set (connection, "subdomain", "acme", "client-id", "client", "redirect-uri", redirect_uri, "grant", grant,
                NULL);

  fixture->request = lk_authorization_request_new (connection, NULL);
  fixture->agent = lk_browser_user_agent_new (open_cb, fixture, NULL);
  lk_user_agent_authorize_async (fixture->agent, fixture->request, cancellable, lk_test_async_cb, &fixture->result);
}

static void
clear (Fixture *fixture)
{
  g_clear_object (&fixture->request);
  g_clear_object (&fixture->result);
  g_assert_finalize_object (g_steal_pointer (&fixture->agent));
  g_clear_pointer (&fixture->opened, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Fixture, clear)

/* One visit in a thread of its own, for the listener answers in the main loop. */
typedef struct
{
  char *address;
  const char *request;
  gsize length;
  int ended;            /* atomic */
} Job;

static gboolean
has_ended (gpointer data)
{
  Job *job = data;

  return g_atomic_int_get (&job->ended) != 0;
}

static gpointer
visit_thread (gpointer data)
{
  Job *job = data;
  g_autoptr(GSocketClient) client = g_socket_client_new ();
  g_autoptr(GSocketConnection) connection = NULL;
  GString *reply = g_string_new (NULL);
  char buffer[4096];
  gssize n;

  g_socket_client_set_timeout (client, 20);
  connection = g_socket_client_connect_to_host (client, job->address, 0, NULL, NULL);
  if (connection != NULL)
    {
      GIOStream *stream = G_IO_STREAM (connection);

      g_output_stream_write_all (g_io_stream_get_output_stream (stream), job->request, job->length, NULL, NULL, NULL);
      while ((n = g_input_stream_read (g_io_stream_get_input_stream (stream), buffer, sizeof buffer, NULL, NULL)) > 0)
        g_string_append_len (reply, buffer, n);
    }
  g_atomic_int_set (&job->ended, 1);
  g_main_context_wakeup (NULL);

  return g_string_free (reply, FALSE);
}

/* What a program sends, and what it gets; empty if the port is closed. */
static char *
visit_with_bytes (Fixture    *fixture,
                  const char *address,
                  const char *request,
                  gsize       length)
{
  g_autofree char *host_and_port = g_strdup_printf ("%s:%u", address, fixture->port);
  Job job = { host_and_port, request, length, 0 };
  GThread *thread = g_thread_new ("browser", visit_thread, &job);

  lk_test_wait_until (has_ended, &job, 60);

  return g_thread_join (thread);
}

static char *
visit (Fixture    *fixture,
       const char *address,
       const char *request)
{
  return visit_with_bytes (fixture, address, request, strlen (request));
}

static char *
get (Fixture    *fixture,
     const char *address,
     const char *target)
{
  g_autofree char *request = g_strdup_printf ("GET %s HTTP/1.1\r\nHost: localhost:%u\r\n\r\n", target, fixture->port);

  return visit (fixture, address, request);
}

static void
assert_answered (Fixture    *fixture,
                 const char *end_of_uri)
{
  g_autoptr(LkSecret) uri = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *after = NULL;

  lk_test_wait (&fixture->result);
  uri = lk_user_agent_authorize_finish (fixture->agent, fixture->result, &error);
  g_assert_no_error (error);
  g_assert_true (g_str_has_suffix (uri, end_of_uri));

  /* The port is closed at once. */
  after = get (fixture, "127.0.0.1", "/");
  g_assert_cmpstr (after, ==, "");
}

static void
test_code (void)
{
  static const char *const addresses[] = { "127.0.0.1", "[::1]" };

  for (gsize i = 0; i < G_N_ELEMENTS (addresses); i++)
    {
      g_auto(Fixture) fixture = { NULL };
      g_autofree char *target = NULL;
      g_autofree char *reply = NULL;

      start (&fixture, LK_GRANT_CODE, "http://localhost:PORT", NULL);
      g_assert_true (g_str_has_prefix (fixture.opened, "https://acme.zendesk.com/"));
      target = g_strconcat ("/?code=CANARY&state=", lk_authorization_request_get_state (fixture.request), NULL);
      reply = get (&fixture, addresses[i], target);
      if (i == 1 && *reply == '\0')
        {
          g_test_message ("no IPv6 here");
          g_free (reply);
          reply = get (&fixture, "127.0.0.1", target);
        }

      g_assert_true (g_str_has_prefix (reply, "HTTP/1.1 200 "));
      g_assert_nonnull (strstr (reply, "Referrer-Policy: no-referrer\r\n"));
      g_assert_nonnull (strstr (reply, "Cache-Control: no-store\r\n"));
      g_assert_nonnull (strstr (reply, "Content-Security-Policy: default-src 'none';"));
      g_assert_null (strstr (reply, "CANARY"));
      g_assert_null (strstr (reply, "Location:"));
      assert_answered (&fixture, target);
    }
}

static void
test_fragment (void)
{
  g_auto(Fixture) fixture = { NULL };
  g_autofree char *page = NULL;
  g_autofree char *path = NULL;
  g_autofree char *body = NULL;
  g_autofree char *post = NULL;
  g_autofree char *foreign = NULL;
  g_autofree char *reply = NULL;
  const char *start_of_path;

  start (&fixture, LK_GRANT_IMPLICIT, "http://localhost:PORT", NULL);
  page = get (&fixture, "127.0.0.1", "/");
  g_assert_true (g_str_has_prefix (page, "HTTP/1.1 200 "));
  g_assert_nonnull (strstr (page, "history.replaceState"));
  /* What is said stands outside the script, where an apostrophe of a translation is harmless. */
  g_assert_nonnull (strstr (page, "data-done=\"The service has answered."));
  g_assert_null (strstr (strstr (page, "<script"), "answered"));
  start_of_path = strstr (page, "fetch('") + strlen ("fetch('");
  path = g_strndup (start_of_path, strcspn (start_of_path, "'"));
  body = g_strconcat ("access_token=T&token_type=Bearer&state=",
                      lk_authorization_request_get_state (fixture.request), NULL);

  /* Another site's page cannot post here, even if it knew where. */
  foreign = g_strdup_printf ("POST %s HTTP/1.1\r\nHost: localhost:%u\r\nOrigin: https://evil.test\r\n"
                             "Content-Length: %zu\r\n\r\n%s", path, fixture.port, strlen (body), body);
  reply = visit (&fixture, "127.0.0.1", foreign);
  g_assert_true (g_str_has_prefix (reply, "HTTP/1.1 404 "));
  g_assert_null (fixture.result);
  g_clear_pointer (&reply, g_free);

  post = g_strdup_printf ("POST %s HTTP/1.1\r\nHost: localhost:%u\r\nOrigin: http://localhost:%u\r\n"
                          "Content-Length: %zu\r\n\r\n%s", path, fixture.port, fixture.port, strlen (body), body);
  reply = visit (&fixture, "127.0.0.1", post);
  g_assert_true (g_str_has_prefix (reply, "HTTP/1.1 200 "));
  g_clear_pointer (&path, g_free);
  path = g_strconcat ("#", body, NULL);
  assert_answered (&fixture, path);
}

/* Nothing of this ends the wait, and the true answer still gets in. */
static void
test_junk (void)
{
  g_auto(Fixture) fixture = { NULL };
  g_autofree char *huge = g_strnfill (1024 * 1024, 'x');
  g_autofree char *huge_request = g_strconcat ("GET / HTTP/1.1\r\nX: ", huge, "\r\n\r\n", NULL);
  g_autofree char *target = NULL;
  g_autofree char *reply = NULL;
  g_autoptr(GPtrArray) slow = g_ptr_array_new_with_free_func (g_object_unref);
  const struct
  {
    const char *request;
    const char *status;
  } cases[] = {
    { "GET /?code=C&state=wrong HTTP/1.1\r\nHost: localhost:PORT\r\n\r\n", "HTTP/1.1 404 " },
    { "GET /?code=C&state= HTTP/1.1\r\nHost: localhost:PORT\r\n\r\n", "HTTP/1.1 404 " },
    { "GET /other?code=C&state=STATE HTTP/1.1\r\nHost: localhost:PORT\r\n\r\n", "HTTP/1.1 404 " },
    { "GET /favicon.ico HTTP/1.1\r\nHost: localhost:PORT\r\n\r\n", "HTTP/1.1 404 " },
    { "POST /?code=C&state=STATE HTTP/1.1\r\nHost: localhost:PORT\r\n\r\n", "HTTP/1.1 404 " },
    { "GET /?code=C&state=STATE HTTP/1.1\r\nHost: evil.test:PORT\r\n\r\n", "HTTP/1.1 400 " },
    { "GET /?code=C&state=STATE HTTP/1.1\r\nHost: localhost\r\n\r\n", "HTTP/1.1 400 " },
    { "GET /?code=C&state=STATE HTTP/1.1\r\n\r\n", "HTTP/1.1 400 " },
    { "GET /?code=C&state=STATE HTTP/1.1\r\nHost: localhost:PORT\r\nHost: localhost:PORT\r\n\r\n", "HTTP/1.1 400 " },
    { "GET http://localhost:PORT/?code=C&state=STATE HTTP/1.1\r\nHost: localhost:PORT\r\n\r\n", "HTTP/1.1 400 " },
    { "nonsense\r\n\r\n", "HTTP/1.1 400 " },
    { "POST / HTTP/1.1\r\nHost: localhost:PORT\r\nContent-Length: 99999999\r\n\r\n", "" },
    { huge_request, "" },
  };
  const struct
  {
    const char *bytes;
    gsize length;
  } headless[] = {
    { "\r\n\r\n", 4 },
    { "\0\r\n\r\n", 5 },
    { "\0GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", 36 },
    { "\r\nGET / HTTP/1.1\r\n\r\n", 20 },
    { " \r\n\r\n", 5 },
  };

  start (&fixture, LK_GRANT_CODE, "http://localhost:PORT", NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *port = g_strdup_printf ("%u", fixture.port);
      g_auto(GStrv) by_port = g_strsplit (cases[i].request, "PORT", -1);
      g_autofree char *with_port = g_strjoinv (port, by_port);
      g_auto(GStrv) by_state = g_strsplit (with_port, "STATE", -1);
      g_autofree char *request = g_strjoinv (lk_authorization_request_get_state (fixture.request), by_state);
      g_autofree char *answer = visit (&fixture, "127.0.0.1", request);

      g_test_message ("%.60s", cases[i].request);
      g_assert_true (g_str_has_prefix (answer, cases[i].status));
      g_assert_null (fixture.result);
    }

  /* Requests without a head; a port scanner begins with these. */
  for (gsize i = 0; i < G_N_ELEMENTS (headless); i++)
    {
      g_autofree char *answer = visit_with_bytes (&fixture, "127.0.0.1", headless[i].bytes, headless[i].length);

      g_test_message ("without a head: %" G_GSIZE_FORMAT, i);
      g_assert_true (g_str_has_prefix (answer, "HTTP/1.1 400 "));
      g_assert_null (fixture.result);
    }

  /* More connections than it holds, all of them silent. */
  for (int i = 0; i < 100; i++)
    {
      g_autoptr(GSocketClient) client = g_socket_client_new ();
      g_autofree char *address = g_strdup_printf ("127.0.0.1:%u", fixture.port);

      g_ptr_array_add (slow, g_socket_client_connect_to_host (client, address, 0, NULL, NULL));
      lk_test_spin (1);
    }

  target = g_strconcat ("/?code=C&state=", lk_authorization_request_get_state (fixture.request), NULL);
  reply = get (&fixture, "127.0.0.1", target);
  g_assert_true (g_str_has_prefix (reply, "HTTP/1.1 200 "));
  assert_answered (&fixture, target);
}

static void
assert_fails (Fixture *fixture,
              GQuark   domain,
              int      code)
{
  g_autoptr(GError) error = NULL;

  lk_test_wait (&fixture->result);
  g_assert_null (lk_user_agent_authorize_finish (fixture->agent, fixture->result, &error));
  g_assert_error (error, domain, code);
}

static void
test_unsuitable (void)
{
  static const char *const uris[] = {
    "https://app.example/cb", "https://localhost:PORT", "http://localhost:0", "http://10.0.0.1:PORT",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (uris); i++)
    {
      g_auto(Fixture) fixture = { NULL };

      start (&fixture, LK_GRANT_CODE, uris[i], NULL);
      assert_fails (&fixture, LK_USER_AGENT_ERROR, LK_USER_AGENT_ERROR_UNAVAILABLE);
      g_assert_null (fixture.opened);
    }
}

static void
test_busy (void)
{
  g_autoptr(GSocketListener) squatter = g_socket_listener_new ();
  g_auto(Fixture) fixture = { NULL };
  g_autofree char *port = NULL;
  g_autoptr(GError) error = NULL;

  fixture.port = g_socket_listener_add_any_inet_port (squatter, NULL, NULL);
  port = g_strdup_printf ("%u", fixture.port);
  start (&fixture, LK_GRANT_CODE, "http://localhost:PORT", NULL);
  lk_test_wait (&fixture.result);
  g_assert_null (lk_user_agent_authorize_finish (fixture.agent, fixture.result, &error));
  g_assert_error (error, LK_USER_AGENT_ERROR, LK_USER_AGENT_ERROR_PORT_BUSY);
  g_assert_nonnull (strstr (error->message, port));
  g_assert_null (fixture.opened);
}

static void
test_cancel_and_timeout (void)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_auto(Fixture) cancelled = { NULL };
  g_auto(Fixture) late = { NULL };
  g_autofree char *reply = NULL;

  start (&cancelled, LK_GRANT_CODE, "http://localhost:PORT", cancellable);
  g_cancellable_cancel (cancellable);
  assert_fails (&cancelled, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  reply = get (&cancelled, "127.0.0.1", "/");
  g_assert_cmpstr (reply, ==, "");

  late.agent = NULL;
  start (&late, LK_GRANT_CODE, "http://127.0.0.1:PORT/cb", NULL);
  lk_browser_user_agent_set_timeout (LK_BROWSER_USER_AGENT (late.agent), 600);
  g_assert_null (late.result);
  g_assert_false (lk_browser_user_agent_deliver_paste (LK_BROWSER_USER_AGENT (late.agent), "no answer in here", NULL));
  g_assert_true (lk_browser_user_agent_deliver_paste (LK_BROWSER_USER_AGENT (late.agent), "abc", NULL));
  lk_test_wait (&late.result);
}

int
main (int   argc,
      char *argv[])
{
  lk_test_init (&argc, &argv);

  g_test_add_func ("/browser-user-agent/code", test_code);
  g_test_add_func ("/browser-user-agent/fragment", test_fragment);
  g_test_add_func ("/browser-user-agent/junk", test_junk);
  g_test_add_func ("/browser-user-agent/unsuitable", test_unsuitable);
  g_test_add_func ("/browser-user-agent/busy", test_busy);
  g_test_add_func ("/browser-user-agent/cancel-and-paste", test_cancel_and_timeout);

  return g_test_run ();
}
