/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "lk-practice-graphql.h"

#define MAX_DEPTH 32

static gboolean
is_name_char (char c)
{
  return g_ascii_isalnum (c) || c == '_';
}

static const char *
skip_name (const char *at)
{
  while (is_name_char (*at))
    at++;

  return at;
}

static const char *
skip_ignored (const char *at)
{
  while (g_ascii_isspace (*at) || *at == ',')
    at++;

  return at;
}

/* Past the closing quote; NULL when there is none. */
static const char *
skip_string (const char *at)
{
  for (at++; *at != '\0' && *at != '"'; at++)
    {
      if (*at == '\\' && at[1] != '\0')
        at++;
    }

  return *at == '"' ? at + 1 : NULL;
}

static LkPracticeOperation
read_kind (const char **at)
{
  const char *start = skip_ignored (*at);
  const char *end = skip_name (start);
  g_autofree char *word = g_strndup (start, (gsize) (end - start));

  *at = end;
  if (*word == '\0' && *end == '{')
    return LK_PRACTICE_OPERATION_QUERY;
  if (strcmp (word, "query") == 0)
    return LK_PRACTICE_OPERATION_QUERY;
  if (strcmp (word, "mutation") == 0)
    return LK_PRACTICE_OPERATION_MUTATION;
  if (strcmp (word, "subscription") == 0)
    return LK_PRACTICE_OPERATION_SUBSCRIPTION;

  return LK_PRACTICE_OPERATION_INVALID;
}

/**
 * lk_practice_graphql_parse:
 * @text: a GraphQL document of one operation
 * @fields: (out) (transfer full) (nullable): the fields it asks for at the top, aliases left out; %NULL when it is
 * invalid
 *
 * Reads a document well enough to know what is asked for. Brackets must close; arguments, directives and what lies
 * deeper are passed over.
 *
 * Returns: the operation's kind
 */
LkPracticeOperation
lk_practice_graphql_parse (const char   *text,
                           char       ***fields)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  LkPracticeOperation kind = read_kind (&text);
  guint braces = 0, parentheses = 0;
  gboolean opened = FALSE;

  *fields = NULL;
  if (kind == LK_PRACTICE_OPERATION_INVALID)
    return kind;

  while (*text != '\0')
    {
      const char *start = text;

      if (*text == '"')
        {
          text = skip_string (text);
          if (text == NULL)
            return LK_PRACTICE_OPERATION_INVALID;
          continue;
        }

      if (*text == '#')
        {
          text += strcspn (text, "\r\n");
          continue;
        }

      if (is_name_char (*text) || *text == '@' || *text == '$')
        {
          const char *name_end = skip_name (is_name_char (*text) ? text : text + 1);

          text = name_end;
          /* A directive's name and a variable are no fields, an alias only stands for one. */
          if (braces == 1 && parentheses == 0 && is_name_char (*start) && *skip_ignored (name_end) != ':')
            {
              g_autofree char *name = g_strndup (start, (gsize) (name_end - start));

              g_strv_builder_add (builder, name);
            }
          continue;
        }

      if (*text == '{')
        {
          braces++;
          opened = TRUE;
        }
      else if (*text == '(')
        {
          parentheses++;
        }
      else if ((*text == '}' && braces-- == 0) || (*text == ')' && parentheses-- == 0))
        {
          return LK_PRACTICE_OPERATION_INVALID;
        }

      if (braces + parentheses > MAX_DEPTH)
        return LK_PRACTICE_OPERATION_INVALID;
      text++;
    }

  if (!opened || braces != 0 || parentheses != 0)
    return LK_PRACTICE_OPERATION_INVALID;

  *fields = g_strv_builder_end (builder);

  return kind;
}
