/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A failure as the window's card has it: what it is, why, and what to do about it, here as a command to type. */
#include "config.h"

#include "lk-cli-private.h"

#include <glib/gi18n.h>


/* What a button of the window would do, as a command; NULL for what has no command. */
static char *
make_command (LkAccount               *account,
              const LkDiagnosisAction *action)
{
  LkConnection *connection = lk_account_get_connection (account);
  const char *id = lk_connection_get_oauth_client_id (connection);
  g_autofree char *name = g_shell_quote (lk_connection_get_name (connection));

  switch (action->remedy)
    {
    case LK_REMEDY_SIGN_IN:
      if (action->argument != NULL)
        return g_strdup_printf ("latchkey sign-in %s --scopes='%s'", name, action->argument);
      return g_strdup_printf ("latchkey sign-in %s", name);

    case LK_REMEDY_EMBEDDED_PAGE:
      return g_strdup_printf ("latchkey sign-in %s", name);

    case LK_REMEDY_USE_BROWSER:
      return g_strdup_printf ("latchkey sign-in %s --browser", name);

    case LK_REMEDY_SWITCH_CLIENT_TYPE:
      return id != NULL ? g_strdup_printf ("latchkey set-client-type %s %s confidential", name, id)
                        : g_strdup_printf ("latchkey clients %s", name);

    case LK_REMEDY_GET:
      return g_strdup_printf ("latchkey get %s %s", name, action->argument);

    default:
      return NULL;
    }
}

static void
print_paragraph (const char *text)
{
  g_auto(GStrv) lines = g_strsplit (text, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      if (*lines[i] != '\0')
        g_printerr ("latchkey: %s\n", lines[i]);
    }
}

static void
print_words (LkAccount *account,
             GPtrArray *diagnoses)
{
  for (guint i = 0; i < diagnoses->len; i++)
    {
      const LkDiagnosis *diagnosis = diagnoses->pdata[i];

      if (i > 0)
        g_printerr (_("latchkey: or else:\n"));
      print_paragraph (diagnosis->title);
      print_paragraph (diagnosis->happened);
      print_paragraph (diagnosis->why);
      print_paragraph (diagnosis->remedy_text);
      for (guint k = 0; k < diagnosis->actions->len; k++)
        {
          g_autofree char *command = make_command (account, diagnosis->actions->pdata[k]);

          if (command != NULL)
            g_printerr ("latchkey:   %s\n", command);
        }
    }
}

static void
add_member (JsonBuilder *builder,
            const char  *name,
            const char  *text)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, text);
}

static void
add_diagnosis (JsonBuilder       *builder,
               LkAccount         *account,
               const LkDiagnosis *diagnosis)
{
  json_builder_begin_object (builder);
  add_member (builder, "id", diagnosis->id);
  add_member (builder, "title", diagnosis->title);
  add_member (builder, "what", diagnosis->happened);
  add_member (builder, "why", diagnosis->why);
  add_member (builder, "remedy", diagnosis->remedy_text);
  json_builder_set_member_name (builder, "certain");
  json_builder_add_boolean_value (builder, diagnosis->certain);
  json_builder_set_member_name (builder, "actions");
  json_builder_begin_array (builder);
  for (guint i = 0; i < diagnosis->actions->len; i++)
    {
      const LkDiagnosisAction *action = diagnosis->actions->pdata[i];
      g_autofree char *command = make_command (account, action);

      json_builder_begin_object (builder);
      add_member (builder, "action", lk_remedy_to_nick (action->remedy));
      if (command != NULL)
        add_member (builder, "command", command);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

static void
print_json (LkAccount *account,
            GPtrArray *diagnoses)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  g_autoptr(JsonNode) root = NULL;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "errors");
  json_builder_begin_array (builder);
  for (guint i = 0; i < diagnoses->len; i++)
    add_diagnosis (builder, account, diagnoses->pdata[i]);
  json_builder_end_array (builder);
  json_builder_end_object (builder);

  root = json_builder_get_root (builder);
  _lk_cli_print_json (root);
}

static LkCliStatus
explain (LkCli        *cli,
         LkAccount    *account,
         GPtrArray    *diagnoses,
         const GError *error)
{
  /* Cancelled by the user, who knows. */
  if (diagnoses == NULL)
    g_printerr ("latchkey: %s\n", error->message);
  else if (cli->json)
    print_json (account, diagnoses);
  else
    print_words (account, diagnoses);

  return _lk_cli_get_status (error);
}

/* Explains a call that failed. */
LkCliStatus
_lk_cli_fail_call (LkCli        *cli,
                   LkAccount    *account,
                   LkFlow        flow,
                   LkExchange   *exchange,
                   const GError *error)
{
  g_autoptr(GPtrArray) diagnoses = lk_account_diagnose (account, flow, exchange, error);

  return explain (cli, account, diagnoses, error);
}

/* Explains a sign-in that failed. */
LkCliStatus
_lk_cli_fail_sign_in (LkCli        *cli,
                      LkAccount    *account,
                      LkSignIn     *sign_in,
                      const GError *error)
{
  g_autoptr(GPtrArray) diagnoses = lk_account_diagnose_sign_in (account, sign_in, error);

  return explain (cli, account, diagnoses, error);
}
