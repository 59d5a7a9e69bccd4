/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkVault: who keeps secrets. One secret per connection and kind; all calls are asynchronous. */
#pragma once

#include <gio/gio.h>

#include "lk-secret.h"

G_BEGIN_DECLS

#define LK_VAULT_ERROR (lk_vault_error_quark ())
GQuark lk_vault_error_quark (void);

typedef enum
{
  LK_VAULT_ERROR_UNAVAILABLE,   /* no secret service runs, or it has no collection */
  LK_VAULT_ERROR_LOCKED,        /* the keyring is locked and was not unlocked */
  LK_VAULT_ERROR_FAILED,        /* the service refused for another reason */
} LkVaultError;

typedef enum
{
  LK_VAULT_KIND_TOKEN,           /* the token as one JSON document */
  LK_VAULT_KIND_CLIENT_SECRET,
} LkVaultKind;

typedef enum
{
  LK_VAULT_PLACE_NONE,
  LK_VAULT_PLACE_KEYRING,
  LK_VAULT_PLACE_MEMORY,         /* until the program quits */
} LkVaultPlace;

#define LK_TYPE_VAULT (lk_vault_get_type ())
G_DECLARE_INTERFACE (LkVault, lk_vault, LK, VAULT, GObject)

struct _LkVaultInterface
{
  GTypeInterface parent_iface;

  void          (*store_async)    (LkVault              *self,
                                   const char           *connection_id,
                                   LkVaultKind           kind,
                                   const char           *label,
                                   const char           *secret,
                                   GCancellable         *cancellable,
                                   GAsyncReadyCallback   callback,
                                   gpointer              user_data);
  LkVaultPlace  (*store_finish)   (LkVault              *self,
                                   GAsyncResult         *result,
                                   GError              **error);
  void          (*lookup_async)   (LkVault              *self,
                                   const char           *connection_id,
                                   LkVaultKind           kind,
                                   GCancellable         *cancellable,
                                   GAsyncReadyCallback   callback,
                                   gpointer              user_data);
  char         *(*lookup_finish)  (LkVault              *self,
                                   GAsyncResult         *result,
                                   LkVaultPlace         *place,
                                   GError              **error);
  void          (*clear_async)    (LkVault              *self,
                                   const char           *connection_id,
                                   LkVaultKind           kind,
                                   GCancellable         *cancellable,
                                   GAsyncReadyCallback   callback,
                                   gpointer              user_data);
  gboolean      (*clear_finish)   (LkVault              *self,
                                   GAsyncResult         *result,
                                   GError              **error);
};

const char   *lk_vault_kind_to_nick   (LkVaultKind           kind);

void          lk_vault_store_async    (LkVault              *self,
                                       const char           *connection_id,
                                       LkVaultKind           kind,
                                       const char           *label,
                                       const char           *secret,
                                       GCancellable         *cancellable,
                                       GAsyncReadyCallback   callback,
                                       gpointer              user_data);
LkVaultPlace  lk_vault_store_finish   (LkVault              *self,
                                       GAsyncResult         *result,
                                       GError              **error);
void          lk_vault_lookup_async   (LkVault              *self,
                                       const char           *connection_id,
                                       LkVaultKind           kind,
                                       GCancellable         *cancellable,
                                       GAsyncReadyCallback   callback,
                                       gpointer              user_data);
char         *lk_vault_lookup_finish  (LkVault              *self,
                                       GAsyncResult         *result,
                                       LkVaultPlace         *place,
                                       GError              **error);
void          lk_vault_clear_async    (LkVault              *self,
                                       const char           *connection_id,
                                       LkVaultKind           kind,
                                       GCancellable         *cancellable,
                                       GAsyncReadyCallback   callback,
                                       gpointer              user_data);
gboolean      lk_vault_clear_finish   (LkVault              *self,
                                       GAsyncResult         *result,
                                       GError              **error);

G_END_DECLS
