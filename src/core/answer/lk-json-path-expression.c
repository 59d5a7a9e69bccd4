/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Filter expressions of JSONPath (RFC 9535 section 2.3.5), with the types of their functions (section 2.4.3). */
#include "config.h"

#include "lk-json-path-parser-private.h"

#include <glib/gi18n.h>
#include <string.h>

#include "lk-iregexp.h"

static LkPathExpression *
expression_new (LkPathExpressionKind  kind,
                LkPathExpression     *left,
                LkPathExpression     *right)
{
  LkPathExpression *self = g_new0 (LkPathExpression, 1);

  self->kind = kind;
  self->left = left;
  self->right = right;

  return self;
}

/* number */
static LkPathExpression *
parse_number (LkPathParser *self)
{
  const char *start = self->at;
  LkPathExpression *number;

  _lk_path_accept (self, "-");
  if (*self->at == '0' ? g_ascii_isdigit (self->at[1]) : !g_ascii_isdigit (*self->at))
    {
      _lk_path_fail (self, _("this is not a number as JSON writes it"));
      return NULL;
    }
  self->at += strspn (self->at, "0123456789");

  if (_lk_path_accept (self, "."))
    {
      if (!g_ascii_isdigit (*self->at))
        {
          _lk_path_fail (self, _("this is not a number as JSON writes it"));
          return NULL;
        }
      self->at += strspn (self->at, "0123456789");
    }

  if (_lk_path_accept (self, "e") || _lk_path_accept (self, "E"))
    {
      if (*self->at == '-' || *self->at == '+')
        self->at++;
      if (!g_ascii_isdigit (*self->at))
        {
          _lk_path_fail (self, _("this is not a number as JSON writes it"));
          return NULL;
        }
      self->at += strspn (self->at, "0123456789");
    }

  number = expression_new (LK_PATH_NUMBER, NULL, NULL);
  number->number = g_ascii_strtod (start, NULL);

  return number;
}

typedef enum
{
  ARGUMENT_NONE,
  ARGUMENT_VALUE,
  ARGUMENT_NODES,
} ArgumentType;

static const struct
{
  const char *name;
  LkPathExpressionKind kind;
  ArgumentType arguments[2];
} functions[] = {
  { "length", LK_PATH_LENGTH, { ARGUMENT_VALUE, ARGUMENT_NONE } },
  { "count", LK_PATH_COUNT, { ARGUMENT_NODES, ARGUMENT_NONE } },
  { "match", LK_PATH_MATCH, { ARGUMENT_VALUE, ARGUMENT_VALUE } },
  { "search", LK_PATH_SEARCH, { ARGUMENT_VALUE, ARGUMENT_VALUE } },
  { "value", LK_PATH_VALUE, { ARGUMENT_NODES, ARGUMENT_NONE } },
};

static LkPathExpression *parse_operand (LkPathParser *self);

static gboolean
is_value (const LkPathExpression *expression)
{
  return expression->kind > LK_PATH_QUERY || (expression->kind == LK_PATH_QUERY && expression->query->singular);
}

static gboolean
parse_argument (LkPathParser            *self,
                ArgumentType       type,
                LkPathExpression **argument)
{
  const char *start;

  _lk_path_skip_blanks (self);
  start = self->at;
  *argument = parse_operand (self);
  if (*argument == NULL)
    return FALSE;

  if (type == ARGUMENT_VALUE && !is_value (*argument))
    return _lk_path_fail_at (self, start, _("the function needs one value here"));
  if (type == ARGUMENT_NODES && (*argument)->kind != LK_PATH_QUERY)
    return _lk_path_fail_at (self, start, _("the function needs a path here"));

  _lk_path_skip_blanks (self);

  return TRUE;
}

/* function-expr, after its parenthesis. `i` is its row of the table. */
static LkPathExpression *
parse_function (LkPathParser *self,
                gsize   i)
{
  g_autoptr(LkPathExpression) function = expression_new (functions[i].kind, NULL, NULL);

  if (!_lk_path_enter (self) || !parse_argument (self, functions[i].arguments[0], &function->left))
    return NULL;

  if (functions[i].arguments[1] != ARGUMENT_NONE)
    {
      if (!_lk_path_accept (self, ","))
        {
          _lk_path_fail (self, _("a comma and a second value must follow"));
          return NULL;
        }
      if (!parse_argument (self, functions[i].arguments[1], &function->right))
        return NULL;

      if (function->right->kind == LK_PATH_STRING)
        function->regex = lk_iregexp_compile (function->right->string->str, function->right->string->len,
                                              function->kind == LK_PATH_MATCH);
    }

  if (!_lk_path_accept (self, ")"))
    {
      _lk_path_fail (self, _("a closing parenthesis must follow"));
      return NULL;
    }
  self->depth--;

  return g_steal_pointer (&function);
}

/* true, false, null or a function */
static LkPathExpression *
parse_word (LkPathParser *self)
{
  static const struct
  {
    const char *word;
    LkPathExpressionKind kind;
  } constants[] = { { "true", LK_PATH_TRUE }, { "false", LK_PATH_FALSE }, { "null", LK_PATH_NULL } };
  const char *start = self->at;
  g_autofree char *word = NULL;

  while (g_ascii_islower (*self->at) || (self->at > start && (g_ascii_isdigit (*self->at) || *self->at == '_')))
    self->at++;
  word = g_strndup (start, self->at - start);

  if (_lk_path_accept (self, "("))
    {
      for (gsize i = 0; i < G_N_ELEMENTS (functions); i++)
        {
          if (g_str_equal (word, functions[i].name))
            return parse_function (self, i);
        }
      _lk_path_fail_at (self, start, _("there is no such function; there are length, count, match, search and value"));
      return NULL;
    }

  for (gsize i = 0; i < G_N_ELEMENTS (constants); i++)
    {
      if (g_str_equal (word, constants[i].word))
        return expression_new (constants[i].kind, NULL, NULL);
    }
  _lk_path_fail_at (self, start,
                    _("a path with @ or $, a function, a number, a string, true, false or null must stand "
                                   "here"));

  return NULL;
}

/* A literal, a query or a function. */
static LkPathExpression *
parse_operand (LkPathParser *self)
{
  LkPathExpression *operand;

  if (*self->at == '"' || *self->at == '\'')
    {
      GString *string = _lk_path_parse_string (self);

      if (string == NULL)
        return NULL;

      operand = expression_new (LK_PATH_STRING, NULL, NULL);
      operand->string = string;
      return operand;
    }

  if (_lk_path_is_at_integer (self))
    return parse_number (self);

  if (*self->at == '@' || *self->at == '$')
    {
      LkPathQuery *query = _lk_path_parse_query (self);

      if (query == NULL)
        return NULL;

      operand = expression_new (LK_PATH_QUERY, NULL, NULL);
      operand->query = query;
      return operand;
    }

  return parse_word (self);
}

static gboolean
accept_comparison (LkPathParser               *self,
                   LkPathExpressionKind *kind)
{
  /* The longer first. */
  static const struct
  {
    const char *token;
    LkPathExpressionKind kind;
  } comparisons[] = {
    { "==", LK_PATH_EQUAL },         { "!=", LK_PATH_NOT_EQUAL }, { "<=", LK_PATH_LESS_EQUAL },
    { ">=", LK_PATH_GREATER_EQUAL }, { "<", LK_PATH_LESS },       { ">", LK_PATH_GREATER },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (comparisons); i++)
    {
      if (_lk_path_accept (self, comparisons[i].token))
        {
          *kind = comparisons[i].kind;
          return TRUE;
        }
    }

  return FALSE;
}

static LkPathExpression *
parse_parentheses (LkPathParser *self)
{
  g_autoptr(LkPathExpression) inside = NULL;

  if (!_lk_path_enter (self))
    return NULL;

  _lk_path_skip_blanks (self);
  inside = _lk_path_parse_expression (self);
  if (inside == NULL)
    return NULL;

  _lk_path_skip_blanks (self);
  if (!_lk_path_accept (self, ")"))
    {
      _lk_path_fail (self, _("a closing parenthesis must follow"));
      return NULL;
    }
  self->depth--;

  return g_steal_pointer (&inside);
}

/* comparison-expr or test-expr */
static LkPathExpression *
parse_test (LkPathParser   *self,
            gboolean  may_compare)
{
  const char *start = self->at;
  g_autoptr(LkPathExpression) left = parse_operand (self);
  g_autoptr(LkPathExpression) right = NULL;
  LkPathExpressionKind kind;
  const char *after = self->at;

  if (left == NULL)
    return NULL;

  _lk_path_skip_blanks (self);
  if (!may_compare || !accept_comparison (self, &kind))
    {
      self->at = after;
      if (left->kind <= LK_PATH_QUERY)
        return g_steal_pointer (&left);

      _lk_path_fail_at (self, after, _("a comparison must follow"));
      return NULL;
    }

  if (!is_value (left))
    {
      _lk_path_fail_at (self, start, _("only one value can be compared"));
      return NULL;
    }

  _lk_path_skip_blanks (self);
  start = self->at;
  right = parse_operand (self);
  if (right == NULL)
    return NULL;

  if (!is_value (right))
    {
      _lk_path_fail_at (self, start, _("only one value can be compared"));
      return NULL;
    }

  return expression_new (kind, g_steal_pointer (&left), g_steal_pointer (&right));
}

/* basic-expr */
static LkPathExpression *
parse_basic (LkPathParser *self)
{
  LkPathExpression *inside;

  if (!_lk_path_accept (self, "!"))
    return _lk_path_accept (self, "(") ? parse_parentheses (self) : parse_test (self, TRUE);

  _lk_path_skip_blanks (self);
  inside = _lk_path_accept (self, "(") ? parse_parentheses (self) : parse_test (self, FALSE);

  return inside != NULL ? expression_new (LK_PATH_NOT, inside, NULL) : NULL;
}

typedef LkPathExpression *(*Parse) (LkPathParser *self);

/* Operands of one operator. */
static LkPathExpression *
parse_chain (LkPathParser               *self,
             const char           *operator,
             LkPathExpressionKind  kind,
             Parse                 parse)
{
  g_autoptr(LkPathExpression) left = parse (self);
  const char *after = self->at;

  if (left == NULL)
    return NULL;

  for (_lk_path_skip_blanks (self); _lk_path_accept (self, operator); _lk_path_skip_blanks (self))
    {
      LkPathExpression *right;

      _lk_path_skip_blanks (self);
      right = parse (self);
      if (right == NULL)
        return NULL;

      left = expression_new (kind, left, right);
      after = self->at;
    }
  self->at = after;

  return g_steal_pointer (&left);
}

static LkPathExpression *
parse_and (LkPathParser *self)
{
  return parse_chain (self, "&&", LK_PATH_AND, parse_basic);
}

LkPathExpression *
_lk_path_parse_expression (LkPathParser *self)
{
  return parse_chain (self, "||", LK_PATH_OR, parse_and);
}
