/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-cli-private.h"

#include <glib/gi18n.h>

#include "lk-text.h"

static const char *
state_to_nick (LkAccountState state)
{
  switch (state)
    {
    case LK_ACCOUNT_STATE_NONE:
      return "none";
    case LK_ACCOUNT_STATE_SIGNED_IN:
      return "signed-in";
    case LK_ACCOUNT_STATE_ENDS_SOON:
      return "ends-soon";
    case LK_ACCOUNT_STATE_EXPIRED:
      return "expired";
    case LK_ACCOUNT_STATE_UNKNOWN:
    default:
      return "unknown";
    }
}

static void
add_text (JsonBuilder *builder,
          const char  *name,
          const char  *value)
{
  json_builder_set_member_name (builder, name);
  if (value != NULL)
    json_builder_add_string_value (builder, value);
  else
    json_builder_add_null_value (builder);
}

/* For a shell's completion, which must not have a keyring ask for its password. */
static void
print_names (GListModel *accounts)
{
  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr(LkAccount) account = g_list_model_get_item (accounts, i);

      g_print ("%s\n", lk_connection_get_name (lk_account_get_connection (account)));
    }
}

LkCliStatus
_lk_cli_list (LkCli *cli,
              int    argc,
              char **argv)
{
  GListModel *accounts = lk_workspace_get_accounts (cli->workspace);
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  g_autoptr(JsonNode) root = NULL;
  LkCliStatus status = LK_CLI_OK;
  gboolean names = FALSE;
  const GOptionEntry entries[] = {
    { "names", 0, 0, G_OPTION_ARG_NONE, &names, N_("Print the names alone, one a line, and ask no keyring"), NULL },
    G_OPTION_ENTRY_NULL,
  };

  if (!_lk_cli_parse (cli, "list", entries, &argc, &argv))
    return LK_CLI_USAGE;

  if (names)
    {
      print_names (accounts);
      return LK_CLI_OK;
    }

  json_builder_begin_array (builder);

  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr(LkAccount) account = g_list_model_get_item (accounts, i);
      LkConnection *connection = lk_account_get_connection (account);
      g_autoptr(GAsyncResult) result = NULL;
      g_autoptr(GError) error = NULL;
      g_autofree char *name = lk_text_sanitize (lk_connection_get_name (connection), -1, 0);
      const char *kind, *state;

      lk_account_load_async (account, NULL, _lk_cli_async_cb, &result);
      _lk_cli_wait (&result);
      if (!lk_account_load_finish (account, result, &error))
        {
          g_printerr ("latchkey: %s: %s\n", lk_connection_get_name (connection), error->message);
          status = LK_CLI_KEYRING;
        }

      kind = lk_enum_to_nick (LK_TYPE_CONNECTION_KIND, lk_connection_get_kind (connection));
      state = state_to_nick (lk_account_get_state (account));

      if (!cli->json)
        g_print ("%-24s %-12s %s\n", name, kind, state);

      json_builder_begin_object (builder);
      add_text (builder, "id", lk_connection_get_id (connection));
      add_text (builder, "name", lk_connection_get_name (connection));
      add_text (builder, "kind", kind);
      add_text (builder, "subdomain", lk_connection_get_subdomain (connection));
      add_text (builder, "client_id", lk_connection_get_client_id (connection));
      add_text (builder, "state", state);
      json_builder_end_object (builder);
    }

  json_builder_end_array (builder);

  if (cli->json)
    {
      root = json_builder_get_root (builder);
      _lk_cli_print_json (root);
    }
  else if (g_list_model_get_n_items (accounts) == 0)
    {
      g_printerr (_("latchkey: there is no connection yet; see latchkey add --help\n"));
    }

  return status;
}

static gboolean
set_choice (LkConnection *connection,
            const char   *property,
            GType         type,
            const char   *nick)
{
  int value;

  if (nick == NULL)
    return TRUE;

  if (!lk_enum_from_nick (type, nick, &value))
    {
      g_printerr (_("latchkey: “%s” is no value for --%s\n"), nick, property);
      return FALSE;
    }

  g_object_set (connection, property, value, NULL);

  return TRUE;
}

static LkCliStatus
store_secret (LkCli        *cli,
              LkConnection *connection)
{
  LkAccount *account = lk_workspace_get_account (cli->workspace, lk_connection_get_id (connection));
  g_autoptr(LkSecret) secret = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  LkVaultPlace place;

  secret = _lk_cli_read_secret (_("Client secret (not shown):"), &error);
  if (secret == NULL)
    return _lk_cli_fail (error);

  lk_vault_store_async (lk_account_get_vault (account), lk_connection_get_id (connection), LK_VAULT_KIND_CLIENT_SECRET,
                        lk_connection_get_name (connection), secret, NULL, _lk_cli_async_cb, &result);
  _lk_cli_wait (&result);
  place = lk_vault_store_finish (lk_account_get_vault (account), result, &error);

  if (place == LK_VAULT_PLACE_NONE)
    return _lk_cli_fail (error);

  /* Memory ends with this process. */
  if (place == LK_VAULT_PLACE_MEMORY)
    {
      g_printerr (_("latchkey: the connection is saved, but no keyring took the secret\n"));
      return LK_CLI_KEYRING;
    }

  return LK_CLI_OK;
}

static gboolean
save_new (LkConnectionList  *connections,
          LkConnection      *connection,
          GError           **error)
{
  g_autoptr(GAsyncResult) saved = NULL;

  lk_connection_list_save_async (connections, LK_CONNECTION_CHANGE_ADD, connection, NULL, _lk_cli_async_cb, &saved);
  _lk_cli_wait (&saved);

  return lk_connection_list_save_finish (connections, saved, error);
}

LkCliStatus
_lk_cli_add (LkCli *cli,
             int    argc,
             char **argv)
{
  static const char *const texts[] = {
    "subdomain", "client-id", "redirect-uri", "issuer", "authorize-url", "token-url", "api-base", "graphql-url",
    "stream-url",
  };
  g_autofree char *kind = NULL;
  g_autofree char *scopes = NULL;
  g_autofree char *grant = NULL;
  g_autofree char *pkce = NULL;
  g_autofree char *client_auth = NULL;
  g_autofree char *subdomain = NULL;
  g_autofree char *values[G_N_ELEMENTS (texts)] = { NULL };
  gboolean ask_secret = FALSE;
  const GOptionEntry entries[] = {
    { "kind", 0, 0, G_OPTION_ARG_STRING, &kind,
      N_("What it connects to: integrated (default), legacy or custom"), N_("KIND") },
    { "subdomain", 0, 0, G_OPTION_ARG_STRING, &values[0], N_("The account: acme for acme.zendesk.com"), N_("NAME") },
    { "client-id", 0, 0, G_OPTION_ARG_STRING, &values[1], N_("The client id of the API client"), N_("ID") },
    { "redirect-uri", 0, 0, G_OPTION_ARG_STRING, &values[2],
      N_("The Redirect URL as registered; http://localhost:8080 if not given"), N_("URL") },
    { "issuer", 0, 0, G_OPTION_ARG_STRING, &values[3], N_("The issuer that answers must name"), N_("URL") },
    { "authorize-url", 0, 0, G_OPTION_ARG_STRING, &values[4],
      N_("Address of the authorize page, instead of the kind's own"), N_("URL") },
    { "token-url", 0, 0, G_OPTION_ARG_STRING, &values[5], N_("Address of the token endpoint"), N_("URL") },
    { "api-base", 0, 0, G_OPTION_ARG_STRING, &values[6], N_("Address that API paths begin with"), N_("URL") },
    { "graphql-url", 0, 0, G_OPTION_ARG_STRING, &values[7], N_("Address of the Conversations API"), N_("URL") },
    { "stream-url", 0, 0, G_OPTION_ARG_STRING, &values[8], N_("Address of its WebSocket"), N_("URL") },
    { "scopes", 0, 0, G_OPTION_ARG_STRING, &scopes, N_("What to ask for; “read write” if not given"), N_("SCOPES") },
    { "grant", 0, 0, G_OPTION_ARG_STRING, &grant, N_("code (default), implicit or client-credentials"), N_("GRANT") },
    { "pkce", 0, 0, G_OPTION_ARG_STRING, &pkce, N_("off or S256"), N_("METHOD") },
    { "client-auth", 0, 0, G_OPTION_ARG_STRING, &client_auth,
      N_("Where the client secret goes: post (default) or basic"), N_("WAY") },
    { "ask-secret", 0, 0, G_OPTION_ARG_NONE, &ask_secret, N_("Take the client secret from standard input"), NULL },
    G_OPTION_ENTRY_NULL,
  };
  LkConnectionList *connections = lk_workspace_get_connections (cli->workspace);
  g_autoptr(LkConnection) connection = NULL;
  g_autoptr(GError) error = NULL;
  LkCliStatus status = LK_CLI_OK;
  int kind_value = LK_CONNECTION_KIND_INTEGRATED;

  if (!_lk_cli_parse (cli, "add", entries, &argc, &argv))
    return LK_CLI_USAGE;

  if (argc != 2)
    {
      g_printerr (_("latchkey: give the new connection's name; see latchkey add --help\n"));
      return LK_CLI_USAGE;
    }

  /* The practice account lives and ends with the window. */
  if (kind != NULL && (!lk_enum_from_nick (LK_TYPE_CONNECTION_KIND, kind, &kind_value)
                       || kind_value == LK_CONNECTION_KIND_PRACTICE))
    {
      g_printerr (_("latchkey: “%s” is no value for --%s\n"), kind, "kind");
      return LK_CLI_USAGE;
    }

  if (lk_connection_list_get_by_name (connections, argv[1]) != NULL)
    {
      g_printerr (_("latchkey: there is a connection “%s” already\n"), argv[1]);
      return LK_CLI_USAGE;
    }

  connection = lk_connection_new (kind_value);
  g_object_set (connection, "name", argv[1], NULL);

  if (values[0] != NULL)
    {
      subdomain = lk_subdomain_from_text (values[0], NULL, &error);
      if (subdomain == NULL)
        return _lk_cli_fail (error);

      g_free (values[0]);
      values[0] = g_steal_pointer (&subdomain);
    }

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      if (values[i] != NULL)
        g_object_set (connection, texts[i], values[i], NULL);
      g_clear_pointer (&values[i], g_free);
    }

  if (scopes != NULL)
    {
      g_auto(GStrv) words = lk_text_split_words (scopes);

      g_object_set (connection, "scopes", words, NULL);
    }

  if (!set_choice (connection, "grant", LK_TYPE_GRANT, grant)
      || !set_choice (connection, "pkce", LK_TYPE_PKCE, pkce)
      || !set_choice (connection, "client-auth", LK_TYPE_CLIENT_AUTH, client_auth))
    return LK_CLI_USAGE;

  if (!lk_connection_validate (connection, &error))
    return _lk_cli_fail (error);

  if (!save_new (connections, connection, &error))
    return _lk_cli_fail (error);

  if (ask_secret)
    status = store_secret (cli, connection);

  if (cli->json)
    {
      g_autoptr(JsonNode) node = lk_connection_to_json (connection);

      _lk_cli_print_json (node);
    }

  return status;
}
