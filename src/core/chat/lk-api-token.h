/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkApiToken: one entry of oauth/tokens, its token masked at once. */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Its texts are sanitized; each but the id may be NULL. */
typedef struct
{
  const char *id;                 /* what revokes it */
  const char *masked;
  gboolean is_own;                /* the token that this program holds */
  const char *client_identifier;
  const char *agent_id;
  const char *const *scopes;      /* never NULL */
  const char *expires;            /* as the service writes it */
} LkApiToken;

LkApiToken *lk_api_token_new_from_json  (JsonObject *object,
                                         const char *own_access_token);
void        lk_api_token_free           (LkApiToken *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LkApiToken, lk_api_token_free)

G_END_DECLS
