/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The choices of a connection. Their nicks are the words of the saved file and of the command line. */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

typedef enum
{
  LK_CONNECTION_KIND_INTEGRATED,
  LK_CONNECTION_KIND_LEGACY,
  LK_CONNECTION_KIND_CUSTOM,
  LK_CONNECTION_KIND_PRACTICE,
} LkConnectionKind;

typedef enum
{
  LK_GRANT_CODE,
  LK_GRANT_IMPLICIT,
  LK_GRANT_CLIENT_CREDENTIALS,
} LkGrant;

typedef enum
{
  LK_PKCE_OFF,
  LK_PKCE_S256,
} LkPkce;

typedef enum
{
  LK_CLIENT_AUTH_POST,
  LK_CLIENT_AUTH_BASIC,
} LkClientAuth;

typedef enum
{
  LK_CLIENT_TYPE_UNKNOWN,
  LK_CLIENT_TYPE_PUBLIC,
  LK_CLIENT_TYPE_CONFIDENTIAL,
} LkClientType;

#define LK_TYPE_CONNECTION_KIND (lk_connection_kind_get_type ())
#define LK_TYPE_GRANT           (lk_grant_get_type ())
#define LK_TYPE_PKCE            (lk_pkce_get_type ())
#define LK_TYPE_CLIENT_AUTH     (lk_client_auth_get_type ())
#define LK_TYPE_CLIENT_TYPE     (lk_client_type_get_type ())

GType       lk_connection_kind_get_type  (void);
GType       lk_grant_get_type            (void);
GType       lk_pkce_get_type             (void);
GType       lk_client_auth_get_type      (void);
GType       lk_client_type_get_type      (void);

const char *lk_enum_to_nick              (GType       type,
                                          int         value);
gboolean    lk_enum_from_nick            (GType       type,
                                          const char *nick,
                                          int        *value);

G_END_DECLS
