/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-oauth-client.h"

#include "lk-json-reader.h"

#define MAX_TEXT 500

static void
clear (gpointer data)
{
  LkOauthClient *self = data;

  g_free ((char *) self->id);
  g_free ((char *) self->name);
  g_free ((char *) self->company);
  g_free ((char *) self->identifier);
  g_strfreev ((char **) self->redirect_uris);
  g_strfreev ((char **) self->scopes);
  g_free ((char *) self->created);
  g_free ((char *) self->updated);
}

/**
 * lk_oauth_client_new_from_json:
 * @object: (nullable): one entry of `oauth/clients` (zendesk-chat.md section 5)
 *
 * Reads an entry. `redirect_uris` and `scopes` may be strings or arrays.
 *
 * Returns: (transfer full) (nullable): the entry; %NULL without an id
 */
LkOauthClient *
lk_oauth_client_new_from_json (JsonObject *object)
{
  g_autoptr(LkOauthClient) self = g_atomic_rc_box_new0 (LkOauthClient);
  int client_type = LK_CLIENT_TYPE_UNKNOWN;

  self->id = lk_json_get_id (object, "id");
  if (self->id == NULL)
    return NULL;

  self->name = lk_json_dup_text (object, "name", MAX_TEXT);
  self->company = lk_json_dup_text (object, "company", MAX_TEXT);
  self->identifier = lk_json_dup_text (object, "client_identifier", MAX_TEXT);
  lk_enum_from_nick (LK_TYPE_CLIENT_TYPE, lk_json_get_string (object, "client_type"), &client_type);
  self->client_type = client_type;
  self->redirect_uris = (const char *const *) lk_json_dup_texts (object, "redirect_uris", MAX_TEXT);
  self->scopes = (const char *const *) lk_json_dup_texts (object, "scopes", MAX_TEXT);
  self->created = lk_json_dup_text (object, "create_date", MAX_TEXT);
  self->updated = lk_json_dup_text (object, "update_date", MAX_TEXT);

  return g_steal_pointer (&self);
}

LkOauthClient *
lk_oauth_client_ref (LkOauthClient *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
lk_oauth_client_unref (LkOauthClient *self)
{
  g_atomic_rc_box_release_full (self, clear);
}
