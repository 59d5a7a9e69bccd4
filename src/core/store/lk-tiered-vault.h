/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkTieredVault: a keyring with memory behind it. What the keyring will not take (UNAVAILABLE, LOCKED) stays in memory for this run, and is said
 * to be there (H3); a look-up asks memory first; clearing clears both. */
#pragma once

#include "lk-vault.h"

G_BEGIN_DECLS

#define LK_TYPE_TIERED_VAULT (lk_tiered_vault_get_type ())
G_DECLARE_FINAL_TYPE (LkTieredVault, lk_tiered_vault, LK, TIERED_VAULT, GObject)

LkVault *lk_tiered_vault_new (LkVault *keyring, LkVault *memory);
/* Property "keyring-fault" (string, nullable, notified): why the keyring could not be used last time, in the user's words. */

G_END_DECLS
