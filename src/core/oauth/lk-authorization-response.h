/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The address that the service answered with, judged against the request that it should answer. */
#pragma once

#include "lk-authorization-request.h"
#include "lk-token.h"

G_BEGIN_DECLS

#define LK_AUTHORIZATION_ERROR (lk_authorization_error_quark ())
GQuark lk_authorization_error_quark (void);

typedef enum
{
  LK_AUTHORIZATION_ERROR_NOT_OURS,         /* not the redirect URI at all */
  LK_AUTHORIZATION_ERROR_MALFORMED,        /* doubled, oversized or undecodable parameters */
  LK_AUTHORIZATION_ERROR_STATE_MISSING,
  LK_AUTHORIZATION_ERROR_STATE_MISMATCH,   /* wrong, empty, or the request is already used */
  LK_AUTHORIZATION_ERROR_ISSUER,           /* iss differs, or is absent where one is configured */
  LK_AUTHORIZATION_ERROR_DENIED,           /* access_denied */
  LK_AUTHORIZATION_ERROR_SERVER,           /* another `error`; oauth_error has it */
  LK_AUTHORIZATION_ERROR_MISPLACED,        /* a token in the query, a code in the fragment */
  LK_AUTHORIZATION_ERROR_NO_ANSWER,        /* neither token, code nor error */
  LK_AUTHORIZATION_ERROR_TOKEN_INVALID,    /* token_type unknown, token or code not VSCHAR … */
} LkAuthorizationError;

typedef struct
{
  LkToken *token;               /* implicit */
  char    *code;                /* code grant; a secret */
  char    *oauth_error;         /* `error`, sanitized; set with DENIED and SERVER */
  char    *oauth_description;   /* error_description, sanitized */
  char    *oauth_uri;           /* error_uri as text; never opened by itself */
} LkAuthorizationResponse;

gboolean  lk_authorization_response_parse          (LkAuthorizationResponse  *response,
                                                    LkAuthorizationRequest   *request,
                                                    const char               *response_uri,
                                                    GError                  **error);
void      lk_authorization_response_clear          (LkAuthorizationResponse  *response);
gboolean  lk_authorization_response_is_answer      (LkAuthorizationRequest   *request,
                                                    const char               *uri);
char     *lk_authorization_response_uri_from_paste (LkAuthorizationRequest   *request,
                                                    const char               *text,
                                                    GError                  **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LkAuthorizationResponse, lk_authorization_response_clear)

G_END_DECLS
