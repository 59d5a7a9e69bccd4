/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-graphql.h"

#include <glib/gi18n.h>
#include <string.h>

/* Deeper than any query that makes sense; also the bound of the stack below. */
#define MAX_DEPTH 64

G_DEFINE_QUARK (lk-graphql-error-quark, lk_graphql_error)

/* A walk over the tokens of a document. */
typedef struct
{
  const char *at;
  char closers[MAX_DEPTH];   /* what must close the brackets that are open */
  guint depth;
  gboolean in_definition;    /* past the first word of a definition, not past its braces */
  gboolean has_operation;
} Walk;

static gboolean
is_name_char (char c)
{
  return g_ascii_isalnum (c) || c == '_';
}

static gboolean
fail (GError         **error,
      LkGraphqlError   code,
      const char      *message)
{
  g_set_error_literal (error, LK_GRAPHQL_ERROR, code, message);

  return FALSE;
}

/* Past a string or a block string; FALSE when it does not close. */
static gboolean
skip_string (Walk *walk)
{
  gboolean block = g_str_has_prefix (walk->at, "\"\"\"");

  walk->at += block ? 3 : 1;
  while (*walk->at != '\0')
    {
      if (block && g_str_has_prefix (walk->at, "\\\"\"\""))
        {
          walk->at += 4;
        }
      else if (block && g_str_has_prefix (walk->at, "\"\"\""))
        {
          walk->at += 3;
          return TRUE;
        }
      else if (!block && *walk->at == '"')
        {
          walk->at++;
          return TRUE;
        }
      else if (!block && (*walk->at == '\n' || *walk->at == '\r'))
        {
          return FALSE;
        }
      else
        {
          walk->at += !block && *walk->at == '\\' && walk->at[1] != '\0' ? 2 : 1;
        }
    }

  return FALSE;
}

/* The first word of a definition says what it is; every other name is of no concern. */
static gboolean
take_name (Walk    *walk,
           GError **error)
{
  const char *start = walk->at;
  g_autofree char *word = NULL;

  while (is_name_char (*walk->at))
    walk->at++;

  if (walk->in_definition)
    return TRUE;

  walk->in_definition = TRUE;
  word = g_strndup (start, (gsize) (walk->at - start));

  if (strcmp (word, "mutation") == 0)
    return fail (error, LK_GRAPHQL_ERROR_MUTATION,
                 _("Latchkey sends queries and subscriptions only. A mutation changes something at the service, and "
                   "could set the agent online."));
  if (strcmp (word, "query") == 0 || strcmp (word, "subscription") == 0)
    walk->has_operation = TRUE;
  else if (strcmp (word, "fragment") != 0)
    return fail (error, LK_GRAPHQL_ERROR_SYNTAX,
                 _("A query starts with “{”, “query” or “subscription”."));

  return TRUE;
}

static gboolean
take_bracket (Walk    *walk,
              GError **error)
{
  static const char openers[] = "{([";
  static const char closers[] = "})]";
  const char *opener = strchr (openers, *walk->at);

  if (opener != NULL)
    {
      if (walk->depth == MAX_DEPTH)
        return fail (error, LK_GRAPHQL_ERROR_SYNTAX, _("The query is nested too deeply."));

      /* A document may leave the word “query” out. */
      if (!walk->in_definition)
        {
          if (*opener != '{')
            return fail (error, LK_GRAPHQL_ERROR_SYNTAX, _("A query starts with “{”, “query” or “subscription”."));
          walk->in_definition = walk->has_operation = TRUE;
        }
      walk->closers[walk->depth++] = closers[opener - openers];
    }
  else
    {
      if (walk->depth == 0 || walk->closers[walk->depth - 1] != *walk->at)
        return fail (error, LK_GRAPHQL_ERROR_SYNTAX, _("The query’s brackets do not match."));

      walk->depth--;
      if (walk->depth == 0 && *walk->at == '}')
        walk->in_definition = FALSE;
    }
  walk->at++;

  return TRUE;
}

/**
 * lk_graphql_check:
 * @document: what a person wrote
 * @error: where to put an `LK_GRAPHQL_ERROR`
 *
 * Looks whether a document can be sent: it has an operation, what is opened is closed, and no operation of it is a
 * mutation, for none is ever sent but the one that starts a session (zendesk-chat.md section 6: an agent is never set
 * online). Whether its fields exist is the service's to say.
 *
 * Returns: whether it can be sent
 */
gboolean
lk_graphql_check (const char  *document,
                  GError     **error)
{
  Walk walk = { .at = document };

  g_return_val_if_fail (document != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  while (*walk.at != '\0')
    {
      if (*walk.at == '#')
        {
          walk.at += strcspn (walk.at, "\r\n");
        }
      else if (*walk.at == '"')
        {
          if (!skip_string (&walk))
            return fail (error, LK_GRAPHQL_ERROR_SYNTAX, _("A quoted text in the query does not end."));
        }
      else if (is_name_char (*walk.at))
        {
          if (!take_name (&walk, error))
            return FALSE;
        }
      else if (strchr ("{}()[]", *walk.at) != NULL)
        {
          if (!take_bracket (&walk, error))
            return FALSE;
        }
      else
        {
          walk.at++;
        }
    }

  if (walk.depth > 0)
    return fail (error, LK_GRAPHQL_ERROR_SYNTAX, _("The query’s brackets do not match."));
  if (walk.in_definition)
    return fail (error, LK_GRAPHQL_ERROR_SYNTAX, _("The query names no fields: they stand in “{ }”."));
  if (!walk.has_operation)
    return fail (error, LK_GRAPHQL_ERROR_EMPTY, _("There is no query yet."));

  return TRUE;
}
