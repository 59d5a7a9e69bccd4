/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The address that the service answered with, judged against the request it should answer (security.md section A). */
#pragma once

#include "lk-authorization-request.h"
#include "lk-token.h"

G_BEGIN_DECLS

#define LK_AUTHORIZATION_ERROR (lk_authorization_error_quark ())
GQuark lk_authorization_error_quark (void);

typedef enum
{
  LK_AUTHORIZATION_ERROR_NOT_OURS,         /* not the redirect URI at all */
  LK_AUTHORIZATION_ERROR_MALFORMED,        /* doubled, oversized or undecodable parameters (A10) */
  LK_AUTHORIZATION_ERROR_STATE_MISSING,
  LK_AUTHORIZATION_ERROR_STATE_MISMATCH,   /* wrong, empty, or the request is already used (A2, A3) */
  LK_AUTHORIZATION_ERROR_ISSUER,           /* iss differs (A8) */
  LK_AUTHORIZATION_ERROR_DENIED,           /* access_denied */
  LK_AUTHORIZATION_ERROR_SERVER,           /* another `error`; *oauth_error has it */
  LK_AUTHORIZATION_ERROR_MISPLACED,        /* a token in the query, a code in the fragment (A6) */
  LK_AUTHORIZATION_ERROR_NO_ANSWER,        /* neither token, code nor error */
  LK_AUTHORIZATION_ERROR_TOKEN_INVALID,    /* token_type unknown, token not VSCHAR … (C3, E3) */
} LkAuthorizationError;

typedef struct
{
  LkToken *token;               /* implicit */
  char    *code;                /* code grant; secret */
  char    *oauth_error;         /* `error`, neutralised; set with DENIED and SERVER */
  char    *oauth_description;   /* error_description, neutralised */
  char    *oauth_uri;           /* error_uri as text; never opened by itself (A7) */
} LkAuthorizationResponse;

/* Voids the request's state whatever the outcome is (but NOT_OURS). Returns FALSE with `error`; `response` is filled in so far as it is known. */
gboolean lk_authorization_response_parse (LkAuthorizationResponse *response, LkAuthorizationRequest *request, const char *response_uri, GError **error);
void     lk_authorization_response_clear (LkAuthorizationResponse *response);
/* For "Paste the address instead": finds the address or a bare code/token in pasted text (dirt, line breaks, quotes around it) and makes the
 * response URI of it; NULL with NO_ANSWER when there is nothing in it. */
char    *lk_authorization_response_uri_from_paste (LkAuthorizationRequest *request, const char *text, GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LkAuthorizationResponse, lk_authorization_response_clear)

G_END_DECLS
