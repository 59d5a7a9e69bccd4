/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one redacting function (I8): every text that leaves an exchange, a log line or an error goes through here. */
#pragma once

#include "lk-exchange.h"

G_BEGIN_DECLS

/* A hidden value reads `[24 characters hidden]`. Known by name: access_token, refresh_token, id_token, client_secret, code,
 * code_verifier, state, password, Authorization, Cookie, Set-Cookie, token … in query, fragment, form and JSON (nested, also in
 * strings that hold JSON or forms). What belongs to an exchange also hides the values of its own request's secrets wherever
 * the answer echoes them. */
char *lk_redact_text          (const char *text);                        /* free text, URLs in it, forms, JSON */
char *lk_redact_url           (const char *url);
char *lk_redact_header        (const char *name, const char *value);     /* the value to show */
char *lk_redact_request_body  (LkExchange *exchange, gsize max_bytes);   /* valid UTF-8; cut past max_bytes and saying so */
char *lk_redact_response_body (LkExchange *exchange, gsize max_bytes);
char *lk_redact_exchange      (LkExchange *exchange, gsize max_body);    /* the whole of it, for "copy details" and reports */

G_END_DECLS
