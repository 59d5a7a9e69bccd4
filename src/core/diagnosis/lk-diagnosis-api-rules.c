/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Calls with a token: REST and the Conversations API. */
#include "config.h"

#include <glib/gi18n.h>

#include "lk-diagnosis-tables.h"
#include "lk-json-reader.h"
#include "lk-redact.h"
#include "lk-text.h"

/* An empty list is short; a longer body is not read for it. */
#define MAX_EMPTY_LIST 4096

/* Where Chat's REST API lies on the account's own host (zendesk-chat.md section 1). */
#define CHAT_PATH "/api/v2/chat/"

#define TRY_AGAIN { LK_REMEDY_RETRY, NULL, N_("_Try Again") }
#define SIGN_IN_AGAIN { LK_REMEDY_SIGN_IN, NULL, N_("_Sign In Again") }
#define EDIT(field, label) { LK_REMEDY_EDIT_FIELD, field, label }

static gboolean
is_conversation (const LkFacts *facts)
{
  return facts->symptom->flow == LK_FLOW_CONVERSATION;
}

static gboolean
is_rest (const LkFacts *facts)
{
  return facts->symptom->flow == LK_FLOW_API;
}

/* The practice account speaks both families at one host, so there the path alone tells them apart. */
static gboolean
is_legacy_address (const LkFacts *facts)
{
  LkConnection *connection = facts->symptom->connection;

  if (_lk_facts_is_host (facts, "zopim.com"))
    return TRUE;

  return connection != NULL
         && lk_connection_get_kind (connection) == LK_CONNECTION_KIND_PRACTICE
         && facts->path != NULL
         && g_str_has_prefix (facts->path, "/api/v2/")
         && !g_str_has_prefix (facts->path, CHAT_PATH);
}

static gboolean
is_retired_host (const LkFacts *facts)
{
  return is_rest (facts)
         && is_legacy_address (facts)
         && (facts->status == 401 || facts->status == 404 || facts->status == 410
             || (facts->status >= 300 && facts->status < 400));
}

/* Support's REST API on the account's host: /api/v2 without /chat behind it, or its own code for what it does not
 * know. */
static gboolean
is_support_path (const LkFacts *facts)
{
  return is_rest (facts)
         && facts->status == 404
         && (_lk_facts_has_code (facts, "InvalidEndpoint")
             || g_strcmp0 (facts->description, "InvalidEndpoint") == 0
             || (_lk_facts_is_host (facts, "zendesk.com")
                 && facts->path != NULL
                 && !g_str_has_prefix (facts->path, CHAT_PATH)));
}

static gboolean
is_not_found (const LkFacts *facts)
{
  return is_rest (facts) && facts->status == 404 && !is_support_path (facts) && !is_retired_host (facts);
}

static gboolean
is_unauthorized (const LkFacts *facts)
{
  return is_rest (facts) && facts->status == 401 && !is_retired_host (facts);
}

static gboolean
is_support_token (const LkFacts *facts)
{
  return is_unauthorized (facts) && _lk_facts_has_code (facts, "invalid_token");
}

static gboolean
is_basic (const LkFacts *facts)
{
  LkExchange *exchange = facts->symptom->exchange;

  for (guint i = 0; exchange != NULL && i < lk_exchange_get_n_request_headers (exchange); i++)
    {
      LkHeader header = lk_exchange_get_request_header_at (exchange, i);

      if (g_ascii_strcasecmp (header.name, "Authorization") == 0
          && g_ascii_strncasecmp (header.value, "Basic ", strlen ("Basic ")) == 0)
        return is_unauthorized (facts);
    }

  return FALSE;
}

static gboolean
is_token_dead (const LkFacts *facts)
{
  return is_unauthorized (facts) && facts->symptom->token_worked && !is_basic (facts);
}

static gboolean
is_token_refused (const LkFacts *facts)
{
  return is_unauthorized (facts) && !facts->symptom->token_worked && !is_basic (facts) && !is_support_token (facts);
}

static gboolean
is_forbidden (const LkFacts *facts)
{
  return is_rest (facts) && facts->status == 403;
}

static gboolean
is_wrong_method (const LkFacts *facts)
{
  return facts->status == 405;
}

static gboolean
is_rate_limited (const LkFacts *facts)
{
  return facts->status == 429;
}

static gboolean
lacks_conversation_scopes (const LkFacts *facts)
{
  LkToken *token = facts->symptom->token;

  return token != NULL
         && !(lk_token_has_scope (token, "read")
              && lk_token_has_scope (token, "write")
              && lk_token_has_scope (token, "chat"));
}

static gboolean
is_scope_missing (const LkFacts *facts)
{
  return is_conversation (facts)
         && (lacks_conversation_scopes (facts)
             || _lk_facts_has_code (facts, "invalid_scope")
             || (facts->description != NULL && strcasestr (facts->description, "scope") != NULL));
}

static gboolean
is_session_unauthorized (const LkFacts *facts)
{
  return is_conversation (facts)
         && !is_scope_missing (facts)
         && (_lk_facts_has_code (facts, "UNAUTHORIZED") || facts->status == 401 || facts->status == 403);
}

static gboolean
is_session_unauthorized_token (const LkFacts *facts)
{
  return is_session_unauthorized (facts) && !facts->symptom->token_worked;
}

static gboolean
is_stream_lost (const LkFacts *facts)
{
  return _lk_facts_has_error (facts, LK_CONVERSATION_ERROR, LK_CONVERSATION_ERROR_NO_STREAM)
         || _lk_facts_has_error (facts, LK_CONVERSATION_ERROR, LK_CONVERSATION_ERROR_LOST)
         || _lk_facts_has_error (facts, LK_CONVERSATION_ERROR, LK_CONVERSATION_ERROR_SILENT);
}

static gboolean
is_service_trouble (const LkFacts *facts)
{
  /* The Conversations API wraps a whole error page of its own server into the message. */
  return facts->status >= 500
         || (is_conversation (facts) && !is_session_unauthorized (facts)
             && facts->description != NULL && strstr (facts->description, "<html") != NULL);
}

static gboolean
is_proxy_html (const LkFacts *facts)
{
  return facts->status != 0 && facts->is_html && facts->status != 401 && facts->status != 403 && facts->status != 404
         && facts->status != 405 && facts->status != 429 && facts->status < 500;
}

static gboolean
is_bad_answer (const LkFacts *facts)
{
  return facts->symptom->error != NULL && facts->status >= 200 && facts->status < 300 && !facts->is_html
         && facts->code == NULL && facts->description == NULL && !is_stream_lost (facts);
}

/* The answer to a call that worked, where it is short; NULL where it is not. */
static JsonNode *
parse_short_answer (const LkFacts *facts)
{
  GBytes *body = facts->symptom->exchange != NULL ? lk_exchange_get_body (facts->symptom->exchange) : NULL;

  if (!is_rest (facts) || facts->symptom->error != NULL || facts->status != 200 || facts->path == NULL ||
      body == NULL || g_bytes_get_size (body) > MAX_EMPTY_LIST)
    return NULL;

  return lk_json_parse (body, NULL, NULL);
}

static gboolean
has_no_chats (const LkFacts *facts)
{
  g_autoptr(JsonNode) root = parse_short_answer (facts);
  JsonArray *chats;

  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root) || !g_str_has_suffix (facts->path, "/chats") ||
      g_str_has_suffix (facts->path, "/incremental/chats"))
    return FALSE;

  chats = lk_json_get_array (json_node_get_object (root), "chats");

  return chats != NULL && json_array_get_length (chats) == 0;
}

/* `docs` maps each id that was asked for to a chat, or to null. */
static gboolean
is_nothing (JsonNode *node)
{
  g_autoptr(GList) values = NULL;

  if (JSON_NODE_HOLDS_ARRAY (node))
    return json_array_get_length (json_node_get_array (node)) == 0;
  if (!JSON_NODE_HOLDS_OBJECT (node))
    return FALSE;

  values = json_object_get_values (json_node_get_object (node));
  for (GList *l = values; l != NULL; l = l->next)
    {
      if (!JSON_NODE_HOLDS_NULL (l->data))
        return FALSE;
    }

  return TRUE;
}

/* An empty list, in any of the shapes that lists have. */
static gboolean
has_nothing (const LkFacts *facts)
{
  g_autoptr(JsonNode) root = parse_short_answer (facts);
  g_autoptr(GList) values = NULL;
  gboolean has_list = FALSE;

  if (root == NULL || has_no_chats (facts))
    return FALSE;
  if (JSON_NODE_HOLDS_ARRAY (root))
    return is_nothing (root);
  if (!JSON_NODE_HOLDS_OBJECT (root))
    return FALSE;

  values = json_object_get_values (json_node_get_object (root));
  for (GList *l = values; l != NULL; l = l->next)
    {
      if (JSON_NODE_HOLDS_VALUE (l->data) || JSON_NODE_HOLDS_NULL (l->data))
        continue;
      if (!is_nothing (l->data))
        return FALSE;
      has_list = TRUE;
    }

  return has_list;
}

/* The ids of `docs` that were asked for and are not there, with commas; NULL where none was asked for. */
static char *
list_missing_ids (JsonNode *root)
{
  JsonObject *docs = JSON_NODE_HOLDS_OBJECT (root) ? lk_json_get_object (json_node_get_object (root), "docs") : NULL;
  g_autoptr(GList) ids = docs != NULL ? json_object_get_members (docs) : NULL;
  g_autoptr(GString) missing = g_string_new (NULL);

  for (GList *l = ids; l != NULL; l = l->next)
    g_string_append_printf (missing, "%s%s", missing->len > 0 ? ", " : "", (char *) l->data);

  return missing->len > 0 ? lk_text_sanitize (missing->str, -1, 400) : NULL;
}

static void
tell_what_was_asked (const LkFacts *facts,
                     LkDiagnosis   *diagnosis)
{
  const char *query = strchr (lk_exchange_get_url (facts->symptom->exchange), '?');
  g_autoptr(JsonNode) root = parse_short_answer (facts);
  g_autofree char *missing = list_missing_ids (root);
  g_autofree char *line = NULL;

  if (missing != NULL)
    {
      /* Translators: ids of chats, with commas */
      line = g_strdup_printf (_("Not there: %s"), missing);
    }
  else
    {
      g_autofree char *asked = query != NULL ? g_uri_unescape_string (query + 1, NULL) : NULL;
      g_autofree char *clean = lk_text_sanitize (asked != NULL ? asked : facts->path, -1, 200);
      g_autofree char *shown = lk_redact_text (clean);

      /* Translators: the part of an address that says what is looked for, such as q=type:chat */
      line = g_strdup_printf (_("Asked for: %s"), shown);
    }

  _lk_diagnosis_append (&diagnosis->happened, line);
}

static void
say_what_works (const LkFacts *facts,
                LkDiagnosis   *diagnosis)
{
  if (facts->symptom->token_worked)
    _lk_diagnosis_append (&diagnosis->happened, _("The same token does work for the REST API, so the token itself is "
                                                  "good."));
}

static void
show_scopes (const LkFacts *facts,
             LkDiagnosis   *diagnosis)
{
  g_autofree char *scopes = NULL;
  g_autofree char *line = NULL;

  if (facts->symptom->token == NULL)
    return;

  scopes = g_strjoinv (" ", (char **) lk_token_get_scopes (facts->symptom->token));
  line = g_strdup_printf (_("This token has: %s"), scopes);
  _lk_diagnosis_append (&diagnosis->happened, line);
}

static void
tell_of_path (const LkFacts *facts,
              LkDiagnosis   *diagnosis)
{
  if (facts->path != NULL && g_str_has_prefix (facts->path, CHAT_PATH))
    _lk_diagnosis_append (&diagnosis->why, _("The path asked for is one of Chat’s. So the account may have no Chat at "
                                             "all."));
}

static const LkRule rules[] = {
  { "legacy-host", is_retired_host, TRUE,
    N_("The old Chat host no longer answers"),
    N_("The connection still uses zopim.com."),
    N_("Zendesk retired the REST API there on 12 May 2025."),
    N_("Move the connection to the account’s own address, then sign in again."),
    { { LK_REMEDY_MOVE_TO_INTEGRATED, NULL, N_("_Move Connection…") } } },
  { "support-path", is_support_path, TRUE,
    N_("This is the path of the Support product"),
    N_("The service knows nothing at this path (HTTP status 404)."),
    N_("At the account’s own address Chat lives below /api/v2/chat, so its list of chats is /api/v2/chat/chats."),
    N_("Correct the address of the API in the connection, or leave it empty."),
    { EDIT ("api-base", N_("_Edit Connection")) }, tell_of_path },
  { "not-found", is_not_found, TRUE,
    N_("There is nothing at this address"),
    N_("The service answered with HTTP status 404."),
    N_("The id or the path is wrong, what it names was deleted, or the account has no Chat."),
    N_("Check the path. If the list of chats is not found either, the account has no Chat."),
    { { LK_REMEDY_GET, "account", N_("_Check Account") }, TRY_AGAIN } },
  { "basic-auth", is_basic, TRUE,
    N_("Chat takes a token, not a password"),
    N_("A user name and a password were sent."),
    N_("The Chat API knows only tokens."), N_("Sign in to get a token."), { SIGN_IN_AGAIN } },
  { "support-endpoint", is_support_token, TRUE,
    N_("This token is not one of Chat’s"),
    N_("The service does not know it."),
    N_("Tokens of the Support product do not work for Chat, nor the other way round."),
    N_("Sign in with a client of Chat."), { SIGN_IN_AGAIN, EDIT ("client-id", N_("_Edit Connection")) } },
  { "token-died", is_token_dead, TRUE,
    N_("The token has stopped working"),
    N_("It worked before, and is now refused (HTTP status 401)."),
    N_("It has expired or was taken back, its user was deactivated, or the account has moved."),
    N_("Sign in again."), { SIGN_IN_AGAIN } },
  { "token-died", is_token_refused, FALSE,
    N_("The token is not valid, or no longer"),
    N_("The service refused it (HTTP status 401)."),
    N_("It has expired or was taken back, or its user was deactivated."),
    N_("Sign in again."), { SIGN_IN_AGAIN } },
  { "secret-as-token", is_token_refused, FALSE,
    N_("Perhaps it is not a token at all"),
    N_("The service refused it (HTTP status 401)."),
    N_("A client secret, or a token of the Support product, looks like a Chat token and is none."),
    N_("Sign in; Latchkey then uses the token that the service gives."), { SIGN_IN_AGAIN } },
  { "forbidden", is_forbidden, TRUE,
    N_("The token may not do this"),
    N_("The service knows the token and refuses the call (HTTP status 403)."),
    N_("Reading needs the scope “read”, changing “write”; clients and tokens of the account are for administrators "
       "only."),
    N_("Sign in with the scopes that are needed, as a user who may do it."),
    { { LK_REMEDY_SIGN_IN, "read write", N_("_Sign In with Write") },
      { LK_REMEDY_GET, "agents/me", N_("_Whose Token Is It?") } }, show_scopes },
  { "wrong-method", is_wrong_method, TRUE,
    N_("The address does not take this kind of request"),
    N_("The service answered with HTTP status 405."),
    N_("A change needs the id of what is changed in the path; the token endpoint takes only POST."),
    N_("Check method and path."), { TRY_AGAIN } },
  { "rate-limited", is_rate_limited, TRUE,
    N_("Too many requests"), N_("The service wants a pause (HTTP status 429)."),
    N_("It allows about 200 requests a minute, those of other programs of the account included."),
    N_("Wait, then try again."), { { LK_REMEDY_NONE } }, _lk_diagnosis_wait_as_told },
  { "scope-missing", is_scope_missing, TRUE,
    N_("The Conversations API needs three scopes"),
    N_("It refused the token."),
    N_("It wants “read”, “write” and “chat” together, and refuses a token that lacks one of them."),
    N_("Sign in again with all three."),
    { { LK_REMEDY_SIGN_IN, "read write chat", N_("_Sign In with All Three") } }, show_scopes },
  { "token-died", is_session_unauthorized_token, FALSE,
    N_("Perhaps the token itself is not valid"),
    N_("The Conversations API answered UNAUTHORIZED."),
    N_("Then the REST API refuses it as well."),
    N_("Check whether the REST API takes the same token."),
    { { LK_REMEDY_GET, "agents/me", N_("_Check Token") }, SIGN_IN_AGAIN } },
  { "session-unauthorized", is_session_unauthorized, FALSE,
    N_("Perhaps the account or the user may not use the Conversations API"),
    N_("The Conversations API answered UNAUTHORIZED, although the scopes are right."),
    N_("Zendesk has not said what this means. Possible: the account uses Messaging, or the integration is newer than "
       "30 April 2025, when new ones were stopped; the token’s user is no Chat agent; or it is a fault of the "
       "service."),
    N_("Look whose token it is and whether that user is an agent; look at the account’s plan. If both are as they "
       "should be, only Zendesk can tell."),
    { { LK_REMEDY_GET, "agents/me", N_("_Whose Token Is It?") }, { LK_REMEDY_GET, "account", N_("Check _Account") },
      TRY_AGAIN }, say_what_works },
  { "stream-lost", is_stream_lost, TRUE,
    N_("The session has lost its stream"), "",
    N_("The network, a proxy that ends long connections, or the service itself ended it. A session lives only as long "
       "as its stream."),
    N_("Start a new session."), { { LK_REMEDY_RETRY, NULL, N_("_Start Again") } }, _lk_quote_error },
  { "service-trouble", is_service_trouble, TRUE,
    N_("The service has trouble of its own"), N_("It answered with a fault that is not yours."),
    N_("It is overloaded or under repair."), N_("Wait a little and try again."), { TRY_AGAIN }, _lk_quote_error },
  { "proxy-html", is_proxy_html, TRUE,
    N_("A web page came where data was due"), N_("The answer is HTML."),
    N_("A proxy or the login page of a network (hotel, train, company) has answered in the service’s place."),
    N_("Open any page in the browser and log in to the network, then try again."), { TRY_AGAIN } },
  { "bad-json", is_bad_answer, TRUE,
    N_("The answer cannot be read"), "", N_("It is empty, or not the JSON that was due."),
    N_("Try again. If it stays so, check the address of the API."),
    { TRY_AGAIN, EDIT ("api-base", N_("_Edit Connection")) }, _lk_quote_error },
  { "empty-chats", has_no_chats, FALSE,
    N_("The call works, and there are no chats"), N_("The list is empty."),
    N_("Either nobody has chatted yet, or the account uses Messaging, whose conversations are tickets and not chats."),
    N_("If you expected some, look for them among the tickets of Support."),
    { { LK_REMEDY_GET, "account", N_("_Check Account") } } },
  { "nothing-found", has_nothing, TRUE,
    N_("Nothing found"), N_("The call works, and its answer is empty."),
    N_("There is nothing that fits what was asked for."),
    N_("Ask for something else, such as a longer time or other words."), { TRY_AGAIN }, tell_what_was_asked },
};

LkRuleTable
_lk_diagnosis_api_rules (void)
{
  return (LkRuleTable) { rules, G_N_ELEMENTS (rules) };
}
