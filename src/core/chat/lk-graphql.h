/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a GraphQL document asks for, as far as it must be known before it is sent. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define LK_GRAPHQL_ERROR (lk_graphql_error_quark ())
GQuark lk_graphql_error_quark (void);

typedef enum
{
  LK_GRAPHQL_ERROR_EMPTY,      /* nothing but white space, commas and comments */
  LK_GRAPHQL_ERROR_SYNTAX,     /* brackets or quotes that do not close, or no operation */
  LK_GRAPHQL_ERROR_MUTATION,   /* it would change something */
} LkGraphqlError;

gboolean lk_graphql_check (const char  *document,
                           GError     **error);

G_END_DECLS
