/* SPDX-License-Identifier: GPL-3.0-or-later */
/* As much of GraphQL as the practice server needs: the kind of an operation and the fields it asks for at the top. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  LK_PRACTICE_OPERATION_INVALID,
  LK_PRACTICE_OPERATION_QUERY,
  LK_PRACTICE_OPERATION_MUTATION,
  LK_PRACTICE_OPERATION_SUBSCRIPTION,
} LkPracticeOperation;

LkPracticeOperation lk_practice_graphql_parse (const char   *text,
                                               char       ***fields);

G_END_DECLS
