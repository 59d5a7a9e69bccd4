/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-cli.h"

#include <glib/gi18n.h>
#include <string.h>

#include "lk-cli-private.h"
#include "lk-paths.h"

typedef struct
{
  const char *name;
  const char *arguments;
  const char *summary;
  LkCliFunc func;
} Command;

static const Command commands[] = {
  { "list", "", N_("List the connections and whether they have a token"), _lk_cli_list },
  { "add", N_("NAME"), N_("Add a connection"), _lk_cli_add },
  { "token", N_("NAME"), N_("Print the access token, renewed if it must be"), _lk_cli_token },
  { "sign-in", N_("NAME"), N_("Get a new token"), _lk_cli_sign_in },
  { "sign-out", N_("NAME"), N_("Revoke and forget the token"), _lk_cli_sign_out },
  { "get", N_("NAME PATH"), N_("Get a path of the API and print the answer"), _lk_cli_get },
  { "clients", N_("NAME"), N_("List the account's OAuth clients"), _lk_cli_clients },
  { "set-client-type", N_("NAME ID public|confidential"), N_("Change the type of an OAuth client"),
    _lk_cli_set_client_type },
  { "practice", "", N_("Run the practice account alone and print its settings"), _lk_cli_practice },
};

static const Command *
find_command (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      if (g_str_equal (commands[i].name, name))
        return &commands[i];
    }

  return NULL;
}

static void
print_help (void)
{
  g_print (_("Usage:\n  latchkey                     open the window\n"
             "  latchkey COMMAND [OPTION…]   do one thing without it\n\n"
             "Commands:\n"));

  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    g_print ("  %-16s %s\n", commands[i].name, _(commands[i].summary));

  g_print (_("\n“latchkey COMMAND --help” tells more of each; latchkey(1) has all of it.\n"));
}

/* Summary and arguments of a command, in the user's language. */
const char *
_lk_cli_summary (const char  *command,
                 const char **arguments)
{
  const Command *found = find_command (command);

  *arguments = *found->arguments != '\0' ? _(found->arguments) : "";

  return _(found->summary);
}

static LkCliStatus
run_command (const Command  *command,
             char          **argv)
{
  LkCli cli = { 0 };
  LkCliStatus status;
  g_autofree char *folder = lk_paths_get_data_dir ();
  g_autoptr(LkWorkspace) workspace = NULL;
  g_autofree char *message = NULL;
  g_autoptr(GError) error = NULL;

  workspace = lk_workspace_new (folder, NULL);
  if (!lk_workspace_load (workspace, &message, &error))
    return _lk_cli_fail (error);

  if (message != NULL)
    g_printerr ("latchkey: %s\n", message);

  cli.workspace = workspace;
  status = command->func (&cli, (int) g_strv_length (argv) - 1, argv + 1);
  while (lk_workspace_is_saving (workspace))
    g_main_context_iteration (NULL, TRUE);

  return status;
}

/**
 * lk_cli_run:
 * @argv: (array zero-terminated=1): the program's arguments
 * @handled: (out): whether the arguments were a command; if not, the window is to open with them
 *
 * Runs one command. Results go to standard output, words to standard error; no argument is a secret.
 *
 * Returns: the exit status, if @handled
 */
int
lk_cli_run (char     **argv,
            gboolean  *handled)
{
  const Command *command;

  g_return_val_if_fail (argv != NULL, LK_CLI_FAILED);
  g_return_val_if_fail (handled != NULL, LK_CLI_FAILED);

  g_set_printerr_handler (_lk_cli_print_words);

  /* Other options are the toolkit's and those of D-Bus activation. */
  *handled = argv[0] != NULL && argv[1] != NULL
             && (*argv[1] != '-' || g_str_equal (argv[1], "--help") || g_str_equal (argv[1], "-h")
                 || g_str_equal (argv[1], "--version"));
  if (!*handled)
    return LK_CLI_OK;

  if (g_str_equal (argv[1], "--help") || g_str_equal (argv[1], "-h") || g_str_equal (argv[1], "help"))
    {
      print_help ();
      return LK_CLI_OK;
    }

  if (g_str_equal (argv[1], "--version"))
    {
      g_print ("latchkey %s\n", LK_VERSION);
      return LK_CLI_OK;
    }

  command = find_command (argv[1]);
  if (command == NULL)
    {
      g_printerr (_("latchkey: there is no command “%s”; see latchkey --help\n"), argv[1]);
      return LK_CLI_USAGE;
    }

  return run_command (command, argv);
}
