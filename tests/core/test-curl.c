/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-curl.h"
#include "lk-test-server.h"
#include "lk-test.h"

#include <glib/gstdio.h>
#include <string.h>

static void
serve (const char    *request,
       GOutputStream *output,
       gpointer       user_data)
{
  lk_test_server_answer (output, "200 OK", "Connection: close\r\n", "fine");
}

/* Runs the command in sh with a `latchkey` in the PATH that answers any name with one token, and `secret` on standard
 * input. A `curl` before the real one writes down its arguments, which every process can read: the token must not be
 * among them (SECURITY.md M2). */
static void
run (const char *command,
     const char *secret)
{
  g_autofree char *folder = g_dir_make_tmp ("latchkey-curl-XXXXXX", NULL);
  g_autofree char *stub = g_build_filename (folder, "latchkey", NULL);
  g_autofree char *names = g_build_filename (folder, "names", NULL);
  g_autofree char *curl = g_build_filename (folder, "curl", NULL);
  g_autofree char *seen = g_build_filename (folder, "seen", NULL);
  g_autofree char *real_curl = g_find_program_in_path ("curl");
  g_autofree char *script = g_strdup_printf ("#!/bin/sh\nprintf '%%s' \"$*\" > '%s'\n"
                                             "case $* in *--format=header*) printf 'Authorization: Bearer ' ;; esac\n"
                                             "printf 'TOKEN-of-the-stub\\n'\n", names);
  g_autofree char *curl_script = g_strdup_printf ("#!/bin/sh\nprintf '%%s\\n' \"$@\" > '%s'\nexec '%s' \"$@\"\n", seen,
                                                  real_curl);
  g_autofree char *arguments = NULL;
  g_autofree char *path = g_strconcat (folder, ":", g_getenv ("PATH"), NULL);
  g_autofree char *asked = NULL;
  const GSubprocessFlags flags =
    G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE;
  g_autoptr(GSubprocessLauncher) launcher = g_subprocess_launcher_new (flags);
  g_autoptr(GSubprocess) process = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autofree char *output = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_true (g_file_set_contents_full (stub, script, -1, G_FILE_SET_CONTENTS_NONE, 0700, NULL));
  g_assert_true (g_file_set_contents_full (curl, curl_script, -1, G_FILE_SET_CONTENTS_NONE, 0700, NULL));
  g_subprocess_launcher_setenv (launcher, "PATH", path, TRUE);
  process = g_subprocess_launcher_spawn (launcher, &error, "/bin/sh", "-c", command, NULL);
  g_assert_no_error (error);
  /* The server accepts in this thread's main context. */
  g_subprocess_communicate_utf8_async (process, secret, NULL, lk_test_async_cb, &result);
  lk_test_wait (&result);
  g_assert_true (g_subprocess_communicate_utf8_finish (process, result, &output, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (g_subprocess_get_exit_status (process), ==, 0);
  g_assert_cmpstr (output, ==, "fine");

  if (g_file_get_contents (names, &asked, NULL, NULL))
    {
      g_assert_true (g_str_has_prefix (asked, "token "));
      g_assert_true (g_str_has_suffix (asked, " -- o'ne $(two) \"three\""));
      g_unlink (names);
    }
  g_assert_true (g_file_get_contents (seen, &arguments, NULL, NULL));
  g_assert_null (strstr (arguments, "TOKEN"));
  g_unlink (seen);
  g_unlink (curl);
  g_unlink (stub);
  g_rmdir (folder);
}

static const char connection_name[] = "o'ne $(two) \"three\"";

static void
test_get (void)
{
  g_autoptr(LkTestServer) server = lk_test_server_new (serve, NULL, NULL);
  g_autofree char *url = lk_test_server_get_url (server, "127.0.0.1", "/chats?q='$(id)'&ids=[1,{2}]&x=`y`!");
  g_autoptr(LkExchange) exchange = lk_exchange_new (LK_EXCHANGE_PURPOSE_API, "GET", url);
  g_autofree char *command = NULL;
  g_autofree char *request = NULL;

  lk_exchange_add_request_header (exchange, "Authorization", "Bearer CANARY-0123456789");
  lk_exchange_add_request_header (exchange, "X-Odd", "it's \"$HOME\" \\ `x`");
  lk_exchange_add_request_header (exchange, "X-Empty", "");
  command = lk_curl_command (exchange, connection_name);
  g_assert_null (strstr (command, "CANARY"));

  run (command, "");
  request = lk_test_server_dup_last_request (server);
  g_assert_true (g_str_has_prefix (request, "GET /chats?q='$(id)'&ids=[1,{2}]&x=`y`! HTTP/1.1\n"));
  g_assert_nonnull (strstr (request, "\nAuthorization: Bearer TOKEN-of-the-stub\n"));
  g_assert_nonnull (strstr (request, "\nX-Odd: it's \"$HOME\" \\ `x`\n"));
  g_assert_nonnull (strstr (request, "\nX-Empty:\n"));
}

static void
test_form (void)
{
  g_autoptr(LkTestServer) server = lk_test_server_new (serve, NULL, NULL);
  g_autofree char *url = lk_test_server_get_url (server, "127.0.0.1", "/token");
  g_autoptr(LkExchange) exchange = lk_exchange_new (LK_EXCHANGE_PURPOSE_TOKEN, "POST", url);
  const char *form = "grant_type=client_credentials&scope=read%20write&client_secret=CANARY%26&client_id=@it's";
  g_autoptr(GBytes) body = g_bytes_new (form, strlen (form));
  g_autofree char *command = NULL;
  g_autofree char *request = NULL;

  lk_exchange_set_request_body (exchange, "application/x-www-form-urlencoded", body);
  command = lk_curl_command (exchange, connection_name);
  g_assert_null (strstr (command, "CANARY"));

  run (command, "typed & in");
  request = lk_test_server_dup_last_request (server);
  g_test_message ("%s\n%s", command, request);
  g_assert_true (g_str_has_prefix (request, "POST /token HTTP/1.1\n"));
  /* Of curl's versions some write a space in a form as "+", some as "%20". */
  g_assert_nonnull (strstr (request, "\n\ngrant_type=client_credentials&scope=read%20write&client_secret=typed"));
  g_assert_nonnull (strstr (request, "%26"));
  g_assert_true (g_str_has_suffix (request, "in&client_id=@it's"));
}

static void
test_json (void)
{
  g_autoptr(LkTestServer) server = lk_test_server_new (serve, NULL, NULL);
  g_autofree char *url = lk_test_server_get_url (server, "127.0.0.1", "/graphql/request");
  g_autoptr(LkExchange) exchange = lk_exchange_new (LK_EXCHANGE_PURPOSE_CONVERSATION, "POST", url);
  const char *json = "{\"query\":\"mutation($access_token: String!){ it's }\","
                     "\"variables\":{\"access_token\":\"CANARY-0123456789\"}}";
  g_autoptr(GBytes) body = g_bytes_new (json, strlen (json));
  g_autofree char *command = NULL;
  g_autofree char *request = NULL;

  lk_exchange_set_request_body (exchange, "application/json", body);
  command = lk_curl_command (exchange, connection_name);
  g_assert_null (strstr (command, "CANARY"));

  run (command, "");
  request = lk_test_server_dup_last_request (server);
  g_assert_nonnull (strstr (request, "\"variables\":{\"access_token\":\"TOKEN-of-the-stub\"}}"));
}

static void
test_methods (void)
{
  g_autoptr(LkTestServer) server = lk_test_server_new (serve, NULL, NULL);
  g_autofree char *url = lk_test_server_get_url (server, "127.0.0.1", "/oauth/clients/7");
  g_autoptr(LkExchange) put = lk_exchange_new (LK_EXCHANGE_PURPOSE_API, "PUT", url);
  g_autoptr(LkExchange) delete = lk_exchange_new (LK_EXCHANGE_PURPOSE_API, "DELETE", url);
  g_autoptr(LkExchange) basic = lk_exchange_new (LK_EXCHANGE_PURPOSE_API, "GET", url);
  g_autoptr(GBytes) body = g_bytes_new_static ("@{\"client_type\":\"confidential\"}", 31);
  g_autofree char *put_command = NULL;
  g_autofree char *delete_command = NULL;
  g_autofree char *basic_command = NULL;
  g_autofree char *request = NULL;
  g_autofree char *basic_request = NULL;

  lk_exchange_set_request_body (put, "application/json", body);
  put_command = lk_curl_command (put, NULL);
  run (put_command, "");
  request = lk_test_server_dup_last_request (server);
  g_assert_true (g_str_has_prefix (request, "PUT /oauth/clients/7 HTTP/1.1\n"));
  g_assert_true (g_str_has_suffix (request, "\n\n@{\"client_type\":\"confidential\"}"));

  delete_command = lk_curl_command (delete, NULL);
  g_assert_true (g_str_has_prefix (delete_command, "curl -X DELETE "));

  /* client:CANARY-01 */
  lk_exchange_add_request_header (basic, "Authorization", "Basic Y2xpZW50OkNBTkFSWS0wMQ==");
  basic_command = lk_curl_command (basic, NULL);
  g_assert_null (strstr (basic_command, "CANARY"));
  g_assert_null (strstr (basic_command, "Y2xpZW50"));
  run (basic_command, "typed");
  basic_request = lk_test_server_dup_last_request (server);
  g_assert_nonnull (strstr (basic_request, "\nAuthorization: Basic Y2xpZW50OnR5cGVk\n"));
}

int
main (int   argc,
      char *argv[])
{
  lk_test_init (&argc, &argv);

  g_test_add_func ("/curl/get", test_get);
  g_test_add_func ("/curl/form", test_form);
  g_test_add_func ("/curl/json", test_json);
  g_test_add_func ("/curl/methods", test_methods);

  return g_test_run ();
}
