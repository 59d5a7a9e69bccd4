/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkTieredVault: a keyring with memory behind it. What the keyring cannot take stays in memory for this run, and is
 * said to be there; never on disk (SECURITY.md H3). */
#pragma once

#include "lk-vault.h"

G_BEGIN_DECLS

#define LK_TYPE_TIERED_VAULT (lk_tiered_vault_get_type ())
G_DECLARE_FINAL_TYPE (LkTieredVault, lk_tiered_vault, LK, TIERED_VAULT, GObject)

LkVault    *lk_tiered_vault_new                (LkVault       *keyring,
                                                LkVault       *memory);
const char *lk_tiered_vault_get_keyring_fault  (LkTieredVault *self);

G_END_DECLS
