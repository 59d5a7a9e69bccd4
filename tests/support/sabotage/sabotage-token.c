/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Faults of the token endpoint; those of a token's members strike the implicit answer, too (SECURITY.md C3, D8, E3,
 * E4). */
#include "config.h"

#include "sabotage-tables.h"

#include <string.h>

#include "lk-practice-reply.h"
#include "lk-secret.h"

#define HUGE_TOKEN_LENGTH 100000
#define FORM_TYPE "application/x-www-form-urlencoded"

static JsonObject *
read_token (LkPracticeRequest *request)
{
  g_autoptr(JsonObject) object = NULL;

  if (!g_str_has_suffix (request->path, "/token") || request->form == NULL)
    return NULL;

  object = sabotage_read_object (request);

  return object != NULL && json_object_has_member (object, "access_token") ? g_steal_pointer (&object) : NULL;
}

/* Sends the token with the member `name` as the JSON text `value`; NULL leaves it out. Not all such texts have a
 * JsonNode. */
static void
send_token (LkPracticeRequest *request,
            JsonObject        *object,
            const char        *name,
            const char        *value)
{
  g_autoptr(GList) members = json_object_get_members (object);
  g_autoptr(GString) text = g_string_new (NULL);

  for (GList *at = members; at != NULL; at = at->next)
    {
      g_autofree char *whole = json_to_string (json_object_get_member (object, at->data), FALSE);

      if (strcmp (at->data, name) != 0)
        g_string_append_printf (text, "%s\"%s\":%s", text->len > 0 ? "," : "", (char *) at->data, whole);
    }
  if (value != NULL)
    g_string_append_printf (text, "%s\"%s\":%s", text->len > 0 ? "," : "", name, value);
  g_string_prepend_c (text, '{');
  g_string_append_c (text, '}');

  lk_practice_reply_json (request->message, SOUP_STATUS_OK, text->str);
}

static LkPracticeOutcome
change_member (LkPracticeRequest *request,
               const char        *name,
               const char        *json,
               const char        *parameter,
               gboolean           json_only)
{
  g_autoptr(JsonObject) token = read_token (request);
  g_autoptr(SabotageRedirect) redirect = json_only ? NULL : sabotage_redirect_read (request);

  if (token != NULL)
    {
      send_token (request, token, name, json);
      return LK_PRACTICE_OUTCOME_APPLIED;
    }

  /* A redirect with a code has no token to change. */
  if (redirect == NULL || redirect->mark != '#')
    return LK_PRACTICE_OUTCOME_SKIPPED;

  sabotage_redirect_remove (redirect, name);
  if (parameter != NULL)
    g_ptr_array_add (redirect->pairs, g_strconcat (name, "=", parameter, NULL));
  sabotage_redirect_send (redirect, request);

  return LK_PRACTICE_OUTCOME_APPLIED;
}

/* `detail` is the member, `body` its JSON text, `type` the same as an encoded parameter. */
static LkPracticeOutcome
apply_member (LkPracticeRequest     *request,
              const LkPracticeFault *fault)
{
  return change_member (request, fault->detail, fault->body, fault->type, FALSE);
}

/* The same for a value whose type only JSON can express. */
static LkPracticeOutcome
apply_json_member (LkPracticeRequest     *request,
                   const LkPracticeFault *fault)
{
  return change_member (request, fault->detail, fault->body, NULL, TRUE);
}

static LkPracticeOutcome
apply_huge (LkPracticeRequest     *request,
            const LkPracticeFault *fault)
{
  g_autofree char *huge = g_strnfill (HUGE_TOKEN_LENGTH, 'a');
  g_autofree char *quoted = g_strdup_printf ("\"%s\"", huge);

  return change_member (request, fault->detail, quoted, huge, FALSE);
}

static LkPracticeOutcome
apply_form (LkPracticeRequest     *request,
            const LkPracticeFault *fault)
{
  g_autoptr(JsonObject) token = read_token (request);
  g_autoptr(GList) members = NULL;
  g_autoptr(GString) form = g_string_new (NULL);

  if (token == NULL)
    return LK_PRACTICE_OUTCOME_SKIPPED;

  members = json_object_get_members (token);
  for (GList *at = members; at != NULL; at = at->next)
    {
      JsonNode *node = json_object_get_member (token, at->data);
      g_autofree char *text = json_node_get_value_type (node) == G_TYPE_STRING ? g_strdup (json_node_get_string (node))
                                                                               : json_to_string (node, FALSE);
      g_autofree char *escaped = g_uri_escape_string (text, NULL, FALSE);

      g_string_append_printf (form, "%s%s=%s", form->len > 0 ? "&" : "", (char *) at->data, escaped);
    }
  lk_practice_reply_text (request->message, SOUP_STATUS_OK, FORM_TYPE, form->str, -1);

  return LK_PRACTICE_OUTCOME_APPLIED;
}

/* The old refresh token stays good; `body` says whether it is sent again or not at all. */
static LkPracticeOutcome
apply_not_rotated (LkPracticeRequest     *request,
                   const LkPracticeFault *fault)
{
  LkPracticeStore *store = request->practice->store;
  g_autoptr(JsonObject) token = read_token (request);
  const char *sent = request->form != NULL ? lk_practice_params_get (request->form, "refresh_token") : NULL;
  g_autofree char *quoted = NULL;
  LkPracticeToken *renewed;

  if (token == NULL || sent == NULL)
    return LK_PRACTICE_OUTCOME_SKIPPED;

  lk_practice_store_find_refresh_token (store, sent)->refresh_used = FALSE;
  renewed = lk_practice_store_find_token (store, json_object_get_string_member (token, "access_token"));
  g_free (renewed->refresh);
  renewed->refresh = g_strdup (sent);

  quoted = g_strdup_printf ("\"%s\"", sent);
  send_token (request, token, "refresh_token", fault->body != NULL ? quoted : NULL);

  return LK_PRACTICE_OUTCOME_APPLIED;
}

static LkPracticeOutcome
apply_refresh_unasked (LkPracticeRequest     *request,
                       const LkPracticeFault *fault)
{
  g_autoptr(JsonObject) token = read_token (request);
  g_autofree char *random = lk_random_token (32);
  g_autofree char *quoted = g_strdup_printf ("\"%s\"", random);

  if (token == NULL || g_strcmp0 (lk_practice_params_get (request->form, "grant_type"), "client_credentials") != 0)
    return LK_PRACTICE_OUTCOME_SKIPPED;

  send_token (request, token, "refresh_token", quoted);

  return LK_PRACTICE_OUTCOME_APPLIED;
}

#define ROW(name, title, point, apply, status, type, body, detail) \
  { name, "token", title, NULL, NULL, NULL, FALSE, LK_PRACTICE_POINT_##point, apply, status, type, body, detail }
#define ERROR(name, title, status, body) \
  ROW (name, title, TOKEN, sabotage_apply_reply, status, "application/json", body, NULL)
#define ANSWER(name, title, apply, body) ROW (name, title, ANSWER, apply, 0, NULL, body, NULL)
#define MEMBER(name, title, member, json, parameter) ROW (name, title, ANSWER, apply_member, 0, parameter, json, member)
#define JSON_MEMBER(name, title, member, json) ROW (name, title, ANSWER, apply_json_member, 0, NULL, json, member)

static const LkPracticeFault faults[] = {
  ERROR ("scope-refused", "Answer with invalid_scope", 400, "{\"error\":\"invalid_scope\"}"),
  ERROR ("grant-refused", "Answer with unauthorized_client", 400, "{\"error\":\"unauthorized_client\"}"),
  ERROR ("error-unknown", "Answer with an unknown error code", 400,
         "{\"error\":\"out_of_tea\",\"error_description\":\"<b>No</b> tea %s%n left\"}"),
  ERROR ("error-object", "Answer with an error that is an object", 400,
         "{\"error\":{\"type\":\"BadRequest\",\"message\":\"Something is missing\"}}"),
  ERROR ("error-with-200", "Answer with an error and status 200", 200,
         "{\"error\":\"invalid_grant\",\"error_description\":\"Not this time\"}"),
  ANSWER ("refresh-same", "Return the same refresh token", apply_not_rotated, "same"),
  ANSWER ("refresh-none", "Return no new refresh token", apply_not_rotated, NULL),
  ANSWER ("refresh-unasked", "Add a refresh token to client credentials", apply_refresh_unasked, NULL),
  ANSWER ("token-form", "Answer as a form instead of JSON", apply_form, NULL),
  JSON_MEMBER ("token-null", "Send null for the token", "access_token", "null"),
  JSON_MEMBER ("token-number", "Send a number for the token", "access_token", "1234567890"),
  JSON_MEMBER ("token-object", "Send an object for the token", "access_token", "{\"value\":\"abc\"}"),
  JSON_MEMBER ("token-array", "Send an array for the token", "access_token", "[\"abc\"]"),
  MEMBER ("token-empty", "Send an empty token", "access_token", "\"\"", ""),
  MEMBER ("token-absent", "Send no token", "access_token", NULL, NULL),
  MEMBER ("token-line-break", "Send a token with a line break and a header in it", "access_token",
          "\"abc\\r\\nX-Injected: yes\"", "abc%0D%0AX-Injected:%20yes"),
  MEMBER ("token-nul", "Send a token with a NUL in it", "access_token", "\"abc\\u0000def\"", "abc%00def"),
  ROW ("token-huge", "Send a token of 100,000 characters", ANSWER, apply_huge, 0, NULL, NULL, "access_token"),
  MEMBER ("type-mac", "Send a token of an unknown type", "token_type", "\"mac\"", "mac"),
  MEMBER ("type-absent", "Send a token without a type", "token_type", NULL, NULL),
  MEMBER ("type-upper", "Write the token's type in capitals", "token_type", "\"BEARER\"", "BEARER"),
  MEMBER ("expires-text", "Send the expiry as text", "expires_in", "\"3600\"", "3600"),
  MEMBER ("expires-negative", "Send a negative expiry", "expires_in", "-3600", "-3600"),
  MEMBER ("expires-zero", "Send an expiry of 0", "expires_in", "0", "0"),
  MEMBER ("expires-one", "Send an expiry of 1 second", "expires_in", "1", "1"),
  MEMBER ("expires-huge", "Send an expiry beyond 64 bits", "expires_in", "99999999999999999999999",
          "99999999999999999999999"),
  MEMBER ("expires-infinite", "Send an expiry of 1e400", "expires_in", "1e400", "1e400"),
  MEMBER ("expires-words", "Send an expiry that is not a number", "expires_in", "\"NaN\"", "NaN"),
  MEMBER ("scope-absent", "Do not say which scopes were granted", "scope", NULL, NULL),
  JSON_MEMBER ("scope-array", "Send the granted scopes as an array", "scope", "[\"read\",\"write\"]"),
  MEMBER ("scope-fewer", "Grant fewer scopes than requested", "scope", "\"read\"", "read"),
  MEMBER ("scope-more", "Grant more scopes than requested", "scope", "\"read write chat admin\"",
          "read%20write%20chat%20admin"),
};

const LkPracticeFault *
sabotage_token_faults (guint *n_faults)
{
  *n_faults = G_N_ELEMENTS (faults);

  return faults;
}
