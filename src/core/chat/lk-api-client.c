/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-api-client.h"

#include "lk-json-reader.h"
#include "lk-text.h"

#define MAX_TEXT 500

struct _LkApiClient
{
  GObject parent_instance;

  /* owned: sanitized */
  char *id;
  char *name;
  char *company;
  char *identifier;
  LkClientType client_type;
  char **redirect_uris;
  char **scopes;
  char *created;
  char *updated;
  char *agent_id;
};

G_DEFINE_FINAL_TYPE (LkApiClient, lk_api_client, G_TYPE_OBJECT)

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
lk_api_client_finalize (GObject *object)
{
  LkApiClient *self = LK_API_CLIENT (object);

  g_free (self->id);
  g_free (self->name);
  g_free (self->company);
  g_free (self->identifier);
  g_strfreev (self->redirect_uris);
  g_strfreev (self->scopes);
  g_free (self->created);
  g_free (self->updated);
  g_free (self->agent_id);

  G_OBJECT_CLASS (lk_api_client_parent_class)->finalize (object);
}

static void
lk_api_client_class_init (LkApiClientClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lk_api_client_finalize;
}

static void
lk_api_client_init (LkApiClient *self)
{
}

/**
 * lk_api_client_new_from_json:
 * @object: one entry of `oauth/clients` (zendesk-chat.md section 5)
 *
 * Reads an entry. `redirect_uris` and `scopes` may be strings or arrays.
 *
 * Returns: (transfer full) (nullable): the entry; %NULL without an id
 */
LkApiClient *
lk_api_client_new_from_json (JsonObject *object)
{
  g_autoptr(LkApiClient) self = g_object_new (LK_TYPE_API_CLIENT, NULL);
  int client_type = LK_CLIENT_TYPE_UNKNOWN;

  self->id = lk_json_get_id (object, "id");
  if (self->id == NULL)
    return NULL;

  self->name = read_text (object, "name");
  self->company = read_text (object, "company");
  self->identifier = read_text (object, "client_identifier");
  lk_enum_from_nick (LK_TYPE_CLIENT_TYPE, lk_json_get_string (object, "client_type"), &client_type);
  self->client_type = client_type;
  self->redirect_uris = read_words (object, "redirect_uris");
  self->scopes = read_words (object, "scopes");
  self->created = read_text (object, "create_date");
  self->updated = read_text (object, "update_date");
  self->agent_id = lk_json_get_id (object, "agent_id");

  return g_steal_pointer (&self);
}

/**
 * lk_api_client_get_id:
 * @self: an entry
 *
 * The numeric id that the REST paths take, as text.
 *
 * Returns: the value
 */
const char *
lk_api_client_get_id (LkApiClient *self)
{
  g_return_val_if_fail (LK_IS_API_CLIENT (self), NULL);

  return self->id;
}

/**
 * lk_api_client_get_name:
 * @self: an entry
 *
 * What its maker called it.
 *
 * Returns: (nullable): the value
 */
const char *
lk_api_client_get_name (LkApiClient *self)
{
  g_return_val_if_fail (LK_IS_API_CLIENT (self), NULL);

  return self->name;
}

/**
 * lk_api_client_get_company:
 * @self: an entry
 *
 * The company given for it.
 *
 * Returns: (nullable): the value
 */
const char *
lk_api_client_get_company (LkApiClient *self)
{
  g_return_val_if_fail (LK_IS_API_CLIENT (self), NULL);

  return self->company;
}

/**
 * lk_api_client_get_identifier:
 * @self: an entry
 *
 * Its client_identifier: OAuth's client_id.
 *
 * Returns: (nullable): the value
 */
const char *
lk_api_client_get_identifier (LkApiClient *self)
{
  g_return_val_if_fail (LK_IS_API_CLIENT (self), NULL);

  return self->identifier;
}

/**
 * lk_api_client_get_client_type:
 * @self: an entry
 *
 * Whether it is public or confidential; unknown for any other word.
 *
 * Returns: the value
 */
LkClientType
lk_api_client_get_client_type (LkApiClient *self)
{
  g_return_val_if_fail (LK_IS_API_CLIENT (self), 0);

  return self->client_type;
}

/**
 * lk_api_client_get_redirect_uris:
 * @self: an entry
 *
 * The Redirect URLs registered for it.
 *
 * Returns: the value
 */
const char *const *
lk_api_client_get_redirect_uris (LkApiClient *self)
{
  g_return_val_if_fail (LK_IS_API_CLIENT (self), NULL);

  return (const char *const *) self->redirect_uris;
}

/**
 * lk_api_client_get_scopes:
 * @self: an entry
 *
 * The scopes it may ask for.
 *
 * Returns: the value
 */
const char *const *
lk_api_client_get_scopes (LkApiClient *self)
{
  g_return_val_if_fail (LK_IS_API_CLIENT (self), NULL);

  return (const char *const *) self->scopes;
}

/**
 * lk_api_client_get_created:
 * @self: an entry
 *
 * When it was made, ISO 8601 as the service wrote it.
 *
 * Returns: (nullable): the value
 */
const char *
lk_api_client_get_created (LkApiClient *self)
{
  g_return_val_if_fail (LK_IS_API_CLIENT (self), NULL);

  return self->created;
}

/**
 * lk_api_client_get_updated:
 * @self: an entry
 *
 * When it was changed last, ISO 8601 as the service wrote it.
 *
 * Returns: (nullable): the value
 */
const char *
lk_api_client_get_updated (LkApiClient *self)
{
  g_return_val_if_fail (LK_IS_API_CLIENT (self), NULL);

  return self->updated;
}

/**
 * lk_api_client_get_agent_id:
 * @self: an entry
 *
 * The agent who made it.
 *
 * Returns: (nullable): the value
 */
const char *
lk_api_client_get_agent_id (LkApiClient *self)
{
  g_return_val_if_fail (LK_IS_API_CLIENT (self), NULL);

  return self->agent_id;
}
