/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The fields of LkConnection, for the files that make it up. */
#pragma once

#include "lk-connection.h"

G_BEGIN_DECLS

struct _LkConnection
{
  GObject parent_instance;

  /* Owned text; none of it secret */
  char *id;
  char *name;
  char *subdomain;
  char *client_id;
  char *redirect_uri;
  char **scopes;
  char *issuer;
  char *oauth_client_id;
  char *authorize_url;
  char *token_url;
  char *api_base;
  char *graphql_url;
  char *stream_url;
  char *practice_origin;

  LkConnectionKind kind;
  LkGrant grant;
  LkPkce pkce;
  LkClientAuth client_auth;
  LkClientType last_client_type;
  gboolean no_state_echo;
};

G_END_DECLS
