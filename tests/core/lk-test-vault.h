/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkTestVault: a vault that tells what was asked of it, fails or waits on request, and can share a folder with another
 * process. It keeps secrets in the clear and is for made-up ones alone. */
#pragma once

#include "lk-vault.h"

G_BEGIN_DECLS

#define LK_TYPE_TEST_VAULT (lk_test_vault_get_type ())
G_DECLARE_FINAL_TYPE (LkTestVault, lk_test_vault, LK, TEST_VAULT, GObject)

/* With a folder each secret is a file in it, else it is kept in memory. */
LkTestVault *lk_test_vault_new         (const char   *folder);

/* From now on a store, a lookup or a clear fails; FALSE: works again. */
void         lk_test_vault_set_broken  (LkTestVault  *self,
                                        gboolean      stores,
                                        gboolean      lookups,
                                        gboolean      clears);
/* What it fails with; LK_VAULT_ERROR_FAILED if nothing else was said. */
void         lk_test_vault_set_fault   (LkTestVault  *self,
                                        LkVaultError  fault);
/* While held, a store waits to be let go; a cancellable ends the wait of its caller. */
void         lk_test_vault_hold_stores (LkTestVault  *self,
                                        gboolean      hold);
guint        lk_test_vault_get_n_held  (LkTestVault  *self);

/* The calls so far, such as "store token, lookup client-secret"; takes them. */
char        *lk_test_vault_take_events (LkTestVault  *self);
/* What is kept, now. */
char        *lk_test_vault_peek        (LkTestVault  *self,
                                        const char   *connection_id,
                                        LkVaultKind   kind);
guint        lk_test_vault_get_n_items (LkTestVault  *self);

G_END_DECLS
