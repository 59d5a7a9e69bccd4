/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-cli-private.h"

#include <glib/gi18n.h>

#include "lk-text.h"

LkCliStatus
_lk_cli_get (LkCli *cli,
             int    argc,
             char **argv)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(LkExchange) answer = NULL;
  g_autoptr(LkExchange) last = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(GError) refusal = NULL;
  LkChatService *service;
  LkAccount *account;

  if (!_lk_cli_parse (cli, "get", NULL, &argc, &argv) || argc != 3)
    {
      g_printerr (_("latchkey: give a connection's name and a path such as “chats”\n"));
      return LK_CLI_USAGE;
    }

  account = _lk_cli_find_account (cli, argv[1]);
  if (account == NULL)
    return LK_CLI_NO_CONNECTION;

  service = lk_account_get_service (account);
  lk_chat_service_send_async (service, "GET", argv[2], NULL, NULL, argv[2], NULL, _lk_cli_async_cb, &result);
  _lk_cli_wait (&result);
  answer = lk_chat_service_send_finish (service, result, &last, &error);

  if (answer == NULL)
    return _lk_cli_fail_call (cli, account, LK_FLOW_API, last, error);

  if (lk_exchange_get_body (answer) != NULL)
    _lk_cli_print_bytes (lk_exchange_get_body (answer));

  refusal = lk_chat_error_from_exchange (answer);

  return refusal != NULL ? _lk_cli_fail_call (cli, account, LK_FLOW_API, answer, refusal) : LK_CLI_OK;
}

static void
add_client (JsonBuilder *builder,
            LkOauthClient *client,
            gboolean     own)
{
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "id");
  json_builder_add_string_value (builder, client->id);
  json_builder_set_member_name (builder, "client_type");
  json_builder_add_string_value (builder,
                                 lk_enum_to_nick (LK_TYPE_CLIENT_TYPE, client->client_type));
  json_builder_set_member_name (builder, "name");
  json_builder_add_string_value (builder, client->name);
  json_builder_set_member_name (builder, "client_identifier");
  json_builder_add_string_value (builder, client->identifier);
  json_builder_set_member_name (builder, "own");
  json_builder_add_boolean_value (builder, own);
  json_builder_end_object (builder);
}

static void
print_client (LkOauthClient *client,
              gboolean     own)
{
  g_autofree char *id = lk_text_sanitize (client->id, -1, 40);
  g_autofree char *name = lk_text_sanitize (client->name, -1, 40);
  g_autofree char *identifier = lk_text_sanitize (client->identifier, -1, 80);

  g_print ("%s %-10s %-12s %-24s %s\n", own ? "*" : " ", id,
           lk_enum_to_nick (LK_TYPE_CLIENT_TYPE, client->client_type), name, identifier);
}

LkCliStatus
_lk_cli_clients (LkCli *cli,
                 int    argc,
                 char **argv)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(LkExchange) exchange = NULL;
  g_autoptr(GPtrArray) clients = NULL;
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  g_autoptr(JsonNode) root = NULL;
  g_autoptr(GError) error = NULL;
  LkChatService *service;
  LkAccount *account;
  const char *client_id;

  if (!_lk_cli_parse (cli, "clients", NULL, &argc, &argv) || argc != 2)
    {
      g_printerr (_("latchkey: give a connection's name; see latchkey list\n"));
      return LK_CLI_USAGE;
    }

  account = _lk_cli_find_account (cli, argv[1]);
  if (account == NULL)
    return LK_CLI_NO_CONNECTION;

  service = lk_account_get_service (account);
  lk_chat_service_list_clients_async (service, NULL, _lk_cli_async_cb, &result);
  _lk_cli_wait (&result);
  clients = lk_chat_service_list_clients_finish (service, result, &exchange, &error);

  if (clients == NULL)
    return _lk_cli_fail_call (cli, account, LK_FLOW_API, exchange, error);

  lk_account_note_clients (account, clients);
  if (lk_account_has_drifted (account, clients))
    g_printerr (_("latchkey: this connection’s client has gone back to public: it was saved in the dashboard\n"));

  client_id = lk_connection_get_client_id (lk_account_get_connection (account));
  json_builder_begin_array (builder);

  for (guint i = 0; i < clients->len; i++)
    {
      LkOauthClient *client = g_ptr_array_index (clients, i);
      gboolean own = g_strcmp0 (client->identifier, client_id) == 0;

      if (cli->json)
        add_client (builder, client, own);
      else
        print_client (client, own);
    }

  json_builder_end_array (builder);

  if (cli->json)
    {
      root = json_builder_get_root (builder);
      _lk_cli_print_json (root);
    }

  return LK_CLI_OK;
}

LkCliStatus
_lk_cli_set_client_type (LkCli *cli,
                         int    argc,
                         char **argv)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(LkExchange) exchange = NULL;
  g_autoptr(LkOauthClient) client = NULL;
  g_autoptr(JsonObject) changes = json_object_new ();
  g_autoptr(GError) error = NULL;
  LkChatService *service;
  LkAccount *account;
  int type = LK_CLIENT_TYPE_UNKNOWN;

  if (!_lk_cli_parse (cli, "set-client-type", NULL, &argc, &argv) || argc != 4
      || !lk_enum_from_nick (LK_TYPE_CLIENT_TYPE, argv[3], &type) || type == LK_CLIENT_TYPE_UNKNOWN)
    {
      g_printerr (_("latchkey: give a connection's name, a client's number and “public” or “confidential”\n"));
      return LK_CLI_USAGE;
    }

  account = _lk_cli_find_account (cli, argv[1]);
  if (account == NULL)
    return LK_CLI_NO_CONNECTION;

  service = lk_account_get_service (account);
  json_object_set_string_member (changes, "client_type", argv[3]);
  lk_chat_service_update_client_async (service, argv[2], changes, NULL, _lk_cli_async_cb, &result);
  _lk_cli_wait (&result);
  client = lk_chat_service_update_client_finish (service, result, &exchange, &error);

  if (client == NULL)
    return _lk_cli_fail_call (cli, account, LK_FLOW_API, exchange, error);

  lk_account_note_changed_client (account, client);
  if (cli->json)
    {
      const char *client_id = lk_connection_get_client_id (lk_account_get_connection (account));
      g_autoptr(JsonBuilder) builder = json_builder_new ();
      g_autoptr(JsonNode) root = NULL;

      add_client (builder, client, g_strcmp0 (client->identifier, client_id) == 0);
      root = json_builder_get_root (builder);
      _lk_cli_print_json (root);
    }

  return LK_CLI_OK;
}
