/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-json-reader.h"
#include "lk-oauth-error.h"
#include "lk-text.h"

/* An error is a few words; a body past this is something else, and not worth the main loop's time. */
#define MAX_ERROR_BODY (1024 * 1024)
#define MAX_CODE_CHARS 100
#define MAX_DESCRIPTION_CHARS 1000

typedef struct
{
  char *code;
  char *description;
} ErrorText;

static char *
dup_first (JsonObject        *object,
           const char *const *members)
{
  for (gsize i = 0; members[i] != NULL; i++)
    {
      char *text = lk_json_get_id (object, members[i]);

      if (text != NULL)
        return text;
    }

  return NULL;
}

/* The members in which services put a code and words, the standard's own first. */
static ErrorText
read_object (JsonObject *object)
{
  static const char *const code_members[] = { "error", "code", "type", "name", "title", NULL };
  static const char *const description_members[] = {
    "error_description", "description", "message", "detail", "reason", NULL,
  };
  ErrorText text;

  text.code = dup_first (object, code_members);
  text.description = dup_first (object, description_members);

  return text;
}

static ErrorText
read_json (JsonObject *object)
{
  JsonObject *inner = lk_json_get_object (object, "error");
  JsonObject *first = lk_json_array_get_object (lk_json_get_array (object, "errors"), 0);
  ErrorText text = { NULL, NULL };

  if (inner != NULL)
    text = read_object (inner);
  else if (first != NULL)
    text = read_object (first);
  else if (lk_json_has (object, "error") || lk_json_has (object, "message") || lk_json_has (object, "description"))
    text = read_object (object);

  return text;
}

static ErrorText
read_form (const char *data,
           gsize       length)
{
  ErrorText text = { NULL, NULL };
  g_autoptr(GHashTable) form = g_uri_parse_params (data, length, "&", G_URI_PARAMS_WWW_FORM, NULL);

  if (form != NULL)
    {
      text.code = g_strdup (g_hash_table_lookup (form, "error"));
      text.description = g_strdup (g_hash_table_lookup (form, "error_description"));
    }

  return text;
}

static void
hand_out (char  **out,
          char   *text,
          gsize   max_chars)
{
  g_autofree char *owned = text;

  if (out != NULL)
    *out = owned != NULL && *owned != '\0' ? lk_text_sanitize (owned, -1, max_chars) : NULL;
}

/**
 * lk_oauth_error_from_body:
 * @exchange: an exchange with an answer
 * @error_code: (out) (optional) (nullable) (transfer full): the error code, such as `invalid_grant`
 * @description: (out) (optional) (nullable) (transfer full): what the service says of it
 *
 * Reads the error out of a body of any of the shapes in use: RFC 6749 section 5.2, the Chat API's `description`, an
 * `error` that is an object, the `errors` of GraphQL, a form. Both are sanitized, and %NULL if the body says
 * nothing.
 */
void
lk_oauth_error_from_body (LkExchange  *exchange,
                          char       **error_code,
                          char       **description)
{
  LkJsonLimits limits = { .max_bytes = MAX_ERROR_BODY };
  g_autoptr(JsonNode) root = NULL;
  ErrorText text = { NULL, NULL };
  const char *content_type;
  GBytes *body;

  g_return_if_fail (LK_IS_EXCHANGE (exchange));

  body = lk_exchange_get_body (exchange);
  content_type = lk_exchange_get_content_type (exchange);

  if (body != NULL && g_bytes_get_size (body) <= MAX_ERROR_BODY)
    {
      root = lk_json_parse_object (body, &limits, NULL);
      if (root != NULL)
        {
          text = read_json (json_node_get_object (root));
        }
      else if (content_type != NULL && g_ascii_strcasecmp (content_type, "application/x-www-form-urlencoded") == 0)
        {
          gsize length;
          const char *data = g_bytes_get_data (body, &length);

          if (length > 0)
            text = read_form (data, length);
        }
    }

  hand_out (error_code, text.code, MAX_CODE_CHARS);
  hand_out (description, text.description, MAX_DESCRIPTION_CHARS);
}
