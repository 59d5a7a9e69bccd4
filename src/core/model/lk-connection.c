/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-connection-private.h"

#include <glib/gi18n.h>

#include "lk-json-reader.h"

#define MAX_TEXT 2048

G_DEFINE_FINAL_TYPE (LkConnection, lk_connection, G_TYPE_OBJECT)
G_DEFINE_QUARK (lk-connection-error-quark, lk_connection_error)

enum
{
  PROP_0,
  PROP_ID,
  PROP_NAME,
  PROP_SUBDOMAIN,
  PROP_CLIENT_ID,
  PROP_REDIRECT_URI,
  PROP_SCOPES,
  PROP_ISSUER,
  PROP_OAUTH_CLIENT_ID,
  PROP_AUTHORIZE_URL,
  PROP_TOKEN_URL,
  PROP_API_BASE,
  PROP_GRAPHQL_URL,
  PROP_STREAM_URL,
  PROP_PRACTICE_ORIGIN,
  PROP_KIND,
  PROP_GRANT,
  PROP_PKCE,
  PROP_CLIENT_AUTH,
  PROP_LAST_CLIENT_TYPE,
  PROP_NO_STATE_ECHO,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

/* The address that stands in for what a connection of this kind leaves empty (zendesk-chat.md section 1). */
static char *
get_endpoint (LkConnection *self,
              const char   *override,
              const char   *integrated_path,
              const char   *legacy_url)
{
  if (override != NULL && *override != '\0')
    return g_strdup (override);

  switch (self->kind)
    {
    case LK_CONNECTION_KIND_INTEGRATED:
      if (self->subdomain == NULL || *self->subdomain == '\0')
        return NULL;
      return g_strconcat ("https://", self->subdomain, ".zendesk.com", integrated_path, NULL);

    case LK_CONNECTION_KIND_PRACTICE:
      return self->practice_origin != NULL ? g_strconcat (self->practice_origin, integrated_path, NULL) : NULL;

    case LK_CONNECTION_KIND_LEGACY:
      return g_strdup (legacy_url);

    case LK_CONNECTION_KIND_CUSTOM:
    default:
      return NULL;
    }
}

static char *
get_graphql (LkConnection *self)
{
  if (self->graphql_url != NULL && *self->graphql_url != '\0')
    return g_strdup (self->graphql_url);

  if (self->kind == LK_CONNECTION_KIND_PRACTICE)
    return self->practice_origin != NULL ? g_strconcat (self->practice_origin, "/graphql/request", NULL) : NULL;

  return self->kind == LK_CONNECTION_KIND_CUSTOM ? NULL : g_strdup ("https://chat-api.zopim.com/graphql/request");
}

static char *
get_stream (LkConnection *self)
{
  if (self->stream_url != NULL && *self->stream_url != '\0')
    return g_strdup (self->stream_url);

  if (self->kind == LK_CONNECTION_KIND_PRACTICE)
    {
      /* http://… becomes ws://… */
      return self->practice_origin != NULL
               ? g_strconcat ("ws", self->practice_origin + strlen ("http"), "/stream/0.1/graphql", NULL)
               : NULL;
    }

  return self->kind == LK_CONNECTION_KIND_CUSTOM ? NULL : g_strdup ("wss://chat-api.zopim.com/stream/0.1/graphql");
}

static char *
get_dashboard (LkConnection *self)
{
  if (self->kind == LK_CONNECTION_KIND_LEGACY)
    return g_strdup ("https://dashboard.zopim.com");

  if (self->kind != LK_CONNECTION_KIND_INTEGRATED || self->subdomain == NULL || *self->subdomain == '\0')
    return NULL;

  return g_strconcat ("https://", self->subdomain, ".zendesk.com/chat/agent#account/api", NULL);
}

static void
set_scopes (LkConnection      *self,
            const char *const *scopes)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_auto(GStrv) cleaned = NULL;

  for (guint i = 0; scopes != NULL && scopes[i] != NULL; i++)
    {
      gboolean seen = *scopes[i] == '\0';

      for (guint j = 0; j < i && !seen; j++)
        seen = g_str_equal (scopes[i], scopes[j]);

      if (!seen)
        g_strv_builder_add (builder, scopes[i]);
    }

  cleaned = g_strv_builder_end (builder);

  if (self->scopes != NULL && g_strv_equal ((const char *const *) cleaned, (const char *const *) self->scopes))
    return;

  g_strfreev (self->scopes);
  self->scopes = g_steal_pointer (&cleaned);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SCOPES]);
}

/* White space around what was typed or pasted never belongs to it. */
static void
set_text (LkConnection *self,
          char        **field,
          const char   *value,
          guint         prop_id)
{
  g_autofree char *trimmed = value != NULL ? g_strstrip (g_strdup (value)) : NULL;

  if (trimmed != NULL && *trimmed == '\0')
    g_clear_pointer (&trimmed, g_free);

  if (g_strcmp0 (*field, trimmed) == 0)
    return;

  g_free (*field);
  *field = g_steal_pointer (&trimmed);
  g_object_notify_by_pspec (G_OBJECT (self), properties[prop_id]);
}

static char **
get_text_field (LkConnection *self,
                guint         prop_id)
{
  switch (prop_id)
    {
    case PROP_ID:
      return &self->id;
    case PROP_NAME:
      return &self->name;
    case PROP_SUBDOMAIN:
      return &self->subdomain;
    case PROP_CLIENT_ID:
      return &self->client_id;
    case PROP_REDIRECT_URI:
      return &self->redirect_uri;
    case PROP_ISSUER:
      return &self->issuer;
    case PROP_OAUTH_CLIENT_ID:
      return &self->oauth_client_id;
    case PROP_AUTHORIZE_URL:
      return &self->authorize_url;
    case PROP_TOKEN_URL:
      return &self->token_url;
    case PROP_API_BASE:
      return &self->api_base;
    case PROP_GRAPHQL_URL:
      return &self->graphql_url;
    case PROP_STREAM_URL:
      return &self->stream_url;
    case PROP_PRACTICE_ORIGIN:
      return &self->practice_origin;
    default:
      return NULL;
    }
}

static int *
get_choice_field (LkConnection *self,
                  guint         prop_id)
{
  switch (prop_id)
    {
    case PROP_KIND:
      return (int *) &self->kind;
    case PROP_GRANT:
      return (int *) &self->grant;
    case PROP_PKCE:
      return (int *) &self->pkce;
    case PROP_CLIENT_AUTH:
      return (int *) &self->client_auth;
    case PROP_LAST_CLIENT_TYPE:
      return (int *) &self->last_client_type;
    default:
      return NULL;
    }
}

static void
lk_connection_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  LkConnection *self = LK_CONNECTION (object);
  char **text = get_text_field (self, prop_id);
  int *choice = get_choice_field (self, prop_id);

  if (text != NULL)
    g_value_set_string (value, *text);
  else if (choice != NULL)
    g_value_set_enum (value, *choice);
  else if (prop_id == PROP_SCOPES)
    g_value_set_boxed (value, self->scopes);
  else if (prop_id == PROP_NO_STATE_ECHO)
    g_value_set_boolean (value, self->no_state_echo);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
lk_connection_set_property (GObject      *object,
                            guint         prop_id,
                            const GValue *value,
                            GParamSpec   *pspec)
{
  LkConnection *self = LK_CONNECTION (object);
  char **text = get_text_field (self, prop_id);
  int *choice = get_choice_field (self, prop_id);

  if (text != NULL)
    {
      set_text (self, text, g_value_get_string (value), prop_id);
    }
  else if (choice != NULL)
    {
      if (*choice == g_value_get_enum (value))
        return;
      *choice = g_value_get_enum (value);
      g_object_notify_by_pspec (object, pspec);
    }
  else if (prop_id == PROP_SCOPES)
    {
      set_scopes (self, g_value_get_boxed (value));
    }
  else if (prop_id == PROP_NO_STATE_ECHO)
    {
      if (self->no_state_echo == g_value_get_boolean (value))
        return;
      self->no_state_echo = g_value_get_boolean (value);
      g_object_notify_by_pspec (object, pspec);
    }
  else
    {
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lk_connection_constructed (GObject *object)
{
  LkConnection *self = LK_CONNECTION (object);

  G_OBJECT_CLASS (lk_connection_parent_class)->constructed (object);

  if (self->id == NULL)
    self->id = g_uuid_string_random ();
}

static void
lk_connection_finalize (GObject *object)
{
  LkConnection *self = LK_CONNECTION (object);

  for (guint i = PROP_0 + 1; i < N_PROPS; i++)
    {
      char **text = get_text_field (self, i);

      if (text != NULL)
        g_free (*text);
    }
  g_strfreev (self->scopes);

  G_OBJECT_CLASS (lk_connection_parent_class)->finalize (object);
}

static void
install_text (guint       prop_id,
              const char *name,
              GParamFlags extra)
{
  properties[prop_id] = g_param_spec_string (
      name, NULL, NULL, NULL, G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS | extra);
}

static void
install_choice (guint       prop_id,
                const char *name,
                GType       type)
{
  properties[prop_id] = g_param_spec_enum (name, NULL, NULL, type, 0,
                                           G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
}

static void
lk_connection_class_init (LkConnectionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->constructed = lk_connection_constructed;
  object_class->finalize = lk_connection_finalize;
  object_class->get_property = lk_connection_get_property;
  object_class->set_property = lk_connection_set_property;

  install_text (PROP_ID, "id", G_PARAM_CONSTRUCT_ONLY);
  install_text (PROP_NAME, "name", 0);
  install_text (PROP_SUBDOMAIN, "subdomain", 0);
  install_text (PROP_CLIENT_ID, "client-id", 0);
  install_text (PROP_REDIRECT_URI, "redirect-uri", 0);
  install_text (PROP_ISSUER, "issuer", 0);
  install_text (PROP_OAUTH_CLIENT_ID, "oauth-client-id", 0);
  install_text (PROP_AUTHORIZE_URL, "authorize-url", 0);
  install_text (PROP_TOKEN_URL, "token-url", 0);
  install_text (PROP_API_BASE, "api-base", 0);
  install_text (PROP_GRAPHQL_URL, "graphql-url", 0);
  install_text (PROP_STREAM_URL, "stream-url", 0);
  install_text (PROP_PRACTICE_ORIGIN, "practice-origin", 0);
  install_choice (PROP_KIND, "kind", LK_TYPE_CONNECTION_KIND);
  install_choice (PROP_GRANT, "grant", LK_TYPE_GRANT);
  install_choice (PROP_PKCE, "pkce", LK_TYPE_PKCE);
  install_choice (PROP_CLIENT_AUTH, "client-auth", LK_TYPE_CLIENT_AUTH);
  install_choice (PROP_LAST_CLIENT_TYPE, "last-client-type", LK_TYPE_CLIENT_TYPE);
  properties[PROP_SCOPES] =
    g_param_spec_boxed ("scopes", NULL, NULL, G_TYPE_STRV,
                        G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_NO_STATE_ECHO] =
    g_param_spec_boolean ("no-state-echo", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
lk_connection_init (LkConnection *self)
{
  self->redirect_uri = g_strdup (LK_DEFAULT_REDIRECT_URI);
  self->scopes = g_strsplit ("read write", " ", -1);
}

/**
 * lk_connection_new:
 * @kind: what it connects to
 *
 * Makes a connection with a new id and the defaults of its kind: the code grant, `read write`, and PKCE only where
 * the service is not Zendesk Chat, which does not document it (SECURITY.md B1).
 *
 * Returns: (transfer full): the connection
 */
LkConnection *
lk_connection_new (LkConnectionKind kind)
{
  return g_object_new (LK_TYPE_CONNECTION,
                       "kind", kind,
                       "pkce", kind == LK_CONNECTION_KIND_CUSTOM ? LK_PKCE_S256 : LK_PKCE_OFF,
                       NULL);
}

/**
 * lk_connection_assign:
 * @self: a connection
 * @from: where its settings come from
 *
 * Takes over every setting but the id.
 */
void
lk_connection_assign (LkConnection *self,
                      LkConnection *from)
{
  g_return_if_fail (LK_IS_CONNECTION (self));
  g_return_if_fail (LK_IS_CONNECTION (from));

  g_object_freeze_notify (G_OBJECT (self));
  for (guint i = PROP_ID + 1; i < N_PROPS; i++)
    {
      g_auto(GValue) value = G_VALUE_INIT;

      g_value_init (&value, properties[i]->value_type);
      g_object_get_property (G_OBJECT (from), properties[i]->name, &value);
      g_object_set_property (G_OBJECT (self), properties[i]->name, &value);
    }
  g_object_thaw_notify (G_OBJECT (self));
}

/**
 * lk_connection_duplicate:
 * @self: a connection
 *
 * Makes a copy with an id and a name of its own. Secrets are kept by id, so the copy has none.
 *
 * Returns: (transfer full): the copy
 */
LkConnection *
lk_connection_duplicate (LkConnection *self)
{
  LkConnection *copy = g_object_new (LK_TYPE_CONNECTION, NULL);
  g_autofree char *name = NULL;

  lk_connection_assign (copy, self);
  /* Translators: the name of a duplicated connection; %s is the name of the original */
  name = g_strdup_printf (_("%s (copy)"), self->name != NULL ? self->name : "");
  g_object_set (copy, "name", name, NULL);

  return copy;
}

/* Reads one member of the saved form. FALSE with an error when it is there, but is not what it must be. */
static gboolean
read_member (LkConnection  *self,
             JsonObject    *object,
             GParamSpec    *pspec,
             GError       **error)
{
  g_auto(GValue) value = G_VALUE_INIT;
  gboolean sound = FALSE;

  if (!lk_json_has (object, pspec->name))
    return TRUE;

  g_value_init (&value, pspec->value_type);

  if (pspec->value_type == G_TYPE_STRING)
    {
      const char *text = lk_json_get_string (object, pspec->name);

      sound = text != NULL && strlen (text) <= MAX_TEXT;
      g_value_set_string (&value, text);
    }
  else if (pspec->value_type == G_TYPE_BOOLEAN)
    {
      sound = lk_json_get_boolean (object, pspec->name, FALSE) == lk_json_get_boolean (object, pspec->name, TRUE);
      g_value_set_boolean (&value, lk_json_get_boolean (object, pspec->name, FALSE));
    }
  else if (pspec->value_type == G_TYPE_STRV)
    {
      sound = lk_json_get_array (object, pspec->name) != NULL;
      g_value_take_boxed (&value, lk_json_get_words (object, pspec->name));
    }
  else
    {
      int choice = 0;

      sound = lk_enum_from_nick (pspec->value_type, lk_json_get_string (object, pspec->name), &choice);
      g_value_set_enum (&value, choice);
    }

  if (!sound)
    {
      g_set_error (error, LK_CONNECTION_ERROR, LK_CONNECTION_ERROR_FORMAT,
                   _("The value of “%s” is not one that Latchkey writes"), pspec->name);
      return FALSE;
    }

  g_object_set_property (G_OBJECT (self), pspec->name, &value);

  return TRUE;
}

static gboolean
is_saved (guint prop_id)
{
  /* Id is read apart; where the practice server listens is true for one run. */
  return prop_id != PROP_ID && prop_id != PROP_PRACTICE_ORIGIN;
}

/**
 * lk_connection_new_from_json:
 * @object: one entry of the saved file, or an imported one: untrusted
 * @error: return location for an error
 *
 * Reads a connection and validates all of it (SECURITY.md L4).
 *
 * Sets LK_CONNECTION_ERROR_FORMAT, or the code of the field that does not hold.
 *
 * Returns: (transfer full): the connection
 */
LkConnection *
lk_connection_new_from_json (JsonObject  *object,
                             GError     **error)
{
  g_autoptr(LkConnection) self = NULL;
  const char *id = lk_json_get_string (object, "id");

  if (id == NULL || !g_uuid_string_is_valid (id))
    {
      g_set_error_literal (error, LK_CONNECTION_ERROR, LK_CONNECTION_ERROR_FORMAT, _("An entry has no valid id"));
      return NULL;
    }

  self = g_object_new (LK_TYPE_CONNECTION, "id", id, NULL);

  for (guint i = PROP_0 + 1; i < N_PROPS; i++)
    {
      if (is_saved (i) && !read_member (self, object, properties[i], error))
        return NULL;
    }

  if (!lk_connection_validate (self, error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * lk_connection_to_json:
 * @self: a connection
 *
 * Writes the saved form: an object with the properties' names as members. What is unset is left out.
 *
 * Returns: (transfer full): the object
 */
JsonNode *
lk_connection_to_json (LkConnection *self)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  g_return_val_if_fail (LK_IS_CONNECTION (self), NULL);

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "id");
  json_builder_add_string_value (builder, self->id);

  for (guint i = PROP_0 + 1; i < N_PROPS; i++)
    {
      char **text = get_text_field (self, i);
      int *choice = get_choice_field (self, i);

      if (!is_saved (i) || (text != NULL && *text == NULL))
        continue;

      json_builder_set_member_name (builder, properties[i]->name);
      if (text != NULL)
        {
          json_builder_add_string_value (builder, *text);
        }
      else if (choice != NULL)
        {
          json_builder_add_string_value (builder, lk_enum_to_nick (properties[i]->value_type, *choice));
        }
      else if (i == PROP_NO_STATE_ECHO)
        {
          json_builder_add_boolean_value (builder, self->no_state_echo);
        }
      else
        {
          json_builder_begin_array (builder);
          for (guint j = 0; self->scopes[j] != NULL; j++)
            json_builder_add_string_value (builder, self->scopes[j]);
          json_builder_end_array (builder);
        }
    }

  json_builder_end_object (builder);

  return json_builder_get_root (builder);
}

/**
 * lk_connection_get_endpoints:
 * @self: a connection
 *
 * Takes a snapshot of its addresses: later edits do not reach a flow that has begun (SECURITY.md A9). Members are
 * %NULL where the connection does not say enough to know them.
 *
 * Returns: (transfer full): the addresses
 */
LkEndpoints *
lk_connection_get_endpoints (LkConnection *self)
{
  g_autofree char *authorize = NULL;
  g_autofree char *token = NULL;
  g_autofree char *api = NULL;
  g_autofree char *graphql = NULL;
  g_autofree char *stream = NULL;
  g_autofree char *dashboard = NULL;

  g_return_val_if_fail (LK_IS_CONNECTION (self), NULL);

  authorize = get_endpoint (self, self->authorize_url, "/oauth2/chat/authorizations/new",
                            "https://www.zopim.com/oauth2/authorizations/new");
  token = get_endpoint (self, self->token_url, "/oauth2/chat/token", "https://www.zopim.com/oauth2/token");
  api = get_endpoint (self, self->api_base, "/api/v2/chat", "https://www.zopim.com/api/v2");
  graphql = get_graphql (self);
  stream = get_stream (self);
  dashboard = get_dashboard (self);

  return lk_endpoints_new (authorize, token, api, graphql, stream, dashboard);
}

/**
 * lk_connection_has_scope:
 * @self: a connection
 * @scope: a scope
 *
 * Tells whether the connection asks for a scope.
 *
 * Returns: whether it does
 */
gboolean
lk_connection_has_scope (LkConnection *self,
                         const char   *scope)
{
  g_return_val_if_fail (LK_IS_CONNECTION (self), FALSE);

  return g_strv_contains ((const char *const *) self->scopes, scope);
}

/**
 * lk_connection_get_id:
 * @self: a connection
 *
 * A UUID, for life.
 *
 * Returns: (transfer none): the value
 */
const char *
lk_connection_get_id (LkConnection *self)
{
  g_return_val_if_fail (LK_IS_CONNECTION (self), NULL);

  return self->id;
}

/**
 * lk_connection_get_name:
 * @self: a connection
 *
 * What its person calls it.
 *
 * Returns: (transfer none): the value
 */
const char *
lk_connection_get_name (LkConnection *self)
{
  g_return_val_if_fail (LK_IS_CONNECTION (self), NULL);

  return self->name;
}

/**
 * lk_connection_get_kind:
 * @self: a connection
 *
 * What it connects to.
 *
 * Returns: the value
 */
LkConnectionKind
lk_connection_get_kind (LkConnection *self)
{
  g_return_val_if_fail (LK_IS_CONNECTION (self), 0);

  return self->kind;
}

/**
 * lk_connection_get_subdomain:
 * @self: a connection
 *
 * The bare label `acme`; nullable.
 *
 * Returns: (transfer none): the value
 */
const char *
lk_connection_get_subdomain (LkConnection *self)
{
  g_return_val_if_fail (LK_IS_CONNECTION (self), NULL);

  return self->subdomain;
}

/**
 * lk_connection_get_client_id:
 * @self: a connection
 *
 * OAuth's client_id, the long identifier; nullable.
 *
 * Returns: (transfer none): the value
 */
const char *
lk_connection_get_client_id (LkConnection *self)
{
  g_return_val_if_fail (LK_IS_CONNECTION (self), NULL);

  return self->client_id;
}

/**
 * lk_connection_get_redirect_uri:
 * @self: a connection
 *
 * The redirect URI, exactly as registered.
 *
 * Returns: (transfer none): the value
 */
const char *
lk_connection_get_redirect_uri (LkConnection *self)
{
  g_return_val_if_fail (LK_IS_CONNECTION (self), NULL);

  return self->redirect_uri;
}

/**
 * lk_connection_get_scopes:
 * @self: a connection
 *
 * What is asked for, in order.
 *
 * Returns: (transfer none): the value
 */
const char *const *
lk_connection_get_scopes (LkConnection *self)
{
  g_return_val_if_fail (LK_IS_CONNECTION (self), NULL);

  return (const char *const *) self->scopes;
}

/**
 * lk_connection_get_grant:
 * @self: a connection
 *
 * How a token is got.
 *
 * Returns: the value
 */
LkGrant
lk_connection_get_grant (LkConnection *self)
{
  g_return_val_if_fail (LK_IS_CONNECTION (self), 0);

  return self->grant;
}

/**
 * lk_connection_get_pkce:
 * @self: a connection
 *
 * Whether a code is bound to a verifier.
 *
 * Returns: the value
 */
LkPkce
lk_connection_get_pkce (LkConnection *self)
{
  g_return_val_if_fail (LK_IS_CONNECTION (self), 0);

  return self->pkce;
}

/**
 * lk_connection_get_client_auth:
 * @self: a connection
 *
 * Where the client secret goes in a token request.
 *
 * Returns: the value
 */
LkClientAuth
lk_connection_get_client_auth (LkConnection *self)
{
  g_return_val_if_fail (LK_IS_CONNECTION (self), 0);

  return self->client_auth;
}

/**
 * lk_connection_get_no_state_echo:
 * @self: a connection
 *
 * Whether an answer without `state` is admitted: its person has given up the proof that it belongs to this sign-in
 * (SECURITY.md A2).
 *
 * Returns: the value
 */
gboolean
lk_connection_get_no_state_echo (LkConnection *self)
{
  g_return_val_if_fail (LK_IS_CONNECTION (self), FALSE);

  return self->no_state_echo;
}

/**
 * lk_connection_get_issuer:
 * @self: a connection
 *
 * The issuer to compare `iss` with (RFC 9207); nullable.
 *
 * Returns: (transfer none): the value
 */
const char *
lk_connection_get_issuer (LkConnection *self)
{
  g_return_val_if_fail (LK_IS_CONNECTION (self), NULL);

  return self->issuer;
}

/**
 * lk_connection_get_oauth_client_id:
 * @self: a connection
 *
 * The numeric id of its OAuth client once it is known; nullable.
 *
 * Returns: (transfer none): the value
 */
const char *
lk_connection_get_oauth_client_id (LkConnection *self)
{
  g_return_val_if_fail (LK_IS_CONNECTION (self), NULL);

  return self->oauth_client_id;
}

/**
 * lk_connection_get_last_client_type:
 * @self: a connection
 *
 * The client_type seen last.
 *
 * Returns: the value
 */
LkClientType
lk_connection_get_last_client_type (LkConnection *self)
{
  g_return_val_if_fail (LK_IS_CONNECTION (self), 0);

  return self->last_client_type;
}

/**
 * lk_connection_get_practice_origin:
 * @self: a connection
 *
 * Where the practice server of this run listens; nullable, never saved.
 *
 * Returns: (transfer none): the value
 */
const char *
lk_connection_get_practice_origin (LkConnection *self)
{
  g_return_val_if_fail (LK_IS_CONNECTION (self), NULL);

  return self->practice_origin;
}
