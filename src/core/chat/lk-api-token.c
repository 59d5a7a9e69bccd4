/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-api-token.h"

#include "lk-json-reader.h"
#include "lk-secret.h"
#include "lk-text.h"

#define MAX_TEXT 500

/**
 * lk_api_token_new_from_json:
 * @object: (nullable): one entry of `oauth/tokens` (zendesk-chat.md section 5): it holds a whole token
 * @own_access_token: (nullable): the token this program holds, to know its own entry
 *
 * Reads an entry and keeps only the mask of its token.
 *
 * Returns: (transfer full) (nullable): the entry; %NULL without an id
 */
LkApiToken *
lk_api_token_new_from_json (JsonObject *object,
                            const char *own_access_token)
{
  g_autoptr(LkApiToken) self = g_new0 (LkApiToken, 1);
  const char *access_token = lk_json_get_string (object, "access_token");

  self->id = lk_json_get_id (object, "id");
  if (self->id == NULL)
    return NULL;

  self->masked = access_token != NULL ? lk_text_mask (access_token) : NULL;
  self->is_own = access_token != NULL && own_access_token != NULL && lk_secret_equal (access_token, own_access_token);
  self->client_identifier = lk_json_dup_text (object, "client_identifier", MAX_TEXT);
  self->agent_id = lk_json_get_id (object, "agent_id");
  self->scopes = (const char *const *) lk_json_dup_texts (object, "scopes", MAX_TEXT);
  self->expires = lk_json_dup_text (object, "expire_date", MAX_TEXT);

  return g_steal_pointer (&self);
}

void
lk_api_token_free (LkApiToken *self)
{
  g_free ((char *) self->id);
  g_free ((char *) self->masked);
  g_free ((char *) self->client_identifier);
  g_free ((char *) self->agent_id);
  g_strfreev ((char **) self->scopes);
  g_free ((char *) self->expires);
  g_free (self);
}
