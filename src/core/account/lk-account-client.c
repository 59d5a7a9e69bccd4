/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the account knows of its own OAuth client. The service turns a confidential client back to public when somebody
 * saves it in the dashboard, and tells nobody (zendesk-chat.md section 5); so what was seen last is kept with the
 * connection, and a change that nobody here has made is a drift. */
#include "config.h"

#include "lk-account.h"

static gboolean
is_own (LkAccount   *self,
        LkOauthClient *client)
{
  return g_strcmp0 (client->identifier,
                    lk_connection_get_client_id (lk_account_get_connection (self))) == 0;
}

/**
 * lk_account_find_client:
 * @self: an account
 * @clients: (nullable) (element-type LkOauthClient): the account's OAuth clients
 *
 * Returns: (transfer none) (nullable): the one that this connection signs in with
 */
LkOauthClient *
lk_account_find_client (LkAccount *self,
                        GPtrArray *clients)
{
  g_return_val_if_fail (LK_IS_ACCOUNT (self), NULL);

  for (guint i = 0; clients != NULL && i < clients->len; i++)
    {
      if (is_own (self, clients->pdata[i]))
        return clients->pdata[i];
    }

  return NULL;
}

/**
 * lk_account_has_drifted:
 * @self: an account
 * @clients: (nullable) (element-type LkOauthClient): the account's OAuth clients as they are now
 *
 * Tells whether the service has turned this connection's client back to public. It stays so until the client is
 * confidential again or lk_account_accept_client_type() was called, so that the next run says it again.
 *
 * Returns: whether it has
 */
gboolean
lk_account_has_drifted (LkAccount *self,
                        GPtrArray *clients)
{
  LkOauthClient *own = lk_account_find_client (self, clients);

  return own != NULL && own->client_type == LK_CLIENT_TYPE_PUBLIC
         && lk_connection_get_last_client_type (lk_account_get_connection (self)) == LK_CLIENT_TYPE_CONFIDENTIAL;
}

/**
 * lk_account_note_clients:
 * @self: an account
 * @clients: (nullable) (element-type LkOauthClient): the account's OAuth clients as they are now
 *
 * Keeps what is seen of this connection's own client, unless it has drifted.
 */
void
lk_account_note_clients (LkAccount *self,
                         GPtrArray *clients)
{
  LkOauthClient *own = lk_account_find_client (self, clients);
  LkConnection *connection = lk_account_get_connection (self);

  if (own == NULL)
    return;

  g_object_set (connection, "oauth-client-id", own->id, NULL);
  if (!lk_account_has_drifted (self, clients))
    g_object_set (connection, "last-client-type", own->client_type, NULL);
}

/**
 * lk_account_note_changed_client:
 * @self: an account
 * @client: a client as it was read back after a change
 *
 * Keeps a type that was set on purpose, which is no drift. Clients of others are left alone.
 */
void
lk_account_note_changed_client (LkAccount   *self,
                                LkOauthClient *client)
{
  g_return_if_fail (LK_IS_ACCOUNT (self));
  g_return_if_fail (client != NULL);

  if (is_own (self, client))
    g_object_set (lk_account_get_connection (self),
                  "oauth-client-id", client->id,
                  "last-client-type", client->client_type,
                  NULL);
}

/**
 * lk_account_accept_client_type:
 * @self: an account whose client has drifted
 *
 * The user knows that the client is public: this is no drift any more.
 */
void
lk_account_accept_client_type (LkAccount *self)
{
  g_return_if_fail (LK_IS_ACCOUNT (self));

  g_object_set (lk_account_get_connection (self), "last-client-type", LK_CLIENT_TYPE_PUBLIC, NULL);
}
