/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The practice server with sabotage, as a process. Prints its settings as JSON, then arms the faults that it reads from
 * standard input, one name a line, once each, and confirms each by a line. Ends with its input.
 *
 * Usage: sabotage-server [--chats=NUMBER] [--redirect-uri=URL] */
#include "config.h"

#include <unistd.h>

#include <gio/gunixinputstream.h>

#include "sabotage.h"

typedef struct
{
  LkPracticeServer *server;
  GMainLoop        *loop;
} Control;

static void
print_settings (LkPracticeServer *server)
{
  g_print ("{\n  \"origin\" : \"%1$s\",\n  \"authorize_url\" : \"%1$s/oauth2/chat/authorizations/new\",\n"
           "  \"token_url\" : \"%1$s/oauth2/chat/token\",\n  \"api_base\" : \"%1$s/api/v2/chat\",\n"
           "  \"client_id\" : \"%2$s\",\n  \"client_secret\" : \"%3$s\"\n}\n",
           lk_practice_server_get_origin (server),
           lk_practice_server_get_client_id (server),
           lk_practice_server_get_client_secret (server));
}

static void
line_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      data)
{
  Control *control = data;
  GDataInputStream *input = G_DATA_INPUT_STREAM (source);
  g_autofree char *name = g_data_input_stream_read_line_finish (input, result, NULL, NULL);

  if (name == NULL)
    {
      g_main_loop_quit (control->loop);
      return;
    }

  g_print ("%s\n", lk_practice_server_set_fault (control->server, name, 1) ? name : "unknown");
  g_data_input_stream_read_line_async (input, G_PRIORITY_DEFAULT, NULL, line_cb, control);
}

int
main (int    argc,
      char **argv)
{
  int n_chats = 60;
  g_autofree char *redirect_uri = NULL;
  const GOptionEntry entries[] = {
    { "chats", 0, 0, G_OPTION_ARG_INT, &n_chats, "How many chats the account has", "NUMBER" },
    { "redirect-uri", 0, 0, G_OPTION_ARG_STRING, &redirect_uri, "The redirect URI to register", "URL" },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr(GOptionContext) context = g_option_context_new (NULL);
  g_autoptr(LkPracticeServer) server = lk_practice_server_new ();
  g_autoptr(GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr(GInputStream) standard_input = g_unix_input_stream_new (STDIN_FILENO, FALSE);
  g_autoptr(GDataInputStream) input = g_data_input_stream_new (standard_input);
  Control control = { server, loop };
  g_autoptr(GError) error = NULL;

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    g_error ("%s", error->message);

  sabotage_add (server);
  lk_practice_server_set_n_chats (server, (guint) n_chats);
  if (redirect_uri != NULL)
    lk_practice_server_set_redirect_uris (server, (const char *const[]) { redirect_uri, NULL });
  if (!lk_practice_server_start (server, 0, &error))
    g_error ("%s", error->message);

  print_settings (server);
  g_data_input_stream_read_line_async (input, G_PRIORITY_DEFAULT, NULL, line_cb, &control);
  g_main_loop_run (loop);

  return 0;
}
