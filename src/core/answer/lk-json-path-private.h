/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The syntax tree of a JSONPath query (RFC 9535 section 2). The parser makes it, and it is not changed after that. */
#pragma once

#include "lk-json-index.h"

G_BEGIN_DECLS

typedef struct _LkPathExpression LkPathExpression;

typedef enum
{
  LK_PATH_NAME,
  LK_PATH_WILDCARD,
  LK_PATH_INDEX,
  LK_PATH_SLICE,
  LK_PATH_FILTER,
} LkPathSelectorKind;

typedef struct
{
  LkPathSelectorKind kind;
  GString *name;            /* owned, nullable: valid UTF-8, may hold NUL */
  LkPathExpression *filter; /* owned, nullable */
  gint64 start;             /* of a slice, or the index */
  gint64 end;
  gint64 step;
  gboolean has_start;
  gboolean has_end;
} LkPathSelector;

typedef struct
{
  GPtrArray *selectors; /* owned: of LkPathSelector */
  gboolean descendant;
} LkPathSegment;

typedef struct
{
  GPtrArray *segments; /* owned: of LkPathSegment */
  gboolean relative;   /* starts at the current node, not at the root */
  gboolean singular;   /* leads to one node at most, by its syntax */
} LkPathQuery;

typedef enum
{
  /* logical */
  LK_PATH_OR,
  LK_PATH_AND,
  LK_PATH_NOT,
  LK_PATH_EQUAL,
  LK_PATH_NOT_EQUAL,
  LK_PATH_LESS,
  LK_PATH_LESS_EQUAL,
  LK_PATH_GREATER,
  LK_PATH_GREATER_EQUAL,
  LK_PATH_MATCH,
  LK_PATH_SEARCH,

  /* a query: logical as a test, a value where it is singular */
  LK_PATH_QUERY,

  /* values */
  LK_PATH_LENGTH,
  LK_PATH_COUNT,
  LK_PATH_VALUE,
  LK_PATH_STRING,
  LK_PATH_NUMBER,
  LK_PATH_TRUE,
  LK_PATH_FALSE,
  LK_PATH_NULL,
} LkPathExpressionKind;

struct _LkPathExpression
{
  LkPathExpressionKind kind;
  LkPathExpression *left;  /* owned, nullable: the first operand or argument */
  LkPathExpression *right; /* owned, nullable: the second */
  LkPathQuery *query;      /* owned, nullable */
  GString *string;         /* owned, nullable: of a literal */
  GRegex *regex;           /* owned, nullable: of match () and search () whose pattern is a literal */
  double number;
};

void         _lk_path_query_free             (LkPathQuery       *self);
void         _lk_path_expression_free        (LkPathExpression  *self);

LkPathQuery *_lk_path_parse                  (const char        *text,
                                              GError           **error);

/* One run of a query. */
typedef struct
{
  LkJsonIndex *index;        /* not owned */
  GCancellable *cancellable; /* not owned, nullable */
  guint n_steps;
} LkPathRun;

/* Gets a node of the result; returns whether to go on. */
typedef gboolean (*LkPathFunc) (const LkJsonValue *node, gpointer user_data);

gboolean     _lk_path_visit                  (LkPathRun              *run,
                                              const LkPathQuery      *query,
                                              const LkJsonValue      *current,
                                              LkPathFunc              func,
                                              gpointer                user_data);
gboolean     _lk_path_test                   (LkPathRun              *run,
                                              const LkPathExpression *expression,
                                              const LkJsonValue      *current);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LkPathQuery, _lk_path_query_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LkPathExpression, _lk_path_expression_free)

G_END_DECLS
