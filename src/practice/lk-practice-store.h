/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkPracticeStore: the practice account's API clients, login sessions, codes and tokens, in memory alone. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  guint64   id;
  char     *identifier;       /* OAuth's client_id */
  char     *secret;
  char     *name;
  char     *company;
  gboolean  confidential;
  char    **redirect_uris;
  char    **scopes;
  gint64    created;          /* seconds since the epoch */
  gint64    updated;          /* the same */
} LkPracticeClient;

typedef struct
{
  char             *text;
  LkPracticeClient *client;         /* not owned: the store's */
  char             *redirect_uri;
  char            **scopes;
  char             *challenge;      /* S256; NULL: no PKCE */
  gint64            issued;         /* monotonic, microseconds */
  guint64           grant;
  gboolean          used;
} LkPracticeCode;

typedef struct
{
  guint64           id;
  guint64           grant;          /* what was allowed once: its tokens are revoked together */
  guint64           agent_id;       /* whose token it is */
  LkPracticeClient *client;         /* not owned: the store's */
  char             *access;
  char             *refresh;        /* owned, nullable */
  char            **scopes;
  gint64            created;        /* seconds since the epoch */
  gint64            expires;        /* seconds since the epoch */
  gboolean          revoked;
  gboolean          refresh_used;
  gboolean          with_secret;    /* the client proved itself by its secret when the grant was made */
} LkPracticeToken;

typedef struct
{
  char *cookie;
  char *form_key;     /* hidden in the consent form: no other site can press Allow */
} LkPracticeSession;

typedef struct _LkPracticeStore LkPracticeStore;

LkPracticeStore   *lk_practice_store_new                  (void);
void               lk_practice_store_free                 (LkPracticeStore   *self);

LkPracticeClient  *lk_practice_store_add_client           (LkPracticeStore   *self,
                                                           const char        *name,
                                                           const char        *company,
                                                           gboolean           confidential,
                                                           const char *const *redirect_uris,
                                                           const char *const *scopes);
GPtrArray         *lk_practice_store_get_clients          (LkPracticeStore   *self);
LkPracticeClient  *lk_practice_store_find_client          (LkPracticeStore   *self,
                                                           const char        *identifier);
LkPracticeClient  *lk_practice_store_find_client_by_id    (LkPracticeStore   *self,
                                                           const char        *id);
void               lk_practice_store_renew_secret         (LkPracticeStore   *self,
                                                           LkPracticeClient  *client);
void               lk_practice_store_remove_client        (LkPracticeStore   *self,
                                                           LkPracticeClient  *client);

LkPracticeSession *lk_practice_store_add_session          (LkPracticeStore   *self);
LkPracticeSession *lk_practice_store_find_session         (LkPracticeStore   *self,
                                                           const char        *cookie);
void               lk_practice_store_remove_session       (LkPracticeStore   *self,
                                                           LkPracticeSession *session);

LkPracticeCode    *lk_practice_store_add_code             (LkPracticeStore   *self,
                                                           LkPracticeClient  *client,
                                                           const char        *redirect_uri,
                                                           const char *const *scopes,
                                                           const char        *challenge);
LkPracticeCode    *lk_practice_store_find_code            (LkPracticeStore   *self,
                                                           const char        *text);
gboolean           lk_practice_code_is_expired            (LkPracticeCode    *code);

guint64            lk_practice_store_new_grant            (LkPracticeStore   *self);
LkPracticeToken   *lk_practice_store_add_token            (LkPracticeStore   *self,
                                                           LkPracticeClient  *client,
                                                           guint64            grant,
                                                           const char *const *scopes,
                                                           gboolean           with_refresh,
                                                           int                lifetime);
GPtrArray         *lk_practice_store_get_tokens           (LkPracticeStore   *self);
LkPracticeToken   *lk_practice_store_find_token           (LkPracticeStore   *self,
                                                           const char        *access);
LkPracticeToken   *lk_practice_store_find_refresh_token   (LkPracticeStore   *self,
                                                           const char        *refresh);
LkPracticeToken   *lk_practice_store_find_token_by_id     (LkPracticeStore   *self,
                                                           const char        *id);
gboolean           lk_practice_token_is_alive             (LkPracticeToken   *token);
void               lk_practice_store_revoke_grant         (LkPracticeStore   *self,
                                                           guint64            grant);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LkPracticeStore, lk_practice_store_free)

G_END_DECLS
