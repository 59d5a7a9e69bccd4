/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Evaluates filter expressions of JSONPath (RFC 9535 sections 2.3.5.2 and 2.4). */
#include "config.h"

#include "lk-json-path-private.h"

#include <string.h>

#include "lk-iregexp.h"
#include "lk-json-string.h"

typedef enum
{
  OPERAND_NOTHING,
  OPERAND_NULL,
  OPERAND_FALSE,
  OPERAND_TRUE,
  OPERAND_NUMBER,
  OPERAND_STRING,
  OPERAND_ARRAY,
  OPERAND_OBJECT,
} OperandKind;

/* A value in a comparison or as an argument. */
typedef struct
{
  OperandKind kind;
  double number;
  const char *at;   /* not owned, nullable: of a string, from inside its quotation marks */
  const char *end;  /* not owned, nullable */
  gboolean is_json; /* the string is written with JSON's escapes */
  gsize start;      /* of a container */
} Operand;

static double
read_number (LkJsonIndex *index,
             gsize        start)
{
  g_autofree char *digits = lk_json_index_dup_json (index, start);

  return g_ascii_strtod (digits, NULL);
}

static Operand
read_node (LkJsonIndex *index,
           gsize        start)
{
  const char *data = g_bytes_get_data (lk_json_index_get_bytes (index), NULL);
  Operand operand = { .start = start, .is_json = TRUE };

  switch (lk_json_index_get_value_type (index, start))
    {
    case LK_JSON_OBJECT:
      operand.kind = OPERAND_OBJECT;
      break;

    case LK_JSON_ARRAY:
      operand.kind = OPERAND_ARRAY;
      break;

    case LK_JSON_STRING:
      operand.kind = OPERAND_STRING;
      operand.at = data + start + 1;
      operand.end = data + lk_json_index_get_end (index, start) - 1;
      break;

    case LK_JSON_NUMBER:
      operand.kind = OPERAND_NUMBER;
      operand.number = read_number (index, start);
      break;

    case LK_JSON_BOOLEAN:
      operand.kind = data[start] == 't' ? OPERAND_TRUE : OPERAND_FALSE;
      break;

    case LK_JSON_NULL:
    default:
      operand.kind = OPERAND_NULL;
    }

  return operand;
}

static gunichar
next_char (Operand *string)
{
  gunichar c;

  if (string->is_json)
    return lk_json_string_next (&string->at, string->end);

  c = g_utf8_get_char (string->at);
  string->at = g_utf8_next_char (string->at);

  return c;
}

/* By Unicode scalar values, as strcmp () answers. */
static int
compare_strings (Operand left,
                 Operand right)
{
  while (left.at < left.end && right.at < right.end)
    {
      gunichar a = next_char (&left);
      gunichar b = next_char (&right);

      if (a != b)
        return a < b ? -1 : 1;
    }

  return (left.at < left.end) - (right.at < right.end);
}

static gboolean nodes_equal (LkJsonIndex *index,
                             gsize        left,
                             gsize        right);

static gboolean
find_member (LkJsonIndex       *index,
             gsize              object,
             const LkJsonValue *like,
             LkJsonValue       *member)
{
  Operand key = read_node (index, like->key);

  for (gboolean there = lk_json_index_get_child (index, object, 0, member); there;
       there = lk_json_index_get_next (index, member, member))
    {
      if (compare_strings (key, read_node (index, member->key)) == 0)
        return TRUE;
    }

  return FALSE;
}

static gboolean
containers_equal (LkJsonIndex *index,
                  Operand      left,
                  Operand      right)
{
  LkJsonValue a, b;
  gboolean there;

  if (lk_json_index_get_n_children (index, left.start) != lk_json_index_get_n_children (index, right.start))
    return FALSE;

  for (there = lk_json_index_get_child (index, left.start, 0, &a); there;
       there = lk_json_index_get_next (index, &a, &a))
    {
      /* The order of members means nothing, though it is mostly the same. */
      if (!lk_json_index_get_child (index, right.start, a.place, &b))
        return FALSE;
      if (left.kind == OPERAND_OBJECT && compare_strings (read_node (index, a.key), read_node (index, b.key)) != 0 &&
          !find_member (index, right.start, &a, &b))
        return FALSE;
      if (!nodes_equal (index, a.start, b.start))
        return FALSE;
    }

  return TRUE;
}

static gboolean
operands_equal (LkJsonIndex *index,
                Operand      left,
                Operand      right)
{
  if (left.kind != right.kind)
    return FALSE;

  switch (left.kind)
    {
    case OPERAND_NUMBER:
      return left.number == right.number;

    case OPERAND_STRING:
      return compare_strings (left, right) == 0;

    case OPERAND_ARRAY:
    case OPERAND_OBJECT:
      return left.start == right.start || containers_equal (index, left, right);

    default:
      return TRUE;
    }
}

static gboolean
nodes_equal (LkJsonIndex *index,
             gsize        left,
             gsize        right)
{
  return operands_equal (index, read_node (index, left), read_node (index, right));
}

/* Only numbers and strings have an order. */
static gboolean
is_less (Operand left,
         Operand right)
{
  if (left.kind != right.kind)
    return FALSE;

  if (left.kind == OPERAND_NUMBER)
    return left.number < right.number;

  return left.kind == OPERAND_STRING && compare_strings (left, right) < 0;
}

/* The nodes of a query, as far as a caller needs to know them. */
typedef struct
{
  gsize n;
  gsize max;
  gsize start; /* of the first */
} Nodes;

static gboolean
take_node (const LkJsonValue *node,
           gpointer           data)
{
  Nodes *nodes = data;

  if (nodes->n++ == 0)
    nodes->start = node->start;

  return nodes->n < nodes->max;
}

static Nodes
find_nodes (LkPathRun         *run,
            const LkPathQuery *query,
            const LkJsonValue *current,
            gsize              max)
{
  Nodes nodes = { .max = max };

  _lk_path_visit (run, query, current, take_node, &nodes);

  return nodes;
}

static Operand get_operand (LkPathRun              *run,
                            const LkPathExpression *expression,
                            const LkJsonValue      *current);

static Operand
get_length (LkPathRun *run,
            Operand    value)
{
  Operand length = { .kind = OPERAND_NUMBER };

  switch (value.kind)
    {
    case OPERAND_STRING:
      while (value.at < value.end)
        {
          next_char (&value);
          length.number++;
        }
      break;

    case OPERAND_ARRAY:
    case OPERAND_OBJECT:
      length.number = (double) lk_json_index_get_n_children (run->index, value.start);
      break;

    default:
      length.kind = OPERAND_NOTHING;
    }

  return length;
}

static Operand
get_operand (LkPathRun              *run,
             const LkPathExpression *expression,
             const LkJsonValue      *current)
{
  Operand operand = { .kind = OPERAND_NOTHING };
  Nodes nodes;

  switch (expression->kind)
    {
    case LK_PATH_QUERY:
      nodes = find_nodes (run, expression->query, current, 1);
      return nodes.n > 0 ? read_node (run->index, nodes.start) : operand;

    case LK_PATH_VALUE:
      nodes = find_nodes (run, expression->left->query, current, 2);
      return nodes.n == 1 ? read_node (run->index, nodes.start) : operand;

    case LK_PATH_COUNT:
      operand.kind = OPERAND_NUMBER;
      operand.number = (double) find_nodes (run, expression->left->query, current, G_MAXSIZE).n;
      return operand;

    case LK_PATH_LENGTH:
      return get_length (run, get_operand (run, expression->left, current));

    case LK_PATH_STRING:
      operand.kind = OPERAND_STRING;
      operand.at = expression->string->str;
      operand.end = operand.at + expression->string->len;
      return operand;

    case LK_PATH_NUMBER:
      operand.kind = OPERAND_NUMBER;
      operand.number = expression->number;
      return operand;

    case LK_PATH_TRUE:
      operand.kind = OPERAND_TRUE;
      return operand;

    case LK_PATH_FALSE:
      operand.kind = OPERAND_FALSE;
      return operand;

    case LK_PATH_NULL:
      operand.kind = OPERAND_NULL;
      return operand;

    default:
      g_return_val_if_reached (operand);
    }
}

/* Valid UTF-8; half of a surrogate pair, which only JSON's escapes can write, becomes U+FFFD. */
static GString *
dup_string (Operand string)
{
  GString *out = g_string_new (NULL);

  while (string.at < string.end)
    {
      gunichar c = next_char (&string);

      if (c == 0)
        g_string_append_c (out, '\0');
      else
        g_string_append_unichar (out, c >= 0xd800 && c <= 0xdfff ? 0xfffd : c);
    }

  return out;
}

/* match () and search (): false for what is no string and no I-Regexp. */
static gboolean
test_regex (LkPathRun              *run,
            const LkPathExpression *expression,
            const LkJsonValue      *current)
{
  Operand value = get_operand (run, expression->left, current);
  Operand pattern = get_operand (run, expression->right, current);
  g_autoptr(GRegex) regex = NULL;
  GString *text;
  gboolean matches;

  if (value.kind != OPERAND_STRING || pattern.kind != OPERAND_STRING)
    return FALSE;

  if (expression->right->kind == LK_PATH_STRING)
    {
      regex = expression->regex != NULL ? g_regex_ref (expression->regex) : NULL;
    }
  else
    {
      GString *written = dup_string (pattern);

      regex = lk_iregexp_compile (written->str, written->len, expression->kind == LK_PATH_MATCH);
      g_string_free (written, TRUE);
    }
  if (regex == NULL)
    return FALSE;

  text = dup_string (value);
  matches = g_regex_match_full (regex, text->str, (gssize) text->len, 0, 0, NULL, NULL);
  g_string_free (text, TRUE);

  return matches;
}

/* Whether the expression is true of the current node. */
gboolean
_lk_path_test (LkPathRun              *run,
               const LkPathExpression *expression,
               const LkJsonValue      *current)
{
  const LkPathExpression *left = expression->left;
  const LkPathExpression *right = expression->right;
  Operand a, b;

  switch (expression->kind)
    {
    case LK_PATH_OR:
      return _lk_path_test (run, left, current) || _lk_path_test (run, right, current);

    case LK_PATH_AND:
      return _lk_path_test (run, left, current) && _lk_path_test (run, right, current);

    case LK_PATH_NOT:
      return !_lk_path_test (run, left, current);

    case LK_PATH_QUERY:
      return find_nodes (run, expression->query, current, 1).n > 0;

    case LK_PATH_MATCH:
    case LK_PATH_SEARCH:
      return test_regex (run, expression, current);

    default:
      break;
    }

  a = get_operand (run, left, current);
  b = get_operand (run, right, current);
  switch (expression->kind)
    {
    case LK_PATH_EQUAL:
      return operands_equal (run->index, a, b);

    case LK_PATH_NOT_EQUAL:
      return !operands_equal (run->index, a, b);

    case LK_PATH_LESS:
      return is_less (a, b);

    case LK_PATH_LESS_EQUAL:
      return is_less (a, b) || operands_equal (run->index, a, b);

    case LK_PATH_GREATER:
      return is_less (b, a);

    case LK_PATH_GREATER_EQUAL:
      return is_less (b, a) || operands_equal (run->index, a, b);

    default:
      g_return_val_if_reached (FALSE);
    }
}
