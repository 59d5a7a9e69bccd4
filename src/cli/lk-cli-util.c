/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-cli-private.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "lk-json-reader.h"
#include "lk-practice-host.h"
#include "lk-text.h"

gboolean
_lk_cli_parse (LkCli               *cli,
               const char          *command,
               const GOptionEntry  *entries,
               int                 *argc,
               char              ***argv)
{
  const GOptionEntry common[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &cli->json, N_("Print the result as JSON"), NULL },
    G_OPTION_ENTRY_NULL,
  };
  const char *arguments;
  const char *summary = _lk_cli_summary (command, &arguments);
  g_autoptr(GOptionContext) context = g_option_context_new (arguments);
  g_autofree char *program = g_strconcat ("latchkey ", command, NULL);
  g_autoptr(GError) error = NULL;

  g_set_prgname (program);
  g_option_context_set_summary (context, summary);
  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  if (entries != NULL)
    g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_option_context_add_main_entries (context, common, GETTEXT_PACKAGE);

  if (!g_option_context_parse (context, argc, argv, &error))
    {
      g_printerr ("latchkey: %s\n", error->message);
      return FALSE;
    }

  /* "--" ends the options and is no argument. */
  if (*argc > 1 && g_str_equal ((*argv)[1], "--"))
    {
      (*argv)++;
      (*argc)--;
    }

  return TRUE;
}

void
_lk_cli_async_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      slot)
{
  *(GAsyncResult **) slot = g_object_ref (result);
}

void
_lk_cli_wait (GAsyncResult **slot)
{
  while (*slot == NULL)
    g_main_context_iteration (NULL, TRUE);
}

static void
find_practice_server (LkAccount *account)
{
  g_autoptr(GAsyncResult) result = NULL;

  lk_account_load_async (account, NULL, _lk_cli_async_cb, &result);
  _lk_cli_wait (&result);
  if (lk_account_load_finish (account, result, NULL))
    lk_practice_host_find_origin (account);
}

/* The account of a connection's name or id; NULL after a message. */
LkAccount *
_lk_cli_find_account (LkCli      *cli,
                      const char *name)
{
  LkConnectionList *connections = lk_workspace_get_connections (cli->workspace);
  LkConnection *connection = lk_connection_list_get_by_name (connections, name);
  LkAccount *account;

  if (connection == NULL)
    connection = lk_connection_list_get_by_id (connections, name);

  if (connection == NULL)
    {
      g_printerr (_("latchkey: there is no connection “%s”; see latchkey list\n"), name);
      return NULL;
    }

  account = lk_workspace_get_account (cli->workspace, lk_connection_get_id (connection));
  if (lk_connection_get_kind (connection) == LK_CONNECTION_KIND_PRACTICE)
    find_practice_server (account);

  return account;
}

/* The exit status of a failure. */
LkCliStatus
_lk_cli_get_status (const GError *error)
{
  if (error->domain == LK_TOKEN_SOURCE_ERROR || error->domain == LK_SIGN_IN_ERROR)
    return LK_CLI_NO_TOKEN;

  /* Nothing was sent, for what was typed is no address. */
  if (g_error_matches (error, LK_HTTP_ERROR, LK_HTTP_ERROR_REFUSED_URL))
    return LK_CLI_USAGE;

  if (error->domain == LK_HTTP_ERROR)
    return LK_CLI_NETWORK;

  if (error->domain == LK_VAULT_ERROR)
    return LK_CLI_KEYRING;

  if (error->domain == LK_CONNECTION_ERROR)
    return LK_CLI_USAGE;

  if (error->domain == LK_CHAT_ERROR || error->domain == LK_TOKEN_ENDPOINT_ERROR)
    return LK_CLI_REFUSED;

  return LK_CLI_FAILED;
}

/* Standard error is mostly a terminal, which obeys what it is sent, and a service's words or a name from a file may be
 * among ours: no control character but the end of a line gets there. */
void
_lk_cli_print_words (const char *text)
{
  g_auto(GStrv) lines = g_strsplit (text, "\n", -1);
  const char *charset;
  gboolean is_utf8 = g_get_console_charset (&charset);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_autofree char *line = lk_text_sanitize (lines[i], -1, 0);
      g_autofree char *converted =
          is_utf8 ? NULL : g_convert_with_fallback (line, -1, charset, "UTF-8", "?", NULL, NULL, NULL);

      fputs (converted != NULL ? converted : line, stderr);
      if (lines[i + 1] != NULL)
        fputc ('\n', stderr);
    }
  fflush (stderr);
}

/* Says what went wrong where no account is concerned. */
LkCliStatus
_lk_cli_fail (const GError *error)
{
  g_printerr ("latchkey: %s\n", error->message);

  return _lk_cli_get_status (error);
}

/* One line from standard input; from a terminal it is asked for and not shown. Free with lk_secret_free (). */
char *
_lk_cli_read_secret (const char  *prompt,
                     GError     **error)
{
  gboolean asked = isatty (STDIN_FILENO);
  struct termios shown, hidden;
  char *line = NULL;
  size_t size = 0;
  gssize length;
  char *secret;

  if (asked)
    {
      g_printerr ("%s ", prompt);

      /* Better no secret than one on the screen. */
      if (tcgetattr (STDIN_FILENO, &shown) != 0)
        {
          g_set_error_literal (error, G_FILE_ERROR, g_file_error_from_errno (errno), g_strerror (errno));
          return NULL;
        }

      hidden = shown;
      hidden.c_lflag &= ~(tcflag_t) ECHO;
      tcsetattr (STDIN_FILENO, TCSAFLUSH, &hidden);
    }

  length = getline (&line, &size, stdin);

  if (asked)
    {
      tcsetattr (STDIN_FILENO, TCSAFLUSH, &shown);
      g_printerr ("\n");
    }

  while (length > 0 && (line[length - 1] == '\n' || line[length - 1] == '\r'))
    line[--length] = '\0';

  if (length <= 0 || memchr (line, '\0', (gsize) length) != NULL)
    {
      free (line);
      g_set_error_literal (error, G_FILE_ERROR, G_FILE_ERROR_INVAL, _("No secret came on standard input."));
      return NULL;
    }

  secret = g_strndup (line, (gsize) length);
  lk_secret_wipe (line, size);
  free (line);

  return secret;
}

void
_lk_cli_print_json (JsonNode *node)
{
  g_autofree char *text = lk_json_to_text (node, TRUE);

  g_print ("%s\n", text);
}

/* A stranger's bytes: as they are into a file or pipe, without control characters on a terminal. */
void
_lk_cli_print_bytes (GBytes *bytes)
{
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);

  if (!isatty (STDOUT_FILENO))
    {
      fwrite (data, 1, length, stdout);
      fflush (stdout);
      return;
    }

  while (length > 0)
    {
      const char *end = memchr (data, '\n', length);
      gsize line_length = end != NULL ? (gsize) (end - data) : length;
      g_autofree char *line = lk_text_sanitize (data, (gssize) line_length, 0);

      g_print ("%s\n", line);
      line_length += end != NULL;
      data += line_length;
      length -= line_length;
    }
}
