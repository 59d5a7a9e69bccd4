/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What lk-token-source.c (who asks) and lk-token-operation.c (what is done) share. */
#pragma once

#include "lk-file-lock.h"
#include "lk-token-source.h"

G_BEGIN_DECLS

/* Everything that reads or writes the stored token is an operation. They run one after another, and those that change
 * it hold the connection's lock file, so neither two calls nor two processes ever renew at once or mix two grants. */
typedef enum
{
  LK_TOKEN_OPERATION_LOAD,
  LK_TOKEN_OPERATION_REFRESH,
  LK_TOKEN_OPERATION_STORE,
  LK_TOKEN_OPERATION_FORGET,
} LkTokenOperationKind;

typedef struct
{
  LkTokenOperationKind kind;
  LkTokenSource *source;   /* owned: an operation once begun is finished */
  LkToken *token;          /* owned, nullable: refresh: the stale one; store: the new one */
  GQueue waiting;          /* owned: of GTask, empty when all who asked have gone */
  LkFileLock *lock;        /* owned: while it runs */
  LkExchange *exchange;    /* owned, nullable */
  GError *error;           /* owned, nullable: the outcome */
} LkTokenOperation;

typedef void (*LkTokenCallDone) (GTask        *task,
                                 const GError *error);

/* Task data of every public call. */
typedef struct
{
  LkTokenOperation *operation;   /* not owned, nullable: NULL when it waits for none */
  LkTokenCallDone done;          /* called when that operation has ended */
  GSource *cancelled;            /* owned, nullable */
  LkExchange *exchange;          /* owned, nullable */
  LkToken *stale;                /* owned, nullable: refresh */
} LkTokenCall;

struct _LkTokenSource
{
  GObject parent_instance;

  /* owned */
  LkConnection *connection;
  LkVault *vault;
  LkTokenEndpoint *endpoint;

  /* owned */
  char *lock_folder;
  LkToken *token;
  GQueue operations;   /* of LkTokenOperation; the head runs */

  LkVaultPlace place;
  gboolean loaded;
  gboolean running;
  gboolean refreshing;
  gboolean unstored;   /* the token was renewed and the vault would not take it: the vault's one is spent */
};

void      _lk_token_source_set_token      (LkTokenSource        *self,
                                           LkToken              *token,
                                           LkVaultPlace          place);
void      _lk_token_source_set_loaded     (LkTokenSource        *self);
void      _lk_token_source_set_refreshing (LkTokenSource        *self,
                                           gboolean              refreshing);

gboolean  _lk_token_same                  (LkToken              *a,
                                           LkToken              *b);

void      _lk_token_source_join           (LkTokenSource        *self,
                                           LkTokenOperationKind  kind,
                                           LkToken              *token,
                                           GTask                *task,
                                           LkTokenCallDone       done);
void      _lk_token_source_add            (LkTokenSource        *self,
                                           LkTokenOperationKind  kind,
                                           LkToken              *token,
                                           GTask                *task,
                                           LkTokenCallDone       done);

G_END_DECLS
