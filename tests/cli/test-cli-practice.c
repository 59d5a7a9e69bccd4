/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command line against the practice account that it runs itself, from an empty folder to a confidential client. */
#include "config.h"

#include <gio/gunixinputstream.h>
#include <json-glib/json-glib.h>
#include <signal.h>
#include <string.h>

#include "lk-chat-resource.h"
#include "lk-curl.h"
#include "lk-test.h"

/* Absolute paths of the program and of the scripted browser, and the folder that the program has for a home. */
static const char *program;
static const char *browser;
static char *home;

typedef struct
{
  GSubprocess *process;
  GAsyncResult *result;
  int status;
  char *output;
  char *words;
} Run;

/* A practice account as a process of its own. */
typedef struct
{
  GSubprocess *process;
  JsonObject *settings;
} Practice;

static void
run_clear (Run *run)
{
  g_clear_object (&run->process);
  g_clear_object (&run->result);
  g_clear_pointer (&run->output, g_free);
  g_clear_pointer (&run->words, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Run, run_clear)

static GSubprocessLauncher *
new_launcher (void)
{
  const GSubprocessFlags flags =
    G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE;
  GSubprocessLauncher *launcher = g_subprocess_launcher_new (flags);
  g_autofree char *config = g_build_filename (home, "config", NULL);

  g_subprocess_launcher_setenv (launcher, "HOME", home, TRUE);
  g_subprocess_launcher_setenv (launcher, "XDG_DATA_HOME", home, TRUE);
  g_subprocess_launcher_setenv (launcher, "XDG_CONFIG_HOME", config, TRUE);
  g_subprocess_launcher_unsetenv (launcher, "DISPLAY");
  g_subprocess_launcher_unsetenv (launcher, "WAYLAND_DISPLAY");

  return launcher;
}

static void
start_argv (Run               *run,
            const char        *input,
            const char *const *arguments)
{
  g_autoptr(GSubprocessLauncher) launcher = new_launcher ();
  g_autoptr(GError) error = NULL;

  run_clear (run);
  run->process = g_subprocess_launcher_spawnv (launcher, arguments, &error);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8_async (run->process, input, NULL, lk_test_async_cb, &run->result);
}

static int
finish (Run *run)
{
  g_autoptr(GError) error = NULL;

  lk_test_wait (&run->result);
  g_subprocess_communicate_utf8_finish (run->process, run->result, &run->output, &run->words, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_exited (run->process));
  run->status = g_subprocess_get_exit_status (run->process);
  g_test_message ("exit status %d, “%s”", run->status, run->words);

  return run->status;
}

/* The program with words for arguments, separated by spaces. */
static int
run (Run        *self,
     const char *input,
     const char *words)
{
  g_autofree char *line = g_strconcat (program, " ", words, NULL);
  g_auto(GStrv) arguments = g_strsplit (line, " ", -1);

  start_argv (self, input, (const char *const *) arguments);

  return finish (self);
}

static guint16
find_free_port (void)
{
  g_autoptr(GSocketAddress) any = g_inet_socket_address_new_from_string ("127.0.0.1", 0);
  g_autoptr(GSocketAddress) bound = NULL;
  g_autoptr(GSocket) socket = NULL;
  g_autoptr(GError) error = NULL;

  socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, &error);
  g_assert_no_error (error);
  g_socket_bind (socket, any, FALSE, &error);
  g_assert_no_error (error);
  bound = g_socket_get_local_address (socket, &error);
  g_assert_no_error (error);

  return g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));
}

static const char *
get_setting (Practice   *practice,
             const char *name)
{
  return json_object_get_string_member (practice->settings, name);
}

static void
write_file (const char *folder,
            const char *name,
            const char *contents)
{
  g_autofree char *path = g_build_filename (home, folder, name, NULL);
  g_autofree char *parent = g_path_get_dirname (path);
  g_autoptr(GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (parent, 0700), ==, 0);
  g_file_set_contents (path, contents, -1, &error);
  g_assert_no_error (error);
}

/* Makes the scripted browser the one that addresses are opened with. */
static void
install_browser (const char *settings)
{
  g_autofree char *settings_path = g_build_filename (home, "practice.json", NULL);
  g_autofree char *entry =
    g_strdup_printf ("[Desktop Entry]\nType=Application\nName=Browser\nExec=\"%s\" \"%s\" %%u\n"
                     "MimeType=x-scheme-handler/http;\n", browser, settings_path);

  write_file (".", "practice.json", settings);
  write_file ("applications", "browser.desktop", entry);
  write_file ("config", "mimeapps.list", "[Default Applications]\nx-scheme-handler/http=browser.desktop\n");
}

static void
practice_start (Practice *self)
{
  g_autoptr(GSubprocessLauncher) launcher = new_launcher ();
  g_autoptr(GString) text = g_string_new (NULL);
  g_autoptr(JsonNode) node = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *redirect = g_strdup_printf ("--redirect-uri=http://localhost:%u", find_free_port ());
  /* Each call for a token finds one that ends within the minute, and renews it. */
  const char *arguments[] = { program, "practice", "--json", "--chats=7", "--token-lifetime=30", redirect, NULL };
  char byte;

  self->process = g_subprocess_launcher_spawnv (launcher, arguments, &error);
  g_assert_no_error (error);
  while (!g_str_has_suffix (text->str, "\n}\n"))
    {
      gssize n = g_input_stream_read (g_subprocess_get_stdout_pipe (self->process), &byte, 1, NULL, &error);

      g_assert_no_error (error);
      g_assert_cmpint (n, ==, 1);
      g_string_append_c (text, byte);
    }

  node = json_from_string (text->str, &error);
  g_assert_no_error (error);
  self->settings = json_node_dup_object (node);
  install_browser (text->str);
}

static void
practice_clear (Practice *self)
{
  g_autoptr(GError) error = NULL;

  /* Ends as it is told to, and well. */
  g_subprocess_send_signal (self->process, SIGTERM);
  g_subprocess_wait (self->process, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_exited (self->process));
  g_assert_cmpint (g_subprocess_get_exit_status (self->process), ==, 0);
  g_object_unref (self->process);
  json_object_unref (self->settings);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Practice, practice_clear)

/* Takes the text. */
static void
append (GPtrArray *arguments,
        char      *text)
{
  g_ptr_array_add (arguments, text);
}

static void
add (Practice   *practice,
     const char *name,
     const char *grant)
{
  g_auto(Run) added = { 0 };
  g_autofree char *secret = g_strconcat (get_setting (practice, "client_secret"), "\n", NULL);
  g_autoptr(GPtrArray) arguments = g_ptr_array_new_with_free_func (g_free);

  append (arguments, g_strdup (program));
  append (arguments, g_strdup ("add"));
  append (arguments, g_strdup ("--kind=custom"));
  append (arguments, g_strconcat ("--grant=", grant, NULL));
  append (arguments, g_strconcat ("--client-id=", get_setting (practice, "client_id"), NULL));
  append (arguments, g_strconcat ("--redirect-uri=", get_setting (practice, "redirect_uri"), NULL));
  append (arguments, g_strconcat ("--authorize-url=", get_setting (practice, "authorize_url"), NULL));
  append (arguments, g_strconcat ("--token-url=", get_setting (practice, "token_url"), NULL));
  append (arguments, g_strconcat ("--api-base=", get_setting (practice, "api_base"), NULL));
  append (arguments, g_strdup ("--scopes=read,write"));
  append (arguments, g_strdup ("--ask-secret"));
  append (arguments, g_strdup (name));
  append (arguments, NULL);

  start_argv (&added, secret, (const char *const *) arguments->pdata);
  g_assert_cmpint (finish (&added), ==, 0);
}

/* What a script does with it. */
static void
assert_works (Practice   *practice,
              const char *name)
{
  g_auto(Run) used = { 0 };
  g_autofree char *script =
    g_strdup_printf ("'%s' token --format=header %s | curl -s -H @- %s/chats",
                     program, name, get_setting (practice, "api_base"));
  g_autoptr(JsonNode) node = NULL;

  start_argv (&used, "", (const char *const[]) { "/bin/sh", "-c", script, NULL });
  g_assert_cmpint (finish (&used), ==, 0);
  node = json_from_string (used.output, NULL);
  g_assert_nonnull (node);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (json_node_get_object (node), "chats")), ==, 7);
}

/* The number of the connection's own client, and its type. */
static char *
get_own_client (const char  *name,
                char       **type)
{
  g_auto(Run) listed = { 0 };
  g_autofree char *words = g_strdup_printf ("clients %s --json", name);
  g_autoptr(JsonNode) node = NULL;
  JsonArray *clients;

  g_assert_cmpint (run (&listed, "", words), ==, 0);
  node = json_from_string (listed.output, NULL);
  g_assert_nonnull (node);
  clients = json_node_get_array (node);

  for (guint i = 0; i < json_array_get_length (clients); i++)
    {
      JsonObject *client = json_array_get_object_element (clients, i);

      if (json_object_get_boolean_member (client, "own"))
        {
          *type = g_strdup (json_object_get_string_member (client, "client_type"));
          return g_strdup (json_object_get_string_member (client, "id"));
        }
    }

  g_assert_not_reached ();
}

/* What is in the file of connections, which the window reads too. */
static void
assert_saved (const char *text)
{
  g_autofree char *path = g_build_filename (home, "latchkey", "connections.json", NULL);
  g_autofree char *file = NULL;

  g_assert_true (g_file_get_contents (path, &file, NULL, NULL));
  g_assert_nonnull (strstr (file, text));
}

static void
test_code_by_browser (void)
{
  g_auto(Practice) practice = { 0 };
  g_auto(Run) outcome = { 0 };
  Run parallel[4] = { 0 };
  g_autofree char *id = NULL;
  g_autofree char *type = NULL;
  g_autofree char *type_after = NULL;
  g_autofree char *id_after = NULL;
  g_autofree char *set_type = NULL;
  g_autofree char *set_back = NULL;

  practice_start (&practice);
  add (&practice, "coded", "code");

  /* The client is public yet. What is wrong is explained as the window's card does, with what to type. */
  g_assert_cmpint (run (&outcome, "", "sign-in coded --client-credentials"), ==, 5);
  g_assert_nonnull (strstr (outcome.words, "invalid_client"));
  g_assert_nonnull (strstr (outcome.words, "Enter the secret again"));
  g_assert_cmpstr (outcome.output, ==, "");
  g_assert_cmpint (run (&outcome, "", "sign-in coded --client-credentials --json"), ==, 5);
  g_assert_nonnull (strstr (outcome.output, "\"client-mismatch\""));
  g_assert_nonnull (strstr (outcome.output, "\"remedy\""));
  g_assert_cmpstr (outcome.words, ==, "");
  g_assert_cmpint (run (&outcome, "", "token coded"), ==, 4);
  g_assert_nonnull (strstr (outcome.words, "latchkey:   latchkey sign-in 'coded'"));
  g_assert_cmpint (run (&outcome, "", "token coded --json"), ==, 4);
  g_assert_nonnull (strstr (outcome.output, "\"command\" : \"latchkey sign-in 'coded'\""));

  g_assert_cmpint (run (&outcome, "", "sign-in coded --browser"), ==, 0);
  g_assert_null (strstr (outcome.words, get_setting (&practice, "client_secret")));
  assert_works (&practice, "coded");

  /* Each of them renews; none uses a refresh token that another has used, which would end it. */
  for (gsize i = 0; i < G_N_ELEMENTS (parallel); i++)
    start_argv (&parallel[i], "", (const char *const[]) { program, "token", "coded", NULL });
  for (gsize i = 0; i < G_N_ELEMENTS (parallel); i++)
    {
      g_assert_cmpint (finish (&parallel[i]), ==, 0);
      run_clear (&parallel[i]);
    }
  assert_works (&practice, "coded");

  id = get_own_client ("coded", &type);
  g_assert_cmpstr (type, ==, "public");
  set_type = g_strdup_printf ("set-client-type coded %s confidential", id);
  g_assert_cmpint (run (&outcome, "", set_type), ==, 0);
  id_after = get_own_client ("coded", &type_after);
  g_assert_cmpstr (type_after, ==, "confidential");
  assert_saved ("\"last-client-type\" : \"confidential\"");

  g_assert_cmpint (run (&outcome, "", "sign-in coded --client-credentials"), ==, 0);

  /* Set back on purpose, it has not drifted; turned back behind our back, it has. */
  set_back = g_strdup_printf ("set-client-type coded %s public", id);
  g_assert_cmpint (run (&outcome, "", set_back), ==, 0);
  assert_saved ("\"last-client-type\" : \"public\"");
  g_assert_cmpint (run (&outcome, "", "clients coded"), ==, 0);
  g_assert_null (strstr (outcome.words, "gone back"));

  g_assert_cmpint (run (&outcome, "", "sign-out coded"), ==, 0);
  g_assert_cmpint (run (&outcome, "", "token coded"), ==, 4);
}

static void
test_implicit_by_browser (void)
{
  g_auto(Practice) practice = { 0 };
  g_auto(Run) outcome = { 0 };

  practice_start (&practice);
  add (&practice, "fragment", "implicit");
  g_assert_cmpint (run (&outcome, "", "sign-in fragment --browser"), ==, 0);
  assert_works (&practice, "fragment");
  g_assert_cmpint (run (&outcome, "", "sign-in fragment --browser --client-credentials"), ==, 2);
}

/* The command that the Activity page copies, pasted into a shell: the same call, and the same answer. */
static void
paste (Practice   *practice,
       const char *name,
       const char *resource,
       const char *value)
{
  const char *const values[LK_CHAT_MAX_PARAMETERS] = { value };
  g_autoptr(GError) error = NULL;
  g_autofree char *path = lk_chat_resource_make_path (lk_chat_resource_find (resource), values, NULL, &error);
  g_autofree char *url = g_strconcat (get_setting (practice, "api_base"), "/", path, NULL);
  g_autoptr(LkExchange) exchange = lk_exchange_new (LK_EXCHANGE_PURPOSE_API, "GET", url);
  g_autofree char *command = NULL;
  g_autofree char *folder = g_path_get_dirname (program);
  g_autofree char *script = NULL;
  g_auto(Run) pasted = { 0 };
  g_auto(Run) got = { 0 };
  g_autoptr(JsonNode) expected = NULL;
  g_autoptr(JsonNode) answer = NULL;
  char *effective;

  g_assert_no_error (error);
  lk_exchange_set_connection (exchange, "id", name);
  lk_exchange_add_request_header (exchange, "Accept", "application/json");
  lk_exchange_add_request_header (exchange, "Authorization", "Bearer CANARY-0123456789-0123456789");
  command = lk_curl_command (exchange, NULL);
  g_test_message ("%s", command);
  g_assert_null (strstr (command, "CANARY"));

  script = g_strdup_printf ("PATH='%s':$PATH\n%s -f -sS -w '\n%%{url_effective}'\n", folder, command);
  start_argv (&pasted, "", (const char *const[]) { "/bin/sh", "-c", script, NULL });
  g_assert_cmpint (finish (&pasted), ==, 0);
  effective = strrchr (pasted.output, '\n');
  g_assert_nonnull (effective);
  *effective++ = '\0';
  g_assert_cmpstr (effective, ==, url);

  start_argv (&got, "", (const char *const[]) { program, "get", name, path, NULL });
  g_assert_cmpint (finish (&got), ==, 0);
  expected = json_from_string (got.output, &error);
  g_assert_no_error (error);
  answer = json_from_string (pasted.output, &error);
  g_assert_no_error (error);
  g_assert_true (json_node_equal (expected, answer));
  if (g_str_equal (resource, "search") && value[0] == 'W')
    g_assert_cmpint (json_object_get_int_member (json_node_get_object (answer), "count"), >, 0);
}

static void
test_copied_command (void)
{
  static const char name[] = "O'Hara's $(touch pwned) \"Ü\" 100% `id` \\ shop!";
  g_auto(Practice) practice = { 0 };
  g_auto(Run) signed_in = { 0 };

  practice_start (&practice);
  add (&practice, name, "implicit");
  start_argv (&signed_in, "", (const char *const[]) { program, "sign-in", name, "--browser", NULL });
  g_assert_cmpint (finish (&signed_in), ==, 0);

  paste (&practice, name, "chats", NULL);
  paste (&practice, name, "me", NULL);
  paste (&practice, name, "search", "When do I have to sow tomatoes? Is it");
  paste (&practice, name, "search", "it's \"$HOME\" `id` $(touch pwned) \\ 100% a&b=c #x ! 日本 ü {1,2} [3-4]");
  paste (&practice, name, "path", "chats?ids='a',$b,[c],{d},\"e\"&x=ü ü!");
  g_assert_false (g_file_test ("pwned", G_FILE_TEST_EXISTS));
}

/* The window's own practice account, of which the saved connection says neither the place nor the client. */
static void
test_practice_kind (void)
{
  static const char *const told[] = { "authorize-url", "token-url", "api-base", "client-id" };
  g_auto(Practice) practice = { 0 };
  g_auto(Run) outcome = { 0 };
  g_autofree char *path = g_build_filename (home, "latchkey", "connections.json", NULL);
  g_autofree char *text = NULL;
  g_autofree char *changed = NULL;
  g_autoptr(JsonNode) root = NULL;
  g_autoptr(GError) error = NULL;
  JsonArray *entries;

  practice_start (&practice);
  add (&practice, "window", "implicit");
  g_assert_cmpint (run (&outcome, "", "sign-in window --browser"), ==, 0);

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  root = json_from_string (text, &error);
  g_assert_no_error (error);
  entries = json_object_get_array_member (json_node_get_object (root), "connections");
  for (guint i = 0; i < json_array_get_length (entries); i++)
    {
      JsonObject *entry = json_array_get_object_element (entries, i);

      if (!g_str_equal (json_object_get_string_member (entry, "name"), "window"))
        continue;

      json_object_set_string_member (entry, "kind", "practice");
      for (gsize j = 0; j < G_N_ELEMENTS (told); j++)
        json_object_remove_member (entry, told[j]);
    }
  changed = json_to_string (root, TRUE);
  g_assert_true (g_file_set_contents (path, changed, -1, NULL));

  assert_works (&practice, "window");
  g_assert_cmpint (run (&outcome, "", "get window agents/me"), ==, 0);
}

static void
test_practice_options (void)
{
  static const struct
  {
    const char *words;
    int status;
  } rows[] = {
    { "practice --help", 0 },
    { "practice --list-faults", 0 },
    { "practice --list-faults --json", 0 },
    { "practice --fault=no-such-fault", 2 },
    { "practice --port=70000", 2 },
    { "practice --chats=-2", 2 },
    { "practice name", 2 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_auto(Run) outcome = { 0 };

      g_assert_cmpint (run (&outcome, "", rows[i].words), ==, rows[i].status);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_assert_cmpint (argc, >, 2);
  program = argv[argc - 2];
  browser = argv[argc - 1];
  home = g_build_filename (g_getenv ("LK_KEYRING_ROOT"), "cli", NULL);

  lk_test_init (&argc, &argv);

  g_test_add_func ("/cli-practice/options", test_practice_options);
  g_test_add_func ("/cli-practice/code-by-browser", test_code_by_browser);
  g_test_add_func ("/cli-practice/implicit-by-browser", test_implicit_by_browser);
  g_test_add_func ("/cli-practice/copied-command", test_copied_command);
  g_test_add_func ("/cli-practice/practice-kind", test_practice_kind);

  return g_test_run ();
}
