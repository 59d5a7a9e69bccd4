/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-cli-private.h"

#include <glib-unix.h>
#include <glib/gi18n.h>

#include "lk-practice-host.h"

static gboolean
signal_cb (gpointer user_data)
{
  g_main_loop_quit (user_data);

  return G_SOURCE_CONTINUE;
}

static void
print_faults (LkCli *cli)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  g_autoptr(JsonNode) root = NULL;
  guint n_faults;
  const LkPracticeFault *faults = lk_practice_faults (&n_faults);

  json_builder_begin_array (builder);

  for (guint i = 0; i < n_faults; i++)
    {
      if (!cli->json)
        g_print ("%-12s %-32s %s\n", faults[i].group, faults[i].name, _(faults[i].title));

      json_builder_begin_object (builder);
      json_builder_set_member_name (builder, "name");
      json_builder_add_string_value (builder, faults[i].name);
      json_builder_set_member_name (builder, "group");
      json_builder_add_string_value (builder, faults[i].group);
      json_builder_set_member_name (builder, "title");
      json_builder_add_string_value (builder, _(faults[i].title));
      json_builder_end_object (builder);
    }

  json_builder_end_array (builder);

  if (cli->json)
    {
      root = json_builder_get_root (builder);
      _lk_cli_print_json (root);
    }
}

/* What `latchkey add --kind=custom` and a person at the login page need. The secret is that of an account which ends
 * with this process and holds nothing. */
static void
print_settings (LkCli            *cli,
                LkPracticeServer *server,
                const char       *redirect_uri)
{
  g_autoptr(LkConnection) connection = lk_connection_new (LK_CONNECTION_KIND_PRACTICE);
  g_autoptr(LkEndpoints) endpoints = NULL;
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  g_autoptr(JsonNode) root = NULL;

  lk_practice_host_set_origin (connection, lk_practice_server_get_origin (server), NULL);
  endpoints = lk_connection_get_endpoints (connection);

  const struct
  {
    const char *name;
    const char *value;
  } settings[] = {
    { "origin", lk_practice_server_get_origin (server) },
    { "authorize_url", endpoints->authorize },
    { "token_url", endpoints->token },
    { "api_base", endpoints->api },
    { "graphql_url", endpoints->graphql },
    { "stream_url", endpoints->stream },
    { "redirect_uri", redirect_uri },
    { "client_id", lk_practice_server_get_client_id (server) },
    { "client_secret", lk_practice_server_get_client_secret (server) },
    { "user", lk_practice_server_get_user (server) },
    { "password", lk_practice_server_get_password (server) },
  };

  json_builder_begin_object (builder);

  for (gsize i = 0; i < G_N_ELEMENTS (settings); i++)
    {
      if (!cli->json)
        g_print ("%-14s %s\n", settings[i].name, settings[i].value);

      json_builder_set_member_name (builder, settings[i].name);
      json_builder_add_string_value (builder, settings[i].value);
    }

  json_builder_end_object (builder);

  if (cli->json)
    {
      root = json_builder_get_root (builder);
      _lk_cli_print_json (root);
    }
}

static gboolean
arm_faults (LkPracticeServer   *server,
            const char *const  *faults)
{
  for (gsize i = 0; faults != NULL && faults[i] != NULL; i++)
    {
      if (!lk_practice_server_set_fault (server, faults[i], 1))
        {
          g_printerr (_("latchkey: there is no fault “%s”; see latchkey practice --list-faults\n"), faults[i]);
          return FALSE;
        }
    }

  return TRUE;
}

LkCliStatus
_lk_cli_practice (LkCli *cli,
                  int    argc,
                  char **argv)
{
  int port = 0;
  int n_chats = -1;
  int lifetime = 0;
  gboolean list_faults = FALSE;
  g_autofree char *redirect_uri = NULL;
  g_auto(GStrv) faults = NULL;
  const GOptionEntry entries[] = {
    { "port", 0, 0, G_OPTION_ARG_INT, &port, N_("The port to listen on; a free one if not given"), N_("PORT") },
    { "chats", 0, 0, G_OPTION_ARG_INT, &n_chats, N_("How many chats the account has; 60 if not given"), N_("NUMBER") },
    { "token-lifetime", 0, 0, G_OPTION_ARG_INT, &lifetime, N_("How long a token by code is valid"), N_("SECONDS") },
    { "redirect-uri", 0, 0, G_OPTION_ARG_STRING, &redirect_uri, N_("The Redirect URL to register"), N_("URL") },
    { "fault", 0, 0, G_OPTION_ARG_STRING_ARRAY, &faults, N_("Go wrong once in this way; may be given again"),
      N_("NAME") },
    { "list-faults", 0, 0, G_OPTION_ARG_NONE, &list_faults, N_("List the ways to go wrong, and end"), NULL },
    G_OPTION_ENTRY_NULL,
  };
  const char *redirect_uris[] = { NULL, NULL };
  g_autoptr(LkPracticeServer) server = NULL;
  g_autoptr(GMainLoop) loop = NULL;
  g_autoptr(GError) error = NULL;

  if (!_lk_cli_parse (cli, "practice", entries, &argc, &argv) || argc != 1
      || port < 0 || port > G_MAXUINT16 || n_chats < -1 || n_chats > LK_PRACTICE_MAX_CHATS || lifetime < 0)
    {
      g_printerr (_("latchkey: see latchkey practice --help\n"));
      return LK_CLI_USAGE;
    }

  if (list_faults)
    {
      print_faults (cli);
      return LK_CLI_OK;
    }

  server = lk_practice_server_new ();
  redirect_uris[0] = redirect_uri != NULL ? redirect_uri : LK_DEFAULT_REDIRECT_URI;
  lk_practice_server_set_redirect_uris (server, redirect_uris);
  if (n_chats >= 0)
    lk_practice_server_set_n_chats (server, (guint) n_chats);
  if (lifetime > 0)
    lk_practice_server_set_token_lifetime (server, lifetime);
  if (!arm_faults (server, (const char *const *) faults))
    return LK_CLI_USAGE;

  if (!lk_practice_server_start (server, (guint16) port, &error))
    return _lk_cli_fail (error);

  print_settings (cli, server, redirect_uris[0]);
  g_printerr (_("latchkey: the practice account runs until you press Control-C\n"));

  loop = g_main_loop_new (NULL, FALSE);
  g_unix_signal_add (SIGINT, signal_cb, loop);
  g_unix_signal_add (SIGTERM, signal_cb, loop);
  g_main_loop_run (loop);
  lk_practice_server_stop (server);

  return LK_CLI_OK;
}
