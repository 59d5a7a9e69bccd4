/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-connection-enums.h"

G_DEFINE_ENUM_TYPE (LkConnectionKind, lk_connection_kind,
                    G_DEFINE_ENUM_VALUE (LK_CONNECTION_KIND_INTEGRATED, "integrated"),
                    G_DEFINE_ENUM_VALUE (LK_CONNECTION_KIND_LEGACY, "legacy"),
                    G_DEFINE_ENUM_VALUE (LK_CONNECTION_KIND_CUSTOM, "custom"),
                    G_DEFINE_ENUM_VALUE (LK_CONNECTION_KIND_PRACTICE, "practice"))

G_DEFINE_ENUM_TYPE (LkGrant, lk_grant,
                    G_DEFINE_ENUM_VALUE (LK_GRANT_CODE, "code"),
                    G_DEFINE_ENUM_VALUE (LK_GRANT_IMPLICIT, "implicit"),
                    G_DEFINE_ENUM_VALUE (LK_GRANT_CLIENT_CREDENTIALS, "client-credentials"))

G_DEFINE_ENUM_TYPE (LkPkce, lk_pkce,
                    G_DEFINE_ENUM_VALUE (LK_PKCE_OFF, "off"),
                    G_DEFINE_ENUM_VALUE (LK_PKCE_S256, "S256"))

G_DEFINE_ENUM_TYPE (LkClientAuth, lk_client_auth,
                    G_DEFINE_ENUM_VALUE (LK_CLIENT_AUTH_POST, "post"),
                    G_DEFINE_ENUM_VALUE (LK_CLIENT_AUTH_BASIC, "basic"))

G_DEFINE_ENUM_TYPE (LkClientType, lk_client_type,
                    G_DEFINE_ENUM_VALUE (LK_CLIENT_TYPE_UNKNOWN, "unknown"),
                    G_DEFINE_ENUM_VALUE (LK_CLIENT_TYPE_PUBLIC, "public"),
                    G_DEFINE_ENUM_VALUE (LK_CLIENT_TYPE_CONFIDENTIAL, "confidential"))

/**
 * lk_enum_to_nick:
 * @type: one of the types of this file
 * @value: a value of it
 *
 * Tells the word that stands for a choice in files and on the command line.
 *
 * Returns: the nick; %NULL for a value outside the type
 */
const char *
lk_enum_to_nick (GType type,
                 int   value)
{
  g_autoptr(GTypeClass) class = g_type_class_ref (type);
  GEnumValue *entry = g_enum_get_value (G_ENUM_CLASS (class), value);

  return entry != NULL ? entry->value_nick : NULL;
}

/**
 * lk_enum_from_nick:
 * @type: one of the types of this file
 * @nick: (nullable): a word
 * @value: (out): the choice it stands for
 *
 * Reads the word that stands for a choice.
 *
 * Returns: whether @nick is one of @type
 */
gboolean
lk_enum_from_nick (GType       type,
                   const char *nick,
                   int        *value)
{
  g_autoptr(GTypeClass) class = g_type_class_ref (type);
  GEnumValue *entry = nick != NULL ? g_enum_get_value_by_nick (G_ENUM_CLASS (class), nick) : NULL;

  if (entry == NULL)
    return FALSE;

  *value = entry->value;

  return TRUE;
}
