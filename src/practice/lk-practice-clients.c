/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "lk-practice-clients.h"

#include "lk-json-reader.h"
#include "lk-practice-data.h"
#include "lk-practice-reply.h"
#include "lk-secret.h"

#define MASK "****************"
#define VISIBLE_SECRET_LENGTH 4
#define GENERATE "/generate_secret"

static const char *const all_scopes[] = { "read", "write", "chat", NULL };
static const LkJsonLimits limits = { 64 * 1024, 16 };

/* What a PUT or POST asks for. Unset members stay as they are. */
typedef struct
{
  const char  *name;               /* not owned: the body's */
  const char  *company;            /* not owned: the body's */
  const char  *client_type;        /* not owned: the body's */
  char       **redirect_uris;      /* owned, nullable */
  char       **scopes;             /* owned, nullable */
} Wishes;

static void
wishes_clear (Wishes *wishes)
{
  g_strfreev (wishes->redirect_uris);
  g_strfreev (wishes->scopes);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Wishes, wishes_clear)

static void
reply_bad_request (LkPracticeRequest *request,
                   const char        *description)
{
  lk_practice_reply_error (request->message, SOUP_STATUS_BAD_REQUEST, "Bad Request", description);
}

static void
reply_node (LkPracticeRequest *request,
            guint              status,
            JsonNode          *node)
{
  g_autoptr(LkSecret) text = json_to_string (node, FALSE);

  lk_practice_reply_json (request->message, status, text);
}

/* As the service shows it: lists as one string each, the secret masked but at the client's creation. */
static JsonObject *
describe_client (LkPracticeClient *client,
                 gboolean          with_secret)
{
  JsonObject *object = json_object_new ();
  g_autofree char *redirect_uris = g_strjoinv (",", client->redirect_uris);
  g_autofree char *scopes = g_strjoinv (" ", client->scopes);
  g_autofree char *created = lk_practice_data_time (client->created);
  g_autofree char *updated = lk_practice_data_time (client->updated);
  g_autofree char *masked = g_strdup_printf ("%.*s" MASK, VISIBLE_SECRET_LENGTH, client->secret);

  json_object_set_int_member (object, "id", (gint64) client->id);
  json_object_set_int_member (object, "agent_id", (gint64) lk_practice_data_agent_id ());
  json_object_set_string_member (object, "name", client->name);
  json_object_set_string_member (object, "company", client->company);
  json_object_set_string_member (object, "client_identifier", client->identifier);
  json_object_set_string_member (object, "client_secret", with_secret ? client->secret : masked);
  json_object_set_string_member (object, "client_type", client->confidential ? "confidential" : "public");
  json_object_set_string_member (object, "redirect_uris", redirect_uris);
  json_object_set_string_member (object, "scopes", scopes);
  json_object_set_string_member (object, "create_date", created);
  json_object_set_string_member (object, "update_date", updated);

  return object;
}

static void
reply_client (LkPracticeRequest *request,
              guint              status,
              LkPracticeClient  *client,
              gboolean           with_secret)
{
  g_autoptr(JsonNode) node = json_node_new (JSON_NODE_OBJECT);

  json_node_take_object (node, describe_client (client, with_secret));
  reply_node (request, status, node);
}

static void
list_clients (LkPracticeRequest *request)
{
  GPtrArray *clients = lk_practice_store_get_clients (request->practice->store);
  g_autoptr(JsonNode) node = json_node_new (JSON_NODE_ARRAY);
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < clients->len; i++)
    json_array_add_object_element (array, describe_client (g_ptr_array_index (clients, i), FALSE));
  json_node_take_array (node, array);
  reply_node (request, SOUP_STATUS_OK, node);
}

/* https, or http to this computer; no fragment (zendesk-chat.md section 2). */
static gboolean
is_redirect_uri (const char *text)
{
  g_autoptr(GUri) uri = g_uri_parse (text, G_URI_FLAGS_NONE, NULL);
  const char *host;

  if (uri == NULL || g_uri_get_fragment (uri) != NULL || g_uri_get_userinfo (uri) != NULL)
    return FALSE;

  host = g_uri_get_host (uri);
  if (host == NULL || *host == '\0')
    return FALSE;

  if (strcmp (g_uri_get_scheme (uri), "https") == 0)
    return TRUE;

  return strcmp (g_uri_get_scheme (uri), "http") == 0 &&
         (strcmp (host, "localhost") == 0 || strcmp (host, "127.0.0.1") == 0 || strcmp (host, "::1") == 0);
}

/* NULL, or what is wrong with a member. */
static const char *
read_wishes (JsonObject *object,
             Wishes     *wishes)
{
  wishes->name = lk_json_get_string (object, "name");
  wishes->company = lk_json_get_string (object, "company");
  wishes->client_type = lk_json_get_string (object, "client_type");

  if ((lk_json_has (object, "name") && wishes->name == NULL) || g_strcmp0 (wishes->name, "") == 0)
    return "name must be a text";
  if (lk_json_has (object, "company") && wishes->company == NULL)
    return "company must be a text";
  if (lk_json_has (object, "client_type") &&
      g_strcmp0 (wishes->client_type, "public") != 0 &&
      g_strcmp0 (wishes->client_type, "confidential") != 0)
    return "client_type must be public or confidential";

  if (lk_json_has (object, "redirect_uris"))
    {
      wishes->redirect_uris = lk_json_get_words (object, "redirect_uris");
      if (wishes->redirect_uris[0] == NULL)
        return "redirect_uris must hold at least one URL";
      for (guint i = 0; wishes->redirect_uris[i] != NULL; i++)
        {
          if (!is_redirect_uri (wishes->redirect_uris[i]))
            return "redirect_uris must be https, or http to localhost";
        }
    }

  if (lk_json_has (object, "scopes"))
    {
      wishes->scopes = lk_json_get_words (object, "scopes");
      if (!lk_practice_words_within ((const char *const *) wishes->scopes, all_scopes))
        return "scopes must be of read, write and chat";
    }

  return NULL;
}

static JsonNode *
read_body (LkPracticeRequest *request)
{
  g_autoptr(GBytes) bytes = g_bytes_new (request->body, request->body_length);

  return lk_json_parse_object (bytes, &limits, NULL);
}

static void
apply_wishes (LkPracticeClient *client,
              Wishes           *wishes)
{
  if (wishes->name != NULL)
    {
      g_free (client->name);
      client->name = g_strdup (wishes->name);
    }
  if (wishes->company != NULL)
    {
      g_free (client->company);
      client->company = g_strdup (wishes->company);
    }
  if (wishes->client_type != NULL)
    client->confidential = strcmp (wishes->client_type, "confidential") == 0;
  if (wishes->redirect_uris != NULL)
    {
      g_strfreev (client->redirect_uris);
      client->redirect_uris = g_steal_pointer (&wishes->redirect_uris);
    }
  if (wishes->scopes != NULL)
    {
      g_strfreev (client->scopes);
      client->scopes = g_steal_pointer (&wishes->scopes);
    }
  client->updated = g_get_real_time () / G_USEC_PER_SEC;
}

static void
update_client (LkPracticeRequest *request,
               LkPracticeClient  *client)
{
  g_autoptr(JsonNode) body = read_body (request);
  g_auto(Wishes) wishes = { NULL };
  const char *fault = body != NULL ? read_wishes (json_node_get_object (body), &wishes)
                                   : "The body must be a JSON object";

  if (fault != NULL)
    {
      reply_bad_request (request, fault);
      return;
    }

  apply_wishes (client, &wishes);
  reply_client (request, SOUP_STATUS_OK, client, FALSE);
}

static void
create_client (LkPracticeRequest *request)
{
  g_autoptr(JsonNode) body = read_body (request);
  g_auto(Wishes) wishes = { NULL };
  const char *fault = body != NULL ? read_wishes (json_node_get_object (body), &wishes)
                                   : "The body must be a JSON object";
  LkPracticeClient *client;

  if (fault == NULL && (wishes.name == NULL || wishes.redirect_uris == NULL))
    fault = "name and redirect_uris are required";
  if (fault != NULL)
    {
      reply_bad_request (request, fault);
      return;
    }

  client = lk_practice_store_add_client (request->practice->store,
                                         wishes.name,
                                         wishes.company != NULL ? wishes.company : "",
                                         g_strcmp0 (wishes.client_type, "confidential") == 0,
                                         (const char *const *) wishes.redirect_uris,
                                         wishes.scopes != NULL ? (const char *const *) wishes.scopes : all_scopes);
  reply_client (request, SOUP_STATUS_CREATED, client, TRUE);
}

/* The old secret ends; the answer holds the new one whole. */
static void
generate_secret (LkPracticeRequest *request,
                 LkPracticeClient  *client)
{
  if (client == NULL)
    {
      lk_practice_reply_error (request->message, SOUP_STATUS_NOT_FOUND, "Not Found", "There is no such client.");
      return;
    }
  if (strcmp (request->method, SOUP_METHOD_PUT) != 0)
    {
      lk_practice_reply_method (request->message, "PUT");
      return;
    }

  lk_practice_store_renew_secret (request->practice->store, client);
  reply_client (request, SOUP_STATUS_OK, client, TRUE);
}

/* The client that the practice connection uses stays: it is what the account was made with. */
static void
delete_client (LkPracticeRequest *request,
               LkPracticeClient  *client)
{
  if (client == request->practice->client)
    {
      lk_practice_reply_error (request->message,
                               SOUP_STATUS_FORBIDDEN,
                               "Forbidden",
                               "The practice account keeps its own client.");
      return;
    }

  lk_practice_store_remove_client (request->practice->store, client);
  soup_server_message_set_status (request->message, SOUP_STATUS_NO_CONTENT, NULL);
}

/**
 * lk_practice_clients:
 * @request: a request let in
 * @id: (nullable): the client's number; %NULL for the list
 *
 * Answers oauth/clients (zendesk-chat.md section 5).
 */
void
lk_practice_clients (LkPracticeRequest *request,
                     const char        *id)
{
  LkPracticeClient *client;

  if (id == NULL)
    {
      if (strcmp (request->method, SOUP_METHOD_GET) == 0)
        list_clients (request);
      else if (strcmp (request->method, SOUP_METHOD_POST) == 0)
        create_client (request);
      else
        lk_practice_reply_method (request->message, "GET, POST");
      return;
    }

  if (g_str_has_suffix (id, GENERATE))
    {
      g_autofree char *number = g_strndup (id, strlen (id) - strlen (GENERATE));

      generate_secret (request, lk_practice_store_find_client_by_id (request->practice->store, number));
      return;
    }

  client = lk_practice_store_find_client_by_id (request->practice->store, id);
  if (client == NULL)
    lk_practice_reply_error (request->message, SOUP_STATUS_NOT_FOUND, "Not Found", "There is no such client.");
  else if (strcmp (request->method, SOUP_METHOD_GET) == 0)
    reply_client (request, SOUP_STATUS_OK, client, FALSE);
  else if (strcmp (request->method, SOUP_METHOD_PUT) == 0)
    update_client (request, client);
  else if (strcmp (request->method, SOUP_METHOD_DELETE) == 0)
    delete_client (request, client);
  else
    lk_practice_reply_method (request->message, "GET, PUT, DELETE");
}

static JsonObject *
describe_token (LkPracticeToken *token)
{
  JsonObject *object = json_object_new ();
  g_autofree char *scopes = g_strjoinv (" ", token->scopes);
  g_autofree char *created = lk_practice_data_time (token->created);
  g_autofree char *expires = lk_practice_data_time (token->expires);

  json_object_set_int_member (object, "id", (gint64) token->id);
  json_object_set_string_member (object, "access_token", token->access);
  json_object_set_int_member (object, "agent_id", (gint64) lk_practice_data_agent_id ());
  json_object_set_string_member (object, "client_identifier", token->client->identifier);
  json_object_set_string_member (object, "create_date", created);
  json_object_set_string_member (object, "expire_date", expires);
  if (token->refresh != NULL)
    json_object_set_string_member (object, "refresh_token", token->refresh);
  else
    json_object_set_null_member (object, "refresh_token");
  json_object_set_string_member (object, "scopes", scopes);
  json_object_set_string_member (object, "token_type", "Bearer");

  return object;
}

static void
list_tokens (LkPracticeRequest *request)
{
  GPtrArray *tokens = lk_practice_store_get_tokens (request->practice->store);
  g_autoptr(JsonNode) node = json_node_new (JSON_NODE_ARRAY);
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < tokens->len; i++)
    {
      LkPracticeToken *token = g_ptr_array_index (tokens, i);

      if (lk_practice_token_is_alive (token))
        json_array_add_object_element (array, describe_token (token));
    }
  json_node_take_array (node, array);
  reply_node (request, SOUP_STATUS_OK, node);
}

/**
 * lk_practice_tokens:
 * @request: a request let in
 * @id: (nullable): the token's number; %NULL for the list
 *
 * Answers oauth/tokens (zendesk-chat.md section 5). The list holds whole token strings, as the service's does.
 */
void
lk_practice_tokens (LkPracticeRequest *request,
                    const char        *id)
{
  LkPracticeToken *token;

  if (id == NULL)
    {
      if (strcmp (request->method, SOUP_METHOD_GET) == 0)
        list_tokens (request);
      else
        lk_practice_reply_method (request->message, "GET");
      return;
    }

  token = lk_practice_store_find_token_by_id (request->practice->store, id);
  if (token == NULL)
    {
      lk_practice_reply_error (request->message, SOUP_STATUS_NOT_FOUND, "Not Found", "There is no such token.");
    }
  else if (strcmp (request->method, SOUP_METHOD_DELETE) == 0)
    {
      token->revoked = TRUE;
      soup_server_message_set_status (request->message, SOUP_STATUS_NO_CONTENT, NULL);
    }
  else
    {
      lk_practice_reply_method (request->message, "DELETE");
    }
}
