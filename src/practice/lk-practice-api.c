/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "lk-practice-api.h"

#include "lk-practice-clients.h"
#include "lk-practice-data.h"
#include "lk-practice-chats.h"
#include "lk-practice-export.h"
#include "lk-practice-realtime.h"
#include "lk-practice-records.h"
#include "lk-practice-reply.h"
#include "lk-practice-settings.h"

#define PAGE_SIZE 40
#define MAX_SEARCH_PAGE 251
/* How far back a search looks: it is over in a few milliseconds even in the largest account. */
#define MAX_SEARCHED 10000
#define MAX_INCREMENTAL 1000
#define MAX_IDS 100
/* Larger lists are made while they are sent. */
#define MAX_LIST_AT_ONCE 50
#define STREAM_PIECE 25
#define UNAUTHORIZED_TEXT "The server could not verify that you are authorized to access the requested resource"
/* A list of chats on its way out. */
typedef struct
{
  LkPractice *practice;     /* not owned */
  char       *prefix;       /* owned, nullable: NULL once sent */
  char       *suffix;       /* owned, nullable: NULL once sent */
  guint       next;         /* number of the next chat */
  guint       left;         /* how many are still to come */
  int         step;         /* 1 to older ones, -1 to newer ones */
  gboolean    started;
} ChatList;

static void
chat_list_free (gpointer data)
{
  ChatList *list = data;

  g_free (list->prefix);
  g_free (list->suffix);
  g_free (list);
}

static char *
object_to_text (JsonObject *object)
{
  g_autoptr(JsonNode) node = json_node_new (JSON_NODE_OBJECT);

  json_node_take_object (node, object);

  return json_to_string (node, FALSE);
}

/* Takes the chat. */
static void
append_chat (ChatList   *list,
             GString    *text,
             JsonObject *chat)
{
  g_autofree char *chat_text = object_to_text (chat);

  if (list->started)
    g_string_append_c (text, ',');
  g_string_append (text, chat_text);
  list->started = TRUE;
}

static void
append_chats (ChatList *list,
              GString  *text,
              guint     n)
{
  for (guint i = 0; i < n && list->left > 0; i++)
    {
      JsonObject *chat = lk_practice_chats_get (list->practice, list->next);

      if (chat != NULL)
        append_chat (list, text, chat);
      list->next = (guint) ((int) list->next + list->step);
      list->left--;
    }
}

static GBytes *
chat_list_next (gpointer data)
{
  ChatList *list = data;
  g_autoptr(GString) text = NULL;

  if (list->suffix == NULL)
    return NULL;

  text = g_string_new (list->prefix);
  g_clear_pointer (&list->prefix, g_free);
  append_chats (list, text, STREAM_PIECE);
  if (list->left == 0)
    {
      g_string_append (text, list->suffix);
      g_clear_pointer (&list->suffix, g_free);
    }

  return g_string_free_to_bytes (g_steal_pointer (&text));
}

/* Takes the list. */
static void
reply_chat_list (LkPracticeRequest *request,
                 ChatList          *list)
{
  if (list->left > MAX_LIST_AT_ONCE)
    {
      lk_practice_reply_stream (request->message,
                                SOUP_STATUS_OK,
                                "application/json",
                                0,
                                chat_list_next,
                                list,
                                chat_list_free);
    }
  else
    {
      g_autoptr(GString) text = g_string_new (list->prefix);

      append_chats (list, text, list->left);
      g_string_append (text, list->suffix);
      lk_practice_reply_json (request->message, SOUP_STATUS_OK, text->str);
      chat_list_free (list);
    }
}

static void
reply_object (LkPracticeRequest *request,
              JsonObject        *object)
{
  g_autofree char *text = object_to_text (object);

  lk_practice_reply_json (request->message, SOUP_STATUS_OK, text);
}

static void
reply_not_found (LkPracticeRequest *request)
{
  lk_practice_reply_error (request->message,
                           SOUP_STATUS_NOT_FOUND,
                           "Not Found",
                           "The requested URL was not found on the server.");
}

static void
reply_bad_parameter (LkPracticeRequest *request,
                     const char        *description)
{
  lk_practice_reply_error (request->message, SOUP_STATUS_BAD_REQUEST, "Bad Request", description);
}

/* A whole number of a query: `fallback` when it is absent, FALSE when it is not one or lies outside. */
static gboolean
read_number (LkPracticeRequest *request,
             const char        *name,
             gint64             min,
             gint64             max,
             gint64             fallback,
             gint64            *number)
{
  const char *text = lk_practice_params_get (request->query, name);

  *number = fallback;

  return text == NULL || g_ascii_string_to_signed (text, 10, min, max, number, NULL);
}

/* `null`, or the address in quotes. `tail` is what follows the REST base. */
static char *
quote_page (LkPracticeRequest *request,
            const char        *base,
            const char        *tail)
{
  if (tail == NULL)
    return g_strdup ("null");

  return g_strdup_printf ("\"%s%s/%s\"", request->practice->origin, base, tail);
}

/* Puts the created chats first: they are the newest. */
static void
add_created (ChatList *list)
{
  GPtrArray *created = lk_practice_chats_get_created (list->practice->chats);
  g_autoptr(GString) text = g_string_new (list->prefix);

  for (guint i = created->len; i > 0; i--)
    append_chat (list, text, json_object_ref (g_ptr_array_index (created, i - 1)));
  g_free (list->prefix);
  list->prefix = g_string_free (g_steal_pointer (&text), FALSE);
}

static void
list_chats (LkPracticeRequest *request,
            const char        *base)
{
  guint n_chats = request->practice->n_chats;
  g_autofree char *next_tail = NULL;
  g_autofree char *next = NULL;
  g_autofree char *previous = NULL;
  ChatList *list;
  gint64 cursor;

  if (!read_number (request, "cursor", 0, G_MAXINT, 0, &cursor))
    {
      reply_bad_parameter (request, "cursor is not one of ours");
      return;
    }

  list = g_new0 (ChatList, 1);
  list->practice = request->practice;
  list->next = (guint) cursor;
  list->step = 1;
  list->left = cursor < n_chats ? MIN (PAGE_SIZE, n_chats - (guint) cursor) : 0;

  if (cursor + PAGE_SIZE < n_chats)
    next_tail = g_strdup_printf ("chats?cursor=%" G_GINT64_FORMAT, cursor + PAGE_SIZE);
  next = quote_page (request, base, next_tail);
  previous = cursor > 0
             ? g_strdup_printf ("\"%s%s/chats?cursor=%" G_GINT64_FORMAT "\"",
                                request->practice->origin,
                                base,
                                MAX (cursor - PAGE_SIZE, 0))
             : g_strdup ("null");
  list->prefix = g_strdup_printf ("{\"count\":%u,\"next_url\":%s,\"prev_url\":%s,\"chats\":[",
                                  lk_practice_chats_count (request->practice),
                                  next,
                                  previous);
  if (cursor == 0)
    add_created (list);
  list->suffix = g_strdup ("]}");
  reply_chat_list (request, list);
}

static void
get_chats_by_id (LkPracticeRequest *request,
                 const char        *ids)
{
  g_auto(GStrv) words = g_strsplit (ids, ",", MAX_IDS + 1);
  g_autoptr(JsonObject) root = json_object_new ();
  JsonObject *docs = json_object_new ();

  json_object_set_object_member (root, "docs", docs);
  if (g_strv_length (words) > MAX_IDS)
    {
      reply_bad_parameter (request, "Too many ids.");
      return;
    }

  for (guint i = 0; words[i] != NULL; i++)
    {
      JsonObject *chat = lk_practice_chats_find (request->practice, words[i]);

      if (chat != NULL)
        json_object_set_object_member (docs, words[i], chat);
      else
        json_object_set_null_member (docs, words[i]);
    }

  reply_object (request, g_steal_pointer (&root));
}

static void
search_chats (LkPracticeRequest *request,
              const char        *base)
{
  const char *words = lk_practice_params_get (request->query, "q");
  guint n_searched = MIN (request->practice->n_chats, MAX_SEARCHED);
  g_autoptr(JsonArray) results = json_array_new ();
  g_autoptr(JsonNode) node = json_node_new (JSON_NODE_ARRAY);
  g_autofree char *api_base = g_strconcat (request->practice->origin, base, NULL);
  g_autofree char *next_tail = NULL;
  g_autofree char *next = NULL;
  g_autofree char *results_text = NULL;
  g_autofree char *text = NULL;
  gint64 page;
  guint first, n_found = 0;

  if (words == NULL)
    {
      reply_bad_parameter (request, "q is required.");
      return;
    }

  if (!read_number (request, "page", 1, MAX_SEARCH_PAGE, 1, &page))
    {
      reply_bad_parameter (request, "There are no more than 251 pages.");
      return;
    }

  first = (guint) (page - 1) * PAGE_SIZE;
  for (guint i = 0; i < n_searched; i++)
    {
      if (!lk_practice_data_chat_matches (i, words))
        continue;

      if (n_found >= first && n_found < first + PAGE_SIZE)
        json_array_add_object_element (results, lk_practice_data_search_hit (i, api_base));
      n_found++;
    }

  if (n_found > first + PAGE_SIZE)
    {
      g_autofree char *escaped = g_uri_escape_string (words, NULL, FALSE);

      next_tail = g_strdup_printf ("chats/search?q=%s&page=%" G_GINT64_FORMAT, escaped, page + 1);
    }
  next = quote_page (request, base, next_tail);
  json_node_set_array (node, results);
  results_text = json_to_string (node, FALSE);
  text = g_strdup_printf ("{\"results\":%s,\"count\":%u,\"next_url\":%s,\"prev_url\":null}",
                          results_text,
                          n_found,
                          next);
  lk_practice_reply_json (request->message, SOUP_STATUS_OK, text);
}

static void
list_chats_since (LkPracticeRequest *request,
                  const char        *base)
{
  LkPractice *practice = request->practice;
  gint64 start_time, limit;
  g_autofree char *next_tail = NULL;
  g_autofree char *next = NULL;
  g_autofree char *end_id = NULL;
  gint64 end_time;
  ChatList *list;
  guint n_since, n;

  if (!read_number (request, "start_time", 0, G_MAXINT64 - 1, 0, &start_time) ||
      !read_number (request, "limit", 1, MAX_INCREMENTAL, MAX_INCREMENTAL, &limit))
    {
      reply_bad_parameter (request, "start_time is in seconds, limit from 1 to 1000.");
      return;
    }

  if (lk_practice_export_refuse (request, start_time))
    return;

  /* start_id names the last one already seen, so its second is over; no two chats begin in the same one. */
  if (lk_practice_params_get (request->query, "start_id") != NULL)
    start_time++;

  n_since = lk_practice_export_count_since (practice->n_chats, start_time);
  n = MIN (n_since, (guint) limit);
  end_time = n > 0 ? lk_practice_data_chat_time (n_since - n) : start_time;
  end_id = n > 0 ? lk_practice_data_chat_id (n_since - n) : g_strdup ("");

  if (n_since > n)
    next_tail = g_strdup_printf ("incremental/chats?fields=chats(*)&limit=%" G_GINT64_FORMAT
                                 "&start_time=%" G_GINT64_FORMAT "&start_id=%s",
                                 limit,
                                 end_time,
                                 end_id);
  next = quote_page (request, base, next_tail);

  list = g_new0 (ChatList, 1);
  list->practice = request->practice;
  list->next = n_since > 0 ? n_since - 1 : 0;
  list->step = -1;
  list->left = n;
  list->prefix = g_strdup_printf ("{\"count\":%u,\"end_time\":%" G_GINT64_FORMAT ","
                                  "\"end_id\":\"%s\",\"next_page\":%s,\"chats\":[",
                                  n,
                                  end_time,
                                  end_id,
                                  next);
  list->suffix = g_strdup ("]}");
  reply_chat_list (request, list);
}

/* Chats, and their export. */
static void
answer_chats (LkPracticeRequest *request,
              const char        *base,
              const char        *resource)
{
  const char *ids = lk_practice_params_get (request->query, "ids");
  gboolean is_read = strcmp (request->method, SOUP_METHOD_GET) == 0;
  gboolean is_list = strcmp (resource, "chats") == 0;
  JsonObject *chat;

  if (!is_read && (strcmp (resource, "incremental/chats") == 0 || strcmp (resource, "chats/search") == 0))
    lk_practice_reply_method (request->message, "GET");
  else if (!is_read)
    lk_practice_chats_write (request, is_list ? NULL : resource + strlen ("chats/"));
  else if (lk_practice_strike (request, LK_PRACTICE_POINT_CHATS))
    return;
  else if (is_list && ids != NULL)
    get_chats_by_id (request, ids);
  else if (is_list)
    list_chats (request, base);
  else if (strcmp (resource, "chats/search") == 0)
    search_chats (request, base);
  else if (strcmp (resource, "incremental/chats") == 0)
    list_chats_since (request, base);
  else if ((chat = lk_practice_chats_find (request->practice, resource + strlen ("chats/"))) != NULL)
    reply_object (request, chat);
  else
    reply_not_found (request);
}

static void
route (LkPracticeRequest *request,
       const char        *base,
       const char        *resource)
{
  if (strcmp (resource, "oauth/clients") == 0)
    lk_practice_clients (request, NULL);
  else if (g_str_has_prefix (resource, "oauth/clients/"))
    lk_practice_clients (request, resource + strlen ("oauth/clients/"));
  else if (strcmp (resource, "oauth/tokens") == 0)
    lk_practice_tokens (request, NULL);
  else if (g_str_has_prefix (resource, "oauth/tokens/"))
    lk_practice_tokens (request, resource + strlen ("oauth/tokens/"));
  else if (lk_practice_settings_answer (request, resource) ||
           lk_practice_records_answer (request, resource) ||
           lk_practice_export_answer (request, base, resource) ||
           lk_practice_realtime_answer (request, resource))
    return;
  else if (strcmp (resource, "chats") == 0 ||
           strcmp (resource, "incremental/chats") == 0 ||
           g_str_has_prefix (resource, "chats/"))
    answer_chats (request, base, resource);
  else
    reply_not_found (request);
}

static void
reply_unauthorized (LkPracticeRequest *request)
{
  soup_message_headers_replace (soup_server_message_get_response_headers (request->message),
                                "WWW-Authenticate",
                                "Bearer realm=\"practice\"");
  lk_practice_reply_error (request->message, SOUP_STATUS_UNAUTHORIZED, "Unauthorized", UNAUTHORIZED_TEXT);
}

/* The token of the Authorization header, alive or not. */
static LkPracticeToken *
find_token (LkPracticeRequest *request)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (request->message);
  const char *header = soup_message_headers_get_list (headers, "Authorization");

  if (header == NULL || g_ascii_strncasecmp (header, "Bearer ", strlen ("Bearer ")) != 0)
    return NULL;

  return lk_practice_store_find_token (request->practice->store, header + strlen ("Bearer "));
}

/* Whether the request bears a living token that may do what the method does. Replies by itself if not. */
static gboolean
let_in (LkPracticeRequest *request)
{
  gboolean is_read = strcmp (request->method, SOUP_METHOD_GET) == 0;
  LkPracticeToken *token = request->token;

  if (token == NULL || !lk_practice_token_is_alive (token))
    {
      reply_unauthorized (request);
      return FALSE;
    }

  if (!g_strv_contains ((const char *const *) token->scopes, is_read ? "read" : "write"))
    {
      lk_practice_reply_error (request->message,
                               SOUP_STATUS_FORBIDDEN,
                               "Forbidden",
                               is_read ? "The scope read is needed." : "The scope write is needed.");
      return FALSE;
    }

  return TRUE;
}

/**
 * lk_practice_api:
 * @request: a request below a REST base
 * @base: the REST base's path, integrated or legacy
 * @resource: what follows the base and its slash
 *
 * Answers the REST API of zendesk-chat.md section 5. The token is taken from the Authorization header alone.
 */
void
lk_practice_api (LkPracticeRequest *request,
                 const char        *base,
                 const char        *resource)
{
  request->token = find_token (request);
  if (lk_practice_strike (request, LK_PRACTICE_POINT_SERVICE) || lk_practice_strike (request, LK_PRACTICE_POINT_API))
    return;

  if (lk_practice_params_is_malformed (request->query) || lk_practice_params_get_doubled (request->query) != NULL)
    {
      reply_bad_parameter (request, "A parameter comes twice or cannot be read.");
      return;
    }

  if (lk_practice_params_get (request->query, "access_token") != NULL)
    {
      reply_bad_parameter (request, "The token belongs in the Authorization header.");
      return;
    }

  if (let_in (request))
    route (request, base, resource);
}
