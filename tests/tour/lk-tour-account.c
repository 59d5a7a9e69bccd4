/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Accounts of their own process, with the faults that only tests know. */
#include "config.h"

#include "lk-tour.h"

#include <string.h>

#include <glib/gstdio.h>

struct _LkTourAccount
{
  GSubprocess      *process;     /* owned */
  GDataInputStream *lines;       /* owned */
};

static char *
get_setting (LkTour     *tour,
             const char *settings,
             const char *member)
{
  g_autofree char *pattern = g_strdup_printf ("\"%s\" : \"([^\"]+)\"", member);
  g_autoptr(GRegex) regex = g_regex_new (pattern, 0, 0, NULL);
  g_autoptr(GMatchInfo) match = NULL;

  lk_tour_check (tour, g_regex_match (regex, settings, 0, &match), "the account's settings have no %s", member);

  return g_match_info_fetch (match, 1);
}

static char *
read_line (LkTour        *tour,
           LkTourAccount *account)
{
  char *line = g_data_input_stream_read_line (account->lines, NULL, NULL, NULL);

  lk_tour_check (tour, line != NULL, "the account has ended");

  return line;
}

static void
add_connection (LkTour     *tour,
                const char *settings,
                const char *name,
                const char *grant,
                const char *redirect)
{
  g_autofree char *client = get_setting (tour, settings, "client_id");
  g_autofree char *secret = get_setting (tour, settings, "client_secret");
  g_autofree char *authorize = get_setting (tour, settings, "authorize_url");
  g_autofree char *token = get_setting (tour, settings, "token_url");
  g_autofree char *base = get_setting (tour, settings, "api_base");
  g_autofree char *grant_option = g_strconcat ("--grant=", grant, NULL);
  g_autofree char *client_option = g_strconcat ("--client-id=", client, NULL);
  g_autofree char *authorize_option = g_strconcat ("--authorize-url=", authorize, NULL);
  g_autofree char *token_option = g_strconcat ("--token-url=", token, NULL);
  g_autofree char *base_option = g_strconcat ("--api-base=", base, NULL);
  g_autofree char *added = NULL;

  lk_tour_learn_secret (tour, secret);
  added = lk_tour_run (tour, secret, (const char *const[]) { tour->program, "add", name, "--kind=custom",
                                                             "--ask-secret", "--scopes=read,write", redirect,
                                                             grant_option, client_option, authorize_option,
                                                             token_option, base_option, NULL });
  lk_tour_check (tour, added != NULL, "the connection “%s” is not added", name);
}

/**
 * lk_tour_start_account:
 * @tour: a tour whose program does not run
 * @name: name of the connection
 * @grant: `code` or `implicit`
 * @n_chats: how many chats the account has
 *
 * Runs the practice server with sabotage as a process, and adds a connection to it by the command line. The other
 * connections go: GTK 4.8 reports pages that are out of sight to assistive tools as if they were not. The process ends
 * by itself where a tour fails.
 *
 * Returns: (transfer full): the account
 */
LkTourAccount *
lk_tour_start_account (LkTour     *tour,
                       const char *name,
                       const char *grant,
                       const char *n_chats)
{
  LkTourAccount *account = g_new0 (LkTourAccount, 1);
  g_autofree char *file = g_build_filename (g_get_user_data_dir (), "latchkey", "connections.json", NULL);
  g_autofree char *chats = g_strconcat ("--chats=", n_chats, NULL);
  g_autofree char *redirect = g_strdup_printf ("--redirect-uri=http://localhost:%u", lk_tour_find_port (tour));
  g_autoptr(GString) settings = g_string_new (NULL);

  account->process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, NULL, "timeout",
                                       "280", LK_TOUR_SABOTAGE, chats, redirect, NULL);
  lk_tour_check (tour, account->process != NULL, "the account does not start");
  account->lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (account->process));
  while (strchr (settings->str, '}') == NULL)
    {
      g_autofree char *line = read_line (tour, account);

      g_string_append (settings, line);
    }

  g_unlink (file);
  add_connection (tour, settings->str, name, grant, redirect);

  return account;
}

/**
 * lk_tour_sabotage:
 * @tour: a tour
 * @account: an account
 * @fault: name of a fault
 *
 * Arms a fault of the account, once.
 */
void
lk_tour_sabotage (LkTour        *tour,
                  LkTourAccount *account,
                  const char    *fault)
{
  g_autofree char *line = g_strconcat (fault, "\n", NULL);
  g_autofree char *answer = NULL;

  lk_tour_say (tour, "the account will fail: %s", fault);
  g_output_stream_write_all (g_subprocess_get_stdin_pipe (account->process), line, strlen (line), NULL, NULL, NULL);
  answer = read_line (tour, account);
  lk_tour_check (tour, g_str_equal (answer, fault), "the account knows no fault %s", fault);
}

/**
 * lk_tour_stop_account:
 * @account: (transfer full): an account
 *
 * Ends the account's process.
 */
void
lk_tour_stop_account (LkTourAccount *account)
{
  g_output_stream_close (g_subprocess_get_stdin_pipe (account->process), NULL, NULL);
  g_subprocess_wait (account->process, NULL, NULL);
  g_object_unref (account->lines);
  g_object_unref (account->process);
  g_free (account);
}
