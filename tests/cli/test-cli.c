/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-test-server.h"
#include "lk-test.h"

#include <string.h>

#define CLIENT_SECRET "CANARY & secret/of+the=client"
#define TOKEN "CANARY-access-token"

/* Absolute path of the program, and the folder that it has for a home. */
static const char *program;
static const char *completion;   /* for bash */
static char *home;

typedef struct
{
  int status;
  char *output;
  char *words;
} Outcome;

static void
outcome_clear (Outcome *outcome)
{
  g_free (outcome->output);
  g_free (outcome->words);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Outcome, outcome_clear)

static void
serve (const char    *request,
       GOutputStream *output,
       gpointer       user_data)
{
  gboolean authorized = strstr (request, "\nAuthorization: Bearer " TOKEN "\n") != NULL;

  if (g_str_has_prefix (request, "POST /token "))
    {
      /* Form-encoded, in the body, once. */
      if (strstr (request, "client_secret=CANARY%20%26%20secret%2Fof%2Bthe%3Dclient") != NULL
          || strstr (request, "client_secret=CANARY+%26+secret%2Fof%2Bthe%3Dclient") != NULL)
        lk_test_server_answer (output, "200 OK", "Content-Type: application/json\r\n",
                               "{\"access_token\":\"" TOKEN "\",\"token_type\":\"Bearer\",\"scope\":\"read write\"}");
      else
        lk_test_server_answer (output, "401 Unauthorized", "Content-Type: application/json\r\n",
                               "{\"error\":\"invalid_client\"}");
    }
  else if (!authorized)
    {
      lk_test_server_answer (output, "401 Unauthorized", "Content-Type: application/json\r\n",
                             "{\"error\":\"Unauthorized\"}");
    }
  else if (g_str_has_prefix (request, "GET /api/chats "))
    {
      lk_test_server_answer (output, "200 OK", "Content-Type: application/json\r\n", "{\"chats\":[],\"count\":0}");
    }
  else if (g_str_has_prefix (request, "GET /api/oauth/clients "))
    {
      lk_test_server_answer (output, "200 OK", "Content-Type: application/json\r\n",
                             "[{\"id\":7,\"name\":\"Ours\","
                             "\"client_identifier\":\"abc\",\"client_type\":\"confidential\"},"
                             "{\"id\":\"\\u001b]0;pwned\\u0007\",\"name\":\"\\u009bA\","
                             "\"client_identifier\":\"\\u001b[2J\"}]");
    }
  else if (g_str_has_prefix (request, "GET /api/escape "))
    {
      lk_test_server_answer (output, "500 Oops \033]0;pwned\007 " TOKEN,
                             "Content-Type: application/json\r\n",
                             "{\"error\":\"\\u001b]0;pwned\\u0007 " TOKEN "\"}");
    }
  else if (g_str_has_prefix (request, "GET /api/search?q=type:chat%20AND%20end:%5B1%20TO%202%5D "))
    {
      lk_test_server_answer (output, "200 OK", "Content-Type: application/json\r\n", "{\"results\":[]}");
    }
  else
    {
      lk_test_server_answer (output, "404 Not Found",
                             "Content-Type: application/json\r\n", "{\"error\":\"Not Found\"}");
    }
}

static void
run_argv (Outcome           *outcome,
          const char        *input,
          const char *const *arguments)
{
  const GSubprocessFlags flags =
    G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE;
  g_autoptr(GSubprocessLauncher) launcher = g_subprocess_launcher_new (flags);
  g_autoptr(GSubprocess) process = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  g_subprocess_launcher_setenv (launcher, "HOME", home, TRUE);
  g_subprocess_launcher_setenv (launcher, "XDG_DATA_HOME", home, TRUE);
  g_subprocess_launcher_unsetenv (launcher, "DISPLAY");
  g_subprocess_launcher_unsetenv (launcher, "WAYLAND_DISPLAY");

  process = g_subprocess_launcher_spawnv (launcher, arguments, &error);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8_async (process, input, NULL, lk_test_async_cb, &result);
  lk_test_wait (&result);
  g_assert_true (g_subprocess_communicate_utf8_finish (process, result, &outcome->output, &outcome->words, &error));
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_exited (process));
  outcome->status = g_subprocess_get_exit_status (process);
  g_test_message ("%s %s: %d %s", arguments[1], arguments[2] != NULL ? arguments[2] : "",
                  outcome->status, outcome->words);
}

static void
run (Outcome    *outcome,
     const char *input,
     const char *first,
     ...)
{
  g_autoptr(GPtrArray) arguments = g_ptr_array_new ();
  const char *argument;
  va_list list;

  g_ptr_array_add (arguments, (char *) program);
  va_start (list, first);
  for (argument = first; argument != NULL; argument = va_arg (list, const char *))
    g_ptr_array_add (arguments, (char *) argument);
  va_end (list);
  g_ptr_array_add (arguments, NULL);

  run_argv (outcome, input, (const char *const *) arguments->pdata);
}

static void
assert_no_control (const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    g_assert_true (*p == '\n' || !g_unichar_iscntrl (g_utf8_get_char (p)));
}

static void
test_usage (void)
{
  static const struct
  {
    const char *arguments[4];
    int status;
  } rows[] = {
    { { "--help" }, 0 },
    { { "--version" }, 0 },
    { { "token", "--help" }, 0 },
    { { "add", "--help" }, 0 },
    { { "list" }, 0 },
    { { "no-such-command" }, 2 },
    { { "token" }, 2 },
    { { "token", "nobody" }, 3 },
    { { "get", "nobody", "chats" }, 3 },
    { { "list", "--no-such-option" }, 2 },
    { { "add", "x", "--client-secret=y" }, 2 },
    { { "add", "x", "--kind=nonsense" }, 2 },
    { { "add", "x", "--subdomain=a b" }, 2 },
    { { "set-client-type", "nobody", "7" }, 2 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_auto(Outcome) outcome = { 0 };

      run (&outcome, "", rows[i].arguments[0], rows[i].arguments[1], rows[i].arguments[2], NULL);
      g_assert_cmpint (outcome.status, ==, rows[i].status);
      g_assert_cmpint (*outcome.output != '\0', ==, rows[i].status == 0 && !g_str_equal (rows[i].arguments[0], "list"));
    }
}

static void
test_refused_addresses (void)
{
  static const char *const urls[] = { "http://example.test/token", "file:///etc/passwd", "https://u:p@a.test/" };

  for (gsize i = 0; i < G_N_ELEMENTS (urls); i++)
    {
      g_autofree char *option = g_strconcat ("--token-url=", urls[i], NULL);
      g_auto(Outcome) outcome = { 0 };
      g_auto(Outcome) list = { 0 };

      run (&outcome, "", "add", "hostile", "--kind=custom", "--client-id=abc", "--authorize-url=https://a.test/",
           "--api-base=https://a.test/", option, NULL);
      g_assert_cmpint (outcome.status, ==, 2);
      run (&list, "", "list", "--json", NULL);
      g_assert_null (strstr (list.output, "hostile"));
    }
}

static void
assert_no_canary (const char *text)
{
  g_assert_null (strstr (text, "CANARY"));
}

static void
test_walk (void)
{
  g_autoptr(LkTestServer) server = lk_test_server_new (serve, NULL, NULL);
  g_autofree char *authorize = lk_test_server_get_url (server, "127.0.0.1", "/authorize");
  g_autofree char *token_url = lk_test_server_get_url (server, "127.0.0.1", "/token");
  g_autofree char *api = lk_test_server_get_url (server, "127.0.0.1", "/api");
  g_autofree char *authorize_option = g_strconcat ("--authorize-url=", authorize, NULL);
  g_autofree char *token_option = g_strconcat ("--token-url=", token_url, NULL);
  g_autofree char *api_option = g_strconcat ("--api-base=", api, NULL);
  g_autofree char *script =
    g_strdup_printf ("'%s' token acme --format=header | curl -s -H @- %s/chats", program, api);
  const char *shell[] = { "/bin/sh", "-c", script, NULL };
  g_autofree char *path = g_build_filename (home, "latchkey", "connections.json", NULL);
  g_autofree char *file = NULL;
  Outcome outcomes[16] = { 0 };

  run (&outcomes[0], CLIENT_SECRET "\n", "add", "Acme", "--kind=custom", "--client-id=abc",
       "--grant=client-credentials", authorize_option, token_option, api_option, "--ask-secret", NULL);
  g_assert_cmpint (outcomes[0].status, ==, 0);

  run (&outcomes[1], "", "add", "acme", "--kind=custom", NULL);
  g_assert_cmpint (outcomes[1].status, ==, 2);

  run (&outcomes[2], "", "sign-in", "acme", NULL);
  g_assert_cmpint (outcomes[2].status, ==, 0);
  assert_no_canary (outcomes[2].output);
  assert_no_canary (outcomes[2].words);

  run (&outcomes[3], "", "token", "acme", NULL);
  g_assert_cmpint (outcomes[3].status, ==, 0);
  g_assert_cmpstr (outcomes[3].output, ==, TOKEN "\n");
  g_assert_cmpstr (outcomes[3].words, ==, "");

  /* What a script does with it. */
  run_argv (&outcomes[4], "", shell);
  g_assert_cmpint (outcomes[4].status, ==, 0);
  g_assert_cmpstr (outcomes[4].output, ==, "{\"chats\":[],\"count\":0}");

  run (&outcomes[5], "", "get", "acme", "chats", NULL);
  g_assert_cmpint (outcomes[5].status, ==, 0);
  g_assert_cmpstr (outcomes[5].output, ==, "{\"chats\":[],\"count\":0}");

  run (&outcomes[6], "", "get", "acme", "nowhere", NULL);
  g_assert_cmpint (outcomes[6].status, ==, 5);
  assert_no_canary (outcomes[6].words);

  run (&outcomes[7], "", "clients", "acme", "--json", NULL);
  g_assert_cmpint (outcomes[7].status, ==, 0);
  g_assert_nonnull (strstr (outcomes[7].output, "\"client_identifier\""));
  g_assert_nonnull (strstr (outcomes[7].output, "\"own\" : true"));

  /* A terminal obeys what it is sent, and a service that says the token back is not passed on. */
  run (&outcomes[12], "", "clients", "acme", NULL);
  g_assert_cmpint (outcomes[12].status, ==, 0);
  assert_no_control (outcomes[12].output);
  run (&outcomes[13], "", "get", "acme", "escape", NULL);
  g_assert_cmpint (outcomes[13].status, ==, 5);
  g_assert_nonnull (strstr (outcomes[13].words, "pwned"));
  assert_no_control (outcomes[13].words);
  assert_no_canary (outcomes[13].words);
  assert_no_canary (outcomes[13].output);

  /* What the documentation shows can be typed. */
  run (&outcomes[14], "", "get", "acme", "search?q=type:chat AND end:[1 TO 2]", NULL);
  g_assert_cmpint (outcomes[14].status, ==, 0);
  g_assert_cmpstr (outcomes[14].output, ==, "{\"results\":[]}");

  run (&outcomes[8], "", "list", NULL);
  g_assert_nonnull (strstr (outcomes[8].output, "signed-in"));

  run (&outcomes[9], "", "sign-out", "acme", NULL);
  g_assert_cmpint (outcomes[9].status, ==, 0);
  run (&outcomes[10], "", "list", "--json", NULL);
  g_assert_nonnull (strstr (outcomes[10].output, "\"none\""));

  /* The file of connections has no secret. */
  g_assert_true (g_file_get_contents (path, &file, NULL, NULL));
  assert_no_canary (file);

  for (gsize i = 0; i < G_N_ELEMENTS (outcomes); i++)
    outcome_clear (&outcomes[i]);
}

/* What bash offers for a connection's name: whole, ready to run, and without asking the keyring. */
static void
test_completion (void)
{
  static const struct
  {
    const char *typed;
    const char *offered;
  } rows[] = {
    { "", "Acme\\ \\&\\ Sons:\\ the\\ support\\ of\\ it\\ all\nPlain\n" },
    { "P", "Plain\n" },
    { "Acme\\ \\&", "Acme\\ \\&\\ Sons:\\ the\\ support\\ of\\ it\\ all\n" },
    { "\"Acme &", "Acme & Sons: the support of it all\n" },
    { "plain", "\n" },
  };
  static const char script[] =
    "program=$1; latchkey () { \"$program\" \"$@\"; }; . \"$2\"\n"
    "COMP_WORDS=(latchkey token \"$3\") COMP_CWORD=2; _latchkey; printf '%s\\n' \"${COMPREPLY[@]}\"\n";
  g_autofree char *old_home = home;
  g_auto(Outcome) first = { 0 };
  g_auto(Outcome) second = { 0 };
  g_auto(Outcome) names = { 0 };

  home = g_build_filename (g_getenv ("LK_KEYRING_ROOT"), "completion", NULL);
  run (&first, "", "add", "--subdomain=acme", "--client-id=abc", "Acme & Sons: the support of it all", NULL);
  g_assert_cmpint (first.status, ==, 0);
  run (&second, "", "add", "--subdomain=acme", "--client-id=abc", "Plain", NULL);
  g_assert_cmpint (second.status, ==, 0);
  run (&names, "", "list", "--names", NULL);
  g_assert_cmpint (names.status, ==, 0);
  g_assert_cmpstr (names.output, ==, "Acme & Sons: the support of it all\nPlain\n");

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_auto(Outcome) outcome = { 0 };
      const char *const arguments[] = { "bash", "-c", script, "bash", program, completion, rows[i].typed, NULL };

      run_argv (&outcome, "", arguments);
      g_assert_cmpint (outcome.status, ==, 0);
      g_assert_cmpstr (outcome.output, ==, rows[i].offered);
      g_assert_cmpstr (outcome.words, ==, "");
    }

  g_free (home);
  home = g_steal_pointer (&old_home);
}

static void
lock_keyring (void)
{
  g_autoptr(GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  g_autoptr(GVariant) reply = NULL;
  g_autoptr(GError) error = NULL;

  reply = g_dbus_connection_call_sync (bus, "org.freedesktop.secrets", "/org/freedesktop/secrets",
                                       "org.freedesktop.Secret.Service", "Lock",
                                       g_variant_new_parsed ("([%o],)", "/org/freedesktop/secrets/collection/login"),
                                       NULL, G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);
  g_assert_no_error (error);
}

/* What a locked keyring holds is not gone, and no command says so (SECURITY.md G6, H3). */
static void
test_locked_keyring (void)
{
  static const char *const commands[][3] = {
    { "token", "acme", NULL }, { "sign-out", "acme", NULL }, { "get", "acme", "chats" }, { "sign-in", "acme", NULL },
    { "list", NULL, NULL },
  };
  g_autoptr(LkTestServer) server = lk_test_server_new (serve, NULL, NULL);
  g_autofree char *authorize = lk_test_server_get_url (server, "127.0.0.1", "/authorize");
  g_autofree char *token_url = lk_test_server_get_url (server, "127.0.0.1", "/token");
  g_autofree char *api = lk_test_server_get_url (server, "127.0.0.1", "/api");
  g_autofree char *authorize_option = g_strconcat ("--authorize-url=", authorize, NULL);
  g_autofree char *token_option = g_strconcat ("--token-url=", token_url, NULL);
  g_autofree char *api_option = g_strconcat ("--api-base=", api, NULL);
  g_auto(Outcome) added = { 0 };
  g_auto(Outcome) signed_in = { 0 };

  run (&added, CLIENT_SECRET "\n", "add", "Acme", "--kind=custom", "--client-id=abc", "--grant=client-credentials",
       authorize_option, token_option, api_option, "--ask-secret", NULL);
  g_assert_cmpint (added.status, ==, 0);
  run (&signed_in, "", "sign-in", "acme", NULL);
  g_assert_cmpint (signed_in.status, ==, 0);

  lock_keyring ();
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      g_auto(Outcome) outcome = { 0 };

      run (&outcome, "", commands[i][0], commands[i][1], commands[i][2], NULL);
      g_assert_cmpint (outcome.status, ==, 7);
      g_assert_null (strstr (outcome.output, "none"));
      g_assert_nonnull (strstr (outcome.words, "locked"));
      g_assert_null (strstr (outcome.words, "forgotten"));
      assert_no_canary (outcome.output);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_assert_cmpint (argc, >, 2);
  completion = argv[argc - 2];
  program = argv[argc - 1];
  home = g_build_filename (g_getenv ("LK_KEYRING_ROOT"), "cli", NULL);

  lk_test_init (&argc, &argv);

  if (g_strcmp0 (g_getenv ("LK_KEYRING_VARIANT"), "unlocked") == 0)
    {
      g_test_add_func ("/cli/locked-keyring", test_locked_keyring);
      return g_test_run ();
    }

  g_test_add_func ("/cli/usage", test_usage);
  g_test_add_func ("/cli/refused-addresses", test_refused_addresses);
  g_test_add_func ("/cli/walk", test_walk);
  g_test_add_func ("/cli/completion", test_completion);

  return g_test_run ();
}
