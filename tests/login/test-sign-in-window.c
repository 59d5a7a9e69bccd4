/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sign-in window in this process, with real WebKit, against pages on loopback. */
#include "config.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include <adwaita.h>

#include "lk-authorization-response.h"
#include "lk-page-server.h"
#include "lk-secret.h"
#include "lk-sign-in-window.h"
#include "lk-test.h"
#include "lk-user-agent-error.h"

#define SECONDS 60

typedef struct
{
  LkPageServer           *server;
  LkSignInWindow         *window;
  LkConnection           *connection;
  LkAuthorizationRequest *request;
  gboolean                done;
  guint                   page_status;
  char                   *pasted;
} Fixture;

static GPid
get_parent_pid (GPid pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/stat", pid);
  g_autofree char *stat = NULL;
  const char *end;

  if (!g_file_get_contents (path, &stat, NULL, NULL))
    return 0;

  /* The command's name may hold blanks and brackets. */
  end = strrchr (stat, ')');

  return end != NULL && strlen (end) > 4 ? atoi (end + 4) : 0;
}

/* The processes below this one whose program's name begins so; the first one's id in *pid. */
static guint
count_processes (const char *name,
                 GPid       *pid)
{
  g_autoptr(GDir) dir = g_dir_open ("/proc", 0, NULL);
  const char *entry;
  guint n = 0;

  while ((entry = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_strdup_printf ("/proc/%s/comm", entry);
      g_autofree char *comm = NULL;
      GPid ancestor = atoi (entry);

      if (ancestor == 0 || !g_file_get_contents (path, &comm, NULL, NULL) || !g_str_has_prefix (comm, name))
        continue;

      while (ancestor > 1 && ancestor != getpid ())
        ancestor = get_parent_pid (ancestor);

      if (ancestor == getpid ())
        {
          n++;
          if (pid != NULL)
            *pid = atoi (entry);
        }
    }

  return n;
}

static GtkWidget *
find_window (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr(GtkWidget) window = g_list_model_get_item (windows, i);

      if (strcmp (G_OBJECT_TYPE_NAME (window), "LkSignInWindow") == 0)
        return window;
    }

  return NULL;
}

static gpointer
get_part (const char *name)
{
  GtkWidget *window = find_window ();
  GObject *part;

  g_assert_nonnull (window);
  part = gtk_widget_get_template_child (window, G_OBJECT_TYPE (window), name);
  g_assert_nonnull (part);

  return part;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->server = lk_page_server_new ();
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_clear_object (&fixture->request);
  g_clear_object (&fixture->connection);
  g_clear_pointer (&fixture->pasted, g_free);
  g_assert_null (find_window ());
  g_assert_null (fixture->window);
  lk_page_server_free (fixture->server);
}

static void
done_cb (LkSignInWindow *window,
         Fixture        *fixture)
{
  g_assert_false (fixture->done);
  fixture->done = TRUE;
}

static void
pasted_cb (LkSignInWindow *window,
           const char     *text,
           Fixture        *fixture)
{
  g_free (fixture->pasted);
  fixture->pasted = g_strdup (text);
}

static gboolean
is_done (gpointer data)
{
  return ((Fixture *) data)->done;
}

static void
start_at (Fixture    *fixture,
          const char *authorize_url,
          LkGrant     grant)
{
  g_autofree char *uri = NULL;

  g_clear_object (&fixture->request);
  g_clear_object (&fixture->connection);
  fixture->done = FALSE;

  fixture->connection = lk_connection_new (LK_CONNECTION_KIND_CUSTOM);
  g_object_set (fixture->connection,
                "name", "Acme",
                "client-id", "client",
                "authorize-url", authorize_url,
                "token-url", authorize_url,
                "api-base", authorize_url,
                "redirect-uri", lk_page_server_get_redirect (fixture->server),
                "grant", grant,
                NULL);
  fixture->request = lk_authorization_request_new (fixture->connection, NULL);
  uri = lk_authorization_request_get_uri (fixture->request);
  fixture->window = lk_sign_in_window_new ("Acme", uri, lk_page_server_get_redirect (fixture->server));
  g_object_ref_sink (fixture->window);
  g_signal_connect (fixture->window, "done", G_CALLBACK (done_cb), fixture);
  g_signal_connect (fixture->window, "pasted", G_CALLBACK (pasted_cb), fixture);
  lk_sign_in_window_start (fixture->window);
}

static void
start (Fixture    *fixture,
       const char *page)
{
  g_autofree char *uri = lk_page_server_get_page (fixture->server, page);

  start_at (fixture, uri, LK_GRANT_CODE);
}

static char *
finish (Fixture  *fixture,
        GError  **error)
{
  char *answer;

  lk_test_wait_until (is_done, fixture, SECONDS);
  fixture->page_status = lk_sign_in_window_get_page_status (fixture->window);
  answer = lk_sign_in_window_take_answer (fixture->window, error);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  g_clear_object (&fixture->window);

  return answer;
}

static void
assert_error (Fixture          *fixture,
              LkUserAgentError  code)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *answer = finish (fixture, &error);

  g_assert_null (answer);
  g_assert_error (error, LK_USER_AGENT_ERROR, (int) code);
}

static void
close_window (void)
{
  gtk_window_close (GTK_WINDOW (find_window ()));
}

static gboolean
shows_fault (gpointer data)
{
  return find_window () != NULL && g_strcmp0 (gtk_stack_get_visible_child_name (get_part ("stack")), "fault") == 0;
}

static gboolean
shows_obstacle (gpointer data)
{
  return find_window () != NULL && gtk_revealer_get_reveal_child (get_part ("obstacle_revealer"));
}

static gboolean
shows_origin (gpointer data)
{
  return find_window () != NULL && strcmp (gtk_label_get_label (get_part ("origin_label")), data) == 0;
}

static gboolean
is_settled (gpointer data)
{
  Fixture *fixture = data;

  return fixture->done || shows_fault (NULL) || shows_obstacle (NULL) ||
         lk_page_server_get_n_requests (fixture->server, "plain") > 0;
}

static gboolean
has_no_process (gpointer data)
{
  return count_processes ("WebKit", NULL) == 0;
}

/* Every way to the redirect URI that WebKit has. */
static const struct
{
  const char *name;
  const char *part;       /* that the answer has */
} ways[] = {
  { "redirect", "?code=abc&state=" },
  { "fragment", "#access_token=tok&token_type=bearer&code=abc&state=" },
  { "script", "#access_token=tok" },
  { "refresh", "?code=abc" },
  { "form", "?code=abc" },
};

static void
test_way (Fixture       *fixture,
          gconstpointer  data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_autoptr(GError) error = NULL;
  g_autofree char *answer = NULL;

  start (fixture, ways[i].name);
  answer = finish (fixture, &error);
  g_assert_no_error (error);
  g_assert_true (g_str_has_prefix (answer, lk_page_server_get_redirect (fixture->server)));
  g_assert_nonnull (strstr (answer, ways[i].part));
  g_assert_nonnull (strstr (answer, lk_authorization_request_get_state (fixture->request)));

  lk_test_spin (300);
  g_assert_cmpuint (lk_page_server_get_n_knocks (fixture->server), ==, 0);
  g_assert_cmpuint (fixture->page_status, ==, 0);
  lk_test_wait_until (has_no_process, NULL, SECONDS);
}

/* WebKit lets no page go to this port, and tells of the address in the failure alone. */
static void
test_restricted_port (Fixture       *fixture,
                      gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *answer = NULL;

  lk_page_server_set_redirect (fixture->server, "http://localhost:6000/callback");
  start (fixture, "redirect");
  answer = finish (fixture, &error);
  g_assert_no_error (error);
  g_assert_true (g_str_has_prefix (answer, "http://localhost:6000/callback?code=abc"));
}

static void
click_page (void)
{
  g_autoptr(GSubprocess) process = NULL;
  g_autoptr(GError) error = NULL;

  process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE, &error,
                              "xdotool", "search", "--name", "^Sign In$", "windowfocus", "mousemove", "150", "250",
                              "sleep", "0.1", "mousemove", "200", "300", "sleep", "0.1", "click", "1", NULL);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_wait_check (process, NULL, &error));
}

/* A window of the page's own opens only when a person clicks, and then only to show the redirect. In a process of its
 * own: GDK loses the pointer when windows below it come and go, as only tests do. */
static void
test_new_window (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autofree char *program = g_find_program_in_path ("xdotool");
  g_autofree char *origin = g_strdup_printf ("http://127.0.0.1:%u", lk_page_server_get_port (fixture->server));
  g_autoptr(GError) error = NULL;
  g_autofree char *answer = NULL;

  if (program == NULL)
    {
      g_test_skip ("xdotool is missing");
      return;
    }
  if (!g_test_subprocess ())
    {
      g_test_trap_subprocess (NULL, SECONDS * G_USEC_PER_SEC, 0);
      g_test_trap_assert_passed ();
      return;
    }

  start (fixture, data);
  lk_test_wait_until (shows_origin, origin, SECONDS);
  for (guint i = 0; i < 20 && !fixture->done; i++)
    {
      lk_test_spin (500);
      if (!fixture->done)
        click_page ();
      lk_test_spin (500);
    }

  answer = finish (fixture, &error);
  g_assert_no_error (error);
  g_assert_nonnull (strstr (answer, "?code=abc"));
  g_assert_cmpuint (lk_page_server_get_n_knocks (fixture->server), ==, 0);
}

/* Addresses that look like the redirect URI: %1$u is its port, %2$u that of the pages. */
static const char *const look_alikes[] = {
  "http://localhost:%2$u/plain?u=http://localhost:%1$u/callback#access_token=t",
  "http://localhost:%1$u@127.0.0.1:%2$u/plain#access_token=t",
  "https://localhost:%1$u/callback#access_token=t",
  "http://localhost:%1$u/callback/other#access_token=t",
  "http://127.0.0.1:%1$u/callback#access_token=t",
  "http://localhost:1/callback#access_token=t",
};

static void
test_look_alike (Fixture       *fixture,
                 gconstpointer  data)
{
  g_auto(GStrv) parts = g_strsplit (lk_page_server_get_redirect (fixture->server), ":", -1);
  g_autofree char *target = NULL;
  g_autofree char *answer = NULL;

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  target = g_strdup_printf (look_alikes[GPOINTER_TO_UINT (data)], (guint) atoi (parts[2]),
                            (guint) lk_page_server_get_port (fixture->server));
#pragma GCC diagnostic pop

  lk_page_server_set_target (fixture->server, target);
  start (fixture, "elsewhere");
  lk_test_wait_until (is_settled, fixture, SECONDS);
  lk_test_spin (500);
  g_assert_false (fixture->done);
  close_window ();
  answer = finish (fixture, NULL);
  g_assert_null (answer);
}

/* WebKit does not say which frame goes where, so the state has to carry this. */
static void
test_frame (Fixture       *fixture,
            gconstpointer  data)
{
  g_auto(LkAuthorizationResponse) response = { NULL };
  g_autofree char *page = lk_page_server_get_page (fixture->server, "frame");
  g_autoptr(GError) error = NULL;
  g_autofree char *answer = NULL;

  start_at (fixture, page, LK_GRANT_IMPLICIT);
  answer = finish (fixture, &error);
  g_assert_no_error (error);
  g_assert_false (lk_authorization_response_parse (&response, fixture->request, answer, &error));
  g_assert_error (error, LK_AUTHORIZATION_ERROR, LK_AUTHORIZATION_ERROR_STATE_MISMATCH);
  g_assert_null (response.token);
  g_assert_cmpuint (lk_page_server_get_n_knocks (fixture->server), ==, 0);
}

/* Where the answer goes instead of to the redirect URI, and whether with its state. %u is the redirect URI's port; on
 * 6000 WebKit lets no page go. */
static const struct
{
  const char *target;
  const char *page;
} other_redirects[] = {
  { "http://localhost:%u/callback/elsewhere", "redirect-elsewhere" },
  { "http://127.0.0.1:%u/callback", "redirect-elsewhere" },
  { "https://localhost:%u/callback", "redirect-elsewhere" },
  { "http://localhost:6000/callback", "redirect-elsewhere" },
  { "http://localhost:6000/callback?code=abc", "elsewhere" },
  { "http://127.0.0.1:%u/callback?code=abc", "script-elsewhere" },
};

/* It is said, and nothing is taken. */
static void
test_other_redirect (Fixture       *fixture,
                     gconstpointer  data)
{
  guint row = GPOINTER_TO_UINT (data);
  g_auto(GStrv) redirect_parts = g_strsplit (lk_page_server_get_redirect (fixture->server), ":", -1);
  g_auto(GStrv) target_parts = g_strsplit (other_redirects[row].target, "%u", -1);
  g_autofree char *port = g_strdup_printf ("%d", atoi (redirect_parts[2]));
  g_autofree char *target = g_strjoinv (port, target_parts);
  g_auto(GStrv) without_query = g_strsplit (target, "?", -1);

  lk_page_server_set_target (fixture->server, target);
  start (fixture, other_redirects[row].page);
  lk_test_wait_until (shows_fault, NULL, SECONDS);
  g_assert_nonnull (strstr (adw_status_page_get_description (get_part ("fault_page")), without_query[0]));
  close_window ();
  assert_error (fixture, LK_USER_AGENT_ERROR_OTHER_REDIRECT);
  g_assert_cmpuint (lk_page_server_get_n_knocks (fixture->server), ==, 0);
}

/* A page behind HTTP authentication is not an empty page with no word. */
static void
test_basic (Fixture       *fixture,
            gconstpointer  data)
{
  start (fixture, "basic");
  lk_test_wait_until (shows_obstacle, NULL, SECONDS);
  g_assert_nonnull (strstr (gtk_label_get_label (get_part ("obstacle_label")), "password"));
  close_window ();
  assert_error (fixture, LK_USER_AGENT_ERROR_CANCELLED);
}

/* A second window takes the place of the first, and it is said that this may lead nowhere. */
static void
test_popup (Fixture       *fixture,
            gconstpointer  data)
{
  g_autofree char *program = g_find_program_in_path ("xdotool");
  g_autofree char *origin = g_strdup_printf ("http://127.0.0.1:%u", lk_page_server_get_port (fixture->server));

  if (program == NULL)
    {
      g_test_skip ("xdotool is missing");
      return;
    }
  if (!g_test_subprocess ())
    {
      g_test_trap_subprocess (NULL, SECONDS * G_USEC_PER_SEC, 0);
      g_test_trap_assert_passed ();
      return;
    }

  start (fixture, "popup");
  lk_test_wait_until (shows_origin, origin, SECONDS);
  for (guint i = 0; i < 20 && lk_page_server_get_n_requests (fixture->server, "plain") == 0; i++)
    {
      lk_test_spin (500);
      click_page ();
    }
  lk_test_wait_until (shows_obstacle, NULL, SECONDS);
  g_assert_nonnull (strstr (gtk_label_get_label (get_part ("obstacle_label")), "second window"));
  close_window ();
  assert_error (fixture, LK_USER_AGENT_ERROR_CANCELLED);
}

static gboolean
was_typed (gpointer data)
{
  Fixture *fixture = data;

  return lk_page_server_get_report (fixture->server) != NULL;
}

/* A page with a field that takes the focus: what is typed arrives there without a click or a Tab. */
static void
test_focus (Fixture       *fixture,
            gconstpointer  data)
{
  g_autofree char *origin = g_strdup_printf ("http://127.0.0.1:%u", lk_page_server_get_port (fixture->server));
  g_autofree char *program = g_find_program_in_path ("xdotool");

  if (program == NULL)
    {
      g_test_skip ("xdotool is missing");
      return;
    }

  start (fixture, "field");
  lk_test_wait_until (shows_origin, origin, SECONDS);
  for (guint i = 0; i < 20 && !was_typed (fixture); i++)
    {
      g_autoptr(GSubprocess) process = NULL;
      g_autoptr(GError) error = NULL;

      lk_test_spin (500);
      process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE, &error, "xdotool", "search", "--name",
                                  "^Sign In$", "windowfocus", "type", "ann", NULL);
      g_assert_no_error (error);
      g_assert_true (g_subprocess_wait_check (process, NULL, &error));
    }
  lk_test_wait_until (was_typed, fixture, SECONDS);
  g_assert_nonnull (strstr (lk_page_server_get_report (fixture->server), "ann"));
  close_window ();
  assert_error (fixture, LK_USER_AGENT_ERROR_CANCELLED);
}

static const char *const refused_schemes[] = {
  "data:text/html,x", "ftp://localhost/", "myapp://x/",
};

static void
test_refused (Fixture       *fixture,
              gconstpointer  data)
{
  lk_page_server_set_target (fixture->server, data);
  start (fixture, "script-elsewhere");
  lk_test_wait_until (shows_obstacle, NULL, SECONDS);
  g_assert_nonnull (strstr (gtk_label_get_label (get_part ("obstacle_label")), "not allowed"));
  close_window ();
  assert_error (fixture, LK_USER_AGENT_ERROR_REFUSED_URL);
}

/* WebKit itself keeps web pages from files, and asks nobody. */
static void
test_refused_file (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autofree char *origin = g_strdup_printf ("http://127.0.0.1:%u", lk_page_server_get_port (fixture->server));

  lk_page_server_set_target (fixture->server, "file:///etc/passwd");
  start (fixture, "script-elsewhere");
  lk_test_wait_until (shows_origin, origin, SECONDS);
  lk_test_spin (1000);
  g_assert_true (shows_origin (origin));
  g_assert_false (shows_fault (NULL));
  close_window ();
  assert_error (fixture, LK_USER_AGENT_ERROR_CANCELLED);
}

static void
test_cancel (Fixture       *fixture,
             gconstpointer  data)
{
  /* By the person. */
  start (fixture, "slow");
  lk_test_spin (200);
  gtk_widget_activate_action (find_window (), "sign-in.back", NULL);
  assert_error (fixture, LK_USER_AGENT_ERROR_CANCELLED);

  /* Esc closes the paste bar first. */
  start (fixture, "slow");
  gtk_revealer_set_reveal_child (get_part ("paste_revealer"), TRUE);
  gtk_widget_activate_action (find_window (), "sign-in.back", NULL);
  g_assert_false (gtk_revealer_get_reveal_child (get_part ("paste_revealer")));
  g_assert_false (fixture->done);

  lk_sign_in_window_finish (fixture->window);
  assert_error (fixture, LK_USER_AGENT_ERROR_CANCELLED);
  lk_test_wait_until (has_no_process, NULL, SECONDS);
}

static void
test_browser (Fixture       *fixture,
              gconstpointer  data)
{
  start (fixture, "slow");
  gtk_widget_activate_action (find_window (), "sign-in.browser", NULL);
  assert_error (fixture, LK_USER_AGENT_ERROR_USE_BROWSER);
}

static void
test_paste (Fixture       *fixture,
            gconstpointer  data)
{
  start (fixture, "slow");
  gtk_revealer_set_reveal_child (get_part ("paste_revealer"), TRUE);
  gtk_editable_set_text (get_part ("paste_entry"), "https://example.org/nothing");
  g_signal_emit_by_name (get_part ("paste_entry"), "activate");
  g_assert_cmpstr (fixture->pasted, ==, "https://example.org/nothing");
  g_assert_false (fixture->done);

  lk_sign_in_window_refuse_paste (fixture->window, "This is another address.");
  g_assert_true (gtk_widget_has_css_class (get_part ("paste_label"), "error"));
  g_assert_cmpstr (gtk_label_get_label (get_part ("paste_label")), ==, "This is another address.");
  g_assert_false (fixture->done);
  close_window ();
  assert_error (fixture, LK_USER_AGENT_ERROR_CANCELLED);
}

/* The label follows the pages that are shown, and never names one that is not. */
static void
test_origin (Fixture       *fixture,
             gconstpointer  data)
{
  guint port = lk_page_server_get_port (fixture->server);
  g_autofree char *target = g_strdup_printf ("http://localhost:%u/plain", port);
  g_autofree char *origin = g_strdup_printf ("http://localhost:%u", port);

  lk_page_server_set_target (fixture->server, target);
  start (fixture, "elsewhere");
  lk_test_wait_until (shows_origin, origin, SECONDS);
  g_assert_cmpstr (gtk_label_get_label (get_part ("safety_label")), ==, "Not encrypted, this computer only");
  close_window ();
  assert_error (fixture, LK_USER_AGENT_ERROR_CANCELLED);
}

static void
test_error_page (Fixture       *fixture,
                 gconstpointer  data)
{
  start (fixture, "unknown-client");
  lk_test_wait_until (shows_obstacle, NULL, SECONDS);
  g_assert_nonnull (strstr (gtk_label_get_label (get_part ("obstacle_label")), "400"));
  close_window ();
  assert_error (fixture, LK_USER_AGENT_ERROR_CANCELLED);
  g_assert_cmpuint (fixture->page_status, ==, 400);
}

static void
test_blocked_login (Fixture       *fixture,
                    gconstpointer  data)
{
  start (fixture, "disallowed");
  lk_test_wait_until (shows_obstacle, NULL, SECONDS);
  g_assert_nonnull (strstr (gtk_label_get_label (get_part ("obstacle_label")), "browser"));
  close_window ();
  assert_error (fixture, LK_USER_AGENT_ERROR_CANCELLED);
}

static void
test_unreachable (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autoptr(GSocketListener) listener = g_socket_listener_new ();
  g_autofree char *page = NULL;
  guint16 port = g_socket_listener_add_any_inet_port (listener, NULL, NULL);

  g_socket_listener_close (listener);
  page = g_strdup_printf ("http://127.0.0.1:%u/", port);
  start_at (fixture, page, LK_GRANT_CODE);
  lk_test_wait_until (shows_fault, NULL, SECONDS);
  close_window ();
  assert_error (fixture, LK_USER_AGENT_ERROR_UNREACHABLE);
}

static void
serve_secret_cb (SoupServer        *server,
                 SoupServerMessage *message,
                 const char        *path,
                 GHashTable        *query,
                 gpointer           user_data)
{
  g_error ("a request came over an untrusted connection");
}

static void
test_tls (Fixture       *fixture,
          gconstpointer  data)
{
  g_autofree char *program = g_find_program_in_path ("openssl");
  g_autofree char *folder = g_dir_make_tmp ("latchkey-tls-XXXXXX", NULL);
  g_autofree char *cert_path = g_build_filename (folder, "cert.pem", NULL);
  g_autofree char *key_path = g_build_filename (folder, "key.pem", NULL);
  g_autoptr(GTlsCertificate) certificate = NULL;
  g_autoptr(SoupServer) server = soup_server_new (NULL, NULL);
  g_autoptr(GSubprocess) process = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *page = NULL;
  GSList *uris;

  if (program == NULL)
    {
      g_test_skip ("openssl is missing");
      return;
    }

  process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, &error,
                              "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj",
                              "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-out", cert_path,
                              "-keyout", key_path, NULL);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_wait_check (process, NULL, &error));
  certificate = g_tls_certificate_new_from_files (cert_path, key_path, &error);
  g_assert_no_error (error);

  soup_server_set_tls_certificate (server, certificate);
  soup_server_add_handler (server, NULL, serve_secret_cb, NULL, NULL);
  g_assert_true (soup_server_listen_local (server, 0, SOUP_SERVER_LISTEN_HTTPS, &error));
  uris = soup_server_get_uris (server);
  page = g_strdup_printf ("https://localhost:%d/", g_uri_get_port (uris->data));
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);

  start_at (fixture, page, LK_GRANT_CODE);
  lk_test_wait_until (shows_fault, NULL, SECONDS);
  g_assert_nonnull (strstr (adw_status_page_get_description (get_part ("fault_page")), "certificate"));
  lk_test_spin (300);
  g_assert_true (shows_fault (NULL));
  close_window ();
  assert_error (fixture, LK_USER_AGENT_ERROR_TLS);

  soup_server_disconnect (server);
  remove (cert_path);
  remove (key_path);
  remove (folder);
}

static void
test_crash (Fixture       *fixture,
            gconstpointer  data)
{
  g_autofree char *origin = g_strdup_printf ("http://127.0.0.1:%u", lk_page_server_get_port (fixture->server));
  GPid pid = 0;

  start (fixture, "plain");
  lk_test_wait_until (shows_origin, origin, SECONDS);
  g_assert_cmpuint (count_processes ("WebKitWebProces", &pid), ==, 1);
  kill (pid, SIGKILL);
  lk_test_wait_until (shows_fault, NULL, SECONDS);
  g_assert_nonnull (strstr (adw_status_page_get_title (get_part ("fault_page")), "Ended"));

  /* A way back. */
  gtk_widget_activate_action (find_window (), "sign-in.retry", NULL);
  lk_test_spin (100);
  g_assert_false (shows_fault (NULL));
  while (lk_page_server_get_n_requests (fixture->server, "plain") < 2)
    g_main_context_iteration (NULL, TRUE);
  close_window ();
  assert_error (fixture, LK_USER_AGENT_ERROR_CANCELLED);
}

/* Dialogs, permissions, downloads, files, popups: nothing opens, nothing is left, and the page goes on. */
static void
test_everything_denied (Fixture       *fixture,
                        gconstpointer  data)
{
  const char *downloads = g_get_user_special_dir (G_USER_DIRECTORY_DOWNLOAD);
  g_autofree char *loot = g_build_filename (downloads != NULL ? downloads : g_get_home_dir (), "loot.txt", NULL);
  GListModel *windows = gtk_window_get_toplevels ();
  guint n_windows = g_list_model_get_n_items (windows);
  g_autoptr(GError) error = NULL;
  g_autofree char *answer = NULL;
  const char *report;

  start (fixture, "everything");
  while (!fixture->done)
    {
      g_assert_cmpuint (g_list_model_get_n_items (windows), <=, n_windows + 1);
      g_main_context_iteration (NULL, TRUE);
    }
  answer = finish (fixture, &error);
  g_assert_no_error (error);

  report = lk_page_server_get_report (fixture->server);
  g_test_message ("%s", report);
  g_assert_nonnull (report);
  g_assert_nonnull (strstr (report, "\"confirm\":false"));
  g_assert_nonnull (strstr (report, "\"prompt\":null"));
  g_assert_nonnull (strstr (report, "\"popup\":true"));
  g_assert_null (strstr (report, "given"));
  g_assert_null (strstr (report, "granted"));
  g_assert_cmpuint (lk_page_server_get_n_requests (fixture->server, "plain"), ==, 0);
  g_assert_false (g_file_test (loot, G_FILE_TEST_EXISTS));
}

/* Each sign-in has a store of its own. */
static void
test_fresh_store (Fixture       *fixture,
                  gconstpointer  data)
{
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr(GError) error = NULL;
      g_autofree char *answer = NULL;

      start (fixture, "cookie");
      answer = finish (fixture, &error);
      g_assert_no_error (error);
    }

  g_assert_cmpuint (lk_page_server_get_n_requests (fixture->server, "cookie"), ==, 2);
  g_assert_false (lk_page_server_saw_cookie (fixture->server));
}

int
main (int   argc,
      char *argv[])
{
  /* The folders are with-session's. GTest's own would hide the system's data, by which GTK knows what an icon is. */
  g_test_init (&argc, &argv, NULL);
  adw_init ();

  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      g_autofree char *name = g_strconcat ("/sign-in-window/way/", ways[i].name, NULL);

      g_test_add (name, Fixture, GUINT_TO_POINTER (i), set_up, test_way, tear_down);
    }
  g_test_add ("/sign-in-window/way/restricted-port", Fixture, NULL, set_up, test_restricted_port, tear_down);
  g_test_add ("/sign-in-window/way/link", Fixture, "link", set_up, test_new_window, tear_down);
  g_test_add ("/sign-in-window/way/opener", Fixture, "opener", set_up, test_new_window, tear_down);

  for (guint i = 0; i < G_N_ELEMENTS (look_alikes); i++)
    {
      g_autofree char *name = g_strdup_printf ("/sign-in-window/look-alike/%u", i);

      g_test_add (name, Fixture, GUINT_TO_POINTER (i), set_up, test_look_alike, tear_down);
    }
  for (guint i = 0; i < G_N_ELEMENTS (other_redirects); i++)
    {
      g_autofree char *name = g_strdup_printf ("/sign-in-window/other-redirect/%u", i);

      g_test_add (name, Fixture, GUINT_TO_POINTER (i), set_up, test_other_redirect, tear_down);
    }
  g_test_add ("/sign-in-window/basic", Fixture, NULL, set_up, test_basic, tear_down);
  g_test_add ("/sign-in-window/popup", Fixture, NULL, set_up, test_popup, tear_down);
  g_test_add ("/sign-in-window/focus", Fixture, NULL, set_up, test_focus, tear_down);
  g_test_add ("/sign-in-window/frame", Fixture, NULL, set_up, test_frame, tear_down);
  for (guint i = 0; i < G_N_ELEMENTS (refused_schemes); i++)
    {
      g_autofree char *scheme = g_uri_parse_scheme (refused_schemes[i]);
      g_autofree char *name = g_strconcat ("/sign-in-window/refused/", scheme, NULL);

      g_test_add (name, Fixture, refused_schemes[i], set_up, test_refused, tear_down);
    }

  g_test_add ("/sign-in-window/refused/file", Fixture, NULL, set_up, test_refused_file, tear_down);
  g_test_add ("/sign-in-window/cancel", Fixture, NULL, set_up, test_cancel, tear_down);
  g_test_add ("/sign-in-window/browser", Fixture, NULL, set_up, test_browser, tear_down);
  g_test_add ("/sign-in-window/paste", Fixture, NULL, set_up, test_paste, tear_down);
  g_test_add ("/sign-in-window/origin", Fixture, NULL, set_up, test_origin, tear_down);
  g_test_add ("/sign-in-window/error-page", Fixture, NULL, set_up, test_error_page, tear_down);
  g_test_add ("/sign-in-window/blocked-login", Fixture, NULL, set_up, test_blocked_login, tear_down);
  g_test_add ("/sign-in-window/unreachable", Fixture, NULL, set_up, test_unreachable, tear_down);
  g_test_add ("/sign-in-window/tls", Fixture, NULL, set_up, test_tls, tear_down);
  g_test_add ("/sign-in-window/crash", Fixture, NULL, set_up, test_crash, tear_down);
  g_test_add ("/sign-in-window/everything-denied", Fixture, NULL, set_up, test_everything_denied, tear_down);
  g_test_add ("/sign-in-window/fresh-store", Fixture, NULL, set_up, test_fresh_store, tear_down);

  return g_test_run ();
}
