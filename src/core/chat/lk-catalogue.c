/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include <glib/gi18n.h>

#include "lk-catalogue.h"

G_DEFINE_QUARK (lk-catalogue-error-quark, lk_catalogue_error)

static const char *const group_titles[LK_N_REQUEST_GROUPS] = {
  [LK_REQUEST_GROUP_ACCOUNT] = N_("Account"),
  [LK_REQUEST_GROUP_AGENTS] = N_("Agents"),
  [LK_REQUEST_GROUP_BANS] = N_("Bans"),
  [LK_REQUEST_GROUP_CHATS] = N_("Chats"),
  [LK_REQUEST_GROUP_DEPARTMENTS] = N_("Departments"),
  [LK_REQUEST_GROUP_GOALS] = N_("Goals"),
  [LK_REQUEST_GROUP_EXPORTS] = N_("Exports"),
  [LK_REQUEST_GROUP_OAUTH] = N_("OAuth"),
  [LK_REQUEST_GROUP_ROLES] = N_("Roles"),
  [LK_REQUEST_GROUP_ROUTING] = N_("Routing"),
  [LK_REQUEST_GROUP_SHORTCUTS] = N_("Shortcuts"),
  [LK_REQUEST_GROUP_SKILLS] = N_("Skills"),
  [LK_REQUEST_GROUP_TRIGGERS] = N_("Triggers"),
  [LK_REQUEST_GROUP_VISITORS] = N_("Visitors"),
  [LK_REQUEST_GROUP_REALTIME] = N_("Real Time"),
};

/**
 * lk_request_group_get_title:
 * @group: a group
 *
 * Returns: (transfer none): its name in the user's language
 */
const char *
lk_request_group_get_title (LkRequestGroup group)
{
  g_return_val_if_fail ((guint) group < LK_N_REQUEST_GROUPS, NULL);

  return _(group_titles[group]);
}

/**
 * lk_catalogue_find:
 * @id: the id of a request, such as "chats.list"
 *
 * Returns: (transfer none) (nullable): the request
 */
const LkRequest *
lk_catalogue_find (const char *id)
{
  guint n_requests;
  const LkRequest *requests = lk_catalogue_get_requests (&n_requests);

  g_return_val_if_fail (id != NULL, NULL);

  for (guint i = 0; i < n_requests; i++)
    {
      if (g_str_equal (requests[i].id, id))
        return &requests[i];
    }

  return NULL;
}

/* How well one folded word fits: 0 not at all. An id or a title that begins with the word is what was meant; in the
 * middle of a word it is less so, and in the path least. */
static guint
rate_word (const LkRequest  *request,
           const char       *title,
           const char       *word)
{
  g_autofree char *inner = g_strconcat (" ", word, NULL);

  if (g_str_has_prefix (request->id, word) || g_str_has_prefix (title, word))
    return 4;
  if (strstr (title, inner) != NULL)
    return 3;
  if (strstr (title, word) != NULL || strstr (request->id, word) != NULL)
    return 2;
  if (strstr (request->path, word) != NULL || g_ascii_strcasecmp (request->method, word) == 0)
    return 1;

  return 0;
}

typedef struct
{
  const LkRequest *request;
  guint score;
} Hit;

static int
compare_hits (gconstpointer  a,
              gconstpointer  b)
{
  const Hit *one = a, *other = b;

  if (one->score != other->score)
    return one->score > other->score ? -1 : 1;

  return one->request < other->request ? -1 : one->request > other->request;
}

/**
 * lk_catalogue_search:
 * @words: what was typed: words, each of which must be found in a request's title, id, path or method
 *
 * Finds requests by a few letters.
 *
 * Returns: (transfer container) (element-type LkRequest): the requests, the best first; all of them for no words
 */
GPtrArray *
lk_catalogue_search (const char *words)
{
  g_autoptr(GPtrArray) result = g_ptr_array_new ();
  g_autoptr(GArray) hits = g_array_new (FALSE, FALSE, sizeof (Hit));
  g_autofree char *folded = NULL;
  g_auto(GStrv) parts = NULL;
  const LkRequest *requests;
  guint n_requests;

  g_return_val_if_fail (words != NULL, NULL);

  folded = g_utf8_casefold (words, -1);
  parts = g_strsplit (folded, " ", -1);
  requests = lk_catalogue_get_requests (&n_requests);
  for (guint i = 0; i < n_requests; i++)
    {
      g_autofree char *title = g_utf8_casefold (_(requests[i].title), -1);
      Hit hit = { &requests[i], 1 };

      for (guint k = 0; parts[k] != NULL && hit.score > 0; k++)
        {
          guint score = *parts[k] == '\0' ? 1 : rate_word (&requests[i], title, parts[k]);

          hit.score = score == 0 ? 0 : hit.score + score;
        }
      if (hit.score > 0)
        g_array_append_val (hits, hit);
    }

  g_array_sort (hits, compare_hits);
  for (guint i = 0; i < hits->len; i++)
    g_ptr_array_add (result, (gpointer) g_array_index (hits, Hit, i).request);

  return g_steal_pointer (&result);
}

/**
 * lk_request_describe:
 * @request: a request
 *
 * Says before anything is sent what a request does and what it needs, in the user's language: its rights, where it
 * works, and how sure this is.
 *
 * Returns: (transfer full): some sentences
 */
char *
lk_request_describe (const LkRequest *request)
{
  static const char *const risks[] = {
    [LK_RISK_READS] = N_("Reads. Nothing is changed."),
    [LK_RISK_CREATES] = N_("Makes a new record."),
    [LK_RISK_CHANGES] = N_("Changes a record."),
    [LK_RISK_DESTROYS] = N_("Destroys what it names. There is no undo."),
  };
  static const char *const availabilities[] = {
    [LK_AVAILABLE_ALWAYS] = NULL,
    [LK_AVAILABLE_STANDALONE] = N_("An account that was made in Support refuses it."),
    [LK_AVAILABLE_LIMITED] = N_("Not every account has it."),
    [LK_AVAILABLE_ENTERPRISE] = N_("It needs the Enterprise plan."),
  };
  static const char *const certainties[] = {
    [LK_CERTAINTY_DOCUMENTED] = NULL,
    [LK_CERTAINTY_SEEN] = N_("Zendesk’s documentation does not describe it in full; it was seen in working programs."),
    [LK_CERTAINTY_UNCERTAIN] = N_("It is not certain that the service knows this request."),
  };
  g_autoptr(GString) text = NULL;

  g_return_val_if_fail (request != NULL, NULL);

  text = g_string_new (_(risks[request->risk]));
  if (request->rights == LK_RIGHTS_ADMINISTRATOR)
    g_string_append_printf (text, " %s", _("It needs an administrator’s token; another agent’s is refused with 403."));
  if (availabilities[request->availability] != NULL)
    g_string_append_printf (text, " %s", _(availabilities[request->availability]));
  if (request->note != NULL)
    g_string_append_printf (text, " %s", _(request->note));
  if (certainties[request->certainty] != NULL)
    g_string_append_printf (text, " %s", _(certainties[request->certainty]));

  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* The parts of a list are trimmed, and empty ones dropped: “a, b,” is two. */
static char *
escape_list (const char *value)
{
  g_auto(GStrv) parts = g_strsplit_set (value, ", \t\r\n", -1);
  GString *list = g_string_new (NULL);

  for (guint i = 0; parts[i] != NULL; i++)
    {
      if (*parts[i] == '\0')
        continue;
      if (list->len > 0)
        g_string_append_c (list, ',');
      g_string_append_uri_escaped (list, parts[i], NULL, FALSE);
    }

  return g_string_free (list, FALSE);
}

/* Returns: the value as it stands in the address; NULL with @error set where it is not of its type */
static char *
escape_value (const LkRequestParameter  *parameter,
              const char                *value,
              GError                   **error)
{
  g_autofree char *text = g_strstrip (g_strdup (value));

  if (parameter->type == LK_VALUE_INTEGER && !g_ascii_string_to_signed (text, 10, G_MININT64, G_MAXINT64, NULL, NULL))
    {
      g_set_error (error, LK_CATALOGUE_ERROR, LK_CATALOGUE_ERROR_INVALID_VALUE, _("“%s” must be a whole number"),
                   parameter->name);
      return NULL;
    }
  if (parameter->values != NULL && !g_strv_contains (parameter->values, text))
    {
      g_autofree char *values = g_strjoinv (", ", (char **) parameter->values);

      g_set_error (error, LK_CATALOGUE_ERROR, LK_CATALOGUE_ERROR_INVALID_VALUE, _("“%s” must be one of %s"),
                   parameter->name, values);
      return NULL;
    }
  /* These are no segments: a server takes them as steps to another path. */
  if (parameter->place == LK_PARAMETER_PATH && (g_str_equal (text, ".") || g_str_equal (text, "..")))
    {
      g_set_error (error, LK_CATALOGUE_ERROR, LK_CATALOGUE_ERROR_INVALID_VALUE, _("“%s” cannot be made of dots alone"),
                   parameter->name);
      return NULL;
    }

  return parameter->type == LK_VALUE_LIST ? escape_list (text) : g_uri_escape_string (text, "(*)", FALSE);
}

static const LkRequestParameter *
find_parameter (const LkRequest  *request,
                const char       *name)
{
  for (const LkRequestParameter *p = request->parameters; p != NULL && p->name != NULL; p++)
    {
      if (g_str_equal (p->name, name))
        return p;
    }

  return NULL;
}

static gboolean
check_names (const LkRequest  *request,
             GHashTable       *values,
             GError          **error)
{
  GHashTableIter iter;
  gpointer name;

  g_hash_table_iter_init (&iter, values);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    {
      if (find_parameter (request, name) == NULL)
        {
          g_set_error (error, LK_CATALOGUE_ERROR, LK_CATALOGUE_ERROR_UNKNOWN_NAME, _("“%s” has no parameter “%s”"),
                       request->id, (const char *) name);
          return FALSE;
        }
    }

  return TRUE;
}

static void
replace_segment (GString     *path,
                 const char  *name,
                 const char  *value)
{
  g_autofree char *mark = g_strdup_printf ("{%s}", name);

  g_string_replace (path, mark, value, 1);
}

/**
 * lk_request_make_path:
 * @request: a request
 * @values: (element-type utf8 utf8): the values by the names of parameters; an empty one counts as none
 * @error: return location for LK_CATALOGUE_ERROR, worded for the person who typed the values
 *
 * Makes the path and the query of a request, with every value escaped. A parameter without a value takes its initial
 * one, or is left out.
 *
 * Returns: (transfer full) (nullable): the path below the request's base
 */
char *
lk_request_make_path (const LkRequest  *request,
                      GHashTable       *values,
                      GError          **error)
{
  g_autoptr(GString) path = NULL;
  char separator = '?';

  g_return_val_if_fail (request != NULL && values != NULL, NULL);

  if (!check_names (request, values, error))
    return NULL;

  path = g_string_new (request->path);
  for (const LkRequestParameter *p = request->parameters; p != NULL && p->name != NULL; p++)
    {
      const char *given = g_hash_table_lookup (values, p->name);
      g_autofree char *value = NULL;

      if (given == NULL || *given == '\0')
        given = p->initial;
      if (given != NULL)
        {
          value = escape_value (p, given, error);
          if (value == NULL)
            return NULL;
        }
      if (p->required && (value == NULL || *value == '\0'))
        {
          g_set_error (error, LK_CATALOGUE_ERROR, LK_CATALOGUE_ERROR_MISSING_VALUE, _("“%s” is needed: %s"), p->name,
                       _(p->meaning));
          return NULL;
        }
      if (value == NULL)
        continue;

      if (p->place == LK_PARAMETER_PATH)
        {
          replace_segment (path, p->name, value);
        }
      else
        {
          g_string_append_printf (path, "%c%s=%s", separator, p->name, value);
          separator = '&';
        }
    }

  return g_string_free (g_steal_pointer (&path), FALSE);
}

/**
 * lk_request_check_body:
 * @request: a request
 * @body: (nullable): the body that is to be sent
 * @error: return location for LK_CATALOGUE_ERROR_UNFINISHED_BODY
 *
 * Keeps back what was surely not meant: a body that is not there, and one with a “…” of its template left in it.
 *
 * Returns: whether the body may be sent
 */
gboolean
lk_request_check_body (const LkRequest  *request,
                       const char       *body,
                       GError          **error)
{
  g_return_val_if_fail (request != NULL, FALSE);

  if (request->body == NULL)
    return TRUE;

  if (body == NULL || *body == '\0')
    {
      g_set_error (error, LK_CATALOGUE_ERROR, LK_CATALOGUE_ERROR_UNFINISHED_BODY,
                   _("This request needs a body. Its template: %s"), request->body);
      return FALSE;
    }
  if (strstr (body, "…") != NULL || strstr (body, "\\u2026") != NULL)
    {
      g_set_error_literal (error, LK_CATALOGUE_ERROR, LK_CATALOGUE_ERROR_UNFINISHED_BODY,
                           _("A “…” of the template is left in the body: replace it, or leave its member out"));
      return FALSE;
    }

  return TRUE;
}
