/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkCredentials: the secrets of one request. They go to the wire beside its record, which shows placeholders. */
#pragma once

#include "lk-exchange.h"

G_BEGIN_DECLS

typedef struct _LkCredentials LkCredentials;

LkCredentials *lk_credentials_new                (void);
LkCredentials *lk_credentials_ref                (LkCredentials *self);
void           lk_credentials_unref              (LkCredentials *self);

void           lk_credentials_set_bearer         (LkCredentials *self,
                                                  const char    *token);
void           lk_credentials_set_basic          (LkCredentials *self,
                                                  const char    *user,
                                                  const char    *password);

/* A body with secrets in it, piece by piece. */
void           lk_credentials_begin_body         (LkCredentials *self,
                                                  const char    *content_type);
void           lk_credentials_append             (LkCredentials *self,
                                                  const char    *text);
void           lk_credentials_append_form_secret (LkCredentials *self,
                                                  const char    *secret);
void           lk_credentials_append_json_secret (LkCredentials *self,
                                                  const char    *secret);

/* For the HTTP client. */
void           lk_credentials_describe           (LkCredentials *self,
                                                  LkExchange    *exchange);
const char    *lk_credentials_get_authorization  (LkCredentials *self);
GBytes        *lk_credentials_get_body           (LkCredentials *self);
GPtrArray     *lk_credentials_get_secrets        (LkCredentials *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LkCredentials, lk_credentials_unref)

G_END_DECLS
