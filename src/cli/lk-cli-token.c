/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-cli-private.h"

#include <glib/gi18n.h>

#include "lk-browser-user-agent.h"
#include "lk-process-user-agent.h"
#include "lk-text.h"

static void
print_token_json (LkToken *token)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  g_autoptr(JsonNode) root = NULL;
  const char *const *scopes = lk_token_get_scopes (token);

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "access_token");
  json_builder_add_string_value (builder, lk_token_get_access_token (token));
  json_builder_set_member_name (builder, "token_type");
  json_builder_add_string_value (builder, lk_token_get_token_type (token));
  json_builder_set_member_name (builder, "scopes");
  json_builder_begin_array (builder);
  for (guint i = 0; scopes[i] != NULL; i++)
    json_builder_add_string_value (builder, scopes[i]);
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "expires_at");
  if (lk_token_get_expires_at (token) >= 0)
    json_builder_add_int_value (builder, lk_token_get_expires_at (token));
  else
    json_builder_add_null_value (builder);
  json_builder_end_object (builder);

  root = json_builder_get_root (builder);
  _lk_cli_print_json (root);
}

LkCliStatus
_lk_cli_token (LkCli *cli,
               int    argc,
               char **argv)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(LkExchange) exchange = NULL;
  g_autoptr(LkToken) token = NULL;
  g_autofree char *format = NULL;
  const GOptionEntry entries[] = {
    { "format", 0, 0, G_OPTION_ARG_STRING, &format,
      N_("What to print: token (default), header, for curl -H @-, or json"), N_("FORMAT") },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr(GError) error = NULL;
  LkTokenSource *source;
  LkAccount *account;

  if (!_lk_cli_parse (cli, "token", entries, &argc, &argv) || argc != 2)
    {
      g_printerr (_("latchkey: give a connection's name; see latchkey list\n"));
      return LK_CLI_USAGE;
    }
  if (format != NULL && !g_strv_contains ((const char *const[]) { "token", "header", "json", NULL }, format))
    {
      g_printerr (_("latchkey: “%s” is no value for --%s\n"), format, "format");
      return LK_CLI_USAGE;
    }

  account = _lk_cli_find_account (cli, argv[1]);
  if (account == NULL)
    return LK_CLI_NO_CONNECTION;

  source = lk_account_get_source (account);
  lk_token_source_get_async (source, NULL, _lk_cli_async_cb, &result);
  _lk_cli_wait (&result);
  token = lk_token_source_get_finish (source, result, &exchange, &error);

  if (token == NULL)
    return _lk_cli_fail_call (cli, account, LK_FLOW_REFRESH, exchange, error);

  if (cli->json || g_strcmp0 (format, "json") == 0)
    print_token_json (token);
  else if (g_strcmp0 (format, "header") == 0)
    g_print ("Authorization: Bearer %s\n", lk_token_get_access_token (token));
  else
    g_print ("%s\n", lk_token_get_access_token (token));

  return LK_CLI_OK;
}

/* A browser that does not open is no end: the address can be opened by hand, on this computer. */
static gboolean
open_uri (const char  *uri,
          gpointer     user_data,
          GError     **error)
{
  g_autoptr(GError) refusal = NULL;

  if (g_app_info_launch_default_for_uri (uri, NULL, &refusal))
    g_printerr (_("latchkey: sign in on the page that has opened in the browser\n"));
  else
    g_printerr (_("latchkey: no browser could be opened (%s); open this address in one on this computer:\n%s\n"),
                refusal->message, uri);

  return TRUE;
}

/* Returns: the sign-in, which has ended */
static LkSignIn *
run_sign_in (LkAccount    *account,
             LkUserAgent  *agent,
             const char   *scopes,
             LkToken     **token,
             GError      **error)
{
  LkSignIn *sign_in = lk_account_new_sign_in (account);
  g_autoptr(GAsyncResult) result = NULL;

  if (agent == NULL)
    lk_sign_in_set_grant (sign_in, LK_GRANT_CLIENT_CREDENTIALS);
  if (scopes != NULL)
    {
      g_auto(GStrv) words = lk_text_split_words (scopes);

      lk_sign_in_set_scopes (sign_in, (const char *const *) words);
    }

  lk_sign_in_run_async (sign_in, agent, NULL, _lk_cli_async_cb, &result);
  _lk_cli_wait (&result);
  *token = lk_sign_in_run_finish (sign_in, result, error);

  return sign_in;
}

/* The page in a window of its own, which belongs to none of ours. */
static LkSignIn *
show_page (LkAccount   *account,
           const char  *scopes,
           LkToken    **token,
           GError     **error)
{
  const char *name = lk_connection_get_name (lk_account_get_connection (account));
  g_autoptr(LkUserAgent) agent = lk_process_user_agent_new (NULL, name, NULL);
  LkSignIn *sign_in = run_sign_in (account, agent, scopes, token, error);

  if (g_error_matches (*error, LK_USER_AGENT_ERROR, LK_USER_AGENT_ERROR_SANDBOX)
      || g_error_matches (*error, LK_USER_AGENT_ERROR, LK_USER_AGENT_ERROR_UNAVAILABLE))
    g_printerr (_("latchkey: --browser signs in on a page of the system’s browser\n"));

  return sign_in;
}

LkCliStatus
_lk_cli_sign_in (LkCli *cli,
                 int    argc,
                 char **argv)
{
  g_autofree char *scopes = NULL;
  gboolean client_credentials = FALSE;
  gboolean browser = FALSE;
  const GOptionEntry entries[] = {
    { "client-credentials", 0, 0, G_OPTION_ARG_NONE, &client_credentials,
      N_("Use the client credentials grant, whatever the connection says"), NULL },
    { "browser", 0, 0, G_OPTION_ARG_NONE, &browser,
      N_("Show the page in the system's browser, not in a window of Latchkey’s"), NULL },
    { "scopes", 0, 0, G_OPTION_ARG_STRING, &scopes,
      N_("What to ask for, instead of the connection's scopes"), N_("SCOPES") },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr(LkSignIn) sign_in = NULL;
  g_autoptr(LkToken) token = NULL;
  g_autoptr(GError) error = NULL;
  LkAccount *account;

  if (!_lk_cli_parse (cli, "sign-in", entries, &argc, &argv) || argc != 2)
    {
      g_printerr (_("latchkey: give a connection's name; see latchkey list\n"));
      return LK_CLI_USAGE;
    }

  account = _lk_cli_find_account (cli, argv[1]);
  if (account == NULL)
    return LK_CLI_NO_CONNECTION;

  if (lk_connection_get_grant (lk_account_get_connection (account)) == LK_GRANT_CLIENT_CREDENTIALS)
    client_credentials = TRUE;

  if (client_credentials && browser)
    {
      g_printerr (_("latchkey: client credentials have no page to show in a browser\n"));
      return LK_CLI_USAGE;
    }

  if (client_credentials)
    sign_in = run_sign_in (account, NULL, scopes, &token, &error);
  else if (!browser)
    sign_in = show_page (account, scopes, &token, &error);
  if (browser || g_error_matches (error, LK_USER_AGENT_ERROR, LK_USER_AGENT_ERROR_USE_BROWSER))
    {
      g_autoptr(LkUserAgent) agent = lk_browser_user_agent_new (open_uri, NULL, NULL);

      g_clear_error (&error);
      g_clear_object (&sign_in);
      sign_in = run_sign_in (account, agent, scopes, &token, &error);
    }

  if (token == NULL)
    return _lk_cli_fail_sign_in (cli, account, sign_in, error);

  if (lk_account_get_place (account) != LK_VAULT_PLACE_KEYRING)
    {
      g_printerr (_("latchkey: no keyring took the token; it ends with this command\n"));
      return LK_CLI_KEYRING;
    }

  return LK_CLI_OK;
}

LkCliStatus
_lk_cli_sign_out (LkCli *cli,
                  int    argc,
                  char **argv)
{
  g_autoptr(GAsyncResult) loaded = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  gboolean revoked = FALSE;
  LkAccount *account;

  if (!_lk_cli_parse (cli, "sign-out", NULL, &argc, &argv) || argc != 2)
    {
      g_printerr (_("latchkey: give a connection's name; see latchkey list\n"));
      return LK_CLI_USAGE;
    }

  account = _lk_cli_find_account (cli, argv[1]);
  if (account == NULL)
    return LK_CLI_NO_CONNECTION;

  lk_account_load_async (account, NULL, _lk_cli_async_cb, &loaded);
  _lk_cli_wait (&loaded);
  if (!lk_account_load_finish (account, loaded, &error))
    return _lk_cli_fail_call (cli, account, LK_FLOW_STORE, NULL, error);

  lk_account_sign_out_async (account, NULL, _lk_cli_async_cb, &result);
  _lk_cli_wait (&result);
  if (!lk_account_sign_out_finish (account, result, &revoked, &error))
    return _lk_cli_fail_call (cli, account, LK_FLOW_STORE, NULL, error);

  g_printerr (revoked ? _("latchkey: the token is revoked at the service and forgotten here\n")
                      : _("latchkey: the token is forgotten here; the service was not told\n"));

  return LK_CLI_OK;
}
