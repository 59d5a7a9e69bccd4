/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Usage: bench-cli LATCHKEY JSON-FILE
 *
 * What the command line costs beside the tools that a script would use instead, each started as a process: secret-tool
 * for the token, curl for an answer. Run by with-keyring, on a real keyring. */
#include "config.h"

#include "bench.h"

#include <fcntl.h>
#include <libsoup/soup.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lk-secret-vault.h"
#include "lk-test.h"
#include "lk-token.h"

#define ID "7e2b4a7c-52c8-4c0e-9d0c-0a4f0e6a9b11"
#define TOKEN "Zm9yIHRoZSBiZW5jaG1hcmsgb25seQ"
#define MB 1000000
#define MAX_ROUNDS 41

extern char **environ;

/* Answers from a thread of its own: the main thread waits for the processes. */
typedef struct
{
  GThread *thread;         /* owned */
  GMainContext *context;   /* owned */
  GMainLoop *loop;         /* owned */
  SoupServer *server;      /* owned */
  GBytes *small;           /* owned */
  GBytes *large;           /* owned */
} Service;

static void
answer_cb (SoupServer        *server,
           SoupServerMessage *message,
           const char        *path,
           GHashTable        *query,
           gpointer           user_data)
{
  Service *service = user_data;
  GBytes *body = g_str_has_suffix (path, "/large") ? service->large : service->small;

  soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
  soup_message_headers_set_content_type (soup_server_message_get_response_headers (message), "application/json", NULL);
  soup_message_body_append_bytes (soup_server_message_get_response_body (message), body);
  soup_message_body_complete (soup_server_message_get_response_body (message));
}

static gpointer
serve (gpointer data)
{
  Service *service = data;

  g_main_context_push_thread_default (service->context);
  g_main_loop_run (service->loop);
  g_main_context_pop_thread_default (service->context);

  return NULL;
}

/* Returns: (transfer full): the address of the API */
static char *
service_start (Service *service)
{
  g_autoptr(GError) error = NULL;
  GSList *uris;
  char *uri;

  service->small = g_string_free_to_bytes (bench_document (MB));
  service->large = g_string_free_to_bytes (bench_document (100 * MB));
  service->context = g_main_context_new ();
  service->loop = g_main_loop_new (service->context, FALSE);
  g_main_context_push_thread_default (service->context);
  service->server = soup_server_new (NULL, NULL);
  soup_server_add_handler (service->server, NULL, answer_cb, service, NULL);
  soup_server_listen_local (service->server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, &error);
  g_assert_no_error (error);
  g_main_context_pop_thread_default (service->context);

  uris = soup_server_get_uris (service->server);
  uri = g_uri_to_string (uris->data);
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  service->thread = g_thread_new ("service", serve, service);

  return uri;
}

static void
save_connection (const char *api_base)
{
  g_autofree char *folder = g_build_filename (g_get_user_data_dir (), "latchkey", NULL);
  g_autofree char *path = g_build_filename (folder, "connections.json", NULL);
  g_autofree char *text = NULL;
  g_autoptr(GError) error = NULL;

  text = g_strdup_printf ("{\"version\":1,\"connections\":[{\"id\":\"" ID "\",\"name\":\"acme\",\"kind\":\"custom\","
                          "\"client-id\":\"latchkey\",\"authorize-url\":\"%sauthorize\",\"token-url\":\"%stoken\","
                          "\"api-base\":\"%s\"}]}", api_base, api_base, api_base);
  g_mkdir_with_parents (folder, 0700);
  g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_NONE, 0600, &error);
  g_assert_no_error (error);
}

static void
keep_token (const char *api_base)
{
  static const char *const scopes[] = { "read", NULL };
  g_autofree char *token_url = g_strconcat (api_base, "token", NULL);
  g_autoptr(LkVault) vault = lk_secret_vault_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(LkToken) token = NULL;
  g_autofree char *json = NULL;
  g_autoptr(GError) error = NULL;

  token = lk_token_new (TOKEN, NULL, "bearer", scopes, 30 * 24 * 3600, LK_TOKEN_OBTAINED_CODE, token_url, "latchkey",
                        scopes, &error);
  g_assert_no_error (error);
  json = lk_token_to_json (token);
  lk_vault_store_async (vault, ID, LK_VAULT_KIND_TOKEN, "Latchkey", json, NULL, lk_test_async_cb, &result);
  lk_test_wait (&result);
  lk_vault_store_finish (vault, result, &error);
  g_assert_no_error (error);
}

/* Runs a program; returns the seconds from its start to its end. */
static double
run (const char *const *argv,
     gboolean           must_succeed)
{
  posix_spawn_file_actions_t actions;
  gint64 begin, end;
  pid_t pid;
  int status;

  posix_spawn_file_actions_init (&actions);
  posix_spawn_file_actions_addopen (&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_addopen (&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  begin = g_get_monotonic_time ();
  g_assert_cmpint (posix_spawnp (&pid, argv[0], &actions, NULL, (char **) argv, environ), ==, 0);
  g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
  end = g_get_monotonic_time ();
  posix_spawn_file_actions_destroy (&actions);
  if (!WIFEXITED (status) || (must_succeed && WEXITSTATUS (status) != 0))
    g_error ("%s %s ended with %d", argv[0], argv[1], status);

  return (double) (end - begin) / G_USEC_PER_SEC;
}

/* In turns, so that what else the machine does is shared out. */
static void
compare (const char        *figure,
         const char *const *ours,
         const char        *reference,
         const char *const *theirs,
         gboolean           must_succeed,
         guint              n_rounds,
         double             target)
{
  double times[2][MAX_ROUNDS];

  g_assert_cmpuint (n_rounds, <=, MAX_ROUNDS);
  run (ours, TRUE);
  run (theirs, must_succeed);
  for (guint i = 0; i < n_rounds; i++)
    {
      times[0][i] = run (ours, TRUE);
      times[1][i] = run (theirs, must_succeed);
    }

  bench_add (figure, "ms", bench_median (times[0], n_rounds) * 1e3, reference, bench_median (times[1], n_rounds) * 1e3,
             BENCH_AT_MOST, target);
}

int
main (int   argc,
      char *argv[])
{
  Service service = { 0 };
  g_autofree char *base = service_start (&service);
  g_autofree char *small = g_strconcat (base, "small", NULL);
  g_autofree char *large = g_strconcat (base, "large", NULL);
  const char *header = "Authorization: Bearer " TOKEN;

  g_assert_cmpint (argc, ==, 3);
  save_connection (base);
  keep_token (base);

  /* libsecret 0.20 does not know the option and prints the usage. */
  compare ("latchkey --version", (const char *[]) { argv[1], "--version", NULL }, "secret-tool --version",
           (const char *[]) { "secret-tool", "--version", NULL }, FALSE, 41, 1.2);
  compare ("latchkey token", (const char *[]) { argv[1], "token", "acme", NULL }, "secret-tool lookup",
           (const char *[]) { "secret-tool", "lookup", "connection", ID, "kind", "token", NULL }, TRUE, 41, 1.5);
  compare ("latchkey get of 1 MB", (const char *[]) { argv[1], "get", "acme", "small", NULL }, "curl",
           (const char *[]) { "curl", "-sS", "-H", header, small, NULL }, TRUE, 31, 1.5);
  compare ("latchkey get of 100 MB", (const char *[]) { argv[1], "get", "acme", "large", NULL }, "curl",
           (const char *[]) { "curl", "-sS", "-H", header, large, NULL }, TRUE, 9, 1.2);

  g_main_loop_quit (service.loop);
  g_thread_join (service.thread);
  g_object_unref (service.server);
  g_main_loop_unref (service.loop);
  g_main_context_unref (service.context);
  g_bytes_unref (service.small);
  g_bytes_unref (service.large);

  return bench_finish (argv[2]);
}
