/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The program that shows the sign-in page, as the others see it: with an answer, and with every bad end. */
#include "config.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lk-page-server.h"
#include "lk-process-user-agent.h"
#include "lk-test.h"

#define SECONDS 60

typedef struct
{
  LkPageServer           *server;
  LkUserAgent            *agent;
  LkConnection           *connection;
  LkAuthorizationRequest *request;
  GCancellable           *cancellable;
  GAsyncResult           *result;
} Fixture;

static const char *program;
static const char *stub;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  const char *how = data;

  fixture->server = lk_page_server_new ();
  fixture->cancellable = g_cancellable_new ();
  if (how != NULL)
    g_setenv ("LK_STUB", how, TRUE);
  fixture->agent = lk_process_user_agent_new (how != NULL ? stub : program, "Acme", NULL);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_clear_object (&fixture->result);
  g_clear_object (&fixture->request);
  g_clear_object (&fixture->connection);
  g_clear_object (&fixture->cancellable);
  g_assert_finalize_object (fixture->agent);
  lk_page_server_free (fixture->server);
}

static void
start (Fixture    *fixture,
       const char *page)
{
  g_autofree char *uri = lk_page_server_get_page (fixture->server, page);

  g_clear_object (&fixture->result);
  g_clear_object (&fixture->request);
  g_clear_object (&fixture->connection);
  fixture->connection = lk_connection_new (LK_CONNECTION_KIND_CUSTOM);
  g_object_set (fixture->connection, "name", "Acme", "client-id", "client", "authorize-url", uri, "token-url", uri,
                "api-base", uri, "redirect-uri", lk_page_server_get_redirect (fixture->server),
                "grant", LK_GRANT_CODE, NULL);
  fixture->request = lk_authorization_request_new (fixture->connection, NULL);
  lk_user_agent_authorize_async (fixture->agent, fixture->request, fixture->cancellable, lk_test_async_cb,
                                 &fixture->result);
}

static char *
finish (Fixture  *fixture,
        GError  **error)
{
  lk_test_wait (&fixture->result);

  return lk_user_agent_authorize_finish (fixture->agent, fixture->result, error);
}

static void
assert_error (Fixture *fixture,
              GQuark   domain,
              int      code)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *answer = finish (fixture, &error);

  g_assert_null (answer);
  g_assert_error (error, domain, code);
}

/* The only child of this process whose program's name begins so; 0 where there is none. */
static GPid
find_child (const char *name)
{
  g_autofree char *path = g_strdup_printf ("/proc/self/task/%d/children", getpid ());
  g_autofree char *text = NULL;
  g_auto(GStrv) pids = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  pids = g_strsplit (g_strstrip (text), " ", -1);
  for (guint i = 0; pids[i] != NULL && *pids[i] != '\0'; i++)
    {
      g_autofree char *comm_path = g_strdup_printf ("/proc/%s/comm", pids[i]);
      g_autofree char *comm = NULL;

      if (g_file_get_contents (comm_path, &comm, NULL, NULL) && g_str_has_prefix (comm, name))
        return atoi (pids[i]);
    }

  return 0;
}

static gboolean
has_no_child (gpointer data)
{
  return find_child ("latchkey-sign") == 0 && find_child ("stub-sign-in") == 0;
}

static gboolean
was_asked (gpointer data)
{
  return lk_page_server_get_n_requests (((Fixture *) data)->server, "plain") > 0;
}

static void
test_answer (Fixture       *fixture,
             gconstpointer  data)
{
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr(GError) error = NULL;
      g_autofree char *answer = NULL;

      start (fixture, i == 0 ? "redirect" : "fragment");
      answer = finish (fixture, &error);
      g_assert_no_error (error);
      g_assert_true (g_str_has_prefix (answer, lk_page_server_get_redirect (fixture->server)));
      g_assert_nonnull (strstr (answer, lk_authorization_request_get_state (fixture->request)));
      g_assert_cmpuint (lk_page_server_get_n_knocks (fixture->server), ==, 0);
      lk_test_wait_until (has_no_child, NULL, SECONDS);
    }
}

/* Neither in the arguments nor in the environment of the program; and what would open the page to others or leave it
 * without a sandbox is not handed on. */
static void
test_nothing_in_the_open (Fixture       *fixture,
                          gconstpointer  data)
{
  static const char *const places[] = { "cmdline", "environ" };
  GPid pid;

  g_setenv ("WEBKIT_INSPECTOR_SERVER", "127.0.0.1:0", TRUE);
  g_setenv ("WEBKIT_INSPECTOR_HTTP_SERVER", "127.0.0.1:0", TRUE);
  g_setenv ("WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS", "1", TRUE);
  start (fixture, "plain");
  g_unsetenv ("WEBKIT_INSPECTOR_SERVER");
  g_unsetenv ("WEBKIT_INSPECTOR_HTTP_SERVER");
  g_unsetenv ("WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS");
  lk_test_wait_until (was_asked, fixture, SECONDS);
  pid = find_child ("latchkey-sign");
  g_assert_cmpint (pid, >, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_autofree char *path = g_strdup_printf ("/proc/%d/%s", pid, places[i]);
      const char *state = lk_authorization_request_get_state (fixture->request);
      g_autofree char *text = NULL;
      gsize length;

      g_assert_true (g_file_get_contents (path, &text, &length, NULL));
      g_assert_cmpuint (length, >, 0);
      g_assert_null (memmem (text, length, state, strlen (state)));
      g_assert_null (memmem (text, length, "/plain", strlen ("/plain")));
      g_assert_null (memmem (text, length, "WEBKIT_", strlen ("WEBKIT_")));
    }
  g_cancellable_cancel (fixture->cancellable);
  assert_error (fixture, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  lk_test_wait_until (has_no_child, NULL, SECONDS);
}

static void
test_cancel (Fixture       *fixture,
             gconstpointer  data)
{
  start (fixture, "slow");
  lk_test_spin (200);
  g_cancellable_cancel (fixture->cancellable);
  assert_error (fixture, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  lk_test_wait_until (has_no_child, NULL, SECONDS);

  /* Before it starts. */
  start (fixture, "slow");
  assert_error (fixture, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_true (has_no_child (NULL));
}

static void
test_one_at_a_time (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autoptr(GAsyncResult) second = NULL;
  g_autoptr(GError) error = NULL;

  start (fixture, "slow");
  lk_user_agent_authorize_async (fixture->agent, fixture->request, NULL, lk_test_async_cb, &second);
  lk_test_wait (&second);
  g_assert_null (lk_user_agent_authorize_finish (fixture->agent, second, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_PENDING);

  g_cancellable_cancel (fixture->cancellable);
  assert_error (fixture, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* However the program ends, at whatever step, this one goes on and is told. */
static void
test_killed (Fixture       *fixture,
             gconstpointer  data)
{
  static const int signals[] = { SIGKILL, SIGABRT, SIGSEGV, SIGTERM };

  for (gsize i = 0; i < G_N_ELEMENTS (signals); i++)
    {
      for (guint step = 0; step < 3; step++)
        {
          guint n_before = lk_page_server_get_n_requests (fixture->server, "plain");

          /* Not to kill the one before, which may still be ending. */
          lk_test_wait_until (has_no_child, NULL, SECONDS);
          g_test_message ("signal %d at step %u", signals[i], step);
          start (fixture, "plain");
          if (step == 1)
            lk_test_spin (150);
          while (step == 2 && lk_page_server_get_n_requests (fixture->server, "plain") == n_before)
            g_main_context_iteration (NULL, TRUE);
          g_assert_cmpint (kill (find_child ("latchkey-sign"), signals[i]), ==, 0);
          assert_error (fixture, LK_USER_AGENT_ERROR, LK_USER_AGENT_ERROR_CRASHED);
        }
    }
  lk_test_wait_until (has_no_child, NULL, SECONDS);
}

/* A program that does not react any more can still be left. */
static void
test_stopped (Fixture       *fixture,
              gconstpointer  data)
{
  start (fixture, "plain");
  lk_test_wait_until (was_asked, fixture, SECONDS);
  g_assert_cmpint (kill (find_child ("latchkey-sign"), SIGSTOP), ==, 0);
  lk_test_spin (300);
  g_assert_null (fixture->result);
  g_cancellable_cancel (fixture->cancellable);
  assert_error (fixture, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  lk_test_wait_until (has_no_child, NULL, SECONDS);
}

static gboolean
has_ended (gpointer data)
{
  return !g_file_test (data, G_FILE_TEST_IS_DIR);
}

/* A process that starts a sign-in, tells the program's id and is killed. */
static void
die_while_signing_in (void)
{
  Fixture fixture = { 0 };

  set_up (&fixture, NULL);
  start (&fixture, "plain");
  lk_test_wait_until (was_asked, &fixture, SECONDS);
  g_print ("%d\n", find_child ("latchkey-sign"));
  kill (getpid (), SIGKILL);
}

/* The page does not outlive the program that asked for it, however that ends. */
static void
test_orphan (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr(GSubprocess) process = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autofree char *output = NULL;
  g_autofree char *folder = NULL;
  g_autoptr(GError) error = NULL;

  process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, "/proc/self/exe", "--die", program, stub, NULL);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8_async (process, NULL, NULL, lk_test_async_cb, &result);
  lk_test_wait (&result);
  g_subprocess_communicate_utf8_finish (process, result, &output, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_signaled (process));
  g_assert_cmpint (atoi (output), >, 0);
  folder = g_strdup_printf ("/proc/%d", atoi (output));
  lk_test_wait_until (has_ended, folder, SECONDS);
}

/* Returns: what a program prints, or "" where it fails */
static char *
capture (const char *const *argv)
{
  g_autoptr(GSubprocess) process = NULL;
  g_autoptr(GError) error = NULL;
  char *output = NULL;

  process = g_subprocess_newv (argv, G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, &error);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, NULL, NULL, &output, NULL, &error);
  g_assert_no_error (error);

  return output != NULL ? g_strchomp (output) : g_strdup ("");
}

/* The page's window belongs to the one that is named, so that it stays above it and is raised with it. */
static void
test_transient (Fixture       *fixture,
                gconstpointer  data)
{
  g_autofree char *window = NULL;
  g_autofree char *property = NULL;

  g_object_unref (fixture->agent);
  fixture->agent = lk_process_user_agent_new (program, "Acme", "x11:abc123");
  start (fixture, "plain");
  lk_test_wait_until (was_asked, fixture, SECONDS);
  window = capture ((const char *[]) { "xdotool", "search", "--onlyvisible", "--name", "^Sign In$", NULL });
  property = capture ((const char *[]) { "xprop", "-id", window, "WM_TRANSIENT_FOR", NULL });
  g_assert_cmpstr (property, ==, "WM_TRANSIENT_FOR(WINDOW): window id # 0xabc123");
  g_cancellable_cancel (fixture->cancellable);
  assert_error (fixture, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static const struct
{
  const char *how;
  LkUserAgentError code;
} ends[] = {
  { "exit", LK_USER_AGENT_ERROR_CRASHED },
  { "abort", LK_USER_AGENT_ERROR_CRASHED },
  { "garbage", LK_USER_AGENT_ERROR_CRASHED },
  { "send failed sandbox no-namespaces 0", LK_USER_AGENT_ERROR_SANDBOX },
  { "send failed use-browser x 0", LK_USER_AGENT_ERROR_USE_BROWSER },
  { "send failed no-such-code x 0", LK_USER_AGENT_ERROR_CRASHED },
};

static void
test_end (Fixture       *fixture,
          gconstpointer  data)
{
  guint i = 0;

  while (!g_str_equal (ends[i].how, data))
    i++;
  start (fixture, "plain");
  assert_error (fixture, LK_USER_AGENT_ERROR, (int) ends[i].code);
  lk_test_wait_until (has_no_child, NULL, SECONDS);
}

/* What is said, and who says it, is not trusted: a message of the wrong shape changes nothing. */
static void
test_malformed (Fixture       *fixture,
                gconstpointer  data)
{
  start (fixture, "plain");
  lk_test_spin (300);
  g_assert_null (fixture->result);
  g_cancellable_cancel (fixture->cancellable);
  assert_error (fixture, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  lk_test_wait_until (has_no_child, NULL, SECONDS);
}

static void
test_status (Fixture       *fixture,
             gconstpointer  data)
{
  start (fixture, "plain");
  assert_error (fixture, LK_USER_AGENT_ERROR, LK_USER_AGENT_ERROR_CANCELLED);
  g_assert_cmpuint (lk_user_agent_get_page_status (fixture->agent), ==, 400);
}

static void
test_missing (Fixture       *fixture,
              gconstpointer  data)
{
  g_object_unref (fixture->agent);
  fixture->agent = lk_process_user_agent_new ("/nowhere/latchkey-sign-in", "Acme", NULL);
  start (fixture, "plain");
  assert_error (fixture, LK_USER_AGENT_ERROR, LK_USER_AGENT_ERROR_UNAVAILABLE);
}

/* Where bubblewrap fails, hangs or is absent no page is opened, and nothing is aborted. A mount namespace of this test
 * puts another program in its place. */
static void
test_no_sandbox (Fixture       *fixture,
                 gconstpointer  data)
{
  static const char *const replacements[] = { "/bin/false", "/usr/bin/sleep", "/dev/null" };

  for (gsize i = 0; i < G_N_ELEMENTS (replacements); i++)
    {
      g_autofree char *script = g_build_filename (g_get_tmp_dir (), "without-sandbox", NULL);
      g_autofree char *text = NULL;
      g_autoptr(GSubprocess) probe = NULL;
      g_autoptr(GError) error = NULL;

      text = g_strdup_printf ("#!/bin/sh\nexec unshare --mount sh -c 'mount --bind %s /usr/bin/bwrap && exec %s'\n",
                              replacements[i], program);
      g_assert_true (g_file_set_contents_full (script, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0700, &error));
      g_assert_no_error (error);
      probe = g_subprocess_new (G_SUBPROCESS_FLAGS_STDERR_SILENCE, NULL, "unshare", "--mount", "sh", "-c",
                                "mount --bind /bin/false /usr/bin/bwrap", NULL);
      if (probe == NULL || !g_subprocess_wait_check (probe, NULL, NULL))
        {
          g_test_skip ("this user may not make a mount namespace");
          return;
        }

      g_object_unref (fixture->agent);
      fixture->agent = lk_process_user_agent_new (script, "Acme", NULL);
      start (fixture, "plain");
      assert_error (fixture, LK_USER_AGENT_ERROR, LK_USER_AGENT_ERROR_SANDBOX);
      g_assert_cmpuint (lk_page_server_get_n_requests (fixture->server, "plain"), ==, 0);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_assert_cmpint (argc, >, 2);
  program = argv[argc - 2];
  stub = argv[argc - 1];
  if (g_str_equal (argv[1], "--die"))
    die_while_signing_in ();
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/process-user-agent/answer", Fixture, NULL, set_up, test_answer, tear_down);
  g_test_add ("/process-user-agent/nothing-in-the-open", Fixture, NULL, set_up, test_nothing_in_the_open, tear_down);
  g_test_add ("/process-user-agent/cancel", Fixture, NULL, set_up, test_cancel, tear_down);
  g_test_add ("/process-user-agent/one-at-a-time", Fixture, NULL, set_up, test_one_at_a_time, tear_down);
  g_test_add ("/process-user-agent/killed", Fixture, NULL, set_up, test_killed, tear_down);
  g_test_add ("/process-user-agent/stopped", Fixture, NULL, set_up, test_stopped, tear_down);
  g_test_add ("/process-user-agent/orphan", Fixture, NULL, set_up, test_orphan, tear_down);
  g_test_add ("/process-user-agent/transient", Fixture, NULL, set_up, test_transient, tear_down);
  for (gsize i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      g_autofree char *name = g_strdup_printf ("/process-user-agent/end/%" G_GSIZE_FORMAT, i);

      g_test_add (name, Fixture, ends[i].how, set_up, test_end, tear_down);
    }
  g_test_add ("/process-user-agent/malformed/answer", Fixture, "send answered", set_up, test_malformed, tear_down);
  g_test_add ("/process-user-agent/malformed/failed", Fixture, "send failed tls", set_up, test_malformed, tear_down);
  g_test_add ("/process-user-agent/malformed/hang", Fixture, "hang", set_up, test_malformed, tear_down);
  g_test_add ("/process-user-agent/status", Fixture, "send failed cancelled x 400", set_up, test_status, tear_down);
  g_test_add ("/process-user-agent/missing", Fixture, NULL, set_up, test_missing, tear_down);
  g_test_add ("/process-user-agent/no-sandbox", Fixture, NULL, set_up, test_no_sandbox, tear_down);

  return g_test_run ();
}
