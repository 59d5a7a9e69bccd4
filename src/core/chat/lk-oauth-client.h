/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkOauthClient: one entry of oauth/clients, a reference-counted value. Its client secret is not kept in it. */
#pragma once

#include <json-glib/json-glib.h>

#include "lk-connection.h"

G_BEGIN_DECLS

/* Its texts are sanitized; each but the id may be NULL. */
typedef struct
{
  const char *id;                    /* the number that the REST paths take, as text */
  const char *name;
  const char *company;
  const char *identifier;            /* the client_id of OAuth */
  LkClientType client_type;
  const char *const *redirect_uris;  /* never NULL */
  const char *const *scopes;         /* never NULL */
  const char *created;               /* as the service writes it */
  const char *updated;
} LkOauthClient;

LkOauthClient *lk_oauth_client_new_from_json  (JsonObject    *object);
LkOauthClient *lk_oauth_client_ref            (LkOauthClient *self);
void           lk_oauth_client_unref          (LkOauthClient *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LkOauthClient, lk_oauth_client_unref)

G_END_DECLS
