/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A person with a browser and a program with a token: what the tests of the practice server speak through. */
#pragma once

#include <json-glib/json-glib.h>
#include <libsoup/soup.h>

#include "lk-practice-server.h"
#include "sabotage.h"

G_BEGIN_DECLS

typedef struct
{
  LkPracticeServer *server;
  SoupSession      *session;        /* follows no redirect; keeps cookies */
  char             *bearer;         /* owned, nullable: sent as a Bearer token */
  /* The last answer. */
  guint             status;
  char             *body;
  gsize             body_length;
  char             *location;       /* owned, nullable */
  char             *retry_after;    /* owned, nullable */
  GError           *error;          /* owned, nullable */
} PracticeClient;

PracticeClient *practice_client_new       (void);
void            practice_client_free      (PracticeClient *self);

guint           practice_client_ask       (PracticeClient *self,
                                           const char     *method,
                                           const char     *target,
                                           const char     *content_type,
                                           const char     *body);
guint           practice_client_get       (PracticeClient *self,
                                           const char     *target);
guint           practice_client_post_form (PracticeClient *self,
                                           const char     *target,
                                           const char     *body);
JsonNode       *practice_client_json      (PracticeClient *self);

/* The authorize address of the server's own client. `extra` is appended as it stands. */
char           *practice_client_authorize (PracticeClient *self,
                                           const char     *response_type,
                                           const char     *scope,
                                           const char     *extra);
void            practice_client_log_in    (PracticeClient *self,
                                           const char     *target);
guint           practice_client_decide    (PracticeClient *self,
                                           const char     *target,
                                           const char     *decision);
/* Login and Allow: the whole redirect's address. */
char           *practice_client_allow     (PracticeClient *self,
                                           const char     *response_type,
                                           const char     *scope,
                                           const char     *extra);
char           *practice_client_parameter (const char     *location,
                                           const char     *name);
/* The grant_type, client id, secret and redirect URI of the server's own client, then `extra`. */
guint           practice_client_token     (PracticeClient *self,
                                           const char     *grant,
                                           const char     *extra);
/* Signs in by code with all scopes; the refresh token. The access token becomes the bearer. */
char           *practice_client_sign_in   (PracticeClient *self);
/* Waits for at most `milliseconds` for the answer, then gives up on it; TRUE when it came. */
gboolean        practice_client_ask_for   (PracticeClient *self,
                                           const char     *target,
                                           guint           milliseconds);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PracticeClient, practice_client_free)

G_END_DECLS
