/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-api-token.h"

#include "lk-json-reader.h"
#include "lk-secret.h"
#include "lk-text.h"

#define MAX_TEXT 500

struct _LkApiToken
{
  GObject parent_instance;

  /* owned: sanitized */
  char *id;
  char *masked;
  gboolean is_own;
  char *client_identifier;
  char *agent_id;
  char **scopes;
  char *created;
  char *expires;
};

G_DEFINE_FINAL_TYPE (LkApiToken, lk_api_token, G_TYPE_OBJECT)

static char *
read_text (JsonObject *object,
           const char *member)
{
  const char *text = lk_json_get_string (object, member);

  return text != NULL && *text != '\0' ? lk_text_sanitize (text, -1, MAX_TEXT) : NULL;
}

static char **
read_words (JsonObject *object,
            const char *member)
{
  char **words = lk_json_get_words (object, member);

  for (guint i = 0; words[i] != NULL; i++)
    {
      char *neutral = lk_text_sanitize (words[i], -1, MAX_TEXT);

      g_free (words[i]);
      words[i] = neutral;
    }

  return words;
}

static void
lk_api_token_finalize (GObject *object)
{
  LkApiToken *self = LK_API_TOKEN (object);

  g_free (self->id);
  g_free (self->masked);
  g_free (self->client_identifier);
  g_free (self->agent_id);
  g_strfreev (self->scopes);
  g_free (self->created);
  g_free (self->expires);

  G_OBJECT_CLASS (lk_api_token_parent_class)->finalize (object);
}

static void
lk_api_token_class_init (LkApiTokenClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lk_api_token_finalize;
}

static void
lk_api_token_init (LkApiToken *self)
{
}

/**
 * lk_api_token_new_from_json:
 * @object: one entry of `oauth/tokens` (zendesk-chat.md section 5): it holds a whole token
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
  g_autoptr(LkApiToken) self = g_object_new (LK_TYPE_API_TOKEN, NULL);
  const char *access_token = lk_json_get_string (object, "access_token");

  self->id = lk_json_get_id (object, "id");
  if (self->id == NULL)
    return NULL;

  self->masked = access_token != NULL ? lk_text_mask (access_token) : NULL;
  self->is_own = access_token != NULL && own_access_token != NULL && lk_secret_equal (access_token, own_access_token);
  self->client_identifier = read_text (object, "client_identifier");
  self->agent_id = lk_json_get_id (object, "agent_id");
  self->scopes = read_words (object, "scopes");
  self->created = read_text (object, "create_date");
  self->expires = read_text (object, "expire_date");

  return g_steal_pointer (&self);
}

/**
 * lk_api_token_get_id:
 * @self: an entry
 *
 * The id that revokes it, as text.
 *
 * Returns: the value
 */
const char *
lk_api_token_get_id (LkApiToken *self)
{
  g_return_val_if_fail (LK_IS_API_TOKEN (self), NULL);

  return self->id;
}

/**
 * lk_api_token_get_masked:
 * @self: an entry
 *
 * Its token with all but the ends hidden.
 *
 * Returns: (nullable): the value
 */
const char *
lk_api_token_get_masked (LkApiToken *self)
{
  g_return_val_if_fail (LK_IS_API_TOKEN (self), NULL);

  return self->masked;
}

/**
 * lk_api_token_is_own:
 * @self: an entry
 *
 * Tells whether it is the token that this program holds.
 *
 * Returns: the value
 */
gboolean
lk_api_token_is_own (LkApiToken *self)
{
  g_return_val_if_fail (LK_IS_API_TOKEN (self), FALSE);

  return self->is_own;
}

/**
 * lk_api_token_get_client_identifier:
 * @self: an entry
 *
 * The client it was given to: OAuth's client_id.
 *
 * Returns: (nullable): the value
 */
const char *
lk_api_token_get_client_identifier (LkApiToken *self)
{
  g_return_val_if_fail (LK_IS_API_TOKEN (self), NULL);

  return self->client_identifier;
}

/**
 * lk_api_token_get_agent_id:
 * @self: an entry
 *
 * Whose it is.
 *
 * Returns: (nullable): the value
 */
const char *
lk_api_token_get_agent_id (LkApiToken *self)
{
  g_return_val_if_fail (LK_IS_API_TOKEN (self), NULL);

  return self->agent_id;
}

/**
 * lk_api_token_get_scopes:
 * @self: an entry
 *
 * What it allows.
 *
 * Returns: the value
 */
const char *const *
lk_api_token_get_scopes (LkApiToken *self)
{
  g_return_val_if_fail (LK_IS_API_TOKEN (self), NULL);

  return (const char *const *) self->scopes;
}

/**
 * lk_api_token_get_created:
 * @self: an entry
 *
 * When it was given, ISO 8601 as the service wrote it.
 *
 * Returns: (nullable): the value
 */
const char *
lk_api_token_get_created (LkApiToken *self)
{
  g_return_val_if_fail (LK_IS_API_TOKEN (self), NULL);

  return self->created;
}

/**
 * lk_api_token_get_expires:
 * @self: an entry
 *
 * When it ends, ISO 8601 as the service wrote it.
 *
 * Returns: (nullable): the value
 */
const char *
lk_api_token_get_expires (LkApiToken *self)
{
  g_return_val_if_fail (LK_IS_API_TOKEN (self), NULL);

  return self->expires;
}
